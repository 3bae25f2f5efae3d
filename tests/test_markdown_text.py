"""Markdown becomes HTML that can do no harm, and what cannot be kept is said, with its line."""

import re
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given

from generator.base.messages import CHINESE, ENGLISH
from generator.base.problems import Place, problem
from generator.model import problem_words
from generator.parse.markdown_text import Prose, fill, render, targets_of
from generator.parse.safe_html import ATTRIBUTES, TAGS
from tests.records import steady
from tests.texts import FILE, PIECES, Seen

TEMPLATES = Path(__file__).parent.parent / "templates"


def html(body: str) -> str:
    return render(body, FILE).html.strip()


def faults(body: str) -> list[str]:
    """Return the faults of a text as `line code value`, the line from 1."""
    found = []
    for code, line, column, values in render(body, FILE).faults:
        made = problem(code, Place(FILE, line + 1, column), **dict(values))
        assert all(
            problem_words.message(made, tag) and problem_words.hint(made, tag)
            for tag in (CHINESE, ENGLISH)
        )
        found.append(" ".join([str(line + 1), code, *(value for _, value in values)]))
    return found


def safe(text: str) -> Seen:
    """Hold HTML to what may be there at all."""
    seen = Seen(text)
    for tag, attributes in seen.tags:
        assert tag in TAGS
        for name, value in attributes.items():
            assert name in ATTRIBUTES.get(tag, ())
            if name in ("href", "src"):
                assert re.match(r"(https?|mailto|tel):|@/|#|(?!//)[^:]*$", value or ""), value
    return seen


# ---- what is written


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ("**重** *轻*", "<p><strong>重</strong> <em>轻</em></p>"),
        ("- 一\n- 二", "<ul><li>一</li><li>二</li></ul>"),
        ("3. 三", '<ol start="3"><li>三</li></ol>'),
        ("> 引", "<blockquote><p>引</p></blockquote>"),
        ("`<b>` 与 2 < 3 & 4", "<p><code>&lt;b&gt;</code> 与 2 &lt; 3 &amp; 4</p>"),
        ("<示例>文字", "<p>&lt;示例&gt;文字</p>"),
        ("10<sup>2</sup><br>m", "<p>10<sup>2</sup><br>m</p>"),
        ("", ""),
        (" \n\n ", ""),
    ],
)
def test_plain_markdown_becomes_plain_html(body: str, made: str) -> None:
    assert html(body) == made
    assert faults(body) == []


def test_a_table_keeps_its_alignment() -> None:
    made = html("| 路段 | 长度 |\n|:--|--:|\n| 一组 | 1 |")
    assert '<th class="left">路段</th>' in made
    assert '<td class="right">1</td>' in made
    assert "style" not in made


def test_a_first_heading_is_of_the_second_level_as_the_page_has_its_own() -> None:
    assert html("# 甲\n\n### 乙") == '<h2 id="text-甲">甲</h2><h3 id="text-乙">乙</h3>'


def test_a_heading_is_named_by_its_words_without_their_signs() -> None:
    made = html("## **甲** `乙` a\\_b &amp; <sub>2</sub>")
    assert re.findall(r'id="([^"]+)"', made) == ["text-甲-乙-a_b-2"]


def test_headings_of_the_same_words_have_ids_of_their_own() -> None:
    ids = re.findall(r'id="([^"]+)"', html("## 甲\n\n## 甲\n\n## 甲_1\n\n## !\n\n## ?"))
    assert len(ids) == len(set(ids)) == 5


def test_no_heading_takes_an_id_that_a_page_has_itself() -> None:
    own = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'\bid="([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert {"main", "supervisors"} <= own
    assert not any(name.startswith("text-") for name in own)
    made = html("\n\n".join(f"## {name}" for name in sorted(own)))
    assert not own & set(re.findall(r'id="([^"]+)"', made))


# ---- links


def links(body: str, file: str = FILE) -> list[str]:
    return [target for target, *_ in render(body, file).links]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2018-qiao.md", "projects/jia/dong/2018-qiao.md"),
        ("./2018-qiao.md", "projects/jia/dong/2018-qiao.md"),
        ("../xi/2018-qiao.md", "projects/jia/xi/2018-qiao.md"),
        ("/units/jia.yaml", "units/jia.yaml"),
        ("/units/../pages/about.md", "pages/about.md"),
        ("/units/jia.yaml#supervisors", "units/jia.yaml"),
        ("a%20b.md", "projects/jia/dong/a b.md"),
        ("路.md", "projects/jia/dong/路.md"),
        ("<a b.md>", "projects/jia/dong/a b.md"),
        ("2018-qiao.md '标题'", "projects/jia/dong/2018-qiao.md"),
        ("a.md?b=c", "projects/jia/dong/a.md?b=c"),
        ("../../../../x.md", "../x.md"),
        ("a&amp;b.md", "projects/jia/dong/a&b.md"),
        ("a\\_b.md", "projects/jia/dong/a_b.md"),
        ("", "projects/jia/dong"),
    ],
)
def test_a_link_is_meant_from_its_own_file_or_from_the_content_folder(
    written: str, meant: str
) -> None:
    assert links(f"[x]({written})") == [meant]
    assert list(targets_of(html(f"[x]({written})"))) == [meant]


