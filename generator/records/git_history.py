"""What git keeps of the content: which versions of each record there were, and when.

All is read from one stream of `git log`, and what was read of a commit is kept: it never changes.
The repository is that in which the content really lies, so that the folder may be a link, or a
repository within another.

A commit cannot be older than the one that it follows, whatever its date says: it counts as made no
sooner. Where lines were joined, what is otherwise on each of them is kept as well.
"""

import marshal
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from generator.base import git
from generator.base.beside import name_beside
from generator.base.digests import digest
from generator.base.folder_scan import RECORDS
from generator.base.messages import N_
from generator.base.system_errors import Ended
from generator.model.kinds.registry import KINDS

_FORMAT = "--format=%H %ct %P"
NONE = "0" * 40
"""How git names no file at all, where its names are as long as they mostly are."""
_FORM = 1
"""What is kept has this form; one of another is read anew."""
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
    what the commit says itself. An `old` or `new` of "" is no file. `others` are, where lines
    were joined, what they had; of `lines` lines all others had `new`.
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


@dataclass(slots=True)
class Log:
    """All versions of each record up to the commit `head`; or why they are not known."""

    head: str = ""
    unknown: str = ""
    """A key of `UNKNOWN`, "" where all is known."""
    top: str = ""
    commits: dict[str, tuple[int, int]] = field(default_factory=dict)
    """When each was made, and how many lie before it at most."""
    versions: dict[str, list[Any]] = field(default_factory=dict)
    """By kind and key: `projects/duyun/2018-gonglu`."""

    @property
    def began(self) -> int:
        """When the first record came, in seconds."""
        return min((own[0][0] for own in self.versions.values() if own), default=0)


def mark(content: Path) -> bytes:
    """Return what tells the state of a repository from any other, without asking git."""
    here = Path(os.path.realpath(content))
    found = next((each for each in (here, *here.parents) if (each / ".git").exists()), None)
    if found is None:
        return b""
    folder = found / ".git"
    if folder.is_file():
        folder = found / _read(folder).decode("utf-8", "replace").partition(":")[2].strip()
    common = folder / (_read(folder / "commondir").decode("utf-8", "replace").strip() or ".")
    head = _read(folder / "HEAD")
    parts = [head, _read(common / "shallow"), _read(common / "reftable" / "tables.list")]
    if head.startswith(b"ref: "):
        name = head[5:].strip()
        own = _read(common / name.decode("utf-8", "replace"))
        packed = b"" if own else _read(common / "packed-refs")
        lines = (line for line in packed.splitlines() if line.endswith(b" " + name))
        parts.append(own or next(lines, b""))
    return digest(b"\0".join([str(found).encode(), *parts]))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def read(content: Path, kept: Path) -> Log:
    """Return the log of the content; what was read of it before is in the file `kept`."""
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
    before = _kept(kept, top + "\n" + prefix)
    if before and before.head == head:
        return before
    log, since = Log(head, top=top + "\n" + prefix), ""
    if before and before.head and _leads_to(here, before.head, head):
        log.commits, log.versions, since = before.commits, before.versions, before.head
    try:
        _add(log, here, prefix.encode("utf-8", "surrogateescape"), since)
    except subprocess.CalledProcessError:  # a part of the repository is lost
        return Log(unknown="partial")
    _keep(kept, log)
    return log


def _reason(error: Exception) -> str:
    said = getattr(error, "stderr", b"") or b""
    if b"dubious ownership" in said:
        return "owner"
    return "commits" if b"HEAD" in said else "repository"


def _partial(here: Path) -> bool:
    """Tell whether a clone left out what it would ask another machine for.

    Older versions of git write the first of these settings, newer ones the second alone.
    """
    names = r"^(extensions\.partialclone|remote\..*\.promisor)$"
    try:
        return bool(git.asked(here, "config", "--get-regexp", names).strip())
    except subprocess.CalledProcessError:
        return False


def _leads_to(here: Path, before: str, head: str) -> bool:
    try:
        git.asked(here, "merge-base", "--is-ancestor", before, head)
    except subprocess.CalledProcessError:
        return False
    return True


