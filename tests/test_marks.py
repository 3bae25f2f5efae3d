"""A job that has the mark of the last build is not done again: so its pages must be the very same.

Marks are taken from rows, figures and digests, so as to cost next to nothing, and views are made
for the jobs that have others. Here every value of every record is changed, one after another; each
job whose mark stays is made nevertheless, and held against what it made before. So are the marks
of pages that have one.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from PIL import Image
from pydantic import BaseModel

from generator.base.problems import errors
from generator.joined import site_data
from generator.joined.site_data import Library
from generator.model import config
from generator.model.kinds.registry import KINDS
from generator.model.settings import Settings
from generator.pages import plan as pages
from generator.pages.batch_pages import OfPlace
from generator.pages.jobs import Copies, Draft, Pictures
from generator.pages.page_mark import mark_of
from generator.parse import model_fields, record_file
from generator.records import read_batch as reading
from generator.records.batches import Batch, walk
from generator.records.summary import Summary
from tests import attachments
from tests.records import AS_OF, BESIDE, Small, unit
from tests.test_mutations import WHOLE

DAY = r"\d{4}-\d\d-\d\d"
Path_ = tuple[str | int, ...]
"""Where in a record a value stands."""
LIKE = (
    ("shili", "jia", "jia/dong", "jia/dong/shang", "yi", "yi/mo", "yi/mo/hao"),
    ("infrastructure", "water"),
    ("poverty", "education"),
    ("yes", "no"),
)
"""Values of which each may stand where another does."""
MORE = {
    "units/yi.yaml": unit("county", "乙县", poor="yes"),
    "units/yi/mo.yaml": unit("town", "磨镇", staff="9"),
    "units/yi/mo/hao.yaml": unit("village", "好村"),
    "allocations/yi/2018-jiaoyu.yaml": "date: 2018-02-01\nfund: 教育资金\nlevel: county\n"
    "purpose: education\namount: 30万元\n",
    "libraries/yi/2018.yaml": "year: 2018\ndate: 2018-11-20\ndocument: 示例扶领〔2018〕31号\n"
    "entries: [{project: yi/mo/hao/2018-qiao, urgency: 急, why: 雨季前要通车}]\n",
    "meetings/yi/2018-05.yaml": "date: 2018-05-10\ntitle: 调度会\nchair: 站长\npresent: 4\n"
    "decisions: [{what: 修水池, owner: 磨镇, project: yi/mo/hao/2018-chi, due: 2019-06-30}]\n",
    **{
        f"meetings/yi/mo/{month}.yaml": f"date: {month}-10\nchair: 站长\npresent: 4\ntitle: 会\n"
        for month in ("2018-02", "2018-05")
    },
    "teams/yi/mo/hao.yaml": "date: 2018-12-20\nmembers: [{role: first_secretary, name: 示例甲,"
    " sent_by: 示例州水务局, since: 2018-01, projects: [jia/2017-jiguang]}]\n",
    "exits/shili.yaml": "population: [{year: 2016, poor_people: 900000, planned: 800000,"
    " source: 示例统计公报}]\n",
    **{
        f"projects/{ident}.yaml": f"title: {title}\nyear: 2018\ncategory: water\nstage: approved\n"
        f"performance_target: 用上水\nbudget: 3万元\nplan: {{finish: {finish}}}\n"
        for ident, title, finish in (
            ("2018-zhou", "全州的水", "2019-11"),
            ("yi/mo/hao/2018-jing", "晚了的井", "2018-10"),
            ("yi/mo/hao/2018-qiao", "库里的桥", "2019-11"),
            ("yi/mo/hao/2018-chi", "会上说的池", "2019-11"),
        )
    },
}
"""A second county, in which each place is told of another in one way alone.

