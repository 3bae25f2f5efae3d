"""Files of a site that no record has a page for: assets, site map, pages of folders."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from generator.base.digests import digest
from generator.build import old_assets, render, staged_files, templates
from generator.build.asset_comments import without
from generator.build.build_db import Job
from generator.build.encoding_mark import marked
from generator.build.links import Links
from generator.build.previous_build import Past, places, same_places
from generator.joined.site_data import Library
from generator.model.config import Config
from generator.pages import folder_pages, sitemap
from generator.pages.jobs import Draft, Ready
from generator.pages.page_mark import mark_of

ASSETS = "assets/"
"""The folder of what pages load."""
DAY = "day.json"
"""Of which day the site is, for whoever shows it elsewhere."""


def files(
    config: Config, past: Past, now: dict[str, Job], printed: dict[str, staged_files.Printed]
) -> Job:
    """Stage assets, site map, robots.txt and the day, where they changed; return their job.

    `now` are the jobs of all pages, `printed` those that were made now; they get one more.
    """
    press, last = past.press, past.last
    before = last.jobs.get("files", Job(b"", ()))
    said = {"as_of": press.as_of, **({"demo": True} if press.site["demo"] else {})}
    day = json.dumps(said).encode() + b"\n"
    key = digest(press.key + day)
    pages: list[str] = []
    if same_places(now, printed, last):
        mark = key + before.mark[len(key) :]
    else:
        pages, folders_ = _places(now)
        mark = key + digest("\n".join([*pages, "", *folders_]).encode())
    if before.mark == mark and past.stands(before):
        return before
    pages = pages or _places(now)[0]
    shown = [url for url in pages if not url.endswith("404.html")]
    assets = templates.assets(config.root).values()
    known = past.made("files")
    one = printed["files"] = staged_files.Printed()
    for url, content in (
        *((url, marked(url, without(url, path.read_bytes()))) for url, path in assets),
        *sitemap.files(shown, press.site["base_url"], press.as_of),
        (DAY, day),
    ):
        staged_files.keep(one, press, url, b"", content, known)
    return Job(mark, tuple(one.made))


def folders(
    library: Library,
    past: Past,
    now: dict[str, Job],
    printed: dict[str, staged_files.Printed],
    links: Links,
) -> Job:
    """Stage the pages of folders that have none of their own, where they changed.

    Which folders there are is known by their files alone, so that it comes after all others.
    """
    name, press = "folders", past.press
    names = [row["short_name"] for row in library.units.values()]
    mark = mark_of(now["files"].mark, names, [tuple(each) for each in library.moved])
    draft = Draft(name, mark, lambda: Ready(()))
    before = past.job(draft)
    if before:
        return before
    urls = (each.url for job in now.values() for each in job.made)
    everywhere, first = folder_pages.indexes(urls, press.languages, library)
    alone = replace(press, languages=press.languages[:1])
    one = printed[name] = staged_files.Printed()
    for pages, pressed in ((everywhere, press), (first, alone)):
        part = render.render(Ready(tuple(pages)), past.made(name), pressed)
        links.add(part.noted, (each.url for each in part.made))
        one.made += part.made
        one.staged += part.staged
        one.problems += part.problems
    return Job(past.mark(draft), tuple(one.made))


def older(
    past: Past, site: Path, files: Job, old: Iterable[str], days: int, today: date
) -> staged_files.Printed | None:
    """Return the assets of earlier builds that stay for `days` (calendar), None if there are none.

    `files` is the job of this build's own; `old` are the addresses of files that lie there.
    """
    one = staged_files.Printed()
    names = {"files", "kept"}.intersection(past.last.jobs)
    known = {each.url: each for name in names for each in past.last.jobs[name].made}
    now = {each.url for each in files.made}
    assets = (url for url in old if url.startswith(ASSETS))
    for url, content in old_assets.find(site, assets, now, days, today):
        staged_files.keep(one, past.press, url, b"", content, known)
    return one if one.made else None


def _places(jobs: dict[str, Job]) -> tuple[list[str], list[str]]:
    return places(each for job in jobs.values() for each in job.made)
