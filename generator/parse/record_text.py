"""Fields → the lines of a record, as a clerk would write them; read again, they say the same."""

import json
import re
from functools import lru_cache

from generator.parse import front_matter
from generator.parse.yaml_nodes import Raw

_PLAIN = re.compile(
    r"(?!(?:[-?:](?:\s|$)|---|\.\.\.|[-&*!|>'\"%@`#,\[\]{}]))"
    r"(?!\d{12,}$|0\d*$)"  # a code: other programs would take it for a number
    r"[^\s\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff]"
    r"(?:[^\n\t\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]*"
    r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff:])?"
)
_CUTS = re.compile(r": |:$| #|\t")
_EMPTY = {list: "[]", dict: "{}"}
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


def lines(value: Raw, indent: int = 0) -> list[str]:
    """Return the lines of a group or a list with something in it, each after `indent` blanks."""
    margin = " " * indent
    found: list[str] = []
    if isinstance(value, dict):
        for name, each in value.items():
            if isinstance(each, str):
                found.append(f"{margin}{name}: {scalar(each)}")
            elif not each:
                found.append(f"{margin}{name}: {_EMPTY[type(each)]}")
            else:
                found.append(f"{margin}{name}:")
                found += lines(each, indent + 2)
    elif isinstance(value, list):
        for each in value:
            if isinstance(each, str):
                found.append(f"{margin}- {scalar(each)}")
            elif not each:
                found.append(f"{margin}- {_EMPTY[type(each)]}")
            else:
                inner = lines(each, indent + 2)
                found.append(f"{margin}- {inner[0].lstrip()}")
                found += inner[1:]
    return found


def record(data: dict[str, Raw], ending: str) -> str:
    """Return a whole record without a text; `ending` is that of its file, `.md` or `.yaml`."""
    fields = "\n".join(lines(data))
    fence = front_matter.FENCE
    return f"{fence}\n{fields}\n{fence}\n" if ending == ".md" else f"{fields}\n"
