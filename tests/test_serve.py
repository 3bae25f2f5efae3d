"""Live preview: an edit reaches the browser, a mistake is shown, and mended again."""

import asyncio
import gc
import json
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from tornado.websocket import websocket_connect

from generator.base.processes import NO_FORK, workers
from generator.build import build, preview_first
from generator.build import sources as content_sources
from generator.build.report import Report
from generator.build.site_writer import Published
from generator.commands import preview_builds, preview_server, serve
from generator.commands.preview_state import Preview
from generator.commands.watch import Changes
from tests import machine
from tests.conftest import ROOT, load
from tests.test_build import a_project, rename_title

LISTENS = "window.LiveReload?.connector?.protocol >= 7"


@contextmanager
def preview(root: Path, *more: str) -> Iterator[str]:
    """Serve a preview of the site in `root`; give its address once it answers."""
    port = free_port()
    command = [sys.executable, "-m", "generator", "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--config", str(root / "config.yaml"), *more],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        wait(lambda: "<h1" in get(address), "the preview did not start")
        yield address
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def get(address: str) -> str:
    """Return what `address` answers, "" when nothing does."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 (our own server)
            return str(answer.read().decode())
    except HTTPError as answer:
        with answer:
            return str(answer.read().decode())
    except OSError:
        return ""


def wait(condition: object, otherwise: str) -> None:
    """Wait until `condition()` holds, at most half a minute."""
    assert callable(condition)
    for _ in range(300):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail(otherwise)


@pytest.fixture
def served(whole: Path) -> Iterator[tuple[Path, str, str]]:
    """Give the site's folder, the preview's address, and that of a project's page."""
    project = a_project(whole)
    ident = project.relative_to(whole / "content/projects").with_suffix("").as_posix()
    with preview(whole) as address:
        yield whole, address, f"{address}projects/{ident}.html"


def test_an_edit_is_served_and_the_real_site_is_not_written(
    served: tuple[Path, str, str],
) -> None:
    root, _, page = served
    rename_title(a_project(root), "刚改的名字")
    wait(lambda: "刚改的名字" in get(page), "the edit did not arrive")
    assert not (root / "site").exists()


def test_a_mistake_lies_over_the_page_with_file_and_line_until_it_is_mended(
    served: tuple[Path, str, str],
) -> None:
    root, _, page = served
    path = a_project(root)
    good = path.read_text("utf-8")
    path.write_text(good.replace("title:", "tilte:"), "utf-8")
    file = path.relative_to(root).as_posix()
    wait(lambda: f"<code>{file}:" in get(page), "the mistake is not shown")
    assert "P109" in get(page) or "tilte" in get(page)
    path.write_text(good, "utf-8")
    wait(lambda: "portal-problems" not in get(page), "the mended record is still complained of")


def test_the_browser_shows_an_edit_by_itself_and_stays_where_it_was(
    served: tuple[Path, str, str],
) -> None:
    root, _, page = served
    with machine.open_browser() as browser:
        shown = browser.new_page(viewport={"width": 360, "height": 300})
        shown.goto(page)
        shown.wait_for_function(LISTENS)
        shown.evaluate("window.scrollTo(0, 200); window.stayed = 1")
        for name in ("浏览器里的名字", "又一个名字"):
            rename_title(a_project(root), name)
            shown.wait_for_selector(f"h1:has-text('{name}')", timeout=30_000)
            assert name in shown.title()
            assert shown.evaluate("[window.scrollY, window.stayed]") == [200, 1]


def test_the_browser_loads_a_page_again_whose_style_is_another(
    served: tuple[Path, str, str],
) -> None:
    root, _, page = served
    own = root / "templates/assets/style.css"
    with machine.open_browser() as browser:
        shown = browser.new_page()
        shown.goto(page)
        shown.wait_for_function(LISTENS)
        own.parent.mkdir(parents=True)
        own.write_text("h1 { letter-spacing: 7px }", "utf-8")
        shown.wait_for_function(
            "getComputedStyle(document.querySelector('h1')).letterSpacing === '7px'"
        )


