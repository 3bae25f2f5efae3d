"""What git keeps of the content: which versions of each record there were, and when.

All is read from one stream of `git log`, and what was read of a commit is kept: it never changes.
Versions are kept batch by batch, so that a commit that changed a few records touches as few files.
The repository is that in which the content really lies, so that the folder may be a link, or a
repository within another.

A commit cannot be older than the one that it follows, whatever its date says: it counts as made no
sooner. Nor can it be of a day that has not come yet: then it counts as made with what it follows,
so that one wrong clock does not move all that comes after; a first one with the first that can be
as old as it says. One that says no day is taken likewise. Where lines were joined, what is
otherwise on each of them is kept as well.
"""

import marshal
import os
import subprocess
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from generator.base import git
from generator.base.atomic_write import write_whole
from generator.base.digests import digest
from generator.base.messages import N_
from generator.base.system_errors import Ended
from generator.records import earlier_folders
from generator.records.git_commits import TOLD, Entry, by_record
from generator.records.git_commits import commits as commits_of

NONE = "0" * 40
"""How git names no file at all, where its names are as long as they mostly are."""
_FORM = 5
"""What is kept has this form; one of another is read anew."""
DAY = 86_400
"""Seconds by which a clock may be ahead."""
NAMES = 5
"""A branch may be another name of one, as often as git follows that."""
NAME = "log"
ENDING = ".versions"
PARTIAL = (b"partialclone", b"promisor", b"include")
"""What the settings of a clone say that left something out, or that go on in another file."""
UNKNOWN = {
    "git": N_("git is not installed where the site was made"),
    "repository": N_("the records are not kept with git"),
    "commits": N_("nothing has been committed yet"),
    "owner": N_("git does not trust the folder, as it belongs to someone else"),
    "shallow": N_("the copy from which the site was made has only the latest state"),
    "partial": N_("the copy from which the site was made has not all earlier states"),
}
"""Why nothing is known of what was changed."""


class Version(NamedTuple):
    """A version of a record's file: when and with which commit it came, and from what.

    Plain, as it is marshalled. `when` is in seconds, no sooner than what it follows; `written` is
    what the commit says itself, later than that only if it is of a day that had not come yet. An
    `old` or `new` of "" is no file. `others` are, where lines were joined, what they had; of
    `lines` lines all others had `new`; `here` are the commits of the record's versions that the
    first of them alone had until then, `there` those that it had not.
    """

    when: int
    depth: int
    commit: str
    written: int
    path: str
    old: str
    new: str
    others: tuple[str, ...] = ()
    lines: int = 1
    here: tuple[str, ...] = ()
    there: tuple[str, ...] = ()


Lines: TypeAlias = tuple[Collection[str], Collection[str]]
"""Of lines that were joined the commits of the first alone, and those that it has not."""


@dataclass(slots=True)
class Log:
    """All versions of each record up to the commit `head`; or why they are not known.

    `folder` is where they are kept, in a file for each batch.
    """

    head: str = ""
    unknown: str = ""
    """A key of `UNKNOWN`, "" where all is known."""
    top: str = ""
    """What the versions are of: the repository, and how the records are cut into batches."""
    commits: dict[str, tuple[int, int]] = field(default_factory=dict)
    """When each was made, and how many lie before it at most."""
    began: int = 0
    """When the first record came, in seconds; 0 without any."""
    marks: dict[str, bytes] = field(default_factory=dict)
    """The digest of the versions of each batch that has any."""
    folder: Path = Path()
    lay: list[bytes] = field(default_factory=list)
    """Folders of the repository in which the content lay before it came to where it is."""
    read: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    """Those that were looked at, by batch."""

    def versions(self, batch: str) -> dict[str, list[Any]]:
        """Return the versions of each record of a batch, by kind and key.

        Raises `Lost` where they are not as they were kept.
        """
        if batch not in self.read:
            found: dict[str, list[Any]] = {}
            if batch in self.marks:
                content = _read(self.folder / file_name(batch, ENDING))
                if digest(content) != self.marks[batch]:
                    raise Lost
                found = marshal.loads(content)  # noqa: S302 (written by this program)
            self.read[batch] = found
        return self.read[batch]


class Lost(Exception):
    """What was kept of versions is not as it was: all has to be read anew."""


def file_name(batch: str, ending: str) -> str:
    """Return the name of a file in which something of a batch is kept."""
    return f"{batch.replace('/', '+') or '+'}{ending}"


def mark(content: Path) -> bytes:
    """Return what tells the state of a repository from any other, without asking git."""
    here = Path(os.path.realpath(content))
    found = _repository(here)
    if found is None:
        return b""
    top, folder, common = found
    head = _read(folder / "HEAD")
    parts = [head, _read(common / "shallow"), _read(common / "reftable" / "tables.list")]
    for _ in range(NAMES):
        if not head.startswith(b"ref: "):
            break
        name = head[5:].strip()
        own = _read(common / name.decode("utf-8", "replace"))
        packed = b"" if own else _read(common / "packed-refs")
        lines = (line for line in packed.splitlines() if line.endswith(b" " + name))
        head = own or next(lines, b"")
        parts.append(head)
    return digest(b"\0".join([str(top).encode(), *parts]))


