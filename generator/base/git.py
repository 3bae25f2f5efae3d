"""Asking git, the program, about a folder: what it says, or why nothing can be had of it."""

import os
import subprocess
from pathlib import Path

from generator.base.messages import N_
from generator.base.system_errors import Ended

NO_GIT = N_("git is not installed on this machine; without it nothing can be compared.")
_SETTINGS = (
    *("core.quotePath=false", "log.showSignature=false", "log.showRoot=true"),
    *("log.diffMerges=separate", "diff.relative=false"),
)
PLAIN = tuple(word for each in _SETTINGS for word in ("-c", each))
"""What a person may have set otherwise, and would change what git says."""


class NoGit(Exception):
    """What was asked of git cannot be had; `message` is a msgid with places for `values`."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message.format(**values))
        self.message, self.values = message, values


def asked(root: Path, *arguments: str, told: bytes = b"") -> bytes:
    """Return what git says in a folder, to which `told` is typed.

    Raises `NoGit` without git, CalledProcessError where it says no, and `system_errors.Ended`
    where the system has ended it: that says nothing of the repository.
    """
    try:
        done = subprocess.run(
            ["git", "--no-replace-objects", *PLAIN, *arguments],
            cwd=root,
            env=_environment(),
            check=False,
            capture_output=True,
            input=told,
        )
    except FileNotFoundError:
        raise NoGit(NO_GIT) from None
    if done.returncode < 0:
        raise Ended.of("git", done.returncode)
    done.check_returncode()
    return done.stdout


def _environment() -> dict[str, str]:
    """Return what git is to know of the machine: not which repository whoever calls us is in.

    A hook is told that, and would have us ask it about folders of another. Nor is it to take what
    follows what from `info/grafts`, which is in no other copy.
    """
    ours = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    kept = {name: value for name, value in os.environ.items() if not _of_repository(name)}
    return {**kept, **ours, "GIT_GRAFT_FILE": os.devnull}


def _of_repository(name: str) -> bool:
    return name in (
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"),
        *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_NAMESPACE"),
        "GIT_QUARANTINE_PATH",
    )
