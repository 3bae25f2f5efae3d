"""The demonstration's ledger of money, from the prefecture to the projects.

It is made backwards from what the projects need, so that it adds up: each source of one of `FUNDS`
is assigned from an allotment of its county or town. What was put into a project in 2016, and funds
without a purpose of their own, name no allotment and stay outside.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Protocol

from generator.parse.amounts import parse_money

ROOT = "qiannan"
FUNDS = {
    "中央财政专项扶贫资金": ("zhongyang-fupin", "poverty"),
    "省级财政专项扶贫资金": ("sheng-fupin", "poverty"),
    "州级扶贫配套资金": ("zhou-peitao", "poverty"),
    "农田水利设施建设和水土保持补助资金": ("shuili", "water-soil"),
    "现代农业生产发展资金": ("xiandai-nongye", "modern-farming"),
    "农业技术推广与服务补助资金": ("nongji", "extension"),
    "农业综合开发补助资金": ("nongfa", "development"),
    "教育专项资金": ("jiaoyu", "education"),
    "卫生事业专项资金": ("weisheng", "health-social"),
    "县级涉农整合资金": ("zhenghe", "development"),
}
"""Fund → the name of its allotments, and their purpose."""
POOLED = "县级涉农整合资金"
ORIGINS = {
    "duyun": "农业综合开发补助资金、现代农业生产发展资金",
    "libo": "农业综合开发补助资金、农田水利设施建设和水土保持补助资金",
    "sandu": "农业技术推广与服务补助资金、农业综合开发补助资金",
}
THROUGH_TOWNS = ("libo", "zhongyang-fupin")
"""A county that passes one fund on to its towns."""
PRINCIPLES = ("按贫困人口数和上年完成情况分配", "按项目库排序安排", "按面积和受益人口分配")
LEFT = {
    ("duyun", 2018, "shuili"): 35_000_000,
    ("sandu", 2017, "sheng-fupin"): 12_345_678,
}
"""Money that a county received and has not assigned, in fen."""
GIVEN_BACK = {
    ("duyun", 2018, "shuili"): (10_000_000, date(2018, 12, 21), "项目结余，州财政收回"),
    ("sandu", 2018, "weisheng-3"): (
        10_000_000,
        date(2018, 12, 28),
        "没有可以安排的项目，州财政收回",
    ),
}
"""What of it went back to the prefecture, in fen, when, and why."""
LATE = {("sandu", 2018, "zhongyang-fupin"): 75}
"""Days after which the prefecture passed money on, where that was too late."""
Key = tuple[int, str]


class Project(Protocol):
    """What is known of a project that money may be assigned to."""

    year: int
    fate: str
    fields: dict[str, Any]

    @property
    def path(self) -> str: ...


@dataclass
class Allotment:
    """One allotment in the making."""

    unit: str
    name: str
    fund: str
    level: str
    above: "Allotment | None" = None
    day: date = date(2018, 12, 31)
    amount: int = 0
    note: str = ""
    takes: list[tuple[Project, dict[str, Any]]] = field(default_factory=list)

    @property
    def ident(self) -> str:
        return f"{self.unit}/{self.name}"


def assign(projects: Iterable[Project]) -> dict[str, bytes]:
    """Assign money to projects, writing it into their fields; return the allotments' files."""
    found: dict[str, Allotment] = {}
    for project in projects:
        if project.year < 2017 or project.fate in ("library", "stopped"):
            continue
        _, county, town, *_ = project.path.split("/")
        for source in project.fields.get("sources", ()):
            if source["fund"] in FUNDS:
                giver = _allotment(found, project, source, county, town)
                giver.takes.append((project, source))
                giver.amount += parse_money(source["amount"])
    for each in [*found.values()]:
        each.amount += LEFT.get((each.unit, int(each.name[:4]), each.name[5:]), 0)
    _date(found)
    _add_above(found)
    _add_new(found)
    for each in found.values():
        for _, source in each.takes:
            source["document"] = _document(each)
            source["allocation"] = each.ident
    for project in {id(p): p for each in found.values() for p, _ in each.takes}.values():
        _attribute(project.fields)
    return {f"allocations/{ident}.yaml": _written(each) for ident, each in sorted(found.items())}


def _allotment(
    found: dict[str, Allotment], project: Project, source: dict[str, Any], county: str, town: str
) -> Allotment:
    """Return the allotment that a source is assigned from, made where there is none yet."""
    name, _ = FUNDS[source["fund"]]
    unit = f"{county}/{town}" if (county, name) == THROUGH_TOWNS else county
    name = f"{project.year}-{name}"
    if unit == "sandu" and project.fate == "approved" and project.year == 2018:
        name += "-2"  # money that came at the end of the year, for what is yet to begin
    return found.setdefault(
        f"{unit}/{name}", Allotment(unit, name, source["fund"], source["level"])
    )


