"""Pages in Traditional characters: what is written in Simplified ones, turned.

OpenCC knows the characters and most phrases. Names of places and people never go by its phrases:
they are turned character by character, by the tables in `traditional.txt` and by the site's own in
`content/traditional.yaml`. Of a page only what people read is turned, never an address.
"""

import json
import marshal
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field

from generator.base.findings import Finding, finding
from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.base.problems import Problem
from generator.model.kinds.kind import View
from generator.model.site_tables import TRADITIONAL as FILE
from generator.parse import site_table
from generator.parse.field_types import Part, Text

if TYPE_CHECKING:
    from opencc import OpenCC

_TABLES = Path(__file__).with_name("traditional.txt")
_PLAIN = str.maketrans({"覈": "核", "纔": "才", "喫": "吃"})
"""Forms of OpenCC that hardly anyone writes, and that it takes in some phrases only."""
_WORD = pattern(r"[㐀-鿿·〇A-Za-z0-9]{2,40}")
_HAN = pattern(r"[㐀-鿿]")

_ELEMENTS = r"(?:script|style|code|pre|kbd|samp)"
_MARKUP = pattern(
    rf"<(?P<kept>{_ELEMENTS})\b[^>]*>.*?</(?P=kept)>"
    r"|<(?P<named>[a-z][a-z0-9]*)\b(?=[^>]*\s(?:lang=\"(?!zh-Hant)|translate=\"no\"))[^>]*>"
    r".*?</(?P=named)>"
    r"|<!--.*?-->|<[^>]*>",
    re.DOTALL | re.IGNORECASE,
)
"""What of a page is no text: tags, comments, code, and what says that it is another language."""
_ATTRIBUTES = pattern(
    r"""(\s(?P<name>title|alt|label|placeholder|summary|content|aria-label|aria-description"""
    r"""|aria-roledescription|aria-valuetext|data-(?:l|left|shown|categories|none|most|rest|count"""
    r"""|without|fault|stale|again|late|stages|year|projects|records|role-[\w-]+))=)(?P<value>"[^"]*"|'[^']*')""",
    re.IGNORECASE,
)
"""Attributes that people read, or hear; the `data-` ones are those that pages show."""
_META = pattern(
    r"<meta\b[^>]*(?:name|property)=\"(?:og:|twitter:)?(?:title|description|site_name)\""
)
_ESCAPED = pattern(r"(?:\\u[0-9a-f]{4})+")
_KEPT = (
    r"(?:https?|ftp|mailto|tel):[^\s<>\"'，。；、）》”’]+|www\.[^\s<>\"'，。；、）》”’]+"
    r"|[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|[\w.·-]{1,80}\.(?:pdf|docx?|xlsx?|pptx?|od[ts]|ofd|wps|zip|rar|csv|txt|jpe?g|png|webp|md|ya?ml"
    r"|html?)(?![\w])"
)
"""What stands in a text and is no prose: addresses, e-mail, names of files."""
_COUNT = "0-9０-９一二两三四五六七八九十百千万几多数每"
_RULES = (
    # 50只。 is a count of animals, 十只能 is “ten can only”
    (rf"(?<=[{_COUNT}])只(?![有能要是在需想会可用算写看限管供做收给发为剩好得让按])", "隻"),
    (r"(?<=[0-9０-９])里(?=[路地远。，、；）]|$)", "里"),
)


class Own(Part):
    """What the file of a site says: how names and phrases are written in Traditional characters."""

    places: dict[str, Text] = Field({}, description=N_("names of places"))
    people: dict[str, Text] = Field({}, description=N_("names of people"))
    phrases: dict[str, Text] = Field({}, description=N_("other words"))


def own(root: Path, content: str) -> tuple[Own, list[Problem]]:
    """Return the table of a site, empty where it has none, and what is wrong with it."""
    return site_table.read(root, f"{content}/{FILE}", Own, _faults)


def _faults(table: Own) -> Iterator[Finding]:
    for name, own_ in (
        ("places", table.places),
        ("people", table.people),
        ("phrases", table.phrases),
    ):
        for key, value in own_.items():
            if not (_WORD.fullmatch(key) and _WORD.fullmatch(value)):
                reason = N_("write at least two characters, letters or digits, and no signs")
            elif name != "phrases" and len(key) != len(value):
                reason = N_("a name has as many characters in both")
            else:
                continue
            yield finding("P730", name, key, key=key, value=value, reason=f"\0:{reason}")


# ---- the words of a site


