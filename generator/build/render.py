"""Jobs become files: the work of one job, done in any process, staged where it is told."""

import json
import marshal
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
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
    page_text,
)
from generator.build.build_db import Made
from generator.build.calendar_file import Said
from generator.build.links import Notes
from generator.build.page_words import PageWords
from generator.build.staged_files import Press, Printed, keep
from generator.model import public_record, traditional_text
from generator.model.kinds.kind import View
from generator.pages import search_index, share_card
from generator.pages.batch_pages import OfPlace
from generator.pages.download_pieces import Standing
from generator.pages.downloads import Downloads
from generator.pages.jobs import Copies, Job, Pictures, Records
from generator.parse import pictures, site_words

AT_ONCE = 50
"""Pages that each step is done for before the next, so that the processor has its code at hand."""


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
        if not page_text.put(some, known, press, printed, notes):
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
    site = press.site_folder
    sums = {
        url: each.sum
        for url, each in (known.items() if site else ())
        if all(one in known for one in press.family(url))
    }
    standing = Standing(site or Path(), sums)
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


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
