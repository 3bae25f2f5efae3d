"""The benchmark compares like with like: the corpus, the peers' input, the pages, the checks.

Nothing is timed here, and nothing is fetched; peers are run where a benchmark has installed them.
"""

import json
import shutil
import sys
import tomllib
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.base.problems import errors
from generator.build import build
from generator.model import config
from tests.benchmarks import (
    corpus,
    duties,
    front,
    hugo_sides,
    measure,
    money,
    peers,
    prefecture,
    preview,
    rows,
    said,
    sameness,
    serving,
    views,
)
from tests.benchmarks.command_views import RECORDS
from tests.benchmarks.generators import PEERS
from tests.benchmarks.hugo_sides import Hugo, HugoBest, HugoJson, HugoToml
from tests.benchmarks.measure import Command
from tests.benchmarks.prefecture import Change, Prefecture
from tests.benchmarks.sides import Ours, Peer, Side, put

VILLAGES, EACH = 6, 3
PLACES = ("project", "unit")
linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are ended on Linux only")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small corpus; no test changes it."""
    folder = tmp_path_factory.mktemp("benchmark") / "corpus"
    corpus.write(folder, EACH, VILLAGES)
    return folder


@pytest.fixture(scope="module")
def read(folder: Path) -> Prefecture:
    """Return what is read of the corpus; no test changes it."""
    return prefecture.read(folder, rows.AS_OF)


@pytest.fixture
def found(read: Prefecture) -> Prefecture:
    """Return the same for a test that may change it."""
    return deepcopy(read)


