"""What a change of records does: which are new, otherwise or gone, and what becomes of the sums.

Two states are read as a build reads them, and what is public of one is held against the other: a
field that no page shows is not told here either.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from generator.base import privacy
from generator.base.folder_scan import IGNORED
from generator.base.problems import errors
from generator.base.progress import Stages, Tell
from generator.build import git_files
from generator.build.load import read
from generator.build.sources import look
from generator.model import config, public_changes
from generator.model.config import TEMPLATES, Config
from generator.model.kinds.registry import KINDS, place_of
from generator.model.public_changes import Field
from generator.model.settings import Settings
from generator.parse import record_file
from generator.parse.template_files import WORDS
from generator.records import git_commits, history_fields, view_cache

SUMS = ("projects", "planned", "paid")
"""The figures of places that are told: how many, and money in fen."""
DUTIES = ("kept", "missed", "unknown")
_UNITS = "units/"
NAMES = ("title", "name", "fund", "found")
TITLES = (*NAMES, "date")
"""The fields that people know a record by, the first that it has."""


class Record(NamedTuple):
    """A record that is new, otherwise or gone: kind and key, what people know it by.

    `moved` is where it lay before, as `path`; "" if it lies where it lay.
    """

    path: str
    title: str
    fields: tuple[Field, ...] = ()
    moved: str = ""
    order: bool = False
    """Whether nothing but the order of its lists is otherwise."""
    place: str = ""
    """What the place that it is of is called, where the record is called nothing by itself."""


class Figure(NamedTuple):
    """A figure of a place that is otherwise."""

    place: str
    unit: str
    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class State:
    """A state of a site: its public records, and the figures of its places."""

    records: Mapping[str, bytes]
    figures: Mapping[str, Mapping[str, int]]
    names: Mapping[str, str]
    faults: int
    """How many errors there are: then the figures are not known."""
    moved: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By path of a record the ids that it says it had before."""
    broken: frozenset[str] = frozenset()
    """The records that cannot be read, as they have errors."""


@dataclass(slots=True)
class Change:
    """What becomes of one state in another."""

    new: list[Record] = field(default_factory=list)
    changed: list[Record] = field(default_factory=list)
    gone: list[Record] = field(default_factory=list)
    mended: list[Record] = field(default_factory=list)
    """Records that could not be read before, and are told as they are now."""
    broken: list[Record] = field(default_factory=list)
    """Records that cannot be read now."""
    figures: list[Figure] = field(default_factory=list)
    duties: list[Figure] = field(default_factory=list)
    faults: tuple[int, int] = (0, 0)
    """The errors before and after."""
    unreadable: str = ""
    """The file of settings that had errors before, so that nothing can be compared."""
    begun: str = ""
    """What was not there before, file or folder, where the site was begun since: all is new."""
    settings: list[str] = field(default_factory=list)
    """The settings that are otherwise, by their names: pages say them, and no record does."""
    files: list[str] = field(default_factory=list)
    """Pictures, attachments, templates and tables of words that are otherwise, new or gone."""

    @property
    def empty(self) -> bool:
        """Whether nothing that the public sees has changed."""
        records = self.new or self.changed or self.gone or self.mended or self.broken
        return not (records or self.figures or self.duties or self.settings or self.files)


