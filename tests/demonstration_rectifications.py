"""The demonstration's rectifications: found, mended in time or late, overdue, still open."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tests.demonstration_files import as_yaml, markdown
from tests.demonstration_meetings import COUNTIES, VILLAGES
from tests.demonstration_pictures import picture

CASES: tuple[tuple[str, str, str, str, str], ...] = (
    ("gongshi", "有两个项目开工前没有在公示栏公示", "村民委员会", "补贴公示，拍照存档", "tea"),
    ("taizhang", "项目台账和付款凭证对不上", "财政所", "逐笔核对，补齐了凭证", ""),
    ("weihu", "路面排水沟堵了，没有人管护", "村民委员会", "清了水沟，定了管护的人", "road_works"),
    ("zijin", "一笔补助到账三个月还没有发下去", "财政所", "按名单发到户，张贴发放表", ""),
    ("jindu", "工程比计划晚了两个月，没有说明原因", "项目负责人", "增加人手，每周报一次进度", ""),
    ("yanshou", "完工两个月没有申请验收", "实施单位", "补齐资料，申请了验收", ""),
    ("jiandu", "两个组的监督员空缺半年", "村民委员会", "开小组会补选到位", ""),
    ("dianhua", "公示栏上的举报电话打不通", "扶贫工作站", "换了号码，重新张贴", ""),
)
"""Name of the file, what was found, who mends it, what was done, and a scene that shows it."""
BODIES = ("县扶贫局", "县审计局", "县纪委监委", "州督查组", "县财政局")
FATES = ("closed", "closed", "closed_late", "overdue", "open", "silent", "closed")
"""What becomes of each in turn; of a silent one no deadline is stated."""


def records() -> dict[str, bytes]:
    """Return path → bytes of every rectification, and of the pictures that some of them show."""
    found: dict[str, bytes] = {}
    for n, unit in enumerate(_units()):
        for m in range(1 if unit.count("/") == 2 else 2):
            found |= _record(unit, n * 2 + m, photo=(unit, m) in SHOWN)
    return found


SHOWN = {("duyun/mochong", 0), ("sandu/jiuqian", 1)}
"""The unit and the number of those that have a picture."""


def _units() -> Iterator[str]:
    """Yield those that were told to mend something: some villages never were."""
    yield "qiannan"
    for county, (_, towns) in COUNTIES.items():
        yield county
        for n, town in enumerate(towns):
            yield f"{county}/{town}"
            yield from (f"{county}/{town}/{each}" for each in VILLAGES[f"{county}/{town}"][n:2])


def _record(unit: str, n: int, *, photo: bool) -> dict[str, bytes]:
    slug, what, who, done, scene = CASES[2 if photo else n % len(CASES)]
    fate = "closed" if photo else FATES[n % len(FATES)]
    late = fate in ("overdue", "open")
    day = date(2018, 10 if late else 2 + n % 6, 3 + n * 7 % 24)
    deadline = date(2018, 12, 10) if fate == "overdue" else day + timedelta(days=60)
    if fate == "open":
        deadline = date(2019, 1, 31)
    fields: dict[str, Any] = {
        "date": day.isoformat(),
        "found": what,
        "by": f"示例{BODIES[n % len(BODIES)]}",
        "document": f"示例整改〔2018〕{n + 1}号",
        "responsible": f"示例{who}",
    }
    if fate != "silent":
        fields["deadline"] = deadline.isoformat()
    path = f"rectifications/{unit}/2018-{slug}"
    files: dict[str, bytes] = {}
    steps: list[dict[str, Any]] = []
    if fate != "overdue":
        steps.append({"date": (day + timedelta(days=20)).isoformat(), "what": "查清原因，定了办法"})
    if fate.startswith("closed"):
        when = deadline + timedelta(days=14 if fate == "closed_late" else -12)
        step: dict[str, Any] = {"date": when.isoformat(), "what": done}
        step["evidence"] = f"示例整改报告〔2018〕{n + 1}号"
        if photo:
            step["photos"] = [{"file": f"2018-{slug}.png", "alt": "清理过的排水沟，水流畅通"}]
            files[f"{path}.png"] = picture(scene, path)
        steps.append(step)
        checked = when + timedelta(days=5)
        fields["closed"] = {"date": checked.isoformat(), "by": fields["by"]}
    if steps:
        fields["done"] = steps
    if n % 3:
        files[f"{path}.yaml"] = as_yaml(fields).encode()
    else:
        files[f"{path}.md"] = markdown(fields, "整改情况在村务公示栏同时张贴。")
    return files
