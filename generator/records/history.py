"""What was changed of each record, and when: told from git, as pages show it.

Versions are held against each other by what is public of them (`public_record`), never by their
text. What a version kept back, as a draft or for the board alone, is told by no later one either;
of numbers that no page may show it is only told that the field was changed. Fields of a version
that today's models refuse are told as changed, not what to.
"""

import marshal
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha1, sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from generator.base import digests, privacy
from generator.base.beside import name_beside
from generator.base.patterns import pattern
from generator.model import public_changes, public_record
from generator.model.kinds.declaration import Kind
from generator.model.kinds.kind import Rules, View
from generator.model.kinds.registry import KINDS
from generator.model.public_changes import Field
from generator.parse import record_file, typing_slips, validation
from generator.parse.field_types import parse_date
from generator.records import git_history, history_fields, version_text
from generator.records.git_history import Version, blobs
from generator.records.version_text import Unfit

TITLES = ("title", "name", "fund", "found", "date")
"""The fields that people know a record by, the first that it has."""
TEXT, MOVED = "text", "moved"
_NAME = pattern("[a-z][a-z_]*")
_KEEPS_BACK = ("status", "board_only")
_LONGEST = 300
"""Signs of a value that are told."""
_GONE = ("gone", "withheld")

Value: TypeAlias = tuple[str, Any]
"""What sort of value it is, and the value, for the filter `told` of templates."""


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


@dataclass(slots=True)
class Told:
    """What became of it: what lists and figures need; the rest lies in the file of the task."""

    mark: bytes = b""
    gone: list[View] = field(default_factory=list)
    """Records that were shown and are no more: kind, id, title, day."""
    late: list[View] = field(default_factory=list)
    """What was entered late, each with its record, the latest first."""
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    """How much was entered in time, and how much late, by place."""


def tell(task: Task) -> Told:
    """Tell the history of some records; what pages show of it goes to the file of the task."""
    wanted = set[str]()
    teller = _Teller(task)
    ordered = {key: _in_line(own, task.former.get(key, ())) for key, own in task.versions.items()}
    for key, own in ordered.items():
        wanted |= teller.wanted(key, own)
    here = _at_hand(task.content, (own[-1] for own in ordered.values()), wanted)
    teller.blobs = {**blobs(task.content, wanted - here.keys()), **here}
    told = Told()
    events: dict[str, list[View]] = {}
    for key, own in ordered.items():
        teller.begin(key)
        found = teller.of(own)
        if teller.gone:
            told.gone.append(teller.gone)
        elif found:
            events[key] = found
        if teller.late:
            title = teller.title_of(own[-1].new)
            told.late += [{**each, "title": title} for each in teller.late]
        place = KINDS[teller.kind.folder].place_of(teller.ident)
        for name, count in teller.counts.items():
            of = told.counts.setdefault(place, {})
            of[name] = of.get(name, 0) + count
    content = marshal.dumps(events, 2)  # the same bytes whatever objects are shared
    told.mark = digests.digest(content)
    task.file.parent.mkdir(parents=True, exist_ok=True)
    beside = name_beside(task.file)
    beside.write_bytes(content)
    beside.replace(task.file)
    return told


@lru_cache(maxsize=1_000)
def day_of(when: int, zone: str) -> date:
    """Return the day on which something was, in a time zone."""
    return datetime.fromtimestamp(when, ZoneInfo(zone)).date()


def load(file: Path | None) -> dict[str, list[View]]:
    """Return the events of each record of a batch, by kind and key, the first before the last."""
    if file is None:
        return {}
    found: dict[str, list[View]] = marshal.loads(file.read_bytes())  # noqa: S302 (our own)
    return found


def _at_hand(content: Path, last: Iterable[Version], wanted: set[str]) -> dict[str, bytes]:
    """Return those contents that are there as files, which are read sooner than asked for."""
    found = {}
    for version in last:
        if version.new in wanted:
            try:
                read = record_file.content(content, version.path)
            except OSError:
                continue
            make = sha1 if len(version.new) == len(git_history.NONE) else sha256
            if make(b"blob %d\0" % len(read) + read).hexdigest() == version.new:
                found[version.new] = read
    return found


