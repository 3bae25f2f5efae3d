"""What two people did to the same records, told in words, and put together as a clerk decides."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from generator.base.messages import N_
from generator.commands.desk_find import title_of
from generator.commands.desk_git import Three
from generator.commands.desk_records import Records
from generator.commands.desk_words import Words
from generator.model.kinds.registry import KINDS
from generator.parse import record_file
from generator.parse.record_edit import Path
from generator.records import record_merge
from generator.records.batches import ENDINGS
from generator.records.record_merge import TEXT, WHOLE


class Clash(NamedTuple):
    """One field, or a whole file, that both changed."""

    three: Three
    path: Path

    @property
    def key(self) -> str:
        """What a choice about it is called in a form."""
        return f"{self.three.path}|{'.'.join(map(str, self.path))}"


class Clashes(Exception):
    """Both changed the same: a person has to say what is to stand."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__()
        self.clashes = clashes


@dataclass(slots=True)
class Joining:
    """Puts files together that both sides changed; `choices` are `mine` or `theirs`, by key."""

    choices: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    """What stands before the paths of the site in those of a repository."""
    lines: Callable[[Three], bytes | None] = lambda _: None
    """What puts lines together where fields are of no use, None where they touch."""
    clashes: list[Clash] = field(default_factory=list)

    def join(self, three: Three) -> bytes | None:
        """Return a file that says what both do; where it cannot be told, a clash is noted."""
        if three.theirs in (three.mine, three.base):
            return three.mine
        if three.mine == three.base:
            return three.theirs
        model = model_of(three.path.removeprefix(self.prefix))
        if model is None or three.mine is None or three.theirs is None:
            return self._whole(three)
        said = {
            path: self.choices[key]
            for key in self.choices
            if key.startswith(f"{three.path}|") and self.choices[key] in ("mine", "theirs")
            for path in [_path(key.partition("|")[2])]
        }
        ours = {path: each == "mine" for path, each in said.items()}
        states = (three.base or b"", three.mine, three.theirs)
        made = record_merge.merged(three.path, model, states, ours)
        if made.content is not None:
            return made.content
        if WHOLE in made.clashes:
            return self._whole(three)
        self.clashes += [Clash(three, path) for path in made.clashes]
        return three.theirs

    def _whole(self, three: Three) -> bytes | None:
        together = self.lines(three)
        if together is not None:
            return together
        clash = Clash(three, WHOLE)
        said = self.choices.get(clash.key)
        if said not in ("mine", "theirs"):
            self.clashes.append(clash)
        return three.mine if said == "mine" else three.theirs


def _path(text: str) -> Path:
    """Return the path of a field from the key of a clash."""
    if not text:
        return WHOLE
    return tuple(int(step) if step.isdigit() else step for step in text.split("."))


def model_of(path: str) -> Any:
    """Return the model of the record at a path of the site, None where it is no record's."""
    parts = path.split("/")
    if len(parts) < 3 or parts[1] not in KINDS or not path.endswith(ENDINGS):
        return None
    return KINDS[parts[1]].model


def told(
    clashes: Sequence[Clash], records: Records, words: Words, prefix: str
) -> list[dict[str, Any]]:
    """Return what a page shows of clashes: the record, the field, and what each side has."""
    found = []
    for each in clashes:
        site_path = each.three.path.removeprefix(prefix)
        kind = site_path.split("/")[1] if model_of(site_path) else ""
        fields = records.fields(kind) if kind else ()
        name = words.tr(N_("the whole record"))
        if each.path == TEXT:
            name = words.tr(N_("the text"))
        elif each.path:
            name = words.field(fields, each.path)[0]
        sides = [_side(each, side, words, fields) for side in ("base", "mine", "theirs")]
        mine = _read(each.three.path, each.three.mine) or _read(each.three.path, each.three.theirs)
        found.append(
            {
                "key": each.key,
                "title": (title_of(mine.data) if mine else "") or site_path,
                "file": site_path,
                "field": name,
                "base": sides[0],
                "mine": sides[1],
                "theirs": sides[2],
            }
        )
    return found


def _read(file: str, content: bytes | None) -> record_file.Source | None:
    return record_file.parse(file, content)[0] if content is not None else None


def _side(clash: Clash, side: str, words: Words, fields: Any) -> str:
    """Return what one side has at a clash."""
    content: bytes | None = getattr(clash.three, side)
    if content is None:
        return words.tr(N_("it is not there"))
    source = _read(clash.three.path, content)
    if not clash.path or source is None:
        return content.decode("utf-8", "replace")
    if clash.path == TEXT:
        return source.body.strip()
    value: Any = source.data
    for step in clash.path:
        try:
            value = value[step]
        except (LookupError, TypeError):
            return words.tr(N_("nothing"))
    return words.value(value, words.field(fields, clash.path)[1])
