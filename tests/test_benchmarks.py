"""The benchmark compares like with like: the corpus, the peers' input, the checks, the measures.

Nothing is timed here, and nothing is fetched; Hugo is run where a benchmark has installed it.
"""

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from generator import build, config
from generator.problems import errors
from tests.benchmarks import (
    corpus,
    duties,
    machine,
    measure,
    peers,
    prefecture,
    preview,
    report,
    said,
    sameness,
    views,
)
from tests.benchmarks.command_views import RECORDS
from tests.benchmarks.generators import PEERS, Hugo
from tests.benchmarks.measure import Command
from tests.benchmarks.prefecture import Prefecture
from tests.benchmarks.sides import Ours, Peer, Side

VILLAGES, EACH = 6, 3
PLACES = ("project", "unit")
linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are measured on Linux only")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small corpus; no test changes it."""
    folder = tmp_path_factory.mktemp("benchmark") / "corpus"
    corpus.write(folder, EACH, VILLAGES)
    return folder


@pytest.fixture
def found(folder: Path) -> Prefecture:
    return prefecture.read(folder, peers.AS_OF)


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
    made = build.build(settings, peers.AS_OF)
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
    assert not list(errors([*problems, *build.check(settings, peers.AS_OF)]))


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
        said_ = (page.body, *(v for v in page.view.values() if isinstance(v, str) and '"' not in v))
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
    line = found.line(found.projects[ident]["unit"])
    pages = [views.project_page(found, ident), *(views.unit_page(found, each) for each in line)]
    assert touched == {file[0] for file in map(made.file, pages) if file}
    assert all(str(change.planned).encode() in after[path] for path in touched if ident in path)


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
        ("funds/{town}.html", "没有写明出自哪一笔下达"),
        ("allocations/{allotment}.html", "安排到项目"),
        ("lists/meetings/done.html", "脱贫攻坚调度会"),
        ("lists/rectifications/index.html", "逾期改完"),
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


def test_hugo_makes_the_same_pages_as_we_do(site: Path, found: Prefecture, tmp_path: Path) -> None:
    hugo = Hugo(tmp_path / "hugo", found, peers.TOOLS)
    if not hugo.binary.is_file():
        pytest.skip("no Hugo on this machine (a benchmark installs it)")
    hugo.convert()
    measure.timed(hugo.command())
    sides: list[Side] = [Ours(site, found, site), hugo]
    sameness.same_counts({side.name: sameness.counts(side) for side in sides})
    sameness.same_content(hugo)


# ---- the measures


def python(code: str) -> Command:
    return Command([sys.executable, "-c", code], Path.cwd(), {})


WORK = "import time\nwhile time.process_time() < 0.2: pass"
HOLD = "import time; held = b'x' * 60_000_000; time.sleep(0.6)"


@linux
def test_the_processor_time_of_children_is_counted() -> None:
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {WORK!r}])"
    assert measure.timed(python(child)).cpu >= 0.2


@linux
def test_the_memory_of_children_is_counted() -> None:
    start = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {HOLD!r}]);"
    assert measure.peak_memory(python(f"{start} {HOLD}")).peak > 110_000_000


@linux
def test_a_command_that_fails_says_what_it_said() -> None:
    with pytest.raises(measure.Failed, match="no such province"):
        measure.timed(python("raise SystemExit('no such province')"))


@linux
def test_a_folder_that_is_yet_to_be_made_has_a_file_system(tmp_path: Path) -> None:
    assert machine.file_system(tmp_path / "to/come") == machine.file_system(tmp_path)


# ---- the document


def times(*seconds: float) -> list[dict[str, float]]:
    return [{"wall": each, "cpu": each} for each in seconds]


FOUND: dict[str, Any] = {
    "command": "python -m tests.benchmarks.peers --write",
    "machine": {"memory": "4 GiB"},
    "versions": ["Mingjing 0", "Hugo 1"],
    "projects": 29_280,
    "units": 1_586,
    "posts": 31_520,
    "made": {
        "Mingjing": {**dict.fromkeys(sameness.SHARED, (2, 600)), "places from A to Z": (1, 5)},
        "Hugo": dict.fromkeys(sameness.SHARED, (2, 400)),
    },
    "systems": {
        "disk (ext4)": {
            "times": {
                "cold": {"Mingjing": times(9, 10, 12), "Hugo": times(25, 24, 30)},
                "template of all": {"Mingjing": times(5, 6, 7)},
                "workers 1": {"Mingjing": times(17)},
                "workers 2": {"Mingjing": times(10)},
            },
            "memory": {
                "cold": {
                    "Mingjing": {"peak": 300_000_000, "kind": "PSS"},
                    "Hugo": {"peak": 1_200_000_000, "kind": "PSS"},
                }
            },
        }
    },
    "tenfold": {
        "projects": 292_800,
        "times": times(100),
        "memory": {"peak": 900_000_000, "kind": "PSS"},
    },
}


