"""An object store as a target, or whatever else fsspec can write to.

Objects have no server that would add headers to them, so each is stored with its type and with how
long it may be kept. fsspec and what it needs for a store are imported here, and only when used.
"""

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from generator.base import disk_files
from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.base.sorted_rows import Rows, SortedRows
from generator.build import old_assets, sums_file
from generator.build.half_published import LIST, PART
from generator.build.publish_plan import LOG, lines
from generator.build.site_access import FOREIGN, Refused
from generator.build.sums_file import SUMS
from generator.model.publish_targets import Done, Fault, File, State

AT_ONCE = 8
"""How many objects are sent at a time."""
BATCH = 1_000
"""Objects that are listed, or sent, before the next are begun with."""
WHOLE = 50_000_000
"""Bytes of a file that is sent as it is, and not in parts."""
_Lies: TypeAlias = tuple[int, str]
"""What a store tells of an object: its size, and its ETag."""
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".jsonld": "application/ld+json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ics": "text/calendar; charset=utf-8",
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".ofd": "application/ofd",
    ".zip": "application/zip",
    ".gz": "application/gzip",
}
_HASHED = pattern(r"(?:assets|search)/.+\.[0-9a-f]{10}\.[a-z0-9]+")
FOR_EVER, ASK = "public, max-age=31536000, immutable", "no-cache"
_S3 = frozenset(("s3", "s3a"))
_LACKING = N_(
    "For {target} a further library is needed ({said}). For S3, ./portal fetches it by itself; a"
    " portal that was installed with pip needs: {python} -m pip install s3fs"
)
_BY_NAME = (
    # the names of exceptions of the libraries below, and our own words for them
    (
        ("NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError"),
        N_(
            "There is no key for {target}. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"
            " AWS_PROFILE, and publish again."
        ),
    ),
    (
        ("PermissionError",),
        N_(
            "{target} does not let us write ({said}). See that the key is right and may list,"
            " read, write and delete there, and publish again."
        ),
    ),
    (
        ("FileNotFoundError",),
        N_("There is no such bucket: {target}. Make it, or correct its name, and publish again."),
    ),
    (
        (
            *("EndpointConnectionError", "ConnectTimeoutError", "ReadTimeoutError"),
            *("ClientConnectorError", "ConnectionError", "TimeoutError", "gaierror"),
            *("ConnectionClosedError", "FSTimeoutError", "HTTPClientError", "ClientError"),
        ),
        N_(
            "{target} cannot be reached ({said}). Look at the network and the name, and publish"
            " again."
        ),
    ),
)
_BY_CODE = (
    # codes that stores say no with, which libraries tell as one of the above
    (
        ("RequestTimeTooSkewed",),
        N_(
            "The clock of this machine is not that of {target} ({said}). Set it right, have it kept"
            " right by the network, and publish again."
        ),
    ),
    (
        ("SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout"),
        N_("{target} cannot do it at present ({said}). Publish again later; it goes on then."),
    ),
)
_OTHER = N_("{target} refused ({said}). Put that right and publish again.")


