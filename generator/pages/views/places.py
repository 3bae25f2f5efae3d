"""The pages of places, from the first page of the site to that of a village."""

from typing import Annotated, NotRequired, TypedDict

from generator.model.kinds.commendation import CommendationRow
from generator.model.kinds.exit import PopulationView
from generator.model.kinds.project import AcceptanceView, BeneficiariesView, SourceView
from generator.model.kinds.supervisors import ContactsView, PostView
from generator.model.kinds.team import SecretaryView
from generator.model.kinds.unit import LeaderView, UnitView
from generator.model.view_types import (
    Codes,
    Id,
    InFen,
    InPercent,
    InPixels,
    IsoDate,
    IsoDay,
    PageUrl,
    SpanView,
    YearNumber,
)
from generator.pages.views.commendations import HonourView, RoundView
from generator.pages.views.record_changes import WithdrawnRecordView
from generator.pages.views.shared import (
    Addresses,
    AnsweringView,
    AskedView,
    Figures,
    NamedPlaceView,
    PagerView,
    PlacedProjectRow,
    PlaceFiguresView,
    PlaceView,
    ProjectRow,
)


class EndedPlaceView(NamedPlaceView):
    """A place that has ended, as the one it belongs to now names it."""

    last_day: Annotated[IsoDate, "its last day"]


class SheetView(TypedDict):
    """A project on the sheet for the notice board."""

    title: Annotated[str, "its name"]
    year: Annotated[YearNumber, "project year"]
    timeliness: Annotated[str, Codes("timeliness"), "the plan held against what happened"]
    stage: Annotated[str, Codes("stage"), "how far it is"]
    percent: Annotated[InPercent | None, "how much is done"]
    planned: Annotated[InFen | None, "money planned"]
    paid: Annotated[InFen | None, "money paid, less what came back"]
    returned: Annotated[InFen, "money that was paid and came back"]
    sources: Annotated[list[SourceView], "where the money comes from"]
    contractor: Annotated[str, "contractor"]
    implementer: Annotated[str, "implementing unit"]
    plan: Annotated[SpanView, "planned start and finish"]
    actual: Annotated[SpanView, "actual start and finish"]
    acceptance: Annotated[AcceptanceView | None, "acceptance"]
    task: Annotated[str, "task and scale"]
    performance_target: Annotated[str, "performance target"]
    beneficiaries: Annotated[BeneficiariesView, "who gains"]


class GroupView(TypedDict):
    """Whom a group of a village calls."""

    name: Annotated[str, "the group"]
    anchor: Annotated[str, "the place on the page that shows this alone"]
    posts: Annotated[list[PostView], "its own posts, vacant ones too"]
    instead: Annotated[AnsweringView | None, "who answers where none of these can be called"]


class WhomView(TypedDict):
    """Whom to call in a village."""

    posts: Annotated[list[PostView], "the posts of the whole village, vacant ones too"]
    groups: Annotated[list[GroupView], "its groups"]
    instead: Annotated[AnsweringView | None, "who answers where none of its posts can be called"]


class NeighbourView(TypedDict):
    """A village beside others of its town; amounts are rounded to two digits."""

    id: Annotated[Id, "its id, by which its pages are called"]
    short_name: Annotated[str, "what people call it"]
    per_household: Annotated[InFen | None, "money planned per household"]
    least: Annotated[bool, "whether an amount is missing in it"]
    paid: Annotated[str, "how much of the planned money is paid, `68%`; empty where not known"]
    late: Annotated[int | None, "late projects, None where there are no projects"]
    undated: Annotated[int, "projects without the dates to tell"]


class ComparedView(TypedDict):
    """How a village stands beside others: villages beside villages, communities likewise."""

    per_household: Annotated[InFen | None, "money planned per household"]
    least: Annotated[bool, "whether an amount is missing in it"]
    town: Annotated[InFen | None, "the median of its town, rounded; None for too few"]
    county: Annotated[InFen | None, "the median of its county, likewise"]
    community: Annotated[bool, "whether these are communities"]
    neighbours: Annotated[list[NeighbourView], "all such of its town, itself too"]
    since: Annotated[str, "the first year of their projects, empty for none"]


class AboveView(PlaceView):
    """The town of a village, which is asked where the village is silent."""

    leaders: Annotated[list[LeaderView], "its leaders"]


class UnitPage(TypedDict):
    """What `unit.html` is given."""

    unit: Annotated[UnitView, "its own record"]
    place: Annotated[PlaceView, "the place, in short"]
    crumbs: Annotated[list[PlaceView], "the places above it, the topmost first"]
    figures: Annotated[Figures, "what is recorded of it and of all below it"]
    withdrawn: Annotated[list[WithdrawnRecordView], "the latest records that were withdrawn"]
    children: Annotated[list[PlaceFiguresView], "the places right below it"]
    projects: Annotated[list[ProjectRow], "its own projects, a hundred a page"]
    pager: Annotated[PagerView, "which page of its projects this is"]
    late: Annotated[list[PlacedProjectRow], "the first late projects of it and of all below it"]
    sheet: Annotated[
        list[SheetView], "for the board of a village: projects of the year, and those not settled"
    ]
    contacts: Annotated[ContactsView | None, "supervisors and liaisons of a village"]
    secretary: Annotated[SecretaryView | None, "the first secretary of a village"]
    whom: Annotated[WhomView | None, "whom to call in a village"]
    above: Annotated[AboveView | None, "the town of a village"]
    compared: Annotated[ComparedView | None, "how a village stands beside others"]
    honours: Annotated[list[HonourView], "its honours"]
    issued: Annotated[list[RoundView], "the commendations that it has given"]
    funds: Annotated[Id, "the place whose ledger of money is the nearest, empty for none"]
    addresses: Annotated[Addresses, "where its text leads"]
    into: Annotated[list[NamedPlaceView], "what it belongs to since it ended"]
    came: Annotated[list[EndedPlaceView], "places that have ended in it"]
    ended: Annotated[dict[str, IsoDate], "the last days of those below it that have ended, by id"]
    answers: Annotated[list[AskedView], "the latest letters about it"]
    answers_left: Annotated[int, "how many more letters there are about it"]
    news: Annotated[PageUrl, "the page of what changed lately, empty for none"]
    feed: Annotated[PageUrl, "the address of its feed, empty for none"]
    calendar: Annotated[PageUrl, "its calendar of days that lie ahead, empty for none"]
    card: Annotated[str, "the picture that messengers show, behind `page.top`; empty for none"]


