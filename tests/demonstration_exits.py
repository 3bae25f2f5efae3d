"""The demonstration's poverty exits: every state, with figures that are visibly made up.

The one real figure is that of the article: 592,400 rural poor at the end of 2015.
"""

from collections.abc import Mapping

from tests.demonstration_files import markdown

MADE_UP = "除注明来源的以外，这里的年份和人数都是演示用的示例，不是真实数字。"
SAMPLE = "示例数据，不是真实数字"
ARTICLE = "黔南州委党建工作领导小组办公室文章：截至2015年底农村贫困人口59.24万人"
PREFECTURE = (
    ("2015", "592400", "", ARTICLE),
    ("2016", "", "450000", SAMPLE),
    ("2017", "310000", "300000", SAMPLE),
    ("2018", "110000", "100000", SAMPLE),
    ("2020", "", "0", SAMPLE),
)
COUNTIES: Mapping[str, tuple[str, str, tuple[tuple[str, str, str, str], ...]]] = {
    "duyun": ("", "", (("2016", "30000", "", SAMPLE), ("2018", "10000", "12000", SAMPLE))),
    "libo": ("2018", "2018-11-20", (("2016", "20000", "", SAMPLE), ("2017", "", "9000", SAMPLE))),
    "sandu": ("2018", "", (("2017", "40000", "40000", SAMPLE), ("2018", "20000", "", SAMPLE))),
}
"""County → planned year, day of its exit ("" for not stated), and its poor people."""
VILLAGES: Mapping[str, tuple[str, str]] = {
    "duyun/mochong/bingwu": ("2016", "2016-12"),
    "duyun/mochong/liangmu": ("2017", "2017-11-30"),
    "duyun/mochong/shazhai": ("2017", "2018-06-15"),
    "duyun/guilan/fenghe": ("2018", "2018-10-26"),
    "duyun/guilan/jichang": ("2018", "2018-10-26"),
    "duyun/guilan/wengqi": ("2017", ""),
    "libo/jialiang/meitao": ("2016", "2016-12"),
    "libo/jialiang/shiban": ("2017", "2017-12-08"),
    "libo/jialiang/binghua": ("2018", "2018-09-20"),
    "libo/yaoshan/hongguang": ("2018", "2018-09-20"),
    "libo/yaoshan/gaoqiao": ("2016", "2017-05-11"),
    "libo/yaoshan/qunli": ("", "2018-09-20"),
    "sandu/dujiang/zenlei": ("2017", "2017-12-01"),
    "sandu/dujiang/dayu": ("2018", "2018-11-12"),
    "sandu/dujiang/bajie": ("2018", ""),
    "sandu/jiuqian/shuige": ("2018", "2018-11-12"),
    "sandu/jiuqian/shuixi": ("2018", ""),
    "sandu/jiuqian/yanggong": ("", ""),
}
"""Village → planned year and day of its exit."""


def records() -> dict[str, bytes]:
    """Return path → bytes of every exit."""
    found = {"exits/qiannan.md": _record("", "", PREFECTURE, MADE_UP)}
    for county, (planned, day, population) in COUNTIES.items():
        found[f"exits/{county}.md"] = _record(planned, day, population, MADE_UP)
    for village, (planned, day) in VILLAGES.items():
        text = "" if planned or day else "哪一年退出，县里还没有定（示例）。"
        found[f"exits/{village}.md"] = _record(planned, day, (), text)
    return found


def _record(
    planned: str, day: str, population: tuple[tuple[str, str, str, str], ...], text: str
) -> bytes:
    fields: dict[str, object] = {}
    if population:
        names = ("year", "poor_people", "planned", "source")
        fields["population"] = [
            {name: value for name, value in zip(names, each, strict=True) if value}
            for each in population
        ]
    if planned:
        fields["planned"] = planned
    if day:
        fields["exited"] = {
            "date": day,
            "document": f"示例扶退〔{day[:4]}〕{int(day[5:7])}号",
            "evaluated_by": "示例第三方评估组",
        }
    return markdown(fields or {"status": "published"}, text)