def words(units: Iterable[View], table: Own) -> bytes:
    """Return how names of the site are written, marshalled: it goes to every process.

    `units` are the rows of units. Only names are in it that OpenCC might turn otherwise.
    """
    shipped = _shipped()
    doubtful = shipped["doubtful"]
    found: dict[str, str] = {}
    for unit in units:
        name, level = unit["short_name"], unit["level"]
        if not doubtful.isdisjoint(name) and _WORD.fullmatch(name):
            found[name] = place(name, table.places)
            bare = _bare(name)
            if bare and not shipped["places"].keys().isdisjoint(bare):
                turned = found[name][: len(bare)]
                for after in ("",) if level != "village" else _AFTER:
                    found.setdefault(bare + after, turned + convert(after))
    found.update({**table.phrases, **table.people, **table.places})
    return marshal.dumps(dict(sorted(found.items())), 2)


_ENDINGS = ("街道", "社区", "地区", "自治县", "村", "镇", "乡", "县", "市", "区", "州")
_AFTER = ("组", "寨", "小学", "完小", "桥", "大桥", "公路", "水库", "片区", "小组", "村民组")
"""What must follow the name of a village without its ending: alone it may be part of any words."""


def _bare(name: str) -> str:
    ending = next((each for each in _ENDINGS if name.endswith(each)), "")
    bare = name.removesuffix(ending)
    return bare if ending and len(bare) > 1 else ""


def place(name: str, table: Mapping[str, str] | None = None) -> str:
    """Return the name of a place in Traditional characters; `table` comes before all else."""
    shipped = _shipped()["places"]
    return _by_table(name, {**shipped, **(table or {})})


def person(name: str) -> str:
    """Return the name of a person in Traditional characters: turned one by one."""
    shipped = _shipped()
    return _by_table(name[:1], {**shipped["people"], **shipped["surnames"]}) + _by_table(
        name[1:], shipped["people"]
    )


def _by_table(name: str, table: Mapping[str, str]) -> str:
    made, at = "", 0
    longest = max(map(len, table), default=1)
    while at < len(name):
        ends = range(min(len(name), at + longest), at, -1)
        end = next((each for each in ends if name[at:each] in table), 0)
        made += table[name[at:end]] if end else convert(name[at])
        at = end or at + 1
    return made


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Any]:
    """Return the tables of `traditional.txt` by name; `doubtful` are the characters in doubt."""
    found: dict[str, Any] = {}
    for line in _TABLES.read_text("utf-8").splitlines():
        if line.startswith("["):
            into: dict[str, str] = found.setdefault(line[1:-1], {})
        elif line and not line.startswith("#"):
            into.update((left, right) for left, _, right in map(_halves, line.split()))
    keys = (key for name in found for key in found[name])
    found["doubtful"] = {letter for key in keys for letter in key}
    return found


def _halves(entry: str) -> tuple[str, str, str]:
    return entry.partition("=")


# ---- turning


@lru_cache(maxsize=1)
def _opencc() -> "OpenCC":
    from opencc import OpenCC  # noqa: PLC0415 (not needed by most builds, and slow to load)

    return OpenCC("s2t")


def convert(text: str) -> str:
    """Return `text` as OpenCC turns it, no word into another."""
    return str(_opencc().convert(text)).translate(_PLAIN)


class Turner:
    """Turns texts, pages and data of one site into Traditional characters."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self.words = {**_shipped()["phrases"], **table}
        self.text = lru_cache(maxsize=20_000)(_Words(self.words).turned)
        """Turn a text that has no markup; pages share most of theirs."""

    def page(self, html: str, people: Iterable[str] = ()) -> str:
        """Return a page, or another text with tags; `people` are the names that stand in it."""
        named = {each: person(each) for each in people}
        turn = self._turn(named)
        made, at = [], 0
        for found in _MARKUP.finditer(html):
            made.append(turn(html[at : found.start()]))
            tag = found.group()
            kept = tag.isascii() and "\\u" not in tag
            made.append(tag if kept or found["kept"] or found["named"] else _tag(tag, turn))
            at = found.end()
        made.append(turn(html[at:]))
        return "".join(made)

    def data(self, value: Any, people: Iterable[str] = ()) -> Any:
        """Return data of the search with every text in it turned; `people` as for `page`."""
        return _each(value, self._turn({each: person(each) for each in people}))

    def _turn(self, named: Mapping[str, str]) -> Any:
        if not named:
            return self.text
        apart = _Words({**self.words, **named, **_own(self.words, named)})
        any_ = re.compile("|".join(map(re.escape, named)))

        def turn(text: str) -> str:
            return apart.turned(text) if any_.search(text) else self.text(text)

        return turn


def _own(words_: Mapping[str, str], named: Mapping[str, str]) -> dict[str, str]:
    """Return what a site itself says of a name: it is the people's own."""
    return {name: words_[name] for name in named if name in words_}