def test_a_link_by_reference_is_a_link_like_any_other() -> None:
    assert links("[x][路] [路]\n\n[路]: ../2018.md") == ["projects/jia/2018.md"] * 2


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b=c#d",
        "http://example.org",
        "mailto:a@example.org",
        "tel:0854-0000000",
    ],
)
def test_an_address_outside_is_kept_as_it_is(address: str) -> None:
    assert html(f"[x]({address})") == f'<p><a href="{address}">x</a></p>'
    assert (links(f"[x]({address})"), faults(f"[x]({address})")) == ([], [])


def test_an_address_between_angle_brackets_is_a_link() -> None:
    made = html("<https://example.org/> <office@example.org>")
    assert '<a href="https://example.org/">' in made
    assert '<a href="mailto:office@example.org">office@example.org</a>' in made
    assert faults("<office@example.org>") == []


def test_a_link_within_the_text_leads_to_its_heading() -> None:
    assert '<a href="#text-二-三">' in html("[x](#二-三)\n\n## 二 三")
    assert '<a href="#main">' in html("[x](#main)")


def test_a_link_to_a_heading_of_another_text_leads_there() -> None:
    made = render("[x](../a.md#二) [y](/units/jia.yaml#supervisors)", FILE).html
    filled = fill(made, {"projects/jia/a.md": "../a.html", "units/jia.yaml": "../../u.html"})
    assert 'href="../a.html#text-二"' in filled
    assert 'href="../../u.html#supervisors"' in filled


def test_what_looks_like_a_mark_in_a_text_is_left_alone() -> None:
    body = 'href="@/x" `src="@/y"` [z](a.md \'href="@/z"\') <https://example.org/?href=@/w>'
    made = html(body)
    assert list(targets_of(made)) == ["projects/jia/dong/a.md"]
    filled = fill(made, {"projects/jia/dong/a.md": "a.html"})
    assert 'href="a.html"' in filled
    assert Seen(filled).text.startswith('href="@/x" src="@/y" z')


# ---- pictures


def test_pictures_are_found_with_their_lines() -> None:
    found = render("一\n\n![甲](a.jpg)\n![乙](/pages/b.png '题') [![丙](c&d.jpg)](e.md)", FILE)
    assert found.pictures == (
        ("projects/jia/dong/a.jpg", 2, 1),
        ("pages/b.png", 3, 1),
        ("projects/jia/dong/c&d.jpg", 3, 25),
    )
    assert found.faults == ()
    assert set(targets_of(found.html)) == {
        "projects/jia/dong/a.jpg", "pages/b.png", "projects/jia/dong/c&d.jpg",
        "projects/jia/dong/e.md",
    }  # fmt: skip


def test_a_picture_with_odd_signs_in_its_name_is_filled_in() -> None:
    body = "![x](a%23b&c'd.jpg)"
    found = render(body, FILE)
    assert found.pictures == (("projects/jia/dong/a#b&c'd.jpg", 0, 1),)
    assert 'src="media/1.jpg"' in fill(found.html, {found.pictures[0][0]: "media/1.jpg"})


@pytest.mark.parametrize("alt", ["", " ", "\u3000"])
def test_a_picture_without_a_description_is_a_fault(alt: str) -> None:
    assert faults(f"一\n\n![{alt}](a.jpg)") == ["3 P703 projects/jia/dong/a.jpg"]


@pytest.mark.parametrize(
    "src", ["https://example.org/a.jpg", "//example.org/a.jpg", "data:image/png;base64,AA"]
)
def test_a_picture_from_elsewhere_is_looked_for_in_the_content_and_never_shown(src: str) -> None:
    found = render(f"![x]({src})", FILE)
    assert found.pictures == ((src, 0, 1),)
    safe(found.html)


# ---- what may not be


