"""Lists are paged, their sums stand once, and a job is done again only for what it shows."""

import pickle
import re
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from generator.base.processes import InProcess
from generator.base.progress import Stages
from generator.build import build
from generator.build import load as gather
from generator.build import sources as content_sources
from generator.joined.site_data import Library
from generator.model import problem_words
from generator.model.kinds.kind import View
from generator.model.urls import directory_url, project_url
from generator.pages import list_pages
from generator.pages.batch_pages import UNIT, OfPlace, mark_of_unit
from generator.pages.jobs import Draft, Listed, Ready
from generator.records import list_rows
from tests.conftest import AS_OF, files, load

STAGE = "lists/projects/stage/"


def copies(root: Path, count: int) -> Path:
    """Copy a project of the site in `root` `count` times; return the copied file.

    The copies take nothing of any allotment: there would not be enough for all.
    """
    path = min((root / "content/projects").glob("*/*/*/*.md"))
    text = path.read_text("utf-8")
    apart = "".join(line for line in text.splitlines(keepends=True) if "  allocation:" not in line)
    for number in range(count):
        path.with_name(f"2016-copy-{number:03d}.md").write_text(apart, "utf-8")
    return path


def test_a_list_of_more_than_a_page_goes_on_and_states_its_sums_once(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_pages, "ROWS", 10)
    copies(whole, 25)
    report = build.build(load(whole), AS_OF)
    assert report.published, report.problems
    made = files(whole / "site")
    later = [url for url in made if url.startswith(STAGE) and url.endswith(("-2.html", "-3.html"))]
    assert later
    for url in later:
        first, shown = (
            made[each].decode().partition("<main")[2]
            for each in (url[: url.rindex("-")] + ".html", url)
        )
        assert "计划花" in first
        assert "计划花" not in shown
        assert "/2016-copy-" in shown


def test_a_changed_title_leaves_lists_alone_that_do_not_show_it(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_pages, "ROWS", 10)
    path = copies(whole, 25)
    build.build(load(whole), AS_OF)
    before = files(whole / "site")
    changed = path.with_name("2016-copy-007.md")
    lines = changed.read_text("utf-8").splitlines(keepends=True)
    assert any(line.startswith("title:") for line in lines)
    named = ["title: 只改这一个\n" if line.startswith("title:") else line for line in lines]
    changed.write_text("".join(named), "utf-8")
    build.build(load(whole), AS_OF)
    after = files(whole / "site")
    changed_lists = {url for url in after if url.startswith("lists/") and after[url] != before[url]}
    assert changed_lists
    assert all("只改这一个".encode() in after[url] for url in changed_lists)


# ---- pages of one record, which grow with what others say of it


