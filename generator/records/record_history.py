"""What was changed of each record, and when: told from git, as pages show it.

Versions are held against each other by what is public of them (`public_record`), never by their
text. What a version kept back, as a draft or for the board alone, is told by no later one either;
of numbers that no page may show it is only told that the field was changed. Fields of a version
that today's models refuse are told as changed, not what to.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from generator.model.kinds.kind import Rules, View
from generator.model.kinds.registry import KINDS
from generator.parse.field_types import parse_date
from generator.records import history_fields
from generator.records.former_addresses import Moves
from generator.records.git_history import Version
from generator.records.version_changes import changes as changes_of
from generator.records.version_changes import first, fit, veil, which
from generator.records.version_text import Unfit
from generator.records.versions import Doc, Versions

MOVED = "moved"
_GONE = ("gone", "withheld")
_VALUES = ("set", "unset", "changed")
_UNDONE = {"set": "unset", "unset": "set", "added": "removed", "removed": "added"}
"""What takes a change back."""


@dataclass(frozen=True, slots=True)
class Task:
    """The versions of records whose history is to be told, beside what it is told by.

    `began` is the day on which the first record came; `days` within how many something is to be
    entered, None where no rule says so.
    """

    content: Path
    file: Path
    versions: Mapping[str, Sequence[Any]]
    former: Mapping[str, Sequence[Any]]
    """The versions of some records that lay elsewhere before, by where they lie now."""
    zone: str
    began: date
    days: int | None
    rules: Rules
    records: Path
    """What was told of each record, and of which versions; all of it `by` the same."""
    by: bytes = b""
    moves: Moves = field(default_factory=Moves)
    unsaid: frozenset[str] = frozenset()
    """Records, by kind and id, of which no value is told, nor what they were called."""


Record = tuple[tuple[str, ...], list[View], View | None, list[View], dict[str, int]]


"""What was told of a record: of which commits, its events, that it is gone, what was late, counts.

