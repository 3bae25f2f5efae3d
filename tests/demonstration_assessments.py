"""The demonstration's assessments: 2017 scored, 2018 under way, one year vetoed."""

from collections.abc import Iterator
from typing import Any

from tests.demonstration_files import markdown
from tests.demonstration_meetings import COUNTIES

MEASURES = (
    ("减少贫困人口", 20, True),
    ("项目和资金管理", 15, True),
    ("党建促脱贫", 10, True),
    ("产业发展", 25, False),
    ("民生保障", 20, False),
    ("安全和环保", 10, False),
)
LATE = {("duyun/guilan", 2017, 2): "2018-02-09", ("libo", 2018, 1): "2018-08-06"}
MISSING = {("sandu/jiuqian", 2018, 1), ("sandu", 2017, 1)}
VETO = {
    ("libo/jialiang", 2018): {
        "date": "2018-12-20",
        "why": "负面清单上的问题到期没有改，群众意见大",
        "rectification": "libo/jialiang/2018-taizhang",
    }
}
FOUND = (
    "两个村的公示栏三个月没有更新",
    "抽查的项目资料齐全，现场和台账对得上",
    "问到的群众多数说得出监督员是谁",
    "一处项目现场没有立牌",
)
CONSEQUENCES = (
    ("warning", "项目进度落后计划一个季度"),
    ("talk", "连续两次会议定的事没有办"),
    ("accountability", "补助发放拖延，追查了经办环节"),
)


def records() -> dict[str, bytes]:
    """Return path → bytes of every assessment."""
    return {
        f"assessments/{unit}/{year}.md": markdown(
            _assessment(unit, above, year, n), "考核内容和权重由上级指挥部年初下达。"
        )
        for n, (unit, above) in enumerate(_units())
        for year in (2017, 2018)
    }


def _units() -> Iterator[tuple[str, str]]:
    for county, (name, towns) in COUNTIES.items():
        yield county, "黔南州脱贫攻坚指挥部"
        for town in towns:
            yield f"{county}/{town}", f"{name}脱贫攻坚指挥部"


def _assessment(unit: str, above: str, year: int, n: int) -> dict[str, Any]:
    measures = []
    for m, (name, weight, poverty) in enumerate(MEASURES):
        each: dict[str, Any] = {"name": name, "weight": str(weight)}
        if year == 2017 or m < 2:  # of this year only the first scores are in
            each["score"] = f"{72 + (n * 7 + m * 5 + year) % 24 + (n + m) % 2 * 0.5:g}"
        measures.append(each | ({"poverty": "yes"} if poverty else {}))
    fields: dict[str, Any] = {"year": str(year), "measures": measures}
    usual = {1: f"{year}-07-{10 + n}", 2: f"{year + 1}-01-{12 + n}"}
    fields["reports"] = [
        {"half": str(half), "date": LATE.get((unit, year, half), day), "to": above}
        for half, day in usual.items()
        if (unit, year, half) not in MISSING and day < "2018-12-31"
    ]
    if "/" not in unit:
        fields["evaluations"] = [
            {
                "date": f"{year}-11",
                "evaluator": "示例第三方评估机构",
                "method": "抽查10个村，入户问卷200份，看现场",
                "result": f"群众满意度{88 + (n + year) % 9}.{n % 10}%",
            }
        ]
    fields["inspections"] = [
        {
            "date": f"{year}-09-{5 + n:02d}",
            "kind": ("open", "covert")[(n + year) % 2],
            "by": "示例督查组",
            "found": FOUND[(n + year) % len(FOUND)],
        }
    ]
    if (n + year) % 3 == 0:
        kind, why = CONSEQUENCES[(n // 3 + year) % len(CONSEQUENCES)]
        fields["consequences"] = [{"date": f"{year}-10-{8 + n:02d}", "kind": kind, "why": why}]
    if (unit, year) in VETO:
        fields["veto"] = VETO[unit, year]
    return fields
