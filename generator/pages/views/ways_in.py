"""Ways to pages: lists of records, overviews of kinds, the sitemap, folders."""

from typing import Annotated, TypedDict

from generator.model.view_types import Codes, Id, PageUrl, RowView, YearNumber
from generator.pages.views.documents import TextRow
from generator.pages.views.shared import (
    Figures,
    ListSumsView,
    PagerView,
    PlaceFiguresView,
    PlaceView,
)


class SitemapPage(TypedDict):
    """What `sitemap.html` is given."""

    counties: Annotated[list[PlaceView], "the counties"]
    feeds: Annotated[list[PlaceView], "those of them that have a feed"]
    years: Annotated[list[YearNumber], "the years with projects, the latest first"]
    pages: Annotated[list[TextRow], "the pages of text in every language: see `read_in`"]


class ListsPage(TypedDict):
    """What `lists.html` is given."""

    counties: Annotated[
        list[PlaceFiguresView], "the prefecture with its own projects by year; the counties"
    ]
    years: Annotated[list[YearNumber], "the years with projects, the latest first"]
    figures: Annotated[Figures, "what is recorded of the whole"]


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
