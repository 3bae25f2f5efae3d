"""A file becomes a mapping of text, or problems at the right line; it never becomes a surprise."""

import re
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base import digests, findings
from generator.base.address_parts import slug_like
from generator.base.half_width import half_width
from generator.base.messages import CHINESE, ENGLISH
from generator.model import problem_words
from generator.parse import record_file, yaml_fields
from generator.parse.positions import places
from generator.parse.record_file import Source
from generator.parse.yaml_nodes import keys
from tests.records import steady


def good(text: str | bytes, file: str = "a.yaml") -> Source:
    """Return what a file without fault is read as."""
    found, problems = record_file.parse(file, text if isinstance(text, bytes) else text.encode())
    assert found is not None, problems
    assert not problems
    return found


def bad(text: str | bytes, file: str = "a.yaml") -> list[str]:
    """Return the problems of a file as `line:column code`."""
    found, problems = record_file.parse(file, text if isinstance(text, bytes) else text.encode())
    assert found is None
    assert problems
    for each in problems:
        assert each.place.file == file
        assert all(
            problem_words.message(each, tag) and problem_words.hint(each, tag)
            for tag in (CHINESE, ENGLISH)
        )
    return [f"{each.place.line}:{each.place.column} {each.code}" for each in problems]


# ---- what is accepted


@pytest.mark.parametrize("value", ["no", "0123", "12:30", "1.10", "~", "null", "2018-03-01", "1e3"])
def test_a_value_stays_what_the_clerk_typed(value: str) -> None:
    assert good(f"a: {value}\n").data == {"a": value}


@pytest.mark.parametrize(
    "text",
    [
        "a: 甲\nb: 乙\n",
        "\ufeffa: 甲\nb: 乙\n",
        "a: 甲\r\nb: 乙\r\n",
        "a: 甲\rb: 乙",
        "---\na: 甲\nb: 乙",
    ],
)
def test_windows_and_mac_line_ends_and_a_byte_order_mark_make_no_difference(text: str) -> None:
    assert good(text).data == {"a": "甲", "b": "乙"}


def test_front_matter_and_body_are_parted_and_the_body_knows_its_line() -> None:
    found = good("---\na: 1\n# 注\n---\n第一行\n\n第三行\n", "a.md")
    assert (found.data, found.body, found.body_line) == ({"a": "1"}, "第一行\n\n第三行\n", 5)


def test_a_body_may_hold_lines_of_hyphens() -> None:
    assert good("---\na: 1\n---\n甲\n\n---\n\n乙", "a.md").body == "甲\n\n---\n\n乙"


@steady()
@given(
    st.lists(st.sampled_from(["---", " ", "\t", "\n", "-", "a: 1", "\u3000", "..."]), max_size=12)
)
def test_front_matter_ends_at_the_first_line_of_hyphens_alone(parts: list[str]) -> None:
    text = "---\n" + "".join(parts)
    lines = text.split("\n")
    last = next((n for n, line in enumerate(lines) if n and line.rstrip() == "---"), None)
    front, body, _, line, fault = record_file.split("a.md", text)
    if last is None:
        assert fault
    else:
        assert front == "\n".join(lines[1:last])
        assert (body, line) == ("\n".join(lines[last + 1 :]), last + 2)


@pytest.mark.parametrize(
    "size", [0, 1, record_file._AT_ONCE - 1, record_file._AT_ONCE, 3 * record_file._AT_ONCE]
)
def test_a_file_of_any_size_is_read_whole(tmp_path: Path, size: int) -> None:
    (tmp_path / "a.yaml").write_bytes(bytes(range(251)) * (size // 251) + b"x" * (size % 251))
    assert record_file.content(tmp_path, "a.yaml") == (tmp_path / "a.yaml").read_bytes()


def test_a_folder_or_nothing_where_a_file_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    for file, reason in (("a.yaml", "Is a directory"), ("b.yaml", "No such file or directory")):
        found, (problem,) = record_file.read(tmp_path, file)
        assert found is None
        assert (problem.code, dict(problem.values)) == ("P001", {"reason": f"\0:{reason}"})


def test_a_text_without_front_matter_is_all_body() -> None:
    found = good("\n只有正文", "a.md")
    assert (found.data, found.body, found.body_line) == ({}, "\n只有正文", 1)


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("", "a.yaml"),
        ("# 注\n", "a.yaml"),
        ("---\n---\n", "a.md"),
        ("", "a.md"),
        ("\n \n", "a.yaml"),
    ],
)
def test_an_empty_file_has_no_fields(text: str, file: str) -> None:
    assert good(text, file).data == {}


