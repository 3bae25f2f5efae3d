"""The measures that records are judged by, as they stand under `rules` in `config.yaml`.

Each names the place where it stands; `docs/rules.md` is made from these models.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

from generator.base.half_width import half_width
from generator.base.messages import N_
from generator.model.kinds import disclosure, kind, meeting, project
from generator.model.kinds.unit import Level
from generator.parse.field_types import Count, Money, Part, Percent, Record, Text, Yes, choice

DAYS = {"calendar": ("日",), "working": ("工作日",)}


def cannot(value: object, reason: str) -> PydanticCustomError:
    """Return the error by which `value` is refused for `reason`, a msgid."""
    return PydanticCustomError("P802", "{value}", {"value": value, "reason": f"\0:{reason}"})


def _need(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("P110", "not text")
    if value not in project.Project.model_fields or value in Record.model_fields:
        raise cannot(value, N_("a project has no such field"))
    return value


def _month(value: Any) -> int:
    if not (
        isinstance(value, str) and value.isascii() and value.isdigit() and 1 <= int(value) <= 12
    ):
        raise cannot(value, N_("a month is written as a number from 1 to 12"))
    return int(value)


Month = Annotated[int, PlainValidator(_month)]
ONE = N_("0 means nothing here: write 1 or more, or leave the whole measure out")
TWO = N_("one alone cannot be compared: write 2 or more, or leave the whole measure out")
THREE = N_("fewer than three have no median to go by: write 3 or more, or leave the measure out")
MUCH = N_("costs always differ a little: write more than 1, such as 3 or 2.5, or leave it out")


def _least(number: int, reason: str) -> AfterValidator:
    """Return what refuses a number that is less, with which a measure would say nothing."""

    def held(value: float) -> float:
        if value < number:
            raise cannot(f"{value:g}", reason)
        return value

    return AfterValidator(held)


def _times(value: Any) -> float:
    """Return how many times as much, at most one digit after the point."""
    text = half_width(str(value)).removesuffix("倍").rstrip()
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9])?", text) or float(text) <= 1:
        raise cannot(value, MUCH)
    return float(text)


Times = Annotated[float, PlainValidator(_times)]


class NoticeRule(Part):
    """How long a notice must hang."""

    days: Count = Field(description=N_("least number of days"))
    unit: Annotated[str, choice(DAYS)] = Field(description=N_("calendar or working days"))
    source: Text = Field(description=N_("where the rule stands"))


class CadenceRule(Part):
    """How often the units of a level meet."""

    every: Annotated[str, choice(meeting.PERIODS)] = Field(
        description=N_("how often they meet at least")
    )
    source: Text = Field(description=N_("where the rule stands"))


class CadenceRules(Part):
    """How often units meet, by level; a level that is left out has no rule."""

    prefecture: CadenceRule | None = Field(None, description=N_("prefecture"))
    county: CadenceRule | None = Field(None, description=N_("county"))
    town: CadenceRule | None = Field(None, description=N_("town"))
    village: CadenceRule | None = Field(None, description=N_("village"))


class StaffRule(Part):
    """How many people the units of a level have at least."""

    least: Count = Field(description=N_("least number of people"))
    source: Text = Field(description=N_("where the rule stands"))


class TownStaffRule(StaffRule):
    """The same for towns, whose minimum may be another where their county is not poor."""

    not_poor: Count | None = Field(
        None, description=N_("least number in a county that is not poor, where it is another")
    )


class StaffRules(Part):
    """How many people units have at least; a level that is left out has no rule."""

    prefecture: StaffRule | None = Field(None, description=N_("prefecture"))
    county: StaffRule | None = Field(None, description=N_("county"))
    town: TownStaffRule | None = Field(None, description=N_("town"))


class WeightRule(Part):
    """How much party-building and poverty work weigh at least."""

    percent: Percent = Field(description=N_("least weight in percent"))
    source: Text = Field(description=N_("where the rule stands"))


class ReportRule(Part):
    """Who reports on each half year, and by when."""

    levels: list[Level] = Field(description=N_("levels whose units report"))
    months: Count = Field(description=N_("by the end of which month after the half year"))
    source: Text = Field(description=N_("where the rule stands"))


class QuotaRule(Part):
    """How many one commendation may honour."""

    collectives: Count | None = Field(None, description=N_("most collectives"))
    individuals: Count | None = Field(None, description=N_("most individuals"))
    front_line: Percent | None = Field(
        None, description=N_("least share of individuals of towns and villages, in percent")
    )
    source: Text = Field(description=N_("where the rule stands"))


class SizeRule(Part):
    """How large a file may be that lies beside a document."""

    megabytes: Count = Field(description=N_("most megabytes"))
    source: Text = Field(description=N_("where the rule stands"))


class IdleRule(Part):
    """When money lies idle."""

    days: Count = Field(30, description=N_("days in which money is to be assigned or passed on"))
    source: Text = Field(
        "预算法第五十二条：省级接到转移支付后三十日内下达，各级参照",
        description=N_("where the rule stands"),
    )


class StaleRule(Part):
    """When a place that reports nothing is told as stale."""

    days: Count = Field(description=N_("days without a report after which it is told"))
    source: Text = Field(description=N_("where the rule stands"))


class EntryRule(Part):
    """Within how many days what happened is to stand in its record."""

    days: Count = Field(description=N_("calendar days within which something is entered"))
    source: Text = Field(description=N_("where the rule stands"))


class AnswerRule(Part):
    """Within how many days letters of residents are answered."""

    days: Count = Field(description=N_("days within which a letter is answered"))
    unit: Annotated[str, choice(DAYS)] = Field(
        "working", description=N_("calendar or working days")
    )
    source: Text = Field(description=N_("where the rule stands"))


class AboveBidRule(Part):
    """When a project cost noticeably more than was bid."""

    percent: Percent = Field(description=N_("more than so many percent above the bid"))
    source: Text = Field(description=N_("where the rule stands"))


class ManyChangesRule(Part):
    """When the plan of a project was changed noticeably often."""

    number: Annotated[Count, _least(1, ONE)] = Field(
        description=N_("so many changes of the plan, or more")
    )
    source: Text = Field(description=N_("where the rule stands"))


class EarlyPaymentRule(Part):
    """When money was paid noticeably long before work began."""

    days: Count = Field(description=N_("more than so many days before the start of the work"))
    source: Text = Field(description=N_("where the rule stands"))


class ShareRule(Part):
    """When one contractor has a noticeably large part of the projects of a place."""

    percent: Annotated[Percent, _least(1, ONE)] = Field(
        description=N_("so many percent of the planned money, or more")
    )
    projects: Annotated[Count, _least(2, TWO)] = Field(
        description=N_("where a place has so many projects with a contractor")
    )
    source: Text = Field(description=N_("where the rule stands"))


class SplitRule(Part):
    """When like projects of a contractor stay below a sum one by one, and together do not."""

    below: Annotated[Money, _least(1, ONE)] = Field(
        description=N_("the sum that each stays below"), examples=["4000000.00"]
    )
    number: Annotated[Count, _least(2, TWO)] = Field(description=N_("so many projects, or more"))
    source: Text = Field(description=N_("where the rule stands"))


class CostRule(Part):
    """When a project costs far more, or far less, than like projects of its county."""

    times: Times = Field(description=N_("so many times the median, or its part"))
    projects: Annotated[Count, _least(3, THREE)] = Field(
        description=N_("where the county has so many like projects")
    )
    source: Text = Field(description=N_("where the rule stands"))


class FlagRules(Part):
    """What of projects is worth a look and no fault by itself; what is left out is not told."""

    above_bid: AboveBidRule | None = Field(None, description=N_("settled above the bid"))
    many_changes: ManyChangesRule | None = Field(None, description=N_("changed many times"))
    early_payment: EarlyPaymentRule | None = Field(
        None, description=N_("paid before the work began")
    )
    share: ShareRule | None = Field(
        None, description=N_("one contractor has much of a town's projects")
    )
    split: SplitRule | None = Field(
        None, description=N_("like projects of one contractor below a sum")
    )
    cost: CostRule | None = Field(
        None, description=N_("cost per household or kilometre far from the county's median")
    )
    shown: Yes = Field(False, description=N_("whether the pages of projects say so"))


class DisclosureRule(Part):
    """How one stage is disclosed."""

    days: Count = Field(description=N_("least number of days that a notice is up"))
    unit: Annotated[str, choice(DAYS)] = Field(
        "calendar", description=N_("calendar or working days")
    )
    within: Count | None = Field(
        None,
        description=N_("how many days after what it discloses a notice begins at most"),
    )
    within_unit: Annotated[str, choice(DAYS)] = Field(
        "working", description=N_("calendar or working days")
    )
    needs: list[Annotated[str, PlainValidator(_need)]] = Field(
        [], description=N_("fields of a project that must be known at that stage")
    )
    source: Text = Field(description=N_("where the rule stands"))


class DisclosureRules(Part):
    """How each stage is disclosed; a stage that is left out has the rule of the program."""

    library: DisclosureRule | None = Field(None, description=N_("project library"))
    year_plan: DisclosureRule | None = Field(None, description=N_("year plan"))
    plan_change: DisclosureRule | None = Field(None, description=N_("change of the plan"))
    before_start: DisclosureRule | None = Field(None, description=N_("before work starts"))
    after_completion: DisclosureRule | None = Field(None, description=N_("after completion"))
    allocation: DisclosureRule | None = Field(None, description=N_("fund allocation"))
    commendation_proposed: DisclosureRule | None = Field(
        None, description=N_("commendation proposed")
    )
    commendation_decided: DisclosureRule | None = Field(
        None, description=N_("commendation decided")
    )


class LibraryRule(Part):
    """In which months a county readjusts its project library."""

    first_month: Month = Field(10, description=N_("first month, 1 to 12"))
    last_month: Month = Field(12, description=N_("last month, 1 to 12"))
    source: Text = Field(
        "项目库每年第四季度动态调整的通行做法", description=N_("where the rule stands")
    )


class RuleSet(Part):
    """The measures records are judged by; `codes` are the problems they lead to."""

    commendation_notice: NoticeRule = Field(
        description=N_("notice of a proposed commendation"),
        json_schema_extra={"codes": ["P402", "P406"]},
    )
    meetings: CadenceRules = Field(
        CadenceRules(),
        description=N_("how often units meet, by level"),
        json_schema_extra={"codes": []},
    )
    staffing: StaffRules = Field(
        StaffRules(),
        description=N_("how many people units have at least, by level"),
        json_schema_extra={"codes": ["P926"]},
    )
    poverty_weight: WeightRule | None = Field(
        None,
        description=N_("weight of party-building and poverty work in a year's assessment"),
        json_schema_extra={"codes": ["P951"]},
    )
    half_year_reports: ReportRule | None = Field(
        None,
        description=N_("reports on each half year"),
        json_schema_extra={"codes": ["P956"]},
    )
    commendation_quotas: QuotaRule | None = Field(
        None,
        description=N_("how many one commendation may honour, and how many at the front line"),
        json_schema_extra={"codes": ["P408", "P409", "P410"]},
    )
    attachments: SizeRule | None = Field(
        None,
        description=N_("how large a file beside a document may be; 20 megabytes if not said"),
        json_schema_extra={"codes": ["P961"]},
    )
    library: LibraryRule = Field(
        LibraryRule(),
        description=N_("months in which a county readjusts its project library each year"),
        json_schema_extra={"codes": []},
    )
    idle_money: IdleRule = Field(
        IdleRule(),
        description=N_("how soon allotted money is assigned or passed on"),
        json_schema_extra={"codes": []},
    )
    stale: StaleRule | None = Field(
        None,
        description=N_("how long a place may report nothing before its pages say so"),
        json_schema_extra={"codes": []},
    )
    flags: FlagRules = Field(
        FlagRules(),
        description=N_("what of projects is worth a look, without being a fault"),
        json_schema_extra={"codes": ["P980", "P981", "P982", "P983", "P984", "P985", "P986"]},
    )
    entries: EntryRule | None = Field(
        None,
        description=N_("within how many days what happened is entered, as git has it"),
        json_schema_extra={"codes": []},
    )
    answers: AnswerRule | None = Field(
        None,
        description=N_("within how many days letters of residents are answered"),
        json_schema_extra={"codes": ["P406", "P947"]},
    )
    disclosures: DisclosureRules = Field(
        DisclosureRules(),
        description=N_("how each stage is disclosed"),
        json_schema_extra={"codes": ["P406", "P910", "P911"]},
    )


def measures(
    said: RuleSet,
    as_of: date,
    categories: Mapping[str, Mapping[str, str]],
    purposes: Mapping[str, Mapping[str, str]],
) -> kind.Rules:
    """Return what records are judged by on `as_of`; what is not said has its default."""
    notice, weight, reports = said.commendation_notice, said.poverty_weight, said.half_year_reports
    idle, library = said.idle_money, said.library
    return kind.Rules(
        as_of=as_of,
        categories=categories,
        purposes=purposes,
        idle_money=kind.Idle(idle.days, idle.source),
        stale=kind.Idle(said.stale.days, said.stale.source) if said.stale else None,
        signals=any(each is not None for name, each in said.flags if name != "shown"),
        library=kind.Readjusted(library.first_month, library.last_month, library.source),
        commendation_notice=kind.Notice(notice.days, notice.unit, notice.source),
        meetings={
            level: kind.Cadence(each.every, each.source)
            for level, each in said.meetings
            if each is not None
        },
        staffing={level: _staffing(each) for level, each in said.staffing if each is not None},
        poverty_weight=kind.Weight(weight.percent, weight.source) if weight else None,
        half_year_reports=kind.Reports(tuple(reports.levels), reports.months, reports.source)
        if reports
        else None,
        **_more(said),
        disclosures={
            stage: disclosure.RULES[stage] if each is None else _disclosing(each)
            for stage, each in said.disclosures
        },
    )


def _more(said: RuleSet) -> dict[str, Any]:
    """Return the measures that are given; what is not has its default in `kind.Rules`."""
    found = dict[str, Any]()
    if said.attachments is not None:
        found["attachments"] = kind.Size(said.attachments.megabytes, said.attachments.source)
    if said.answers is not None:
        promise = said.answers
        found["answers"] = kind.Promise(promise.days, promise.unit, promise.source)
    quotas = said.commendation_quotas
    if quotas is not None:
        each = (quotas.collectives, quotas.individuals, quotas.front_line, quotas.source)
        found["commendation_quotas"] = kind.Quotas(*each)
    return found


def _staffing(rule: StaffRule) -> kind.Staffing:
    other = rule.not_poor if isinstance(rule, TownStaffRule) else None
    return kind.Staffing(rule.least, rule.least if other is None else other, rule.source)


def _disclosing(rule: DisclosureRule) -> kind.Disclosing:
    needs = tuple(rule.needs)
    return kind.Disclosing(rule.days, rule.unit, rule.within, rule.within_unit, rule.source, needs)
