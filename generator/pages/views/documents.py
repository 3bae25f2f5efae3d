"""Pages of text, and documents with those that they replace."""

from typing import Annotated, TypedDict

from generator.model.kinds.document import DocumentRow, DocumentView
from generator.model.kinds.page import PageView
from generator.model.view_types import Id
from generator.pages.views.record_changes import Changes
from generator.pages.views.shared import Addresses, NamedPlaceView, PagerView


class TextRow(TypedDict):
    """A page of text in lists."""

    id: Annotated[Id, "its id, by which its page is called"]
    title: Annotated[str, "its title"]
    summary: Annotated[str, "what it is about"]
    order: Annotated[int | None, "its place in the menu"]
    language: Annotated[str, "its language, empty for the one it is written in"]
    file: Annotated[str, "its file"]


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
