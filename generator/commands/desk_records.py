"""The records that a desk opens, judges and saves: what a form says, made into lines of a file.

Nothing outside the content folder is ever written but the desk's own folder: a record is asked for
by its kind and its address, and its path is made here. What is not saved yet is kept aside, so that
nothing is lost with a window that is closed.
"""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from generator.base import address_parts, digests
from generator.base.folder_scan import ignored
from generator.model.config import Config
from generator.model.kinds.declaration import Kind
from generator.model.kinds.registry import KINDS
from generator.parse import field_names, further_mistakes, record_edit, record_file, yaml_nodes
from generator.parse.record_file import Source
from generator.parse.yaml_nodes import Raw
from generator.records import file_names, form_changes, form_judge, record_forms
from generator.records.batches import ENDINGS, Tree, walk
from generator.records.form_changes import Typed
from generator.records.record_writes import create, replace
from generator.records.sheet_existing import slug
from generator.records.sheet_judge import Ends

_REMEMBERED = 400
"""States of files that are kept in mind, to tell what others changed meanwhile."""


class Unknown(LookupError):
    """There is no such record, or no such kind."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A record that is asked for: its kind, its id; its language, if it is a translation."""

    folder: str
    ident: str
    language: str = ""

    @property
    def kind(self) -> Kind[Any]:
        """Its kind."""
        return KINDS[self.folder]


@dataclass(frozen=True, slots=True)
class Opened:
    """A record as it lies in its file; a new one has no bytes yet."""

    asked: Asked
    file: str
    content: bytes
    source: Source | None

    @property
    def digest(self) -> str:
        """What tells this state of the file from any other; "" of a new record."""
        return digests.digest(self.content).hex() if self.content else ""

    @property
    def data(self) -> Mapping[str, Raw]:
        """Its fields."""
        return self.source.data if self.source else {}

    @property
    def text(self) -> str:
        """The text below its fields."""
        return self.source.body if self.source else ""


@dataclass(frozen=True, slots=True)
class Made:
    """What would be saved: the file's bytes and fields, what is wrong, and what is changed."""

    file: str
    content: bytes
    data: Mapping[str, Raw]
    told: list[form_judge.Told] = field(default_factory=list)
    refused: record_edit.Refused | None = None

    @property
    def wrong(self) -> bool:
        """Whether it cannot be saved as it is."""
        return self.refused is not None or form_judge.wrong(self.told)


