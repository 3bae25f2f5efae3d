"""The documentation says what the program does; `python -m tests.docs` makes what can be made.

How `problems.md` is held to its codes stands in `test_problems.py`.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from generator import amounts, fields, phones
from generator.fields import Part
from generator.validation import inner
from tests import docs

CONTENT = docs.DOCS / "content.md"


@pytest.fixture(scope="module")
def content() -> str:
    """Return the guide to writing records."""
    return CONTENT.read_text(encoding="utf-8")


def test_the_tables_of_fields_are_those_of_the_models(content: str) -> None:
    assert docs.content(content) == content


def test_every_kind_of_record_has_its_table(content: str) -> None:
    assert re.findall(r"<!-- fields: (\w+) -->", content) == list(docs.MODELS)


@pytest.mark.parametrize("kind", docs.MODELS)
def test_every_field_says_what_to_write_and_what_it_means(kind: str, content: str) -> None:
    table = content.partition(f"<!-- fields: {kind} -->")[2].partition("<!-- end -->")[0]
    models = [docs.MODELS[kind]]
    while models:
        for name, info in models.pop().model_fields.items():
            rows = re.findall(rf"^\| `{name}` \|(.*)\|$", table, re.MULTILINE)
            assert rows
            for row in rows:
                _, what, english, chinese, _ = (cell.strip() for cell in row.split(" | ", 4))
                assert what
                assert english != chinese
                assert re.search(r"[一-鿿]", chinese)
            part = inner(info.annotation)
            if isinstance(part, type) and issubclass(part, Part):
                models.append(part)


@pytest.mark.parametrize(
    ("heading", "parse", "refused"),
    [
        ("Money", amounts.parse_money, {"125", "125.50"}),
        ("Dates", fields.parse_date, set()),
        ("Phones", phones.parse_phone, set()),
    ],
)
def test_the_examples_are_read_as_they_say(
    heading: str, parse: Callable[[Any], Any], refused: set[str], content: str
) -> None:
    section = content.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    prose = re.sub(r"```.*?```", "", section, flags=re.DOTALL)
    examples = re.findall(r"`([^`]*\d[^`]*)`", prose)
    assert len(examples) >= 4
    for example in examples:
        if example in refused:
            with pytest.raises(PydanticCustomError):
                parse(example)
        else:
            parse(example)


def test_every_link_in_the_documentation_leads_somewhere() -> None:
    for file in docs.DOCS.glob("*.md"):
        text = file.read_text(encoding="utf-8")
        headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        anchors = {re.sub(r"[^\w\- ]", "", each).lower().replace(" ", "-") for each in headings}
        anchors |= set(re.findall(r'<a id="([^"]+)">', text))
        fenced = re.sub(r"^(`{3,}).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)]+)\)", re.sub(r"`[^`]*`", "", fenced)):
            path, _, anchor = target.partition("#")
            if "://" not in path:
                assert not path or (docs.DOCS / path).exists(), f"{file.name}: {target}"
                assert path or anchor in anchors, f"{file.name}: {target}"
