"""The documentation says what the program does; `python -m tests.docs` makes what can be made.

How `problems.md` is held to its codes stands in `test_problems.py`.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from markdown_it import MarkdownIt
from pydantic_core import PydanticCustomError

from generator.model.kinds.registry import KINDS
from generator.parse import amounts, field_types, phones, record_file
from generator.parse.field_types import Part
from generator.parse.model_fields import inner
from tests import docs, docs_zh

CONTENT = docs.DOCS / "content.md"


@pytest.fixture(scope="module")
def content() -> str:
    """Return the guide to writing records."""
    return CONTENT.read_text(encoding="utf-8")


def test_the_tables_of_fields_are_those_of_the_models(content: str) -> None:
    assert docs.content(content) == content


def test_the_tables_for_clerks_are_those_of_the_models() -> None:
    text = (docs.DOCS / "content.zh.md").read_text(encoding="utf-8")
    assert docs_zh.content(text) == text
    assert set(re.findall(r"<!-- fields: (\w+) -->", text)) == set(KINDS)
    example = text.partition("```markdown\n")[2].partition("```")[0]
    source, problems = record_file.parse("content/projects/a/b.md", example.encode())
    assert source is not None, problems
    assert source.data["plan"] == {"start": "2018-05", "finish": "2018-11-30"}


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
        ("Dates", field_types.parse_date, set()),
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


def test_what_is_strong_in_the_documentation_is_strong_where_it_is_read() -> None:
    # CommonMark leaves the stars of **“字”**字 as they are, and so do the hosts of repositories
    for file in (*docs.DOCS.glob("*.md"), *docs.DOCS.parent.glob("*.md")):
        html = MarkdownIt().enable("table").render(file.read_text(encoding="utf-8"))
        words = re.sub("<code.*?</code>", "", html, flags=re.DOTALL)
        assert re.findall(r"(?<![*])[*]{2}(?![*]).{,20}", words) == [], file.name
