"""Findings: what is wrong within one record, before it is known where in its file that stands."""

from dataclasses import dataclass
from typing import TypeAlias

Step: TypeAlias = "str | int"
"""A step on the way to a field: a key of a group, or an index in a list."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem at a path of keys and indexes within a record; `record_file.places` finds the line.

    A last step that starts with "^" means the key itself, not its value.
    """

    code: str
    path: tuple[Step, ...]
    values: tuple[tuple[str, str], ...] = ()
    first: tuple[Step, ...] | None = None
    typed: tuple[Step, ...] | None = None
    """Where it stands, if that was typed under other names than those of `path`."""


def finding(code: str, *path: Step, **values: str | float) -> Finding:
    """Make a finding; see `problems.problem` for what values may be."""
    return Finding(code, path, tuple((name, str(value)) for name, value in values.items()))
