"""What templates have beside their views: our filters and our tests.

The first paragraph of each docstring is what `docs/templates.md` says of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from html import unescape
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any
from urllib.parse import quote

from babel import Locale
from babel.dates import format_date
from markupsafe import Markup, escape

from generator.base.messages import N_
from generator.base.money import as_a_board_says, exact, millions, ten_thousands
from generator.base.patterns import pattern
from generator.build import flag_words
from generator.build.code_words import ALERTS, LABELS
from generator.model import schedule
from generator.model.kinds import exit as exits
from generator.model.kinds.kind import View
from generator.pages import charts, paper, place_figures, qr_code, sums
from generator.parse import markdown_text

_LIGHT = b"\0"
_ASIDE = pattern("[，；（,;(]")
"""Where what a field is called ends, and what is said of it begins."""
COMMA = N_(", ")
QUIET = 4
"""Modules of a QR code's quiet zone: ISO/IEC 18004."""
MONTH, SHORT_MONTH, YEAR = N_("MMMM y"), N_("MMM y"), N_("y")
QUARTER = N_("quarter %(n)s of %(year)s")
HALVES = (N_("first half of %(year)s"), N_("second half of %(year)s"))
FORMS = (MONTH, SHORT_MONTH, YEAR, QUARTER, *HALVES)
"""How dates and periods are written: a site may have its own."""
SHORT_SUM, EXACT_SUM = N_("CNY %(short)s"), N_("CNY %(exact)s")
"""How amounts are written with their currency: in Chinese the short one is in 万元."""
SMALL_SUM, LARGE_SUM = N_("CNY %(small)s"), N_("CNY %(large)s")
"""The same of less than 万元, in 元, and of 亿元 and more; in English all are alike."""
_SUMS = {"元": (SMALL_SUM, "small"), "万元": (SHORT_SUM, "short"), "亿元": (LARGE_SUM, "large")}
Words = Callable[[str], str]
"""What gives the words of a page's language for an English text."""


class NoCode(LookupError):
    """A template asks for the word of a code, or for a table of such, that is not there."""

    def __init__(self, asked: str, among: Iterable[str | None]) -> None:
        super().__init__(asked)
        self.asked, self.among = asked, [each for each in among if each]


def labels(words: Words) -> Mapping[str, Mapping[str | None, str]]:
    """Return the words for codes of each kind; an empty code gives nothing."""
    return {
        kind: {"": "", None: "", **{code: words(label) for code, label in named.items()}}
        for kind, named in LABELS.items()
    }


