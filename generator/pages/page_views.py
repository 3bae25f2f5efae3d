"""What each template is given, key by key: the contract that `docs/templates.md` is made of.

What a record's own view has stands in the module of its kind. A test holds every page of a site to
this; how it is said stands in `view_types`. This is long as it is a list, and read as one.
"""

from collections.abc import Mapping
from typing import Annotated, NotRequired, TypeAlias, TypedDict

from generator.model.kinds.allocation import AllocationView, SettledView
from generator.model.kinds.assessment import HalfYearView
from generator.model.kinds.commendation import CommendationRow, CommendationView, HonoreeView
from generator.model.kinds.document import DocumentRow, DocumentView
from generator.model.kinds.exit import PopulationView
from generator.model.kinds.meeting import PeriodView
from generator.model.kinds.page import PageView
from generator.model.kinds.project import (
    AcceptanceView,
    BeneficiariesView,
    ProjectView,
    SourceView,
)
from generator.model.kinds.supervisors import ContactsView, PostView
from generator.model.kinds.team import SecretaryView
from generator.model.kinds.unit import LeaderView, UnitView
from generator.model.view_types import (
    Codes,
    Html,
    Id,
    InDays,
    InFen,
    InPercent,
    InPixels,
    IsoDate,
    IsoDay,
    PageUrl,
    RecordView,
    RowView,
    ShownPhone,
    SpanView,
    Unit,
    YearNumber,
)

Figures: TypeAlias = Annotated[dict[str, int], Unit("figures")]
Words: TypeAlias = Annotated[dict[str, str], Unit("text by language, for `words`")]
Addresses: TypeAlias = Annotated[dict[str, tuple[str, str]], Unit("addresses, for `prose`")]
PlaceNames: TypeAlias = Annotated[list[str], Unit("names, from the county down")]


# --- what every page sees


class MenuView(TypedDict):
    """A page of text that the foot of every page leads to."""

    url: Annotated[PageUrl, "its address"]
    title: Annotated[Words, "its title"]


class ComplaintsView(TypedDict):
    """Where residents complain, as `config.yaml` says."""

    local_phone: Annotated[ShownPhone | None, "the local line"]
    national_lines: Annotated[list[str], "the national lines"]
    email: Annotated[str | None, "e-mail"]
    sms: Annotated[str, "the number that takes text messages, empty for none"]


class FooterView(TypedDict):
    """What `config.yaml` says for the foot of every page."""

    organiser: Annotated[str | None, "who runs the site"]
    contact: Annotated[str | None, "how to reach them"]
    site_id: Annotated[str | None, "site identification code"]
    icp: Annotated[str | None, "ICP filing"]
    police: Annotated[str | None, "filing with the police"]
    find_errors: Annotated[str | None, "where to report errors of the site, a full address"]


class IdleView(TypedDict):
    """When money is idle."""

    days: Annotated[InDays, "after how many days"]
    source: Annotated[str, "by which rule"]


class LogView(TypedDict):
    """The log of public records."""

    name: Annotated[str, "what it is called for good"]
    keys: Annotated[list[str], "public keys of the log and of those who cosign it"]


class PromiseView(TypedDict):
    """Within how long letters are answered."""

    days: Annotated[InDays, "within how many days"]
    unit: Annotated[str, Codes("days"), "how they are counted"]
    source: Annotated[str, "by which rule"]


class SiteView(TypedDict):
    """What is the same on every page."""

    title: Annotated[Words, "the name of the site"]
    tagline: Annotated[Words, "what it is for, in a few words"]
    demo: Annotated[bool, "whether its data is made up"]
    base_url: Annotated[str, "its full address with a slash at the end, empty where not known"]
    news_ids: Annotated[str, "what ids in feeds begin with; empty: there are no feeds"]
    data: Annotated[PageUrl, "the page of data to take away, empty where there is none"]
    records: Annotated[bool, "whether a file of data lies beside the page of each record"]
    twins: Annotated[bool, "whether pages of places and projects are there in Markdown as well"]
    feed: Annotated[PageUrl, "the address of the feed of the whole site, empty for none"]
    as_of: Annotated[IsoDay, "of what day the data is, where the settings name one; else empty"]
    year: Annotated[YearNumber, "the year of the data"]
    year_over: Annotated[YearNumber, "the last year that is over"]
    stale: Annotated[IdleView | None, "when a village that reports nothing is told, if ever"]
    answers: Annotated[PromiseView | None, "within how long letters are answered, if promised"]
    languages: Annotated[list[str], "its languages, the one it is written in first"]
    menu: Annotated[list[MenuView], "the pages of text that have a place in the menu"]
    complaints: Annotated[ComplaintsView, "where residents complain"]
    footer: Annotated[FooterView, "what stands at the foot"]
    categories: Annotated[dict[str, Words], "the categories of projects, by their codes"]
    purposes: Annotated[dict[str, Words], "what allotted money is for, by codes"]
    idle_money: Annotated[IdleView, "when money is idle"]
    assets: Annotated[dict[str, str], "files of `assets/` by name: addresses behind `page.top`"]
    root: Annotated[Id, "the topmost unit"]
    level: Annotated[str, "the level of that, by which all of the site is called: `prefecture`"]
    log: Annotated[LogView | None, "the log of public records, if there is one"]
    preview: Annotated[bool, "whether this is a preview"]


class AlternateView(TypedDict):
    """The page in one of the site's languages."""

    language: Annotated[str, "the language"]
    href: Annotated[str, "its address from this page"]
    canonical: Annotated[str, "its full address, empty where the site does not know its own"]


