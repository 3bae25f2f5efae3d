"""What attachments say: their text is searched for what may never be published.

The record of an attachment vouches for numbers in it, as for those in its own text.

Packages (.docx, .xlsx, .pptx, .odt, .ods, .ofd, .zip) are read part by part, as libraries for each
of them leave out tables, boxes, headers, comments or tracked text; PDFs by pypdfium2. A file that
was not looked into is told of with the reason: it is never taken for clean.
"""

import html
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import IO, TypeAlias

from generator.base import half_width, number_context, privacy, vouched_numbers
from generator.base.messages import N_
from generator.base.patterns import pattern

MEGABYTE = 1024 * 1024
MOST = 5
"""Parts that were not looked into, and are named."""
DEEPEST = 3
"""Archives within archives that are looked into."""
_OLE = b"\xd0\xcf\x11\xe0"
_XML = (".xml", ".rels", ".vml", ".svg")
_TEXT = (".txt", ".csv", ".md", ".html", ".htm", ".json", ".tsv")
_PACKAGES = (".docx", ".xlsx", ".pptx", ".docm", ".xlsm", ".odt", ".ods", ".odp", ".ofd", ".zip")
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".jb2")
_DRAWN = (".emf", ".wmf")
"""Drawings of Office, such as what stands for a table that was pasted in."""
_NOTHING = (".ttf", ".otf", ".odttf", ".fntdata", ".dat", ".css")
"""Parts of packages that letter and style; what they say stands in the text too."""

LOCKED = N_("it is locked with a password")
BROKEN = N_("it is damaged, or no file of its type")
OLD = N_("it is in an old format of Office; save it as .docx, .xlsx or .pptx")
PICTURES = N_("it holds pictures without text, such as scanned pages")
LARGE = N_("it holds more than can be looked through")
DEEP = N_("it holds archives that lie too deeply in one another")
OTHER = N_("it is a file of another kind")
DECLARED = N_("it holds XML with declarations of its own")


@dataclass(slots=True)
class Bounds:
    """How much of one attachment is read at most: bytes once unpacked, parts, pages."""

    size: int = 32 * MEGABYTE
    parts: int = 5_000
    pages: int = 1_000

    def take(self, size: int) -> None:
        """Count a part of so many bytes; raises `_Unread` when that is too much."""
        self.size -= size
        self.parts -= 1
        if self.size < 0 or self.parts < 0:
            raise _Unread(LARGE)


@dataclass(slots=True)
class Inspected:
    """What was found in an attachment, each with the part or page of it, and what was not read."""

    numbers: list[tuple[str, str, str]] = field(default_factory=list)
    """Code of the problem, where it is, and how the number begins, or a mobile may be shown."""
    typed: str = ""
    """The first cell with a number of so many digits that the last ones are lost."""
    unread: list[tuple[str, str]] = field(default_factory=list)
    """Reasons, each with the name of what it is about, or ""."""
    known: frozenset[str] = frozenset()
    """The digits of the numbers that the record vouches for."""
    met: set[str] = field(default_factory=set)
    """Those of them that stand here."""

    def say(self, text: str, where: str, *, mobiles: bool = True) -> None:
        """Look for numbers in a text; the first of each kind in a place is enough."""
        found: dict[str, str] = {}
        if self.known:
            self.met |= self.known - vouched_numbers.stale(text, self.known)
        refused = [*self._refused(text)]
        for code, at, _ in refused:
            start = re.sub("[^0-9]", "", half_width.narrow(text[at : at + 40]))[:3]
            found.setdefault(CODES[code], f"{start}…")
        whole = [digits for _, _, digits in refused]
        mobile = next(self._mobiles(text, whole), None) if mobiles else None
        if mobile:
            found["P733"] = mobile
        for code, shown in found.items():
            if (code, where, shown) not in self.numbers:
                self.numbers.append((code, where, shown))

    def _refused(self, text: str) -> Iterator[tuple[str, int, str]]:
        if privacy.may_have(text)[0]:
            for code, at, digits in privacy.found(text):
                if not self._vouched(code, digits, text, at):
                    yield code, at, digits

    def _mobiles(self, text: str, whole: Sequence[str]) -> Iterator[str]:
        """Yield mobile numbers, masked; none is a part of one of the `whole` longer numbers."""
        for digits, at in privacy.found_mobiles(text):
            if any(digits in each for each in whole):
                continue  # each of its digits stands in a cell of its own
            if privacy.in_a_column(text, at, digits) and not number_context.nearby(
                text, at, number_context.Said.PHONE
            ):
                continue  # a column of numbers, each a thing of its own
            if not self._vouched("P604", digits, text, at):
                yield privacy.masked(digits)

    def _vouched(self, code: str, digits: str, text: str, at: int) -> bool:
        return digits in self.known and vouched_numbers.can_be(code, digits, text, at)

    def skip(self, reason: str, name: str = "") -> None:
        """Note that something was not looked into."""
        if (reason, name) not in self.unread:
            self.unread.append((reason, name))