def filters(
    language: str, words: Words, tables: Mapping[str, Mapping[str | None, str]]
) -> dict[str, Callable[..., Any]]:
    """Return our filters for pages in a language; `tables` are its `labels`."""

    @lru_cache(maxsize=1_000)
    def label(code: str, kind: str) -> str:
        """The word for a code: `stage|label("stage")`; an empty code gives nothing."""
        if not code:
            return ""
        if kind not in tables or code not in tables[kind]:
            raise NoCode(*((code, tables[kind]) if kind in tables else (kind, tables)))
        return tables[kind][code]

    def said(texts: Mapping[str, str]) -> str:
        """The text of a configured `{language: text}` in the page's language, else in any."""
        return texts.get(language) or texts.get("") or next(iter(texts.values()), "")

    def all_said(texts: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        """The same for each of several, by their codes: `site.categories|all_words`."""
        return {code: said(each) for code, each in texts.items()}

    @lru_cache(maxsize=50_000)
    def day(iso: str) -> str:
        """A date at its own precision: `2018年3月1日`, `2018年3月`, `2018年`; "" for none."""
        return _date(iso, language, words)

    @lru_cache(maxsize=1_000)
    def month(iso: str) -> str:
        """A date as beside a picture, where there is little room: `2018年3月`, `Mar 2018`."""
        return _date(iso, language, words, short=True)

    @lru_cache(maxsize=1_000)
    def period(code: str) -> str:
        """A period as people say it: `2018-Q1`, `2018-H2`, or a month or year as a date."""
        return _period(code, language, words)

    of_money = amounts(language, words)
    return {
        "label": label,
        **of_changes(words, day, said, of_money["exact_money"]),
        **flag_words.filters(words, day),
        "words": said,
        "all_words": all_said,
        "date": day,
        "month": month,
        "period": period,
        **of_money,
        "called": itemgetter("short_name") if language.startswith("zh") else spelt,
        "placed": named if language.startswith("zh") else named_and_spelt,
        **_plain(),
    }


def _plain() -> dict[str, Callable[..., Any]]:
    """Return the filters that are the same in every language."""
    return {
        "prose": prose,
        "count": count,
        "size": size,
        "language": endonym,
        "qr": qr,
        "name": name,
        **ADDRESSES,
        "timeline": charts.timeline,
        "beneath": charts.beneath,
        "people": charts.people,
        "exits_by_year": exits.by_year,
        "exits_so_far": exits.so_far,
        "exits_by_place": exits.by_place,
        "paper": paper.paper,
        "wall": paper.wall,
        **sums.FILTERS,
        **place_figures.FILTERS,
    }


def of_changes(
    words: Words,
    day: Callable[[str], str],
    said: Callable[[Mapping[str, str]], str],
    exact_money: Callable[[int], str],
) -> dict[str, Callable[..., str]]:
    """Return the filters that say what was changed of a record."""

    def field_name(steps: Sequence[tuple[str, int]]) -> str:
        """What people call a field, step by step: `each.what|field_name`; entries by number."""
        names = (_ASIDE.split(words(name))[0] + (f" {n}" if n else "") for name, n in steps)
        return " · ".join(names)

    def told(value: tuple[str, Any]) -> str:
        """A value of a field as pages show it, whatever sort it is of: `each.after|told`."""
        sort, what = value
        if sort == "money":
            return exact_money(what)
        if sort == "words":
            return said(what)
        if sort == "date":
            return day(str(what))
        if sort == "count":
            return count(what) if isinstance(what, int) else f"{what:g}"
        if sort == "records":
            return words(COMMA).join(what)
        if sort == "percent":
            return f"{what:g}%"
        return words(what) if sort == "word" and what else str(what)

    return {"field_name": field_name, "told": told}


def spelt(place: Mapping[str, str]) -> str:
    """The name of a place, in languages but Chinese with its pinyin: `都匀市 Duyun`."""
    return f"{place['short_name']} {place['id'].rpartition('/')[2].title()}"


def named(names: Sequence[str], _address: str, _of: str = "") -> str:
    """A place by its name and those above it, in Chinese."""
    return " ".join(names)


def named_and_spelt(names: Sequence[str], address: str, of: str = "") -> str:
    """A place by its name and those above it, in languages but Chinese with its pinyin.

    `row.place|placed(row.unit)`, or `row.place|placed(row.id, "record")` by the address of a record
    of it: `荔波县 甲良镇 梅桃村 Meitao`. Places above may lie in other folders, so that theirs is
    not known.
    """
    if of == "record":
        address = address.rpartition("/")[0]
    spelled = address.rpartition("/")[2].title()
    return " ".join([*names, spelled] if names and spelled else names)


def amounts(language: str, words: Words) -> dict[str, Callable[[int], str]]:
    """Return the filters for amounts of money, each kept: a sum stands on several pages."""
    chinese = language.startswith("zh")

    def parts(fen: int) -> tuple[str, str, str]:
        """Return what stands before the number of an amount, the number, and what is behind it."""
        number, unit = as_a_board_says(fen) if chinese else (millions(fen), "万元")
        form, name = _SUMS[unit]
        before, _, behind = words(form).partition(f"%({name})s")
        return before, number, behind

    @lru_cache(maxsize=20_000)
    def money(fen: int) -> str:
        """An amount with its currency: `21 元`, `208.56 万元`, `1.25 亿元`, `CNY 2.09 million`."""
        return "".join(parts(fen))

    @lru_cache(maxsize=20_000)
    def strong_money(fen: int) -> Markup:
        """The same with the number in bold, for where it stands first."""
        before, number, unit = parts(fen)
        said = f"<b>{escape(before)}{number}</b>"
        return Markup(f'{said}<span class="unit">{escape(unit)}</span>' if unit else said)  # noqa: S704 (numbers)

    @lru_cache(maxsize=20_000)
    def exact_money(fen: int) -> str:
        """The same to the fen: `2,085,640.00 元`, `CNY 2,085,640.00`."""
        return words(EXACT_SUM) % {"exact": exact(fen)}

    @lru_cache(maxsize=20_000)
    def still_exact(fen: int) -> str:
        """The same to the fen where `money` does not say it so: "" for `21 元`."""
        said = parts(fen)[1].replace(",", "")
        exactly = exact(fen).replace(",", "")
        small = said in (exactly, exactly.removesuffix(".00"))
        return "" if small else exact_money(fen)

    return {
        "still_exact": still_exact,
        "yuan": lru_cache(maxsize=20_000)(exact),
        "wan": lru_cache(maxsize=20_000)(ten_thousands if chinese else millions),
        "money": money,
        "strong_money": strong_money,
        "exact_money": exact_money,
    }


def begun(stage: str) -> bool:
    """Whether work has begun at this stage of a project, or was stopped: so that it has dates."""
    return stage in schedule.BEGUN or stage == "stopped"


def finished(stage: str) -> bool:
    """Whether the work is done at this stage of a project, accepted or not."""
    return stage in schedule.FINISHED


def alert(code: str, kind: str) -> bool:
    """Whether a code of some kind needs someone's attention: it is one of `ALERTS`."""
    return code in ALERTS[kind]


def behind(timeliness: str) -> bool:
    """Whether a project is late, or was finished late: what the head of a place counts."""
    return timeliness in (*schedule.LATE, "finished_late")


def amount(figure: str) -> bool:
    """Whether a figure of the counties' tiles is an amount in fen, and no share in percent."""
    return figure in charts.AMOUNTS


TESTS: Mapping[str, Callable[..., bool]] = {
    each.__name__: each for each in (begun, finished, alert, behind, amount)
}
"""Our tests, by their names."""


def name(ident: str) -> str:
    """The last part of the id of a record, the name of its file."""
    return ident.rpartition("/")[2]


@lru_cache(maxsize=1_000)
def in_link(text: str) -> str:
    """A text as it may stand in an address, such as the body of a mail: `mailto:…?body=…`."""
    return quote(" ".join(unescape(text).split()), safe="/:")


def in_json(text: str) -> Markup:
    """A text as JSON, with its quotes, as it may stand within a script: `"上村"`."""
    return Markup(encode_basestring(text).replace("<", "\\u003c"))  # noqa: S704 (no tag can begin in it)


def data_file(url: str) -> str:
    """The file of data beside the page of a record: `units/duyun.json` for `units/duyun.html`."""
    return f"{url.removesuffix('.html')}.json"


def twin_file(url: str) -> str:
    """The file in Markdown beside a page: `units/duyun.md` for `units/duyun.html`."""
    return f"{url.removesuffix('.html')}.md"


def webcal(url: str) -> str:
    """The address of a calendar as phones subscribe to it: `webcal://…` for `https://…`."""
    return f"webcal://{url.partition('://')[2]}"


def count(number: int) -> str:
    """A whole number with a comma at each thousand."""
    return f"{number:,}"


def size(number: int) -> str:
    """A number of bytes in KB, from one on, or in MB, as file managers show it."""
    kilobytes = number / 1024
    if kilobytes < 1000:
        return f"{max(1, round(kilobytes))} KB"
    return f"{kilobytes / 1024:.1f} MB"


ADDRESSES: dict[str, Callable[..., Any]] = {
    "webcal": webcal,
    "in_link": in_link,
    "in_json": in_json,
    "data_file": data_file,
    "twin_file": twin_file,
}
"""Filters for what stands in addresses and in what programs read."""


@lru_cache
def endonym(language: str) -> str:
    """What a language calls itself: `中文 (简体)`, `English`."""
    return Locale.parse(language, sep="-").get_display_name() or language


def qr(url: str) -> Markup:
    """The QR code of an address as a picture to be printed, with its quiet zone."""
    rows = qr_code.cells(url)
    across = len(rows)
    # each run of dark cells by where the last one ended: half as long as by where it lies
    drawn, at, above = ["M0 .5"], 0, 0
    for y, row in enumerate(rows, QUIET):
        x = QUIET
        for dark in row.split(_LIGHT):
            if dark:
                drawn.append(f"m{x - at} {y - above}h{len(dark)}")
                at, above = x + len(dark), y
            x += len(dark) + 1
    wide = across + 2 * QUIET
    return Markup(f'<svg class="qr" viewBox="0 0 {wide} {wide}"><path d="{"".join(drawn)}"/></svg>')  # noqa: S704 (numbers)


def prose(
    body: str, page: View, addresses: Mapping[str, tuple[str, str]], within: str = ""
) -> Markup:
    """The text of a record as HTML: `each.body|prose(page, addresses)`; it is safe already.

    With `within`, the id of an element, the page may have other texts. A page's address is given
    from its language's root, a picture's from that of the site.
    """
    starts = {"page": page["base"], "media": page["top"]}
    filled = {target: starts[kind] + url for target, (kind, url) in addresses.items()}
    return Markup(markdown_text.fill(body, filled, within))  # noqa: S704 (sanitised when it was read)


def _date(iso: str, language: str, words: Words, *, short: bool = False) -> str:
    """Return a date at its own precision: `2018年3月1日`, `2018年3月`, `2018年`.

    A month may be `short`, as beside a picture: `Mar 2018`.
    """
    if not iso:
        return ""
    parts = [int(part) for part in iso.split("-")]
    day = date(*[*parts, 1, 1][:3])
    locale = language.replace("-", "_")
    if len(parts) == 3:
        return format_date(day, "long", locale=locale)
    if len(parts) == 2:
        form = words(SHORT_MONTH if short else MONTH)
        return format_date(day, form, locale=locale)
    return format_date(day, words(YEAR), locale=locale)


def _period(code: str, language: str, words: Words) -> str:
    """Return a period as people say it: `2018-Q1`, `2018-H2`, or a month or year as a date."""
    year, _, part = code.partition("-")
    named = {"year": _date(year, language, words), "n": part[1:]}
    if part.startswith("Q"):
        return words(QUARTER) % named
    if part.startswith("H"):
        return words(HALVES[int(part[1:]) - 1]) % named
    return _date(code, language, words)
