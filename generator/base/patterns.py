"""Regular expressions that are compiled when they are first used.

There are some two hundred, and most builds need a few: to compile all would be a fifth of what it
takes to load the program.
"""

import re
from typing import AnyStr, cast

_PARTS = (
    *("search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"),
    *("pattern", "flags", "groups", "groupindex", "scanner"),
)


class _Pattern:
    """What stands for a pattern: from its first use on it has all that the pattern has."""

    __slots__ = ("_text", "_with", *_PARTS)

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text = text
        self._with = flags

    def __getattr__(self, name: str) -> object:
        """Compile the pattern: it is asked for something that is not there yet."""
        if name not in _PARTS:
            raise AttributeError(name)
        compiled = re.compile(self._text, self._with)
        for each in _PARTS:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what does as `re.compile` would, and raises its `re.error` at the first use."""
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))
