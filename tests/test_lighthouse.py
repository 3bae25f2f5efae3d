"""The command that lets Lighthouse judge pages: its lock, its report. Nothing is fetched here."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks import lighthouse
from tests.benchmarks.lighthouse import CHOSEN, LEAST, METRICS, Found
from tests.screenshots import PAGES


def report(score: float = 1.0, cost: float = 900.0) -> dict[str, Any]:
    """Return the parts of a report of Lighthouse that are read."""
    refs = [{"id": "robots-txt", "weight": 1}, {"id": "hint", "weight": 0}]
    return {
        "categories": {name: {"score": score, "auditRefs": refs} for name in LEAST},
        "audits": {
            **{name: {"score": 1, "numericValue": cost} for name in METRICS},
            "robots-txt": {"score": score},
            "hint": {"score": 0},
        },
    }


def test_scores_and_measures_are_medians_of_the_runs_and_what_costs_a_score_is_named() -> None:
    reports = [report(), report(0.5, 5000), report(1, 1000)]
    found = lighthouse.summed("home", "index.html", reports)
    assert set(found.scores.values()) == {100}
    assert set(found.measures.values()) == {1000}
    assert found.wrong == ("robots-txt",)
    assert lighthouse.summed("home", "index.html", [report()]).wrong == ()


def test_a_score_that_falls_short_is_named_with_its_page_and_reason() -> None:
    found = lighthouse.summed("home", "index.html", [report(0.98)])
    said = [*lighthouse.short([found])]
    assert said[-1] == "home: seo 98, not 100 (robots-txt)"
    assert len(said) == 3  # 98 is enough for performance


def test_the_report_has_a_row_for_each_page_and_says_how_to_do_it_again() -> None:
    found = [Found(page, f"{page}.html", LEAST, dict.fromkeys(METRICS, 1.0), ()) for page in CHOSEN]
    made = lighthouse.text(found, {"Lighthouse": "1.2.3"}, 3)
    assert "| home (`home.html`) | 98 | 100 | 100 | 100 | 1 | 1 | 1 | 1.000 | 1 |" in made
    assert "- Lighthouse: 1.2.3" in made
    assert lighthouse.COMMAND in made


def test_the_recorded_scores_are_those_that_are_promised() -> None:
    text = lighthouse.REPORT.read_text("utf-8")
    rows = re.findall(
        r"^\| (\w+) \(`([^`]+)`\) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|", text, re.MULTILINE
    )
    assert [(row[0], row[1]) for row in rows] == [(name, PAGES[name]) for name in CHOSEN]
    for row in rows:
        scores = dict(zip(LEAST, map(int, row[2:]), strict=True))
        assert [*lighthouse.short([Found(row[0], row[1], scores, {}, ())])] == []


def test_the_lock_pins_everything_by_its_bytes_and_names_no_address() -> None:
    text = (lighthouse.LOCK / "package-lock.json").read_text("utf-8")
    lock = json.loads(text)
    wanted = json.loads((lighthouse.LOCK / "package.json").read_text("utf-8"))["dependencies"]
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert "://" not in text
    assert all(each["integrity"].startswith("sha512-") for each in packages.values())
    assert packages["node_modules/lighthouse"]["version"] == wanted["lighthouse"]
    assert f"- Lighthouse: {wanted['lighthouse']}" in lighthouse.REPORT.read_text("utf-8")


def test_what_is_installed_from_this_lock_is_not_installed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(subprocess, "run", lambda *words, **_: asked.append(words))
    program = lighthouse.install(tmp_path)
    program.parent.mkdir(parents=True)
    program.touch()
    assert lighthouse.install(tmp_path) == program
    assert len(asked) == 1
    (tmp_path / "lighthouse/package-lock.json").write_text("{}")
    lighthouse.install(tmp_path)
    assert len(asked) == 2
