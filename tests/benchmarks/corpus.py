"""A prefecture of full size, made up on the real register: input for benchmarks.

`python -m tests.benchmarks.corpus OUT --projects-per-village 20` writes a site folder of its own.
The same arguments give the same bytes on every machine.
"""

import argparse
import random
import re
import shutil
import sys
from pathlib import Path

from generator.parse.amounts import AMBIGUOUS_BELOW
from tests.benchmarks import command
from tests.benchmarks.ledger import PURPOSES, Ledger

ROOT = Path(__file__).parent.parent.parent
GROUPS = "一二三四五六七八九十"
WORKS = [
    ("tongzu-gonglu", "通组公路硬化", "infrastructure"),
    ("yinshui", "安全饮水管网改造", "water"),
    ("chaye", "茶园管护", "industry"),
    ("weifang", "危房改造", "housing"),
    ("jiaoxuelou", "教学点维修", "education"),
    ("weishengshi", "卫生室建设", "health"),
    ("jineng-peixun", "劳动技能培训", "employment"),
    ("zhishu", "荒山植树", "ecology"),
]
STAGES = ["library", "approved", "under_way", "under_way", "completed", "accepted", "accepted"]
BLOCKS = [
    "本项目按照村民代表会议的意见选定，位置在{group}，由**{unit}**组织实施，村民可以随时到现场查看。",
    "施工期间请注意安全，运料车辆早上七点到晚上七点进出，雨天停工。",
    "- 材料进场要验收\n- 每周公布一次进度\n- 完工后由村民代表签字",
    "## 怎样监督\n\n对质量和用工有意见，可以找本村民生监督员，也可以拨打 12317。",
    (
        "| 项目 | 数量 | 说明 |\n|---|---:|---|\n"
        "| 水泥 | {a} 吨 | 现场过磅 |\n| 用工 | {b} 人次 | 优先本村 |"
    ),
    "1. 先修主路\n2. 再修入户路\n3. 最后清理场地",
    "资金来自{fund}，专款专用，付款以验收单为准；变更要先公示，再报批。",
    "> 村民会议记录：同意先修{group}，其他组列入下一年计划。",
]
FUNDS = [*PURPOSES]


def write(out: Path, per_village: int, villages_wanted: int | None = None) -> tuple[int, int]:
    """Write the corpus into `out`, which must not exist; return how many projects and posts.

    With `villages_wanted` only so many villages, and the units above them, are taken.
    """
    out.mkdir(parents=True)
    villages = _units(out / "content/units", villages_wanted)
    text = (ROOT / "config.yaml").read_text("utf-8")
    one_language = text.replace("languages: [zh-Hans, en]", "languages: [zh-Hans]")
    # a prefecture that is kept up: of the day on which it is built
    one_language = re.sub(r"(?m)^as_of:.*\n", "", one_language)
    # what no peer makes: a village that reports nothing any more
    one_language = re.sub(r"(?m)^  stale:\n(?:    .*\n)+", "", one_language)
    # a trial has some of the counties only
    one_language = re.sub(r"(?m)^tiles:\n(?:  .*\n)+", "", one_language)
    (out / "config.yaml").write_text(one_language, "utf-8", newline="\n")
    projects = posts = 0
    ledger = Ledger()
    for number, village in enumerate(villages):
        chance = random.Random(number)  # noqa: S311 (the same corpus each time)
        folder = out / "content/projects" / village
        folder.mkdir(parents=True)
        for n in range(per_village):
            slug, record = _project(chance, n, village.rpartition("/")[0])
            ledger.add(village, slug, record)
            (folder / f"{slug}.md").write_text(record, "utf-8", newline="\n")
            projects += 1
        record, count = _supervisors(chance)
        path = out / "content/supervisors" / f"{village}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record, "utf-8", newline="\n")
        posts += count
    _commendations(out, villages)
    command.write(out / "content", [*command.records(villages), *ledger.records()])
    _page(out)
    return projects, posts


