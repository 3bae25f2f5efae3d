"""Versions of a record: cut apart, read as far as is needed; whether the site would show them."""

from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from generator.base import privacy
from generator.base.patterns import pattern
from generator.model import public_record
from generator.model.kinds.declaration import Kind
from generator.model.kinds.kind import Rules, View
from generator.model.kinds.registry import KINDS
from generator.parse import record_file, typing_slips, validation, yaml_fields
from generator.records import history_fields, version_text
from generator.records.former_addresses import Moves
from generator.records.version_text import Unfit

TITLES = ("title", "name", "fund", "found", "date")
"""The fields that people know a record by, the first that it has."""
KEEPS_BACK = ("status", "board_only")
NAME = pattern("[a-z][a-z_]*")
Value: TypeAlias = tuple[str, Any]
"""What sort of value it is, and the value, for the filter `told` of templates."""


class Doc(NamedTuple):
    """A version of a file: the text of its fields, and its body."""

    front: str
    body: str


@dataclass(slots=True)
class Versions:
    """Reads the versions of one record after the other; `blobs` are the contents that they have."""

    rules: Rules
    blobs: Mapping[str, bytes] = field(default_factory=dict)
    moves: Moves = field(default_factory=Moves)
    kind: Kind[Any] = field(init=False)
    model: Any = None
    docs: dict[str, Doc] = field(default_factory=dict)
    shown: dict[str, bool] = field(default_factory=dict)
    """Whether the site would show a record with these fields."""
    last: tuple[Any, Any, tuple[str, str]] = (None, None, ("", ""))
    paths: dict[str, str] = field(default_factory=dict)
    """The file of each content, which says of what form it is."""

    def begin(self, kind: str) -> None:
        """Begin with another record."""
        self.kind = KINDS[kind]
        self.model = self.kind.model
        self.shown, self.docs = {}, {}

    def title_of(self, blob: str) -> str:
        """Return what people know a version by; "" where that may not be told, or is not known."""
        try:
            doc = self.doc(blob)
            blocks = version_text.blocks_of(doc.front) if doc and self.is_shown(doc) else {}
        except Unfit:
            return ""
        names = [name for name in TITLES if name in blocks][:1] or [*blocks]
        data = self.data(blocks, names)[0]
        found = next((data[name] for name in TITLES if name in data), "")
        said = str(masked(("text", str(found)))[1])
        return "" if [*privacy.numbers(said)] else said

    # --- cut apart

    def doc(self, blob: str) -> Doc | None:
        """Return a version as its parts, None for no file. Raises `Unfit`."""
        if not blob:
            return None
        found = self.docs.get(blob)
        if found is None:
            found = self.docs[blob] = self._cut(blob)
        return found

    def _cut(self, blob: str) -> Doc:
        if blob not in self.blobs:
            raise Unfit
        content = self.blobs[blob]
        try:
            text = content.decode("utf-8-sig" if content.startswith(BOM_UTF8) else "utf-8")
        except UnicodeDecodeError:
            raise Unfit from None
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        front, body = record_file.parts(text, self.paths[blob])
        return Doc(front, body)

    def is_shown(self, doc: Doc | None, like: Doc | None = None) -> bool:
        """Tell whether the site would show a version. Raises `Unfit` where that is not known.

        What is as it is in another that is known need not be looked at once more.
        """
        if doc is None:
            return False
        known = self.shown.get(doc.front)
        if known is not None:
            return known
        before = self.shown.get(like.front) if like else None
        if like and before is not None:
            one, two = self.parted(like, doc)
            if not version_text.hiding(one) and not version_text.hiding(two):
                self.shown[doc.front] = before
                return before
        found = True
        if version_text.hiding(doc.front):
            blocks = version_text.blocks_of(doc.front)
            hidden = [name for name in blocks if name in KEEPS_BACK or not NAME.fullmatch(name)]
            data, bad = self.data(blocks, hidden) if hidden else ({}, set())
            if bad:
                raise Unfit
            found = data.get("status") != "draft" and not data.get("board_only")
        self.shown[doc.front] = found
        return found

    def parted(self, one: Doc, two: Doc) -> tuple[str, str]:
        """Return what of the fields of two versions is otherwise; asked for twice in a row."""
        if self.last[:2] != (one, two):
            self.last = (one, two, version_text.apart(one.front, two.front))
        return self.last[2]

    def data(self, blocks: Mapping[str, str], names: Sequence[str]) -> tuple[View, set[str]]:
        """Return what fields say, by name, with those that hold records back; and which do not fit.

        All together where that goes, as most versions are of today's form. Raises `Unfit` for what
        is no field at all.
        """
        if not names:
            return {}, set()
        text = "\n".join(blocks[name] for name in names)
        data = yaml_fields.plain(text)
        if data is None:
            read, _ = record_file.parse(f"content/{self.kind.folder}/x.yaml", text.encode())
            if read is None and len(names) == 1:
                raise Unfit
            if read is not None and not read.slips.nameless:
                data = read.data
                if read.slips.unfilled:
                    data = validation.filled(self.kind.model, data)
                if read.slips.broken:
                    data = typing_slips.in_line(data)
        if data is not None:
            record, _ = validation.held(history_fields.partial(self.model), data)
            if record is not None:
                if self.kind.settled:
                    record = self.kind.settled(record, self.rules)
                given = record.model_fields_set
                public = public_record.fields(record, date.max)
                whole = {name: value for name, value in public.items() if name in given}
                if given.intersection(KEEPS_BACK):
                    whole |= {name: getattr(record, name) for name in KEEPS_BACK}
                return whole, set()
        if len(names) <= 1:
            return {}, {*names}
        whole, bad = {}, set[str]()
        for name in names:
            own, unfit = self.data(blocks, [name])
            whole |= own
            bad |= unfit
        return whole, bad


def masked(value: Value) -> Value:
    """Return a value as pages may show it, mobile numbers masked."""
    sort, said = value
    if sort != "text" or not privacy.may_have(said)[1]:
        return value
    return sort, privacy.masked_in(said)
