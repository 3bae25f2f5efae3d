"""Rounds of commendation, and who was honoured."""

from typing import Annotated, TypedDict

from generator.model.kinds.commendation import CommendationRow, CommendationView, HonoreeView
from generator.model.view_types import Codes, Id, YearNumber
from generator.pages.views.record_changes import Changes
from generator.pages.views.shared import Addresses, AskedView, NamedPlaceView, PagerView, PlaceView


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
