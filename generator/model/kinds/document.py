"""Documents: policies and decisions, in force or replaced by which, as a text or a file.

The article's eight policy documents since 2016 are such; each is a page of its own.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, TypedDict

from pydantic import Field, PlainValidator

from generator.base import natural_order
from generator.base.findings import Finding, finding
from generator.base.messages import N_
from generator.model import urls
from generator.model.kinds.declaration import Kind, New
from generator.model.kinds.kind import Judged, Named, Rules, View, ordered
from generator.model.view_types import Codes, Id, IsoDate, RecordView, Unit
from generator.parse import attachments
from generator.parse.field_types import Date, Record, RecordRef, Text, UnitRef, parse_date

STATES = {
    "in_force": N_("in force"),
    "to_come": N_("not yet in force"),
    "replaced": N_("replaced"),
    "expired": N_("no longer in force"),
}
"""What a document is on the day of the data, in the order of the list."""
ROW = (
    *("id", "title", "number", "issuer", "unit", "date", "about", "state", "begun"),
    *("replaced_by", "attachment", "file"),
)
"""What lists and other documents show of one."""

Attachment = Annotated[str, PlainValidator(attachments.parse)]


class Document(Record):
    """A policy or a decision; its text stands below the fields, or in a file beside the record."""

    title: Text = Field(
        description=N_("title of the document"),
        examples=["关于抓党建促脱贫攻坚工作的实施意见（示例）"],
    )
    number: Text | None = Field(
        None, description=N_("document number"), examples=["示例党发〔2016〕8号"]
    )
    issuer: Text = Field(description=N_("who issued it"), examples=["示例州脱贫攻坚指挥部"])
    unit: UnitRef | None = Field(
        None,
        description=N_("the unit that issued it, by its address; its page then lists it"),
        examples=["qiannan"],
    )
    date: Date = Field(description=N_("date of the document"), examples=["2016-05-18"])
    about: Text | None = Field(
        None,
        description=N_("what it is about, in one sentence"),
        examples=["党组织怎样帮贫困村脱贫"],
    )
    since: Date | None = Field(
        None,
        description=N_("in force since; without it, since the date of the document"),
        examples=["2016-06-01"],
    )
    until: Date | None = Field(
        None, description=N_("last day in force, where it has one"), examples=["2020-12-31"]
    )
    replaced_by: RecordRef | None = Field(
        None,
        description=N_("the document that replaces it, by its address under documents"),
        examples=["2018-shishi-yijian"],
    )
    attachment: Attachment | None = Field(
        None, description=N_("name of a file beside this record"), examples=["2016-yijian.pdf"]
    )


def begun(data: Document, as_of: date) -> bool:
    """Tell whether a document has come into force by the day."""
    return not (data.since or data.date).after(as_of)


def state(data: Document, as_of: date) -> str:
    """Return a key of `STATES` as the document itself says; what replaces it is seen later."""
    if not begun(data, as_of):
        return "to_come"
    return "expired" if data.until is not None and data.until.last < as_of else "in_force"


def judge(document: Judged[Document], rules: Rules) -> Iterator[Finding]:
    """Yield what is wrong with a document seen alone; `read_batch` looks at its file and text."""
    data = document.data
    if data.date.after(rules.as_of):
        yield finding("P304", "date", date=data.date.iso(), as_of=rules.as_of.isoformat())
    yield from ordered(data.since or data.date, data.until, ("until",))


def named(document: Judged[Document]) -> Iterator[Named]:
    """Yield the records that a document names: who issued it, and what replaces it."""
    if document.data.unit:
        yield ("units", document.data.unit, ("unit",))
    if document.data.replaced_by:
        yield ("documents", document.data.replaced_by, ("replaced_by",))


class AttachmentView(TypedDict):
    """The file beside a document."""

    name: Annotated[str, "its name, without its ending"]
    mark: Annotated[str, "the digest in its address"]
    type: Annotated[str, Codes("attachment"), "what it is"]
    size: Annotated[int, Unit("bytes"), "how large it is"]
    sound: Annotated[bool, "whether it could be looked through"]


class DocumentRow(TypedDict):
    """What lists show of a document."""

    id: Annotated[Id, "its id, by which its page is called"]
    title: str
    number: str
    issuer: str
    unit: Id
    date: IsoDate
    about: str
    state: Annotated[str, Codes("document"), "whether it is in force"]
    begun: Annotated[bool, "whether it has come into force yet"]
    replaced_by: Id
    attachment: AttachmentView | None
    file: Annotated[str, "its file, from the folder of the site"]


class DocumentView(RecordView, DocumentRow):
    """A document: a policy or a decision."""

    since: IsoDate
    until: IsoDate


def view(document: Judged[Document], rules: Rules) -> View:
    """Return what the public sees of a document, but for its text and its file."""
    data = document.data
    return {
        "id": document.id,
        "title": data.title,
        "number": data.number or "",
        "issuer": data.issuer,
        "unit": data.unit or "",
        "date": data.date.iso(),
        "about": data.about or "",
        "since": data.since.iso() if data.since else "",
        "until": data.until.iso() if data.until else "",
        "state": state(data, rules.as_of),
        "begun": begun(data, rules.as_of),
        "replaced_by": data.replaced_by or "",
        "attachment": None,
    }


def replaced(rows: Mapping[str, View]) -> Iterator[View]:
    """Yield each row with its state in the light of the others.

    A document is replaced once what replaces it has come into force, whatever last day it names.
    """
    for row in rows.values():
        successor = rows.get(row["replaced_by"])
        gone = successor is not None and successor["begun"] and row["state"] != "to_come"
        yield {**row, "state": "replaced"} if gone else row


def order(row: View) -> tuple[int, str, natural_order.Key, natural_order.Key]:
    """Return what a list of documents goes by: in force first, to be reversed for the dates."""
    numbered = natural_order.key(row["number"]), natural_order.key(row["id"])
    return (-[*STATES].index(row["state"]), row["date"], *numbered)


def chain(rows: Mapping[str, View], ident: str) -> list[str]:
    """Return the ids from a document to what replaces it, and so on; a circle ends before it."""
    found = [ident]
    while True:
        following = rows[found[-1]]["replaced_by"]
        if following not in rows or following in found:
            return found
        found.append(following)


def faults(rows: Mapping[str, View]) -> Iterator[tuple[str, Finding]]:
    """Yield id and fault of each document that is replaced by an older one or in a circle."""
    in_circle: set[str] = set()
    for ident, row in rows.items():
        line = chain(rows, ident)
        if rows[line[-1]]["replaced_by"] == ident:
            if ident not in in_circle:
                in_circle.update(line)
                yield ident, finding("P963", "replaced_by", chain=" → ".join([*line, ident]))
        elif len(line) > 1:
            later = rows[line[1]]
            if parse_date(row["date"]).after(parse_date(later["date"])):
                dates = {"date": later["date"], "own": row["date"], "title": later["title"]}
                yield ident, finding("P964", "replaced_by", **dates)


KIND = Kind(
    folder="documents",
    order=90,
    called=("documents", "文件"),
    example="2018-shishi-yijian.md",
    model=Document,
    lies="anywhere",
    judge=judge,
    named=named,
    view=view,
    shows=DocumentView,
    alike=("date", "title", "number"),
    page=urls.document_url,
    templates=("document.html",),
    labels={"document": STATES, "attachment": attachments.TYPES},
    new=New(
        word="document",
        says=N_("document"),
        names={"replaced_by": "documents"},
        text=N_("The text of the document."),
    ),
)
