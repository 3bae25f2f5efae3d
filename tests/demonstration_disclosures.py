"""The demonstration's notices: put up in time and late, long enough and too briefly, or not at all.

They go by the days of the projects they disclose. Some villages of the second and third county
record hardly any, so that what is missing shows too.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from tests.demonstration_files import markdown
from tests.demonstration_meetings import COUNTIES, VILLAGES
from tests.demonstration_pictures import picture

Fields = dict[str, Any]

OFFICE = "0854-0000700"
ASKED = (
    ("问受益户数怎么算的", "按组逐户登记后相加，登记表在村委会可以查"),
    ("要求写明材料从哪里买", "已在公示栏补写供货单位和单价"),
    ("反映公示栏位置太偏", "已在村口小卖部旁加贴一份"),
)
BODIES = (
    "项目的资金、工期、负责人和受益户数都贴在公示栏上，网站上的项目页也能查。",
    "对公示内容有意见，可以打电话，也可以到办公室当面说。",
)
PICTURED = {"duyun/mochong/bingwu", "sandu/dujiang/zenlei"}
"""The villages whose board is shown."""
NONE_BEFORE_START = {"libo/yaoshan/gaoqiao", "libo/yaoshan/qunli", "sandu/jiuqian/yanggong"}
"""The villages that put nothing up before work starts."""


def records(projects: Mapping[str, Fields]) -> dict[str, bytes]:
    """Return path → bytes of every notice and picture of a board; `projects` goes by their ids."""
    files: dict[str, bytes] = {}
    for path, fields, body in _all(projects):
        files[f"disclosures/{path}.md"] = markdown(fields, body)
    for village in sorted(PICTURED):
        files[f"disclosures/{village}/gongshilan.png"] = picture("board", village)
    return files


def _all(projects: Mapping[str, Fields]) -> Iterator[tuple[str, Fields, str]]:
    villages = [f"{town}/{each}" for town, below in VILLAGES.items() for each in below]
    for n, village in enumerate(villages):
        own = {ident: each for ident, each in projects.items() if _place(ident) == village}
        yield from _village(n, village, own)
    for n, county in enumerate(COUNTIES):
        yield from _county(n, county, projects)
    for n, town in enumerate(VILLAGES):
        yield from _town(n, town, projects)
    yield from _prefecture()


def _place(ident: str) -> str:
    return ident.rpartition("/")[0]


def _village(n: int, village: str, own: Mapping[str, Fields]) -> Iterator[tuple[str, Fields, str]]:
    """Yield what a village puts up on its board: before work starts, and once it is done."""
    for ident, project in own.items():
        slug = ident.rpartition("/")[2]
        begun, done = (
            project.get("actual", {}).get("start"),
            project.get("actual", {}).get("finish"),
        )
        if project["stage"] == "accepted" and begun and len(begun) == 10:
            if village in NONE_BEFORE_START:
                continue
            first = date.fromisoformat(begun) - timedelta(days=14 if n % 6 != 3 else -5)
            days = 6 if n % 7 == 4 else 12
            board = _board(village, first, days)
            title = f"{project['title']}开工前公示（示例）"
            fields = _notice("before_start", title, first, days, [ident])
            yield (
                f"{village}/{slug}-kaigong",
                {**fields, "places": [board]} | _said(n, first),
                _body(n),
            )
        elif project["stage"] == "failed" and done and n % 3:
            first = date.fromisoformat(done) + timedelta(days=9 if n % 4 else 50)
            title = f"{project['title']}完工公告（示例）"
            fields = _notice("after_completion", title, first, None, [ident])
            yield f"{village}/{slug}-wangong", fields, _body(n)
        elif project["stage"] == "approved" and n % 3 == 0:
            first = date(2018, 12, 24) if n % 2 else date(2019, 1, 4)
            board = {"where": "board", "unit": village, "up": first.isoformat()}
            title = f"{project['title']}开工前公示（示例）"
            fields = _notice("before_start", title, first, 14, [ident])
            up = {"places": [board]} if first.year == 2018 else {}
            yield f"{village}/{slug}-kaigong", {**fields, **up}, _body(n)


def _county(
    n: int, county: str, projects: Mapping[str, Fields]
) -> Iterator[tuple[str, Fields, str]]:
    """Yield the year plan of a county, and what was completed in its towns."""
    own = [(ident, each) for ident, each in projects.items() if ident.startswith(f"{county}/")]
    name = COUNTIES[county][0]
    for year in ("2017", "2018"):
        planned = [i for i, each in own if each["year"] == year and each["stage"] != "library"]
        first = date(int(year), 1, 9 + n)
        title = f"{name}{year}年度扶贫项目计划公示（示例）"
        days = 7 if (n, year) == (2, "2017") else 15
        fields = _notice("year_plan", title, first, days, planned)
        site = {"where": "website", "url": f"https://example.org/{county}/{year}-jihua.html"}
        yield (
            f"{county}/{year}-niandu-jihua",
            {**fields, "places": [site]} | _said(n, first),
            _body(n),
        )
    done = [i for i, each in own if each["stage"] == "accepted" and each["year"] == "2017"]
    first = date(2018, 3, 6 + n)
    title = f"{name}2017年度完工项目公告（示例）"
    yield f"{county}/2017-wangong", _notice("after_completion", title, first, None, done), _body(n)


def _town(n: int, town: str, projects: Mapping[str, Fields]) -> Iterator[tuple[str, Fields, str]]:
    """Yield what a town adds to the library each fourth quarter, and the plans it changes."""
    own = [(ident, each) for ident, each in projects.items() if ident.startswith(f"{town}/")]
    name = next(
        towns[town.rpartition("/")[2]] for _, towns in COUNTIES.values() if _has(towns, town)
    )
    asked = [ident for ident, each in own if each["stage"] == "library"]
    first = date(2018, 12, 20 + n)
    fields = _notice("library", f"{name}2019年项目库公示（示例）", first, 14, asked)
    yield f"{town}/2019-xiangmuku", {**fields, **_said(n, first)}, _body(n)
    changed = [
        (ident, each["changes"][0]["date"])
        for ident, each in own
        if each.get("changes") and each["stage"] in ("completed", "under_way", "accepted")
    ]
    for ident, when in changed[:2]:
        first = date.fromisoformat(when) + timedelta(days=12 if n % 3 else 40)
        title = f"{projects[ident]['title']}计划调整公示（示例）"
        fields = _notice("plan_change", title, first, 12, [ident])
        path = ident.replace(f"{town}/", "").replace("/", "-")
        yield f"{town}/{path}-tiaozheng", {**fields, **_said(n + 1, first)}, _body(n)


def _has(towns: Mapping[str, str], town: str) -> bool:
    return town.rpartition("/")[2] in towns


def _prefecture() -> Iterator[tuple[str, Fields, str]]:
    """Yield the allocation of the year's money, and the commendations of two years."""
    fields = _notice(
        "allocation", "2018年州级扶贫资金分配结果公告（示例）", date(2018, 1, 15), None, []
    )
    fields["allocations"] = ["qiannan/2018-zhongyang-fupin", "qiannan/2018-sheng-fupin"]
    yield "qiannan/2018-zijin-fenpei", fields, _body(0)
    for year, proposed, days, decided in (
        (2017, date(2017, 6, 12), 5, date(2017, 7, 3)),
        (2018, date(2018, 6, 11), 10, date(2018, 8, 20)),
    ):
        named = {"commendation": f"qiannan/{year}-niandu-biaozhang"}
        title = f"{year}年度脱贫攻坚拟表彰名单公示（示例）"
        fields = _notice("commendation_proposed", title, proposed, days, [])
        yield f"qiannan/{year}-ni-biaozhang", {**fields, **named}, _body(1)
        title = f"{year}年度脱贫攻坚表彰决定公告（示例）"
        fields = _notice("commendation_decided", title, decided, None, [])
        yield f"qiannan/{year}-biaozhang-jueding", {**fields, **named}, _body(0)