Plain, as it is marshalled.
"""


@lru_cache(maxsize=1_000)
def day_of(when: int, zone: str) -> date:
    """Return the day on which something was, in a time zone."""
    return datetime.fromtimestamp(when, ZoneInfo(zone)).date()


@dataclass(slots=True)
class Teller:
    """Tells the history of one record after the other."""

    task: Task
    read: Versions
    ident: str = ""
    language: str = ""
    title: str = ""
    late: list[View] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    gone: View | None = None
    changed: dict[str, list[Version]] = field(default_factory=dict)
    """The versions of all records of the task that were changed."""
    first: dict[tuple[int, int], View] = field(default_factory=dict)
    """The event that a record came, by when that was."""

    before: Mapping[str, Record] = field(default_factory=dict)
    """What was told of records the last time."""

    def known(self, key: str) -> bool:
        """Tell whether a record was told the last time, of the very same versions."""
        kept = self.before.get(key)
        return kept is not None and kept[0] == self._commits(key)

    def _commits(self, key: str) -> tuple[str, ...]:
        """Return what tells the versions of a record from others.

        A commit says by its name all that it has, and all that it follows.
        """
        of = (*self.task.versions[key], *self.task.former.get(key, ()))
        return tuple(each[2] for each in of)

    def record(self, key: str) -> Record:
        """Tell a record that was changed."""
        self.begin(key)
        own = self.changed[key]
        events = self.of(own)
        title = self.read.title_of(own[-1].new) if self.late else ""
        late = [{**each, "title": title} for each in self.late]
        return self._commits(key), events, self.gone, late, self.counts

    def begin(self, key: str) -> None:
        """Begin with another record."""
        folder, _, stem = key.partition("/")
        self.read.begin(folder)
        self.ident, _, self.language = stem.partition(".") if folder == "pages" else (stem, "", "")
        self.late, self.counts, self.gone, self.title = [], {}, None, ""

    def unchanged(self, key: str, own: Sequence[Any]) -> bool:
        """Tell whether a record only came, and nothing of what it says can be late.

        `own` are its versions as they are kept. Of such a record no content is needed.
        """
        if len(own) != 1 or key in self.task.former or not own[0][6] or own[0][7]:
            return False
        kind = KINDS[key.partition("/")[0]]
        return not kind.happened or self._early(own[0][0])

    def came(self, when: int, written: int) -> View:
        """Return the event that a record came; most came with the same commit."""
        known = self.first.get((when, written))
        if known is None:
            known = self.first[when, written] = self._event("new", when, written)
        return known

    @property
    def _unsaid(self) -> bool:
        return f"{self.read.kind.folder}/{self.ident}" in self.task.unsaid

    def _quiet(self, version: Version) -> bool:
        """Tell whether a record came on the first day, or nothing can be late."""
        return self._early(version.when)

    def _early(self, when: int) -> bool:
        return self.task.days is None or self._day(when) <= self.task.began

    def _day(self, when: int) -> date:
        return day_of(when, self.task.zone)

    def of(self, own: Sequence[Version]) -> list[View]:
        """Return what happened to a record, commit by commit."""
        found: list[View] = []
        came_from: dict[str, set[str]] = {}
        was_shown, live, shown, last = False, False, "", ""
        said: dict[str, Any] = {}  # what each field is, as was told last
        for version in own:
            self.read.paths.setdefault(version.old, version.path)
            self.read.paths[version.new] = version.path
        unseen, instead = self._unseen(own)
        for each in own:
            version, last = instead.get(each.commit, each), each.new
            if version is not each or each.commit in unseen:
                came_from.setdefault(each.new, set()).update(each.others or (each.old,))
            if each.commit in unseen:
                continue
            if version.others:
                changes = self._joined(version, came_from, shown if live else "")
                step = "joined" if changes else ""
                step, changes = self._merged(version, step, changes, shown, live=live)
                if live and step in ("", "joined"):
                    changes += self._otherwise(version, shown, said, changes)
                    step = "joined" if changes else ""
            else:
                came_from.setdefault(version.new, set()).add(version.old)
                step, changes = self._step(version, own, shown, live=live)
                if was_shown and not live:
                    step, changes = self._elsewhere(version, step, changes, shown)
                shown = version.old if step in _GONE else shown
            was_shown = was_shown or step in ("new", "unread", "changed")
            live = live and not step if step in ("", *_GONE) else True
            shown = version.new if live and version.new and (step or version.others) else shown
            said |= {each["at"]: each["after"] for each in changes if each["how"] in _VALUES}
            if any(each["at"] == MOVED for each in changes):
                step = "moved"
            changes = fit(each for each in changes if each["at"] != MOVED)
            if step in ("changed", "joined") and not changes:
                continue
            if step:
                event = self._judged(step, version, changes)
                found.append(event)
        self._end(last, found)
        return found

    def _unseen(self, own: Sequence[Version]) -> tuple[set[str], dict[str, Version]]:
        """Return the commits that were never public by themselves; what some joins are instead.

        Where one of the lines that were joined had withdrawn the record and another had not, what
        was public is the first: it says what there was before, and the others say nothing.
        """
        unseen, instead = set[str](), dict[str, Version]()
        beside = set[str]()
        for version in reversed(own):
            # where a line took in the first before that took it in, nothing was public yet
            if version.commit in beside or not (version.here or version.there):
                continue
            beside.update(version.there)
            here = [each for each in own if each.commit in version.here]
            there = [each for each in own if each.commit in version.there]
            withdrew = any(self._withdrew(each) for each in (*here, *there))
            if not withdrew or not (self._public(version.new) or (here and there)):
                continue
            unseen |= {each.commit for each in there}
            if here:
                before = here[-1].new
            else:  # where one line alone differs from what was joined, it is the first or another
                all_ = len(version.others) == version.lines
                first_is_other = all_ or version.new == there[-1].new
                before = version.others[0] if first_is_other else version.new
            instead[version.commit] = version._replace(old=before, others=())
        return unseen, instead

    def _withdrew(self, version: Version) -> bool:
        """Tell whether a version took the record away from the public."""
        before = version.others or (version.old,)
        return any(map(self._public, before)) and not self._public(version.new)

    def _public(self, blob: str) -> bool:
        """Tell whether pages would show a version; one that cannot be read is told of."""
        try:
            return self.read.is_shown(self.read.doc(blob))
        except Unfit:
            return True

    def _judged(self, step: str, version: Version, changes: list[View]) -> View:
        """Return the event of a version, with what was entered late."""
        day = self._day(version.when)
        for each in changes:
            self._judge(each, day, version, new=step == "new")
            each.pop("at")
        shown = [] if step == "new" else changes
        if self._unsaid:
            veil(shown)
        return self._event(step, version.when, version.written, shown)

    def _event(self, step: str, when: int, written_: int, changes: Sequence[View] = ()) -> View:
        day, written = self._day(when), self._day(written_)
        return {
            "day": day.isoformat(),
            "step": step,
            "written": ""
            if written_ <= when and (day - written).days <= 1
            else written.isoformat(),
            "changes": [*changes],
        }

    def _end(self, last: str, found: list[View]) -> None:
        """Note that a record is gone which was shown."""
        if not found or found[-1]["step"] not in _GONE:
            return
        self.gone = {
            "kind": self.read.kind.folder,
            "id": self.ident,
            "language": self.language,
            "day": found[-1]["day"],
            "why": found[-1]["step"],
            "title": "" if last or self._unsaid else self.title,
        }

    # --- versions held against each other

    def _step(
        self, version: Version, own: Sequence[Version], shown: str, *, live: bool
    ) -> tuple[str, list[View]]:
        """Return what a commit did to the record, and its changes.

        `shown` is what was shown before, "" for nothing: what was withdrawn may come back with
        other figures.
        """
        if len(own) == 1 and self._quiet(version):
            return "new", []
        if len(own) == 1 and not self.read.kind.happened:
            return "new", []
        try:
            old, new = self.read.doc(version.old), self.read.doc(version.new)
            before, after = self.read.is_shown(old), self.read.is_shown(new, old)
            before = before and shown != ""  # it may have been public on a line that is not told
            if shown and not before:
                old = self.read.doc(shown)
            both = old and new and after and shown
            changed = [*changes_of(self.read, old, new)] if old and new and both else []
        except Unfit:
            return "unread", []
        if not before and not after:
            return "", []
        if not before and new:
            if live:  # what is otherwise in it than in the other line is told where both are joined
                return "", []
            if shown:
                return "back", changed
            return "new", self._first(version, new)
        if not after and old:
            self.title = self.read.title_of(version.old)
            return "withheld" if new else "gone", []
        return "changed", changed

    def _elsewhere(
        self, version: Version, step: str, changes: list[View], shown: str
    ) -> tuple[str, list[View]]:
        """Return what a commit did to a record that another line had withdrawn before.

        It cannot be withdrawn twice, and what is changed of it is shown again by that.
        """
        if step in _GONE:
            return "", []
        if step != "changed":
            return step, changes
        try:
            old, new = self.read.doc(shown), self.read.doc(version.new)
            return "back", [*changes_of(self.read, old, new)] if old and new else []
        except Unfit:
            return "back", []

    def _merged(
        self, version: Version, step: str, changes: list[View], shown: str, *, live: bool
    ) -> tuple[str, list[View]]:
        """Return what a commit did that joined lines, where it withdrew the record or brought it.

        A line may have withdrawn it, and another changed it after that: what was joined counts.
        """
        try:
            new = self.read.doc(version.new)
            after = self.read.is_shown(new)
            if after and new and not live:
                old = self.read.doc(shown)
                if not old:
                    return "new", self._first(version, new)
                return "back", [*changes_of(self.read, old, new)]
        except Unfit:
            return step, changes
        if after or not live:
            return step, changes
        self.title = self.read.title_of(shown)
        return "withheld" if new else "gone", []

    def _first(self, version: Version, new: Doc) -> list[View]:
        """Return what a record that is new says has happened, where that can be late."""
        return [] if self._quiet(version) else first(self.read, new)

    def _joined(self, version: Version, came_from: dict[str, set[str]], shown: str) -> list[View]:
        """Return what of the lines that were joined is not as any of them had it, or was dropped.

        What one line changed and the joined record has needs no word: that was told before. Where
        what they all came from was not public, all that counts is what was `shown` last.
        """
        new, lines = version.new, [*version.others]
        if len(lines) < version.lines:
            lines.append(new)
        before = {each: _ancestors(each, came_from) for each in lines}
        behind = before.get(new, set())
        came_from.setdefault(new, set()).update(each for each in lines if each != new)
        if len(version.others) < version.lines and all(each in behind for each in version.others):
            return []
        shared = set.intersection(*before.values())
        base = next((each for each in reversed([*came_from]) if each in shared), "")
        try:
            docs = [self.read.doc(each) for each in lines]
            start, end = self.read.doc(base), self.read.doc(new)
            whole = [each for each in docs if each and self.read.is_shown(each)]
            if not end or not self.read.is_shown(end):
                return []
            if not start or not self.read.is_shown(start):
                last = self.read.doc(shown)
                return [*changes_of(self.read, last, end)] if last else []
            mine = {which(each): each for each in changes_of(self.read, start, end)}
            of_lines = [{which(x): x for x in changes_of(self.read, start, each)} for each in whole]
        except Unfit:
            return []
        said: dict[str, View] = {}
        for line in of_lines:
            for name, change in line.items():
                kept = mine.get(name)
                if kept is None:
                    how = _UNDONE.get(change["how"], change["how"])
                    turned = {"before": change["after"], "after": change["before"], "how": how}
                    said[name] = {**change, **turned}
                elif kept["after"] != change["after"]:
                    said.setdefault(name, {**kept, "how": "changed", "before": change["after"]})
        for name, change in mine.items():
            if not any(name in line for line in of_lines):
                said.setdefault(name, change)
        return [*said.values()]

    def _otherwise(
        self, version: Version, shown: str, told: Mapping[str, Any], changes: Sequence[View]
    ) -> list[View]:
        """Return what is otherwise where lines were joined than was `told` of it last.

        That may be of a line which a join before had dropped: what is there now counts.
        """
        known = {each["at"] for each in changes}
        try:
            old, new = self.read.doc(shown), self.read.doc(version.new)
            found = [*changes_of(self.read, old, new)] if old and new else []
        except Unfit:
            return []
        return [
            {**each, "how": "changed", "before": told[each["at"]], "of": ""}
            for each in found
            if each["at"] not in known and told.get(each["at"], each["after"]) != each["after"]
        ]

    def _judge(self, each: View, day: date, version: Version, *, new: bool) -> None:
        """Note whether what is of a day was entered long after it, or before its neighbours."""
        of, newest = each["of"], each.pop("newest", "")
        days, when = self.task.days, history_fields.plain(each["at"])
        entry = each["how"] == "added"
        dated = f"{when}.date" if entry else when
        of_no_day = version.written > version.when
        happened = dated in self.read.kind.happened
        if not of or days is None or of_no_day or not happened or self._quiet(version):
            each["of"] = ""
            return
        last = parse_date(of).last
        waited = (day - max(last, self.task.began)).days
        each["late"] = waited if waited > days else 0
        each["behind"] = bool(entry and not new and newest and newest > of)
        name = "missed" if each["late"] or each["behind"] else "kept"
        for one in (name, f"{name}:{day.year}"):
            self.counts[one] = self.counts.get(one, 0) + 1
        if name == "missed":
            self.late.append(
                {
                    "kind": self.read.kind.folder,
                    "id": self.ident,
                    "day": day.isoformat(),
                    **{name: each[name] for name in ("what", "of", "late", "behind")},
                }
            )


def _ancestors(blob: str, came_from: Mapping[str, Collection[str]]) -> set[str]:
    """Return a content and all that it came from."""
    found, ahead = set[str](), [blob]
    while ahead:
        each = ahead.pop()
        if each not in found:
            found.add(each)
            ahead.extend(came_from.get(each, ()))
    return found
