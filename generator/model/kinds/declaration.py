"""A kind of record is one declaration: the module of each ends in `KIND = Kind(…)`.

All that has to know of every kind is made from it: addresses, lists and the words for their states,
sections of the page of duties, rules, `portal new`, the tables of docs/content.md, the cases of
tests. What a declaration lacks or contradicts is told where it is made, with the kind's name.
docs/adding-a-kind.md shows the way of a new one.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, NamedTuple, NoReturn, TypeAlias, TypeVar

from generator.base.findings import Finding, Step
from generator.model import urls
from generator.model.due_dates import DueDates
from generator.model.kinds.kind import Judged, Named, Rules, View
from generator.model.news import News
from generator.parse.field_types import Part, Photo, Record

R = TypeVar("R", bound=Record)
Words: TypeAlias = Mapping[str, str] | Mapping[str, tuple[str, ...]]
"""Code → its word (a msgid), or the labels of a choice, whose first is that word."""
DUTIES = ("compliance.html", "compliance-year.html")
"""The templates of the page of duties, which shows the records of kinds without pages."""


class KindError(Exception):
    """What the declaration of a kind lacks or contradicts: a fault of the program, no user's."""


class Answer(NamedTuple):
    """How a unit has kept a rule: how often `kept`, `missed` and `unknown`; figures by their names.

    `strip` is what stands on the page of duties above the records, such as the periods counted.
    `years` are the counts of those years that they can be told by: `2018` → `{"kept": 3}`.
    """

    counts: Mapping[str, int] = {}
    strip: Sequence[View] = ()
    figures: Mapping[str, int] = {}
    years: Mapping[str, Mapping[str, int]] = {}


