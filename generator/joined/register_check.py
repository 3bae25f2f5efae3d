"""What units say of their places, held against one another: names alike, codes out of place.

The codes are those of the statistical register (GB/T 10114 and its village codes): 2 digits for a
province, 4 for a prefecture, 6 for a county, 9 for a town, 12 for a village, each beginning with
those of the place above; all may be filled up with zeros.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.base.half_width import narrow
from generator.base.patterns import pattern
from generator.base.problems import Problem, problem
from generator.joined import references
from generator.model.kinds.kind import View

DIGITS = {"nation": 0, "province": 2, "prefecture": 4, "county": 6, "town": 9, "village": 12}
LONGEST = 12
_BLANK = pattern(r"[\s\u3000·]+")
_OFFICE = pattern(r"(?:人民政府|办事处|管理委员会|管委会)$")
_COMMITTEE = pattern(r"(?:村民委员会|村委会|村)$")
_RESIDENTS = pattern(r"(?:社区居民委员会|社区居委会|居民委员会|居委会|社区)$")


def full(code: str) -> str:
    """Return a code filled up with zeros, by which two ways to write one are the same."""
    return code.ljust(LONGEST, "0")


def faults(units: Mapping[str, View], above: Mapping[str, str], root: Path) -> Iterator[Problem]:
    """Yield the units whose names or codes cannot be told from, or held to, those around them."""
    sound = {ident for ident, row in units.items() if row["code"] and _sound(row)}
    first: dict[tuple[str, str, str], View] = {}
    for ident, row in units.items():
        code = row["code"]
        if code and ident not in sound:
            spot = references.place(root, row["file"], ("code",))
            digits = str(DIGITS[row["level"]])
            yield problem("P222", spot, "code", value=code, digits=digits)
        elif code:
            folder = ident.rpartition("/")[0]
            # where folder and parent disagree, that is told (P208), and either may be right
            agreed = not (folder and row["parent"] and row["parent"] != folder)
            giver = _coded(ident, units, above) if agreed else ""
            if giver in sound and 0 < DIGITS[units[giver]["level"]] < DIGITS[row["level"]]:
                begin = units[giver]["code"][: DIGITS[units[giver]["level"]]]
                if not code.startswith(begin):
                    spot = references.place(root, row["file"], ("code",))
                    values = {"value": code, "above": units[giver]["short_name"], "begin": begin}
                    yield problem("P221", spot, "code", **values)
        for mark in _marks(row) if above.get(ident) and not row["dissolved"] else ():
            other = first.setdefault((above.get(ident, ""), row["level"], mark), row)
            if other is not row:
                spot = references.place(root, row["file"], ("short_name",))
                values = {"name": row["short_name"], "other": other["file"]}
                yield problem("P220", spot, "short_name", **values)
                break


def _sound(row: View) -> bool:
    """Tell whether a code can be that of a unit of this level."""
    code, digits = row["code"], DIGITS[row["level"]]
    if not digits:
        return True  # a nation has what code it likes: nothing begins with it
    if not (code.isascii() and code.isdigit()) or len(code) not in {digits, 6, LONGEST}:
        return False
    own = code[:digits]
    if len(own) < digits or code[digits:].strip("0"):
        return False
    # 522700 is a prefecture, 522701000 a county: zeros at its own level are no place of it
    step = {2: 2, 4: 2, 6: 2, 9: 3, 12: 3}[digits]
    return bool(own[-step:].strip("0"))


def _coded(ident: str, units: Mapping[str, View], above: Mapping[str, str]) -> str:
    """Return the nearest unit above that has a code, "" for none; a development zone has none."""
    at = above.get(ident, "")
    while at and at in units and not units[at]["code"]:
        at = above.get(at, "")
    return at if at in units else ""


def _marks(row: View) -> list[str]:
    """Return by what two names under one place are the same: 丙午村, 丙午村委会 and 丙 午 村.

    荷花村 and 荷花社区 are two places; 荷花 alone may be either.
    """
    name = _OFFICE.sub("", _BLANK.sub("", narrow(row["short_name"])))
    if row["level"] != "village":
        return [name]
    if _RESIDENTS.search(name):
        return [f"{_RESIDENTS.sub('', name)}社区"]
    if _COMMITTEE.search(name):
        stem = _COMMITTEE.sub("", name)
        return [f"{_COMMITTEE.sub('', stem) or stem}村"]
    return [f"{name}村", f"{name}社区"]
