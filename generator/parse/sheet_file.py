"""A file of a clerk → a workbook: which program wrote it is told by its first bytes, not its name.

Web systems give HTML, tabs or XML of 2003 out as .xls; office programs open all of it without a
word. What is none of the four forms is refused with what to do about it.
"""

import zipfile
from io import BytesIO
from pathlib import Path

from generator.parse import sheet_csv, sheet_ods, sheet_xls, sheet_xlsx
from generator.parse.sheet_book import (
    DAMAGED,
    DAMAGES,
    EMPTY,
    LOCK,
    LOCKED,
    NO_WORKBOOK,
    PLAIN_TEXT,
    Book,
    Unreadable,
)

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read(path: Path) -> Book:
    """Return the workbook at `path`. Raises Unreadable, and OSError."""
    return book(path.read_bytes(), path.name)


def book(content: bytes, name: str) -> Book:
    """Return the workbook in `content`; `name` is that of its file. Raises Unreadable."""
    stem, _, ending = name.rpartition(".")
    if name.startswith(LOCKED) or not content:
        raise Unreadable("P544", reason=f"\0:{LOCK if content else EMPTY}")
    if content.startswith(_ZIP):
        return _zipped(content)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Unreadable("P550", reason=f"\0:{DAMAGED}")
        return sheet_xls.read(content)
    head = content[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<style", b"<div")):
        raise Unreadable("P554", form="HTML")
    if head.startswith(b"<?xml") or b"urn:schemas-microsoft-com:office" in head:
        raise Unreadable("P554", form="XML")
    if ending.lower() in ("csv", "txt", "tsv"):
        return sheet_csv.read(content, stem)
    if ending.lower() in ("xls", "xlsx", "et", "xlsm", "ods") and b"\0" not in content[:2_000]:
        raise Unreadable("P554", form=f"\0:{PLAIN_TEXT}")
    raise Unreadable("P550", reason=f"\0:{NO_WORKBOOK}")


def _zipped(content: bytes) -> Book:
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            names = {*parts.namelist()}
    except DAMAGES as error:
        raise Unreadable("P550", reason=f"\0:{DAMAGED}") from error
    if "xl/workbook.xml" in names:
        return sheet_xlsx.read(content)
    if "content.xml" in names:
        return sheet_ods.read(content)
    if "xl/workbook.bin" in names:
        raise Unreadable("P554", form="XLSB")
    raise Unreadable("P550", reason=f"\0:{NO_WORKBOOK}")
