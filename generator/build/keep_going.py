"""A build that goes on where a place has errors: the place is shown as it was last good.

A place is what is read together and has none beneath it that is read by itself: a county with all
beneath it in a province or the nation, a town in a prefecture. What others have in common with it
must be without a fault: settings, records of no place, the units above.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple, TypeAlias

from generator.base.messages import N_
from generator.base.problems import Problem, errors
from generator.build.last_good import Good, Shelf
from generator.build.load import Read
from generator.build.rendered import Rendered
from generator.build.sources import Sources
from generator.model.kinds.registry import KINDS, OF_NONE
from generator.model.urls import picture_url
from generator.pages.place_views import job_name
from generator.parse.pictures import LARGE, SMALL
from generator.records.batches import Batch, File, Tree, ids_of, key_of

COMMON = N_("{file} has an error, and all places rest on it")
APART = N_("what was last published of {place} does not fit what others say now: see {file}")
PICTURE = N_(
    "{file} is not as it was when {place} was last published; put it back as it was, or mend the"
    " records of {place}"
)
PAGES = N_("{file} has an error, and it tells of more than one place")
EVERY = N_(
    "the pages of every place have errors, such as {file}: look at the templates, and at what all"
    " places share"
)
AGAIN = N_("{file} has an error even as {place} was last published")


class Earlier(NamedTuple):
    """A place that is shown as it was on a `day` (ISO), as so many errors are in its records.

    It `follows` where its records are at fault only beside those of others as they were then.
    """

    place: str
    name: str
    day: str
    errors: int
    follows: bool


NOTHING: Mapping[str, Collection[Problem]] = {}
Reason: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""Why a build could not go on: a msgid, and values for its places."""


@dataclass(frozen=True, slots=True)
class Going:
    """A build that goes on: what was read, of what; which places are as they were.

    `told` are the problems that keep these from being shown as they are; where it could not go on,
    `hindered` says why, and they are all there are.
    """

    found: Read
    sources: Sources
    told: list[Problem]
    earlier: tuple[Earlier, ...] = ()
    hindered: tuple[Reason, ...] = ()


def go_on(
    found: Read,
    sources: Sources,
    shelf: Shelf,
    published: Collection[str],
    join: Callable[[Mapping[str, Good], Sources], Read],
    in_pages: Mapping[str, Collection[Problem]] = NOTHING,
) -> Going:
    """Return a build that goes on without the places that have errors in what was `found`.

    `join` reads all with some places as they were. `published` are the addresses of files of the
    site that stay. What was wrong in places that are shown otherwise is told all the same. So is
    what is wrong `in_pages` of some places, which was seen only when these were made.
    """
    places = _Places(sources, {found.library.root, shelf.root})
    told, good = [*found.problems, *chain(*in_pages.values())], dict[str, Good]()
    first = {*map(places.of, errors(found.problems)), *in_pages}
    now, wrong = sources, [*errors(found.problems)]
    at_fault = {key for each in wrong if (key := places.of(each))} | in_pages.keys()
    while wrong or at_fault:
        if not at_fault:
            return Going(found, now, told, hindered=tuple(_reasons(wrong, places, good)))
        for key in sorted(at_fault):
            kept = shelf.of(places.batches[key])
            if isinstance(kept, str):
                named = (("place", places.name(key, found)),)
                return Going(found, now, told, hindered=((kept, named),))
            lost = _lost(kept, sources.tree, published, places.content)
            if lost:
                both = (("file", lost), ("place", places.name(key, found)))
                return Going(found, now, told, hindered=((PICTURE, both),))
            good[key] = kept
        now = _with(sources, good, places)
        found = join(good, now)
        # those of places as they were are at lines of files that are otherwise now
        told += errors(each for each in found.problems if places.of(each) not in good)
        wrong = [*errors(found.problems)]
        at_fault = {key for each in wrong if (key := places.of(each))} - good.keys()
    units = found.library.units
    earlier = tuple(
        Earlier(
            key,
            units[key]["name"] if key in units else key,
            good[key].day,
            len(
                {each for each in errors(told) if places.of(each) == key}.union(
                    in_pages.get(key, ())
                )
            ),
            key not in first,
        )
        for key in sorted(good)
    )
    stays = [each for each in found.problems if places.of(each) not in good]
    wrong_now = [each for each in told if places.of(each) in good or each.severity == "error"]
    wrong_now = [*dict.fromkeys(wrong_now)]
    return Going(replace(found, problems=stays), now, wrong_now, earlier)


