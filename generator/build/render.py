"""Pages become bytes: the work of one job, done in any process, staged where it is told."""

import gzip
import json
import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b, sha256
from itertools import islice
from pathlib import Path
from typing import Any

from generator.base import messages
from generator.base.messages import TRADITIONAL
from generator.base.problems import Place, Problem, problem
from generator.base.processes import uncollected
from generator.build import (
    calendar_file,
    made_text,
    markdown_twin,
    site_writer,
    template_faults,
    templates,
)
from generator.build.build_db import Made
from generator.build.calendar_file import Said
from generator.build.encoding_mark import marked
from generator.build.links import Noted, Notes
from generator.build.page_words import PageWords
from generator.build.template_environment import PageEnvironment
from generator.build.twin_text import Speaker
from generator.model import public_record, traditional_text
from generator.model.kinds.kind import View
from generator.pages import search_index, share_card, shown_earlier
from generator.pages.batch_pages import OfPlace
from generator.pages.download_pieces import Standing
from generator.pages.downloads import Downloads
from generator.pages.jobs import Copies, Job, Pictures, Records
from generator.pages.page_mark import Page
from generator.parse import pictures, site_words, template_files

EVERYWHERE = ("site", "page")
"""What every template is given besides the view of its page."""
TEXT = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".csv", ".jsonl", ".md")
"""Endings of files that are worth compressing."""
AT_ONCE = 50
"""Pages that each step is done for before the next, so that the processor has its code at hand."""


def _brotli(content: bytes) -> bytes:
    import brotli  # noqa: PLC0415 (not needed by most builds, and slow to load)

    return bytes(brotli.compress(content, quality=9))


PACK: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda content: gzip.compress(content, 9, mtime=0),
    "br": _brotli,
}


@dataclass(frozen=True, slots=True)
class Press:
    """What every page is made with: the site's view, its languages, and where to stage.

    `compiled` is the folder of compiled templates, `shared` that of shipped ones, if they have one.
    `templates` is the digest of templates and program, `key` that of them and the site's view: part
    of the key of every page.
    """

    root: Path
    stage: Path
    compiled: Path
    site: View
    languages: tuple[str, ...]
    templates: bytes
    key: bytes
    as_of: str = ""
    """The day of the build in ISO form: only what is no page of a record says it."""
    endings: tuple[str, ...] = ()
    """What text files are compressed to beside themselves: gz, br."""
    vouched: frozenset[str] = frozenset()
    """The digits of numbers that look like someone's, and that someone vouches for."""
    shared: Path | None = None
    site_folder: Path = Path()
    """Where the files lie that stay as they are, for what is put together from them."""
    words: bytes = b""
    """How names are written in Traditional characters, as `traditional_text.words` gives it."""

    @property
    def halt(self) -> Path:
        """The file by which a preview ends what is being made and no longer wanted."""
        return self.stage / "halt"

    def halted(self) -> bool:
        """Tell whether what is being made is no longer wanted."""
        return bool(self.site["preview"]) and self.halt.exists()

    def family(self, url: str) -> list[str]:
        """Return the address of a file and those of its compressed forms."""
        packed = self.endings if url.endswith(TEXT) else ()
        return [url, *(f"{url}.{ending}" for ending in packed)]

    def page_of(self, url: str) -> str:
        """Return the address of a page in the first language from that in any."""
        language, _, rest = url.partition("/")
        return rest if language in self.languages[1:] else url

    def folder(self, language: str) -> str:
        """Return the folder of a language, with its slash; the first has none."""
        return "" if language == self.languages[0] else f"{language}/"


@dataclass(slots=True)
class Printed:
    """What came of a job: files, which of them are staged, what its pages link to, problems."""

    made: list[Made] = field(default_factory=list)
    staged: list[str] = field(default_factory=list)
    noted: Noted = field(default_factory=Noted)
    problems: list[Problem] = field(default_factory=list)
    stage: str = ""
    """The folder in which these are staged, where it is not that of the build."""


def render(job: Job, known: dict[str, Made], press: Press) -> Printed:
    """Make every page of `job` in every language; pages whose key is in `known` are not made."""
    with uncollected():
        return _render(job, known, press)