def test_a_key_without_a_value_is_handed_on_for_the_model_to_say_what_it_is() -> None:
    found = good('a:\nb: ""\nc:\n  d:\n  e: 1\n')
    assert found.data == {"a": "", "b": "", "c": {"d": "", "e": "1"}}
    assert found.slips == yaml_fields.Slips(unfilled=True)
    assert not good("a: 1").slips.unfilled


def test_pieces_without_a_name_in_a_flow_mapping_are_handed_on_with_their_paths() -> None:
    found = good("a: [{b: 20000,50, c: 一组, 二组, d: , e: ''}]\nf:\n")
    assert found.slips.nameless == (("a", 0, "50"), ("a", 0, "二组"))


def test_a_colon_in_chinese_text_is_just_text() -> None:
    text = "hours: 时间：8:30 到 9:00\nnote: 电话：0854-0000000；网址 https://example.org\n"
    assert good(text).data == {
        "hours": "时间：8:30 到 9:00",
        "note": "电话：0854-0000000；网址 https://example.org",
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('a: "&x *y !z"', "&x *y !z"),
        ("a: '&x'", "&x"),
        ("a: R&D 3 * 4 ! x", "R&D 3 * 4 ! x"),
        ("a: 甲 # &foo *bar !baz", "甲"),
        ("a: 甲\n  & 乙\n  * 丙", "甲 & 乙 * 丙"),
        ("a: |\n  &x\n  *y\n  - !z\n", "&x\n*y\n- !z\n"),
        ("a: >-\n  * 甲\n  * 乙\n", "* 甲 * 乙"),
        ("a: '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[['", "[" * 30),
    ],
)
def test_signs_of_yaml_inside_a_text_are_text(text: str, value: str) -> None:
    assert good(text).data == {"a": value}


def test_a_very_long_line_is_read() -> None:
    assert good(f"a: {'字' * 1_000_000}").data == {"a": "字" * 1_000_000}


def test_odd_keys_are_handed_on_for_the_model_to_refuse() -> None:
    text = '"a b": 1\n"^c": 2\n"": 3\n<<: {d: 4}\n标题: 5\n"🙂": 6\n'
    assert list(good(text).data) == ["a b", "^c", "", "<<", "标题", "🙂"]


def test_the_digest_is_of_the_bytes_on_disk() -> None:
    assert good("a: 1").digest == digests.digest(b"a: 1")
    assert good("a: 1\r\n").digest != good("a: 1\n").digest


# ---- what is refused, and where


