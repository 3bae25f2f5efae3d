"""Another place begins its own site with one command, and nothing of the demonstration in it."""

import shlex
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from generator.build import build
from generator.commands import cli, starter
from generator.model import config
from generator.model.leftovers import of_pages
from generator.model.rules import RuleSet
from generator.model.settings import Settings
from generator.parse import site_words
from tests.conftest import ROOT, files

DAY = date(2026, 11, 29)
ROWS = (
    "代码,名称\n5205,毕节市\n520502,七星关区\n520523,金沙县\n520502001,市西街道\n"
    "520502001001,长田社区居民委员会\n520502001498,虚拟社区\n"
)
TOWNS = "代码,名称\n4419,东莞市\n441900,东莞市\n441900003,东城街道\n441900003001,岗贝社区居委会\n"
Adopt = Callable[..., int]


@pytest.fixture
def adopt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Adopt:
    """Return a function that begins a site in the folder `new`; `rows` are those of a register."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.chdir(tmp_path)

    def begin(*options: str, rows: str = "") -> int:
        if rows:
            Path("区划.csv").write_bytes(rows.encode("gb18030"))
            options = (*options, "--register", "区划.csv")
        return cli.main(["adopt", "new", *options])

    return begin


def problems(folder: Path) -> list[str]:
    """Return what is wrong with a site, but for what a clerk still has to fill in."""
    found, told = config.load(folder)
    assert found is not None, told
    told = [*told, *build.check(found, DAY, 1)]
    return [f"{each.code} {each.place}" for each in told if each.code not in ("P803", "P804")]


def test_a_site_begins_with_its_settings_texts_and_the_unit_above_all(
    adopt: Adopt, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert adopt("--name", "毕节市") == 0
    new = tmp_path / "new"
    assert problems(new) == []
    # what people type is the same everywhere: without the table a search knows no 修路 and no 电话
    words = (new / "content/words.yaml").read_text("utf-8")
    assert words == (ROOT / "content/words.yaml").read_text("utf-8")
    settings = yaml.safe_load((new / "config.yaml").read_text("utf-8"))
    assert settings["title"] == {
        "zh-Hans": "毕节市脱贫攻坚公开网",
        "en": "Bijie poverty-alleviation disclosure",
    }
    assert (settings["demo"], settings["base_url"], settings["tiles"]) == (False, "", {})
    unit = yaml.safe_load((new / "content/units/bijie.yaml").read_text("utf-8"))
    assert unit["name"] == "毕节市脱贫攻坚指挥部"
    said = b"\n".join(files(new).values()).decode()
    for word in ("黔南", "Qiannan", "都匀", "duyun", "@"):
        assert word not in said
    assert "示例" not in said
    assert "毕节市 has a site in new; its unit is bijie." in capsys.readouterr().err


def test_a_register_is_shown_and_written_when_asked(
    adopt: Adopt, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert adopt(rows=ROWS) == 0
    said = capsys.readouterr()
    assert "长 is read chang here, elsewhere zhang" in said.out
    assert "1 rows are no offices and are left out: 虚拟社区" in said.out
    assert "4 more units are in the register" in said.err
    new = tmp_path / "new"
    units = sorted(path.stem for path in new.glob("content/units/**/*.yaml"))
    assert units == ["bijie"]
    settings = yaml.safe_load((new / "config.yaml").read_text("utf-8"))
    assert settings["tiles"] == {"qixingguan": [0, 0], "jinsha": [1, 0]}
    assert cli.main(["register", "区划.csv", "--write", "--config", "new/config.yaml"]) == 0
    assert problems(new) == []
    assert len([*new.glob("content/units/**/*.yaml")]) == 5


def test_what_is_to_be_typed_next_works_as_it_stands(
    adopt: Adopt,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The program lies in another folder, and a name may have a blank."""
    (tmp_path / "表格").mkdir()
    (tmp_path / "表格" / "区 划.csv").write_bytes(ROWS.encode("gb18030"))
    assert adopt("--register", "表格/区 划.csv") == 0
    _, _, said = capfd.readouterr().err.partition("and type:\n")
    cd, *typed = said.splitlines()
    assert cd == "    cd new"
    monkeypatch.chdir("new")
    for line in typed:
        started, *arguments = shlex.split(line)
        assert Path(started).samefile(ROOT / "portal")
        assert cli.main(arguments) == 0
    assert len([*Path("content/units").rglob("*.yaml")]) == 5
    assert typed[-1].endswith(" check")


