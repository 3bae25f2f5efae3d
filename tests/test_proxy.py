"""The preview behind a real proxy, at the usual port and in a folder, reloads by itself."""

import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests import machine
from tests.conftest import ROOT
from tests.test_build import a_project, rename_title
from tests.test_serve import LISTENS, free_port, get, preview, wait

NAME = "preview.localhost"
"""What a browser takes for this machine, and the preview does not by itself."""
AROUND = """
daemon off; pid {work}/nginx.pid; error_log {work}/error.log; worker_processes 1;
events {{}}
http {{
  access_log off; client_body_temp_path {work}/b; proxy_temp_path {work}/p;
  fastcgi_temp_path {work}/f; uwsgi_temp_path {work}/u; scgi_temp_path {work}/s;
  server {{ listen 127.0.0.1:{port};
{snippet}
  }}
}}
"""


def snippet() -> str:
    """Return the settings that docs/preview.md has for nginx."""
    text = (ROOT / "docs/preview.md").read_text("utf-8")
    return text.partition("```nginx\n")[2].partition("```")[0]


def usual_port() -> int:
    """Return 80, which addresses need not name, or another port where it is not ours to take."""
    with closing(socket.socket()) as tried:
        try:
            tried.bind(("127.0.0.1", 80))
        except OSError:
            return free_port()
    return 80


@contextmanager
def proxied(address: str, work: Path) -> Iterator[str]:
    """Run nginx before a preview, as docs/preview.md says; give the address to look at."""
    program, port = machine.need_server("nginx"), usual_port()
    inside = snippet().replace("http://127.0.0.1:8000/", address)
    assert address in inside
    config = work / "nginx.conf"
    config.write_text(AROUND.format(work=work, port=port, snippet=inside), "utf-8")
    process = subprocess.Popen([program, "-p", work, "-c", config], stderr=subprocess.DEVNULL)
    shown = f"http://{NAME}{'' if port == 80 else f':{port}'}/yulan/"
    try:
        asked = f"http://127.0.0.1:{port}/yulan/"
        wait(lambda: "<h1" in get(asked), "the proxy did not start")
        yield shown
    finally:
        process.terminate()
        process.wait(10)


def test_a_page_behind_a_proxy_in_a_folder_is_shown_anew_by_itself(
    whole: Path, tmp_path: Path
) -> None:
    machine.need_server("nginx")
    project = a_project(whole)
    ident = project.relative_to(whole / "content/projects").with_suffix("").as_posix()
    work = tmp_path / "nginx"
    work.mkdir()
    with (
        preview(whole, "--allow-host", NAME) as address,
        proxied(address, work) as shown,
        machine.open_browser() as browser,
    ):
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda opened: asked.append(opened.url))
        page.goto(f"{shown}projects/{ident}.html")
        page.wait_for_function(LISTENS)
        rename_title(project, "过了代理也刷新")
        page.wait_for_selector("h1:has-text('过了代理也刷新')", timeout=30_000)
        start = shown.removeprefix("http")
        assert all(url.startswith((shown, f"ws{start}")) for url in asked), asked
        assert any(url.startswith(f"ws{start}livereload?") for url in asked)
        answer = page.goto(f"{shown}units")  # a folder without its slash
        assert answer
        assert answer.url == f"{shown}units/"
        page.wait_for_url(f"{shown}az/index.html")  # where the page of that folder leads on
        page.goto(f"{shown}nowhere.html")
        page.wait_for_function(LISTENS)