@pytest.mark.parametrize(
    ("content", "line", "guess"),
    [
        ("a: 中文\nb: 甲".encode("gbk"), 1, "GBK"),
        ("a: 1\nb: 甲乙丙丁".encode("gb18030"), 2, "GBK"),
        ("a: 中文".encode("utf-16"), 1, "UTF-16"),
        ("a: 中文".encode("utf-16-le"), 1, "UTF-16"),
        ("a: 中文".encode("utf-16-be"), 1, "UTF-16"),
        (b"a: 1\nb: \xff\xfe\xfd", 2, ""),
    ],
)
def test_another_encoding_is_named_where_it_can_be_told(
    content: bytes, line: int, guess: str
) -> None:
    assert bad(content) == [f"{line}:1 P002"]
    _, (found,) = record_file.parse("a.yaml", content)
    assert (guess or "UTF-8") in problem_words.message(found, ENGLISH)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: x\0y", "1:5"),
        ("a: 1\nb: 中\x1b文", "2:5"),
        ("a: 中\u200b文", "1:5"),
        ("a: 中\u202e文", "1:5"),
        ("a: \x85", "1:4"),
        ("a: \u2028", "1:4"),
        ("a: 1\nb: \ufeff", "2:4"),
        ('a: "\\x00"', "1:4"),
        ('a: 1\nb: {c: "\\e[31m"}', "2:8"),
        ('a: "\\u202e"', "1:4"),
        ('"\\e": 1', "1:7"),
    ],
)
def test_a_character_no_one_sees_is_found_even_when_escaped(text: str, place: str) -> None:
    assert bad(text) == [f"{place} P011"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_tab_for_indentation_is_named_as_such(ending: str) -> None:
    assert bad(ending.join(["a: 1", "b:", "\tc: 2"])) == ["3:1 P004"]
    assert bad(ending.join(["a: 1", "  \tb: 2"])) == ["2:3 P004"]


def test_a_tab_elsewhere_is_no_fault_and_no_excuse() -> None:
    assert good("a:\t1\nb: 甲\t乙\n").data == {"a": "1", "b": "甲\t乙"}
    assert bad('a: "x\n\ty"\nb: c: d') == ["3:4 P014"]


@pytest.mark.parametrize(
    ("text", "file", "place", "key", "first"),
    [
        ("a: 1\nb: 2\na: 3", "a.yaml", "3:1", "a", "1"),
        ("---\na: 1\nb: {c: 1, c: 2}\n---\n", "a.md", "3:11", "c", "3"),
        ("甲: 1\n乙:\n  - 丙: 1\n    丁: 2\n    丙: 3", "a.yaml", "5:5", "丙", "3"),
        ('a: ""\na: 2', "a.yaml", "2:1", "a", "1"),
        ('a: 1\n"a": 2', "a.yaml", "2:1", "a", "1"),
        ("a: 1\na: {b: 1, b: 2}\n? []\n: 1", "a.yaml", "2:1", "a", "1"),
        ("a: {b: 1, b: 2}\na: 1", "a.yaml", "1:11", "b", "1"),
    ],
)
def test_a_key_written_twice_gives_both_places(
    text: str, file: str, place: str, key: str, first: str
) -> None:
    assert bad(text, file) == [f"{place} P005"]
    _, (found,) = record_file.parse(file, text.encode())
    assert dict(found.values) == {"key": key, "first": first}


SOME = st.sampled_from(["", "1", "甲"])
NESTED = st.recursive(
    SOME,
    lambda each: st.one_of(
        st.lists(each, max_size=3), st.lists(st.tuples(SOME, each), min_size=1, max_size=3)
    ),
    max_leaves=12,
)


def flow(value: Any) -> str:
    """Write what `NESTED` gives as YAML: pairs as a mapping, its keys twice if they are."""
    if isinstance(value, str):
        return f'"{value}"'
    if any(isinstance(each, tuple) for each in value):
        return "{" + ", ".join(f'"{key}": {flow(each)}' for key, each in value) + "}"
    return "[" + ", ".join(map(flow, value)) + "]"


class Twice(Exception):
    """A key is there twice."""


def meant(value: Any) -> Any:
    """Return what it means, pair by pair; the first key that is there twice is a fault."""
    if isinstance(value, str) or not any(isinstance(each, tuple) for each in value):
        return value if isinstance(value, str) else [meant(each) for each in value]
    found: dict[str, Any] = {}
    for key, each in value:
        if key in found:
            raise Twice(key)
        found[key] = meant(each)
    return found


@steady(300)
@given(st.lists(st.tuples(SOME, NESTED), min_size=1, max_size=4))
def test_groups_and_lists_mean_what_is_in_them_or_the_first_key_written_twice(value: Any) -> None:
    found, problems = record_file.parse("a.yaml", flow(value).encode())
    if found is not None:
        assert found.data == meant(value)
    else:
        with pytest.raises(Twice, match=f"^{dict(problems[0].values)['key']}$"):
            meant(value)


@pytest.mark.parametrize("ahead", ["", "a: 1\n"])
@pytest.mark.parametrize("indent", [" " * 40, "- " * 20, "? " * 20])
def test_what_begins_deep_in_a_line_is_looked_at_before_it_is_read(ahead: str, indent: str) -> None:
    with patch("generator.parse.yaml_faults.refused", return_value=None) as looked:
        record_file.parse("a.yaml", f"{ahead}{indent}x".encode())
    assert looked.called


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("a: &x 1\nb: *x", "1:4", "&x"),
        ("a: 1\nb: *x", "2:4", "*x"),
        ("a: !!str 1", "1:4", "!!str"),
        ("a: 1\nb: [2, !foo {c: d}]", "2:8", "!foo"),
        ('{"a":&x 1}', "1:6", "&x"),
        ("- &x", "1:3", "&x"),
        ("&x a: 1", "1:1", "&x"),
    ],
)
def test_yaml_shorthand_is_refused_where_it_stands(text: str, place: str, what: str) -> None:
    assert bad(text) == [f"{place} P006"]
    _, (found,) = record_file.parse("a.yaml", text.encode())
    assert dict(found.values)["what"] == what


