"""What publishing changes in a target, and in which order, so that no reader meets half of it.

Whoever reads the site meanwhile never meets a page without its style, nor a link to a page that is
not there: what pages need comes first, then new pages, to which nothing leads yet, then those that
lead to them; what is gone goes when nothing leads to it any more, and styles after the pages.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import chain
from typing import TypeAlias

from generator.base.messages import N_
from generator.base.sorted_rows import Rows, SortedRows
from generator.build import old_assets, sums_file
from generator.build.sums_file import SUMS
from generator.model.publish_targets import File, State

PAGES = N_("pages")
ASSETS = N_("styles and scripts")
PICTURES = N_("pictures")
SEARCH = N_("search files")
FEEDS = N_("feeds and site map")
PROOF = N_("log of public records")
COMPRESSED = N_("compressed files")
OTHERS = N_("other files")
KINDS = (PAGES, PICTURES, ASSETS, SEARCH, FEEDS, PROOF, OTHERS, COMPRESSED)
LOG = "log/checkpoint"
"""What says of the log how far it is: it comes last, so that all that it speaks of is there."""
_FIRST, _LAST = "first", "last"
"""In a plan, the kinds of the first page and of `LOG`."""
_COMPRESSED = (".gz", ".br")
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".ico")


@dataclass(frozen=True, slots=True)
class Plan:
    """Addresses of files that are new, changed and gone, each with its kind; how many stay."""

    new: SortedRows[str]
    changed: SortedRows[str]
    gone: SortedRows[str]
    kept: int
    listed: bool = True
    """Whether the target's list of sums is already that of the site."""
    left: bytes | None = None
    """What the list of assets that stay beside the site is to say, if that is anything new."""
    stays: int = 0
    """How many those are."""

    @property
    def empty(self) -> bool:
        """Whether nothing is to be done."""
        rest = self.new or self.changed or self.gone
        return self.listed and self.left is None and not rest

    @property
    def sent(self) -> Iterator[str]:
        """What is sent, in no order of weight."""
        return chain(self.new, self.changed)

    @property
    def count(self) -> int:
        """How many files are sent."""
        return len(self.new) + len(self.changed)

    def puts(self) -> Iterator[Iterator[str]]:
        """Yield what is sent, in steps: one begins when the one before is done."""
        both, new, changed = (self.new, self.changed), (self.new,), (self.changed,)
        return _steps(
            (both, (ASSETS, PICTURES, OTHERS)),
            (new, (PAGES,)),
            (new, (SEARCH, FEEDS)),  # pages name these
            (new, (_FIRST,)),  # where there was no site yet
            (changed, (PAGES, _FIRST)),
            (changed, (SEARCH,)),
            (changed, (FEEDS,)),
            (both, (PROOF,)),
            (both, (_LAST,)),
        )

    def removals(self) -> Iterator[Iterator[str]]:
        """Yield what is removed, in steps: what leads elsewhere goes before what it leads to."""
        gone, rest = (self.gone,), (ASSETS, PICTURES, PROOF, _LAST, OTHERS)
        return _steps((gone, (SEARCH, FEEDS)), (gone, (PAGES, _FIRST)), (gone, rest))

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """Return of each kind of file how many are new, changed and gone, if any are."""
        every = [Counter(map(_told, each)) for each in self._all()]
        found = {name: tuple(each[name] for each in every) for name in KINDS}
        return {name: (each[0], each[1], each[2]) for name, each in found.items() if any(each)}

    def named(self, name: str) -> Iterator[str]:
        """Yield the addresses of a kind that are new, changed or gone, in this order."""
        return (url for url in chain(*self._all()) if _told(url) == name)

    def _all(self) -> tuple[SortedRows[str], SortedRows[str], SortedRows[str]]:
        return self.new, self.changed, self.gone


_Step: TypeAlias = tuple[tuple[SortedRows[str], ...], tuple[str, ...]]


def _steps(*steps: _Step) -> Iterator[Iterator[str]]:
    """Yield the addresses of each step that has any: of some rows those of some kinds."""
    for every, kinds in steps:
        rows = chain.from_iterable(each.items() for each in every)
        yield from _some(url for url, kind in rows if kind in kinds)


def _some(urls: Iterator[str]) -> Iterator[Iterator[str]]:
    """Yield them all together, if there are any."""
    for first in urls:
        yield chain((first,), urls)