def test_the_code_of_the_unit_above_all_comes_with_the_register(
    adopt: Adopt,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert adopt("--name", "毕节市") == 0
    Path("区划.csv").write_bytes(ROWS.encode("gb18030"))
    register = ["register", "区划.csv", "--config", "new/config.yaml", "--write", "--change"]
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert cli.main(register) == 0
    assert "units/bijie.yaml还缺：\n    区划代码（code）：— → 5205\n" in capsys.readouterr().out
    unit = yaml.safe_load((tmp_path / "new/content/units/bijie.yaml").read_text("utf-8"))
    assert (str(unit["code"]), "former_codes" in unit) == ("5205", False)
    assert cli.main(register) == 0
    assert "bijie.yaml" not in capsys.readouterr().out


def test_a_city_of_towns_is_taken_out_of_a_list_and_can_be_built(
    adopt: Adopt, tmp_path: Path
) -> None:
    assert adopt("--prefecture", "441900", "--write", rows=ROWS + TOWNS[6:]) == 0
    new = tmp_path / "new"
    found, told = config.load(new)
    assert found is not None
    report = build.build(found, DAY, jobs=1)
    assert report.published, [*told, *report.problems]
    assert [each.code for each in report.problems] == []
    home = (new / "site" / "index.html").read_text("utf-8")
    assert "各地的全部数字" in home
    assert "县市" not in home
    assert "全市" in (new / "site" / "sitemap.html").read_text("utf-8")
    assert cli.main(["new", "unit", "songshanhu", "--config", "new/config.yaml"]) == 0
    written = (new / "content/units/songshanhu.yaml").read_text("utf-8")
    assert "\nlevel: town\n" in written


def test_the_corps_is_a_place_by_what_is_typed(adopt: Adopt, tmp_path: Path) -> None:
    rows = "代码,名称\n6590,自治区直辖县级行政区划\n659001,石河子市\n"
    named = ("--name", "新疆生产建设兵团", "--level", "市", "--word", "兵团")
    more = ("--address", "bingtuan", "--prefecture", "6590", "--write")
    assert adopt(*named, *more, rows=rows) == 0
    assert problems(tmp_path / "new") == []
    words = site_words.read(tmp_path / "new", "zh-Hans")
    assert words["The whole prefecture"] == ("全兵团",)
    units = {path.stem for path in tmp_path.glob("new/content/units/*.yaml")}
    assert units == {"bingtuan", "shihezi"}


@pytest.mark.parametrize(
    ("name", "code", "own"),
    [("贵州省", "52", None), ("广西壮族自治区", "45", "全区"), ("金沙县", "520523", None)],
)
def test_all_of_a_site_is_called_by_its_own_level(
    adopt: Adopt, tmp_path: Path, name: str, code: str, own: str | None
) -> None:
    assert adopt("--name", name, rows=f"代码,名称\n{code},{name}\n") == 0
    written = tmp_path / "new/locale/zh_Hans/LC_MESSAGES/mingjing.po"
    assert written.exists() == (own is not None)
    assert own is None or f'msgid "The whole province"\nmsgstr "{own}"' in written.read_text(
        "utf-8"
    )


def test_money_of_an_autonomous_region_is_not_called_a_province_s(
    adopt: Adopt, tmp_path: Path
) -> None:
    assert adopt("--name", "锡林郭勒盟", rows="代码,名称\n1525,锡林郭勒盟\n") == 0
    words = site_words.read(tmp_path / "new", "zh-Hans")
    assert (words["province"], words["prefecture level"]) == (("自治区级",), ("盟级",))


@pytest.mark.parametrize(
    ("name", "level", "word"),
    [
        ("黔南布依族苗族自治州", "prefecture", "州"),
        ("阿里地区", "prefecture", "地区"),
        ("锡林郭勒盟", "prefecture", "盟"),
        ("毕节市", "prefecture", "市"),
        ("北京市", "province", "市"),
        ("广西壮族自治区", "province", "区"),
        ("贵州省", "province", "省"),
        ("金沙县", "county", "县"),
    ],
)
def test_a_name_tells_what_a_place_is(name: str, level: str, word: str) -> None:
    found = starter.place(name)
    assert found is not None
    assert (found.level, found.word) == (level, word)


def test_a_municipality_is_of_a_province_s_level_where_its_word_is_given_too() -> None:
    found = starter.place("北京市", "市")
    assert found is not None
    assert found.level == "province"


@pytest.mark.parametrize("options", [(), ("--name", "兵团"), ("--name", "甲", "--level", "乙")])
def test_a_place_that_is_not_known_well_enough_gets_nothing(
    adopt: Adopt, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    assert adopt(*options) == 2
    assert "--name 毕节市" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        ("锡林郭勒盟", ROWS, "has no 锡林郭勒盟: it begins at 毕节市 (5205)"),
        # a list of one county alone, whose prefecture is in no row
        ("毕节市", "代码,名称\n520523,金沙县\n520523100,鼓场镇\n", "begins at 金沙县 (520523)"),
        ("鼓楼区", "代码,名称\n320106,鼓楼区\n350102,鼓楼区\n", "鼓楼区: 320106、350102"),
    ],
)
def test_a_register_of_another_place_or_of_several_of_one_name_is_refused(
    adopt: Adopt,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    rows: str,
    said: str,
) -> None:
    assert adopt("--name", name, rows=rows) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "--prefecture CODE" in told
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["毕节", "毕节地区", "毕节市"])
def test_a_place_is_that_of_its_register_by_another_of_its_names(
    adopt: Adopt, tmp_path: Path, name: str
) -> None:
    assert adopt("--name", name, rows=ROWS) == 0
    assert (tmp_path / "new/content/units/bijie.yaml").exists()


