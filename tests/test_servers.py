"""The same files, served by the servers people have, at a root and under a path."""

import gzip
import http.client
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import brotli
import pytest

from tests import machine
from tests.conftest import ROOT
from tests.test_build import edit, make

PREFIXES = ("/", "/a/b/")
MODULES = Path("/usr/lib/apache2/modules")

NGINX = """
daemon off; pid {work}/nginx.pid; error_log {work}/error.log; worker_processes 1;
events {{}}
http {{
  access_log off; include /etc/nginx/mime.types; charset utf-8;
  client_body_temp_path {work}/b; proxy_temp_path {work}/p; fastcgi_temp_path {work}/f;
  uwsgi_temp_path {work}/u; scgi_temp_path {work}/s; keepalive_requests 1000000;
  server {{ listen 127.0.0.1:{port}; root {root}; error_page 404 /404.html; }}
}}
"""
APACHE = """
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {work}/apache.pid
ErrorLog {work}/error.log
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule mime_module {modules}/mod_mime.so
TypesConfig /etc/mime.types
DocumentRoot {root}
DirectoryIndex index.html
ErrorDocument 404 /404.html
MaxKeepAliveRequests 0
<Directory {root}>
  Require all granted
</Directory>
"""
CADDY = """
{{
  admin off
  auto_https off
}}
http://127.0.0.1:{port} {{
  root * {root}
  file_server
  handle_errors {{
    rewrite * /404.html
    file_server
  }}
}}
"""


DOCUMENTED = {
    "nginx": (
        """daemon off; pid {work}/nginx.pid; error_log {work}/error.log; worker_processes 1;
events {{}}
http {{
access_log off; include /etc/nginx/mime.types;
client_body_temp_path {work}/b; proxy_temp_path {work}/p; fastcgi_temp_path {work}/f;
uwsgi_temp_path {work}/u; scgi_temp_path {work}/s;
""",
        "}}\n",
    ),
    "caddy": ("{{\nadmin off\nauto_https off\n}}\n", ""),
    "apache": (
        """ServerName localhost
PidFile {work}/apache.pid
ErrorLog {work}/error.log
TypesConfig /etc/mime.types
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule rewrite_module {modules}/mod_rewrite.so
""",
        "",
    ),
}
"""What stands around a documented snippet where a whole server is started."""


def documented(name: str) -> str:
    """Return the settings that docs/hosting.md has for a server, to be filled in."""
    text = (ROOT / "docs/hosting.md").read_text("utf-8")
    snippet = text.partition(f"```{name}\n")[2].partition("```")[0]
    filled = snippet.replace("{", "{{").replace("}", "}}")
    filled = filled.replace("/srv/www/site", "{root}").replace("8080", "{port}")
    before, after = DOCUMENTED[name]
    return f"{before}{filled}{after}"


@contextmanager
def serving(name: str, root: Path, work: Path, settings: str = "") -> Iterator[int]:
    """Serve `root` with the server `name`, with our settings or others; give its port."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    text = settings or {"nginx": NGINX, "apache2": APACHE, "caddy": CADDY}.get(name, "")
    config = work / "server.conf"
    config.write_text(text.format(port=port, root=root, work=work, modules=MODULES))
    command = {
        "nginx": lambda: [machine.need_server("nginx"), "-p", work, "-c", config],
        "apache2": lambda: [machine.need_server("apache2"), "-X", "-f", config],
        "caddy": lambda: [
            *(machine.need_server("caddy"), "run", "--adapter", "caddyfile", "--config", config)
        ],
        "http.server": lambda: [
            *(sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"),
            *("--directory", root, "--protocol", "HTTP/1.1"),
        ],
    }[name]()
    log = (work / "log").open("wb")
    process = subprocess.Popen([str(each) for each in command], stdout=log, stderr=log, cwd=work)
    try:
        for _ in range(100):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, (work / "log").read_text()
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(10)
        log.close()


@pytest.mark.parametrize("name", ["nginx", "apache2", "caddy", "http.server"])
def test_every_address_is_answered_at_the_root_and_under_a_path(
    name: str, demonstration: Path, tmp_path: Path
) -> None:
    root, work = tmp_path / "root", tmp_path / "work"
    (root / "a").mkdir(parents=True)
    work.mkdir()
    (root / "a/b").symlink_to(demonstration)
    for entry in demonstration.iterdir():
        (root / entry.name).symlink_to(entry)
    for folder in (tmp_path, *tmp_path.parents):
        if folder != Path(tempfile.gettempdir()) and folder.is_relative_to(tempfile.gettempdir()):
            folder.chmod(0o755)  # a server gives up root's rights, and must still reach the files
    demonstration.parent.chmod(0o755)
    urls = sorted(p.relative_to(demonstration).as_posix() for p in demonstration.rglob("*.*"))
    # English pages are the same files in another folder: one in ten stands for them
    chosen = [u for n, u in enumerate(urls) if not u.startswith("en/") or n % 10 == 0]
    kinds = {"html": "text/html", "css": "text/css", "jpg": "image/jpeg"}
    with serving(name, root, work) as port:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        for prefix in PREFIXES:
            for url in chosen:
                asked.request("HEAD", prefix + url)
                answer = asked.getresponse()
                answer.read()
                assert answer.status == 200, (prefix + url, answer.status)
                kind = kinds.get(url.rpartition(".")[2])
                if kind:
                    assert (answer.getheader("Content-Type") or "").startswith(kind), url
            asked.request("GET", prefix)
            answer = asked.getresponse()
            assert "明镜" in answer.read().decode() or answer.status == 200
            asked.request("GET", f"{prefix}units/no/such/place.html")
            answer = asked.getresponse()
            answer.read()
            assert answer.status == 404
        asked.close()


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small site whose text files lie there compressed, too."""
    root = tmp_path_factory.mktemp("packed") / "whole"
    shutil.copytree(ROOT / "tests/sites/whole", root)
    edit(root / "config.yaml", "languages:", "precompress: [gz, br]\nlanguages:")
    make(root)
    for folder in (root / "site", *(root / "site").parents):
        if folder != Path(tempfile.gettempdir()) and folder.is_relative_to(tempfile.gettempdir()):
            folder.chmod(0o755)
    return root / "site"


