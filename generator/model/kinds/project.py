"""Fund projects: what is built or done, with which money, how far it is and whether on time.

Fields: State Council poverty office 2018 no. 11 and county project-library practice (the brief).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, TypedDict

from pydantic import Field

from generator.base import labels
from generator.base.findings import Finding, finding
from generator.base.messages import N_
from generator.model import (
    deadlines,
    news,
    number_bounds,
    parties,
    returned_money,
    schedule,
    spending,
    urls,
)
from generator.model.kinds.declaration import Days, Kind, New
from generator.model.kinds.kind import (
    Judged,
    Named,
    Rules,
    View,
    ascending,
    coded,
    in_order,
    phone_findings,
    unknown_choice,
)
from generator.model.schedule import STAGES, Acceptance, Progress, Schedule, Stage
from generator.model.spending import Payment, Return, Source
from generator.model.view_types import (
    Codes,
    Id,
    InFen,
    InPercent,
    IsoDate,
    IsoDay,
    PhotoView,
    RecordView,
    ShownPhone,
    SpanView,
    YearNumber,
)
from generator.parse.field_types import (
    Count,
    Date,
    Money,
    Part,
    PartialDate,
    Photo,
    Record,
    Text,
    Year,
    choice,
)
from generator.parse.phones import Consent, Phone, shown_phone

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
PARTIES = {
    "contractor": N_("contractor"),
    "implementer": N_("implementing unit"),
    "payee": N_("was paid"),
}
"""What one can be in a project: see `parties.ROLES`."""
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
GROUPS = frozenset({"plan", "actual", "acceptance", "beneficiaries", "phone_consent"})
"""The fields that are groups of fields."""
PRICES = ("bid_price", "settled_price", "audited_price")

Nature = Annotated[str, choice(NATURES)]
Urgency = Annotated[str, choice(URGENCIES)]


class Change(Part):
    """A change to the plan: what, why, approved by whom."""

    date: Date = Field(description=N_("when it was approved"), examples=["2018-06-01"])
    what: Text = Field(description=N_("what was changed"), examples=["路面加宽0.5米"])
    why: Text = Field(description=N_("why"), examples=["方便会车"])
    approved_by: Text = Field(description=N_("who approved it"), examples=["示例县扶贫局"])


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
    returns: list[Return] | None = Field(
        None,
        description=N_(
            "money that was paid and came back, by date: cut by the audit, left over, taken back"
        ),
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


def updated(project: Project) -> PartialDate:
    """Return the date of the last thing recorded: the date feeds and lists go by."""
    dates = [PartialDate(project.year)]
    for entries in (project.progress, project.payments, project.returns, project.changes):
        if entries:
            dates += [each.date for each in entries]
    if project.acceptance:
        dates.append(project.acceptance.date)
    if project.actual:
        dates += [each for each in (project.actual.start, project.actual.finish) if each]
    return max(dates)


def _going_until(data: Project, as_of: date) -> str:
    """Return the day up to which work that goes on is drawn, in ISO form; "" where none does.

    It is the first of the month, so that no picture changes each day; but the work of one whose
    planned end is over goes on beyond that.
    """
    actual = data.actual
    if data.stage != "under_way" or not actual or not actual.start or actual.finish:
        return ""
    day = date(as_of.year, as_of.month, 1)
    planned = data.plan.finish if data.plan else None
    if planned is not None and planned.last < as_of:
        day = max(day, planned.last + timedelta(days=1))
    return day.isoformat()


def settled(data: Project, rules: Rules) -> Project:
    """Return a project with its category as a code, where the record names it by a label."""
    code = coded(data.category, rules.categories)
    return data if code == data.category else data.model_copy(update={"category": code})


def judge(project: Judged[Project], rules: Rules) -> Iterator[Finding]:
    """Yield what is wrong with a project seen alone."""
    data = project.data
    yield from unknown_choice("category", data.category, rules.categories)
    if data.performance_target is None:
        yield finding("P308")
    yield from spending.faults(data.budget, data.sources, data.payments, data.returns)
    yield from returned_money.faults(data.sources, data.payments, data.returns)
    planned, paid = spending.planned(data.budget, data.sources), None
    if data.payments:
        paid = spending.paid(data.stage, data.payments, data.returns)
    yield from number_bounds.prices(Project, data, planned, paid)
    if data.beneficiaries:
        yield from number_bounds.gains(data.beneficiaries, ("beneficiaries",))
    yield from _dates(data, rules.as_of)
    yield from schedule.contradicted(
        data.stage,
        data.actual,
        data.progress,
        data.acceptance,
        paid=bool(data.payments),
        changed=bool(data.changes),
    )
    yield from _disclosed(data, rules)
    yield from _uncounted(data, rules)
    yield from phone_findings(data.phone, data.phone_consent, (), rules)


def _dates(data: Project, as_of: date) -> Iterator[Finding]:
    logs = (
        ("payments", data.payments),
        ("returns", data.returns),
        ("progress", data.progress),
        ("changes", data.changes),
    )
    for name, entries in logs:
        dates = [each.date for each in entries or ()]
        if dates and not ascending(dates, as_of):
            yield from in_order([((name, n, "date"), day) for n, day in enumerate(dates)], as_of)
    yield from schedule.misdated(data.plan, data.actual, data.acceptance, as_of)
    yield from schedule.undone(data.progress)


def _uncounted(data: Project, rules: Rules) -> Iterator[Finding]:
    """Yield where it cannot be told whether what happened was disclosed in time."""
    if data.changes:
        days = [(("changes", n, "date"), each.date) for n, each in enumerate(data.changes)]
        yield from deadlines.uncounted("plan_change", days, rules)
    if data.actual:
        start, finish = data.actual.start, data.actual.finish
        yield from deadlines.uncounted("before_start", [(("actual", "start"), start)], rules)
        yield from deadlines.uncounted("after_completion", [(("actual", "finish"), finish)], rules)


def _disclosed(data: Project, rules: Rules) -> Iterator[Finding]:
    """Yield what must be known at the stages of disclosure that the project has come to.

    Prices are asked for where there is a contractor; where no money is known at all, P309 says so
    of its sources too. What is not for the site, or not yet, claims nothing.
    """
    if data.status == "draft" or data.board_only:
        return
    values = vars(data)
    unknown = [
        name
        for stage in CLAIMS.get(data.stage, ())
        if stage in rules.disclosures
        for name in rules.disclosures[stage].needs
        if values[name] is None or (name in GROUPS and _empty(values[name]))
    ]
    if not unknown:
        return
    missing = [
        name
        for name in dict.fromkeys(unknown)
        if (data.contractor or name not in PRICES)
        and (name != "sources" or spending.planned(data.budget, data.sources) is not None)
    ]
    if missing:
        stage, fields = f"\0:{STAGES[data.stage][0]}", labels.fields(Project, missing)
        yield finding("P910", "stage", stage=stage, fields=fields)


def _empty(group: Part) -> bool:
    """Tell whether nothing is said in any field of a group."""
    values = [*vars(group).values()]
    return values.count(None) == len(values)


class SourceView(TypedDict):
    """Where some of the money comes from."""

    fund: str
    level: Annotated[str, Codes("fund_level")]
    amount: InFen
    document: str
    pooled: Annotated[bool | None, "whether it was pooled before"]
    allocation: Annotated[Id, "the allotment it comes from, where that is stated"]


class PaymentView(TypedDict):
    """Money that was paid."""

    date: IsoDate
    amount: InFen
    payee: str
    note: str
    allocation: Annotated[Id, "the allotment it was paid from, where that is stated"]


class ReturnView(TypedDict):
    """Money that was paid and came back."""

    date: IsoDate
    amount: InFen
    why: str
    by: str
    document: str
    allocation: Annotated[Id, "the allotment it came back to, where that is stated"]


class ProgressView(TypedDict):
    """What was seen of the work on a day."""

    date: IsoDate
    percent: InPercent
    note: str
    photos: list[PhotoView]


class ChangeView(TypedDict):
    """A change of the plan."""

    date: IsoDate
    what: str
    why: str
    approved_by: str


class AcceptanceView(TypedDict):
    """The result of inspecting the finished work."""

    date: IsoDate
    result: Annotated[str, Codes("result")]
    by: str
    note: str


class BeneficiariesView(TypedDict):
    """Who gains; None is not known."""

    households: int | None
    people: int | None
    poor_households: int | None
    poor_people: int | None


class ProjectView(RecordView):
    """A project: what its own record says of it. An empty text and None are not known."""

    title: str
    year: YearNumber
    category: Annotated[str, "category, a code of `site.categories`"]
    stage: Annotated[str, Codes("stage")]
    nature: Annotated[str, Codes("nature")]
    urgency: Annotated[str, Codes("urgency"), "how urgent it is"]
    performance_target: Annotated[str, "performance target"]
    address: str
    task: str
    benefit_mechanism: str
    responsible_unit: str
    implementer: str
    contractor: str
    parties: Annotated[
        dict[str, str], "contractor, implementer and payees by name: `parties/….html` of each"
    ]
    person_responsible: str
    phone: ShownPhone
    approval_document: str
    subsidy_standard: str
    planned: Annotated[InFen | None, "money planned: the budget, else the sum of the sources"]
    paid: Annotated[InFen | None, "money paid, less what came back"]
    returned: Annotated[InFen, "money that was paid and came back"]
    percent: Annotated[InPercent | None, "how much is done, as last recorded"]
    timeliness: Annotated[str, Codes("timeliness"), "the plan held against what happened"]
    sources: Annotated[list[SourceView], "where the money comes from"]
    taken: Annotated[
        list[tuple[object, ...]], "what it takes from allotments: ask only whether it is empty"
    ]
    bid_price: InFen | None
    settled_price: InFen | None
    audited_price: InFen | None
    payments: Annotated[list[PaymentView] | None, "what was paid, by date"]
    returns: Annotated[list[ReturnView], "what was paid and came back, by date"]
    plan: SpanView
    actual: SpanView
    progress: list[ProgressView]
    changes: list[ChangeView]
    acceptance: AcceptanceView | None
    results: str
    social_benefit: str
    economic_benefit: str
    beneficiaries: BeneficiariesView
    photos: list[PhotoView]
    updated: Annotated[IsoDate, "the date of the last thing recorded"]
    going_until: Annotated[IsoDay, "the day up to which work that goes on is drawn, else empty"]


def view(project: Judged[Project], rules: Rules) -> View:
    """Return what the public sees of the project's own record; money in fen, dates in ISO form.

    None means not known. Photos are given by file name; `plan` turns them into addresses.
    """
    data = project.data
    gain = data.beneficiaries or Beneficiaries()
    only = spending.only_allotment(data.sources)
    since = rules.as_of - timedelta(days=rules.idle_money.days)
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
        "parties": parties.named(
            project.folder, data.contractor, data.implementer, data.payments, rules.county
        ),
        "person_responsible": data.person_responsible or "",
        "phone": shown_phone(data.phone, data.phone_consent, rules.as_of),
        "approval_document": data.approval_document or "",
        "subsidy_standard": data.subsidy_standard or "",
        "planned": spending.planned(data.budget, data.sources),
        "paid": spending.paid(data.stage, data.payments, data.returns),
        "returned": spending.returned(data.returns),
        "percent": schedule.percent(data.stage, data.progress),
        "timeliness": schedule.timeliness(data.stage, data.plan, data.actual, rules.as_of),
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
        "taken": spending.taken(data.sources, data.payments, data.returns, since),
        "bid_price": data.bid_price,
        "settled_price": data.settled_price,
        "audited_price": data.audited_price,
        "payments": None
        if data.payments is None
        else [
            {
                "date": each.date.iso(),
                "amount": each.amount,
                "payee": each.payee or "",
                "note": each.note or "",
                "allocation": each.allocation or only,
            }
            for each in data.payments
        ],
        "returns": [
            {
                "date": each.date.iso(),
                "amount": each.amount,
                "why": each.why,
                "by": each.by or "",
                "document": each.document or "",
                "allocation": each.allocation or only,
            }
            for each in data.returns or ()
        ],
        "plan": _days(data.plan),
        "actual": _days(data.actual),
        "progress": [
            {
                "date": each.date.iso(),
                "percent": each.percent,
                "note": each.note or "",
                "photos": [{"file": p.file, "alt": p.alt} for p in each.photos]
                if each.photos
                else [],
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
        "going_until": _going_until(data, rules.as_of),
    }


def named(project: Judged[Project]) -> Iterator[Named]:
    """Yield the records that a project names: the unit its folder says, and its allotments."""
    if project.folder:
        yield ("units", project.folder, ())
    data = project.data
    for ident, path in spending.named(data.sources, data.payments, data.returns).items():
        yield ("allocations", ident, path)


def photos(data: Project) -> Iterator[tuple[tuple[str | int, ...], Photo]]:
    """Yield each photo of the record with the path of its `file` field."""
    for n, photo in enumerate(data.photos or ()):
        yield ("photos", n, "file"), photo
    for m, entry in enumerate(data.progress or ()):
        for n, photo in enumerate(entry.photos or ()):
            yield ("progress", m, "photos", n, "file"), photo


def told(view: View) -> Iterator[news.Told]:
    """Yield what happened to a project: begun, finished, inspected, changed, stopped, or late.

    It was late on the day after it was to be begun or finished, if it was not by then.
    """
    title, plan, actual, stage = view["title"], view["plan"], view["actual"], view["stage"]
    start, finish = actual["start"], actual["finish"]
    if start:
        yield news.told(start, "started", title, amount=view["planned"])
    if finish:
        yield news.told(finish, "finished", title)
    if view["acceptance"]:
        result = view["acceptance"]["result"]
        yield news.told(view["acceptance"]["date"], result, title, note=view["results"])
    changes = view["changes"]
    if changes:
        # a project is stopped by a change that says why
        last = len(changes) if stage == "stopped" else 0
        steps = news.in_turn("changed", [each["date"] for each in changes])
        for n, (step, each) in enumerate(zip(steps, changes, strict=True), 1):
            note = "，".join((each["what"], each["why"]))
            yield news.told(each["date"], "stopped" if n == last else step, title, note=note)
    timeliness = view["timeliness"]
    if timeliness in ("overdue", "finished_late"):
        due = plan["finish"]
        yield news.told(news.day_after(due), "overdue", title, until=due)
    due = plan["start"]
    if due and (
        news.surely_after(start, due)
        if start
        else timeliness in schedule.LATE and stage not in schedule.BEGUN
    ):
        yield news.told(news.day_after(due), "not_started", title, until=due)


def _days(of: Schedule | None) -> View:
    start, finish = (of.start, of.finish) if of else (None, None)
    return {"start": _iso(start), "finish": _iso(finish)}


def _iso(when: PartialDate | None) -> str:
    return when.iso() if when else ""


def begins(view: View) -> Days:
    """Yield when work began, or was to begin, or else the year."""
    for name in ("actual", "plan"):
        if view[name] and view[name]["start"]:
            yield (name, "start"), view[name]["start"]
            return
    yield ("year",), str(view["year"])


KIND = Kind(
    folder="projects",
    order=20,
    called=("projects", "项目"),
    example="duyun/mochong/bingwu/2018-gonglu.md",
    model=Project,
    lies="in_unit",
    happened=(
        "payments.date",
        "returns.date",
        "progress.date",
        "changes.date",
        "acceptance.date",
        "actual.start",
        "actual.finish",
    ),
    judge=judge,
    named=named,
    view=view,
    begins=begins,
    shows=ProjectView,
    reckoned={
        "planned": N_("money planned: the budget, else the sum of the sources"),
        "paid": N_("money paid, less what came back"),
        "percent": N_("how much is done, as last recorded (percent)"),
        "timeliness": N_("the plan held against what happened"),
        "updated": N_("date of the last thing recorded"),
    },
    settled=settled,
    photos=photos,
    alike=("title", "year", "planned", "address"),
    page=urls.project_url,
    templates=("project.html",),
    labels={
        "stage": STAGES,
        "nature": NATURES,
        "urgency": URGENCIES,
        "fund_level": spending.FUND_LEVELS,
        "result": schedule.RESULTS,
        "timeliness": schedule.TIMELINESS,
        "party": PARTIES,
    },
    news=news.News(
        words={
            "started": N_("work began"),
            "finished": N_("work finished"),
            "passed": N_("accepted after inspection"),
            "failed": N_("failed the inspection"),
            "changed": N_("plan changed"),
            "stopped": N_("given up"),
            "overdue": N_("not finished in time"),
            "not_started": N_("not begun in time"),
        },
        until={
            "overdue": N_("was to be finished by %(date)s"),
            "not_started": N_("was to be begun by %(date)s"),
        },
        alerts=("failed", "stopped", "overdue", "not_started"),
        of=told,
    ),
    alerts={"stage": ("failed",), "result": ("failed",), "timeliness": schedule.LATE},
    new=New(
        word="project",
        says=N_("project"),
        names={"allocation": "allocations"},
        needed={Project: ("performance_target", "budget")},
        apart={
            Progress: ("photos",),
            Payment: ("allocation",),
            Return: ("allocation",),
            Source: ("allocation",),
        },
    ),
)
