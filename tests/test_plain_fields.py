"""Fields that are plain in every way are read as YAML reads them, and all others by YAML itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base import short_cuts
from generator.parse import plain_fields, record_file, yaml_fields
from tests.conftest import ROOT
from tests.records import steady

WHOLE = """\
title: 东镇小型水厂（一期）：3~5月
code: "5227"
web: http://example.org/a?b
time: 10:30
plan:
  start: 2018-03-01
  photos: [a.jpg, 'b, c.jpg']
none: []
payments:
  - {date: 2018-04-15, amount: 1250000.00, note: "第1次，付款", to: [甲, 乙]}
decisions:
  - what: 核对进度
    photos:
      - file: a.jpg
        alt: 甲
    due: 2018-05-01
  - what: 再核对
groups:
  - 一组
  - "二组: 上寨"
"""


def by_yaml(front: str) -> object:
    """Return what YAML alone makes of fields, None where something would be said of them."""
    short_cuts.taken.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(short_cuts.SWITCH, "1")
        found = yaml_fields.load("a.yaml", front, 1)
    short_cuts.taken.cache_clear()
    data, slips, fault, _ = found
    return data if (slips, fault) == (yaml_fields.NO_SLIPS, None) else None


def test_plain_fields_are_read_whole() -> None:
    found = plain_fields.read(WHOLE)
    assert found == by_yaml(WHOLE)
    assert found is not None
    assert [*found] == [line.partition(":")[0] for line in WHOLE.split("\n") if line[:1].isalpha()]


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("title: 东镇", "title: 东镇 # 一期"),
        ("title: 东镇", "title:东镇"),
        ("title: 东镇", "title: "),
        ("title: 东镇", "title:"),
        ("title: 东镇", "title: 东镇 "),
        ("title: 东镇", "title: 东镇\n  一期"),
        ("title: 东镇", "title: |\n  东镇"),
        ("title: 东镇", "title: *东镇"),
        ("title: 东镇", "title: &a 东镇"),
        ("title: 东镇", "title: 甲: 乙"),
        ("title: 东镇", "title: ''"),
        ("title: 东镇", 'title: "东\\镇"'),
        ("title: 东镇", 'title: "东镇'),
        ("title: 东镇", 'title: "东镇" 一期'),
        ("title: 东镇", "title: [东镇"),
        ("title: 东镇", "title: [东镇, ]"),
        ("title: 东镇", "title: [东镇,一期]"),
        ("title: 东镇", "title: {a: 东镇, a: 一期}"),
        ("title: 东镇", "title: {a: 东镇, b}"),
        ("title: 东镇", "title: 东镇\ntitle: 一期"),
        ("title: 东镇", "title: 东镇\n\nyear: 2018"),
        ("title: 东镇", "title: 东镇\n\tyear: 2018"),
        ("title: 东镇", " title: 东镇"),
        ("title: 东镇", "- 东镇"),
        ("title: 东镇", "东镇"),
        ("title: 东镇", "title: 东镇\n---\nyear: 2018"),
        ("  - 甲", "  -甲"),
        ("  - 甲", "   - 甲"),
        ("  - 甲", "- 甲"),
        ("  - 甲", "  - 甲\n  乙: 丙"),
        ("  - 甲", "  - 甲\n  b: 丙"),
        ("  - 甲", "  - 甲\n    b: 丙"),
        ("  - 甲", "  - a: 甲\n   b: 丙"),
        ("  - 甲", "  - a:\n    - 乙"),
        ("  - 甲", "  - - 甲"),
        ("  - 甲", "  - a: 甲\n  - 乙\n      c: 丙"),
    ],
)
def test_what_is_not_plain_is_left_to_yaml(line: str, instead: str) -> None:
    text = "year: 2018\ntitle: 东镇\nlist:\n  - 甲\n"
    assert plain_fields.read(text) == by_yaml(text) != None  # noqa: E711 (of a chain)
    assert plain_fields.read(text.replace(line, instead)) is None


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "a: ",
                "b: ",
                "c:",
                "d_e: ",
                "- ",
                "  ",
                "    ",
                "\n",
                "\n",
                "\n  ",
                "\n  - ",
                "\n    ",
            ),
            *(
                "甲",
                "乙 丙",
                "1.10",
                "no",
                "10:30",
                "{",
                "}",
                "[",
                "]",
                ", ",
                "a: 甲",
                '"',
                "'",
                ":",
            ),
            *(
                "#",
                " #",
                "|",
                ">",
                "&",
                "*",
                "!",
                "%",
                "@",
                "`",
                "?",
                "~",
                "-",
                ".",
                "\t",
                "\\",
                "=",
            ),
            *(
                '"甲"',
                "'乙'",
                "[甲, 乙]",
                "{a: 甲, b: [乙]}",
                "http://甲",
                "，",
                "：",
                "\u3000",
                "\u00a0",
            ),
        ]
    ),
    max_size=14,
).map("".join)
LINES = st.lists(
    st.sampled_from(
        [
            *("a: 甲", "b:", "c: [甲, 乙]", "d: {a: 甲, b: 乙}", 'e: "甲: 乙"', "  a: 甲", "  b:"),
            *("  - 甲", "  - a: 甲", "  - b:", "    c: 甲", "    d:", "      - 甲", "      e: 甲"),
            *(
                "    - 甲",
                "      - {a: 甲}",
                "- 甲",
                "甲",
                "  甲",
                "a: 乙 ",
                "",
                "  - [甲]",
                "  - - 甲",
            ),
        ]
    ),
    max_size=8,
).map("\n".join)


@steady(600)
@given(PIECES | LINES | st.tuples(LINES, PIECES, LINES).map("\n".join))
def test_what_is_read_here_is_what_yaml_reads(front: str) -> None:
    found = plain_fields.read(front) if front.strip() else None
    if found is not None:
        assert found == by_yaml(front)


def test_nearly_all_records_of_the_demonstration_are_plain() -> None:
    files = [path for path in (ROOT / "content").rglob("*") if path.suffix in (".md", ".yaml")]
    fronts = [record_file.fields_of(path.read_text("utf-8"), path.name)[0] for path in files]
    plain = [front for front in fronts if front.strip() and plain_fields.read(front)]
    assert len(plain) > 0.95 * len(fronts)
    assert all(plain_fields.read(front) == by_yaml(front) for front in plain[::20])


def test_with_a_version_that_was_not_tried_yaml_reads_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(short_cuts, "installed", lambda: ["PyYAML-6.1.dist-info"])
    short_cuts.taken.cache_clear()
    monkeypatch.setattr(plain_fields, "read", lambda _: pytest.fail("it is not asked"))
    try:
        assert yaml_fields.load("a.yaml", WHOLE, 1)[0] == by_yaml(WHOLE)
    finally:
        short_cuts.taken.cache_clear()
