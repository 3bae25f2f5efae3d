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
NO_COMMIT = N_("Nothing has been committed yet, so that there is nothing to compare with.")
NOT_OURS = N_(
    "git does not trust {folder}, as it belongs to someone else: whose it is, says git -C {folder}"
    " status, and what to do."
)
SHALLOW = N_(
    "This copy of the repository has only the latest states, and “{rev}” is not among them. Get"
    " them all (git fetch --unshallow; fetch-depth: 0 in CI) and run this again."
)
ELSEWHERE = N_(
    "{file} is a link or a repository of its own, so that git does not have here what was in it in"
    " the state “{rev}”."
)
NOT_THERE = N_("In the state “{rev}” there was no {file} here yet.")


class NotThere(NoGit):
    """A state has not what is needed: the site was begun after it."""


_OTHERS = ("120000", "160000")
"""How git marks links, and repositories within a repository."""


def lay(root: Path, rev: str, needed: Sequence[str], others: Sequence[str], folder: Path) -> None:
    """Put files and folders of these names, as a state has them beneath `root`, into `folder`.

    Those that are `needed` have to be there. Links are left out. Raises `NoGit`, or `NotThere`.
    """
    try:
        prefix = asked(root, "rev-parse", "--show-prefix").decode().strip("\n")
        top = Path(asked(root, "rev-parse", "--show-toplevel").decode().strip("\n"))
    except subprocess.CalledProcessError as error:
        strange = b"dubious ownership" in (error.stderr or b"")
        raise NoGit(NOT_OURS if strange else NO_REPOSITORY, folder=root) from None
    try:
        tree = f"{_commit(root, rev)}:{prefix}"
    except subprocess.CalledProcessError:
        raise NoGit(_unknown(root), rev=rev) from None
    try:
        there = _listed(asked(top, "ls-tree", "-z", tree))
    except subprocess.CalledProcessError:
        raise NotThere(NOT_THERE, rev=rev, file=needed[0]) from None
    wanted = [name for name in (*needed, *others) if name.partition("/")[0] in there]
    for name in needed:
        if name not in wanted:
            raise NotThere(NOT_THERE, rev=rev, file=name)
        if there[name.partition("/")[0]] in _OTHERS:
            raise NoGit(ELSEWHERE, rev=rev, file=name)
    try:
        packed = asked(top, "archive", "--format=tar", tree, *wanted)
    except subprocess.CalledProcessError:
        raise NoGit(PARTIAL, rev=rev) from None
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        files = [each for each in archive if each.isfile() or each.isdir()]
        archive.extractall(folder, files, filter="data")


def _listed(told: bytes) -> dict[str, str]:
    """Return the names of what lies in a folder, with how git marks each."""
    lines = filter(None, told.decode("utf-8", "replace").split("\0"))
    return {name: mode for mode, name in ((_[:6], _.partition("\t")[2]) for _ in lines)}


def _unknown(root: Path) -> str:
    """Return why git does not know a state (a msgid)."""
    try:
        asked(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except subprocess.CalledProcessError:
        return NO_COMMIT
    shallow = asked(root, "rev-parse", "--is-shallow-repository").decode().strip() == "true"
    return SHALLOW if shallow else NO_STATE


def _commit(root: Path, rev: str) -> str:
    """Return the name of the commit; what begins with a hyphen is an option to no one.

    It is named first and then said to be a commit: in `:/text`, the last commit whose message has
    that text, all that follows is looked for.
    """

    def name_of(sought: str) -> str:
        told = asked(root, "rev-parse", "--verify", "--quiet", "--end-of-options", sought)
        return told.decode().strip()

    return name_of(f"{name_of(rev)}^{{commit}}")
