"""Pages become text in each language, looked through before they are staged."""

import marshal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from generator.base import messages
from generator.base.messages import TRADITIONAL
from generator.base.problems import Place, Problem, problem
from generator.build import (
    chinese_words,
    made_text,
    markdown_twin,
    page_form,
    template_faults,
    templates,
)
from generator.build.build_db import Made
from generator.build.encoding_mark import marked
from generator.build.links import Notes
from generator.build.page_words import PageWords
from generator.build.staged_files import Press, Printed, keep
from generator.build.template_environment import PageEnvironment
from generator.build.twin_text import Speaker
from generator.model import traditional_text
from generator.model.kinds.kind import View
from generator.pages import shown_earlier
from generator.pages.page_mark import Page
from generator.parse import site_words, template_files

EVERYWHERE = ("site", "page")
"""What every template is given besides the view of its page."""


@dataclass(slots=True)
class _Text:
    """A page in one language on its way; where it need not be made, its files as they are."""

    page: Page
    url: str
    key: bytes
    language: str
    known: list[Made]
    twin: str = ""
    """The address of its twin in Markdown, "" for none."""
    content: str = ""
    deep: tuple[str, ...] = ()
    """The places within other pages that it links to."""


def put(
    pages: list[Page], known: dict[str, Made], press: Press, printed: Printed, notes: Notes
) -> bool:
    """Make some pages, each step for all of them before the next; tell whether to go on."""
    texts = [text for page in pages for text in _texts(page, known, press)]
    new = [text for text in texts if not text.known]
    for text in new:
        if press.halted():
            return False
        try:
            text.content = _page(text.page, text.url, text.language, press)
        except Exception as error:  # noqa: BLE001 (what is ours is raised again)
            printed.problems.append(_fault(error, text.page, press))
            return False
    written_out = [text.content.encode() for text in new]
    for text, content in zip(new, written_out, strict=True):
        printed.problems += _numbers(text.page, text.url, text.content, content, press)
    for text in new:
        text.deep, faults = _links(text.url, text.content, notes)
        printed.problems += faults
    fresh = iter(written_out)
    for text in texts:
        if text.known:
            printed.made.extend(text.known)
        else:
            content = marked(text.url, next(fresh))
            keep(printed, press, text.url, text.key, content, known, text.deep)
    _put_twins([text for text in new if text.twin], known, press, printed)
    return True


def _put_twins(
    texts: Sequence[_Text], known: dict[str, Made], press: Press, printed: Printed
) -> None:
    """Make the twins of pages. All are looked through at once, as seldom one has what none may."""
    speakers = {each: _speaker(each, press) for each in {text.language for text in texts}}
    made = []
    for text in texts:
        said = markdown_twin.made(text.page, speakers[text.language])
        if text.language == TRADITIONAL:
            turn = traditional_text.turner(press.words)
            said = turn.data(said, traditional_text.people(text.page.view))
        made.append(said)
    written = [content.encode() for content in made]
    together = "\n".join(made)
    suspect = made_text.private(together, b"\n".join(written), press.vouched)
    for text, said, content in zip(texts, made, written, strict=True):
        number = suspect and made_text.private(said, content, press.vouched)
        if number:
            place = Place(text.page.file or text.twin)
            printed.problems.append(problem("P610", place, page=text.twin, number=number))
        keep(printed, press, text.twin, text.key, content, known)


def _speaker(language: str, press: Press) -> Speaker:
    """Return in which language twins speak, and of which site."""
    made_in = messages.written(language)
    words = PageWords(made_in, site_words.read(press.root, made_in))
    kept = press.compiled, press.shared
    filters = environment(press.root, made_in, *kept, press.templates).filters
    return Speaker(press.folder(language), words.text, filters, press.site)


