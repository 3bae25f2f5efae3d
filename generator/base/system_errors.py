"""Errors of the operating system: each names the file that it is about."""

import errno
from collections.abc import Callable
from pathlib import Path

HELD = {32, 33}
"""Windows: another program has the file open, or a part of it locked."""


class Held(OSError):
    """Another program has the file open, so it cannot be replaced: there is such on Windows."""


class Ended(OSError):
    """The system has ended another program that was asked something, mostly for want of memory."""

    @classmethod
    def of(cls, program: str, code: int) -> "Ended":
        """Return that it has ended `program`, whose exit code is `code`: the signal, below zero."""
        return cls(errno.ENOMEM, f"ended by signal {-code}", program)


def named(error: OSError, path: str | Path) -> OSError:
    """Return the same error, naming the file that it is about."""
    kind = Held if held_open(error) else OSError
    return kind(error.errno or 0, error.strerror or str(error), str(path))


def naming(path: str | Path, do: Callable[[], object]) -> None:
    """Do something to a file or folder; what it returns is not handed on.

    Raises OSError, which names `path`, where the system refuses.
    """
    try:
        do()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise named(error, path) from error


def held_open(error: OSError) -> bool:
    """Tell whether another program holds the file: `Held`, or as Windows says it."""
    return isinstance(error, Held) or getattr(error, "winerror", 0) in HELD
