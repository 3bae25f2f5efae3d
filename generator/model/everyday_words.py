"""Words of everyday that people type, and what records say instead: `content/words.yaml`.

修路 stands in no title, 公路 and 通组路 do. The table is small and a site's own; the search alone
reads it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from generator.base.findings import Finding, finding
from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.base.problems import Problem
from generator.model.kinds import supervisors, team
from generator.model.schedule import STAGES
from generator.model.site_tables import WORDS as FILE
from generator.parse import site_table
from generator.parse.field_types import Part, Text

_ASKED = pattern(r"[㐀-鿿0-9]{1,12}|(?=.{3,24}$)[A-Za-z]+(?: [A-Za-z]+)*")
_WORD = pattern(r"[㐀-鿿A-Za-z0-9]{1,12}")
_TYPED = pattern(r"[㐀-鿿]{2,12}|(?=.{3,24}$)[A-Za-z]+(?: [A-Za-z]+)*")
_THING = pattern(r"[㐀-鿿]")
POSTS: Mapping[str, str] = {
    **dict.fromkeys(supervisors.ROLES, "posts"),
    **dict.fromkeys(team.ROLES, "sent"),
    **{each: each for each in ("leaders", "honours", "issued")},
}
"""The posts that a word can stand for, by their codes, and where the search has who holds them.

And all that it has of leaders, of the honours of a place, and of those that it gave.
"""
PAGES = (
    *("phones", "complaints", "money", "projects", "parties", "honours", "notices", "meetings"),
    *("letters", "rectifications", "teams", "bodies", "documents", "duties", "data"),
)
"""What a word can lead to that is asked of a site or of a place, and stands in no record."""


class Table(Part):
    """What the file says: words that people type, with what they stand for."""

    things: dict[str, list[Text]] = Field(
        {}, description=N_("things, with the words that records have for them")
    )
    bodies: dict[str, list[Text]] = Field(
        {}, description=N_("bodies as people call them, with what records call them")
    )
    works: list[Text] = Field(
        [], description=N_("words for how something is done, which need not stand in the record")
    )
    late: list[Text] = Field([], description=N_("words for what is not done in time"))
    posts: dict[str, list[Text]] = Field(
        {}, description=N_("posts as people call them, with their codes")
    )
    stages: dict[str, list[Text]] = Field(
        {}, description=N_("stages of projects as people call them, with their codes")
    )
    pages: dict[str, list[Text]] = Field(
        {}, description=N_("pages that people ask for, by their codes, with the words for them")
    )


@dataclass(frozen=True, slots=True)
class Everyday:
    """The table of a site as the search uses it; plain, as it travels between processes."""

    things: tuple[tuple[str, tuple[str, ...]], ...] = ()
    late: tuple[str, ...] = ()
    posts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    stages: tuple[tuple[str, tuple[str, ...]], ...] = ()
    pages: tuple[tuple[str, tuple[str, ...]], ...] = ()
    bodies: tuple[tuple[str, tuple[str, ...]], ...] = ()
    works: tuple[str, ...] = ()
    """Behind a word that is looked for, of no weight: 卫生室建设 is 卫生室."""

    @property
    def letters(self) -> str:
        """The characters of all these words."""
        asked = (word for _, every in self.pages for word in every)
        named = (word for word, _ in (*self.things, *self.bodies, *self.stages))
        return "".join((*named, *self.works, *asked))

    @property
    def plain(self) -> tuple[object, ...]:
        """The same as tuples, for digests."""
        asked = (self.posts, self.stages, self.pages)
        return (self.things, self.late, *asked, self.bodies, self.works)


def own(root: Path, content: str) -> tuple[Everyday, list[Problem]]:
    """Return the table of a site, and what is wrong with it: with an error it says nothing."""
    found, problems = site_table.read(root, f"{content}/{FILE}", Table, _faults)
    return Everyday(
        _pairs(found.things),
        tuple(found.late),
        _pairs(found.posts),
        _pairs(found.stages),
        _pairs(found.pages),
        _pairs(found.bodies),
        tuple(found.works),
    ), problems


def _pairs(table: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((word, tuple(meant)) for word, meant in table.items())


def _faults(table: Table) -> Iterator[Finding]:
    """Yield the words that cannot be typed or looked for, and those that stand for nothing."""
    seen: set[tuple[bool, str]] = set()
    typed: list[tuple[tuple[str | int, ...], str]] = [
        *((("things", word), word) for word in table.things),
        *((("bodies", word), word) for word in table.bodies),
        *((("works", n), word) for n, word in enumerate(table.works)),
        *((("late", n), word) for n, word in enumerate(table.late)),
        *((("posts", word), word) for word in table.posts),
        *((("stages", word), word) for word in table.stages),
        *(
            (("pages", c, n), word)
            for c, every in table.pages.items()
            for n, word in enumerate(every)
        ),
    ]
    for path, word in typed:
        typed_as = _ASKED if path[0] == "pages" else _TYPED
        if not (typed_as.fullmatch(word) or (path[0] == "things" and _THING.fullmatch(word))):
            reason = N_("write two to twelve Chinese characters, or English words, and no signs")
            yield finding("P736", *path, word=word, reason=f"\0:{reason}")
        elif (path[0] == "pages", word) in seen:  # 扶贫办 is asked for, and stands in records, too
            reason = N_("it stands in this table twice")
            yield finding("P736", *path, word=word, reason=f"\0:{reason}")
        seen.add((path[0] == "pages", word))
    yield from _meant("things", table.things)
    yield from _meant("bodies", table.bodies)
    yield from _codes(table)


def _meant(name: str, words: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Yield what words cannot stand for, and those that stand for nothing."""
    for word, meant in words.items():
        for n, each in enumerate(meant):
            if not _WORD.fullmatch(each):
                reason = N_("write at most twelve characters, letters or digits, and no signs")
                yield finding("P736", name, word, n, word=each, reason=f"\0:{reason}")
        if not meant:
            reason = N_("nothing is said that it stands for")
            yield finding("P736", name, word, word=word, reason=f"\0:{reason}")


def _codes(table: Table) -> Iterator[Finding]:
    """Yield the codes that are none."""
    for name, words, known in (
        ("posts", table.posts, POSTS),
        ("stages", table.stages, STAGES),
    ):
        for word, codes in words.items():
            for n, code in enumerate(codes):
                if code not in known:
                    yield finding("P737", name, word, n, value=code, codes="、".join(known))
    for code in table.pages:
        if code not in PAGES:
            yield finding("P737", "pages", code, value=code, codes="、".join(PAGES))
