"""The list of the files of a site, `SHA256SUMS`, looked up and changed where it lies in its bytes.

To take each of some hundred thousand lines apart would cost more than the page that changed.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from hashlib import sha256

from generator.build import transaction

_SUM = len(f"{'0' * 64}  ")
"""Characters that stand before the address in a line."""
_MANY = 16
"""Where more than one of so many lines is another, all are written anew."""


class FileList:
    """The sum of each file by its address, as `transaction.listing` writes it."""

    def __init__(self, content: bytes = b"") -> None:
        self.content = content

    @staticmethod
    def of(sums: Mapping[str, str]) -> "FileList":
        """Return the list of these files: SHA-256 in hexadecimal by address."""
        return FileList(transaction.listing(sums))

    @cached_property
    def digest(self) -> str:
        """What tells this list from any other; "" for none."""
        return sha256(self.content).hexdigest() if self.content else ""

    def __len__(self) -> int:
        return self.content.count(b"\n")

    def __contains__(self, url: object) -> bool:
        return isinstance(url, str) and bool(self.get(url))

    def get(self, url: str) -> str:
        """Return the sum of a file, "" if it is not there."""
        start, end = self._line(url)
        return self.content[start : min(end, start + 64)].decode()

    def beneath(self, folder: str) -> Iterator[str]:
        """Yield the addresses that begin with a folder, in order."""
        at, _ = self._line(folder)
        wanted = folder.encode()
        while self.content.startswith(wanted, at + _SUM):
            end = self.content.index(b"\n", at)
            yield self.content[at + _SUM : end].decode()
            at = end + 1

    def changed(self, more: Mapping[str, str], gone: Collection[str]) -> "FileList":
        """Return the list with the files of `more`, new or others, and without those `gone`."""
        if len(more) + len(gone) > len(self) // _MANY:
            sums = {**transaction.listed(self.content), **more}
            return FileList.of({url: each for url, each in sums.items() if url not in gone})
        content, found, at = memoryview(self.content), list[bytes | memoryview](), 0
        for url in sorted({*more, *gone}):
            start, end = self._line(url)
            found.append(content[at:start])
            if url in more:
                found.append(transaction.listing({url: more[url]}))
            at = end
        return FileList(b"".join([*found, content[at:]]))

    def _line(self, url: str) -> tuple[int, int]:
        """Return where the line of an address begins and ends; where it would, if there is none."""
        content, wanted = self.content, url.encode()
        low, high = 0, len(content)
        while low < high:
            before = content.rfind(b"\n", low, (low + high) // 2)
            start = low if before < 0 else before + 1
            end = content.index(b"\n", start)
            found = content[start + _SUM : end]
            if found == wanted:
                return start, end + 1
            if found < wanted:
                low = end + 1
            else:
                high = start
        return low, low
