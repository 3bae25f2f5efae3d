"""Attachments: files that lie beside a document, and are copied to the site as they are."""

from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from generator.base.digests import digest
from generator.base.messages import N_
from generator.parse.field_types import parse_file

TYPES = {
    "pdf": "PDF",
    "doc": N_("Word document"),
    "docx": N_("Word document"),
    "xls": N_("Excel workbook"),
    "xlsx": N_("Excel workbook"),
    "ppt": N_("slides"),
    "pptx": N_("slides"),
    "odt": N_("text document"),
    "ods": N_("workbook"),
    "ofd": N_("OFD document"),
    "zip": N_("ZIP archive"),
}
"""What may be attached, by the ending of its name."""
ENDINGS = tuple(f".{each}" for each in TYPES)
MEGABYTE = 1024 * 1024
_ZIP, _OFFICE = b"PK", b"\xd0\xcf\x11\xe0"
_BEGINS = {"pdf": b"%PDF-", "doc": _OFFICE, "xls": _OFFICE, "ppt": _OFFICE}
"""What a file of a type begins with; all others are ZIP archives by their form."""


def parse(value: Any) -> str:
    """Return the name of a file that lies beside the record and may be attached."""
    name = parse_file(value)
    if not name.lower().endswith(ENDINGS):
        raise PydanticCustomError("P962", "{value}", {"value": name, "known": "、".join(TYPES)})
    return name


def size(path: Path) -> int:
    """Return the size of a file in bytes. Raises OSError if it cannot be read."""
    return path.stat().st_size


def look(path: Path, name: str) -> dict[str, Any]:
    """Return what pages say of the file at `path`, and what its address is made of.

    `name` is the readable part of its address, `mark` the digest of its bytes, so that an address
    never leads to two files; `sound` tells whether it begins as a file of its `type` does. Raises
    OSError if it cannot be read.
    """
    content = path.read_bytes()
    type_ = path.suffix[1:].lower()
    return {
        "name": name,
        "mark": digest(content).hex()[:16],
        "type": type_,
        "size": len(content),
        "sound": content.startswith(_BEGINS.get(type_, _ZIP)),
    }
