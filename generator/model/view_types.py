"""Types of what views have, with their units, and how a view says what is in it.

Templates are given plain dicts. Beside where one is made, a `TypedDict` has each of its keys with
its type and, in `Annotated`, its meaning; `docs/templates.md` is made of these, and a test holds
every view to them. A key that is a field of the record needs no meaning: it has that of the field.
"""

from dataclasses import dataclass
from typing import Annotated, TypeAlias, TypedDict


@dataclass(frozen=True, slots=True)
class Unit:
    """What a value is measured in, or how it is written."""

    says: str


@dataclass(frozen=True, slots=True)
class Codes:
    """The table of words that a code is of: `code|label(table)`."""

    table: str


InFen: TypeAlias = Annotated[int, Unit("fen")]
InPercent: TypeAlias = Annotated[float, Unit("percent")]
InDays: TypeAlias = Annotated[int, Unit("days")]
InPixels: TypeAlias = Annotated[float, Unit("pixels")]
IsoDay: TypeAlias = Annotated[str, Unit("ISO date to the day")]
IsoDate: TypeAlias = Annotated[str, Unit("ISO date to the day, the month or the year")]
YearNumber: TypeAlias = Annotated[int, Unit("year")]
Id: TypeAlias = Annotated[str, Unit("id of a record")]
"""The path of a record's file below the folder of its kind, without its ending."""
PageUrl: TypeAlias = Annotated[str, Unit("address, behind `page.base`")]
Html: TypeAlias = Annotated[str, Unit("HTML, for `prose`")]
ShownPhone: TypeAlias = Annotated[str, Unit("phone, for `m.tel`")]
"""As it may be shown: a mobile number without consent is masked."""


class RecordView(TypedDict):
    """What the view of every record has."""

    id: Annotated[Id, "its id, by which its page and its place in others are called"]
    file: Annotated[str, "its file, from the folder of the site"]
    body: Annotated[Html, "its text; its links are in `addresses`"]
    moved: Annotated[list[Id], "where it was before; pages there lead on to it"]
    said: Annotated[IsoDate, "the day of the last thing that it reports, empty for none"]
    until: Annotated[IsoDay, "when it next changes though nothing is reported, empty for never"]


class PhotoView(TypedDict):
    """A photo of a record: its sizes are in `pictures`."""

    file: Annotated[str, "its name, by which `pictures` has it"]
    alt: Annotated[str, "what is to be seen"]


class SpanView(TypedDict):
    """When something starts and finishes; "" is not known."""

    start: IsoDate
    finish: IsoDate


class ObjectionView(TypedDict):
    """An objection to a notice, and the answer; "" where there is none."""

    date: IsoDate
    what: str
    answer: str
    answered: IsoDate


class RowView(TypedDict):
    """What every row of a list of the command system has."""

    id: Annotated[Id, "the id of the record"]
    kind: Annotated[str, Codes("kind"), "the kind of record"]
    unit: Annotated[Id, "the place it belongs to"]
    place: Annotated[
        list[str], "the names of that place and of those above it below the prefecture"
    ]
    file: Annotated[str, "the file of the record, from the folder of the site"]
