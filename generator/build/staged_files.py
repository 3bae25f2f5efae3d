"""What every page is made with, and how what was made is staged."""

import gzip
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from generator.base.problems import Problem
from generator.build import (
    staging,
)
from generator.build.build_db import Made
from generator.build.links import Noted
from generator.model.kinds.kind import View

TEXT = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".csv", ".jsonl", ".md")
"""Endings of files that are worth compressing."""


def _brotli(content: bytes) -> bytes:
    import brotli  # noqa: PLC0415 (not needed by most builds, and slow to load)

    return bytes(brotli.compress(content, quality=9))


PACK: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda content: gzip.compress(content, 9, mtime=0),
    "br": _brotli,
}


@dataclass(frozen=True, slots=True)
class Press:
    """What every page is made with: the site's view, its languages, and where to stage.

    `compiled` is the folder of compiled templates, `shared` that of shipped ones, if they have one:
    of each environment its own, so others find theirs by `program`, the digest of the program.
    `templates` is the digest of templates and program, `key` that of them and the site's view: part
    of the key of every page.
    """

    root: Path
    stage: Path
    compiled: Path
    site: View
    languages: tuple[str, ...]
    templates: bytes
    key: bytes
    as_of: str = ""
    """The day of the build in ISO form: only what is no page of a record says it."""
    endings: tuple[str, ...] = ()
    """What text files are compressed to beside themselves: gz, br."""
    vouched: frozenset[str] = frozenset()
    """The digits of numbers that look like someone's, and that someone vouches for."""
    shared: Path | None = None
    program: bytes = b""
    site_folder: Path | None = None
    """Where the files lie that stay as they are, for what is put together from them; None where
    that is not seen."""
    words: bytes = b""
    """How names are written in Traditional characters, as `traditional_text.words` gives it."""

    @property
    def halt(self) -> Path:
        """The file by which a preview ends what is being made and no longer wanted."""
        return self.stage / "halt"

    def halted(self) -> bool:
        """Tell whether what is being made is no longer wanted."""
        return bool(self.site["preview"]) and self.halt.exists()

    def family(self, url: str) -> list[str]:
        """Return the address of a file and those of its compressed forms."""
        packed = self.endings if url.endswith(TEXT) else ()
        return [url, *(f"{url}.{ending}" for ending in packed)]

    def page_of(self, url: str) -> str:
        """Return the address of a page in the first language from that in any."""
        language, _, rest = url.partition("/")
        return rest if language in self.languages[1:] else url

    def folder(self, language: str) -> str:
        """Return the folder of a language, with its slash; the first has none."""
        return "" if language == self.languages[0] else f"{language}/"


@dataclass(slots=True)
class Printed:
    """What came of a job: files, which of them are staged, what its pages link to, problems."""

    made: list[Made] = field(default_factory=list)
    staged: list[str] = field(default_factory=list)
    noted: Noted = field(default_factory=Noted)
    problems: list[Problem] = field(default_factory=list)
    stage: str = ""
    """The folder in which these are staged, where it is not that of the build."""


def keep(
    printed: Printed,
    press: Press,
    url: str,
    key: bytes,
    content: bytes,
    known: dict[str, Made],
    deep: tuple[str, ...] = (),
) -> None:
    """Stage a file, and its compressed forms, unless `known` has the very same."""
    made = Made(url, key, sha256(content).hexdigest(), len(content), deep)
    same = url in known and known[url].sum == made.sum
    printed.made.append(made)
    if not same:
        staging.put(press.stage, url, content)
        printed.staged.append(url)
    _put_packed(printed, press, url, content, known if same else {})


def keep_together(
    printed: Printed,
    press: Press,
    url: str,
    key: bytes,
    contents: Iterable[bytes | memoryview],
    known: dict[str, Made],
) -> None:
    """Stage a large file bit by bit; it is never whole here, but where it has compressed forms."""
    sum_, size = sha256(), 0

    def looked_at() -> Iterator[bytes | memoryview]:
        nonlocal size
        for each in contents:
            sum_.update(each)
            size += len(each)
            yield each

    staging.put_together(press.stage, url, looked_at())
    made = Made(url, key, sum_.hexdigest(), size)
    same = url in known and known[url].sum == made.sum
    printed.made.append(made)
    printed.staged.append(url)
    if len(press.family(url)) > 1:
        content = (press.stage / url).read_bytes()
        _put_packed(printed, press, url, content, known if same else {})


def _put_packed(
    printed: Printed, press: Press, url: str, content: bytes, known: dict[str, Made]
) -> None:
    """Stage the compressed forms of a file but for those that are `known`."""
    for each in press.family(url)[1:]:
        if each in known:
            printed.made.append(known[each])
            continue
        packed = PACK[each.rpartition(".")[2]](content)
        printed.made.append(Made(each, b"", sha256(packed).hexdigest(), len(packed)))
        staging.put(press.stage, each, packed)
        printed.staged.append(each)
