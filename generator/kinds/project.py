"""Fund projects: what is built or done, with which money, how far it is and whether on time.

Fields: State Council poverty office 2018 no. 11 and county project-library practice (the brief).
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, NamedTuple

from pydantic import Field

from generator.fields import (
    Consent,
    Count,
    Date,
    Money,
    Part,
    PartialDate,
    Percent,
    Phone,
    Photo,
    Record,
    RecordRef,
    Text,
    Year,
    Yes,
    choice,
    shown_phone,
)
from generator.kinds.kind import (
    Finding,
    Judged,
    Named,
    Rules,
    View,
    finding,
    in_order,
    ordered,
    phone_findings,
)
from generator.messages import N_
from generator.money import spoken
from generator.source import Step

STAGES = {
    "library": (N_("in the library"), "入库"),
    "approved": (N_("approved"), "已批复"),
    "under_way": (N_("under way"), "在建"),
    "completed": (N_("completed, awaiting acceptance"), "完工待验收"),
    "accepted": (N_("accepted"), "验收合格"),
    "failed": (N_("acceptance failed"), "验收不合格"),
    "stopped": (N_("stopped"), "终止"),
}
NATURES = {
    "new": (N_("new"), "新建"),
    "continued": (N_("continued"), "续建"),
    "extension": (N_("rebuilt or extended"), "改扩建"),
}
# the article's order is light, important, can wait, urgent (轻、重、缓、急)
URGENCIES = {
    "light": (N_("light"), "轻"),
    "important": (N_("important"), "重"),
    "deferred": (N_("can wait"), "缓"),
    "urgent": (N_("urgent"), "急"),
}
FUND_LEVELS = {
    "central": (N_("central"), "中央"),
    "province": (N_("province"), "省级"),
    "prefecture": (N_("prefecture level"), "州级", "市级"),
    "county": (N_("county level"), "县级"),
    "social": (N_("society"), "社会"),
    "self_raised": (N_("raised by those who gain"), "自筹"),
}
RESULTS = {"passed": (N_("passed"), "合格"), "failed": (N_("failed"), "不合格")}
TIMELINESS = {
    "overdue": N_("overdue"),
    "not_started": N_("start overdue"),
    "finished_late": N_("finished late"),
    "on_time": N_("on time"),
    "stopped": N_("not judged, as it was stopped"),
    "unknown": N_("unknown"),
}
CLAIMS = {
    "library": ("library",),
    "approved": ("library", "year_plan"),
    "under_way": ("library", "year_plan", "before_start"),
    # what is inspected and settled is known once it has passed
    "completed": ("library", "year_plan", "before_start"),
    "failed": ("library", "year_plan", "before_start"),
    "accepted": ("library", "year_plan", "before_start", "after_completion"),
}
"""The stages of disclosure that a project has come to by its own stage; one stopped has no more."""
PRICES = ("bid_price", "settled_price", "audited_price")
BEGUN = ("under_way", "completed", "accepted", "failed")
LATE = ("overdue", "not_started")
FINISHED = ("completed", "accepted", "failed")

Stage = Annotated[str, choice(STAGES)]
Nature = Annotated[str, choice(NATURES)]
Urgency = Annotated[str, choice(URGENCIES)]
FundLevel = Annotated[str, choice(FUND_LEVELS)]
Result = Annotated[str, choice(RESULTS)]


class Source(Part):
    """One source of the project's money."""

    fund: Text = Field(description=N_("name of the fund"), examples=["财政专项扶贫资金"])
    level: FundLevel = Field(description=N_("level the money comes from"), examples=["central"])
    amount: Money = Field(description=N_("amount"), examples=["125万元"])
    document: Text | None = Field(
        None,
        description=N_("number of the document that allots it"),
        examples=["示例财农〔2018〕1号"],
    )
    pooled: Yes | None = Field(
        None, description=N_("whether the money is pooled (统筹整合)"), examples=["yes"]
    )
    allocation: RecordRef | None = Field(
        None,
        description=N_("the allotment it is assigned from, by its address"),
        examples=["duyun/2018-zhuanxiang"],
    )


class Payment(Part):
    """Money paid out."""

    date: Date = Field(description=N_("when it was paid"), examples=["2018-05-10"])
    amount: Money = Field(description=N_("amount"), examples=["37.5万元"])
    note: Text | None = Field(None, description=N_("what for"), examples=["开工预付款"])
    allocation: RecordRef | None = Field(
        None,
        description=N_("the allotment it is paid from; not needed where all is assigned from one"),
        examples=["duyun/2018-zhuanxiang"],
    )


