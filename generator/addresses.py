"""Where each page and picture stands: the only room that writes addresses.

A page's address is relative to the root of a language (`units/duyun.html`), a picture's to the
root of the site.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from generator.kinds.kind import View

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


def record_url(ident: str, kind: str) -> str:
    """Return the address of a record of the command system: a place on the page of its unit."""
    place, _, name = ident.rpartition("/")
    return f"compliance/{place}.html#{kind}-{name}"


def exit_url(ident: str) -> str:
    """Return the address of a unit's poverty exit: a place on the page of the unit."""
    return f"compliance/{ident}.html#exits"


def document_url(ident: str) -> str:
    """Return the address of a document's page."""
    return f"documents/{ident}.html"


def attachment_url(attachment: View) -> str:
    """Return the address of a file beside a document, from the root of the site."""
    return f"media/{attachment['name']}-{attachment['mark']}.{attachment['type']}"


def team_url(ident: str) -> str:
    """Return the address of a unit's team: a part of its page of compliance."""
    return f"{compliance_url(ident)}#teams"


def funds_url(ident: str) -> str:
    """Return the address of a unit's ledger: its allotments, and sums of those below it."""
    return f"funds/{ident}.html"


def allocation_url(ident: str) -> str:
    """Return the address of an allotment's page."""
    return f"allocations/{ident}.html"


def library_url(ident: str) -> str:
    """Return the address of a county's project library of a year."""
    return f"libraries/{ident}.html"


def page_url(ident: str) -> str:
    """Return the address of a page of text."""
    return f"{ident}.html"


def picture_url(picture: View, longest: int) -> str:
    """Return the address of a picture in one of its two sizes, from the root of the site."""
    return f"media/{picture['stem']}-{longest}.jpg"


OF_KIND: dict[str, Callable[[str], str]] = {
    "units": unit_url,
    "projects": project_url,
    "commendations": commendation_url,
    "supervisors": directory_url,
    "exits": exit_url,
    "meetings": partial(record_url, kind="meetings"),
    "rectifications": partial(record_url, kind="rectifications"),
    "assessments": partial(record_url, kind="assessments"),
    "documents": document_url,
    "teams": team_url,
    "allocations": allocation_url,
    "disclosures": partial(record_url, kind="disclosures"),
    "libraries": library_url,
    "pages": page_url,
}


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
