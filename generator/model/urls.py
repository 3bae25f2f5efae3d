"""Where each page and picture stands: the only room that writes addresses.

A page's address is relative to the root of a language (`units/duyun.html`), a picture's to the
root of the site.
"""

from typing import TypeAlias

from generator.model.kinds.kind import View

Address: TypeAlias = tuple[str, str]
"""What a text links to: ("page", its address) or ("media", address of a picture)."""


def unit_url(ident: str) -> str:
    """Return the address of a unit's page."""
    return f"units/{ident}.html"


def project_url(ident: str) -> str:
    """Return the address of a project's page."""
    return f"projects/{ident}.html"


def commendation_url(ident: str) -> str:
    """Return the address of a commendation's page."""
    return f"commendations/{ident}.html"


def directory_url(ident: str) -> str:
    """Return the address of the directory of supervisors of a unit's places."""
    return f"supervisors/{ident}.html"


def compliance_url(ident: str) -> str:
    """Return the address of a unit's page of compliance, with all records of the command system."""
    return f"compliance/{ident}.html"


def duty_url(unit: str, kind: str, name: str = "") -> str:
    """Return the address of the records of a kind on a unit's page of duties, or of one by `name`.

    Of a kind that has one record a unit, that is the section.
    """
    return f"{compliance_url(unit)}#{kind}{name and f'-{name}'}"


def news_url(ident: str) -> str:
    """Return the address of the page of what changed lately at a unit."""
    return f"news/{ident}.html"


def feed_url(ident: str, *, whole: bool) -> str:
    """Return the address of the feed of a unit; that of the root is of the whole site."""
    return "feed.xml" if whole else f"feeds/{ident}.xml"


def calendar_url(ident: str) -> str:
    """Return the address of the calendar of a unit."""
    return f"calendars/{ident}.ics"


def document_url(ident: str) -> str:
    """Return the address of a document's page."""
    return f"documents/{ident}.html"


def attachment_url(attachment: View) -> str:
    """Return the address of a file beside a document, from the root of the site."""
    return f"media/{attachment['name']}-{attachment['mark']}.{attachment['type']}"


def funds_url(ident: str) -> str:
    """Return the address of a unit's ledger: its allotments, and sums of those below it."""
    return f"funds/{ident}.html"


def allocation_url(ident: str) -> str:
    """Return the address of an allotment's page."""
    return f"allocations/{ident}.html"


def library_url(ident: str) -> str:
    """Return the address of a county's project library of a year."""
    return f"libraries/{ident}.html"


def party_url(ident: str) -> str:
    """Return the address of the page of one who builds, carries out or is paid for projects."""
    return f"parties/{ident}.html"


def page_url(ident: str) -> str:
    """Return the address of a page of text."""
    return f"{ident}.html"


def picture_url(picture: View, longest: int) -> str:
    """Return the address of a picture in one of its two sizes, from the root of the site."""
    return f"media/{picture['stem']}-{longest}.jpg"


def numbered(url: str, number: int) -> str:
    """Return the address of page `number` (from 1) of a list."""
    return f"{url}.html" if number == 1 else f"{url}-{number}.html"


def yearly(url: str, date: str) -> str:
    """Return the address of a page of one year's records beside `url`, in the way of `continued`.

    `date` is any of the year, in ISO form.
    """
    return f"{url.removesuffix('.html')}--{date[:4]}.html"


def continued(url: str, number: int) -> str:
    """Return the address of page `number` (from 1) of a record whose rows fill several.

    No name of a record has two hyphens together: `2018-water-2` is another than the second page of
    `2018-water`.
    """
    return f"{url}.html" if number == 1 else f"{url}--{number}.html"