def _date(found: dict[str, Allotment]) -> None:
    """Let money come in time for the first payment from it."""
    for each in found.values():
        paid = [
            date.fromisoformat(payment["date"])
            for project, _ in each.takes
            for payment in project.fields.get("payments", ())
        ]
        year = int(each.name[:4])
        each.day = min([date(year, 3, 20), *(day - timedelta(days=9) for day in paid)])
        if each.name.endswith("-2"):
            each.day = date(2018, 12, 10)
            each.note = "年底追加的一批"
            each.amount += 8_000_000 if each.name == "2018-zhongyang-fupin-2" else 0


def _add_above(found: dict[str, Allotment]) -> None:
    """Add what the counties and the prefecture passed on."""
    for depth in (1, 0):
        below: dict[str, list[Allotment]] = defaultdict(list)
        for each in [*found.values()]:
            unit = each.unit.rpartition("/")[0] if depth else ROOT
            if each.unit.count("/") == depth and each.unit != ROOT and each.fund != POOLED:
                below[f"{unit}/{each.name}"].append(each)
        for ident, onward in below.items():
            unit, _, name = ident.rpartition("/")
            first = min(each.day for each in onward)
            above = found.setdefault(ident, Allotment(unit, name, onward[0].fund, onward[0].level))
            above.day = min(above.day, first - timedelta(days=15))
            for each in onward:
                each.above = above
                above.amount += each.amount
                late = LATE.get((each.unit, int(name[:4]), name[5:]))
                each.day = above.day + timedelta(days=late or 15)


def _add_new(found: dict[str, Allotment]) -> None:
    """Add money that came to the prefecture and to a county in December and waits."""
    fund = "卫生事业专项资金"
    above = Allotment(ROOT, "2018-weisheng-2", fund, "province", day=date(2018, 12, 3))
    above.amount, above.note = 90_000_000, "提前下达2019年的资金"
    below = Allotment("duyun", above.name, fund, "province", above, date(2018, 12, 18), 60_000_000)
    back = Allotment("sandu", "2018-weisheng-3", fund, "province", above, date(2018, 12, 18))
    back.amount = 10_000_000
    found |= {each.ident: each for each in (above, below, back)}


def _attribute(fields: dict[str, Any]) -> None:
    """Say of payments from which allotment they were made, as far as what is assigned reaches."""
    sources = fields["sources"]
    if len({each.get("allocation") for each in sources}) == 1:
        return  # it is known without being said
    left = {
        each["allocation"]: parse_money(each["amount"]) for each in sources if "allocation" in each
    }
    for payment in fields.get("payments", ()):
        amount = parse_money(payment["amount"])
        giver = next((ident for ident, fen in left.items() if fen >= amount), None)
        if giver:
            left[giver] -= amount
            payment["allocation"] = giver
            for each in fields.get("returns", ()):
                each["allocation"] = giver


def _document(each: Allotment) -> str:
    issuer = {0: "财农", 1: "州财农"}.get(each.unit.count("/") + (each.unit != ROOT), "县财农")
    number = sum(map(ord, each.ident)) % 60 + 1
    return f"示例{issuer}〔{each.day.year}〕{number}号"


def _written(each: Allotment) -> bytes:
    return "".join(f"{name}: {value}\n" for name, value in _lines(each)).encode()


def _lines(each: Allotment) -> Iterator[tuple[str, str]]:
    yield "date", each.day.isoformat()
    yield "document", _document(each)
    yield "fund", each.fund
    yield "level", each.level
    yield "purpose", FUNDS[each.fund][1]
    yield "amount", f"{each.amount // 100}.{each.amount % 100:02d}元"
    back = GIVEN_BACK.get((each.unit, int(each.name[:4]), each.name[5:]))
    if back:
        fen, day, why = back
        amount = f"{fen // 100}.{fen % 100:02d}元"
        yield "returns", f"[{{date: {day}, amount: {amount}, why: '{why}'}}]"
    if each.above:
        yield "from_allocation", each.above.ident
    if each.fund == POOLED:
        yield "pooled", "yes"
        yield "origin", ORIGINS[each.unit]
    yield "principle", PRINCIPLES[sum(map(ord, each.name)) % len(PRINCIPLES)]
    if each.unit == ROOT:
        yield "phone", "0854-0000010"
    if each.note:
        yield "note", each.note