def _repository(here: Path) -> tuple[Path, Path, Path] | None:
    """Return the top of a repository, its folder, and the one that all its work trees share."""
    top = next((each for each in (here, *here.parents) if (each / ".git").exists()), None)
    if top is None:
        return None
    folder = top / ".git"
    if folder.is_file():
        folder = top / _read(folder).decode("utf-8", "replace").partition(":")[2].strip()
    common = folder / (_read(folder / "commondir").decode("utf-8", "replace").strip() or ".")
    return top, folder, common


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def read(content: Path, folder: Path, batch: Callable[[str], str], cut: int) -> Log:
    """Return the log of the content; what was read of it before is kept in `folder`.

    `batch` says of which batch a record is, by its kind and key; `cut` tells one way to do so from
    others.
    """
    here = Path(os.path.realpath(content))
    try:
        said = git.asked(
            *(here, "rev-parse", "--is-shallow-repository", "--show-toplevel", "--show-prefix"),
            "HEAD",
        )
    except git.NoGit:
        return Log(unknown="git")
    except Ended:
        raise
    except (subprocess.CalledProcessError, OSError) as error:
        return Log(unknown=_reason(error))
    shallow, top, prefix, head = said.decode("utf-8", "surrogateescape").split("\n")[:4]
    if shallow == "true":
        return Log(unknown="shallow")
    if _partial(here):
        return Log(unknown="partial")
    of = f"{top}\n{prefix}\n{cut}"
    before = _kept(folder, of)
    if before and before.head == head:
        return before
    start = prefix.encode("utf-8", "surrogateescape")
    if before:
        try:
            if _add(before, here, start, head, batch):
                return before
        except (subprocess.CalledProcessError, Lost):  # what is kept leads nowhere any more
            pass
    log = Log(top=of, folder=folder)
    try:
        _add(log, here, start, head, batch)
    except subprocess.CalledProcessError:  # a part of the repository is lost
        return Log(unknown="partial")
    return log


def _reason(error: Exception) -> str:
    said = getattr(error, "stderr", b"") or b""
    if b"dubious ownership" in said:
        return "owner"
    return "commits" if b"HEAD" in said else "repository"


def _partial(here: Path) -> bool:
    """Tell whether a clone left out what it would ask another machine for.

    Older versions of git write the first of these settings, newer ones the second alone. Where its
    own file speaks of neither, and of no other file, git need not be asked.
    """
    found = _repository(here)
    said = _read(found[2] / "config").lower() if found else b""
    if said and not any(each in said for each in PARTIAL):
        return False
    names = r"^(extensions\.partialclone|remote\..*\.promisor)$"
    try:
        return bool(git.asked(here, "config", "--get-regexp", names).strip())
    except subprocess.CalledProcessError:
        return False


def _add(log: Log, here: Path, prefix: bytes, head: str, batch_of: Callable[[str], str]) -> bool:
    """Add the versions of all commits up to `head` that are not known yet, and keep all.

    Returns False, and adds nothing, if `head` does not follow from what is known. Raises `Lost`,
    CalledProcessError.
    """
    told = git.asked(here, *TOLD, f"{log.head}...{head}" if log.head else head, "--")
    if not log.head:
        log.lay = earlier_folders.of(here, prefix, told)
    folders = sorted((prefix, *log.lay), key=len, reverse=True)  # one may lie in another
    latest = int(time.time()) + DAY
    commits, more = dict[str, tuple[int, int]](), dict[str, list[Any]]()
    follows = dict[str, list[str]]()
    for side, commit, stated, parents, lines in commits_of(told, folders):
        if side == "<":
            return False
        before = [
            found for each in parents if (found := commits.get(each) or log.commits.get(each))
        ]
        known = stated if stated and stated <= latest else 0
        when = max([known, *(each[0] for each in before)]) or _first(told, latest)
        written = when if stated is None else stated
        depth = 1 + max((each[1] for each in before), default=0)
        commits[commit], follows[commit] = (when, depth), parents
        by_key: dict[str, list[Entry]] = {}
        for line in lines:
            for key, entry in by_record(line).items():
                by_key.setdefault(key, []).append(entry)
        apart = None
        if by_key and len(parents) > 1:
            apart = _apart(parents, commits, follows) or _asked_apart(parents, here)
        for key, own in by_key.items():
            version = _version(own, len(parents))
            if apart:
                earlier = (*log.versions(batch_of(key)).get(key, ()), *more.get(key, ()))
                version += tuple(
                    tuple(each[2] for each in earlier if each[2] in line) for line in apart
                )
            more.setdefault(key, []).append((when, depth, commit, written, *version))
    touched = set[str]()
    for key, own in more.items():
        batch = batch_of(key)
        touched.add(batch)
        versions = log.versions(batch).setdefault(key, [])
        versions += own
        versions.sort()
    log.head, log.commits = head, log.commits | commits
    first = min((own[0][0] for own in more.values()), default=0)
    log.began = min(log.began, first) if log.began and first else log.began or first
    _keep(log, touched)
    return True


