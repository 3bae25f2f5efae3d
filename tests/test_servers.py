"""The same files, served by the servers people have, at a root and under a path."""

import gzip
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import quote, urljoin
from zipfile import ZipFile

import brotli
import pytest
from playwright.sync_api import Browser

from generator.build import staged_files
from generator.parse import attachments
from tests import machine, old_engines
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
AddDefaultCharset GB2312
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
    "lighttpd": ("", ""),
    "xml": (
        """<Server port="-1"><Service name="Catalina">
<Connector port="8080" address="127.0.0.1"/><Engine name="Catalina" defaultHost="localhost">
<Host name="localhost" appBase="none" autoDeploy="false" deployOnStartup="false">
""",
        "</Host></Engine></Service></Server>\n",
    ),
    "tomcat": ("", ""),
    "busybox": ("", ""),
}
"""What stands around a documented snippet where a whole server is started."""


UNDER = "/a/b"


def snippet(name: str) -> str:
    """Return the settings that docs/hosting.md has in a language of its own."""
    text = (ROOT / "docs/hosting.md").read_text("utf-8")
    found = text.partition(f"```{name}\n")[2].partition("```")[0]
    assert found, name
    return found


def documented(name: str, under: str = "") -> str:
    """Return the settings of docs/hosting.md for a server, to be filled in.

    With a path they are changed for it as is said there.
    """
    text = snippet(name)
    if under:
        text = re.sub(r"(?<!\w)/(404\.html|en\b|assets/|\(assets\|search\)/)", rf"{under}/\1", text)
        text = text.replace("/srv/www/site/", f"/srv/www/site{under}/")
    filled = text.replace("{", "{{").replace("}", "}}")
    filled = filled.replace("/srv/www/site", "{root}").replace("8080", "{port}")
    before, after = DOCUMENTED[name]
    return f"{before}{filled}{after}"


def web_xml(home: Path) -> str:
    """Return what Tomcat gives every site: its own file, or the same from what its library knows.

    Some versions of Debian's package with the server alone come without that file.
    """
    own = home / "etc/web.xml"
    if own.is_file():
        return own.read_text("utf-8")
    with ZipFile(home / "lib/catalina.jar") as jar:
        known = jar.read("org/apache/catalina/startup/MimeTypeMappings.properties").decode()
    types = (line.partition("=") for line in known.splitlines() if line and line[0] != "#")
    mappings = "".join(
        f"<mime-mapping><extension>{ending.strip()}</extension><mime-type>{kind.strip()}</mime-type>"
        "</mime-mapping>"
        for ending, _, kind in types
    )
    servlet = (
        "<servlet><servlet-name>default</servlet-name>"
        "<servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class>"
        "<load-on-startup>1</load-on-startup></servlet>"
        "<servlet-mapping><servlet-name>default</servlet-name><url-pattern>/</url-pattern>"
        "</servlet-mapping>"
    )
    first = "<welcome-file-list><welcome-file>index.html</welcome-file></welcome-file-list>"
    space = 'xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0"'
    return f"<web-app {space}>{servlet}{mappings}{first}</web-app>"


def tomcat(root: Path, work: Path) -> str:
    """Lay out what Tomcat starts from; return its settings, for the root and for a path."""
    home = machine.need_server("tomcat").parent.parent
    machine.need_java()
    for name in ("conf", "logs", "temp"):
        (work / name).mkdir()
    (work / "conf/web.xml").write_text(web_xml(home), "utf-8")
    (work / "site.xml").write_text(snippet("tomcat"), "utf-8")
    contexts = snippet("xml").replace("/srv/www/tomcat-site.xml", str(work / "site.xml"))
    contexts = contexts.replace("/srv/www/site", str(root))
    below = contexts.replace('path="', f'path="{UNDER}')
    before, after = DOCUMENTED["xml"]
    settings = before.replace("8080", "{port}") + contexts + below + after
    return settings.replace("{work}", str(work))


