"""What git keeps of a site: the files of an earlier state, laid into a folder."""

import io
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path

from generator.base.git import NoGit, asked
from generator.base.messages import N_

NO_REPOSITORY = N_("{folder} is in no repository of git, so that there is nothing to compare with.")
NO_STATE = N_("git knows no state called “{rev}” here.")
PARTIAL = N_("This copy of the repository has not all files of the state “{rev}”.")
NOT_THERE = N_("In the state “{rev}” there was no {file} here yet.")


def lay(root: Path, rev: str, names: Sequence[str], folder: Path) -> None:
    """Put files and folders of these names, as a state has them beneath `root`, into `folder`.

    The first has to be there, the others may be. Links are left out. Raises `NoGit`.
    """
    try:
        prefix = asked(root, "rev-parse", "--show-prefix").decode().strip("\n")
        top = Path(asked(root, "rev-parse", "--show-toplevel").decode().strip("\n"))
    except subprocess.CalledProcessError:
        raise NoGit(NO_REPOSITORY, folder=root) from None
    try:
        tree = f"{_commit(root, rev)}:{prefix}"
        there = asked(top, "ls-tree", "-z", "--name-only", tree).decode("utf-8", "replace")
    except subprocess.CalledProcessError:
        raise NoGit(NO_STATE, rev=rev) from None
    wanted = [name for name in names if name.partition("/")[0] in there.split("\0")]
    if names[0] not in wanted:
        raise NoGit(NOT_THERE, rev=rev, file=names[0])
    try:
        packed = asked(top, "archive", "--format=tar", tree, *wanted)
    except subprocess.CalledProcessError:
        raise NoGit(PARTIAL, rev=rev) from None
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        files = [each for each in archive if each.isfile() or each.isdir()]
        archive.extractall(folder, files, filter="data")


def _commit(root: Path, rev: str) -> str:
    """Return the name of the commit; what begins with a hyphen is an option to no one."""
    said = asked(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}")
    return said.decode().strip()