class UnitProjectsPage(TypedDict):
    """What `unit-projects.html` is given."""

    place: Annotated[PlaceView, "the place"]
    crumbs: Annotated[list[PlaceView], "the places above it, the topmost first"]
    projects: Annotated[list[ProjectRow], "the projects of this page"]
    pager: Annotated[PagerView, "which page of its projects this is"]


class TileFiguresView(TypedDict):
    """The figures of a county's tile; None is what cannot be known."""

    accepted: Annotated[InPercent | None, "share of projects accepted"]
    late: Annotated[InPercent | None, "share of projects late now"]
    paid_share: Annotated[InPercent | None, "share of the planned money paid"]
    paid: Annotated[InFen | None, "money paid"]
    planned: Annotated[InFen | None, "money planned"]
    paid_unknown: Annotated[int, "projects of which it is not stated what is paid"]
    planned_unknown: Annotated[int, "projects of which it is not stated what is planned"]


class TileView(TypedDict):
    """A county on the picture of the first page."""

    id: Annotated[Id, "its id, by which its pages are called"]
    name: Annotated[str, "what people call it"]
    label: Annotated[str, "the same, short enough for a tile"]
    column: Annotated[int, "its column, from 0 on"]
    row: Annotated[int, "its row, from 0 on"]
    figures: Annotated[TileFiguresView, "its figures"]
    shares: Annotated[dict[str, str], "those that are shares, as people read them: `68%`, `<1%`"]
    step: Annotated[int | None, "how dark it is, from 0 to 4; None where the figure is not known"]
    whole: Annotated[int | None, "the figure that is shown in whole 10,000 yuan, if an amount"]
    x: Annotated[InPixels, "its left edge"]
    y: Annotated[InPixels, "its upper edge"]
    width: Annotated[InPixels, "its width"]
    height: Annotated[InPixels, "its height"]
    inner: Annotated[InPixels, "how wide its words may be"]
    middle: Annotated[InPixels, "where its words have their middle"]
    upper: Annotated[InPixels, "the foot of its upper line"]
    first: Annotated[InPixels, "the foot of the first line of a name of two lines"]
    second: Annotated[InPixels, "the foot of the second"]
    lower: Annotated[InPixels, "the foot of its lower line"]
    light: Annotated[bool, "whether its words are light"]
    long: Annotated[bool, "whether its label is long"]


class MapView(TypedDict):
    """The picture of the counties."""

    wide: Annotated[InPixels, "its width"]
    high: Annotated[InPixels, "its height"]


class HomePage(TypedDict):
    """What `home.html` is given."""

    searched: Annotated[str, "the mark in the names of the files of the search"]
    as_of: Annotated[IsoDay, "of what day the data is"]
    news: Annotated[PageUrl, "where all that changed lately is told, empty for nowhere"]
    place: Annotated[PlaceView, "the prefecture"]
    figures: Annotated[Figures, "what is recorded of all of it"]
    children: Annotated[list[PlaceFiguresView], "its counties"]
    tiles: Annotated[list[TileView], "the counties that have a place on the picture"]
    map_size: Annotated[MapView | None, "how large the picture is"]
    tile_figure: Annotated[str, Codes("tile"), "the figure that the picture shows"]
    population: Annotated[list[PopulationView], "poor people of the prefecture, year by year"]
    latest: Annotated[list[PlacedProjectRow], "the latest from the projects"]
    commendations: Annotated[list[CommendationRow], "the latest commendations"]
    funds: Annotated[Id, "the place whose ledger of money is the nearest, empty for none"]


class LetterRow(NamedPlaceView):
    """A place under its letter."""

    short_name: Annotated[str, "what people call it"]
    pinyin: Annotated[str, "the same in pinyin"]


class AlphabetPage(TypedDict):
    """What `az.html` is given."""

    letters: Annotated[list[tuple[str, int]], "each letter, and how many places it has"]
    letter: Annotated[str, "the letter of this page, empty on the first"]
    counties: NotRequired[Annotated[list[PlaceView], "the counties; on the first page"]]
    years: NotRequired[Annotated[list[YearNumber], "the years with projects; on the first page"]]
    searched: NotRequired[
        Annotated[str, "the mark in the names of the files of the search; on the first page"]
    ]
    rows: NotRequired[Annotated[list[LetterRow], "the places of a letter, a hundred a page"]]
    pager: NotRequired[Annotated[PagerView, "which page of the letter this is"]]


class DirectoryPage(TypedDict):
    """What `directory.html` is given."""

    place: Annotated[PlaceView, "the place"]
    crumbs: Annotated[list[PlaceView], "the places above it, the topmost first"]
    figures: Annotated[Figures, "figures of supervisors and liaisons, of it and of all below it"]
    children: Annotated[list[PlaceFiguresView], "the places right below it, with the same figures"]
    contacts: Annotated[ContactsView | None, "its own supervisors and liaisons"]
    below: Annotated[dict[str, ContactsView], "those of the places right below it, by id"]
