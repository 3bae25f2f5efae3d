"""Markdown is read as CommonMark and GitHub read it, but where that is wrong in Chinese."""

from pathlib import Path

import pytest

from generator.parse.markdown_text import render
from tests.texts import FILE

CONTENT = Path(__file__).parent.parent / "content"


def html(body: str) -> str:
    return render(body, FILE).html


def codes(body: str) -> list[str]:
    return [fault.code for fault in render(body, FILE).faults]


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ("**重点：**后面", "<p><strong>重点：</strong>后面</p>"),
        ("前面**（重点）**后面", "<p>前面<strong>（重点）</strong>后面</p>"),
        ("共**50%**的户", "<p>共<strong>50%</strong>的户</p>"),
        ("*《通知》*已印发", "<p><em>《通知》</em>已印发</p>"),
        ("**“三个捆绑”**2018年起", "<p><strong>“三个捆绑”</strong>2018年起</p>"),
        ("\\**重点：**后面", "<p>**重点：**后面</p>"),
        ("`**重点：**后面`", "<p><code>**重点：**后面</code></p>"),
        ("**foo(bar)**baz", "<p>**foo(bar)**baz</p>"),
        ("电话138****1234", "<p>电话138****1234</p>"),
        ("3*4*5", "<p>3<em>4</em>5</p>"),
    ],
)
def test_stars_beside_full_width_signs_are_signs_of_emphasis(body: str, made: str) -> None:
    assert html(body) == made


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ("3~5月，6~8月", "<p>3~5月，6~8月</p>"),
        ("~~3~5月~~，6~8月", "<p><del>3~5月</del>，6~8月</p>"),
        ("~~删去~~", "<p><del>删去</del></p>"),
    ],
)
def test_a_lone_tilde_is_a_range_and_strikes_nothing_out(body: str, made: str) -> None:
    assert html(body) == made


def test_all_signs_for_private_use_may_stand_in_a_text() -> None:
    signs = "".join(chr(code) for code in range(0xE000, 0xE040))
    assert signs in html(f"{signs}**重点：**后面，~~3~5月~~")


@pytest.mark.parametrize(
    ("body", "href", "after"),
    [
        ("见https://example.org/a，谢谢", "https://example.org/a", "，谢谢"),
        ("见 https://example.org/a?b=c&d. 好", "https://example.org/a?b=c&amp;d", ". 好"),
        ("（https://example.org/）", "https://example.org/", "）"),
        ("(https://example.org/a_(b))", "https://example.org/a_(b)", ")"),
    ],
)
def test_a_bare_address_is_a_link_up_to_the_words_after_it(
    body: str, href: str, after: str
) -> None:
    assert f'<a href="{href}">{href}</a>{after}' in html(body)


@pytest.mark.parametrize("body", ["https://1.2.3.4.5/", "`https://example.org/`", "http://甲"])
def test_what_is_no_address_stays_text(body: str) -> None:
    assert "<a" not in html(body)
    assert codes(body) == []


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ("* 甲\n  * 乙", "<ul><li>甲<ul><li>乙</li></ul></li></ul>"),
        ("1. 一组\n   - 修路", "<ol><li>一组<ul><li>修路</li></ul></li></ol>"),
        ("- 甲\n    - 乙", "<ul><li>甲<ul><li>乙</li></ul></li></ul>"),
        ("内容：\n- 甲\n- 乙", "<p>内容：</p><ul><li>甲</li><li>乙</li></ul>"),
        ("+ 甲", "<ul><li>甲</li></ul>"),
        ("3) 甲\n4) 乙", '<ol start="3"><li>甲</li><li>乙</li></ol>'),
        ("- [ ] 甲\n- [x] 乙", "<ul><li>☐ 甲</li><li>☑ 乙</li></ul>"),
        ("1. 甲\n1. 乙", "<ol><li>甲</li><li>乙</li></ol>"),
        # as mdformat leaves 3, 7 and 12, see findings/formatters-give-items-other-numbers.sh
        ("3. 甲\n1. 乙\n1. 丙", '<ol start="3"><li>甲</li><li>乙</li><li>丙</li></ol>'),
        ("2. 甲\n1. 乙", '<ol start="2"><li>甲</li><li value="1">乙</li></ol>'),
        ("1. 甲\n2. 乙\n4. 丙", '<ol><li>甲</li><li>乙</li><li value="4">丙</li></ol>'),
        (
            "2018. 修路\n2016. 引水",
            '<ol start="2018"><li>修路</li><li value="2016">引水</li></ol>',
        ),
        ("1、甲\n2、乙", "<p>1、甲\n2、乙</p>"),
    ],
)
def test_lists_lie_in_one_another_and_have_the_numbers_that_were_typed(
    body: str, made: str
) -> None:
    assert html(body) == made
    assert codes(body) == []


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ("甲  \n乙\\\n丙", "<p>甲<br>乙<br>丙</p>"),
        ("面积<5亩 & 3", "<p>面积&lt;5亩 &amp; 3</p>"),
        ("a_b_c $1$ &copy;", "<p>a_b_c $1$ ©</p>"),
        ("\u3000\u3000甲", "<p>\u3000\u3000甲</p>"),
        ("甲\n===", '<h2 id="text-甲">甲</h2>'),
        ("> 甲\n>> 乙", "<blockquote><p>甲</p><blockquote><p>乙</p></blockquote></blockquote>"),
        ("甲|乙", "<p>甲|乙</p>"),
        ("[甲][路]\n\n[路]: https://example.org", '<p><a href="https://example.org">甲</a></p>'),
    ],
)
def test_what_else_commonmark_has_is_there(body: str, made: str) -> None:
    assert html(body) == made
    assert codes(body) == []


