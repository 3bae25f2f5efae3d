"""The step of a build that adds what is published now to the log of public records."""

import marshal
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator.base import signed_note
from generator.base.digests import digest
from generator.base.signed_note import NoSigning, PrivateKey
from generator.build import log_key, log_keys, public_log, staged_files
from generator.build.previous_build import Past
from generator.build.public_log import CHECKPOINT, FOLDER, Grown, Log
from generator.build.rendered import Rendered
from generator.build.site_writer import Output
from generator.model import public_record
from generator.model.config import Config
from generator.records import git_history, receipts, view_cache
from generator.records.histories import Histories
from generator.records.summary import Summary

KEY = f"{FOLDER}key"
"""The public keys of a log and of its witnesses, one a line."""
KEPT = "public.marshal"
COMMIT = "history/commit"
"""What the commit that a site is made from is called among its public records."""
COMMIT_FILE = f"{FOLDER}commit.json"


def of_commit(name: str) -> bytes:
    """Return the public record of the commit that a site is made from."""
    return public_record.canonical({"fields": {"commit": name}, "id": "commit", "kind": "history"})


class Rewritten(NamedTuple):
    """That a commit which the log has is no part of git's history any more: day and entry of it."""

    day: str
    number: int


class Logged(NamedTuple):
    """What came of it: how many entries are new, how many there are, whether they are signed."""

    more: int
    entries: int
    signed: bool


