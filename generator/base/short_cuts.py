"""Short cuts: what of ours stands in the place of a library's own way, for speed alone.

Each has that way beside it and gives the same bytes, which a test compares. They are taken with the
versions that they were held against; with any other, and wherever the environment variable
`MINGJING_PLAIN` says anything at all, everything goes the libraries' own way, which is slower.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

SWITCH = "MINGJING_PLAIN"
HELD = {"Jinja2": "3.1", "MarkupSafe": "3.0", "PyYAML": "6.0"}
"""The libraries that have short cuts around them, each with the versions held against, 3.1 being
all those that begin so."""


_ABOUT = (".dist-info", ".egg-info")
"""How the folders end that lie beside a library and tell which version it is."""


@cache
def taken(*libraries: str) -> bool:
    """Tell whether short cuts around libraries are taken; in one process the answer stays."""
    return not os.environ.get(SWITCH) and {*libraries}.isdisjoint(name for name, _ in untried())


def untried() -> Iterator[tuple[str, str]]:
    """Yield name and version of each library that is another than was held against.

    The version of one that says nowhere which it is, is "?".
    """
    folders = [each.lower().rpartition(".")[0].split("-") for each in reversed(installed())]
    versions = {each[0]: each[1] for each in folders if len(each) > 1}
    for name, held in HELD.items():
        version = versions.get(name.lower(), "?")
        if not f"{version}.".startswith(f"{held}."):
            yield name, version


def installed() -> list[str]:
    """Return name and version of each library at hand, as the folder is called that says so.

    The first that Python would load comes first. To ask each library, or `importlib.metadata`,
    takes as long as half of what a build does where nothing has changed.
    """
    found: dict[str, None] = {}
    for folder in sys.path:
        with suppress(OSError):
            about = sorted(each.name for each in Path(folder).iterdir() if each.suffix in _ABOUT)
            found.update(dict.fromkeys(about))
    return [*found]


def switched_off() -> bool:
    """Tell whether the switch says to take none."""
    return bool(os.environ.get(SWITCH))
