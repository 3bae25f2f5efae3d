"""A desk: what its pages show, and what their scripts ask for; see `desk_typing`, too."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from generator.base.messages import N_, catalogue
from generator.commands import desk_files_in, desk_pages
from generator.commands.desk_find import Finder, Found, title_of
from generator.commands.desk_hand import Hand
from generator.commands.desk_records import Asked, Opened, Records, Unknown
from generator.commands.desk_session import Session
from generator.commands.desk_typing import Said, Typing, form_name
from generator.commands.desk_words import Words, kind_name, moment
from generator.model.config import Config
from generator.model.kinds.registry import KINDS
from generator.parse import record_edit, record_text, yaml_fields
from generator.records import record_forms
from generator.records.batches import Tree
from generator.records.record_forms import Field

if TYPE_CHECKING:
    from generator.joined.site_data import Library

Page: TypeAlias = tuple[str, dict[str, Any]]


@dataclass(slots=True)
class Desk:
    """What a clerk works on, in a browser on this machine."""

    language: str
    config: Callable[[], tuple[Config, date]]
    tree: Callable[[], Tree | None]
    """What the preview has found; None before it has."""
    library: "Callable[[], Library | None]"
    session: Session
    awaited: dict[str, Path] = field(default_factory=dict)
    """Pages that are about to be looked at, so that they are made first: address and record."""
    records: Records = field(init=False)
    finder: Finder = field(init=False)
    words: Words = field(init=False)
    hand: Hand = field(init=False)
    typing: Typing = field(init=False)
    _pages: tuple[object, dict[str, list[Asked]]] = (None, {})

    def __post_init__(self) -> None:
        self.records = Records(self.config, self.tree)
        self.finder = Finder(lambda: self.records.root, self.records.tree, self.library)
        self.records.ends = self.finder.ends
        self.words = Words(self.language, self.finder)
        self.hand = Hand(self.records, self.words)
        self.typing = Typing(
            self.language,
            self.config,
            self.records,
            self.finder,
            self.words,
            self.hand,
            self.awaited,
        )

    def tr(self, text: str) -> str:
        """Return a text in the language of whoever sits there."""
        return catalogue(self.language).gettext(text)

    def waiting(self) -> int:
        """Return how much is changed and not handed in."""
        return self.hand.waiting()

    # pages

    def home(self, query: Said) -> Page:
        """Return the first page: finding a record, and what is not done yet. Raises Unknown."""
        kind, asked = query.get("kind", "projects"), query.get("q", "")
        if kind not in KINDS:
            raise Unknown
        found = []
        if asked and kind == "units":
            found = [(each, each.name) for each in self.finder.places(asked)]
        elif asked:
            found = [(each, each.name) for each in self.finder.records(kind, asked)]
        values = {
            "title": self.tr(N_("desk")),
            "kinds": self.kinds(),
            "kind": kind,
            "q": asked,
            "found": [
                {"title": name, "where": each.where, "url": edit_url(Asked(kind, each.id))}
                for each, name in found
            ],
            "asides": self.asides(),
            "left": int(query.get("left", "0")),
            **self.hand.values(),
            "waiting": self.waiting(),
        }
        return "home.html", values

    def both(self, _query: Said) -> Page | str:
        """Return what two people changed in the same records, to be decided."""
        found = self.hand.both()
        title = self.tr(N_("Others changed the same"))
        return ("both.html", {"title": title, **found}) if found else "/desk/"

    def taken(self, _query: Said) -> Page | str:
        """Return what is in a hand-over file, before any of it is taken."""
        found = self.hand.taken()
        title = self.tr(N_("What is in the hand-over file"))
        return ("taken.html", {"title": title, **found}) if found else "/desk/"

    def kinds(self) -> list[dict[str, str]]:
        """Return the kinds of record, by what a record of each is called."""
        return [{"folder": each, "name": self.kind_name(each)} for each in KINDS]

    def kind_name(self, folder: str) -> str:
        """Return what a record of a kind is called."""
        return kind_name(folder, self.language)

    def asides(self) -> list[dict[str, str]]:
        """Return what was begun and not saved."""
        found = []
        for name in self.records.asides():
            kept = self.records.kept(name)
            if kept is None:
                continue
            said = aside_title(kept)
            url = aside_url(name, kept)
            kind = str(kept.get("kind"))
            if not said and kind in KINDS and not kept.get("id"):
                said = self.tr(NEW).format(kind=self.kind_name(kind))
            found.append(
                {"title": said or name, "when": _when(kept, self.words.language), "url": url}
            )
        return found

    def at(self, query: Said) -> Page | str:
        """Return the records that a page of the site shows; the form of the only one."""
        url = query.get("url", "").lstrip("/")
        found = self.shown_at(url)
        if len(found) == 1:
            return edit_url(found[0])
        values = {
            "title": self.tr(N_("Change this page")),
            "records": [
                {
                    "title": self.title(each),
                    "kind": self.kind_name(each.folder),
                    "url": edit_url(each),
                }
                for each in found
            ],
        }
        return "at.html", values

    def shown_at(self, url: str) -> list[Asked]:
        """Return the records that have a page, or stand on it as on a page of duties."""
        tree = self.records.tree()
        if self._pages[0] is not tree.files:
            made: dict[str, list[Asked]] = {}
            for file in tree.files:
                page = KINDS[file.kind].url(file.id).partition("#")[0]
                made.setdefault(page, []).append(Asked(file.kind, file.id, file.language))
            self._pages = tree.files, made
        languages = self.config()[0].settings.languages
        first, _, rest = url.partition("/")
        own = first if first in languages else ""
        found = self._pages[1].get(rest if own else url, [])
        of = own if own != languages[0] else ""
        return [each for each in found if not each.language or each.language == of] or found

    def title(self, asked: Asked) -> str:
        """Return what a record is called."""
        path = self.records.path_of(asked)
        return self.finder.title(path) if path else asked.ident

    def new(self, query: Said) -> Page | str:
        """Return the kinds of a new record, or the empty form of one. Raises Unknown."""
        folder, place = query.get("kind", ""), query.get("place", "")
        if place:
            self.records.asked("units", place)
        if not folder:
            values = {
                "title": self.tr(N_("new record")),
                "kinds": self.kinds(),
                "place": place,
                "place_name": self.finder.name(place) if place else "",
            }
            return "new.html", values
        if folder not in KINDS:
            raise Unknown
        kind = KINDS[folder]
        if kind.lies == "as_unit" and folder != "units" and place:
            asked = self.records.asked(folder, place)
            if self.records.path_of(asked) is not None:
                return edit_url(asked)
        fields = self.records.fields(folder)
        state = record_forms.state(fields, {"status": "draft"})
        ask = N_("Which place lies above it?") if folder == "units" else N_("Which place is it of?")
        values = {
            "title": self.tr(NEW).format(kind=self.kind_name(folder)),
            "choose_place": "" if kind.lies == "anywhere" else self.tr(ask),
            "place": place,
            "name": f"new/{folder}",
        }
        return "form.html", self._form(Asked(folder, ""), fields, state, "", values)

    def edit(self, query: Said) -> Page:
        """Return the form of a record. Raises Unknown."""
        asked = self.records.asked(
            query.get("kind", ""), query.get("id", ""), query.get("lang", "")
        )
        opened = self.records.open(asked)
        fields = self.records.fields(asked.folder)
        state = record_forms.state(fields, opened.data)
        if opened.source is None:
            return self._unread(opened)
        locked = {name: opened.data[name] for name in record_forms.locked(fields, opened.data)}
        place = KINDS[asked.folder].place_of(asked.ident)
        values = {
            "title": title_of(opened.data) or asked.ident,
            "where": self._where(place),
            "locked": "\n".join(record_text.lines(dict(locked))) if locked else "",
            "place": place,
            "file": opened.file,
            "url": "/" + self.typing.url(asked),
            "base": opened.digest,
            "name": form_name(asked),
            "chinese": _in_chinese(opened),
        }
        return "form.html", self._form(asked, fields, state, opened.text, values)

    def _unread(self, opened: Opened) -> Page:
        lines = [
            self.tr(N_("This file cannot be read, so that it has no form. It says what is wrong:"))
        ]
        told = self.records.unread(opened.file, opened.content)
        for each in sorted(told, key=lambda each: each.problem.place):
            said, line = self.words.problem(each), each.problem.place.line
            at = self.tr(N_("Line {line}: ")).format(line=line) if line else ""
            what = f"{said['label']} " if each.problem.field else ""
            lines.append(f"{at}{what}{said['message']}")
            lines.append(self.tr(N_("hint: {hint}")).format(hint=said["hint"]))
        return "message.html", {"title": opened.file, "lines": lines}

    def _form(
        self, asked: Asked, fields: tuple[Field, ...], state: Any, text: str, values: Said
    ) -> dict[str, Any]:
        chinese = bool(values.get("chinese"))
        shown, rest = desk_pages.parted(fields, state, self.words, chinese=chinese)
        ending = asked.kind.ending
        file = str(values.get("file", ""))
        kept = self.records.kept(str(values["name"]))
        return {
            "where": "",
            "kind": self.kind_name(asked.folder),
            "file": "",
            "url": "",
            "locked": "",
            "base": "",
            "choose_place": "",
            **values,
            "aside": {**kept, "when": _when(kept, self.words.language)} if kept else None,
            "folder": asked.folder,
            "ident": asked.ident,
            "of": file,
            "of_language": asked.language,
            "state": state,
            "shown": shown,
            "rest": rest,
            "has_text": (file or ending).endswith(".md"),
            "text": text,
        }

    def _where(self, place: str) -> str:
        return " · ".join(map(self.finder.name, self.finder.line(place))) if place else ""

    # what scripts ask for

    def find(self, query: Said) -> dict[str, Any]:
        """Return places or records by what they are called. Raises Unknown."""
        kind, asked = query.get("kind", ""), query.get("q", "")
        near = self.finder.id_of(query.get("near", ""))
        if kind == "units":
            found = [
                each._replace(where=self._of_place(each)) for each in self.finder.places(asked)
            ]
        elif kind in KINDS:
            found = self.finder.records(kind, asked, near)
        else:
            raise Unknown
        return {"found": [each._asdict() for each in found]}

    def _of_place(self, each: Found) -> str:
        """Return where a place lies, and until when there is or was such a place."""
        ended = self.finder.ends(each.id)
        until = self.tr(N_("until {day}")).format(day=ended["last_day"]) if ended else ""
        return " · ".join(filter(None, (each.where, until)))

    def names(self, said: Said) -> dict[str, Any]:
        """Return what places and records are called, by kind and id."""
        return {"names": [self._called(*each) for each in said["asked"]]}

    def _called(self, kind: str, ident: str) -> str:
        if kind == "units":
            known = ident in self.finder.units()
            return " · ".join(map(self.finder.name, self.finder.line(ident))) if known else ""
        try:
            asked = self.records.asked(kind, ident)
        except Unknown:
            return ""
        return self.title(asked) if self.records.path_of(asked) else ""

    def hand_in(self, query: Said, content: bytes) -> dict[str, Any]:
        """Take in a picture or a file that belongs to a record."""
        return desk_files_in.taken(self.records, self.words, query, content)

    def picture(self, of: str, name: str) -> tuple[str, bytes] | None:
        """Return the type and the bytes of a picture beside a file, or one that was handed in."""
        return desk_files_in.picture(self.records, of, name)

    def bar(self, text: str, url: str) -> str:
        """Return a page of the preview with the desk's links above it."""
        links = [(self.tr(N_("desk")), "/desk/")]
        if self.shown_at(url):
            links.insert(0, ("✎ " + self.tr(N_("change this page")), at_url(url)))
        folder, _, ident = url.removesuffix(".html").partition("/")
        known = folder == "units" and ident in self.finder.units()
        if known and not self.finder.over(ident, self.config()[1]):
            said = self.tr(N_("new record of this place"))
            links.append((said, f"/desk/new?place={ident}"))
        return desk_pages.bar(text, links)