@pytest.mark.parametrize(
    "said",
    [
        "| cold | 10.00 (9.00–12.00) of 3 | 25.00 (24.00–30.00) of 3 **2.5×** |",
        "| cold | 300 MB | 1,200 MB **4.0×** |",
        "0.60 of a cold build",
        "Two workers against one: 1.70 times as fast.",
        "10.0 times as long; peak memory 900 MB",
        "| mean bytes of a page of projects | 300 | 200 |",
        "| places from A to Z | 1 | 0 |",
    ],
)
def test_the_numbers_are_medians_ratios_and_sums(said: str) -> None:
    assert said in report.numbers(FOUND)


def test_what_is_written_by_hand_stays_around_the_numbers(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text(f"Before.\n\n{report.BEGIN}\nlast year\n{report.END}\n\nAfter.\n", "utf-8")
    report.write(FOUND, document, tmp_path / "benchmarks.json")
    text = document.read_text("utf-8")
    assert text.startswith(f"Before.\n\n{report.BEGIN}\n")
    assert text.endswith(f"\n{report.END}\n\nAfter.\n")
    assert "last year" not in text
    assert "29,280 projects" in text


def test_the_documentation_has_one_place_for_each_kind_of_numbers() -> None:
    text = report.DOCUMENT.read_text("utf-8")
    assert report.marks(text) == report.marks(text, report.PREVIEW) == 1


# ---- the preview


@pytest.mark.parametrize(("share", "value"), [(0.0, 1), (0.5, 3), (0.8, 4), (0.81, 5), (1.0, 5)])
def test_a_percentile_is_a_value_that_was_measured(share: float, value: int) -> None:
    assert report.percentile([5, 1, 4, 2, 3], share) == value


def test_edits_stay_with_a_page_and_then_go_to_another_village(found: Prefecture) -> None:
    chosen = preview.projects(found, 3 * preview.STAY)
    pages = [set(chosen[n : n + preview.STAY]) for n in range(0, len(chosen), preview.STAY)]
    assert all(len(idents) == 1 for idents in pages)
    assert len({found.projects[ident]["unit"] for idents in pages for ident in idents}) == 3


def test_an_edit_changes_the_amounts_of_the_record_and_nothing_else(
    folder: Path, found: Prefecture, tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "corpus")
    ident = preview.projects(found, 1)[0]
    record = tmp_path / f"corpus/content/projects/{ident}.md"
    before = record.read_text("utf-8").splitlines()
    change = found.change(ident, peers.MORE)
    Ours(tmp_path / "corpus", found, tmp_path).change(change)
    after = record.read_text("utf-8").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert [line.partition(":")[0] for line in changed] == ["budget", "  - {fund"]


def test_the_numbers_of_the_preview_are_medians_and_percentiles() -> None:
    said = report.preview(
        {
            "projects": 29_280,
            "system": "memory (tmpfs)",
            "cold": 27.31,
            "warm": 1.204,
            "memory": 312_000_000,
            "times": {"an amount": [float(n) for n in range(1, 51)]},
            "machine": {"memory": "4 GiB"},
            "command": "python -m tests.benchmarks.preview --write",
        }
    )
    assert "| an amount | 50 | 26 | 48 | 1 | 50 |" in said
    assert "ready, warm: 1.20 s" in said
    assert "(PSS): 312 MB" in said


def test_rows_measured_later_are_put_beside_those_that_stand_there(tmp_path: Path) -> None:
    document, data = tmp_path / "benchmarks.md", tmp_path / "benchmarks.json"
    document.write_text(f"{report.BEGIN}\n{report.END}\n", "utf-8")
    report.write(FOUND, document, data)
    amount = {"Mingjing": times(1), "Pelican": times(2)}  # whose memory no one has looked at
    later = {"disk (ext4)": {"times": {"amount": amount}, "memory": {}}}
    new = {**FOUND, "systems": later, "made": {}, "tenfold": None, "command": "again"}
    report.write(new, document, data, add=True)
    text = document.read_text("utf-8")
    for words in (
        "| cold | 10.00 (9.00–12.00) of 3 |",
        "| one amount changed | 1.00 ",
        " | – |\n",
        "\nagain\n",
    ):
        assert words in text
    with pytest.raises(ValueError, match="another corpus"):
        report.write({**new, "projects": 3}, document, data, add=True)
