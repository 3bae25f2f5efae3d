"""config.yaml becomes a Config, or every way in which it is wrong, at its line."""

import os
from datetime import date
from pathlib import Path

import pytest

from generator.base.messages import CHINESE, ENGLISH
from generator.model import config, problem_words
from generator.model.config import Config
from tests.records import CONFIG, changed


def load(root: Path, text: str | bytes = CONFIG) -> tuple[Config | None, list[str]]:
    """Load a configuration beside an empty content folder; problems as `line code field`."""
    (root / "content").mkdir(exist_ok=True)
    (root / "config.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    found, problems = config.load(root / "config.yaml")
    for each in problems:
        assert each.place.file == "config.yaml"
        assert all(
            problem_words.message(each, tag) and problem_words.hint(each, tag)
            for tag in (CHINESE, ENGLISH)
        )
    return found, [f"{each.place.line} {each.code} {each.field}".rstrip() for each in problems]


def good(root: Path, text: str = CONFIG) -> Config:
    found, _ = load(root, text)
    assert found is not None
    return found


def test_a_whole_configuration_has_nothing_wrong(tmp_path: Path) -> None:
    found, problems = load(tmp_path)
    assert found is not None
    assert problems == []
    assert found.settings.title == {
        "zh-Hans": "示例州脱贫攻坚公开网",
        "en": "Disclosure site of an example",
    }
    assert found.settings.tagline == {"": "钱花到哪里，有事找谁"}
    assert found.settings.languages == ("zh-Hans", "en")
    assert found.settings.demo is True
    assert found.settings.complaints.national_lines == ["12317", "12345"]
    assert found.settings.footer.site_id == "0000000000"


def test_the_shipped_configuration_has_no_error() -> None:
    found, problems = config.load(Path(__file__).parent.parent / "config.yaml")
    assert found is not None
    assert all(each.severity == "warning" for each in problems)


def test_only_a_name_categories_and_rules_must_be_given(tmp_path: Path) -> None:
    text = "title: 甲\ncategories: {water: 饮水}\n" + CONFIG[CONFIG.index("rules:") :]
    found, problems = load(tmp_path, text)
    assert found is not None
    # its rules name a place that is made up, and it says of nothing that it is a demonstration
    assert problems == ["1 P820 demo", "0 P803", "0 P804 base_url"]
    assert found.settings.content == "content"
    assert found.settings.languages == ("zh-Hans",)


def test_folders_lie_beneath_that_of_the_configuration(tmp_path: Path) -> None:
    found = good(tmp_path, changed(CONFIG, output="a/b", content="content/"))
    assert found.content == tmp_path / "content"
    assert found.output == tmp_path / "a" / "b"
    assert found.state == tmp_path / ".portal"


def test_a_base_address_ends_in_one_slash(tmp_path: Path) -> None:
    for typed in ("https://example.org/a", "https://example.org/a/", "https://example.org/a//"):
        found = good(tmp_path, changed(CONFIG, base_url=typed))
        assert found.settings.base_url == "https://example.org/a/"


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"titel": "甲"}, ["1 P109 titel"]),
        ({"title": None}, ["1 P101 title"]),
        ({"title": "[甲]"}, ["1 P112 title"]),
        ({"title": "{zh-Hans: [甲]}"}, ["1 P112 title"]),
        ({"title": "{zh: 甲}"}, ["1 P802 title"]),
        ({"title": "{}"}, ["1 P802 title"]),
        ({"demo": "maybe"}, ["5 P113 demo"]),
        ({"base_url": "example.org"}, ["6 P116 base_url"]),
        ({"base_url": "https://example.org/?a=b"}, ["6 P116 base_url"]),
        ({"base_url": "https://example.org/#a"}, ["6 P116 base_url"]),
        ({"content": "/etc"}, ["7 P802 content"]),
        ({"content": "../a"}, ["7 P802 content"]),
        ({"content": "a/../../b"}, ["7 P802 content"]),
        ({"content": '"C:\\\\a"'}, ["7 P802 content"]),
        ({"content": "~/a"}, ["7 P802 content"]),
        ({"content": "."}, ["7 P802 content"]),
        ({"content": "x" * 300}, ["7 P802 content"]),
        ({"content": "[a]"}, ["7 P110 content"]),
        ({"content": "records"}, ["0 P806 content"]),
        ({"output": "content"}, ["8 P802 output"]),
        ({"output": "content/site"}, ["8 P802 output"]),
        ({"output": "a", "content": "a/b"}, ["8 P802 output"]),
        ({"output": "templates"}, ["8 P802 output"]),
        ({"output": "templates/site"}, ["8 P802 output"]),
        ({"output": ".portal"}, ["8 P802 output"]),
        ({"output": ".git"}, ["8 P802 output"]),
        ({"time_zone": "Asia/Guiyang"}, ["9 P802 time_zone"]),
        ({"time_zone": "../../etc/passwd"}, ["9 P802 time_zone"]),
        ({"time_zone": "Asia"}, ["9 P802 time_zone"]),
        ({"time_zone": "[]"}, ["9 P802 time_zone"]),
        ({"time_zone": "a" * 5000}, ["9 P802 time_zone"]),
        ({"languages": "zh-Hans"}, ["10 P111 languages"]),
        ({"languages": "[]"}, ["10 P013 languages"]),
        ({"languages": "[zh-Hans, xx]"}, ["10 P802 languages"]),
        ({"languages": "[en, en]"}, ["10 P802 languages"]),
        ({"languages": "[[en]]"}, ["10 P110 languages"]),
        ({"languages": "[{en: 1}]"}, ["10 P110 languages"]),
        ({"categories": "{Water: 饮水}"}, ["23 P802 categories"]),
        ({"categories": "[water]"}, ["23 P112 categories"]),
        ({"categories": "{water: [饮水]}"}, ["23 P112 categories"]),
        ({"complaints": "{local_phone: 8220000, email: x}"}, ["11 P138 complaints.local_phone",
                                                            "11 P115 complaints.email"]),
        ({"complaints": "12345"}, ["11 P112 complaints"]),
        ({"footer": "{find_errors: javascript:x}"}, ["16 P116 footer.find_errors"]),
        ({"footer": "{icp_: 1}"}, ["16 P109 footer.icp_"]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named_at_its_line(
    tmp_path: Path, changes: dict[str, str | None], problems: list[str]
) -> None:
    found, seen = load(tmp_path, changed(CONFIG, **changes))
    assert found is None
    assert [each for each in seen if "P803" not in each] == problems


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("days: many\n    unit: working\n    source: 甲", "28 P106 rules.commendation_notice.days"),
        ("days: 5\n    unit: 周\n    source: 甲", "29 P108 rules.commendation_notice.unit"),
        ("days: 5\n    unit: 工作日", "28 P101 rules.commendation_notice.source"),
        ("days: -5\n    unit: 日\n    source: 甲", "28 P106 rules.commendation_notice.days"),
    ],
)
def test_a_rule_says_how_many_days_of_which_kind_and_why(
    tmp_path: Path, rule: str, problem: str
) -> None:
    text = changed(CONFIG, rules=f"\n  commendation_notice:\n    {rule}")
    assert load(tmp_path, text) == (None, [problem])


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    text = changed(CONFIG, demo="maybe", content="/", languages="[xx]", titel="甲")
    found, problems = load(tmp_path, text)
    assert found is None
    assert [each.split()[1] for each in problems] == ["P113", "P802", "P802", "P109"]


