"""What every type of field begins with: the text that was typed, and how it is refused."""

from typing import Any

from pydantic_core import PydanticCustomError


def wrong(code: str, value: str, **more: str) -> PydanticCustomError:
    """Return the error that refuses `value` with `code`; `more` fills its message and hint."""
    return PydanticCustomError(code, "{value}", {"value": value, **more})


def scalar(value: Any) -> str:
    """Return the scalar that the clerk typed, or say that this is no scalar."""
    if not isinstance(value, str):
        raise PydanticCustomError("P110", "not text")
    return value
