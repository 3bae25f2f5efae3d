"""What pages say of places that are shown as they were earlier, as their records have errors."""

from collections.abc import Mapping
from dataclasses import replace

from generator.joined.site_data import Library
from generator.model.kinds.kind import View
from generator.pages.page_mark import Earlier, Page

OF_ONE = "project.html"
"""The template of pages that show nothing of what lies beneath their place."""
SPOKEN = ".html"
"""How the names of templates end whose pages say it."""


def by_unit(library: Library) -> dict[str, Earlier]:
    """Return the places that are shown as they were: by each unit above them, and within them."""
    found: dict[str, Earlier] = {}
    for place, day in sorted(library.earlier.items()):
        if place in library.units:
            said = (place, library.units[place]["short_name"], day)
            for unit in {*library.line(place), *library.below(place)}:
                found[unit] = (*found.get(unit, ()), said)
    return found


def of_place(page: Page, by: Mapping[str, Earlier]) -> Page:
    """Return a page of a place with what it says of such places; which it is of, its view says."""
    place = page.view.get("place") or page.view.get("unit")
    if not place:
        return page
    unit = place["id"]
    earlier = by.get(unit, ())
    if page.template == OF_ONE:
        earlier = tuple(each for each in earlier if f"{unit}/".startswith(f"{each[0]}/"))
    return said(page, earlier)


def said(page: Page, earlier: Earlier) -> Page:
    """Return a page with what it says of such places; what is no page for people says nothing."""
    if not earlier or not page.template.endswith(SPOKEN):
        return page
    return replace(page, earlier=earlier)


def views(earlier: Earlier) -> list[View]:
    """Return it as templates take it."""
    return [{"id": place, "name": name, "day": day} for place, name, day in earlier]