def _render(job: Job, known: dict[str, Made], press: Press) -> Printed:
    printed = Printed()
    if isinstance(job, Pictures):
        for url, path, longest in job.pictures:
            # the address holds the digest of the picture: the same address, the same bytes
            if url in known:
                printed.made.append(known[url])
            else:
                keep(printed, press, url, b"", pictures.make(path, longest), known)
        return printed
    if isinstance(job, Copies):
        for url, path in job.files:
            if url in known:  # as above
                printed.made.append(known[url])
            else:
                keep(printed, press, url, b"", path.read_bytes(), known)
        return printed
    if isinstance(job, Downloads):
        _put_files(job, known, press, printed)
        return printed
    notes, rest = Notes(), iter(job)
    while some := [*islice(rest, AT_ONCE)]:
        if not _print(some, known, press, printed, notes):
            return printed
    _put_data(job.data(), known, press, printed)
    if isinstance(job, OfPlace | Records):
        _put_records([*job.records()], known, press, printed)
    if isinstance(job, OfPlace):
        _put_calendars(job.calendars(), known, press, printed)
        for url, card in job.cards():
            # the address holds the digest of what it says: the same address, the same bytes
            if url in known:
                printed.made.append(known[url])
            else:
                keep(printed, press, url, b"", share_card.made(card), known)
    printed.noted = notes.noted(each.url for each in printed.made)
    return printed


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


