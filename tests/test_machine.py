from collections.abc import Callable
from pathlib import Path

import pytest

from tests import machine


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has nothing, and where nothing may be installed."""
    monkeypatch.setattr(machine, "find", lambda *_: None)
    monkeypatch.setattr(machine, "find_library", lambda _: None)
    monkeypatch.setattr(machine, "runs_old_browsers", lambda: True)
    monkeypatch.setattr(machine, "may_install", lambda: False)
    monkeypatch.delenv("CI", raising=False)


@pytest.mark.usefixtures("bare")
def test_without_a_browser_a_test_is_skipped_with_the_reason_and_the_cure() -> None:
    with pytest.raises(pytest.skip.Exception, match=r"no browser .* apt-get install chromium"):
        machine.need_browser()


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    ("need", "thing"),
    [
        (machine.need_browser, "browser"),
        (lambda: machine.need_server("nginx"), "nginx"),
        (lambda: machine.need_server("caddy"), "caddy"),
        (lambda: machine.need_server("lighttpd"), "lighttpd"),
        (lambda: machine.need_server("tomcat"), "tomcat"),
        (lambda: machine.need_server("busybox"), "busybox"),
        (machine.need_old_browsers, "libraries for old browsers"),
        (machine.need_java, "Java"),
        (machine.need_nu_checker, "Java"),
    ],
)
def test_ci_demands_each_tool(
    need: Callable[[], object],
    thing: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=f"no {thing}"):
        need()
    assert machine.main() == 3
    assert f"CI=true, and there is no {thing}" in capsys.readouterr().err


@pytest.mark.usefixtures("bare")
def test_the_setup_lists_what_is_missing_and_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert machine.main() == 0
    said = capsys.readouterr().out
    for thing in ("browser", "nginx", "apache2", "caddy", "lighttpd", "tomcat", "busybox", "Xvfb"):
        assert f"no {thing} on this machine" in said


@pytest.mark.usefixtures("bare")
def test_the_setup_has_a_package_for_everything_that_may_be_missing() -> None:
    assert machine.PACKAGES.keys() >= set(machine.missing())


def test_java_that_the_setup_installs_is_found_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "java"
    monkeypatch.setattr(machine, "find", lambda *_: program if program.exists() else None)
    monkeypatch.setattr(machine, "may_install", lambda: True)
    monkeypatch.delenv("CI", raising=False)

    def install(things: list[str]) -> None:
        assert "Java" in things
        program.write_text("#!/bin/sh\nexit 0\n", "utf-8")
        program.chmod(0o755)

    monkeypatch.setattr(machine, "install", install)
    assert machine.main() == 0
    assert "no Java" not in capsys.readouterr().out


def test_services_are_kept_off_while_packages_are_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = tmp_path / "policy-rc.d"
    monkeypatch.setattr(machine, "POLICY", policy)
    with machine.services_kept_off():
        assert machine.runs(str(policy)) is False
        assert "101" in policy.read_text(encoding="utf-8")
    assert not policy.exists()


def test_a_policy_for_services_that_the_machine_has_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = tmp_path / "policy-rc.d"
    policy.write_text("its own", encoding="utf-8")
    monkeypatch.setattr(machine, "POLICY", policy)
    with machine.services_kept_off():
        pass
    assert policy.read_text(encoding="utf-8") == "its own"


def test_the_browser_shows_a_page_and_loads_nothing_else(tmp_path: Path) -> None:
    page_file = tmp_path / "页.html"
    page_file.write_text("<title>明镜</title><h1>明镜</h1>", encoding="utf-8")
    with machine.open_browser() as browser:
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(page_file.as_uri())
        assert page.title() == "明镜"
        assert asked == [page_file.as_uri()]


def test_the_nu_checker_finds_a_fault(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><title>x</title><p><div></p>", encoding="utf-8")
    assert not machine.runs(*machine.need_nu_checker(), str(page))
    page.write_text('<!doctype html><html lang="en"><title>x</title><p>y</p>', encoding="utf-8")
    assert machine.runs(*machine.need_nu_checker(), str(page))
