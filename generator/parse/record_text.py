"""Fields → the lines of a record, as a clerk would write them; read again, they say the same."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.parse import front_matter
from generator.parse.record_file import Raw

_PLAIN = re.compile(
    r"(?!(?:[-?:](?:\s|$)|---|\.\.\.|[-&*!|>'\"%@`#,\[\]{}]))"
    r"(?!\d{12,}$|0\d*$)"  # a code: other programs would take it for a number
    r"[^\s\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff]"
    r"(?:[^\n\t\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]*"
    r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff:])?"
)
_CUTS = re.compile(r": |:$| #|\t")
_IN_FLOW = re.compile(r"[,\[\]{}]")


@lru_cache(maxsize=20_000)
def scalar(text: str, *, flow: bool = False) -> str:
    """Return a text as it stands on one line of a record, in quotation marks where it must.

    With `flow` it stands within brackets, where commas and brackets end a text.
    """
    return text if plain(text, flow=flow) else quoted(text)


def quoted(text: str) -> str:
    """Return a text in double quotation marks."""
    return json.dumps(text, ensure_ascii=False)


def plain(text: str, *, flow: bool = False) -> bool:
    """Tell whether a text needs no quotation marks."""
    if not _PLAIN.fullmatch(text) or _CUTS.search(text):
        return False
    return not (flow and (_IN_FLOW.search(text) or ":" in text or "?" in text[:1]))


def lines(value: Raw, indent: int = 0) -> Iterator[str]:
    """Yield the lines of a group or a list that has something in it, each after `indent` blanks."""
    margin = " " * indent
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _entry(f"{margin}{name}:", each, indent)
    elif isinstance(value, list):
        for each in value:
            if isinstance(each, str) or not each:
                yield f"{margin}- {_short(each)}"
                continue
            inner = [*lines(each, indent + 2)]
            yield f"{margin}- {inner[0].lstrip()}"
            yield from inner[1:]


def _entry(head: str, value: Raw, indent: int) -> Iterator[str]:
    if isinstance(value, str) or not value:
        yield f"{head} {_short(value)}"
    else:
        yield head
        yield from lines(value, indent + 2)


def _short(value: Raw) -> str:
    return scalar(value) if isinstance(value, str) else "[]" if isinstance(value, list) else "{}"


def record(data: dict[str, Raw], ending: str) -> str:
    """Return a whole record without a text; `ending` is that of its file, `.md` or `.yaml`."""
    fields = "\n".join(lines(data))
    fence = front_matter.FENCE
    return f"{fence}\n{fields}\n{fence}\n" if ending == ".md" else f"{fields}\n"
