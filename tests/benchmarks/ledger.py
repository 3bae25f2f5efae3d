"""The money and the notices of the corpus: from the prefecture's allotments to paid projects.

Each central source of a project names the allotment of its town; towns have theirs from the
county, counties from the prefecture, so that some two thousand allotments reconcile to the fen.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

PURPOSES = {
    "财政专项扶贫资金": "poverty",
    "农田水利建设资金": "water-soil",
    "现代农业发展资金": "modern-farming",
    "农业综合开发资金": "development",
    "教育专项资金": "education",
    "医疗卫生专项资金": "health-social",
}
ROOT = "qiannan"
LEFT = 40
"""One town in so many has not assigned all that it received."""


@dataclass(slots=True)
class Ledger:
    """What was assigned: by town, year and purpose, in fen; and the projects of each place."""

    assigned: dict[tuple[str, int, str], int] = field(default_factory=lambda: defaultdict(int))
    projects: dict[str, dict[int, list[tuple[str, str]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    """Village → year → id and text of each project."""

    def add(self, village: str, slug: str, record: str) -> None:
        """Note a project, and what it takes of its town's allotments."""
        year = int(slug[:4])
        self.projects[village][year].append((f"{village}/{slug}", record))
        taken = re.search(r"amount: (\d+)\.(\d\d), allocation: \S+/\d+-([a-z-]+),", record)
        if taken:
            key = (village.rpartition("/")[0], year, taken[3])
            self.assigned[key] += int(taken[1] + taken[2])

    def records(self) -> Iterator[tuple[str, str]]:
        """Yield path and text of every allotment and notice."""
        yield from self._allocations()
        for village, years in self.projects.items():
            for year, projects in years.items():
                yield from _notices(village, year, dict(projects))
        towns: dict[tuple[str, int], list[str]] = defaultdict(list)
        for village, years in self.projects.items():
            for year, projects in years.items():
                towns[village.rpartition("/")[0], year] += [ident for ident, _ in projects]
        for (town, year), named in towns.items():
            for stage, title, day in (
                ("library", "项目库公示", f"{year - 1}-11-20"),
                ("year_plan", "年度计划公示", f"{year}-01-10"),
            ):
                text = _notice(stage, title, year, day, _later(day), named)
                yield f"disclosures/{town}/{year}-{stage.replace('_', '-')}.yaml", text

    def _allocations(self) -> Iterator[tuple[str, str]]:
        of_towns = {
            key: amount + (100_000_00 if number % LEFT == 0 else 0)
            for number, (key, amount) in enumerate(sorted(self.assigned.items()))
        }
        of_counties: dict[tuple[str, int, str], int] = defaultdict(int)
        whole: dict[tuple[str, int, str], int] = defaultdict(int)
        for (town, year, purpose), amount in of_towns.items():
            of_counties[town.rpartition("/")[0], year, purpose] += amount
            whole[ROOT, year, purpose] += amount
        above: Mapping[str, str]
        for amounts, month, above in (
            (whole, 1, {}),
            (of_counties, 2, {county: ROOT for county, _, _ in of_counties}),
            (of_towns, 3, {town: town.rpartition("/")[0] for town, _, _ in of_towns}),
        ):
            for (unit, year, purpose), amount in amounts.items():
                name = f"{year}-{purpose}"
                fund = next(each for each, code in PURPOSES.items() if code == purpose)
                lines = [
                    f"date: {year}-{month:02d}-{4 + len(purpose)}",
                    f"document: 示例财农〔{year}〕{len(unit)}号",
                    f"fund: {fund}",
                    "level: central",
                    f"purpose: {purpose}",
                    f"amount: {amount // 100}.{amount % 100:02d}",
                ]
                if unit in above:
                    lines.append(f"from_allocation: {above[unit]}/{name}")
                yield f"allocations/{unit}/{name}.yaml", "\n".join(lines) + "\n"


def _notices(village: str, year: int, projects: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    begun = [ident for ident, text in projects.items() if "\nactual:\n" in text]
    done = [ident for ident in begun if "\n  finish: " in projects[ident].partition("\nactual:")[2]]
    for stage, title, first, last, named in (
        ("before_start", "开工前公示", f"{year}-02-15", f"{year}-02-28", begun),
        ("after_completion", "完工公示", f"{year}-10-30", f"{year}-11-12", done),
    ):
        if named:
            path = f"disclosures/{village}/{year}-{stage.replace('_', '-')}.yaml"
            yield path, _notice(stage, title, year, first, last, named)


def _notice(stage: str, title: str, year: int, first: str, last: str, named: list[str]) -> str:
    lines = [
        f"stage: {stage}",
        f"title: {year}年{title}（示例）",
        f"year: {year}",
        f"first: {first}",
        f"last: {last}",
        "projects:",
        *(f"  - {ident}" for ident in named),
        "places:",
        f"  - {{where: board, up: {first}, down: {last}}}",
        "phone: 0854-0000100",
        "objections: []",
    ]
    return "\n".join(lines) + "\n"


def _later(day: str) -> str:
    """Return the day ten days later, which lies in the same month."""
    return f"{day[:8]}{int(day[8:]) + 10:02d}"