class AsItWasView(TypedDict):
    """A place that is shown as it was, as its records have errors: see `build --keep-going`."""

    id: Annotated[Id, "its id"]
    name: Annotated[str, "what people call it"]
    day: Annotated[IsoDay, "of which day it is shown"]


class PageContextView(TypedDict):
    """What is so of this page alone, whatever its template."""

    url: Annotated[str, "its address, from the folder of its language"]
    language: Annotated[str, "its language"]
    file: Annotated[str, "the file of the record that it shows, empty where it shows several"]
    said: Annotated[IsoDate, "the day of the last thing that its records report, empty for none"]
    until: Annotated[IsoDay, "when it next changes though nothing is reported, empty for never"]
    codes: Annotated[list[str], "the code of its record, then those of others on its sheet"]
    earlier: Annotated[list[AsItWasView], "the places it tells of that are shown as they were"]
    top: Annotated[str, "what leads from it to the root of the site: `../../`"]
    base: Annotated[str, "what leads from it to the root of its language"]
    home: Annotated[str, "the full address of that root, empty where it is not known"]
    canonical: Annotated[str, "its own full address, empty likewise"]
    alternates: Annotated[list[AlternateView], "the page in every language of the site"]


# --- what many pages have


class PlaceView(TypedDict):
    """A place, in short."""

    id: Annotated[Id, "its id, by which its pages are called"]
    name: Annotated[str, "the name of its unit"]
    short_name: Annotated[str, "what people call it"]
    level: Annotated[str, Codes("level"), "its level"]
    phone: Annotated[ShownPhone, "the phone of its office"]


class ShortPlaceView(TypedDict):
    """A place by its name."""

    id: Annotated[Id, "its id, by which its pages are called"]
    short_name: Annotated[str, "what people call it"]


class PlaceOfPageView(TypedDict):
    """The place of a page of duties."""

    id: Annotated[Id, "its id, by which its pages are called"]
    name: Annotated[str, "the name of its unit"]
    short_name: Annotated[str, "what people call it"]
    level: Annotated[str, Codes("level"), "its level"]


class PlaceFiguresView(PlaceView):
    """A place with its figures."""

    figures: Annotated[Figures, "what is recorded of it and of all below it"]


class NamedPlaceView(TypedDict):
    """A place as others name it."""

    id: Annotated[Id, "its id, by which its pages are called"]
    place: Annotated[PlaceNames, "its name and those above it"]
    name: Annotated[str, "the name of its unit"]


class EndedPlaceView(NamedPlaceView):
    """A place that has ended, as the one it belongs to now names it."""

    last_day: Annotated[IsoDate, "its last day"]


class PictureView(TypedDict):
    """A picture: `media/STEM-480.jpg` and `media/STEM-1280.jpg`, behind `page.top`."""

    stem: Annotated[str, "what its address begins with"]
    width: Annotated[InPixels, "width of the small one"]
    height: Annotated[InPixels, "height of the small one"]


class PagerView(TypedDict):
    """Which page of a list this is."""

    number: Annotated[int, "its number, from 1 on"]
    pages: Annotated[int, "how many there are"]
    previous: Annotated[PageUrl, "the page before it, empty for none"]
    next: Annotated[PageUrl, "the page after it, empty for none"]
    left: Annotated[int, "how many entries are on none of them, as the list is too long"]


class ProjectRow(TypedDict):
    """A project in a list."""

    id: Annotated[Id, "its id, by which its page is called"]
    title: Annotated[str, "its name"]
    year: Annotated[YearNumber, "project year"]
    category: Annotated[str, "category, a code of `site.categories`"]
    stage: Annotated[str, Codes("stage"), "how far it is"]
    urgency: Annotated[str, Codes("urgency"), "how urgent it is"]
    planned: Annotated[InFen | None, "money planned"]
    paid: Annotated[InFen | None, "money paid, less what came back"]
    returned: Annotated[InFen, "money that was paid and came back"]
    percent: Annotated[InPercent | None, "how much is done"]
    timeliness: Annotated[str, Codes("timeliness"), "the plan held against what happened"]
    plan: Annotated[SpanView, "planned start and finish"]
    actual: Annotated[SpanView, "actual start and finish"]
    updated: Annotated[IsoDate, "the date of the last thing recorded"]
    file: Annotated[str, "the file of the record"]
    unit: Annotated[Id, "the place it belongs to, empty for the topmost"]
    changed: Annotated[int, "how often its plan was changed"]


class PlacedProjectRow(ProjectRow):
    """A project in a list of many places."""

    place: Annotated[PlaceNames, "the names of its place and of those above it"]


class RoundView(TypedDict):
    """A round of commendation, in short."""

    id: Annotated[Id, "its id, by which its page is called"]
    title: Annotated[str, "its name"]
    year: Annotated[YearNumber, "the year that is commended"]
    stage: Annotated[str, Codes("commendation"), "how far it is"]


class RoundOfYearView(TypedDict):
    """A round of commendation on the page of its year."""

    id: Annotated[Id, "its id, by which its page is called"]
    title: Annotated[str, "its name"]
    stage: Annotated[str, Codes("commendation"), "how far it is"]


class HonourView(HonoreeView):
    """An honour of a place, with its round."""

    commendation: Annotated[RoundView, "the round that it was given in"]