CODES = {"P601": "P731", "P602": "P732", "P605": "P731", "P606": "P732"}
"""The codes of the numbers that `privacy` finds, for those in an attachment."""


class _Unread(Exception):
    """Something cannot be looked into; its argument is the reason."""


def inspect(
    content: bytes, ending: str, bounds: Bounds | None = None, known: frozenset[str] = frozenset()
) -> Inspected:
    """Return what stands in an attachment that may not be published, and what was not read of it.

    `ending` is that of its name, such as `.pdf`; `known` are the digits of numbers vouched for.
    Bytes of any kind raise nothing.
    """
    found = Inspected(known=known)
    _look(found, content, ending.lower(), "", bounds or Bounds(), 0)
    return found


Told: TypeAlias = tuple[list[tuple[str, dict[str, str]]], list[str]]
"""Codes and values of what is wrong with what an attachment says; vouched numbers that it has."""


def told(path: Path, known: frozenset[str] = frozenset()) -> Told:
    """Return what is wrong with what an attachment says, and which of `known` stand there.

    Raises OSError if it cannot be read.
    """
    found = inspect(path.read_bytes(), path.suffix, known=known)
    every = [(code, {"where": where, "shown": shown}) for code, where, shown in found.numbers]
    if found.typed:
        every.append(("P735", {"where": found.typed}))
    for reason, name in found.unread[:MOST]:
        values = {"name": f" ({name})" if name else "", "reason": f"\0:{reason}"}
        every.append(("P734", values))
    return every, sorted(found.met)


def _look(
    found: Inspected, content: bytes, ending: str, name: str, bounds: Bounds, depth: int
) -> None:
    try:
        if content.startswith(b"%PDF-") or ending == ".pdf":
            _pdf(found, content, name, bounds)
        elif content.startswith(_OLE):
            _old(found, content, name)
        elif content.startswith(b"PK"):
            _package(found, content, name, bounds, depth)
        elif ending in _TEXT:
            found.say(_decoded(content), name)
        else:
            found.skip(BROKEN, name)
    except _Unread as reason:
        found.skip(str(reason), name)


# ---- PDF


def _pdf(found: Inspected, content: bytes, name: str, bounds: Bounds) -> None:
    import pypdfium2  # noqa: PLC0415 (needed by documents alone, and slow to load)

    try:
        file = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _Unread(LOCKED if "password" in str(error).lower() else BROKEN) from None
    try:
        for text in file.get_metadata_dict().values():
            found.say(text, name)
        if file.count_attachments():
            found.skip(OTHER, file.get_attachment(0).get_name() or name)
        if len(file) > bounds.pages:
            found.skip(LARGE, name)
        silent = 0
        for number in range(min(len(file), bounds.pages)):
            page = file[number]
            text = page.get_textpage().get_text_range()
            bounds.take(len(text))
            where = f"{name} p. {number + 1}".strip()
            plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "")
            found.say(";\n".join([plain, *_notes(page)]), where)
            found.say(_WRAPPED.sub(r"\1\2", plain), where)
            found.say(_CUT.sub("", plain), where, mobiles=False)  # which have no check digit
            silent += not text.strip() and any(True for _ in page.get_objects(max_depth=2))
            page.close()
        if silent:
            found.skip(PICTURES, name)
    except pypdfium2.PdfiumError:
        raise _Unread(BROKEN) from None
    finally:
        file.close()


_CUT = pattern(r"(?<=[0-9])[ \t]*\n[ \t]*(?=[0-9Xx])")
"""Where a number may go on in the next line."""
_WRAPPED = pattern(r"([\u3400-\u9fff：:，,（(]\s?[0-9]{1,10})[ \t]*\n[ \t]*([0-9]{1,10}(?![0-9.]))")
"""The same within a sentence, where it is no column of a table."""


