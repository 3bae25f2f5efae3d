"""Whether the days that entries of a log say can be right: by their order, and by witnesses.

Each is the publisher's word, by the clock of its machine. As entries are only ever added behind
others, one that says an earlier day than those before it is wrong, or they are. Who cosigned a log
says by a clock of its own when it had so many entries: those were there, and all others were not.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

from generator.base.log_proofs import Checkpoint, day_of
from generator.base.messages import N_
from generator.base.signed_note import WITNESS, Key
from generator.build.log_check import Finding
from generator.build.log_reader import Elsewhere

DISORDER = N_(
    "{count} entries do not come in the order of their days, the first of them entry {number} of"
    " {day}: on which day they were added is in doubt."
)
AT_ODDS = N_(
    "{name} cosigned {count} entries on {seen}, and entry {number} says {day}: one of these two"
    " days is wrong."
)
AHEAD = N_("{name} cosigned on {seen}, as it says, which has not come yet: a clock is wrong.")

DAY = timedelta(days=1)
"""So far may clocks and time zones be apart."""


def out_of_order(days: Sequence[str]) -> list[int]:
    """Return the numbers of the fewest entries without which all days come in their order.

    >>> out_of_order(["2026-12-01", "2018-01-01", "2026-12-02"])
    [1]
    >>> out_of_order(["2026-12-01", "2062-12-02", "2026-12-03", "2026-12-04"])
    [1]
    """
    ends, at = list[str](), list[int]()  # of each length the run that ends on the earliest day
    before: list[int] = []
    for number, day in enumerate(days):
        length = bisect_right(ends, day)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1], at[length : length + 1] = [day], [number]
    kept, number = set[int](), at[-1] if at else -1
    while number >= 0:
        kept.add(number)
        number = before[number]
    return [number for number in range(len(days)) if number not in kept]


def doubts(
    site: Elsewhere, keys: Iterable[Key], today: date, numbers: Collection[int] | None = None
) -> Iterator[Finding]:
    """Yield what tells against the days of entries, of all where no `numbers` are given."""
    days = [each.day for each in site.entries()]
    asked = range(len(days)) if numbers is None else sorted({*numbers} & {*range(len(days))})
    wrong = [number for number in out_of_order(days) if number in asked]
    if wrong:
        said = {"count": len(wrong), "number": wrong[0], "day": days[wrong[0]]}
        yield Finding(DISORDER, said, checked=False)
    for key in keys:
        note = site.cosigned(key) if key.kind == WITNESS else None
        seconds = note.signed_by(key) if note else None
        if note is None or seconds is None or not site.continues(Checkpoint.of(note)):
            continue
        seen, count = day_of(seconds), Checkpoint.of(note).size
        told = {"name": key.name, "seen": seen.isoformat(), "count": count}
        if seen > today + DAY:
            yield Finding(AHEAD, told, checked=False)
        elif found := at_odds(((number, days[number]) for number in asked), count, seen):
            yield Finding(AT_ODDS, {**told, "number": found[0], "day": found[1]}, checked=False)


def at_odds(entries: Iterable[tuple[int, str]], size: int, seen: date) -> tuple[int, str] | None:
    """Return the first entry whose day cannot be right if a log had `size` of them on a day."""
    for number, day in entries:
        try:
            said = date.fromisoformat(day)
        except ValueError:  # of a log of others
            continue
        if (said > seen + DAY) if number < size else (said < seen - DAY):
            return number, day
    return None
