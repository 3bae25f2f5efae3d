"""What happened lately, on pages and in feeds."""

from typing import Annotated, TypedDict

from generator.model.view_types import Codes, Id, InFen, IsoDate, IsoDay, PageUrl
from generator.pages.views.shared import PlaceNames, PlaceView


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
    known_as: Annotated[Id, "the id by which its subscribers know it: the first that it had"]
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
