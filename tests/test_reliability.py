"""The table of suites, and how a suite judges; the suites themselves run by command."""

import pytest

from tests import reliability
from tests.reliability import Row, yaml_suite
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
