"""`config.yaml` becomes one frozen `Config`; an unknown key or an impossible value is a problem."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, PlainValidator
from pydantic_core import PydanticCustomError

from generator import source, validation
from generator.charts import TILES
from generator.fields import (
    Count,
    Email,
    Link,
    Part,
    Percent,
    Phone,
    Record,
    Text,
    Yes,
    choice,
    parse_link,
)
from generator.kinds import allocation, disclosure, kind, meeting, project
from generator.kinds.unit import Level
from generator.messages import CHINESE, ENGLISH, N_, TRADITIONAL, catalogues
from generator.problems import Place, Problem, errors, problem

CONFIG = "config.yaml"
DAYS = {"calendar": ("日",), "working": ("工作日",)}


def _cannot(value: object, reason: str) -> PydanticCustomError:
    return PydanticCustomError("P802", "{value}", {"value": value, "reason": f"_:{reason}"})


def _languages(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise PydanticCustomError("P111", "not a list")
    for each in value:
        _known_language(each)
    if not value or len(set(value)) < len(value):
        raise _cannot("、".join(value), N_("at least one language, and each only once"))
    return tuple(value)


def _known_language(tag: Any) -> None:
    if not isinstance(tag, str):
        raise PydanticCustomError("P110", "not text")
    if tag not in (CHINESE, TRADITIONAL, ENGLISH, *catalogues()):
        raise _cannot(tag, N_("there is no catalogue of this language"))


def _localised(value: Any) -> dict[str, str]:
    """Return texts by language; a plain text serves every language."""
    if isinstance(value, str):
        return {"": value}
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise PydanticCustomError("P112", "not texts by language")
    for tag in value:
        _known_language(tag)
    if not value:
        raise _cannot("{}", N_("give the text in at least one language"))
    return value


def _folder(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("P110", "not text")
    parts = value.replace("\\", "/").strip("/").split("/")
    odd = any(part in ("", ".", "..") or len(part.encode()) > 255 for part in parts)
    if odd or value.startswith(("/", "~")) or ":" in value:
        raise _cannot(value, N_("it must be a folder beneath that of config.yaml"))
    return "/".join(parts)


def _zone(value: Any) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise _cannot(value, N_("no such time zone; an example is Asia/Shanghai")) from None
    return str(value)


def _base(value: Any) -> str:
    address = parse_link(value)
    if "?" in address or "#" in address:
        raise PydanticCustomError("P116", "{value}", {"value": value})
    return address.rstrip("/") + "/"


def _categories(value: Any) -> dict[str, dict[str, str]]:
    if not isinstance(value, dict):
        raise PydanticCustomError("P112", "not categories by code")
    for code in value:
        if not source.is_slug(code):
            raise _cannot(code, N_("a code has small letters, digits and hyphens only"))
    return {code: _localised(labels) for code, labels in value.items()}


def _tiles(value: Any) -> dict[str, tuple[int, int]]:
    if not isinstance(value, dict):
        raise PydanticCustomError("P112", "not places by unit")
    found: dict[tuple[int, int], str] = {}
    for unit, place in value.items():
        if not (
            isinstance(place, list) and len(place) == 2 and all(_small(each) for each in place)
        ):
            raise _cannot(unit, N_("its place is written as [column, row], each from 0 to 20"))
        spot = (int(place[0]), int(place[1]))
        if spot in found:
            raise _cannot(unit, N_("another unit has the same place"))
        found[spot] = str(unit)
    return {unit: spot for spot, unit in found.items()}


def _need(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("P110", "not text")
    if value not in project.Project.model_fields or value in Record.model_fields:
        raise _cannot(value, N_("a project has no such field"))
    return value


def _small(value: Any) -> bool:
    return str(value).isdigit() and int(str(value)) <= 20


Localised = Annotated[dict[str, str], PlainValidator(_localised)]
Folder = Annotated[str, PlainValidator(_folder)]


class Complaints(Part):
    """Where residents complain; shown on every page."""

    local_phone: Phone | None = Field(None, description=N_("local complaint phone"))
    national_lines: list[Phone] = Field([], description=N_("national lines, such as 12317"))
    email: Email | None = Field(None, description=N_("e-mail for complaints"))


class Footer(Part):
    """What a government site says at the foot of every page."""

    organiser: Text | None = Field(None, description=N_("organiser of the site"))
    contact: Text | None = Field(None, description=N_("how to reach the organiser"))
    site_id: Text | None = Field(None, description=N_("site identification code"))
    icp: Text | None = Field(None, description=N_("ICP filing number"))
    police: Text | None = Field(None, description=N_("public-security filing number"))
    find_errors: Link | None = Field(None, description=N_("address of the “find errors” service"))


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


def _month(value: Any) -> int:
    if not (
        isinstance(value, str) and value.isascii() and value.isdigit() and 1 <= int(value) <= 12
    ):
        raise _cannot(value, N_("a month is written as a number from 1 to 12"))
    return int(value)


Month = Annotated[int, PlainValidator(_month)]


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
        json_schema_extra={"codes": []},
    )
    poverty_weight: WeightRule | None = Field(
        None,
        description=N_("weight of party-building and poverty work in a year's assessment"),
        json_schema_extra={"codes": ["P951"]},
    )
    half_year_reports: ReportRule | None = Field(
        None,
        description=N_("reports on each half year"),
        json_schema_extra={"codes": []},
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
    disclosures: DisclosureRules = Field(
        DisclosureRules(),
        description=N_("how each stage is disclosed"),
        json_schema_extra={"codes": ["P406", "P910", "P911"]},
    )


class Settings(Part):
    """All of config.yaml."""

    title: Localised = Field(description=N_("name of the site, by language"))
    tagline: Localised = Field({"": ""}, description=N_("one line beneath the name"))
    demo: Yes = Field(False, description=N_("yes when the records are demonstration data"))
    base_url: Annotated[str, PlainValidator(_base)] | None = Field(
        None, description=N_("address at which residents find the site")
    )
    content: Folder = Field("content", description=N_("folder of the records"))
    output: Folder = Field("site", description=N_("folder the site is written to"))
    time_zone: Annotated[str, PlainValidator(_zone)] = Field(
        "Asia/Shanghai", description=N_("time zone that says what day it is")
    )
    languages: Annotated[tuple[str, ...], PlainValidator(_languages)] = Field(
        (CHINESE,), description=N_("languages; the first stands at the root")
    )
    precompress: list[Annotated[str, choice({"gz": ("gz",), "br": ("br",)})]] = Field(
        [], description=N_("compressed forms written beside text files: gz, br")
    )
    complaints: Complaints = Field(Complaints(), description=N_("where to complain"))
    footer: Footer = Field(Footer(), description=N_("the foot of every page"))
    categories: Annotated[dict[str, dict[str, str]], PlainValidator(_categories)] = Field(
        description=N_("categories of projects: code and labels")
    )
    purposes: Annotated[dict[str, dict[str, str]], PlainValidator(_categories)] = Field(
        allocation.PURPOSES,
        description=N_("what allotted money is for: code and labels; there are seven without it"),
    )
    tiles: Annotated[dict[str, tuple[int, int]], PlainValidator(_tiles)] = Field(
        {},
        description=N_("places of the counties on the picture of the first page: column and row"),
    )
    tile_figure: Annotated[str, choice(TILES)] = Field(
        "accepted", description=N_("what that picture shows of each county")
    )
    rules: RuleSet = Field(description=N_("measures that records are judged by"))


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one site and where it lies: `root` holds config.yaml."""

    root: Path
    file: str
    settings: Settings
    digest: bytes

    @property
    def content(self) -> Path:
        """The folder of the records."""
        return self.root / self.settings.content

    @property
    def output(self) -> Path:
        """The folder the site is written to."""
        return self.root / self.settings.output

    @property
    def state(self) -> Path:
        """The folder of ledgers and half-made things; deleting it costs time, nothing else."""
        return self.root / ".portal"

    def rules(self, as_of: date) -> kind.Rules:
        """Return what records are judged by on `as_of`."""
        notice = self.settings.rules.commendation_notice
        weight, reports = self.settings.rules.poverty_weight, self.settings.rules.half_year_reports
        idle, library = self.settings.rules.idle_money, self.settings.rules.library
        return kind.Rules(
            as_of=as_of,
            categories=self.settings.categories,
            purposes=self.settings.purposes,
            idle_money=kind.Idle(idle.days, idle.source),
            library=kind.Readjusted(library.first_month, library.last_month, library.source),
            commendation_notice=kind.Notice(notice.days, notice.unit, notice.source),
            meetings={
                level: kind.Cadence(each.every, each.source)
                for level, each in self.settings.rules.meetings
                if each is not None
            },
            staffing={
                level: _staffing(each)
                for level, each in self.settings.rules.staffing
                if each is not None
            },
            poverty_weight=kind.Weight(weight.percent, weight.source) if weight else None,
            half_year_reports=kind.Reports(tuple(reports.levels), reports.months, reports.source)
            if reports
            else None,
            **self._more_rules(),
            disclosures={
                stage: disclosure.RULES[stage] if each is None else _disclosing(each)
                for stage, each in self.settings.rules.disclosures
            },
        )

    def _more_rules(self) -> dict[str, Any]:
        """Return the measures that are given; what is not has its default in `kind.Rules`."""
        said, found = self.settings.rules, dict[str, Any]()
        if said.attachments is not None:
            found["attachments"] = kind.Size(said.attachments.megabytes, said.attachments.source)
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


