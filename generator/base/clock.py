"""The day of a build, as a date that notes for which other days its answers are the same.

Whether a project is late, a term over, a phone to be shown: each is asked of one day. A `Clock` is
that day. It is compared like any date, and notes the nearest days, before and after, at which the
answer would be another. So what was made of a record says by itself how long it holds, whatever
was asked on the way; nobody keeps a second list of deadlines.

Whatever is asked otherwise than by comparing (its number, its text, its hash) holds on this one
day alone: that is too short at worst, and never too long.
"""

from datetime import date, timedelta
from typing import NamedTuple, SupportsIndex, overload

_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2099, 12, 31)
"""Between these a record can be dated; a site is made for no other day."""


class Span(NamedTuple):
    """The days on which something holds, as ordinals: `since` is the first, `until` is not one.

    `since` may be before, and `until` after, all days that a date can be.
    """

    since: int = _FIRST
    until: int = _LAST + 1

    def holds(self, day: date) -> bool:
        """Tell whether it holds on a day."""
        return self.since <= date.toordinal(day) < self.until

    def within(self, other: "Span") -> "Span":
        """Return the days on which both hold."""
        return Span(max(self.since, other.since), min(self.until, other.until))

    @property
    def next(self) -> str:
        """The day on which it holds no longer, in ISO form; "" where that never comes."""
        return date.fromordinal(self.until).isoformat() if self.until <= _LAST else ""


ALWAYS = Span()


class _Note:
    """What a clock has noted until now."""

    __slots__ = ("since", "until")

    def __init__(self) -> None:
        self.since, self.until = ALWAYS


class _Noting:
    """A block of `Clock.noting`: a generator would cost more than what most blocks ask."""

    __slots__ = ("_before", "_found", "_note")

    def __init__(self, note: _Note) -> None:
        self._note = note
        self._found: list[Span] = []

    def __enter__(self) -> list[Span]:
        note = self._note
        self._before = note.since, note.until
        note.since, note.until = ALWAYS
        return self._found

    def __exit__(self, *_: object) -> None:
        note, (since, until) = self._note, self._before
        self._found.append(Span(note.since, note.until))
        note.since = max(note.since, since)
        note.until = min(note.until, until)


