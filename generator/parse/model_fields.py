"""What the declaration of a field says: what it holds, if it is a list, what it goes through."""

import types
import typing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo


def inner(annotation: Any) -> Any:
    """Return what `X | None`, `list[X]` and `dict[str, X]` hold: X."""
    while True:
        origin = typing.get_origin(annotation)
        if origin in (typing.Union, types.UnionType):
            annotation = next(
                each for each in typing.get_args(annotation) if each is not type(None)
            )
        elif origin in (list, tuple, dict):
            annotation = typing.get_args(annotation)[-1 if origin is dict else 0]
        else:
            return annotation


def validators(info: "FieldInfo") -> list[Any]:
    """Return what a field's text goes through: the metadata of its annotation."""
    options = (info.annotation, *typing.get_args(info.annotation))
    return [*info.metadata, *(m for each in options for m in getattr(each, "__metadata__", ()))]


def is_list(info: "FieldInfo") -> bool:
    """Tell whether a field is a list, if it is there."""
    options = (info.annotation, *typing.get_args(info.annotation))
    return any(typing.get_origin(each) is list for each in options)


def names_record(info: "FieldInfo") -> bool:
    """Tell whether a field holds the address of a record, or several."""
    from generator.parse.field_types import parse_record  # noqa: PLC0415 (that reads models with this)

    through = (*info.metadata, *getattr(inner(info.annotation), "__metadata__", ()))
    return any(getattr(each, "func", None) is parse_record for each in through)