class Schedule(Part):
    """Start and finish, planned or actual."""

    start: Date | None = Field(None, description=N_("start"), examples=["2018-03"])
    finish: Date | None = Field(None, description=N_("finish"), examples=["2018-09-30"])


class Progress(Part):
    """An entry of the progress log."""

    date: Date = Field(description=N_("when this was seen"), examples=["2018-05-20"])
    percent: Percent = Field(description=N_("how much is done, of 100"), examples=["30"])
    note: Text | None = Field(None, description=N_("what is done"), examples=["路基完成"])
    photos: list[Photo] | None = Field(None, description=N_("pictures of that day"))


class Change(Part):
    """A change to the plan: what, why, approved by whom."""

    date: Date = Field(description=N_("when it was approved"), examples=["2018-06-01"])
    what: Text = Field(description=N_("what was changed"), examples=["路面加宽0.5米"])
    why: Text = Field(description=N_("why"), examples=["方便会车"])
    approved_by: Text = Field(description=N_("who approved it"), examples=["示例县扶贫局"])


class Acceptance(Part):
    """The result of inspecting the finished work."""

    date: Date = Field(description=N_("day of the inspection"), examples=["2018-10-15"])
    result: Result = Field(description=N_("result"), examples=["passed"])
    by: Text = Field(description=N_("who inspected"), examples=["示例县项目验收组"])
    note: Text | None = Field(None, description=N_("findings"), examples=["路面平整，厚度达到要求"])


class Beneficiaries(Part):
    """Who gains; counts only, never a list of households (brief, "Privacy" 3)."""

    households: Count | None = Field(None, description=N_("households"), examples=["86"])
    people: Count | None = Field(None, description=N_("people"), examples=["340"])
    poor_households: Count | None = Field(
        None, description=N_("poor households among them"), examples=["23"]
    )
    poor_people: Count | None = Field(
        None, description=N_("poor people among them"), examples=["91"]
    )


class Taken(NamedTuple):
    """What a project takes from an allotment, in fen, and the first field that names it."""

    allocation: str
    assigned: int
    paid: int
    path: tuple[Step, ...]


class Project(Record):
    """A fund project; its folder is the unit it belongs to."""

    title: Text = Field(description=N_("name of the project"), examples=["示例村通组公路硬化"])
    year: Year = Field(description=N_("project year"), examples=["2018"])
    category: Text = Field(
        description=N_("category, one of those in config.yaml"), examples=["infrastructure"]
    )
    stage: Stage = Field(description=N_("stage it has reached"), examples=["library"])
    performance_target: Text | None = Field(
        None,
        description=N_("performance target; required by rule"),
        examples=["硬化道路2公里，方便86户出行"],
    )
    nature: Nature | None = Field(
        None, description=N_("new, continued or extended"), examples=["new"]
    )
    urgency: Urgency | None = Field(
        None,
        description=N_("urgency: 轻 light, 重 important, 缓 can wait, 急 urgent"),
        examples=["急"],
    )
    address: Text | None = Field(None, description=N_("where exactly"), examples=["一组至三组"])
    task: Text | None = Field(
        None, description=N_("task and scale"), examples=["硬化路面2公里，宽4.5米"]
    )
    benefit_mechanism: Text | None = Field(
        None,
        description=N_("how the poor take part and gain"),
        examples=["务工优先使用贫困劳动力"],
    )
    responsible_unit: Text | None = Field(
        None, description=N_("responsible unit"), examples=["示例县交通运输局"]
    )
    implementer: Text | None = Field(
        None, description=N_("implementing unit"), examples=["示例镇人民政府"]
    )
    contractor: Text | None = Field(None, description=N_("contractor"), examples=["示例建筑公司"])
    person_responsible: Text | None = Field(
        None, description=N_("person responsible"), examples=["示例甲"]
    )
    phone: Phone | None = Field(None, description=N_("phone"), examples=["0854-0000000"])
    phone_consent: Consent | None = Field(
        None, description=N_("consent to show a mobile number in full")
    )
    approval_document: Text | None = Field(
        None, description=N_("approval document"), examples=["示例扶通〔2018〕1号"]
    )
    subsidy_standard: Text | None = Field(
        None, description=N_("subsidy standard"), examples=["每公里35万元"]
    )
    budget: Money | None = Field(None, description=N_("planned money in all"), examples=["125万元"])
    sources: list[Source] | None = Field(
        None, description=N_("sources of the money; together they are the budget")
    )
    bid_price: Money | None = Field(None, description=N_("bid price"), examples=["120万元"])
    settled_price: Money | None = Field(
        None, description=N_("settled price"), examples=["1198000.00"]
    )
    audited_price: Money | None = Field(
        None, description=N_("audited price"), examples=["1195000.00"]
    )
    payments: list[Payment] | None = Field(
        None, description=N_("payments by date; an empty list [] says that nothing is paid yet")
    )
    plan: Schedule | None = Field(None, description=N_("planned start and finish"))
    actual: Schedule | None = Field(None, description=N_("actual start and finish"))
    progress: list[Progress] | None = Field(None, description=N_("progress log by date"))
    changes: list[Change] | None = Field(None, description=N_("changes of the plan by date"))
    acceptance: Acceptance | None = Field(None, description=N_("acceptance"))
    results: Text | None = Field(
        None, description=N_("what came of it"), examples=["86户出行时间缩短一半"]
    )
    social_benefit: Text | None = Field(
        None, description=N_("social benefit"), examples=["学生上学更安全"]
    )
    economic_benefit: Text | None = Field(
        None, description=N_("economic benefit"), examples=["农产品运输成本下降"]
    )
    beneficiaries: Beneficiaries | None = Field(None, description=N_("who gains"))
    photos: list[Photo] | None = Field(None, description=N_("pictures"))


