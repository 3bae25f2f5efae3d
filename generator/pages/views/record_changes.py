"""What was changed of records, withdrawn, or entered late."""

from typing import Annotated, TypeAlias, TypedDict

from generator.model.view_types import Codes, Id, InDays, IsoDate, IsoDay, PageUrl
from generator.pages.views.shared import ChipView, PagerView, PlaceNames, PlaceView


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
