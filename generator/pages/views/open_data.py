"""Pages of what can be taken away, and of what its fields mean."""

from typing import Annotated, TypedDict

from generator.model.view_types import IsoDate, Unit
from generator.pages.views.shared import PlaceView, Words


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