@pytest.mark.parametrize(
    "raw",
    [
        "<script>alert(1)</script>",
        "<script\nsrc='x.js'></script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        "<img src=x onerror=alert(1)>",
        "<img src='a.jpg' alt='x'>",
        '<b onclick="alert(1)">x</b>',
        "<br onclick=1>",
        '<p style="position:fixed">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="https://example.org">x</a>',
        "<iframe src=//example.org></iframe>",
        "<svg onload=alert(1)>",
        "<div>x</div>",
        "<h1>x</h1>",
        "<style>p{}</style>",
        "<form action=x><input name=y></form>",
        "<object data=x></object>",
        "<meta http-equiv=refresh content=0>",
        "<base href=//example.org>",
        "<details><summary>x</summary></details>",
        "<font color=red>x</font>",
        "<?php echo 1 ?>",
        "<![CDATA[x]]>",
        "<x-y>z</x-y>",
    ],
)
@pytest.mark.parametrize("around", ["{}", "一\n\n{}", "一\n\n文 {} 字", "| 甲 |\n|--|\n| {} |"])
def test_raw_html_is_named_and_nothing_of_it_is_left(raw: str, around: str) -> None:
    if "\n" in raw and "|" in around:
        return  # a cell of a table has one line
    body = around.format(raw)
    line = body[: body.index(raw)].count("\n") + 1
    shown = re.match(r"<[^>]*>", raw)
    assert shown
    found = faults(body)
    assert f"{line} P704 {shown.group()}" in found
    seen = safe(html(body))
    assert not {"script", "style", "iframe", "svg"} & {tag for tag, _ in seen.tags}
    assert "alert" not in html(body) or "alert" in seen.text


def test_a_declaration_is_named() -> None:
    assert faults("<!DOCTYPE html>") == ["1 P704 <!DOCTYPE html>"]
    assert faults("文 <!DOCTYPE html> 字") == ["1 P704 <!DOCTYPE html>"]


def test_what_is_no_tag_to_a_browser_that_reads_markdown_is_text() -> None:
    assert html("文<svg/onload=alert(1)>") == "<p>文&lt;svg/onload=alert(1)&gt;</p>"


@pytest.mark.parametrize(
    ("body", "address"),
    [
        ("[x](javascript:alert(1))", "javascript:alert(1)"),
        ("[x](JaVaScRiPt:alert(1))", "JaVaScRiPt:alert(1)"),
        ("[x](&#106;avascript:alert(1))", "javascript:alert(1)"),
        ("[x](javascript&colon;alert(1))", "javascript:alert(1)"),
        ("[x][y]\n\n[y]: javascript:alert(1)", "javascript:alert(1)"),
        ("[x][]\n\n[x]: <vbscript:x>", "vbscript:x"),
        ("[x](data:text/html,<script>)", "data:text/html,<script>"),
        ("[x](ftp://example.org)", "ftp://example.org"),
        ("[x](file:///etc/passwd)", "file:///etc/passwd"),
        ("[x](//example.org/a)", "//example.org/a"),
        ("[x](http://@/a)", "http://@/a"),
        ("<javascript:alert(1)>", "javascript:alert(1)"),
    ],
)
def test_a_link_no_reader_may_follow_is_named(body: str, address: str) -> None:
    line = 3 if "\n\n[" in body else 1
    assert f"{line} P116 {address}" in faults(body)
    safe(html(body.replace("//example.org/a", "ftp://x")))


@pytest.mark.parametrize(
    "code",
    [
        "`<script>alert(1)</script>`",
        "``<b onclick=`x`>``",
        "文\n\n    <script>alert(1)</script>\n    <b>x</b>",
        "```\n<script>alert(1)</script>\n```",
        "~~~ html\n<b onclick=x>\n~~~",
    ],
)
def test_html_shown_as_code_is_text_and_no_fault(code: str) -> None:
    assert faults(code) == []
    assert "<" in safe(html(code)).text


def test_comments_are_left_out_without_a_word() -> None:
    assert html("一<!-- 待核 -->二\n\n<!-- <script> -->") == "<p>一二</p>"
    assert faults("一<!-- 待核 -->二\n\n<!-- <script> -->") == []


def test_each_fault_has_its_own_line_even_when_they_are_the_same() -> None:
    body = "`<b>`\n\n<b>一</b>\n\n<b>二</b>\n\n![](a.jpg)\n\n![](a.jpg)\n\n[x](x:1)\n\n[x](x:1)"
    assert faults(body) == [
        "3 P704 <b>", "5 P704 <b>", "7 P703 projects/jia/dong/a.jpg",
        "9 P703 projects/jia/dong/a.jpg", "11 P116 x:1", "13 P116 x:1",
    ]  # fmt: skip


def test_each_link_has_its_own_line() -> None:
    body = "见 a.md\n\n[一](a.md)\n\n[二](b.md) [三](a.md)\n\n[四][丁]\n\n[丁]: a.md"
    names = [(target.rpartition("/")[2], line) for target, line, _ in render(body, FILE).links]
    assert names == [("a.md", 2), ("b.md", 4), ("a.md", 4), ("a.md", 8)]


@pytest.mark.parametrize(
    "body",
    ["- " * 3_000 + "x", "".join("    " * n + "- x\n" for n in range(300))],
    ids=["one line", "many"],
)
def test_lists_without_end_are_a_problem_and_no_crash(body: str) -> None:
    before = html("- 一\n\n    - 二\n\n- 三")
    assert [each.split()[1] for each in faults(body)] == ["P708"]
    assert html("- 一\n\n    - 二\n\n- 三") == before


