"""Who may ask the preview: the names it was started for, and no name that anyone may lead here."""

import errno
import socket
from contextlib import closing

import pytest

from generator.commands import preview_callers
from generator.commands.preview_callers import Callers, CannotListen, name_of

HERE = Callers.of("127.0.0.1", ["127.0.0.1"])
PROXIED = Callers.of("127.0.0.1", ["127.0.0.1"], ["preview.example.org:8443", "预览.example"])
EVERYWHERE = Callers.of("0.0.0.0", ["0.0.0.0"])  # noqa: S104 (what is tested)
NAMED = Callers.of("desk.example.org", ["192.0.2.7"])


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "localhost:8000", "LOCALHOST:8000", "localhost.", "localhost.:80"),
        *("127.0.0.1", "127.0.0.1:8000", "[::1]", "[::1]:8000", "[0:0:0:0:0:0:0:1]:80", "::1"),
        *("[::ffff:127.0.0.1]:8000", "localhost:"),
    ],
)
def test_this_machine_may_be_asked_by_its_usual_names(host: str) -> None:
    assert HERE.host(host)


@pytest.mark.parametrize(
    "host",
    [
        *(
            "",
            " ",
            ".",
            "evil.example",
            "evil.example:8000",
            "localhost.evil.example",
            "localhost..",
        ),
        *("127.0.0.1.evil.example", "evil-localhost", "x.localhost", "127.0.0.2", "192.0.2.1:8000"),
        *("localhost:x", "localhost:80:80", "localhost:99999", "localhost@evil.example", "*"),
        *(
            "evil.example@localhost",
            "localhost/",
            "localhost,evil.example",
            "[::1",
            "::1]",
            "[::2]",
        ),
        *("http://localhost", "localhost evil.example", "[localhost]", "2130706433", "0.0.0.0"),  # noqa: S104
        *("localhost#", "localhost?", "localhost\\", "%6cocalhost", "ｌocalhost:1:2", "a" * 300),
    ],
)
def test_no_other_name_means_a_preview_of_this_machine(host: str) -> None:
    assert not HERE.host(host)


@pytest.mark.parametrize(
    "host", ["preview.example.org", "PREVIEW.example.org.:80", "xn--ey2a330a.example:1"]
)
def test_a_name_that_is_allowed_may_be_asked_for_with_any_port(host: str) -> None:
    assert PROXIED.host(host)
    assert PROXIED.host("localhost")
    assert not HERE.host(host)


def test_a_preview_in_the_network_answers_to_every_address_and_to_no_foreign_name() -> None:
    for host in ("192.0.2.1:8000", "[2001:db8::1]", socket.gethostname(), "127.0.0.1:80"):
        assert EVERYWHERE.host(host)
    assert not EVERYWHERE.host("evil.example:8000")
    assert NAMED.host("desk.example.org:8000")
    assert NAMED.host("192.0.2.7")
    assert not NAMED.host("192.0.2.8")


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("http://localhost:8000", True),
        ("https://localhost", True),
        ("HTTP://127.0.0.1:80", True),
        ("http://[::1]:8000", True),
        ("http://evil.example", False),
        ("http://localhost.evil.example:8000", False),
        ("null", False),
        ("", False),
        ("file://", False),
        ("ftp://localhost", False),
        ("http://localhost:8000/", False),
        ("http://localhost, http://evil.example", False),
        ("http://evil.example@localhost/", False),
        ("localhost", False),
    ],
)
def test_a_page_of_another_origin_is_told_nothing(origin: str, *, allowed: bool) -> None:
    assert HERE.origin(origin) is allowed


def test_a_preview_can_be_served_at_ipv6_and_at_every_address() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    for host in ("::1", "[::1]", "::", "localhost", "0.0.0.0"):  # noqa: S104 (what is tested)
        sockets = preview_callers.listen(host, 0)
        try:
            bound = preview_callers.addresses(sockets)
            own = host in {"::", "0.0.0.0"}  # noqa: S104 (what is tested)
            assert preview_callers.reachable(bound) is own
            address = preview_callers.shown(host, bound, 80)
            assert address in {"http://[::1]:80/", "http://127.0.0.1:80/", "http://localhost:80/"}
            if host == "::":  # of both kinds
                port = sockets[0].getsockname()[1]
                with closing(socket.create_connection(("127.0.0.1", port), 5)):
                    pass
        finally:
            for each in sockets:
                each.close()


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize(
    ("host", "number", "said"),
    [
        ("127.0.0.1", errno.EADDRINUSE, "8123"),
        ("127.0.0.1", errno.EACCES, "1024"),
        ("192.0.2.7", errno.EADDRNOTAVAIL, "192.0.2.7"),
        ("::1", errno.EAFNOSUPPORT, "IPv6"),
        ("127.0.0.1", errno.ENOBUFS, "8123"),
    ],
)
def test_why_a_port_cannot_be_used_is_a_sentence(
    host: str, number: int, said: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(socket, "create_server", fail)
    with pytest.raises(CannotListen) as fault:
        preview_callers.listen(host, 8123)
    sentence = fault.value.sentence(language)
    assert said in sentence
    assert "Errno" not in sentence
    assert ("端口" in sentence or "地址" in sentence or "IPv6" in sentence) or language == "en"


@pytest.mark.parametrize("host", ["no-such-name.invalid", "a" * 70, "127.0.0.1:8000", "a..b"])
def test_a_host_without_an_address_is_a_sentence(host: str) -> None:
    with pytest.raises(CannotListen) as fault:
        preview_callers.listen(host, 8123)
    assert host in fault.value.sentence("en")
    assert host in fault.value.sentence("zh-Hans")


def test_a_port_is_one_that_there_is() -> None:
    assert name_of("localhost:65535") == "localhost"
    assert name_of("localhost:65536") == ""
    assert not HERE.host("localhost:65536")
