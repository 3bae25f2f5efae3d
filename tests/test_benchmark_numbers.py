"""What a benchmark measures, and how it stands in the documentation: medians, ratios, sums."""

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks import machine, measure, parsers, report, sameness
from tests.benchmarks.measure import Command
from tests.records import Small

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are measured on Linux only")


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
                "day": {"Mingjing": times(2), "Hugo": times(24)},
                "amount": {"Mingjing": times(1, 2, 3), "Hugo-best": times(8)},
                "segments": {"Mingjing": times(1), "Hugo-best": times(4)},
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
            "served": {
                "Mingjing": {"ready": 20.0, "seconds": [0.5, 0.25, 0.75], "lost": False},
                "Hugo": {"ready": 40.0, "seconds": [], "lost": True},
                "Hugo-best": {"ready": 30.0, "seconds": [1.0], "lost": True},
                "Eleventy": {"ready": None, "seconds": [], "lost": False},
            },
            "rewritten": [30, 10, 20],
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
        "a new day, nothing else changed | 2.00 (2.00–2.00) of 1 | 24.00 (24.00–24.00) of 1 **12",
        "(`--renderSegments`) | 1.00 (1.00–1.00) of 1 | – | 4.00 (4.00–4.00) of 1 **4.0×** |",
        "The slowest of our 3 rounds of a changed amount took 1.50 times",
        "On a new day we wrote 20 files (10–30).",
        "| ready, cold | 20.0 | 40.0 | 30.0 | not within 15 minutes |",
        "| not within 120 s | 1.00 (1.00–1.00) of 1 **2.0×**, then not within 120 s | – |",
        "Hugo-best is TOML with GOGC=400; ours runs without Python's collector of cycles.",
        "| cold | 300 MB | 1,200 MB **4.0×** | – |",
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


@pytest.mark.parametrize(("share", "value"), [(0.0, 1), (0.5, 3), (0.8, 4), (0.81, 5), (1.0, 5)])
def test_a_percentile_is_a_value_that_was_measured(share: float, value: int) -> None:
    assert report.percentile([5, 1, 4, 2, 3], share) == value


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
    of_ours = {"cold": {"Mingjing": times(5)}, "template of all": {"Mingjing": times(2)}}
    later = {"disk (ext4)": {"times": of_ours, "memory": {}}}
    report.write({**new, "systems": later}, document, data, add=True)
    text = document.read_text("utf-8")
    for words in (
        "| cold | 10.00 (9.00–12.00) of 3 |",  # with the other sides, that were not asked again
        "changed | 2.00 (2.00–2.00) of 1 | 0.40 of a cold build |",  # of that run
        "| cold, one worker | 17.00 (17.00–17.00) of 1 | 1.70 of a cold build |",
    ):
        assert words in text
    with pytest.raises(ValueError, match="another corpus"):
        report.write({**new, "projects": 3}, document, data, add=True)


# ---- other parsers


def test_what_other_parsers_would_save_is_taken_from_a_cold_build() -> None:
    took = [{"PyYAML": 3.0, "other YAML": 1.0}, {"Python-Markdown": 4.0, "other Markdown": 1.5}]
    measured = FOUND["systems"]["disk (ext4)"]["times"]
    said = "\n".join(parsers.tables(took, measured))
    # ours takes 10 s of the clock and 17 s of one processor, Hugo 25 s
    for line in (
        "| PyYAML | 3.0 | 10.0 | 2.5× |",
        "| other YAML | 1.0 | 8.8 | 2.8× |",
        "| other Markdown | 1.5 | 8.5 | 2.9× |",
        "| **the fastest of each** | 2.5 | 7.4 | 3.4× |",
        "| **both by nothing at all** | 0.0 | 5.9 | 4.2× |",
    ):
        assert line in said


def test_fields_and_bodies_of_records_are_parsed_apart(tmp_path: Path) -> None:
    small = Small(tmp_path)
    small.write(
        "content/projects/jia/dong/shang/2018-lu.md", "---\ntitle: 路\n---\n一\n\n---\n\n二\n"
    )
    found = parsers.texts(tmp_path)
    assert "title: 路\n" in found.fields
    assert "一\n\n---\n\n二\n" in found.bodies
    assert len(found.fields) > len(found.bodies)


def test_each_text_is_parsed_in_each_round() -> None:
    asked: list[str] = []
    assert parsers.seconds(asked.append, ["a", "b"], rounds=2) >= 0
    assert asked == ["a", "b", "a", "b"]
