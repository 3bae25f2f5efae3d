"""Examples speak of places as the site's own clerks do."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.commands import cli
from generator.records.own_examples import of_places
from generator.records.sheet_places import Unit
from tests.conftest import ROOT

MODELS = "示例省 示例州督查组 示例县扶贫局 示例镇 示例村"
"""As the models say it."""


def units(*named: tuple[str, str]) -> list[Unit]:
    """Return units of these levels and names."""
    return [Unit(f"u{n}", level, (name,)) for n, (level, name) in enumerate(named)]


@pytest.mark.parametrize(
    ("places", "said", "wanted"),
    [
        ([], "", MODELS),
        (
            [("prefecture", "黔南布依族苗族自治州"), ("county", "都匀市"), ("county", "独山县")],
            "",
            MODELS,
        ),
        ([("prefecture", "毕节市"), ("county", "金沙县")], "", "示例省 示例市督查组 示例县扶贫局"),
        ([("prefecture", "阿里地区")], "", "示例省 示例地区督查组 示例县扶贫局"),
        (
            [("prefecture", "锡林郭勒盟"), ("county", "阿巴嘎旗"), ("county", "正蓝旗")],
            "",
            "示例省 示例盟督查组 示例旗扶贫局",
        ),
        ([("prefecture", "东莞市"), ("town", "东城街道")], "", "示例省 示例市督查组 示例市扶贫局"),
        ([("county", "金沙县")], "", "示例省 示例县督查组 示例县扶贫局"),
        ([("county", "神农架林区")], "", "示例省 示例林区督查组 示例林区扶贫局"),
        ([("county", "鄂伦春自治旗")], "", "示例省 示例旗督查组 示例旗扶贫局"),
        (
            [("province", "广西壮族自治区"), ("prefecture", "柳州市"), ("prefecture", "河池市")],
            "",
            "示例自治区 示例市督查组 示例市扶贫局",
        ),
        ([("province", "北京市"), ("county", "门头沟区")], "", "示例市 示例市督查组 示例区扶贫局"),
        ([("prefecture", "新疆生产建设兵团")], "全兵团", "示例省 示例兵团督查组 示例县扶贫局"),
        ([], "全盟", "示例省 示例盟督查组 示例县扶贫局"),
    ],
)
def test_a_level_is_called_as_the_sites_places_are(
    places: Sequence[tuple[str, str]], said: str, wanted: str
) -> None:
    assert of_places(units(*places), said).own(MODELS).startswith(wanted)


def test_new_records_and_workbooks_of_a_city_speak_of_a_city(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert cli.main(["adopt", "bijie", "--name", "毕节市", "--write"]) == 0
    here = ("--config", "bijie/config.yaml")
    assert cli.main(["new", "assessment", "bijie/2018", *here]) == 0
    assert cli.main(["new", "commendation", "2018-xianjin", *here]) == 0
    assert cli.main(["new", "unit", "jinsha", *here]) == 0
    made = {path.stem: path.read_text("utf-8") for path in Path("bijie/content").rglob("*.*")}
    assert "示例市督查组" in made["2018"]
    assert "示例市表彰工作办公室" in made["2018-xianjin"]
    assert "short_name: 示例县" in made["jinsha"]
    assert "示例州" not in "".join(made.values())


def test_every_word_for_a_level_in_the_models_is_one_that_follows() -> None:
    said = "".join(path.read_text("utf-8") for path in (ROOT / "generator/model").rglob("*.py"))
    assert "示例州" in said
    for other in ("示例市", "示例地区", "示例盟", "示例旗", "示例区"):
        assert other not in said
