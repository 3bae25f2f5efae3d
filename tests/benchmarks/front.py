"""Front matter as someone would write it who wants it read quickly: nothing that says nothing."""

import json
import re
from datetime import date
from typing import Any

import yaml

from tests.benchmarks.records import View

DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def least(view: View) -> View:
    """Return a view without empty texts, lists and mappings, None and False; days are dates.

    A number stays, 0 too: what 0 means only its template knows.
    """
    found = {name: _least(value) for name, value in view.items()}
    return {name: value for name, value in found.items() if value or type(value) is int}


def _least(value: Any) -> Any:
    if isinstance(value, dict):
        return least(value)
    if isinstance(value, list):
        return [_least(each) for each in value]
    if isinstance(value, str) and DAY.fullmatch(value):
        return date.fromisoformat(value)
    return value


def as_yaml(view: View) -> str:
    """Return front matter in YAML, each value on a line of its own."""
    return f"---\n{yaml_of(view)}---\n"


def yaml_of(view: View) -> str:
    """Return a mapping in YAML."""
    text = yaml.dump(
        view,
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=10_000,
    )
    return str(text)


def as_toml(view: View) -> str:
    """Return front matter in TOML, rows on a line each."""
    lines = "".join(f"{_key(name)} = {_rows(value)}\n" for name, value in view.items())
    return f"+++\n{lines}+++\n"


def _rows(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "".join(["[\n", *(f"  {_toml(each)},\n" for each in value), "]"])
    return _toml(value)


def _toml(value: object) -> str:
    match value:
        case dict():
            pairs = (f"{_key(name)} = {_toml(each)}" for name, each in value.items())
            return f"{{{', '.join(pairs)}}}"
        case list():
            return f"[{', '.join(map(_toml, value))}]"
        case date():
            return value.isoformat()
        case _:  # texts, numbers and truth are written as in JSON
            return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _toml(name)