class AskedView(TypedDict):
    """A letter beside what it is about, with its answer."""

    id: Annotated[Id, "its id"]
    unit: Annotated[Id, "the place that it was written to"]
    date: Annotated[IsoDay, "when it came in"]
    state: Annotated[str, Codes("answers"), "whether it is answered, and in time"]
    title: Annotated[str, "what it asks"]
    people: Annotated[int | None, "from how many people it came"]
    due: Annotated[IsoDate, "by when an answer was promised, empty for no promise"]
    by: Annotated[str, "which body answers"]
    answered: Annotated[IsoDay, "when it was answered, empty while it is open"]
    answer: Annotated[str, "the answer"]
    days: Annotated[InDays | None, "how long the answer took"]
    day_unit: Annotated[str, Codes("days"), "how days are counted"]
    until: Annotated[IsoDay, "when it next changes though nothing is reported, empty for never"]
    usual: Annotated[float | None, "how many days this body usually takes; None if it answered few"]
    of: Annotated[int, "of how many answers that is the median"]


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


# --- pages


class NothingView(TypedDict):
    """Nothing but what every page sees."""


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


class AnsweringView(TypedDict):
    """Who answers where no one in post has a number that can be called."""

    kind: Annotated[str, "`post` of the whole village, `secretary`, `leader`, or `office`"]
    name: Annotated[str, "the name, empty for an office"]
    post: Annotated[str, "of a post its role, a code of `role`; of a leader what the record says"]
    phone: Annotated[ShownPhone, "the number"]
    place: Annotated[ShortPlaceView | None, "whose office it is"]


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


class FieldChangeView(TypedDict):
    """What was changed of a field; or an entry of a list that was added or taken out."""

    what: Annotated[list[tuple[str, int]], "the field step by step, for `field_name`"]
    how: Annotated[
        str, "`changed`, `set`, `unset`; of entries `added`, `removed`; `unsaid`: not said what"
    ]
    before: Annotated[tuple[str, object], "what it was, for `told`"]
    after: Annotated[tuple[str, object], "what it is then, for `told`"]
    items: Annotated[
        list[tuple[list[tuple[str, int]], tuple[str, object]]], "what stands in an entry: for both"
    ]
    of: Annotated[IsoDate, "when it happened, where it was held against that; else empty"]
    late: Annotated[InDays, "how much later it was entered, 0 where that was in time"]
    behind: Annotated[bool, "whether it is dated before what had been entered already"]


class EventView(TypedDict):
    """What a commit did to a record."""

    day: Annotated[IsoDay, "on which day"]
    step: Annotated[
        str,
        "`new`, `changed`, `joined` (of two versions), `moved`, `gone`, `withheld`, `back`,"
        " `unread`",
    ]
    written: Annotated[IsoDate, "the day that the commit says, where it follows a later one"]
    changes: Annotated[list[FieldChangeView], "what was changed"]


class HistoryView(TypedDict):
    """What was changed of a record."""

    unknown: Annotated[str, Codes("unknown_changes"), "why it is not known, empty where it is"]
    events: Annotated[list[EventView], "what happened to it, the first before the last"]


Changes: TypeAlias = Annotated[
    HistoryView | None, "what was changed of it, None where that is not to be told"
]


class WithdrawnRecordView(TypedDict):
    """A record that was shown and is no more."""

    kind: Annotated[str, Codes("record_kind"), "what it was"]
    title: Annotated[str, "its title, empty where nothing of it is shown"]
    day: Annotated[IsoDay, "when it was withdrawn"]
    why: Annotated[str, "`gone`, or `withheld`: it is there, and not for the site"]


class LateEntryView(TypedDict):
    """Something that was entered late."""

    kind: Annotated[str, Codes("record_kind"), "what its record is"]
    id: Annotated[Id, "its record"]
    title: Annotated[str, "the title of its record"]
    day: Annotated[IsoDay, "when it was entered"]
    what: Annotated[list[tuple[str, int]], "which field, step by step, for `field_name`"]
    of: Annotated[IsoDate, "when it happened"]
    late: Annotated[InDays, "how much later it was entered"]
    behind: Annotated[bool, "whether it is dated before what had been entered already"]
    url: Annotated[PageUrl, "the page of its record"]


class ListedLateEntryView(LateEntryView):
    """The same in a list of several places."""

    place: Annotated[PlaceNames, "the place of its record"]


class ChangedRecordView(EventView):
    """What was changed of a record that stands on a page of duties."""

    kind: Annotated[str, Codes("record_kind"), "what the record is"]
    id: Annotated[Id, "which it is"]
    url: Annotated[PageUrl, "where it stands"]


class ChangesView(TypedDict):
    """What was changed of the records of a place."""

    unknown: Annotated[str, Codes("unknown_changes"), "why it is not known, empty where it is"]
    rewritten: Annotated[
        IsoDay, "the day of a site that was made from what git has no more, empty for none"
    ]
    gone: Annotated[list[WithdrawnRecordView], "the latest that were withdrawn"]
    late: Annotated[list[LateEntryView], "the latest that was entered late"]
    more_late: Annotated[int, "how much more was entered late"]
    changed: Annotated[
        list[ChangedRecordView], "the latest changes of records that have no page of their own"
    ]


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


class NoticeOfProjectView(TypedDict):
    """A notice that names a project."""

    id: Annotated[Id, "the id of the notice"]
    stage: Annotated[str, Codes("disclosed"), "at which stage it was put up"]
    first: Annotated[IsoDay, "its first day"]
    last: Annotated[IsoDay, "its last day"]
    state: Annotated[str, Codes("disclosures"), "whether it is open"]
    unit: Annotated[Id, "the place that put it up"]
    by: Annotated[str, "the name of that place"]
    whole: Annotated[bool, "whether it names the whole project library"]
    late: Annotated[bool, "whether it was too late for this project"]
    brief: Annotated[bool, "whether it was too brief"]
    until: Annotated[IsoDay, "when it next changes, empty for never"]


