"""All records joined: the unit tree, what points to what, and figures rolled up the tree.

It is made of summaries, so no process holds every record whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import nlargest, nsmallest
from itertools import chain
from operator import itemgetter
from pathlib import Path

from generator.base import natural_order
from generator.base.digests import digest
from generator.base.problems import Problem, problem
from generator.joined import (
    anchors,
    answered_letters,
    changes,
    comparison,
    money_ledger,
    news_above,
    notices_elsewhere,
    party_index,
    ranking,
    red_flags,
    succession,
)
from generator.joined import references as named
from generator.joined.honours import faults as faults_of_honours
from generator.joined.ranking import Ranking
from generator.joined.succession import Moved, Succession
from generator.joined.unit_tree import Hierarchy, grow
from generator.model import number_bounds, place_ends
from generator.model.everyday_words import Everyday
from generator.model.kinds import document
from generator.model.kinds.kind import Rules, View
from generator.model.kinds.registry import place_of
from generator.model.kinds.unit import staffing
from generator.model.rules import FlagRules
from generator.parse import validation
from generator.records import disclosures, freshness, list_rows, totals, view_cache
from generator.records.batches import CUT, Tree, batch_of
from generator.records.freshness import Times
from generator.records.histories import Histories
from generator.records.summary import Reference, Summary, newest
from generator.records.totals import Figures, PackedFigures


@dataclass(slots=True)
class Library(Hierarchy):
    """Every published record's row, by id or in the order of lists.

    `figures` are rolled up: those of a unit count everything below it. `kept_back` counts records
    left out as board_only, by the unit they belong to, rolled up too.
    """

    by_unit: dict[str, Sequence[View]] = field(default_factory=dict)
    """The projects of each unit."""
    late: dict[str, Sequence[View]] = field(default_factory=dict)
    """The first late projects of each unit and what is below it."""
    lists: dict[str, list[dict[list_rows.Key, list_rows.Part]]] = field(default_factory=dict)
    """The parts that lists consist of, by county."""
    records: dict[str, list[View]] = field(default_factory=dict)
    """The records of each unit that stand on its page of compliance."""
    ledger: money_ledger.Ledger = field(default_factory=money_ledger.Ledger)
    """Every allotment of money, and what became of it."""
    letters: answered_letters.Letters = field(default_factory=answered_letters.Letters)
    """What residents asked about what, and how soon each body answers."""
    parties: dict[str, party_index.Party] = field(default_factory=dict)
    """Who builds, carries out or is paid for projects, by id."""
    succession: Succession = field(default_factory=Succession)
    """Which places have ended, and what they belong to."""
    ranking: Ranking = field(default_factory=Ranking)
    """The libraries of projects, and the place of each project in that of its county."""
    strips: dict[str, list[View]] = field(default_factory=dict)
    """The periods in which each unit should have met."""
    documents: dict[str, View] = field(default_factory=dict)
    """Documents by id, in the order of their list, in the state that the others leave them in."""
    documents_of: dict[str, list[View]] = field(default_factory=dict)
    """The documents that a unit has issued."""
    attachments: dict[str, View] = field(default_factory=dict)
    staffing: dict[str, View] = field(default_factory=dict)
    """How the staff of each unit stands to its minimum, as `unit.staffing` has it."""
    disclosed: dict[str, View] = field(default_factory=dict)
    """What the pages of each batch must know of the notices and records of others."""
    commendations: list[View] = field(default_factory=list)
    honours: dict[str, list[View]] = field(default_factory=dict)
    issued: dict[str, list[View]] = field(default_factory=dict)
    """The commendations that a unit has given."""
    compared: dict[str, View] = field(default_factory=dict)
    """How each village stands beside those of its town and its county, as `comparison` has it."""
    contacts: dict[str, View] = field(default_factory=dict)
    pages: list[View] = field(default_factory=list)
    figures: PackedFigures = field(default_factory=PackedFigures)
    times: dict[str, Times] = field(default_factory=dict)
    """When records of each unit and what is below it last said something; when that changes."""
    moved: list[Moved] = field(default_factory=list)
    """Records that lay elsewhere before."""
    published: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Content path without the content folder → kind and id: what a link may lead to."""
    pictures: dict[str, View] = field(default_factory=dict)
    news: news_above.News = field(default_factory=news_above.News)
    """What happened at places, as far as their own batches do not know it."""
    everyday: Everyday = field(default_factory=Everyday)
    """The words of everyday that the search knows."""
    turned: bytes = b""
    """How names are written in Traditional characters, as `traditional_text.words` gives it."""
    changed: changes.Changed = field(default_factory=changes.Changed)
    """What was changed of records, as far as git knows."""
    flags: dict[str, dict[str, list[View]]] = field(default_factory=dict)
    """What of projects is worth a look, by batch and their ids, where pages are to say it."""
    earlier: dict[str, str] = field(default_factory=dict)
    """Places that are shown, with all beneath them, as they were on a day (ISO), by their ids."""
    latest: list[View] = field(default_factory=list)
    """Projects in the news, the latest first: no more than are shown."""

    def rows_of(self, projects: Iterable[str]) -> dict[str, View]:
        """Return the rows of some projects by their ids, those of one place together.

        Those that are not there are left out.
        """
        wanted = {*projects}
        folders = {each.rpartition("/")[0] or self.root for each in wanted}
        rows = chain.from_iterable(self.by_unit.get(each, ()) for each in sorted(folders))
        return {row["id"]: row for row in rows if row["id"] in wanted}

    def money_of(self, unit: str) -> str:
        """Return the unit whose ledger of money is the nearest: itself or above it, "" for none.

        A unit has one where there are allotments to it or to what is below it.
        """
        line = reversed(self.line(unit))
        return next((each for each in line if "allocations" in self.figures[each]), "")