@pytest.mark.parametrize("text", ["---\na: 1\n正文", "---", "---\n"])
def test_front_matter_must_be_closed(text: str) -> None:
    assert bad(text, "a.md") == ["1:1 P007"]


@pytest.mark.parametrize("text", ["- a\n- b", "字 字", '["a"]', "12"])
def test_a_list_or_a_bare_text_is_no_record(text: str) -> None:
    assert bad(text) == ["1:1 P008"]
    assert bad(f"---\n{text}\n---\n", "a.md") == ["2:1 P008"]


def test_front_matter_after_an_empty_line_is_found() -> None:
    assert bad("\n\n---\na: 1\n---\n正文", "a.md") == ["3:1 P012"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\n  b: 2\n", "2:3 P034"),
        ("? [a, b]\n: c", "1:3 P003"),
        ("甲: 1\n{a: 1}: c", "2:1 P003"),
        ("%FOO\n---\na: 1\n", "1:5 P003"),
        # what is opened and not closed is at fault where it is opened
        ("a: 1\nb: [1, 2\nc: 3\nd: 4", "2:4 P033"),
        ("a: 1\nb: {c: 1\nd: 3\n", "2:4 P033"),
        ('a: 1\nb: "甲\nc: 2\nd: 3\n', "2:4 P033"),
        ("a: 1\nb\nc: 2", "2:1 P003"),
        ("a: [1, 2", "1:4 P033"),
        ('a: "x\n\n\n\n', "1:4 P033"),
    ],
)
def test_broken_yaml_is_found_at_its_line_within_the_file(text: str, place: str) -> None:
    assert bad(text) == [place]
    if "---" not in text:
        line, _, column = place.partition(":")
        assert bad(f"---\n{text}\n---\n", "a.md") == [f"{int(line) + 1}:{column}"]


@pytest.mark.parametrize(
    ("text", "file", "place"),
    [
        (f"{first}\ntitle: 上村\n{last}\n正文", "a.md", place)
        for first, last, place in [
            ("--", "---", "1:1"),
            ("----", "----", "1:1"),
            ("—-", "---", "1:1"),
            ("——", "---", "1:1"),
            (" ---", "---", "1:1"),
            ("***", "***", "1:1"),
            ("--- year: 2018", "---", "1:1"),
            ("year: 2018", "---", "1:1"),
            ("---", "--", "3:1"),
            ("---", "----", "3:1"),
            ("---", "—-", "3:1"),
            ("---", " ---", "3:1"),
            ("---", "...", "3:1"),
            ("---", "***", "3:1"),
            ("---", "---正文", "3:1"),
            ("---", "--- 正文", "3:1"),
            ("---", "----\n正文\n\n---\n", "3:1"),
            ("---", " ---\n正文\n\n---\n", "3:1"),
        ]
    ]
    + [
        ("a: 1\n---\nb: 2", "a.yaml", "2:1"),
        ("---\na: 1\n---\n正文", "a.yaml", "3:1"),
        ("a: 1\n...\n正文", "a.yaml", "2:1"),
    ],
)
def test_what_was_meant_to_be_three_hyphens_is_found_where_it_stands(
    text: str, file: str, place: str
) -> None:
    assert bad(text, file) == [f"{place} P021"]


def test_lines_that_look_like_three_hyphens_in_a_text_are_text() -> None:
    for body in ("甲\n--\n乙\n", "甲\n\n***\n\n乙", "甲\n====\n", "注意：先看这里\n----\n"):
        assert good(f"---\na: 1\n---\n{body}", "a.md").body == body
        assert good(body, "a.md").body == body