class RankView(TypedDict):
    """The place of a project in the library of its county."""

    library: Annotated[Id, "the library"]
    year: Annotated[YearNumber, "its year"]
    of: Annotated[int, "how many projects it has"]
    project: Annotated[Id, "the project"]
    rank: Annotated[int, "its place, from 1 on; 0: it was taken out"]
    why: Annotated[str, "why"]
    urgency: NotRequired[Annotated[str, Codes("urgency"), "how urgent it is"]]


class NamedProjectView(TypedDict):
    """A project that others name."""

    id: Annotated[Id, "which it is"]
    title: Annotated[str, "its title"]


class FlagView(TypedDict):
    """Something of a project that is worth a look, and no fault by itself."""

    sort: Annotated[
        str,
        "`above_bid`, `many_changes`, `early_payment`, `share`, `split`, `per_household`,"
        " `per_kilometre`",
    ]
    values: Annotated[dict[str, str], "the numbers and names in it, as they are shown"]
    records: Annotated[list[NamedProjectView], "the projects it rests on, where there are several"]
    source: Annotated[str, "by which rule"]


class ProjectPage(TypedDict):
    """What `project.html` is given."""

    project: Annotated[ProjectView, "its own record"]
    place: Annotated[PlaceView, "its place"]
    crumbs: Annotated[list[PlaceView], "the places above that, the topmost first"]
    posts: Annotated[list[PostView], "the supervisor and the liaison of the whole village"]
    instead: Annotated[AnsweringView | None, "who answers where none of these can be called"]
    funds: Annotated[Id, "the place whose ledger of money is the nearest, empty for none"]
    fund_of: Annotated[dict[str, str], "the funds that it has money of, by allotment"]
    notices: Annotated[list[NoticeOfProjectView], "the notices that name it, the earliest first"]
    answers: Annotated[list[AskedView], "the letters about it, the latest first"]
    history: Changes
    flags: Annotated[list[FlagView], "what is worth a look, where the settings want it shown"]
    rank: Annotated[RankView | None, "its place in the latest library of its county"]
    pictures: Annotated[dict[str, PictureView], "its pictures, by the names of their files"]
    addresses: Annotated[Addresses, "where its text leads"]


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


class EntryOfPageView(TypedDict):
    """A project in a library, with what its own record says."""

    project: Annotated[Id, "its id, by which its page is called"]
    title: Annotated[str, "its name"]
    year: Annotated[YearNumber, "project year"]
    stage: Annotated[str, Codes("stage"), "how far it is"]
    planned: Annotated[InFen | None, "money planned"]
    place: Annotated[PlaceNames, "the names of its place and of those above it"]
    urgency: Annotated[str, Codes("urgency"), "how urgent it is; empty: it was taken out"]
    why: Annotated[str, "why"]
    rank: NotRequired[Annotated[int, "its place among all, from 1 on; not of what was taken out"]]


class LibraryHeadView(TypedDict):
    """What the record of a project library says of itself."""

    id: Annotated[Id, "its id, by which its page is called"]
    year: Annotated[YearNumber, "its year"]
    date: Annotated[IsoDay, "when it was readjusted"]
    document: Annotated[str, "the document"]
    state: Annotated[str, Codes("libraries"), "whether it was readjusted in time"]
    file: Annotated[str, "the file of the record"]
    body: Annotated[Html, "its text"]


class LibraryNameView(TypedDict):
    """What further pages say of a project library."""

    year: Annotated[YearNumber, "its year"]


class LibraryPage(TypedDict):
    """What `library.html` is given."""

    library: Annotated[LibraryHeadView | LibraryNameView, "its own record; further pages: its year"]
    place: Annotated[PlaceView, "the county"]
    history: Changes
    crumbs: Annotated[list[PlaceView], "the places above it, the topmost first"]
    groups: Annotated[
        list[tuple[str, list[EntryOfPageView]]],
        "the projects of this page by urgency; under an empty code those that were taken out",
    ]
    counts: Annotated[dict[str, int], "how many projects the whole library has of each urgency"]
    count: Annotated[int, "how many projects it has"]
    pager: Annotated[PagerView, "which page of it this is"]
    addresses: Annotated[Addresses, "where its text leads"]


class AllotmentRow(SettledView):
    """An allotment in the ledger of its place."""

    id: Annotated[Id, "its id, by which its page is called"]
    date: Annotated[IsoDate, "its date"]
    fund: Annotated[str, "the name of the fund"]
    amount: Annotated[InFen, "how much it is"]
    returned: Annotated[InFen, "what of it was given back"]


class LedgerSumsView(TypedDict):
    """All allotments of a place together."""

    count: Annotated[int, "how many there are"]
    amount: Annotated[InFen, "how much they are"]
    returned: Annotated[InFen, "what of them was given back"]
    passed: Annotated[InFen, "what was passed on"]
    assigned: Annotated[InFen, "what projects say that they have from them"]
    paid: Annotated[InFen, "what of that is paid, less what came back"]
    came_back: Annotated[InFen, "what projects gave back"]
    left: Annotated[InFen, "what is not yet assigned or passed on"]


