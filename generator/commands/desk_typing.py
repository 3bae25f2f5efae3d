"""What becomes of what is typed into the forms of a desk: it is judged, kept, saved."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from generator.base.messages import N_, catalogue
from generator.base.problems import Place, problem
from generator.commands.desk_find import Finder, title_of
from generator.commands.desk_hand import Hand
from generator.commands.desk_records import Asked, Made, Opened, Records, Unknown
from generator.commands.desk_words import Shown, Words
from generator.model import problem_words
from generator.model.config import Config
from generator.model.kinds.registry import KINDS
from generator.model.levels import LEVELS
from generator.parse import record_file
from generator.records import form_changes, record_forms, record_merge
from generator.records.form_changes import Typed
from generator.records.record_forms import Field, Misshapen

Said: TypeAlias = Mapping[str, Any]

FORGOTTEN = N_(
    "This form is of a state of the record that is no longer known. Load the page again: what you"
    " typed is kept there."
)


class NoPlace(ValueError):
    """A new record is of no place yet, or of one that cannot have it; it says why."""


class Forgotten(ValueError):
    """The state of a file that a form was made from is not known any more."""


@dataclass(slots=True)
class Typing:
    """What scripts of forms ask for."""

    language: str
    config: Callable[[], tuple[Config, date]]
    records: Records
    finder: Finder
    words: Words
    hand: Hand
    awaited: dict[str, Path]
    """Pages that are about to be looked at, so that they are made first: address and record."""

    def tr(self, text: str) -> str:
        """Return a text in the language of whoever sits there."""
        return catalogue(self.language).gettext(text)

    def _typed(self, said: Said) -> tuple[Asked, Opened, Typed, str]:
        """Return the record that a form is of, as it was when it was opened, and what was typed."""
        folder = str(said.get("kind"))
        if folder not in KINDS:
            raise Misshapen
        fields = self.records.fields(folder)
        typed = record_forms.typed(fields, said.get("fields"))
        typed = self._by_id(fields, typed)
        text = said.get("text")
        if not said.get("id"):
            place = self.finder.id_of(str(said.get("place") or ""))
            if KINDS[folder].lies != "anywhere" and not place:
                raise NoPlace("")
            asked = self.records.new(folder, place, typed)
            self._fits(asked, place)
            return asked, self.records.blank(asked), typed, str(text or "")
        asked = self.records.asked(folder, str(said["id"]), str(said.get("language") or ""))
        now = self.records.open(asked)
        base = str(said.get("base") or "")
        content = self.records.state(base) if base != now.digest else now.content
        if content is None:
            raise Forgotten
        source = record_file.parse(now.file, content)[0]
        opened = Opened(asked, now.file, content, source)
        return asked, opened, typed, opened.text if text is None else str(text)

    def _fits(self, asked: Asked, place: str) -> None:
        """Raise NoPlace where a place cannot have a new record of a kind."""
        kind, unit = asked.kind, self.finder.units().get(place)
        if self.records.path_of(asked) is not None:
            raise NoPlace(self.tr(N_("This place has one already. Find it, and change it.")))
        if kind.level is not None and unit is not None and unit.level != kind.level[0]:
            label = f"\0:{LEVELS[unit.level][0]}"
            wrong = problem(kind.level[1], Place(asked.folder), unit=place, level=label)
            raise NoPlace(problem_words.message(wrong, self.language))

    def _by_id(self, fields: tuple[Field, ...], typed: Typed) -> Typed:
        """Return what was typed with places by their ids, where they are named."""

        def one(of: Field, value: Any) -> Any:
            if of.sort == "group":
                return group(of.parts, value)
            return self.finder.id_of(value.strip()) if of.sort == "unit" else value

        def group(among: tuple[Field, ...], values: Any) -> dict[str, Any]:
            known = {each.name: each for each in among}
            found: dict[str, Any] = {}
            for name, value in values.items():
                of = known[name]
                if of.listed and value is not None:
                    found[name] = [
                        form_changes.Entry(each.was, one(of, each.value)) for each in value
                    ]
                else:
                    found[name] = value if value is None else one(of, value)
            return found

        return group(fields, typed)

    def look(self, said: Said) -> dict[str, Any]:
        """Return what is wrong with what was typed, and what it changes."""
        try:
            asked, opened, typed, text = self._typed(said)
        except (NoPlace, Unknown) as fault:
            return self._no_place(said, str(fault))
        except Forgotten:
            return {"message": self.tr(FORGOTTEN), "problems": []}
        made = self.records.made(opened, typed, text, whole=bool(said.get("whole")))
        return {
            "problems": [self.words.problem(each) for each in made.told],
            "message": self._refused(made),
            "changes": [each._asdict() for each in self._changes(opened, made, text)],
            "pages": [each._asdict() for each in self.words.pages(asked, title_of(made.data))]
            if said.get("whole")
            else [],
            "file": made.file,
        }

    def _no_place(self, said: Said, why: str) -> dict[str, Any]:
        if said.get("id"):
            raise Unknown
        told = {
            "path": ["@place"],
            "code": "",
            "error": True,
            "message": why or self.tr(N_("Choose the place from those that are found.")),
            "hint": "",
        }
        return {"problems": [told], "changes": [], "pages": []}

    def _changes(self, opened: Opened, made: Made, text: str) -> list[Shown]:
        fields = self.records.fields(opened.asked.folder)
        return self.words.changes(fields, opened.data, made.data, (opened.text, text))

    def _refused(self, made: Made) -> str:
        if made.refused is None:
            return ""
        fields = self.records.fields(Path(made.file).parts[1])
        name, _ = self.words.field(fields, made.refused.path)
        said = self.tr(N_("{field} cannot be changed here: {reason}. Change it in the file."))
        return said.format(field=name, reason=self.tr(made.refused.reason))

    def save(self, said: Said) -> dict[str, Any]:
        """Save what was typed; what others saved meanwhile is never written over unseen."""
        try:
            asked, opened, typed, text = self._typed(said)
        except (NoPlace, Unknown) as fault:
            return self._no_place(said, str(fault))
        except Forgotten:
            return {"message": self.tr(FORGOTTEN)}
        made = self.records.made(opened, typed, text)
        if made.wrong:
            told = [self.words.problem(each) for each in made.told]
            return {"problems": told, "message": self._refused(made)}
        if opened.content:
            now = self.records.open(asked)
            if now.content != opened.content:
                clash = self._clash(opened, made, now, join=bool(said.get("join")))
                if isinstance(clash, dict):
                    return clash
                opened, made = now, clash
        self.awaited[self.url(asked).partition("#")[0]] = self.records.root / made.file
        self.hand.saved(made.file, opened.content or None)
        if not self.records.save(opened, made):
            return self.save(said)  # another has written it this very moment
        self.records.forget(str(said.get("name")))
        return {"to": "/" + self.url(asked), "saved": made.file}

    def _clash(
        self, opened: Opened, made: Made, now: Opened, *, join: bool
    ) -> dict[str, Any] | Made:
        """Return what two people changed in one record; with `join` the record that says both."""
        fields = self.records.fields(opened.asked.folder)
        merged = record_merge.merged(
            opened.file,
            opened.asked.kind.model,
            (opened.content, made.content, now.content),
            {} if not join else None,
        )
        if join and merged.content is not None:
            return self.records.judged(now, merged.content)
        mine = record_file.parse(made.file, made.content)[0]
        texts = (opened.text, mine.body if mine else "")
        both = [self.words.field(fields, path)[0] for path in merged.clashes]
        return {
            "status": 409,
            "clash": {
                "theirs": [
                    each._asdict()
                    for each in self.words.changes(
                        fields, opened.data, now.data, (opened.text, now.text)
                    )
                ],
                "mine": [
                    each._asdict()
                    for each in self.words.changes(fields, opened.data, made.data, texts)
                ],
                "both": both,
            },
        }

    def keep(self, said: Said) -> dict[str, Any]:
        """Keep what is typed and not saved. Raises Misshapen."""
        folder = str(said.get("kind"))
        if folder not in KINDS:
            raise Misshapen
        record_forms.typed(self.records.fields(folder), said.get("fields"))
        if said.get("id"):
            asked = self.records.asked(folder, str(said["id"]), str(said.get("language") or ""))
            name = form_name(asked)
        else:
            name = f"new/{folder}"
        kept = {key: said.get(key) for key in ("kind", "id", "language", "base", "place", "fields")}
        self.records.keep(name, {**kept, "text": said.get("text"), "time": time.time()})
        return {}

    def forget(self, said: Said) -> dict[str, Any]:
        """Keep no longer what was typed."""
        self.records.forget(str(said.get("name")))
        return {}

    def url(self, asked: Asked) -> str:
        """Return the address of the page that shows a record."""
        languages = self.config()[0].settings.languages
        url = KINDS[asked.folder].url(asked.ident)
        own = asked.language and asked.language != languages[0]
        return f"{asked.language}/{url}" if own else url


def form_name(asked: Asked) -> str:
    """Return the name that what is typed into a form is kept by."""
    return "/".join(each for each in (asked.folder, asked.ident, asked.language) if each)