def _notice(stage: str, title: str, first: date, days: int | None, projects: list[str]) -> Fields:
    fields: Fields = {
        "stage": stage,
        "title": title,
        "year": str(first.year),
        "first": first.isoformat(),
    }
    if days:
        fields["last"] = (first + timedelta(days=days - 1)).isoformat()
    if projects:
        fields["projects"] = projects
    return {**fields, "phone": OFFICE}


def _board(village: str, up: date, days: int) -> Fields:
    down = (up + timedelta(days=days - 1)).isoformat()
    board = {"where": "board", "unit": village, "up": up.isoformat(), "down": down}
    if village in PICTURED:
        photo = {"file": "gongshilan.png", "alt": "村公示栏上并排贴着几张公示"}
        return {**board, "photo": photo}
    return board


def _said(n: int, first: date) -> Fields:
    """Return objections: of each third notice one, one of them never answered."""
    if n % 3:
        return {"objections": []} if n % 2 else {}
    what, answer = ASKED[n // 3 % len(ASKED)]
    received = first + timedelta(days=2)
    if received > date(2018, 12, 31):
        return {}
    said = {"date": received.isoformat(), "what": what}
    left = n % 9 == 6 and received.year == 2018
    if received <= date(2018, 12, 26) and not left:
        answered = (received + timedelta(days=3)).isoformat()
        said |= {"answer": answer, "answered": answered}
    return {"objections": [said]}


def _body(n: int) -> str:
    return BODIES[n % len(BODIES)]
