"""What was probably meant where YAML cannot be read; each way out is tried before it is told."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator import fences
from generator.problems import Place, Problem, problem

ODD_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Blanks that YAML takes for letters, as a set of a pattern."""
LONGEST = 160
"""A rewritten line longer than this is not shown whole (characters)."""
LONGEST_LINE = 4_000
"""A line longer than this is not tried in other ways (characters)."""
_ODD_INDENT = re.compile(
    rf"(?P<before>[ \t]*(?:-[ \t]*)?)(?P<odd>[{ODD_BLANKS}][{ODD_BLANKS} \t]*)(?P<rest>\S.*)"
)
_HYPHEN = re.compile(rf"(?P<before> *)-(?P<odd>[{ODD_BLANKS}]*)(?P<rest>[^\s-].*)")
_WIDE_HYPHEN = re.compile(rf"(?P<before> *)[－—–−][{ODD_BLANKS} ]*(?P<rest>[^\s—–－-].*)")
_COLON = re.compile(
    rf"(?P<before>[ ]*(?:- +)*)(?P<name>\w{{1,30}})[ \t{ODD_BLANKS}]*"
    rf"(?P<colon>[:：∶﹕︰])[ \t{ODD_BLANKS}]*(?P<value>.*)"
)
_OTHER_SIGN = re.compile(
    rf"(?P<before> *(?:- +)*)(?P<name>[a-z][a-z_]+)[ \t{ODD_BLANKS}]*(?P<colon>[;；=＝])"
    rf"[ \t{ODD_BLANKS}]*(?P<value>[^\s=].*)"
)
_NO_COLON = re.compile(
    rf"(?P<before> *(?:- +)*)(?P<name>[a-z][a-z_]+)[ \t{ODD_BLANKS}]+(?P<value>[^\s:：].*)"
)
_VALUE = re.compile(
    r"(?P<head> *(?:- +)*(?:(?:\"[^\"]*\"|'[^']*'|[^\s:#&*!|>%@`\"'\[\]{},-][^:#]*?) *:[ \t]+)?)"
    r"(?P<value>\S.*)"
)
_WIDE_SIGNS = {
    "，": ", ",
    "：": ": ",
    "｛": "{",
    "｝": "}",
    "［": "[",
    "］": "]",
    "＂": '"',
    "＇": "'",
}
_WIDE_IN_FLOW = re.compile(r"，(?=\s*[A-Za-z_]\w*\s*[:：])|(?<=\w)：\s*|[｛｝［］]|＂|＇")
_ENTRIES = re.compile(
    r"(?P<margin> *)(?:(?P<hyphen>- +)|(?P<name>\w+:) +)"
    r"(?P<groups>\{[^{}]*\}(?:[ ,，、;；]*\{[^{}]*\})+) *"
)
_GROUP = re.compile(r"\{[^{}]*\}")
_FLOW_VALUE = re.compile(
    r"[{\[,] *(?:\w+:[ \t]+)?(?P<value>[^\s,{}\[\]\"'#][^,{}\[\]\"]*?)(?= *[,}\]])"
)
_SPLITS = re.compile(r":\s|\s#")
_STARTS = "[]{}%@`|>&*!?,\"'-#"
_PAIRS = {"[": "]", "{": "}"}


class Try(NamedTuple):
    """A way out: lines `first` to before `last` written as `line`, and what is to be told of it."""

    code: str
    first: int
    last: int
    line: str
    column: int
    values: dict[str, str]