class FundsPage(TypedDict):
    """What `funds.html` is given."""

    place: Annotated[PlaceView, "the place"]
    crumbs: Annotated[list[PlaceView], "the places above it, the topmost first"]
    figures: Annotated[Figures, "what is recorded of it and of all below it"]
    children: Annotated[list[PlaceFiguresView], "the places right below it"]
    allotments: Annotated[list[AllotmentRow], "its own allotments, a hundred a page"]
    sums: Annotated[LedgerSumsView, "all of them together"]
    pager: Annotated[PagerView, "which page of them this is"]


class AllotmentView(AllocationView, SettledView):
    """An allotment, and what became of it."""

    giver: Annotated[str, "the place that passed it on, empty: it is from outside"]


class AllotmentNameView(TypedDict):
    """What further pages say of an allotment."""

    date: Annotated[IsoDate, "its date"]
    fund: Annotated[str, "the name of the fund"]


class WentView(TypedDict):
    """What some of an allotment went to: it was passed on, or a project has it."""

    kind: Annotated[str, "`allocations` or `projects`"]
    id: Annotated[Id, "the id of the allotment or the project"]
    place: Annotated[PlaceNames, "the place that has it"]
    returned: Annotated[InFen, "what of it came back"]
    fund: NotRequired[Annotated[str, "the name of the fund, of an allotment"]]
    date: NotRequired[Annotated[IsoDate, "the date, of an allotment"]]
    amount: NotRequired[Annotated[InFen, "how much it is, of an allotment"]]
    title: NotRequired[Annotated[str, "the name, of a project"]]
    category: NotRequired[Annotated[str, "the category, of a project"]]
    assigned: NotRequired[Annotated[InFen, "what a project has of it"]]
    paid: NotRequired[Annotated[InFen | None, "what of that is paid"]]


class AllocationPage(TypedDict):
    """What `allocation.html` is given."""

    allotment: Annotated[
        AllotmentView | AllotmentNameView, "the allotment; further pages: its name"
    ]
    place: Annotated[PlaceView, "the place that it was allotted to"]
    history: Changes
    crumbs: Annotated[list[PlaceView], "the places above that, the topmost first"]
    used: Annotated[dict[str, InFen], "what pooled money was used for, by codes of categories"]
    answers: Annotated[list[AskedView], "the letters about it; on the first page"]
    rows: Annotated[list[WentView], "what it went to, a hundred a page"]
    pager: Annotated[PagerView, "which page of that this is"]
    addresses: Annotated[Addresses, "where its text leads"]


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


class TextRow(TypedDict):
    """A page of text in lists."""

    id: Annotated[Id, "its id, by which its page is called"]
    title: Annotated[str, "its title"]
    summary: Annotated[str, "what it is about"]
    order: Annotated[int | None, "its place in the menu"]
    language: Annotated[str, "its language, empty for the one it is written in"]
    file: Annotated[str, "its file"]


class DownloadView(TypedDict):
    """A file to be taken away."""

    url: Annotated[str, "its address, behind `page.top`"]
    form: Annotated[str, "its form: CSV, JSON Lines, XLSX"]
    size: Annotated[int, Unit("bytes"), "how large it is"]


class ListedDownloadView(TypedDict):
    """The table of a list that stands in records."""

    name: Annotated[Words, "what the list is called"]
    rows: Annotated[int, "how many entries it has"]
    file: Annotated[DownloadView, "the table"]


class DownloadsView(TypedDict):
    """The files of one kind of record."""

    kind: Annotated[str, "the kind, by its folder"]
    name: Annotated[Words, "what its records are called"]
    rows: Annotated[int, "how many records there are"]
    files: Annotated[list[DownloadView], "the records as files"]
    too_many: Annotated[bool, "whether there are too many rows for a workbook of them all"]
    lists: Annotated[list[ListedDownloadView], "tables of what is listed in them"]


class DownloadPlaceView(PlaceView):
    """A place that has files of its own."""

    rows: Annotated[int, "how many projects it has"]
    day: Annotated[IsoDate, "the day of the last report"]


class LicenceView(TypedDict):
    """Under which terms the data may be used."""

    name: Annotated[str, "the licence, empty where none is stated"]
    url: Annotated[str, "where it can be read, a full address; empty where that is not stated"]


class DataPage(TypedDict):
    """What `data.html` is given."""

    place: Annotated[PlaceView | None, "the place whose files these are, None for the whole site"]
    day: Annotated[IsoDate, "the day of the last report in them"]
    kinds: Annotated[list[DownloadsView], "the files, kind by kind"]
    standards: Annotated[list[DownloadView], "files in open standards"]
    infrastructure: Annotated[list[dict[str, str]], "the categories that OC4IDS has, for `words`"]
    own: Annotated[bool, "whether what lies below the place is in other files"]
    places: Annotated[
        list[DownloadPlaceView],
        "the places right beneath that have files of their own, each with all below it",
    ]
    licence: Annotated[LicenceView, "under which terms the data may be used"]
    dictionary: Annotated[str, "the table of what the fields mean, behind `page.top`"]


class FieldView(TypedDict):
    """A column of the tables."""

    name: Annotated[str, "its name in the tables"]
    label: Annotated[Words, "what people call it"]
    says: Annotated[Words, "what it means"]
    type: Annotated[Words, "what its values are"]
    many: Annotated[bool, "whether a cell may have several"]
    choices: Annotated[list[tuple[str, dict[str, str]]], "its codes, each with its words"]


