"""What another process has seen is what this one would see."""

import multiprocessing
import os
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from generator.base import folder_scan, processes
from generator.build import background_scan, build
from generator.build import sources as content_sources
from generator.build.background_scan import Scout, ahead
from generator.build.site_writer import Output
from generator.parse import template_files
from tests.conftest import AS_OF, load


@pytest.fixture
def bare(tmp_path: Path) -> Output:
    """A site that was never built, of some content."""
    for name in ("units/jia.md", "units/.jia.md.swp", "projects/jia/2018-lu.md"):
        (tmp_path / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / name).write_text(name)
    return Output(tmp_path / "site", tmp_path / ".portal", tmp_path)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[BaseProcess]:
    """Each process that set out: one that has looked at little may have ended before it is met."""
    started, forked = list[BaseProcess](), processes.forked

    def noted(*given: Any) -> BaseProcess | None:
        if (process := forked(*given)) is not None:
            started.append(process)
        return process

    monkeypatch.setattr(background_scan, "forked", noted)
    return started


def built(root: Path) -> Output:
    """Build the site; return where it is."""
    config = load(root)
    assert build.build(config, AS_OF).published
    return Output(config.output, config.state, config.root)


@pytest.mark.usefixtures("published")
def test_it_finds_every_file_of_the_content_and_what_is_lost_of_the_site(whole: Path) -> None:
    out = built(whole)
    (out.site / "index.html").unlink()
    (out.site / "404.html").write_text("cut")
    (out.site / "robots.txt").touch()  # as it was but for its time
    (out.site / "of-others.html").touch()
    for jobs in (1, 2):
        with Scout(whole, "content", out, jobs) as scout:
            assert scout.apart is (jobs > 1 and processes._forking() is not None)
            content = scout.content()
            assert list(content.items()) == list(folder_scan.files(str(whole), "content").items())
            assert scout.lost(out.sums_digest()) == {"index.html", "404.html"}


@pytest.mark.usefixtures("published")
def test_what_is_published_after_it_set_out_is_looked_at_once_more(whole: Path) -> None:
    out = built(whole)
    with Scout(whole, "content", out, 2) as scout:
        scout.content()
        (whole / "content/pages/neu.md").write_text("---\ntitle: 新\n---\n字\n", encoding="utf-8")
        built(whole)
        (out.site / "en/neu.html").unlink()
        assert scout.lost(out.sums_digest()) == {"en/neu.html"}


def test_others_begin_with_the_templates_before_it_is_waited_for(whole: Path) -> None:
    config, done = load(whole), list[object]()

    class Slow(Scout):
        def content(self) -> dict[str, folder_scan.Stat]:
            done.append("content")
            return super().content()

    with Slow(whole, "content", Output(config.output, config.state, config.root)) as scout:
        sources = content_sources.look(
            config, AS_OF, whole, scout=scout, meanwhile=lambda templates, _: done.append(templates)
        )
    assert done == [template_files.digest(whole, sources.program), "content"]
    assert sources.templates == done[0]


def test_if_it_fails_this_process_looks_itself(bare: Output, tmp_path: Path) -> None:
    with Scout(tmp_path, "content", bare, 2) as scout:
        for child in multiprocessing.active_children():
            child.kill()
            child.join()
        assert [*scout.content()] == ["content/projects/jia/2018-lu.md", "content/units/jia.md"]
        assert scout.lost("") == set()


@pytest.mark.skipif(processes._forking() is None, reason="no forked processes here")
def test_whatever_fails_there_is_not_told_of_there(
    bare: Output,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    here, look = os.getpid(), folder_scan.files

    def files(root: str, content: str) -> dict[str, folder_scan.Stat]:
        if os.getpid() != here:
            raise ValueError
        return look(root, content)

    monkeypatch.setattr(folder_scan, "files", files)
    with Scout(tmp_path, "content", bare, 2) as scout:
        assert len(scout.content()) == 2
    assert capfd.readouterr().err == ""


def test_it_ends_when_no_one_waits_for_it(bare: Output, tmp_path: Path) -> None:
    with Scout(tmp_path, "content", bare, 2) as scout:
        assert bool(multiprocessing.active_children()) is scout.apart
    assert multiprocessing.active_children() == []


def test_a_folder_that_cannot_be_looked_into_is_told_of_by_this_process(tmp_path: Path) -> None:
    out = Output(tmp_path / "site", tmp_path / ".portal", tmp_path)
    with Scout(tmp_path, "content", out, 2) as scout, pytest.raises(FileNotFoundError):
        scout.content()


FORKS = pytest.mark.skipif(processes._forking() is None, reason="nothing is forked here")


@pytest.mark.usefixtures("published")
@FORKS
def test_it_sets_out_before_the_settings_are_read(whole: Path, sent: list[BaseProcess]) -> None:
    out = built(whole)
    for times, given in enumerate((whole, whole / "config.yaml"), 1):
        with ahead(given, None, 2) as early:
            assert len(sent) == times
            with early.of(whole, "content", out, 2) as scout:
                assert len(sent) == times
                assert scout.apart
                assert [*scout.content()] == [*folder_scan.files(str(whole), "content")]
                assert scout.lost(out.sums_digest()) == set()
        assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("published")
@FORKS
def test_one_that_set_out_for_other_folders_is_called_back(
    whole: Path, tmp_path: Path, sent: list[BaseProcess]
) -> None:
    out = built(whole)
    other = Output(tmp_path / "elsewhere", whole / ".portal", whole)
    with ahead(whole, None, 2) as early:
        assert len(sent) == 1
        with early.of(whole, "content", other, 2) as scout:
            assert len(sent) == 2
            assert sent[0] not in multiprocessing.active_children()
            assert scout.looks_through(whole, "content", other)
            assert not scout.looks_through(whole, "content", out)
            assert not scout.looks_through(whole, "records", other)
    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("published")
@FORKS
def test_none_is_left_where_the_settings_turn_out_to_be_wrong(
    whole: Path, sent: list[BaseProcess]
) -> None:
    built(whole)
    with ahead(whole, None, 2):
        assert len(sent) == 1
    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    "line",
    [
        'content: "content"',
        "content: content # 记录",
        "output: 'site'",
        "output:",
    ],
)
def test_none_sets_out_early_where_it_is_not_plain_for_which_folders(
    whole: Path, line: str, sent: list[BaseProcess]
) -> None:
    out = built(whole)
    with (whole / "config.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n{line}\n")
    with ahead(whole, None, 2) as early:
        assert sent == []
        with early.of(whole, "content", out, 1) as scout:
            assert scout.content()


def test_none_sets_out_early_for_what_was_never_built_or_is_not_there(
    whole: Path, tmp_path: Path, sent: list[BaseProcess]
) -> None:
    for given in (whole, tmp_path / "nowhere", tmp_path / "nowhere" / "config.yaml"):
        with ahead(given, None, 2):
            assert sent == []
