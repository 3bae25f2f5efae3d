"""How many villages the search finds, by each way of typing.

Every village of the demonstration is typed in every way into the page of the search, in Chromium.
It is found where it stands among the lines that are shown at once; a village whose name others have
as well is found where all that stand before it have the same name, or the same sound where that was
typed. The table goes into `docs/architecture.md`.
"""

import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page

from tests import machine
from tests.conftest import demonstrate, serve

SHOWN = 10
"""Lines that are shown at once."""
LEAST = 0.99


class Village(NamedTuple):
    """A village as it is typed: names from the prefecture down, its own pinyin by syllables."""

    number: int
    line: tuple[str, ...]
    bare: str
    syllables: tuple[str, ...]


def _swap(word: str, pairs: Mapping[str, str]) -> str:
    return pairs.get(word, word)


def _start(syllable: str, one: str, other: str) -> str:
    """Return a syllable that begins otherwise: n and l, h and f are taken for each other."""
    swapped = {one: other, other: one}
    first = syllable[:1]
    return swapped[first] + syllable[1:] if first in swapped else syllable


def _end(syllable: str) -> str:
    """Return a syllable with -ng for -n, or the other way round."""
    if syllable.endswith("ng"):
        return syllable[:-1]
    return f"{syllable}g" if syllable.endswith("n") else syllable


def _wrong(word: str, number: int) -> str:
    """Return a word with one letter that is wrong, here or there."""
    at = 1 + number % max(1, len(word) - 1)
    letter = "aeiou"[number % 5] if word[at : at + 1] not in "aeiou" else "bdgkt"[number % 5]
    return word[:at] + letter + word[at + 1 :]


def _missing(word: str, number: int) -> str:
    at = 1 + number % max(1, len(word) - 1)
    return word[:at] + word[at + 1 :]


END = {"村": "cun", "社区": "shequ", "居委会": "juweihui", "": ""}
ALIKE = {
    "大": "太",
    "太": "大",
    "干": "千",
    "土": "士",
    "田": "由",
    "石": "右",
    "日": "曰",
    "木": "本",
}
SOUND = {
    "龙": "隆",
    "寨": "债",
    "坝": "霸",
    "塘": "糖",
    "河": "合",
    "岩": "言",
    "坪": "平",
    "山": "杉",
    "井": "景",
}
SOUND |= {
    "新": "心",
    "中": "忠",
    "高": "糕",
    "水": "氺",
    "石": "时",
    "羊": "洋",
    "马": "码",
    "平": "苹",
}


def _signs(village: Village, table: Mapping[str, str]) -> str:
    """Return the name with its first sign of a table taken for another; "" where it has none."""
    at = next((n for n, sign in enumerate(village.bare) if sign in table), -1)
    if at < 0:
        return ""
    name = village.line[-1]
    return name[:at] + table[name[at]] + name[at + 1 :]


def _changed(village: Village, syllables: Sequence[str]) -> str:
    word = "".join(syllables)
    return word if word != "".join(village.syllables) else ""


WAYS: Mapping[str, Callable[[Village], str]] = {
    "the name: 丙午村": lambda v: v.line[-1],
    "without its ending: 丙午": lambda v: v.bare,
    "pinyin: bingwu": lambda v: "".join(v.syllables),
    "pinyin with spaces: bing wu": lambda v: " ".join(v.syllables),
    "pinyin with its ending: bingwucun": lambda v: (
        "".join(v.syllables) + END[v.line[-1][len(v.bare) :]]
    ),
    "with its town: 墨冲镇丙午村": lambda v: "".join(v.line[-2:]),
    "a whole address: 都匀市墨冲镇丙午村": lambda v: "".join(v.line[1:]),
    "with the province: 贵州省黔南州都匀市墨冲镇丙午村": lambda v: "贵州省" + "".join(v.line),
    "with a thing: 丙午村修路": lambda v: f"{v.line[-1]}修路",
    "with who: 丙午村民生监督员": lambda v: f"{v.line[-1]}民生监督员",
    "n and l exchanged": lambda v: _changed(v, [_start(s, "n", "l") for s in v.syllables]),
    "h and f exchanged": lambda v: _changed(v, [_start(s, "h", "f") for s in v.syllables]),
    "-n and -ng exchanged": lambda v: _changed(v, [_end(s) for s in v.syllables]),
    "zh, ch, sh as z, c, s": lambda v: _changed(
        v, [s[0] + s[2:] if s[:2] in ("zh", "ch", "sh") else s for s in v.syllables]
    ),
    "one letter wrong": lambda v: _wrong("".join(v.syllables), v.number) + "cun",
    "one letter missing": lambda v: _missing("".join(v.syllables), v.number) + "cun",
    "a sign that looks alike: 太 for 大": lambda v: _signs(v, ALIKE),
    "a sign that sounds alike": lambda v: _signs(v, SOUND),
    "an address with a wrong sign: 墨冲镇丙某村": lambda v: (
        v.line[-2] + v.bare[:-1] + "某" + v.line[-1][len(v.bare) :]
    ),
}
"""What is typed of a village, "" where it has nothing that could be typed so."""


def villages(page: Page) -> list[Village]:
    """Return the villages as the page of the search knows them."""
    rows = page.evaluate(
        "() => document.querySelector('form.search').known().then(known => known.all.filter("
        "place => place.depth === 3).map(place => [place.number, place.line.map(each => each.name),"
        " place.bare, place.syllables]))"
    )
    return [Village(n, tuple(line), bare, tuple(syllables)) for n, line, bare, syllables in rows]


_FIND = """async ([typed, shown]) => {
  const form = document.querySelector('form.search'), known = await form.known(), lost = [];
  for (const [number, text] of typed) {
    const hits = (await form.find(text, {})).hits.map(hit => hit.place);
    const at = hits.findIndex(place => place.number === number);
    const own = known.all[number];
    const before = hits.slice(0, Math.max(at, 0)).filter(place =>
      place.name !== own.name && place.joined !== own.joined);
    if (at < 0 || before.length >= shown) lost.push([text, at]);
  }
  return lost;
}"""


def lost(page: Page, way: str, known: Sequence[Village]) -> tuple[int, list[tuple[str, int]]]:
    """Return how many villages can be typed in a way; and what finds them too late, with where."""
    typed = [(each.number, WAYS[way](each)) for each in known]
    typed = [(number, text) for number, text in typed if text]
    return len(typed), page.evaluate(_FIND, [typed, SHOWN])


def main(show: int = 5) -> int:
    """Print a row for each way; return 1 where one finds fewer than it should."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(demonstrate(Path(folder) / "site")) as address,
        machine.open_browser() as browser,
    ):
        page = browser.new_page()
        page.goto(f"{address}az/index.html")
        known, failed = villages(page), 0
        print("| what is typed | villages | found |\n|---|---|---|")
        for way in WAYS:
            count, missed = lost(page, way, known)
            share = 1 - len(missed) / count
            failed += share < LEAST
            print(f"| {way} | {count:,} | {share:.1%} |", flush=True)
            print(*missed[:show], file=sys.stderr)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