def load(path: Path) -> tuple[Config | None, list[Problem]]:
    """Read the configuration at `path`; return it, or None, and what is wrong with it."""
    root, file = path.parent, path.name
    if not path.is_file():
        return None, [problem("P801", Place(file), file=file)]
    read, problems = source.read(root, file)
    if read is None:
        return None, problems
    settings, problems = validation.validate(Settings, read, root)
    if settings is None:
        return None, problems
    problems = list(_judge(settings, file, root))
    if any(errors(problems)):
        return None, problems
    return Config(root, file, settings, read.digest), problems


def _judge(settings: Settings, file: str, root: Path) -> list[Problem]:
    findings = []
    inside, outside = f"{settings.content}/", f"{settings.output}/"
    if inside.startswith(outside) or outside.startswith(inside):
        reason = N_("the site may not be written into the folder of the records, nor around it")
        findings.append(kind.finding("P802", "output", value=settings.output, reason=f"_:{reason}"))
    library = settings.rules.library
    if library.first_month > library.last_month:
        reason = N_("the first month lies after the last")
        findings.append(
            kind.finding(
                "P802",
                *("rules", "library", "first_month"),
                value=library.first_month,
                reason=f"_:{reason}",
            )
        )
    problems = validation.place(findings, file, root)
    if not findings and not (root / settings.content).is_dir():
        problems.append(problem("P806", Place(file), "content", folder=settings.content))
    empty = [
        f"{group}.{name}"
        for group, part in (("complaints", settings.complaints), ("footer", settings.footer))
        for name in type(part).model_fields
        if not getattr(part, name)
    ]
    if empty:
        problems.append(problem("P803", Place(file), fields="、".join(empty)))
    if settings.base_url is None:
        problems.append(problem("P804", Place(file), "base_url"))
    return problems


def today(config: Config, environ: Mapping[str, str] | None = None) -> date:
    """Return the day the site is made for when `--as-of` does not say: the clock's one door.

    `SOURCE_DATE_EPOCH` (seconds since 1970, UTC) stands in for the clock when it is set.
    """
    environ = os.environ if environ is None else environ
    zone = ZoneInfo(config.settings.time_zone)
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    if re.fullmatch(r"[0-9]{1,11}", epoch):
        return datetime.fromtimestamp(int(epoch), UTC).astimezone(zone).date()
    return datetime.now(zone).date()
