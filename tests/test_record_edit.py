"""Editing a record changes the lines that were asked for, and no other byte of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.parse import edit_spans, record_edit, record_file, record_text, yaml_nodes
from generator.parse.record_edit import Edit, Gone, Put, Refused
from tests.conftest import ROOT

RECORDS = sorted(
    path
    for path in (ROOT / "content").rglob("*")
    if path.suffix in (".md", ".yaml") and path.name != "slugs.yaml"
)
WHOLE = """\
# 全村的账
title: 通组路   # 名字和批文一致
year: '2018'
budget: "125万元"
note: |
  第一行
  第二行
# 资金从哪里来
sources:
  - {fund: 专项资金, amount: 100万元}
  # 第二笔
  - fund: 县级配套
    amount: 25万元  # 月底到账
plan:
  start: 2018-03
  # 完工日期再定
groups: [上组, '下组, 东']
empty:   # 还没填
last: 完
"""


def edit(text: str, *edits: Edit, file: str = "a.yaml") -> str:
    return record_edit.edited(file, text.encode(), edits).decode()


def changed(old: str, new: str) -> tuple[list[str], list[str]]:
    """Return the lines that went, and those that came."""
    before, after = old.splitlines(), new.splitlines()
    return [x for x in before if x not in after], [x for x in after if x not in before]


def test_every_shipped_record_saved_without_a_change_has_the_same_bytes() -> None:
    assert len(RECORDS) > 2_000
    for path in RECORDS:
        content = path.read_bytes()
        assert record_edit.edited(path.name, content, []) == content


@pytest.mark.parametrize("path", RECORDS[:: len(RECORDS) // 60], ids=lambda path: path.stem)
def test_each_value_of_a_shipped_record_can_be_set_and_set_back(path: Path) -> None:
    content = path.read_bytes()
    source, _ = record_file.parse(path.name, content)
    assert source is not None
    for steps, value in yaml_nodes.keys(source.data):
        new = record_edit.edited(path.name, content, [Put(steps, "新的: 值 #1")])
        assert len(new.splitlines()) == len(content.splitlines())
        assert sum(x != y for x, y in zip(new.splitlines(), content.splitlines(), strict=True)) == 1
        assert record_edit.edited(path.name, content, [Put(steps, value)]) == content
        back, _ = record_file.parse(
            path.name, record_edit.edited(path.name, new, [Put(steps, value)])
        )
        assert back is not None
        assert back.data == source.data


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("title",), "产业路", "title: 产业路   # 名字和批文一致"),
        (("title",), "产业: 路", 'title: "产业: 路"   # 名字和批文一致'),
        (("year",), "2019", "year: '2019'"),
        (("budget",), "1万元", 'budget: "1万元"'),
        (("sources", 0, "amount"), "1,000元", '  - {fund: 专项资金, amount: "1,000元"}'),
        (("sources", 1, "amount"), "26万元", "    amount: 26万元  # 月底到账"),
        (("groups", 0), "中组", "groups: [中组, '下组, 东']"),
        (("empty",), "有了", "empty: 有了   # 还没填"),
        (("plan", "start"), "2018-04", "  start: 2018-04"),
    ],
)
def test_a_value_is_put_where_the_old_one_stood(
    path: record_edit.Path, value: str, line: str
) -> None:
    gone, come = changed(WHOLE, edit(WHOLE, Put(path, value)))
    assert (len(gone), come) == (1, [line])


def test_a_text_over_several_lines_gives_way_to_one_line() -> None:
    assert changed(WHOLE, edit(WHOLE, Put(("note",), "一行"))) == (
        ["note: |", "  第一行", "  第二行"],
        ["note: 一行"],
    )


def test_a_new_field_stands_where_its_model_has_it() -> None:
    text = edit(WHOLE, Put(("stage",), "在建", after=("title", "year")))
    assert "year: '2018'\nstage: 在建\nbudget" in text
    text = edit(WHOLE, Put(("status",), "draft", after=("nothing",)))
    assert text.startswith("# 全村的账\nstatus: draft\ntitle: 通组路")


def test_comments_that_are_further_in_stay_with_what_they_belong_to() -> None:
    text = edit(WHOLE, Put(("actual",), {"start": "2018-05"}, after=("plan",)))
    assert "  # 完工日期再定\nactual:\n  start: 2018-05\ngroups" in text
    text = edit(WHOLE, Put(("more",), "是", after=("note",)))
    assert "  第二行\nmore: 是\n# 资金从哪里来\nsources:" in text


def test_a_list_grows_at_its_end() -> None:
    text = edit(WHOLE, Put(("sources", 2), {"fund": "社会捐助", "amount": "1万元"}))
    assert "    amount: 25万元  # 月底到账\n  - fund: 社会捐助\n    amount: 1万元\nplan:" in text
    assert "groups: [上组, '下组, 东', \"甲, 乙\"]" in edit(WHOLE, Put(("groups", 2), "甲, 乙"))


def test_a_group_grows_behind_a_colon_with_nothing_behind_it() -> None:
    assert "empty:   # 还没填\n  - a: 一\nlast" in edit(WHOLE, Put(("empty",), [{"a": "一"}]))


def test_a_field_goes_with_its_lines_and_no_other() -> None:
    assert changed(WHOLE, edit(WHOLE, Gone(("last",)))) == (["last: 完"], [])
    assert changed(WHOLE, edit(WHOLE, Gone(("sources", 0, "fund"))))[1] == ["  - {amount: 100万元}"]
    assert changed(WHOLE, edit(WHOLE, Gone(("sources", 0, "amount"))))[1] == [
        "  - {fund: 专项资金}"
    ]
    assert edit("a:\n  - b: 1\n    c: 2\nd: 3\n", Gone(("a", 0, "b"))) == "a:\n  - c: 2\nd: 3\n"
    assert edit("a:\n- 一\n- 二\n", Gone(("a", 0))) == "a:\n- 二\n"
    assert edit("a: [一, 二]\n", Gone(("a", 1))) == "a: [一]\n"


@pytest.mark.parametrize(
    ("text", "asked", "reason"),
    [
        (WHOLE, Gone(("title",)), record_edit.LOST),
        (WHOLE, Gone(("sources", 1)), record_edit.LOST),
        (WHOLE, Gone(("nothing",)), record_edit.NOT_THERE),
        (WHOLE, Put(("plan",), "x"), record_edit.OTHERWISE),
        (WHOLE, Put(("plan", 0), "x"), record_edit.NOT_THERE),
        ("a: | # 说明\n  一\n", Put(("a",), "二"), record_edit.LOST),
        ("a:\n  b: 1\n", Gone(("a", "b")), record_edit.OTHERWISE),
        ("a: [\n", Put(("a",), "1"), record_edit.UNREAD),
    ],
)
def test_what_would_do_harm_is_refused(text: str, asked: Edit, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        edit(text, asked)
    assert refused.value.reason == reason


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_first_mark_the_line_ends_and_the_text_below_stay(start: str, ends: str) -> None:
    whole = f"{start}---\n{WHOLE}---\n\n正文 title: 不动\n---\n".replace("\n", ends)
    old, new = f"title: 通组路 {ends}", f"title: 产业路 {ends}"
    whole = whole.replace("通组路   # 名字和批文一致", "通组路 ")
    made = edit(whole, Put(("title",), "产业路"), Put(("more",), ["一"]), file="a.md")
    assert made == whole.replace(old, new).replace(
        f"last: 完{ends}", f"last: 完{ends}more:{ends}  - 一{ends}"
    )


NAMES = st.sampled_from(["title", "note", "plan", "sources", "a", "b_c"])
TEXTS = st.one_of(
    st.sampled_from(
        [
            "",
            "no",
            "0123",
            "~",
            "- x",
            "a: b",
            "x #y",
            "[z",
            "'q'",
            '"',
            "\\",
            "：",
            "#",
            "a:",
            "2018-03-01",
            "true",
            "1e3",
            "null",
            "=",
            "@x",
            "%",
            "`",
            "?",
            "? x",
            "{}",
            "多 字",
            "五\u00a0六",
        ]
    ),
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co"]),
        min_size=1,
        max_size=12,
    ),
)
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3),
        st.dictionaries(NAMES, inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)
FIELDS = st.dictionaries(NAMES, VALUES, min_size=1, max_size=4)


def scalars(data: yaml_nodes.Raw) -> Iterator[record_edit.Path]:
    yield from (path for path, _ in yaml_nodes.keys(data))


@given(FIELDS)
def test_whatever_is_written_says_the_same_when_it_is_read(
    data: dict[str, yaml_nodes.Raw],
) -> None:
    text = record_text.record(data, ".yaml")
    assert yaml_nodes.built(yaml_nodes.composed(text), []) == data


@settings(max_examples=150)
@given(FIELDS, st.data())
def test_any_value_of_any_record_can_be_changed_alone(
    data: dict[str, yaml_nodes.Raw], draw: st.DataObject
) -> None:
    text = "# 头\n" + record_text.record(data, ".yaml")
    lines = text.splitlines()
    text = (
        "\n".join(f"{line}   # 第{n}行" if n % 3 == 0 else line for n, line in enumerate(lines))
        + "\n"
    )
    assert edit(text) == text
    path = draw.draw(st.sampled_from([*scalars(data)]))
    value = draw.draw(TEXTS)
    made = edit(text, Put(path, value))
    said = yaml_nodes.built(yaml_nodes.composed(made), [])
    assert said == record_edit.wanted(data, Put(path, value))
    assert edit_spans.comments(made) == edit_spans.comments(text)
    assert len(made.splitlines()) == len(text.splitlines())
