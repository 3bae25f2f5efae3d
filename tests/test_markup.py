"""Markdown made for speed gives what Markdown gives."""

from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.prose import render
from tests.records import steady
from tests.texts import FILE, PIECES, PLAIN, unspared

TEMPLATES = Path(__file__).parent.parent / "templates"


@steady(400)
@given(st.one_of(PIECES, PLAIN, PLAIN))
@example("甲\n[b]: c.md\n\n[乙][b]")
@example("_甲_")
@example("- # 甲\n乙 **丙**")
@example("> 甲 <i>乙</i>\n\n丙 <b>丁</b>")
@example("```\n甲\n```")
@example("~~~\n甲\n~~~")
@example("甲 | 乙\n--|--\n| 丙 | 丁")
@example("    甲\n\n\n乙")
@example("甲\n=")
@example("甲\n>")
@example("    甲\n> 乙")
@example("> 甲\n> \x0b\n> 乙\n\n> 丙\n> 丁\n\n- > 戊")
@example("- \u3000甲\n- \u3000")
@example("- 甲\n[乙]: c.md\n丙")
@example("- 甲\n\n- 乙\n- \u3000\n\n01. 丙\n1. 丁\n\n- - 戊\n    - 己\n\n    - 庚")
@example("# #甲 \\\n\n- # 乙\n丙\n\n    丁\n- 戊\n    己")
@example("> # 甲\n> - 乙\n>   ***丙*丁**\n>\n>       戊\n")
@example("甲**乙**丙***丁**戊* **己 ** ** 庚** **辛_壬**_ **癸*甲***乙** **** **丙\\*丁**")
@example("- 甲 **乙**\n    - *丙* ** 丁**\n\n## **戊\n> 己**")
@example("3. 甲\n\n    | a | `b|` |\n    |:-:|--:|\n    | c \\| d | |\n\n    乙  \n    丙")
def test_sparing_plain_text_what_it_does_not_need_changes_nothing(body: str) -> None:
    assert render(body, FILE) == unspared(body)


def test_sparing_changes_nothing_of_the_texts_that_are_shipped() -> None:
    for path in sorted((TEMPLATES.parent / "content").rglob("*.md")):
        body = path.read_text("utf-8")
        assert render(body, FILE) == unspared(body), path


@pytest.mark.parametrize("sign", ["&", "<", ">", "\xa0", "\0", "\r", "\x02", "<b>", "[x](y.md)"])
@pytest.mark.parametrize(
    "around", ["{}", "## {}", "- {}", "**{}**", "    {}", "a | b\n--|--\n{} |"]
)
def test_whatever_else_stands_in_a_text_is_cleaned(sign: str, around: str) -> None:
    body = around.format(f"甲{sign}乙")
    assert render(body, FILE) == unspared(body)


def test_a_quotation_within_others_is_one_only_where_it_is_not_too_deep() -> None:
    deep = "markdown.blockprocessors.util.nearing_recursion_limit"
    with patch(deep, return_value=True):
        assert render("- > 甲", FILE) == unspared("- > 甲")
        assert "blockquote" not in render("- > 甲", FILE).html
    assert "blockquote" in render("- > 甲", FILE).html


def test_a_text_of_more_levels_than_others_have_is_a_text_like_any_other() -> None:
    body = "\n\n".join("    " * n + "- x" for n in range(600))
    assert render(body, FILE) == unspared(body)
    assert render(body, FILE).html.count("<li>") == 600
