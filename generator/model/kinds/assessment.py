"""Assessments: the measures a unit's year is judged by, who looked, and what followed.

Weight of party-building and poverty work, half-year reports, inspections, third-party evaluation
and consequences: the article's part on assessment; the one-vote veto: its part on mechanisms.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, TypedDict

from pydantic import Field

from generator.base.findings import Finding, finding
from generator.base.messages import N_
from generator.base.privacy import names_informant
from generator.model.kinds.declaration import Answer, Days, Duty, Kind, Lists, New, by_year
from generator.model.kinds.kind import Judged, Named, Reports, Rules, View
from generator.model.view_types import Codes, Id, InPercent, IsoDate, IsoDay, RecordView
from generator.parse.field_types import (
    Date,
    Day,
    Part,
    PartialDate,
    Percent,
    Record,
    RecordRef,
    Text,
    Year,
    Yes,
    choice,
)

NAME = N_("Assessments")
STATES = {
    "vetoed": N_("vetoed (one vote)"),
    "assessing": N_("being assessed"),
    "scored": N_("scored"),
}
SHOWN = ("vetoed",)
"""The states whose records stand on the first page of the lists."""
HALVES = {
    "1": (N_("first half of the year"), "上半年"),
    "2": (N_("second half of the year"), "下半年"),
}
INSPECTIONS = {
    "open": (N_("announced inspection"), "明查"),
    "covert": (N_("unannounced inspection"), "暗访"),
}
CONSEQUENCES = {
    "warning": (N_("early warning"), "预警通知"),
    "talk": (N_("talk"), "约谈提醒", "约谈"),
    "accountability": (N_("accountability traced back"), "责任倒查"),
}
REPORTS = {
    "kept": N_("reported in time"),
    "late": N_("reported late"),
    "missed": N_("no report stated"),
    "open": N_("not due yet"),
}


class Measure(Part):
    """One of the things the year is judged by, with its part of the whole."""

    name: Text = Field(description=N_("what is measured"), examples=["减少贫困人口"])
    weight: Percent = Field(
        description=N_("its weight in percent; all weights add up to 100"), examples=["30"]
    )
    score: Percent | None = Field(
        None, description=N_("score from 0 to 100, once there is one"), examples=["86.5"]
    )
    poverty: Yes = Field(
        False, description=N_("yes for party-building and poverty work"), examples=["yes"]
    )


class Report(Part):
    """A report on half a year's work, handed to the unit above."""

    half: Annotated[str, choice(HALVES)] = Field(
        description=N_("which half of the year"), examples=["1"]
    )
    date: Day = Field(description=N_("day on which it was handed in"), examples=["2018-07-12"])
    to: Text | None = Field(
        None, description=N_("which body it was handed to"), examples=["示例州脱贫攻坚指挥部"]
    )


class Evaluation(Part):
    """An evaluation of results by a third party."""

    date: Date = Field(description=N_("when it was made"), examples=["2018-11"])
    evaluator: Text = Field(description=N_("who evaluated"), examples=["示例大学"])
    method: Text = Field(description=N_("how it was done"), examples=["抽查20个村，入户问卷"])
    result: Text = Field(description=N_("what came of it"), examples=["群众满意度92.3%"])


class Inspection(Part):
    """An inspection; whoever told the inspectors something is named nowhere."""

    date: Date = Field(description=N_("when it took place"), examples=["2018-09-05"])
    kind: Annotated[str, choice(INSPECTIONS)] = Field(
        description=N_("announced or not"), examples=["covert"]
    )
    by: Text | None = Field(None, description=N_("which body inspected"), examples=["示例州督查组"])
    found: Text = Field(
        description=N_("what was found; never who told of it"), examples=["两处公示栏没有更新"]
    )


class Consequence(Part):
    """What late work led to."""

    date: Date = Field(description=N_("when it was done"), examples=["2018-09-20"])
    kind: Annotated[str, choice(CONSEQUENCES)] = Field(
        description=N_("early warning, talk or accountability traced back"), examples=["talk"]
    )
    why: Text = Field(description=N_("for what reason"), examples=["项目进度滞后"])


class Veto(Part):
    """The one-vote veto: whatever the scores, the year is lost."""

    date: Day = Field(description=N_("day of the decision"), examples=["2019-01-10"])
    why: Text = Field(description=N_("for what reason"), examples=["整改落实不力"])
    rectification: RecordRef | None = Field(
        None,
        description=N_("the rectification it is about, of the same unit, by its address"),
        examples=["duyun/mochong/2018-buzhu"],
    )


