"""What Jinja says of a template that cannot be read, as it is told to people."""

import re
from collections.abc import Collection

from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.base.spelling import nearest

TAGS = (
    *("autoescape", "block", "call", "extends", "filter", "for", "from", "if", "import"),
    *("include", "macro", "once", "raw", "set", "trans", "with", "elif", "else", "endautoescape"),
    *("endblock", "endcall", "endfilter", "endfor", "endif", "endmacro", "endonce", "endraw"),
    *("endset", "endtrans", "endwith", "pluralize"),
)
"""The words that a tag may begin with."""
_OPEN = pattern(
    r"(?:Unexpected end of template|You probably made a nesting mistake)\."
    r".*The innermost block that needs to be closed is '(\w+)'"
)
_LEFT_OPEN = pattern(r"Missing end of (comment|raw)")
_TAG = pattern(r"Encountered unknown tag '(\w+)'")
_FOUND = pattern(
    r"unexpected char (?P<char>'.+'|\".+\") at \d+"
    r"|(?:, got|^unexpected) '(?P<token>.+?)'(?:, exp|$)"
)
_TWICE = pattern(r"block '\w+' defined twice")
_NOT_IN = pattern(r"does not export the requested name '(\w+)'")
_SIGNS = {
    "begin of print statement": "{{",
    "end of print statement": "}}",
    "begin of statement block": "{%",
    "end of statement block": "%}",
    "end of template": "\0:" + N_("the end of the file"),
}
"""What Jinja calls signs of its own, and what there is where a file ends."""
_WIDE = pattern(r"[{｛][％%]|[％%][}｝]|｛\s*[{｛]|[}｝]\s*｝")


def told(reason: str, place: Place, macros: Collection[str] = ()) -> Problem | None:
    """Return what Jinja says as a problem; None where it says something else.

    `macros` are those that a template may import.
    """
    found = _OPEN.search(reason)
    if found:
        tag, end = f"{{% {found[1]} %}}", f"{{% end{found[1]} %}}"
        return problem("P823", place, tag=tag, end=end)
    found = _LEFT_OPEN.search(reason)
    if found:
        pair = ("{#", "#}") if found[1] == "comment" else ("{% raw %}", "{% endraw %}")
        return problem("P823", place, tag=pair[0], end=pair[1])
    found = _TAG.search(reason)
    if found:
        near = nearest(found[1], TAGS)
        return problem("P824", place, found=f"{{% {found[1]} %}}", nearest=near)
    found = _NOT_IN.search(reason)
    if found:
        return problem("P814", place, name=found[1], nearest=nearest(found[1], macros))
    if _TWICE.search(reason):
        return problem("P805", place, reason="\0:" + N_("it has two blocks of one name"))
    found = _FOUND.search(reason)
    if found:
        sign = found["char"][1:-1] if found["char"] else found["token"]
        return problem("P824", place, found=_SIGNS.get(sign, sign), nearest="")
    return None


def bare(text: str) -> str:
    """Return a template without what its comments say, each sign in its place."""
    return re.sub(r"\{#.*?#\}", lambda each: re.sub(r"\S", " ", each[0]), text, flags=re.DOTALL)


def wide(text: str, file: str) -> list[Problem]:
    """Return the signs of a template that are those of a Chinese keyboard, where none is a tag."""
    return [
        problem("P824", Place(file, number, each.start() + 1), found=each[0], nearest="")
        for number, line in enumerate(bare(text).split("\n"), 1)
        for each in _WIDE.finditer(line)
        if not each[0].isascii()
    ]