def _units(units: Path, wanted: int | None) -> list[str]:
    """Copy the register's units into `units`; return the ids of the villages among them."""
    register = ROOT / "content/units"
    villages = sorted(
        path.relative_to(register).with_suffix("").as_posix()
        for path in register.glob("*/*/*.yaml")
    )
    if wanted is None:
        shutil.copytree(register, units)
        return villages
    villages = villages[:: max(1, len(villages) // wanted)][:wanted]
    lines = {"/".join(village.split("/")[:n]) for village in villages for n in (1, 2, 3)}
    for unit in sorted({*lines, "qiannan"}):
        (units / unit).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(register / f"{unit}.yaml", units / f"{unit}.yaml")
    return villages


def _project(chance: random.Random, n: int, town: str) -> tuple[str, str]:
    """Return the slug and the text of a project in a village of `town`."""
    work, title, category = chance.choice(WORKS)
    year = chance.choice([2016, 2017, 2018])
    stage = chance.choice(STAGES)
    group = f"{chance.choice(GROUPS)}组"
    budget = chance.randrange(50_000, 3_000_000) * 100 + chance.randrange(100)
    first = budget * chance.randrange(40, 80) // 100
    fund = chance.choice(FUNDS)
    allocation = f"{town}/{year}-{PURPOSES[fund]}"
    begun = stage not in ("library", "approved")
    done = stage in ("completed", "accepted")
    lines = [
        "---",
        f"title: {group}{title}（{n + 1}号）",
        f"year: {year}",
        f"category: {category}",
        f"stage: {stage}",
        f"performance_target: 完成{title}，受益{chance.randrange(20, 200)}户",
        f"nature: {chance.choice(['new', 'continued', 'extension'])}",
        f"urgency: {chance.choice(['light', 'important', 'deferred', 'urgent'])}",
        f"address: {group}",
        f"task: {title}{chance.randrange(1, 9)}处",
        "benefit_mechanism: 务工优先使用贫困劳动力",
        "responsible_unit: 示例县扶贫局",
        "implementer: 示例镇人民政府",
        "contractor: 示例建筑公司",
        f"person_responsible: 示例{chance.choice('甲乙丙丁戊己庚辛')}",
        f"phone: 0854-0000{chance.randrange(1000):03d}",
        f"approval_document: 示例扶通〔{year}〕{n + 1}号",
        "subsidy_standard: 按批复的预算补助",
        f"budget: {_yuan(budget)}",
        "sources:",
        (
            f"  - {{fund: {fund}, level: central, amount: {_yuan(first)},"
            f" allocation: {allocation},"
            f" document: 示例财农〔{year}〕{n + 1}号, pooled: yes}}"
        ),
        f"  - {{fund: 县级配套资金, level: county, amount: {_yuan(budget - first)}, pooled: no}}",
        "plan:",
        f"  start: {year}-03-01",
        f"  finish: {year}-{chance.randrange(9, 13):02d}-28",
    ]
    if begun:
        lines += ["actual:", f"  start: {year}-03-{chance.randrange(2, 28):02d}"]
        if done:
            lines.append(f"  finish: {year}-10-{chance.randrange(10, 29):02d}")
        lines += ["payments:"]
        share = _yuan(budget // 10)
        lines += [
            f"  - {{date: {year}-{4 + 2 * k:02d}-15, amount: {share},"
            f" allocation: {allocation}, note: 第{k + 1}次付款}}"
            for k in range(chance.randrange(1, 4))
        ]
        lines += ["progress:"]
        steps = [20, 45, 70, 100] if done else [10, 30, 55]
        lines += [
            f"  - {{date: {year}-{4 + k:02d}-20, percent: {percent}, note: 已完成{percent}%}}"
            for k, percent in enumerate(steps)
        ]
    if stage == "accepted":
        lines += [
            "acceptance:",
            f"  date: {year}-11-20",
            "  result: passed",
            "  by: 示例县验收组",
            f"results: {title}已交付使用",
            f"bid_price: {_yuan(budget - budget // 50)}",
            f"settled_price: {_yuan(budget - budget // 40)}",
            f"audited_price: {_yuan(budget - budget // 30)}",
        ]
    households, people = chance.randrange(40, 200), chance.randrange(200, 900)
    poor_households, poor_people = chance.randrange(5, 40), chance.randrange(20, 160)
    poor_people = max(poor_people, poor_households)
    lines += [
        "beneficiaries:",
        f"  households: {households}",
        f"  people: {max(people, households + poor_people)}",
        f"  poor_households: {poor_households}",
        f"  poor_people: {poor_people}",
        "---",
    ]
    values = {
        "group": group,
        "unit": "示例镇人民政府",
        "fund": fund,
        "a": chance.randrange(10, 90),
        "b": chance.randrange(100, 900),
    }
    blocks = chance.sample(BLOCKS, chance.randrange(4, 9))
    body = "\n\n".join(block.format(**values) for block in blocks)
    return f"{year}-{work}-{n + 1:03d}", "\n".join(lines) + f"\n\n{body}\n"


def _supervisors(chance: random.Random) -> tuple[str, int]:
    """Return the text of a village's contacts, and how many posts it has."""
    groups = [f"第{n + 1}组" for n in range(chance.randrange(8, 15))]
    lines = [f"groups: [{', '.join(groups)}]", "posts:"]
    posts = 0
    for place in ["", *groups]:
        roles = ["supervisor", "liaison"] if chance.random() < 0.8 else ["both"]
        for role in roles:
            posts += 1
            lines.append(f"  - group: {place}" if place else f"  - role: {role}")
            if place:
                lines.append(f"    role: {role}")
            if chance.random() < 0.05:
                lines.append("    vacant: yes")
            else:
                lines.append(f"    person: 示例{chance.choice('甲乙丙丁戊己庚辛')}")
                lines.append(f"    phone: 0854-0000{chance.randrange(1000):03d}")
                lines.append("    since: 2017-01-01")
    return "\n".join(lines) + "\n", posts


def _commendations(out: Path, villages: list[str]) -> None:
    for n in range(60):
        chance = random.Random(-n - 1)  # noqa: S311
        year = 2016 + n % 3
        folder = out / f"content/commendations/{year}"
        folder.mkdir(parents=True, exist_ok=True)
        lines = [
            "---",
            f"title: {year}年脱贫攻坚表彰第{n + 1}批（示例）",
            f"year: {year}",
            "by: qiannan",
            "decision:",
            f"  date: {year}-12-20",
            f"  document: 示例党发〔{year}〕{n + 1}号",
            "honorees:",
        ]
        for k, village in enumerate(chance.sample(villages, min(30, len(villages)))):
            if k % 2:
                lines.append(f"  - {{honour: collective, unit: {village}}}")
            else:
                lines.append(f"  - {{honour: individual, name: 示例人{k + 1}, unit: {village}}}")
        path = folder / f"di-{n + 1}-pi.md"
        path.write_text("\n".join(lines) + "\n---\n\n按规定公示后决定。\n", "utf-8", newline="\n")


def _page(out: Path) -> None:
    folder = out / "content/pages"
    folder.mkdir()
    text = "---\ntitle: 本站说明\norder: 1\n---\n\n这是一份用来量速度的记录，内容全是编的。\n"
    (folder / "about.md").write_text(text, "utf-8", newline="\n")


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}{'元' if fen < AMBIGUOUS_BELOW * 100 else ''}"


def main() -> int:
    """Write the corpus that the command line asks for."""
    parser = argparse.ArgumentParser(description="write a full-size site folder for benchmarks")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--projects-per-village", type=int, default=20, metavar="N")
    parser.add_argument("--villages", type=int, metavar="N", help="not all, but N of them")
    chosen = parser.parse_args()
    if chosen.out.exists():
        print(f"{chosen.out} is there already; choose another folder", file=sys.stderr)
        return 2
    projects, posts = write(chosen.out, chosen.projects_per_village, chosen.villages)
    print(f"{chosen.out}: {projects} projects, {posts} posts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