def _add(log: Log, here: Path, prefix: bytes, since: str) -> None:
    """Add the versions of all commits that are not known yet."""
    told = git.asked(
        *(here, "log", "-z", "--raw", "-m", "--no-renames", "--no-abbrev", "--no-ext-diff"),
        *("--ignore-submodules=none", "--topo-order", "--reverse", _FORMAT, log.head),
        *([f"^{since}"] if since else []),
        "--",
    )
    touched = set[str]()
    for commit, written, parents, entries in _commits(told, prefix):
        before = [log.commits[each] for each in parents if each in log.commits]
        when = max([written, *(each[0] for each in before)])
        depth = 1 + max((each[1] for each in before), default=0)
        log.commits[commit] = when, depth
        by_key: dict[str, list[tuple[str, str, str]]] = {}
        for path, old, new in entries:
            key = key_of(path)
            if key:
                by_key.setdefault(key, []).append((path, old, new))
        touched.update(by_key)
        for key, own in by_key.items():
            version = _version(own, len(parents))
            head = (when, depth, commit, written)
            log.versions.setdefault(key, []).append((*head, *version))
    for key in touched:
        log.versions[key].sort()


def _version(own: list[tuple[str, str, str]], parents: int) -> tuple[Any, ...]:
    """Return what a commit did to a record, whose file may have got another ending."""
    if parents > 1:
        path, _, new = max(own, key=lambda each: each[2] != "")
        others = tuple(old for _, old, _ in own)
        return path, others[0], new, others, parents
    old = next((each[1] for each in own if each[1]), "")
    path, _, new = max(own, key=lambda each: each[2] != "")
    return path, old, new, (), 1


_Entry = tuple[str, str, str]


def _commits(told: bytes, prefix: bytes) -> Iterator[tuple[str, int, list[str], list[_Entry]]]:
    """Yield each commit: its name, its own time, those that it follows, what it changed.

    Of one that joins lines there is a part for each line that it differs from.
    """

    def parts() -> Iterator[tuple[bytes, list[_Entry]]]:
        head, entries, tokens = b"", list[_Entry](), iter(told.split(b"\0"))
        for token in tokens:
            said = token.lstrip(b"\n")
            if said.startswith(b":"):
                path = next(tokens)
                if path.startswith(prefix):
                    _, _, old, new, _ = said.decode().split(" ", 4)
                    name = path[len(prefix) :].decode("utf-8", "surrogateescape")
                    entries.append((name, old.strip("0") and old, new.strip("0") and new))
            elif said:
                if head:
                    yield head, entries
                head, entries = said, []
        if head:
            yield head, entries

    for head, same in groupby(parts(), key=lambda each: each[0]):
        commit, written, *parents = head.decode().split()
        yield commit, int(written), parents, [entry for _, own in same for entry in own]


def key_of(path: str) -> str:
    """Return kind and key of the record that a file of the content is, "" if it is none."""
    kind, _, rest = path.partition("/")
    stem, dot, ending = rest.rpartition(".")
    return f"{kind}/{stem}" if kind in KINDS and stem and dot + ending in RECORDS else ""


def names(kept: Path) -> list[str]:
    """Return the names of all commits in a log that was kept."""
    try:
        return [*marshal.loads(kept.read_bytes())[4]]  # noqa: S302 (written by this program)
    except (OSError, ValueError, EOFError, TypeError, LookupError):
        return []


def _kept(path: Path, top: str) -> Log | None:
    """Return the log that was kept, None if it is of another folder or form."""
    try:
        form, *said = marshal.loads(path.read_bytes())  # noqa: S302 (written by this program)
        log = Log(*said)
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return log if form == _FORM and log.top == top else None


def _keep(path: Path, log: Log) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = name_beside(path)
    said = (_FORM, log.head, log.unknown, log.top, log.commits, log.versions)
    beside.write_bytes(marshal.dumps(said, 4))
    beside.replace(path)


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
