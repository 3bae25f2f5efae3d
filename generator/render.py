"""Pages become bytes: the work of one job, done in any process, staged where it is told."""

import gzip
import json
import marshal
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b, sha256
from pathlib import Path

from generator import output, pictures, published, search, templates, traditional
from generator.compiler import FastEnvironment
from generator.jobs import Copies, Job, Pictures
from generator.kinds.kind import View
from generator.ledger import Made
from generator.links import Noted, Notes
from generator.messages import CHINESE, TRADITIONAL
from generator.page import Page
from generator.problems import Place, Problem, problem
from generator.workers import uncollected

TEXT = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt")
"""Endings of files that are worth compressing."""


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

    `compiled` is the folder of compiled templates; `templates` is the digest of templates and
    program, `key` that of them and the site's view: part of the key of every page.
    """

    root: Path
    stage: Path
    compiled: Path
    site: View
    languages: tuple[str, ...]
    templates: bytes
    key: bytes
    endings: tuple[str, ...] = ()
    """What text files are compressed to beside themselves: gz, br."""
    vouched: frozenset[str] = frozenset()
    """The digits of numbers that look like someone's, and that someone vouches for."""
    words: bytes = b""
    """How names are written in Traditional characters, as `traditional.words` gives it."""

    @property
    def halt(self) -> Path:
        """The file by which a preview ends what is being made and no longer wanted."""
        return self.stage / "halt"

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
    notes = Notes()
    halt = press.halt if press.site["preview"] else None
    for page in job:
        if halt and halt.exists():
            return printed
        closed = marshal.dumps((page.url, page.template, page.file, page.mark or page.view), 2)
        for language in press.languages:
            url = press.folder(language) + page.url
            seed = language.encode() + press.key + closed
            if language == TRADITIONAL:
                seed += press.words
            key = blake2b(seed, digest_size=16).digest()
            family = press.family(url)
            if url in known and known[url].key == key and all(each in known for each in family):
                printed.made.extend(known[each] for each in family)
                continue
            try:
                content = _page(page, url, language, press)
            except Exception as error:
                fault = templates.fault(error, press.root)
                if fault is None:
                    raise  # a mistake of ours, not of a template's
                printed.problems.append(fault)
                return printed
            written_out = content.encode()
            number = published.private(content, written_out, press.vouched)
            if number:
                place = Place(page.file or url)
                printed.problems.append(problem("P610", place, page=url, number=number))
            deep, twice = notes.take(url, content)
            for value in twice:
                printed.problems.append(problem("P707", Place(url), page=url, target=value))
            keep(printed, press, url, key, written_out, known, deep)
    for url, value in job.data():
        whole = {"demo": True, **value} if press.site["demo"] else value
        content = _json(whole)
        number = published.private(content, content.encode(), press.vouched)
        if number:
            printed.problems.append(problem("P610", Place(url), page=url, number=number))
        keep(printed, press, url, b"", content.encode(), known)
        shown = search.shown_of(url, value) if TRADITIONAL in press.languages else None
        if shown is not None:
            turned = traditional.turner(press.words).data(shown, search.people_of(shown))
            both = {**whole, "shown": turned}
            other = search.traditional_file(url)
            keep(printed, press, other, b"", _json(both).encode(), known)
    printed.noted = notes.noted(each.url for each in printed.made)
    return printed


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
            "top": top,
            "base": top + folder,
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
    made_in = written(language)
    environment = _environment(press.root, made_in, press.compiled, press.templates)
    content = environment.get_template(page.template).render(context(page, url, language, press))
    if made_in == language:
        return content
    people = traditional.people(page.view)
    return traditional.turner(press.words).page(content, people)


def written(language: str) -> str:
    """Return the language that pages of a language are written in: characters are turned after."""
    return CHINESE if language == TRADITIONAL else language


@lru_cache(maxsize=8)
def _environment(root: Path, language: str, compiled: Path, digest: bytes) -> FastEnvironment:
    """Return this process's environment; `digest` changes when any template does."""
    where = tuple(templates.folders(root))
    return templates.environment(where, language, templates.compiled(compiled, language, digest))


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
        output.put(press.stage, url, content)
        printed.staged.append(url)
    for each in press.family(url)[1:]:
        if same and each in known:
            printed.made.append(known[each])
            continue
        packed = PACK[each.rpartition(".")[2]](content)
        printed.made.append(Made(each, b"", sha256(packed).hexdigest(), len(packed)))
        output.put(press.stage, each, packed)
        printed.staged.append(each)
