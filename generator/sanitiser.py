"""What HTML may be published: its tags and attributes, and the sanitiser that drops all others.

Markdown gives a tree. Where that is made of nothing but our own tags, and of words without signs,
it is written here as the sanitiser would leave it; all else is written by Markdown and cleaned.
"""

import html
import re
from collections.abc import Iterable
from functools import lru_cache
from xml.etree.ElementTree import Element

import nh3

TAGS = {
    *("p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "sub", "sup"),
    *("h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "a", "img"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    **{f"h{n}": {"id"} for n in range(2, 7)},
}
CLASSES = {tag: {"left", "center", "right"} for tag in ("th", "td")}
SCHEMES = {"http", "https", "mailto", "tel"}

_ALTERED = re.compile(r"[&<>\0\r\xa0\x02\x03]")
"""What the sanitiser writes otherwise where it stands in a text, or Markdown itself does."""
_HEADS = {f"h{n}" for n in range(2, 7)}
_PHRASES = {"strong", "em", "code", "br"}
_BLOCKS = {"p", "ul", "ol", "blockquote", "table", "pre", "hr", *_HEADS}
_VOID = {"hr", "br"}
_MAY_HOLD = {
    tag: {each: (f"<{each}>", "" if each in _VOID else f"</{each}>") for each in held}
    for tags, held in (
        (("p", "th", "td", "strong", "em", *_HEADS), _PHRASES),
        (("div", "blockquote"), _BLOCKS),
        (("ul", "ol"), {"li"}),
        (("li",), _PHRASES | _BLOCKS),
        (("pre",), {"code"}),
        (("code", "hr", "br"), set()),
        (("table",), {"thead", "tbody"}),
        (("thead", "tbody"), {"tr"}),
        (("tr",), {"th", "td"}),
    )
    for tag in tags
}
"""What an element may hold, with the tags of that, as the sanitiser then leaves it there: it reads
as a browser does."""
_WORDLESS = _VOID | {"pre", "table", "thead", "tbody", "tr"}
"""What holds no words of its own: a browser would put those of a table before it."""
_SIDES = {f"text-align: {side};": f' class="{side}"' for side in ("left", "center", "right")}
_NAMED = {"ol": "start", **dict.fromkeys(_HEADS, "id")}
_NAME = re.compile(r"[\w-]+")
_DEEP = 40
"""How many elements within each other are written here; the sanitiser takes any number."""


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    """Return this process's sanitiser: what it does not know, it drops."""
    return nh3.Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def clean(html: str) -> str:
    """Return HTML without whatever is not in `TAGS` and `ATTRIBUTES`."""
    return _cleaner().clean(html)


def keeps(address: str) -> bool:
    """Tell whether the sanitiser keeps a link to `address`."""
    link = f'<a href="{html.escape(address)}">'
    return "href=" in _cleaner().clean(link)


def written(root: Element) -> str | None:
    """Return a tree as safe HTML; nothing where the sanitiser might have to alter it."""
    html: list[str] = []
    if root.text or not _write(root, html, _DEEP):
        return None
    said = "".join(html[1::2])
    return None if _ALTERED.search(said) or " style=" in said else "".join(html).strip()


def _write(parent: Element, html: list[str], levels: int) -> bool:
    """Write what an element holds, each tag followed by the words that stand after it.

    Tell whether all of it is known to be left as it is.
    """
    may_hold = _MAY_HOLD[parent.tag]
    wordless = parent.tag in _WORDLESS
    for element in parent:
        tag, text, tail = element.tag, element.text, element.tail
        if tag not in may_hold or (tail and wordless) or (text and tag in _WORDLESS):
            return False
        opening, closing = may_hold[tag]
        if attributes := element.items():
            written = _attributes(tag, attributes)
            if written is None:
                return False
            opening = f"<{tag}{written}>"
        if not len(element):
            html += opening, text or "", closing, tail or ""
            continue
        html += opening, text or ""
        if not (levels and _write(element, html, levels - 1)):
            return False
        html += closing, tail or ""
    return True


def _attributes(tag: str, attributes: Iterable[tuple[str, str]]) -> str | None:
    """Return an element's attributes as they are written; nothing for those of another kind."""
    written = ""
    for name, value in attributes:
        if name == "style" and tag in CLASSES and value in _SIDES:
            written += _SIDES[value]
        elif name == _NAMED.get(tag) and _NAME.fullmatch(value):
            written += f' {name}="{value}"'
        else:
            return None
    return written