Where records are tied as closely as in the first, what one mark leaves out another has.
"""
ALL = {**WHOLE, **{f"content/{path}": text for path, text in MORE.items()}}
TOP = "content/units/shili.yaml"
"""The unit above all, which may be of any level that is higher than the others."""
NEVER = {"units": {"level"}, "assessments": {"year"}}
"""Fields in which nothing can be changed alone: the place of the record says the same."""


class Made(NamedTuple):
    """A job: its mark, the digest of all that it makes, and of each page the mark and the view."""

    mark: bytes
    whole: bytes
    pages: dict[str, tuple[bytes, bytes]]


@dataclass
class Site:
    """The small site, read once; the batch of one file is read anew for each change of it."""

    small: Small
    config: config.Config
    batches: list[Batch]
    summaries: list[Summary]

    def made(self, file: str = "", text: str | None = None) -> dict[str, Made] | None:
        """Return every job by its name, None with an error; `text` stands in `file`, if any."""
        if not file:
            return self._made(self.batches, self.summaries)
        good = next(each for each in self.batches if file in (f.path for f in each.files))
        if text is None:
            (self.small.root / file).unlink()
            own = tuple(each for each in good.files if each.path != file)
        else:
            self.small.write(file, text)
            own = good.files
        # kept apart, so that the views of the good one stay
        batch = replace(good, files=own, store=replace(good.store, name=f"{good.store.name}-other"))
        try:
            read = reading.read_batch(batch)
            if any(errors(read.problems)):
                return None
            batches = [batch if each is good else each for each in self.batches]
            return self._made(
                batches, [read if each.key == read.key else each for each in self.summaries]
            )
        finally:
            self.small.write(file, ALL[file])

    def anew(self) -> dict[str, Made] | None:
        """Return every job after everything is read once more."""
        batches, _ = self.small.batches(self.config.rules(AS_OF))
        return self._made(batches, [reading.read_batch(batch) for batch in batches])

    def _made(self, batches: list[Batch], summaries: list[Summary]) -> dict[str, Made] | None:
        keeps = {each.key: each.store.views for each in batches}
        tree, languages = walk(self.small.root, "content"), self.config.settings.languages
        given = site_data.Given(tree, self.small.root, "content", languages, keeps)
        found, problems = site_data.join(summaries, given)
        if any(errors(problems)):
            return None
        plan, more = pages.plan(found, summaries, self.config, AS_OF, keeps)
        return None if any(errors(more)) else {draft.name: made(draft) for draft in plan}


def made(draft: Draft) -> Made:
    """Do the job of a draft, but for what templates make of it."""
    job = draft.make()
    if isinstance(job, Pictures):
        return Made(draft.mark, mark_of([url for url, *_ in job.pictures]), {})
    if isinstance(job, Copies):
        return Made(draft.mark, mark_of([url for url, _ in job.files]), {})
    own = {each.url: (each.mark, mark_of(each.template, each.file, each.view)) for each in job}
    calendars = [*job.calendars()] if isinstance(job, OfPlace) else []
    return Made(draft.mark, mark_of(list(own.items()), [*job.data()], calendars), own)


def stale(before: Mapping[str, Made], after: Mapping[str, Made]) -> Iterator[str]:
    """Yield the jobs and pages that are others, though their mark is what it was."""
    for name, job in after.items():
        was = before.get(name)
        if was is None:
            continue
        if was.mark == job.mark and was.whole != job.whole:
            other = [
                url
                for url in {**was.pages, **job.pages}
                if was.pages.get(url) != job.pages.get(url)
            ]
            yield f"job {name}: {other}"
        for url, (mark, view) in job.pages.items():
            old_mark, old_view = was.pages.get(url, (b"", b""))
            if mark and mark == old_mark and view != old_view:
                yield f"page {url}"


# ---- what is changed


def values(data: Any, at: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Yield each value of a record with where it stands: texts, and lists and groups as wholes."""
    if at:
        yield at, data
    inner = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for step, each in inner:
        yield from values(each, (*at, step))


def put(data: Any, at: Path_, value: Any) -> Any:
    """Return the same record with another value there; without it, if that is None."""
    step, *below = at
    inner = put(data[step], tuple(below), value) if below else value
    if isinstance(data, dict):
        return {
            k: inner if k == step else v for k, v in data.items() if k != step or inner is not None
        }
    return [inner if n == step else v for n, v in enumerate(data) if n != step or inner is not None]


def others(kind: str, at: Path_, value: Any) -> Iterator[Any]:
    """Yield what a value may become, the likeliest to be right first; None takes it away."""
    if isinstance(value, list):
        if value and not isinstance(value[-1], dict):
            yield [*value, f"{value[-1]}改"]
        yield value[:-1] or None
        return
    if isinstance(value, dict):
        yield None
        return
    names = tuple(step for step in at if isinstance(step, str))
    yield from (code for code in choices(kind, names) if code != value)
    for group in LIKE:
        yield from (each for each in group if value in group and each != value)
    if re.fullmatch(DAY, value):
        yield from (str(date.fromisoformat(value) + timedelta(days=n)) for n in (1, 40, -1, -40))
    number = re.search(r"\d+(?=\D*$)", value)
    if number:
        start, end, size = value[: number.start()], value[number.end() :], len(number[0])
        yield from (f"{start}{int(number[0]) + more:0{size}}{end}" for more in (1, -1))
    yield f"{value}改"
    yield None


