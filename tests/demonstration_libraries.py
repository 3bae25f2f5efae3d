"""The demonstration's project libraries: readjusted in time, too early, or not at all."""

from collections.abc import Iterable
from typing import Any, Protocol

from tests.demonstration_files import as_yaml

READJUSTED = {
    "duyun": {2016: "2016-11-24", 2017: "2017-11-21", 2018: "2018-11-15"},
    "libo": {2016: "2016-12-08", 2018: "2018-10-30"},
    "sandu": {2017: "2017-09-12", 2018: "2018-12-06"},
}
"""When each county readjusted its library for a year: libo missed one, sandu was too early once."""
URGENCIES = ("急", "重", "缓", "轻")
WHY = {
    "急": ("雨季前要完工", "群众反映最急"),
    "重": ("受益户数多", "关系到全村出列"),
    "缓": ("等水源定下来再做", ""),
    "轻": ("", "排在同类项目之后"),
}


class Project(Protocol):
    """What is known of a project."""

    year: int
    fate: str
    fields: dict[str, Any]

    @property
    def path(self) -> str: ...


def records(projects: Iterable[Project]) -> dict[str, bytes]:
    """Return path → bytes of every library."""
    every = [*projects]
    return {
        f"libraries/{county}/{year}.yaml": _library(county, year, day, every).encode()
        for county, years in READJUSTED.items()
        for year, day in years.items()
    }


def _library(county: str, year: int, day: str, projects: list[Project]) -> str:
    own = [each for each in projects if each.path.startswith(f"projects/{county}/")]
    kept = [each for each in own if each.year == year and each.fate != "stopped"]
    if year == 2018:  # what waits in the library is carried on to the next year
        kept += [each for each in own if each.year < year and each.fate == "library"]
    kept.sort(key=lambda each: (URGENCIES.index(each.fields["urgency"]), each.path))
    gone = [each for each in own if each.year == year - 1 and each.fate == "stopped"]
    fields: dict[str, Any] = {
        "year": str(year),
        "date": day,
        "document": f"示例扶领〔{day[:4]}〕{sum(map(ord, county)) % 40 + 1}号",
        "entries": [_entry(each, n) for n, each in enumerate(kept)],
    }
    if gone:
        fields["removed"] = [
            {"project": _ident(each), "why": each.fields["changes"][0]["why"]} for each in gone
        ]
    return as_yaml(fields)


def _entry(each: Project, n: int) -> dict[str, str]:
    urgency = each.fields["urgency"]
    why = WHY[urgency][n % 2]
    return {"project": _ident(each), "urgency": urgency, **({"why": why} if why else {})}


def _ident(each: Project) -> str:
    return each.path.removeprefix("projects/").removesuffix(".md")