@pytest.fixture(scope="module")
def site(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return our site of the corpus, in a folder of its own with its input."""
    own = tmp_path_factory.mktemp("ours") / "corpus"
    shutil.copytree(folder, own)
    make(own)
    return own


def make(folder: Path) -> None:
    settings, _ = config.load(folder / "config.yaml")
    assert settings
    made = build.build(settings, rows.AS_OF)
    assert made.published, made.problems


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def converted(peer: type[Peer], found: Prefecture, folder: Path) -> Peer:
    made = peer(folder / "peer", found, folder / "none")
    made.convert()
    return made


# ---- the corpus


def test_the_corpus_has_no_errors(folder: Path) -> None:
    settings, problems = config.load(folder / "config.yaml")
    assert settings
    assert not list(errors([*problems, *build.check(settings, rows.AS_OF)]))


def test_the_corpus_is_the_same_each_time(folder: Path, tmp_path: Path) -> None:
    corpus.write(tmp_path / "again", EACH, VILLAGES)
    assert files(tmp_path / "again") == files(folder)


def test_a_cut_corpus_has_so_many_villages_and_all_units_above_them(found: Prefecture) -> None:
    villages = [ident for ident, unit in found.units.items() if unit["level"] == "village"]
    assert len(villages) == VILLAGES
    assert set(found.units) == {each for village in villages for each in found.line(village)}
    assert len(found.projects) == VILLAGES * EACH


# ---- the peers' input


@pytest.mark.parametrize("peer", PEERS.values(), ids=list(PEERS))
def test_a_peer_gets_one_file_for_each_record(
    peer: type[Peer], found: Prefecture, tmp_path: Path
) -> None:
    made = converted(peer, found, tmp_path)
    pages = [each for each in views.pages(found) if each.kind in (*RECORDS.values(), *PLACES)]
    own = [file[0] for file in map(made.file, pages) if file]
    records = [files(found.folder / "content" / kind) for kind in RECORDS]
    assert all(records)
    assert len(set(own)) == len(found.projects) + len(found.units) + sum(map(len, records))
    content = files(made.folder)
    for page, path in zip(pages, own, strict=True):
        text = content[path].decode()
        derived = hugo_sides.DERIVED.get(page.kind, ()) if isinstance(made, Hugo) else ()
        stated = (value for name, value in page.view.items() if name not in derived)
        said_ = (page.body, *(v for v in stated if isinstance(v, str) and '"' not in v))
        assert all(words in text for words in said_)


@pytest.mark.parametrize("peer", PEERS.values(), ids=list(PEERS))
def test_a_changed_amount_touches_the_project_and_the_units_above_it(
    peer: type[Peer], found: Prefecture, tmp_path: Path
) -> None:
    made = converted(peer, found, tmp_path)
    before = files(made.folder)
    ident = list(found.projects)[-1]
    change = found.change(ident, 12_345)
    made.change(change)
    after = files(made.folder)
    touched = {path for path in after if after[path] != before.get(path)}
    touched -= {hugo_sides.SEGMENTS}  # which no page is made from
    line = found.line(found.projects[ident]["unit"])
    pages = [views.project_page(found, ident), *(views.unit_page(found, each) for each in line)]
    assert touched == {file[0] for file in map(made.file, pages) if file}
    assert all(str(change.planned).encode() in after[path] for path in touched if ident in path)


@pytest.mark.parametrize("peer", PEERS.values(), ids=list(PEERS))
def test_a_peer_gets_a_later_day_as_if_it_had_been_converted_on_it(
    peer: type[Peer], found: Prefecture, folder: Path, tmp_path: Path
) -> None:
    made = converted(peer, found, tmp_path)
    later = prefecture.read(folder, rows.AS_OF + timedelta(days=80))
    changed = rows.differing(found, later)
    assert 0 < len(changed) < len(list(views.pages(later)))
    made.renew(later, changed)
    assert files(made.folder) == files(converted(peer, later, tmp_path / "later").folder)


READ: dict[type[Hugo], Callable[[str], Any]] = {
    Hugo: lambda text: yaml.safe_load(text.split("---\n")[1]),
    HugoToml: lambda text: tomllib.loads(text.split("+++\n")[1]),
    HugoJson: lambda text: json.JSONDecoder().raw_decode(text)[0],
}


@pytest.mark.parametrize("peer", READ)
def test_front_matter_says_the_same_in_each_language_and_nothing_in_vain(
    peer: type[Hugo], found: Prefecture, tmp_path: Path
) -> None:
    made = converted(peer, found, tmp_path)
    for page in views.pages(found):
        path, text = made.file(page) or ("", "")
        stated = READ[peer](text) if path else {}
        empty = [name for name, value in stated.items() if value in ("", None, [], {}, False)]
        assert not [name for name in empty if type(stated[name]) is not int], path
        for name, value in front.least(page.view).items() if stated else ():
            if name in stated and name != "latest":
                assert str(stated[name]) == str(json_like(value) if peer is HugoJson else value)


def json_like(value: object) -> object:
    return json.loads(json.dumps(value, default=str))


def test_what_is_written_in_toml_is_read_from_it() -> None:
    view = {
        "a:b": 0,
        "text": 'said "so"\n\\ \t终',
        "yes": True,
        "day": date(2018, 3, 1),
        "rows": [{"list": ["x", 2], "in": {"deep": 1.5}}, {"a": "{b = 1}, [c]"}],
        "plain": ["a", "b"],
    }
    assert tomllib.loads(front.as_toml(view).split("+++\n")[1]) == view


def test_what_is_empty_is_left_out_but_numbers_stay() -> None:
    view = {"none": None, "": "", "no": False, "yes": True, "zero": 0, "in": {"no": False}}
    rows_ = [{"vacant": False, "since": "2018-03-01", "group": ""}]
    assert front.least({**view, "rows": rows_}) == {
        "yes": True,
        "zero": 0,
        "rows": [{"since": date(2018, 3, 1)}],
    }


def test_a_projects_file_says_no_more_to_hugo_than_its_record_and_what_is_looked_up_for_it(
    found: Prefecture, tmp_path: Path
) -> None:
    made = converted(Hugo, found, tmp_path)
    given = {"planned", "paid", "percent", "timeliness", "heading", "lead", "notices", "weight"}
    for ident in found.projects:
        file = made.file(views.project_page(found, ident))
        assert file
        stated = READ[Hugo](file[1])
        text = (found.folder / f"content/projects/{ident}.md").read_text("utf-8")
        record = yaml.safe_load(text.split("---\n")[1])
        assert stated.keys() - given <= record.keys()
        assert values(stated) <= values(record) + len(given) + len(found.named[ident])


def values(value: object) -> int:
    """Return how many plain values a mapping has, all within it counted."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return sum(map(values, inner)) if isinstance(value, (dict, list)) else 1


# ---- the same pages


def test_our_pages_say_what_the_records_say(site: Path, found: Prefecture) -> None:
    ours = Ours(site, found, site)
    sameness.same_content(ours)
    made = sameness.counts(ours)
    assert made["projects"][0] == len(found.projects)
    assert made["units"][0] == len(found.units)
    assert made["allotments of money"][0] == len(found.command["allocations"])
    years = sum(len(duties.of_unit(found, ident)["years"]) for ident in found.units)
    assert made["duties by place"][0] == len(found.units) + years > len(found.units)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("compliance/{town}.html", "示例镇扶贫站"),
        ("compliance/{town}.html", "听取了各村的汇报"),
        ("compliance/{town}.html", "年度计划公示"),
        ("compliance/{town}--2016.html", "通报上次所定事项"),
        ("compliance/{told}.html", "已经整改"),
        ("funds/{town}.html", "没查到是哪笔钱拨的"),
        ("allocations/{allotment}.html", "用到项目"),
        ("lists/meetings/done.html", "脱贫攻坚调度会"),
        ("lists/rectifications/index.html", "晚了才改完"),
        ("lists/teams/index.html", "<small>0"),
    ],
)
def test_a_page_of_the_command_system_that_does_not_say_all_is_found_out(
    page: str, words: str, site: Path, found: Prefecture, tmp_path: Path
) -> None:
    allotment = next(
        ident for ident, each in found.command["allocations"].items() if each["projects"]
    )
    names = {"town": allotment.rpartition("/")[0], "allotment": allotment}
    told = next(each["unit"] for each in found.command["rectifications"].values() if each["closed"])
    shutil.copytree(site, tmp_path / "site")
    path = tmp_path / "site/site" / page.format(**names, told=told)
    text = path.read_text("utf-8")
    assert words in text
    path.write_text(text.replace(words, "", 1), "utf-8")
    with pytest.raises(sameness.Different, match=path.name):
        sameness.same_duties(Ours(tmp_path / "site", found, tmp_path))


