"""What HTML may be published: its tags and attributes, and the sanitiser that drops all others.

Every text that becomes HTML passes it.
"""

import html
from functools import lru_cache

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
    "li": {"id", "value"},
    "sup": {"id"},
    **{f"h{n}": {"id"} for n in range(2, 7)},
}
CLASSES = {tag: {"left", "center", "right"} for tag in ("th", "td")}
SCHEMES = {"http", "https", "mailto", "tel"}


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