def _print(
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
    filters = _environment(press.root, made_in, *kept, press.templates).filters
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


def _put_data(
    data: Iterator[tuple[str, Any]], known: dict[str, Made], press: Press, printed: Printed
) -> None:
    """Make the files of a job that programs read."""
    for url, value in data:
        if press.halted():
            return
        whole = {"demo": True, **value} if press.site["demo"] else value
        content = _json(whole)
        number = made_text.private(content, content.encode(), press.vouched)
        if number:
            printed.problems.append(problem("P610", Place(url), page=url, number=number))
        keep(printed, press, url, b"", content.encode(), known)
        shown = search_index.shown_of(url, value) if TRADITIONAL in press.languages else None
        if shown is not None:
            turned = traditional_text.turner(press.words).data(shown, search_index.people_of(shown))
            both = {**whole, "shown": turned}
            other = search_index.traditional_file(url)
            keep(printed, press, other, b"", _json(both).encode(), known)


def _put_records(
    records: Sequence[tuple[str, bytes]], known: dict[str, Made], press: Press, printed: Printed
) -> None:
    """Make public records, each a file. All are looked through at once, as seldom one is odd."""
    demo = press.site["demo"]
    written = [(u, public_record.of_demonstration(c) if demo else c) for u, c in records]
    together = b"\n".join(content for _, content in written)
    suspect = made_text.private(together.decode(), together, press.vouched)
    for url, content in written:
        if suspect:
            printed.problems += _private(url, content, press)
        keep(printed, press, url, b"", content, known)


def _put_files(job: Downloads, known: dict[str, Made], press: Press, printed: Printed) -> None:
    """Make files to be taken away; what stands in one of records stands in those of tables."""
    standing = Standing(press.site_folder, {url: each.sum for url, each in known.items()})
    made_with = press.templates + press.words
    for each in job.files(*spoken(press), standing, made_with, press.halted):
        if press.halted():
            return
        if each.content is None:
            family = press.family(each.url)
            printed.made.extend(known[url] for url in family if url in known)
        else:
            for new in each.new:
                printed.problems += _private(each.url, new, press)
            keep(printed, press, each.url, b"", each.content, known)
        own = next(one for one in reversed(printed.made) if one.url == each.url)
        standing.made[each.url] = own.sum


def _private(url: str, content: bytes, press: Press) -> Iterator[Problem]:
    """Yield that a file of data has a number that no one may read."""
    number = made_text.private(content.decode(), content, press.vouched)
    if number:
        yield problem("P610", Place(url), page=url, number=number)


def spoken(press: Press) -> tuple[Callable[[str], str], str]:
    """Return the words and the language of files that are made once: those of the first."""
    language = messages.written(press.languages[0])
    return PageWords(language, site_words.read(press.root, language)).text, language


def _put_calendars(
    calendars: Iterator[tuple[str, View]], known: dict[str, Made], press: Press, printed: Printed
) -> None:
    """Make the calendars of a job in every language; those whose key is known are not made."""
    every = [(url, view, marshal.dumps(view, 2)) for url, view in calendars]
    for language in press.languages:
        said, seed = _said(language, press), language.encode() + press.key
        for address, view, closed in every:
            url = said.folder + address
            key = blake2b(seed + closed, digest_size=16).digest()
            if url in known and known[url].key == key:
                printed.made.append(known[url])
                continue
            content = calendar_file.made(url, view, said)
            whole = content.replace(b"\r\n ", b"")  # a number may be cut where a line goes on
            number = made_text.private(whole.decode(), whole, press.vouched)
            if number:
                printed.problems.append(problem("P610", Place(url), page=url, number=number))
            keep(printed, press, url, key, content, known)


def _said(language: str, press: Press) -> Said:
    """Return in which language calendars speak, and of which site."""
    made_in = messages.written(language)
    words = PageWords(made_in, site_words.read(press.root, made_in))
    turn = traditional_text.turner(press.words).text if language == TRADITIONAL else None
    return Said(language, press.folder(language), words, press.site, turn)


def attempt(page: Page, language: str, press: Press, notes: Notes) -> list[Problem]:
    """Return what is wrong with a page made in a language; it is kept nowhere, its links noted."""
    url = press.folder(language) + page.url
    try:
        content = _page(page, url, language, press)
    except Exception as error:  # noqa: BLE001 (what is ours is raised again)
        return [_fault(error, page, press)]
    faults = _numbers(page, url, content, content.encode(), press)
    return [*faults, *_links(url, content, notes)[1]]


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


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


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
    environment = _environment(press.root, made_in, *kept, press.templates)
    content = environment.get_template(page.template).render(context(page, url, language, press))
    if made_in == language:
        return content
    people = traditional_text.people(page.view)
    return traditional_text.turner(press.words).page(content, people)


@lru_cache(maxsize=8)
def _environment(
    root: Path, language: str, compiled: Path, shared: Path | None, digest: bytes
) -> PageEnvironment:
    """Return this process's environment; `digest` changes when any template does."""
    where = tuple(template_files.folders(root))
    kept = template_files.compiled(compiled, language, digest)
    own = site_words.read(root, language)
    return templates.environment(where, language, kept, own, shared)


def keep(
    printed: Printed,
    press: Press,
    url: str,
    key: bytes,
    content: bytes,
    known: dict[str, Made],
    deep: tuple[str, ...] = (),
) -> None:
    """Stage a file, and its compressed forms, unless `known` has the very same."""
    made = Made(url, key, sha256(content).hexdigest(), len(content), deep)
    same = url in known and known[url].sum == made.sum
    printed.made.append(made)
    if not same:
        site_writer.put(press.stage, url, content)
        printed.staged.append(url)
    _put_packed(printed, press, url, content, known if same else {})


def keep_together(
    printed: Printed,
    press: Press,
    url: str,
    key: bytes,
    contents: Iterable[bytes | memoryview],
    known: dict[str, Made],
) -> None:
    """Stage a large file bit by bit; it is never whole here, but where it has compressed forms."""
    sum_, size = sha256(), 0

    def looked_at() -> Iterator[bytes | memoryview]:
        nonlocal size
        for each in contents:
            sum_.update(each)
            size += len(each)
            yield each

    site_writer.put_together(press.stage, url, looked_at())
    made = Made(url, key, sum_.hexdigest(), size)
    same = url in known and known[url].sum == made.sum
    printed.made.append(made)
    printed.staged.append(url)
    if len(press.family(url)) > 1:
        content = (press.stage / url).read_bytes()
        _put_packed(printed, press, url, content, known if same else {})


def _put_packed(
    printed: Printed, press: Press, url: str, content: bytes, known: dict[str, Made]
) -> None:
    """Stage the compressed forms of a file but for those that are `known`."""
    for each in press.family(url)[1:]:
        if each in known:
            printed.made.append(known[each])
            continue
        packed = PACK[each.rpartition(".")[2]](content)
        printed.made.append(Made(each, b"", sha256(packed).hexdigest(), len(packed)))
        site_writer.put(press.stage, each, packed)
        printed.staged.append(each)