class Store:
    """An object store, reached by fsspec."""

    def __init__(
        self, site: Path, url: str, at_once: int = AT_ONCE, rows: Rows = SortedRows
    ) -> None:
        self.site, self.name, self.rows = site, url, rows
        self._at_once = at_once
        self._files: SortedRows[_Lies] | None = None
        self._fs, self._root = self._guarded(lambda: _open(url))
        self._s3 = url.partition("://")[0].rpartition(":")[2] in _S3

    def state(self) -> State:
        """Return what the target says of itself. Raises `Refused` if others' files lie in it."""
        found = self._found()
        with tempfile.TemporaryDirectory() as folder:
            sums, begun, before = (
                self._fetched(url, Path(folder, f"{n}")) if url in found else None
                for n, url in enumerate((SUMS, f"{PART}/{LIST}", f"{PART}/{SUMS}"))
            )
            state = State(
                self.rows(sums_file.entries(sums)) if sums else None,
                disk_files.digest_of(sums) if sums else "",
                self.rows(lines(disk_files.lines_of(begun))) if begun else None,
                self.rows(sums_file.entries(before)) if before else None,
                *(
                    self._read(url) if url in found else b""
                    for url in (old_assets.LIST, old_assets.LEFT, LOG)
                ),
            )
        if state.sums is None and state.begun is None and found:
            raise Refused(FOREIGN, self.name)
        return state

    def lying(self, files: SortedRows[File]) -> SortedRows[bool]:
        """Return which of these files lie there, and whether with these sizes in bytes."""
        every = ((url, each, files.get(url)) for url, each in self._found().items())
        return self.rows((url, each[0] == own[1]) for url, each, own in every if own)

    def equal(self, files: Iterable[tuple[str, File]]) -> SortedRows[bool]:
        """Return which of these files surely lie there with the bytes they should have.

        Where the store tells an object's MD5, none is fetched.
        """
        found = self._found()

        def same(asked: tuple[str, File]) -> tuple[str, bool]:
            url, (sum_, size) = asked
            there, tag = found.get(url) or (-1, "")
            if there != size:
                return url, False
            if re.fullmatch("[0-9a-f]{32}", tag):  # else it is none of the bytes alone
                content = (self.site / url).read_bytes()
                if hashlib.md5(content, usedforsecurity=False).hexdigest() == tag:
                    return url, True
            return url, hashlib.sha256(self._read(url)).hexdigest() == sum_

        return self.rows(each for each in self._each(same, files) if each[1])

    def there(self) -> Iterable[str]:
        """Return the addresses of all files that lie there, ours or not."""
        return self._found()

    def begin(self, begun: Iterable[str], *, whole: bool) -> None:
        """Leave word of what is to be replaced, and of the sums before; then take these away."""
        self._files = None
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, LIST)
            disk_files.lasting(path, (f"{url}\n" for url in begun))
            self.send(f"{PART}/{LIST}", path)
            if whole:
                self.send(f"{PART}/{SUMS}", self._fetched(SUMS, path))
                self.delete(SUMS)

    def put(self, urls: Iterable[str], done: Done) -> None:
        """Put files of the site there, each whole or not at all."""
        for _ in self._each(lambda url: self.write(url, (self.site / url).read_bytes()), urls):
            done(1)

    def remove(self, urls: Iterable[str], keep: Callable[[str], bool], done: Done) -> None:
        """Remove objects; there are no folders."""
        del keep
        for _ in self._each(self.delete, urls):
            done(1)

    def leave(self, content: bytes) -> None:
        """Put `old_assets.LEFT` there."""
        self.write(old_assets.LEFT, content)

    def seal(self) -> None:
        """Put the list of sums there."""
        self.send(SUMS, self.site / SUMS)

    def finish(self) -> None:
        """Remove what `begin` left."""
        self.delete(f"{PART}/{SUMS}")
        self.delete(f"{PART}/{LIST}")

    def write(self, url: str, content: bytes) -> None:
        """Put one object there, with its type and how long it may be kept."""
        self._guarded(
            lambda: self._fs.pipe_file(f"{self._root}/{url}", content, **self._headers(url))
        )

    def send(self, url: str, file: Path) -> None:
        """Put a file there that may be large, in the same way."""
        if file.stat().st_size <= WHOLE:
            self.write(url, file.read_bytes())
            return
        self._guarded(
            lambda: self._fs.put_file(str(file), f"{self._root}/{url}", **self._headers(url))
        )

    def _fetched(self, url: str, file: Path) -> Path:
        """Fetch an object into a file, and return that."""
        self._guarded(lambda: self._fs.get_file(f"{self._root}/{url}", str(file)))
        return file

    def delete(self, url: str) -> None:
        """Remove one object, if it is there."""

        def remove() -> None:
            with suppress(FileNotFoundError):
                self._fs.rm_file(f"{self._root}/{url}")

        self._guarded(remove)

    def _read(self, url: str) -> bytes:
        return bytes(self._guarded(lambda: self._fs.cat_file(f"{self._root}/{url}")))

    def _found(self) -> SortedRows[_Lies]:
        """Return what lies there, by address, as the store tells of it; it is asked once."""
        if self._files is None:
            self._guarded(self._see_bucket)
            files: SortedRows[_Lies] = self.rows()
            self._guarded(lambda: files.update(self._s3_listed() if self._s3 else self._listed()))
            self._files = files
        return self._files

    def _listed(self) -> Iterator[tuple[str, _Lies]]:
        """Yield what lies there; all of it is in memory meanwhile, as fsspec has it so."""
        cut = len(self._root) + 1
        for path, info in self._fs.find(self._root, detail=True).items():
            yield path[cut:], (info.get("size", -1), str(info.get("ETag", "")).strip('"'))

    def _s3_listed(self) -> Iterator[tuple[str, _Lies]]:
        """Yield the same, a thousand at a time."""
        bucket, _, folder = self._root.partition("/")
        start = f"{folder}/" if folder else ""
        asked = {"Bucket": bucket, "Prefix": start, "MaxKeys": BATCH}
        while True:
            said = self._fs.call_s3("list_objects_v2", **asked)
            for each in said.get("Contents", ()):
                url = each["Key"][len(start) :]
                if url and not url.endswith("/"):  # a folder that some program made
                    yield url, (each["Size"], each["ETag"].strip('"'))
            if not said.get("IsTruncated"):
                return
            asked["ContinuationToken"] = said["NextContinuationToken"]

    def _see_bucket(self) -> None:
        """Ask for the bucket itself: a bucket that is not there seems to be an empty one."""
        if self._s3:
            self._fs.call_s3("list_objects_v2", Bucket=self._root.partition("/")[0], MaxKeys=1)

    def _headers(self, url: str) -> dict[str, str]:
        if not self._s3:
            return {}
        return {"ContentType": content_type(url), "CacheControl": caching(url)}

    def _each(self, do: Callable[[Any], Any], urls: Iterable[Any]) -> Iterator[Any]:
        """Yield what `do` returns for each, in order, several at a time; stop at a fault."""
        rest = iter(urls)
        with ThreadPoolExecutor(self._at_once) as threads:
            try:
                while some := [*islice(rest, BATCH)]:
                    yield from threads.map(do, some)
            except BaseException:
                threads.shutdown(cancel_futures=True)
                raise

    def _guarded(self, do: Callable[[], Any]) -> Any:
        """Do it; raise whatever the libraries raise as `Fault`."""
        try:
            return do()
        except Fault:
            raise
        except Exception as error:  # each library has its own
            raise _fault(error, self.name) from error