@dataclass(slots=True)
class Records:
    """The records of one site, as its clerk works on them."""

    config: Callable[[], tuple[Config, date]]
    known: Callable[[], Tree | None]
    """What the preview found in the content; None before it has."""
    ends: Ends = lambda _: None
    """Gives the last day of a place."""
    pictures: dict[str, Path] = field(default_factory=dict)
    """Pictures and files that were handed in and belong to no saved record yet, by their names."""
    _states: dict[str, bytes] = field(default_factory=dict)
    _walked: Tree | None = None

    @property
    def root(self) -> Path:
        """The site's folder."""
        return self.config()[0].root

    @property
    def content(self) -> str:
        """The folder of the records beneath it."""
        return self.config()[0].settings.content

    @property
    def own(self) -> Path:
        """The desk's own folder."""
        return self.config()[0].state / "desk"

    def tree(self) -> Tree:
        """Return what lies in the content folder, as far as it is known."""
        found = self.known()
        if found is None:
            found = self._walked = self._walked or walk(self.root, self.content)
        return found

    def asked(self, folder: str, ident: str, language: str = "") -> Asked:
        """Return what is asked for. Raises Unknown where no record could be called so."""
        parts = ident.split("/")
        if folder not in KINDS or not all(map(address_parts.is_slug, parts)) or len(ident) > 400:
            raise Unknown
        if language and (folder != "pages" or not language.replace("-", "").isalnum()):
            raise Unknown
        return Asked(folder, ident, language)

    def path_of(self, asked: Asked) -> str | None:
        """Return the path of a record's file, None where there is none."""
        stem = f"{self.content}/{asked.folder}/{asked.ident}"
        stem += f".{asked.language}" if asked.language else ""
        return next((stem + each for each in ENDINGS if self.there(stem + each)), None)

    def there(self, path: str) -> bool:
        """Tell whether a path is that of a plain file within the content."""
        whole, content = self.root / path, self.root / self.content
        try:
            real = whole.resolve()
            return real.is_file() and real.is_relative_to(content.resolve())
        except (OSError, RuntimeError):
            return False

    def open(self, asked: Asked) -> Opened:
        """Return a record as it lies there. Raises Unknown, OSError."""
        path = self.path_of(asked)
        if path is None:
            raise Unknown
        content = record_file.content(self.root, path)
        found = Opened(asked, path, content, record_file.parse(path, content)[0])
        self.remember(found.digest, content)
        return found

    def remember(self, mark: str, content: bytes) -> None:
        """Keep a state of a file in mind."""
        self._states.pop(mark, None)
        self._states[mark] = content
        while len(self._states) > _REMEMBERED:
            del self._states[next(iter(self._states))]

    def state(self, mark: str) -> bytes | None:
        """Return the bytes that a file had, by their digest; None where they are forgotten."""
        found = self._states.get(mark)
        if found is None and mark.isalnum():
            with suppress(OSError):
                found = (self.own / "states" / mark).read_bytes()
        return found

    def new(self, folder: str, place: str, typed: Typed) -> Asked:
        """Return the address of a new record of a place that says what was typed.

        Raises Unknown where there is no such place.
        """
        kind = KINDS[folder]
        said = form_changes.plain(typed)
        if place and self.path_of(self.asked("units", place)) is None:
            raise Unknown
        if kind.lies == "as_unit" and folder != "units":
            return self.asked(folder, place)
        name = slug(folder, {"title": said.get("short_name", ""), **said})
        stem = f"{place}/{name}" if place and kind.lies != "anywhere" else name
        found, number = self.asked(folder, stem), 1
        while self.path_of(found) is not None:
            number += 1
            found = self.asked(folder, f"{stem}-{number}")
        return found

    def blank(self, asked: Asked) -> Opened:
        """Return a record that is not there yet."""
        path = f"{self.content}/{asked.folder}/{asked.ident}{asked.kind.ending}"
        return Opened(asked, path, b"", None)

    def site(self, folder_of: str) -> form_judge.Site:
        """Return what a record is judged within; what was handed in lies in its folder already."""
        found, as_of = self.config()

        def beside(path: str) -> bool:
            folder, _, name = path.rpartition("/")
            return self.there(path) or (folder == folder_of and name in self.pictures)

        ids = self.tree().ids
        return form_judge.Site(found.root, self.content, found.rules(as_of), ids, beside, self.ends)

    def made(self, opened: Opened, typed: Typed, text: str, *, whole: bool = True) -> Made:
        """Return what a record would be with what was typed.

        Unless it is to be `whole`, its bytes are left out: judging asks for the fields alone.
        """
        model, folder = opened.asked.kind.model, opened.asked.folder
        content, refused = b"", None
        if not opened.content:
            data = form_changes.plain(typed)
            content = form_changes.fresh(model, typed, opened.file, text)
        else:
            edits = form_changes.edits(model, opened.data, typed)
            data = dict(opened.data)
            for each in (one for some in edits.values() for one in some):
                data = record_edit.wanted(data, each)
            if whole:
                try:
                    content = form_changes.edited(opened.file, opened.content, opened.data, edits)
                    content = form_changes.with_text(opened.file, content, text)
                except record_edit.Refused as found:
                    refused = found
        site = self.site(opened.file.rpartition("/")[0])
        told = form_judge.judge(site, folder, opened.asked.ident, opened.file, data, text)
        return Made(opened.file, content, data, told, refused)

    def save(self, opened: Opened, made: Made) -> bool:
        """Write a record; return False where another has written it meanwhile.

        Raises Unknown for what can be no record of this site, OSError.
        """
        path = self.root / made.file
        if any(map(ignored, Path(made.file).parts)) or [
            *file_names.faults([made.file], self.content)
        ]:
            raise Unknown
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.parent.resolve().is_relative_to((self.root / self.content).resolve()):
            raise Unknown
        self._lay_beside(path.parent, made.data)
        if opened.content:
            with suppress(FileNotFoundError):
                if path.read_bytes() == opened.content:
                    replace(path, made.content)
                    self.remember(digests.digest(made.content).hex(), made.content)
                    return True
            return False
        try:
            create(path, made.content)
        except FileExistsError:
            if path.read_bytes():
                return False
            replace(path, made.content)  # an empty file is as good as none
        return True

    def _lay_beside(self, folder: Path, data: Mapping[str, Raw]) -> None:
        """Put pictures that were handed in, and that a record names, into its folder."""
        named = {value for _, value in yaml_nodes.keys(dict(data))}
        for name in [each for each in self.pictures if each in named]:
            if not (folder / name).exists():
                create(folder / name, self.pictures[name].read_bytes())
            self.pictures.pop(name).unlink(missing_ok=True)

    # what is typed and not saved yet

    def _aside(self, name: str) -> Path:
        if not re.fullmatch("[A-Za-z0-9/-]{1,500}", name):
            raise Unknown
        return self.own / "aside" / f"{name.replace('/', '+')}.json"

    def keep(self, name: str, said: Mapping[str, Any]) -> None:
        """Keep what was typed into a form, by the name of the form."""
        path = self._aside(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        mark = str(said.get("base") or "")
        before = self._states.get(mark) if mark else None
        if before is not None:  # what it was typed into may be another by the time it is saved
            (self.own / "states").mkdir(exist_ok=True)
            (self.own / "states" / mark).write_bytes(before)
        path.write_text(json.dumps(said, ensure_ascii=False), "utf-8")

    def kept(self, name: str) -> dict[str, Any] | None:
        """Return what was kept of a form, None if nothing was."""
        try:
            found = json.loads(self._aside(name).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def forget(self, name: str) -> None:
        """Keep nothing of a form any longer."""
        kept = self.kept(name)
        if kept and str(kept.get("base") or "").isalnum():
            (self.own / "states" / str(kept["base"])).unlink(missing_ok=True)
        self._aside(name).unlink(missing_ok=True)

    def asides(self) -> list[str]:
        """Return the names of forms of which something is kept, the latest first."""
        folder = self.own / "aside"
        found = sorted(folder.glob("*.json"), key=lambda path: -path.stat().st_mtime)
        return [each.stem.replace("+", "/") for each in found]

    def unread(self, file: str, content: bytes) -> list[form_judge.Told]:
        """Return why a file cannot be read, and what else is wrong with it."""
        source, problems = record_file.parse(file, content)
        model = field_names.model_of(file)
        if source is None and model is not None:
            problems = further_mistakes.in_content(file, content, model, problems)
        return [form_judge.Told((), each) for each in problems]

    def judged(self, opened: Opened, content: bytes) -> Made:
        """Return a record as it would be with other bytes."""
        source, problems = record_file.parse(opened.file, content)
        if source is None:
            return Made(opened.file, content, {}, [form_judge.Told((), each) for each in problems])
        site = self.site(opened.file.rpartition("/")[0])
        of = opened.asked
        told = form_judge.judge(site, of.folder, of.ident, opened.file, source.data, source.body)
        return Made(opened.file, content, source.data, told)

    def fields(self, folder: str) -> tuple[record_forms.Field, ...]:
        """Return the fields of the form of a kind."""
        found, as_of = self.config()
        return record_forms.fields(folder, found.rules(as_of))
