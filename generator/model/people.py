"""Names of people as clerks write them: several in one place are counted as one person."""

from collections.abc import Iterator

from generator.base.findings import Finding, Step, finding
from generator.base.patterns import pattern

_ONE = "[\u4e00-\u9fff·]{2,8}"
_SEVERAL = pattern(rf"{_ONE}(?: *[、，,/;；] *{_ONE})+")


def together(name: str | None, *path: Step) -> Iterator[Finding]:
    """Yield that the name at `path` is that of several people."""
    if name is not None and _SEVERAL.fullmatch(name):
        yield finding("P146", *path, value=name)
