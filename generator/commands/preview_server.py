"""What the preview's server answers: pages with what is wrong over them, and when to reload."""

import html
import json
import mimetypes
from collections.abc import Collection, Sequence
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, unquote, urlsplit

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.web import Application, RequestHandler

from generator.base.messages import N_, catalogue
from generator.base.patterns import pattern
from generator.base.problems import Problem, errors
from generator.build.steps import PREVIEW_SCRIPT
from generator.commands import draft_marks
from generator.commands.preview_callers import Callers
from generator.model import problem_words

LONGEST = 65_536
"""Bytes of what a browser sends: a preview asks for no more than where a page lies."""
SAID = {
    HTTPStatus.FORBIDDEN: N_(
        "The preview answers under its own address only. If you reach it by another name, or"
        " through a proxy, start it with: portal serve --allow-host NAME"
    ),
    HTTPStatus.NOT_FOUND: N_("There is nothing at this address."),
    HTTPStatus.METHOD_NOT_ALLOWED: N_("The preview can only be looked at; it takes nothing."),
}
"""What is said of a request that is refused."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Server": "portal",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_TYPES = mimetypes.MimeTypes()
"""Kinds of files by their endings, as Python knows them: a system may know worse, or others."""
_TYPES.add_type("image/webp", ".webp")
_TYPES.add_type("text/javascript", ".js")
_TYPES.add_type("text/calendar", ".ics")
_STRANGE = pattern(r"[\0-\x1f\x7f\\:]")
"""What no file of a site has in its name, and some systems take for something else."""
_FEED = pattern(r"/(?:[^/]+/)?(?:feed|feeds/.+)\.xml")
_FOUND = pattern(r"/search/(?:[^/]+/)?(?:units/.*|words-[^/]*)\.json")
"""What the search shows of one town, or of some words."""
_RELOAD = {"command": "reload", "path": "*", "liveCSS": False}
_BEFORE = b"""
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
    const run = 'style, link[rel=stylesheet], script:not([type="application/ld+json"])';
    const look = of => [...of.head.querySelectorAll(run)]
      .map(each => each.href || each.src || each.textContent).join();
    if (number < this.asked) return;
    const script = made.querySelector('body script:not([src$="livereload.js"])');
    if (script || look(made) !== look(document)) return location.reload();
    document.title = made.title;
    document.body.replaceWith(made.body);
  }
};
{
  const top = new URL('.', document.currentScript.src);
  const address = new URL('livereload', top);
  address.protocol = top.protocol === 'https:' ? 'wss:' : 'ws:';
  address.searchParams.set('top', top.pathname);
  const Usual = window.WebSocket;
  window.WebSocket = class extends Usual { constructor() { super(address); } };
"""
"""What livereload's script finds when it starts: a plugin of ours, and where to listen.

The plugin puts the new body of a page in the place of the old. For a page without scripts in its
body, as most are, this is the same as loading it again, but it takes some 20 ms instead of 90, and
the reader stays where the page was scrolled to.

The script by itself asks a port of its own where the page has the usual one or lies in a folder
(behind a proxy), and knows no IPv6. It listens beside where it lies itself instead.
"""
_AFTER = b"""
  window.WebSocket = Usual;
}
"""


class Shown(Protocol):
    """What a server shows: `preview_state.Preview`."""

    language: str
    site: Path
    problems: list[Problem]
    news: int
    served: dict[str, int]
    ahead: dict[str, Path]
    guessed: dict[str, bytes]
    drafts: frozenset[str]
    shown: int


class More(Protocol):
    """What a server answers besides, and what it puts above each page for whoever asks."""

    @property
    def routes(self) -> list[Any]:
        """What is answered, and by what."""

    def bar(self, handler: RequestHandler, text: str, url: str) -> str:
        """Return a page with more above it."""


class _Guarded(RequestHandler):
    """Answers those who ask for the preview itself, and no page of anyone else's."""

    def initialize(self, preview: Shown, callers: Callers, more: More | None = None) -> None:
        self.preview, self.callers, self.more = preview, callers, more

    def set_default_headers(self) -> None:
        for name, value in _HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse whoever names another host than the preview's."""
        hosts = self.request.headers.get_list("Host")
        if len(hosts) != 1 or not self.callers.host(hosts[0]):
            self.refuse(HTTPStatus.FORBIDDEN)

    def refuse(self, status: int) -> None:
        """Answer with a sentence, and no more."""
        self.set_status(status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        said = SAID.get(HTTPStatus(status), HTTPStatus(status).phrase)
        self.finish(catalogue(self.preview.language).gettext(said) + "\n")

    def write_error(self, status_code: int, **_: Any) -> None:
        """Say what is wrong in the reader's language, as tornado asks for."""
        if status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            self.set_header("Allow", "GET, HEAD")
        self.refuse(status_code)


class _Nowhere(_Guarded):
    """Answers what is no address of a site, such as that of another server."""

    def prepare(self) -> None:
        super().prepare()
        if not self._finished:
            self.refuse(HTTPStatus.NOT_FOUND)


class _Pages(_Guarded):
    """Serves the preview's files; problems of the content lie over every page."""

    def get(self) -> None:
        path = _decoded(self.request.path)
        site = self.preview.site.resolve()
        file = None if path is None else file_of(site, path)
        if file and file.is_dir():
            return self._into_folder()
        content = self._content(file)
        if content is None:
            self.set_status(HTTPStatus.NOT_FOUND)
            file = _not_found(site, path or "")
            content = (_read(file) if file else None) or b""
        kind = _TYPES.guess_type(file.name)[0] if file else "text/html"
        if kind == "text/html":
            text, url = content.decode("utf-8", "replace"), url_of(self.request.path)
            text = draft_marks.marked(text, url, self.preview.drafts, self.preview.shown)
            text = self.more.bar(self, text, url) if self.more else text
            content = (text + overlay(self.preview.problems, self.preview.language)).encode()
            if self.get_status() == HTTPStatus.NOT_FOUND:
                # it has no script; it may be made by the next edit
                top = "../" * (self.request.path.count("/") - 1)
                content += f'<script src="{top}{PREVIEW_SCRIPT}"></script>'.encode()
        elif self.preview.drafts and _FEED.fullmatch(self.request.path):
            text, url = content.decode("utf-8", "replace"), url_of(self.request.path)
            content = draft_marks.marked_feed(text, url, self.preview.drafts).encode()
        elif self.preview.drafts and _FOUND.fullmatch(self.request.path):
            content = draft_marks.marked_search(content, self.request.path, self.preview.drafts)
        charset = "; charset=utf-8" if (kind or "").startswith("text/") else ""
        self.set_header("Content-Type", (kind or "application/octet-stream") + charset)
        self.preview.served[self.request.path] = self.preview.news
        self.finish(content)
        return None

    def head(self) -> None:
        """Answer as to `get`; tornado leaves out the content."""
        self.get()

    def _content(self, file: Path | None) -> bytes | None:
        """Return what lies at the address now; what is newer than the last build comes first."""
        url = url_of(self.request.path)
        content = self.preview.guessed.get(url)
        if content is None:
            with suppress(OSError, KeyError):  # it may be in its place by now
                content = self.preview.ahead[url].read_bytes()
        return content if content is not None or file is None else _read(file)

    def _into_folder(self) -> None:
        """Send on to the address of a folder that ends with a slash, as what it links to needs."""
        name = quote(_decoded(self.request.path.rpartition("/")[2]) or "")
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(f"./{name}/{query}")


class _Reload(_Guarded, LiveReloadHandler):  # type: ignore[misc]
    """livereload's handler, told directly when to reload; it watches nothing itself."""

    path = ""
    """The page that listens."""

    def prepare(self) -> None:
        """Refuse a page of another origin too; what is no browser names none."""
        super().prepare()
        origins = self.request.headers.get_list("Origin")
        if not self._finished and not all(map(self.callers.origin, origins)):
            self.refuse(HTTPStatus.FORBIDDEN)

    def check_origin(self, origin: str) -> bool:
        """Tell tornado what `prepare` has found out already."""
        return self.callers.origin(origin)

    def on_message(self, message: str | bytes) -> None:
        """Take what a page says; one that was asked for before the last news listens too late."""
        try:
            said = json.loads(message)
            url = urlsplit(said.get("url", "")).path
            said["command"].encode()
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            self.close()
            return
        super().on_message(message)
        top = self.get_query_argument("top", "/")
        if url.startswith(top):  # the folder of a proxy
            url = "/" + url[len(top) :]
        self.path = url or self.path
        if self.preview.served.get(self.path, self.preview.news) < self.preview.news:
            self.send_message(_RELOAD)


class _Script(_Guarded, LiveReloadJSHandler):  # type: ignore[misc]
    """Serves livereload's script between what it finds, and what it leaves."""

    def get(self) -> None:
        self.write(_BEFORE)
        super().get()
        self.write(_AFTER)


def watched() -> frozenset[str]:
    """Return the addresses of the pages that listen."""
    return frozenset(url_of(each.path) for each in LiveReloadHandler.waiters)


def reload(urls: Collection[str]) -> None:
    """Have the pages that listen at these addresses loaded again."""
    for waiter in LiveReloadHandler.waiters.copy():
        if url_of(waiter.path) in urls:
            waiter.send_message(_RELOAD)


def application(preview: Shown, callers: Callers, more: More | None = None) -> Application:
    """Return what answers for a preview; what it answers `more` comes first."""
    given: dict[str, Any] = {"preview": preview, "callers": callers}
    return Application(
        [
            *(more.routes if more else ()),
            (r"/livereload", _Reload, given),
            (r"/livereload\.js", _Script, given),
            (r"/.*", _Pages, {**given, "more": more}),
        ],
        default_handler_class=_Nowhere,
        default_handler_args=given,
        log_function=lambda _: None,
        websocket_max_message_size=LONGEST,
    )


def file_of(site: Path, path: str) -> Path | None:
    """Return the file or folder of a site at a path within it; None where there is none.

    A folder that ends with a slash is the page it opens with.
    """
    *folders, name = path.split("/")
    if _STRANGE.search(path) or not {"", ".", ".."}.isdisjoint(folders) or name in {".", ".."}:
        return None
    try:
        file = site.joinpath(*folders, name or "index.html").resolve()
        there = file.is_relative_to(site) and (file.is_file() or bool(name and file.is_dir()))
    except (OSError, ValueError, RuntimeError):  # too long; no name at all; links in a ring
        return None
    return file if there else None


def _not_found(site: Path, path: str) -> Path | None:
    """Return the page that says so, in the language of the folder."""
    folder = path.partition("/")[0]
    return (file_of(site, f"{folder}/404.html") if folder else None) or file_of(site, "404.html")


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:  # gone meanwhile
        return None


def _decoded(path: str) -> str | None:
    """Return the path within the site of an address; None if it is not well written."""
    try:
        return unquote(path, errors="strict").removeprefix("/")
    except UnicodeDecodeError:
        return None


def url_of(path: str) -> str:
    """Return the address within the site of the page that a browser asks for at `path`."""
    url = unquote(path).removeprefix("/")
    return f"{url}index.html" if url.endswith("/") or not url else url


def overlay(problems: Sequence[Problem], language: str) -> str:
    """Return the errors as HTML to lie over a page; nothing when there are none."""
    tr = catalogue(language).gettext
    rows = "".join(
        f"<li><code>{html.escape(str(each.place))}</code> "
        f"{html.escape(problem_words.about(each, language))}<br>"
        f"<strong>{html.escape(problem_words.message(each, language))}</strong><br>"
        f"{html.escape(problem_words.hint(each, language))}</li>"
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
