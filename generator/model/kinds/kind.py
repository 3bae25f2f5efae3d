"""What all kinds of record share: the shape of a judged record, of a finding, and of the rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from generator.base import labels
from generator.base.clock import Clock
from generator.base.findings import Finding, Step, finding
from generator.base.privacy import is_mobile, masked
from generator.parse.field_types import PartialDate, Record, alike
from generator.parse.phones import Consent, consent_holds

R = TypeVar("R", bound=Record)
View: TypeAlias = dict[str, Any]
"""A plain, closed value: None, bool, int, float, str, bytes, tuples, lists and dicts of these."""
Named: TypeAlias = tuple[str, str, tuple[Step, ...]]
"""Another record that one names: its kind's folder, its id, and the path of the field.

A plain tuple, as it is marshalled.
"""


@dataclass(frozen=True, slots=True)
class Judged(Generic[R]):
    """A record that has been read: its id (path under its kind, no ending), file and fields."""

    id: str
    file: str
    data: R

    @property
    def folder(self) -> str:
        """The id's folder: for a project, the unit it belongs to."""
        return self.id.rpartition("/")[0]


class Cadence(NamedTuple):
    """How often a unit meets, a key of `meeting.PERIODS`, and why."""

    every: str
    source: str


class Notice(NamedTuple):
    """How long a notice must hang: `days` counted as `unit` (calendar or working), and why."""

    days: int
    unit: str
    source: str


class Staffing(NamedTuple):
    """How many people a unit has at least, `not_poor` where its county is not poor, and why."""

    least: int
    not_poor: int
    source: str


class Weight(NamedTuple):
    """The least weight, in percent, of party-building and poverty work in a year, and why."""

    percent: float
    source: str


class Reports(NamedTuple):
    """Who reports on each half year, within how many months after it, and why."""

    levels: tuple[str, ...]
    months: int
    source: str


class Size(NamedTuple):
    """How large a file may be, and why."""

    megabytes: int
    source: str


class Idle(NamedTuple):
    """After how many calendar days money that is not assigned, or a place, lies idle; and why."""

    days: int
    source: str


class Disclosing(NamedTuple):
    """How something is disclosed at one stage, and why.

    A notice is up for `days` at least, counted as `unit`, and begins at most `within` days, counted
    as `within_unit`, after what it discloses (None: no limit); `needs` are the fields of a project
    that are known by then.
    """

    days: int
    unit: str
    within: int | None
    within_unit: str
    source: str
    needs: tuple[str, ...] = ()


class Readjusted(NamedTuple):
    """The months, of 12, in which a project library is readjusted each year, and why."""

    first_month: int
    last_month: int
    source: str


class Promise(NamedTuple):
    """Within how many days letters are answered, counted as `unit` (calendar or working); why."""

    days: int
    unit: str
    source: str


class Quotas(NamedTuple):
    """How many one commendation may honour, and the least share of people at the front line.

    The share is in percent; None where nothing is asked for.
    """

    collectives: int | None
    individuals: int | None
    front_line: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What records are judged by: the day and the configured measures; small enough to pickle."""

    as_of: date
    categories: Mapping[str, Mapping[str, str]]
    commendation_notice: Notice
    meetings: Mapping[str, Cadence] = field(default_factory=dict)
    """How often units meet, by their level."""
    staffing: Mapping[str, Staffing] = field(default_factory=dict)
    """How many people a unit has at least, by its level."""
    poverty_weight: Weight | None = None
    half_year_reports: Reports | None = None
    commendation_quotas: Quotas | None = None
    attachments: Size = field(default=Size(20, "网站自定，方便手机下载"))
    """How large a file beside a document may be."""
    idle_money: Idle = field(default=Idle(30, ""))
    stale: Idle | None = None
    """After how many calendar days a village that reports nothing is told as stale, if ever."""
    answers: Promise | None = None
    """Within how many days letters of residents are answered, if that is promised."""
    signals: bool = False
    """Whether it is asked what of projects is worth a look: see `joined.red_flags`."""
    library: Readjusted = field(default=Readjusted(10, 12, ""))
    purposes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What allotted money is for: code and labels."""
    disclosures: Mapping[str, Disclosing] = field(default_factory=dict)
    """How each stage is disclosed: a key of `disclosure.STAGES`."""
    cut: int = 2
    """How many parts an address has at most of which a batch is: see `batches.cut_of`."""
    county: int = 1
    """How many parts the address of a county has: see `batches.county_of`."""
    drafts: bool = False
    """Whether drafts are taken as if they were public, as in a preview."""
    languages: tuple[str, ...] = ()
    """Those of the site: what is a translation into another is shown nowhere. () for any."""
    held: tuple[str, ...] = ()
    """The files of drafts that are left out all the same, as no page can be made with them."""

    @property
    def measures(self) -> str:
        """All that they say but for the day, as one text: records judged by the same are alike."""
        return repr(replace(self, as_of=date.min))

    def asked_by_clock(self) -> tuple["Rules", Clock]:
        """Return the same, with a clock of its own for the day: it notes what is asked of it."""
        clock = Clock.of(self.as_of)
        return replace(self, as_of=clock), clock


