"""The kinds of record there are, as their modules declare them, held against each other."""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from generator.model.kinds.declaration import Kind, KindError
from generator.model.levels import LEVELS
from generator.parse import field_names, model_fields

SHARED = {"__init__", "declaration", "kind", "registry"}
"""The modules of this package that declare no kind."""


def declared() -> Iterator[Kind[Any]]:
    """Yield the kind of each module of this package.

    The folder is the list of them: so no kind can be forgotten here, and a new one touches no file
    that is about all. Raises KindError.
    """
    for name in sorted({path.stem for path in Path(__file__).parent.glob("*.py")} - SHARED):
        try:
            kind = import_module(f"{__package__}.{name}").KIND
        except (AttributeError, TypeError) as error:  # no KIND, or one that lacks what it must have
            raise KindError(f"kinds/{name}.py declares no whole kind: {error}") from error
        yield kind


def in_order(every_kind: Sequence[Kind[Any]]) -> dict[str, Kind[Any]]:
    """Return kinds by their folders, in their order.

    Raises KindError where two contradict each other, or one names what there is not.
    """
    found = {kind.folder: kind for kind in sorted(every_kind, key=lambda each: each.order)}
    every = found.values()
    claims: dict[str, list[tuple[Kind[Any], object]]] = {
        "folder": [(kind, kind.folder) for kind in every_kind],
        "order": [(kind, kind.order) for kind in every],
        "word of `portal new`": [(kind, kind.new.word) for kind in every if kind.new],
        "table of words": [(kind, table) for kind in every for table in kind.words()],
        "rule": [(kind, duty.rule) for kind in every for duty in kind.duties],
    }
    for what, claimed in claims.items():
        owner: dict[object, Kind[Any]] = {}
        for kind, value in claimed:
            if owner.setdefault(value, kind) is not kind:
                said = f"has the {what} “{value}”, as has “{owner[value].folder}”"
                raise KindError(f"the kind “{kind.folder}” {said}")
    for kind in every:
        for fault in _lost(kind, found):
            raise KindError(f"the kind “{kind.folder}” {fault}")
    return found


def _lost(kind: Kind[Any], kinds: Mapping[str, Kind[Any]]) -> Iterator[str]:
    """Yield what a kind names that is not there."""
    for name, folder in kind.new.names.items() if kind.new else ():
        if folder not in kinds:
            yield f"has a field “{name}” that names records of “{folder}”, which is no kind"
    told = kind.new.names if kind.new else {}
    for name in sorted({*_naming(kind.model)} - told.keys()):
        yield f"has a field “{name}” that names a record, and does not say of which kind: New.names"
    for duty in kind.duties:
        if duty.section and duty.section not in kinds:
            yield f"shows its rule “{duty.rule}” in the section “{duty.section}”, which is no kind"
    if kind.level is not None and kind.level[0] not in LEVELS:
        yield f"belongs to the level “{kind.level[0]}”, which there is not"


def _naming(model: type[BaseModel]) -> Iterator[str]:
    """Yield the fields of a record, and of its groups, that hold the address of another record."""
    for name, info in model.model_fields.items():
        if model_fields.names_record(info):
            yield name
        within = model_fields.inner(info.annotation)
        if isinstance(within, type) and issubclass(within, BaseModel):
            yield from _naming(within)


def _named(kinds: Mapping[str, Kind[Any]]) -> dict[str, str]:
    """Return of which kind the record is that a field names, by the name of the field.

    Sheets and histories have no more than that. Raises KindError where two kinds mean two.
    """
    found: dict[str, tuple[str, str]] = {}
    for kind in kinds.values():
        for name, folder in kind.new.names.items() if kind.new else ():
            of, other = found.setdefault(name, (folder, kind.folder))
            if of != folder:
                said = f"names records of “{folder}” by “{name}”, and “{other}” those of “{of}”"
                raise KindError(f"the kind “{kind.folder}” {said}")
    return {name: folder for name, (folder, _) in found.items()}


KINDS = in_order([*declared()])
NAMED_KINDS = _named(KINDS)
"""Fields that name a unit are not among them."""
field_names.know({folder: kind.model for folder, kind in KINDS.items()})
OF_UNIT = tuple(folder for folder, kind in KINDS.items() if kind.lies == "as_unit")
"""Kinds whose records have the id of the unit they belong to."""
OF_NONE = tuple(folder for folder, kind in KINDS.items() if kind.lies == "anywhere")
"""Kinds whose records belong to no unit by their path; of all others the folder says the unit."""
LISTS = {folder: kind.lists for folder, kind in KINDS.items() if kind.lists}
"""The lists of each kind that has some."""
COMMAND = tuple(folder for folder, lists in LISTS.items() if lists.on_duties)
"""Kinds that stand on a unit's page of duties."""
DUTIES = tuple(
    sorted(
        ((folder, duty) for folder, kind in KINDS.items() for duty in kind.duties),
        key=lambda each: each[1].order,
    )
)
"""The rules in their order, each with the kind that answers for it."""


def place_of(kind: str, ident: str) -> str:
    """Return the id of the unit a record belongs to; "" when it belongs to none in particular."""
    return KINDS[kind].place_of(ident)


def url_of(kind: str, ident: str) -> str:
    """Return the address of a record's page, or of its part of one."""
    return KINDS[kind].url(ident)
