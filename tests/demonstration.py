"""Write the demonstration records: `python -m tests.demonstration content`.

The words stand in `demonstration.yaml`; here they are put together with sums, dates and stages,
so that each of eighteen villages shows every stage, category, urgency and nature. The story ends on
`TODAY`; nothing that is recorded as done lies after it, so the records hold for any later day.
Every choice comes from seeds written here: the same bytes each time, on any machine.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel

from generator.parse.amounts import AMBIGUOUS_BELOW
from tests import (
    demonstration_allocations,
    demonstration_answers,
    demonstration_assessments,
    demonstration_disclosures,
    demonstration_documents,
    demonstration_exits,
    demonstration_libraries,
    demonstration_meetings,
    demonstration_rectifications,
    demonstration_teams,
)
from tests.demonstration_files import Flow, as_yaml, markdown
from tests.demonstration_pictures import picture

TODAY = date(2018, 12, 31)
WORDS = Path(__file__).with_suffix(".yaml")
CATEGORIES = (
    "infrastructure",
    "water",
    "industry",
    "education",
    "housing",
    "employment",
    "health",
    "ecology",
)
URGENCIES = ("急", "重", "缓", "轻")
NATURES = ("new", "continued", "extension")
STAGES = (
    "accepted",
    "accepted_late",
    "failed",
    "completed",
    "under_way",
    "late",
    "approved",
    "library",
    "stopped",
)
"""What becomes of the nine projects of a village; two of them share a stage of the record."""
PAID_BEFORE_AUDIT = (2, 7)
"""Villages with a project that was paid as it was settled, before its audit."""
THIRD = 2
FINISHED = ("accepted", "accepted_late", "failed", "completed")
PICTURES = 24

Fields = dict[str, Any]
T = TypeVar("T")


class Village(BaseModel):
    path: str
    name: str
    town: str
    groups: int | list[str]

    @property
    def group_names(self) -> list[str]:
        if isinstance(self.groups, list):
            return self.groups
        return [f"{numeral(n)}组" for n in range(1, self.groups + 1)]


class Change(BaseModel):
    what: str
    why: str


class Plan(BaseModel):
    """The words of one sort of project; see the head of the YAML file for what {…} stand for."""

    slug: str
    category: str
    scope: str
    address: str = ""
    titles: dict[str, str]
    size: tuple[float, float, float]
    price: int
    gain: str
    months: tuple[int, int]
    bureau: str
    implementer: str
    contractor: str | None = None
    subsidy: str | None = None
    task: str
    target: str
    mechanism: str
    results: str
    social: str | None = None
    economic: str | None = None
    milestones: list[tuple[int, str]]
    change: Change
    stopped: Change
    failed: str
    passed: str
    what: list[str]
    know: list[str]
    extra: list[str] = []
    photos: dict[str, tuple[str, str]] = {}


class Round(BaseModel):
    """One commendation: its fields, and the units of those honoured."""

    path: str
    record: dict[str, Any]
    collectives: list[str]
    individuals: list[str]
    withdraw: dict[str, str] | None = None
    body: str


class Other(BaseModel):
    path: str
    record: dict[str, Any]
    body: str


class Honours(BaseModel):
    """Reasons for collectives; post and reason for individuals of villages and of towns."""

    individual: list[tuple[str, str]]
    town: list[tuple[str, str]]
    collective: list[str]


class Words(BaseModel):
    counties: dict[str, dict[str, str]]
    villages: list[Village]
    funds: dict[str, list[list[tuple[str, str, int, str]]]]
    stages: dict[str, list[str]]
    works: dict[str, list[str]]
    links: dict[str, str]
    unit_link: str
    projects: list[Plan]
    others: list[Other]
    duties: dict[str, list[str]]
    honours: Honours
    commendations: list[Round]


@dataclass
class Draft:
    """A project on its way to a file."""

    village: Village
    plan: Plan
    fate: str
    year: int
    fields: Fields
    words: dict[str, Any]
    use: int
    """How many projects of the same plan came before: picks other words each time."""
    extra: list[str] = field(default_factory=list)

    @property
    def file(self) -> str:
        return f"{self.year}-{self.plan.slug}.md"

    @property
    def path(self) -> str:
        return f"projects/{self.village.path}/{self.file}"


def records() -> dict[str, bytes]:
    """Return every demonstration file: path under the content folder, and its bytes."""
    raw = yaml.load(WORDS.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 (text only)
    words = Words.model_validate(raw)
    files: dict[str, bytes] = {}
    drafts = _drafts(words)
    files |= _illustrate(drafts)
    files |= demonstration_allocations.assign(drafts)
    files |= demonstration_libraries.records(drafts)
    for draft in drafts:
        body = _body(draft, drafts, words)
        files[draft.path] = markdown(draft.fields, body)
    for other in words.others:
        files[f"projects/{other.path}.md"] = markdown(other.record, other.body)
    for n, village in enumerate(words.villages):
        fields = _supervisors(n, village, words)
        head = f"# {village.town}{village.name}的民生监督员、联络员\n"
        files[f"supervisors/{village.path}.yaml"] = (head + as_yaml(fields)).encode()
    for each in words.commendations:
        files[f"commendations/{each.path}.md"] = markdown(_commendation(each, words), each.body)
    files |= demonstration_meetings.records()
    files |= demonstration_rectifications.records()
    files |= demonstration_assessments.records()
    files |= demonstration_documents.records()
    files |= demonstration_teams.records(_public(drafts))
    projects = {
        draft.path.removeprefix("projects/").removesuffix(".md"): draft.fields for draft in drafts
    }
    files |= demonstration_disclosures.records(projects)
    files |= demonstration_exits.records()
    public = [each for own in _public(drafts).values() for each in own]
    files |= demonstration_answers.records({each: projects[each] for each in public})
    return files


# ---- small tools


def numeral(number: int) -> str:
    """Return 1 to 99 in Chinese numerals."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def _random(*seed: object) -> Random:
    return Random("/".join(str(each) for each in seed))  # noqa: S311 (stories, not secrets)