CURES = [
    # what was typed, the code, and what is read once the line that is proposed stands there
    ("a: b: c", "P014", {"a": "b: c"}),
    ("a: 一组: 修路\nb: 1", "P014", {"a": "一组: 修路", "b": "1"}),
    ("a: @x", "P014", {"a": "@x"}),
    ('a: "那\\ud844\\udf36村"', "P014", {"a": "那𡌶村"}),  # as programs write JSON
    ('{"a": "那\\uD844\\uDF36村", "b": "1"}', "P014", {"a": "那𡌶村", "b": "1"}),
    ("a: `x`", "P014", {"a": "`x`"}),
    ("a: %5", "P014", {"a": "%5"}),
    ("a: | 上村", "P014", {"a": "| 上村"}),
    ("a: >5公里", "P014", {"a": ">5公里"}),
    ("a: >5\nb: 1", "P014", {"a": ">5", "b": "1"}),
    ("a: [重要] 通知", "P014", {"a": "[重要] 通知"}),
    ("a: {重要} 通知", "P014", {"a": "{重要} 通知"}),
    ('a: "上"村公路', "P014", {"a": '"上"村公路'}),
    ("a: '上'村公路", "P014", {"a": "'上'村公路"}),
    ("a: - 上村", "P014", {"a": "- 上村"}),
    ("a: ? 上村", "P014", {"a": "? 上村"}),
    ('a: "C:\\路"', "P014", {"a": "C:\\路"}),
    ("a:\n  - b: c: d", "P014", {"a": [{"b": "c: d"}]}),
    ("a:\n  - @x", "P014", {"a": ["@x"]}),
    ("title:上村\nb: 1", "P015", {"title": "上村", "b": "1"}),
    ("b: 1\ntitle:上村", "P015", {"title": "上村", "b": "1"}),
    ("b: 1\ntitle 上村", "P015", {"title": "上村", "b": "1"}),
    ("b: 1\ntitle：上村", "P015", {"title": "上村", "b": "1"}),
    ("b: 1\ntitle： 上村", "P015", {"title": "上村", "b": "1"}),
    ("b: 1\ntitle:　上村", "P015", {"title": "上村", "b": "1"}),
    ("b: 1\ntitle　上村", "P015", {"title": "上村", "b": "1"}),
    ("b: 1\ntitle : 上村：c\nyear：2018", "P015", {"b": "1", "title": "上村：c", "year": "2018"}),
    ("a: 上村通组\n公路硬化\nb: 1", "P016", {"a": "上村通组公路硬化", "b": "1"}),
    ("a: 上村通组\n公路\n硬化\nb: 1", "P016", {"a": "上村通组公路硬化", "b": "1"}),
    ("a: G76 road\nG75 road\nb: 1", "P016", {"a": "G76 road G75 road", "b": "1"}),
    ("a:\n  - 一组\n二组\n  - 三组", "P016", {"a": ["一组二组", "三组"]}),
    ('b: 1\na: "上村\nc: 2', "P033", {"b": "1", "a": "上村", "c": "2"}),
    ("b: 1\na: '上村\nc: 2\nd: 3", "P033", {"b": "1", "a": "上村", "c": "2", "d": "3"}),
    ('b: 1\na: "上村”\nc: "2"', "P033", {"b": "1", "a": "上村", "c": "2"}),
    (
        'a:\n  - {b: "甲, c: 1}\n  - {b: 乙, c: "2"}',
        "P033",
        {"a": [{"b": "甲", "c": "1"}, {"b": "乙", "c": "2"}]},
    ),
    ("a: [一组, 二组\nb: 1", "P033", {"a": ["一组", "二组"], "b": "1"}),
    ("a: [一组, 二组]]\nb: 1", "P033", {"a": ["一组", "二组"], "b": "1"}),
    ("a:\n  - {b: 1, c: 2\nd: 3", "P033", {"a": [{"b": "1", "c": "2"}], "d": "3"}),
    ("a: {b: 2018，c: 5}", "P022", {"a": {"b": "2018", "c": "5"}}),
    ("s:\n  - fund: x\n  -fund: y\n", "P023", {"s": [{"fund": "x"}, {"fund": "y"}]}),
    ("s:\n  - fund: x\n  －　fund: y\n", "P023", {"s": [{"fund": "x"}, {"fund": "y"}]}),
]


