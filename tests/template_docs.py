"""Make docs/templates.md from templates and code: `python -m tests.template_docs`.

Blocks and macros come from the templates, each with the comment beside it; variables from the
declarations beside the views (`view_types`), with examples from the pages of the small whole site;
filters and tests from their docstrings. What is there and not described is a fault, and so is a
description of what is not there.
"""

import json
import re
import shutil
import tempfile
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from inspect import getdoc, signature
from pathlib import Path
from typing import (
    Annotated,
    Any,
    NotRequired,
    TypeAlias,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from jinja2 import Environment, nodes
from pydantic import BaseModel

from generator.base.messages import ENGLISH, catalogue
from generator.build import page_text, staged_files, template_filters, templates
from generator.build.code_words import LABELS
from generator.build.template_environment import PageEnvironment
from generator.model.kinds.registry import COMMAND, KINDS, LISTS
from generator.model.view_types import Codes, RecordView, RowView, Unit
from generator.pages.page_mark import Page
from generator.pages.views.contract import GIVEN
from generator.pages.views.figures import FIGURES
from generator.pages.views.frame import PageContextView, SiteView
from generator.parse.model_fields import inner
from tests import records, sites
from tests.conftest import ROOT
from tests.test_templates import Site

FILE = ROOT / "docs/templates.md"
SHIPPED = ROOT / "templates"
INTRO = Path(__file__).with_name("template_docs.md")
"""What is said before the tables, by hand."""
FRAMES = ("base.html", "macros.html")
"""Templates of no page; the parts are others."""
JINJA = "https://jinja.palletsprojects.com/en/stable/templates/"
LONG = 48
"""Characters of an example that are shown."""
Shape: TypeAlias = type[Mapping[str, object]]
Figure: TypeAlias = tuple[str, str, str]
"""The name of a figure, what it counts, and which."""
DATES = {
    "ISO date to the day": re.compile(r"\d{4}-\d\d-\d\d"),
    "ISO date to the day, the month or the year": re.compile(r"\d{4}(-\d\d){0,2}"),
}
PLAIN: Mapping[Any, tuple[type, ...]] = {dict: (dict,), list: (list, tuple), tuple: (tuple,)}
"""What stands for the types of declarations."""
YEARS = range(1900, 2101)


# --- what declarations say


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a view: its type without what is said of it, whether it may be missing."""

    name: str
    hint: Any
    optional: bool
    said: str
    """Its meaning, "" where that of a record's field holds."""


@cache
def keys(shape: Shape) -> tuple[Key, ...]:
    """Return the keys that a declaration has; `from_` stands for `from`."""
    return tuple(_keys(shape))


def _keys(shape: Shape) -> Iterator[Key]:
    for name, hint in get_type_hints(shape, include_extras=True).items():
        optional = get_origin(hint) is NotRequired
        if optional:
            (hint,) = get_args(hint)  # noqa: PLW2901 (the same, without the mark)
        bare, notes = apart(hint)
        texts = [each for each in notes if isinstance(each, str)]
        rest = tuple(each for each in notes if not isinstance(each, str))
        typed = Annotated[(bare, *rest)] if rest else bare
        yield Key(name.rstrip("_"), typed, optional, texts[-1] if texts else "")


def apart(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """Return a type without what is annotated, and that."""
    if get_origin(hint) is Annotated:
        bare, *notes = get_args(hint)
        return bare, tuple(notes)
    return hint, ()


def shapes_in(hint: Any) -> Iterator[Shape]:
    """Yield the declarations of views that a type is made of."""
    bare, _ = apart(hint)
    if is_typeddict(bare):
        yield bare
    for each in get_args(bare):
        if each is not Ellipsis:
            yield from shapes_in(each)


def rows_of(kind: str) -> list[Key]:
    """Return the keys of a row in the lists of a kind."""
    found = {key.name: key for shape in (RowView, LISTS[kind].shows) for key in keys(shape)}
    return [*found.values()]


@cache
def meanings() -> dict[tuple[Shape, str], str]:
    """Return what each key of each declaration means: what is said, else what its field means."""
    found: dict[tuple[Shape, str], str] = {}
    waiting: list[tuple[Shape, type[BaseModel] | None]] = [
        *((kind.shows, kind.model) for kind in KINDS.values()),
        *((lists.shows, KINDS[name].model) for name, lists in LISTS.items()),
        *((shape, None) for shape in GIVEN.values()),
        *((shape, None) for shape in (SiteView, PageContextView, RowView)),
    ]
    seen = set()
    english = catalogue(ENGLISH).gettext
    while waiting:
        shape, model = waiting.pop(0)
        if (shape, model) in seen:
            continue
        seen.add((shape, model))
        for key in keys(shape):
            info = model.model_fields.get(key.name) if model else None
            said = key.said or (english(info.description) if info and info.description else "")
            if said or (shape, key.name) not in found:
                found[shape, key.name] = said or found.get((shape, key.name), "")
            part = inner(info.annotation) if info else None
            within = part if isinstance(part, type) and issubclass(part, BaseModel) else None
            waiting += [(each, within) for each in shapes_in(key.hint)]
    shapes = [*dict.fromkeys(shape for shape, _ in found)]
    for (shape, name), said in found.items():
        if not said:  # what it is made of, or what is made of it, may say so
            alike = (other for other in shapes if _akin(shape, other))
            found[shape, name] = next(filter(None, (found.get((o, name)) for o in alike)), "")
    return found


def _akin(one: Shape, other: Shape) -> bool:
    """Tell whether all that one declaration has is in the other, as where one is made of it."""
    mine, theirs = ({key.name: key.hint for key in keys(each)} for each in (one, other))
    shared = [name for name, hint in mine.items() if theirs.get(name) == hint]
    return len(shared) in (len(mine), len(theirs))


# --- views held to them


@dataclass(slots=True)
class Checked:
    """What came of holding views to their declarations."""

    faults: list[str] = field(default_factory=list)
    examples: dict[tuple[Shape, str], Any] = field(default_factory=dict)
    """By declaration and key, what was found there: something that is not empty, if there is."""
    figures: dict[str, int] = field(default_factory=dict)

    def view(self, value: Any, shape: Shape, where: str, declared: Sequence[Key] = ()) -> None:
        """Hold a view to a declaration."""
        if not isinstance(value, dict):
            self.faults.append(f"{where} is no view, but {value!r}")
            return
        known = {key.name: key for key in declared or keys(shape)}
        for name, own in value.items():
            if isinstance(own, bytes):
                continue  # digests, by which the builder tells whether something has changed
            if name not in known:
                self.faults.append(f"{where}.{name} is not declared in {shape.__name__}")
                continue
            before = self.examples.get((shape, name))
            if before in (None, "", [], {}, (), 0, False):
                self.examples[shape, name] = own
            self.value(own, known[name].hint, f"{where}.{name}")
        for name, key in known.items():
            if name not in value and not key.optional:
                self.faults.append(f"{where} has no {name}, which {shape.__name__} declares")

    def value(self, value: Any, hint: Any, where: str) -> None:
        """Hold what a key has to its type."""
        bare, notes = apart(hint)
        units = {each.says for each in notes if isinstance(each, Unit)}
        tables = [each.table for each in notes if isinstance(each, Codes)]
        parts = get_args(bare)
        origin = get_origin(bare)
        plain = PLAIN.get(origin)
        if plain and not isinstance(value, plain):
            self.faults.append(f"{where} is {value!r}, and not {hint}")
        elif origin in (Union, types.UnionType):
            self._one_of(value, parts, where)
        elif "views of records by kind" in units:
            for kind, views in value.items():
                for view in views:
                    self.view(view, KINDS[kind].shows, f"{where}.{kind}")
        elif bare is RowView:
            self.view(value, LISTS[value["kind"]].shows, where, rows_of(value["kind"]))
        elif is_typeddict(bare):
            self.view(value, bare, where)
        elif origin is dict:
            if "figures" in units:
                self.figures.update(value)
            for each in value.values():
                self.value(each, parts[1], f"{where}[]")
        elif origin is list:
            for each in value:
                self.value(each, parts[0], f"{where}[]")
        elif origin is tuple:
            if parts[-1] is not Ellipsis:
                for each, part in zip(value, parts, strict=True):
                    self.value(each, part, f"{where}[]")
        else:
            self._plain(value, bare, units, tables, where)

    def _one_of(self, value: Any, parts: Iterable[Any], where: str) -> None:
        if value is None and type(None) in parts:
            return
        tried = []
        for part in parts:
            if part is type(None):
                continue
            trial = Checked(figures=self.figures)
            trial.value(value, part, where)
            if not trial.faults:
                for name, example in trial.examples.items():
                    self.examples.setdefault(name, example)
                return
            tried += trial.faults
        self.faults += tried or [f"{where} is {value!r}"]

    def _plain(self, value: Any, bare: Any, units: set[str], tables: list[str], where: str) -> None:
        right = bare is object or type(value) is bare or (bare is float and type(value) is int)
        for unit in units & DATES.keys():
            right = right and (value == "" or bool(DATES[unit].fullmatch(value)))
        if "year" in units:
            right = right and value in YEARS
        for table in tables:
            right = right and (value in LABELS[table] or value == "")
        if not right:
            self.faults.append(f"{where} is {value!r}, and not {bare} {units or ''} {tables or ''}")


def site_of(folder: Path) -> Site:
    """Return the whole site, in `folder`, with what it has none of (`tests/sites/more`).

    Of a kind that neither has there is the record that `portal new` writes.
    """
    root = sites.lay(folder / "site")
    shutil.copytree(sites.WHOLE.with_name("more"), root, dirs_exist_ok=True)
    for name, kind in KINDS.items():
        if kind.new and not (root / "content" / name).exists():
            path, _ = sites.new_record(root, kind.new.word, records.place(kind))
            file = root / str(path)
            file.write_text(records.switched_on(file.read_text("utf-8")), "utf-8")
            for photo in records.photos_of(kind, file.read_text("utf-8")):
                (file.parent / photo).write_bytes(records.jpeg())
    (folder / "views").mkdir()
    return Site(sites.with_history(root), folder / "views", history=True)


def checked(site: Site) -> Checked:
    """Hold every page of a site, and what all pages see, to the declarations."""
    found = Checked()
    found.view(site.view, SiteView, "site")
    every = [*site.pages.values(), *site.further.values()]
    for page in every:
        found.view(page.view, GIVEN[page.template], f"{page.url}: {page.template}")
    one = replace(every[0], earlier=(("jia/dong", "东镇", "2018-12-30"),))
    found.view(context(site, one)["page"], PageContextView, "page")
    return found


def context(site: Site, page: Page) -> dict[str, Any]:
    """Return what a template is given for a page."""
    press = staged_files.Press(
        root=ROOT,
        stage=ROOT,
        compiled=ROOT,
        site=site.view,
        languages=("zh-Hans", "en"),
        templates=b"",
        key=b"",
    )
    return page_text.context(page, f"en/{page.url}", "en", press)


def declared() -> dict[Shape, list[Key]]:
    """Return every declaration that some template is given, with its keys."""
    first: list[Shape] = [SiteView, PageContextView]
    first += GIVEN.values()
    first += [KINDS[name].shows for name in COMMAND]
    found: dict[Shape, list[Key]] = {}
    while first:
        shape = first.pop(0)
        if shape not in found and shape not in (RowView, RecordView):
            found[shape] = [*keys(shape)]
            first += [each for key in found[shape] for each in shapes_in(key.hint)]
    for name, lists in LISTS.items():
        found[lists.shows] = rows_of(name)
        first = [each for key in found[lists.shows] for each in shapes_in(key.hint)]
        found |= {each: [*keys(each)] for each in first if each not in found}
    return found


def figures() -> list[Figure]:
    """Return every figure: those of no kind in particular, and those of the kinds."""
    own = [(name, "", said) for kind in KINDS.values() for name, said in kind.counts.items()]
    return [*((name, *said) for name, said in FIGURES.items()), *own]


def fits(name: str) -> list[str]:
    """Return the declared figures that a name may be; names in capitals stand for any code."""
    return [each for each, _, _ in figures() if _pattern(each).fullmatch(name)]


def _pattern(name: str) -> re.Pattern[str]:
    choices = {
        "KIND": "|".join(LISTS),
        "RULE": "|".join(LABELS["rule"]),
        "LEVEL": "|".join([*LABELS["level"], *LABELS["fund_level"]]),
        "YEAR": r"\d{4}",
    }
    made = re.sub(r"[A-Z]+", lambda word: f"(?:{choices.get(word[0], '[a-z_-]+')})", name)
    return re.compile(made)


# --- templates


@dataclass(frozen=True, slots=True)
class Piece:
    """A block or a macro: how it is called, what stands beside it, how deep it lies in others."""

    name: str
    said: str
    deep: int = 0


def names() -> list[str]:
    """Return the name of every shipped template: those of pages, then the others."""
    paths = (each for each in SHIPPED.rglob("*.*ml") if each.suffix in (".html", ".xml"))
    found = sorted(path.relative_to(SHIPPED).as_posix() for path in paths)
    return sorted(found, key=lambda name: (name in FRAMES, "/" in name, name))


@cache
def source(name: str) -> str:
    """Return the text of a shipped template."""
    return (SHIPPED / name).read_text("utf-8")


@cache
def environment() -> PageEnvironment:
    """Return what the shipped templates are compiled in."""
    return templates.environment((SHIPPED,), ENGLISH)


@cache
def parsed(name: str) -> nodes.Template:
    """Return a shipped template as Jinja reads it."""
    return environment().parse(source(name), name)


def about(name: str) -> str:
    """Return what a template says of itself, in the comment that it begins with."""
    found = re.match(r"\{#(.*?)#\}", source(name), re.DOTALL)
    return " ".join(found[1].split()) if found else ""


def blocks(name: str) -> list[Piece]:
    """Return the blocks of a template in their order, each with the comment behind its tag."""
    found: list[Piece] = []
    deep = 0
    tags = r"\{%-?\s*(?:block\s+(\w+)[^%]*|(endblock)\s*)-?%\}(?:\{#(.*?)#\})?"
    for block, end, said in re.findall(tags, source(name), re.DOTALL):
        if end:
            deep -= 1
        else:
            found.append(Piece(block, " ".join(said.split()), deep))
            deep += 1
    return found


def macros(name: str) -> list[Piece]:
    """Return the macros of a template, each with the comment above it."""
    found = []
    for said, macro, takes in re.findall(
        r"(?:\{#((?:(?!#\}).)*)#\}\n)?\{% macro (\w+)\((.*?)\) %\}", source(name), re.DOTALL
    ):
        found.append(Piece(f"{macro}({takes})", " ".join(said.split())))
    return found


def asked(name: str) -> set[str]:
    """Return the names that a template asks of what it is given, and does not set itself."""
    template = parsed(name)
    used = {each.name for each in template.find_all(nodes.Name) if each.ctx == "load"}
    used -= environment().globals.keys()
    own = {each.name for each in template.find_all(nodes.Name) if each.ctx != "load"}
    for each in template.find_all((nodes.Import, nodes.Macro)):
        own.add(each.target if isinstance(each, nodes.Import) else each.name)  # type: ignore[attr-defined]
    return used - own - {"loop", "super", "self", "caller"}


# --- the document


def page(found: Checked) -> str:
    """Return docs/templates.md."""
    return "\n".join([*_document(found), ""])


def _document(found: Checked) -> Iterator[str]:
    yield "<!-- Made by `python -m tests.template_docs`; what is written here by hand is lost. -->"
    yield INTRO.read_text("utf-8").rstrip()
    yield "\n## Templates\n"
    yield from _contents(names())
    for name in names():
        yield f"\n### `{name}`\n\n{about(name)}"
        if blocks(name):
            yield "\n| block | what stands there |\n|---|---|"
            for piece in blocks(name):
                yield f"| {'· ' * piece.deep}`{piece.name}` | {piece.said or _known(piece.name)} |"
        if name in GIVEN:
            yield from _table(GIVEN[name], [*keys(GIVEN[name])], found)
        if macros(name):
            yield "\n| macro | what it writes |\n|---|---|"
            yield from (f"| `{each.name}` | {each.said} |" for each in macros(name))
    yield "\n## What every page sees\n\n`site` is the same on all pages:"
    yield from _table(SiteView, [*keys(SiteView)], found)
    yield "\n`page` is of the page alone, whatever its template:"
    yield from _table(PageContextView, [*keys(PageContextView)], found)
    yield "\n`codes` has the codes of each table of [words](#words-for-codes), in their order."
    yield from _views(found)
    yield from _figures(found)
    yield from _functions()


def _known(block: str) -> str:
    """Return what a block of the frame is for, where a page fills it."""
    return next(each.said for each in blocks("base.html") if each.name == block)


def _contents(of: Iterable[str]) -> Iterator[str]:
    yield " · ".join(f"[{name}](#{re.sub(r'[^a-z0-9-]', '', name)})" for name in of)


def _views(found: Checked) -> Iterator[str]:
    top = {SiteView, PageContextView, *GIVEN.values()}
    yield "\n## What stands within\n"
    yield "A key that is “nothing” is `none`; a text that is not known is empty. Pages of duties"
    yield "have `records` by kind, lists have rows:\n\n| kind | in `records` | row |\n|---|---|---|"
    for name, lists in LISTS.items():
        whole = _typed(KINDS[name].shows) if lists.on_duties else ""
        yield f"| `{name}` | {whole} | {_typed(lists.shows)} |"
    for shape, own in sorted(declared().items(), key=lambda each: title(each[0]).lower()):
        if shape not in top:
            yield f"\n### {title(shape)}\n\n{_first(getdoc(shape) or '')}"
            yield from _table(shape, own, found)


def _figures(found: Checked) -> Iterator[str]:
    yield "\n## Figures\n\nA place has figures of all that is recorded of it and below it."
    yield 'What is nothing is mostly not there: `figures.get("projects", 0)`. A name in capitals'
    yield "stands for a code or a year.\n"
    yield "| figure | unit | what it counts | example |\n|---|---|---|---|"
    for name, unit, said in figures():
        example = next((n for n in sorted(found.figures) if fits(n)[:1] == [name]), "")
        shown = f"`{example}`: {found.figures[example]}" if example else ""
        yield f"| `{name}` | {unit} | {said} | {shown} |"


def _functions() -> Iterator[str]:
    yield f"\n## Filters\n\nBesides [Jinja's own]({JINJA}#list-of-builtin-filters):"
    yield "\n| filter | what it gives |\n|---|---|"
    for name in sorted(our_filters()):
        function = environment().filters[name]
        yield f"| {_called(name, function)} | {_whole(function)} |"
    yield "\n## Tests\n\n| test | what it tells |\n|---|---|"
    for name, test in sorted(template_filters.TESTS.items()):
        yield f"| {_called(name, test, 'is ')} | {_whole(test)} |"
    yield '\n## Words for codes\n\n`code|label("table")` gives the word for a code.'
    yield "\n| table | codes |\n|---|---|"
    for table, words in sorted(LABELS.items()):
        yield f"| `{table}` | {', '.join(f'`{code}` {word}' for code, word in words.items())} |"


def our_filters() -> set[str]:
    """Return the names of the filters that Jinja does not have."""
    theirs = Environment(autoescape=True).filters
    return {name for name in environment().filters if name not in theirs}


def _called(name: str, function: Any, before: str = "") -> str:
    """Return how a filter or a test is written, with what it takes besides the value."""
    _, *more = signature(function).parameters.values()
    takes = ", ".join(
        each.name if each.default is each.empty else f"{each.name}={each.default!r}"
        for each in more
    )
    return f"`{before}{name}({takes})`" if takes else f"`{before}{name}`"


def _whole(function: Any) -> str:
    """Return a docstring on one line, as said of what a function gives."""
    said = " ".join((getdoc(function) or "").split())
    return said.removeprefix("Return ").replace("|", "\\|")


def _first(text: str) -> str:
    """Return the first paragraph of a docstring on one line."""
    return " ".join(text.partition("\n\n")[0].split())


def _table(shape: Shape, own: Sequence[Key], found: Checked) -> Iterator[str]:
    if not own:
        return
    yield "\n| variable | type | meaning | example |\n|---|---|---|---|"
    for key in own:
        said = meanings().get((shape, key.name)) or key.said
        mark = " *(may be missing)*" if key.optional else ""
        example = _example(found.examples.get((shape, key.name)))
        yield f"| `{key.name}` | {_typed(key.hint)}{mark} | {said} | {example} |"


def title(shape: Shape) -> str:
    """Return how a declaration is called in the document."""
    return shape.__name__.removesuffix("View")


def _typed(hint: Any) -> str:
    """Return a type in words, with its unit and links to what stands within."""
    bare, notes = apart(hint)
    for each in notes:
        if isinstance(each, Codes):
            return f"code of `{each.table}`"
        if isinstance(each, Unit):
            return {
                "figures": "[figures](#figures)",
                "fen": "fen",
                "views of records by kind": "by kind, lists of the views of records",
            }.get(each.says, each.says)
    parts = get_args(bare)
    if bare is RowView:
        return "row of the kind"
    if is_typeddict(bare):
        return f"[{title(bare)}](#{title(bare).lower()})"
    match get_origin(bare):
        case origin if origin in (Union, types.UnionType):
            return ", or ".join("nothing" if x is type(None) else _typed(x) for x in parts)
        case origin if origin is list:
            return f"list of {_typed(parts[0])}"
        case origin if origin is dict:
            return f"by code or id: {_typed(parts[1])}"
        case origin if origin is tuple:
            shown = [_typed(each) for each in parts if each is not Ellipsis]
            return f"({', '.join(shown)})"
    return {str: "text", int: "whole number", float: "number", bool: "yes or no", object: "…"}[bare]


def _example(value: Any) -> str:
    """Return an example as it is written in JSON, shortened; nothing for what has its own table."""
    if value is None or value == "" or isinstance(value, dict) or _within(value):
        return ""
    text = json.dumps(value, ensure_ascii=False).replace("|", "\\|").replace("`", "'")
    return f"`{text if len(text) <= LONG else text[: LONG - 1] + '…'}`"


def _within(value: Any) -> bool:
    return isinstance(value, list | tuple) and (
        not value or any(isinstance(each, dict | list | tuple) for each in value)
    )


def main() -> None:
    """Write the document."""
    with tempfile.TemporaryDirectory() as folder:
        found = checked(site_of(Path(folder)))
    FILE.write_text(page(found), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