def _pick(random: Random, choices: Sequence[T]) -> T:
    return choices[int(random.random() * len(choices))]


def _whole(random: Random, low: int, high: int) -> int:
    return low + int(random.random() * (high - low + 1))


def _person(random: Random) -> str:
    """Return a name that anyone sees is an example."""
    return f"示例{_pick(random, '甲乙丙丁戊己庚辛壬癸')}{_pick(random, '子丑寅卯辰巳午未申酉戌亥')}"


def _months_later(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 + months
    return date(month // 12, month % 12 + 1, min(day.day, 28))


def _shown(day: date, precision: str) -> str:
    return day.isoformat()[: {"year": 4, "month": 7, "day": 10}[precision]]


def _spoken(when: str) -> str:
    year, *rest = when.split("-")
    parts = zip(rest, "月日", strict=False)
    return f"{year}年" + "".join(f"{int(part)}{unit}" for part, unit in parts)


def _money(fen: int, *, wan: bool) -> str:
    """Write an amount as clerks do: in 万元 where that is exact and asked for, else in yuan."""
    if wan and fen % 10_000 == 0:
        return f"{fen / 1_000_000:.2f}".rstrip("0").rstrip(".") + "万元"
    unit = "元" if 0 < fen < AMBIGUOUS_BELOW * 100 else ""
    return f"{fen // 100}.{fen % 100:02d}{unit}"


# ---- projects


def _public(drafts: Sequence[Draft]) -> dict[str, list[str]]:
    """Return the ids of the projects of each village that the site shows."""
    found: dict[str, list[str]] = {}
    for each in drafts:
        if "status" not in each.fields and "board_only" not in each.fields:
            ident = each.path.removeprefix("projects/").removesuffix(".md")
            found.setdefault(each.village.path, []).append(ident)
    return found


def _drafts(words: Words) -> list[Draft]:
    drafts: list[Draft] = []
    uses: Counter[str] = Counter()
    for n, village in enumerate(words.villages):
        taken: set[str] = set()
        for m, fate in enumerate(STAGES):
            plan = _plan(words, n, m, uses, taken)
            taken.add(plan.slug)
            drafts.append(_draft(words, n, village, m, fate, plan, uses[plan.slug]))
            uses[plan.slug] += 1
    return drafts


def _plan(words: Words, n: int, m: int, uses: Counter[str], taken: set[str]) -> Plan:
    """Choose the plan of the category's turn that was used least and is new in the village."""
    category = CATEGORIES[(n + m) % len(CATEGORIES)]
    plans = [each for each in words.projects if each.category == category]
    return min(
        (each for each in plans if each.slug not in taken),
        key=lambda each: (uses[each.slug], (plans.index(each) + n) % len(plans)),
    )


@dataclass
class _Days:
    start: date
    finish: date
    began: date | None = None
    ended: date | None = None


def _days(random: Random, n: int, fate: str, year: int, months: tuple[int, int]) -> _Days:
    """Return planned and actual days, in an order that fits what becomes of the project."""
    span = _whole(random, *months)
    day = _whole(random, 1, 28)
    if fate in ("accepted", "accepted_late", "failed"):
        start = date(year, _whole(random, 2, 4), day)
        days = _Days(start, _months_later(start, span))
        late = fate == "accepted_late" or (fate == "failed" and n % 2 == 0)
    elif fate == "completed":
        finish = date(2018, _whole(random, 8, 10), day)
        days, late = _Days(_months_later(finish, -months[0]), finish), n % 2 == 1
    elif fate == "under_way":
        finish = date(2019, _whole(random, 2, 6), day)
        start = min(_months_later(finish, -span), date(2018, 11, day))
        days, late = _Days(start, finish), False
    elif fate == "late":
        finish = date(2018, _whole(random, 7, 11), day)
        days, late = _Days(_months_later(finish, -months[0]), finish), True
        if year == 2017:
            start = date(2017, _whole(random, 8, 10), day)
            days = _Days(start, _months_later(start, span))
    else:
        starts = {
            "approved": date(2018, _whole(random, 10, 11), day) if n % 2 else date(2019, 2, day),
            "library": date(2019, _whole(random, 3, 9), day),
            "stopped": date(year, _whole(random, 4, 8), day),
        }
        days, late = _Days(starts[fate], _months_later(starts[fate], span)), False
    if fate in FINISHED or fate in ("under_way", "late") or (fate == "stopped" and n % 3 == 0):
        days.began = days.start + timedelta(days=_whole(random, -6, 16))
    if fate in FINISHED and days.began:
        off = _whole(random, 35, 70) if late else _whole(random, -24, -1)
        days.ended = max(days.finish + timedelta(days=off), days.began + timedelta(days=12))
    return days


def _draft(
    words: Words, n: int, village: Village, m: int, fate: str, plan: Plan, use: int
) -> Draft:
    random = _random(village.path, fate)
    year = {
        "accepted": 2016,
        "accepted_late": 2017,
        "failed": 2017,
        "late": 2018 if n % 3 else 2017,
        "library": 2017 if n % 6 == 5 else 2018,
        "stopped": 2016 + n % 3 // 2,
    }.get(fate, 2018)
    wanted = NATURES[(n + m) % 3]
    nature = wanted if wanted in plan.titles else next(iter(plan.titles))
    days = _days(random, n, fate, year, plan.months)
    size = _size(random, plan)
    groups = _groups(random, village, plan, size) if plan.scope == "groups" else []
    gain = _beneficiaries(random, village, plan, groups, size)
    office = f"0854-0000{100 + n * 20}"
    who = _person(random)
    start, finish = _planned(random, days, fate)
    phrase = _phrase(village, groups)
    text = {
        "v": village.name,
        "town": village.town,
        "g": phrase,
        "n": f"{size:g}",
        "hh": gain["households"],
        "ppl": gain["people"],
        "poor": gain["poor_households"],
        "who": who,
        "phone": office,
        "s": _spoken(start),
        "f": _spoken(finish),
        "path": village.path,
    }
    county = words.counties[village.path.split("/")[0]]["bureau"]
    title = village.name + phrase + plan.titles[nature]
    fields: Fields = {
        "title": title,
        "year": str(year),
        "category": plan.category,
        "stage": {"accepted_late": "accepted", "late": "under_way"}.get(fate, fate),
        "performance_target": plan.target.format(**text),
        "nature": nature,
        "urgency": URGENCIES[(n + m) % 4],
        "address": phrase or plan.address,
        "task": plan.task.format(**text),
        "benefit_mechanism": plan.mechanism.format(**text),
        "responsible_unit": county + plan.bureau,
        "implementer": {
            "town": f"{village.town}人民政府",
            "village": f"{village.name}村民委员会",
        }.get(plan.implementer, plan.implementer),
    }
    chosen = fate not in ("library", "approved", "stopped")
    if plan.contractor and chosen:
        fields["contractor"] = plan.contractor + _pick(random, ["（一队）", "（二队）", ""])
    fields["person_responsible"] = who
    fields |= _phone(random, n, m, office)
    if fate != "library":
        fields["approval_document"] = f"示例扶领〔{year}〕{_whole(random, 2, 48)}号"
    if plan.subsidy or fate != "library":
        fields["subsidy_standard"] = plan.subsidy or "按批复的预算补助"
    fields |= _finance(random, words, n, m, fate, plan, year, size, days)
    if (n + m) % 3:  # of the others, nobody has recorded to whom it was paid
        _pay(fields, fields.get("contractor") or fields["implementer"], wide=bool(n % 4))
    fields["plan"] = {"start": start, "finish": finish}
    if days.began:
        rough = "month" if year == 2016 and random.random() < 0.3 else "day"
        fields["actual"] = {"start": _shown(days.began, rough)}
        if days.ended:
            fields["actual"]["finish"] = _shown(days.ended, "day")
    progress = _progress(n, fate, plan, days, text)
    if progress:
        fields["progress"] = progress
    changes = _changes(random, n, fate, plan, days, f"{county}扶贫开发局")
    if changes:
        fields["changes"] = changes
    if days.ended and fate != "completed":
        fields["acceptance"] = {
            "date": (days.ended + timedelta(days=_whole(random, 12, 45))).isoformat(),
            "result": "failed" if fate == "failed" else "passed",
            "by": f"{county}项目验收组",
            "note": plan.failed if fate == "failed" else plan.passed,
        }
    if fate in ("accepted", "accepted_late"):
        fields["results"] = plan.results.format(**text)
    if plan.social and (n + m) % 3:
        fields["social_benefit"] = plan.social
    if plan.economic and (n + m) % 4:
        fields["economic_benefit"] = plan.economic
    fields["beneficiaries"] = {key: str(value) for key, value in gain.items()}
    if plan.gain == "children":
        fields["beneficiaries"].pop("poor_people")
    return Draft(village, plan, fate, year, fields, text, use)


def _households(village: Village) -> dict[str, int]:
    random = _random(village.path, "households")
    return {name: _whole(random, 26, 52) for name in village.group_names}


def _groups(random: Random, village: Village, plan: Plan, size: float) -> list[str]:
    """Choose neighbouring groups, enough of them to have the households that the size names."""
    households = _households(village)
    names = village.group_names
    count = _pick(random, [1, 2, 3, 3])
    first = _whole(random, 0, len(names) - count)
    while plan.gain == "size" and sum(households[x] for x in names[first : first + count]) < size:
        first, count = max(0, first - 1), count + 1
    return names[first : first + count]


def _phrase(village: Village, groups: list[str]) -> str:
    """Return “一组至三组”, or the names one by one where groups have names of their own."""
    if len(groups) > 2 and not isinstance(village.groups, list):
        return f"{groups[0]}至{groups[-1]}"
    return "、".join(groups)


def _size(random: Random, plan: Plan) -> float:
    low, high, step = plan.size
    return round(low + step * _whole(random, 0, round((high - low) / step)), 1)


def _beneficiaries(
    random: Random, village: Village, plan: Plan, groups: list[str], size: float
) -> dict[str, int]:
    households = _households(village)
    whole = sum(households.values())
    people = 0
    match plan.gain:
        case "groups":
            count = sum(households[each] for each in groups)
        case "village":
            count = whole
        case "size":
            count = int(size)
        case "size_people":
            people = int(size)
            count = round(people * 0.62)
        case "children":
            people = _whole(random, 46, 130)
            count = round(people * 0.84)
        case _:
            count = round(whole * (0.2 + 0.15 * random.random()))
    people = people or round(count * (3.5 + 0.7 * random.random()))
    poor = max(1, round(count * (0.22 + 0.2 * random.random())))
    if plan.slug in ("weifang-gaizao", "gongyi-gangwei"):
        poor = count  # open to poor households only
    return {
        "households": count,
        "people": people,
        "poor_households": poor,
        "poor_people": min(people, round(people * poor / count)),
    }


def _planned(random: Random, days: _Days, fate: str) -> tuple[str, str]:
    """Write the plan at the precision clerks have: most know the month, some only the year."""
    if fate in ("library", "accepted") and random.random() < 0.15:
        return _shown(days.start, "year"), _shown(days.finish, "year")
    precision = "day" if random.random() < 0.3 else "month"
    return _shown(days.start, precision), _shown(days.finish, precision)


def _phone(random: Random, n: int, m: int, office: str) -> Fields:
    turn = (n * len(STAGES) + m) % 29
    if turn == 7:
        consent = {"date": "2018-01-10", "scope": "在本网站公开手机号码"}
        return {"phone": f"1000000{_whole(random, 1000, 9999)}", "phone_consent": consent}
    if turn == 19:
        return {"phone": f"100****{_whole(random, 1000, 9999)}"}
    return {"phone": office}


def _finance(
    random: Random,
    words: Words,
    n: int,
    m: int,
    fate: str,
    plan: Plan,
    year: int,
    size: float,
    days: _Days,
) -> Fields:
    """Return budget, sources, prices and payments (in fen until they are written)."""
    if fate == "library" and n in (4, 9, 15):
        return {}  # not yet costed: the site says that the amount is unknown
    wan = (n + 2 * m) % 5 < 3
    budget = round(size * plan.price / 100) * 10_000
    if (n + m) % 7 == 3:
        budget += _whole(random, 1, 9999)  # priced to the fen by the auditors of estimates
    fields: Fields = {"budget": _money(budget, wan=wan)}
    if not (fate == "library" and n == 2):
        fields["sources"] = _sources(random, words, n, fate, plan, year, budget, wan=wan)
    base, cut = budget, 0
    if fate in FINISHED or fate in ("under_way", "late"):
        if plan.contractor:
            base = round(budget * (0.95 + 0.04 * random.random()) / 10_000) * 10_000
            fields["bid_price"] = _money(base, wan=wan)
        if fate in ("accepted", "accepted_late") and plan.contractor:
            base -= _whole(random, 20_000, 900_000)
            fields["settled_price"] = _money(base, wan=wan)
            if n % 4:
                cut = _whole(random, 0, 300_000)
            base -= cut
            fields["audited_price"] = _money(base, wan=wan)
    if fate == "library" or (fate, n) == ("accepted", 1) or (fate, n % 4) == ("late", 2):
        return fields  # nobody has recorded what was paid
    # where it was paid before the audit, what the audit cut came back
    back = cut if n in PAID_BEFORE_AUDIT else 0
    payments = [*_payments(random, n, fate, plan, base + back, days)]
    fields["payments"] = [
        {"date": when.isoformat(), "amount": _money(amount, wan=wan), "note": note}
        for when, amount, note in payments
    ]
    day = payments[-1][0] + timedelta(days=37) if payments else TODAY
    if back and len(payments) > THIRD and day <= TODAY:
        who = {"by": plan.contractor, "document": f"示例审〔{day.year}〕{n}号"}
        entry = {"date": day.isoformat(), "amount": _money(back, wan=wan), "why": "审计核减退回"}
        fields["returns"] = [entry | who]
    return fields


def _pay(fields: Fields, payee: str, *, wide: bool) -> None:
    """Say to whom the payments were made; not all who type have `wide` brackets."""
    shown = payee if wide else payee.replace("（", " (").replace("）", ")")
    for each in fields.get("payments", ()):
        note = each.pop("note")
        each |= {"payee": shown, "note": note}


def _sources(
    random: Random,
    words: Words,
    n: int,
    fate: str,
    plan: Plan,
    year: int,
    budget: int,
    *,
    wan: bool,
) -> list[Fields]:
    mixes = words.funds[plan.category]
    left = budget
    sources: list[Fields] = []
    for fund, level, share, pooled in (mix := mixes[(n + len(fate)) % len(mixes)]):
        last = len(sources) == len(mix) - 1
        amount = left if last else round(budget * share / 100 / 100_000) * 100_000
        left -= amount
        source = {"fund": fund, "level": level, "amount": _money(amount, wan=wan)}
        if level not in ("social", "self_raised") and fate != "library":
            source["document"] = f"示例财农〔{year}〕{_whole(random, 1, 60)}号"
        sources.append(source | {"pooled": pooled})
    return sources


def _payments(
    random: Random, n: int, fate: str, plan: Plan, base: int, days: _Days
) -> Iterator[tuple[date, int, str]]:
    """Yield day, fen and purpose, oldest first, none after `TODAY`."""
    if not days.began or (fate == "under_way" and n % 3 == 0):
        return
    notes: tuple[str, ...] = ("开工预付款", "进度款", "验收后付款", "质保金")
    if not plan.contractor:
        notes = ("第一批补助", "第二批补助", "验收后补助")
    first = days.began + timedelta(days=_whole(random, 4, 20))
    last = days.ended or min(days.finish, TODAY - timedelta(days=14))
    parts = {
        "accepted": (30, 40, 27, 3),
        "accepted_late": (30, 40, 27),
        "failed": (30, 35),
        "completed": (30, 45),
        "under_way": (30,),
        "late": (30, 25),
        "stopped": (10,),
    }[fate]
    if not plan.contractor and len(parts) > 2:
        parts = (30, 40, 30)  # a subsidy: nothing is retained for defects
    moments = (
        first,
        max(first + (last - first) // 2, first + timedelta(days=3)),
        last + timedelta(days=_whole(random, 50, 70)),
        last + timedelta(days=365 + _whole(random, 3, 30)),
    )
    share = spent = 0
    for part, when, note in zip(parts, moments, notes, strict=False):
        share += part
        amount = base * share // 100 - spent
        if share < 97 and amount > 500_000:
            amount = round(amount / 100_000) * 100_000  # instalments are round sums
        spent += amount
        if when <= TODAY:
            yield when, amount, note


def _progress(n: int, fate: str, plan: Plan, days: _Days, text: Fields) -> list[Fields]:
    if not days.began or (fate, n % 9) in (("under_way", 5), ("accepted", 4)):
        return []  # no log was kept, so how far it is remains unknown
    marks = plan.milestones
    if fate in FINISHED:
        end = days.ended or days.finish
    else:
        end = TODAY - timedelta(days=5 + n % 19)
        marks = marks[: 1 if fate == "stopped" else max(1, len(marks) - 1 - n % 2)]
    random = _random(text["path"], fate, "progress")
    entries: list[Fields] = []
    for k, (percent, note) in enumerate(marks, start=1):
        # the last entry stands on the last day, those before it spread evenly, give or take
        share = k / len(marks) - (0 if k == len(marks) else random.random() * 0.4 / len(marks))
        when = days.began + timedelta(days=int((end - days.began).days * share))
        shown = "62.5" if percent == 60 and n % 5 == 0 else str(percent)
        entries.append({"date": when.isoformat(), "percent": shown, "note": note})
    if fate == "stopped":
        entries[0]["date"] = (days.began + timedelta(days=9)).isoformat()
        entries[0]["percent"] = "10"
        entries[0]["note"] = "前期准备做了一部分，随后停下"
    return entries


def _changes(
    random: Random, n: int, fate: str, plan: Plan, days: _Days, approver: str
) -> list[Fields]:
    wanted = fate in ("accepted_late", "stopped") or (fate in ("late", "completed") and n % 2)
    if not wanted:
        return []
    start = days.began or days.start
    if fate == "stopped":
        when, change = start + timedelta(days=_whole(random, 30, 120)), plan.stopped
    else:
        when, change = start + timedelta(days=_whole(random, 6, 28)), plan.change
    return [
        {
            "date": min(when, TODAY).isoformat(),
            "what": change.what,
            "why": change.why,
            "approved_by": approver,
        }
    ]


# ---- bodies and pictures


def _illustrate(drafts: list[Draft]) -> dict[str, bytes]:
    """Give pictures to some projects, some scenes twice; return the files."""
    scenes: dict[str, list[tuple[Draft, str]]] = {}
    for draft in drafts:
        for moment, (scene, _) in draft.plan.photos.items():
            shown = draft.fate in FINISHED
            if moment == "works":
                shown = len(draft.fields.get("progress", ())) > 2
            if shown:
                scenes.setdefault(scene, []).append((draft, moment))
    files: dict[str, bytes] = {}
    wanted = [(scene, turn) for turn in (0, 1) for scene in scenes]
    for n, (scene, turn) in enumerate(wanted[:PICTURES]):
        found = scenes[scene]
        draft, moment = found[(n * 5 + turn * 2) % len(found)]
        if any(path.startswith(draft.path.removesuffix(".md") + f"-{moment}") for path in files):
            draft, moment = found[(n * 5 + turn * 2 + 1) % len(found)]
        name = f"{draft.file.removesuffix('.md')}-{moment}.png"
        files[f"projects/{draft.village.path}/{name}"] = picture(scene, draft.path)
        alt = draft.plan.photos[moment][1]
        progress = draft.fields.get("progress")
        if moment == "works" and progress:
            progress[1]["photos"] = [{"file": name, "alt": alt}]
        elif n % 5 == 2:
            draft.extra.append(f"![{alt}]({name})")
        elif n % 2 and progress:
            progress[-1]["photos"] = [{"file": name, "alt": alt}]
        else:
            draft.fields["photos"] = [{"file": name, "alt": alt}]
    return files


def _body(draft: Draft, drafts: list[Draft], words: Words) -> str:
    """Put one to four blocks together; which ones, and which of their wordings, goes by turns."""
    plan, turn = draft.plan, draft.use
    n = [each.path for each in words.villages].index(draft.village.path)
    m = STAGES.index(draft.fate)
    kind = "accepted" if draft.fate == "accepted_late" else draft.fate
    what = plan.what[turn % len(plan.what)]
    know = plan.know[(turn + turn // len(plan.know)) % len(plan.know)]
    builds = plan.contractor is not None and plan.slug != "weishengshi-shebei"
    shared = words.stages[kind] + (words.works[kind] if builds else [])
    stage = shared[(n + (2 if draft.fate == "accepted_late" else 0)) % len(shared)]
    pattern = (n * 2 + m) % 6
    blocks = {
        0: [what],
        1: [what, know],
        2: [what, know, stage],
        3: [what, stage],
        4: [stage, what, know],
        5: [what, stage, know],
    }[pattern]
    if draft.fate == "stopped":  # what to mind when it is built would be out of place
        blocks = [what, stage] if pattern % 2 else [stage, what]
    if draft.fate in ("failed", "late") and stage not in blocks:
        blocks.append(stage)
    if plan.extra and draft.fate != "stopped" and len(blocks) < 4 and turn % 3 == 1:
        blocks.insert(blocks.index(what) + 1, plan.extra[0])
    link = words.links.get(draft.fate)
    if link and len(blocks) < 4 and (n + m) % 4 == 0:
        blocks.append(_link(link, draft, drafts))
    elif draft.fate in ("failed", "late") and len(blocks) < 4 and n % 5 == 1:
        blocks.append(words.unit_link)
    texts = [each.format(**draft.words) for each in blocks]
    return "\n\n".join([*texts[:3], *draft.extra] if draft.extra else texts)


def _link(sentence: str, draft: Draft, drafts: list[Draft]) -> str:
    wanted = "under_way" if draft.fate in ("approved", "accepted") else "accepted"
    other = next(each for each in drafts if each.village is draft.village and each.fate == wanted)
    title = str(other.fields["title"]).removeprefix(draft.village.name)
    return sentence.format(title=title, file=other.file)


# ---- contacts


OVER = {(1, 3): "2018-06-30", (6, 5): "2017-12-31", (10, 2): "2018-11", (16, 4): "2018-09-30"}
"""Village and post whose term is over on `TODAY`; the next two end later."""
ENDING = {(3, 4): "2020-12-31", (12, 3): "2020-12"}
TO_COME = {(8, 4): "2019-01"}
"""Village and post of one elected who has not begun on `TODAY`."""
UNKNOWN = {(4, 6), (13, 5)}
"""Village and group of which no post is recorded."""


def _supervisors(n: int, village: Village, words: Words) -> Fields:
    random = _random(village.path, "supervisors")
    base, used = 100 + n * 20, 0
    posts: list[Fields] = []
    names: set[str] = set()

    def post(group: str | None, role: str) -> None:
        nonlocal used
        here = len(posts)
        entry: Fields = {} if group is None else {"group": group}
        entry["role"] = role
        duties = words.duties["village" if group is None else "group"]
        over = OVER.get((n, here)) or ENDING.get((n, here))
        if (n * 7 + here) % 13 == 5 and not over:
            posts.append(entry | {"vacant": "yes"})
            return
        name = _person(random)
        while name in names:
            name = _person(random)
        names.add(name)
        entry["person"] = name
        if group is None or (n + here) % 4 == 1:
            entry["duty"] = duties[(n + here) % len(duties)]
        turn = (n * 5 + here) % 31
        if turn == 4:
            entry["phone"] = f"1000000{_whole(random, 1000, 9999)}"
            scope = "在本网站和村公示栏公开手机号码"
            entry["phone_consent"] = {"date": "2018-03-01", "scope": scope}
        elif turn in (11, 23):
            entry["phone"] = f"100****{_whole(random, 1000, 9999)}"
        elif turn != 17:  # one in thirty has given no number at all
            used += 1
            entry["phone"] = f"0854-0000{base + used}"
        begun = _pick(random, ["2017-01", "2017-01", "2017-03-15", "2018-02"])
        entry["since"] = TO_COME.get((n, here), "2015" if over else begun)
        if over:
            entry["until"] = over
        posts.append(entry)

    if n % 3 == 2:
        post(None, "both")
    else:
        post(None, "supervisor")
        post(None, "liaison")
    for m, group in enumerate(village.group_names):
        if (n, m) in UNKNOWN:
            continue
        if (n + m) % 7 == 3:
            post(group, "supervisor")
            post(group, "liaison")
        else:
            post(group, "both")
    return {"groups": Flow(village.group_names), "posts": posts}


# ---- commendations


def _commendation(each: Round, words: Words) -> Fields:
    random = _random(each.path)
    honorees: list[Fields] = []
    shift = _whole(random, 0, 13)
    reasons = words.honours.collective
    for n, unit in enumerate(each.collectives):
        honorees.append(
            {"honour": "collective", "unit": unit, "reason": reasons[(shift + n) % len(reasons)]}
        )
    people: list[Fields] = []
    towns = 0
    for n, unit in enumerate(each.individuals):
        post, reason = words.honours.individual[(shift + n) % len(words.honours.individual)]
        if unit.count("/") == 1:
            post, reason = words.honours.town[(shift + towns) % len(words.honours.town)]
            towns += 1
        name = f"示例{'甲乙丙丁戊己庚辛壬癸'[(shift + n) % 10]}{numeral(n + 1)}"
        people.append(
            {"honour": "individual", "name": name, "unit": unit, "post": post, "reason": reason}
        )
    fields: Fields = {**each.record, "honorees": honorees + people}
    if each.withdraw:
        gone = people[int(each.withdraw["individual"])]
        rest = {key: value for key, value in each.withdraw.items() if key != "individual"}
        fields["withdrawals"] = [{"name": gone["name"], "unit": gone["unit"], **rest}]
    return fields


def write(content: Path) -> int:
    """Write every demonstration file under `content`; return how many there are."""
    files = records()
    for path, text in files.items():
        target = content / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text)
    return len(files)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.demonstration CONTENT_DIR")
    sys.stdout.write(f"{write(Path(sys.argv[1]))} files written\n")
