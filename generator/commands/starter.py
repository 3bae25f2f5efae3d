"""What a new site begins with: settings, texts, the unit above all, words for its own level."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib import resources
from math import ceil, sqrt
from typing import NamedTuple

from generator.commands.divisions import Division
from generator.commands.register import as_yaml
from generator.commands.register_addresses import Address
from generator.model import site_tables
from generator.model.levels import WHOLE

PAGES = ("about", "complaints", "figures", "privacy")
LEVELS: Mapping[str, str] = {
    **dict.fromkeys(("国家", "国"), "nation"),
    **dict.fromkeys(("省", "自治区", "直辖市"), "province"),
    **dict.fromkeys(("州", "市", "地区", "盟"), "prefecture"),
    **dict.fromkeys(("县", "区", "旗", "县级市"), "county"),
}
"""What the place above all may be called at its level → that level."""
_WORDS = {"nation": "国", "province": "省", "prefecture": "州", "county": "县"}
"""What pages call a place of each level where a site has no word of its own."""
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_AUTONOMOUS = ("15", "45", "54", "64", "65")
"""How codes in the autonomous regions begin: money of that level is theirs, and of no province."""
_WIDEST = 20
"""The last column and row that a tile may have."""


class Place(NamedTuple):
    """The place that a site is of: its name, its level, and the word for that (州, 市, 盟)."""

    name: str
    level: str
    word: str
    code: str = ""

    def division(self) -> Division:
        """Return it as a row of a register."""
        return Division(0, self.code, "", self.level, self.name, "")


def place(name: str, word: str = "", code: str = "", called: str = "") -> Place | None:
    """Return the place of a name; without a `word` for its level the name's ending tells it.

    `called` is what pages call it, where that is another word. None where nothing tells its level.
    """
    found = _place(name, word, code)
    return found._replace(word=called) if found and called else found


def _place(name: str, word: str, code: str) -> Place | None:
    if word == "市" and name in _MUNICIPALITIES:
        return Place(name, "province", word, code)
    if word:
        level = LEVELS.get(word) or (word if word in LEVELS.values() else "")
        short = {"直辖市": "市", "县级市": "市", "自治区": "区", "国家": "国"}
        own = short.get(word, word) if word in LEVELS else _ending(name)
        return Place(name, level, own, code) if level else None
    if name in _MUNICIPALITIES:
        return Place(name, "province", "市", code)
    if name.endswith("自治区"):
        return Place(name, "province", "区", code)
    own = _ending(name)
    return Place(name, LEVELS[own], own, code) if own in LEVELS else None


def _ending(name: str) -> str:
    return "地区" if name.endswith("地区") else name[-1:]


def files(of: Place, root: Address, below: Sequence[Address], day: date) -> dict[str, str]:
    """Return the files of a new site by path, with their texts.

    `root` is the address of the place, `below` are those of what lies right beneath it, if known.
    """
    values = {
        "@NAME@": of.name,
        "@NAME_EN@": english(root),
        "@ROOT@": root.id,
        "@DATE@": day.isoformat(),
        "@TITLE@": f"{root.division.spoken_name}脱贫攻坚公开网",
        "@TITLE_EN@": json.dumps(f"{english(root)} poverty-alleviation disclosure"),
        "@TILES@": "".join(tiles(below)).rstrip("\n"),
    }
    content = site_tables.FOLDERS["content"]
    found = {
        site_tables.CONFIG: _filled("config.yaml", values),
        ".gitignore": f"/{site_tables.FOLDERS['output']}/\n/{site_tables.STATE}/\n",
        f"{content}/{site_tables.SLUGS}": _filled(site_tables.SLUGS, values),
        f"{content}/{site_tables.READINGS}": _filled(site_tables.READINGS, values),
        f"{content}/{site_tables.WORDS}": _filled(site_tables.WORDS, values),
        f"{content}/units/{root.id}.yaml": as_yaml(root.division.fields(root.reading.words)),
    }
    for page in PAGES:
        for name in (f"{page}.md", f"{page}.en.md"):
            found[f"{content}/pages/{name}"] = _filled(f"pages/{name}", values)
    own = "".join(words(of))
    if own:
        found["locale/zh_Hans/LC_MESSAGES/mingjing.po"] = own
    return found


def english(root: Address) -> str:
    """Return the name of a place in letters: Bijie; what cannot be read stays as it is."""
    name = root.reading.slug.replace("-", "'").capitalize()
    return name if root.reading.whole and name else root.division.spoken_name


def tiles(below: Sequence[Address]) -> Iterator[str]:
    """Yield the lines of the picture of the first page: a grid, filled row by row."""
    places = [each for each in below if not each.division.no_office]
    wide = min(ceil(sqrt(len(places))), _WIDEST + 1)
    if not places or len(places) > (_WIDEST + 1) ** 2:
        yield "tiles: {}\n"
        return
    yield "tiles:\n"
    for number, each in enumerate(places):
        row, column = divmod(number, wide)
        yield f"  {each.id}: [{column}, {row}]  # {each.division.spoken_name}\n"


def words(of: Place) -> Iterator[str]:
    """Yield the words of a site that pages would call otherwise: 全州, and it is a 市."""
    own = {}
    if of.word != _WORDS.get(of.level):
        own[WHOLE[of.level]] = f"全{of.word}"
        if of.level == "prefecture":
            own |= {"prefecture": of.word, "prefecture level": f"{of.word}级"}
    if of.code.startswith(_AUTONOMOUS):
        own["province"] = "自治区级"
    if not own:
        return
    yield "# 本网站自己的用词：左边（msgid）不改，右边（msgstr）是网页上写的。\n"
    yield "# This site's own words: msgid stays, msgstr is what pages say.\n"
    for ours, theirs in own.items():
        yield f'\nmsgid "{ours}"\nmsgstr "{theirs}"\n'


def _filled(name: str, values: Mapping[str, str]) -> str:
    text = resources.files("generator").joinpath("starter", name).read_text("utf-8")
    for mark, value in values.items():
        text = text.replace(mark, value)
    return text
