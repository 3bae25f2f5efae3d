"""Texts without markup: what a reader of plain text needs stands there as in Markdown."""

import pytest

from generator.parse import markdown_text, plain_text


def text(body: str) -> str:
    return plain_text.of(markdown_text.render(body, "projects/jia/x.md").html)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("路修好了。", "路修好了。"),
        ("a < b & c > d", "a < b & c > d"),
        ("# 一\n\n二**三**四", "## 一\n\n二三四"),
        ("一\n二\n\n三", "一\n二\n\n三"),
        ("一  \n二", "一\n二"),
        ("~~一~~二", "~~一~~二"),
        ("- 一\n- 二\n  - 三\n- 四", "- 一\n- 二\n  - 三\n- 四"),
        ("3. 一\n4. 二", "3. 一\n4. 二"),
        ("- 一\n\n  二\n\n三", "- 一\n  二\n\n三"),
        ("> 一\n> 二\n\n三", "> 一\n> 二\n\n三"),
        ("```\na  b\n  c\n```\n\n三", "```\na  b\n  c\n```\n\n三"),
        ("一 `a_b` 二", "一 a_b 二"),
        ("一\n\n---\n\n二", "一\n\n---\n\n二"),
        ("| 甲 | 乙 |\n|---|--:|\n| 1 | 2 |\n\n三", "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n\n三"),
        ("[上村](../../units/jia.md#x)", "[上村](/units/jia.md#x)"),
        ('[上村](a.md "题")', "[上村](/projects/jia/a.md)"),
        ("[网](https://example.org/?a=1&b=2)", "[网](https://example.org/?a=1&b=2)"),
        ("![路](p.jpg)", "![路](/projects/jia/p.jpg)"),
        ("# 一\n\n见[上](#一)", "## 一\n\n见上"),
        ("一[^1]\n\n[^1]: 注", "一[1]\n\n---\n\n1. 注\n   ↩"),
        ("", ""),
    ],
)
def test_structure_is_shown_by_signs(body: str, said: str) -> None:
    assert text(body) == said


def test_nothing_is_in_it_that_the_page_does_not_show() -> None:
    assert text('一<!-- 保密 -->二<span title="保密">三</span>') == "一二三"
