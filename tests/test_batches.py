"""What is told to have changed is put into what is known, as if all had been looked for anew."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from generator.records import batches
from generator.records.batches import Batch, Tree
from tests import sites
from tests.conftest import load

NOW = 10**19
MEETING = "content/meetings/jia/dong/2019-01.md"
FIRST = "content/rectifications/jia/dong/shang/2019-lu.yaml"
"""The first record of its kind of a village, whose folder is new, too."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return sites.lay(tmp_path / "site")


def looked(root: Path) -> tuple[Tree, list[Batch]]:
    found = load(root)
    content, rules = found.settings.content, found.rules(date(2019, 6, 1))
    tree = batches.walk(found.root, content)
    return tree, batches.batches(tree, found.root, content, rules, root / "k", b"", NOW)


def write(root: Path, path: str, text: str = "date: 2019-01-01\n") -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


def after(root: Path, known: tuple[Tree, list[Batch]], told: Sequence[str]) -> object:
    return batches.after(*known, root, told, NOW)


def test_new_records_are_known_as_if_all_had_been_looked_for(site: Path) -> None:
    known = looked(site)
    write(site, MEETING)
    write(site, FIRST)
    assert after(site, known, [MEETING, FIRST, FIRST.rpartition("/")[0]]) == looked(site)


@pytest.mark.parametrize(
    "path",
    [
        "content/meetings/jia/dong/会议.md",  # no address
        "content/meetings/jia/dong/2018-11.yaml",  # there is one in a file of another ending
        "content/meetings/jia/dong/con.md",  # not on Windows
        "content/meetings/bing/2019-01.md",  # a place that nothing is known of
        "content/meetings/jia/dong/new.jpg",
        "content/x/jia/2019-01.md",
    ],
)
def test_what_is_no_plain_new_record_has_all_looked_for(site: Path, path: str) -> None:
    known = looked(site)
    write(site, path)
    assert after(site, known, [path]) is None


def test_a_folder_with_more_than_is_told_of_has_all_looked_for(site: Path) -> None:
    known = looked(site)
    write(site, FIRST)
    write(site, FIRST.replace("lu", "qiao"))
    assert after(site, known, [FIRST, FIRST.rpartition("/")[0]]) is None


def test_a_new_record_in_a_linked_folder_has_all_looked_for(site: Path, tmp_path: Path) -> None:
    (tmp_path / "else").mkdir()
    (site / FIRST).parent.parent.mkdir(parents=True, exist_ok=True)
    (site / FIRST).parent.symlink_to(tmp_path / "else")
    known = looked(site)
    write(site, FIRST)
    assert after(site, known, [FIRST]) is None
