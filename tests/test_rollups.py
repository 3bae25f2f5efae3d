"""Every figure of the command system at a unit is what one counts in the records below it.

Records are drawn as a clerk would type them, written to a folder and read as a build reads them;
they are counted here once more, straight from what was drawn, without the program's own rules.
"""

import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from generator.model.kinds.kind import Cadence, Rules
from tests.records import RULES, Small, steady, unit

UNITS = {
    "shili": "prefecture",
    "jia": "county",
    "yi": "county",
    "jia/dong": "town",
    "jia/xi": "town",
    "yi/nan": "town",
    "jia/dong/shang": "village",
    "jia/dong/xia": "village",
    "jia/xi/zhong": "village",
    "yi/nan/qiao": "village",
}
ABOVE = {each: each.rpartition("/")[0] or "shili" for each in UNITS if each != "shili"}
MONTHS = {"county": 3, "town": 1}
MONTHLY = Rules(
    RULES.as_of,
    RULES.categories,
    RULES.commendation_notice,
    meetings={"county": Cadence("quarter", "示例规定"), "town": Cadence("month", "示例规定")},
)


class World(NamedTuple):
    """What was typed: by unit."""

    established: dict[str, str]
    meetings: dict[str, list[date]]
    rectifications: dict[str, list[tuple[str, str]]]
    """Deadline and day of closing of each, "" where there is none."""
    contacts: dict[str, dict[str, list[str]]]
    """Place within the village ("" for all of it) → the posts there: held, vacant or over."""


DAYS = st.dates(date(2017, 6, 1), RULES.as_of)
DEADLINES = st.sampled_from(["", "2018-06-30", "2018-12-31", "2019-03-01"])
CLOSINGS = st.sampled_from(["", "2018-06-15", "2018-07-20", "2018-12-31"])
VILLAGES = [each for each, level in UNITS.items() if level == "village"]
WORLDS = st.builds(
    World,
    st.dictionaries(st.sampled_from([*UNITS]), st.sampled_from(["2017", "2018-05", "2018-12-01"])),
    st.dictionaries(st.sampled_from([*UNITS]), st.lists(DAYS, max_size=6, unique=True)),
    st.dictionaries(
        st.sampled_from([*UNITS]), st.lists(st.tuples(DEADLINES, CLOSINGS), max_size=4)
    ),
    st.dictionaries(
        st.sampled_from(VILLAGES),
        st.dictionaries(
            st.sampled_from(["", "一组", "二组"]),
            st.lists(st.sampled_from(["held", "vacant", "over"]), min_size=1, max_size=2),
        ),
    ),
)


def files(world: World) -> dict[str, str]:
    """Return the records as files."""
    found = {}
    for ident, level in UNITS.items():
        more = {"established": world.established[ident]} if ident in world.established else {}
        found[f"content/units/{ident}.yaml"] = unit(level, **more)
    for ident, days in world.meetings.items():
        for day in days:
            found[f"content/meetings/{ident}/{day}.yaml"] = f"date: {day}\n"
    for ident, several in world.rectifications.items():
        for n, (deadline, closed) in enumerate(several):
            lines = ["date: 2018-05-02", "found: 公示不够天数", "by: 示例县扶贫局"]
            lines += [f"deadline: {deadline}"] if deadline else []
            if closed:
                lines.append("done: [{date: 2018-06-01, what: 补了公示}]")
                lines.append(f"closed: {{date: {closed}, by: 示例县扶贫局}}")
            found[f"content/rectifications/{ident}/2018-{n}.yaml"] = "\n".join(lines) + "\n"
    said = {"held": "person: 示例甲", "vacant": "vacant: yes", "over": "person: 乙, until: 2018-03"}
    for ident, places in world.contacts.items():
        posts = [
            f"  - {{role: both, {f'group: {place}, ' if place else ''}{said[each]}}}\n"
            for place, several in places.items()
            for each in several
        ]
        text = "groups: [一组, 二组]\nposts:" + ("\n" + "".join(posts) if posts else " []\n")
        found[f"content/supervisors/{ident}.yaml"] = text
    return found


def own(world: World, ident: str) -> Counter[str]:
    """Count what the records of one unit say."""
    found: Counter[str] = Counter()
    level, days = UNITS[ident], world.meetings.get(ident, [])
    found["meetings"] = found["meetings:none"] = len(days)
    if level in MONTHS:
        found.update(met(MONTHS[level], days, world.established.get(ident, "")))
    for deadline, closed in world.rectifications.get(ident, []):
        late = bool(deadline) and (closed or RULES.as_of.isoformat()) > deadline
        state = ("closed_late" if late else "closed") if closed else "overdue" if late else "open"
        found["rectifications"] += 1
        found[f"rectifications:{state}"] += 1
        if not deadline:
            found["unknown:rectifications"] += 1
        elif state != "open":
            found["kept:rectifications" if state == "closed" else "missed:rectifications"] += 1
    if level == "village":
        places = world.contacts.get(ident)
        for place in ("", "一组", "二组") if places is not None else ():
            posts = places.get(place) if places else None
            state = "unknown" if posts is None else "kept" if "held" in posts else "missed"
            found[f"{state}:supervisors"] += 1
        found["unknown:supervisors"] += places is None
    return found


def met(months: int, days: list[date], established: str) -> dict[str, int]:
    """Count the periods from the first to the last that is over, month by month."""
    number = {day: (day.year * 12 + day.month - 1) // months for day in days}
    if established:
        year, month = int(established[:4]), int(established[5:7] or 1)
        first = (year * 12 + month - 1) // months
    elif days:
        first = min(number.values())
    else:
        return {"unknown:meetings": 1}
    last = (RULES.as_of.year * 12 + RULES.as_of.month - 1) // months
    held = {n for n in number.values() if n >= first}
    return {
        "kept:meetings": len(held),
        "missed:meetings": len(set(range(first, last)) - held),
    }


def below(ident: str) -> set[str]:
    """Return the unit and all below it."""
    return {ident}.union(*(below(each) for each, above in ABOVE.items() if above == ident))


COUNTED = ("meetings", "rectifications", "supervisors")


@steady(40)
@given(WORLDS)
def test_every_figure_of_a_unit_is_the_count_of_the_records_below(world: World) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found, problems = Small(Path(folder), files(world), rich=False).library(MONTHLY)
    assert [each for each in problems if each.severity == "error"] == []
    for ident in UNITS:
        counted: Any = sum((own(world, each) for each in below(ident)), Counter())
        figures = {
            name: number
            for name, number in found.figures[ident].items()
            if number
            and name.replace(":", " ").split()[0 if name.startswith(COUNTED) else -1] in COUNTED
        }
        assert figures == {name: number for name, number in counted.items() if number}, ident
