"""What every page sees, whatever its template: the site, and the page itself."""

from typing import Annotated, TypedDict

from generator.model.view_types import (
    Codes,
    Id,
    InDays,
    IsoDate,
    IsoDay,
    PageUrl,
    ShownPhone,
    YearNumber,
)
from generator.pages.views.shared import Words


class MenuView(TypedDict):
    """A page of text that the foot of every page leads to."""

    url: Annotated[PageUrl, "its address"]
    title: Annotated[Words, "its title"]


class ComplaintsView(TypedDict):
    """Where residents complain, as `config.yaml` says."""

    local_phone: Annotated[ShownPhone | None, "the local line"]
    national_lines: Annotated[list[str], "the national lines"]
    email: Annotated[str | None, "e-mail"]
    sms: Annotated[str, "the number that takes text messages, empty for none"]


class FooterView(TypedDict):
    """What `config.yaml` says for the foot of every page."""

    organiser: Annotated[str | None, "who runs the site"]
    contact: Annotated[str | None, "how to reach them"]
    site_id: Annotated[str | None, "site identification code"]
    icp: Annotated[str | None, "ICP filing"]
    police: Annotated[str | None, "filing with the police"]
    find_errors: Annotated[str | None, "where to report errors of the site, a full address"]


class IdleView(TypedDict):
    """When money is idle."""

    days: Annotated[InDays, "after how many days"]
    source: Annotated[str, "by which rule"]


class LogView(TypedDict):
    """The log of public records."""

    name: Annotated[str, "what it is called for good"]
    keys: Annotated[list[str], "public keys of the log and of those who cosign it"]


class PromiseView(TypedDict):
    """Within how long letters are answered."""

    days: Annotated[InDays, "within how many days"]
    unit: Annotated[str, Codes("days"), "how they are counted"]
    source: Annotated[str, "by which rule"]


class SiteView(TypedDict):
    """What is the same on every page."""

    title: Annotated[Words, "the name of the site"]
    tagline: Annotated[Words, "what it is for, in a few words"]
    demo: Annotated[bool, "whether its data is made up"]
    base_url: Annotated[str, "its full address with a slash at the end, empty where not known"]
    news_ids: Annotated[str, "what ids in feeds begin with; empty: there are no feeds"]
    data: Annotated[PageUrl, "the page of data to take away, empty where there is none"]
    records: Annotated[bool, "whether a file of data lies beside the page of each record"]
    twins: Annotated[bool, "whether pages of places and projects are there in Markdown as well"]
    feed: Annotated[PageUrl, "the address of the feed of the whole site, empty for none"]
    as_of: Annotated[IsoDay, "of what day the data is, where the settings name one; else empty"]
    year: Annotated[YearNumber, "the year of the data"]
    year_over: Annotated[YearNumber, "the last year that is over"]
    stale: Annotated[IdleView | None, "when a village that reports nothing is told, if ever"]
    answers: Annotated[PromiseView | None, "within how long letters are answered, if promised"]
    languages: Annotated[list[str], "its languages, the one it is written in first"]
    menu: Annotated[list[MenuView], "the pages of text that have a place in the menu"]
    complaints: Annotated[ComplaintsView, "where residents complain"]
    footer: Annotated[FooterView, "what stands at the foot"]
    categories: Annotated[dict[str, Words], "the categories of projects, by their codes"]
    purposes: Annotated[dict[str, Words], "what allotted money is for, by codes"]
    idle_money: Annotated[IdleView, "when money is idle"]
    assets: Annotated[dict[str, str], "files of `assets/` by name: addresses behind `page.top`"]
    root: Annotated[Id, "the topmost unit"]
    level: Annotated[str, "the level of that, by which all of the site is called: `prefecture`"]
    log: Annotated[LogView | None, "the log of public records, if there is one"]
    preview: Annotated[bool, "whether this is a preview"]


class AlternateView(TypedDict):
    """The page in one of the site's languages."""

    language: Annotated[str, "the language"]
    href: Annotated[str, "its address from this page"]
    canonical: Annotated[str, "its full address, empty where the site does not know its own"]


class AsItWasView(TypedDict):
    """A place that is shown as it was, as its records have errors: see `build --keep-going`."""

    id: Annotated[Id, "its id"]
    name: Annotated[str, "what people call it"]
    day: Annotated[IsoDay, "of which day it is shown"]


class PageContextView(TypedDict):
    """What is so of this page alone, whatever its template."""

    url: Annotated[str, "its address, from the folder of its language"]
    language: Annotated[str, "its language"]
    file: Annotated[str, "the file of the record that it shows, empty where it shows several"]
    said: Annotated[IsoDate, "the day of the last thing that its records report, empty for none"]
    until: Annotated[IsoDay, "when it next changes though nothing is reported, empty for never"]
    codes: Annotated[list[str], "the code of its record, then those of others on its sheet"]
    earlier: Annotated[list[AsItWasView], "the places it tells of that are shown as they were"]
    top: Annotated[str, "what leads from it to the root of the site: `../../`"]
    base: Annotated[str, "what leads from it to the root of its language"]
    home: Annotated[str, "the full address of that root, empty where it is not known"]
    canonical: Annotated[str, "its own full address, empty likewise"]
    alternates: Annotated[list[AlternateView], "the page in every language of the site"]


class NothingView(TypedDict):
    """Nothing but what every page sees."""
