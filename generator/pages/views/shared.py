"""What pages of several subjects share: places in short, rows of projects, letters, pagers."""

from typing import Annotated, TypeAlias, TypedDict

from generator.model.view_types import (
    Codes,
    Id,
    InDays,
    InFen,
    InPercent,
    InPixels,
    IsoDate,
    IsoDay,
    PageUrl,
    ShownPhone,
    SpanView,
    Unit,
    YearNumber,
)

Figures: TypeAlias = Annotated[dict[str, int], Unit("figures")]
Words: TypeAlias = Annotated[dict[str, str], Unit("text by language, for `words`")]
Addresses: TypeAlias = Annotated[dict[str, tuple[str, str]], Unit("addresses, for `prose`")]
PlaceNames: TypeAlias = Annotated[list[str], Unit("names, from the county down")]


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


class PlaceFiguresView(PlaceView):
    """A place with its figures."""

    figures: Annotated[Figures, "what is recorded of it and of all below it"]


class NamedPlaceView(TypedDict):
    """A place as others name it."""

    id: Annotated[Id, "its id, by which its pages are called"]
    place: Annotated[PlaceNames, "its name and those above it"]
    name: Annotated[str, "the name of its unit"]


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


class AnsweringView(TypedDict):
    """Who answers where no one in post has a number that can be called."""

    kind: Annotated[str, "`post` of the whole village, `secretary`, `leader`, or `office`"]
    name: Annotated[str, "the name, empty for an office"]
    post: Annotated[str, "of a post its role, a code of `role`; of a leader what the record says"]
    phone: Annotated[ShownPhone, "the number"]
    place: Annotated[ShortPlaceView | None, "whose office it is"]


class ChipView(PlaceView):
    """A county with projects of a list."""

    count: Annotated[int, "how many it has"]


class ListSumsView(TypedDict):
    """A whole list of projects; not of records."""

    count: Annotated[int, "how many there are"]
    planned: Annotated[InFen, "their planned money, where it is known"]
    unknown: Annotated[int, "how many of them have none that is known"]
