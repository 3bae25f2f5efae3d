"""A site's own templates are tried: what they name, and pages that differ in what they have.

To make every page takes minutes on a large site, and most are like others. So one is made wherever
something is there, or missing, or in a state that no page before had.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from jinja2 import TemplateError, nodes

from generator.base.messages import ENGLISH, N_
from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, errors, problem
from generator.base.spelling import nearest
from generator.build import (
    asset_names,
    markdown_twin,
    page_text,
    staged_files,
    template_faults,
    template_lost,
    template_refused,
    template_syntax,
    templates,
)
from generator.build.code_words import LABELS
from generator.build.links import Notes
from generator.build.template_environment import PageEnvironment
from generator.build.template_filters import FORMS
from generator.build.template_loader import ENDINGS, NAMING, Loader, named_in
from generator.pages import folder_pages
from generator.pages.batch_pages import OfPlace
from generator.pages.jobs import Copies, Draft, Pictures, Records
from generator.pages.page_mark import Page
from generator.pages.views.contract import GIVEN, given
from generator.parse import template_files
from generator.parse.template_files import SHIPPED_NAME

MOST = 100
"""Pages with faults after which no more are tried: one mistake is seen on many."""
DEEP = 6
"""How far into a view it is looked for what no page before had."""
FILES = ("robots.txt", "sitemap.xml", "data/index.html", "data/fields.html")
"""Files of the site that are no assets, and no pages that are planned."""
SEARCH = "search/"
"""Where files lie that no page links to as one does to pages."""
ASSETS = "assets/"
"""Where styles, scripts and pictures lie."""
SHORT = 16
"""Characters that a code has at most."""
FOLDER = Page(
    "units/index.html",
    "folder.html",
    {"to": "az/index.html", "place": "", "unit": "", "moved": False},
)
"""A page of a folder, which is planned when all others are made."""
Seen: TypeAlias = tuple[str, object]
_NAMING = pattern(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([\w./-]+)["']""")
"""How shipped templates name others, and `parts/` where one is chosen for each page."""


