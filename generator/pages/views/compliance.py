"""A place's page of duties: its records by kind, and how often it kept each rule."""

from typing import Annotated, NotRequired, TypeAlias, TypedDict

from generator.model.kinds.assessment import HalfYearView
from generator.model.kinds.document import DocumentRow
from generator.model.kinds.meeting import PeriodView
from generator.model.view_types import Codes, Id, IsoDate, PageUrl, RecordView, Unit
from generator.pages.views.record_changes import ChangesView
from generator.pages.views.shared import (
    Addresses,
    AskedView,
    Figures,
    NamedPlaceView,
    PictureView,
    PlaceFiguresView,
    PlaceView,
)


class PlaceOfPageView(TypedDict):
    """The place of a page of duties."""

    id: Annotated[Id, "its id, by which its pages are called"]
    name: Annotated[str, "the name of its unit"]
    short_name: Annotated[str, "what people call it"]
    level: Annotated[str, Codes("level"), "its level"]


class BodyView(TypedDict):
    """How a body answers letters, all its letters together."""

    by: Annotated[str, "its name"]
    letters: Annotated[int, "how many letters it has to answer or answered"]
    open: Annotated[int, "how many are not answered yet"]
    overdue: Annotated[int, "how many of these are past the promise"]
    late: Annotated[int, "how many were answered late"]
    of: Annotated[int, "of how many of its latest answers the median is"]
    usual: Annotated[float | None, "how many days it usually takes; None if it answered few"]
    day_unit: Annotated[str, Codes("days"), "how days are counted"]


class FailedView(TypedDict):
    """A stage of a project that was not disclosed as it should be."""

    key: Annotated[str, "kind and id of what should have been: a key of `disclosed.titles`"]
    stage: Annotated[str, Codes("disclosed"), "at which stage"]
    state: Annotated[str, "`missed`: late or too brief; `overdue`: there is no notice"]
    year: Annotated[str, "the year of what it is about"]


class FailedYearView(TypedDict):
    """What was not disclosed as it should be in a year."""

    year: Annotated[str, "the year"]
    count: Annotated[int, "how many stages"]
    rows: Annotated[list[FailedView], "the first of them"]
    left_out: Annotated[int, "how many more there are"]


class DutiesView(TypedDict):
    """What stands above the records of a kind on a page of duties."""

    meetings: NotRequired[Annotated[list[PeriodView], "in which periods it met"]]
    assessments: NotRequired[Annotated[list[HalfYearView], "half years it has to report on"]]
    disclosures: Annotated[
        list[FailedYearView], "what was not disclosed as it should be, the latest year first"
    ]


class EarlierView(TypedDict):
    """A record that has moved to the page of its year."""

    id: Annotated[Id, "its id"]
    date: Annotated[IsoDate, "its date"]
    title: Annotated[str, "its title, empty where it has none"]
    url: Annotated[PageUrl, "the page of its year"]


class DisclosedView(TypedDict):
    """What other records say of the notices of a page, by the ids of these."""

    named: Annotated[dict[str, list[str]], "what each names: the first keys of `titles`"]
    more: Annotated[dict[str, int], "how many more each names"]
    late: Annotated[dict[str, list[str]], "for which of these it was too late"]
    asked: Annotated[dict[str, list[AskedView]], "the letters about each"]
    titles: Annotated[dict[str, tuple[str, str]], "a day and a title, by kind and id"]
    urls: Annotated[dict[str, PageUrl], "the address, by kind and id"]


class RuleYearView(TypedDict):
    """How often a rule was kept in a year."""

    year: Annotated[str, "the year"]
    kept: Annotated[int, "how often it was kept"]
    missed: Annotated[int, "how often it was missed"]
    unknown: Annotated[int, "how often nothing is stated"]
    all: Annotated[int, "how often in all"]
    state: Annotated[
        str, "`missed` where it was, else `unknown` where nothing is stated, else `kept`"
    ]
    anchor: Annotated[str, "the id of what shows it on this page, empty for none"]
    url: Annotated[PageUrl, "another page that shows it, empty for none"]


class RuleView(TypedDict):
    """How often a rule was kept."""

    rule: Annotated[str, Codes("rule"), "the rule"]
    kept: Annotated[int, "how often it was kept"]
    missed: Annotated[int, "how often it was missed"]
    unknown: Annotated[int, "how often nothing is stated"]
    years: Annotated[list[RuleYearView], "the same by year, where that can be told"]
    section: Annotated[str, "the section of this page with the records behind it, empty for none"]
    url: Annotated[PageUrl, "another page that shows them, empty for none"]
    missed_at: Annotated[str, "the id of what shows on this page where it was missed, or empty"]


class StaffingView(TypedDict):
    """How many people a place has, and should have."""

    staff: Annotated[int | None, "how many it has"]
    least: Annotated[int | None, "how many it should have, where that is known"]
    state: Annotated[str, Codes("rule_state"), "whether it has as many"]


ByKind: TypeAlias = Annotated[dict[str, list[RecordView]], Unit("views of records by kind")]


class CompliancePage(TypedDict):
    """What `compliance.html` is given."""

    unit: Annotated[PlaceOfPageView, "the place"]
    crumbs: Annotated[list[PlaceView], "the places above it, the topmost first"]
    figures: Annotated[Figures, "what is recorded of it and of all below it"]
    history: Annotated[
        ChangesView | None, "what was changed of its records, None where that is not to be told"
    ]
    children: Annotated[list[PlaceFiguresView], "the places right below it"]
    sections: Annotated[list[Annotated[str, Codes("section")]], "kinds with a section here"]
    rules: Annotated[list[RuleView], "the rules of which anything is said"]
    records: Annotated[ByKind, "its records, the latest first; of some kinds the latest alone"]
    earlier: Annotated[dict[str, list[EarlierView]], "the earlier ones, by kind"]
    duties: Annotated[DutiesView, "what stands above the records, by kind"]
    disclosed: Annotated[DisclosedView, "what others say of its notices"]
    staffing: Annotated[StaffingView | None, "its staff, where a least number is set"]
    strips: Annotated[dict[str, list[PeriodView]], "in which periods the places below met, by id"]
    names: Annotated[dict[str, NamedPlaceView], "the places that its records name, by id"]
    titles: Annotated[dict[str, str], "the titles of the projects that they name, by id"]
    bodies: Annotated[list[BodyView], "how soon those answer that answer its letters"]
    documents: Annotated[list[DocumentRow], "the documents that it issued"]
    funds: Annotated[Id, "the place whose ledger of money is the nearest, empty for none"]
    pictures: Annotated[dict[str, PictureView], "the pictures of its records, by their files"]
    addresses: Annotated[Addresses, "where the texts of its records lead"]


class ComplianceYearPage(TypedDict):
    """What `compliance-year.html` is given."""

    unit: Annotated[PlaceOfPageView, "the place"]
    crumbs: Annotated[list[PlaceView], "the places above it, the topmost first"]
    year: Annotated[str, "the year"]
    records: Annotated[ByKind, "its records of that year, the latest first"]
    disclosed: Annotated[DisclosedView, "what others say of its notices"]
    names: Annotated[dict[str, NamedPlaceView], "the places that its records name, by id"]
    titles: Annotated[dict[str, str], "the titles of the projects that they name, by id"]
    pictures: Annotated[dict[str, PictureView], "the pictures of its records, by their files"]
    addresses: Annotated[Addresses, "where the texts of its records lead"]
