"""What the preview answers: its pages to whoever works on them, a plain refusal to all else."""

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.websocket import websocket_connect

from generator.commands import preview_callers, preview_server
from generator.commands.preview_state import Preview

PAGES = {
    "index.html": "<title>first</title>",
    "404.html": "<title>没有</title>",
    "en/404.html": "<title>none</title>",
    "units/index.html": "<title>units</title>",
    "units/a b.html": "<title>blank</title>",
    "SHA256SUMS": "0  index.html",
    "site.js": "1",
    "search/places.json": "[]",
    "empty/file.txt": "text",
}


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    """Give a preview of a few made-up files, with nothing built."""
    for name, text in PAGES.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    return Preview(tmp_path / "config.yaml", "en", tmp_path / "site")


@contextmanager
def serving(preview: Preview, *allowed: str) -> Iterator[int]:
    """Serve it in the loop that runs; give the port."""
    sockets = preview_callers.listen("127.0.0.1", 0)
    asking = preview_callers.Callers.of("127.0.0.1", preview_callers.addresses(sockets), allowed)
    server = HTTPServer(preview_server.application(preview, asking))
    server.add_sockets(sockets)
    try:
        yield int(sockets[0].getsockname()[1])
    finally:
        server.stop()


def asked(preview: Preview, lines: str) -> str:
    """Return all that is answered to a request written by hand."""

    async def story() -> str:
        with serving(preview) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"{lines}\r\nConnection: close\r\n\r\n".encode("latin-1"))
            answer = await asyncio.wait_for(reader.read(), 30)
            writer.close()
            return answer.decode("utf-8", "replace")

    return asyncio.run(story())


def get(preview: Preview, path: str, verb: str = "GET", more: str = "") -> str:
    """Return what is answered to a usual request."""
    return asked(preview, f"{verb} {path} HTTP/1.1\r\nHost: localhost{more}")


def status(answer: str) -> int:
    """Return the number an answer starts with."""
    return int(answer.split(" ", 2)[1])


