"""What another process has seen is what this one would see."""

import multiprocessing
import os
from pathlib import Path

import pytest

from generator import build, gather, listing, templates
from generator.output import Output
from generator.scout import Scout
from tests.conftest import AS_OF, load

FORKED = multiprocessing.get_start_method() == "fork"


@pytest.fixture
def bare(tmp_path: Path) -> Output:
    """A site that was never built, of some content."""
    for name in ("units/jia.md", "units/.jia.md.swp", "projects/jia/2018-lu.md"):
        (tmp_path / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / name).write_text(name)
    return Output(tmp_path / "site", tmp_path / ".portal", tmp_path)


def built(root: Path) -> Output:
    """Build the site; return where it is."""
    config = load(root)
    assert build.build(config, AS_OF).published
    return Output(config.output, config.state, config.root)


def test_it_finds_every_file_of_the_content_and_what_is_lost_of_the_site(whole: Path) -> None:
    out = built(whole)
    (out.site / "index.html").unlink()
    (out.site / "404.html").write_text("cut")
    (out.site / "robots.txt").touch()  # as it was but for its time
    (out.site / "of-others.html").touch()
    for jobs in (1, 2):
        with Scout(whole, "content", out, jobs) as scout:
            assert scout.apart is (FORKED and jobs > 1)
            content = scout.content()
            assert list(content.items()) == list(listing.files(str(whole), "content").items())
            assert scout.lost(out.sums_digest()) == {"index.html", "404.html"}


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
        def content(self) -> dict[str, listing.Stat]:
            done.append("content")
            return super().content()

    with Slow(whole, "content", Output(config.output, config.state, config.root)) as scout:
        sources = gather.look(config, AS_OF, whole, scout=scout, meanwhile=done.append)
    assert done == [templates.digest(whole, sources.program), "content"]
    assert sources.templates == done[0]


def test_if_it_fails_this_process_looks_itself(bare: Output, tmp_path: Path) -> None:
    with Scout(tmp_path, "content", bare, 2) as scout:
        for child in multiprocessing.active_children():
            child.kill()
            child.join()
        assert [*scout.content()] == ["content/projects/jia/2018-lu.md", "content/units/jia.md"]
        assert scout.lost("") == set()


@pytest.mark.skipif(not FORKED, reason="no forked processes here")
def test_whatever_fails_there_is_not_told_of_there(
    bare: Output,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    here, look = os.getpid(), listing.files

    def files(root: str, content: str) -> dict[str, listing.Stat]:
        if os.getpid() != here:
            raise ValueError
        return look(root, content)

    monkeypatch.setattr(listing, "files", files)
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
