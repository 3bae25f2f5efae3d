"""What a province, in English alone, gives to be taken away: by county, whatever lies between."""

import csv
import json
import re
import shutil
from io import StringIO
from pathlib import Path

import openpyxl
import pytest

from generator.base import light_workbook
from generator.build.build import build
from generator.model import config
from tests.benchmarks import nation
from tests.conftest import AS_OF, load

PLACES = {
    "sheng": ("province", "示例省"),
    "shi": ("prefecture", "示例市"),
    "shi/jia": ("county", "甲县"),
    "shi/jia/dong": ("town", "东镇"),
    "shi/jia/dong/shang": ("village", "上村"),
    "shi/yi": ("county", "乙县"),
    "wuxian": ("prefecture", "无县市"),
    "wuxian/dong": ("town", "东镇"),
    "wuxian/dong/shang": ("village", "上村"),
    "zhiguan": ("county", "直管县"),
    "zhiguan/dong": ("town", "东镇"),
    "zhiguan/dong/shang": ("village", "上村"),
}
TERMS = """leaders:
  - {name: 示例甲, post: 站长, since: 2016-01}
  - {name: 示例乙, post: 站长, since: 2017-01}
  - {name: 示例甲, post: 站长, since: 2018-01}
"""
PLANNED = (
    "title: 村路\nyear: 2019\ncategory: water\nstage: library\n"
    "performance_target: 通水\nbudget: 3万元\n"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("province") / "site"
    nation.write(root, PLACES, 2)
    settings = root / "config.yaml"
    text, changed = re.subn(r"languages: .*", "languages: [en]", settings.read_text("utf-8"))
    assert changed == 1
    settings.write_text(text, "utf-8")
    pages = root / "content/pages"
    (pages / "about.en.md").write_text("---\ntitle: About\n---\nWhat this is.\n", "utf-8")
    (pages / "about.fr.md").write_text("---\ntitle: À propos\n---\nVoilà.\n", "utf-8")
    with (root / "content/units/shi/yi.yaml").open("a", encoding="utf-8") as file:
        file.write("established: 1985\nuntil: 2018-06-30\nsuccessor: [shi/jia]\n")
    with (root / "content/units/shi/jia/dong.yaml").open("a", encoding="utf-8") as file:
        file.write(TERMS)
    for place in ("", "shi", "shi/jia/dong/shang"):
        folder = root / "content/projects" / place
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "2019-shui.yaml").write_text(PLANNED, "utf-8")
    found = load(root)
    report = build(found, config.day(found))
    assert report.published, [each for each in report.problems if each.severity == "error"]
    return root / "site"


def rows(path: Path) -> list[dict[str, str]]:
    return [*csv.DictReader(StringIO(path.read_text("utf-8-sig"), newline=""))]


def test_each_county_has_files_of_its_own_and_what_lies_in_none_is_with_what_is_above_it(
    site: Path,
) -> None:
    homes = {
        "": "sheng",
        "shi": "shi",
        "shi/jia/dong/shang": "shi/jia",
        "wuxian/dong/shang": "wuxian",
        "zhiguan/dong/shang": "zhiguan",
    }
    whole = rows(site / "data/projects.csv")
    assert len(whole) == 9
    by: dict[str, list[dict[str, str]]] = {}
    for row in whole:
        by.setdefault(homes[row["id"].rpartition("/")[0]], []).append(row)
    for place in set(homes.values()):
        assert rows(site / f"data/{place}/projects.csv") == by[place]
        assert (site / f"data/{place}/oc4ids.json").exists()
    units = {path.parent.relative_to(site / "data"): rows(path) for path in site.rglob("units.csv")}
    of_places = [row["id"] for where, own in units.items() if where != Path() for row in own]
    assert sorted(of_places) == sorted(PLACES)
    assert {row["id"] for row in units[Path("shi/yi")]} == {"shi/yi"}


def test_pages_lead_from_the_whole_down_to_the_files_of_a_county(site: Path) -> None:
    marks = '<bdi lang="zh-Hans">|</bdi>'  # of Chinese words on pages in English
    first = re.sub(marks, "", (site / "data/index.html").read_text("utf-8-sig"))
    assert "By place" in first
    assert 'data/shi/index.html">示例市 Shi <small>4</small>' in first
    assert "data/shi/jia/index.html" not in first
    above = re.sub(marks, "", (site / "data/shi/index.html").read_text("utf-8-sig"))
    assert "Here are the records of 示例市 Shi itself" in above
    assert 'data/shi/jia/index.html">甲县 Jia <small>3</small>' in above
    county = (site / "data/shi/jia/index.html").read_text("utf-8-sig")
    assert "itself; those of places below" not in county
    assert "data/shi/jia/projects.jsonl" in (site / "llms.txt").read_text("utf-8")


