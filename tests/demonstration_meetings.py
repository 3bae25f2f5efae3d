"""The demonstration's meetings: three counties, their towns and the prefecture, kept and missed."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

COUNTIES = {
    "duyun": ("都匀市", {"mochong": "墨冲镇", "guilan": "归兰水族乡"}),
    "libo": ("荔波县", {"jialiang": "甲良镇", "yaoshan": "瑶山瑶族乡"}),
    "sandu": ("三都水族自治县", {"dujiang": "都江镇", "jiuqian": "九阡镇"}),
}
VILLAGES = {
    "duyun/mochong": ("bingwu", "liangmu", "shazhai"),
    "duyun/guilan": ("fenghe", "jichang", "wengqi"),
    "libo/jialiang": ("meitao", "shiban", "binghua"),
    "libo/yaoshan": ("hongguang", "gaoqiao", "qunli"),
    "sandu/dujiang": ("zenlei", "dayu", "bajie"),
    "sandu/jiuqian": ("shuige", "shuixi", "yanggong"),
}
MISSED = {
    "qiannan": {"2017-07"},
    "libo": {"2017-10"},
    "sandu": {"2018-04"},
    "duyun/guilan": {"2018-05"},
    "libo/yaoshan": {"2018-02", "2018-08"},
    "sandu/jiuqian": {"2018-06", "2018-07", "2018-11"},
}
"""The periods, by their first month, that no meeting is recorded of."""
ASKED = (
    ("核对项目进度，进度慢的项目逐个说明原因", "项目负责人"),
    ("补齐公示栏上的资金和工期", "村民委员会"),
    ("完工项目尽快申请验收", "实施单位"),
    ("核实民生监督员空缺，补选到位", "村民小组"),
    ("雨季前清理水沟、加固边坡", "施工单位"),
    ("兑付到期的工程款和务工工资", "财政所"),
)
HEARD = (
    "听取了下级单位的汇报，逐个核对了项目的资金、进度和验收情况。",
    "看了项目现场，对照工期表说明了哪些快、哪些慢。",
    "通报了上次会议所定事项的办理情况。",
    "村民代表提出的问题当场作了答复，答复不了的定了时间。",
)


def records() -> dict[str, bytes]:
    """Return path → bytes of every meeting."""
    return {f"meetings/{path}.md": text for path, text in _all()}


def _all() -> Iterator[tuple[str, bytes]]:
    yield from _series("qiannan", "州", 2016, 6, sorted(COUNTIES))
    for n, (county, (name, towns)) in enumerate(COUNTIES.items()):
        below = [f"{county}/{town}" for town in towns]
        yield from _series(county, name, 2017, 3, below, n)
        for m, (town, called) in enumerate(towns.items()):
            ident = f"{county}/{town}"
            villages = [f"{ident}/{village}" for village in VILLAGES[ident]]
            yield from _series(ident, called, 2018, 1, villages, n + m)


def _series(
    unit: str, name: str, since: int, months: int, below: Sequence[str], seed: int = 0
) -> Iterator[tuple[str, bytes]]:
    """Yield the meetings of a unit, one each period of so many months up to the end of 2018."""
    periods = [(year, month) for year in range(since, 2019) for month in range(1, 13, months)]
    for n, (year, month) in enumerate(periods):
        period = f"{year}-{month:02d}"
        if period in MISSED.get(unit, ()):
            continue
        day = date(year, month + (months - 1) // 2, 8 + (seed * 5 + n * 3) % 18)
        fields = _meeting(name, day, below, seed + n, last=n + 1 == len(periods))
        yield f"{unit}/{day.isoformat()[:7]}", _markdown(fields, HEARD[(seed + n) % len(HEARD)])


def _meeting(name: str, day: date, below: Sequence[str], n: int, *, last: bool) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "date": day.isoformat(),
        "title": f"{name}脱贫攻坚调度会（示例）",
        "chair": "示例负责人",
        "present": 12 + n * 7 % 30,
        "reports": [unit for m, unit in enumerate(below) if n % 4 or m],
    }
    decisions = [_decision(day, n + m, last=last) for m in range(n % 3)]
    if decisions:
        fields["decisions"] = decisions
    return fields


def _decision(day: date, n: int, *, last: bool) -> dict[str, Any]:
    what, owner = ASKED[n % len(ASKED)]
    made: dict[str, Any] = {"what": what, "owner": owner}
    if n % 11 == 7:
        return made  # nobody said by when
    due = _after(day, 25)
    made["due"] = due.isoformat()
    if last:
        made["due"] = "2019-01-31"
    elif n % 9 == 4:
        made["done"] = min(_after(due, 12), date(2018, 12, 30)).isoformat()
    elif n % 13 != 5:
        made["done"] = _after(day, 14).isoformat()
    return made


def _after(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() + days)


def _markdown(fields: dict[str, Any], body: str) -> bytes:
    lines = ["---"]
    for name, value in fields.items():
        if name == "reports":
            lines.append(f"reports: [{', '.join(value)}]")
        elif name == "decisions":
            lines.append("decisions:")
            for each in value:
                first, *rest = each.items()
                lines.append(f"  - {first[0]}: {first[1]}")
                lines += [f"    {key}: {one}" for key, one in rest]
        else:
            lines.append(f"{name}: {value}")
    return ("\n".join([*lines, "---", "", body]) + "\n").encode()
