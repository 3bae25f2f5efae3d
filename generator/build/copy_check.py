"""Whether a copy of a site is what was published: records by the log, files by `SHA256SUMS`.

The list of files is not signed. It tells damage, and a change by someone who left the list alone;
that a record was published as it is, only the log proves (`log_check`).
"""

import gzip
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path

from generator.base.messages import N_
from generator.build import half_published, held_records, log_check, sums_file
from generator.build.held_records import Held
from generator.build.log_check import AGAIN, JSON, Finding, said
from generator.build.log_reader import Elsewhere, last
from generator.build.log_step import COMMIT, COMMIT_FILE
from generator.build.public_log import Entry
from generator.build.sums_file import SUMS
from generator.model.kinds.registry import KINDS

NO_FILES = N_("This copy has no files of public records, so that only its log was checked.")
IN_FILES = N_("In {files}:")
LACKS = N_("{path}: published according to the log, and not there.")
LACKS_IN = N_("{path}: published according to the log, and not in {files}, where it should stand.")
ODD = N_("{file} holds what is no public record, or says something twice.")
WRONG = N_("{file} is to be the record {path}, and is another one or none.")
OTHERWISE = N_("{file}: does not hold what {path} holds, though visitors get it in its place.")
AS_LISTED = N_("{count} files are as {list} names them. What else lies there was not looked at.")
CHANGED = N_("{path}: not as {list} names it.")
MISSING = N_("{path}: named in {list}, and not there.")
NO_LIST = N_("This copy has no {list}, so that its pages and downloads were not checked.")
EMPTY_LIST = N_("{list} names no file, so that the pages and downloads were not checked.")
UNSIGNED = N_(
    "{list} is not signed: whoever changes a page can change it, too. What was published when is"
    " proved by the log, and the log is of the records, not of pages and tables."
)
BAD = (FileNotFoundError, EOFError, zlib.error, gzip.BadGzipFile)
"""What reading raises where a file is none, or cannot be unpacked."""


@dataclass(slots=True)
class _Copy:
    """The public records of a copy of a site, and where they stand."""

    held: set[str] = field(default_factory=set)
    strange: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """By path and digest the files of those that are not as the log says last."""
    own: set[str] = field(default_factory=set)
    """The records that have a file of their own."""
    lists: dict[tuple[str, bool], dict[str, set[str]]] = field(default_factory=dict)
    """By kind, and whether of the whole, the records of each list of the kind."""
    faults: list[Finding] = field(default_factory=list)

    def take(self, name: str, held: Held, latest: Mapping[str, Entry]) -> None:
        """Take what a file holds."""
        lines = name.endswith(".jsonl")
        path = _own(name)
        own = path if path in latest else ""
        if held.twice or (held.rest and lines):
            self.faults.append(said(ODD, good=False, file=name))
        if own and (held.rest or held.broken or [each for each, _ in held.found] != [own]):
            self.faults.append(said(WRONG, good=False, file=name, path=own))
        for each, count in held.repeated:
            self.faults.append(said(AGAIN, good=False, file=name, path=each, count=count))
        if own:
            self.own.add(own)
        for each, digest in held.found:
            self.held.add(each)
            if each not in latest or latest[each].digest != digest:
                self.strange.setdefault((each, digest), []).append(name)
        kind = Path(name).stem
        if lines and name.startswith("data/") and kind in KINDS:
            whole = name == f"data/{kind}.jsonl"
            of = self.lists.setdefault((kind, whole), {})
            of[name] = {each for each, _ in held.found}

    def left_out(self, latest: Mapping[str, Entry]) -> Iterator[Finding]:
        """Yield what is there, but not at every place where it should stand."""
        for path in sorted((latest.keys() & self.held) - self.own if self.own else ()):
            yield said(LACKS_IN, good=False, path=path, files=_file(path))
        for (kind, _), of in sorted(self.lists.items()):
            due = {path for path in latest if path.startswith(f"{kind}/")} & self.held
            for path in sorted(due - set[str]().union(*of.values())):
                yield said(LACKS_IN, good=False, path=path, files="、".join(of))
            seen = dict[str, str]()
            for name, paths in of.items():
                for path in sorted(paths & seen.keys()):
                    files = f"{seen[path]}、{name}"
                    yield said(AGAIN, good=False, file=files, path=path, count=2)
                seen |= dict.fromkeys(paths, name)


def records(site: Elsewhere, folder: Path) -> Iterator[Finding]:
    """Hold the public records of a copy of a site against the last entries of its log.

    A record is in several files. What is as the log says is not told one by one.
    """
    latest = {path: each for path, each in last(site.entries()).items() if each.digest}
    there = _Copy()
    for path in sorted(folder.rglob("*.json*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix not in JSON or not path.is_file():
            continue
        content = path.read_bytes()
        known = _own(name) in latest or path.suffix == ".jsonl"
        if known or (b'"fields":' in content and b'"kind":' in content):
            there.take(name, held_records.records(held_records.decoded(content)), latest)
    there.faults += _compressed(folder)
    if not there.held:
        yield Finding(NO_FILES, {}, checked=False)
        return
    yield from there.faults
    for record, each in zip(there.strange, log_check.of_records(site, there.strange), strict=True):
        yield said(IN_FILES, good=each.good, files="、".join(there.strange[record]))
        yield each
    for lost in sorted(latest.keys() - there.held):
        yield said(LACKS, good=False, path=lost)
    yield from there.left_out(latest)


def _compressed(folder: Path) -> Iterator[Finding]:
    """Yield what servers would send in the place of a file of records, and is another."""
    for ending, opened in (("gz", gzip.decompress), ("br", _brotli)):
        for path in sorted(folder.rglob(f"*.json*.{ending}")):
            plain = path.with_suffix("")
            if plain.suffix not in JSON or not path.is_file():
                continue
            try:
                same = opened(path.read_bytes()) == plain.read_bytes()
            except BAD:
                same = False
            names = {"file": path, "path": plain}
            shown = {name: each.relative_to(folder).as_posix() for name, each in names.items()}
            if not same:
                yield said(OTHERWISE, good=False, **shown)


def _brotli(content: bytes) -> bytes:
    import brotli  # noqa: PLC0415 (not needed by most sites)

    try:
        return bytes(brotli.decompress(content))
    except brotli.error:
        raise EOFError from None


def _own(name: str) -> str:
    """Return the record whose own file this is, if it is one's."""
    return COMMIT if name == COMMIT_FILE else name.removesuffix(".json")


def _file(path: str) -> str:
    return COMMIT_FILE if path == COMMIT else f"{path}.json"


def files(folder: Path) -> Iterator[Finding]:
    """Hold the files of a copy of a site against its list, and say what that proves."""
    if not half_published.whole(folder):
        yield Finding(NO_LIST, {"list": SUMS}, checked=False)
        return
    good, listed = 0, sums_file.listed((folder / SUMS).read_bytes())
    if not listed:
        yield Finding(EMPTY_LIST, {"list": SUMS}, checked=False)
        return
    for path, digest in sorted(listed.items()):
        try:
            with (folder / path).open("rb") as opened:
                same = file_digest(opened, "sha256").hexdigest() == digest
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            yield Finding(MISSING, {"path": path, "list": SUMS}, good=False)
            continue
        good += same
        if not same:
            yield Finding(CHANGED, {"path": path, "list": SUMS}, good=False)
    yield Finding(AS_LISTED, {"count": good, "list": SUMS})
    yield Finding(UNSIGNED, {"list": SUMS})
