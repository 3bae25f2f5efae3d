"""What a page of a peer is made from."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from tests.benchmarks.records import View

Kind: TypeAlias = Literal[
    "home",
    "unit",
    "project",
    "list",
    "lists",
    "commendation",
    "commendations",
    "year",
    "text",
    "duties",
    "year of duties",
    "funds",
    "overview",
    "records",
    "allotment",
    "meeting",
    "rectification",
    "notice",
]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a peer: its kind, its id among its kind, its address, its view and its text.

    The address is "" where a record has no page, but stands on others.
    """

    kind: Kind
    ident: str
    url: str
    view: View
    body: str = ""


def day(iso: str) -> str:
    """Return a date as it is read: `2018年12月31日`; of less than a day, what is known of it."""
    return "".join(
        f"{int(each)}{sign}" for each, sign in zip(iso.split("-"), "年月日", strict=False)
    )