def test_a_folder_in_use_is_left_alone(
    adopt: Adopt, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "notes.txt").write_text("甲", "utf-8")
    assert adopt("--name", "毕节市") == 2
    assert "holds a site or other files already" in capsys.readouterr().err
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["notes.txt"]


def test_the_new_settings_name_everything_that_can_be_set_with_a_word_in_both_languages() -> None:
    text = (ROOT / "generator/starter/config.yaml").read_text("utf-8")
    for name in Settings.model_fields:
        assert f"\n{name}:" in text or name == "tiles", name
    for name in RuleSet.model_fields:
        assert f"\n  {name}:" in text or f"\n  #{name}:" in text, name
    above: list[str] = []
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            above.append(line)
        elif line and not line.startswith(" ") and not line.startswith(("@", "output", "tagline")):
            said = " ".join(above)
            assert any("\u4e00" <= sign <= "\u9fff" for sign in said), line
            assert any(sign.isascii() and sign.isalpha() for sign in said), line
            above = []


def test_texts_about_the_demonstrations_place_are_told(tmp_path: Path) -> None:
    (tmp_path / "about.md").write_text("---\ntitle: 甲\n---\n黔南州的村\n", "utf-8")
    (told,) = of_pages(tmp_path, ["about.md"], ["毕节市"])
    assert (told.code, told.place.line) == ("P821", 4)
    assert [*of_pages(tmp_path, ["about.md"], ["黔南州"])] == []
