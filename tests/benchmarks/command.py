"""The command system of the corpus: meetings, rectifications, and what else towns record."""

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

YEARS = (2016, 2017, 2018)
RECTIFICATIONS = 3_000
VILLAGES = 1_464
"""Villages of the whole corpus: a smaller one has as many fewer rectifications."""
FOUND = (
    "公示栏上的项目公示不到规定天数",
    "项目档案缺验收单",
    "务工工资发放不及时",
    "民生监督员空缺没有补选",
    "项目变更没有先公示",
)


def write(content: Path, records: Iterable[tuple[str, str]]) -> None:
    """Write records, by path and text, into `content`."""
    for path, text in records:
        file = content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")


def records(villages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield path and text of every meeting and rectification."""
    towns = sorted({village.rpartition("/")[0] for village in villages})
    for number, town in enumerate(towns):
        chance = random.Random(f"meetings {number}")  # noqa: S311 (the same corpus each time)
        below = [village for village in villages if village.startswith(f"{town}/")]
        for year in YEARS:
            for month in range(1, 13):
                yield f"meetings/{town}/{year}-{month:02d}.md", _meeting(chance, year, month, below)
    wanted = RECTIFICATIONS * len(villages) // VILLAGES
    for number in range(wanted):
        chance = random.Random(f"rectification {number}")  # noqa: S311
        village = villages[number * 7 % len(villages)]
        yield f"rectifications/{village}/{number:04d}.md", _rectification(chance, number)


def _meeting(chance: random.Random, year: int, month: int, below: Sequence[str]) -> str:
    day = chance.randrange(1, 20)
    lines = [
        "---",
        f"date: {year}-{month:02d}-{day:02d}",
        "title: 脱贫攻坚调度会（示例）",
        "chair: 示例负责人",
        f"present: {chance.randrange(10, 60)}",
        f"reports: [{', '.join(below[:6])}]",
        "decisions:",
    ]
    for n in range(chance.randrange(1, 4)):
        lines += [
            f"  - what: 第{n + 1}项：核对项目进度",
            "    owner: 示例镇扶贫站",
            f"    due: {year}-{month:02d}-25",
            f"    done: {year}-{month:02d}-{chance.randrange(20, 28):02d}",
        ]
    minutes = (
        "听取了各村的汇报，逐个核对了项目的**资金、进度和验收**情况。\n\n"
        "- 通报上次所定事项\n- 确定本月任务"
    )
    return "\n".join(lines) + f"\n---\n\n{minutes}\n"


def _rectification(chance: random.Random, number: int) -> str:
    year = chance.choice(YEARS)
    lines = [
        "---",
        f"date: {year}-03-{chance.randrange(1, 28):02d}",
        f"found: {chance.choice(FOUND)}",
        "by: 示例县扶贫局",
        f"document: 示例扶整〔{year}〕{number + 1}号",
        "responsible: 示例村民委员会",
        f"deadline: {year}-06-30",
        "done:",
        f"  - date: {year}-05-{chance.randrange(1, 28):02d}",
        "    what: 已经整改",
    ]
    if chance.random() < 0.9:
        month = chance.choice((6, 7))
        lines += ["closed:", f"  date: {year}-{month:02d}-15", "  by: 示例县扶贫局"]
    return "\n".join(lines) + "\n---\n\n检查时发现，已经责成限期整改。\n"
