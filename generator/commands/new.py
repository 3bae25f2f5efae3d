"""A record to fill in, made from the models: commented in the clerk's language, and valid.

A field in use stands as `name: example`, one that is not as `#name: example`; what it means stands
above it after `# `. Taking away the `#` of one field's lines gives a valid record again, but for a
field that the record's stage does not allow yet.
"""

import json
import re
import typing
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from generator.base import address_parts
from generator.base.messages import CHINESE, N_
from generator.base.problems import Place, Problem, problem
from generator.base.spelling import nearest
from generator.model.config import Config
from generator.model.kinds.declaration import Kind, New
from generator.model.kinds.registry import KINDS, OF_NONE, OF_UNIT
from generator.model.kinds.unit import BODIES
from generator.model.levels import BY_DEPTH, LEVELS, ORDER
from generator.parse import front_matter, record_file, site_words, yaml_nodes
from generator.parse.field_types import Choice, Part, parse_unit
from generator.parse.model_fields import inner, is_list, validators
from generator.parse.site_words import Words
from generator.records import file_names, own_examples
from generator.records.batches import Tree, walk
from generator.records.own_examples import Examples

WORDS: Mapping[str, tuple[Kind[Any], New]] = {
    kind.new.word: (kind, kind.new) for kind in KINDS.values() if kind.new
}
"""What is typed for a kind → that kind, and how a record of it is written."""
NEEDED = {part: names for _, new in WORDS.values() for part, names in new.needed.items()}
"""Fields that the models leave open and the judges, or the site's readers, ask for."""
APART = {part: names for _, new in WORDS.values() for part, names in new.apart.items()}
"""Fields of a group that do not go with its other examples: switched on by themselves."""
BODY_OF = {
    **dict.fromkeys(ORDER, "headquarters"),
    "town": "workstation",
    "village": "war_room",
}
SHORT_NAMES = {
    "nation": "示例国",
    "province": "示例省",
    "prefecture": "示例州",
    "county": "示例县",
    "town": "示例镇",
    "village": "示例村",
}

_HEAD = (
    N_("Write over the examples. What is not used begins with #: take the # away to use it."),
    N_("When all is right, remove the line “status: draft”: then the site shows this record."),
)
_REST = N_("From here on: write what is known, leave the rest as it is.")
_BODY = N_("Text for the page, in Markdown, may stand below this line.")


@dataclass(frozen=True, slots=True)
class Nearby:
    """What of its site a record is filled in with; without it the models' examples stand there."""

    units: Sequence[str] = ()
    """The ids of units that may be named, the prefecture's first."""
    level: str = ""
    """That of the unit it lies in, or a new unit of."""
    categories: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Those of projects, with their labels by language."""
    records: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The ids of records that may be named, by folder, the likeliest first."""
    examples: Examples = field(default_factory=Examples)
    """The words of the site's own places."""
    own: Mapping[str, Words] = field(default_factory=dict)
    """The site's words for our texts, by language."""


def text(
    kind: str, ident: str, language: str, near: Nearby | None = None, *, title: str | None = None
) -> str:
    """Return a record of `kind` (a key of `WORDS`) for the address `ident`, ready to fill in.

    `title` is what the record is called, instead of the example.
    """
    of, new = WORDS[kind]
    near = near or Nearby()
    units, level, categories = near.units, near.level, near.categories
    tr = site_words.speaker(near.own.get(language, {}), language)
    values, omitted = {"status": "draft"}, set[str]()
    if of.folder == "units":
        values |= _of_unit(ident, units, level, near.examples)
        omitted |= {"parent"} if "/" in ident or not units else set()
        omitted |= set() if values["level"] == ORDER[-1] else {"settlement"}
    needed = new.needed.get(of.model, ())
    if new.at_level and level:
        elsewhere, needed = new.at_level(level)
        omitted |= {*elsewhere}
    year = re.match(r"(19[5-9]\d|20\d\d)(?!\d)", ident.rpartition("/")[2])
    if year:
        values["year"] = year[0]
    notes = {}
    if of.folder == "projects" and categories:
        if "infrastructure" not in categories:
            values["category"] = next(iter(categories))
        notes["category"] = "、".join(
            f"{code} ({labels.get(language) or next(iter(labels.values()))})"
            for code, labels in categories.items()
        )
    if title and title.strip():
        values[titled(kind)] = quoted(title)
    form = _Form(tr, near, notes, of.place_of(ident), new.names)
    live, rest = form.fields(of.model, values, omitted, needed)
    lines = [f"# {tr(each)}" for each in _HEAD]
    lines += [*live, "", f"# {tr(_REST)}", *rest]
    if of.ending == ".md":
        lines = [front_matter.FENCE, *lines, front_matter.FENCE, f"<!-- {tr(_BODY)} -->"]
        lines += ["", tr(new.text)] if new.text else []
    return "\n".join(lines) + "\n"