class Assessment(Record):
    """The assessment of one year of the unit whose folder it lies in; its file is that year."""

    year: Year = Field(description=N_("year that is assessed"), examples=["2018"])
    measures: list[Measure] | None = Field(
        None, description=N_("what the year is judged by, each with its weight")
    )
    reports: list[Report] | None = Field(None, description=N_("half-year reports handed in"))
    evaluations: list[Evaluation] | None = Field(
        None, description=N_("evaluations by third parties")
    )
    inspections: list[Inspection] | None = Field(
        None, description=N_("inspections, announced or not")
    )
    consequences: list[Consequence] | None = Field(
        None, description=N_("warnings, talks and accountability traced back")
    )
    veto: Veto | None = Field(None, description=N_("the one-vote veto, if there was one"))


def state(data: Assessment) -> str:
    """Return a key of `STATES`: it is scored once every score is known."""
    if data.veto is not None:
        return "vetoed"
    return "assessing" if total(data) is None else "scored"


def total(data: Assessment) -> float | None:
    """Return the weighted score from 0 to 100; None unless every score is known."""
    scores = [each.score for each in data.measures or ()]
    if not scores or None in scores:
        return None
    # in tenths, so that what is written with one digit adds up exactly
    tenths = sum(
        round(each.weight * 10) * round((each.score or 0) * 10) for each in data.measures or ()
    )
    return tenths / 10_000


def judge(assessment: Judged[Assessment], rules: Rules) -> Iterator[Finding]:
    """Yield what is wrong with an assessment seen alone."""
    data = assessment.data
    name = assessment.id.rpartition("/")[2]
    if name != str(data.year):
        yield finding("P952", "year", year=data.year, name=name)
    yield from _weights(data, rules)
    for group, entries in _dated(data):
        for n, when in enumerate(entries):
            if when.after(rules.as_of):
                path = (group, "date") if group == "veto" else (group, n, "date")
                yield finding("P304", *path, date=when.iso(), as_of=rules.as_of.isoformat())
            elif group != "veto" and when.year < data.year:
                yield finding("P957", group, n, "date", date=when.iso(), year=data.year)
    for n, each in enumerate(data.inspections or ()):
        if each.by and names_informant(each.by):
            yield finding("P943", "inspections", n, "by", value=each.by)
    yield from _twice([each.name for each in data.measures or ()], "measures", "name")
    yield from _twice([HALVES[each.half][1] for each in data.reports or ()], "reports", "half")
    if data.veto is not None:
        if data.veto.date.year not in (data.year, data.year + 1):
            day = data.veto.date.iso()
            yield finding("P954", "veto", "date", date=day, year=data.year)
        about = data.veto.rectification
        if about and about.rpartition("/")[0] != assessment.folder:
            yield finding("P953", "veto", "rectification", value=about)


def _weights(data: Assessment, rules: Rules) -> Iterator[Finding]:
    if not data.measures:
        return
    tenths = sum(round(each.weight * 10) for each in data.measures)
    if tenths != 1000:
        yield finding("P950", "measures", sum=f"{tenths / 10:g}")
        return
    least = rules.poverty_weight
    own = sum(round(each.weight * 10) for each in data.measures if each.poverty)
    if least and own < round(least.percent * 10):
        values = {"sum": f"{own / 10:g}", "least": f"{least.percent:g}", "source": least.source}
        yield finding("P951", "measures", **values)


def _dated(data: Assessment) -> Iterator[tuple[str, list[PartialDate]]]:
    """Yield the name of each group of dated entries, with their dates."""
    yield "reports", [each.date for each in data.reports or ()]
    yield "evaluations", [each.date for each in data.evaluations or ()]
    yield "inspections", [each.date for each in data.inspections or ()]
    yield "consequences", [each.date for each in data.consequences or ()]
    yield "veto", [data.veto.date] if data.veto else []


def _twice(values: Sequence[str], group: str, name: str) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for n, value in enumerate(values):
        if value in seen:
            first = (group, seen[value], name)
            yield Finding("P901", (group, n, name), (("value", value),), first=first)
        seen.setdefault(value, n)