@cache
def choices(kind: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes that a field takes, if it takes codes."""
    model: type[BaseModel] = KINDS[kind].model if kind else Settings
    for name in names[:-1]:
        inner = (
            model_fields.inner(model.model_fields[name].annotation)
            if name in model.model_fields
            else None
        )
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return ()
        model = inner
    info = model.model_fields.get(names[-1]) if names else None
    found = model_fields.validators(info) if info else []
    return tuple(c for each in found for c in getattr(each, "choices", ()))


def written(file: str, data: Any, body: str) -> str:
    """Return the text of a record: every value in quotation marks, which mean nothing in it."""
    fields = "".join(
        f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in data.items()
    )
    return f"---\n{fields}---\n{body}" if file.endswith(".md") else fields


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    memory = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it)
    there = memory.is_dir() and os.access(memory, os.W_OK)
    with TemporaryDirectory(prefix="marks-", dir=memory if there else None) as folder:
        yield laid(Path(folder))


def laid(folder: Path) -> Site:
    """Lay the small site into a folder and read it."""
    small = Small(folder, ALL)
    found, problems = config.load(small.root / "config.yaml")
    assert found is not None, problems
    batches, _ = small.batches(found.rules(AS_OF))
    return Site(small, found, batches, [reading.read_batch(batch) for batch in batches])


FILES = [path for path in ALL if path != "config.yaml"]


@pytest.mark.parametrize("file", FILES)
def test_whatever_changes_in_a_record_a_job_with_the_same_mark_makes_the_same(
    site: Site, file: str
) -> None:
    kind = file.split("/")[1]
    read, problems = record_file.parse(file, ALL[file].encode())
    assert read is not None, problems
    before = site.made(file, written(file, read.data, read.body))
    assert before is not None
    tried, changed, again = set[str](), set[str](), set[Path_]()
    for at, value in values(read.data):
        if at[0] == "vouched" and len(at) > 1:  # it is shown to no one, and is long
            continue
        tried.add(str(at[0]))
        for other in others(kind, at, value):
            data = put(read.data, at, other)
            after = site.made(file, written(file, data, read.body)) if data else None
            if after is not None:
                assert [*stale(before, after)] == [], (at, other)
                changed.add(str(at[0]))
                twice = at in again
                again.add(at)
                if twice or not re.fullmatch(DAY, str(other)):  # a day in another month as well
                    break
    never = set() if file == TOP else NEVER.get(kind, set())
    assert tried - changed == never & tried
    if read.body:
        after = site.made(file, written(file, read.data, f"{read.body}\n又一段。\n"))
        assert after is not None
        assert [*stale(before, after)] == []
    after = site.made(file, None)
    assert after is None or [*stale(before, after)] == []


@pytest.mark.parametrize("file", BESIDE)
def test_of_another_picture_or_attachment_no_job_with_the_same_mark_knows(
    site: Site, file: str
) -> None:
    before = site.made()
    other = attachments.pdf(["另一个文件"])
    if file.endswith(".jpg"):
        out = BytesIO()
        Image.new("RGB", (12, 16), "maroon").save(out, "JPEG")
        other = out.getvalue()
    try:
        site.small.write(file, other)
        after = site.anew()
    finally:
        site.small.write(file, BESIDE[file])
    assert before is not None
    assert after is not None
    assert after != before
    assert [*stale(before, after)] == []


def test_whatever_changes_in_the_settings_a_job_with_the_same_mark_makes_the_same(
    site: Site,
) -> None:
    """What every page sees is part of all marks: of that nothing has to be said here."""
    read, problems = record_file.parse("config.yaml", ALL["config.yaml"].encode())
    assert read is not None, problems
    before, told = site.anew(), set[str]()
    assert before is not None
    usual = seen(site.config)
    for at, value in values(read.data):
        for other in others("", at, value):
            site.small.write("config.yaml", written("config.yaml", put(read.data, at, other), ""))
            found, problems = config.load(site.small.root / "config.yaml")
            if found is None or any(errors(problems)):
                continue
            if seen(found) == usual:
                after = Site(site.small, found, [], []).anew()
                assert after is None or [*stale(before, after)] == [], (at, other)
                told.add(str(at[0]))
            break
    site.small.write("config.yaml", ALL["config.yaml"])
    assert {"rules", "tiles", "tile_figure"} <= told


def seen(of: config.Config) -> bytes:
    """Return the digest of what every page sees of the settings."""
    library = Library(root="shili", units={"shili": {"id": "shili", "level": "prefecture"}})
    return mark_of(pages.site(library, of, AS_OF, {}))
