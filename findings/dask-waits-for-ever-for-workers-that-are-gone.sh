#!/usr/bin/env bash
# A Dask task that is given to certain workers waits for ever once these are gone, however many others are idle.
#
# Where one worker could not do a task, for its full disk, one gives it to the others: `submit(…, workers=others)`. Workers
# of a cluster come and go (time limits of Slurm, pods that are moved), and one that is started again has another
# address. A good guess is that the task then fails, as it does where its worker is killed (KilledWorker), or goes to
# whom there is. It stays pending, without a word, while workers that came later have nothing to do.
# With `allow_other_workers=True` it is for those named as long as there is one of them, and then for any.
#
# So a task that is given on here may go to others than those named (generator/build/cluster.py, `begin`; tests/
# test_cluster.py, "a task that is given on is done by workers that came later").
#
# Seen 2026-11-30: distributed 2026.8.0, dask 2026.8.0 (PyPI), Python 3.11; output: see below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "distributed==2026.8.0" "dask==2026.8.0"
cat >"$folder/look.py" <<'PYTHON'
import asyncio
import logging

from distributed import Client, Scheduler, Worker

logging.disable(logging.CRITICAL)


def work() -> str:
    return "done"


async def status(task) -> str:
    try:
        return await asyncio.wait_for(task.result(), 10)
    except asyncio.TimeoutError:
        return f"{task.status} after 10 s"


async def main() -> None:
    async with Scheduler(port=0, dashboard_address=":0") as scheduler:
        async with Client(scheduler.address, asynchronous=True) as client:
            async with Worker(scheduler.address, nthreads=1) as first:
                named = first.address
                print("to a worker that is there:", await status(client.submit(work, workers=[named], pure=False)))
            async with Worker(scheduler.address, nthreads=1):
                gone = client.submit(work, workers=[named], pure=False)
                print("it is gone, another is idle:", await status(gone))
                loose = client.submit(work, workers=[named], allow_other_workers=True, pure=False)
                print("with allow_other_workers:", await status(loose))


asyncio.run(main())
PYTHON
"$folder/venv/bin/python" -W ignore "$folder/look.py" 2>"$folder/err.txt" | tee "$folder/out.txt"
diff "$folder/out.txt" - <<'SEEN'
to a worker that is there: done
it is gone, another is idle: pending after 10 s
with allow_other_workers: done
SEEN
echo "as seen"
