"""What was probably meant where YAML cannot be read; each way out is tried before it is told."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.parse import field_names, field_synonyms, front_matter

ODD_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Blanks that YAML takes for letters, as a set of a pattern."""
LONGEST = 160
"""A rewritten line longer than this is not shown whole (characters)."""
_AS_INDENTED = ("P022", "P023", "P034")
"""Codes of lines of which the blanks before them are a part of the cure."""
LONGEST_LINE = 4_000
"""A line longer than this is not tried in other ways (characters)."""
_ODD_INDENT = pattern(
    rf"(?P<before>[ \t]*(?:-[ \t]*)?)(?P<odd>[{ODD_BLANKS}][{ODD_BLANKS} \t]*)(?P<rest>\S.*)"
)
_HYPHEN = pattern(rf"(?P<before> *)-(?P<odd>[{ODD_BLANKS}]*)(?P<rest>[^\s-].*)")
_WIDE_HYPHEN = pattern(rf"(?P<before> *)[－—–−][{ODD_BLANKS} ]*(?P<rest>[^\s—–－-].*)")
_COLON = pattern(
    rf"(?P<before>[ ]*(?:- +)*)(?P<name>\w{{1,30}})[ \t{ODD_BLANKS}]*"
    rf"(?P<colon>[:：∶﹕︰])[ \t{ODD_BLANKS}]*(?P<value>.*)"
)
_OTHER_SIGN = pattern(
    rf"(?P<before> *(?:- +)*)(?P<name>[a-z][a-z_]+)[ \t{ODD_BLANKS}]*(?P<colon>[;；=＝])"
    rf"[ \t{ODD_BLANKS}]*(?P<value>[^\s=].*)"
)
_NO_COLON = pattern(
    rf"(?P<before> *(?:- +)*)(?P<name>[a-z][a-z_]+)[ \t{ODD_BLANKS}]+(?P<value>[^\s:：].*)"
)
_VALUE = pattern(
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
_HALVES = pattern(r"\\u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}")
_WIDE_IN_FLOW = pattern(r"，(?=\s*(?P<name>[^\W\d]\w*)\s*[:：])|(?<=\w)：\s*|[｛｝［］]|＂|＇")
_ENTRIES = pattern(
    r"(?P<margin> *)(?:(?P<hyphen>- +)|(?P<name>\w+:) +)"
    r"(?P<groups>\{[^{}]*\}(?:[ ,，、;；]*\{[^{}]*\})+) *"
)
_GROUP = pattern(r"\{[^{}]*\}")
_FLOW_VALUE = pattern(
    r"[{\[,] *(?:\w+:[ \t]+)?(?P<value>[^\s,{}\[\]\"'#][^,{}\[\]\"]*?)(?= *[,}\]])"
)
_SPLITS = pattern(r":\s|\s#")
_STARTS = "[]{}%@`|>&*!?,\"'-#"
_MOST_BELOW = 40
_TRIED = 5
_SHORT = 8
"""The most signs of what may be a name, of which no record has a field."""
_NAMED = pattern(r"(?:- +)*\w+:(?: |$)|- ")
_MARGIN = pattern(r"( *)(?:- +)*")
_PAIRS = {"[": "]", "{": "}"}


class Try(NamedTuple):
    """A way out: lines `first` to before `last` written as `line`, and what is to be told of it."""

    code: str
    first: int
    last: int
    line: str
    column: int
    values: dict[str, str]


class Meant(NamedTuple):
    """What is wrong with some fields, and their lines as they were probably meant.

    `lines` are as many as were typed, so that each keeps its number; None where no one knows, or
    where more lines are needed.
    """

    told: Problem
    lines: list[str] | None = None


def quoted(text: str) -> str:
    """Return `text` in quotation marks in which YAML reads it as it is."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def explained(
    file: str, front: str, first_line: int, at: list[int], broken: Callable[[str], int | None]
) -> Meant | None:
    """Return what is wrong with the fields `front`, and the line that mends it.

    `at` are the lines, from 0, at which it may be, the likeliest first. `broken` gives the line at
    which a text cannot be read, None if it can. None is returned where no way out was found.
    """
    lines = front.split("\n")
    reached = max(at, default=0)
    likely = [n for n in dict.fromkeys(at) if 0 <= n < len(lines)]
    likely = [
        n for n in likely if not front_matter.like(lines[n]) and len(lines[n]) <= LONGEST_LINE
    ]
    tries = ((n, each) for way in (_tries, _skewed) for n in likely for each in way(lines, n))
    for n, each in tries:
        text = "\n".join([*lines[: each.first], each.line, *lines[each.last :]])
        left = broken(text)
        fewer = each.last - each.first - 1 - each.line.count("\n")
        # the lines below a hyphen may have to be indented further, too
        alone = each.code == "P023" and each.last == each.first + 1
        least = each.first - 1 if alone else max(reached, each.last - 1)
        # what is found above only now, such as a name that is there twice, is another mistake
        if left is None or left < each.first or left + fewer > least:
            shown = each.line if len(each.line) <= LONGEST else f"{each.line[:LONGEST]}…"
            shown = shown.rstrip() if each.code in _AS_INDENTED else shown.strip()
            place = Place(file, n + first_line, each.column + 1)
            return Meant(problem(each.code, place, line=shown, **each.values), _mended(lines, each))
    return None


def item_above(file: str, lines: list[str], first_line: int, n: int) -> Meant | None:
    """Return what is wrong with an item that a colon of Chinese makes a text, else None.

    Line `n` is a field of the same item, and the first that YAML stumbles over.
    """
    margin = _indent(lines[n])
    for at in range(n - 1, max(-1, n - _MOST_BELOW), -1):
        item = _COLON.fullmatch(lines[at])
        inside = margin and _indent(lines[at]) == margin
        if item is None or not (inside or len(item["before"]) == margin):
            return None
        if not inside and "-" in item["before"]:
            if item["colon"] != "：" or not _known(item["name"]):
                return None
            new = f"{item['before']}{item['name']}: {item['value']}"
            place = Place(file, at + first_line, item.start("colon") + 1)
            told = problem("P015", place, typed=lines[at].strip(), line=new.strip())
            return Meant(told, [*lines[:at], new, *lines[at + 1 :]])
    return None


def unclosed(
    file: str, lines: list[str], first_line: int, n: int, broken: Callable[[str], int | None]
) -> Meant | None:
    """Return what is wrong with a line with a quotation or bracket that nothing ends, else None.

    What is wrong further down was swallowed by it, and is not known yet. So it is taken for one of
    this line alone where that below it is a field or an item of its own.
    """
    below = next((line for line in lines[n + 1 :] if line.strip()), "").lstrip(" ")
    if below and not (_NAMED.match(below) or _COLON.fullmatch(below)):
        return None
    for each in _partners(lines[n], n):
        left = broken("\n".join([*lines[:n], each.line, *lines[n + 1 :]]))
        if left is None or left < n or left > n:
            place = Place(file, n + first_line, each.column + 1)
            told = problem(each.code, place, line=each.line.strip(), **each.values)
            return Meant(told, _mended(lines, each))
    return None


def _mended(lines: list[str], way: Try) -> list[str] | None:
    """Return all lines with a way out taken: each of those that stay keeps its number."""
    new = way.line.split("\n")
    spare = way.last - way.first - len(new)
    if spare < 0:
        return None
    return [*lines[: way.first], *new, *[""] * spare, *lines[way.last :]]


def opened(lines: list[str]) -> list[int]:
    """Return the first lines, from 0, with a quotation in their value that nothing ends."""
    found = (
        n
        for n, line in enumerate(lines)
        if ('"' in line or "'" in line)
        and (match := _VALUE.fullmatch(line))
        and match["value"][0] in "\"'{["
        and any(match["value"].count(mark) % 2 for mark in "\"'")
    )
    return [*islice(found, _TRIED)]


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
        below = _below(lines, n, len(hyphen["before"]) + 1)
        if below:
            again = [f" {each}" for each in lines[n + 1 : below]]
            whole = "\n".join([new, *again])
            yield Try("P023", n, below, whole, hyphen.end("before"), {"typed": line.strip()})
        yield Try("P023", n, n + 1, new, hyphen.end("before"), {"typed": line.strip()})
    yield from _halves(line, n)
    yield from _colons(lines, n)
    wide = _WIDE_IN_FLOW.sub(_half_wide, line)
    if wide != line and re.search(r"[\[\]{}｛｝［］\"']", line):
        at = _WIDE_IN_FLOW.search(line)
        sign = at[0].strip() if at else ""
        yield Try("P022", n, n + 1, wide, at.start() if at else 0, {"sign": sign})
    if ": " not in line and not line.rstrip().endswith(":"):
        yield from _joined(lines, n)
    yield from _entries(line, n)
    yield from _flow(line, n)
    yield from _partners(line, n)
    yield from _under(lines, n)
    yield from _quotes(line, n)


def _below(lines: list[str], n: int, margin: int) -> int:
    """Return the line before which those below `n` end that are indented just by `margin`."""
    last = n + 1
    while last < len(lines) and last < n + _MOST_BELOW:
        blanks = len(lines[last]) - len(lines[last].lstrip(" "))
        if not lines[last].strip() or blanks < margin:
            break
        last += 1
    first = lines[n + 1] if last > n + 1 else ""
    return last if len(first) - len(first.lstrip(" ")) == margin and first else 0


def _partners(line: str, n: int) -> Iterator[Try]:
    """Yield the line with a quotation mark or a bracket closed, or with one too many taken away."""
    match = _VALUE.fullmatch(line)
    if match is None:
        return
    value, at = match["value"].rstrip(), match.start("value")
    sign = value[0]
    if sign in "\"'" and value.count(sign) == 1:
        whole = value[:-1] if value[-1] in "“”＂‘’＇" else value
        yield Try("P033", n, n + 1, f"{match['head']}{whole}{sign}", at, {"sign": sign})
    closing = _PAIRS.get(sign)
    if closing is None:
        return
    for mark in "\"'":
        if value.count(mark) % 2:
            new = re.sub(rf"{mark}([^{mark},}}\]]*)", rf"{mark}\1{mark}", value, count=1)
            where = at + value.index(mark)
            yield Try("P033", n, n + 1, f"{match['head']}{new}", where, {"sign": mark})
    more = value.count(sign) - value.count(closing)
    if more > 0:
        new = f"{match['head']}{value}{closing * more}"
        yield Try("P033", n, n + 1, new, at, {"sign": sign})
    elif more < 0 and value.endswith(closing * -more):
        where = at + len(value) + more
        yield Try("P033", n, n + 1, f"{match['head']}{value[:more]}", where, {"sign": closing})


def _under(lines: list[str], n: int) -> Iterator[Try]:
    """Yield the line above without its value, where a list or a group stands beneath that."""
    above = _VALUE.fullmatch(lines[n - 1]) if n else None
    if above is None or not above["head"].rstrip().endswith(":"):
        return
    margin = len(lines[n]) - len(lines[n].lstrip(" "))
    further = margin - len(_MARGIN.match(above["head"])[0])  # type: ignore[index] # may be empty
    below = lines[n + 1] if n + 1 < len(lines) else ""
    group = len(below) - len(below.lstrip(" ")) == margin and _NAMED.match(below.lstrip(" "))
    if further < (0 if lines[n].lstrip().startswith("- ") else 2):
        return
    if lines[n].lstrip().startswith("- ") or (group and _NAMED.match(lines[n].lstrip(" "))):
        new = f"{above['head'].rstrip()}\n{lines[n]}"
        values = {"typed": lines[n].strip(), "above": lines[n - 1].strip()}
        yield Try("P024", n - 1, n + 1, new, margin, values)


def _skewed(lines: list[str], n: int) -> Iterator[Try]:
    """Yield the line with as many blanks before it as a line above has, the nearest first."""
    line = lines[n].lstrip(" ")
    found = len(lines[n]) - len(line)
    if not _NAMED.match(line):
        return
    margins: list[int] = []
    for above in reversed(lines[max(0, n - _MOST_BELOW) : n]):
        match = _MARGIN.match(above)
        if match and above.strip() and above.lstrip()[0] != "#":
            hyphen = len(match[1])
            margins += [hyphen] if line.startswith("- ") else [len(match[0]), hyphen]
            if above.rstrip().endswith(":"):
                margins.append(len(match[0]) + 2)
    for wanted in sorted({*margins} - {found}, key=lambda each: (abs(each - found), -each)):
        values = {"found": str(found), "wanted": str(wanted)}
        yield Try("P034", n, n + 1, f"{' ' * wanted}{line}", found, values)


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


def _half_wide(sign: re.Match[str]) -> str:
    """Return a sign of Chinese as YAML has it; a comma where the name of a field follows."""
    name = sign["name"] or ""
    if not (name.isascii() or _known(name)):
        return sign[0]
    return _WIDE_SIGNS.get(sign[0].strip(), sign[0])


def _known(name: str) -> bool:
    """Tell whether a name in Chinese is that of a field, or a word that clerks have for one."""
    return field_names.known(name) or bool(field_synonyms.codes(name))


def _above_list(lines: list[str], n: int) -> bool:
    """Tell whether a line ends in a colon of Chinese, with a list or a group below it."""
    below = next((line for line in lines[n + 1 :] if line.strip()), "")
    further = _indent(below) - _indent(lines[n])
    listed = further == 0 and below.lstrip().startswith("- ")
    return lines[n].rstrip().endswith("：") and (further > 0 or listed)


def _beside(lines: list[str], n: int, colon: re.Match[str]) -> bool:
    """Tell whether a short name with a colon of Chinese stands as far in as the name above it.

    Text that a line break cut off may look so, too; what is told of the name then shows it, while a
    field that is taken for text would be lost.
    """
    above = next((line for line in reversed(lines[:n]) if line.strip()), "")
    margin = _MARGIN.match(above)
    as_far = margin is not None and len(margin[0]) == len(colon["before"])
    return as_far and colon["colon"] == "：" and len(colon["name"]) <= _SHORT


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _colons(lines: list[str], n: int) -> Iterator[Try]:
    line = lines[n]
    colon = _COLON.fullmatch(line) or _OTHER_SIGN.fullmatch(line)
    if (
        colon
        and (colon["value"] or colon["colon"] != ":")
        and not (line[colon.start("colon") :].startswith(": "))
    ):
        new = f"{colon['before']}{colon['name']}: {colon['value']}"
        ascii_name = colon["name"].isascii()
        named = (ascii_name and not colon["name"][0].isdigit()) or _known(colon["name"])
        if named or n == 0 or _above_list(lines, n) or _beside(lines, n, colon):
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
    if front_matter.like(lines[n]):
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


def _halves(line: str, n: int) -> Iterator[Try]:
    r"""Yield the line with a rare character where JSON has its two halves: `\ud844\udf36` for 𡌶.

    YAML has one escape for a character, so libyaml refuses a half (see findings/pyyaml-….sh).
    """
    found = _HALVES.search(line)
    if found:
        whole = _HALVES.sub(lambda pair: json.loads(f'"{pair[0]}"'), line)
        yield Try("P014", n, n + 1, whole, found.start(), {"typed": found[0], "sign": "\\"})


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
