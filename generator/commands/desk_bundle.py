"""Hand-over files: what is changed at one desk, taken to another where there is no git between.

A .zip with `handover.json` (who made it, when, which files), and for each file its bytes before
(`before/…`) and now (`now/…`), by its path within the content folder. What is taken in is looked at
first: nothing in it can lead out of the content folder, and all of it is judged like anything else.
"""

import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from generator.base import address_parts
from generator.base.messages import N_
from generator.commands.desk_git import Three
from generator.model.kinds.registry import KINDS
from generator.parse import attachments, pictures
from generator.records.batches import ENDINGS

LIST, FORM = "handover.json", 1
MOST, LARGEST = 5_000, 300_000_000
"""Files in a hand-over file, and bytes in all that they may have."""
_BESIDE = re.compile(r"[\w-][\w.-]{0,150}")
"""The name of a picture or a file beside a record."""


class Unfit(Exception):
    """What is no hand-over file that could be taken in; `message` says why (a msgid)."""

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message)
        self.message, self.values = message, values


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a hand-over file holds: who made it, when, and its files without `theirs`.

    What the maker of the file had before stands in `base`, what is handed over in `mine`.
    """

    clerk: str
    when: datetime
    files: list[Three]


def made(clerk: str, when: datetime, files: Iterable[Three]) -> bytes:
    """Return a hand-over file; `mine` of each of the files is what is handed over."""
    out = BytesIO()
    named = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in files:
            named.append({"path": each.path, "new": each.base is None, "gone": each.mine is None})
            for folder, content in (("before", each.base), ("now", each.mine)):
                if content is not None:
                    _put(archive, f"{folder}/{each.path}", content)
        stamp = when.isoformat(timespec="minutes")
        said = {"form": FORM, "clerk": clerk, "when": stamp, "files": named}
        _put(archive, LIST, json.dumps(said, ensure_ascii=False, indent=1).encode())
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    about.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(about, content)


def read(content: bytes) -> Bundle:
    """Return what a hand-over file holds. Raises Unfit."""
    no = N_("This is no hand-over file of a desk.")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if len(archive.infolist()) > 2 * MOST + 1:
                raise Unfit(N_("The hand-over file is too large."))
            if sum(each.file_size for each in archive.infolist()) > LARGEST:
                raise Unfit(N_("The hand-over file is too large."))
            said = json.loads(archive.read(LIST))
            if said["form"] != FORM:
                raise Unfit(N_("The hand-over file is of another version of the program."))
            files = [_file(archive, each) for each in said["files"]]
            when = datetime.fromisoformat(said["when"])
            return Bundle(str(said["clerk"])[:100], when, files)
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, RuntimeError, EOFError) as error:
        raise Unfit(no) from error
    except (NotImplementedError, OSError, zipfile.LargeZipFile) as error:
        raise Unfit(no) from error


def _file(archive: zipfile.ZipFile, said: Mapping[str, Any]) -> Three:
    path = said["path"]
    if not isinstance(path, str) or not fits(path):
        raise Unfit(N_("There is a file in it that belongs to no record: {path}"), path=str(path))
    base = None if said["new"] else archive.read(f"before/{path}")
    mine = None if said["gone"] else archive.read(f"now/{path}")
    return Three(path, base, mine, None)


def fits(path: str) -> bool:
    """Tell whether a path within the content folder is one of a record, or of what lies beside."""
    kind, *folders, name = path.split("/") if "/" in path else ("", path)
    if kind not in KINDS or not all(map(address_parts.is_slug, folders)) or len(path) > 400:
        return False
    stem, dot, ending = name.rpartition(".")
    if dot + ending in ENDINGS:
        stem, _, language = stem.partition(".") if kind == "pages" else (stem, "", "")
        return address_parts.is_slug(stem) and language.replace("-", "").isalnum() is bool(language)
    known = (*pictures.ENDINGS, *attachments.ENDINGS)
    return bool(_BESIDE.fullmatch(name)) and name.lower().endswith(known)