def _first(told: bytes, latest: int) -> int:
    """Return the first time that any commit says and that can be true, else today."""
    every = (each[2] for each in commits_of(told, ()))
    return min((each for each in every if each and each <= latest), default=latest - DAY)


def _apart(
    parents: Sequence[str],
    commits: Mapping[str, tuple[int, int]],
    follows: Mapping[str, Sequence[str]],
) -> Lines | None:
    """Return which commits joined lines have apart, None where that goes on in others than these.

    What is latest is looked at first, so that no more is than what lies after all have met.
    """
    bits = dict[str, int]()
    for n, each in enumerate(parents):
        bits[each] = bits.get(each, 0) | 1 << n
    if not bits.keys() <= commits.keys():
        return None
    all_, ahead = (1 << len(parents)) - 1, [(-commits[each][1], each) for each in bits]
    heapify(ahead)
    open_ = sum(lines != all_ for lines in bits.values())
    here, there = set[str](), set[str]()
    while open_:
        name = heappop(ahead)[1]
        lines = bits[name]
        open_ -= lines != all_
        if lines == 1:
            here.add(name)
        elif not lines & 1:
            there.add(name)
        for each in follows[name]:
            known = bits.get(each)
            if known is None:
                if each not in commits:
                    return None
                heappush(ahead, (-commits[each][1], each))
                bits[each] = lines
                open_ += lines != all_
            elif known | lines != known:
                bits[each] = known | lines
                open_ -= known != all_ and bits[each] == all_
    return here, there


def _asked_apart(parents: Sequence[str], here: Path) -> Lines:
    """Return which commits joined lines have apart, asked of git."""
    first, *others = parents
    alone = git.asked(here, "rev-list", first, "--not", *others)
    missing = git.asked(here, "rev-list", *others, "--not", first)
    return {*alone.decode().split()}, {*missing.decode().split()}


def _version(own: list[Entry], parents: int) -> tuple[Any, ...]:
    """Return what a commit did to a record, `own` being what it was in each line before."""
    path, old, new = max(own, key=lambda each: each[2] != "")
    if parents == 1:
        return path, old, new, (), 1
    others = tuple(each[1] for each in own)
    return path, others[0], new, others, parents


def names(folder: Path) -> frozenset[str]:
    """Return the names of all commits in a log that was kept."""
    try:
        return frozenset(marshal.loads((folder / NAME).read_bytes())[3])  # noqa: S302 (our own)
    except (OSError, ValueError, EOFError, TypeError, LookupError):
        return frozenset()


def _kept(folder: Path, top: str) -> Log | None:
    """Return the log that was kept, None if it is of another folder or form."""
    try:
        form, head, of, commits, began, marks, lay = marshal.loads((folder / NAME).read_bytes())  # noqa: S302 (written by this program)
    except (OSError, ValueError, EOFError, TypeError):
        return None
    same = form == _FORM and of == top
    return Log(head, "", of, commits, began, marks, folder, lay) if same else None


def _keep(log: Log, touched: set[str]) -> None:
    """Keep a log: first the versions of the batches that have new ones, then what names these."""
    log.folder.mkdir(parents=True, exist_ok=True)
    for batch in sorted(touched):
        content = marshal.dumps(log.read[batch], 2)  # the same bytes whatever objects are shared
        log.marks[batch] = digest(content)
        write_whole(log.folder / file_name(batch, ENDING), content)
    said = (_FORM, log.head, log.top, log.commits, log.began, log.marks, log.lay)
    write_whole(log.folder / NAME, marshal.dumps(said, 4))


def blobs(content: Path, names: set[str]) -> Mapping[str, bytes]:
    """Return the contents that git has under these names; those that it lacks are left out."""
    if not names:
        return {}
    asked = "".join(f"{each}\n" for each in sorted(names)).encode()
    here = Path(os.path.realpath(content))
    said = git.asked(here, "cat-file", "--batch", "--buffer", told=asked)
    found, at = dict[str, bytes](), 0
    while at < len(said):
        end = said.index(b"\n", at)
        name, _, size = said[at:end].decode().partition(" ")
        at = end + 1
        if size.endswith(("missing", "ambiguous")):
            continue
        length = int(size.rpartition(" ")[2])
        found[name] = said[at : at + length]
        at += length + 1
    return found
