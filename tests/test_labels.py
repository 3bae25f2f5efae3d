"""Fields and choices are told as people know them, with the code that stands in the file."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from generator.base import labels
from generator.base.codes import CODES
from generator.base.messages import CHINESE, ENGLISH, catalogue
from generator.base.problems import Place, problem
from generator.model import problem_words
from generator.model.kinds.allocation import Allocation
from generator.model.kinds.project import Project
from generator.model.kinds.registry import KINDS
from generator.model.settings import Settings
from generator.parse.model_fields import inner
from generator.parse.record_file import Source
from generator.parse.validation import validate
from tests.sites import WHOLE

CHINESE_WORDS, ENGLISH_WORDS = (catalogue(each).gettext for each in (CHINESE, ENGLISH))


def every_field(model: Any, seen: tuple[Any, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yield name and FieldInfo of each field of a model, and of the groups in it."""
    for name, info in model.model_fields.items():
        yield name, info
        part = inner(info.annotation)
        if hasattr(part, "model_fields") and part not in seen:
            yield from every_field(part, (*seen, model))


@pytest.mark.parametrize("model", [*(kind.model for kind in KINDS.values()), Settings])
def test_every_field_has_a_short_name_in_chinese_and_in_english(model: Any) -> None:
    for name, info in every_field(model):
        chinese, english = (
            labels.name(info.description, tr) for tr in (CHINESE_WORDS, ENGLISH_WORDS)
        )
        assert re.search(r"[一-鿿]", chinese), name
        assert 0 < len(chinese) <= 22, chinese
        assert not re.search(r"[（(；;：:，,]", chinese + english)


@pytest.mark.parametrize(("code", "spec"), CODES.items())
def test_a_message_names_no_field_by_its_code_alone(code: str, spec: Any) -> None:
    for text in (spec.message, spec.hint):
        for tr in (CHINESE_WORDS, ENGLISH_WORDS):
            bare = re.sub(r"\{[^}]*\}|https?://\S*|“name: value”", "", tr(text))
            assert not re.search(r"“[a-z_]+(?:: [^”]*)?”|\b[a-z]+_[a-z_]+\b", bare), (code, bare)


@pytest.mark.parametrize(("code", "spec"), CODES.items())
def test_every_field_that_a_message_asks_for_is_there(code: str, spec: Any) -> None:
    asked = re.findall(r"\{(?:label|line):([^}=]*)", spec.message + spec.hint)
    for path in asked:
        shown = problem_words.words(f"{{label:{path}}}", CHINESE_WORDS)
        assert shown.endswith(f"（{path.rpartition('.')[2]}）"), (code, path)


def test_what_a_stage_needs_is_named_in_the_readers_language() -> None:
    fields = labels.fields(Project, ["budget", "address", "sources"])
    found = problem("P910", Place("x"), "stage", stage="\0:approved", fields=fields)
    assert "计划资金（budget）、详细地点（address）、资金来源（sources）" in problem_words.message(
        found, CHINESE
    )
    assert "planned money (budget), where exactly (address)" in problem_words.message(
        found, ENGLISH
    )


def test_the_field_of_a_problem_is_named_by_its_kind_and_path() -> None:
    found = problem("P103", Place("content/projects/a/b.md", 3, 1), "payments.2.amount", value="8")
    assert problem_words.about(found, CHINESE) == "金额（payments.2.amount）"
    assert (
        problem_words.about(problem("P109", Place("content/projects/a/b.md"), "nothing"), CHINESE)
        == "nothing"
    )
    assert problem_words.about(problem("P802", Place("config.yaml"), "output"), ENGLISH).endswith(
        "(output)"
    )


def told(model: Any, data: dict[str, Any], language: str) -> str:
    """Return message and hint of the one problem of a record; of its names, if one is wrong.

    What is wrong with a value below a wrong name is told, too.
    """
    source = Source("content/projects/jia/dong/shang/2018-gonglu.md", data, "", 1, b"")
    _, every = validate(model, source, WHOLE)
    found, *others = [each for each in every if each.code == "P109"] or every
    assert not others
    return f"{problem_words.message(found, language)}; {problem_words.hint(found, language)}"


BASE = {"title": "a", "year": "2018", "category": "water", "stage": "library"}


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("计划资金", "budget"),
        ("资金来源", "sources"),
        ("主管单位", "responsible_unit"),
        ("budgets", "budget"),
        ("bid price", "bid_price"),
        ("轻重缓急", "urgency"),
    ],
)
def test_a_key_that_people_call_a_field_by_is_told_the_code_of_that_field(
    key: str, field: str
) -> None:
    for language, bracket in ((CHINESE, f"（{field}）"), (ENGLISH, f"({field})")):
        text = told(Project, {**BASE, key: "x"}, language)
        assert text.count(bracket) == 2
        assert "performance_target" not in text


def test_a_key_that_stands_for_nothing_is_told_every_field_with_its_name() -> None:
    text = told(Project, {**BASE, "qqqq": "x"}, CHINESE)
    assert "绩效目标（performance_target）" in text
    assert "建设性质（nature）" in text


def test_choices_are_told_with_their_labels_in_the_readers_language() -> None:
    data = {**BASE, "stage": "begun"}
    assert "在建（under_way）" in told(Project, data, CHINESE)
    assert "under way (under_way)" in told(Project, data, ENGLISH)
    date = {"date": "2018-01-02", "fund": "a", "amount": "1万", "purpose": "b", "level": "x"}
    assert "省级（province）" in told(Allocation, date, CHINESE)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        (CHINESE, "饮水（water）、住房（housing）、其他（other）"),
        (ENGLISH, "Drinking water (water), 住房 (housing), 其他 (other)"),
    ],
)
def test_choices_of_the_configuration_have_the_nearest_label(language: str, shown: str) -> None:
    among = {
        "water": {"zh-Hans": "饮水", "en": "Drinking water"},
        "housing": {"zh-Hans": "住房"},
        "other": {"": "其他"},
    }
    assert labels.value(labels.choices(among), language) == shown