def _notes(page: object) -> Iterator[str]:
    """Yield what stands in notes and fields of a page of a PDF."""
    import ctypes  # noqa: PLC0415 (as above)

    import pypdfium2.raw as pdfium  # noqa: PLC0415

    for n in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, n)
        for key in (b"Contents", b"V", b"T"):
            size = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
            if size > 2:
                held = ctypes.create_string_buffer(size)
                into = ctypes.cast(held, ctypes.POINTER(pdfium.FPDF_WCHAR))
                pdfium.FPDFAnnot_GetStringValue(note, key, into, size)
                yield held.raw[: size - 2].decode("utf-16-le", "replace")
        pdfium.FPDFPage_CloseAnnot(note)


# ---- packages


def _package(found: Inspected, content: bytes, name: str, bounds: Bounds, depth: int) -> None:
    if depth >= DEEPEST:
        raise _Unread(DEEP)
    try:
        with zipfile.ZipFile(BytesIO(content)) as file:
            said = sum(_part(found, file, each, name, bounds, depth) for each in file.infolist())
            names = [each.filename for each in file.infolist()]
            for comment in (file.comment, *(each.comment for each in file.infolist())):
                found.say(_decoded(comment), name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise _Unread(BROKEN) from None
    except RuntimeError:  # what zipfile raises for a part with a password
        raise _Unread(LOCKED) from None
    drawn = [each for each in names if each.lower().endswith(_PICTURES)]
    if drawn and not any(map(_FORMS.search, names)):
        for each in drawn:  # files of their own, not what illustrates a text
            found.skip(PICTURES, "/".join(filter(None, (name, each))))
    elif drawn and said < _FEW:
        found.skip(PICTURES, name)


_FEW = 20
"""A package with fewer letters of text, and with pictures, holds pictures of text."""
_FORMS = pattern(
    r"(?:^|/)(?:\[Content_Types\]\.xml|mimetype|OFD\.xml|content\.xml|document\.xml"
    r"|workbook\.xml|presentation\.xml)$",
    re.IGNORECASE,
)
"""What only packages of a document have; an archive of files has none of these."""
_MAIN = pattern(
    r"document\d*\.xml|sharedStrings\.xml|sheet\d+\.xml|slide\d+\.xml|(?<!\w)content\.xml",
    re.IGNORECASE,
)
_IDLE = pattern(
    r"mimetype|layout-cache|manifest\.rdf|Configurations2/.*|.*/printerSettings\d*\.bin"
)


def _part(
    found: Inspected,
    file: zipfile.ZipFile,
    part: zipfile.ZipInfo,
    name: str,
    bounds: Bounds,
    depth: int,
) -> int:
    """Look into one part of a package; return how many letters of text it has."""
    path = part.filename
    ending = "." + path.lower().rpartition(".")[2]
    where = "/".join(filter(None, (name, path)))
    found.say(path, where)
    if part.is_dir() or ending in _NOTHING or ending in _PICTURES:
        bounds.take(0)
        return 0
    with file.open(part) as opened:
        content = _bounded(opened, bounds)
    if ending in _DRAWN:
        for text in _runs(content):
            found.say(text, where)
        return 0
    if path == "META-INF/manifest.xml" and b":encryption-data" in content:
        raise _Unread(LOCKED)
    if ending in _XML:
        letters = _xml(found, content, where)
        return letters if _MAIN.search(path) else 0
    if _IDLE.fullmatch(path) or not content:
        return 0
    if ending == ".bin" and not content.startswith((_OLE, b"PK")):
        found.skip(OTHER, where)
    elif ending in (".pdf", ".bin", ".doc", ".xls", ".ppt", *_PACKAGES, *_TEXT):
        _look(found, content, ending, where, bounds, depth + 1)
        return _FEW
    else:
        found.skip(OTHER, where)
    return 0


def _bounded(opened: IO[bytes], bounds: Bounds) -> bytes:
    content = opened.read(bounds.size + 1)
    bounds.take(len(content))
    return content


_CELLS = pattern(r"</(?:\w+:)?(?:c|tc|table-cell)>|<(?:\w+:)?(?:tab|covered-table-cell)\b[^>]*>")
_ROWS = pattern(
    r"</(?:\w+:)?(?:row|tr|table-row|si|p|h|comment|text|instrText|oddHeader|oddFooter|TextObject)>"
)
_BREAKS = pattern(r"<(?:\w+:)?(?:br|cr|line-break)\b[^>]*>|</(?:\w+:)?(?:TextCode|f)>")
_RUBY = pattern(r"<(?P<tag>(?:\w+:)?rPh)\b[^>]*>.*?</(?P=tag)>", re.DOTALL)
"""How a text is pronounced, which stands between its pieces."""
_SPACES = pattern(r"<(?:\w+:)?s\b[^>]*/>")
_CDATA = pattern(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_TAGS = pattern(r"<[^>]*>")
_SAID = pattern(
    r"\s(?:\w+:)?(?:descr|title|name|alt|text|value|string-value|v|Target|href|display|tooltip"
    r"|val|displayText|displayName|description|formatCode|caption|statusText|comment"
    r"|author|string|default|oddHeader|oddFooter|prompt|error|promptTitle|errorTitle)"
    r"=(?:\"([^\"]*)\"|'([^']*)')"
)
"""Attributes that hold what was typed: names, addresses, values of cells."""
_BOXES = pattern(r"(?<![0-9\t])(?:[0-9]\t){10,18}[0-9Xx](?![0-9])")
"""A number of a form that has a box for each digit."""
_CELL = pattern(
    r"<(?:\w+:)?c\b(?P<tag>[^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>(?P<value>[^<]+)<", re.DOTALL
)
_FLOATS = pattern(r"\soffice:value=[\"'][0-9]{16,19}(?:\.[0-9]*)?[\"']")
"""The same of OpenDocument, whose cells have no names."""
_PLACE = pattern(r"\sr=[\"']([A-Z]+[0-9]+)[\"']")
_FLOAT = pattern(
    r"(?<=[>\"'])[0-9]+(?:\.[0-9]+)?[eE]\+?[0-9]{1,2}(?=[<\"'])|(?<=[0-9])\.0+(?=[<\"'])"
)
_ENCODINGS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0", "utf-16-le"))


def _xml(found: Inspected, content: bytes, where: str) -> int:
    """Look into an XML part; return how many letters of text it has."""
    encoding = next((each for mark, each in _ENCODINGS if content.startswith(mark)), "utf-8-sig")
    text = content.decode(encoding, "replace")
    if "<!ENTITY" in text or "<!DOCTYPE" in text:
        found.skip(DECLARED, where)
    text = _FLOAT.sub(_whole, text)
    if not found.typed:
        found.typed = _typed(text, where)
    said = [html.unescape(one or two) for one, two in _SAID.findall(text)]
    text = _CDATA.sub(lambda each: html.escape(each[1]), _RUBY.sub("", text))
    for signs, between in ((_CELLS, "\t"), (_ROWS, ";\n"), (_BREAKS, "\n"), (_SPACES, " ")):
        text = signs.sub(between, text)
    text = html.unescape(_TAGS.sub("", text))
    boxes = (each.group().replace("\t", "") for each in _BOXES.finditer(text))
    found.say(";\n".join([text, *boxes, *said]), where)
    return len(text) - text.count("\n") - text.count(";")


def _whole(number: re.Match[str]) -> str:
    """Return a number that was kept as 1.38E+10 in full."""
    text = number.group()
    return f"{Decimal(text):f}" if text[0] != "." else ""


def _typed(text: str, where: str) -> str:
    """Return the first cell that holds a number of 16 digits or more as a number."""
    if where.endswith("content.xml") and _FLOATS.search(text):
        return where
    if "/worksheets/" not in where:
        return ""
    for cell in _CELL.finditer(text):
        value = cell["value"].partition(".")[0]
        kind = re.search(r"\st=[\"'](\w+)[\"']", cell["tag"])
        if value.isdigit() and 16 <= len(value) <= 19 and (kind is None or kind[1] == "n"):
            at = _PLACE.search(cell["tag"])
            return f"{where} {at[1]}" if at else where
    return ""


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-16", "replace")


# ---- old formats


def _old(found: Inspected, content: bytes, name: str) -> None:
    """Look at the plain text that an old document has among its bytes; that is never all of it.

    A new document with a password is kept in the same form, as one piece.
    """
    for text in _runs(content):
        found.say(text, name)
    locked = "EncryptedPackage".encode("utf-16-le") in content
    raise _Unread(LOCKED if locked else OLD)


def _runs(content: bytes) -> Iterable[str]:
    for run in re.findall(rb"(?:[\x20-\x7e]\0){11,}", content):
        yield run.decode("utf-16-le")
    for run in re.findall(rb"[\x20-\x7e]{15,}", content):
        yield run.decode("ascii")