@lru_cache(maxsize=2)
def turner(table: bytes) -> Turner:
    """Return what turns pages of a site; `table` is what `words` gave."""
    return Turner(marshal.loads(table) if table else {})  # noqa: S302 (written by this program)


class _Words:
    """Finds words of a table in texts: the first from the left, of several there the longest."""

    def __init__(self, table: Mapping[str, str]) -> None:
        by_start: dict[str, list[tuple[str, str]]] = {}
        for key in sorted(table, key=len, reverse=True):
            by_start.setdefault(key[:2], []).append((key, table[key]))
        self.by_start = by_start
        firsts = re.escape("".join(sorted({key[0] for key in by_start})))
        seconds = re.escape("".join(sorted({key[1] for key in by_start})))
        rules = "|".join(f"({rule})" for rule, _ in _RULES)
        self.find = re.compile(rf"{rules}|[{firsts}](?=[{seconds}])")
        self.find_kept = re.compile(rf"(?P<kept>{_KEPT})|{self.find.pattern}", re.IGNORECASE)

    def turned(self, text: str) -> str:
        """Return a text turned; what is in the table as it stands there."""
        if text.isascii() or not _HAN.search(text):
            return text
        apart = "." in text or ":" in text
        made, at = [], 0
        for found in (self.find_kept if apart else self.find).finditer(text):
            start = found.start()
            if start < at:
                continue
            key, value = self._word(text, found, apart)
            if key:
                made.append(convert(text[at:start]) if start > at else "")
                made.append(value)
                at = start + len(key)
        made.append(convert(text[at:]))
        return "".join(made)

    def _word(self, text: str, found: re.Match[str], apart: bool) -> tuple[str, str]:
        if apart and found["kept"]:
            return found["kept"], found["kept"]
        if found.lastindex:
            return found.group(), _RULES[found.lastindex - 1 - apart][1]
        start = found.start()
        for key, value in self.by_start.get(text[start : start + 2], ()):
            if text.startswith(key, start):
                return key, value
        return "", ""


def _tag(tag: str, turn: Any) -> str:
    """Return a tag with those of its attributes turned that people read."""
    meta = bool(_META.match(tag))

    def one(found: re.Match[str]) -> str:
        value = found["value"]
        if found["name"].lower() == "content" and not meta:
            return found.group()
        plain = _ESCAPED.sub(lambda each: json.loads(f'"{each.group()}"'), value)
        return found[1] + (plain if plain.isascii() else value[0] + turn(plain[1:-1]) + value[0])

    return _ATTRIBUTES.sub(one, tag)


def _each(value: Any, turn: Any) -> Any:
    if isinstance(value, str):
        return turn(value)
    if isinstance(value, dict):
        return {key: _each(each, turn) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_each(each, turn) for each in value]
    return value


_PERSON = pattern(r"[㐀-鿿]{2,4}|[㐀-鿿]{1,8}(?:·[㐀-鿿]{1,8})+")
_KEYS = ("person", "person_responsible")
_BESIDE = ("post", "honour", "sent_by")
"""Keys of a view that stand beside the name of a person, and of no one else."""


def people(value: Any) -> set[str]:
    """Return the names of people in a view that another table than OpenCC's might turn."""
    found: set[str] = set()
    _people(value, found)
    return named_doubtfully(found)


def named_doubtfully(names: Iterable[str]) -> set[str]:
    """Return those names of people that more than one Traditional form is known of."""
    doubtful = _shipped()["doubtful"]
    return {each for each in names if not doubtful.isdisjoint(each) and _PERSON.fullmatch(each)}


def _people(value: Any, found: set[str]) -> None:
    if isinstance(value, dict):
        for key in _KEYS:
            if isinstance(value.get(key), str):
                found.add(value[key])
        name = value.get("name")
        if isinstance(name, str) and not value.keys().isdisjoint(_BESIDE):
            found.add(name)
        for each in value.values():
            if isinstance(each, dict | list | tuple):
                _people(each, found)
    elif isinstance(value, list | tuple):
        for each in value:
            if isinstance(each, dict | list | tuple):
                _people(each, found)