@pytest.mark.parametrize(
    ("name", "server", "best"),
    [("nginx", "nginx", "gzip"), ("caddy", "caddy", "br"), ("apache", "apache2", "br")],
)
def test_compressed_files_are_handed_out_with_the_documented_settings(
    name: str, server: str, best: str, packed: Path, tmp_path: Path
) -> None:
    kinds = {"html": "text/html", "css": "text/css", "js": "javascript", "json": "json"}
    chosen = {}
    for ending in kinds:
        path = next(packed.rglob(f"*.{ending}"))
        chosen[path.relative_to(packed).as_posix()] = path.read_bytes()
    unpack = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}
    work = tmp_path / "work"
    work.mkdir()
    with serving(server, packed, work, documented(name)) as port:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        for accept, expected in (("gzip", "gzip"), ("gzip, br", best), ("identity", None)):
            for url, content in chosen.items():
                asked.request("GET", f"/{url}", headers={"Accept-Encoding": accept})
                answer = asked.getresponse()
                got = answer.read()
                assert answer.getheader("Content-Encoding") == expected, (url, accept)
                assert unpack[expected](got) == content, (url, accept)
                kind = kinds[url.rpartition(".")[2]]
                assert kind in (answer.getheader("Content-Type") or ""), (url, accept)
        asked.request("GET", "/", headers={"Accept-Encoding": "identity"})
        answer = asked.getresponse()
        assert "<h1" in answer.read().decode()
        asked.request("GET", "/no/such.html", headers={"Accept-Encoding": "identity"})
        answer = asked.getresponse()
        assert (answer.status, b"<main" in answer.read()) == (404, True)
        asked.request("GET", "/en/no/such.html", headers={"Accept-Encoding": "identity"})
        answer = asked.getresponse()
        assert (answer.status, b'lang="en"' in answer.read()) == (404, True)
        style = next(packed.glob("assets/style.*.css")).relative_to(packed).as_posix()
        for url, kept in (
            ("/", "no-cache"),
            ("/en/no/such.html", "no-cache"),
            (style, "immutable"),
        ):
            asked.request("GET", f"/{url.lstrip('/')}", headers={"Accept-Encoding": "gzip"})
            answer = asked.getresponse()
            answer.read()
            said = answer.headers.get_all("Cache-Control") or []
            assert len(said) == 1, (url, said)
            assert kept in said[0], (url, said)
            assert answer.getheader("X-Content-Type-Options") == "nosniff", url
            if url != style:
                framed = answer.getheader("Content-Security-Policy")
                assert framed == "frame-ancestors 'self'", url
                assert answer.getheader("Referrer-Policy") == "strict-origin-when-cross-origin"
        asked.close()


def test_each_text_file_has_its_compressed_forms_and_they_are_kept_and_removed_with_it(
    whole: Path,
) -> None:
    edit(whole / "config.yaml", "languages:", "precompress: [gz]\nlanguages:")
    make(whole)
    site = whole / "site"
    texts = {path for path in site.rglob("*") if path.suffix in (".html", ".css", ".js", ".json")}
    assert all(
        gzip.decompress(Path(f"{path}.gz").read_bytes()) == path.read_bytes() for path in texts
    )
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*.gz")}
    make(whole)
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*.gz")} == before
    lost = site / "index.html.gz"
    lost.unlink()
    make(whole)
    assert lost.exists()
    edit(whole / "config.yaml", "precompress: [gz]\n", "")
    make(whole)
    assert not [*site.rglob("*.gz")]
