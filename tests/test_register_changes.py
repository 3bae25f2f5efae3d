"""A register of a later year: what changed is recognised and proposed, nothing is written twice."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator.commands.register import Import, change, plan, write
from generator.commands.register_rows import read_register
from generator.commands.register_tree import grown

OLD = """代码,名称
5205,毕节市
520522,黔西县
520522001,莲城街道
520522200,仁和乡
520522200200,石桥村村民委员会
520522200201,大坝村村民委员会
520522201,红林乡
520522201200,朝阳村村民委员会
520523,金沙县
520523100,安底镇
"""
NEW = """代码,名称
5205,毕节市
520523,金沙县
520523100,安底镇
520581,黔西市
520581001,莲城街道
520581100,仁和镇
520581100200,石桥村村民委员会
520581100202,大坝社区居民委员会
520581201,红林乡
520581201200,朝阳村村民委员会
"""
Imports = Callable[[str], Import]


@pytest.fixture
def imports(tmp_path: Path) -> Imports:
    """Return a function that judges a register for a site made of the older one."""
    write(tmp_path, plan(tmp_path, grown(read_register(OLD.encode()))).new)
    return lambda rows: plan(tmp_path, grown(read_register(rows.encode())))


def proposed(work: Import) -> dict[str, dict[str, str]]:
    """Return the new value of each field that is to change, by the unit."""
    return {
        each.record.id: {name: new for name, (_, new) in each.fields.items()}
        for each in work.changes
    }


def test_a_county_that_became_a_city_is_the_same_unit_and_so_is_all_below_it(
    imports: Imports,
) -> None:
    work = imports(NEW)
    assert [*work.new] == []
    found = proposed(work)
    assert found["qianxi"] == {
        "name": "黔西市脱贫攻坚指挥部",
        "division": "黔西市",
        "short_name": "黔西市",
        "code": "520581",
    }
    assert found["qianxi/renhe"]["short_name"] == "仁和镇"
    assert found["qianxi/honglin/chaoyang"] == {"code": "520581201200"}
    assert found["qianxi/renhe/daba"]["settlement"] == "community"
    assert "jinsha" not in found
    assert work.vanished == ()


def test_the_changes_are_made_when_asked_and_what_was_stays_findable(
    imports: Imports, tmp_path: Path
) -> None:
    file = tmp_path / "units/qianxi.yaml"
    file.write_text("# 办公室填\n" + file.read_text("utf-8") + "phone: 0857-0000000\n", "utf-8")
    assert [*change(tmp_path, imports(NEW).changes)] == []
    said = yaml.safe_load(file.read_text("utf-8"))
    assert (said["short_name"], said["code"]) == ("黔西市", "520581")
    assert (said["former_names"], [*map(str, said["former_codes"])]) == (["黔西县"], ["520522"])
    assert file.read_text("utf-8").startswith("# 办公室填\n")
    assert said["phone"] == "0857-0000000"
    again = imports(NEW)
    assert (again.new, again.changes, again.vanished) == ({}, (), ())
    # the older register is known by the former codes, and proposes nothing
    older = imports(OLD)
    assert (older.new, older.changes, older.vanished) == ({}, (), ())


def test_a_name_that_changed_under_its_code_is_proposed(imports: Imports) -> None:
    work = imports(OLD.replace("安底镇", "平坝镇"))
    assert work.new == {}
    assert proposed(work)["jinsha/andi"]["short_name"] == "平坝镇"


def test_what_vanished_is_listed_and_what_is_new_is_written(imports: Imports) -> None:
    rows = OLD.replace("520522200201,大坝村村民委员会\n", "")
    rows = rows.replace("石桥村", "双桥村").replace("520522200200", "520522200205")
    work = imports(rows)
    assert [*work.new] == ["units/qianxi/renhe/shuangqiao.yaml"]
    gone = [each.id for each in work.vanished]
    assert gone == ["qianxi/renhe/daba", "qianxi/renhe/shiqiao"]


def test_what_has_ended_by_its_record_is_no_longer_listed(imports: Imports, tmp_path: Path) -> None:
    file = tmp_path / "units/qianxi/renhe/daba.yaml"
    file.write_text(file.read_text("utf-8") + "until: 2019-12-31\n", "utf-8")
    work = imports(OLD.replace("520522200201,大坝村村民委员会\n", ""))
    assert (work.new, work.vanished) == ({}, ())


def test_a_village_under_another_town_is_not_written_a_second_time(imports: Imports) -> None:
    rows = OLD.replace("520522200201,大坝村村民委员会\n", "520522201201,大坝村村民委员会\n")
    work = imports(rows)
    assert work.new == {}
    assert proposed(work)["qianxi/renhe/daba"] == {"code": "520522201201"}
    said = [each.text("en") for each in work.remarks]
    assert said == [
        "units/qianxi/renhe/daba.yaml: the register puts this unit under units/qianxi/honglin"
    ]


def test_namesakes_are_not_taken_for_each_other(imports: Imports) -> None:
    rows = OLD.replace("520522200201,大坝村村民委员会\n", "") + (
        "520522001200,大坝村村民委员会\n520522201202,大坝村村民委员会\n"
    )
    work = imports(rows)
    assert len(work.new) == 2
    assert [each.id for each in work.vanished] == ["qianxi/renhe/daba"]
