"""Numbers that someone vouches for: those of files that look like the number of a person.

Who vouches types the number again in full, and says in the record itself who they are, why, and on
which day. That stays in the repository, for whoever reviews it; no page, list, feed or message says
it. No one can vouch for what is surely a person's: an identity number with its check digit and a
day of birth, and whatever the words beside it call an identity, an account or a phone.
"""

import re
from collections.abc import Iterator
from typing import Any

from generator.base import folding, identity_numbers, number_context, privacy
from generator.base.digit_runs import runs
from generator.base.number_context import Said
from generator.base.patterns import pattern

FIELD = "vouched"
_BLOCK = pattern(rf"^{FIELD}[ \t]*:.*(?:\n(?:[ \t#-].*|$))*", re.MULTILINE)
_PARTS = ("number", "by", "why", "date")
SHORTEST_REASON = 6
"""How many characters say why: no number is vouched for in passing."""
_CONTEXT = {
    "P601": Said.PERSON,
    "P602": Said.ACCOUNT,
    "P604": Said.PHONE,
    "P605": Said.PERSON,
}
"""For which problems one can vouch, if the words near the number do not speak of that."""


def digits_of(number: str) -> str:
    """Return a number's digits, and its X, whatever they are written with."""
    return re.sub("[^0-9X]", "", folding.shown(number, loosely=True).upper())


def vouched(data: Any) -> frozenset[str]:
    """Return the digits of all numbers that a file's fields vouch for, as they were parsed.

    An entry that does not say who, why and when vouches for nothing.
    """
    entries = data.get(FIELD) if isinstance(data, dict) else None
    if not isinstance(entries, list):
        return frozenset()
    return frozenset(
        digits_of(each["number"])
        for each in entries
        if isinstance(each, dict)
        and all(isinstance(each.get(part), str) and each[part].strip() for part in _PARTS)
        and len(each["why"].strip()) >= SHORTEST_REASON
    )


def refused(text: str, known: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Yield code and offset of each number in `text` that may not be published.

    `known` are the digits of those vouched for; P612 is one of these that no one can vouch for.
    """
    own = _BLOCK.search(text) if known else None
    for code, at, digits in privacy.found(text):
        if digits not in known:
            yield code, at
        elif not (own and own.start() <= at < own.end()) and not can_be(code, digits, text, at):
            yield "P612", at


def can_be(code: str, digits: str, text: str, at: int) -> bool:
    """Tell whether one can vouch for a number that was found, with this code, at `at` in `text`."""
    if code not in _CONTEXT:
        return False
    if code == "P601" and int(digits[6:10]) < identity_numbers.FILED_SINCE:
        return False
    of = _CONTEXT[code]
    return number_context.said(text, at) is not of and not number_context.nearby(text, at, of)


def mobiles(text: str, known: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Yield digits and offset of each mobile number in `text` that no one vouches for."""
    for digits, at in privacy.found_mobiles(text):
        if digits not in known or not can_be("P604", digits, text, at):
            yield digits, at


def stale(text: str, known: frozenset[str]) -> set[str]:
    """Return those of `known` that stand nowhere in `text` but where they are vouched for."""
    rest = _BLOCK.sub("", text)
    there = {
        number
        for reading in folding.readings(rest, loosely=True)
        for run in runs(reading, 1)
        for number in known
        if run.has(number)
    }
    return {*known} - there