@dataclass(frozen=True, slots=True)
class Given:
    """What summaries are joined with."""

    tree: Tree
    root: Path
    content: str
    languages: Sequence[str]
    keeps: Mapping[str, Path]
    """By the key of a batch, the file of its views."""
    rules: Rules | None = None
    """They say when a place is stale, and how the content is cut."""
    changed: Histories = field(default_factory=Histories)
    """What was changed of the records."""
    flags: FlagRules | None = None
    """What of projects is worth a look."""
    earlier: Mapping[str, str] = field(default_factory=dict)
    """Batches that are as they were on a day."""
    stamps: Mapping[str, bytes] | None = None
    """What each batch is made from, where something may be kept beside its views."""

    @property
    def cut(self) -> int:
        """Of how many parts the address of a batch is."""
        return self.rules.cut if self.rules else CUT

    @property
    def county(self) -> int:
        """Of how many parts the address of a county is; no batch is of two."""
        return self.rules.county if self.rules else 1


def join(summaries: Sequence[Summary], given: Given) -> tuple[Library, list[Problem]]:
    """Join the summaries; return the library and every problem, those of the records included.

    With errors among the problems the library is not fit to make pages from.
    """
    tree, root, content = given.tree, given.root, given.content
    library = Library(cut=given.cut, earlier={**given.earlier})
    library.changed = changes.join(given.changed, summaries, tree, given.cut)
    problems = [*tree.problems, *(each for s in summaries for each in s.problems)]
    units = [row for summary in summaries for row in summary.units]
    problems.extend(grow(library, units, summaries, tree, root, content))
    library.succession = succession.join(library.units)
    problems.extend(succession.faults(library.units, library.children, root))
    problems.extend(succession.circles(library.units, root))
    _gather(library, summaries)
    problems.extend(succession.faults_of_moved(library.moved, tree.ids, root))
    _publish(library, summaries, tree, content)
    known = named.Known(summaries, tree)
    problems.extend(named.references(library.units, summaries, known, root))
    problems.extend(_documents(library, root))
    problems.extend(named.links(library.published, summaries, tree, content))
    problems.extend(anchors.judge(summaries, tree, root, content, given.languages))
    problems.extend(named.unread(summaries, tree, content, given.languages))
    if library.root:
        problems.extend(_money(library, summaries, known, root))
        _roll_up(library, summaries, given)
        library.compared = comparison.compare(library, library.figures)
        problems.extend(_staff(library, root))
        _lists(library, summaries)
        letters = chain.from_iterable(s.records.get(answered_letters.KIND, ()) for s in summaries)
        top = library.units[library.root]
        names = (top["name"], top["short_name"])
        library.letters = answered_letters.join(
            letters, library.root, names, given.cut, given.county
        )
        library.news = news_above.join(library, summaries, library.ledger)
        if given.flags:
            problems.extend(_flags(library, summaries, given, given.flags))
        problems.extend(_ranked(library, summaries, known, root))
        problems.extend(_populations(library, root))
        for each in chain.from_iterable(summary.nominations for summary in summaries):
            found = faults_of_honours(each, library.units, library.records)
            problems.extend(validation.place(found, each["file"], root))
    return library, problems