class TableView(TypedDict):
    """A table of the data."""

    name: Annotated[str, "its name, by which its files are called"]
    kind: Annotated[Words, "what its records are called"]
    of: Annotated[Words, "the list that its rows are entries of, empty for the records themselves"]
    columns: Annotated[list[FieldView], "its columns"]


class FieldsPage(TypedDict):
    """What `data-fields.html` is given."""

    tables: Annotated[list[TableView], "the tables"]
    licence: Annotated[LicenceView, "under which terms the data may be used"]
    dictionary: Annotated[str, "the same as a table, behind `page.top`"]


class SitemapPage(TypedDict):
    """What `sitemap.html` is given."""

    counties: Annotated[list[PlaceView], "the counties"]
    feeds: Annotated[list[PlaceView], "those of them that have a feed"]
    years: Annotated[list[YearNumber], "the years with projects, the latest first"]
    pages: Annotated[list[TextRow], "the pages of text in every language: see `read_in`"]


class TextPage(TypedDict):
    """What `page.html` is given."""

    texts: Annotated[dict[str, PageView], "the text by language, as written under an empty one"]
    addresses: Annotated[Addresses, "where the texts lead"]
    history: Changes


class DocumentPage(TypedDict):
    """What `document.html` is given."""

    document: Annotated[DocumentView, "its own record"]
    unit: Annotated[NamedPlaceView | None, "the place that issued it"]
    history: Changes
    url: Annotated[str, "the address of its file, behind `page.top`; empty for none"]
    after: Annotated[list[DocumentRow], "what replaces it, the next first"]
    before: Annotated[list[DocumentRow], "what it replaces"]
    addresses: Annotated[Addresses, "where its text leads"]


class DocumentsPage(TypedDict):
    """What `documents.html` is given."""

    groups: Annotated[
        list[tuple[str, list[tuple[str, list[DocumentRow]]]]],
        "the documents of this page: by state (a code of `document`), then by year",
    ]
    pager: Annotated[PagerView, "which page of the list this is"]


class CommendationPage(TypedDict):
    """What `commendation.html` is given."""

    commendation: Annotated[CommendationView, "its own record"]
    answers: Annotated[list[AskedView], "the letters about it, the latest first"]
    history: Changes
    units: Annotated[dict[str, NamedPlaceView], "the places that it names, by id"]
    addresses: Annotated[Addresses, "where its text leads"]


class CountyHonoursView(PlaceView):
    """A county that has someone honoured."""

    honours: Annotated[int, "how many honours it has, with all places below it"]


class CommendationsPage(TypedDict):
    """What `commendations.html` is given."""

    years: Annotated[list[tuple[YearNumber, list[CommendationRow]]], "the rounds of each year"]
    counties: Annotated[list[CountyHonoursView], "the counties that have someone honoured"]


class CommendationsYearPage(TypedDict):
    """What `commendations-year.html` is given."""

    year: Annotated[YearNumber, "the year"]
    rows: Annotated[
        list[tuple[RoundOfYearView, list[HonoreeView]]], "the rounds, each with those honoured"
    ]
    units: Annotated[dict[str, NamedPlaceView], "the places of those honoured, by id"]
    pager: Annotated[PagerView, "which page of the year this is"]


class CommendationsUnitPage(TypedDict):
    """What `commendations-unit.html` is given."""

    place: Annotated[PlaceView, "the county"]
    units: Annotated[
        list[tuple[NamedPlaceView, list[HonourView]]], "its places, each with its honours"
    ]
    pager: Annotated[PagerView, "which page of the county this is"]


class ListsPage(TypedDict):
    """What `lists.html` is given."""

    counties: Annotated[
        list[PlaceFiguresView], "the prefecture with its own projects by year; the counties"
    ]
    years: Annotated[list[YearNumber], "the years with projects, the latest first"]
    figures: Annotated[Figures, "what is recorded of the whole"]


class ChipView(PlaceView):
    """A county with projects of a list."""

    count: Annotated[int, "how many it has"]


class LateEntriesPage(TypedDict):
    """What `late-entries.html` is given."""

    county: Annotated[PlaceView | None, "of which county, None for all"]
    unknown: Annotated[str, Codes("unknown_changes"), "why it is not known, empty where it is"]
    rewritten: Annotated[
        IsoDay, "the day of a site that was made from what git has no more, empty for none"
    ]
    days: Annotated[InDays, "within how many days something is to be entered"]
    source: Annotated[str, "by which rule"]
    count: Annotated[int, "how much was entered late"]
    chips: Annotated[list[ChipView], "the counties with such entries"]
    rows: Annotated[list[ListedLateEntryView], "those of this page, the latest first"]
    pager: Annotated[PagerView, "the pages of the list"]


class ProjectListView(TypedDict):
    """Which list of projects this is."""

    by: Annotated[str, "`place`, `category`, `stage`, `late`, or `mended`: was late, is done"]
    county: NotRequired[Annotated[Id, "the county of late ones or of a stage, empty for all"]]
    count: NotRequired[Annotated[int, "how many such there are in all counties"]]
    chips: NotRequired[Annotated[list[ChipView], "the counties that have such"]]
    place: NotRequired[Annotated[PlaceView, "the county, of a list by place or by stage"]]
    year: NotRequired[Annotated[YearNumber, "the year, of a list by place"]]
    category: NotRequired[Annotated[str, "the category, of a list by category"]]
    stage: NotRequired[Annotated[str, Codes("stage"), "the stage, of a list by stage"]]


