"""The tree of units: which lies beneath which, and what in it cannot be."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.base import natural_order
from generator.base.problems import Place, Problem, errors, problem
from generator.joined import references, register_check
from generator.model.kinds.kind import View
from generator.model.levels import LEVELS, ORDER, below, may_lie
from generator.records.batches import CUT, Tree, batch_of
from generator.records.summary import Summary


@dataclass(slots=True)
class Hierarchy:
    """The rows of the units by id, in the order of the register, and where each stands.

    `above[root]` is "".
    """

    root: str = ""
    cut: int = CUT
    """How the tree is cut into batches: see `batches.cut_of`."""
    units: dict[str, View] = field(default_factory=dict)
    above: dict[str, str] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, list[str]] = field(default_factory=dict)
    """What `place` has returned so far of units with others beneath them."""
    lines: dict[str, list[str]] = field(default_factory=dict)
    """What `line` has returned so far, likewise."""

    def ident(self, unit: str) -> str:
        """Return an id as the tree has it, so that the same does not lie in memory many times.

        For "" it is the root's.
        """
        row = self.units.get(unit)
        return row["id"] if row else unit or self.root

    def batch(self, unit: str) -> str:
        """Return the key of the batch that the records of a unit lie in."""
        return batch_of(unit, self.cut)

    def line(self, unit: str) -> list[str]:
        """Return the ids from the root down to `unit`, both included."""
        found = self.lines.get(unit)
        if found is None:
            above = self.above.get(unit, "")
            found = [*(self.line(above) if above else ()), unit]
            if unit in self.children:  # most have none, and all their lines would take much memory
                self.lines[unit] = found
        return found

    def county(self, unit: str) -> str:
        """Return the id of the unit beneath the root that `unit` belongs to, or the root's."""
        return self.line(unit)[:2][-1]

    def short(self, unit: str) -> View:
        """Return what pages say of a unit they name."""
        row = self.units[unit]
        return {name: row[name] for name in ("id", "name", "short_name", "level", "phone")}

    def place(self, unit: str) -> list[str]:
        """Return the names by which people know where a unit is, the root's left out."""
        found = self.places.get(unit)
        if found is None:
            line = self.line(unit)
            found = [self.units[each]["short_name"] for each in line[1:] or line]
            if unit in self.children:  # as above
                self.places[unit] = found
        return found

    def below(self, unit: str) -> Iterator[str]:
        """Yield `unit` and every unit below it, in the order of the register."""
        yield unit
        for child in self.children.get(unit, ()):
            yield from self.below(child)


def grow(
    hierarchy: Hierarchy,
    rows: list[View],
    summaries: Sequence[Summary],
    tree: Tree,
    root: Path,
    content: str,
) -> Iterator[Problem]:
    """Put the units (`rows`) into an empty hierarchy; yield what is wrong with where they stand.

    Without one at the top it has no root, and nothing lies beneath anything. `tree` is what lies in
    the folder `content` of the site's folder `root`.
    """
    units = {row["id"]: row for row in sorted(rows, key=_register_order)}
    hierarchy.units = units
    highest = min((ORDER.index(row["level"]) for row in units.values()), default=0)
    roots = [row for row in units.values() if ORDER.index(row["level"]) == highest]
    if len(roots) > 1 and not below("county", roots[0]["level"]):
        roots = []  # counties without what they lie in
    # where a unit's file has an error of its own, that unit may be the one above all
    of_units = [*tree.problems, *(each for s in summaries for each in s.problems)]
    broken = any(each.place.file.startswith(f"{content}/units/") for each in errors(of_units))
    if len(roots) != 1 and not broken:
        for row in roots[1:]:
            spot = references.place(root, row["file"], ("level",))
            yield problem("P206", spot, "level", count=len(roots))
        if not roots:
            yield problem("P206", Place(f"{content}/units"), "level", count=0)
    if not roots:
        return
    hierarchy.root = roots[0]["id"]
    for ident, row in units.items():
        hierarchy.above[ident] = "" if ident == hierarchy.root else _parent(hierarchy, row)
    yield from _parents(hierarchy, references.Known(summaries, tree), root)
    yield from _codes(units, root)
    yield from register_check.faults(units, hierarchy.above, root)
    for ident, above in hierarchy.above.items():
        if above:
            hierarchy.children.setdefault(above, []).append(ident)


def _register_order(row: View) -> tuple[str, natural_order.Key]:
    return (row["code"] or "~", natural_order.key(row["id"]))


def _parent(hierarchy: Hierarchy, row: View) -> str:
    folder: str = row["id"].rpartition("/")[0]
    return hierarchy.ident(row["parent"] or folder)


def _parents(hierarchy: Hierarchy, known: references.Known, root: Path) -> Iterator[Problem]:
    """Hold each unit's parent to the folder, the level and the tree."""
    in_cycle: set[str] = set()
    at_top = hierarchy.units[hierarchy.root]["level"]
    beside: dict[str, set[str]] = defaultdict(set)
    for ident, above in hierarchy.above.items():
        beside[above].add(hierarchy.units[ident]["level"])
    for ident in hierarchy.units:
        chain = _cycle(hierarchy, ident)
        if chain and ident not in in_cycle:
            in_cycle.update(chain)
            names = " → ".join([*chain, chain[0]])
            yield problem("P205", _spot(hierarchy, ident, root), "parent", chain=names)
    for ident, row in hierarchy.units.items():
        if row["level"] != at_top and ident not in in_cycle:
            fault = _misplaced(hierarchy, row, known, beside)
            if fault:
                yield replace(fault, place=_spot(hierarchy, ident, root))
    for ident in in_cycle:
        hierarchy.above[ident] = ""


def _misplaced(
    hierarchy: Hierarchy, row: View, known: references.Known, beside: Mapping[str, set[str]]
) -> Problem | None:
    """Return what is wrong with where a unit stands, at no line yet.

    `beside` has the levels of the units right beneath each.
    """
    file, above = Place(row["file"]), hierarchy.above[row["id"]]
    folder = row["id"].rpartition("/")[0]
    if folder and row["parent"] and row["parent"] != folder:
        return problem("P208", file, "parent", folder=folder, parent=row["parent"])
    if above not in hierarchy.units:
        return known.fault(above, row["file"], "parent")
    level = hierarchy.units[above]["level"]
    if may_lie(row["level"], level, beside[above]):
        return None
    names = {"level": f"\0:{LEVELS[row['level']][0]}", "above": f"\0:{LEVELS[level][0]}"}
    return problem("P204", file, "level", parent=above, **names)


def _cycle(hierarchy: Hierarchy, ident: str) -> list[str]:
    """Return the ids of the cycle that `ident` lies on, or an empty list."""
    chain, at = [ident], hierarchy.above.get(ident, "")
    while at and at not in chain:
        chain.append(at)
        at = hierarchy.above.get(at, "")
    return chain if at == ident else []


def _spot(hierarchy: Hierarchy, ident: str, root: Path) -> Place:
    """Return the line a problem of the unit's parent stands at: `parent`, else `level`."""
    row = hierarchy.units[ident]
    name = "parent" if row["parent"] else "level"
    return references.place(root, row["file"], (name,))


def _codes(units: dict[str, View], root: Path) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for row in units.values():
        code = register_check.full(row["code"])
        other = seen.setdefault(code, row["file"]) if row["code"] else row["file"]
        if other != row["file"]:
            spot = references.place(root, row["file"], ("code",))
            yield problem("P207", spot, "code", value=row["code"], other=other)