def _in_line(own: Sequence[Any], former: Sequence[Any]) -> list[Version]:
    """Return the versions of a record in their order, with those of where it lay before."""
    found = [Version(*each) for each in own]
    before = [Version(*each) for each in former]
    while before and not before[-1].new:
        before.pop()
    if before and found and not found[0].old:
        found[0] = found[0]._replace(old=before[-1].new)
    return [*before, *found]


class _Doc(NamedTuple):
    """A version of a file: the text of its fields, and its body."""

    front: str
    body: str


@dataclass(slots=True)
class _Teller:
    """Tells the history of one record after the other."""

    task: Task
    blobs: Mapping[str, bytes] = field(default_factory=dict)
    kind: Kind[Any] = field(init=False)
    model: Any = None
    ident: str = ""
    language: str = ""
    docs: dict[str, _Doc] = field(default_factory=dict)
    shown: dict[str, bool] = field(default_factory=dict)
    """Whether the site would show a record with these fields."""
    last: tuple[Any, Any, tuple[str, str]] = (None, None, ("", ""))
    paths: dict[str, str] = field(default_factory=dict)
    """The file of each content, which says of what form it is."""
    title: str = ""
    late: list[View] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    gone: View | None = None

    def begin(self, key: str) -> None:
        """Begin with another record."""
        folder, _, stem = key.partition("/")
        self.kind = KINDS[folder]
        self.model = self.kind.model
        self.ident, _, self.language = stem.partition(".") if folder == "pages" else (stem, "", "")
        self.shown = {}
        self.docs, self.late, self.counts, self.gone, self.title = {}, [], {}, None, ""

    def wanted(self, key: str, own: Sequence[Version]) -> set[str]:
        """Return the contents that are needed: none of a record that only came with all others."""
        self.begin(key)
        if len(own) == 1 and own[0].new and (self._quiet(own[0]) or not self.kind.happened):
            return set()
        found = {each for one in own for each in (one.old, one.new, *one.others)}
        return found - {""}

    def _quiet(self, version: Version) -> bool:
        """Tell whether a record came on the first day, or nothing can be late."""
        return self.task.days is None or self._day(version.when) <= self.task.began

    def _day(self, when: int) -> date:
        return day_of(when, self.task.zone)

    def of(self, own: Sequence[Version]) -> list[View]:
        """Return what happened to a record, commit by commit."""
        found: list[View] = []
        came_from: dict[str, set[str]] = {}
        was_shown, last = False, ""
        for version in own:
            self.paths.setdefault(version.old, version.path)
            self.paths[version.new] = version.path
            if version.others:
                changes = self._joined(version, came_from)
                step = "joined" if changes else ""
                last = version.new
            else:
                came_from.setdefault(version.new, set()).add(version.old)
                step, changes = self._step(version, own, was_shown=was_shown)
                last = version.new
            was_shown = was_shown or step in ("new", "unread", "changed")
            if any(each["at"] == MOVED for each in changes):
                step = "moved"
            changes = self._fit(each for each in changes if each["at"] != MOVED)
            if step in ("changed", "joined") and not changes:
                continue
            if step:
                event = self._event(step, version, changes)
                found.append(event)
        self._end(last, found)
        return found

    def _event(self, step: str, version: Version, changes: list[View]) -> View:
        day = self._day(version.when)
        written = self._day(version.written)
        for each in changes:
            self._judge(each, day, version, new=step == "new")
            each.pop("at")
        return {
            "day": day.isoformat(),
            "step": step,
            "written": "" if (day - written).days <= 1 else written.isoformat(),
            "changes": [] if step == "new" else changes,
        }

    def _end(self, last: str, found: list[View]) -> None:
        """Note that a record is gone which was shown."""
        if not found or found[-1]["step"] not in _GONE:
            return
        self.gone = {
            "kind": self.kind.folder,
            "id": self.ident,
            "language": self.language,
            "day": found[-1]["day"],
            "why": found[-1]["step"],
            "title": "" if last else self.title,
        }

    # --- versions held against each other

    def _step(
        self, version: Version, own: Sequence[Version], *, was_shown: bool
    ) -> tuple[str, list[View]]:
        """Return what a commit did to the record, and its changes."""
        if len(own) == 1 and self._quiet(version):
            return "new", []
        if len(own) == 1 and not self.kind.happened:
            return "new", []
        try:
            old, new = self._doc(version.old), self._doc(version.new)
            before, after = self._shown(old), self._shown(new, old)
            changed = [*self._changes(old, new)] if old and new and before and after else []
        except Unfit:
            return "unread", []
        if not before and not after:
            return "", []
        if not before and new:
            if was_shown:
                return "back", []
            return "new", [] if self._quiet(version) else self._first(new)
        if not after and old:
            self.title = self.title_of(version.old)
            return "withheld" if new else "gone", []
        return "changed", changed

    def title_of(self, blob: str) -> str:
        """Return what people know a version by; "" where that may not be told, or is not known."""
        try:
            doc = self._doc(blob)
            blocks = version_text.blocks_of(doc.front) if doc and self._shown(doc) else {}
        except Unfit:
            return ""
        names = [name for name in TITLES if name in blocks][:1] or [*blocks]
        data = self._data(blocks, names)[0]
        found = next((data[name] for name in TITLES if name in data), "")
        said = str(_masked(("text", str(found)))[1])
        return "" if [*privacy.numbers(said)] else said

    def _joined(self, version: Version, came_from: dict[str, set[str]]) -> list[View]:
        """Return what of the lines that were joined is not as any of them had it, or was dropped.

        What one line changed and the joined record has needs no word: that was told before.
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
            docs = [self._doc(each) for each in lines]
            start, end = self._doc(base), self._doc(new)
            whole = [each for each in docs if each and self._shown(each)]
            if not (start and end and self._shown(start) and self._shown(end)):
                return []
            mine = {_which(each): each for each in self._changes(start, end)}
            of_lines = [{_which(x): x for x in self._changes(start, each)} for each in whole]
        except Unfit:
            return []
        said: dict[str, View] = {}
        for line in of_lines:
            for which, change in line.items():
                kept = mine.get(which)
                if kept is None:
                    how = _UNDONE.get(change["how"], change["how"])
                    turned = {"before": change["after"], "after": change["before"], "how": how}
                    said[which] = {**change, **turned}
                elif kept["after"] != change["after"]:
                    said.setdefault(which, {**kept, "how": "changed", "before": change["after"]})
        for which, change in mine.items():
            if not any(which in line for line in of_lines):
                said.setdefault(which, change)
        return [*said.values()]

    def _doc(self, blob: str) -> _Doc | None:
        """Return a version as its parts, None for no file. Raises `Unfit`."""
        if not blob:
            return None
        found = self.docs.get(blob)
        if found is None:
            found = self.docs[blob] = self._cut(blob)
        return found

    def _cut(self, blob: str) -> _Doc:
        if blob not in self.blobs:
            raise Unfit
        content = self.blobs[blob]
        try:
            text = content.decode("utf-8-sig" if content.startswith(BOM_UTF8) else "utf-8")
        except UnicodeDecodeError:
            raise Unfit from None
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        front, body = record_file.parts(text, self.paths[blob])
        return _Doc(front, body)

    def _shown(self, doc: _Doc | None, like: _Doc | None = None) -> bool:
        """Tell whether the site would show a version. Raises `Unfit` where that is not known.

        What is as it is in another that is known need not be looked at once more.
        """
        if doc is None:
            return False
        known = self.shown.get(doc.front)
        if known is not None:
            return known
        before = self.shown.get(like.front) if like else None
        if like and before is not None:
            one, two = self._parted(like, doc)
            if not version_text.hiding(one) and not version_text.hiding(two):
                self.shown[doc.front] = before
                return before
        found = True
        if version_text.hiding(doc.front):
            blocks = version_text.blocks_of(doc.front)
            hidden = [name for name in blocks if name in _KEEPS_BACK or not _NAME.fullmatch(name)]
            data, bad = self._data(blocks, hidden) if hidden else ({}, set())
            if bad:
                raise Unfit
            found = data.get("status") != "draft" and not data.get("board_only")
        self.shown[doc.front] = found
        return found

    def _parted(self, one: _Doc, two: _Doc) -> tuple[str, str]:
        """Return what of the fields of two versions is otherwise; asked for twice in a row."""
        if self.last[:2] != (one, two):
            self.last = (one, two, version_text.apart(one.front, two.front))
        return self.last[2]

    def _data(self, blocks: Mapping[str, str], names: Sequence[str]) -> tuple[View, set[str]]:
        """Return what fields say, by name, with those that hold records back; and which do not fit.

        All together where that goes, as most versions are of today's form. Raises `Unfit` for what
        is no field at all.
        """
        if not names:
            return {}, set()
        text = "\n".join(blocks[name] for name in names)
        data = record_file.plain(text)
        if data is None:
            read, _ = record_file.parse(f"content/{self.kind.folder}/x.yaml", text.encode())
            if read is None and len(names) == 1:
                raise Unfit
            if read is not None and not read.slips.nameless:
                data = read.data
                if read.slips.unfilled:
                    data = validation.filled(self.kind.model, data)
                if read.slips.broken:
                    data = typing_slips.in_line(data)
        if data is not None:
            record, _ = validation.held(history_fields.partial(self.model), data)
            if record is not None:
                if self.kind.settled:
                    record = self.kind.settled(record, self.task.rules)
                given = record.model_fields_set
                public = public_record.fields(record, date.max)
                whole = {name: value for name, value in public.items() if name in given}
                if given.intersection(_KEEPS_BACK):
                    whole |= {name: getattr(record, name) for name in _KEEPS_BACK}
                return whole, set()
        if len(names) <= 1:
            return {}, {*names}
        whole, bad = {}, set[str]()
        for name in names:
            own, unfit = self._data(blocks, [name])
            whole |= own
            bad |= unfit
        return whole, bad

    def _changes(self, old: _Doc, new: _Doc) -> Iterator[View]:
        """Yield what is otherwise in what is public."""
        one, two = map(version_text.blocks_of, self._parted(old, new))
        names = [name for name in {**one, **two} if one.get(name) != two.get(name)]
        was, bad = self._data(one, [name for name in names if name in one])
        now, worse = self._data(two, [name for name in names if name in two])
        bad |= worse
        for name in was.keys() - now.keys():
            if self.model.model_fields[name].is_required() and name not in bad:
                raise Unfit  # no record of today
        for name in _KEEPS_BACK:
            was.pop(name, None)
            now.pop(name, None)
        lists = self.kind.held_back is not None
        for name in [name for name in names if name in bad]:
            was.pop(name, None)
            now.pop(name, None)
            if name in self.kind.model.model_fields and name not in public_record.NEVER:
                yield self._unsaid(name)
        order = {name: n for n, name in enumerate(self.model.model_fields)}
        every = public_changes.fields(was, now)
        for found in sorted(every, key=lambda each: order[each.path.partition(".")[0]]):
            name = found.path.partition(".")[0]
            if lists and "." in found.path:  # what is held back for a while is in lists
                yield self._unsaid(name)
            else:
                yield self._change(found, was.get(name))
        if old.body != new.body and old.body.split() != new.body.split():
            yield {"at": TEXT, "what": ((TEXT, 0),), "how": "unsaid", **_NOTHING}

    def _first(self, doc: _Doc) -> list[View]:
        """Return what a new record says has happened, as if each had been added."""
        named = {each.partition(".")[0] for each in self.kind.happened}
        blocks = version_text.blocks_of(doc.front)
        plain = [name for name in blocks if name in named or not _NAME.fullmatch(name)]
        data, _ = self._data(blocks, plain)
        own = {name: value for name, value in data.items() if name in named}
        return [self._change(found, None) for found in public_changes.fields({}, own)]

    # --- what is told of a change

    def _unsaid(self, name: str) -> View:
        return {
            "at": name,
            "what": history_fields.named(self.model, name),
            "how": "unsaid",
            **_NOTHING,
        }

    def _change(self, found: Field, list_: Any) -> View:
        what = history_fields.named(self.model, found.path)
        before, after = found.before, found.after
        entry = after if isinstance(after, dict) else before
        if isinstance(entry, dict):
            how = "added" if before is None else "removed"
            items = [
                (
                    history_fields.named(self.model, each.path)[len(what) :],
                    self._value(each.path, each.after if before is None else each.before),
                )
                for each in history_fields.in_order(self.model, public_changes.leaves(found))
            ]
            said = {**_NOTHING, "items": items}
            held = list_ if isinstance(list_, list) else []
            dates = [each.get("date", "") for each in held if isinstance(each, dict)]
            return {
                "at": found.path,
                "what": what,
                "how": how,
                **said,
                "of": str(entry.get("date", "")) if how == "added" else "",
                "newest": max(dates, default=""),
            }
        how = "set" if before is None else "unset" if after is None else "changed"
        of = (
            str(after)
            if how == "set" and history_fields.plain(found.path) in self.kind.happened
            else ""
        )
        return {
            "at": found.path,
            "what": what,
            "how": how,
            **_NOTHING,
            "before": self._value(found.path, before),
            "after": self._value(found.path, after),
            "of": of,
        }

    def _value(self, path: str, value: Any) -> Value:
        if value is None:
            return ("", "")
        sort = history_fields.sort(self.model, history_fields.plain(path))
        if sort == "money":
            whole, _, rest = str(value).partition(".")
            fen = int(f"{whole}{rest}")
            return ("money", fen)
        if sort in ("category", "purpose"):
            among = self.task.rules.categories if sort == "category" else self.task.rules.purposes
            return ("words", dict(among[value])) if value in among else ("text", str(value))
        if isinstance(sort, dict):
            return ("word", sort.get(value, str(value)))
        if isinstance(value, bool):
            return ("word", "yes" if value else "no")
        if isinstance(value, list):
            return ("text", _short("、".join(map(str, value))))
        if isinstance(value, str) and sort == "date":
            return ("date", value)
        if sort == "percent":
            return ("percent", value)
        return ("count", value) if isinstance(value, int | float) else ("text", _short(str(value)))

    def _fit(self, changes: Iterable[View]) -> list[View]:
        """Return changes as they may be shown: mobile numbers masked, no one's number told."""
        found = []
        for each in changes:
            for name in ("before", "after"):
                each[name] = _masked(each[name])
            each["items"] = [(label, _masked(value)) for label, value in each["items"]]
            if each["how"] == "changed" and each["before"] == each["after"]:
                continue  # what is otherwise in it is not shown
            found.append(each)
        said = "\n".join(
            str(value)
            for each in found
            for sort, value in (each["before"], each["after"], *(v for _, v in each["items"]))
            if sort == "text"
        )
        if privacy.may_have(said)[0] and [*privacy.numbers(said)]:
            for each in found:
                each |= {"how": "unsaid", "before": ("", ""), "after": ("", ""), "items": []}
        return found

    def _judge(self, each: View, day: date, version: Version, *, new: bool) -> None:
        """Note whether what is of a day was entered long after it, or before its neighbours."""
        of, newest = each["of"], each.pop("newest", "")
        days, when = self.task.days, history_fields.plain(each["at"])
        entry = each["how"] == "added"
        dated = f"{when}.date" if entry else when
        if not of or days is None or dated not in self.kind.happened or self._quiet(version):
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
                    "kind": self.kind.folder,
                    "id": self.ident,
                    "day": day.isoformat(),
                    **{name: each[name] for name in ("what", "of", "late", "behind")},
                }
            )


_NOTHING: View = {
    "before": ("", ""),
    "after": ("", ""),
    "items": [],
    "of": "",
    "late": 0,
    "behind": False,
}


_UNDONE = {"set": "unset", "unset": "set", "added": "removed", "removed": "added"}
"""What takes a change back."""


def _which(change: View) -> str:
    """Return what tells a change from others: its field, and of an entry what stands in it."""
    entry = change["how"] in ("added", "removed")
    return f"{history_fields.plain(change['at'])} {change['items']}" if entry else str(change["at"])


def _ancestors(blob: str, came_from: Mapping[str, Collection[str]]) -> set[str]:
    """Return a content and all that it came from."""
    found, ahead = set[str](), [blob]
    while ahead:
        each = ahead.pop()
        if each not in found:
            found.add(each)
            ahead.extend(came_from.get(each, ()))
    return found


def _masked(value: Value) -> Value:
    sort, said = value
    if sort != "text" or not privacy.may_have(said)[1]:
        return value
    return sort, privacy.masked_in(said)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
