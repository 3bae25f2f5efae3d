"""Pages: explanations in Markdown; `about.md` in the first language, `about.en.md` in English."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from generator.base.findings import Finding
from generator.base.messages import N_
from generator.model import urls
from generator.model.kinds.declaration import Kind
from generator.model.kinds.kind import Judged, Named, Rules, View
from generator.model.view_types import IsoDate, RecordView
from generator.parse.field_types import Count, Date, Record, Text


class Page(Record):
    """A page of text; its address is its file name."""

    title: Text = Field(description=N_("title of the page"), examples=["怎样看懂这些数字"])
    summary: Text | None = Field(
        None,
        description=N_("one sentence for lists and search engines"),
        examples=["每个数字是怎么来的"],
    )
    order: Count | None = Field(
        None,
        description=N_("place in the menu; without it the page is not in the menu"),
        examples=["10"],
    )
    date: Date | None = Field(
        None, description=N_("date the text holds for"), examples=["2018-06-30"]
    )


def judge(_page: Judged[Page], _rules: Rules) -> Iterator[Finding]:
    """Yield nothing: a page's fields have no rules beyond their types."""
    yield from ()


def named(_page: Judged[Page]) -> Iterator[Named]:
    """Yield nothing: a page names other records by links in its text alone."""
    yield from ()


class PageView(RecordView):
    """A page of text, in one language."""

    title: str
    summary: str
    order: Annotated[int | None, "its place in the menu at the foot of each page"]
    date: IsoDate


def view(page: Judged[Page], _rules: Rules) -> View:
    """Return what the public sees of the page, but for its text."""
    data = page.data
    return {
        "id": page.id,
        "title": data.title,
        "summary": data.summary or "",
        "order": data.order,
        "date": data.date.iso() if data.date else "",
    }


KIND = Kind(
    folder="pages",
    order=900,
    called=("texts that explain the site", "说明"),
    example="about.md",
    model=Page,
    lies="anywhere",
    judge=judge,
    named=named,
    view=view,
    shows=PageView,
    page=urls.page_url,
    templates=("page.html",),
)
