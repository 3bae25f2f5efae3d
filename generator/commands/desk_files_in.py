"""Pictures and files that are handed in at a desk: judged like all that lie beside records.

They wait in the desk's own folder until the record that names them is saved.
"""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from generator.base import address_parts, digests, privacy
from generator.base.messages import N_
from generator.base.problems import Place, Problem, problem
from generator.commands.desk_records import Records
from generator.commands.desk_words import Words
from generator.model import problem_words
from generator.parse import attachment_text, attachments, pictures

_TYPES = {
    **dict.fromkeys((".jpg", ".jpeg", ".jfif"), "image/jpeg"),
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".bmp": "image/bmp",
}


def taken(
    records: Records, words: Words, query: Mapping[str, Any], content: bytes
) -> dict[str, Any]:
    """Take in a file; return the name it is to have beside the record, or what is wrong with it."""
    typed = str(query.get("name", ""))
    ending = PurePosixPath(typed).suffix.lower()
    stem = address_parts.slug_like(PurePosixPath(typed).stem)
    if not stem or any(privacy.numbers(stem)) or any(privacy.mobiles(stem)):
        stem = "photo" if query.get("into") == "photo" else "file"
    name = f"{stem[:60].strip('-')}-{digests.digest(content).hex()[:6]}{ending}"
    path = records.own / "handed-in" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    photo = query.get("into") == "photo"
    fault = _picture(name, content) if photo else _attachment(records, path, content)
    if fault is not None:
        said = problem_words.message(fault, words.language)
        return {"message": f"{said} {problem_words.hint(fault, words.language)}"}
    path.write_bytes(content)
    records.pictures[name] = path
    found = {"name": name, "message": words.tr(N_("Taken in; it is saved with the record."))}
    return {**found, "picture": f"/desk/picture?name={name}"} if ending in _TYPES else found


def _picture(name: str, content: bytes) -> Problem | None:
    """Return what is wrong with a picture, None if it can be shown."""
    try:
        pictures.judge(name, content)
    except pictures.Unfit as wrong:
        values = {"target": name, **wrong.values}
        return problem(wrong.code, Place(name), **values)
    return None


def _attachment(records: Records, path: Path, content: bytes) -> Problem | None:
    """Return what is wrong with a file that is to lie beside a document."""
    config, as_of = records.config()
    limit, name = config.rules(as_of).attachments, path.name
    if not name.endswith(attachments.ENDINGS):
        known = "、".join(attachments.TYPES)
        return problem("P962", Place(name), value=name, known=known)
    size = len(content) / attachments.MEGABYTE
    if size > limit.megabytes:
        values = {"size": f"{size:.1f}", "most": str(limit.megabytes), "source": limit.source}
        return problem("P961", Place(name), target=name, **values)
    path.write_bytes(content)
    for code, more in attachment_text.told(path, frozenset())[0]:
        found = problem(code, Place(name), target=name, **more)
        if found.severity == "error":
            path.unlink()
            return found
    return None


def picture(records: Records, of: str, name: str) -> tuple[str, bytes] | None:
    """Return the type and bytes of a picture: one handed in, or one beside the file `of`."""
    kind = _TYPES.get(PurePosixPath(name).suffix.lower())
    if kind is None or "/" in name or "\\" in name:
        return None
    if name in records.pictures:
        return kind, records.pictures[name].read_bytes()
    path = f"{of.rpartition('/')[0]}/{name}"
    if not of.startswith(f"{records.content}/") or not records.there(path):
        return None
    return kind, (records.root / path).read_bytes()
