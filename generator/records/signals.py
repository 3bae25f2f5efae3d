"""What of a project may be worth a look, in few values: they are held against those of others."""

import marshal
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from generator.base.half_width import half_width
from generator.base.patterns import pattern
from generator.model.kinds.kind import View

_KILOMETRES = pattern(
    r"(?<![0-9.,~+至到第每—–-])([0-9]+(?:\.[0-9]+)?) *(?:公里|千米|km\b(?!/))"
    r"(?! *(?:/|每|一)?(?:小时|时)) *零?(?:([0-9]{1,3})(?:米|m\b))?",
    re.IGNORECASE,
)
_AWAY = pattern("(?:[距离]|时速)[^，。；、,;]*$")
"""Before a distance or a speed: how far something lies is not how long it is."""


class Signal(NamedTuple):
    """What of a project may be worth a look; money in fen, None and "" for not known."""

    id: str
    file: str
    title: str
    year: int
    category: str
    contractor: str
    party: str
    """The id of the contractor, by which the same one is known under all ways to write its name."""
    planned: int | None
    bid: int | None
    settled: int | None
    """The audited price, else the settled one."""
    audited: bool
    """Whether it is the audited one."""
    changes: int
    paid: str
    """The day of the first payment, in ISO form as precise as it is known."""
    start: str
    """When the work began, likewise."""
    households: int | None
    kilometres: float | None
    """As the task has it, where it names one length."""


def of(view: View) -> Signal:
    """Return what of a project may be worth a look, from its view."""
    audited = view["audited_price"]
    return Signal(
        view["id"],
        view["file"],
        view["title"],
        view["year"],
        view["category"],
        view["contractor"],
        view["parties"].get(view["contractor"], ""),
        view["planned"],
        view["bid_price"],
        view["settled_price"] if audited is None else audited,
        audited is not None,
        len(view["changes"]),
        view["payments"][0]["date"] if view["payments"] else "",
        view["actual"]["start"],
        view["beneficiaries"]["households"],
        kilometres(view["task"]),
    )


def kilometres(task: str) -> float | None:
    """Return the length of what is built, None where a task says none or several.

    >>> kilometres("在距村委会12公里的水库取水，架设管道5千米")
    5.0
    >>> kilometres("硬化路面2公里300米，设计速度20公里/小时")
    2.3
    """
    task = half_width(task)
    found = _KILOMETRES.finditer(task)
    lengths = [each for each in found if not _AWAY.search(task[: each.start()])]
    if len(lengths) != 1:
        return None
    whole, metres = lengths[0].groups()
    return float(Decimal(whole) + Decimal(metres or 0) / 1000)


def packed(signals: Iterable[Signal]) -> bytes:
    """Return what of the projects of a batch may be worth a look, as `unpacked` takes it."""
    return marshal.dumps([*map(tuple, signals)], 2)


def unpacked(content: bytes) -> Iterator[Signal]:
    """Yield what `packed` made it of."""
    return map(Signal._make, marshal.loads(content))  # noqa: S302 (written by this program)
