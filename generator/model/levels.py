"""The levels of divisions, the highest first, and which of them may lie right beneath which.

A tree may begin at any level. Some have none of a level: Dongguan has towns and no counties, a
province has counties of its own beside its prefectures.
"""

from collections.abc import Collection, Mapping

from generator.base.messages import N_

LEVELS: Mapping[str, tuple[str, str]] = {
    "nation": (N_("nation"), "国家"),
    "province": (N_("province"), "省"),
    "prefecture": (N_("prefecture"), "州"),
    "county": (N_("county"), "县"),
    "town": (N_("town"), "乡镇"),
    "village": (N_("village"), "村"),
}
"""Code → its words (a msgid, and what clerks may write)."""
ORDER = tuple(LEVELS)
WHOLE: Mapping[str, str] = {
    "nation": N_("The whole nation"),
    "province": N_("The whole province"),
    "prefecture": N_("The whole prefecture"),
    "county": N_("The whole county"),
    "town": N_("The whole town"),
    "village": N_("The whole village"),
}
"""What all of a site is called, by the level of its topmost unit."""
BY_DEPTH = ORDER[ORDER.index("prefecture") :]
"""The levels that a record is taken to have by how deep it lies, where nothing else says it."""
MIXED = frozenset(("nation", "province"))
"""Levels whose places may be of several levels, side by side."""


def below(level: str, above: str) -> bool:
    """Tell whether a place of `level` is of a lower level than one of `above`."""
    return ORDER.index(level) > ORDER.index(above)


def may_lie(level: str, above: str, beside: Collection[str]) -> bool:
    """Tell whether a place of `level` may lie right beneath one of `above`.

    `beside` has the levels of all that lies right beneath that one: where there are counties, a
    town lies in one of them.
    """
    if not below(level, above):
        return False
    between = ORDER[ORDER.index(above) + 1 : ORDER.index(level)]
    return above in MIXED or not any(each in beside for each in between)