class Clock(date):
    """A date that notes what is asked of it: see the top of this module.

    `clock - timedelta(days=30)` is a clock, too: what is asked of it is noted by the day it comes
    from. Not to be shared between threads.
    """

    _note: _Note
    _shift: int
    """By how many days the day of the build lies after this one."""

    @classmethod
    def of(cls, day: date) -> "Clock":
        """Return the clock of a day, which has noted nothing yet."""
        return cls._made(date.toordinal(day), _Note(), 0)

    @classmethod
    def _made(cls, ordinal: int, note: _Note, shift: int) -> "Clock":
        plain = date.fromordinal(ordinal)
        made = cls(plain.year, plain.month, plain.day)
        made._note, made._shift = note, shift
        return made

    def noting(self) -> "_Noting":
        """Give a list that holds, once the block has ended, for which days what it asked holds.

        What was noted before stays; blocks may lie within each other.
        """
        return _Noting(self._note)

    @property
    def noted(self) -> Span:
        """For which days all that was asked holds."""
        return Span(self._note.since, self._note.until)

    @property
    def plain(self) -> date:
        """The day itself, without noting anything: for what is shown nowhere."""
        return date.fromordinal(date.toordinal(self))

    def note(self, span: Span) -> None:
        """Note what was asked at another time and is used again: it holds for `span`."""
        self._note.since = max(self._note.since, span.since)
        self._note.until = min(self._note.until, span.until)

    def _holds(self, since: int, until: int) -> None:
        """Note that what is asked holds between two ordinals of this clock, the second left out."""
        note, shift = self._note, self._shift
        note.since, note.until = max(note.since, since + shift), min(note.until, until + shift)

    def _reached(self, day: int) -> bool:
        """Tell whether `day`, an ordinal, has come; note until or since when that is so."""
        note, change = self._note, day + self._shift
        if date.toordinal(self) >= day:
            note.since = max(note.since, change)
            return True
        note.until = min(note.until, change)
        return False

    def _today(self) -> date:
        """Return the plain day, which is noted: the answer is that of this day alone."""
        own = date.toordinal(self)
        self._holds(own, own + 1)
        return date.fromordinal(own)

    def __lt__(self, other: date) -> bool:
        return not self._reached(date.toordinal(other))

    def __ge__(self, other: date) -> bool:
        return self._reached(date.toordinal(other))

    def __le__(self, other: date) -> bool:
        return not self._reached(date.toordinal(other) + 1)

    def __gt__(self, other: date) -> bool:
        return self._reached(date.toordinal(other) + 1)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, date):
            return NotImplemented
        day = date.toordinal(other)
        return self._reached(day) and not self._reached(day + 1)

    def __ne__(self, other: object) -> bool:
        same = self.__eq__(other)
        return same if same is NotImplemented else not same

    def __hash__(self) -> int:
        return hash(self._today())

    @overload  # type: ignore[override] # the day that something is taken from is a date, not ours
    def __sub__(self, other: timedelta) -> "Clock": ...
    @overload
    def __sub__(self, other: date) -> timedelta: ...
    def __sub__(self, other: timedelta | date) -> "Clock | timedelta":
        if isinstance(other, timedelta):
            return self._moved(-other.days)
        return self._today() - date.fromordinal(date.toordinal(other))

    def __rsub__(self, other: date) -> timedelta:
        return other - self._today()

    def __add__(self, other: timedelta) -> "Clock":
        return self._moved(other.days)

    __radd__ = __add__

    def _moved(self, days: int) -> "Clock":
        return Clock._made(date.toordinal(self) + days, self._note, self._shift - days)

    @property
    def year(self) -> int:
        """The year, which holds until its end."""
        year = self.plain.year
        self._holds(date(year, 1, 1).toordinal(), _first_day(year + 1, 1))
        return year

    @property
    def month(self) -> int:
        """The month, which holds until its end."""
        year, month = self.plain.year, self.plain.month
        following = _first_day(year + month // 12, month % 12 + 1)
        self._holds(date(year, month, 1).toordinal(), following)
        return month

    @property
    def day(self) -> int:
        """The day of the month."""
        return self._today().day

    def isoformat(self) -> str:
        """Return the day as text."""
        return self._today().isoformat()

    def toordinal(self) -> int:
        """Return the number of the day."""
        return self._today().toordinal()

    def timetuple(self):  # type: ignore[no-untyped-def] # noqa: ANN201 (as `date` has it)
        """Return the day as `time` has it."""
        return self._today().timetuple()

    def isocalendar(self):  # type: ignore[no-untyped-def] # noqa: ANN201 (as above)
        """Return the year, the week and the day of the week."""
        return self._today().isocalendar()

    def weekday(self) -> int:
        """Return the day of the week, from 0 for Monday."""
        return self._today().weekday()

    def isoweekday(self) -> int:
        """Return the day of the week, from 1 for Monday."""
        return self._today().isoweekday()

    def ctime(self) -> str:
        """Return the day as C has it."""
        return self._today().ctime()

    def strftime(self, format: str) -> str:  # noqa: A002 (as `date` calls it)
        """Return the day in a form."""
        return self._today().strftime(format)

    def replace(  # type: ignore[override] # what comes of it is no clock
        self,
        year: SupportsIndex | None = None,
        month: SupportsIndex | None = None,
        day: SupportsIndex | None = None,
    ) -> date:
        """Return another day: no clock, as what it has to do with this one is not known."""
        own = self._today()
        return date(
            own.year if year is None else int(year),
            own.month if month is None else int(month),
            own.day if day is None else int(day),
        )

    def __str__(self) -> str:
        return str(self._today())

    def __repr__(self) -> str:
        return repr(self._today())

    def __format__(self, spec: str) -> str:
        return format(self._today(), spec)

    def __reduce__(self) -> tuple[object, ...]:
        """Be a clock of its own elsewhere: in another process nothing is noted here."""
        return (Clock.of, (self.plain,))


def _first_day(year: int, month: int) -> int:
    """Return the ordinal of the first day of a month; the day after the last of all days, too."""
    return date(year, month, 1).toordinal() if year <= date.max.year else _LAST + 1
