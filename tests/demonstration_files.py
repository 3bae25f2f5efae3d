"""How demonstration records are written down: as a clerk would type them."""

from typing import Any

import yaml


class _Dumper(yaml.SafeDumper):
    """Plain text without quotation marks, lists indented: as a clerk would type it."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 (read as text, see source.py)

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def as_yaml(fields: dict[str, Any]) -> str:
    """Return fields as a clerk would type them."""
    text = yaml.dump(
        fields,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=10_000,
        default_flow_style=False,
    )
    assert isinstance(text, str)
    return text


def markdown(fields: dict[str, Any], body: str) -> bytes:
    """Return the file of a record that has a text."""
    return f"---\n{as_yaml(fields)}---\n\n{body.strip()}\n".encode()


class Flow(list[str]):
    """A list written on one line."""


_Dumper.add_representer(
    Flow,
    lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True),
)
