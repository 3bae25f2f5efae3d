"""Who may sit at a desk: whoever holds the key that was shown once, in a browser on this machine.

The key is good for one use; what the browser keeps from then on is told to no page, and sent by no
page of anyone else's. What changes something must come from a page of the desk itself.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from generator.commands.preview_callers import name_of

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(slots=True)
class Session:
    """The key of a desk at a port, and what the browser that used it is known by."""

    port: int
    key: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    _known: set[str] = field(default_factory=set)

    @property
    def cookie(self) -> str:
        """The name of what the browser keeps: each port has its own."""
        return f"desk-{self.port}"

    @property
    def address(self) -> str:
        """What is to be opened in a browser, once."""
        return f"http://127.0.0.1:{self.port}/desk/enter?key={self.key}"

    def enter(self, key: str) -> str | None:
        """Return what the browser is to keep for a key, None if it is not the one, or was used."""
        if not self.key or not hmac.compare_digest(key.encode(), self.key.encode()):
            return None
        self.key = ""
        made = secrets.token_urlsafe(32)
        self._known.add(made)
        return made

    def knows(self, kept: str | None) -> bool:
        """Tell whether a browser is one that has used the key."""
        given = (kept or "").encode()
        return any(hmac.compare_digest(given, each.encode()) for each in self._known)


def own_host(header: str) -> bool:
    """Tell whether a Host header names this machine itself, whatever the preview is reached by."""
    return name_of(header) in LOOPBACK


def own_origin(origin: str, host: str) -> bool:
    """Tell whether a page of this Origin is one of those that the server of this Host gives out."""
    parts = urlsplit(origin)
    return parts.scheme == "http" and parts.netloc.lower() == host.lower() and own_host(host)
