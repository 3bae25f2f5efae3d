"""What became of a record since it was published as an entry of the log says."""

import pytest

from generator.build import log_check
from generator.build.public_log import Entry


@pytest.mark.parametrize(
    ("digests", "number", "message", "values"),
    [
        ("ab", 0, log_check.REPLACED, {"later": "2018-01-02"}),
        ("ab", 1, log_check.STILL, {}),
        ("aba", 0, log_check.BACK, {"later": "2018-01-02", "again": "2018-01-03"}),
        ("aba", 1, log_check.REPLACED, {"later": "2018-01-03"}),
        ("aba", 2, log_check.STILL, {}),
        ("ab-", 0, log_check.WITHDRAWN, {"later": "2018-01-03"}),
        ("a-b", 0, log_check.REPLACED, {"later": "2018-01-03"}),
    ],
)
def test_what_came_before_an_entry_has_not_become_of_it(
    digests: str, number: int, message: str, values: dict[str, str]
) -> None:
    entries = [
        (n, Entry(f"2018-01-0{n + 1}", "a.json", None if each == "-" else each * 64))
        for n, each in enumerate(digests)
    ]
    found = log_check.became(number, entries[number][1], {"a.json": entries})
    assert found.message == message
    assert found.values == {
        "path": "a.json",
        "day": entries[number][1].day,
        "number": number,
        **values,
    }