def by_year(found: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Return how often each state was found in each year, from pairs of a year and a state."""
    years: dict[str, dict[str, int]] = {}
    for year, state in found:
        own = years.setdefault(year, {})
        own[state] = own.get(state, 0) + 1
    return years


@dataclass(frozen=True, kw_only=True, eq=False)
class Duty:
    """A rule that a unit's records of a kind answer for; the page of duties has a row for it."""

    rule: str
    """Its name in figures: `kept:meetings`."""
    order: int
    """Its place among the rules."""
    says: str
    """What was promised, in few words (a msgid)."""
    answer: Callable[[View, Sequence[View], Rules], Answer] | None = None
    """From the unit, its records of the kind and the measures; None where it takes all batches."""
    of_record: Callable[[View], tuple[str, str]] | None = None
    """From the view of a record the year that it counts for, and its state, "" for not counted."""
    section: str = ""
    """The kind whose section shows it, where that is another."""
    standing: bool = False
    """Whether it holds at any time: then it ends with the place, and nothing of it stays."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Lists:
    """The lists of a kind: of all its records and of those in each state, by place.

    Their lines are made by the macro `line` of `parts/FOLDER.html`.
    """

    name: str
    """What the lists are called, and the section of the page of duties (a msgid)."""
    states: Mapping[str, str]
    """Every state that a view or a row may have, and every fault, each with its word (a msgid)."""
    shown: tuple[str, ...]
    """The states whose records stand on the first page of the lists."""
    row: Callable[[View], View]
    """A view cut down to what lists and other pages show: `date`, `state` and more.

    `faults` are further states that lists have it under; `units` and `projects` are ids of those
    that it names, of which the page of duties is given the names.
    """
    shows: type[Mapping[str, object]]
    """The `TypedDict` that says what is in such a row, besides what every row has."""
    figures: Callable[[View], Mapping[str, int]] | None = None
    """What a record adds to the figures of its unit, besides that it is there, and its states."""
    on_duties: bool = True
    """Whether its records stand on their unit's page of duties, by the macro `section`."""
    by_year: bool = False
    """Whether there are more year by year, so that the earlier have pages by year.

    There each is called by the `title` of its view.
    """


@dataclass(frozen=True, kw_only=True, eq=False)
class New:
    """How `portal new` writes a record to fill in, from the examples of the model's fields."""

    word: str
    """What is typed: `portal new WORD ADDRESS`."""
    says: str
    """What that is, in one or two words (a msgid)."""
    names: Mapping[str, str] = field(default_factory=dict)
    """The fields that name a record, each with that record's folder."""
    needed: Mapping[type[Part], Collection[str]] = field(default_factory=dict)
    """Fields that the models leave open, and the judge, or the site's readers, ask for."""
    apart: Mapping[type[Part], Collection[str]] = field(default_factory=dict)
    """Fields of a group that do not go with its other examples: switched on by themselves."""
    at_level: Callable[[str], tuple[Collection[str], Collection[str]]] | None = None
    """From the level of the unit: the fields that do not belong there, and those needed there."""
    text: str = ""
    """An example of the text below the fields, where it is the record's main part (a msgid)."""


Days: TypeAlias = Iterator[tuple[tuple[Step, ...], str]]
"""Days, in ISO form or shorter, each with its field; "" where none is stated."""


def dated(view: View) -> Days:
    """Yield the day that a record has as its date."""
    yield ("date",), view.get("date", "")


@dataclass(frozen=True, kw_only=True, eq=False)
class Kind(Generic[R]):
    """A kind of record. What a reader finds here is all that others have to know of it.

    It never travels between processes: its folder does.
    """

    folder: str
    """The folder of its records in the content: its name in addresses, figures and templates."""
    order: int
    """Its place among the kinds, in docs, help and menus."""
    called: tuple[str, str]
    """What people call its records, in English and in Chinese."""
    example: str
    """The path of a record beneath the folder, with the ending that `portal new` gives it."""
    model: type[R]
    """The fields of a record."""
    lies: Literal["as_unit", "in_unit", "anywhere"]
    """Whose id a record has: that of its unit, one in its unit's folder, or one of no unit."""
    level: tuple[str, str] | None = None
    """The level that its unit must have, and the code of the problem where it has another."""
    judge: Callable[[Judged[R], Rules], Iterator[Finding]]
    """What is wrong with a record seen alone."""
    judge_text: Callable[[str], Iterator[tuple[str, int, str]]] | None = None
    """What is wrong with the text of a record: a code, where in it, and what stands there."""
    named: Callable[[Judged[R]], Iterator[Named]]
    """The records that one names."""
    view: Callable[[Judged[R], Rules], View]
    """What the public sees of a record; a kind with lists has `id`, `date` and `state` in it."""
    shows: type[Mapping[str, object]]
    """The `TypedDict` that says what is in such a view: see `view_types`."""
    held_back: Callable[[R, Rules], Collection[str]] | None = None
    """The fields that no page shows yet on the day; what pages never show, none has."""
    settled: Callable[[R, Rules], R] | None = None
    """Fields put into the form that all else relies on, before they are judged."""
    reckoned: Mapping[str, str] = field(default_factory=dict)
    """The parts of its view that are reckoned and stand in downloads, each with what it means.

    An empty meaning is that of `shows`.
    """
    photos: Callable[[R], Iterator[tuple[tuple[Step, ...], Photo]]] | None = None
    """The photos of a record, each with the path of its field."""
    beside: (
        Callable[[View, View | None, Mapping[str, Mapping[str, View]], Rules], Iterable[Finding]]
        | None
    ) = None
    """What is wrong with a view beside that of its unit, and those of its batch by folder."""
    happened: tuple[str, ...] = ()
    """The fields that say when something happened, `payments.date`: it is told how long after that
    they were entered.
    """
    begins: Callable[[View], Days] = dated
    """The days on which what a view says of its place began: none lies after the place's last."""
    alike: tuple[str, ...] = ()
    """The parts of a view that no two records of one place have in common."""
    page: Callable[[str], str] | None = None
    """The address of its own page, by a record's id; None for a part of the page of duties."""
    templates: tuple[str, ...] = DUTIES
    """The templates of the page that shows it, which texts may link into."""
    lists: Lists | None = None
    duties: tuple[Duty, ...] = ()
    labels: Mapping[str, Words] = field(default_factory=dict)
    """Words for codes in templates, besides those for states: `code|label("table")`."""
    counts: Mapping[str, str] = field(default_factory=dict)
    """What its own figures are, besides that it is there and its states: by their names."""
    news: News | None = None
    """What is told of its records in feeds, and on the pages of what changed lately."""
    due_dates: DueDates | None = None
    """Which of its days stand in the calendars of places."""
    alerts: Mapping[str, Collection[str]] = field(default_factory=dict)
    """The codes of its tables of words that need someone's attention: shown in red."""
    new: New | None = None

    def __post_init__(self) -> None:
        for fault in self._faults():
            raise KindError(f"the kind “{self.folder}” {fault}")

    def __reduce__(self) -> NoReturn:
        raise KindError(f"the kind “{self.folder}” must travel by its folder's name")

    def place_of(self, ident: str) -> str:
        """Return the id of the unit a record belongs to; "" when it belongs to none."""
        if self.lies == "as_unit":
            return ident
        return "" if self.lies == "anywhere" else ident.rpartition("/")[0]

    @property
    def ending(self) -> str:
        """The ending that `portal new` gives its records: those of a text are Markdown."""
        return self.example[self.example.rindex(".") :]

    def url(self, ident: str) -> str:
        """Return the address of a record: of its page, or its part of the page of duties."""
        if self.page is not None:
            return self.page(ident)
        name = "" if self.lies == "as_unit" else ident.rpartition("/")[2]
        return urls.duty_url(self.place_of(ident), self.folder, name)

    def figures(self, view: View) -> dict[str, int]:
        """Return what a record adds to the figures of its unit: that it is there, and its states.

        Raises KindError for a state without words, which would be missed only by a template.
        """
        lists = self.lists
        if lists is None:
            return {}
        found = {self.folder: 1}
        for state in (view["state"], *view.get("faults", ())):
            if state not in lists.states:
                said = f"gives {view['id']} the state “{state}”, which has no words in its lists"
                raise KindError(f"the kind “{self.folder}” {said}")
            found[f"{self.folder}:{state}"] = 1
        return {**found, **lists.figures(view)} if lists.figures else found

    def _faults(self) -> Iterator[str]:
        """Yield what the declaration contradicts in itself."""
        if not re.fullmatch("[a-z]+", self.folder):  # `#folder-name` is cut at its first hyphen
            yield "has a folder that is not of small letters alone"
        if not re.fullmatch(r"[a-z0-9/-]+\.(md|yaml)", self.example):
            yield f"has an example that is no path of a record: “{self.example}”"
        if not all(self.called):
            yield "is not called anything in English or in Chinese"
        lists = self.lists
        on_duties = lists is not None and lists.on_duties
        if self.page is None and not on_duties:
            yield "has no address: neither a page of its own nor lists with a part of the duties"
        if self.page is not None and self.templates == DUTIES:
            yield "has a page of its own, and does not say which templates make it"
        if lists is not None:
            if not lists.name:
                yield "has lists without a name"
            for state in lists.shown:
                if state not in lists.states:
                    yield f"shows the state “{state}” first, which is none of its states"
        if self.lies == "anywhere" and (on_duties or self.duties or self.level):
            yield "belongs to no unit, so no unit can have duties or a level for it"
        for table, words in self.words().items():
            if not words:
                yield f"has no words in its table “{table}”"
            for code, word in words.items():
                if not word:
                    yield f"has no words for “{code}” in its table “{table}”"
        for each in self.happened:
            if each.partition(".")[0] not in self.model.model_fields:
                yield f"says when something happened by a field that there is not: “{each}”"
        for step, word in self.news.words.items() if self.news else ():
            if not re.fullmatch("[a-z_]+", step):  # what follows a hyphen tells one from another
                yield f"has news with a step that is not of small letters alone: “{step}”"
            if not word:
                yield f"has no words for its news “{step}”"
        if self.news and (self.news.places is None) == (self.lies == "anywhere"):
            yield "says of what places its news are where its folder does, or leaves it open"
        for table, codes in self.alerts.items():
            for code in codes:
                if code not in self.words().get(table, {}):
                    yield f"asks for attention to “{code}”, which is not in its table “{table}”"

    def shown_by(self) -> tuple[str, ...]:
        """Return the templates that show its records: of their pages, and the part for lists."""
        return (*self.templates, *((f"parts/{self.folder}.html",) if self.lists else ()))

    def words(self) -> dict[str, Words]:
        """Return the words of the kind by their tables; those for its states are its folder's."""
        return {**self.labels, **({self.folder: self.lists.states} if self.lists else {})}