def titled(kind: str) -> str:
    """Return the field that a title is written to, "" where records of a kind have none."""
    of = WORDS[kind][0]
    if of.folder == "units":
        return "short_name"
    return "title" if "title" in of.model.model_fields else ""


def write(
    found: Config, kind: str, ident: str, language: str, title: str | None = None
) -> tuple[str | None, list[Problem]]:
    """Write a record to fill in; return its path in the site, or None and what forbids it.

    `ident` is the record's address; the path of its file is accepted too. Raises OSError.
    """
    of, new = WORDS[kind]
    root, content = found.root, found.settings.content
    ident = address(ident, f"{content}/{of.folder}")
    path = f"{content}/{of.folder}/{ident}{of.ending}"
    bad = next((part for part in ident.split("/") if not address_parts.is_slug(part)), None)
    if bad is not None:
        return None, [problem("P009", Place(path), name=bad, example=file_names.example(bad))]
    wrong = [*file_names.faults([path], content)]
    if wrong:
        return None, wrong
    tree = walk(root, content)
    fault = _fault(root, tree, of, ident, path)
    if fault is not None:
        return None, [fault]
    place = of.place_of(ident)
    units, examples = _units(root, tree), own_examples.of_site(root, tree)
    within = "" if place in units[:1] else place  # all lies in the place above all
    records = {each: [*_nameable(root, tree, each, within)] for each in {*new.names.values()}}
    level = _level_for(root, tree, of, ident)
    own = {each: site_words.read(root, each) for each in (language, CHINESE)}
    near = Nearby(units, level, found.settings.categories, records, examples, own)
    written = text(kind, ident, language, near, title=title)
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    with (root / path).open("x", encoding="utf-8", newline="\n") as file:
        file.write(written)
    return path, []


def address(typed: str, folder: str) -> str:
    """Return the address of a record as it is meant: that of its file under `folder`, or a part.

    Windows' way to write a path and an ending of the file are accepted.
    """
    ident = typed.strip().replace("\\", "/")
    kind = folder.rpartition("/")[2]
    ident = ident.rpartition(f"/{folder}/")[2].removeprefix("./").strip("/")
    ident = ident.removeprefix(f"{folder}/").removeprefix(f"{kind}/")
    return re.sub(r"(\.(md|ya?ml|txt|markdown))+$", "", ident, flags=re.IGNORECASE)


def quoted(text: str) -> str:
    """Return `text` as a value on one line, in quotation marks where it could mean more."""
    text = " ".join(text.split())
    if re.fullmatch(r"[^\W\d_][\w（）()、，。．·〔〕“”《》/.-]*(?: [\w（）()]+)*", text):
        return text
    return json.dumps(text, ensure_ascii=False)


def _nameable(root: Path, tree: Tree, folder: str, place: str) -> Iterator[str]:
    """Yield a public record of `folder` that one of `place` may name: below that, else any."""
    files = [file for file in tree.files if file.kind == folder]
    below = [file for file in files if file.id.startswith(f"{place}/")] if place else files
    yield from islice((file.id for file in below if _public(root, file.path)), 1)


