"""Lists are paged, their sums stand once, and a job is done again only for what it shows."""

from pathlib import Path

import pytest

from generator import build, lists
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
    monkeypatch.setattr(lists, "ROWS", 10)
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
        assert "计划资金" in first
        assert "计划资金" not in shown
        assert "/2016-copy-" in shown


def test_a_changed_title_leaves_lists_alone_that_do_not_show_it(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "ROWS", 10)
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
