"""Places at the desk: those that are no more come last, and the site's own words are spoken."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.commands.desk import Desk
from generator.commands.desk_session import Session
from generator.parse import site_words
from generator.records.batches import walk
from tests import sites
from tests.conftest import load

DAY = date(2019, 6, 1)
ANSWER = {"date": "2019-03-01", "title": "路灯不亮"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a small site in which 下村 ended with 2018."""
    root = sites.lay(tmp_path / "site")
    file = root / "content/units/jia/dong/xia.yaml"
    file.write_text(file.read_text("utf-8") + "until: 2018-12-31\n", "utf-8")
    return root


def desk(root: Path) -> Desk:
    found = load(root)
    tree = walk(found.root, found.settings.content)
    return Desk("zh-Hans", lambda: (found, DAY), lambda: tree, lambda: None, Session(1))


def codes(
    found: Desk, kind: str, place: str, fields: dict[str, Any]
) -> list[tuple[str, list[Any]]]:
    said = {"kind": kind, "place": place, "fields": fields, "text": ""}
    return [(each["code"], each["path"]) for each in found.typing.look(said)["problems"]]


def test_what_is_later_than_the_end_of_its_place_is_told_while_it_is_typed(site: Path) -> None:
    found = desk(site)
    assert ("P227", ["date"]) in codes(found, "answers", "jia/dong/xia", ANSWER)
    before = {**ANSWER, "date": "2018-03-01"}
    assert "P227" not in dict(codes(found, "answers", "jia/dong/xia", before))
    assert "P227" not in dict(codes(found, "answers", "jia/dong/shang", ANSWER))


def test_a_place_that_is_no_more_comes_last_and_says_so(site: Path) -> None:
    found = desk(site)
    offered = found.find({"kind": "units", "q": "村"})["found"]
    assert [each["name"] for each in offered] == ["上村", "下村"]
    assert "2018-12-31" in offered[1]["where"]
    assert "2018-12-31" not in offered[0]["where"]
    page = "<html><body><p></p></body></html>"
    assert "/desk/new?place=" in found.bar(page, "units/jia/dong/shang.html")
    assert "/desk/new?place=" not in found.bar(page, "units/jia/dong/xia.html")


def test_forms_speak_in_the_words_of_the_site(site: Path) -> None:
    file = site_words.path(site, "zh-Hans")
    file.parent.mkdir(parents=True)
    file.write_text('msgid "under way"\nmsgstr "正在建"\n', "utf-8")
    shown = desk(site).new({"kind": "projects"})
    assert not isinstance(shown, str)
    field = next(each for each in shown[1]["shown"] if each.name == "stage")
    assert "正在建" in [each["label"] for each in field.options("")]


def test_what_was_begun_and_has_no_name_yet_is_called_by_its_kind(site: Path) -> None:
    found = desk(site)
    found.typing.keep({"kind": "projects", "place": "jia", "name": "new/projects", "fields": {}})
    assert [each["title"] for each in found.asides()] == ["新写一条：项目"]