def test_an_address_outside_the_preview_is_not_served(served: tuple[Path, str, str]) -> None:
    _, address, _ = served
    with closing(socket.create_connection(("127.0.0.1", int(address.split(":")[2][:-1])))) as raw:
        raw.sendall(b"GET /../../config.yaml HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b" 404 " in raw.recv(4000).split(b"\r\n")[0]


def test_a_page_that_is_yet_to_be_made_waits_for_it(served: tuple[Path, str, str]) -> None:
    root, address, _ = served
    record = a_project(root)
    ident = record.relative_to(root / "content/projects").with_name("2018-xinde").as_posix()
    url = f"{address}projects/{ident}.html"
    assert "livereload.js" in get(url)
    record.with_name("2018-xinde.md").write_text(record.read_text("utf-8"), "utf-8")
    wait(lambda: "<main" in get(url) and "portal-problems" not in get(url), "it was not made")


def test_a_page_that_listens_too_late_is_told_to_reload(served: tuple[Path, str, str]) -> None:
    root, address, page = served

    async def said(url: str) -> str:
        """Return what a page is told once it has said that it is shown at `url`."""
        socket = await websocket_connect(address.replace("http", "ws") + "livereload")
        await socket.write_message(json.dumps({"command": "info", "url": url}))
        await socket.write_message(json.dumps({"command": "hello"}))
        answer = json.loads(await socket.read_message() or "{}")
        socket.close()
        while await socket.read_message() is not None:
            pass  # until it is closed, or else the loop ends before it
        return str(answer["command"])

    wait(lambda: get(page) and asyncio.run(said(page)) == "hello", "the preview is not at rest")
    rename_title(a_project(root), "没有看到的名字")
    wait(lambda: asyncio.run(said(page)) == "reload", "the page stays as it was")
    wait(lambda: get(page) and asyncio.run(said(page)) == "hello", "it is told again and again")


def test_a_page_shown_by_a_build_that_was_given_up_is_shown_anew(
    served: tuple[Path, str, str],
) -> None:
    root, _, page = served
    own, shipped = root / "templates/project.html", (ROOT / "templates/project.html").read_text()
    with machine.open_browser() as browser:
        shown = browser.new_page()
        shown.goto(page)
        shown.wait_for_function(LISTENS)
        own.parent.mkdir()
        for n in range(6):  # some of them while the build of the last is under way
            own.write_text(shipped.replace("<h1", f"<h1>样式{n} </h1><p", 1), "utf-8")
            shown.wait_for_selector(f"h1:has-text('样式{n}')", timeout=30_000)
        own.write_text(shipped, "utf-8")
        shown.wait_for_function("!document.querySelector('h1').textContent.includes('样式')")


def test_a_save_while_a_build_is_busy_is_shown_at_once(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_project(whole)
    url = f"projects/{path.relative_to(whole / 'content/projects').with_suffix('')}.html"
    other = next(each for each in path.parent.glob("*.md") if each != path)
    preview = Preview(whole / "config.yaml", "en", load(whole).state / "preview")
    preview.rebuild()
    begun, over = threading.Event(), threading.Event()
    looked = content_sources.look

    def held(*given: Any, **named: Any) -> Any:
        begun.set()
        assert over.wait(60)
        return looked(*given, **named)

    said: list[str] = []
    stale = preview_first.Watched(frozenset([url]), said.extend, lambda: True)
    with ThreadPoolExecutor(1) as builder, monkeypatch.context() as patched:
        patched.setattr("generator.build.steps.look", held)
        rename_title(other, "先改的")
        busy = builder.submit(preview.rebuild, [other], stale)
        assert begun.wait(60)
        rename_title(path, "后改的")
        preview.guess([path], preview_first.Watched(frozenset([url]), said.extend))
        assert said == [url]
        assert "后改的" in preview.guessed[url].decode()
        over.set()
        with pytest.raises(preview_first.Superseded):
            busy.result()
    assert url in preview.guessed  # the build that was given up knows nothing of it
    preview.rebuild([path], preview_first.Watched(frozenset([url])))
    assert not preview.guessed
    assert "后改的" in (preview.site / url).read_text("utf-8")


@pytest.mark.parametrize("other", ["content/commendations/2017-niandu.md", None])
def test_a_project_of_no_place_below_is_left_to_the_build(whole: Path, other: str | None) -> None:
    """It lies beside what has no place: of that alone pages are made before anything is read."""
    path, url = whole / "content/projects/2018-peixun.md", "projects/2018-peixun.html"
    preview = Preview(whole / "config.yaml", "en", load(whole).state / "preview")
    preview.rebuild()
    rename_title(path, "改过的培训")
    watched = preview_first.Watched(frozenset([url]), lambda _: None)
    preview.guess([path, *([whole / other] if other else [])], watched)
    preview.rebuild([path], watched)
    assert "改过的培训" in (preview.site / url).read_text("utf-8")


def test_a_new_record_is_not_shown_with_a_style_that_has_changed_beside_it(whole: Path) -> None:
    path = a_project(whole)
    new, own = path.with_name("2018-xin.md"), whole / "templates/assets/icon.svg"
    url = f"projects/{new.relative_to(whole / 'content/projects').with_suffix('')}.html"
    preview = Preview(whole / "config.yaml", "en", load(whole).state / "preview")
    preview.rebuild()
    new.write_text(path.read_text("utf-8"), "utf-8")
    rename_title(new, "新添的")
    own.parent.mkdir(parents=True)
    own.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    shown: dict[str, bytes] = {}

    def show(pages: Mapping[str, Path]) -> None:
        shown.update({each: file.read_bytes() for each, file in pages.items()})

    assert preview.known
    config, day = preview.known
    session = preview_first.Session(
        preview.memory, [new, own], preview_first.Watched(frozenset([url]), show), drafts=True
    )
    assert build.build(config, day, site=preview.site, session=session).published
    assert {each: (preview.site / each).read_bytes() for each in shown} == shown


def test_of_two_records_of_a_page_both_are_shown_while_a_build_is_busy(whole: Path) -> None:
    url, first = "compliance/jia.html", whole / "content/meetings/jia/2018-03.md"
    meetings = [first, first.with_name("2018-04.md")]
    meetings[1].write_text(first.read_text("utf-8").replace("2018-03-20", "2018-04-20"), "utf-8")
    preview = Preview(whole / "config.yaml", "en", load(whole).state / "preview")
    preview.rebuild()
    for path, title in zip(meetings, ("先改的会", "后改的会"), strict=True):
        rename_title(path, title)
    said: list[str] = []
    watched = preview_first.Watched(frozenset([url]), said.extend)
    preview.guess(meetings, watched)
    shown = preview.guessed[url].decode()
    assert "先改的会" in shown
    assert "后改的会" in shown
    preview.guess(meetings[1:], watched, meetings[:1])
    assert said == [url]  # what is as it was shown is not shown again


class Busy:
    """A preview whose builds take as long as a test wants; it keeps what they were asked for."""

    def __init__(self) -> None:
        self.problems: list[object] = []
        self.news = 0
        self.served: dict[str, int] = {}
        self.awaited: dict[str, Path] = {}
        self.built: list[frozenset[str]] = []
        self.known: list[set[str]] = []
        self.guessed: list[tuple[set[Path], set[Path], frozenset[str]]] = []
        self.over, self.ends, self.new = threading.Event(), False, False
        self.own: frozenset[str] = frozenset()

    def tells(self, _changed: object, urls: frozenset[str]) -> bool:
        """Tell whether all pages are of the changed records alone."""
        return urls <= self.own

    def rebuild(
        self, _changed: object, watched: preview_first.Watched, guessed: dict[str, str]
    ) -> bool:
        """Take until it is over."""
        self.built.append(watched.urls)
        self.known.append({*guessed})
        assert self.over.wait(20)
        if watched.stale() and not self.ends:
            raise preview_first.Superseded
        return self.new

    def guess(
        self, changed: set[Path], watched: preview_first.Watched, before: set[Path]
    ) -> dict[str, str]:
        """Keep what is asked for, and show one page of it, and those that are its own."""
        self.guessed.append((changed, before, watched.urls))
        shown = watched.urls & {"b.html", *(path.with_suffix(".html").name for path in changed)}
        shown &= {"b.html", *self.own}
        if shown:
            watched.show({url: Path(url) for url in shown})
        return dict.fromkeys(shown, "")


def test_every_save_is_shown_at_once_however_long_a_build_takes_to_give_up() -> None:
    a, b, c = (Path(f"{each}.md") for each in "abc")

    async def story() -> None:
        changes, preview = Changes(), Busy()
        with ThreadPoolExecutor(1) as builder, ThreadPoolExecutor(1) as guesser:
            rebuilds = preview_builds.Rebuilds(preview, changes, builder, guesser)  # type: ignore[arg-type]
            preview.awaited["a.html"] = a
            busy = asyncio.ensure_future(rebuilds.rebuild({a}))
            for n, (url, path) in enumerate({"b.html": b, "c.html": c}.items()):
                await asyncio.sleep(0.02)
                preview.awaited[url] = path
                changes.note({path})
                for _ in range(100):
                    await asyncio.sleep(0.01)
                    if len(preview.guessed) > n:
                        break
            preview.over.set()
            with pytest.raises(preview_first.Superseded):
                await busy
            assert preview.guessed == [
                ({b}, {a}, frozenset(["a.html", "b.html"])),
                ({c}, {a, b}, frozenset(["a.html", "c.html"])),
            ]
            await rebuilds.rebuild(await changes.wait())
        assert preview.built[1] == {"a.html", "c.html"}  # the other was shown
        assert not preview.awaited

    asyncio.run(story())


def test_a_record_that_alone_is_looked_at_is_shown_and_built_once_no_one_saves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preview_builds, "SETTLED", 0.2)
    a, c = Path("a.md"), Path("c.md")

    async def story() -> None:
        changes, preview = Changes(), Busy()
        preview.own = frozenset(["a.html", "c.html"])
        preview.over.set()
        with ThreadPoolExecutor(1) as builder, ThreadPoolExecutor(1) as guesser:
            rebuilds = preview_builds.Rebuilds(preview, changes, builder, guesser)  # type: ignore[arg-type]
            preview.awaited["a.html"] = a
            busy = asyncio.ensure_future(rebuilds.rebuild({a}))
            await asyncio.sleep(0.1)
            assert not preview.awaited, "it is shown"
            preview.awaited["c.html"] = c
            changes.note({c})
            await asyncio.sleep(0.1)
            assert not preview.built, "who saves is not made to wait for a build to give up"
            assert not preview.awaited
            await busy
        assert preview.guessed == [
            ({a}, set(), frozenset(["a.html"])),
            ({c}, {a}, frozenset(["c.html"])),
        ]
        assert preview.known == [{"a.html", "c.html"}]

    asyncio.run(story())


def test_where_another_page_is_looked_at_too_a_build_begins_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preview_builds, "SETTLED", 60)
    monkeypatch.setattr(preview_server, "watched", lambda: frozenset(["village.html"]))

    async def story() -> None:
        changes, preview = Changes(), Busy()
        preview.own = frozenset(["a.html"])
        preview.over.set()
        with ThreadPoolExecutor(1) as builder, ThreadPoolExecutor(1) as guesser:
            rebuilds = preview_builds.Rebuilds(preview, changes, builder, guesser)  # type: ignore[arg-type]
            preview.awaited["a.html"] = Path("a.md")
            await asyncio.wait_for(rebuilds.rebuild({Path("a.md")}), 20)
        assert preview.built == [{"a.html", "village.html"}]
        assert not preview.guessed

    asyncio.run(story())


