"""Live preview: the site is built beside the real one, served, and reloaded after each edit.

The build runs outside the server's loop. Problems of the content lie over the page, with file and
line, until they are mended; the last good page stays beneath them.
"""

import asyncio
import gc
import html
import json
import mimetypes
import socket
import sys
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from generator import build, config, early, gather, templates
from generator.config import Config
from generator.messages import N_, catalogue
from generator.output import Refused
from generator.problems import Problem, errors, in_order
from generator.terminal import FORMS, Terminal
from generator.watch import Changes, watching
from generator.workers import cores

PAUSE, IDLE = 0.3, 5
"""Seconds without a change after which a preview drops what the last build left, and tidies up."""
SWITCH = 0.001
"""Seconds after which the build lets the server answer; it has the processor for most of them."""
_RELOAD = {"command": "reload", "path": "*", "liveCSS": False}
_SWAP = b"""
window.LiveReloadPluginSwap = class {
  static identifier = 'swap';
  static version = '1';
  asked = 0;
  reload() {
    this.swap(++this.asked).catch(() => location.reload());
    return true;
  }
  async swap(number) {
    const answer = await fetch(location.href);
    const made = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const look = of => [...of.head.querySelectorAll('style, link[rel=stylesheet], script')]
      .map(each => each.href || each.src || each.textContent).join();
    if (number < this.asked) return;
    const script = made.querySelector('body script:not([src="/livereload.js"])');
    if (script || look(made) !== look(document)) return location.reload();
    document.title = made.title;
    document.body.replaceWith(made.body);
  }
};
"""
"""A plugin of livereload's script that puts the new body of a page in the place of the old.

For a page without scripts in its body, as most are, this is the same as loading it again, but it
takes some 20 ms instead of 90, and the reader stays where the page was scrolled to.
"""


@dataclass(slots=True)
class Preview:
    """The state of a preview: where its pages lie, and what is wrong with the content now."""

    config: Path
    language: str
    site: Path
    problems: list[Problem] = field(default_factory=list)
    news: int = 0
    """How many times there was something new to see."""
    served: dict[str, int] = field(default_factory=dict)
    """For each address that was asked for, what `news` was then."""
    ahead: dict[str, Path] = field(default_factory=dict)
    """Pages of a build that is not done yet, by address: where they lie for the moment."""
    guessed: dict[str, bytes] = field(default_factory=dict)
    """Pages of records that were saved while a build was under way."""
    memory: gather.Memory = field(default_factory=gather.Memory)
    lock: Lock = field(default_factory=Lock)
    """Held by whoever changes `guessed`: the builder, or who guesses beside it."""
    known: tuple[Config, date] | None = None
    """The configuration and the day of the last build."""

    def guess(self, changed: Collection[Path], watched: early.Watched) -> None:
        """Show what can be told of `changed` at once: a build that they overtook is still busy.

        The next build shows it once more if it was wrong.
        """
        sources = self.memory.sources
        if self.known is None or sources is None or any(errors(self.problems)):
            return
        found, as_of = self.known
        if not all(path.is_relative_to(found.content) for path in changed):
            return

        def show(pages: dict[str, Path]) -> None:
            new = {url: path.read_bytes() for url, path in pages.items()}
            with self.lock:
                self.guessed = {**self.guessed, **new}
            watched.show(pages)

        with suppress(Exception):  # what it looks at may change meanwhile; the build will tell
            early.guess(found, as_of, sources, self.memory, changed, replace(watched, show=show))

    def rebuild(
        self, changed: Collection[Path] = (), watched: early.Watched = early.UNWATCHED
    ) -> bool:
        """Build once more, after `changed`; return whether a reader sees anything new.

        After a fault nothing is taken for known, as what was told to have changed is lost. Raises
        OSError, `Refused` and `build.Superseded` as `build.build` does.
        """
        guessed = self.guessed
        try:
            seen = self._rebuild(changed, watched)
        except build.Superseded:
            raise  # all that was told is known
        except BaseException:
            self.memory.forget()
            self._settle(guessed)
            raise
        finally:
            self.ahead = {}
        self._settle(guessed)
        return seen

    def _settle(self, guessed: dict[str, bytes]) -> None:
        """Forget what was `guessed` before a build that has come to its end."""
        with self.lock:
            kept = {u: page for u, page in self.guessed.items() if guessed.get(u) is not page}
            self.guessed = kept

    def _rebuild(self, changed: Collection[Path], watched: early.Watched) -> bool:
        before = self.problems

        def show(pages: dict[str, Path]) -> None:
            if watched.stale():
                return  # what is newer may be shown by now
            self.ahead = {**self.ahead, **pages}
            self._settle({url: page for url, page in self.guessed.items() if url in pages})
            watched.show(pages)

        found, problems = config.load(self.config)
        if found is None:
            self.problems = in_order(problems)
            self.memory.forget()
            return self.problems != before
        self.known = found, config.today(found)
        report = build.build(
            *self.known,
            site=self.site,
            jobs=cores(),
            preview=True,
            memory=self.memory,
            changed=changed,
            # while there are errors, a page would be shown with those of before
            watched=early.UNWATCHED if any(errors(before)) else replace(watched, show=show),
        )
        self.problems = in_order([*problems, *report.problems])
        done = report.published
        return self.problems != before or bool(done and (done.written or done.removed))


