"""Who may ask the preview, and where it listens.

A preview shows drafts, to whoever works on them. A page from elsewhere can make a browser ask for
an address of this machine, under a name of its own that it lets lead here; so a request must name
the preview by a name that is the preview's.
"""

import errno
import ipaddress
import re
import socket
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Self

from generator.base.messages import N_, catalogue
from generator.base.patterns import pattern

_OWN = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = pattern(
    r"(?P<name>\[[0-9a-f:.]{2,45}\]|[^\s:@/\\\[\]?#%,*]{1,255})(?::(?P<port>[0-9]{0,5}))?",
    re.IGNORECASE,
)
_ORIGIN = pattern(r"https?://(?P<host>[^/]*)", re.IGNORECASE)
_NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


class CannotListen(Exception):
    """The preview cannot be served where it was asked for; `sentence` says why."""

    def __init__(self, message: str, host: str, port: int, reason: str = "") -> None:
        super().__init__(message)
        self.message, self.values = message, {"host": host, "port": port, "reason": reason}

    def sentence(self, language: str) -> str:
        """Return what is wrong, and what to do about it."""
        tr = catalogue(language).gettext
        values = {**self.values, "reason": tr(str(self.values["reason"]))}
        return tr(self.message).format(**values)


def name_of(host: str) -> str:
    """Return the name or address in a Host header in one form, without port; "" if it is none."""
    found = _HOST.fullmatch(host)
    if not found or int(found["port"] or 0) > 65_535:
        return _address(host)  # one of IPv6 without brackets
    name = found["name"]
    if name[0] == "[":
        return _address(name[1:-1])
    name = name.removesuffix(".")
    return _address(name) or _ascii(name)


def _address(text: str) -> str:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)


def _ascii(name: str) -> str:
    try:
        return name.encode("idna").decode().lower()
    except UnicodeError:  # an empty or overlong part among them
        return ""


@dataclass(frozen=True, slots=True)
class Callers:
    """The names by which a preview may be asked for."""

    names: frozenset[str] = _OWN
    network: bool = False
    """Whether it listens at every address of the machine.

    Then any address will do: only names can be made to lead elsewhere.
    """

    @classmethod
    def of(cls, host: str, bound: Iterable[str], allowed: Collection[str] = ()) -> Self:
        """Return the callers of a preview asked to listen at `host`, which is `bound`."""
        addresses = {_plain(each) for each in bound}
        network = any(ipaddress.ip_address(each).is_unspecified for each in addresses)
        names = {*_OWN, *addresses, *map(name_of, (host, *allowed))}
        if network:
            machine = name_of(socket.gethostname())
            names |= {machine, f"{machine}.local"}
        return cls(frozenset(names - {"", ".local"}), network)

    def host(self, header: str) -> bool:
        """Tell whether a request with this Host header means the preview."""
        name = name_of(header)
        return name in self.names or (self.network and bool(_address(name)))

    def origin(self, header: str) -> bool:
        """Tell whether a page of this Origin is one of the preview's.

        The port is another one behind a proxy.
        """
        found = _ORIGIN.fullmatch(header)
        return bool(found) and self.host(found["host"] if found else "")


def listen(host: str, port: int) -> list[socket.socket]:
    """Return sockets that listen at every address of `host`; raise CannotListen."""
    bare = host.removeprefix("[").removesuffix("]")
    try:
        found = socket.getaddrinfo(bare, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError):
        said = N_("There is no address of the name {host}. Give --host 127.0.0.1, or leave it out.")
        raise CannotListen(said, host, port) from None
    taken: list[socket.socket] = []
    fault: OSError | None = None
    for family, _, _, _, address in dict.fromkeys(found):
        both = family == socket.AF_INET6 and bare == "::" and socket.has_dualstack_ipv6()
        try:
            taken.append(_listen(family, address, both=both))
        except OSError as error:
            fault = fault or error
            if error.errno not in _NOT_HERE:
                taken = _close(taken)
                break
    if not taken:
        raise _why(fault or OSError(), host, port) from None
    return taken


def _listen(family: int, address: tuple[Any, ...], *, both: bool) -> socket.socket:
    made = socket.create_server(address, family=family, dualstack_ipv6=both)
    made.setblocking(False)
    return made


def _close(sockets: Iterable[socket.socket]) -> list[socket.socket]:
    for each in sockets:
        each.close()
    return []


def _why(error: OSError, host: str, port: int) -> CannotListen:
    sentences = {
        errno.EADDRINUSE: N_(
            "Port {port} is taken. Stop the other program, or choose another port with --port."
        ),
        errno.EACCES: N_(
            "Port {port} may not be used: those below 1024 are the administrator's. Choose another"
            " with --port, such as 8000."
        ),
        errno.EADDRNOTAVAIL: N_(
            "{host} is no address of this machine. Give --host 127.0.0.1, or leave it out."
        ),
        errno.EAFNOSUPPORT: N_(
            "This machine has no IPv6 for {host}. Give --host 127.0.0.1, or leave it out."
        ),
    }
    sentences[errno.EPERM] = sentences[errno.EACCES]
    other = N_("The preview cannot be served at {host}, port {port}: {reason}.")
    reason = error.strerror or str(error)
    return CannotListen(sentences.get(error.errno or 0, other), host, port, reason)


def addresses(sockets: Iterable[socket.socket]) -> list[str]:
    """Return the addresses at which sockets listen."""
    return [str(each.getsockname()[0]) for each in sockets]


def reachable(bound: Iterable[str]) -> bool:
    """Tell whether others than this machine can ask at these addresses."""
    return not all(ipaddress.ip_address(_plain(each)).is_loopback for each in bound)


def shown(host: str, bound: Collection[str], port: int) -> str:
    """Return the address to look at: that of this machine where it listens at every one."""
    addresses = [ipaddress.ip_address(_plain(each)) for each in bound]
    name = host.removeprefix("[").removesuffix("]")
    if any(each.is_unspecified for each in addresses):
        name = "127.0.0.1" if any(each.version == 4 for each in addresses) else "::1"
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def _plain(address: str) -> str:
    """Return an address in one form, without the network it is of (`fe80::1%eth0`)."""
    return _address(address.partition("%")[0])