def named_twice(values: Sequence[str] | None, path: tuple[Step, ...]) -> Iterator[Finding]:
    """Yield each of the values of a list at `path` that stands there above already."""
    seen: dict[str, int] = {}
    for n, value in enumerate(values or ()):
        if value in seen:
            yield Finding("P901", (*path, n), (("value", value),), first=(*path, seen[value]))
        seen.setdefault(value, n)


def coded(typed: str, among: Mapping[str, Mapping[str, str]]) -> str:
    """Return the code of what was typed as a code or a label of `among`, else what was typed."""
    if not typed or typed in among:  # of a part of a record it may not be there
        return typed
    wanted = alike(typed)
    return next(
        (
            code
            for code, named in among.items()
            if wanted in (alike(code), *map(alike, named.values()))
        ),
        typed,
    )


def unknown_choice(
    field_: str, typed: str, among: Mapping[str, Mapping[str, str]]
) -> Sequence[Finding]:
    """Return a finding where `typed` is no code of `among`; its choices are told with labels."""
    if typed in among:
        return ()
    known = [each for code, named in among.items() for each in (code, *named.values())]
    told = {"choices": labels.choices(among), "among": "\n".join(known)}
    return (finding("P108", field_, value=typed, **told),)


def phone_findings(
    phone: str | None, consent: Consent | None, path: tuple[Step, ...], rules: Rules
) -> Sequence[Finding]:
    """Return a warning where a mobile number stands in full without consent on the day.

    A consent that ends before it begins is an error.
    """
    if consent is not None and consent.until is not None:
        found = ordered(consent.date, consent.until, (*path, "phone_consent", "until"))
        if found:
            return found
    if phone and is_mobile(phone) and not consent_holds(consent, rules.as_of):
        return (finding("P603", *path, "phone", masked=masked(phone)),)
    return ()


def in_order(
    dates: Sequence[tuple[tuple[Step, ...], PartialDate]], as_of: date
) -> Iterator[Finding]:
    """Yield what is dated before the entry above it, and what lies in the future of `as_of`."""
    before: PartialDate | None = None
    for path, when in dates:
        if when.after(as_of):
            yield finding("P304", *path, date=when.iso(), as_of=as_of.isoformat())
        if before is not None and before.after(when):
            yield finding("P303", *path, date=when.iso(), before=before.iso())
        elif before is None or when.first > before.first:
            before = when  # a vaguer date says nothing new about those below it


def ascending(dates: list[PartialDate], as_of: date) -> bool:
    """Tell whether dates stand in their order, a vague one first, and none lies after `as_of`.

    In such dates, and most are such, `in_order` finds nothing.
    """
    return not dates or (sorted(dates) == dates and not dates[-1].after(as_of))


def ordered(
    earlier: PartialDate | None,
    later: PartialDate | None,
    path: tuple[Step, ...],
) -> Sequence[Finding]:
    """Return a finding at `path` (that of `later`) where it surely lies before `earlier`."""
    if earlier and later and earlier.after(later):
        return (finding("P305", *path, later=later.iso(), earlier=earlier.iso()),)
    return ()
