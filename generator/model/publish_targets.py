"""Where a site may be published to: what the text of a target names, what each target can do."""

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol, TypeAlias
from urllib.parse import unquote, urlsplit

from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.base.sorted_rows import SortedRows

Done = Callable[[int], None]
"""Told how many more files are done."""

_SCHEME = pattern(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_DRIVE = pattern(r"[A-Za-z]:[\\/]" if os.name == "nt" else r"[A-Za-z]:\\")
"""`h:/srv` is a computer called h, but on Windows."""
_REMOTE = pattern(
    r"(?P<host>(?:[^/@:\s]+@)?(?:[^/@:\[\]\s]+|\[[^/\]\s]+\])):(?P<path>.*)", re.DOTALL
)
_HOST = pattern(r"(?:\w[\w.-]*@)?(?:\w[\w.-]*|\[[0-9A-Fa-f:.%\w]+\])")
_READ_ONLY = frozenset(("http", "https", "ftp", "ftps", "data", "git", "github"))
_SCHEMES = _READ_ONLY | {"s3", "s3a", "gs", "gcs", "oss", "abfs", "file", "ssh", "rsync", "sftp"}
"""What is an address whose slashes were forgotten, rather than a computer of that name."""


NO_COMPUTER = N_(
    "it has no name of a computer that SSH or rsync could reach; a folder with a colon is ./a:b"
)


class Unfit(ValueError):
    """A text names no target; `reason` is a msgid."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Fault(Exception):
    """A target, or the program that reaches it, does not do what was asked.

    `message` is a msgid, with places for `values`; it says what helps.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message.format(**values))
        self.message, self.values = message, values


@dataclass(frozen=True, slots=True)
class Where:
    """What a text names: a folder, what rsync reaches, or an object store."""

    kind: Literal["folder", "rsync", "store"]
    address: str
    """A path; what rsync is given, without the slash at its end; a URL."""
    port: int = 0
    """The port of SSH, if it is named."""

    def folder(self, root: Path) -> Path:
        """Return the folder; one that is not named in full lies in `root`."""
        return root / Path(self.address).expanduser()


@dataclass(frozen=True, slots=True)
class State:
    """What a target says of itself."""

    sums: SortedRows[str] | None = None
    """The SHA-256 of each file by its list of sums; None where there is none, as in one that is
    half published."""
    digest: str = ""
    """The SHA-256 of that list."""
    begun: SortedRows[str] | None = None
    """Addresses that are being replaced; None if nothing was begun."""
    before: SortedRows[str] | None = None
    """The list of sums of the site before that."""
    kept: bytes = b""
    """What its site says of the assets of earlier builds: `old_assets.LIST`."""
    left: bytes = b""
    """What publishing left there beside the site: `old_assets.LEFT`."""
    log: bytes = b""
    """The checkpoint of its log of public records."""
    beside: bytes = field(default=b"", kw_only=True)
    """What such a list would say of the folder that readers see, where that is another one."""
    hidden: bool = field(default=False, kw_only=True)
    """Whether readers see another folder until this one is done, as a link leads them there."""

    @property
    def half(self) -> bool:
        """Whether publishing began, and did not come to the end.

        Where nothing is written down, the folder for it was made, and no more.
        """
        return self.sums is None and bool(self.begun or self.before)


File: TypeAlias = tuple[str, int]
"""A file of the site: the SHA-256 of its bytes, in hexadecimal, and their number."""


class Target(Protocol):
    """What a site is published to. Addresses are those of files, from its root.

    Every method raises `Fault`, or OSError that names a file of the target.
    """

    name: str
    """What a person knows it by."""

    def state(self) -> State:
        """Return what it says of itself."""

    def lying(self, files: SortedRows[File]) -> SortedRows[bool]:
        """Return which of these files lie there, and whether with these sizes in bytes."""

    def equal(self, files: Iterable[tuple[str, File]]) -> SortedRows[bool]:
        """Return which of these files surely lie there with the bytes they should have."""

    def there(self) -> Iterable[str]:
        """Return the addresses of all files that lie there, ours or not."""

    def begin(self, begun: Iterable[str], *, whole: bool) -> None:
        """Leave word of what is to be replaced, and of the sums before if it was `whole`.

        Then take the sums away.
        """

    def put(self, urls: Iterable[str], done: Done) -> None:
        """Put files of the site there, each whole or not at all, in any order."""

    def remove(self, urls: Iterable[str], keep: Callable[[str], bool], done: Done) -> None:
        """Remove files, and folders that are empty then and not to `keep`, in any order."""

    def leave(self, content: bytes) -> None:
        """Put `old_assets.LEFT` there."""

    def seal(self) -> None:
        """Put the list of sums there."""

    def finish(self) -> None:
        """Remove what `begin` left; then readers see it, if a link led them elsewhere until now."""


def parse(text: str) -> Where:
    """Return what a text names as a target. Raises `Unfit`."""
    text = text.strip()
    if not text or not text.isprintable():
        raise Unfit(
            N_("it must name a folder, host:folder, or an address such as s3://bucket/folder")
        )
    scheme = _SCHEME.match(text)
    if scheme:
        return _url(scheme[1].lower(), text)
    if _DRIVE.match(text):
        if os.name != "nt":
            raise Unfit(N_("it names a disk of Windows, and this machine has none"))
        return Where("folder", text)
    remote = _REMOTE.fullmatch(text)
    if remote is not None:
        if remote["host"].lower() in _SCHEMES:
            raise Unfit(N_("an address has two slashes after the colon: s3://bucket/folder"))
        return Where("rsync", _remote(remote["host"], remote["path"]))
    if ":" in text.partition("/")[0]:
        raise Unfit(NO_COMPUTER)
    return Where("folder", _of_person(text))


def _url(scheme: str, text: str) -> Where:
    try:
        parts = urlsplit(text)
        port = parts.port or 0
    except ValueError:
        raise Unfit(N_("it is no address; an example is ssh://user@host:22/srv/www/site")) from None
    if parts.password:
        raise Unfit(N_("no password may stand in it: others read this; use a key, or variables"))
    if scheme in _READ_ONLY:
        raise Unfit(N_("such an address can only be read; name a folder, host:folder or s3://…"))
    if scheme == "file":
        if parts.netloc not in ("", "localhost"):
            raise Unfit(N_("file: names a folder of this machine, after three slashes"))
        if parts.path:
            return Where("folder", unquote(parts.path))
    if scheme == "rsync":
        _known_host(parts.netloc.rpartition("@")[2].partition(":")[0])
        return Where("rsync", text.rstrip("/"))
    if scheme == "ssh":
        host = parts.netloc.removesuffix(f":{port}")
        return Where("rsync", _remote(host, parts.path), port)
    if not parts.netloc + parts.path.strip("/"):
        raise Unfit(
            N_("it must name a folder, host:folder, or an address such as s3://bucket/folder")
        )
    return Where("store", text.rstrip("/"))


def _remote(host: str, path: str) -> str:
    """Return what rsync is given: without `~/`, as a path begins at the person's folder anyway."""
    _known_host(host)
    path = "" if path == "~" else path.removeprefix("~/")
    return f"{host}:{path.rstrip('/') or path[:1] or '.'}"


def _known_host(host: str) -> None:
    if not _HOST.fullmatch(host):
        raise Unfit(NO_COMPUTER)


def _of_person(folder: str) -> str:
    """Return the name of a folder, if `~` at its start means someone's. Raises `Unfit`."""
    try:
        Path(folder).expanduser()
    except RuntimeError:
        raise Unfit(N_("nobody on this machine has that name: write the folder in full")) from None
    return folder