@pytest.mark.parametrize("kind", ["projects", "units"])
def test_a_page_without_an_amount_is_found_out(
    kind: str, site: Path, found: Prefecture, tmp_path: Path
) -> None:
    ident = next(iter(found.projects))
    shutil.copytree(site, tmp_path / "site")
    own = ident if kind == "projects" else found.projects[ident]["unit"]
    page = tmp_path / f"site/site/{kind}/{own}.html"
    amount = said.yuan(found.projects[ident]["planned"])
    text = page.read_text("utf-8")
    assert amount in text
    page.write_text(text.replace(amount, "0.00"), "utf-8")
    with pytest.raises(sameness.Different, match=rf"{own}\.html does not say {amount}"):
        sameness.same_content(Ours(tmp_path / "site", found, tmp_path))


def test_a_text_is_looked_for_line_by_line_without_its_marks() -> None:
    body = (
        "## 怎样监督\n\n- 先修**主路**\n\n| 项目 | 数量 |\n|---|---:|\n| 水泥 | 83 吨 |\n\n1. 清理"
    )
    found = ["".join(piece.split()) for piece in said.pieces(body)]
    assert found == ["怎样监督", "先修主路", "项目数量", "水泥83吨", "清理"]


def test_a_side_with_a_page_less_is_found_out() -> None:
    whole = dict.fromkeys(sameness.SHARED, (3, 100))
    sameness.same_counts({"one": whole, "other": {**whole, "places from A to Z": (9, 9)}})
    with pytest.raises(sameness.Different, match="units"):
        sameness.same_counts({"one": whole, "other": {**whole, "units": (2, 100)}})


def test_a_changed_amount_is_looked_for_on_every_page_that_shows_it(
    folder: Path, found: Prefecture, tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "corpus")
    ours = Ours(tmp_path / "corpus", found, tmp_path)
    make(ours.folder)
    change = found.change(list(found.projects)[-1], 12_345)
    line = found.line(found.projects[change.project]["unit"])
    assert any(duties.of_unit(found, unit)["funds"] == unit for unit in line)
    with pytest.raises(sameness.Different):
        sameness.shows(ours, change)
    ours.change(change)
    make(ours.folder)
    sameness.shows(ours, change)


@pytest.mark.parametrize("peer", PEERS.values(), ids=list(PEERS))
def test_a_peer_makes_the_same_pages_as_we_do(
    peer: type[Peer], site: Path, found: Prefecture, tmp_path: Path
) -> None:
    made = peer(tmp_path / "peer", found, peers.TOOLS)
    if not made.program.exists():
        pytest.skip(f"no {made.name} on this machine (a benchmark installs it)")
    made.convert()
    measure.timed(made.command())
    sides: list[Side] = [Ours(site, found, site), made]
    sameness.same_counts({side.name: sameness.counts(side) for side in sides})
    sameness.same_content(made)
    change = found.change(list(found.projects)[-1], 12_345)
    made.change(change)
    measure.timed(made.command(warm=True))
    sameness.shows(made, change)


@pytest.mark.parametrize("peer", [Hugo, HugoBest])
def test_hugo_makes_the_pages_alone_that_a_changed_amount_touches(
    peer: type[Hugo], found: Prefecture, tmp_path: Path
) -> None:
    made = peer(tmp_path / "peer", found, peers.TOOLS)
    if not made.program.exists():
        pytest.skip("no Hugo on this machine (a benchmark installs it)")
    made.convert()
    measure.timed(made.command())
    before = rows.stamps(made)
    change = found.change(list(found.projects)[-1], 12_345)
    made.change(change)
    measure.timed(made.segment())
    sameness.shows(made, change)
    written = {path for path, _, _ in rows.stamps(made) - before}
    assert 0 < len(written) < len(before) / 5


# ---- the previews