def planned(project: Project) -> int | None:
    """Return the money planned, in fen: the budget, else the sum of the sources, else None."""
    if project.budget is not None:
        return project.budget
    return sum(each.amount for each in project.sources) if project.sources else None


def paid(project: Project) -> int | None:
    """Return the money paid, in fen; None when no one has recorded whether anything is paid."""
    if project.payments is None:
        return 0 if project.stage in ("library", "approved") else None
    return sum(each.amount for each in project.payments)


def only_allotment(project: Project) -> str:
    """Return the id of the allotment that all sources are assigned from, "" if there is none."""
    found = {each.allocation for each in project.sources or ()}
    return (found.pop() or "") if len(found) == 1 else ""


def taken(project: Project) -> list[Taken]:
    """Return what the project takes from each allotment it names."""
    found: dict[str, Taken] = {}
    for n, each in enumerate(project.sources or ()):
        if each.allocation:
            was = found.get(each.allocation) or Taken(
                each.allocation, 0, 0, ("sources", n, "allocation")
            )
            found[each.allocation] = was._replace(assigned=was.assigned + each.amount)
    only = only_allotment(project)
    for n, payment in enumerate(project.payments or ()):
        ident = payment.allocation or only
        if ident:
            was = found.get(ident) or Taken(ident, 0, 0, ("payments", n, "allocation"))
            found[ident] = was._replace(paid=was.paid + payment.amount)
    return [*found.values()]


def percent(project: Project) -> float | None:
    """Return how much is done, of 100, as last recorded; None when it is not known."""
    if project.progress:
        return project.progress[-1].percent
    if project.stage in FINISHED:
        return 100.0
    return 0.0 if project.stage in ("library", "approved") else None


def timeliness(project: Project, as_of: date) -> str:
    """Return a key of `TIMELINESS`: plan held against what happened, and against `as_of`."""
    plan, actual = project.plan or Schedule(), project.actual or Schedule()
    if project.stage == "stopped":
        return "stopped"
    if project.stage in FINISHED:
        if plan.finish is None or actual.finish is None:
            return "unknown"
        return "finished_late" if actual.finish.after(plan.finish) else "on_time"
    if plan.finish is not None and plan.finish.last < as_of:
        return "overdue"
    if project.stage not in BEGUN and plan.start is not None and plan.start.last < as_of:
        return "not_started"
    return "unknown" if plan.finish is None else "on_time"


def updated(project: Project) -> PartialDate:
    """Return the date of the last thing recorded: the date feeds and lists go by."""
    dates = [PartialDate(project.year)]
    for entries in (project.progress, project.payments, project.changes):
        dates.extend(each.date for each in entries or ())
    if project.acceptance:
        dates.append(project.acceptance.date)
    if project.actual:
        dates.extend(each for each in (project.actual.start, project.actual.finish) if each)
    return max(dates)


def judge(project: Judged[Project], rules: Rules) -> Iterator[Finding]:
    """Yield what is wrong with a project seen alone."""
    data = project.data
    if data.category not in rules.categories:
        yield finding(
            "P108",
            "category",
            value=data.category,
            among="\n".join(rules.categories),
            choices="、".join(rules.categories),
        )
    if data.performance_target is None:
        yield finding("P308")
    yield from _money(data)
    yield from _dates(data, rules.as_of)
    yield from _stage(data)
    yield from _disclosed(data, rules)
    yield from phone_findings(data.phone, data.phone_consent, (), rules)


