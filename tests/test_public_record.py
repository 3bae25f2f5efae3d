"""What of a record is public, as plain data: all that pages show, nothing that they do not."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import public_record
from generator.model.kinds.registry import KINDS
from generator.parse import markdown_text
from generator.parse.model_fields import inner
from generator.parse.phones import Consent
from generator.records import read_batch as reading
from generator.records import view_cache
from tests.records import AS_OF, CONSENT, RECORDS, RICH, RULES, Small, changed, read, steady

NO_CONSENT = r"(?m)^( *)phone_consent:\n(?:\1 .*\n)+"
HELD = {"honorees", "withdrawals"}
OF_ANOTHER_NAME = {
    "units": {"pinyin"},  # spelled in another way
    "documents": {"attachment"},  # what is in the file is looked at elsewhere
    "assessments": {"year"},  # the view has it as a text
}


def example(kind: str) -> str:
    return RICH[RECORDS[kind]]


def public(kind: str, text: str, as_of: date = AS_OF) -> dict[str, Any]:
    return public_record.public(KINDS[kind], read(kind, text), "", replace(RULES, as_of=as_of))


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from leaves(each, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, path)
    else:
        yield path, value


def paths(model: Any, before: str = "") -> Iterator[str]:
    """Yield the path of each field that may be public, by the model alone."""
    for name, info in model.model_fields.items():
        if name in public_record.NEVER or inner(info.annotation) is Consent:
            continue
        part = inner(info.annotation)
        if public_record.is_group(info):
            yield from paths(part, f"{before}{name}.")
        else:
            yield f"{before}{name}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_that_a_record_may_have_is_in_it(kind: str) -> None:
    found = {path for path, _ in leaves(public(kind, example(kind))["fields"])}
    # one of two fields that exclude each other is missing
    assert found == {*paths(KINDS[kind].model)} - {"returns.date"} - missing(kind, found)


def missing(kind: str, found: set[str]) -> set[str]:
    """Return the fields that the example has not."""
    data = read(kind, example(kind)).data.model_dump()
    given = {path for path, value in leaves(data) if value is not None}
    assert found <= given
    return {*paths(KINDS[kind].model)} - given


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_in_it_that_the_view_of_pages_has_not(kind: str) -> None:
    record = read(kind, example(kind))
    view = json.dumps(KINDS[kind].view(record, RULES), ensure_ascii=False, default=str)
    for path, value in leaves(public(kind, example(kind))["fields"]):
        # the addresses that it had are given to the view of every kind where records are read
        other = OF_ANOTHER_NAME.get(kind, set()) | {"moved"}
        amount = isinstance(value, str) and re.fullmatch(r"-?\d+\.\d\d", value)
        if isinstance(value, str) and not amount and path.partition(".")[0] not in other:
            assert json.dumps(value, ensure_ascii=False)[1:-1] in view, path


@pytest.mark.parametrize("kind", KINDS)
def test_what_no_page_shows_is_not_in_it(kind: str) -> None:
    said = json.dumps(public(kind, example(kind)), ensure_ascii=False)
    assert not re.search("status|board_only|vouched|consent|5227012018000001|在本网站公开", said)


@pytest.mark.parametrize("kind", KINDS)
def test_a_mobile_number_without_consent_is_masked_in_every_field(kind: str) -> None:
    text = re.sub(NO_CONSENT, "", example(kind))
    text = re.sub(r"(?m)^( *(?:- )?phone: ).*$", r"\g<1>13800001234", text)
    assert ("phone:" in text) == ("13800001234" in text)
    said = json.dumps(public(kind, text))
    assert "13800001234" not in said
    assert ("138****1234" in said) == ("phone:" in text)


def test_a_mobile_number_is_shown_while_its_holder_consents() -> None:
    text = changed(example("projects"), phone="13800001234", phone_consent=CONSENT)
    shown = [
        public("projects", text, day)["fields"]["phone"]
        for day in (date(2018, 1, 9), date(2018, 1, 10), date(2020, 12, 31), date(2021, 1, 1))
    ]
    assert shown == ["138****1234", "13800001234", "13800001234", "138****1234"]


def test_whom_a_commendation_is_to_honour_is_not_in_it_before_the_notice_says_so() -> None:
    text = changed(example("commendations"), decision=None)
    before, after = (
        public("commendations", text, day)["fields"] for day in (date(2018, 6, 3), date(2018, 6, 4))
    )
    assert HELD.isdisjoint(before)
    assert after.keys() - before.keys() == HELD


def test_money_is_in_yuan_to_the_fen_and_days_are_as_precise_as_known() -> None:
    fields = public("projects", example("projects"))["fields"]
    assert fields["budget"] == "1250000.00"
    assert [each["amount"] for each in fields["sources"]] == ["1000000.00", "250000.00"]
    assert fields["plan"] == {"finish": "2018-09-30", "start": "2018-03"}
    assert [each["percent"] for each in fields["progress"]] == [30, 100]
    assert fields["urgency"] == "urgent"
    assert fields["sources"][0]["pooled"] is True
    assert "pooled" not in fields["sources"][1]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("payments: []", {"payments": []}),
        ("budget: 0元", {"budget": "0.00"}),
        ("budget: 0.05元", {"budget": "0.05"}),
        ("beneficiaries: {households: 0}", {"beneficiaries": {"households": 0}}),
        ("", {}),
    ],
)
def test_what_is_not_known_is_not_there_and_never_nought(line: str, said: dict[str, Any]) -> None:
    text = f"title: 路\nyear: 2018\ncategory: water\nstage: library\n{line}\n"
    assert public("projects", text)["fields"] == {
        "category": "water",
        "stage": "library",
        "title": "路",
        "year": 2018,
        **said,
    }


def test_every_field_is_of_a_type_whose_public_form_is_known() -> None:
    plain = {
        *("parse_year", "parse_count", "parse_yes", "parse_email", "parse_link", "parse_unit"),
        *("parse_record", "parse_old", "parse_file", "parse_phone"),
    }
    for kind in KINDS.values():
        models = [kind.model]
        for model in models:
            for name, info in model.model_fields.items():
                if name in public_record.NEVER:
                    continue
                if public_record.is_group(info):
                    models.append(inner(info.annotation))
                    continue
                func = public_record.typed(info)
                as_it_is = func is None or func.__name__ in plain or "choice" in func.__qualname__
                known = func in public_record._BY_TYPE or as_it_is
                assert known or kind.folder == "documents", (kind.folder, name, func)


NAMES = st.text("abcxyz_", min_size=1, max_size=9)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(NAMES, inside, max_size=3),
    max_leaves=6,
)


@steady(40)
@given(value=st.dictionaries(NAMES, values, max_size=4))
def test_the_same_record_has_the_same_bytes_and_they_say_all_of_it(value: dict[str, Any]) -> None:
    try:
        content = public_record.canonical(value)
    except UnicodeEncodeError:  # half a sign, which no file can hold
        return
    assert json.loads(content) == value
    assert public_record.canonical(dict(reversed([*value.items()]))) == content


def test_signs_are_as_rfc_8785_has_them() -> None:
    value = {"b": '\u20ac$\u000f\nA\'B"\\\\"/\u007f中', "a": [1, public_record.number(30.0), 0.5]}
    expected = '{"a":[1,30,0.5],"b":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f中"}'
    assert public_record.canonical(value) == expected.encode()


def test_a_demonstration_says_so_first_and_stays_canonical() -> None:
    record = public("pages", example("pages"))
    content = public_record.of_demonstration(public_record.canonical(record))
    assert content == public_record.canonical({"demo": True, **record})


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    folder = tmp_path_factory.mktemp("public")
    withheld = "title: 保密\nyear: 2018\ncategory: water\nstage: library\n"
    return Small(
        folder,
        {
            "content/projects/jia/a.yaml": f"{withheld}status: draft\n",
            "content/projects/jia/b.yaml": f"{withheld}board_only: yes\n",
            "content/pages/about.en.md": "---\ntitle: About\n---\nHow it is made.\n",
        },
    )


def kept(small: Small) -> dict[str, bytes]:
    batches, _ = small.batches()
    for batch in batches:
        reading.read_batch(batch)
    return {k: v for b in batches for k, v in view_cache.public(b.store.views).items()}


def test_each_public_record_is_kept_with_its_batch_and_no_other(small: Small) -> None:
    found = kept(small)
    expected = {path.removeprefix("content/").rpartition(".")[0] for path in RICH} - {"config"}
    assert found.keys() == {each for each in expected if "/" in each} | {"pages/about.en"}
    assert not any("保密".encode() in content for content in found.values())
    for name, content in found.items():
        record = json.loads(content)
        assert public_record.canonical(record) == content
        language = record.get("language", "")
        assert f"{record['kind']}/{record['id']}{'.' if language else ''}{language}" == name
    assert json.loads(found["pages/about.en"])["text"] == "How it is made."


def test_a_batch_that_is_read_again_has_the_very_same_public_records(small: Small) -> None:
    before = kept(small)
    file = small.root / "content/units/jia/dong.yaml"
    file.write_bytes(file.read_bytes() + b"staff: 9\n")
    after = kept(small)
    changed_ = {name for name in before if before[name] != after[name]}
    assert (before.keys(), changed_) == (after.keys(), {"units/jia/dong"})


def test_texts_have_the_words_of_the_page_and_no_markup() -> None:
    body = "见[上村](/units/jia/dong/shang.md)<!-- 保密 -->。\n\n- ~~一~~\n- 二\n"
    html = markdown_text.render(body, "projects/jia/x.md").html
    record = public_record.public(KINDS["pages"], read("pages", example("pages")), html, RULES)
    assert record["text"] == "见[上村](/units/jia/dong/shang.md)。\n\n- ~~一~~\n- 二"
