"""What publishing changes in a target, and in which order, so that no reader meets half of it.

Whoever reads the site meanwhile never meets a page without its style, nor a link to a page that is
not there: what pages need comes first, then new pages, to which nothing leads yet, then those that
lead to them; what is gone goes when nothing leads to it any more, and styles after the pages.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from generator.base.messages import N_
from generator.build import old_assets, transaction
from generator.build.transaction import SUMS
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
_COMPRESSED = (".gz", ".br")
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".ico")


@dataclass(frozen=True, slots=True)
class Plan:
    """Addresses of files that are new, changed and gone, each in order, and how many stay."""

    new: list[str]
    changed: list[str]
    gone: list[str]
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
    def sent(self) -> list[str]:
        """What is sent, in no order of weight."""
        return [*self.new, *self.changed]

    def puts(self) -> list[list[str]]:
        """Return what is sent, in steps: one begins when the one before is done."""
        return [
            each
            for each in (
                [url for url in self.sent if kind(url) in (ASSETS, PICTURES, OTHERS)],
                [url for url in self.new if kind(url) == PAGES and not _first(url)],
                [url for url in self.new if kind(url) in (SEARCH, FEEDS)],  # pages name these
                [url for url in self.new if _first(url)],  # where there was no site yet
                [url for url in self.changed if kind(url) == PAGES],
                [url for url in self.changed if kind(url) == SEARCH],
                [url for url in self.changed if kind(url) == FEEDS],
                [url for url in self.sent if kind(url) == PROOF and url != LOG],
                [url for url in self.sent if url == LOG],
            )
            if each
        ]

    def removals(self) -> list[list[str]]:
        """Return what is removed, in steps: what leads elsewhere goes before what it leads to."""
        last = (ASSETS, PICTURES, PROOF, OTHERS)
        steps = (
            [url for url in self.gone if kind(url) in (SEARCH, FEEDS)],
            [url for url in self.gone if kind(url) == PAGES],
            [url for url in self.gone if kind(url) in last],
        )
        return [each for each in steps if each]

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """Return of each kind of file how many are new, changed and gone, if any are."""
        found = {
            name: tuple(sum(_told(url) == name for url in urls) for urls in self._all())
            for name in KINDS
        }
        return {name: (each[0], each[1], each[2]) for name, each in found.items() if any(each)}

    def named(self, name: str) -> list[str]:
        """Return the addresses of a kind that are new, changed or gone, in this order."""
        return [url for url in chain(*self._all()) if _told(url) == name]

    def _all(self) -> tuple[list[str], list[str], list[str]]:
        return self.new, self.changed, self.gone


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


def _told(url: str) -> str:
    return COMPRESSED if url.endswith(_COMPRESSED) else kind(url)


def lines(content: bytes | None) -> set[str]:
    """Return the addresses of a list that publishing left, one a line."""
    found = (content or b"").decode("utf-8", "replace").split("\n")[:-1]
    return {each for each in found if transaction.within_site(each)}


def known(state: State) -> dict[str, str]:
    """Return the SHA-256 of each file that is ours in a target; "" where it is not known."""
    if state.sums is not None:
        return transaction.listed(state.sums)
    return {**transaction.listed(state.before), **dict.fromkeys(lines(state.begun), "")}


def unknown(state: State, files: Iterable[str]) -> list[str]:
    """Return which files of the site may or may not lie in a target that was begun."""
    return [] if state.sums is not None else sorted(lines(state.begun).intersection(files))


def plan(
    state: State,
    files: Mapping[str, File],
    lying: Mapping[str, bool],
    equal: Iterable[str],
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
    old, same = known(state), set(equal)
    stays = {
        url
        for url, file in files.items()
        if lying.get(url) and (url in same or (old.get(url) == file.sum and not full))
    }
    rest = sorted(set(files) - stays)
    gone = {*old, *old_assets.named(state.left)} - {*files, old_assets.LEFT}
    left, said = old_assets.left((state.kept, state.left), gone, days, today)
    if state.left and not said:
        gone.add(old_assets.LEFT)
    return Plan(
        [url for url in rest if url not in lying],
        [url for url in rest if url in lying],
        sorted(gone.difference(left)),
        len(stays),
        state.sums == transaction.listing({url: each.sum for url, each in files.items()}),
        said if said and said != state.left else None,
        len(left),
    )


def strangers(state: State, files: Collection[str], there: Iterable[str]) -> list[str]:
    """Return which files lie in a target that publishing knows nothing of, but for hidden ones."""
    ours = {*files, *known(state), *old_assets.named(state.left), old_assets.LEFT, SUMS}
    hidden = re.compile(r"(?:^|/)\.")
    return sorted(url for url in there if url not in ours and not hidden.search(url))


def begun(plan: Plan, state: State) -> bytes:
    """Return the list that is left in a target: what may lie there otherwise than before."""
    urls = {*plan.sent, *plan.gone}
    if state.half:
        urls |= lines(state.begun)
    return "".join(f"{url}\n" for url in sorted(urls)).encode()
