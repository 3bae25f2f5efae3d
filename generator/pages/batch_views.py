"""What is at hand for the pages of one batch: kept views, and what other batches say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.base.lock_free import cached_property
from generator.model.kinds.kind import View
from generator.model.urls import Address
from generator.pages.page_mark import Earlier
from generator.pages.shown_changes import Told
from generator.parse.markdown_text import targets_of
from generator.records import freshness, receipts, view_cache


@dataclass(frozen=True)
class BatchViews:
    """The units and projects of one batch; their views are completed where they are rendered.

    `units` has, for each unit of the batch, what comes from elsewhere: its line of units, its
    figures, its children's, its list of projects.
    """

    keep: Path
    units: dict[str, View]
    addresses: dict[str, Address]
    pictures: dict[str, View]
    root: str
    ranks: dict[str, View]
    """The place of each project in the latest library of its county, where it has one."""
    year: int
    """The year of the data, whose projects stand on the sheet for the notice board."""
    disclosed: View
    """What other batches say of what was disclosed: see `notices_elsewhere.join`."""
    receipts: bool = False
    """Whether records have codes by which they are checked: where there is a log of them."""
    demo: bool = False
    """Whether the records are of a demonstration."""
    feeds: bool = False
    """Whether places have feeds: where it is known by what name their entries are to be known."""
    base_url: str = ""
    """The full address of the site, where it is known."""
    public: bool = False
    """Whether each record is a file of data, too."""
    letters: Mapping[str, list[View]] = field(default_factory=dict)
    """What residents asked about these records, by kind and id: see `answered_letters`."""
    changed: Told = field(default_factory=Told)
    """What was changed of these records."""
    flags: Mapping[str, list[View]] = field(default_factory=dict)
    """What of these projects is worth a look, where pages are to say it."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """The first id of each place of the site that moved."""
    versions: Mapping[str, int] = field(default_factory=dict)
    """How many versions there are of records whose days stand in these calendars."""
    earlier: Mapping[str, Earlier] = field(default_factory=dict)
    """By unit the places beneath or around it that are shown as they were."""

    @cached_property
    def views(self) -> view_cache.Views:
        """The views that were kept of the batch: kind, then id, then view."""
        return view_cache.load(self.keep)

    @cached_property
    def codes(self) -> dict[str, str]:
        """The codes of the public records of the batch, by kind and key."""
        return receipts.codes(view_cache.public(self.keep), demo=self.demo) if self.receipts else {}

    def codes_of(self, *paths: str) -> tuple[str, ...]:
        """Return the codes of these records."""
        return tuple(self.codes[path] for path in paths) if self.receipts else ()

    @cached_property
    def projects(self) -> dict[str, list[View]]:
        """The rows of the projects of each unit, each made once for all its pages."""
        return {ident: [*more["projects"]] for ident, more in self.units.items()}

    @cached_property
    def row_of(self) -> dict[str, View]:
        """The rows of all projects of the batch by their ids: sooner at hand than their views."""
        return {row["id"]: row for own in self.projects.values() for row in own}

    def by(self, notice: View) -> View:
        """Return a notice with the name of the unit that put it up."""
        unit = notice["id"].rpartition("/")[0]
        name = self.disclosed["names"].get(unit) or self.units[unit]["place"]["short_name"]
        return {**notice, "unit": unit, "by": name}

    def addresses_of(self, own: View) -> dict[str, Address]:
        """Return the addresses of what the text of a record refers to."""
        return {target: self.addresses[target] for target in targets_of(own["body"])}


def with_letters(when: freshness.Times, letters: Iterable[View]) -> freshness.Times:
    """Return when a page changes by itself that shows some letters besides."""
    return freshness.both((when, *(("", each["until"]) for each in letters)))
