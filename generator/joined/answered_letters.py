"""Answers to letters over all batches: how soon each body answers, and what was asked about what.

A body is known by its name within its county, as towns of two counties may be called alike; one
that is named by its level alone (村委会, 镇政府) is that of its own place. How long it takes is the
median of its latest answers, and is told of no body that has given few.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

from generator.base.digests import digest
from generator.base.patterns import pattern
from generator.model.kinds.answer import ABOUT
from generator.model.kinds.kind import View
from generator.model.kinds.registry import place_of
from generator.parse.field_types import alike
from generator.records.batches import CUT, batch_of

KIND = "answers"
LATEST, FEWEST = 100, 5
"""Of so many of a body's latest answers the median is taken, and of no fewer than these."""
_LEVELS = tuple(
    (below, pattern(f"^(?:本|我)?(?:{signs})"))
    for below, signs in (
        (-2, "省|自治区"),
        (-1, "州|自治州|地区"),
        (0, "县|市|区"),
        (1, "镇|乡|街道"),
        (2, "村|社区|居|组|屯|寨"),
    )
)
"""How far beneath a county the place lies that a name without one is of: 镇政府, no 墨冲镇政府."""


@dataclass(slots=True)
class Letters:
    """What is known of all letters together."""

    root: str = ""
    root_names: tuple[str, ...] = ()
    """What the topmost unit is called, by which bodies that are of all of it are known."""
    bodies: dict[str, View] = field(default_factory=dict)
    """By `key`: see `_body`."""
    county: int = 1
    """How many parts the address of a county has."""
    about: dict[str, dict[str, list[View]]] = field(default_factory=dict)
    """By batch, and by kind and id (`projects/…`) of what they are about, the latest first."""

    def of_unit(self, unit: str, rows: Iterable[View]) -> list[View]:
        """Return the bodies that answer letters of a unit, those with the most letters first."""
        keys = {self.key({**row, "unit": unit}): None for row in rows if row["by"]}
        found = [self.bodies[key] for key in keys]
        return sorted(found, key=lambda each: (-each["letters"], each["by"]))

    def key(self, row: View) -> str:
        """Return by what a body is known: a row has its name, `by`, and its `unit`."""
        name, unit = alike(row["by"]), "" if row["unit"] == self.root else row["unit"]
        wide = name.startswith(self.root_names)
        below = next((n for n, signs in _LEVELS if signs.search(name)), -self.county * wide)
        return "/".join((*unit.split("/")[: max(0, self.county + below)], name))

    def mark(self, batch: str) -> bytes:
        """Return the digest of what is asked about the records of a batch."""
        return digest(repr(self.about.get(batch, {})).encode()) if batch in self.about else b""


def join(
    rows: Iterable[View], root: str, root_names: Iterable[str], cut: int = CUT, county: int = 1
) -> Letters:
    """Return what is known of letters, from the rows of all of them; `root` is the topmost unit.

    The tree is `cut` into batches: see `batches.cut_of`. The address of a `county` has so many
    parts.
    """
    found = Letters(root, tuple(filter(None, map(alike, root_names))), county=county)
    every = [{**row, "unit": row["unit"] or root} for row in rows]
    by_body: dict[str, list[View]] = {}
    for row in every:
        if row["by"]:
            by_body.setdefault(found.key(row), []).append(row)
    found.bodies = {key: _body(own) for key, own in by_body.items()}
    every.sort(key=lambda row: (row["date"], row["id"]), reverse=True)
    for row in every:
        shown = _shown(row, found.bodies[found.key(row)] if row["by"] else None)
        for key in subjects(row):
            kind, _, ident = key.partition("/")
            batch = "" if kind == "commendations" else batch_of(place_of(kind, ident), cut)
            found.about.setdefault(batch, {}).setdefault(key, []).append(shown)
    return found


def subjects(row: View) -> list[str]:
    """Return what a letter is about, as kind and id; if nothing, the unit it was written to."""
    about: Mapping[str, str] = row["about"]
    named = [f"{folder}/{about[name]}" for name, folder in ABOUT.items() if about[name]]
    return named or [f"units/{row['unit']}"]


def _body(rows: list[View]) -> View:
    """Return how a body answers: its name, `by`, its `letters`, and how many of them are `open`.

    `overdue` are those past the promise; `usual` is the median of the days that the `of` latest
    answers took, None where these are few.
    """
    done = sorted(
        (row for row in rows if row["days"] is not None),
        key=lambda row: (row["answered"], row["date"], row["id"]),
    )[-LATEST:]
    states = [row["state"] for row in rows]
    return {
        "by": rows[0]["by"],
        "letters": len(rows),
        "open": states.count("open") + states.count("overdue"),
        "overdue": states.count("overdue"),
        "late": states.count("late"),
        "of": len(done),
        "usual": median(row["days"] for row in done) if len(done) >= FEWEST else None,
        "day_unit": rows[0]["day_unit"],
    }


def _shown(row: View, body: View | None) -> View:
    """Return what stands of a letter beside what it is about."""
    names = ("id", "unit", "date", "state", "title", "people", "due", "by", "answered", "answer")
    return {
        **{name: row[name] for name in (*names, "days", "day_unit", "until")},
        "usual": body["usual"] if body else None,
        "of": body["of"] if body else 0,
    }
