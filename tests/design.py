"""Make docs/design.html, on which every component of the pages stands: `python -m tests.design`.

The page is made from the real templates and the real stylesheet, with the records of the small
whole site (`tests/sites/whole`) as examples; what it says about them stands in `design.html` beside
this file. It needs no other file, so that it can be opened from the disk and sent by mail.
"""

import base64
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import html5lib
from markupsafe import Markup

from generator.base.messages import CHINESE
from generator.build import page_text, staged_files, templates
from generator.model.kinds.kind import View
from generator.pages import charts
from generator.pages.page_mark import Page
from generator.parse import markdown_text
from tests import stylesheet
from tests.conftest import ROOT
from tests.stylesheet import DARK, NARROW, PRINT, Rule, contrast
from tests.test_templates import Site, setting

PAGE = ROOT / "docs/design.html"
TEMPLATE = "design.html"
ASSETS = ROOT / "templates/assets"
USUAL, LARGE = 17, 23
"""Sizes of text in pixels, usual and large, where the reader has not set another."""

PURPOSES = {
    "--paper": "the page",
    "--shade": "boxes and banners on the page",
    "--line": "lines between rows; money raised by those who gain",
    "--ink": "text",
    "--pale": "labels, units, notes, what is not stated; stopped; money of society",
    "--indigo": "headings, links, sums, the ring of focus",
    "--band": "header, buttons, the letter one is at: white stands on it",
    "--alert": "only what needs attention: late, vacant, failed, withdrawn",
    "--s1": "accepted; paid; central money; tiles from 80%",
    "--s2": "completed; provincial money; tiles from 60%",
    "--s3": "under way; money of the prefecture; line beside a log",
    "--s4": "approved; money of the county; actual time; tiles from 40%",
    "--s5": "in the library; rest of a bar; planned time; tiles from 20%",
}


class Pair(NamedTuple):
    """A colour that stands on another, where, and the least contrast it must have."""

    front: str
    back: str
    where: str
    least: float


TEXT, SIGN = 4.5, 3.0
"""The least contrast of text, and of signs without which a page is not understood (WCAG 2.2 AA)."""
PAIRS = (
    Pair("--ink", "--paper", "text", TEXT),
    Pair("--pale", "--paper", "labels and notes", TEXT),
    Pair("--indigo", "--paper", "headings, links, sums", TEXT),
    Pair("--alert", "--paper", "what needs attention", TEXT),
    Pair("--ink", "--shade", "whom to call; the banner", TEXT),
    Pair("--pale", "--shade", "labels there", TEXT),
    Pair("--indigo", "--shade", "phones there", TEXT),
    Pair("--alert", "--shade", "a vacant post there", TEXT),
    Pair("#ffffff", "--band", "header, buttons, the letter one is at", TEXT),
    Pair("--ink", "--s5", "tiles from 20%; “planned” on its bar", TEXT),
    Pair("--ink", "--s4", "tiles from 40%; “actual” on its bar", TEXT),
    Pair("--paper", "--s2", "tiles from 60%", TEXT),
    Pair("--paper", "--s1", "tiles from 80%", TEXT),
    Pair("--indigo", "--paper", "ring of focus, edges of fields and tiles", SIGN),
    Pair("--s1", "--s5", "the part of a bar that is done", SIGN),
    Pair("--pale", "--paper", "edges of the squares in a legend", SIGN),
)
ARTICLE = """\
正文用最普通的字号，一行不超过40个字，**要紧的话**加粗，[链接](https://example.org/)有下划线。

> 引用别处的话，左边有一条线。

- 不分先后的几条
- 用圆点

1. 分先后的几条
2. 用数字

| 对齐 | 居中 | 数字靠右 |
|---|:-:|--:|
| 示例 | 二组 | 1,234.50 |

代码和文件名：`content/units/jia.yaml`
"""