def _money(data: Project) -> Iterator[Finding]:
    total = planned(data)
    if total is None:
        yield finding("P309")
    if data.budget is not None and data.sources:
        added = sum(each.amount for each in data.sources)
        if added != data.budget:
            yield finding(
                "P301",
                "budget",
                sum=spoken(added),
                budget=spoken(data.budget),
                difference=spoken(abs(added - data.budget)),
            )
    spent = 0
    for n, payment in enumerate(data.payments or ()):
        spent += payment.amount
        if total is not None and spent > total:
            yield finding(
                "P302", "payments", n, "amount", paid=spoken(spent), planned=spoken(total)
            )
            break
    only, gone = only_allotment(data), dict[str, int]()
    assigned = {each.allocation: each.assigned for each in taken(data)}
    for n, payment in enumerate(data.payments or ()):
        ident = payment.allocation or only
        gone[ident] = gone.get(ident, 0) + payment.amount
        if ident and gone[ident] - payment.amount <= assigned[ident] < gone[ident]:
            yield finding(
                "P934",
                "payments",
                n,
                "amount",
                allocation=ident,
                paid=spoken(gone[ident]),
                assigned=spoken(assigned[ident]),
            )


def _dates(data: Project, as_of: date) -> Iterator[Finding]:
    for name in ("payments", "progress", "changes"):
        entries = getattr(data, name) or ()
        dates = [((name, n, "date"), each.date) for n, each in enumerate(entries)]
        yield from in_order(dates, as_of)
    plan, actual = data.plan or Schedule(), data.actual or Schedule()
    yield from ordered(plan.start, plan.finish, ("plan", "finish"))
    yield from ordered(actual.start, actual.finish, ("actual", "finish"))
    done = [
        (("actual", name), when)
        for name, when in (("start", actual.start), ("finish", actual.finish))
        if when and when.after(as_of)
    ]
    for path, when in done:
        yield finding("P304", *path, date=when.iso(), as_of=as_of.isoformat())
    if data.acceptance:
        yield from ordered(actual.finish, data.acceptance.date, ("acceptance", "date"))
        if data.acceptance.date.after(as_of):
            yield finding(
                "P304",
                "acceptance",
                "date",
                date=data.acceptance.date.iso(),
                as_of=as_of.isoformat(),
            )
    before = 0.0
    for n, entry in enumerate(data.progress or ()):
        if entry.percent < before:
            yield finding(
                "P306",
                "progress",
                n,
                "percent",
                before=f"{before:g}",
                now=f"{entry.percent:g}",
            )
        before = entry.percent


def _stage(data: Project) -> Iterator[Finding]:
    """Yield the first fact that contradicts the stage the record claims."""
    stage, actual = data.stage, data.actual or Schedule()
    result = data.acceptance.result if data.acceptance else None
    done = data.progress[-1].percent if data.progress else None
    facts: list[tuple[bool, str]] = [
        (
            stage not in BEGUN and stage != "stopped" and actual.start is not None,
            N_("an actual start is recorded"),
        ),
        (stage not in BEGUN and stage != "stopped" and bool(done), N_("progress is recorded")),
        (stage == "library" and bool(data.payments), N_("payments are recorded")),
        (stage in BEGUN and actual.start is None, N_("no actual start is recorded")),
        (stage in FINISHED and actual.finish is None, N_("no actual finish is recorded")),
        (
            stage not in FINISHED and stage != "stopped" and actual.finish is not None,
            N_("an actual finish is recorded"),
        ),
        (
            stage in FINISHED and done is not None and done < 100,
            N_("the last recorded progress is below 100%"),
        ),
        (stage == "accepted" and result != "passed", N_("no passed acceptance is recorded")),
        (stage == "failed" and result != "failed", N_("no failed acceptance is recorded")),
        (
            stage not in ("accepted", "failed", "stopped") and result is not None,
            N_("an acceptance is recorded"),
        ),
        (stage == "stopped" and not data.changes, N_("no change says why and who approved it")),
    ]
    for contradicted, words in facts:
        if contradicted:
            label = f"_:{STAGES[stage][0]}"
            yield finding("P307", "stage", stage=label, contradiction=f"_:{words}")
            return