def _gather(library: Library, summaries: Sequence[Summary]) -> None:
    for summary in summaries:
        library.commendations.extend(summary.commendations)
        library.contacts.update((row["id"], row) for row in summary.contacts)
        library.pages.extend(summary.pages)
        library.pictures.update(summary.pictures)
        library.strips.update(summary.strips)
        library.attachments.update(summary.attachments)
        library.documents.update((row["id"], row) for row in summary.documents)
        lately = [*library.latest, *summary.latest]
        library.latest = nlargest(list_rows.SHOWN, lately, newest)
        library.moved.extend(map(Moved._make, summary.moved))
    found = sorted(document.replaced(library.documents), key=document.order, reverse=True)
    library.documents = {row["id"]: row for row in found}
    for row in found:
        library.documents_of.setdefault(row["unit"], []).append(row)
    library.commendations.sort(key=lambda row: (-row["year"], natural_order.key(row["id"])))
    for row in library.commendations:
        short = {key: row[key] for key in ("id", "title", "year", "stage")}
        library.issued.setdefault(row["by"], []).append(short)
        for each in row["honorees"]:
            library.honours.setdefault(each["unit"], []).append({**each, "commendation": short})


def _lists(library: Library, summaries: Sequence[Summary]) -> None:
    """Gather the projects in the order of the register, and what lists need of all records."""
    order = {unit: number for number, unit in enumerate(library.units)}
    batches = [summary for summary in summaries if summary.lists]
    batches.sort(key=lambda each: order.get(each.key, -1))
    library.parties = party_index.join(batches)
    for summary in batches:
        late = library.disclosed.get(summary.key, {}).get("late")
        lists, records = _told_late(summary, late) if late else (summary.lists, summary.records)
        library.lists.setdefault(library.county(summary.key or library.root), []).append(lists)
        for row in chain.from_iterable(records.values()):
            library.records.setdefault(row["unit"] or library.root, []).append(row)
        for unit, own in summary.by_unit.items():
            place = library.ident(unit)
            before = library.by_unit.get(place)  # hardly ever are they of more than one batch
            library.by_unit[place] = [*before, *own] if before else own
        for unit, first in summary.late.items():
            library.late[unit or library.root] = first
    for county in (library.root, *library.children.get(library.root, ())):
        below = [county] if county == library.root else library.below(county)
        library.lists.setdefault(county, []).append(money_ledger.parts(library.ledger, below))
    _late(library, batches)


def _late(library: Library, batches: Iterable[Summary]) -> None:
    """Note the projects that are late longest, of each unit above the batches."""
    found: dict[str, list[tuple[int, View]]] = defaultdict(list)
    for summary in batches:
        part = summary.lists.get(("late", ""))
        above = library.line(summary.key)[:-1] if part and summary.key else ()
        if part and above:
            first = nsmallest(list_rows.SHOWN, range(len(part.order)), part.order.__getitem__)
            longest = [(part.order[n], part.rows[n]) for n in first]
            for unit in above:
                found[unit] += longest
    for unit, each in found.items():
        own = [(list_rows.since(row), row) for row in library.late.get(unit, ())]
        longest = nsmallest(list_rows.SHOWN, [*own, *each], itemgetter(0))
        library.late[unit] = [row for _, row in longest]


def _told_late(
    summary: Summary, late: View
) -> tuple[dict[list_rows.Key, list_rows.Part], dict[str, list[View]]]:
    """Return lists and records of a batch that has notices which were late."""
    own = disclosures.told_late(summary.records[disclosures.KIND], late)
    parts = list_rows.parts_of(disclosures.KIND, own)
    return {**summary.lists, **parts}, {**summary.records, disclosures.KIND: own}


def _publish(library: Library, summaries: Sequence[Summary], tree: Tree, content: str) -> None:
    """Note which of the files that are linked to are published."""
    left_out = named.left_out(summaries)
    linked = {f"{content}/{link.target}" for s in summaries for link in s.links}
    public = [
        file
        for file in (tree.files if linked else tree.pages)
        if (file.path in linked or file.kind == "pages") and (file.kind, file.key) not in left_out
    ]
    # a translation is public only beside what it translates
    pages = {file.id for file in public if file.kind == "pages" and not file.language}
    library.pages = [row for row in library.pages if row["id"] in pages]
    for file in public:
        if file.kind != "pages" or file.id in pages:
            library.published[file.path[len(content) + 1 :]] = (file.kind, file.id)