# ---- anything at all


@steady(600)
@given(PIECES)
def test_whatever_is_written_the_html_is_safe_and_its_marks_are_known(body: str) -> None:
    found: Prose = render(body, FILE)
    safe(found.html)
    known = {target for target, *_ in (*found.links, *found.pictures)}
    raw = any(code == "P704" for code, *_ in found.faults)
    assert raw or set(targets_of(found.html)) <= known
    lines = body.count("\n") + 1
    assert all(0 <= line < lines for _, line, _ in (*found.links, *found.pictures))
    assert all(0 <= line < lines and column > 0 for _, line, column, _ in found.faults)
    filled = fill(found.html, dict.fromkeys(targets_of(found.html), "x.html"))
    assert list(targets_of(filled)) == []


@steady(600)
@given(PIECES)
def test_where_nothing_is_said_to_be_dropped_every_link_can_be_followed(body: str) -> None:
    found = render(body, FILE)
    if not any(code in ("P704", "P116") for code, *_ in found.faults):
        assert all("href" in attributes for tag, attributes in Seen(found.html).tags if tag == "a")


def test_a_text_that_shares_its_page_has_anchors_of_its_own() -> None:
    html = render("# 情况\n\n见[上](#情况)和[会议](/meetings/jia/2018.md#决定)。\n", "a.md").html
    filled = fill(html, {"meetings/jia/2018.md": "compliance/jia.html#meetings-2018"}, "m-1")
    assert ' id="m-1-text-情况"' in filled
    assert ' href="#m-1-text-情况"' in filled
    assert ' href="compliance/jia.html#meetings-2018-text-决定"' in filled


def test_a_text_of_too_many_parts_is_a_problem_before_anything_is_made_of_it() -> None:
    with patch("generator.parse.markdown_html.MOST", 10):
        assert faults("甲\n\n" * 10) == []
        assert faults("甲\n\n" * 11) == ["21 P718 10"]
        assert html("甲\n\n" * 11) == ""


def test_emphasis_too_deep_in_itself_is_a_problem() -> None:
    with patch("generator.parse.markdown_html.DEEPEST", 5):
        assert faults("*a " * 4 + "b*" * 4) == []
        assert faults("*a " * 5 + "b*" * 5) == ["1 P708"]


def test_each_of_many_things_in_one_line_has_its_own_column() -> None:
    body = "**重点：**后 " + "[甲](a.md) " * 300
    found = render(body, FILE).links
    assert len(found) == 300
    assert all(body.startswith("[甲]", column - 1) for _, line, column in found if line == 0)
    assert len({column for *_, column in found}) == 300


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<sub>甲", ["P720 0:1"]),
        ("H<sub>2</sub>O", []),
        ("<del>甲\n\n乙</del>", ["P720 0:1"]),
        ("- 甲<sup>2\n- 乙", ["P720 0:4"]),
        ("# 甲<sub>2", ["P720 0:4"]),
        ("| 甲<sub>1 | 乙 |\n|---|---|\n| 1 | 2 |", ["P720 0:4"]),
        ("<table><tr><td>甲", ["P720 0:1"]),
        ("<table><tr><td>甲</table>", []),
        ("<p>甲", []),
        ("甲<br>乙", []),
    ],
)
def test_a_tag_that_is_not_closed_in_its_paragraph_is_told(text: str, told: list[str]) -> None:
    faults = render(text, "pages/a.md").faults
    assert [f"{each.code} {each.line}:{each.column}" for each in faults] == told


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("[](http://example.org)", ["P719"]),
        ("[ ](http://example.org)", ["P719"]),
        ("[甲](http://example.org)", []),
        ("[`甲`](http://example.org)", []),
        ("[![甲](a.jpg)](http://example.org)", []),
        ("<http://example.org>", []),
    ],
)
def test_a_link_that_no_one_would_see_is_told(link: str, told: list[str]) -> None:
    assert [each.code for each in render(link, "pages/a.md").faults] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("甲[^1]。", ["P713 0:1"]),
        ("甲[^1]。\n\n[^1]: 乙", []),
        ("甲\\[^1]。", []),
        ("`[^1]`", []),
        ("| 甲 | 乙 |\n| —— | —— |\n| 1 | 2 |", ["P713 1:1"]),
        ("｜甲｜乙｜\n｜－｜－｜\n｜1｜2｜", ["P713 1:1"]),
        ("甲——乙", []),
    ],
)
def test_a_note_or_a_table_that_is_shown_as_signs_is_told(text: str, told: list[str]) -> None:
    faults = render(text, "pages/a.md").faults
    assert [f"{each.code} {each.line}:{each.column}" for each in faults] == told