@pytest.mark.parametrize(
    ("text", "at", "line"),
    [
        ("a:\n  - b: 1\n     c: 2", 3, "    c: 2"),
        ("a:\n  - b: 1\n   c: 2", 3, "    c: 2"),
        ("a: 1\n b: 2", 2, "b: 2"),
        ("a:\n  - b: 1\n   - b: 2", 3, "  - b: 2"),
        ("a:\n  - b: 1\n - b: 2", 3, "  - b: 2"),
        ("a:\n  b: 1\n c: 2", 3, "  c: 2"),
        ("a:\n  b: 1\n   c: 2\nd: 3", 3, "  c: 2"),
    ],
)
def test_a_line_that_is_indented_otherwise_is_told_with_the_blanks_it_needs(
    text: str, at: int, line: str
) -> None:
    found, (problem,) = record_file.parse("a.yaml", text.encode())
    assert (found, problem.code, problem.place.line) == (None, "P034", at)
    assert dict(problem.values)["line"] == line


def test_the_lines_below_a_hyphen_without_a_blank_are_moved_with_it() -> None:
    found, (problem,) = record_file.parse("a.yaml", b"a:\n  -b: 1\n   c: 2\n   d: 3\ne: 4")
    assert (found, problem.code) == (None, "P023")
    mended = dict(problem.values)["line"]
    assert mended == "  - b: 1\n    c: 2\n    d: 3"
    assert good(f"a:\n{mended}\ne: 4").data == {"a": [{"b": "1", "c": "2", "d": "3"}], "e": "4"}


def test_a_group_or_a_list_beneath_a_value_is_told_at_its_first_line() -> None:
    assert bad("a: 无\n  b: 1\n  c: 2") == ["2:3 P024"]
    assert bad("a: 两笔\n  - b: 1\n    c: 2") == ["2:3 P024"]


def test_a_tab_behind_a_hyphen_is_told_as_one() -> None:
    assert bad("a:\n  -\tb: 1\n    c: 2") == ["2:4 P004"]


@pytest.mark.parametrize(("text", "code", "meant"), CURES)
def test_the_line_that_is_proposed_is_read_as_what_was_meant(
    text: str, code: str, meant: dict[str, Any]
) -> None:
    found, (problem,) = record_file.parse("a.yaml", text.encode())
    assert found is None
    assert problem.code == code
    lines = text.split("\n")
    at = problem.place.line - 1
    typed = lines[at]
    line = dict(problem.values)["line"].strip()
    margin = typed[: len(typed) - len(typed.lstrip())]
    if code == "P016":  # the line above it, with this one and those below that have no name
        above, last = at - 1, at
        while last < len(lines) and lines[last].strip() in line:
            last += 1
        mended = [*lines[:above], lines[above][: lines[above].index(lines[above].strip())] + line]
        mended += lines[last:]
    else:
        mended = [*lines[:at], margin + line, *lines[at + 1 :]]
    assert good("\n".join(mended)).data == meant


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("title: 上村\n  year:2018", "2:3 P015"),
        ("title: 上村\n  year：2018", "2:3 P015"),
        ("task: 一组\n  - 二组\n  - 三组", "2:3 P024"),
        ("a:\n  - task: 一组\n      - 二组", "3:7 P024"),
    ],
)
def test_a_line_that_the_text_above_it_swallowed_is_found(text: str, found: str) -> None:
    assert bad(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  year:2018\n  - x\n  ---\n",
        'a: "甲\n  year:2018\n  - x"',
        "a: 甲\n  乙",
        "a: 见\n  https://example.org/x",
        "a: 甲\n  注：乙",
        "a:\n  - b: 1\n    c: 2\n  - b: 3",
        "a: # 备注\n  b: 1",
        "a: |\nb: 1",
    ],
)
def test_a_text_on_several_lines_may_hold_what_looks_like_fields_where_it_is_marked(
    text: str,
) -> None:
    good(text)


BASED = "<<<<<<< HEAD\n甲\n乙\n||||||| 0a1b2c\n丁\n=======\n丙\n>>>>>>> 分支\n"
MERGE = "<<<<<<< HEAD\n甲\n乙\n=======\n丙\n>>>>>>> 分支 (说明)\n"