@pytest.fixture(autouse=True)
def _silent(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Hold that no request ever is a traceback."""
    yield
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]


@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/SHA256SUMS", "/livereload.js", "/livereload", "/search/x", "/zz"]
)
@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "192.0.2.1"])
def test_nothing_is_answered_under_a_foreign_name(preview: Preview, path: str, host: str) -> None:
    answer = asked(preview, f"GET {path} HTTP/1.1\r\nHost: {host}")
    assert status(answer) == 403
    assert "--allow-host" in answer
    assert answer.isascii()
    assert "first" not in answer
    assert "portal-problems" not in answer


def test_the_refusal_is_in_the_language_of_the_terminal(preview: Preview) -> None:
    preview.language = "zh-Hans"
    assert "预览" in asked(preview, "GET / HTTP/1.1\r\nHost: evil.example")


@pytest.mark.parametrize(
    "lines",
    [
        "GET / HTTP/1.0",
        "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example",
        "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example",
        "POST / HTTP/1.1\r\nHost: evil.example",
    ],
)
def test_a_request_that_names_no_host_or_two_is_refused(preview: Preview, lines: str) -> None:
    assert status(asked(preview, lines)) in {400, 403}


@pytest.mark.parametrize("path", ["/", "/nowhere", "/livereload.js", "/SHA256SUMS", "/%00"])
def test_no_page_may_frame_the_preview_or_guess_at_its_files(preview: Preview, path: str) -> None:
    answer = get(preview, path)
    for line in (
        "X-Frame-Options: DENY",
        "Content-Security-Policy: frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff",
        "Cross-Origin-Resource-Policy: same-origin",
    ):
        assert line in answer


@pytest.mark.parametrize(
    "path",
    [
        *("/%00", "/a%00.html", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt"),
        *("/..\\secret.txt", "/..%5csecret.txt", "/units/../../secret.txt", "//etc/passwd"),
        *("/%2fetc/passwd", "/%zz", "/%", "/%f", "/%ff", "/%c0%af", "/" + "a" * 256, "/C:/x"),
        *("/" + "%E5%9C%B0" * 100, "/" + "a/" * 2500, "/" + "a" * 20_000, "/a%0ab", "/index.html/"),
        *("/./index.html", "/units//index.html", "/empty/", "/con", "/?a=%ff%00", "/nowhere?a=%zz"),
        *("/.", "/..", "/units/.", "/units/..", "/index.html%20", "/%3Cscript%3E", "/~", "/file:x"),
    ],
)
def test_an_address_of_nothing_is_a_plain_404(preview: Preview, path: str) -> None:
    answer = get(preview, path)
    assert status(answer) == (200 if path.startswith("/?") else 404)
    assert "Traceback" not in answer
    assert "secret" not in answer.replace("secret.txt", "")


def test_what_is_not_there_is_said_in_the_language_of_the_folder(preview: Preview) -> None:
    assert "没有" in get(preview, "/zz")
    answer = get(preview, "/en/units/zz")
    assert "none" in answer
    assert 'src="../../livereload.js"' in answer


def test_a_head_is_a_get_without_content_and_nothing_else_is_taken(preview: Preview) -> None:
    head, whole = get(preview, "/index.html", "HEAD"), get(preview, "/index.html")
    assert status(head) == 200
    assert "first" not in head
    assert "Content-Length: 20" in head
    assert "Content-Length: 20" in whole
    for verb in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "FOO"):
        answer = get(preview, "/index.html", verb)
        assert status(answer) == 405
        assert "Allow: GET, HEAD" in answer
        assert "looked at" in answer
    assert status(get(preview, "/index.html", more="\r\nRange: bytes=0-3")) == 200


def test_types_do_not_depend_on_the_machine(preview: Preview) -> None:
    assert "Content-Type: text/javascript; charset=utf-8" in get(preview, "/site.js")
    assert "Content-Type: application/json" in get(preview, "/search/places.json")
    assert "Content-Type: text/html; charset=utf-8" in get(preview, "/units/a%20b.html")


def test_a_folder_without_its_slash_leads_to_the_one_with_it(preview: Preview) -> None:
    answer = get(preview, "/units?a=b")
    assert status(answer) == 302
    assert "Location: ./units/?a=b" in answer
    assert "units" in get(preview, "/units/")


def test_a_page_of_a_build_under_way_is_there(preview: Preview) -> None:
    preview.guessed = {"units/new.html": b"<title>new</title>"}
    answer = get(preview, "/units/new.html")
    assert status(answer) == 200
    assert "new" in answer


def listened(preview: Preview, origin: str | None, says: list[str], *allowed: str) -> str:
    """Return what a page of this origin is told: the first message, or the status."""

    async def story() -> str:
        with serving(preview, *allowed) as port:
            headers = {} if origin is None else {"Origin": origin}
            url = f"ws://127.0.0.1:{port}/livereload?top=/sub/"
            try:
                page = await websocket_connect(HTTPRequest(url, headers=headers))
            except HTTPClientError as refused:
                return str(refused.code)
            for each in says:
                await page.write_message(each)
            answer = await page.read_message()
            page.close()
            while answer is not None and await page.read_message() is not None:
                pass  # until it is closed, or else the loop ends before it
            return str(answer)

    return asyncio.run(story())


HELLO = json.dumps({"command": "hello"})


def test_only_the_preview_s_own_pages_may_listen(preview: Preview) -> None:
    for origin in (None, "http://localhost:8000", "http://127.0.0.1", "http://[::1]:81"):
        assert "hello" in listened(preview, origin, [HELLO])
    for origin in ("http://evil.example", "null", "http://127.0.0.1.evil.example", "file://"):
        assert listened(preview, origin, [HELLO]) == "403"
    proxied = "https://preview.example.org"
    assert listened(preview, proxied, [HELLO]) == "403"
    assert "hello" in listened(preview, proxied, [HELLO], "preview.example.org")


@pytest.mark.parametrize(
    "said",
    [
        *("", "{", "[]", "1", "null", '"x"', "{}", '{"command": 1}', '{"command": null}'),
        '{"command": "info", "url": "http://["}',
        '{"command": "info", "url": 1}',
    ],
)
def test_what_is_no_message_ends_the_talk(preview: Preview, said: str) -> None:
    assert listened(preview, None, [said]) == "None"


def test_a_page_in_a_folder_of_a_proxy_is_known_by_its_own_address(preview: Preview) -> None:
    preview.served["/units/index.html"], preview.news = 0, 1
    info = json.dumps({"command": "info", "url": "http://proxy/sub/units/index.html"})
    assert "reload" in listened(preview, None, [info])
