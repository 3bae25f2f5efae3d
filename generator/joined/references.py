"""What records name in others, link to and show: whether it is there, and public."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator.base import findings
from generator.base.lock_free import cached_property
from generator.base.problems import Place, Problem, problem
from generator.base.spelling import nearest
from generator.model.kinds.kind import View
from generator.model.kinds.registry import KINDS, place_of
from generator.model.levels import LEVELS
from generator.parse import positions, record_file
from generator.records.batches import Tree
from generator.records.summary import Reference, Summary

_LEVELS = {kind: own.level for kind, own in KINDS.items() if own.level}
"""The level that the unit of a record must have, and the code of the problem where it has not."""
ASKED = 300
"""How many times it is looked for what was probably meant by a name that is not there."""


def left_out(summaries: Sequence[Summary]) -> set[tuple[str, str]]:
    """Return kind and key of the records that the site leaves out."""
    return {(kind, ident) for s in summaries for kind, ident, _ in s.unpublished}


def place(root: Path, file: str, path: tuple[findings.Step, ...]) -> Place:
    """Return where a field of a file stands."""
    return positions.places(record_file.text_of(root, file), file, [path])[0]


class Known:
    """Which records there are: those that have problems or are kept back among them."""

    def __init__(self, summaries: Sequence[Summary], tree: Tree) -> None:
        self.asked = 0
        self._drawn: positions.Drawn | None = None
        self.left_out = withheld = left_out(summaries)
        self.ids = tree.ids
        self.kept_back = {ident for kind, ident in withheld if kind == "units"}
        drafts = {(k, i) for s in summaries for k, i, reason in s.unpublished if reason == "draft"}
        self.drafts = {
            file.path for file in (tree.files if drafts else ()) if (file.kind, file.key) in drafts
        }
        self.shown = {(kind, ident): file for s in summaries for kind, ident, file in s.drafts}
        """The drafts that a preview takes as if they were public, and the file of each."""
        self.drafts.update(self.shown.values())
        self.unpublished = {
            file.path
            for file in (tree.files if withheld else ())
            if (file.kind, file.key) in withheld
        }

    def place(self, root: Path, file: str, path: tuple[findings.Step, ...]) -> Place:
        """Return where a field of a file stands; a file asked for again and again is read once."""
        drawn = self._drawn
        if drawn is None or drawn.file != file:
            drawn = self._drawn = positions.drawn(record_file.text_of(root, file), file)
        return drawn.find(path)

    def fault_of(self, each: Reference) -> Problem | None:
        """Return what is wrong with naming a record, in no field and at no line yet."""
        if each.kind == "units":
            return self.fault(each.id, each.file, "")
        if each.id not in self.ids[each.kind]:
            near = self._near(each.id, self.ids[each.kind])
            values = {"value": each.id, "folder": each.kind, "nearest": near}
            code = "P230" if each.file in self.drafts else "P211"
            return problem(code, Place(each.file), **values)
        if each[:2] in self.left_out and each.file not in self.unpublished:
            return problem("P212", Place(each.file), value=each.id)
        return self._leads_to_draft(each.kind, each.id, each.file)

    def shown_of(self, kind: str) -> set[str]:
        """Return the keys of the drafts of a kind that a preview shows."""
        return {ident for of, ident in self.shown if of == kind}

    def _leads_to_draft(self, kind: str, ident: str, file: str) -> Problem | None:
        """Return a warning where a file that is public names a draft that a preview shows."""
        if (kind, ident) in self.shown and file not in self.drafts | self.unpublished:
            return problem("P213", Place(file), value=ident)
        return None

    def _near(self, value: str, ids: Collection[str]) -> str:
        """Return what was probably meant: the first times only, as all ids are looked through."""
        self.asked += 1
        return nearest(value, ids) if self.asked <= ASKED else ""

    def fault(self, unit: str, file: str, field: str) -> Problem | None:
        """Return what is wrong with naming `unit` in `field` of `file`, at no line yet."""
        if not unit:
            name = file.rpartition("/")[2].partition(".")[0]
            return problem("P234", Place(file), field, name=name, example=f"xian/zhen/{name}")
        if unit not in self.ids["units"]:
            near = self._near(unit, self.ids["units"])
            return problem("P201", Place(file), field, value=unit, nearest=near)
        if unit in self.kept_back and file not in self.unpublished:
            return problem("P210", Place(file), field, value=unit)
        found = self._leads_to_draft("units", unit, file)
        return found and replace(found, field=field)


def lost(each: Reference, known: Known, root: Path) -> Iterator[Problem]:
    """Yield what is wrong with naming a record that is not there, or not public."""
    fault = known.fault_of(each)
    if fault:
        name = ".".join(str(s + 1) if isinstance(s, int) else s for s in each.path)
        yield replace(fault, place=known.place(root, each.file, each.path), field=name)


def references(
    units: Mapping[str, View], summaries: Sequence[Summary], known: Known, root: Path
) -> Iterator[Problem]:
    """Find records that are named but not there or not public; contacts of no village, and such."""
    for summary in summaries:
        for each in summary.references:
            yield from lost(each, known, root)
        rows = {**summary.records, "supervisors": summary.contacts}
        for kind, (wanted, code) in _LEVELS.items():
            for row in rows.get(kind, ()):
                place = place_of(kind, row["id"])
                unit = units.get(place)
                if unit and unit["level"] != wanted:
                    level = f"\0:{LEVELS[unit['level']][0]}"
                    yield problem(code, Place(row["file"]), unit=place, level=level)


def links(
    published: Collection[str], summaries: Sequence[Summary], tree: Tree, content: str
) -> Iterator[Problem]:
    """Find links that lead nowhere; what is not public may lead to what is not public.

    In a preview a text that is public may lead to a draft, which is told.
    """
    drafts = {file for s in summaries for _, _, file in s.drafts}
    withheld = left_out(summaries)
    there = {file.path[len(content) + 1 :] for file in tree.files if withheld}
    near = _Near(tree, withheld, content)
    for summary in summaries:
        for found, targets in ((summary.links, published), (summary.withheld_links, there)):
            for link in found:
                if link.target not in targets:
                    values = {"target": link.target, "nearest": near.to(link.target)}
                    yield problem("P701", link.place, **values)
                elif f"{content}/{link.target}" in drafts and link.place.file not in drafts:
                    yield problem("P213", link.place, value=link.target)


class _Near:
    """Finds what a link that leads nowhere may have meant.

    Of a large site that is a look at thousands of names. Where hundreds of links are wrong, as
    after a folder was renamed, only a file of the same name is looked for.
    """

    def __init__(self, tree: Tree, withheld: set[tuple[str, str]], content: str) -> None:
        self._given = tree, withheld, content
        self._found: dict[str, str] = {}

    @cached_property
    def _public(self) -> dict[str, str]:
        """What a link may lead to, each with the last part of its path."""
        tree, withheld, content = self._given
        files = (file for file in tree.files if (file.kind, file.key) not in withheld)
        paths = (file.path[len(content) + 1 :] for file in files)
        return {path: path.rpartition("/")[2] for path in paths}

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {name: path for path, name in reversed(self._public.items())}

    def to(self, target: str) -> str:
        """Return the path that `target` may have meant, from /, or "" where none is near."""
        if target not in self._found:
            if len(self._found) < ASKED:
                near = nearest(target, self._public)
            else:
                near = self._by_name.get(target.rpartition("/")[2], "")
            self._found[target] = near and f"/{near}"
        return self._found[target]


def unread(
    summaries: Sequence[Summary], tree: Tree, content: str, languages: Sequence[str]
) -> Iterator[Problem]:
    """Name the files no record shows, and the translations of nothing or for no one."""
    shown = {
        f"{content}/{target}"
        for s in summaries
        for target in (*s.pictures, *s.attachments, *s.withheld_files)
    }
    broken = any(each.severity == "error" for s in summaries for each in s.problems)
    for path in sorted((tree.pictures | tree.attachments) - shown) if not broken else ():
        yield problem("P010", Place(path))
    pages = {file.id for file in tree.pages if not file.language}
    for file in tree.pages:
        if file.language and not (file.language in languages and file.id in pages):
            yield problem("P010", Place(file.path))
