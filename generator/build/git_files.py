"""What git keeps of a site: the files of an earlier state, laid into a folder."""

import os
import subprocess
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from generator.base.git import NoGit, asked
from generator.base.messages import N_
from generator.records.git_history import blobs

NO_REPOSITORY = N_("{folder} is in no repository of git, so that there is nothing to compare with.")
NO_STATE = N_("git knows no state called “{rev}” here.")
RANGE = N_(
    "“{rev}” is a range. What is compared are the records at hand, with one state: name the first"
    " alone (“{first}”), or where both lines part (git merge-base)."
)
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


AT_ONCE = 1_000
"""Files whose contents are asked for at once: pictures are large."""
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
        first, dots, _ = rev.partition("..")
        why = RANGE if first and dots else _unknown(root)
        raise NoGit(why, rev=rev, first=first) from None
    try:
        there = _listed(asked(top, "ls-tree", "-z", tree))
    except subprocess.CalledProcessError:
        raise NotThere(NOT_THERE, rev=rev, file=needed[0]) from None
    wanted = [name for name in (*needed, *others) if name.partition("/")[0] in there]
    for name in needed:
        if name not in wanted:
            raise NotThere(NOT_THERE, rev=rev, file=name)
        if there[name.partition("/")[0]][0] in _OTHERS:
            raise NoGit(ELSEWHERE, rev=rev, file=name)
    files = _listed(asked(top, "ls-tree", "-r", "-z", tree, "--", *wanted))
    names = {name: of for name, (mode, of) in files.items() if mode not in _OTHERS}
    # not `git archive`, which leaves out and changes what attributes say
    every = iter(names.items())
    while some := [*islice(every, AT_ONCE)]:
        contents = blobs(root, {of for _, of in some})
        for name, of in some:
            if of not in contents:
                raise NoGit(PARTIAL, rev=rev)
            _write(folder, name, contents[of])


def changed(root: Path, rev: str) -> list[str]:
    """Return the files beneath `root` that are not as a state has them, by their paths from there.

    Those that git does not know yet are among them, those that it is to ignore are not.
    """
    how = ("--name-only", "-z", "--no-renames", "--ignore-submodules=all", "--relative")
    try:
        told = asked(root, "diff", *how, _commit(root, rev), "--")
        told += asked(root, "ls-files", "--others", "--exclude-standard", "-z")
    except subprocess.CalledProcessError:
        raise NoGit(PARTIAL, rev=rev) from None
    return sorted({*filter(None, told.decode("utf-8", "replace").split("\0"))})


def _write(folder: Path, name: str, content: bytes) -> None:
    """Write a file of a state into a folder, and nowhere else, whatever a tree calls it."""
    path = Path(os.path.normpath(folder / name))
    if folder in path.parents:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _listed(told: bytes) -> dict[str, tuple[str, str]]:
    """Return the names of what lies in a folder, with how git marks each, and its own name."""
    found: dict[str, tuple[str, str]] = {}
    for line in filter(None, told.decode("utf-8", "surrogateescape").split("\0")):
        mark, _, name = line.partition("\t")
        mode, _, of = mark.split(" ")
        found[name] = mode, of
    return found


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

    named = name_of(rev)
    if named.startswith("^"):  # what is to be left out is no state
        raise subprocess.CalledProcessError(1, "git")
    return name_of(f"{named}^{{commit}}")