def test_the_dictionary_has_types_and_codes_in_each_language_of_the_site(site: Path) -> None:
    stage = next(
        row
        for row in rows(site / "data/fields.csv")
        if (row["table"], row["field"]) == ("projects", "stage")
    )
    assert stage["type_en"] == "code"
    assert "under_way=under way" in stage["codes_en"]
    assert not re.search("[\u4e00-\u9fff]", stage["codes_en"])


def test_a_translation_that_is_shown_nowhere_is_in_no_file_and_no_text_is_twice_in_a_language(
    site: Path,
) -> None:
    texts = [(row["id"], row["language"]) for row in rows(site / "data/pages.csv")]
    assert [each for each in texts if each[0] == "about"] == [("about", ""), ("about", "en")]
    assert not (site / "pages/about.fr.json").exists()
    assert "À propos" not in (site / "data/pages.jsonl").read_text("utf-8")


def test_a_year_of_the_plan_is_not_taken_for_the_day_of_a_report(site: Path) -> None:
    planned = [row for row in rows(site / "data/projects.csv") if row["id"].endswith("2019-shui")]
    assert {row["updated"] for row in planned} == {""}


def test_who_holds_a_post_a_second_time_is_another_member_of_it(site: Path) -> None:
    people = json.loads((site / "data/shi/jia/popolo.json").read_text("utf-8"))
    ids = [each["id"] for each in people["memberships"]]
    assert len(ids) == len(set(ids)) == 3
    assert len(people["posts"]) == 1
    assert len(people["persons"]) == 2


def test_of_what_is_too_much_for_a_sheet_there_is_a_workbook_by_place_alone(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (site / "data/projects.xlsx").exists()
    monkeypatch.setattr(light_workbook, "MOST_ROWS", 13)  # units: 12, and the headings
    small = site.parent / "small"
    assert build(load(site.parent), AS_OF, site=small, jobs=1).published
    first = (small / "data/index.html").read_text("utf-8-sig")
    assert (small / "data/units.xlsx").exists()
    assert "projects-payments.csv" in first
    assert not (small / "data/projects.xlsx").exists()
    assert (small / "data/shi/jia/projects.xlsx").exists()
    assert first.count("more rows than a spreadsheet has") == 1


def test_of_a_county_with_too_much_for_a_sheet_there_is_no_workbook_until_it_fits(
    site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    root, jia = tmp_path / "root", "data/shi/jia"
    shutil.copytree(site.parent, root)
    monkeypatch.setattr(light_workbook, "MOST_ROWS", len(rows(site / jia / "projects.csv")))

    def built() -> Path:
        assert build(load(root), AS_OF, jobs=1).published
        return root / "site" / jia

    there = built()
    assert not (there / "projects.xlsx").exists()
    assert (there / "projects.csv").exists()
    assert "more rows than a spreadsheet" in (there / "index.html").read_text("utf-8-sig")
    project, *_ = sorted((root / "content/projects/shi/jia").rglob("*.yaml"))
    text = project.read_text("utf-8")
    project.write_text(re.sub("(?m)^title: .*", "title: Another", text), "utf-8")
    assert not (built() / "projects.xlsx").exists()
    monkeypatch.setattr(light_workbook, "MOST_ROWS", 1_000)
    project.write_text(text, "utf-8")
    there = built()
    sheet = openpyxl.load_workbook(there / "projects.xlsx").worksheets[1]
    assert sheet.max_row == len(rows(there / "projects.csv")) + 1


def test_a_place_that_has_ended_has_its_last_day(site: Path) -> None:
    (place,) = json.loads((site / "data/shi/yi/popolo.json").read_text("utf-8"))["organizations"]
    assert (place["founding_date"], place["dissolution_date"]) == ("1985", "2018-06-30")


def test_all_of_it_is_called_a_province(site: Path) -> None:
    """The site map, the search and the first page of a province said “The whole prefecture”."""
    for page in ("sitemap.html", "index.html", "az/index.html"):
        text = (site / page).read_text("utf-8")
        assert "The whole province" in text
        assert "whole prefecture" not in text
    lists = (site / "lists/projects/index.html").read_text("utf-8")
    assert "By place and year" in lists
    assert "By county" not in lists
