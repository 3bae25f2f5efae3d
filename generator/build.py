"""The story: content becomes a site, or a list of problems."""

import marshal
import tempfile
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import blake2b, sha256
from pathlib import Path

from generator import library, pages, reading, render, sitemap, templates
from generator.config import Config
from generator.ledger import Ledger, Made
from generator.library import Library
from generator.messages import N_
from generator.output import Output, Published
from generator.problems import Problem, errors, in_order
from generator.workers import workers

PREVIEW_SCRIPT = "/livereload.js"
"""What a page of the preview has beside the site: it comes from the preview's server."""

Tell = Callable[[str, int, int], None]
"""Told of progress: the stage's name (a msgid), how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a build: problems in order, and what was published, None if refused."""

    problems: list[Problem]
    published: Published | None = None
    units: int = 0
    projects: int = 0


def quiet(stage: str, done: int, of: int) -> None:
    """Tell no one."""


def build(
    config: Config,
    as_of: date,
    *,
    site: Path | None = None,
    jobs: int = 1,
    full: bool = False,
    preview: bool = False,
    tell: Tell = quiet,
) -> Report:
    """Turn content into a site, or into a list of problems that leaves the site untouched.

    With `full` nothing of the last build is taken for fresh. Raises OSError for the machine's
    faults and `output.Refused` for a folder that is not ours.
    """
    with Output(site or config.output, config.state, config.root) as out, workers(jobs) as pool:
        read = _read(config, as_of, pool, out.views, tell)
        problems = read.problems
        if any(errors(problems)):
            return Report(in_order(problems))
        ready = _press(read, config, as_of, out, preview=preview)
        known = {} if full else _known(out)
        printed = _print(read.plan, ready.press, pool, known, tell)
        problems += [each for one in printed for each in one.problems]
        made = {each.url: each for one in printed for each in one.made}
        staged = {url for one in printed for url in one.staged}
        for url, content in ready.files:
            _stage(out, url, content, made, staged, known)
        if not any(errors(problems)):  # a page that could not be made breaks every link to it
            beside = {PREVIEW_SCRIPT} if preview else set()
            problems += render.broken(printed, {*made, *beside})
        if any(errors(problems)):
            return Report(in_order(problems))
        old, sizes = out.sums(), out.sizes()
        staged -= {u for u in staged if old.get(u) == made[u].sum and sizes.get(u) == made[u].size}
        tell(N_("Publishing"), 0, 1)
        published = out.publish({url: each.sum for url, each in made.items()}, staged)
        Ledger(out.ledger).write(made.values(), out.sums_digest())
        tell(N_("Publishing"), 1, 1)
        found = read.library
        return Report(in_order(problems), published, len(found.units), len(found.projects))


def check(config: Config, as_of: date, jobs: int = 1, tell: Tell = quiet) -> list[Problem]:
    """Read and judge everything; return every problem, in order. Nothing is written."""
    with tempfile.TemporaryDirectory(prefix="portal-") as scratch, workers(jobs) as pool:
        problems = _read(config, as_of, pool, Path(scratch), tell).problems
        return in_order([*problems, *templates.faults(config.root)])


@dataclass(frozen=True, slots=True)
class _Read:
    library: Library
    plan: pages.Plan
    problems: list[Problem]


def _read(config: Config, as_of: date, pool: Executor, views: Path, tell: Tell) -> _Read:
    """Read and judge everything, and plan every page if nothing forbids it."""
    root, content = config.root, config.settings.content
    tree = reading.walk(root, content)
    batches = reading.batches(tree, root, content, config.rules(as_of), views)
    tell(N_("Reading"), 0, len(batches))
    summaries = []
    for summary in pool.map(reading.read_batch, batches):
        summaries.append(summary)
        tell(N_("Reading"), len(summaries), len(batches))
    found, problems = library.join(summaries, tree, root, content, config.settings.languages)
    plan = pages.Plan((), {})
    if not any(errors(problems)):
        keeps = {batch.key: batch.keep for batch in batches if batch.keep}
        plan, more = pages.plan(found, summaries, config, as_of, keeps)
        problems += more
    return _Read(found, plan, problems)


@dataclass(frozen=True, slots=True)
class _Ready:
    press: render.Press
    files: list[tuple[str, bytes]]


def _press(read: _Read, config: Config, as_of: date, out: Output, *, preview: bool) -> _Ready:
    """Return what pages are made with, and the files that are no pages."""
    assets = templates.assets(config.root)
    addresses = {name: url for name, (url, _) in assets.items()}
    site = pages.site(read.library, config, as_of, addresses)
    site["preview"] = preview
    digest = templates.digest(config.root)
    seed = digest + marshal.dumps(site, 2)
    press = render.Press(
        root=config.root,
        stage=out.stage,
        site=site,
        languages=config.settings.languages,
        templates=digest,
        key=blake2b(seed, digest_size=16).digest(),
    )
    files = [(url, path.read_bytes()) for url, path in assets.values()]
    urls = [
        press.folder(language) + url
        for language in press.languages
        for url in sorted(read.plan.urls)
        if url.endswith(".html") and url != "404.html"
    ]
    files.extend(sitemap.files(urls, config.settings.base_url or ""))
    return _Ready(press, files)


def _known(out: Output) -> dict[str, Made]:
    """Return what the last build made and still lies in the site as it was left."""
    sizes = out.sizes()
    made = Ledger(out.ledger).read(out.sums_digest())
    return {url: each for url, each in made.items() if sizes.get(url) == each.size}


def _print(
    plan: pages.Plan, press: render.Press, pool: Executor, known: dict[str, Made], tell: Tell
) -> list[render.Printed]:
    tell(N_("Making pages"), 0, len(plan.jobs))
    printed: list[render.Printed] = []
    for one in pool.map(partial(render.render, press=press, known=known), plan.jobs):
        printed.append(one)
        tell(N_("Making pages"), len(printed), len(plan.jobs))
    return printed


def _stage(
    out: Output,
    url: str,
    content: bytes,
    made: dict[str, Made],
    staged: set[str],
    known: dict[str, Made],
) -> None:
    sum_ = sha256(content).hexdigest()
    made[url] = Made(url, b"", sum_, len(content))
    if url not in known or known[url].sum != sum_:
        out.put(url, content)
        staged.add(url)
