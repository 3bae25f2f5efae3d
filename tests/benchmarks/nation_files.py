"""The list of the files alone, of made-up jobs: what a build holds of it until it is published."""

import resource
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from generator.base.digests import digest
from generator.build import publish
from generator.build.build_db import BuildDb, Last, Made, lost
from generator.build.folder_target import Folder
from generator.build.rendered import Rendered
from generator.build.site_writer import Output
from generator.build.staged_files import Printed
from generator.build.sums_file import Listed
from generator.joined.site_data import Library
from generator.pages import folder_pages, sitemap

TOWNS, VILLAGES, PROJECTS = 10, 22, 8
"""Of a made-up county; of a town; of a village."""
FORMS = ("html", "md", "json")
"""What there is of each project."""
EMPTY = sha256(b"").hexdigest()
IDS = ("main", "money", "people", "news", "contact")


def files(count: int) -> str:
    """List and publish so many files, and look at them again; return what that took and held."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        before, began, busy = _peak(), time.perf_counter(), time.process_time()
        with Output(root / "site", root / "state", root) as out:
            done = Rendered(out)
            number = 0
            while number < count:
                county = len(done.jobs)
                printed = _made(county, out.made / f"{county:06d}")
                done.take(f"place {county:06d}", digest(b"%d" % county), printed)
                number += len(printed.made)
            done.take("first", b"", _first(out.stage))
            listed, laid = _peak(), time.perf_counter()
            broken = [
                *done.links.broken(done.jobs, done.fresh, done.files.__contains__, (), out.site)
            ]
            maps = sum(1 for _ in sitemap.files(done.files, "https://example.org/", "2018-12-31"))
            there = done.files.every()
            pages = folder_pages.indexes(there, out.rows, ("zh-Hans",), Library(root="d"))
            folders = sum(1 for _ in pages)
            moved = time.perf_counter()
            out.publish(done.files, done.staged, out.sums(), thorough=True)
            sums = out.sums_digest()
            last = Last(b"whole", b"said", done.jobs)
            BuildDb(out.build_db).write(last, sums, done.fresh, anew=True)
        published, first = _peak(), time.perf_counter()
        del done, last
        again = _again(root)
        looked, second = _peak(), time.perf_counter()
        sent = _sent(root)
        ended, seconds = time.perf_counter(), time.process_time() - busy
    return (
        f"{number} files: listed in {laid - began:.0f} s with {listed / 1e6:.0f} MB"
        f" ({before / 1e6:.0f} before); {len(broken)} broken links, {maps} site maps,"
        f" {folders} folders in {moved - laid:.0f} s; published in {first - moved:.0f} s with"
        f" {published / 1e6:.0f} MB; looked at again, {again} of them lost, in"
        f" {second - first:.0f} s with {looked / 1e6:.0f} MB; {sent} sent to another folder in"
        f" {ended - second:.0f} s with {_peak() / 1e6:.0f} MB at the peak"
        f" ({seconds:.0f} s of the processor in all)"
    )


def _again(root: Path) -> int:
    """Take what was published for what it was, as a build without a change; return what is lost."""
    with Output(root / "site", root / "state", root) as out:
        sums, gone = lost(out.build_db, out.site)
        jobs, (_, listed) = BuildDb(out.build_db).read(sums).jobs, Listed.read(out.site)
        done = Rendered(out, jobs, listed)
        for name, job in jobs.items():
            done.keep(name, job)
        out.publish(done.files, done.staged, listed or out.sums(), thorough=False)
    return len(gone)


def _sent(root: Path) -> int:
    """Publish the site to another folder; return how many files that has come to."""
    with Output(root / "site", root / "state", root).held():
        out = Output(root / "site", root / "state", root)
        site = publish.whole(out, lambda *_: None)
        work = publish.prepared(site, Folder(site.folder, root / "target", site.rows))
        work.run(lambda *_: None)
    return work.done


def _made(county: int, stage: Path) -> Printed:
    """Return what came of a made-up county; its files are empty, and lie beneath `stage`."""
    one = Printed(stage=str(stage))
    for url in _addresses(f"{county // 100:02d}/{county // 10:04d}/{county:06d}"):
        path = stage / url
        try:
            path.touch()
        except FileNotFoundError:
            path.parent.mkdir(parents=True)
            path.touch()
        deep = (f"units/{_place(url)}.html#money",) if url.endswith(".html") else ()
        one.made.append(Made(url, digest(url.encode()), EMPTY, 0, deep))
        one.staged.append(url)
        if url.endswith(".html"):
            one.noted.ids[url] = IDS
            one.noted.away[f"units/{_place(url)}.html"] = url
    return one


def _first(stage: Path) -> Printed:
    """Return what came of the job of the first page."""
    (stage / "index.html").touch()
    made = Made("index.html", b"", EMPTY, 0)
    return Printed([made], ["index.html"])


def _addresses(county: str) -> Iterator[str]:
    for town in range(TOWNS):
        yield f"units/{county}/{town:03d}.html"
        for village in range(VILLAGES):
            place = f"{county}/{town:03d}/{village:03d}"
            yield f"units/{place}.html"
            yield f"units/{place}.md"
            yield f"compliance/{place}.html"
            yield f"news/{place}.html"
            yield f"calendars/{place}.ics"
            for project in range(PROJECTS):
                for form in FORMS:
                    yield f"projects/{place}/2018-{project}-road-and-water.{form}"


def _place(url: str) -> str:
    """Return the place that a made-up address is of."""
    kind, _, rest = url.rpartition(".")[0].partition("/")
    return rest.rpartition("/")[0] if kind == "projects" else rest


def _peak() -> int:
    """Return the most that this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
