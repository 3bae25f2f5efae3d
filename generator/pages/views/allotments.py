"""The ledger of money of a place, and each allotment in it."""

from typing import Annotated, NotRequired, TypedDict

from generator.model.kinds.allocation import AllocationView, SettledView
from generator.model.view_types import Id, InFen, IsoDate
from generator.pages.views.record_changes import Changes
from generator.pages.views.shared import (
    Addresses,
    AskedView,
    Figures,
    PagerView,
    PlaceFiguresView,
    PlaceNames,
    PlaceView,
)


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
