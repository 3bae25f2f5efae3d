"""Mobile numbers in the fields and the text of a record, and numbers that are vouched for in vain.

No consent can stand beside a mobile number in a text, so it is refused there.
"""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from generator.base import folding, privacy, vouched_numbers
from generator.base.findings import Finding, finding
from generator.base.problems import Place, Problem, problem
from generator.parse import record_file, yaml_nodes
from generator.parse.markdown_text import Prose
from generator.parse.record_file import Source


def of_record(
    read: Source, data: Any, root: Path, attached: Collection[str] = ()
) -> Iterator[Finding]:
    """Find what is wrong with private numbers in the fields of a record; `data` is its model.

    `attached` are the digits of numbers vouched for that stand in the file beside it.
    """
    known = vouched_numbers.vouched(read.data)
    if known:
        yield from _in_vain(read, known.difference(attached), root)
    for path, value in yaml_nodes.keys(read.data) if read.mobiles else ():
        masked = "" if path[0] == vouched_numbers.FIELD else _mobile(value, known)
        if not masked or path[-1] == "phone":
            continue
        if path[-1] == "email":
            yield finding("P608", *path, masked=masked)
            continue
        meant: Any = data
        for step in path:
            meant = meant[step] if isinstance(step, int) else getattr(meant, step)
        if isinstance(meant, str):  # not an amount of money
            yield finding("P604", *path, masked=masked)


def of_settings(read: Source, root: Path) -> Iterator[Finding]:
    """Find what is wrong with private numbers in config.yaml."""
    known = vouched_numbers.vouched(read.data)
    if known:
        yield from _in_vain(read, known, root)
    for path, value in yaml_nodes.keys(read.data) if read.mobiles else ():
        masked = "" if path[0] == vouched_numbers.FIELD else _mobile(value, known)
        if not masked:
            continue
        if path[:2] in (("complaints", "local_phone"), ("complaints", "sms")):
            if "phone_consent" not in read.data["complaints"]:
                yield finding("P603", *path, masked=masked)
        elif path[:2] == ("complaints", "national_lines"):
            yield finding("P603", *path, masked=masked)
        else:
            yield finding("P608" if path[-1] == "email" else "P609", *path, masked=masked)


def of_text(read: Source, text: Prose) -> Iterator[Problem]:
    """Yield what is wrong with private numbers in the text of a record, at their places."""
    known = vouched_numbers.vouched(read.data)
    seen = False
    for digits, at in vouched_numbers.mobiles(read.body, known) if read.mobiles else ():
        seen = True
        yield problem("P604", place_in_text(read, at), masked=privacy.masked(digits))
    if "[" not in read.body or seen:
        return
    # a link shows its words alone: what stands around them is read as one with them
    shown = folding.shown(text.html)
    number, mobile = privacy.may_have(shown)
    for code, at in vouched_numbers.refused(shown, known) if number else ():
        yield problem(code, _near(read, shown, at))
    for digits, at in vouched_numbers.mobiles(shown, known) if mobile else ():
        yield problem("P604", _near(read, shown, at), masked=privacy.masked(digits))


def _mobile(value: str, known: frozenset[str]) -> str:
    """Return the first mobile number in a text that no one vouches for, masked; "" if none is."""
    found = next(vouched_numbers.mobiles(value, known), None)
    return privacy.masked(found[0]) if found else ""


def _in_vain(read: Source, known: frozenset[str], root: Path) -> Iterator[Finding]:
    lost = vouched_numbers.stale(record_file.text_of(root, read.file), known)
    entries: Any = read.data[vouched_numbers.FIELD]
    for n, each in enumerate(entries):
        number = vouched_numbers.digits_of(each["number"])
        if number in lost:
            shown = f"{number[:3]}***{number[-2:]}"
            yield finding("P611", vouched_numbers.FIELD, n, "number", number=shown)


def place_in_text(read: Source, at: int) -> Place:
    """Return the line and the column of the sign at `at` in the text of a record."""
    line = read.body.count("\n", 0, at)
    return Place(read.file, read.body_line + line, at - read.body.rfind("\n", 0, at))


def _near(read: Source, shown: str, at: int) -> Place:
    """Return where in the body the digits stand that begin at `at` in what is shown of it."""
    first = shown[at : at + 3].strip(folding.UNSEEN)
    found = read.body.find(first) if first else 0
    return place_in_text(read, max(0, found))