class _Pages(RequestHandler):
    """Serves the preview's files; problems of the content lie over every page."""

    def initialize(self, preview: Preview) -> None:
        self.preview = preview

    def get(self, path: str) -> None:
        site = self.preview.site.resolve()
        file = (site / path).resolve()
        if file.is_dir():
            file /= "index.html"
        if not file.is_relative_to(site) or not file.is_file():
            self.set_status(404)
            file = site / "404.html"
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        content = file.read_bytes() if file.is_file() else b""
        with suppress(OSError, KeyError):  # it may be in its place by now
            content = self.preview.ahead[url_of(self.request.path)].read_bytes()
        content = self.preview.guessed.get(url_of(self.request.path), content)
        if kind == "text/html":
            content += overlay(self.preview.problems, self.preview.language).encode()
            if self.get_status() == 404:  # it has no script; it may be made by the next edit
                content += b'<script src="/livereload.js"></script>'
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        self.set_header("Content-Type", kind + charset)
        self.set_header("Cache-Control", "no-store")
        self.preview.served[self.request.path] = self.preview.news
        self.finish(content)


class _Reload(LiveReloadHandler):  # type: ignore[misc]
    """livereload's handler, told directly when to reload; it watches nothing itself."""

    def initialize(self, preview: Preview) -> None:
        self.preview = preview

    path = ""
    """The page that listens."""

    def check_origin(self, origin: str) -> bool:  # noqa: ARG002 (tornado's signature)
        return True  # the preview listens on this machine and shows nothing private

    def on_message(self, message: str | bytes) -> None:
        """Take what a page says; one that was asked for before the last news listens too late."""
        super().on_message(message)
        self.path = urlsplit(json.loads(message).get("url", "")).path or self.path
        if self.preview.served.get(self.path, self.preview.news) < self.preview.news:
            self.send_message(_RELOAD)

    @classmethod
    def watched(cls) -> frozenset[str]:
        """Return the addresses of the pages that listen."""
        return frozenset(url_of(each.path) for each in LiveReloadHandler.waiters)

    @classmethod
    def reload(cls, urls: Collection[str]) -> None:
        """Have the pages that listen at these addresses loaded again."""
        for waiter in LiveReloadHandler.waiters.copy():
            if url_of(waiter.path) in urls:
                waiter.send_message(_RELOAD)


class _Script(LiveReloadJSHandler):  # type: ignore[misc]
    """Serves livereload's script and, before it, as it looks when it starts, our plugin."""

    def get(self) -> None:
        self.write(_SWAP)
        super().get()


def url_of(path: str) -> str:
    """Return the address within the site of the page that a browser asks for at `path`."""
    url = unquote(path).removeprefix("/")
    return f"{url}index.html" if url.endswith("/") or not url else url


def overlay(problems: Sequence[Problem], language: str) -> str:
    """Return the errors as HTML to lie over a page; nothing when there are none."""
    tr = catalogue(language).gettext
    rows = "".join(
        f"<li><code>{html.escape(str(each.place))}</code> {html.escape(each.about(language))}<br>"
        f"<strong>{html.escape(each.message(language))}</strong><br>"
        f"{html.escape(each.hint(language))}</li>"
        for each in errors(problems)
    )
    if not rows:
        return ""
    title = html.escape(tr(N_("The records have errors; the page shows the last good state.")))
    style = (
        "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;z-index:9;padding:1rem;"
        "background:#fff;color:#222;border-top:.4rem solid #b3261e;font:1rem/1.6 sans-serif"
    )
    return f'<aside id="portal-problems" style="{style}"><h2>{title}</h2><ol>{rows}</ol></aside>'