def _disclosed(data: Project, rules: Rules) -> Iterator[Finding]:
    """Yield what must be known at the stages of disclosure that the project has come to.

    Prices are asked for where there is a contractor; where no money is known at all, P309 says so
    of its sources too. What is not for the site, or not yet, claims nothing.
    """
    if data.status == "draft" or data.board_only:
        return
    needs = [
        name
        for stage in CLAIMS.get(data.stage, ())
        if stage in rules.disclosures
        for name in rules.disclosures[stage].needs
        if (data.contractor or name not in PRICES)
        and (name != "sources" or planned(data) is not None)
    ]
    missing = [name for name in dict.fromkeys(needs) if not _known(getattr(data, name))]
    if missing:
        yield finding(
            "P910", "stage", stage=f"_:{STAGES[data.stage][0]}", fields="、".join(missing)
        )


def _known(value: object) -> bool:
    """Tell whether anything is said in a field: not so in a group whose fields all are empty."""
    if isinstance(value, Part):
        return any(each is not None for _, each in value)
    return value is not None


def view(project: Judged[Project], rules: Rules) -> View:
    """Return what the public sees of the project's own record; money in fen, dates in ISO form.

    None means not known. Photos are given by file name; `pages` turns them into addresses.
    """
    data = project.data
    plan, actual = data.plan or Schedule(), data.actual or Schedule()
    gain = data.beneficiaries or Beneficiaries()
    only = only_allotment(data)
    return {
        "id": project.id,
        "title": data.title,
        "year": data.year,
        "category": data.category,
        "stage": data.stage,
        "nature": data.nature or "",
        "urgency": data.urgency or "",
        "performance_target": data.performance_target or "",
        "address": data.address or "",
        "task": data.task or "",
        "benefit_mechanism": data.benefit_mechanism or "",
        "responsible_unit": data.responsible_unit or "",
        "implementer": data.implementer or "",
        "contractor": data.contractor or "",
        "person_responsible": data.person_responsible or "",
        "phone": shown_phone(data.phone, data.phone_consent, rules.as_of),
        "approval_document": data.approval_document or "",
        "subsidy_standard": data.subsidy_standard or "",
        "planned": planned(data),
        "paid": paid(data),
        "percent": percent(data),
        "timeliness": timeliness(data, rules.as_of),
        "sources": [
            {
                "fund": each.fund,
                "level": each.level,
                "amount": each.amount,
                "document": each.document or "",
                "pooled": each.pooled,
                "allocation": each.allocation or "",
            }
            for each in data.sources or ()
        ],
        "taken": [tuple(each) for each in taken(data)],
        "bid_price": data.bid_price,
        "settled_price": data.settled_price,
        "audited_price": data.audited_price,
        "payments": None
        if data.payments is None
        else [
            {
                "date": each.date.iso(),
                "amount": each.amount,
                "note": each.note or "",
                "allocation": each.allocation or only,
            }
            for each in data.payments
        ],
        "plan": {"start": _iso(plan.start), "finish": _iso(plan.finish)},
        "actual": {"start": _iso(actual.start), "finish": _iso(actual.finish)},
        "progress": [
            {
                "date": each.date.iso(),
                "percent": each.percent,
                "note": each.note or "",
                "photos": [{"file": p.file, "alt": p.alt} for p in each.photos or ()],
            }
            for each in data.progress or ()
        ],
        "changes": [
            {
                "date": each.date.iso(),
                "what": each.what,
                "why": each.why,
                "approved_by": each.approved_by,
            }
            for each in data.changes or ()
        ],
        "acceptance": None
        if data.acceptance is None
        else {
            "date": data.acceptance.date.iso(),
            "result": data.acceptance.result,
            "by": data.acceptance.by,
            "note": data.acceptance.note or "",
        },
        "results": data.results or "",
        "social_benefit": data.social_benefit or "",
        "economic_benefit": data.economic_benefit or "",
        "beneficiaries": {
            "households": gain.households,
            "people": gain.people,
            "poor_households": gain.poor_households,
            "poor_people": gain.poor_people,
        },
        "photos": [{"file": each.file, "alt": each.alt} for each in data.photos or ()],
        "updated": updated(data).iso(),
    }


def named(project: Judged[Project]) -> Iterator[Named]:
    """Yield the records that a project names: the unit its folder says, and its allotments."""
    if project.folder:
        yield Named("units", project.folder, ())
    for each in taken(project.data):
        yield Named("allocations", each.allocation, each.path)


def photos(data: Project) -> Iterator[tuple[tuple[str | int, ...], Photo]]:
    """Yield each photo of the record with the path of its `file` field."""
    for n, photo in enumerate(data.photos or ()):
        yield ("photos", n, "file"), photo
    for m, entry in enumerate(data.progress or ()):
        for n, photo in enumerate(entry.photos or ()):
            yield ("progress", m, "photos", n, "file"), photo


def _iso(when: PartialDate | None) -> str:
    return when.iso() if when else ""