@pytest.mark.parametrize(
    ("text", "file", "place", "ours", "theirs"),
    [
        (f"a: 1\n{MERGE}", "a.yaml", "2:1", "3–4", "6"),
        (f"---\na: 1\n{MERGE}---\n", "a.md", "3:1", "4–5", "7"),
        (f"---\na: 1\n---\n\n{MERGE}", "a.en.md", "5:1", "6–7", "9"),
        (f"---\na: 1\n---\n{MERGE}".replace("\n", "\r\n"), "a.md", "4:1", "5–6", "8"),
        (f"a: 1\n{BASED}", "config.yaml", "2:1", "3–4", "8"),
        ("a: |\n  <<<<<<< HEAD\n  甲\n  =======\n  乙\n  >>>>>>> x\n", "a.yaml", "2:3", "3", "5"),
        ("<<<<<<< HEAD\n=======\n丙\n>>>>>>> x\n", "a.md", "1:1", "—", "3"),
        (f"```\n甲\n{MERGE}", "a.md", "3:1", "4–5", "7"),
    ],
)  # fmt: skip
def test_an_unfinished_merge_is_told_once_with_the_lines_of_both_sides(
    text: str, file: str, place: str, ours: str, theirs: str
) -> None:
    assert bad(text, file) == [f"{place} P018"]
    _, (found,) = record_file.parse(file, text.encode())
    assert dict(found.values) == {"count": "1", "ours": ours, "theirs": theirs}
    _, again = record_file.parse(file, f"{text}\n{MERGE}".encode())
    assert [dict(each.values)["count"] for each in again] == ["2"]


@pytest.mark.parametrize(
    ("left", "place"),
    [
        ("甲\n=======\n丙\n>>>>>>> x\n", "5:1"),
        ("甲\n<<<<<<< HEAD\n丙\n", "5:1"),
        ("甲\n>>>>>>> master\n", "5:1"),
        ("甲\n||||||| 0a1b2c\n乙\n", "5:1"),
    ],
)
def test_a_single_line_that_a_merge_left_is_told_where_it_stands(left: str, place: str) -> None:
    assert bad(f"---\na: 1\n---\n{left}", "a.md") == [f"{place} P143"]


@pytest.mark.parametrize(
    "body",
    [
        f"```\n{MERGE}```\n",
        f"~~~text\n{MERGE}~~~\n",
        "标题\n=======\n",
        "甲 <<<<<<< 乙\n",
        ">>>>>>>引文\n",
        "<<<<<<<<<\n",
        "|||||||\n",
    ],
)
def test_what_only_looks_like_a_merge_or_shows_one_is_text(body: str) -> None:
    assert good(f"---\na: 1\n---\n{body}", "a.md").body == body


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title：上村\nyear: 2018", "1:6"),
        ("title: 上村\nyear：2018\nstage: library", "2:5"),
        ("a: 1\nb:\n  - file：x\n    alt: y", "3:9"),
        ("title：上村", "1:6"),
    ],
)
def test_the_colon_of_chinese_text_after_a_name_is_named_as_the_fault(
    text: str, place: str
) -> None:
    assert bad(text) == [f"{place} P015"]
    _, (found,) = record_file.parse("a.yaml", text.encode())
    assert "colon" in problem_words.message(found, ENGLISH)


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 6,
        "a: " + "[" * 6 + "]" * 6,
        "a: " + "{a: " * 6 + "}" * 6,
        "- " * 6 + "x",
        "? " * 6 + "x",
        "".join(" " * n + "a:\n" for n in range(8)),
    ],
    ids=["open lists", "closed lists", "groups", "hyphens", "question marks", "indented"],
)
def test_what_lies_deeper_than_the_bound_is_a_problem_and_is_not_built(text: str) -> None:
    """The bound is lowered here: what lies thousands deep would crash YAML's own reader."""
    with (
        patch("generator.parse.yaml_faults.DEEPEST", 5),
        patch("generator.parse.yaml_fields._INDENTED", re.compile(r"\n[ \-?]{5}")),
        patch("generator.parse.yaml_nodes.composed", side_effect=AssertionError("it is too deep")),
    ):
        (found,) = bad(text)
    assert found.endswith(" P003")


def test_a_reasonable_depth_is_accepted() -> None:
    text = "a: " + "[" * 15 + "x" + "]" * 15 + "\n" + "".join(f"{' ' * n}b:\n" for n in range(15))
    assert set(good(text + " " * 15 + "c: 1").data) == {"a", "b"}


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    found, (unread,) = record_file.read(tmp_path, "none.yaml")
    assert found is None
    assert (unread.code, str(unread.place)) == ("P001", "none.yaml")


# ---- where things stand