def _documents(library: Library, root: Path) -> Iterator[Problem]:
    """Find what in documents cannot be."""
    for ident, fault in document.faults(library.documents):
        yield from validation.place([fault], library.documents[ident]["file"], root)
    for row in library.documents.values():
        if row["unit"] in library.units:
            late = place_ends.faults(library.units[row["unit"]], [(("date",), row["date"])])
            yield from validation.place(late, row["file"], root)


def _money(
    library: Library, summaries: Sequence[Summary], known: named.Known, root: Path
) -> Iterator[Problem]:
    """Settle the ledger of money, and find what in it cannot be."""
    library.ledger = money_ledger.settle(summaries)
    given = library.units if library.ledger.allotments else ()
    places = {unit: library.line(unit) for unit in given}
    for file, fault in money_ledger.faults(library.ledger, places, library.root):
        yield from validation.place([fault], file, root)
    for ident, row, path in library.ledger.unknown(known.shown_of("allocations")):
        yield from named.lost(Reference("allocations", ident, row["file"], path), known, root)


def _ranked(
    library: Library, summaries: Sequence[Summary], known: named.Known, root: Path
) -> Iterator[Problem]:
    """Rank the projects by the libraries of their counties, and find what in these cannot be."""
    libraries = [row for summary in summaries for row in summary.libraries]
    library.ranking = ranking.settle(libraries, library.rows_of, library.batch)
    unlisted = {
        unit: [
            row
            for parts in library.lists.get(unit, ())
            for row in (parts["stage", "library"].rows if ("stage", "library") in parts else ())
        ]
        for unit in library.ranking.libraries
    }
    places = {unit: library.line(unit) for unit in library.units} if libraries else {}
    places[""] = [library.root]  # of what lies in no folder
    for file, fault in ranking.faults(library.ranking, unlisted, places):
        yield from validation.place([fault], file, root)
    for ident, row, path in ranking.unknown(library.ranking, known.shown_of("projects")):
        yield from named.lost(Reference("projects", ident, row["file"], path), known, root)


def _flags(
    library: Library, summaries: Sequence[Summary], given: Given, rules: FlagRules
) -> Iterator[Problem]:
    """Find what of projects is worth a look; tell it, and keep it for pages that are to say it.

    What is found in a county is kept beside the views of its first batch, where it is told what
    batches are made from.
    """
    depth, stamps = given.county, given.stamps

    def town(unit: str) -> str:
        return "/".join(unit.split("/")[: depth + 1]) or library.root

    def county(unit: str) -> str:
        return "/".join(unit.split("/")[:depth]) or library.root

    own: dict[str, list[Summary]] = {}
    for summary in summaries:
        if summary.signals:
            own.setdefault(county(summary.key), []).append(summary)
    names: dict[str, dict[str, str]] = {place: {} for place in own}
    for unit, row in library.units.items():
        if county(unit) in names:
            names[county(unit)][unit] = row["short_name"]
    by = rules.model_dump_json().encode()
    found: list[red_flags.Told] = []
    for place, batches in own.items():
        signals = tuple(each.signals for each in batches)
        told = b"".join([by, *(stamps[each.key] for each in batches)]) if stamps else by
        file = given.keeps[batches[0].key].with_suffix(red_flags.KEPT) if stamps else None
        asked = red_flags.County(signals, digest(told), file)
        found += red_flags.of_county(asked, rules, town, county, names[place], given.root)
    for each, faults in sorted(found, key=lambda one: (one[0].project.file, one[0].code)):
        yield from faults
        if rules.shown:
            shared = each.code in red_flags.SHARED
            for one in each.records if shared else (each.project,):
                batch = batch_of(place_of("projects", one.id), library.cut)
                library.flags.setdefault(batch, {}).setdefault(one.id, []).append(each.view())


def _populations(library: Library, root: Path) -> Iterator[Problem]:
    """Hold the poor people that counties state against those of the prefecture."""
    of = {
        unit: [row for row in library.records.get(unit, ()) if row["kind"] == "exits"]
        for unit in (library.root, *library.children.get(library.root, ()))
    }
    top, names = of.pop(library.root), {unit: library.units[unit]["short_name"] for unit in of}
    for file, fault in number_bounds.populations(top, of, names):
        yield from validation.place([fault], file, root)


