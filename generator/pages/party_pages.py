"""Pages of those who build, carry out or are paid for projects, and the lists of them."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import islice

from generator.base import initials, natural_order
from generator.base.digests import digest
from generator.joined.party_index import Party
from generator.joined.site_data import Library
from generator.model import parties
from generator.model.kinds.kind import View
from generator.model.urls import continued, party_url
from generator.pages.jobs import Draft, Listed, Ready
from generator.pages.list_pages import TOGETHER, between
from generator.pages.page_mark import Page, mark_of
from generator.records import list_rows
from generator.records.list_rows import MARK, ROWS, SHOWN, paged, pager

LISTS = "lists/parties"
"""What the addresses of the lists begin with."""
OTHERS = "0"
"""What stands for a letter where a name begins with none."""


def drafts(library: Library, names: bytes) -> Iterator[Draft]:
    """Plan the pages of all parties and their lists; `names` is the digest of places' names."""
    small: dict[str, list[Party]] = {}
    for party in library.parties.values():
        if party.sums["projects"] <= ROWS:
            small.setdefault(party.id[0], []).append(party)
        else:
            pages = -(-party.sums["projects"] // ROWS)
            for first in range(0, pages, TOGETHER):
                chosen = range(first, min(first + TOGETHER, pages))
                yield _draft(library, f"party {party.id} {first}", [(party, chosen)], names)
    for start, some in sorted(small.items()):
        yield _draft(library, f"parties {start}", [(each, range(1)) for each in some], names)
    mark = mark_of(names, [(e.id, e.name, e.within, e.sums) for e in library.parties.values()])
    yield Draft("parties", mark, lambda: Ready(tuple(_lists(library))))


def _draft(
    library: Library, name: str, chosen: Sequence[tuple[Party, range]], names: bytes
) -> Draft:
    """Plan some pages of parties, by their numbers from 0 on."""
    marks = [
        (
            [party.id, party.name, party.within, party.sums, [*pages]],
            digest(party.marks[pages.start * ROWS * MARK : pages.stop * ROWS * MARK]),
        )
        for party, pages in chosen
    ]
    return Draft(name, mark_of(names, marks), partial(_job, library, chosen, names))


def _job(library: Library, chosen: Sequence[tuple[Party, range]], names: bytes) -> Listed:
    """Return the pages, each with the rows of its projects and what these say of the party."""
    made, own, more = list[Page](), list[list[bytes | View]](), list[list[View]]()
    units = set[str]()
    for party, pages in chosen:
        shown: list[bytes | View] = []
        first, end = pages.start * ROWS, pages.stop * ROWS
        for some in between(party.rows(), first, end):
            if isinstance(some, list_rows.Rows):  # as those of projects always are
                shown += some.packed()
                units.update(some.table.units)
        said = [*islice(party.said(), first, end)]
        marks, url = party.marks, party_url(party.id).removesuffix(".html")
        whole = -(-party.sums["projects"] // ROWS)
        for n in pages:
            at = slice((n - pages.start) * ROWS, (n - pages.start + 1) * ROWS)
            own.append(shown[at])
            more.append([*map(_said, said[at])])
            view = {
                "party": named(library, party),
                "sums": party.sums if n == 0 else None,
                "pager": pager(url, n + 1, whole, continued),
            }
            key = mark_of(names, view, digest(marks[n * ROWS * MARK : (n + 1) * ROWS * MARK]))
            made.append(Page(continued(url, n + 1), "party.html", view, mark=key))
    places = {unit or library.root: library.place(unit or library.root) for unit in units}
    return Listed(tuple(made), tuple(own), places, library.root, tuple(more))


def _said(said: tuple[str, int | None, int | None, int]) -> View:
    roles, bid, received, unnamed = said
    return {"roles": _roles(roles), "bid": bid, "received": received, "unnamed": unnamed}


@cache
def _roles(letters: str) -> list[str]:
    """Return the roles that begin with some letters, in their order."""
    return [role for role in parties.ROLES if role[0] in letters]


def named(library: Library, party: Party) -> View:
    """Return how pages name a party: `place` is where the name is known, empty for everywhere."""
    return {
        "id": party.id,
        "name": party.name,
        "place": library.place(party.within) if party.within in library.units else [],
        "person": parties.may_be_person(party.name),
    }


def _lists(library: Library) -> Iterator[Page]:
    """Yield the lists of parties: the way in, by letter, and by money."""
    letters: dict[str, list[Party]] = {}
    for each in library.parties.values():
        letters.setdefault(initials.of(each.name) or OTHERS, []).append(each)
    counts = [(letter, len(letters[letter])) for letter in sorted(letters)]
    by_money = sorted(library.parties.values(), key=_richest)
    view = {"letters": counts, "letter": "", "by": "", "pager": pager("", 1, 1)}
    first = {**view, "rows": [*_rows(library, by_money[:SHOWN])], "count": len(by_money)}
    yield Page(f"{LISTS}/index.html", "parties.html", first)
    for by, letter, url, chosen in (
        ("money", "", f"{LISTS}/money", by_money),
        *(
            ("letter", letter, f"{LISTS}/{letter}", sorted(letters[letter], key=_spelled))
            for letter, _ in counts
        ),
    ):
        for address, some, number in paged(url, chosen):
            more = {"letters": counts, "letter": letter, "by": by, "pager": number}
            rows = [*_rows(library, some)]
            yield Page(address, "parties.html", {**more, "rows": rows, "count": len(chosen)})


def _richest(party: Party) -> tuple[int, int, natural_order.Key, str]:
    """Return what parties are ordered by: to whom most was paid comes first, then by bids."""
    sums = party.sums
    return (-sums["received"], -sums["bid"], natural_order.key(party.name), party.id)


def _spelled(party: Party) -> tuple[bytes, str]:
    return (initials.order(party.name), party.id)


def _rows(library: Library, some: Iterable[Party]) -> Iterator[View]:
    for each in some:
        yield {**named(library, each), "sums": each.sums}