def of_pages(
    wrong: Collection[Problem], found: Read, sources: Sources, shelf: Shelf, done: Rendered
) -> "dict[str, list[Problem]] | Reason":
    """Return the errors of pages by the place that they are of, or why none can be blamed.

    `found` and `sources` are what the pages were made of.
    """
    places = _Places(sources, {found.library.root, shelf.root})
    by: dict[str, list[Problem]] = {}
    for each in wrong:
        key = places.of(each) or done.job_of(each).removeprefix(job_name(""))
        by.setdefault(key if key in places.batches else "", []).append(each)
    again = found.library.earlier.keys() & by.keys()
    file = str(next(iter(wrong)).place)
    if again:
        key = min(again)
        return AGAIN, (("file", str(by[key][0].place)), ("place", places.name(key, found)))
    own = {key: some for key, some in by.items() if key}
    if not own:
        return PAGES, (("file", file),)
    if len(own) == len(places.batches) > 1:
        return EVERY, (("file", file),)
    return own


class _Places:
    """The batches that a build can go on without, and which of them a problem is of."""

    def __init__(self, sources: Sources, roots: Collection[str]) -> None:
        every = {each.key: each for each in sources.batches}
        above = {above for key in every for above in _above(key)}
        # that of the topmost unit has nothing beneath it in name alone
        self.batches: dict[str, Batch] = {
            key: each for key, each in every.items() if key and key not in above | {*roots}
        }
        one = next(iter(sources.batches), None)
        self.cut = one.rules.cut if one else 0
        self.content = one.content if one else ""

    def of(self, each: Problem) -> str:
        """Return the place that a problem is of, "" where it is of what all have in common."""
        return self.of_file(each.place.file)

    def of_file(self, path: str) -> str:
        """Return the place that a file is of, "" likewise."""
        if not path.startswith(f"{self.content}/"):
            return ""
        kind, _, rest = path[len(self.content) + 1 :].partition("/")
        if kind not in KINDS or kind in OF_NONE:
            return ""
        ident = rest.rpartition(".")[0] or rest
        key = key_of(File(kind, ident, "", path), self.cut)
        return key if key in self.batches else ""

    def name(self, key: str, found: Read) -> str:
        """Return what people call a place."""
        row = found.library.units.get(key)
        return str(row["name"]) if row else key


def _above(key: str) -> list[str]:
    parts = key.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]


def _reasons(
    wrong: Collection[Problem], places: _Places, good: Mapping[str, Good]
) -> "dict[Reason, None]":
    """Return why no place can be left as it was that would help, each once."""
    found: dict[Reason, None] = {}
    for each in wrong:
        key, file = places.of(each), str(each.place)
        if key in good:
            names = {row["id"]: row["name"] for row in good[key].summary.units}
            found[APART, (("place", names.get(key, key)), ("file", each.place.file))] = None
        else:
            found[COMMON, (("file", file),)] = None
    return found


def _with(sources: Sources, good: Mapping[str, Good], places: _Places) -> Sources:
    """Return what there is to build from, with some places as they were."""
    tree = sources.tree
    files = [file for file in tree.files if places.of_file(file.path) not in good]
    pictures = {path for path in tree.pictures if places.of_file(path) not in good}
    stats = {path: stat for path, stat in tree.stats.items() if places.of_file(path) not in good}
    for each in good.values():
        files += each.files
        pictures |= each.pictures
        stats |= each.stats
    files.sort()
    problems = tuple(each for each in tree.problems if places.of(each) not in good)
    there = Tree(
        tuple(files),
        frozenset(pictures),
        problems,
        stats,
        ids_of(files),
        tree.pages,
        tree.attachments,
    )
    batches = [
        good[batch.key].batch(batch) if batch.key in good else batch for batch in sources.batches
    ]
    return replace(sources, tree=there, batches=batches)


def _lost(kept: Good, tree: Tree, published: Collection[str], content: str) -> str:
    """Return a picture of a place that can be made no more as it was, "" if there is none."""
    for target, picture in kept.summary.pictures.items():
        path = f"{content}/{target}"
        there = {picture_url(picture, longest) for longest in (LARGE, SMALL)}
        if tree.stats.get(path) != kept.stats.get(path) and not there.issubset(published):
            return path
    return ""