def free_port() -> int:
    """Return a port that nobody listens on."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(name: str, root: Path, work: Path, settings: str = "") -> Iterator[int]:
    """Serve `root` with the server `name`, with our settings or others; give its port."""
    port = free_port()
    text = settings or {"nginx": NGINX, "apache2": APACHE, "caddy": CADDY}.get(name, "")
    config = work / "server.conf"
    if name == "tomcat":
        config = work / "conf/server.xml"
    config.write_text(text.format(port=port, root=root, work=work, modules=MODULES))
    command = {
        "nginx": lambda: [machine.need_server("nginx"), "-p", work, "-c", config],
        "apache2": lambda: [machine.need_server("apache2"), "-X", "-f", config],
        "caddy": lambda: [
            *(machine.need_server("caddy"), "run", "--adapter", "caddyfile", "--config", config)
        ],
        "lighttpd": lambda: [machine.need_server("lighttpd"), "-D", "-f", config],
        "tomcat": lambda: [
            machine.need_java(),
            *("-XX:TieredStopAtLevel=1", f"-Djava.io.tmpdir={work}/temp"),
            "-Dtomcat.util.scan.StandardJarScanFilter.jarsToSkip=*.jar",  # a third of its start
            f"-Dcatalina.home={machine.need_server('tomcat').parent.parent}",
            *(f"-Dcatalina.base={work}", "-cp"),
            os.pathsep.join(
                str(machine.need_server("tomcat").parent / jar)
                for jar in ("bootstrap.jar", "tomcat-juli.jar")
            ),
            *("org.apache.catalina.startup.Bootstrap", "start"),
        ],
        "busybox": lambda: [
            *(machine.need_server("busybox"), "httpd", "-f", "-p", f"127.0.0.1:{port}"),
            *("-h", root, "-c", config),
        ],
        "http.server": lambda: [
            *(sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"),
            *("--directory", root, "--protocol", "HTTP/1.1"),
        ],
    }[name]()
    log = (work / "log").open("wb")
    process = subprocess.Popen([str(each) for each in command], stdout=log, stderr=log, cwd=work)
    try:
        for _ in range(600):
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


AT_ONCE = 250


def heads(port: int, prefix: str, urls: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield each of `urls` with the head of its answer.

    Many are asked for before an answer is read, as most of the time would go with waiting.
    """
    with closing(socket.create_connection(("127.0.0.1", port), 20)) as line:
        file = line.makefile("rb")
        for start in range(0, len(urls), AT_ONCE):
            part = urls[start : start + AT_ONCE]
            line.sendall(
                b"".join(
                    f"HEAD {prefix}{quote(url)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
                    for url in part
                )
            )
            for url in part:
                yield url, b"".join(iter(file.readline, b"\r\n"))


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
    kinds = {"html": b"text/html", "css": b"text/css", "jpg": b"image/jpeg"}
    with serving(name, root, work) as port:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        for prefix in PREFIXES:
            for url, head in heads(port, prefix, chosen):
                assert head.startswith(b"HTTP/1.1 200"), (prefix + url, head)
                kind = kinds.get(url.rpartition(".")[2])
                if kind:
                    assert b"\r\ncontent-type: " + kind in head.lower(), url
            asked.request("GET", prefix)
            answer = asked.getresponse()
            assert "明镜" in answer.read().decode() or answer.status == 200
            asked.request("GET", f"{prefix}units/no/such/place.html")
            answer = asked.getresponse()
            answer.read()
            assert answer.status == 404
        asked.close()


TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "/javascript",
    "json": "application/json",
    "xml": "xml",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "ics": "text/calendar",
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "md": "text/markdown",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
"""What each kind of file must be sent as; the rest may be anything but text."""
UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}