class Trial:
    """The templates of a site that has its own, as Jinja reads them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environment = templates.environment(tuple(template_files.folders(root)), ENGLISH)
        self.loader = Loader(template_files.folders(root))
        self.parsed: dict[str, nodes.Template | None] = {}
        self.names = [each for each in self.loader.list_templates() if each.endswith(ENDINGS)]
        self.own = [name for name in self.names if not self._is_shipped(name)]
        self.led: dict[str, tuple[str, ...] | None] = {}
        """The templates that each names itself: see `_leads`."""

    def unused(self) -> Iterator[Problem]:
        """Yield the files of the site's own that no page is made with, as far as that is known."""
        if any(_chosen_later(each) for name in self.own if (each := self.parse(name))):
            return
        used = {*GIVEN}.union(*(self._reached(name) for name in GIVEN))
        for name in self.loader.list_templates():
            own = not self._is_shipped(name) and not name.startswith(ASSETS)
            if not own or name in used or Path(name).name.startswith("."):
                continue
            if name.lower().endswith(asset_names.ENDINGS):
                yield asset_names.out_of_place(f"templates/{name}")
            else:
                near = nearest(name.lower().removesuffix(".txt"), used)
                yield problem("P829", Place(f"templates/{name}"), nearest=near)

    def _text(self, name: str) -> str:
        """Return the text of a template, "" where it cannot be read, which is told elsewhere."""
        try:
            return self.loader.get_source(self.environment, name)[0]
        except TemplateError:
            return ""

    def _texts(self, name: str) -> dict[str, str]:
        """Return the texts of the own templates that one is made of, by their files."""
        reached = self._reached(name)
        return {f"templates/{each}": self._text(each) for each in self.own if each in reached}

    def _is_shipped(self, name: str) -> bool:
        return not (self.root / "templates" / name).is_file()

    def parse(self, name: str) -> nodes.Template | None:
        """Return a template; None where it is not there or cannot be read, which others tell."""
        if name not in self.parsed:
            try:
                text, file, _ = self.loader.get_source(self.environment, name)
                read = _read if template_files.is_shipped(file) else self.environment.parse
                self.parsed[name] = read(text, name, file)
            except TemplateError:
                self.parsed[name] = None
        return self.parsed[name]

    def affected(self) -> set[str]:
        """Return the templates of pages that some own template is a part of."""
        return {name for name in GIVEN if not self._reached(name).isdisjoint(self.own)}

    def _reached(self, name: str) -> set[str]:
        """Return the templates that one is made of, itself among them."""
        found, waiting = set[str](), [name]
        while waiting:
            at = waiting.pop()
            led = None if at in found else self._leads(at)
            if led is not None:
                found.add(at)
                waiting += led
        return found

    def _leads(self, name: str) -> tuple[str, ...] | None:
        """Return the templates that one names itself; None where it cannot be read."""
        if name not in self.led:
            try:
                text, file, _ = self.loader.get_source(self.environment, name)
            except TemplateError:
                return None
            led = _shipped_led(text) if template_files.is_shipped(file) else _led(text)
            if led and template_lost.PARTS in led:
                led = (*led, *(each for each in self.names if each.startswith(template_lost.PARTS)))
            self.led[name] = led
        return self.led[name]

    def faults(self) -> Iterator[Problem]:
        """Yield what keeps own templates from being used, whether a page comes to it or not.

        That is what cannot be read, and what they name and is not there.
        """
        followed = any("Content-Security-Policy" in self._text(name) for name in self.own)
        own = [one for name in self.own if (one := self.parse(name))]
        asked = template_lost.asked_for(own)
        for name in self.own:
            file, text = f"templates/{name}", self._text(name)
            yield from template_syntax.wide(text, file)
            if not followed and name != "404.html":  # the style of that is allowed by its hash
                yield from template_refused.unfollowed(text, file)
            template = self.parse(name)
            if template and name in (*GIVEN, "base.html"):
                yield from _of_whole_pages(name, template, text, file)
            found_ = [*template_refused.refused(template, file)] if template else []
            yield from found_
            if found_:
                continue
            try:
                self.environment.get_template(name)
            except TemplateError as error:
                found = template_faults.fault(error, self.root)
                if found is not None:
                    yield found
            if template is None:
                continue
            for other, line in named_in(template):
                if not self._there(other):
                    yield template_faults.not_there(other, Place(file, line, 1), self.root)
            yield from template_lost.faults(name, file, self.parse, asked)
            known = self._given(name)
            for each in _asked(template):
                if known is not None and each.name not in known:
                    near, place = nearest(each.name, known), Place(file, each.lineno, 1)
                    yield problem("P814", place, name=each.name, nearest=near)
        yield from self.unused()
        yield from asset_names.faults(self.root, templates.assets(self.root))

    def _included(self) -> set[str]:
        """Return the templates that own ones include: these know what those know."""
        own = [one for name in self.own if (one := self.parse(name))]
        return {name for each in own for name, _ in named_in(each, (nodes.Include,))}

    def _there(self, name: str) -> bool:
        try:
            self.loader.get_source(self.environment, name)
        except TemplateError:
            return False
        return True

    def _given(self, name: str) -> set[str] | None:
        """Return the names that a template may ask for; None where that depends on who uses it."""
        names = {*self.environment.globals, "loop", "super", "self", "caller", "varargs", "kwargs"}
        if name in GIVEN:
            names |= {*given(name), *page_text.EVERYWHERE}
        elif name == "base.html":
            names |= {*page_text.EVERYWHERE, "title", "description"}
        elif name in self._included() or not name.startswith(("macros.html", "parts/")):
            return None
        line, seen = [name], set[str]()
        while line:
            at = line.pop()
            template = None if at in seen else self.parse(at)
            seen.add(at)
            if template is not None:
                names |= _set_in(template)
                line += [each for each, _ in named_in(template, (nodes.Extends,))]
        return names

    def pages(self, drafts: Iterable[Draft], press: staged_files.Press) -> Iterator[Problem]:
        """Yield what is wrong with pages of the own templates, made in every language.

        Of links that lead nowhere those are told whose page is not there: what lies within a page
        is known when all are made.
        """
        found, failed = set[Problem](), 0
        notes, there = Notes(), _files(self.root)
        for page in self._chosen(drafts, there):
            own = self._texts(page.template)
            faults = [
                each
                for language in press.languages
                for each in page_text.attempt(page, language, press, notes, own)
            ]
            yield from (each for each in dict.fromkeys(faults) if each not in found)
            found.update(faults)
            failed += any(errors(faults))
            if failed >= MOST:
                return
        if not failed:
            yield from _broken(notes, there, press)

    def _chosen(self, drafts: Iterable[Draft], there: set[str]) -> Iterator[Page]:
        """Yield the pages to be made; note the address that each file has in any language."""
        wanted, seen = self.affected(), set[Seen]()
        for draft in drafts if wanted else ():
            job = draft.make()
            if isinstance(job, Pictures):
                there.update(url for url, _, _ in job.pictures)
            elif isinstance(job, Copies):
                there.update(url for url, _ in job.files)
            else:
                if isinstance(job, OfPlace):
                    there.update(url for url, _ in job.calendars())
                if isinstance(job, OfPlace | Records):
                    there.update(url for url, _ in job.records())
                for page in job:
                    there.add(page.url)
                    there.update(filter(None, [markdown_twin.twin(page)]))
                    if page.template in wanted and _new(page, seen):
                        yield page
        if FOLDER.template in wanted:
            yield FOLDER


def _of_whole_pages(name: str, template: nodes.Template, text: str, file: str) -> Iterator[Problem]:
    """Yield that a template of pages makes none."""
    if not text.strip():
        said = "\0:" + N_("it is empty, and so would the pages be")
        yield problem("P805", Place(file, 1, 1), reason=said)
    elif template_lost.no_page(name, template, text):
        example = f'{{% extends "{SHIPPED_NAME}{name}" %}}'
        yield problem("P836", Place(file, 1, 1), example=example)


