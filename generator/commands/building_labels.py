"""Labels for building sites: the name of each project with the QR code of its page, printed to PDF.

What stands on them is read from the pages of the site, so that it is what residents will see there.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

from generator.build.template_filters import qr
from generator.model.urls import continued, unit_url

STYLE = """\
@page { size: A4; margin: 10mm; }
* { box-sizing: border-box; }
body { margin: 0; font: 15pt/1.3 system-ui, "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
.label { float: left; width: 94mm; height: 68mm; padding: 5mm; border: .4pt dashed #888; }
.label { break-inside: avoid; overflow: hidden; }
.label svg { float: right; width: 40mm; height: 40mm; margin: 0 0 2mm 3mm; }
.label path { stroke: #000; }
h1 { font-size: 1.13em; margin: 0 0 2mm; }
p { margin: 0 0 1mm; }
"""
"""Two labels across and four down on a sheet, with lines to cut along."""
_SIZES = (15, 14, 13, 12, 11, 10, 9, 8, 7)
"""Sizes of type of a label in points, the usual one first; the longer its words, the smaller."""
_BESIDE, _WIDE, _CODE, _HIGH = 41, 84, 43, 57
"""Millimetres: how wide words are beside the code and below it, how far that reaches, and all."""
_POINT, _LINE = 0.353, 1.3
"""Millimetres of a point; how high a line is, of its type."""


class _Projects(HTMLParser):
    """Finds the links to projects in a page: in heads of rows, as lists of projects have them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._place = ""
        self.name = ""
        self._in_head = self._in_name = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where the row of a project begins, and the link in it."""
        said = dict(attrs)
        if tag == "th":
            self._in_head = said.get("scope") == "row"
        elif tag == "h1":
            self._in_name = not self.name
        elif tag == "a" and self._in_head and "projects/" in (said.get("href") or ""):
            _, _, rest = str(said["href"]).partition("projects/")
            self._place = f"projects/{rest}"
            self.found.setdefault(self._place, "")

    def handle_endtag(self, tag: str) -> None:
        """Note where a row's head, a link or the name of the page ends."""
        if tag == "a":
            self._place = ""
        elif tag == "th":
            self._in_head = False
        elif tag == "h1":
            self._in_name = False

    def handle_data(self, data: str) -> None:
        """Take the words of a link, or of the name of the page."""
        if self._place:
            self.found[self._place] += data
        elif self._in_name:
            self.name += data


def projects(site: Path, unit: str) -> tuple[str, dict[str, str]]:
    """Return the name of a place, and the titles of its own projects by their addresses."""
    first = unit_url(unit)
    name, found = "", dict[str, str]()
    number = 1
    while True:
        url = first if number == 1 else continued(first.removesuffix(".html"), number)
        file = site / PurePosixPath(url)
        if not file.is_file():
            return name, {each: " ".join(title.split()) for each, title in found.items()}
        parser = _Projects()
        parser.feed(file.read_text("utf-8-sig"))
        name = name or " ".join(parser.name.split())
        found |= {each: title for each, title in parser.found.items() if each not in found}
        number += 1


def page(site: Path, base_url: str, units: Iterable[str], words: Sequence[str]) -> str:
    """Return the page of the labels of all projects of some places, "" where they have none.

    `words` say what is seen behind the code, and whom to tell.
    """
    labels = [*_labels(site, base_url, units, words)]
    if not labels:
        return ""
    head = f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>'
    return f"{head}\n{chr(10).join(labels)}\n"


def _labels(site: Path, base_url: str, units: Iterable[str], words: Sequence[str]) -> Iterator[str]:
    for unit in dict.fromkeys(units):
        name, found = projects(site, unit)
        for url, title in found.items():
            said = "".join(f"<p>{escape(each)}</p>" for each in words if each)
            head = f"<h1>{escape(title)}</h1><p>{escape(name)}</p>"
            size = f' style="font-size: {_size(title, name, *words)}pt"'
            yield f'<section class="label"{size}>{qr(base_url + url)}{head}{said}</section>'


def _size(title: str, *others: str) -> int:
    """Return the largest size in points at which all words of a label fit, the phone among them."""
    return next((size for size in _SIZES if _height(size, title, others) <= _HIGH), _SIZES[-1])


def _height(size: int, title: str, others: Iterable[str]) -> float:
    """Return how many millimetres the words of a label are high, at least."""
    down = 0.0
    for text, em in (
        (title, 1.13 * size * _POINT),
        *((each, size * _POINT) for each in others),
    ):
        left = sum(em if sign > "\u2e7f" else 0.65 * em for sign in text)
        while left > 0:
            # a line may lack a sign or more: no comma begins one, and no word is parted
            left -= (_BESIDE if down < _CODE else _WIDE) - 1.2 * em
            down += em * _LINE
        down += 1.5
    return down