@dataclass(frozen=True, slots=True)
class Served:
    """The small site as a server hands it out, with the documented settings."""

    name: str
    site: Path
    ports: dict[str, int]
    """The port, by the path that the site lies under."""

    def ask(self, under: str, url: str, accept: str = "identity") -> tuple[int, Message, bytes]:
        """Return status, headers and body of the answer for an address of the site."""
        asked = http.client.HTTPConnection("127.0.0.1", self.ports[under], timeout=20)
        with closing(asked):
            asked.request("GET", f"{under}/{url}", headers={"Accept-Encoding": accept})
            answer = asked.getresponse()
            return answer.status, answer.headers, answer.read()


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a small site whose text files lie there compressed, too.

    It lies there once more under a path.
    """
    root = tmp_path_factory.mktemp("packed") / "whole"
    shutil.copytree(ROOT / "tests/sites/whole", root)
    edit(root / "config.yaml", "languages:", "precompress: [gz, br]\nlanguages:")
    make(root)
    site = root / "site"
    for each in attachments.TYPES:
        (site / f"media/probe.{each}").write_bytes(b"PK\x03\x04" + bytes(64))
    (site / "media/probe.md").write_text("# A text that a site may lay beside its pages\n", "utf-8")
    (root / "below/a").mkdir(parents=True)
    (root / "below/a/b").symlink_to(site)
    for folder in (site, root / "below/a", *site.parents):
        if folder != Path(tempfile.gettempdir()) and folder.is_relative_to(tempfile.gettempdir()):
            folder.chmod(0o755)
    return root


SETTINGS = {
    "nginx": ("nginx", "gzip"),
    "caddy": ("caddy", "br"),
    "apache2": ("apache", "br"),
    "lighttpd": ("lighttpd", None),
    "tomcat": ("xml", "br"),
    "busybox": ("busybox", "gzip"),
}
"""The name of each server's settings in docs/hosting.md, and the best packing it hands out."""