def quoted(text: str) -> str:
    """Return `text` in quotation marks in which YAML reads it as it is."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def explained(
    file: str, front: str, first_line: int, at: list[int], broken: Callable[[str], int | None]
) -> Problem | None:
    """Return what is wrong with the fields `front`, and the line that mends it.

    `at` are the lines, from 0, at which it may be, the likeliest first. `broken` gives the line at
    which a text cannot be read, None if it can. None is returned where no way out was found.
    """
    lines = front.split("\n")
    reached = max(at)
    for n in dict.fromkeys(at):
        if not 0 <= n < len(lines) or fences.like(lines[n]) or len(lines[n]) > LONGEST_LINE:
            continue
        for each in _tries(lines, n):
            text = "\n".join([*lines[: each.first], each.line, *lines[each.last :]])
            left = broken(text)
            fewer = each.last - each.first - 1
            # the lines below a hyphen may have to be indented further, too
            least = n - 1 if each.code == "P023" else max(reached, each.last - 1)
            if left is None or left + fewer > least:
                shown = each.line if len(each.line) <= LONGEST else f"{each.line[:LONGEST]}…"
                shown = shown.rstrip() if each.code in ("P022", "P023") else shown.strip()
                place = Place(file, n + first_line, each.column + 1)
                return problem(each.code, place, line=shown, **each.values)
    return None


def misnamed(file: str, line: str, above: list[str], number: int) -> Problem | None:
    """Return what is wrong with a line whose name has a sign in front that YAML takes for a part.

    `above` are the lines above it, `number` is that of the line in its file.
    """
    for each in _tries([*above, line], len(above)):
        if each.code in ("P022", "P023"):
            place = Place(file, number, each.column + 1)
            return problem(each.code, place, line=each.line.rstrip(), **each.values)
    return None


def _tries(lines: list[str], n: int) -> Iterator[Try]:
    """Yield what the line may have been meant to be, the likeliest first."""
    line = lines[n]
    if not line.strip() or line.lstrip().startswith("#"):
        return
    odd = _ODD_INDENT.fullmatch(line)
    if odd:
        for indent in _indents(lines, n, odd):
            new = f"{indent}{odd['rest']}"
            yield Try("P022", n, n + 1, new, odd.start("odd"), {"sign": _name(odd["odd"][0])})
    hyphen = _HYPHEN.fullmatch(line) or _WIDE_HYPHEN.fullmatch(line)
    if hyphen:
        new = f"{hyphen['before']}- {hyphen['rest']}"
        yield Try("P023", n, n + 1, new, hyphen.end("before"), {"typed": line.strip()})
    yield from _colons(line, n)
    wide = _WIDE_IN_FLOW.sub(lambda m: _WIDE_SIGNS.get(m[0].strip(), m[0]), line)
    if wide != line and re.search(r"[\[\]{}｛｝［］\"']", line):
        at = _WIDE_IN_FLOW.search(line)
        sign = at[0].strip() if at else ""
        yield Try("P022", n, n + 1, wide, at.start() if at else 0, {"sign": sign})
    if ": " not in line and not line.rstrip().endswith(":"):
        yield from _joined(lines, n)
    yield from _entries(line, n)
    yield from _flow(line, n)
    yield from _quotes(line, n)


def _entries(line: str, n: int) -> Iterator[Try]:
    """Yield the line with each of several groups in braces on a line of its own."""
    several = _ENTRIES.fullmatch(line)
    if several:
        margin = several["margin"] if several["hyphen"] else f"{several['margin']}  "
        groups = "\n".join(f"{margin}- {each}" for each in _GROUP.findall(several["groups"]))
        new = groups if several["hyphen"] else f"{several['margin']}{several['name']}\n{groups}"
        typed = several["groups"].strip()
        yield Try("P142", n, n + 1, new, several.start("groups"), {"typed": typed})


def _flow(line: str, n: int) -> Iterator[Try]:
    """Yield the line with values in braces or brackets quoted that have `: ` or ` #` in them."""
    if "{" not in line and "[" not in line:
        return
    found = [each for each in _FLOW_VALUE.finditer(line) if _SPLITS.search(each["value"])]
    new = line
    for each in reversed(found):
        start, end = each.span("value")
        new = f"{new[:start]}{quoted(each['value'])}{new[end:]}"
    if found:
        value = found[0]["value"]
        sign = "#" if re.search(r"\s#", value) else ":"
        at = found[0].start("value")
        yield Try("P014", n, n + 1, new, at, {"typed": value, "sign": sign})


def _colons(line: str, n: int) -> Iterator[Try]:
    colon = _COLON.fullmatch(line) or _OTHER_SIGN.fullmatch(line)
    if (
        colon
        and (colon["value"] or colon["colon"] != ":")
        and not (line[colon.start("colon") :].startswith(": "))
    ):
        new = f"{colon['before']}{colon['name']}: {colon['value']}"
        ascii_name = colon["name"].isascii()
        if (ascii_name and not colon["name"][0].isdigit()) or n == 0:
            typed = line.strip()
            yield Try("P015", n, n + 1, new, colon.start("colon"), {"typed": typed})
    bare = _NO_COLON.fullmatch(line)
    if bare:
        new = f"{bare['before']}{bare['name']}: {bare['value']}"
        yield Try("P015", n, n + 1, new, bare.end("name"), {"typed": line.strip()})


def _joined(lines: list[str], n: int) -> Iterator[Try]:
    """Yield the line above with this one and those below that have no name either behind it."""
    above = n - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    if above < 0 or lines[above].lstrip()[0] == "#" or not _VALUE.fullmatch(lines[above]):
        return
    if fences.like(lines[n]):
        return
    if re.fullmatch("[a-z][a-z_]*", lines[n].strip()):  # a name with nothing behind it
        return
    whole, last = lines[above].rstrip(), n
    while last < len(lines) and last < n + 50:
        piece = lines[last].strip()
        if piece and (re.search(r":( |$)", piece) or piece.startswith(("- ", "#", "---"))):
            break
        last += 1
        if piece:
            gap = " " if whole[-1:].isascii() and piece[0].isascii() else ""
            whole += gap + piece
    yield Try("P016", above, last, whole, len(lines[n]) - len(lines[n].lstrip()), {})


def _quotes(line: str, n: int) -> Iterator[Try]:
    """Yield the line with its value in quotation marks."""
    match = _VALUE.fullmatch(line)
    if match is None or not match["head"].strip():
        return
    value = match["value"].rstrip()
    if value[0] == value[-1] == '"' and "\\" in value:  # an escape that is none
        inner, values = value[1:-1], {"typed": value, "sign": "\\"}
        if '"' not in inner:
            new = f"{match['head']}'{inner.replace(chr(39), chr(39) * 2)}'"
            yield Try("P014", n, n + 1, new, match.start("value"), values)
    if _is_flow(value) or (value[0] in "\"'" and value.count(value[0]) == 1):
        return  # to put all of it into quotation marks would make a text of what is none
    sign = value[0] if value[0] in _STARTS else ":"
    if sign == ":" and ":" not in value:
        return
    values = {"typed": value, "sign": sign}
    yield Try("P014", n, n + 1, f"{match['head']}{quoted(value)}", match.start("value"), values)


def _is_flow(value: str) -> bool:
    """Tell whether a value is a list or group in brackets from its first sign to its last."""
    closing = _PAIRS.get(value[0])
    if closing is None:
        return False
    depth = 0
    for at, sign in enumerate(value):
        depth += (sign == value[0]) - (sign == closing)
        if depth == 0:
            return at == len(value) - 1
    return True  # one that is not closed: it may go on below


def _indents(lines: list[str], n: int, odd: re.Match[str]) -> Iterator[str]:
    """Yield what may stand in place of odd blanks: as many of the ordinary as they are wide."""
    if "-" in odd["before"]:
        yield f"{odd['before'].rstrip()} "
        return
    above = next((line for line in reversed(lines[:n]) if line.strip()), "")
    margin = re.match(rf"[{ODD_BLANKS} ]*(?:- +)?", above)
    same = " " * _width(margin[0] if margin else "")
    wide = " " * _width(odd["before"] + odd["odd"])
    if above.rstrip().endswith(":") or len(wide) == len(same) or odd["rest"][0] == "-":
        yield from (wide, same, "")
    else:
        yield from (same, wide, "")


def _width(blanks: str) -> int:
    return sum(2 if each == "\u3000" else 1 for each in blanks)


def _name(sign: str) -> str:
    return f"U+{ord(sign):04X}"