def since(found: Config, rev: str, as_of: date, pool: Executor, tell: Tell) -> Change:
    """Return what the files of a site do to the state that git calls `rev`.

    Raises `git.NoGit`, OSError.
    """
    with tempfile.TemporaryDirectory(prefix="portal-") as scratch:
        before = Path(scratch, "before")
        try:
            git_files.lay(found.root, rev, (found.file,), (), before)
            needed = (found.file, _content(before, found.file))
            git_files.lay(found.root, rev, needed, (TEMPLATES, WORDS), before)
        except git_files.NotThere as no:
            change = between(
                State({}, {}, {}, 0), state(found, as_of, Path(scratch, "two"), pool, tell)
            )
            change.begun = str(no.values["file"])
            return change
        old, _ = config.load(before / found.file)
        if old is None:
            return Change(faults=(1, 0), unreadable=found.file)
        one = state(old, as_of, Path(scratch, "one"), pool, tell)
        change = between(one, state(found, as_of, Path(scratch, "two"), pool, tell))
        was, now = old.settings, found.settings
        change.settings = [
            name
            for name in sorted({*type(now).model_fields} - _OF_NO_PAGE)
            if getattr(was, name) != getattr(now, name)
        ]
        for path in _beside(git_files.changed(found.root, rev), now.content):
            within = path.removeprefix(f"{now.content}/")
            lay = before / was.content / within if within != path else before / path
            if _bytes(lay) != _bytes(found.root / path):
                change.files.append(path)
    return change


_OF_NO_PAGE = {"content", "output", "publish", "precompress", "keep_assets", "vouched"}
"""Settings that no page shows: where things lie, how they are kept."""


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _beside(paths: Iterable[str], content: str) -> Iterator[str]:
    """Yield those files that pages are made of and that are no records."""
    for path in paths:
        top, _, rest = path.partition("/")
        within = path.removeprefix(f"{content}/")
        record = within != path and git_commits.key_of(within)
        names = path.split("/")
        system = any(each in IGNORED or each.startswith((".", "~$")) for each in names)
        if not record and not system and (within != path or (rest and top in (TEMPLATES, WORDS))):
            yield path


def _content(folder: Path, file: str) -> str:
    """Return what the settings in a folder call that of the records."""
    read, _ = record_file.read(folder, file)
    said = read.data.get("content") if read else None
    return said if isinstance(said, str) else str(Settings.model_fields["content"].default)


def state(found: Config, as_of: date, scratch: Path, pool: Executor, tell: Tell) -> State:
    """Read a state of a site; what is kept of it goes to `scratch`."""
    scratch.mkdir()
    sources = look(found, as_of, scratch)
    held = read(found, sources, pool, Stages(tell))
    wrong = [*errors(held.problems)]
    faults, start = len(wrong), f"{found.settings.content}/"
    files = {each.place.file for each in wrong if each.place.file.startswith(start)}
    keys = {git_commits.key_of(each.removeprefix(start)) for each in files} - {""}
    records: dict[str, bytes] = {}
    for batch in sources.batches:
        if batch.store.views.exists():
            records |= view_cache.public(batch.store.views)
    library = held.library
    moved: dict[str, list[str]] = {}
    for each in library.moved:
        moved.setdefault(f"{each.kind}/{each.id}", []).append(each.old)
    broken = frozenset(keys - records.keys())
    if faults:
        return State(records, {}, {}, faults, moved, broken)
    names = {ident: row["short_name"] for ident, row in library.units.items()}
    order = [*library.below(library.root)]
    return State(records, {unit: library.figures[unit] for unit in order}, names, 0, moved)