class Shown(Ours):
    """A folder that Python's own server shows; a save reaches its pages, or does not."""

    reaches = True

    def preview(self, port: int) -> Command:
        words = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]
        return Command(words, self.folder, {})

    def save(self, change: Change) -> None:
        if self.reaches:
            put(self.folder / f"projects/{change.project}.html", said.yuan(change.planned))


@pytest.fixture
def shown(found: Prefecture, tmp_path: Path) -> Iterator[tuple[Shown, Callable[[], Change]]]:
    side = Shown(tmp_path, found, tmp_path)
    put(tmp_path / f"units/{found.root}.html", "<h1>")
    idents = iter(found.projects)

    def change() -> Change:
        made = found.change(next(idents), 12_345)
        page = tmp_path / f"projects/{made.project}.html"
        put(page, said.yuan(made.planned_before))
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving, "PAUSE", 0)
        patch.setattr(serving, "LONGEST", 0.5)
        yield side, change


@linux
def test_a_preview_is_asked_until_its_page_shows_what_was_saved(
    shown: tuple[Shown, Callable[[], Change]],
) -> None:
    side, change = shown
    measured = serving.served(side, change, 2)
    assert measured.ready
    assert len(measured.seconds) == 2
    assert not measured.lost


@linux
def test_one_gives_up_a_preview_that_does_not_show_what_was_saved(
    shown: tuple[Shown, Callable[[], Change]],
) -> None:
    side, change = shown
    side.reaches = False
    measured = serving.served(side, change, 2)
    assert measured.lost
    assert not measured.seconds


# ---- what was promised


def test_a_month_without_a_meeting_is_missed_and_one_that_is_not_over_is_open() -> None:
    meetings = {
        day: {"id": f"town/{day}", "unit": "town", "date": day}
        for day in ("2018-03-09", "2018-03-02", "2018-01-31")
    }
    [strip] = duties.strips(meetings, date(2018, 4, 15)).values()
    assert [(each["period"], each["state"], each["meeting"]) for each in strip] == [
        ("2018-01", "kept", "town/2018-01-31"),
        ("2018-02", "missed", ""),
        ("2018-03", "kept", "town/2018-03-02"),
        ("2018-04", "open", ""),
    ]


def test_an_allotment_with_money_left_after_its_days_lies_idle(tmp_path: Path) -> None:
    folder = tmp_path / "allocations/town"
    folder.mkdir(parents=True)
    text = "date: 2018-03-01\ndocument: 1\nfund: 2\nlevel: central\npurpose: poverty\n"
    (folder / "given.yaml").write_text(f"{text}amount: 10.05\n", "utf-8")
    source = {"allocation": "town/given", "amount": 900}
    projects = {"town/a": {"sources": [source], "payments": [{**source, "amount": 500}]}}
    rules = {"idle_money": {"days": "30"}}
    for day, state in ((date(2018, 3, 31), "partly"), (date(2018, 4, 1), "idle")):
        [own] = money.read(tmp_path, projects, rules, day).values()
        assert [own[name] for name in money.SUMS] == [1005, 0, 900, 500, 105]
        assert own["state"] == state


# ---- the preview


def test_edits_stay_with_a_page_and_then_go_to_another_village(found: Prefecture) -> None:
    chosen = preview.projects(found, 3 * preview.STAY)
    pages = [set(chosen[n : n + preview.STAY]) for n in range(0, len(chosen), preview.STAY)]
    assert all(len(idents) == 1 for idents in pages)
    assert len({found.projects[ident]["unit"] for idents in pages for ident in idents}) == 3


def test_of_two_sources_of_the_same_amount_the_last_is_changed(
    found: Prefecture, tmp_path: Path
) -> None:
    record = tmp_path / "content/projects/a/b.md"
    record.parent.mkdir(parents=True)
    record.write_text(
        "budget: 20.00\nsources:\n  - {fund: a, amount: 10.00}\n  - {fund: b, amount: 10.00}\n"
        "payments:\n  - {amount: 10.00}\n",
        "utf-8",
    )
    Ours(tmp_path, found, tmp_path).change(Change("a/b", 2000, 2005, 1000, 1005))
    assert record.read_text("utf-8").splitlines() == [
        "budget: 20.05",
        "sources:",
        "  - {fund: a, amount: 10.00}",
        "  - {fund: b, amount: 10.05}",
        "payments:",
        "  - {amount: 10.00}",
    ]


def test_an_edit_changes_the_amounts_of_the_record_and_nothing_else(
    folder: Path, found: Prefecture, tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "corpus")
    ident = preview.projects(found, 1)[0]
    record = tmp_path / f"corpus/content/projects/{ident}.md"
    before = record.read_text("utf-8").splitlines()
    change = found.change(ident, rows.MORE)
    Ours(tmp_path / "corpus", found, tmp_path).change(change)
    after = record.read_text("utf-8").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert [line.partition(":")[0] for line in changed] == ["budget", "  - {fund"]
