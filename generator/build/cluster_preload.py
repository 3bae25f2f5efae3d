"""What a worker of Dask loads before there is any work, if it is started with `--preload` of this.

It spares the first tasks the time that our modules take, and Dask a look at what the worker does a
hundred times a second, for a page that no one opens (distributed 2026.8: `worker.profile`, on by
default, and a tick every 20 ms). Dask reads these settings when a worker is set up, after this.
"""

import gc

from dask import config

from generator.build import cluster_worker, render  # noqa: F401 (loaded, for the tasks to come)
from generator.pages import plan  # noqa: F401 (as above)

config.set({"distributed.worker.profile.enabled": False, "distributed.admin.tick.interval": "1s"})
gc.collect()
gc.freeze()  # what is loaded by now stays: the collector need not go through it between two tasks