def _files(root: Path) -> set[str]:
    """Return the addresses of files that belong to no job."""
    return {*FILES, *(each.url for each in templates.assets(root).values())}


def _broken(notes: Notes, there: set[str], press: staged_files.Press) -> Iterator[Problem]:
    """Yield the links that were noted and lead to no file."""
    folders = {f"{folder}/{folder_pages.INDEX}" for folder in folder_pages.folders_of(there)}
    for target, url in notes.noted(()).away.items():
        path = press.page_of(target.partition("#")[0])
        within = "#" in target and path == press.page_of(url)
        if within or not (path in there or path in folders or path.startswith(SEARCH)):
            yield problem("P705", Place(url), page=url, target=target)


def _new(page: Page, seen: set[Seen]) -> bool:
    """Tell whether a page has something that none before had; it is noted."""
    before = len(seen)
    seen.update(_facts(page.template, page.view, DEEP))
    return len(seen) > before


def _facts(path: str, value: Any, deep: int) -> Iterator[Seen]:
    """Yield what there is in a view: where something is, is missing, and in which state it is."""
    if isinstance(value, Mapping) and deep:
        yield path, bool(value)
        for key, own in value.items():
            yield from _facts(f"{path}.{key if _is_code(key) else '*'}", own, deep - 1)
    elif isinstance(value, list | tuple):
        yield path, min(len(value), 2)
        for own in value if deep else ():
            yield from _facts(f"{path}[]", own, deep - 1)
    elif isinstance(value, str):
        yield path, value if _is_code(value) else bool(value)
    elif isinstance(value, bool) or value is None:
        yield path, value
    else:
        yield path, bool(value)


def _is_code(text: object) -> bool:
    """Tell whether a text looks like a code or a key, and not like an id or words of a record."""
    if not isinstance(text, str) or len(text) > 2 * SHORT:
        return False
    return text.isascii() and text.partition(":")[0].isidentifier() and "/" not in text


def _asked(template: nodes.Template) -> Iterator[nodes.Name]:
    """Yield each name that a template asks for, once; not those it asks whether they are there."""
    done = template_lost.may_be_missing(template)
    for asked in template.find_all(nodes.Name):
        if asked.ctx == "load" and asked.name not in done:
            done.add(asked.name)
            yield asked


def _shipped_led(text: str) -> tuple[str, ...]:
    """Return what `_led` does of a shipped template: to parse all takes a third of a second."""
    return (*_NAMING.findall(text),)


@lru_cache(maxsize=256)
def _led(text: str) -> tuple[str, ...] | None:
    """Return the templates that a text names, `parts/` where a part is chosen for each page.

    None where it cannot be read. They are the same each time that a preview asks.
    """
    try:
        template = _reader().parse(text)
    except TemplateError:
        return None
    named = [each for each, _ in named_in(template)]
    imports = template.find_all(nodes.Import)
    chosen = any(isinstance(each.template, nodes.Concat) for each in imports)
    return (*named, template_lost.PARTS) if chosen else (*named,)


@lru_cache(maxsize=16)
def _read(text: str, name: str, file: str | None) -> nodes.Template:
    """Return a shipped template, which a preview asks for again and again."""
    return _reader().parse(text, name, file)


@cache
def _reader() -> PageEnvironment:
    """Return what reads templates, whatever a site has of its own."""
    return templates.environment(template_files.SHIPPED, ENGLISH)


def _chosen_later(template: nodes.Template) -> bool:
    """Tell whether a template names another by what is known on a page alone."""
    for each in template.find_all(NAMING):
        named = each.template  # type: ignore[attr-defined] # all four have it
        every = named.items if isinstance(named, nodes.List | nodes.Tuple) else [named]
        if not all(isinstance(one, nodes.Const) for one in every):
            return True
    return False


def _set_in(template: nodes.Template) -> set[str]:
    """Return the names that a template sets: by `set`, in loops, by imports and as macros."""
    found = {each.name for each in template.find_all(nodes.Name) if each.ctx != "load"}
    for each in template.find_all((nodes.Import, nodes.FromImport, nodes.Macro)):
        match each:
            case nodes.Import(target=str(name)) | nodes.Macro(name=str(name)):
                found.add(name)
            case nodes.FromImport(names=names):
                found |= {one[-1] if isinstance(one, tuple) else one for one in names}
    return found


def said(root: Path) -> set[str]:
    """Return every English text that pages may say: those of templates and the words for codes."""
    environment = templates.environment(tuple(template_files.folders(root)), ENGLISH)
    found = {text for words in LABELS.values() for text in words.values()} | {*FORMS}
    loader = Loader(template_files.folders(root))
    extract: Any = getattr(environment, "extract_translations")  # noqa: B009 (of an extension)
    for name in environment.list_templates(extensions=ENDINGS):
        with suppress(TemplateError):
            text, _, _ = loader.get_source(environment, name)
            for _, _, message in extract(text):
                found.add(str(message if isinstance(message, str) else message[0]))
    return found