def test_a_table_may_stand_right_after_a_line_of_text() -> None:
    made = html("金额：\n| 甲 | 乙 |\n|:-:|--|\n| a \\| b | |\n| 丙 |")
    assert made == (
        '<p>金额：</p><table><thead><tr><th class="center">甲</th><th>乙</th></tr></thead><tbody>'
        '<tr><td class="center">a | b</td><td></td></tr>'
        '<tr><td class="center">丙</td><td></td></tr></tbody></table>'
    )


def test_footnotes_stand_at_the_end_and_lead_there_and_back() -> None:
    made = html("甲[^注]乙[^2]\n\n[^2]: 二\n[^注]: 一\n[^3]: 三\n\n丙[^没有]")
    assert made == (
        '<p>甲<sup id="text-from-1"><a href="#text-note-1">[1]</a></sup>'
        '乙<sup id="text-from-2"><a href="#text-note-2">[2]</a></sup></p><p>丙[^没有]</p><hr><ol>'
        '<li id="text-note-1"><p>一</p> <a href="#text-from-1">↩</a></li>'
        '<li id="text-note-2"><p>二</p> <a href="#text-from-2">↩</a></li><li><p>三</p></li></ol>'
    )
    assert codes("甲[^注]\n\n[^注]: 一") == []


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("[备注]: 资金已经到账。", (0, 1)),
        ("- [备注]: 资金已经到账。", (0, 3)),
        ("> [备注]: 资金已经到账。", (0, 3)),
        ("甲\n\n[备注]: <资金>\n乙", (2, 1)),
        ("[备注]:\n资金已经到账。", (0, 1)),
        ("[备注]: 资金 '已经到账'\n\n甲", (0, 1)),
        ("[a]: https://example.org\n[A]: 资金\n\n[a]", (1, 1)),
        ("甲\n\n  [ 备\n注 ]: 资金", (2, 3)),
    ],
)
def test_a_line_that_reads_like_the_address_of_a_link_is_named(
    body: str, place: tuple[int, int]
) -> None:
    [fault] = render(body, FILE).faults
    assert (fault.code, (fault.line, fault.column)) == ("P710", place)


@pytest.mark.parametrize(
    "body",
    [
        "[//]: # (待核)",
        "[comment]: <> (待核)",
        "[甲]\n\n[甲]: https://example.org",
        "![甲][图]\n\n[图]: a.jpg",
        "`[备注]: 资金`",
        "    [a]: b",
        "文字 [备注]: 资金已经到账。",
        "文字\n[备注]: 资金已经到账。",
        "\\[备注]: 资金",
        "[备注]：资金",
        "甲[^1]\n\n[^1]: 乙",
    ],
)
def test_what_is_shown_or_used_or_a_remark_is_not_named(body: str) -> None:
    assert codes(body) == []


@pytest.mark.parametrize(
    ("body", "cells"),
    [
        ("| 甲 | 乙 |\n|--|--|\n| 一 | 二 | 三 |", "三"),
        ("甲|乙\n--|--\n一|二|三|四", "三|四"),
        ("> | 甲 |\n> |--|\n> | 一 | 二 |", "二"),
        ("- | 甲 |\n  |--|\n  | 一 | `二` |", "`二`"),
    ],
)
def test_cells_that_the_head_of_a_table_has_no_room_for_are_named(body: str, cells: str) -> None:
    [fault] = render(body, FILE).faults
    assert (fault.code, fault.values) == ("P711", (("cells", cells),))
    assert body.split("\n")[fault.line][fault.column - 1 :].startswith(cells)


@pytest.mark.parametrize(
    "body", ["| 甲 |\n|--|\n| 一 |  |", "甲|乙\n--|--\n一", "| 甲 |\n|--|\n| 一 \\| 二 |"]
)
def test_cells_without_words_may_be_too_many_or_too_few(body: str) -> None:
    assert codes(body) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("</div>", "P704"),
        ("甲</b>", "P704"),
        ("甲</sub>乙", "P704"),
        ("- 甲</p>", "P704"),
        ("<div>\n<p 甲\n\n乙", "P704"),
        ("<!-- 甲\n\n乙", "P712"),
        ("甲\n\n<!-- 乙 -->\n\n<!-- 丙", "P712"),
        ("``` 甲乙\nx\n```", "P715"),
        ("```\n甲", "P716"),
        ("> ```\n> 甲\n\n乙", "P716"),
        ("甲\n\n    乙", "P714"),
        ("#甲", "P713"),
        ("甲\n##乙", "P713"),
        ("| 甲 | 乙 |\n|---|", "P713"),
        ("[甲](a b.md)", "P713"),
    ],
)
def test_what_vanishes_or_looks_otherwise_is_named(body: str, code: str) -> None:
    assert code in codes(body)


@pytest.mark.parametrize(
    "body",
    [
        "10<sup>2</sup>",
        "<!-- 甲 -->乙<br/>",
        "```yaml\na: 甲\n```",
        "~~~\n甲\n~~~~",
        "    a = 1",
        "#1标段",
        "\\#甲",
        "A | B",
        "第[1](https://example.org/a(b))款",
        "\\[甲](a b)",
    ],
)
def test_what_is_shown_as_it_was_meant_is_not_named(body: str) -> None:
    assert codes(body) == []


def test_no_text_that_is_shipped_has_anything_wrong_with_it() -> None:
    for path in sorted(CONTENT.rglob("*.md")):
        body = path.read_text("utf-8").split("---\n", 2)[2]
        assert codes(body) == [], path
