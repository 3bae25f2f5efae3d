"""Names of files in the content: which fit, which are no records, what each is to be called.

What is told here is told by `check` and `build` alike, as both walk the same folder.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator

from generator.base import address_parts, labels
from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.base.spelling import nearest
from generator.model.kinds.registry import KINDS
from generator.parse import attachments

LONGEST = 160
"""How many characters folders and name of a record may have together.

A name in a folder may have 255 bytes, to which come `--2018`, `.html`, `.br` and what marks it
while it is written; and Windows takes 260 characters for a whole path, of which the site's own
folder and those in it for a kind, a language or the files of a build need up to a hundred.
"""
_DEVICES = r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])"
_RESERVED = pattern(rf"/({_DEVICES})(?:\.[^/\n]*)?(?=[/\n]|$)", re.IGNORECASE | re.MULTILINE)
"""Names that Windows keeps for devices, whatever ending they have."""
_COPY = pattern(
    r"(.+?)(?:[ _-]*[(（]\d+[)）]|[ _.-]+(?:副本|备份|复制|拷贝|copy|backup|bak|old)[ \d()（）]*)+",
    re.IGNORECASE,
)
"""What programs put behind the name of a copy."""
_TYPED = pattern(
    r"\.(?:md|markdown|mdx?|ya?ml|txt|rtf|docx?|wps|xlsx?|et|csv|pdf|ofd|odt|ods|pptx?|html?|json)"
    r"(?:\W|_|$)",
    re.IGNORECASE,
)
"""The ending of a file that someone may have typed a record into, wherever it stands in a name."""
_ENDING = pattern(r"\.(md|ya?ml)(?:\W|_|$)", re.IGNORECASE)
_READ = (".md", ".yaml", ".yml")


def faults(paths: Iterable[str], content: str) -> Iterator[Problem]:
    """Yield what keeps files, by their names, from being published or lying on other machines.

    `paths` are those of all files beneath the folder `content`. Quick where there is nothing.
    """
    found = [*paths]
    whole = "\n".join(found)
    for path in found:
        if len(path) > LONGEST:
            name = path[len(content) + 1 :].partition("/")[2].rpartition(".")[0]
            length = len(name)  # a record's has ASCII alone, and a picture's is in no address
            if length > LONGEST:
                yield problem("P025", Place(_shown(path)), length=length, most=LONGEST)
    if _RESERVED.search(whole):
        for path in found:
            reserved = _RESERVED.search(path, len(content))
            if reserved:
                instead = f"{reserved[1].lower()}-1"
                yield problem("P026", Place(_shown(path)), name=reserved[1], example=instead)
    if len({*_alike(whole).split("\n")}) < len(found):
        firsts: dict[str, str] = {}
        for path in found:
            first = firsts.setdefault(_alike(path), path)
            if first != path:
                yield problem("P027", Place(_shown(path)), other=_shown(first))


def _alike(path: str) -> str:
    """Return what two paths share that are one for Windows or macOS."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


def _shown(path: str) -> str:
    """Return a path as it can be written: it may come from a machine with another encoding."""
    return path.encode("utf-8", "replace").decode()


def example(name: str) -> str:
    """Return an address like `name`: `2018-公路硬化` gives `2018-gonglu-yinghua`."""
    from generator.base import pinyin  # noqa: PLC0415 (slow to load, and only for names that are wrong)

    return pinyin.words(name)[:60].strip("-") or "2018-gonglu"


def no_address(path: str, wrong: str, paths: Container[str]) -> Problem:
    """Say that `wrong`, a part of `path`, cannot be an address; what it may be called instead."""
    folder, _, name = path.rpartition("/")
    stem, _, ending = name.rpartition(".")
    instead = example(wrong)
    if wrong in name:
        copied = _COPY.fullmatch(stem)
        other = f"{folder}/{copied[1]}.{ending}" if copied else ""
        if other in paths:
            instead = _free(instead, folder, ending, paths)
            return problem("P028", Place(path), other=other, example=f"{instead}.{ending}")
        instead = _free(instead, folder, ending, paths)
    return problem("P009", Place(path), name=wrong, example=instead)


def _free(stem: str, folder: str, ending: str, paths: Container[str]) -> str:
    """Return `stem`, with a number where a record of that name is there."""
    number = 1
    found = stem
    while f"{folder}/{found}.{ending}" in paths:
        number += 1
        found = f"{stem}-{number}"
    return found


def _kinds(kinds: Iterable[str]) -> str:
    """Return the folders of kinds with what people call them, as a value of a problem."""
    return labels.choices({kind: KINDS[kind].called for kind in kinds})


def unread(path: str, content: str, kinds: Iterable[str], paths: Container[str]) -> Problem:
    """Say of a file that is neither record nor picture that no one reads it, and what to do.

    It weighs as much as what was typed into it: a file of text or of an office program stops the
    build, as what stands in it would be lost without a word.
    """
    kind, _, rest = path[len(content) + 1 :].partition("/")
    folder, _, name = path.rpartition("/")
    if not _TYPED.search(name) or name.lower().startswith(("readme", "license", "changelog")):
        return problem("P010", Place(path))
    if kind not in kinds or not rest:
        if not rest:
            return problem("P030", Place(path), folder=content, nearest="", known=_kinds(kinds))
        values = {"folder": f"{content}/{kind}", "nearest": nearest(kind, kinds)}
        return problem("P030", Place(path), **values, known=_kinds(kinds))
    stem, ending = name, ""
    found = _ENDING.search(name)
    if found:
        stem, ending = name[: found.start()], found[1].lower()
        if f"{folder}/{stem}.{ending}" in paths:
            values = {"other": f"{folder}/{stem}.{ending}"}
            instead = _free(example(stem), folder, ending, paths)
            return problem("P028", Place(path), **values, example=f"{instead}.{ending}")
    else:
        stem = name.rpartition(".")[0] if "." in name[1:] else name
        if not re.search(r"\.(?:txt|markdown|mdx?)$", name, re.IGNORECASE):
            instead = f"{_free(example(stem), folder, 'md', paths)}.md"
            known = "、".join(attachments.TYPES)
            values = {"example": instead, "known": known, "folder": _kinds(["documents"])}
            return problem("P031", Place(path), **values)
        ending = "md"
    instead = stem if address_parts.is_slug(stem) else _free(example(stem), folder, ending, paths)
    return problem("P029", Place(path), example=f"{instead}.{ending}")