def _fault(root: Path, tree: Tree, kind: Kind[Any], ident: str, path: str) -> Problem | None:
    """Return what forbids a record of `kind` at `ident`."""
    there = {(file.kind, file.id): file.path for file in tree.files if not file.language}
    folder, is_unit = kind.folder, kind.folder == "units"
    other = there.get((folder, ident))
    if other is not None and folder in OF_UNIT and not is_unit:
        return problem("P235", Place(other))
    if other is not None:
        number = next(n for n in count(2) if (folder, f"{ident}-{n}") not in there)
        example = f"{ident.rpartition('/')[2]}-{number}"
        return problem("P232", Place(other), example=example)
    if is_unit:
        place = ident.rpartition("/")[0]
    elif not any(of == "units" for of, _ in there):
        return problem("P233", Place(path))
    elif folder in OF_NONE:
        return None
    else:
        place = kind.place_of(ident)
        of_it = folder not in OF_UNIT and ("units", ident) in there  # the record has no name yet
        if of_it or (not place and folder != "projects"):  # a project may be the prefecture's
            example = f"{ident}/2018-03" if of_it else f"xian/zhen/{ident}"
            return problem("P234", Place(path), name=ident, example=example)
    if not place:
        return None
    if ("units", place) not in there:
        units = [unit for of, unit in there if of == "units"]
        near = nearest(place, units)
        return problem("P201", Place(path), value=place, nearest=near)
    level = _level(root, there["units", place])
    label = f"\0:{LEVELS[level][0]}"
    wanted, code = kind.level or (level, "")
    if level != wanted:
        return problem(code, Place(path), unit=place, level=label)
    if is_unit and level == ORDER[-1]:
        return problem("P204", Place(path), level=label, parent=place, above=label)
    return None


def _level_for(root: Path, tree: Tree, kind: Kind[Any], ident: str) -> str:
    """Return the level of the unit a new record lies in, or of a new unit; "" if there is none."""
    is_unit = kind.folder == "units"
    place = ident.rpartition("/")[0] if is_unit else kind.place_of(ident)
    units = {f.id: f.path for f in tree.files if f.kind == "units"}
    if is_unit and not place:
        place = next(iter(_units(root, tree)), "")  # what lies at the top lies beneath the root
    if place not in units:
        return ""
    level = _level(root, units[place])
    if not is_unit:
        return level
    folder = ident.rpartition("/")[0]
    beside = [each for each in units if each.rpartition("/")[0] == folder and each != place]
    if beside:  # levels may be missing: where there are towns right beneath, a town it is
        return _level(root, units[beside[0]])
    return ORDER[min(ORDER.index(level) + 1, len(ORDER) - 1)]


def _level(root: Path, file: str) -> str:
    """Return the level a unit's record claims; where that cannot be told, by its address."""
    read, _ = record_file.read(root, file)
    claimed = read.data.get("level") if read else None
    known = {word: code for code, labels in LEVELS.items() for word in (code, *labels)}
    if isinstance(claimed, str) and claimed in known:
        return known[claimed]
    return BY_DEPTH[min(file.partition("units/")[2].count("/") + 1, len(BY_DEPTH) - 1)]


def _public(root: Path, file: str) -> bool:
    """Tell whether a record is public, as far as can be seen without judging it."""
    read, _ = record_file.read(root, file)
    return read is not None and not {"status", "board_only"} & yaml_nodes.filled(read.data).keys()


def _units(root: Path, tree: Tree) -> list[str]:
    """Return the ids of all units, the prefecture's first."""
    files = [file for file in tree.files if file.kind == "units"]
    levels = {f.id: ORDER.index(_level(root, f.path)) for f in files if "/" not in f.id}
    top = min(levels, key=lambda ident: levels[ident], default=None)
    return sorted((file.id for file in files), key=lambda ident: (ident != top, ident))


