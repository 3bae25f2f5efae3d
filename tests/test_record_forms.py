"""A form shows a record as it is, and what comes back changes what was changed in it, no more."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.commands import new
from generator.model.kinds.registry import KINDS
from generator.parse import list_edit, record_edit, record_file, record_text, yaml_nodes
from generator.parse.yaml_nodes import Raw
from generator.records import form_changes, record_forms
from tests.records import RICH, RULES
from tests.test_record_edit import RECORDS

FORMS = {folder: record_forms.fields(folder, RULES) for folder in KINDS}


def there_and_back(folder: str, data: Mapping[str, Raw]) -> Any:
    """Return what a browser hands back of a form in which nothing was typed."""
    shown = json.loads(json.dumps(record_forms.state(FORMS[folder], data)))
    return record_forms.typed(FORMS[folder], shown)


def saved(folder: str, file: str, content: bytes, typed: Any) -> bytes:
    source, _ = record_file.parse(file, content)
    assert source is not None
    edits = form_changes.edits(KINDS[folder].model, source.data, typed)
    made = form_changes.edited(file, content, source.data, edits)
    return form_changes.with_text(file, made, source.body)


def test_every_shipped_record_saved_without_a_change_has_the_same_bytes() -> None:
    for path in RECORDS:
        folder = next((part for part in path.parts if part in KINDS), "")
        if not folder:  # a table that is no record
            continue
        content = path.read_bytes()
        source, _ = record_file.parse(path.name, content)
        assert source is not None
        assert not record_forms.locked(FORMS[folder], source.data)
        typed = there_and_back(folder, source.data)
        assert form_changes.edits(KINDS[folder].model, source.data, typed) == {}
        assert form_changes.with_text(path.name, content, source.body) == content


STYLES = st.sampled_from(["plain", "single", "double", "flow", "remark", "above", "blank", "block"])


def examples(folder: str) -> dict[str, Raw]:
    """Return the fields of a record that has all of them."""
    path = next(each for each in RICH if f"/{folder}/" in each)
    source, problems = record_file.parse(path, RICH[path].encode())
    assert source is not None, problems
    return source.data


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str, bytes]:
    """Give the kind of a record, the name of its file, and bytes as some person may type them."""
    folder = draw(st.sampled_from([*KINDS]))
    kind = KINDS[folder]
    data = examples(folder)
    kept = {
        name: value
        for name, value in data.items()
        if kind.model.model_fields[name].is_required() or draw(st.booleans())
    } or dict([*data.items()][-1:])
    names = draw(st.permutations([*kept])) if draw(st.booleans()) else [*kept]
    lines: list[str] = []
    for name in names:
        lines += styled(draw, name, kept[name])
    ends = draw(st.sampled_from(["\n", "\r\n"]))
    text = "\n".join(lines) + "\n"
    file = f"a{kind.ending}"
    if kind.ending == ".md":
        body = draw(st.sampled_from(["", "\n正文。\n", "正文：一\n\n- 二", "\n\n---\n\n三  \n"]))
        text = f"---\n{text}---\n{body}" if body else f"---\n{text}---"
    mark = draw(st.sampled_from(["", "\ufeff"]))
    return folder, file, (mark + text.replace("\n", ends)).encode()


def styled(draw: st.DrawFn, name: str, value: Raw) -> Iterator[str]:
    """Yield the lines of a field in one of the ways that people write them."""
    style = draw(STYLES)
    plain = [*record_text.lines({name: value})]
    if style == "above":
        yield f"# 说明：{name}"
    if style == "blank":
        yield ""
    if isinstance(value, str) and style == "single" and "'" not in value:
        yield f"{name}:   '{value}'"
    elif isinstance(value, str) and style == "double":
        yield f"{name}: {record_text.quoted(value)}   # 引号"
    elif isinstance(value, str) and style == "block":
        yield f"{name}: >-"
        yield f"    {value}"
    elif isinstance(value, list) and value and style == "flow":
        yield f"{name}: {list_edit.flow(value)}  # 一行"
    elif style == "remark" and "\n" not in plain[-1]:
        yield from plain[:-1]
        yield f"{plain[-1]}  # 备注"
    else:
        yield from plain


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(written())
def test_a_record_saved_without_a_change_has_the_same_bytes(record: tuple[str, str, bytes]) -> None:
    folder, file, content = record
    source, problems = record_file.parse(file, content)
    assert source is not None, problems
    assert saved(folder, file, content, there_and_back(folder, source.data)) == content


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(written(), st.data())
def test_a_field_that_is_changed_changes_its_own_lines_alone(
    record: tuple[str, str, bytes], draw: st.DataObject
) -> None:
    folder, file, content = record
    source, _ = record_file.parse(file, content)
    assert source is not None
    texts = [path for path, value in yaml_nodes.keys(source.data) if value]
    path = draw.draw(st.sampled_from(texts))
    state = record_forms.state(FORMS[folder], source.data)
    put(state, path, "改过的: #值")
    made = saved(folder, file, content, record_forms.typed(FORMS[folder], state))
    before, after = content.decode().splitlines(), made.decode().splitlines()
    assert sum(x != y for x, y in zip(before, after, strict=False)) <= len(before)
    again, _ = record_file.parse(file, made)
    assert again is not None
    assert again.data == record_edit.wanted(source.data, record_edit.Put(path, "改过的: #值"))
    lost = [line for line in before if line not in after]
    assert len(lost) <= 2  # a text may have stood below its name
    assert set(re.findall("# .*", content.decode())) <= {
        *re.findall("# .*", made.decode()),
        *(found for line in lost for found in re.findall("# .*", line)),
    }


def put(state: Any, path: tuple[Any, ...], value: str) -> None:
    """Type a text into a form."""
    *above, last = path
    for step in above:
        state = state[step][1] if isinstance(step, int) else state[step]
    if isinstance(last, int):
        state[last][1] = value
    else:
        state[last] = value


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(written(), st.data())
def test_lists_are_added_to_cut_and_put_in_another_order(
    record: tuple[str, str, bytes], draw: st.DataObject
) -> None:
    """What comes out says what was asked, or it is refused: nothing else is ever written."""
    folder, file, content = record
    source, _ = record_file.parse(file, content)
    assert source is not None
    state = record_forms.state(FORMS[folder], source.data)
    lists = [name for name, value in state.items() if isinstance(value, list) and value]
    if not lists:
        return
    name = draw.draw(st.sampled_from(lists))
    rows = [*draw.draw(st.permutations(state[name]))]
    if draw.draw(st.booleans()):
        rows = rows[:-1]
    if draw.draw(st.booleans()):
        rows.insert(draw.draw(st.integers(0, len(rows))), [None, state[name][0][1]])
    state[name] = rows or None
    typed = record_forms.typed(FORMS[folder], state)
    told: record_edit.Path
    try:
        made = saved(folder, file, content, typed)
    except record_edit.Refused as refused:
        made, told = b"", refused.path
    else:
        told = ()
    if told:
        assert told[0] == name
        return
    again, problems = record_file.parse(file, made)
    assert again is not None, problems
    wanted = form_changes.plain(typed)
    assert again.data.get(name) == wanted.get(name)
    assert {k: v for k, v in again.data.items() if k != name} == {
        k: v for k, v in source.data.items() if k != name
    }


@pytest.mark.parametrize("folder", [each for each in KINDS if KINDS[each].new])
def test_what_portal_new_writes_is_shown_whole(folder: str) -> None:
    kind = KINDS[folder]
    word = next(word for word, (of, _) in new.WORDS.items() if of is kind)
    text = new.text(word, kind.example.rpartition(".")[0], "zh-Hans")
    content = text.encode()
    source, problems = record_file.parse(f"a{kind.ending}", content)
    assert source is not None, problems
    assert record_forms.locked(FORMS[folder], source.data) == []
    assert saved(folder, f"a{kind.ending}", content, there_and_back(folder, source.data)) == content


WHOLE = """\
title: 通组路
sources:  # 钱从哪里来
  # 头一笔
  - fund: 甲
    amount: 1万元  # 到账
  # 第二笔
  - fund: 乙
    amount: 2万元
  - {fund: 丙, amount: 3万元}
