"""The same files, served by the servers people have, at a root and under a path."""

import http.client
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests import machine

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


@contextmanager
def serving(name: str, root: Path, work: Path) -> Iterator[int]:
    """Serve `root` with the server `name`; give its port."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    text = {"nginx": NGINX, "apache2": APACHE, "caddy": CADDY}.get(name, "")
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