def page() -> str:
    """Return docs/design.html."""
    css = stylesheet.text()
    with tempfile.TemporaryDirectory() as views:
        site = Site(ROOT / "tests/sites/whole", Path(views))
    made = templates.environment((ROOT / "templates", ROOT / "tests"), CHINESE)
    press = staged_files.Press(
        root=ROOT,
        stage=ROOT,
        compiled=ROOT,
        site={**site.view, "base_url": ""},
        languages=(CHINESE, "en"),
        templates=b"",
        key=b"",
    )
    frame = page_text.context(
        Page("design.html", TEMPLATE, {}, "docs/design.html"), "design.html", CHINESE, press
    )
    text = made.get_template(TEMPLATE).render(
        frame,
        cut=partial(cut, site),
        view=lambda url: site.pages[url].view,
        drawn=drawn,
        map_size=charts.sheet,
        prose_of=lambda: Markup(markdown_text.fill(markdown_text.render(ARTICLE, "").html, {})),  # noqa: S704 (sanitised)
        weight=round(len(css.encode()) / 1000),
        colours=[*colours(css)],
        pairs=[*pairs(css)],
        sizes=[*sizes(css)],
    )
    return alone(text, css)


def drawn(tiles: Sequence[View]) -> list[View]:
    """Return tiles with where they stand on the picture of the counties."""
    return [
        {**each, **charts.placed(each["label"], each["column"], each["row"], each["step"])}
        for each in tiles
    ]


def cut(
    site: Site,
    url: str,
    chosen: str,
    values: Mapping[str, Any] | None = None,
    swapped: Mapping[str, str] | None = None,
) -> Markup:
    """Return the first element of a real page: `tag`, `.class` or `#id`, as HTML.

    `values` change the page's view before it is made; in what is cut out, each key of `swapped`
    gives way to its value. Raises LookupError where nothing is found.
    """
    change = setting(**values) if values else None
    root = html5lib.parse(site.page(url, change, language=CHINESE), namespaceHTMLElements=False)
    found = next((each for each in root.iter() if _is(each, chosen)), None)
    if found is None:
        raise LookupError(f"no {chosen} on {url}")
    text = html5lib.serialize(
        found, tree="etree", omit_optional_tags=False, quote_attr_values="always"
    )
    for old, new in (swapped or {}).items():
        text = text.replace(old, new)
    return Markup(text)  # noqa: S704 (made by the templates)


def _is(element: Element, chosen: str) -> bool:
    match chosen[0]:
        case ".":
            return chosen[1:] in element.get("class", "").split()
        case "#":
            return element.get("id") == chosen[1:]
        case _:
            return element.tag == chosen


# --- what is computed from the stylesheet


def colours(css: str) -> Iterator[dict[str, str]]:
    """Yield each custom property: its name, purpose, and its value by day, by night and in print.

    Raises KeyError for a property whose purpose is not told.
    """
    night, paper = stylesheet.properties(css, DARK), stylesheet.properties(css, PRINT)
    for name, value in stylesheet.properties(css).items():
        yield {
            "name": name,
            "purpose": PURPOSES[name],
            "day": value,
            "night": night.get(name, value),
            "paper": paper.get(name, value),
        }


def pairs(css: str) -> Iterator[dict[str, Any]]:
    """Yield each pair of colours with its contrast by day and by night."""
    day = stylesheet.properties(css)
    night = {**day, **stylesheet.properties(css, DARK)}
    for pair in PAIRS:
        shown = {
            time: (values.get(pair.front, pair.front), values.get(pair.back, pair.back))
            for time, values in (("day", day), ("night", night))
        }
        ratios = {time: contrast(*both) for time, both in shown.items()}
        yield {**pair._asdict(), "shown": shown, "ratios": ratios}