def _texts(page: Page, known: dict[str, Made], press: Press) -> Iterator[_Text]:
    """Yield a page in each language, with its key; what is known to have that key is as it is."""
    said = (page.url, page.template, page.file, page.times, page.codes, page.earlier)
    closed = marshal.dumps((*said, page.mark or page.view), 2)
    for language in press.languages:
        url = press.folder(language) + page.url
        seed = language.encode() + press.key + closed
        if language == TRADITIONAL:
            seed += press.words
        key = blake2b(seed, digest_size=16).digest()
        twin = markdown_twin.twin(page) if press.site["twins"] else ""
        twin = twin and press.folder(language) + twin
        family = [*press.family(url), *(press.family(twin) if twin else ())]
        same = url in known and known[url].key == key and all(each in known for each in family)
        there = [known[each] for each in family] if same else []
        yield _Text(page, url, key, language, there, twin)


def attempt(
    page: Page, language: str, press: Press, notes: Notes, own: dict[str, str]
) -> list[Problem]:
    """Return what is wrong with a page made in a language; it is kept nowhere, its links noted.

    `own` are the texts of the site's own templates that it is made with, by their files.
    """
    url = press.folder(language) + page.url
    try:
        content = _page(page, url, language, press)
    except Exception as error:  # noqa: BLE001 (what is ours is raised again)
        return [_fault(error, page, press)]
    faults = _numbers(page, url, content, content.encode(), press)
    return [*faults, *_links(url, content, notes)[1], *page_form.faults(url, content, own)]


def _fault(error: Exception, page: Page, press: Press) -> Problem:
    """Return what a template failed of; raise again what is a mistake of ours."""
    fault = template_faults.fault(error, press.root, {*page.view, *EVERYWHERE})
    if fault is None:
        raise error
    return fault


def _numbers(
    page: Page, url: str, content: str, written_out: bytes, press: Press
) -> Iterator[Problem]:
    """Yield that a page has a number that no one may read."""
    number = made_text.private(content, written_out, press.vouched)
    if number and page.codes:  # which are beginnings of digests: all of some are digits by chance
        for code in page.codes:
            content = content.replace(code, " ")
        number = made_text.private(content, content.encode(), press.vouched)
    if number:
        yield problem("P610", Place(page.file or url), page=url, number=number)


def _links(url: str, content: str, notes: Notes) -> tuple[tuple[str, ...], list[Problem]]:
    """Return where a page leads into others, and the places that it has twice."""
    deep, twice = notes.take(url, content)
    return deep, [problem("P707", Place(url), page=url, target=value) for value in twice]


def context(page: Page, url: str, language: str, press: Press) -> View:
    """Return what a template sees beside the page's own view: the site and the page."""
    top = "../" * url.count("/")
    folder = press.folder(language)
    absolute = press.site["base_url"]
    return {
        "site": press.site,
        "page": {
            "url": page.url,
            "language": language,
            "file": page.file,
            "said": page.times[0],
            "until": page.times[1],
            "codes": page.codes,
            "earlier": shown_earlier.views(page.earlier),
            "top": top,
            "base": top + folder,
            "home": absolute + folder if absolute else "",
            "canonical": absolute + url if absolute else "",
            "alternates": [
                {
                    "language": each,
                    "href": top + press.folder(each) + page.url,
                    "canonical": absolute + press.folder(each) + page.url if absolute else "",
                }
                for each in press.languages
            ],
        },
        **page.view,
    }


def _page(page: Page, url: str, language: str, press: Press) -> str:
    made_in = messages.written(language)
    kept = press.compiled, press.shared
    made_by = environment(press.root, made_in, *kept, press.templates)
    content = made_by.get_template(page.template).render(context(page, url, language, press))
    if made_in == language:
        return content if language.startswith("zh") else chinese_words.marked(content)
    people = traditional_text.people(page.view)
    return traditional_text.turner(press.words).page(content, people)


@lru_cache(maxsize=8)
def environment(
    root: Path, language: str, compiled: Path, shared: Path | None, digest: bytes
) -> PageEnvironment:
    """Return this process's environment; `digest` changes when any template does."""
    where = tuple(template_files.folders(root))
    kept = template_files.compiled(compiled, language, digest)
    own = site_words.read(root, language)
    return templates.environment(where, language, kept, own, shared)