groups: [上组, 下组]
"""


def edited(**fields: Any) -> str:
    data = yaml_nodes.built(yaml_nodes.composed(WHOLE), [])
    edits = form_changes.edits(KINDS["projects"].model, data, fields)
    return form_changes.edited("a.yaml", WHOLE.encode(), data, edits).decode()


def rows(*numbers: int | None) -> list[form_changes.Entry]:
    return [form_changes.Entry(n, {} if n is not None else {"fund": "丁"}) for n in numbers]


def test_an_entry_that_is_moved_takes_its_comments_along() -> None:
    made = edited(sources=rows(1, 0, 2))
    assert made == WHOLE.replace(
        "  # 头一笔\n  - fund: 甲\n    amount: 1万元  # 到账\n"
        "  # 第二笔\n  - fund: 乙\n    amount: 2万元\n",
        "  # 头一笔\n  # 第二笔\n  - fund: 乙\n    amount: 2万元\n"
        "  - fund: 甲\n    amount: 1万元  # 到账\n",
    )


def test_a_new_entry_stands_where_it_was_put() -> None:
    assert "  - fund: 丁\n  # 第二笔\n  - fund: 乙" in edited(sources=rows(0, None, 1, 2))


def test_an_entry_whose_comment_would_be_lost_is_not_taken_away() -> None:
    with pytest.raises(record_edit.Refused) as refused:
        edited(sources=rows(1, 2))
    assert refused.value.reason == record_edit.LOST
    assert "丙" not in edited(sources=rows(0, 1))


def test_a_list_on_one_line_stays_there() -> None:
    entry = form_changes.Entry
    made = edited(groups=[entry(1, "下组"), entry(None, "新, 组"), entry(0, "上组")])
    assert made == WHOLE.replace("[上组, 下组]", '[下组, "新, 组", 上组]')


def test_a_text_of_several_lines_stands_as_such() -> None:
    made = edited(title="一行\n二行")
    assert made.startswith("title: |-\n  一行\n  二行\nsources:")


def test_what_no_form_can_have_made_is_refused() -> None:
    wrong: list[object] = [
        [],
        {"nothing": "x"},
        {"title": 1},
        {"sources": [1]},
        {"sources": [["0", {}]]},
    ]
    for bad in wrong:
        with pytest.raises(record_forms.Misshapen):
            record_forms.typed(FORMS["projects"], bad)