def beside(
    view: View, unit: View | None, views: Mapping[str, Mapping[str, View]], rules: Rules
) -> Iterator[Finding]:
    """Yield what is wrong with an assessment beside what else is recorded of its unit."""
    yield from unfit(view, views["rectifications"])
    if unit is not None:
        yield from missed(view, unit["level"], rules)


def unfit(view: View, rectifications: Mapping[str, View]) -> Iterator[Finding]:
    """Yield where the veto of an assessment does not fit the rectification it names.

    Both are of one unit, so they are read together. It fits a year in which it was open.
    """
    about = rectifications.get(view["veto"]["rectification"]) if view["veto"] else None
    if about is None:
        return
    closed = about["closed"]["date"] if about["closed"] else ""
    if about["date"][:4] > view["date"] or (closed and closed[:4] < view["date"]):
        values = {"found": about["date"], "year": view["date"]}
        yield finding("P955", "veto", "rectification", **values)


def named(assessment: Judged[Assessment]) -> Iterator[Named]:
    """Yield the records that an assessment names: its unit, and what a veto is about."""
    yield ("units", assessment.folder, ())
    veto = assessment.data.veto
    if veto and veto.rectification:
        yield ("rectifications", veto.rectification, ("veto", "rectification"))


class MeasureView(TypedDict):
    """A measure of an assessment, with its weight and score."""

    name: str
    weight: InPercent
    score: float | None
    poverty: Annotated[bool, "whether it counts as party-building and poverty work"]


class ReportView(TypedDict):
    """A report on half a year that was handed in."""

    half: Annotated[str, "which half of the year, `1` or `2`"]
    date: IsoDate
    to: str


class EvaluationView(TypedDict):
    """An evaluation by a third party."""

    date: IsoDate
    evaluator: str
    method: str
    result: str


class InspectionView(TypedDict):
    """An inspection, and what it found."""

    date: IsoDate
    kind: Annotated[str, Codes("inspection")]
    by: str
    found: str


class ConsequenceView(TypedDict):
    """What an assessment led to."""

    date: IsoDate
    kind: Annotated[str, Codes("consequence")]
    why: str


class VetoView(TypedDict):
    """A veto that undoes the whole assessment."""

    date: IsoDate
    why: str
    rectification: Annotated[Id, "what was to be mended, where it is recorded"]


class AssessmentRow(TypedDict):
    """What lists show of an assessment."""

    date: Annotated[IsoDate, "the year that is assessed"]
    state: Annotated[str, Codes("assessments"), "how far it is"]
    total: Annotated[float | None, "the score in all, of 100, once each is known"]


class AssessmentView(RecordView, AssessmentRow):
    """The assessment of a unit's year."""

    measures: list[MeasureView]
    reports: list[ReportView]
    evaluations: list[EvaluationView]
    inspections: list[InspectionView]
    consequences: list[ConsequenceView]
    veto: VetoView | None


class HalfYearView(TypedDict):
    """Half a year that a unit should have reported on, and what came of it."""

    period: Annotated[str, "the half year, as `2018-H1`: see `period`"]
    due: Annotated[IsoDay, "until when the report was due"]
    date: Annotated[IsoDate, "when it was handed in, where it was"]
    to: Annotated[str, "to whom"]
    state: Annotated[str, Codes("report"), "whether it was, and in time"]


def view(assessment: Judged[Assessment], _rules: Rules) -> View:
    """Return what the public sees of an assessment, but for its text; `date` is its year."""
    data = assessment.data
    veto = data.veto
    return {
        "id": assessment.id,
        "date": str(data.year),
        "state": state(data),
        "total": total(data),
        "measures": [
            {"name": x.name, "weight": x.weight, "score": x.score, "poverty": x.poverty}
            for x in data.measures or ()
        ],
        "reports": [
            {"half": x.half, "date": x.date.iso(), "to": x.to or ""} for x in data.reports or ()
        ],
        "evaluations": [
            {
                "date": x.date.iso(),
                "evaluator": x.evaluator,
                "method": x.method,
                "result": x.result,
            }
            for x in data.evaluations or ()
        ],
        "inspections": [
            {"date": x.date.iso(), "kind": x.kind, "by": x.by or "", "found": x.found}
            for x in data.inspections or ()
        ],
        "consequences": [
            {"date": x.date.iso(), "kind": x.kind, "why": x.why} for x in data.consequences or ()
        ],
        "veto": {
            "date": veto.date.iso(),
            "why": veto.why,
            "rectification": veto.rectification or "",
        }
        if veto
        else None,
    }