def content_type(url: str) -> str:
    """Return the type of the file at an address, as browsers are told of it."""
    if PurePosixPath(url).name == SUMS:
        return TYPES[".txt"]
    return TYPES.get(PurePosixPath(url).suffix.lower(), "application/octet-stream")


def caching(url: str) -> str:
    """Return how long a file may be kept: for ever if its name tells its content."""
    return FOR_EVER if _HASHED.fullmatch(url) else ASK


def _open(url: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs  # noqa: PLC0415 (slow, and only for this)

    files, root = url_to_fs(url, use_listings_cache=False, skip_instance_cache=True)
    return files, str(root).rstrip("/")


def _fault(error: BaseException, target: str) -> Fault:
    import sys  # noqa: PLC0415

    values = {"target": target, "said": (str(error) or type(error).__name__)[:300]}
    if isinstance(error, ImportError):
        return Fault(_LACKING, **values, python=sys.executable)
    if isinstance(error, ValueError) and "rotocol" in str(error):
        return Fault(N_("{target} is of a kind that fsspec does not know ({said})."), **values)
    chain: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in chain:
        chain.append(at)
        at = at.__cause__ or at.__context__
    codes = {_code(each) for each in chain}
    for words, message in _BY_CODE:
        if not codes.isdisjoint(words):
            return Fault(message, **values)
    for names, message in _BY_NAME:
        if any(base.__name__ in names for each in chain for base in type(each).__mro__):
            return Fault(message, **values)
    return Fault(_OTHER, **values)


def _code(error: BaseException) -> str:
    """Return the code that a store said no with, as botocore has it; "" for none."""
    said: Any = getattr(error, "response", None)
    return str(said.get("Error", {}).get("Code", "")) if isinstance(said, dict) else ""