NEW = N_("new record: {kind}")


def _in_chinese(opened: Opened) -> bool:
    """Tell whether a record is written with Chinese names; one without fields is not."""
    try:
        return yaml_fields.in_chinese(record_edit.fields_of(opened.file, opened.content))
    except record_edit.Refused:
        return False


def edit_url(asked: Asked) -> str:
    """Return the address of the form of a record."""
    more = f"&lang={asked.language}" if asked.language else ""
    return f"/desk/edit?kind={asked.folder}&id={asked.ident}{more}"


def at_url(url: str) -> str:
    """Return the address that leads from a page to the forms of its records."""
    return f"/desk/at?url={quote(url)}"


def aside_url(name: str, kept: Said) -> str:
    """Return the address of the form that something was kept of."""
    if name.startswith("new/"):
        return f"/desk/new?kind={kept['kind']}"
    return edit_url(Asked(str(kept["kind"]), str(kept["id"]), str(kept.get("language") or "")))


def aside_title(kept: Said) -> str:
    """Return what a record that is not saved yet is called."""
    said = kept.get("fields")
    return title_of(said) if isinstance(said, dict) else ""


def _when(kept: Said, language: str) -> str:
    return moment(datetime.fromtimestamp(float(kept.get("time", 0)), UTC), language)
