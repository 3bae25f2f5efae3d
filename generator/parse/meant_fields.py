"""Names that are no fields: which field each was probably meant to be, and what it says as that.

A clerk who wrote 标题 for 文件标题 is told so, and of what stands there what would be told once the
name is right; that the field is missing would be false.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.base import labels
from generator.base.findings import Finding, Step
from generator.base.messages import CHINESE, ENGLISH, catalogue
from generator.base.spelling import like
from generator.parse import field_synonyms, yaml_fields
from generator.parse.model_fields import inner, is_list
from generator.parse.yaml_nodes import Raw

Path = tuple[Step, ...]
MANY = 300
"""How many things may be wrong in a file for each to be told what was probably meant."""


@dataclass
class Meant:
    """Fields as they were probably meant, and where what is at a path of them was typed."""

    data: dict[str, Raw] = field(default_factory=dict)
    typed: dict[Path, Path] = field(default_factory=dict)
    names: list[Finding] = field(default_factory=list)
    """That each name which is none is none, with the field that it was meant to be."""

    def place(self, path: Path) -> Path:
        """Return where that was typed which is at `path` of these fields."""
        for n in range(len(path), 0, -1):
            if path[:n] in self.typed:
                return (*self.typed[path[:n]], *path[n:])
        return path

    def together(self, first: Iterable[Finding], then: Iterable[Finding]) -> list[Finding]:
        """Return what is found of the fields as typed, and what else of them as meant."""
        more = [*then]
        found = [each for each in first if each.code != "P101" or each in more]
        strange = {each.path for each in found if each.code == "P109"}
        for each in (*self.names, *more):
            typed = each.typed or self.place(each.path)
            if each in found or typed in strange:
                continue
            found.append(each if typed == each.path else replace(each, typed=typed))
        return found


def of(model: type[BaseModel], data: dict[str, Raw]) -> Meant | None:
    """Return the fields as they were probably meant; None where all stand as they should."""
    found = Meant()
    found.data = _group(model, data, (), (), found)
    return found if found.typed else None


def _group(
    model: type[BaseModel], data: dict[str, Raw], typed: Path, path: Path, found: Meant
) -> dict[str, Raw]:
    codes = by_name(model, data)
    group: dict[str, Raw] = {}
    for name, value in data.items():
        code = codes.get(name, name)
        if code != name:
            found.typed[*path, code] = (*typed, name)
            told = no_field(model, (*path, name), [code], nearest=code)
            found.names.append(replace(told, typed=(*typed, f"^{name}")))
        info = model.model_fields.get(code)
        step: tuple[Path, Path] = ((*typed, name), (*path, code))
        group[code] = _value(info, value, *step, found) if info else value
    return group


def _value(info: FieldInfo, value: Raw, typed: Path, path: Path, found: Meant) -> Raw:
    part = inner(info.annotation)
    within = part if isinstance(part, type) and issubclass(part, BaseModel) else None
    if is_list(info) and value and isinstance(value, dict if within else str):
        found.typed[*path, 0] = typed  # one item that stands where the list should
        value = [value]
        return [_item(within, value[0], typed, (*path, 0), found)]
    if isinstance(value, list):
        return [_item(within, each, (*typed, n), (*path, n), found) for n, each in enumerate(value)]
    return _item(within, value, typed, path, found)


def _item(model: type[BaseModel] | None, value: Raw, typed: Path, path: Path, found: Meant) -> Raw:
    if model and isinstance(value, dict):
        return _group(model, value, typed, path, found)
    return value


def no_field(model: type[BaseModel], path: Path, among: Iterable[str], *, nearest: str) -> Finding:
    """Return that a name is none of a field, with those it may be, and the one it is most like."""
    key = str(path[-1])
    values = {"known": labels.fields(model, among)}
    values["nearest"] = labels.fields(model, [nearest]) if nearest else ""
    return Finding("P109", (*path[:-1], f"^{key}"), (("key", key), *values.items()))


def by_name(model: type[BaseModel], data: Mapping[str, Raw]) -> dict[str, str]:
    """Return the field that each name of `data` which is none was probably meant to be.

    No field is meant twice, nor one that is there. Words that clerks have for it come first, then
    names that are a part of its own, then those that are like it.
    """
    strange = [name for name in data if name not in model.model_fields]
    strange = [name for name in strange if name[:1] not in yaml_fields.MISNAMED][:MANY]
    found: dict[str, str] = {}
    for look in (_synonym, _within, _like):
        for name in strange:
            free = [each for each in model.model_fields if each not in data]
            free = [each for each in free if each not in found.values()]
            free = [each for each in free if _holds(model.model_fields[each], data[name])]
            code = "" if name in found else look(model, name, free)
            if code:
                found[name] = code
    return found


def perhaps(model: type[BaseModel], name: str, data: Mapping[str, Raw]) -> list[str]:
    """Return the fields that a name may stand for of which `by_name` cannot tell the one."""
    free = {each: info for each, info in model.model_fields.items() if each not in data}
    labelled = _labelled(model, [each for each in free if _holds(free[each], data[name])])
    return [*dict.fromkeys(labelled[each] for each in like(name.strip(), labelled))]


def _holds(info: FieldInfo, value: Raw) -> bool:
    """Tell whether a value is of the kind of a field: a text may stand for anything."""
    if isinstance(value, str):
        return True
    part = inner(info.annotation)
    group = isinstance(part, type) and issubclass(part, BaseModel)
    return group if isinstance(value, dict) else is_list(info)


def _synonym(_model: type[BaseModel], name: str, free: Container[str]) -> str:
    return field_synonyms.code(name, free)


def _within(model: type[BaseModel], name: str, free: Sequence[str]) -> str:
    """Return the one field that has `name` in its own: 项目 in 公示的是哪些项目."""
    has = {code for label, code in _labelled(model, free).items() if name.strip() in label}
    return next(iter(has)) if len(has) == 1 and len(name.strip()) > 1 else ""


def _like(model: type[BaseModel], name: str, free: Sequence[str]) -> str:
    labelled = _labelled(model, free)
    found = {labelled[each] for each in like(name.strip(), labelled)}
    return next(iter(found)) if len(found) == 1 else ""


def _labelled(model: type[BaseModel], free: Iterable[str]) -> dict[str, str]:
    """Return fields by what they are called: their codes, and their names in either language."""
    free = [*free]
    found = {name: name for name in free}
    for each in free:
        found.update((label, each) for label in _labels(model, each) if label not in found)
    return found


def _labels(model: type[BaseModel], name: str) -> Iterator[str]:
    meaning = model.model_fields[name].description or name
    for language in (CHINESE, ENGLISH):
        yield labels.name(meaning, catalogue(language).gettext)
