"""Whether what was made with a site's own template is whole: elements that end, a feed that is XML.

Browsers mend a page in which something does not end, and not as it was meant: the foot of the page
becomes a part of a table, or all that follows is a link. Programs that read feeds take none that is
no XML.
"""

from collections import Counter
from collections.abc import Iterator
from xml.parsers import expat

from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem

_TAG = pattern(
    r"(?s)<!--.*?-->|<(script|style|textarea|title)\b.*?</\1\s*>|<(/?)([a-zA-Z][\w-]*)(?:\s[^<>]*)?>"
)
_EMPTY = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr"),
    )
)
"""Elements that have no end."""
_MAY_LACK = frozenset(
    (
        *("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option"),
        *("optgroup", "colgroup", "caption", "rp", "rt", "html", "head", "body"),
    )
)
"""Elements whose end may be left out, as the standard of HTML has it."""
_SHORT = 30
"""Characters beside what is wrong in a feed that are told."""


def faults(url: str, content: str, own: dict[str, str]) -> Iterator[Problem]:
    """Yield what is not whole in a page of `url`; `own` are the site's own templates of it."""
    if url.endswith(".xml"):
        near = _no_xml(content)
        if near:
            yield problem(
                "P838", Place(next(iter(own), url)), found=near, amp="&amp;", name="&nbsp;"
            )
        return
    found, missing = _unpaired(content)
    if found:
        yield problem("P837", _place(own, url, found, missing), found=found, missing=missing)


def _unpaired(content: str) -> tuple[str, str]:
    """Return the first tag of a page that has no other half, and that; "" where all have."""
    open_: list[str] = []
    for each in _TAG.finditer(content):
        end, name = each[2], (each[3] or "").lower()
        if not name or name in _EMPTY or each[0].endswith("/>"):
            continue
        if not end:
            open_.append(name)
            continue
        while open_ and open_[-1] != name and open_[-1] in _MAY_LACK:
            open_.pop()
        if open_ and open_[-1] == name:
            open_.pop()
        elif name in open_:
            return f"<{open_[-1]}>", f"</{open_[-1]}>"
        elif name not in _MAY_LACK or name == "p":
            return f"</{name}>", f"<{name}>"
    left = [each for each in open_ if each not in _MAY_LACK]
    return (f"<{left[-1]}>", f"</{left[-1]}>") if left else ("", "")


def _place(own: dict[str, str], url: str, found: str, missing: str) -> Place:
    """Return where an own template has more of a tag than of its other half; else the page."""
    for file, text in own.items():
        tags = [
            (f"<{each[2]}{each[3]}>".lower(), each.start())
            for each in _TAG.finditer(text)
            if each[3]
        ]
        counted = Counter(tag for tag, _ in tags)
        if counted[found] > counted[missing]:
            at = next(start for tag, start in tags if tag == found)
            return Place(file, text.count("\n", 0, at) + 1, 1)
    return Place(next(iter(own), url))


def _no_xml(content: str) -> str:
    """Return what stands where a text ceases to be XML; "" where all of it is."""
    reader = expat.ParserCreate()
    try:
        reader.Parse(content.encode(), True)
    except expat.ExpatError as error:
        lines = content.split("\n")
        line = lines[min(error.lineno, len(lines)) - 1]
        at = len(line.encode()[: error.offset].decode("utf-8", "ignore"))
        return line[max(0, at - _SHORT) : at + _SHORT].strip() or line.strip()[:_SHORT] or "…"
    return ""
