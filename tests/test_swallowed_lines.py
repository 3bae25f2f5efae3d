"""Signs that YAML's reader drops with what is behind them are told at their place."""

import pytest

from generator.parse import record_file


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ('title: "甲"#1标段', 11),
        ("title: '甲'#1标段", 11),
        ("list: [甲, 乙]#丙", 13),
        ("group: {甲: 乙}#丙", 14),
        ("list: [甲,#乙\n  丙]", 10),
        ("text: |#丙\n  甲", 7),
        ("text: >-#丙\n  甲", 7),
        ("group: {?甲: 乙}", 9),
        ("list: [甲, ?乙]", 11),
    ],
)
def test_a_sign_that_cuts_off_what_is_typed_is_told(line: str, column: int) -> None:
    read, problems = record_file.parse("x.yaml", f"{line}\n".encode())
    assert read is None
    assert [(p.code, p.place.line, p.place.column) for p in problems] == [("P032", 1, column)]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("title: 甲#1标段", "甲#1标段"),
        ('title: "甲 #1"', "甲 #1"),
        ("title: '甲''#1'", "甲'#1"),
        ("title: 说“好”#1", "说“好”#1"),
        ("title: a]#b", "a]#b"),
        ('title: a"#b', 'a"#b'),
        ("title: 甲,#1", "甲,#1"),
        ("title: 谁?甲", "谁?甲"),
        ("title: ?甲", "?甲"),
        ("title: '[?甲]'", "[?甲]"),
        ("title: |\n  甲]#乙\n  |#", "甲]#乙\n|#\n"),
    ],
)
def test_the_same_signs_within_a_text_are_left_alone(line: str, value: str) -> None:
    read, problems = record_file.parse("x.yaml", f"{line}\n".encode())
    assert read is not None, problems
    assert read.data == {"title": value}
