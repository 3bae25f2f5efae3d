"""What is shipped is compiled once for all sites of an environment, a site's own for itself."""

import os
import sys
from pathlib import Path

import pytest

from generator.build import page_text, templates
from generator.parse import template_files
from generator.records import cache
from tests.conftest import FORGET_SHARED, files
from tests.test_build import make
from tests.test_site_words import say


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of an environment that this Python runs in."""
    folder = tmp_path / "venv"
    folder.mkdir()
    monkeypatch.setattr(sys, "prefix", str(folder))
    monkeypatch.setattr(template_files, "forget_shared", FORGET_SHARED)
    return folder


def test_the_shipped_templates_are_kept_with_the_environment_and_a_sites_own_with_it(
    environment: Path, whole: Path
) -> None:
    folder = whole / "templates"
    folder.mkdir(exist_ok=True)
    (folder / "404.html").write_text('{% extends "shipped/404.html" %}', "utf-8")
    make(whole)
    shared = [*environment.rglob("*.cache")]
    assert len(shared) > 80  # in both languages
    own = [*(whole / ".portal").glob("*/compiled/*/*.cache")]
    assert len(own) == 2
    page_text.environment.cache_clear()  # as in a process of its own
    times = {each: each.stat().st_mtime_ns for each in shared}
    make(whole)
    assert {each: each.stat().st_mtime_ns for each in environment.rglob("*.cache")} == times
    make(whole, full=True)
    assert {*environment.rglob("*.cache")} == {*shared}
    assert all(each.stat().st_mtime_ns != then for each, then in times.items())


def test_shipped_templates_that_say_words_of_a_sites_own_are_kept_with_the_site(
    environment: Path, whole: Path
) -> None:
    make(whole)
    shared, before = {*environment.rglob("*.cache")}, files(whole / "site")
    # a text of itself, one with values, one in two forms that are chosen for each page
    for text, own, none in (
        ("Find a place", "找我家", "找地方"),
        ("Last reported: %(date)s", "最后一次上报%(date)s", "没有的词"),
        ("%(n)s post vacant", "空缺%(n)s个岗位", "没有的词"),
    ):
        say(whole, f'msgid "{text}"\nmsgstr "{own}"\n')
        page_text.environment.cache_clear()  # as in a process of its own
        make(whole)
        kept = {each.name for each in (whole / ".portal").glob("*/compiled/*/*.cache")}
        assert 0 < len(kept) < 12
        said = b"".join(files(whole / "site").values()).decode("utf-8", "replace")
        assert own.partition("%")[0] in said
        assert none not in (whole / "site/units/jia/dong/shang.html").read_text("utf-8")
    assert {*environment.rglob("*.cache")} == shared
    (whole / "locale").rename(whole / "gone")
    page_text.environment.cache_clear()
    make(whole)
    assert files(whole / "site") == before


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_each_text_that_a_shipped_template_says_is_found_in_it(
    tmp_path: Path, language: str
) -> None:
    """Whatever is asked for while it is compiled: else a site's own word for it would be lost."""
    made = templates.environment(tuple(template_files.folders(tmp_path)), language)
    texts, words = set[str](), made.words

    def asked(text: str) -> str:
        texts.add(text)
        return words(text)

    vars(made)["words"] = asked
    seen = 0
    for name in made.list_templates(extensions=("html", "xml")):
        texts.clear()
        source = made.loader.get_source(made, name)[0] if made.loader else ""
        made.compile(source, name)
        for text in texts:
            kept = templates._Compiled(tmp_path, tmp_path / "shared", {text: (text,)})
            assert kept._says_own(source), (name, text)
        seen += len(texts)
    assert seen > 800


@pytest.mark.usefixtures("environment")
def test_nothing_is_put_into_the_python_of_the_machine_or_where_it_may_not_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert template_files.shared(b"x") is not None
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert template_files.shared(b"x") is None
    monkeypatch.undo()
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert template_files.shared(b"x") is None


def test_the_shipped_folder_by_another_path_is_no_folder_of_the_sites_own(tmp_path: Path) -> None:
    shipped = template_files.folders(tmp_path)
    (tmp_path / "templates").symlink_to(shipped[-1])
    assert template_files.folders(tmp_path) == shipped


def test_of_what_other_programs_compiled_the_newest_stays(tmp_path: Path) -> None:
    for n in range(5):
        (tmp_path / f"zh-Hans-{n}").mkdir()
        os.utime(tmp_path / f"zh-Hans-{n}", (n, n))
    cache.prune_folders(tmp_path, "-0", 2)
    assert {each.name[-1] for each in tmp_path.iterdir()} == {"0", "3", "4"}
    cache.prune_folders(tmp_path, "-0")
    assert {each.name[-1] for each in tmp_path.iterdir()} == {"0"}
