"""What can go wrong with workers on other machines, as a person is told of it.

Nothing here needs Dask, so that what a person must do to have it can be told, too.
"""

from typing import TypeAlias

from generator.base.messages import N_

NOT_INSTALLED = N_(
    "work on other machines needs further libraries: install requirements-dask.lock, or"
    " mingjing[dask]"
)
NO_ADDRESS = N_("“{value}” is neither dask://HOST:PORT nor a file that a scheduler of Dask wrote")
UNREACHABLE = N_(
    "no scheduler of Dask answers at {address}; start one there, or see what keeps this machine"
    " from reaching it"
)
NO_WORKERS = N_(
    "the scheduler at {address} has had no worker for {seconds} seconds; start some, then build"
    " again: what was made is kept"
)
NO_PROGRAM = N_(
    "the worker at {worker} cannot load this program ({reason}); install the same version on its"
    " machine, and start that worker again"
)
OTHER_PROGRAM = N_(
    "the worker at {worker} runs another version of this program or of a library; bring its machine"
    " to the same, and start that worker again"
)
OTHER_PYTHON = N_(
    "the worker at {worker} runs Python {theirs}, and this is Python {ours}; start it with the same"
)
OTHER_TEMPLATES = N_(
    "the worker at {worker} sees other templates in {folder} than this machine; all must see the"
    " same folder, and the same version of this program"
)
NOT_SHARED = N_(
    "the worker at {worker} does not see what this machine writes into {folder} ({reason}); the"
    " site's folder and its state must lie on a disk that all machines share, at the same path"
)
LOST = N_(
    "the scheduler at {address} was lost; what was made until then is kept: start it and its"
    " workers again and build again, which goes on from there"
)
KILLED = N_(
    "whichever worker began with “{name}” ended before it was done, the last at {worker}; mostly"
    " it had too little memory: give workers more, then build again, which goes on from there"
)
FULL = N_(
    "no worker at {address} has taken any work for {seconds} seconds, as their memory is nearly"
    " full ({limit} MB each); give workers more, then build again: what was made is kept"
)
FAULTY = N_("at the worker {worker}: {reason}")
LACKS = {"program": OTHER_PROGRAM, "templates": OTHER_TEMPLATES}
"""What is said of a worker that lacks something."""

CLOCK = N_("The clock of the worker at {worker} is {seconds} seconds off; that harms nothing.")
THREADS = N_(
    "The worker at {worker} has {count} threads and does one thing at a time; more workers of one"
    " thread each use all its processors (--nthreads 1)."
)
GIVEN_ON = N_("The worker at {worker} could not do its part ({reason}); others did.")


class ClusterFault(Exception):
    """Why workers cannot do what they are asked for: a msgid with places for values.

    `cause` is the fault of a machine that lies beneath it, which says more.
    """

    def __init__(self, message: str, cause: OSError | None = None, **values: object) -> None:
        super().__init__(message)
        self.message, self.cause = message, cause
        self.values = {name: str(value) for name, value in values.items()}


Note: TypeAlias = tuple[str, dict[str, str]]
"""Something to be told: a msgid, and values for its places."""


def note(message: str, **values: str) -> Note:
    """Return something to be told."""
    return message, values
