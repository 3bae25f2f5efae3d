"""docs/adding-a-kind.md is true: a copy of the program takes the kind that it adds."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import sites

ROOT = Path(__file__).parent.parent
DOC = ROOT / "docs" / "adding-a-kind.md"
TEXT = DOC.read_text("utf-8")
FILES = dict(re.findall(r"^`([\w/.-]+)`\n\n```[\w+]+\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))
"""The files that it says to write."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the program with these files in it."""
    root = tmp_path_factory.mktemp("copy")
    for name in ("generator", "templates", "tests"):
        without = shutil.ignore_patterns("__pycache__", "benchmarks")
        shutil.copytree(ROOT / name, root / name, ignore=without)
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / "docs").mkdir()
    for name, content in FILES.items():
        assert not (root / name).exists()
        (root / name).write_text(content, "utf-8")
    return root


def run(copy: Path, *command: str) -> str:
    """Run a module in the copy; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_files_are_a_module_a_template_and_a_test() -> None:
    assert [*FILES] == [
        "generator/model/kinds/visit.py",
        "templates/parts/visits.html",
        "tests/test_visit.py",
    ]


def test_every_file_that_the_page_names_is_there() -> None:
    named = re.findall(r"`((?:generator|templates|tests|docs)/[\w/.-]+)`", TEXT)
    assert len({*named}) > 10
    for name in {*named} - FILES.keys():
        assert (ROOT / name).exists(), name


def test_its_own_tests_and_those_of_every_kind_hold(copy: Path) -> None:
    command = ("pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "-k", "visit")
    files = [f"tests/test_{name}.py" for name in ("visit", "kinds", "new")]
    passed = re.search(r"(\d+) passed", run(copy, *command, *files))
    assert passed
    assert int(passed[1]) > 20


def test_what_its_template_is_given_is_held_to_what_it_declares(copy: Path) -> None:
    run(copy, "tests.template_docs")
    made = (copy / "docs/templates.md").read_text("utf-8")
    assert "| `households` | whole number | households visited | `12` |" in made
    command = ("pytest", "-q", "-n", "0", "-p", "no:cacheprovider")
    run(copy, *command, "tests/test_template_docs.py")


def test_what_new_writes_stands_in_lists_and_on_the_page_of_duties(
    copy: Path, tmp_path: Path
) -> None:
    site = sites.lay(tmp_path / "site")
    text = (site / "config.yaml").read_text("utf-8")  # all templates are compiled for each language
    (site / "config.yaml").write_text(text.replace("[zh-Hans, en]", "[zh-Hans]"), "utf-8")
    settings = ("--config", str(site / "config.yaml"))
    run(copy, "generator", "new", *settings, "visit", "jia/dong/2018-03-zoufang")
    file = site / "content/visits/jia/dong/2018-03-zoufang.md"
    text = file.read_text("utf-8").replace("status: draft\n", "").replace("#asked:", "asked:")
    file.write_text(text.replace("#due:", "due:"), "utf-8")
    run(copy, "generator", "build", *settings, "--as-of", "2018-12-31")
    duties = (site / "site/compliance/jia/dong.html").read_text("utf-8")
    assert '<section id="visits">' in duties
    assert 'id="visits-2018-03-zoufang"' in duties
    assert 'href="#visits"' in duties
    overdue = (site / "site/lists/visits/overdue.html").read_text("utf-8")
    assert "compliance/jia/dong.html#visits-2018-03-zoufang" in overdue
    menu = (site / "site/sitemap.html").read_text("utf-8")
    assert "lists/visits/index.html" in menu


def test_rows_of_a_sheet_are_each_a_record_of_their_own_and_the_same_the_next_time(
    copy: Path, tmp_path: Path
) -> None:
    site = sites.lay(tmp_path / "site")
    sheet = tmp_path / "走访.csv"
    rows = ("乡镇,day of the visit,who went,households visited", "东镇,2018-03-12,镇长,12")
    sheet.write_text("\n".join((*rows, "东镇,2018-04-12,镇长,3")), "utf-8")
    command = ("import", "--config", str(site / "config.yaml"), "visits", str(sheet), "--write")
    for _ in range(2):
        run(copy, "generator", *command)
        made = [*(site / "content/visits/jia/dong").iterdir()]
        days = [re.findall(r"^date: (.*)", each.read_text("utf-8"), re.MULTILINE) for each in made]
        assert sorted(days) == [["2018-03-12"], ["2018-04-12"]]