def ids(made: dict[str, bytes], start: str, pattern: str) -> Counter[str]:
    """Count what `pattern` finds in the pages of the address `start` and those that go on."""
    further = re.compile(re.escape(start) + r"(?:--?\d+)?\.html")
    pages = [url for url in made if further.fullmatch(url)]
    assert len(pages) > 1
    return Counter(each for url in pages for each in re.findall(pattern, made[url].decode()))


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Give the files of the whole site, with one row a page and one record of a kind in full."""
    root = tmp_path_factory.mktemp("narrow") / "whole"
    shutil.copytree(Path(__file__).parent / "sites/whole", root)
    beside = copies(root, 3).parent
    place = beside.relative_to(root / "content/projects").as_posix()
    light = beside / "2016-copy-000.md"
    said = re.sub(r"^urgency: .*", "urgency: 轻", light.read_text("utf-8"), flags=re.MULTILINE)
    light.write_text(said, "utf-8")
    (root / "content/libraries/jia").mkdir()
    (root / "content/libraries/jia/2018.yaml").write_text(
        "year: 2018\ndate: 2018-11-20\nentries:\n"
        f"  - {{project: {place}/2016-copy-000, urgency: 轻}}\n"
        f"  - {{project: {place}/2016-copy-001, urgency: 急}}\n"
        f"removed:\n  - {{project: {place}/2016-copy-002, why: 不做了}}\n",
        "utf-8",
    )
    meeting = root / "content/meetings/jia/2018-03.md"
    for month in (1, 2, 11):
        text = meeting.read_text("utf-8").replace("2018-03-20", f"2017-{month:02d}-20")
        meeting.with_name(f"2017-{month:02d}.md").write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(list_rows, "ROWS", 1)
        patch.setattr("generator.pages.duty_pages.WHOLE", 1)
        report = build.build(load(root), AS_OF)  # which follows every link
    assert report.published, [
        (each.place, problem_words.message(each, "en")) for each in report.problems
    ]
    return files(root / "site")


def test_the_further_projects_of_a_place_stand_on_further_pages(narrow: dict[str, bytes]) -> None:
    found = ids(narrow, "units/jia/dong/shang", r'<th scope="row"><a href="[./]*projects/([^"]*)"')
    assert len(found) > 3
    assert {*found.values()} == {1}


def test_a_library_goes_on_by_urgency_and_ends_with_what_was_taken_out(
    narrow: dict[str, bytes],
) -> None:
    shown = [
        re.findall(r"2016-copy-00\d", narrow[f"libraries/jia/2018{more}.html"].decode())
        for more in ("", "--2", "--3")
    ]
    assert shown == [["2016-copy-001"], ["2016-copy-000"], ["2016-copy-002"]]
    assert "不做了" in narrow["libraries/jia/2018--3.html"].decode()


def test_those_honoured_in_a_year_or_a_county_stand_on_as_many_pages_as_they_need(
    narrow: dict[str, bytes],
) -> None:
    year = ids(narrow, "lists/commendations/year/2017", r"<b>(示例.)</b>")
    assert year == {"示例戊": 1, "示例己": 1}
    county = ids(narrow, "lists/commendations/unit/jia", r"<li><b>([^<]*)</b>")
    assert county == {"东镇": 1, "示例戊": 1}


def test_the_ledger_goes_on_and_ends_with_the_sums(narrow: dict[str, bytes]) -> None:
    found = ids(narrow, "funds/jia", r'href="[./]*(allocations/[^"]*)"')
    assert found == {f"allocations/jia/2018-{name}.html": 1 for name in ("zhenghe", "zhuanxiang")}
    assert "合计" not in narrow["funds/jia.html"].decode()
    assert "合计" in narrow["funds/jia--2.html"].decode()


def test_earlier_records_have_a_page_by_year_and_stay_where_links_lead(
    narrow: dict[str, bytes],
) -> None:
    page = narrow["compliance/jia.html"].decode()
    assert '<details id="meetings-2018-03">' in page
    year = narrow["compliance/jia--2017.html"].decode()
    for name in ("2017-01", "2017-02", "2017-11"):
        assert f'<li id="meetings-{name}"><a href="../compliance/jia--2017.html#meetings' in page
        assert f'<details id="meetings-{name}">' in year
    assert "compliance/jia--2018.html" in narrow  # its notices


def test_a_page_by_year_says_what_kinds_stand_on_it(
    narrow: dict[str, bytes], whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        "<h1>甲县：2017年的会议、限期整改和公示</h1>"
        in narrow["compliance/jia--2017.html"].decode()
    )
    (whole / "content/assessments/jia/2016.yaml").write_text("year: 2016\n", "utf-8")
    monkeypatch.setattr("generator.pages.duty_pages.WHOLE", 1)
    monkeypatch.setattr("generator.pages.duty_pages.MANY", ("assessments",))
    report = build.build(load(whole), AS_OF)
    assert report.published, report.problems
    page = (whole / "site/compliance/jia--2016.html").read_text("utf-8")
    assert "<h1>甲县：2016年的记录</h1>" in page


def test_a_list_has_the_rows_of_all_batches_in_order_wherever_a_page_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(list_pages, "ROWS", 3)
    monkeypatch.setattr(list_pages, "FEW", 3)
    monkeypatch.setattr(list_pages, "TOGETHER", 2)
    unit = dict.fromkeys(list_rows.UNIT, "市")
    found = Library(root="shi", units={"shi": unit}, above={"shi": ""})
    sizes = (0, 4, 1, 0, 7, 2, 26)
    numbers = iter(range(sum(sizes)))
    for size in sizes:
        own = [project(f"{next(numbers):03d}") for _ in range(size)]
        found.lists.setdefault("shi", []).append(list_rows.parts(own, list_rows.Table.of(own)))
    drafts = list_pages.drafts(found, (), b"")
    late = [draft.make() for draft in drafts if draft.name.startswith("lists/projects/late ")]
    made = chain.from_iterable(job for job in late if isinstance(job, Listed))
    shown = [[row["id"] for row in page.view["rows"]] for page in made]
    every = [f"{n:03d}" for n in range(sum(sizes))]
    assert shown == [every[n : n + 3] for n in range(0, len(every), 3)]
    assert len(late) == 7


def test_the_rows_of_lists_are_whole_in_any_process_with_the_names_of_their_places(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(list_pages, "ROWS", 3)
    monkeypatch.setattr(list_pages, "FEW", 3)
    monkeypatch.setattr(list_pages, "TOGETHER", 2)
    names = {"shi": "市", "jia": "甲", "jia/dong": "东", "yi": "乙"}
    units = {
        ident: {**dict.fromkeys(list_rows.UNIT, ""), "short_name": n} for ident, n in names.items()
    }
    above = {"shi": "", "jia": "shi", "jia/dong": "jia", "yi": "shi"}
    found = Library(root="shi", units=units, above=above)
    for place, taken in (("jia/dong", []), ("", ["a"]), ("yi", []), ("jia", ["a", "b"])):
        own = [project(f"{place}/{n}", place, taken) for n in range(4)]
        view = {"id": place, "file": place}
        records = [
            list_rows.of_record({"state": "kept"}, view, "meetings", place) for _ in range(4)
        ]
        parts = {
            **list_rows.parts(own, list_rows.Table.of(own)),
            **list_rows.parts_of("meetings", records),
        }
        found.lists.setdefault("shi", []).append(parts)
    every = [*found.lists["shi"]]
    for start, key in (("projects/late", ("late", "")), ("meetings/all", ("meetings", ""))):
        drafts = list_pages.drafts(found, (), b"")
        jobs = [draft.make() for draft in drafts if draft.name.startswith(f"lists/{start}")]
        made = [page for job in jobs if isinstance(job, Listed) for page in job]
        again = [page for job in pickle.loads(pickle.dumps(jobs)) for page in job]  # noqa: S301
        assert made == again
        shown = [row for page in made for row in page.view["rows"]]
        assert shown == list_pages.listed(
            found, chain.from_iterable(each[key].rows for each in every)
        )
        assert [row["place"] for row in shown[::4]] == [["甲", "东"], ["市"], ["乙"], ["甲"]]
        assert len(jobs) == 3


@pytest.mark.parametrize(("count", "shown"), [(3, 3), (4, 0)])
def test_all_of_a_stage_stand_in_one_list_as_long_as_they_fill_one_page(
    monkeypatch: pytest.MonkeyPatch, count: int, shown: int
) -> None:
    """What fills more stands by county, and here as a sum alone."""
    monkeypatch.setattr(list_pages, "ROWS", 3)
    unit = dict.fromkeys(list_rows.UNIT, "市")
    found = Library(root="shi", units={"shi": unit}, above={"shi": ""})
    own = [project(f"{n:03d}") for n in range(count)]
    found.lists["shi"] = [list_rows.parts(own, list_rows.Table.of(own))]
    drafts = list_pages.drafts(found, (), b"")
    [made] = [each.make() for each in drafts if each.name == "lists/projects/stage/library 0"]
    assert isinstance(made, Listed)
    [page] = made
    assert (len(page.view["rows"]), page.view["sums"]["count"]) == (shown, count)


def project(ident: str, unit: str = "", taken: Sequence[object] = ()) -> View:
    """Return the row of a project that is late."""
    view: View = {
        **dict.fromkeys((*list_rows.PROJECT, *list_rows.WHO)),
        "id": ident,
        "changes": [],
        "taken": taken,
        "payments": None,
        "parties": {},
        "address": "",
    }
    of = {"year": 2018, "category": "water", "stage": "library", "timeliness": "overdue"}
    plan = {"start": "", "finish": "2018-06"}
    return list_rows.of_project({**view, **of, "plan": plan}, unit)


def test_a_text_cannot_take_the_address_of_a_project(whole: Path) -> None:
    path = min((whole / "content/projects").glob("*/*/*/*.md"))
    beside = whole / "content/pages" / path.relative_to(whole / "content").parent
    beside.mkdir(parents=True)
    for name in (path.name, "free.md"):
        (beside / name).write_text("---\ntitle: 别的\nsummary: 别的\n---\n字。\n", "utf-8")
    report = build.build(load(whole), AS_OF)
    found = [each.place.file for each in report.problems if each.code == "P203"]
    assert found == [(beside / path.name).relative_to(whole).as_posix()]


def test_a_project_has_another_page_for_all_that_its_unit_shows_there(
    whole: Path, tmp_path: Path
) -> None:
    config = load(whole)
    sources = content_sources.look(config, AS_OF, tmp_path)
    found = gather.read(config, sources, InProcess(), Stages(build.quiet))
    places = [draft.make() for draft in gather.plan(found, config, AS_OF, sources)[0]]
    jobs = [job for job in places if isinstance(job, OfPlace) and job.views["projects"]]
    assert jobs

    def marks(job: OfPlace, ident: str) -> bytes:
        [page] = job.pages({project_url(ident)})
        return page.mark

    contacts = 0
    for job in jobs:
        for ident in job.views["projects"]:
            folder, mark = ident.rpartition("/")[0], marks(job, ident)
            of_unit = job.units[folder or job.root]
            place = {**of_unit["place"], "name": "别处"}
            for other in ({"place": place}, {"crumbs": [place]}, {"funds": "elsewhere"}):
                units = {**job.units, folder or job.root: {**of_unit, **other}}
                assert marks(replace(job, units=units), ident) != mark
            assert marks(replace(job, ranks={ident: {"rank": 0}}), ident) != mark
            if folder in job.views["supervisors"]:
                contacts += 1
                job.views["supervisors"][folder]["posts"].append(
                    {"group": "", "state": "vacant", "phone": ""}
                )
                assert marks(job, ident) != mark
    assert contacts


def planned(root: Path, kept: Path) -> tuple[Library, list[Draft]]:
    """Return what is to be made of the site in `root`, and of what."""
    config = load(root)
    sources = content_sources.look(config, AS_OF, kept)
    found = gather.read(config, sources, InProcess(), Stages(build.quiet))
    return found.library, [*gather.plan(found, config, AS_OF, sources)[0]]


def test_a_unit_has_another_page_for_all_that_stands_there(whole: Path, tmp_path: Path) -> None:
    jobs = [draft.make() for draft in planned(whole, tmp_path)[1]]
    made = chain.from_iterable(job for job in jobs if isinstance(job, OfPlace))
    changed: Counter[str] = Counter()
    for page in made:
        if page.template != "unit.html":
            continue
        assert page.mark == mark_of_unit(page.view)
        late = {"mark": b"late", "unit": "jia", "place": ["jia"]}
        view = {**page.view, "late": [*page.view["late"], late]}
        mark = mark_of_unit(view)
        for name, value in view.items():
            others: list[object] = ["other"]
            if name in ("sheet", "projects", "late"):
                own = ("mark", "unit", "place") if name == "late" else ("mark",)
                others = [[*value[:-1], {**value[-1], each: b"other"}] for each in own if value]
                others += [value[:-1]] if value else []
            changed.update([name] if others else [])
            assert all(mark_of_unit({**view, name: other}) != mark for other in others), name
    assert {*UNIT, "sheet", "projects", "contacts", "addresses", "pager"} <= changed.keys()


def test_a_directory_has_another_page_for_whoever_is_named_there(
    whole: Path, tmp_path: Path
) -> None:
    library, drafts = planned(whole, tmp_path)

    def marks() -> dict[str, bytes]:
        jobs = [draft.make() for draft in drafts if draft.name.startswith("directory ")]
        return {page.url: page.mark for job in jobs if isinstance(job, Ready) for page in job}

    before = marks()
    assert len(before) == len(library.units)
    for unit, row in [*library.contacts.items()]:
        library.contacts[unit] = {**row, "mark": b"other"}
        after = marks()
        other = {url for url, mark in before.items() if after[url] != mark}
        assert other == {directory_url(unit), directory_url(library.above[unit])}
        library.contacts[unit] = row
    assert library.contacts
