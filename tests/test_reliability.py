"""The table of suites, and how a suite judges; the suites themselves run by command."""

from pathlib import Path

import pytest

from tests import reliability
from tests.records import RECORDS, RICH
from tests.reliability import Row, mutations, yaml_suite
from tests.reliability.yaml_suite import Case


def test_each_row_of_the_table_is_of_a_suite_that_is_there() -> None:
    text = reliability.DOCUMENT.read_text("utf-8")
    for name, module in reliability.suites().items():
        assert f"| {module.NAME} |" in text, name
        assert f"`{reliability.command(name)}`" in text, name


def test_a_row_takes_the_place_of_the_one_of_the_same_suite_and_leaves_the_others() -> None:
    empty = f"a\n{reliability.BEGIN}\n{reliability.END}\nz\n"
    rows = (Row("B", "1", 1_000, 0, "b"), Row("A", "1", 2, 1, "a"))
    once = reliability.written(empty, rows)
    assert once.count("\n| A | 1 | 2 | 1 | `a` |\n| B | 1 | 1,000 | 0 | `b` |\n") == 1
    again = reliability.written(once, [Row("A", "2", 3, 0, "a")])
    assert again == once.replace("| A | 1 | 2 | 1 |", "| A | 2 | 3 | 0 |")


@pytest.mark.parametrize(
    ("text", "tree", "fail", "expected"),
    [
        ("a: b", "+STR\n +DOC\n  +MAP\n   =VAL :a\n   =VAL :b\n  -MAP\n -DOC\n-STR", False, ""),
        (
            "a: b",
            "+STR\n +DOC\n  +MAP\n   =VAL :a\n   =VAL :c\n  -MAP\n -DOC\n-STR",
            False,
            "read as {'a': 'b'}, means {'a': 'c'}",
        ),
        ("- a", "+STR\n +DOC\n  +SEQ []\n   =VAL 'a\n  -SEQ\n -DOC\n-STR", False, ""),
        ("a: [b", "", True, ""),
        ("a: [b,\nc]", "", True, ""),
        ("&a a: b", "+STR\n +DOC\n  +MAP\n   =VAL &a :a\n   =VAL :b\n  -MAP\n -DOC", False, ""),
    ],
)
def test_a_case_fails_where_another_value_than_the_suites_is_taken(
    text: str, tree: str, fail: bool, expected: str
) -> None:
    assert yaml_suite.fault(Case("x", text, tree, fail)) == expected


def test_what_a_mutated_record_loses_without_a_word_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = RICH[RECORDS["meetings"]]
    assert mutations.lost("meetings", good.encode(), tmp_path) == []
    typed = good.replace("title: ", "title: 另外一句 ", 1)
    assert mutations.lost("meetings", typed.encode(), tmp_path) == []  # it is published
    told = good.replace("title: ", "titel: 另外一句\ntitle: ", 1)
    assert mutations.lost("meetings", told.encode(), tmp_path) == []  # it is told of
    shown = mutations.shown
    monkeypatch.setattr(
        mutations, "shown", lambda *each: (shown(*each) or "").replace("另外一句", "")
    )
    assert mutations.lost("meetings", typed.encode(), tmp_path) == ["另外一句"]


@pytest.mark.parametrize("kind", RECORDS)
def test_a_few_mutations_of_each_kind_lose_nothing(kind: str, tmp_path: Path) -> None:
    seen, failed = mutations.tried(kind, tmp_path, 20)
    assert seen >= 20
    assert failed == []