@pytest.fixture(scope="module", params=[*SETTINGS])
def served(
    request: pytest.FixtureRequest, packed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Serve the small site at the root and under a path."""
    name: str = request.param
    site, ports = packed / "site", {}
    with ExitStack() as stack:
        if name == "tomcat":
            work = tmp_path_factory.mktemp(name)
            port = stack.enter_context(serving(name, site, work, tomcat(site, work)))
            ports = {"": port, UNDER: port}
        else:
            for under, root in (("", site), (UNDER, packed / "below")):
                work = tmp_path_factory.mktemp(name)
                work.chmod(0o755)
                settings = documented(SETTINGS[name][0], under)
                ports[under] = stack.enter_context(serving(name, root, work, settings))
        yield Served(name, site, ports)


PLACES = pytest.mark.parametrize("under", ["", UNDER], ids=["root", "path"])


@PLACES
def test_compressed_files_are_handed_out_with_the_documented_settings(
    served: Served, under: str
) -> None:
    best = SETTINGS[served.name][1]
    for accept, wanted in (("gzip", best and "gzip"), ("gzip, br", best), ("identity", None)):
        for ending in ("html", "css", "js", "json"):
            path = next(served.site.rglob(f"*.{ending}"))
            url = path.relative_to(served.site).as_posix()
            _, headers, body = served.ask(under, url, accept)
            assert headers["Content-Encoding"] == wanted, (url, accept)
            assert UNPACK[wanted](body) == path.read_bytes(), (url, accept)
            assert TYPES[ending] in headers["Content-Type"], (url, accept)


@PLACES
def test_each_kind_of_file_is_sent_as_what_it_is(served: Served, under: str) -> None:
    for ending in {*(each[1:] for each in staged_files.TEXT), "ics", *attachments.TYPES}:
        folder = served.site / "media" if ending in attachments.TYPES else served.site
        path = next(folder.rglob(f"*.{ending}"))
        status, headers, _ = served.ask(under, path.relative_to(served.site).as_posix())
        said = headers["Content-Type"] or ""
        assert status == 200, path
        if ending in TYPES:
            assert TYPES[ending] in said, (path, said)
        else:
            assert "text/" not in said, (path, said)
        charset = said.lower().partition("charset=")[2]
        assert charset in ("", "utf-8"), (path, said)
        if ending == "html" and served.name != "tomcat":
            assert charset == "utf-8"


@PLACES
def test_an_address_that_is_not_there_is_a_true_404_in_the_language_of_its_folder(
    served: Served, under: str
) -> None:
    for url, language in (
        ("no/such.html", "zh-Hans"),
        ("no/", "zh-Hans"),
        ("units/jia/no.html", "zh-Hans"),
        ("en/no/such.html", "en"),
        ("en/units/no", "en"),
        ("ennui.html", "zh-Hans"),
    ):
        status, headers, body = served.ask(under, url)
        assert status == 404, url
        alone = served.name == "busybox"  # has one page for all folders
        assert f'<html lang="{"zh-Hans" if alone else language}">'.encode() in body, url
        assert b"<h1" in body, url
        assert headers["Content-Type"].startswith("text/html"), url


@PLACES
def test_a_folder_is_answered_with_its_page_and_never_with_a_list(
    served: Served, under: str
) -> None:
    for url in ("", "en/", "units/", "units/jia/", "en/units/jia/", "media/", "assets/"):
        status, headers, body = served.ask(under, url)
        assert (status, body) == (200, (served.site / url / "index.html").read_bytes()), url
        assert headers["Content-Type"].startswith("text/html"), url
        if url:  # without the slash one is sent there
            status, headers, _ = served.ask(under, url[:-1])
            assert status in (301, 302, 307, 308), url
            here = f"http://127.0.0.1:{served.ports[under]}{under}/{url}"
            assert urljoin(here[:-1], headers["Location"]) == here


@PLACES
def test_pages_are_asked_for_again_and_assets_never_and_no_one_frames_them(
    served: Served, under: str
) -> None:
    if served.name == "busybox":
        return  # it has no setting for headers, as the page says
    style = next(served.site.glob("assets/style.*.css")).relative_to(served.site).as_posix()
    script = next(served.site.glob("assets/site.*.js")).relative_to(served.site).as_posix()
    places = next(served.site.glob("search/places.*.json")).relative_to(served.site).as_posix()
    simple = served.name == "tomcat"
    for url, kept in (
        ("", "max-age=0" if simple else "no-cache"),
        ("units/jia.html", "max-age=0" if simple else "no-cache"),
        (places, "max-age=0" if simple else "immutable"),
        ("en/no/such.html", "max-age=0" if simple else "no-cache"),
        (style, "max-age=3153" if simple else "immutable"),
        (script, "max-age=3153" if simple else "immutable"),
    ):
        _, headers, _ = served.ask(under, url, "gzip")
        said = headers.get_all("Cache-Control") or []
        assert len(said) == 1, (url, said)
        assert kept in said[0], (url, said)
        assert headers["X-Content-Type-Options"] == "nosniff", url
        if simple:
            assert headers["X-Frame-Options"] == "SAMEORIGIN", url
        elif not url.startswith(("assets/", "search/")):
            assert headers["Content-Security-Policy"] == "frame-ancestors 'self'", url
            assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin", url


# ---- servers that say GB2312 of all they have

SAYING_GB2312 = {
    "nginx": NGINX.replace("charset utf-8;", "charset gb2312; charset_types *;"),
    "apache2": APACHE + "AddDefaultCharset GB2312\nAddCharset GB2312 .css .js\n",
    "caddy": CADDY.replace(
        "file_server\n  handle",
        "file_server\n"
        + "".join(
            f"""  @{name} path *.{name}
  header @{name} {{{{
    Content-Type "{kind}; charset=gb2312"
    defer
  }}}}
"""
            for name, kind in (
                ("html", "text/html"),
                ("css", "text/css"),
                ("js", "text/javascript"),
            )
        )
        + "  handle",
    ),
    "lighttpd": """server.modules = ()
server.port = {port}
server.document-root = "{root}"
index-file.names = ("index.html")
mimetype.assign = (".html" => "text/html; charset=gb2312", ".css" => "text/css; charset=gb2312",
  ".js" => "text/javascript; charset=gb2312", ".json" => "application/json")
""",
    "busybox": """.html:text/html; charset=gb2312
.css:text/css; charset=gb2312
.js:text/javascript; charset=gb2312
""",
    "tomcat": "",
}
"""Settings by which each server says so of pages, styles and scripts."""


def saying_gb2312(name: str, root: Path, work: Path) -> str:
    """Return such settings; of Tomcat's own types, which stand in a file, make others."""
    if name != "tomcat":
        return SAYING_GB2312[name]
    settings = tomcat(root, work)
    types = (work / "conf/web.xml").read_text("utf-8")
    for kind in ("text/html", "text/css", "text/javascript"):
        types = types.replace(f">{kind}<", f">{kind};charset=GB2312<")
    (work / "conf/web.xml").write_text(types, "utf-8")
    return settings


@pytest.mark.parametrize("name", [*SAYING_GB2312])
def test_a_server_that_says_gb2312_of_all_harms_neither_page_nor_search(
    name: str, packed: Path, tmp_path: Path, chromium: Browser
) -> None:
    site = packed / "site"
    tmp_path.chmod(0o755)
    settings = saying_gb2312(name, site, tmp_path)
    with serving(name, site, tmp_path, settings) as port:
        page = chromium.new_page()
        said: dict[str, str] = {}
        page.on(
            "response", lambda each: said.update({each.url: each.headers.get("content-type", "")})
        )
        page.goto(f"http://127.0.0.1:{port}/az/index.html?q=shangcun")
        found = page.locator("#found ol li a").first.inner_text()
        told = {
            url.partition("?")[0].rpartition(".")[2]: each.lower() for url, each in said.items()
        }
        assert [each for each in ("html", "css", "js") if "charset=gb2312" not in told[each]] == []
        assert page.evaluate("document.characterSet") == "UTF-8"
        assert found == "上村"
        assert page.inner_text("h1") == "找地方"
        page.context.close()


def test_an_engine_of_2016_believes_the_page_before_the_server(
    packed: Path, tmp_path: Path
) -> None:
    site = packed / "site"
    tmp_path.chmod(0o755)
    with (
        serving("apache2", site, tmp_path, SAYING_GB2312["apache2"]) as port,
        old_engines.running(49) as engine,
    ):
        url = f"http://127.0.0.1:{port}/az/index.html?q=shangcun"
        answer = engine.ask(
            url=url,
            wait="document.querySelector('#found ol li a')",
            script="[document.characterSet, document.querySelector('#found ol li a').textContent]",
        )
    assert answer == {"value": ["UTF-8", "上村"], "said": []}


# ---- TLS

INSTEAD = {
    "nginx": "    listen {port};\n",
    "caddy": ":{port} {{\n",
    "apache2": "Listen {port}\n",
    "lighttpd": "server.port = {port}\n",
    "tomcat": '<Connector port="{port}" address="127.0.0.1"/>',
}
"""What gives way to the documented lines for TLS in the settings of each server."""

AROUND = {
    "caddy": ("auto_https off", "http_port {plain}\nhttps_port {port}\nskip_install_trust"),
    "apache2": (
        "LoadModule headers",
        """LoadModule ssl_module {modules}/mod_ssl.so
LoadModule alias_module {modules}/mod_alias.so
LoadModule headers""",
    ),
}
"""What the whole server has besides."""


def encrypted(name: str, settings: str, plain: int) -> str:
    """Return the documented `settings` with TLS, and with port 80 where that is written."""

    def words(part: str) -> str:
        text = snippet(f"{SETTINGS[name][0]} {part}").replace("{", "{{").replace("}", "}}")
        text = text.replace("/etc/ssl/site", "{work}/site").replace("www.example", "localhost")
        return re.sub(r"(?<=[ :])80(?=[;>\"\n])", str(plain), text.replace("443", "{port}"))

    assert INSTEAD[name] in settings
    settings = settings.replace(INSTEAD[name], words("tls"))
    settings = settings.replace(*AROUND.get(name, ("", ""))).replace("{plain}", str(plain))
    if name in ("apache2", "lighttpd"):
        settings += words("redirect")
    if name == "nginx":
        settings = settings.removesuffix("}}\n") + words("redirect") + "}}\n"
    return settings


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a certificate of `localhost` and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        [
            *(str(machine.need_openssl()), "req", "-x509", "-nodes", "-days", "1"),
            *(
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-subj",
                "/CN=localhost",
            ),
            *("-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(folder / "site.key"), "-out", str(folder / "site.pem")),
        ],
        check=True,
        capture_output=True,
    )
    (folder / "site.key").chmod(0o644)
    return folder


@pytest.mark.parametrize("name", [each for each in SETTINGS if each != "busybox"])
def test_pages_come_encrypted_and_port_80_leads_there_with_the_documented_lines(
    name: str, packed: Path, certificate: Path, tmp_path: Path
) -> None:
    if name == "lighttpd":
        machine.need_lighttpd_tls()
    site = packed / "site"
    tmp_path.chmod(0o755)
    settings = tomcat(site, tmp_path) if name == "tomcat" else documented(SETTINGS[name][0])
    for each in certificate.iterdir():
        shutil.copy(each, tmp_path)
    plain = free_port()
    with serving(name, site, tmp_path, encrypted(name, settings, plain)) as port:
        trusted = ssl.create_default_context(cafile=str(certificate / "site.pem"))
        line = http.client.HTTPSConnection("localhost", port, timeout=20, context=trusted)
        line.request("GET", "/units/jia.html")
        assert line.getresponse().read() == (site / "units/jia.html").read_bytes()
        line.close()
        if name != "tomcat":  # one of the others stands before it
            before = http.client.HTTPConnection("localhost", plain, timeout=20)
            before.request("GET", "/az/index.html?q=1")
            answer = before.getresponse()
            assert answer.status in (301, 308)
            assert answer.headers["Location"] == "https://localhost/az/index.html?q=1"
            before.close()


def test_the_settings_for_iis_are_well_formed_and_say_the_same_as_the_others() -> None:
    whole = ET.fromstring(snippet("iis"))  # noqa: S314 (our own)
    own = whole.find("system.webServer")
    assert own is not None
    known = {each.get("fileExtension"): each.get("mimeType") or "" for each in own.iter("mimeMap")}
    for ending in staged_files.TEXT:
        assert TYPES[ending[1:]] in known[ending]
    # what is not listed, IIS does not send at all; these it does not know by itself
    assert known.keys() >= {".ics", ".json", ".ofd", ".odt", ".ods", "."}
    removed = {each.get("fileExtension") for each in own.iter("remove")} - {None}
    assert removed == known.keys(), "what is listed twice stops the whole site"
    headers = {each.get("name"): each.get("value") for each in own.iter("add")}
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    cached = {each.get("path"): each.find(".//clientCache") for each in whole.iter("location")}
    first, assets = own.find("staticContent/clientCache"), cached["assets"]
    assert first is not None
    assert first.get("cacheControlMode") == "DisableCache"
    assert assets is not None
    assert "immutable" in (assets.get("cacheControlCustom") or "")
    places = {"": own, **{e.get("path"): e for e in whole.iter("location")}}
    for place, file in (("", "404.html"), ("en", "en\\404.html")):
        [page] = places[place].iter("error")
        assert (page.get("statusCode"), page.get("path")) == ("404", file)
        assert page.get("responseMode") == "File", "anything else answers with 200"


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
