"""What the styles in templates/assets say: rules, classes, custom properties, contrast."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from tests.conftest import ROOT

FILES = [ROOT / "templates/assets" / name for name in ("style.css", "print.css")]
"""The styles of all pages, in the order in which they hold."""
DARK = "@media (prefers-color-scheme: dark)"
NARROW = "@media (max-width: 40rem)"
PRINT = "@media print"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLOCK = re.compile(
    r"(@(?:media|supports)[^{]+)\{((?:[^{}]*\{[^{}]*\})*)\s*\}|([^{}]+)\{([^{}]*)\}"
)
_COMMA = re.compile(r",(?![^(]*\))\s*")  # not those within :is(…)
_CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")


def text() -> str:
    """Return all styles as if they were one file."""
    return "\n".join(each.read_text("utf-8") for each in FILES)


class Rule(NamedTuple):
    """A rule: the condition around it (or nothing), its selectors, its declarations."""

    where: str
    selectors: tuple[str, ...]
    body: str

    def text(self) -> str:
        """Return the rule as it is written, without its condition."""
        return f"{', '.join(self.selectors)} {{ {self.body} }}"


def rules(css: str) -> Iterator[Rule]:
    """Yield every rule of a stylesheet whose conditions are one deep; those of `@page` too."""
    for where, inner, selector, body in _BLOCK.findall(_COMMENT.sub("", css)):
        if where:
            for rule in rules(inner):
                yield rule._replace(where=" ".join(where.split()))
        else:
            yield Rule("", tuple(_COMMA.split(" ".join(selector.split()))), " ".join(body.split()))


def classes(css: str) -> set[str]:
    """Return every class that a selector of the stylesheet names."""
    return {name for rule in rules(css) for each in rule.selectors for name in _CLASS.findall(each)}


def properties(css: str, where: str = "") -> dict[str, str]:
    """Return the custom properties that `:root` sets under a condition, with their values."""
    return {
        name: value.strip()
        for rule in rules(css)
        if rule.where == where and rule.selectors == (":root",)
        for name, value in re.findall(r"(--[\w-]+):([^;]+)", rule.body)
    }


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rgb` or `#rrggbb`, from 0 to 1, as WCAG 2.2 defines it."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = (int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2, 1.4.3)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