def test_a_page_is_awaited_until_a_build_knows_of_its_record() -> None:
    async def story() -> None:
        changes, preview = Changes(), Busy()
        preview.over.set()
        with ThreadPoolExecutor(1) as builder, ThreadPoolExecutor(1) as guesser:
            rebuilds = preview_builds.Rebuilds(preview, changes, builder, guesser)  # type: ignore[arg-type]
            preview.awaited["late.html"] = Path("late.md")
            await rebuilds.rebuild({Path("other.md")})  # began just before the file was written
            assert preview.awaited == {"late.html": Path("late.md")}
            await rebuilds.rebuild({Path("late.md")})
        assert preview.built[1] == {"late.html"}
        assert not preview.awaited

    asyncio.run(story())


def test_what_is_saved_as_a_build_ends_stays_awaited() -> None:
    async def story() -> None:
        changes, preview = Changes(), Busy()
        with ThreadPoolExecutor(1) as builder, ThreadPoolExecutor(1) as guesser:
            rebuilds = preview_builds.Rebuilds(preview, changes, builder, guesser)  # type: ignore[arg-type]
            busy = asyncio.ensure_future(rebuilds.rebuild({Path("a.md")}))
            await asyncio.sleep(0.02)
            preview.awaited["a.html"] = Path("a.md")
            preview.ends = True  # it looks no more whether something is newer
            changes.note({Path("a.md")})
            for _ in range(100):
                await asyncio.sleep(0.01)
                if preview.guessed:
                    break
            preview.over.set()
            await busy
            assert preview.awaited == {"a.html": Path("a.md")}
            await rebuilds.rebuild(await changes.wait())
        assert not preview.awaited

    asyncio.run(story())


