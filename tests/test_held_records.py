"""Public records in files as people hold them: saved again, cut, put together."""

import json
from hashlib import sha256

import pytest

from generator.build import held_records

RECORD = (
    '{"demo":true,"fields":{"payments":[{"amount":"375000.01"}],"percent":30,"title":"上村公路"},'
    '"id":"jia/2018-gonglu","kind":"projects"}'
)
PATH = "projects/jia/2018-gonglu"
DIGEST = sha256(RECORD.encode()).hexdigest()


def found(content: bytes) -> list[tuple[str, str]]:
    return held_records.records(held_records.decoded(content)).found


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_record_that_an_editor_saved_again_is_the_same_one(encoding: str, ends: str) -> None:
    said = json.loads(RECORD)
    other = json.dumps(dict(reversed(said.items())), ensure_ascii=False, indent=2) + "\n\n"
    for text in (RECORD, other, json.dumps(said)):
        assert found(text.replace("\n", ends).encode(encoding)) == [(PATH, DIGEST)]


def test_a_number_is_the_same_with_and_without_a_point_and_an_amount_never_another() -> None:
    for text in ("30.0", "3e1", "30.00"):
        assert found(RECORD.replace("30", text, 1).encode()) == [(PATH, DIGEST)]
    for old, new in (("30", "30.5"), ("375000.01", "375000.02"), ('"375000.01"', "375000.01")):
        [(path, digest)] = found(RECORD.replace(old, new, 1).encode())
        assert (path, digest == DIGEST) == (PATH, False)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        RECORD[:40],
        RECORD.replace("30", "NaN"),
        RECORD.replace("30", "9" * 5_000),
        "",
        "{",
    ],
    ids=["lists", "groups", "half", "no number", "long number", "empty", "open"],
)
def test_what_is_no_whole_json_is_told_by_its_line_and_ends_nothing(text: str) -> None:
    held = held_records.records(f"\n\n{text}")
    assert held.found == []
    assert held.broken >= 1


def test_half_a_sign_is_in_no_record_that_was_published() -> None:
    [(path, digest)] = found(RECORD.replace("上村", "\\ud800").encode())
    assert (path, digest == DIGEST) == (PATH, False)


def test_lines_that_are_no_record_are_told_and_so_is_a_record_that_is_there_twice() -> None:
    held = held_records.records(f"{RECORD}\n{RECORD}\nx\n")
    assert (held.broken, held.rest, held.repeated) == (3, True, [(PATH, 2)])
    held = held_records.records(f"{RECORD}\n")
    assert (held.broken, held.rest, held.repeated) == (0, False, [])
