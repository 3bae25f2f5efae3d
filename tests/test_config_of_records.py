"""Where something is wrong with the settings, records are judged as they will be, or not at all."""

import json
from pathlib import Path

import pytest

from generator.commands import cli
from generator.model import config, config_of_records
from generator.model.settings import Settings
from tests import sites
from tests.test_build import edit

MEETING = "content/meetings/jia/dong/2018-12.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = sites.lay(tmp_path / "site")
    (root / MEETING).write_text("---\ndate: 2018-13-08\npresent: 十二\n---\n", "utf-8")
    return root


def checked(root: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, set[str]]:
    """Return the codes of what `check` says of each file."""
    settings = str(root / "config.yaml")
    cli.main(["check", "--config", settings, "--as-of", "2018-12-31", "--format", "json"])
    found: dict[str, set[str]] = {}
    for each in json.loads(capsys.readouterr().out)["problems"]:
        found.setdefault(each["file"], set()).add(each["code"])
    return found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: {", "title：{"),
        ("base_url: https://example.org/shili/", "base_url: example.org"),
        ("footer:", "页脚:"),
        ("  email: jubao@example.org", "  email: jubao@"),
        ("  tables: yes", "  tables: 要"),
        ("demo: yes", "demo: yes\nkeep_assets: 很久\noutput: /var/www"),
    ],
)
def test_records_are_judged_beside_settings_that_judge_none(
    site: Path, capsys: pytest.CaptureFixture[str], before: str, after: str
) -> None:
    right = checked(site, capsys)
    edit(site / "config.yaml", before, after)
    found = checked(site, capsys)
    assert found.pop("config.yaml") - right.pop("config.yaml", set())
    assert found == right
    assert found[MEETING] == {"P129", "P106"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  stale: {days: 180,", "  stale: {days: 很久,"),
        ("  water: {", "  Water: {"),
        ("demo: yes", "demo: 也许"),
        ("demo: yes", "demo: yes\nas_of: 2018-13"),
        ("demo: yes", "demo: yes\n时间: 2018-12-31"),  # which may be the day
        ("demo: yes", "demo: yes\ncontent: nowhere"),
        ("rules:", "rules: &a"),
        ("demo: yes", "<<<<<<< HEAD\ndemo: yes\n=======\ndemo: no\n>>>>>>> theirs"),
        ("languages: [zh-Hans, en]", "languages: zh-Hans, en"),
    ],
)
def test_nothing_is_said_of_records_where_it_is_not_known_by_what_to_judge_them(
    site: Path, capsys: pytest.CaptureFixture[str], before: str, after: str
) -> None:
    edit(site / "config.yaml", before, after)
    assert checked(site, capsys).keys() == {"config.yaml"}


def test_each_setting_was_weighed() -> None:
    """A new one is held for one that judges, until it is said to be none."""
    others = {
        *("title", "tagline", "base_url", "feed_name", "output", "publish", "precompress"),
        *("keep_assets", "complaints", "footer", "tiles", "tile_figure", "open_data", "log"),
        "history",
    }
    assert config_of_records.JUDGED_BY | others == Settings.model_fields.keys()
    assert not config_of_records.JUDGED_BY & others


def test_good_settings_judge_records_as_they_do_in_whole(site: Path) -> None:
    found, (whole, _) = config_of_records.load(site), config.load(site)
    assert found is not None
    assert whole is not None
    assert found.rules(sites.AS_OF) == whole.rules(sites.AS_OF)
