"""The demonstration's letters: asked by residents, answered in time or late, overdue, still open.

They are examples: who wrote is nowhere said, as it never is, and bodies are called 示例.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from generator.base.workdays import last_in_time
from tests.demonstration_files import as_yaml, markdown
from tests.demonstration_meetings import COUNTIES, VILLAGES

CASES = (
    ("jindu", "到哪一步了", "计划和进度都在这个项目的网页上，每月更新一次"),
    ("shouyi", "哪些户能受益", "名单贴在村公示栏，户数和人数网页上有"),
    ("zhaogong", "还招不招本村的人做工", "招人的时候在村公示栏贴通知，到村委会登记"),
    ("yanshou", "由谁来验收", "镇里会同县里的主管部门验收，结果会公示"),
    ("zijin", "的钱付到哪一步了", "每一笔付款都列在这个项目的网页上"),
)
"""Name of the file, what is asked of a project, and the answer."""
OF_PLACE = ("ludeng", "村口的路灯坏了找谁修", "镇里已经派人换了灯泡，以后打值班电话报修")
FATES = ("answered", "answered", "late", "answered", "open", "answered", "overdue")
"""What becomes of each in turn."""
PROMISED = 15
"""Working days within which letters are answered, as in `config.yaml`."""


def records(projects: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
    """Return path → bytes of every letter; `projects` are the public ones, by their ids."""
    found: dict[str, bytes] = {}
    n = 0
    for unit in _units():
        own = [each for each in sorted(projects) if each.rpartition("/")[0] == unit]
        for project in (*own[:: len(own) // 3 or 1][:3], ""):
            found |= _letter(unit, n, project, str(projects[project]["title"] if project else ""))
            n += 1
    return found


def _units() -> Iterator[str]:
    """Yield those that letters were written to: the first village of each town."""
    for county, (_, towns) in COUNTIES.items():
        yield from (f"{county}/{town}/{VILLAGES[f'{county}/{town}'][0]}" for town in towns)


def _letter(unit: str, n: int, project: str, title: str) -> dict[str, bytes]:
    slug, asked, answer = CASES[n % len(CASES)] if project else OF_PLACE
    fate = FATES[n % len(FATES)]
    day = date(2018, 12, 17) if fate == "open" else date(2018, 4 + n % 6, 2 + n * 7 % 25)
    last = last_in_time(day, PROMISED, working=True)
    fields: dict[str, Any] = {
        "date": day.isoformat(),
        "title": f"{title}{asked}",
        "people": str(1 + n * 5 % 13),
    }
    if project:
        fields["about"] = {"project": project}
    fields["by"] = "示例镇扶贫工作站" if n % 3 else "示例村民委员会"
    if fate in ("answered", "late"):
        when = last + timedelta(days=9) if fate == "late" else last - timedelta(days=n % 11)
        fields["answered"] = max(when, day).isoformat()
        fields["answer"] = answer
    path = f"answers/{unit}/2018-{n + 1}-{slug}"
    if n % 4:
        return {f"{path}.yaml": as_yaml(fields).encode()}
    return {f"{path}.md": markdown(fields, "答复同时贴在村务公示栏。这是演示用的例子。")}
