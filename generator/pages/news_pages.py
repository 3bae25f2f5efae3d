"""What changed lately at a place: its page, and its feed for those who are told of what is new."""

from collections.abc import Iterator, Mapping, Sequence

from generator.model import news
from generator.model.due_dates import Day
from generator.model.kinds.kind import View
from generator.model.kinds.registry import place_of, url_of
from generator.model.news import ABOVE, IN_FEED, OF_VILLAGE, Event
from generator.model.urls import feed_url, news_url
from generator.pages.page_mark import Page, mark_of
from generator.records.freshness import Times


def latest(own: Sequence[Event], elsewhere: Sequence[Event], level: str) -> Sequence[Event]:
    """Return the events that are told of a place of a level, the latest first.

    `own` are those that its batch knows, `elsewhere` those that it does not.
    """
    most = _most(level)
    return news.newest((*own, *elsewhere), most) if elsewhere else own[:most]


def has_feed(events: Sequence[Event]) -> bool:
    """Tell whether any of the events stands in a feed: none does that has no day."""
    return any(news.known_to_the_day(event[0]) for event in events)


def pages(
    place: View,
    crumbs: Sequence[View],
    events: Sequence[Event],
    names: Mapping[str, Sequence[str]],
    times: Times,
    *,
    feed: bool,
    calendar: str,
    moved: Mapping[str, str],
) -> Iterator[Page]:
    """Yield the page of what changed lately at a place, and its feed where there is to be one.

    `names` has those of the place that an event lies in, by unit, and of those between it and this
    one; none for this place and for what lies in none. `moved` has the first id of each place that
    moved.
    """
    shown = [_entry(event, names, place, moved) for event in events]
    known_as = news.first_known(place["id"], moved)
    keys = [each["key"] for each in shown] if moved else []
    named_as = [sorted(names.items()), known_as, keys]
    mark = mark_of(place, [each["id"] for each in crumbs], events, named_as, feed)
    dated = [each for each in shown if news.known_to_the_day(each["date"])] if feed else []
    to_feed = feed_url(place["id"], whole=not crumbs) if dated else ""
    if dated:
        most = IN_FEED if place["level"] == "village" else ABOVE
        view = {
            "of": place,
            "known_as": known_as,
            "entries": dated[:most],
            "updated": dated[0]["date"],
        }
        yield Page(to_feed, "feed.xml", view, mark=mark)
    view = {
        "place": place,
        "crumbs": crumbs,
        "entries": shown,
        "undated": not all(news.known_to_the_day(event[0]) for event in events),
        "full": len(shown) == _most(place["level"]),
        "feed": to_feed,
        "calendar": calendar,
    }
    named = mark_of(mark, calendar, crumbs)
    yield Page(news_url(place["id"]), "news.html", view, mark=named, times=times)


def calendar(
    place: View,
    days: Sequence[Day],
    names: Mapping[str, Sequence[str]],
    moved: Mapping[str, str],
    versions: Mapping[str, int],
) -> View:
    """Return what the calendar of a place says; `names` and `moved` as for `pages`.

    `versions` has how many there are of each record, by kind and id, where that is known.
    """
    return {
        "id": place["id"],
        "place": place["short_name"],
        "days": [
            {
                "key": f"{kind}/{_known(kind, ident, known, moved)}/{step}",
                "what": f"{kind}:{what}",
                "date": when,
                "since": since,
                "version": versions.get(f"{kind}/{ident}", 0),
                "title": title,
                # what is of no record is called by its place
                "called": place_of(kind, ident) if ident.endswith("/") else "",
                "place": names[place_of(kind, ident)],
                "unit": place_of(kind, ident),
                "url": url_of(kind, ident),
            }
            for when, kind, ident, step, what, title, since, known, _ in days
        ],
    }


def _known(kind: str, ident: str, known: str, moved: Mapping[str, str]) -> str:
    """Return by what a record is known: where its place moved and it says nothing, as before."""
    lies_there = known == ident and place_of(kind, ident)
    return news.first_known(known, moved) if lies_there else known


def _entry(
    event: Event, names: Mapping[str, Sequence[str]], here: View, moved: Mapping[str, str]
) -> View:
    """Return what is shown of an event; what has no title of its own is called by its place."""
    when, kind, ident, step, title, amount, until, note, known = event
    unit = place_of(kind, ident)
    place = names[unit]
    return {
        "key": f"{kind}/{_known(kind, ident, known, moved)}/{step}",
        "what": f"{kind}:{step.partition('-')[0]}",
        "date": when,
        "url": url_of(kind, ident),
        "title": title or (place[-1] if place else here["short_name"]),
        "called": "" if title else unit or here["id"],
        "place": place if title else place[:-1],
        "unit": unit if title else "",
        "amount": amount,
        "until": until,
        "note": note,
    }


def _most(level: str) -> int:
    return OF_VILLAGE if level == "village" else ABOVE