def _staff(library: Library, root: Path) -> Iterator[Problem]:
    """Find the units that have fewer people than they should; a town's county decides how many."""
    for ident, found in library.staffing.items():
        if found["state"] == "missed":
            row = library.units[ident]
            least = min(row["least"]) if found["least"] is None else found["least"]
            spot = named.place(root, row["file"], ("staff",))
            yield problem("P926", spot, "staff", staff=found["staff"], least=least)


def _roll_up(library: Library, summaries: Sequence[Summary], given: Given) -> None:
    """Fold the figures of the records up the tree: a unit's own, and those of its children."""
    keeps, rules = given.keeps, given.rules
    own = _own_figures(library, summaries)
    settled = _settled(library, summaries)
    notices = {each.key: each.records.get(disclosures.KIND, ()) for each in summaries}
    counted, library.disclosed = notices_elsewhere.join(
        *(settled, notices, library.above, library.root),
        *(lambda batch: view_cache.aside(keeps[batch]), library.cut),
    )
    for unit, part in counted.items():
        totals.count(own, unit, part)
    said: dict[str, Times] = {}
    shared: dict[Times, Times] = {}  # many places have the same days
    for summary in summaries:
        for ident, each in summary.times.items():
            place = library.ident(ident)
            both = freshness.both((said[place], each)) if place in said else each
            said[place] = shared.setdefault(both, both)

    def fold(unit: str) -> Figures:
        whole = own.pop(unit)
        for child in library.children.get(unit, ()):
            totals.add(whole, fold(child))
        row = library.units[unit]
        goes_on = not row["dissolved"]
        if goes_on and row["level"] in ("county", "town") and money_ledger.silent(whole):
            totals.add(whole, {"unknown:money": 1})
        below = (library.times[child] for child in library.children.get(unit, ()))
        when = freshness.both((said.pop(unit, freshness.NEVER), *below))
        if rules and rules.stale and row["level"] == "village" and goes_on:
            then = library.earlier.get(library.batch(unit))
            day = date.fromisoformat(then) if then else rules.as_of
            state, following = freshness.reported(when, rules.stale.days, day)
            totals.add(whole, {f"{state}:reporting": 1})
            when = freshness.both((when, following))
        library.figures[unit] = whole
        library.times[unit] = shared.setdefault(when, when)
        return whole

    fold(library.root)


def _settled(
    library: Library, summaries: Sequence[Summary]
) -> Iterator[tuple[str, disclosures.Settled]]:
    """Yield what each batch knows by itself of what was disclosed, one after another."""
    for summary in summaries:
        found = summary.disclosed
        if found:
            counted = {library.ident(unit): own for unit, own in found.counted.items()}
            yield summary.key, found._replace(counted=counted)


def _own_figures(library: Library, summaries: Sequence[Summary]) -> PackedFigures:
    """Return the figures of each unit's own records, and of what others say of it."""
    own = PackedFigures()
    for summary in summaries:
        for unit, part in summary.figures.items():
            totals.count(own, library.ident(unit), part)
        for kind, ident, reason in summary.unpublished:
            if reason == "board_only":
                unit = place_of(kind, ident)
                while unit and unit not in library.units:
                    unit = unit.rpartition("/")[0]
                totals.count(own, unit or library.root, {"kept_back": 1})
    for unit, part in library.ledger.figures.items():
        totals.count(own, unit, part)
    changes.place(library.changed, library.units, library.root)
    changes.name(library.changed, summaries, library.units)
    for unit, part in library.changed.counts.items():
        totals.count(own, unit, part)
    for row in library.units.values():
        ended = row["dissolved"]
        if ended and row["id"] in own:  # who was in post there is, or is lacking, there no more
            own[row["id"]] = totals.without_posts(own[row["id"]])
        totals.count(own, row["id"], {} if ended else {f"units:{row['level']}": 1})
    for row in library.units.values():
        if row["dissolved"]:
            continue
        # a town's minimum depends on its county, which is read apart from it
        county = library.units[library.county(row["id"])]
        found = staffing(row, county["poor"])
        if found is not None:
            library.staffing[row["id"]] = found
            totals.count(own, row["id"], {f"{found['state']}:staffing": 1})
    for unit, honours in library.honours.items():
        held = sum(
            1
            for row in honours
            if not row["withdrawn"] and row["commendation"]["stage"] == "decided"
        )
        totals.count(own, unit, {"honours": held})
    return own