RECORD = """\
---
title: 上村通组公路
sources:
  - fund: 财政专项扶贫资金
    amount: 125万
  - {fund: 县级资金, level: 县级, amount: 多少}
plan: {start: 2018-03,
  finish: 明年}
"引号": 'x'
note: |
  第一行
empty:
list: []
---
正文
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("title",), "2:8"),
        (("^title",), "2:1"),
        (("sources",), "4:3"),
        (("sources", 0), "4:5"),
        (("sources", 0, "amount"), "5:13"),
        (("sources", 1, "amount"), "6:37"),
        (("sources", 1, "^amount"), "6:29"),
        (("plan", "finish"), "8:11"),
        (("引号",), "9:7"),
        (("note",), "10:7"),
        (("empty",), "12:1"),
        (("list",), "13:1"),
        (("sources", 0, "document"), "4:5"),
        (("sources", 7, "fund"), "4:3"),
        (("plan", "start", "x"), "7:15"),
        (("missing",), "2:1"),
        ((), "2:1"),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_every_value_is_found_at_its_line_and_column(
    path: tuple[findings.Step, ...], place: str, ending: str
) -> None:
    text, _ = record_file.decode("a.md", RECORD.replace("\n", ending).encode())
    assert text is not None
    (found,) = places(text, "a.md", [path])
    assert str(found) == f"a.md:{place}"


def test_a_file_without_fields_has_all_at_its_beginning() -> None:
    assert [str(each) for each in places("", "a.yaml", [("a",), ()])] == ["a.yaml:1:1"] * 2


def test_texts_are_listed_with_their_paths_in_order() -> None:
    data = good("a: 1\nb: [2, {c: 3}]\nd: {e: 4}\nf: []").data
    assert list(keys(data)) == [
        (("a",), "1"), (("b", 0), "2"), (("b", 1, "c"), "3"), (("d", "e"), "4"),
    ]  # fmt: skip


# ---- narrowing


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("１２５万元", "125万元"),
        ("　ＡＢＣ－ｄ　", "ABC-d"),
        ("￥１，２５０", "¥1,250"),
        ("2018—03–01", "2018-03-01"),
        ("a\u00a0b", "a b"),
        ("②４²", "②4²"),
        ("一、二：三", "一、二:三"),
    ],
)
def test_only_wider_forms_of_the_same_sign_are_narrowed(wide: str, narrow: str) -> None:
    assert half_width(wide) == narrow


def test_what_can_stay_of_a_name_in_an_address_is_proposed() -> None:
    assert slug_like("My File（１）") == "my-file-1"
    assert slug_like("上村") == ""


# ---- anything at all


@steady(300)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_read_or_refused_within_the_file(content: bytes) -> None:
    for file in ("a.yaml", "a.md"):
        found, problems = record_file.parse(file, content)
        assert (found is None) == bool(problems)
        lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
        for each in problems:
            assert 1 <= each.place.line <= lines
            assert each.place.column >= 1


YAMLISH = st.lists(
    st.sampled_from(
        [
            *(
                "a",
                "b",
                "甲",
                "：",
                ":",
                ": ",
                "- ",
                "\n",
                "  ",
                "\t",
                ",",
                "---",
                "...",
                "%",
                "@",
                "~",
            ),
            *(
                "[",
                "]",
                "{",
                "}",
                '"',
                "'",
                "#",
                "&x",
                "*x",
                "!t",
                "|",
                ">",
                "?",
                "<<",
                "\\",
                "\\x00",
            ),
        ]
    ),
    max_size=40,
).map("".join)


@steady(600)
@given(YAMLISH)
def test_anything_like_yaml_is_read_or_refused_within_the_file(text: str) -> None:
    for file, whole in (("a.yaml", text), ("a.md", f"---\n{text}\n---\n正文")):
        found, problems = record_file.parse(file, whole.encode())
        assert (found is None) == bool(problems)
        if found is not None:
            paths = [path for path, _ in keys(found.data)]
            spots = places(whole.replace("\r", "\n"), file, paths)
            assert all(1 <= spot.line <= whole.count("\n") + 1 for spot in spots)
        for each in problems:
            assert 1 <= each.place.line <= whole.count("\n") + 1
            assert problem_words.message(each, CHINESE)
            assert problem_words.hint(each, CHINESE)