def row(view: View) -> View:
    """Return what lists show of an assessment."""
    return {name: view[name] for name in ("date", "state", "total")}


def strip(unit: View, assessments: Sequence[View], rules: Rules) -> list[View]:
    """Return the half years a unit should have reported on, each with what came of it.

    They run from the first year that an assessment is recorded of to the day of the data. Each
    has `period` (`2018-H1`), `due` (ISO form), `date` ("" for none), `to`, and `state`, a key of
    `REPORTS`.
    """
    rule = rules.half_year_reports
    if rule is None or unit["level"] not in rule.levels or not assessments:
        return []
    handed = {
        (int(each["date"]), one["half"]): one for each in assessments for one in each["reports"]
    }
    found = []
    for year in range(min(int(each["date"]) for each in assessments), rules.as_of.year + 1):
        for half in HALVES:
            if date(year, 6 * int(half), 1) > rules.as_of:
                break
            report = handed.get((year, half))
            due = _due(year, half, rule)
            if report is None:
                state_ = "missed" if due < rules.as_of else "open"
            else:
                state_ = "kept" if report["date"] <= due.isoformat() else "late"
            found.append(
                {
                    "period": f"{year}-H{half}",
                    "due": due.isoformat(),
                    "date": report["date"] if report else "",
                    "to": report["to"] if report else "",
                    "state": state_,
                }
            )
    return found


def _due(year: int, half: str, rule: Reports) -> date:
    """Return the last day of the month by whose end the report of a half year is due."""
    months = year * 12 + 6 * int(half) + rule.months  # the month after it, counted from 0
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def missed(view: View, level: str, rules: Rules) -> Iterator[Finding]:
    """Yield the half-year reports of an assessed year that are due and not recorded.

    `level` is that of the unit. A year without an assessment has no record to tell it of; of one
    whose year is not that of its file, it is not known which is wrong.
    """
    rule = rules.half_year_reports
    year = view["id"].rpartition("/")[2]
    if rule is None or level not in rule.levels or year != view["date"]:
        return
    handed = {each["half"] for each in view["reports"]}
    for half in HALVES:
        due = _due(int(year), half, rule)
        if half not in handed and due < rules.as_of:
            named_ = f"\0:{HALVES[half][0]}"
            yield finding("P956", "reports", half=named_, due=due.isoformat(), source=rule.source)


def kept(periods: Iterable[View]) -> dict[str, int]:
    """Count the reports handed in in time, and those late or missing; those not due are left."""
    found: dict[str, int] = {}
    for each in periods:
        if each["state"] != "open":
            state_ = "kept" if each["state"] == "kept" else "missed"
            found[state_] = found.get(state_, 0) + 1
    return found


def answer(unit: View, assessments: Sequence[View], rules: Rules) -> Answer:
    """Return how many half-year reports a unit handed in in time, and the half years."""
    rule, periods = rules.half_year_reports, strip(unit, assessments, rules)
    if rule is None or unit["level"] not in rule.levels:
        return Answer(strip=periods)
    over = (
        (each["period"][:4], "kept" if each["state"] == "kept" else "missed")
        for each in periods
        if each["state"] != "open"
    )
    counts = kept(periods) or {"unknown": 0 if periods else 1}
    return Answer(counts, periods, years=by_year(over))


def begins(view: View) -> Days:
    """Yield the year that is assessed."""
    yield ("year",), view["date"]


KIND = Kind(
    folder="assessments",
    order=80,
    called=("assessments", "考核"),
    example="duyun/mochong/2018.md",
    model=Assessment,
    lies="in_unit",
    happened=("reports.date", "evaluations.date", "inspections.date", "consequences.date"),
    judge=judge,
    named=named,
    view=view,
    begins=begins,
    shows=AssessmentView,
    reckoned={"total": N_("score in all, of 100")},
    beside=beside,
    lists=Lists(name=NAME, states=STATES, shown=SHOWN, row=row, shows=AssessmentRow),
    duties=(
        Duty(
            rule="reports",
            order=80,
            says=N_("half-year reports handed in in time"),
            answer=answer,
        ),
    ),
    labels={"report": REPORTS, "inspection": INSPECTIONS, "consequence": CONSEQUENCES},
    alerts={"assessments": ("vetoed",)},
    new=New(
        word="assessment",
        says=N_("assessment"),
        names={"rectification": "rectifications"},
    ),
)