class ListSumsView(TypedDict):
    """A whole list of projects; not of records."""

    count: Annotated[int, "how many there are"]
    planned: Annotated[InFen, "their planned money, where it is known"]
    unknown: Annotated[int, "how many of them have none that is known"]


class ProjectsPage(TypedDict):
    """What `projects.html` is given."""

    about: Annotated[ProjectListView, "which list this is"]
    rows: Annotated[list[PlacedProjectRow], "the projects of this page"]
    sums: Annotated[ListSumsView | None, "the whole list, on its first page"]
    pager: Annotated[PagerView, "which page of the list this is"]


class PartyView(TypedDict):
    """One who builds, carries out or is paid for projects."""

    id: Annotated[str, "the name of its page in `parties/`"]
    name: Annotated[str, "its name, as first recorded"]
    place: Annotated[PlaceNames, "within which place the name is known, empty for everywhere"]
    person: Annotated[bool, "whether it may be a person's name"]


class PartySumsView(TypedDict):
    """The projects of a party together."""

    projects: Annotated[int, "how many there are"]
    built: Annotated[int, "those whose contractor it is"]
    bid: Annotated[InFen, "the bid prices of these, as far as known"]
    bid_unknown: Annotated[int, "those of them whose bid price is not known"]
    received: Annotated[InFen, "what was paid to it, less what it paid back, as far as known"]
    received_unknown: Annotated[int, "projects of which that is not known"]
    unnamed: Annotated[InFen, "what those that it built paid to no one named"]
    overdue: Annotated[int, "those past their planned finish and not finished"]
    not_started: Annotated[int, "those past their planned start and not begun"]
    finished_late: Annotated[int, "those that were finished late"]
    accepted: Annotated[int, "those that were accepted"]
    failed: Annotated[int, "those that failed the inspection"]


class PartyProjectRow(PlacedProjectRow):
    """A project, and what it says of a party."""

    roles: Annotated[list[Annotated[str, Codes("party")]], "what the party is in it"]
    bid: Annotated[InFen | None, "the bid price, where the party is the contractor"]
    received: Annotated[InFen | None, "what was paid to the party, less what it paid back"]
    unnamed: Annotated[InFen, "what was paid to no one named"]


class PartyPage(TypedDict):
    """What `party.html` is given."""

    party: Annotated[PartyView, "whose page it is"]
    sums: Annotated[PartySumsView | None, "all its projects together, on its first page"]
    rows: Annotated[list[PartyProjectRow], "its projects, a hundred a page"]
    pager: Annotated[PagerView, "which page of them this is"]


class PartyRow(PartyView):
    """A party in a list."""

    sums: Annotated[PartySumsView, "its projects together"]


class PartiesPage(TypedDict):
    """What `parties.html` is given."""

    letters: Annotated[list[tuple[str, int]], "each letter, `0` for none, and how many names"]
    letter: Annotated[str, "the letter of this page, else empty"]
    by: Annotated[str, "`letter`, `money`, or empty: the way in"]
    count: Annotated[int, "how many the whole list has"]
    rows: Annotated[list[PartyRow], "those of this page"]
    pager: Annotated[PagerView, "which page of the list this is"]


class RecordListView(TypedDict):
    """Which list of records this is."""

    by: Annotated[str, Codes("kind"), "the kind of record"]
    state: Annotated[str, "the state, a code of the table of its kind; empty for any"]


class RecordsPage(TypedDict):
    """What `records.html` is given."""

    about: Annotated[RecordListView, "which list this is"]
    rows: Annotated[list[RowView], "the records of this page: see the rows of each kind"]
    sums: Annotated[ListSumsView | None, "how many there are, on the first page"]
    pager: Annotated[PagerView, "which page of the list this is"]


class OverviewPage(TypedDict):
    """What `overview.html` is given."""

    kind: Annotated[str, Codes("kind"), "the kind of record"]
    states: Annotated[list[str], "all states of the kind, codes of its table"]
    figures: Annotated[Figures, "those of the kind, of the whole"]
    counties: Annotated[list[PlaceFiguresView], "the counties, with the same figures"]
    rows: Annotated[list[RowView], "those that need attention: see the rows of each kind"]


class FolderPage(TypedDict):
    """What `folder.html` is given."""

    to: Annotated[PageUrl, "where it leads"]
    place: Annotated[str, "the name of what is shown there, empty for lists"]
    unit: Annotated[Id, "the place whose name that is, empty for what is no place"]
    moved: Annotated[bool, "whether a record was here before, which is there now"]


class NewsView(TypedDict):
    """A piece of news."""

    key: Annotated[str, "what it is known by: its id is this behind `site.news_ids` and more"]
    what: Annotated[str, Codes("news"), "what happened"]
    date: Annotated[IsoDate, "of what day it is; in feeds always known to the day"]
    url: Annotated[PageUrl, "where that is shown"]
    title: Annotated[str, "the name of what it happened to"]
    called: Annotated[Id, "the place whose name that is, empty for what has a title of its own"]
    place: Annotated[PlaceNames, "the place below the one that it is told of"]
    unit: Annotated[Id, "the id of that place, empty where it is not known"]
    amount: Annotated[InFen | None, "how much money"]
    until: Annotated[IsoDate, "by when something is or was to be done, empty for none"]
    note: Annotated[str, "more, as the record says it"]


class FeedPage(TypedDict):
    """What `feed.xml` is given."""

    of: Annotated[PlaceView, "the place"]
    entries: Annotated[list[NewsView], "the news, the latest first"]
    updated: Annotated[IsoDay, "of what day the latest is"]