def test_no_process_is_forked_while_something_is_shown_beside_a_build(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the thread beside it is loading would stay locked in the process for ever."""
    path = a_project(whole)
    preview = Preview(whole / "config.yaml", "en", load(whole).state / "preview")
    preview.rebuild()
    held: list[bool] = []

    def guess(*_: object) -> None:
        with ThreadPoolExecutor(1) as another:
            held.append(not another.submit(NO_FORK.acquire, blocking=False).result())

    monkeypatch.setattr(preview_first, "guess", guess)
    preview.guess([path], preview_first.UNWATCHED)
    assert held == [True]
    begun = threading.Event()

    def start() -> None:
        begun.set()
        with workers(2) as pool:
            pool.submit(int, "1").result(30)

    with NO_FORK:
        beside = threading.Thread(target=start)
        beside.start()
        assert begun.wait(20)
        beside.join(0.3)
        assert beside.is_alive()
    beside.join(30)
    assert not beside.is_alive()


def test_nothing_is_told_at_once_of_a_save_that_may_change_every_page(whole: Path) -> None:
    path = a_project(whole)
    url = f"projects/{path.relative_to(whole / 'content/projects').with_suffix('')}.html"
    preview = Preview(whole / "config.yaml", "en", load(whole).state / "preview")
    preview.rebuild()
    rename_title(path, "一起改的")
    preview.guess([path, whole / "config.yaml"], preview_first.Watched(frozenset([url])))
    assert not preview.guessed


@pytest.mark.parametrize(("after", "tidied"), [(0.0, []), (0.5, [0, 2, "kept"])])
def test_what_builds_leave_is_dropped_while_nothing_is_saved(
    after: float, tidied: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[object] = []
    monkeypatch.setattr(preview_builds, "PAUSE", 0.05)
    monkeypatch.setattr(preview_builds, "IDLE", 0.1)
    monkeypatch.setattr(gc, "collect", found.append)
    monkeypatch.setattr(gc, "freeze", lambda: found.append("kept"))

    async def saved() -> set[Path]:
        changes = Changes()
        asyncio.get_running_loop().call_later(after, changes.note, [Path("a.md")])
        return await preview_builds.idle(changes)

    assert asyncio.run(saved()) == {Path("a.md")}
    assert found == tidied


def test_what_builds_put_off_is_made_after_a_while_without_a_save(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preview_builds, "PAUSE", 0.05)
    monkeypatch.setattr(preview_builds, "IDLE", 0.1)

    async def told() -> set[Path]:
        return await asyncio.wait_for(preview_builds.idle(Changes(), put_off=True), 20)

    assert asyncio.run(told()) == set()


def test_files_to_be_taken_away_follow_once_no_one_saves(whole: Path) -> None:
    table = whole / "preview/data/projects.csv"
    seen = Preview(whole / "config.yaml", "en", whole / "preview")
    seen.rebuild()
    path, states = a_project(whole), [seen.put_off]
    rename_title(path, "刚改的名字")
    assert seen.rebuild({path})
    states.append(seen.put_off)
    assert "刚改的名字" not in table.read_text("utf-8")
    assert seen.rebuild()
    assert [*states, seen.put_off] == [False, True, False]
    assert "刚改的名字" in table.read_text("utf-8")


def test_what_was_put_off_is_asked_for_once_where_it_cannot_be_made(whole: Path) -> None:
    seen = Preview(whole / "config.yaml", "en", whole / "preview")
    seen.rebuild()
    path = a_project(whole)
    rename_title(path, "刚改的名字")
    seen.rebuild({path})
    other = whole / "content/pages/about.md"
    good = other.read_text("utf-8")
    other.write_text(good.replace("title:", "tilte:"), "utf-8")
    states = []
    for changed in ({other}, ()):
        seen.rebuild(changed)
        states.append(seen.put_off)
    other.write_text(good, "utf-8")
    seen.rebuild({other})
    assert [*states, seen.put_off] == [True, False, True]


def test_no_page_is_loaded_again_for_files_to_be_taken_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at = {"index.html", "data/index.html", "en/data/jia/index.html"}
    again: list[set[str]] = []
    monkeypatch.setattr(preview_server, "watched", lambda: frozenset(looked_at))
    monkeypatch.setattr(preview_server, "reload", lambda urls: again.append({*urls}))

    async def story() -> None:
        changes, preview = Changes(), Busy()
        preview.over.set()
        with ThreadPoolExecutor(1) as builder, ThreadPoolExecutor(1) as guesser:
            rebuilds = preview_builds.Rebuilds(preview, changes, builder, guesser)  # type: ignore[arg-type]
            preview.new = True
            await rebuilds.rebuild({Path("a.md")})
            await rebuilds.rebuild(set())
        assert preview.news == 1

    asyncio.run(story())
    assert again == [looked_at, looked_at - {"index.html"}]


class _Overtaken:
    """Builds that are given up, or meet a file that has gone, while something was saved."""

    def __init__(self, changes: Changes, faults: list[Exception]) -> None:
        self.changes, self.faults = changes, faults
        self.told: list[set[Path]] = []

    async def rebuild(self, told: set[Path]) -> None:
        """Note what was told, and fail as long as there is a fault left."""
        self.told.append(told)
        if self.faults:
            self.changes.note([Path("a.md")])
            raise self.faults.pop()


def test_a_record_saved_during_the_first_build_begins_a_new_one() -> None:
    async def story() -> list[set[Path]]:
        changes = Changes()
        builds = _Overtaken(
            changes, [preview_first.Superseded(), FileNotFoundError(), preview_first.Superseded()]
        )
        await serve._first(builds, changes)  # type: ignore[arg-type]
        return builds.told

    assert asyncio.run(story()) == [set(), *3 * [{Path("a.md")}]]


def test_a_page_is_loaded_again_when_what_it_leads_to_becomes_a_draft_or_public(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Preview(whole / "config.yaml", "zh-Hans", whole / "preview")
    shown: list[tuple[str, str]] = []

    def built(*_: Any, **__: Any) -> Report:
        return Report([], Published(0, 0, 1), drafts=tuple(shown))

    monkeypatch.setattr(build, "build", built)
    assert not seen.rebuild()
    shown.append(("projects", "jia/2018-lu"))
    assert seen.rebuild()
    assert seen.drafts == {"projects/jia/2018-lu.html", "en/projects/jia/2018-lu.html"}
    assert not seen.rebuild()
    shown.clear()
    assert seen.rebuild()
