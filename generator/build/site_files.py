"""Files of a site that no record has a page for: assets, site map, pages of folders."""

import json
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from itertools import count, islice
from pathlib import Path

from generator.base.digests import digest
from generator.build import old_assets, render, staged_files, templates
from generator.build.build_db import Job
from generator.build.file_list import FileList
from generator.build.previous_build import FOLDERS, Past, same_places
from generator.build.rendered import Rendered
from generator.build.sums_file import Sums
from generator.joined.site_data import Library
from generator.model.config import Config
from generator.pages import folder_pages, sitemap
from generator.pages.jobs import Draft, Ready
from generator.pages.page_mark import mark_of

PAGE = ".html"
AT_ONCE = 20_000
"""Pages of folders that are one job."""
DAY = "day.json"
"""Of which day the site is, for whoever shows it elsewhere."""


def files(config: Config, past: Past, done: Rendered) -> None:
    """Stage assets, site map, robots.txt and the day, where they changed; add their job.

    `done` has the jobs of all pages.
    """
    press, last = past.press, past.last
    before = last.jobs.get("files", Job(b"", ()))
    said = {"as_of": press.as_of, **({"demo": True} if press.site["demo"] else {})}
    day = json.dumps(said).encode() + b"\n"
    key = digest(press.key + day)
    rest = before.mark[len(key) :] if same_places(done, last) else _places(done)
    if before.mark == key + rest and past.stands(before):
        done.keep("files", before)
        return
    assets = templates.assets(config.root).values()
    shown = (url for url in done.files if url.endswith(PAGE) and not url.endswith("404.html"))
    known = past.made("files")
    one = staged_files.Printed()
    for url, content in (
        *assets,
        (DAY, day),
    ):
        staged_files.keep(one, press, url, b"", content, known)
    for url, content in sitemap.files(shown, press.site["base_url"], press.as_of):
        staged_files.keep(one, press, url, b"", content, known)
    done.take("files", key + rest, one)


def folders(library: Library, past: Past, done: Rendered) -> None:
    """Stage the pages of folders that have none of their own, where they changed.

    Which folders there are is known by their files alone, so that it comes after all others. The
    pages of very many are several jobs.
    """
    press = past.press
    names = [row["short_name"] for row in library.units.values()]
    mark = mark_of(done.jobs["files"].mark, names, [tuple(each) for each in library.moved])
    before = [name for name in past.last.jobs if name.startswith(FOLDERS)]
    kept = [past.job(Draft(name, mark, lambda: Ready(()))) for name in before]
    if kept and all(kept):
        for name, job in zip(before, kept, strict=True):
            if job:
                done.keep(name, job)
        return
    alone = replace(press, languages=press.languages[:1])
    there = done.files.every()
    pages = folder_pages.indexes(there, done.out.rows, press.languages, library)
    later = FileList(done.out.rows)  # no page of a folder leads to another
    for number in count():
        some = [*islice(pages, AT_ONCE)]
        if not some and number:
            break
        name = f"{FOLDERS} {number}" if number else FOLDERS
        one, known = staged_files.Printed(), past.made(name)
        for shared, pressed in ((True, press), (False, alone)):
            part = render.render(
                Ready(tuple(page for page, each in some if each is shared)), known, pressed
            )
            one.noted.away |= part.noted.away
            one.noted.ids |= part.noted.ids
            one.made += part.made
            one.staged += part.staged
            one.problems += part.problems
        done.take(name, past.mark(Draft(name, mark, lambda: Ready(()))), one, later)
    done.files.update(later.items())


def older(
    past: Past,
    site: Path,
    done: Rendered,
    old: Sums,
    days: int,
    today: date,
) -> None:
    """Add the assets of earlier builds that stay for `days` (calendar), if there are any.

    `old` has all files that lie there.
    """
    one = staged_files.Printed()
    names = {"files", "kept"}.intersection(past.last.jobs)
    known = {each.url: each for name in names for each in past.last.jobs[name].made}
    now = {each.url for each in done.jobs["files"].made}
    for url, content in old_assets.find(site, old.beginning("assets/"), now, days, today):
        staged_files.keep(one, past.press, url, b"", content, known)
    if not one.made:
        return
    job = Job(b"", tuple(one.made))
    if job == past.last.jobs.get("kept"):
        done.keep("kept", job)
    else:
        done.take("kept", b"", one)


def _places(done: Rendered) -> bytes:
    """Return the digest of the addresses of all pages, and of the folders of all files."""
    sum_ = blake2b(digest_size=16)
    every = done.files.every()
    folders = done.out.rows((url.rpartition("/")[0], "") for url in every.unordered())
    for url in every:
        if url.endswith(PAGE):
            sum_.update(f"{url}\n".encode())
    for folder in folders:
        sum_.update(f"\n{folder}".encode())
    return sum_.digest()