def between(before: State, after: State) -> Change:
    """Return what becomes of one state in another."""
    change = Change(faults=(before.faults, after.faults))
    lay = _lay(before, after)
    places = {was: now for now, was in lay.items()}
    for path in sorted((before.records.keys() | after.records.keys()) - {*lay.values()}):
        old, new = before.records.get(lay.get(path, path)), after.records.get(path)
        if old == new and path not in lay:
            continue
        was, now = json.loads(old or b"{}"), json.loads(new or b"{}")
        if not old:
            named = Record(path, _title(now), place=_place(path, now, after))
            (change.mended if path in before.broken else change.new).append(named)
        elif not new:
            if path not in after.broken:
                change.gone.append(Record(path, _title(was), place=_place(path, was, before)))
        else:
            if places:
                was["fields"] = _as_now(path, was["fields"], places)
            same = was["fields"] == now["fields"] and was.get("text") == now.get("text")
            if same and path not in lay:
                continue  # it names what moved, by its address of now
            fields, moved = tuple(_fields(was, now)), lay.get(path, "")
            said = Record(path, _title(now), fields, moved, _ordered(was, now))
            change.changed.append(said._replace(place=_place(path, now, after)))
    for path in sorted(after.broken):
        was = json.loads(before.records.get(path, b"{}"))
        change.broken.append(Record(path, _title(was) or path.partition("/")[2]))
    if before.faults or after.faults:
        return change
    names = {**before.names, **after.names}
    places = {now[len(_UNITS) :]: was[len(_UNITS) :] for now, was in lay.items() if _is_unit(now)}
    gone = before.figures.keys() - after.figures.keys() - {*places.values()}
    for unit in [*after.figures, *sorted(gone)]:
        was = before.figures.get(places.get(unit, unit), {})
        now = after.figures.get(unit, {})
        for name in sorted(was.keys() | now.keys()):
            figure = Figure(names[unit], unit, name, was.get(name, 0), now.get(name, 0))
            if figure.before == figure.after:
                continue
            if name in SUMS:
                change.figures.append(figure)
            elif name.partition(":")[0] in DUTIES:
                change.duties.append(figure)
    return change


def _as_now(path: str, fields: Any, places: Mapping[str, str]) -> Any:
    """Return fields of a record before, which name what moved by its address of now."""

    def now(kind: str, ident: str) -> str:
        return places.get(f"{kind}/{ident}", f"{kind}/{ident}").partition("/")[2]

    return history_fields.renamed(KINDS[path.partition("/")[0]].model, fields, now)


def _lay(before: State, after: State) -> dict[str, str]:
    """Return where records lay before, by their paths now, as they or their places say.

    Of a place that moved, all that lies beneath it had other addresses, too.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for path in sorted(after.records.keys() - before.records.keys()):
        kind, _, ident = path.partition("/")
        every = [*after.moved.get(path, ())]
        above = ident
        while above:
            rest = ident[len(above) :]
            every += [f"{old}{rest}" for old in after.moved.get(f"{_UNITS}{above}", ())]
            above = above.rpartition("/")[0]
        for old in (f"{kind}/{each}" for each in every):
            if old in before.records and old not in after.records and old not in taken:
                found[path] = old
                taken.add(old)
                break
    return found


def _is_unit(path: str) -> bool:
    return path.startswith(_UNITS)


def _title(record: Mapping[str, Any]) -> str:
    found = record.get("fields", {})
    said = next((str(found[name]) for name in TITLES if name in found), record.get("id", ""))
    return str(_public(said))


def _place(path: str, record: Mapping[str, Any], state: State) -> str:
    """Return what the place of a record without a name is called; "" where it has one."""
    if any(name in record.get("fields", {}) for name in NAMES):
        return ""
    kind, _, ident = path.partition("/")
    unit = json.loads(state.records.get(f"{_UNITS}{place_of(kind, ident)}", b"{}"))
    fields = unit.get("fields", {})
    return str(fields.get("short_name") or fields.get("name") or "")


def _public(value: Any) -> Any:
    """Return a value as anyone may see it, though it has errors, or its holder agrees no more."""
    if isinstance(value, list):
        return [_public(each) for each in value]
    if not isinstance(value, str):
        return value
    value = privacy.redacted(value)
    return privacy.masked_in(value) if privacy.may_have(value)[1] else value


def _ordered(was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Tell whether two records are apart in the order of their lists alone."""
    one, two = was["fields"], now["fields"]
    return (
        one != two and was.get("text") == now.get("text") and not [*public_changes.fields(one, two)]
    )


def _fields(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Field]:
    """Yield the fields that are otherwise, each as deep as it goes; the text as a whole."""
    for each in public_changes.fields(was["fields"], now["fields"]):
        for leaf in public_changes.leaves(each):
            one, two = _public(leaf.before), _public(leaf.after)
            if one != two:  # what is otherwise in it is not shown
                yield Field(leaf.path, one, two)
    if was.get("text") != now.get("text"):
        yield Field("text", None, None)