def serve(path: Path, host: str, port: int, out: Terminal) -> int:
    """Serve the site of the configuration at `path` until interrupted; return the exit code.

    Raises OSError when the port is taken.
    """
    found, problems = config.load(path)
    if found is None:
        FORMS["text"](problems, out)
        return 1
    preview = Preview(path, out.language, found.state / "preview")
    sys.setswitchinterval(SWITCH)
    asyncio.run(_serve(preview, found, (host, port), out))
    return 0


async def _serve(
    preview: Preview, found: config.Config, where: tuple[str, int], out: Terminal
) -> None:
    host, port = where
    server = HTTPServer(_application(preview))
    taken = socket.create_server((host, port))
    taken.setblocking(False)
    server.add_socket(taken)
    loop = asyncio.get_running_loop()
    folders = [found.content, found.root / "templates", *templates.SHIPPED]
    shown: set[str] = set()
    ahead: set[str] = set()  # what was shown beside a build
    unsure: set[str] = set()  # what was shown of a build that did not come to its end

    def show(pages: list[str], among: set[str]) -> None:
        among.update(pages)
        preview.news += 1
        _Reload.reload(pages)

    def tell(pages: Collection[str]) -> None:
        loop.call_soon_threadsafe(show, [*pages], shown)

    def tell_ahead(pages: Collection[str]) -> None:
        loop.call_soon_threadsafe(show, [*pages], ahead)

    async def rebuild(told: Collection[Path], changes: Changes) -> None:
        watched = early.Watched(_Reload.watched(), tell, lambda: changes.waiting)
        before = preview.problems
        unsure.update(shown, ahead)
        shown.clear()
        ahead.clear()
        building = loop.run_in_executor(builder, preview.rebuild, told, watched)
        overtaken = asyncio.ensure_future(changes.ahead())
        first: set[asyncio.Future[Any]] = {building, overtaken}
        await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
        if not building.done():  # it may be a while until it gives up
            now = early.Watched(_Reload.watched(), tell_ahead)
            await loop.run_in_executor(guesser, preview.guess, overtaken.result(), now)
        overtaken.cancel()
        seen = await building
        if seen or unsure:
            # what was shown already is as it was shown, unless something turned out to be wrong
            good = shown | ahead if preview.problems == before else set[str]()
            for path, news in preview.served.items():
                if url_of(path) in good and news == preview.news:
                    preview.served[path] = news + 1
            preview.news += 1
            _Reload.reload(_Reload.watched() - good)
        unsure.clear()
        shown.clear()

    with ThreadPoolExecutor(1) as builder, ThreadPoolExecutor(1) as guesser:
        async with watching(folders, found.root / found.file) as changes:
            out.say(out.tr(N_("Making the preview …")))
            await rebuild((), changes)
            gc.freeze()  # it is all needed; to look through it would hold up the first edit
            FORMS["text"](preview.problems, out)
            address = f"http://{host}:{port}/"
            out.say(out.tr(N_("Look at {address}; end with Ctrl-C.")).format(address=address))
            while True:
                told = await idle(changes)
                try:
                    await rebuild(told, changes)
                except build.Superseded:
                    continue
                except (OSError, Refused) as error:
                    out.say(str(error))
                else:
                    FORMS["text"](list(errors(preview.problems)), out)


async def idle(changes: Changes) -> set[Path]:
    """Wait for changes; tidy up when there are none for a while, as it takes its time."""
    for pause, generation in ((PAUSE, 0), (IDLE, 2)):
        try:
            return await asyncio.wait_for(changes.wait(), pause)
        except TimeoutError:
            gc.collect(generation)
    gc.freeze()  # what is left is needed until the end, and need not be looked through again
    return await changes.wait()


def _application(preview: Preview) -> Application:
    given: dict[str, Any] = {"preview": preview}
    return Application(
        [
            (r"/livereload", _Reload, given),
            (r"/livereload\.js", _Script),
            (r"/(.*)", _Pages, given),
        ],
        log_function=lambda _: None,
    )
