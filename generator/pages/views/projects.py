"""A project, its library, lists of projects, and those who build them or are paid for them."""

from typing import Annotated, NotRequired, TypedDict

from generator.model.kinds.project import ProjectView
from generator.model.kinds.supervisors import PostView
from generator.model.view_types import Codes, Html, Id, InFen, IsoDay, YearNumber
from generator.pages.views.record_changes import Changes
from generator.pages.views.shared import (
    Addresses,
    AnsweringView,
    AskedView,
    ChipView,
    ListSumsView,
    PagerView,
    PictureView,
    PlacedProjectRow,
    PlaceNames,
    PlaceView,
)


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
        "`above_bid`, `audited_above_bid`, `many_changes`, `early_payment`, `share`, `split`,"
        " `per_household`, `per_kilometre`",
    ]
    values: Annotated[dict[str, str], "the numbers and names in it, as they are shown"]
    records: Annotated[list[NamedProjectView], "the projects it rests on, where there are several"]
    more: Annotated[int, "how many others it rests on, beyond those"]
    source: Annotated[str, "by which rule"]
    measure: Annotated[dict[str, str], "the numbers of that rule, by their names in the settings"]


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
