"""The shipped text where a character is in doubt: `python -m tests.traditional` lists what is new.

One Simplified character may stand for several Traditional ones. `tests/traditional.txt` has each
place of the shipped text, with one character on either side, that a reviewer has looked at.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from generator.base.messages import CHINESE, catalogue
from generator.model import traditional_text
from generator.model.traditional_text import Own, Turner

ROOT = Path(__file__).parent.parent
LIST = Path(__file__).with_suffix(".txt")
DOUBTFUL = "发干里后面台斗谷丑制松征复只系云向余姜范钟采历准冲表伙签周注占尽借别才当须游获志致布舍"
_FIELD = re.compile(r"^(short_name|level): (\S+)", re.MULTILINE)
_RUN = re.compile(r"[㐀-鿿，。、；：？！“”（）0-9]+")


def _texts() -> Iterator[str]:
    files = (*(ROOT / "content").rglob("*.*"), ROOT / "config.yaml")
    for path in sorted(files):
        if path.suffix in (".md", ".yaml"):
            yield path.read_text("utf-8")
    known: dict[str, str] = getattr(catalogue(CHINESE), "_catalog", {})
    yield from (str(each) for each in known.values())


@cache
def turner() -> Turner:
    """Return what turns pages of the demonstration."""
    units = []
    for path in (ROOT / "content/units").rglob("*.*"):
        read = dict(_FIELD.findall(path.read_text("utf-8")))
        units.append({"short_name": read["short_name"], "level": read["level"]})
    return traditional_text.turner(traditional_text.words(units, Own()))


def shipped() -> dict[str, str]:
    """Return each place of the shipped text that is in doubt, and how it is turned."""
    found: dict[str, str] = {}
    turn = turner()
    for text in _texts():
        for run in _RUN.findall(text):
            if set(DOUBTFUL).isdisjoint(run):
                continue
            made = turn.text(run)
            assert len(made) == len(run), (run, made)
            for at, letter in enumerate(run):
                if letter in DOUBTFUL:
                    around = slice(max(0, at - 1), at + 2)
                    found[run[around]] = made[around]
    return found


def rare(places: dict[str, str]) -> dict[str, str]:
    """Return those places where a character is turned otherwise than it mostly is."""
    readings: dict[str, Counter[str]] = {}
    for one, two in places.items():
        for letter, turned in zip(one, two, strict=True):
            readings.setdefault(letter, Counter())[turned] += 1
    usual = {letter: count.most_common(1)[0][0] for letter, count in readings.items()}
    return {
        one: two
        for one, two in places.items()
        if any(a in DOUBTFUL and usual[a] != b for a, b in zip(one, two, strict=True))
    }


def reviewed() -> dict[str, str]:
    """Return what has been looked at, and found right."""
    lines = LIST.read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


if __name__ == "__main__":
    new = {one: two for one, two in shipped().items() if one not in reviewed()}
    print("\n".join(f"{one}={two}" for one, two in sorted(new.items())))  # noqa: T201
