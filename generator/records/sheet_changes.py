"""What rows say of one record, held against what is there: the file as it would be, or faults."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from functools import cache
from typing import Any

from generator.base.codes import CODES
from generator.base.findings import Step
from generator.base.problems import Place, errors, problem
from generator.model.kinds.kind import Rules
from generator.model.kinds.registry import KINDS
from generator.model.levels import LEVELS
from generator.parse import record_edit, yaml_nodes
from generator.parse.split_values import named
from generator.records import (
    sheet_answers,
    sheet_data,
    sheet_memory,
    sheet_merge,
    sheet_people,
    sheet_posts,
    sheet_together,
    sheet_words,
)
from generator.records.sheet_at_place import AtPlace
from generator.records.sheet_judge import judge, read_again
from generator.records.sheet_known import Known
from generator.records.sheet_merge import Last
from generator.records.sheet_plan import Asked, Plan, Write
from generator.records.sheet_table import Row
from generator.records.sheet_told import Told
from generator.records.sheet_waiting import New, Verdict, Waiting
from generator.records.sheet_words import ORDINAL, Data
from generator.records.sheet_words import Path as FieldPath


class Changes:
    """Takes one record after another into what was `made`: a `Plan`."""

    def __init__(
        self, asked: Asked, rules: Rules, known: Known, made: Plan, pool: Executor
    ) -> None:
        self.asked, self.rules, self.known, self.made = asked, rules, known, made
        self.kind = KINDS[asked.folder]
        self.at_place = AtPlace(asked.folder, rules, known.places, known.titles)
        self.waiting = Waiting(asked.folder, self.kind.ending, asked.root, rules, pool)
        self.told = Told(asked.folder, sheet_answers.path_of(asked.content, asked.folder))
        self.met: dict[str, Row] = {}
        """The first row of each record, by its id."""

    def tell(self) -> Told:
        """Return what tells of rows; those that wait are told of first, so that all is in order."""
        self._settle(self.waiting.settled())
        return self.told

    def take(self, ident: str, rows: list[tuple[Data, sheet_words.Where, Row]]) -> None:
        """Hold what rows say of one record against what is there."""
        first = rows[0][2]
        if ident in self.met and not first.table.own:
            met = self.met[ident].place()
            other = met.cell if met.file == first.table.file else str(met)
            self.tell().plain("P582", first.place(), other=other)
            for each in rows:
                self.look(*each)
            self.made.bad += len(rows)
            return
        self.met[ident] = first
        data, where = sheet_together.merged(rows)
        faulty = False
        for _, _, row in rows:
            faulty = bool(row.faults and self.tell().faults(row, row.faults)) or faulty
        if faulty:
            self.made.bad += len(rows)
        elif ident in self.known.existing.files:
            self._changed(ident, data, where, rows)
        else:
            self._new(ident, data, where, rows)

    def look(self, data: Data, where: sheet_words.Where, row: Row) -> None:
        """Tell what else is wrong with a row that cannot be taken, so that all is told at once."""
        if row.table.own or any(map(of_list, row.table.columns)) or self.asked.folder == "units":
            return  # of these one row is no whole record
        sheet_data.filled(self.asked.folder, data, self.known.answers)
        found = judge(self.asked.folder, "", "", {**data, "status": "draft"}, self.rules)
        told = {path for path, _ in row.faults}
        rest = [
            each
            for each in found
            if CODES[each.code].severity == "error" and where.get(each.path) not in told
        ]
        whole = {at: (path, row) for at, path in where.items()}
        lost = {path for path in told if not path[0].startswith("@")}
        self.tell().findings([each for each in rest if each.path not in lost], whole, row, data)

    def _new(self, ident: str, data: Data, where: Any, rows: Sequence[Any]) -> None:
        row = rows[0][2]
        if self.asked.folder == "units":
            self.tell().plain("P567", row.place(), value=ident, level="", nearest="", within="")
            self.made.bad += len(rows)
            return
        unread = self.known.existing.unread.get(self.kind.place_of(ident))
        if unread:  # it might be this very record
            self.tell().plain("P584", row.place(), file=unread)
        if unread or self._elsewhere(ident, row):
            self.made.bad += len(rows)
            return
        if self.asked.folder == "supervisors":
            groups = sheet_people.settle_groups(data, _texts(data.get("groups")))
            if groups and "groups" not in data and ("groups",) not in self.known.answers.fill:
                data["groups"] = [*groups]
                self.tell().warn("P549", row.place(), groups="、".join(groups))
        said = sheet_memory.marks(data) if self.asked.noting else ()
        noted = {name: (mark,) for name, mark in said}
        sheet_data.filled(self.asked.folder, data, self.known.answers)
        data.setdefault("status", "published" if self.asked.published else "draft")
        data = sheet_data.in_order(self.asked.folder, data)
        if data["status"] in ("published", "公开"):
            del data["status"]
        path = f"{self.asked.content}/{self.asked.folder}/{ident}{self.kind.ending}"
        self._settle(self.waiting.add(New(ident, path, data, where, rows, noted)))

    def _settle(self, judged: Iterable[tuple[New, Verdict]]) -> None:
        """Take new records that have been judged, or tell what is wrong with them."""
        for new, (found, content, problems, more) in judged:
            told, row, made = self.told, new.rows[0][2], self.made
            late = self.at_place.late(new.ident, new.path, new.data)
            bad = told.findings([*found, *late], new.where, row, new.data)
            told.of_file(problems, row)
            if told.findings(more, new.where, row, new.data) or bad or any(errors(problems)):
                made.bad += len(new.rows)
                continue
            made.writes.append(Write(new.path, content, row, new=True))
            if new.noted:
                made.memory.note(new.ident, new.noted)

    def _changed(self, ident: str, data: Data, where: Any, rows: Sequence[Any]) -> None:
        """Say what of a record changes, and judge it as it would be then."""
        folder, row = self.asked.folder, rows[0][2]
        content, source = self.known.existing.read(ident)
        if source is None:
            self.tell().plain("P584", row.place(), file=self.known.existing.files[ident])
            self.made.bad += len(rows)
            return
        data.pop("status", None) if not row.table.own else None
        old = yaml_nodes.filled(source.data)
        if folder == "supervisors":
            sheet_people.settle_groups(data, _texts(old.get("groups")))
        ordered = any(ORDINAL in each.texts for _, _, each in rows)
        # an export has the corrections in it; a template that was filled in has none
        exported = all(each.table.own and each.addressed for _, _, each in rows)
        last = Last(
            cache(lambda: None if exported else self.made.memory.of(ident) or {}),
            self.asked.overwrite,
            self.asked.noting,
        )
        merge = sheet_merge.merge(folder, old, data, self.rules, ordered=ordered, last=last)
        for path, count in merge.unclear:
            self.tell().plain("P588", row.place(_cell(path, where)), count=count)
        if merge.unclear:
            self.made.bad += len(rows)
            return
        self._held(merge, where, self.known.existing.files[ident], row)
        if not merge.edits:
            self.made.same += 1
        elif not self._edited(ident, content, old, merge, where, rows):
            return
        if self.asked.noting:
            self.made.memory.note(ident, merge.noted)

    def _held(self, merge: sheet_merge.Merge, where: Any, file: str, row: Row) -> None:
        """Tell what stays as it was written by hand; where the sheet has changed, too, it waits."""
        moved = _moved(where, merge.moved) if merge.held else {}
        for each in merge.held:
            path = _cell(each.path, moved)
            of = next(
                (of for at, (_, of) in moved.items() if at[: len(each.path)] == each.path), row
            )
            old = sheet_merge.spoken(each.old) if each.old else f"\0:{sheet_merge.NOTHING}"
            nobody = each.new == sheet_posts.NOBODY
            new = f"\0:{sheet_posts.NOBODY}" if nobody else sheet_merge.spoken(each.new)
            code = {"said": "P589", "both": "P590", "hand": "P591"}[each.why]
            self.tell().plain(code, of.place(path), path or (), file=file, old=old, new=new)

    def _edited(
        self,
        ident: str,
        content: bytes,
        old: Data,
        merge: sheet_merge.Merge,
        where: Any,
        rows: Sequence[Any],
    ) -> bool:
        """Take a record as it is to be; return whether it can be taken."""
        row, file = rows[0][2], self.known.existing.files[ident]
        try:
            new = record_edit.edited(file, content, merge.edits)
        except record_edit.Refused as refused:
            place = row.place(_cell(refused.path, where))
            self.tell().plain("P585", place, file=file, reason=f"\0:{refused.reason}")
            self.made.bad += len(rows)
            return False
        data: Any = sheet_merge.applied(old, merge.edits)
        moved = _moved(where, merge.moved)
        before = {(each.code, each.path) for each in self.at_place.of(ident, file, old)}
        found = self.at_place.of(ident, file, data)
        fresh = [each for each in found if (each.code, each.path) not in before]
        bad = self.tell().findings(fresh, moved, row, data)
        if not self._sound(file, new, None, moved, row) or bad:
            self.made.bad += len(rows)
            return False
        for path in merge.kept:
            self.tell().warn("P586", row.place(), file=file, entry=named(path))
        self.made.writes.append(Write(file, new, row, new=False, changes=merge.changes))
        return True

    def _sound(self, path: str, content: bytes, data: Any, where: Any, row: Row) -> bool:
        """Tell whether a file as it would lie there says what was meant, and nothing private."""
        problems, found = read_again(path, content, data, self.asked.folder, self.asked.root)
        self.tell().of_file(problems, row)
        bad = self.tell().findings(found, where, row, data or {})
        return not bad and not any(errors(problems))

    def _elsewhere(self, ident: str, row: Row) -> bool:
        """Tell whether a kind belongs to another level than that of its place, and say so."""
        unit = self.known.places.units.get(self.kind.place_of(ident))
        if self.kind.level is None or unit is None or unit.level == self.kind.level[0]:
            return False
        level = f"\0:{LEVELS[unit.level][0]}"
        self.tell().plain(self.kind.level[1], row.place(), unit=unit.id, level=level)
        return True

    def vanished(self, places: set[str], years: set[str]) -> None:
        """Tell which records of the places and years of the sheets are in none of them."""
        if self.kind.lies != "in_unit" or not places:
            return
        for ident in self.known.existing.beneath(places, years):
            if ident not in self.met and ident in self.known.existing.files:
                self.made.problems.append(problem("P579", Place(self.known.existing.files[ident])))


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def of_list(path: FieldPath) -> bool:
    """Tell whether a column is of an entry of a list, so that several rows may be one record."""
    return "[]" in path or (path[0] != "sources" and path[1:2] != () and path[1][0] == "@")


def _cell(path: tuple[Step, ...], where: Any) -> FieldPath | None:
    for length in range(len(path), 0, -1):
        if path[:length] in where:
            found: FieldPath = where[path[:length]][0]
            return found
    of: FieldPath | None = next(
        (each for at, (each, _) in where.items() if at[0] in path[:1]), None
    )
    return of


def _moved(where: Any, moved: dict[tuple[Step, ...], tuple[Step, ...]]) -> Any:
    """Return where things come from, by where they stand in the record."""
    found = {}
    for at, from_ in where.items():
        to = next((moved[at[:n]] + at[n:] for n in range(len(at), 0, -1) if at[:n] in moved), at)
        found[to] = from_
    return found