class NewsPage(TypedDict):
    """What `news.html` is given."""

    place: Annotated[PlaceView, "the place"]
    crumbs: Annotated[list[PlaceView], "the places above it, the topmost first"]
    entries: Annotated[list[NewsView], "what happened there and below, the latest first"]
    full: Annotated[bool, "whether there may be more, which is told no longer"]
    undated: Annotated[bool, "whether of some the day is not known: these are in no feed"]
    feed: Annotated[PageUrl, "the address of its feed, empty for none"]
    calendar: Annotated[PageUrl, "its calendar of days that lie ahead, empty for none"]


GIVEN: Mapping[str, type[Mapping[str, object]]] = {
    "404.html": NothingView,
    "allocation.html": AllocationPage,
    "az.html": AlphabetPage,
    "check.html": NothingView,
    "commendation.html": CommendationPage,
    "commendations-unit.html": CommendationsUnitPage,
    "commendations-year.html": CommendationsYearPage,
    "commendations.html": CommendationsPage,
    "compliance-year.html": ComplianceYearPage,
    "compliance.html": CompliancePage,
    "directory.html": DirectoryPage,
    "document.html": DocumentPage,
    "documents.html": DocumentsPage,
    "data-fields.html": FieldsPage,
    "data.html": DataPage,
    "feed.xml": FeedPage,
    "folder.html": FolderPage,
    "funds.html": FundsPage,
    "home.html": HomePage,
    "late-entries.html": LateEntriesPage,
    "library.html": LibraryPage,
    "news.html": NewsPage,
    "lists.html": ListsPage,
    "overview.html": OverviewPage,
    "page.html": TextPage,
    "parties.html": PartiesPage,
    "party.html": PartyPage,
    "project.html": ProjectPage,
    "projects.html": ProjectsPage,
    "records.html": RecordsPage,
    "sitemap.html": SitemapPage,
    "unit-projects.html": UnitProjectsPage,
    "unit.html": UnitPage,
}
"""What each template of a page is given besides `site` and `page`."""


def given(template: str) -> set[str]:
    """Return the names that the template of a page is given besides `site` and `page`."""
    return {name.rstrip("_") for name in GIVEN[template].__annotations__}


FIGURES: Mapping[str, tuple[str, str]] = {
    "projects": ("projects", "all projects"),
    "stage:STAGE": ("projects", "those at a stage: codes of `stage`"),
    "time:TIMELINESS": ("projects", "those on time, overdue and so on: codes of `timeliness`"),
    "category:CATEGORY": ("projects", "those of a category: codes of `site.categories`"),
    "year:YEAR": ("projects", "those of a year"),
    "planned": ("fen", "money planned, of the projects of which it is known"),
    "paid": ("fen", "money paid, of the projects of which it is known, less what came back"),
    "returned": ("fen", "money that was paid and came back; not there where none did"),
    "planned_unknown": ("projects", "those of which the planned money is not known"),
    "paid_unknown": ("projects", "those of which it is not known what is paid"),
    "year_planned:YEAR": ("fen", "money planned, of the projects of a year"),
    "year_paid:YEAR": ("fen", "money paid, of the projects of a year"),
    "year_planned_unknown:YEAR": ("projects", "whose planned money is not known, of a year"),
    "year_paid_unknown:YEAR": ("projects", "whose paid money is not known, of a year"),
    "source:LEVEL": ("fen", "money by the level that it comes from: codes of `fund_level`"),
    "traced": ("fen", "planned money that says which allotment it comes from"),
    "traced_paid": ("fen", "money that was paid from such allotments"),
    "units:LEVEL": ("places", "the place itself and those below it, by level: codes of `level`"),
    "villages_with_contacts": ("places", "villages that state their supervisors or liaisons"),
    "groups": ("groups", "groups of these villages"),
    "groups_unknown": ("groups", "those of them of which no post is known"),
    "posts": ("posts", "posts of supervisors and liaisons"),
    "post:STATE": ("posts", "those that are held, vacant and so on: codes of `post`"),
    "honours": ("honours", "honours that were decided and not taken back"),
    "kept_back": ("records", "records that are shown only on the fixed public board"),
    "kept:RULE": ("times", "how often a rule was kept: codes of `rule`"),
    "missed:RULE": ("times", "how often it was missed"),
    "unknown:RULE": ("times", "how often nothing is stated"),
    "kept:RULE:YEAR": ("times", "how often a rule was kept in a year, where that can be told"),
    "missed:RULE:YEAR": ("times", "how often it was missed then"),
    "unknown:RULE:YEAR": ("times", "how often nothing is stated of it"),
    "KIND": ("records", "records of a kind: codes of `kind`"),
    "KIND:STATE": ("records", "those in a state, or with a fault: codes of the table of the kind"),
    "funds:in": ("fen", "money that came in, less what was given back"),
    "funds:assigned": ("fen", "what of it projects say that they have"),
    "funds:paid": ("fen", "what of that is paid, less what came back"),
    "funds:left": ("fen", "what is not yet assigned"),
    "funds:idle": ("fen", "what of that is idle"),
    "funds:back": ("fen", "money that projects gave back; not there where none did"),
    "funds:given_back": ("fen", "money that was given back to where it came from, likewise"),
    "purpose:PURPOSE": ("fen", "money that came in by what it is for: codes of `site.purposes`"),
}
"""The figures of places, by their names: what they count, and which; kinds have some of their own.

A name in capitals stands for a code. What is nothing is mostly not there: ask with `get`.
"""