def kind(url: str) -> str:
    """Return which kind of file stands at an address; a compressed form is of the same kind."""
    for ending in _COMPRESSED:
        url = url.removesuffix(ending)
    if url.endswith(".html"):
        return PAGES
    if url.startswith("assets/"):
        return ASSETS
    if url.startswith("log/"):
        return PROOF
    if url.startswith("search/"):
        return SEARCH
    if url.endswith((".xml", ".ics")) or url == "robots.txt":
        return FEEDS
    return PICTURES if url.lower().endswith(_PICTURES) else OTHERS


def _first(url: str) -> bool:
    """Tell whether this is the first page, from which all others are reached."""
    return url in ("index.html", *(f"index.html{ending}" for ending in _COMPRESSED))


def _kind(url: str) -> str:
    """Return of which kind a file is in a plan."""
    if url == LOG:
        return _LAST
    return _FIRST if _first(url) else kind(url)


def _told(url: str) -> str:
    return COMPRESSED if url.endswith(_COMPRESSED) else kind(url)


def lines(content: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    """Yield the addresses of a list that publishing left, one a line, each as a key of rows."""
    for each in content:
        url = each[:-1].decode("utf-8", "replace")
        if each.endswith(b"\n") and sums_file.within_site(url):
            yield url, ""


def known(state: State, rows: Rows) -> SortedRows[str]:
    """Return the SHA-256 of each file that is ours in a target; "" where it is not known."""
    if state.sums is not None:
        return state.sums
    return rows(chain(state.before.items() if state.before else (), _begun(state)))


def _begun(state: State) -> Iterator[tuple[str, str]]:
    """Yield the addresses of what is being replaced, with nothing, as that is all that is known."""
    return ((url, "") for url in state.begun or ())


def unknown(state: State, files: SortedRows[File]) -> Iterator[tuple[str, File]]:
    """Yield which files of the site may or may not lie in a target that was begun."""
    for url in (state.begun or ()) if state.sums is None else ():
        each = files.get(url)
        if each:
            yield url, each


def plan(
    state: State,
    files: SortedRows[File],
    lying: SortedRows[bool],
    equal: SortedRows[bool],
    rows: Rows,
    *,
    full: bool = False,
    days: int = 0,
    today: date = date.min,
) -> Plan:
    """Return what makes a target of this `state` the site of `files`.

    Assets that pages of the last `days` were made with stay there (`old_assets.left`).

    `lying` are those that lie there, and whether with their size; `equal` those of which the bytes
    are known to be the same. If `full`, only those count, whatever the list of sums says.
    """
    old, stay = known(state, rows), 0
    new, changed, gone = rows(), rows(), rows()
    sums = sha256()
    for url, (sum_, _) in files.items():
        lies = lying.get(url)
        if lies and (url in equal or (not full and old.get(url) == sum_)):
            stay += 1
        else:
            (new if lies is None else changed).put(url, _kind(url))
        sums.update(f"{sum_}  {url}\n".encode())
    ours = chain(old.unordered(), old_assets.named(state.left))
    gone.update((url, _kind(url)) for url in ours if url not in files and url != old_assets.LEFT)
    elsewhere = (url for url in old_assets.named(state.beside) if url not in files)
    assets = chain(gone.beginning("assets/"), elsewhere)
    left, said = old_assets.left((state.kept, state.left, state.beside), assets, days, today)
    if state.left and not said:
        gone.put(old_assets.LEFT, ASSETS)
    if left:
        gone = rows(each for each in gone.items() if each[0] not in left)
    return Plan(
        *(new, changed, gone, stay),
        state.sums is not None and state.digest == sums.hexdigest(),
        said if said and said != state.left else None,
        len(left),
    )


def strangers(state: State, files: SortedRows[File], there: Iterable[str], rows: Rows) -> list[str]:
    """Return which files lie in a target that publishing knows nothing of, but for hidden ones."""
    ours, beside = known(state, rows), {*old_assets.named(state.left), old_assets.LEFT, SUMS}
    hidden = re.compile(r"(?:^|/)\.")
    return sorted(
        url
        for url in there
        if not (url in files or url in ours or url in beside or hidden.search(url))
    )


def begun(plan: Plan, state: State, rows: Rows) -> SortedRows[str]:
    """Return the list that is left in a target: what may lie there otherwise than before."""
    urls: SortedRows[str] = rows((url, "") for url in chain(plan.sent, plan.gone))
    if state.half:
        urls.update(_begun(state))
    return urls