def test_what_a_public_site_needs_and_has_not_is_a_warning(tmp_path: Path) -> None:
    text = changed(CONFIG, footer='{icp: ""}', complaints=None, base_url=None)
    (tmp_path / "content").mkdir()
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    found, problems = config.load(tmp_path / "config.yaml")
    assert found is not None
    assert [each.code for each in problems] == ["P803", "P804"]
    assert "complaints.local_phone" in dict(problems[0].values)["fields"]
    assert "footer.icp" in dict(problems[0].values)["fields"]


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (b"", ["1 P101 title", "1 P101 categories", "1 P101 rules"]),
        (b"- a", ["1 P008"]),
        ("title: 甲".encode("gbk"), ["1 P002", "1 P101 categories", "1 P101 rules"]),
        (b"title: a\ntitle: b", ["2 P005 title", "1 P101 categories", "1 P101 rules"]),
        (b"title: &a b", ["1 P006"]),
    ],
)
def test_a_file_that_is_no_configuration_is_refused(
    tmp_path: Path, content: bytes, problems: list[str]
) -> None:
    assert load(tmp_path, content) == (None, problems)


def test_no_configuration_at_all_is_a_problem(tmp_path: Path) -> None:
    found, (missing,) = config.load(tmp_path / "config.yaml")
    assert found is None
    assert (missing.code, str(missing.place)) == ("P801", "config.yaml")
    (tmp_path / "config.yaml").mkdir()
    assert config.load(tmp_path / "config.yaml")[0] is None


def test_the_rules_are_those_of_the_configuration_and_the_day(tmp_path: Path) -> None:
    rules = good(tmp_path).rules(date(2018, 6, 30))
    assert rules.as_of == date(2018, 6, 30)
    assert (rules.commendation_notice.days, rules.commendation_notice.unit) == (5, "working")
    assert rules.commendation_notice.source == "示例规定"
    assert set(rules.categories) == {"infrastructure", "water"}


@pytest.mark.parametrize(
    ("zone", "epoch", "day"),
    [
        ("Asia/Shanghai", "1530374400", date(2018, 7, 1)),  # 16:00 in London is midnight there
        ("Asia/Shanghai", "1530374399", date(2018, 6, 30)),
        ("UTC", "1530374400", date(2018, 6, 30)),
        ("America/New_York", "0", date(1969, 12, 31)),
    ],
)
def test_today_is_what_the_environment_says_in_the_configured_time_zone(
    tmp_path: Path, zone: str, epoch: str, day: date
) -> None:
    found = good(tmp_path, changed(CONFIG, time_zone=zone))
    assert config.today(found, {"SOURCE_DATE_EPOCH": epoch}) == day


@pytest.mark.parametrize("epoch", ["", "yesterday", "-1", "٣", "1.5", "9" * 30])
def test_without_a_usable_epoch_today_is_the_clocks(tmp_path: Path, epoch: str) -> None:
    before = config.today(good(tmp_path), {})
    assert config.today(good(tmp_path), {"SOURCE_DATE_EPOCH": epoch}) in (
        before, config.today(good(tmp_path), {}),
    )  # fmt: skip
    assert abs((before - date.today()).days) <= 1  # noqa: DTZ011 (whatever the machine's zone)


def test_the_environment_is_that_of_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "SOURCE_DATE_EPOCH", "1530374400")
    assert config.today(good(tmp_path)) == date(2018, 7, 1)
