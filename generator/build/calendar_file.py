"""Calendars: the days by which something is due at a place, as a file that phones take (RFC 5545).

The same view gives the same bytes on whatever day: when an entry was written is told by the record
it comes from, and its name outlives a change of the site's address.

icalendar writes texts and lines; which lines there are stands here. Its own components would say
the same, and take five times as long for a village that has one day to keep.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from generator.base.messages import N_
from generator.build.code_words import LABELS
from generator.build.page_words import PageWords
from generator.build.template_filters import named, named_and_spelt
from generator.model.kinds.kind import View
from generator.parse.field_types import parse_date

DEMO = N_("Demonstration data: the projects, amounts, names and phones here are made up.")
NAMED = N_("%(place)s: days to keep")
AS_SHOWN = N_("The day may have been changed since; see the page: %(address)s")
MADE_UP = N_("(demonstration) ")
COLON = N_(": ")
_DAY = timedelta(days=1)
_WITHOUT_GIT = 100_000
"""No less than any number that was given out so far: once that of days by which one was put off."""
_LONGEST = 75
"""Bytes of a line, but for its end."""


@dataclass(frozen=True, slots=True)
class Said:
    """In which language calendars speak, and of which site they are.

    `folder` is that of the language, from the site's root; `turn` writes a text in Traditional
    characters, where these are asked for.
    """

    language: str
    folder: str
    words: PageWords
    site: View
    turn: Callable[[str], str] | None = None

    def text(self, message: str) -> str:
        """Return what is said for one of our English texts."""
        return self.turned(self.words.text(message))

    def turned(self, text: str) -> str:
        """Return a text of a record as this language writes it."""
        return self.turn(text) if self.turn else text

    def placed(self, names: Sequence[str], unit: str) -> str:
        """Return a place by its name and those above it, with pinyin but in Chinese."""
        placed = named if self.language.startswith("zh") else named_and_spelt
        return self.turned(placed(names, unit))


def made(url: str, view: View, said: Said) -> bytes:
    """Return the calendar of a place, which is to stand at `url`."""
    lines = ["BEGIN:VCALENDAR", *_head(url, view, said)]
    for each in view["days"]:
        lines += _entry(each, said)
    return b"".join(map(_line, (*lines, "END:VCALENDAR")))


def _head(url: str, view: View, said: Said) -> Iterator[str]:
    """Yield what a calendar says of itself."""
    site, name = (
        said.site,
        _text(said.text(NAMED) % {"place": said.placed([view["place"]], view["id"])}),
    )
    yield "VERSION:2.0"
    yield f"PRODID:-//Mingjing//disclosure//{said.language.upper()[:2]}"
    # no UID of its own (RFC 7986): vdirsyncer takes it for that of each entry, and keeps the last
    yield f"NAME:{name}"
    yield f"X-WR-CALNAME:{name}"
    if site["demo"]:
        yield f"DESCRIPTION:{_text(said.text(DEMO))}"
    # records change by day
    yield "REFRESH-INTERVAL;VALUE=DURATION:P1D"
    yield "X-PUBLISHED-TTL:P1D"
    if site["base_url"]:
        yield f"SOURCE;VALUE=URI:{site['base_url']}{url}"


def _entry(each: View, said: Said) -> Iterator[str]:
    """Yield what a day by which something is due says: all of that day, and no part of another."""
    site, day = said.site, date.fromisoformat(each["date"])
    demo = said.text(MADE_UP) if site["demo"] else ""
    what = said.text(LABELS["due"][each["what"]]) + said.text(COLON)
    yield "BEGIN:VEVENT"
    yield f"UID:{_name(site['news_ids'] + each['key'])}"
    yield f"DTSTAMP:{_written(each['since'])}"
    yield f"SEQUENCE:{_version(each)}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + _DAY:%Y%m%d}"
    yield f"SUMMARY:{_text(demo + what + said.placed([each['title']], each['called']))}"
    if each["place"]:
        yield f"LOCATION:{_text(said.placed(each['place'], each['unit']))}"
    if site["base_url"]:
        address = f"{site['base_url']}{said.folder}{each['url']}"
        # whoever took the file once keeps the day as it was then
        yield f"DESCRIPTION:{_text(said.text(AS_SHOWN) % {'address': address})}"
        yield f"URL:{address}"
    yield "TRANSP:TRANSPARENT"  # nobody is busy for that
    yield "END:VEVENT"


@lru_cache(maxsize=2_000)
def _line(line: str) -> bytes:
    """Return a line as it is written: one of more than 75 bytes is cut, and goes on in the next."""
    from icalendar import parser  # noqa: PLC0415 (a build that changes none needs it not)

    content = line.encode()
    if len(content) > _LONGEST:
        write: Any = parser.Contentline  # which carries no types
        content = write(line).to_ical()
    return content + b"\r\n"


def _text(text: str) -> str:
    """Return a text with the signs before commas and the like that a calendar needs."""
    from icalendar import vText  # noqa: PLC0415 (as above)

    return str(vText(text).to_ical(), "utf-8")


def _name(of: str) -> str:
    """Return a name that stays: the same of the same entry, and of no other."""
    return str(uuid5(NAMESPACE_URL, of))


def _version(entry: View) -> int:
    """Return the number of the version of an entry, which never falls.

    By the time of a build it would change with every build. Where git is asked what was changed, it
    counts the versions of the record, so that a phone that takes the file again takes the new day.
    Without git a record says what its day is, and never what it was. Whatever is worked out from
    that alone falls where a change is taken back, unless it is one and the same: then the page that
    an entry names is what tells (RFC 5545, 3.8.7.4). All of git's are greater.
    """
    return _WITHOUT_GIT + int(entry["version"])


@lru_cache(maxsize=20_000)
def _written(since: str) -> str:
    return f"{parse_date(since).first:%Y%m%d}T000000Z"