@dataclass(slots=True)
class Logging:
    """The log of a site while that is built. It is opened before anything is made."""

    config: Config
    out: Output
    log: Log
    grown: Grown | None = None
    head: str = ""
    """The commit of git that the site is made from, "" where that is not known."""
    before: "Kept | None" = None
    """What the last build knew of its public records, once it was asked for."""
    now: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)
    """The same of this one: `Kept.batches`."""
    commit: str = ""
    """The commit whose history has every commit in the log, "" where that is not known."""

    @staticmethod
    def of(config: Config, out: Output) -> "Logging | None":
        """Return the log of a site, None if it is to have none. Raises `Refused` if it is lost."""
        said = config.settings.log
        if not said.name:
            return None
        folder = config.root / said.folder
        return Logging(config, out, public_log.opened(folder, out.site, said.name))

    @property
    def kept(self) -> "Kept":
        """What the last build knew of its public records."""
        if self.before is None:
            self.before = _kept(self.out.state / KEPT, demo=self.config.settings.demo)
        return self.before

    @property
    def published(self) -> bool:
        """Whether the site has the log as it is kept, so that nothing of it has to be done."""
        site, kept = self.out.site / FOLDER, self.log.folder
        urls = {CHECKPOINT, *public_log.cosigned(site), *public_log.cosigned(kept)}
        name = self.log.head.name
        if not self._signed and log_key.place(name).is_file():  # it may have come back
            return False
        return all(_bytes(site / each) == _bytes(kept / each) for each in urls)

    @property
    def _signed(self) -> bool:
        """Whether it is signed with the key of the settings; with any where they name none."""
        said, note = self.config.settings.log, self.log.note
        return note.claims(signed_note.key(said.key)) if said.key else bool(note.lines)

    def rewritten(self, changed: Histories) -> Rewritten | None:
        """Return the first commit in the log that git has no more; None where that is not known.

        That the log has others after it does not mend it.
        """
        self.head = changed.head
        if changed.unknown or not changed.head:
            return None
        self.commit = changed.head
        before = self.kept.commit if self.kept.root == self.log.head.root else ""
        if before == changed.head:
            return None
        commits = git_history.names(changed.folder)
        if before in commits:  # and so is all that it follows
            return None
        logged = [*self.log.entries_of(COMMIT)]
        demo = self.config.settings.demo
        every = {each: of_commit(each) for each in commits} if logged else {}
        known = {*receipts.digests(every, demo=demo).values()}
        for number, entry in logged:
            if entry.digest and entry.digest not in known:
                self.commit = ""
                return Rewritten(entry.day, number)
        return None

    def add(
        self,
        batches: Iterable[Summary],
        keeps: Mapping[str, Path],
        day: date,
        past: Past,
        done: Rendered,
    ) -> None:
        """Stage the files of the log with what is new in it; add their job.

        `keeps` are the files of the views of batches by their keys, with public records behind.

        Raises `Refused` for a private key that is none, or not the one of the settings.
        """
        log, demo = self.log, self.config.settings.demo
        goes_on = self.kept.root == log.head.root
        before, every = dict[str, str](), dict[str, str]()
        gone = dict(self.kept.batches)
        for each in batches:
            kept = gone.pop(each.key, None)
            if kept and kept[0] == each.public and goes_on:
                self.now[each.key] = kept
                continue
            if kept and kept[0] == each.public:
                own = _unpacked(kept)
            else:
                own = receipts.digests(view_cache.public(keeps[each.key]), demo=demo)
                before |= _unpacked(kept)
            self.now[each.key] = each.public, marshal.dumps(own, 2)
            every |= own
        for kept in gone.values():  # of the last commit, too
            before |= _unpacked(kept)
        for path, said in self._of_itself().items():
            own = receipts.digests({path: said}, demo=demo)
            self.now[path] = b"", marshal.dumps(own, 2)
            every |= own
        more = public_log.changes(every, before if goes_on else log.last())
        private = self._private() if more or not self._signed else None
        self.grown = grown = public_log.grown(log, more, day, private)
        named = _bytes(log.folder / public_log.KEYS)
        keys = log_keys.listed(named, key=self.config.settings.log.key or "")
        if keys != named:
            grown.files[public_log.KEYS] = keys
        one, known = staged_files.Printed(), past.made("log")
        as_was = "log" in past.last.jobs and past.last.jobs["log"].mark == _mark(log.note)
        urls = {*log.urls(), *grown.files} - {*grown.gone}
        cosigned = {*public_log.cosigned(log.folder)}
        for url in sorted(urls):
            there = FOLDER + url
            if as_was and there in known and url not in grown.files and url not in cosigned:
                one.made.append(known[there])
                continue
            content = grown.files.get(url)
            content = _bytes(log.folder / url) if content is None else content
            staged_files.keep(one, past.press, there, b"", content, known)
        for url, content in self._beside():
            staged_files.keep(one, past.press, url, b"", content, known)
        done.take("log", _mark(grown.note), one)

    def _of_itself(self) -> dict[str, bytes]:
        """Return the records of the log itself: the commit that the site is made from, its key."""
        key = self.config.settings.log.key
        of_key = {log_keys.RECORD: log_keys.record(key)} if key else {}
        return of_key | ({COMMIT: of_commit(self.head)} if self.head else {})

    def _beside(self) -> Iterator[tuple[str, bytes]]:
        """Yield what lies beside the log: its own records, its keys and those of witnesses."""
        settings = self.config.settings
        for path, written in self._of_itself().items():
            url = COMMIT_FILE if path == COMMIT else f"{path}.json"
            yield url, public_record.of_demonstration(written) if settings.demo else written
        keys = [each for each in (settings.log.key, *settings.log.witnesses) if each]
        if keys:
            yield KEY, "\n".join([*keys, ""]).encode()

    def _private(self) -> PrivateKey | None:
        said = self.config.settings.log
        try:
            return log_key.found(self.log.head.name, self.config.root, said.key)
        except NoSigning:
            return None

    def keep(self) -> Logged | None:
        """Keep the log as it has become, when the site that has it is published."""
        if self.grown is None:
            return None
        self.grown.keep()
        said = (self.grown.head.root, self.config.settings.demo, self.commit, self.now)
        (self.out.state / KEPT).write_bytes(marshal.dumps(said, 4))
        return Logged(self.grown.more, self.grown.head.size, self.grown.signed)


class Kept(NamedTuple):
    """What a build knew of its public records.

    That is the root of the log that it left; the last commit of git with which every commit in
    that log was known to go on, "" if none was; of each batch a digest of its public records, and
    the SHA-256 of each, packed.
    """

    root: bytes = b""
    commit: str = ""
    batches: Mapping[str, tuple[bytes, bytes]] = {}


def _kept(path: Path, *, demo: bool) -> Kept:
    try:
        root, said, commit, batches = marshal.loads(path.read_bytes())  # noqa: S302 (written by this program)
    except (OSError, ValueError, EOFError, TypeError):
        return Kept()
    return Kept(root, commit, batches) if said == demo else Kept()


def _unpacked(kept: tuple[bytes, bytes] | None) -> dict[str, str]:
    """Return the SHA-256 of each public record of a batch, by kind and key."""
    return marshal.loads(kept[1]) if kept else {}  # noqa: S302 (written by this program)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _mark(note: object) -> bytes:
    return digest(str(note).encode())