def _of_unit(ident: str, units: Sequence[str], level: str, examples: Examples) -> dict[str, str]:
    """Return the fields of a unit's record that follow from its address, and its level if known."""
    depth = ident.count("/") + 1 if units else 0
    level = level or BY_DEPTH[min(depth, len(BY_DEPTH) - 1)]
    name = examples.own(SHORT_NAMES[level])
    return {
        "name": f"{name}脱贫攻坚{BODIES[BODY_OF[level]][1]}",
        "short_name": name,
        "division": name,
        "level": level,
        "kind": BODY_OF[level],
        "parent": units[0] if units else "",
    }


class _Form:
    """Writes the fields of a model as lines of YAML."""

    def __init__(
        self,
        tr: typing.Callable[[str], str],
        near: Nearby,
        notes: Mapping[str, str],
        place: str,
        names: Mapping[str, str],
    ) -> None:
        self.tr, self.near, self.notes, self.place, self.names = tr, near, notes, place, names
        self.units, self.labels = near.units, near.own.get(CHINESE, {})

    def fields(
        self,
        model: type[Part],
        values: Mapping[str, str],
        omitted: Collection[str],
        needed: Collection[str] = (),
        *,
        whole: bool = False,
    ) -> tuple[list[str], list[str]]:
        """Return the lines of the fields in use, and those of the others.

        With `whole` all are in use that can be: the group they belong to is switched off itself.
        """
        live: list[str] = []
        rest: list[str] = []
        for name, info in model.model_fields.items():
            if name in omitted:
                continue
            used = info.is_required() or name in needed or name == "status"
            used = used or (whole and name not in APART.get(model, ()))
            block = self._field(name, info, values.get(name), whole=whole or not used)
            lines = live if used else rest
            lines.append(f"# {self.tr(info.description or name)}")
            choices = self.notes.get(name) or _choices(info, self.labels)
            if choices:
                lines.append(f"# {choices}")
            lines.extend(block if used else (f"#{line}" for line in block))
        return live, rest

    def _field(
        self, name: str, info: FieldInfo, value: str | None, *, whole: bool
    ) -> Iterator[str]:
        part = inner(info.annotation)
        if not (isinstance(part, type) and issubclass(part, Part)):
            yield f"{name}: {value or self._example(name, info)}"
            return
        yield f"{name}:"
        live, rest = self.fields(part, {}, (), NEEDED.get(part, ()), whole=whole)
        if is_list(info):
            first = next(n for n, line in enumerate(live) if not line.startswith("#"))
            live[first] = f"- {live[first]}"
            live[first + 1 :] = [f"  {line}" for line in live[first + 1 :]]
            rest = [f"  {line}" for line in rest]
        yield from (f"  {line}" for line in (*live, *rest))

    def _example(self, name: str, info: FieldInfo) -> str:
        example = self.near.examples.own(str(info.examples[0])) if info.examples else ""
        if name in self.names:
            return self._record(name, example)
        names_unit = any(getattr(each, "func", None) is parse_unit for each in validators(info))
        if not names_unit or not self.units or example in self.units:
            return example
        depth = example.count("/")
        return next((unit for unit in self.units if unit.count("/") == depth), self.units[0])

    def _record(self, name: str, example: str) -> str:
        """Return the example of a field that names a record: one of the site, if it has any."""
        ident = example.strip("[]")
        known = self.near.records.get(self.names[name], ())
        if not self.units or ident in known:
            return example
        if known:
            return example.replace(ident, known[0])
        place, _, last = ident.rpartition("/")
        if place in self.units or not place or self.names[name] in OF_NONE:
            return example
        depth = place.count("/")
        near = (unit for unit in self.units if unit.startswith(f"{self.place}/"))
        place = next((unit for unit in near if unit.count("/") == depth), self.place)
        return example.replace(ident, f"{place or self.units[0]}/{last}")


def _choices(info: FieldInfo, own: Words) -> str:
    found = (each.choices for each in validators(info) if isinstance(each, Choice))
    labels = next(found, {})
    return "、".join(f"{code} ({site_words.label(own, each)})" for code, each in labels.items())