def sizes(css: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield each size of type on the screen: as written, in pixels, large, and where it is used."""
    used: dict[float, list[str]] = {1.0: ["html"]}
    for rule in stylesheet.rules(css):
        found = re.search(r"font-size: ([\d.]+)rem", rule.body)
        if found and rule.where != PRINT and not any("target" in each for each in rule.selectors):
            wide = " (wide screens)" if "min-width" in rule.where else ""
            used.setdefault(float(found[1]), []).extend(f"{s}{wide}" for s in rule.selectors)
    for size, where in sorted(used.items(), reverse=True):
        yield (
            f"{size:g}rem",
            f"{size * USUAL:.1f}",
            f"{size * LARGE:.1f}",
            ", ".join(dict.fromkeys(where)),
        )


# --- a page that needs no other file


def alone(text: str, css: str) -> str:
    """Return the page with stylesheet and script within it; its examples lead nowhere."""
    script = (ASSETS / "site.js").read_text("utf-8")
    tables = base64.b64encode((ASSETS / "tables.js").read_bytes()).decode()
    icon = base64.b64encode((ASSETS / "icon.svg").read_bytes()).decode()
    picture = f"data:image/svg+xml;base64,{icon}"
    text = re.sub(
        r' (href|action)="(?!#|tel:|mailto:|https?:|data:)[^"]*"', r' \1="#examples"', text
    )
    text = re.sub(r' src="[^"]*media/[^"]*"', f' src="{picture}"', text)
    for pattern, new in (
        (r'<meta http-equiv="Content-Security-Policy"[^>]*>\n', ""),
        (r'<link rel="stylesheet" media="print"[^>]*>\n', ""),
        (r'<link rel="stylesheet"[^>]*>', f"<style>\n{css}{modes(css)}</style>"),
        (r"<script defer[^>]*></script>", f"<script>\n{script}</script>"),
        (r' data-tables="[^"]*"', f' data-tables="data:text/javascript;base64,{tables}"'),
        (r'<link rel="icon"[^>]*>', f'<link rel="icon" href="{picture}">'),
    ):
        text = re.sub(pattern, partial(_as_is, new), text, count=1)
    return text


def _as_is(text: str, found: re.Match[str]) -> str:
    """Return `text` for whatever was found; signs of regular expressions in it mean nothing."""
    del found
    return text


def modes(css: str) -> str:
    """Return rules that show a part of the page in the dark, on a phone, on paper, with focus.

    They are those of the stylesheet with their condition turned into a class; so is the header,
    which the stylesheet expects at the top of the page.
    """
    day, night = stylesheet.properties(css), stylesheet.properties(css, DARK)
    lines = [
        _properties((".by-day",), "light", day),
        _properties((".by-night", "body:has(#night:checked) .example"), "dark", {**day, **night}),
    ]
    for rule in stylesheet.rules(css):
        focus = [each for each in rule.selectors if ":focus" in each]
        if rule.where == NARROW:
            lines.append(_within(rule, ".on-phone"))
        elif rule.where == PRINT:
            lines.append(_within(rule, ".on-paper"))
        elif focus:
            shown = tuple(re.sub(r":focus(-visible)?", ".focused", each) for each in focus)
            lines.append(Rule("", shown, rule.body).text())
        else:
            inner = tuple(s for s in rule.selectors if s.startswith("body > header"))
            if inner:
                text = Rule(
                    "", tuple(s.replace("body >", ":where(.frame) >") for s in inner), rule.body
                )
                lines.append(f"{rule.where} {{ {text.text()} }}" if rule.where else text.text())
    return "\n".join(["/* Made from the rules above, for the examples */", *lines, ""])


def _properties(selectors: tuple[str, ...], scheme: str, values: Mapping[str, str]) -> str:
    body = "; ".join(f"{name}: {value}" for name, value in values.items())
    return Rule("", selectors, f"color-scheme: {scheme}; {body};").text()


def _within(rule: Rule, shown: str) -> str:
    """Return a rule as one that holds within the class `shown`, which stands for the page."""
    selectors = (
        re.sub(r"^(html|body|:root)\b", shown, each)
        if re.match(r"html\b|body\b|:root", each)
        else f"{shown} {each}"
        for each in rule.selectors
    )
    return Rule("", tuple(selectors), rule.body).text()


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
