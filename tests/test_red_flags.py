"""What of projects is worth a look: by a measure, with the records that it rests on."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from generator.base.problems import Problem
from generator.build import build
from generator.joined import red_flags
from generator.joined.red_flags import County, Flag
from generator.model.rules import FlagRules
from generator.records import batches, signals
from generator.records.signals import Signal, packed
from tests import sites
from tests.conftest import load

WHY = {"source": "示例规定"}


def signal(ident: str, **other: object) -> Signal:
    given = {
        "id": ident,
        "file": f"content/projects/{ident}.md",
        "title": ident,
        "year": 2018,
        "category": "infrastructure",
        "contractor": "示例公司",
        "party": "shili",
        "planned": None,
        "bid": None,
        "settled": None,
        "audited": False,
        "changes": 0,
        "paid": "",
        "start": "",
        "households": None,
        "kilometres": None,
    }
    return Signal(**{**given, **other})  # type: ignore[arg-type]


def found(rules: Mapping[str, object], *given: Signal) -> list[Flag]:
    measures = FlagRules.model_validate(rules)
    return red_flags.flags(
        given, measures, lambda u: "/".join(u.split("/")[:2]), lambda u: u.split("/")[0], {}
    )


def test_without_a_measure_nothing_is_told() -> None:
    one = signal("jia/dong/a", bid=1, settled=100, changes=99, paid="2017-01-01", start="2018")
    assert found({}, one) == []


def test_what_is_not_known_is_not_worth_a_look() -> None:
    rules = {
        "above_bid": {"percent": "0", **WHY},
        "early_payment": {"days": "0", **WHY},
        "cost": {"times": "1.1", "projects": "3", **WHY},
        "share": {"percent": "1", "projects": "2", **WHY},
    }
    assert found(rules, *(signal(f"jia/dong/{n}", party="", contractor="") for n in range(9))) == []


def test_a_day_that_is_known_to_the_month_is_given_the_benefit_of_the_doubt() -> None:
    rules = {"early_payment": {"days": "0", **WHY}}
    assert not found(rules, signal("jia/dong/a", paid="2018-03", start="2018-03"))
    [flag] = found(rules, signal("jia/dong/a", paid="2018-02", start="2018-03"))
    assert dict(flag.values)["days"] == "1"


def test_a_sum_that_is_just_reached_by_one_is_no_split() -> None:
    rules = {"split": {"below": "100元", "number": "2", **WHY}}
    two = [signal(f"jia/dong/cun/{n}", planned=6_000) for n in "ab"]
    [flag] = found(rules, *two)
    assert [each.id for each in flag.records] == ["jia/dong/cun/a", "jia/dong/cun/b"]
    assert not found(rules, two[0], signal("jia/dong/cun/b", planned=10_000))
    assert not found(rules, two[0], signal("jia/dong/cun/b", planned=6_000, year=2019))
    assert not found(rules, two[0], signal("jia/dong/other/b", planned=6_000))


def test_costs_are_held_against_like_projects_of_the_county() -> None:
    rules = {"cost": {"times": "3", "projects": "4", **WHY}}
    own = [signal(f"jia/dong/{n}", planned=1_000, households=10) for n in range(3)]
    dear = signal("jia/dong/dear", planned=9_000, households=10)
    cheap = signal("jia/xi/cheap", planned=100, households=10)
    codes = {flag.project.id: flag.code for flag in found(rules, *own, dear, cheap)}
    assert codes == {"jia/dong/dear": "P985", "jia/xi/cheap": "P985"}
    assert not found(rules, *own[:2], dear), "too few to say"
    elsewhere = [each._replace(category="water") for each in own]
    assert not found(rules, *elsewhere, dear), "of another sort"


def test_a_share_is_of_the_money_of_a_town() -> None:
    rules = {"share": {"percent": "60", "projects": "3", **WHY}}
    own = [signal(f"jia/dong/cun/{n}", planned=400) for n in "ab"]
    other = signal("jia/dong/c", planned=200, party="other", contractor="别的公司")
    [flag] = found(rules, *own, other)
    assert dict(flag.values)["percent"] == "80"
    assert not found(rules, *own), "too few projects"


@pytest.mark.parametrize("shown", [True, False])
def test_pages_say_it_only_where_that_is_switched_on(tmp_path: Path, *, shown: bool) -> None:
    root = sites.lay(tmp_path / "site", "P984")
    settings = root / "config.yaml"
    if shown:
        settings.write_text(settings.read_text("utf-8") + "    shown: yes\n", "utf-8")
    assert build.build(load(root), date(2018, 12, 31)).published
    for name in ("2018-gonglu", "2018-lukou"):
        page = (root / f"site/projects/jia/dong/shang/{name}.html").read_text("utf-8")
        assert ("值得核对" in page) == shown
        assert ("合计1,450,000.00元" in page) == shown
        assert (
            "标准：2个以上（含）项目，每个低于1,260,000.00元，合起来不低于：示例规定" in page
        ) == shown


def test_twins_of_pages_say_it_in_the_same_words_with_the_records_it_rests_on(
    tmp_path: Path,
) -> None:
    root = sites.lay(tmp_path / "site", "P984")
    settings = root / "config.yaml"
    settings.write_text(settings.read_text("utf-8") + "    shown: yes\n", "utf-8")
    assert build.build(load(root), date(2018, 12, 31)).published
    for language in ("", "en/"):
        file = root / f"site/{language}projects/jia/dong/shang/2018-gonglu"
        page = file.with_suffix(".html").read_text("utf-8")
        section = page.partition('<section id="flags">')[2].partition("</section>")[0]
        section = re.sub("</?bdi.*?>", "", section)  # pages in English mark what is Chinese
        said = re.search(r"<li>(.*?) <small>(.*?)</small>", section)
        assert said
        twin = file.with_suffix(".md").read_text("utf-8")
        assert f"\n- {said[1]} ({said[2]})\n  - [" in twin
        for name in ("2018-gonglu", "2018-lukou"):
            at = f"https://example.org/shili/{language}projects/jia/dong/shang/{name}.md)\n"
            assert f"]({at}" in twin.partition(said[2])[2]


def test_a_county_that_is_as_it_was_is_not_judged_anew_and_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measures = FlagRules.model_validate(
        {"many_changes": {"number": "1", **WHY}, "split": {"below": "100元", "number": "2", **WHY}}
    )
    two = [signal(f"jia/dong/cun/{n}", planned=6_000, changes=1) for n in "ab"]
    for each in two:
        (tmp_path / each.file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / each.file).write_text("---\nchanges: []\ncontractor: 甲\n---\n", "utf-8")
    asked = County((packed(two[:1]), packed(two[1:])), b"by", tmp_path / "jia.flags")

    def told(asked: County, name: str = "东") -> list[red_flags.Told]:
        names = {"jia/dong": name}
        return red_flags.of_county(
            asked, measures, lambda u: u, lambda u: u.split("/")[0], names, tmp_path
        )

    first = told(asked)
    assert [(each.code, [one.place.line for one in faults]) for each, faults in first] == [
        ("P981", [2]),
        ("P984", [3]),
        ("P981", [2]),
    ]
    judged: list[object] = []
    whole = red_flags.flags

    def flags(*of: Any) -> list[Flag]:
        judged.append(of)
        return whole(*of)

    monkeypatch.setattr(red_flags, "flags", flags)
    assert told(asked) == first
    assert judged == []
    fewer = packed([two[0]._replace(changes=0)]), packed(two[1:])
    other = asked._replace(by=b"other", signals=fewer)
    assert told(other) == told(other._replace(file=None)) == first[1:]
    assert told(asked, "东镇") == first
    assert len(judged) == 3
    (tmp_path / "jia.flags").write_bytes((tmp_path / "jia.flags").read_bytes()[:-5])
    assert told(asked, "东镇") == first


def test_a_build_keeps_what_it_said_of_a_county_that_did_not_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = sites.lay(tmp_path / "site", "P984")
    settings = root / "config.yaml"
    settings.write_text(settings.read_text("utf-8") + "    shown: yes\n", "utf-8")
    page = root / "site/projects/jia/dong/shang/2018-gonglu.html"
    judged: list[set[str]] = []
    whole = red_flags.flags

    def flags(signals: Iterable[Signal], *of: Any) -> list[Flag]:
        every = [*signals]
        judged.append({each.id.partition("/")[0] for each in every})
        return whole(every, *of)

    monkeypatch.setattr(red_flags, "flags", flags)
    # the time of a file that was just written is not trusted, and what is told of it not kept on
    monkeypatch.setattr(batches, "SETTLED", -(10**12))

    def built(*, full: bool = False) -> tuple[list[Problem], list[set[str]]]:
        judged.clear()
        report = build.build(load(root), date(2018, 12, 31), full=full)
        assert report.published
        return [each for each in report.problems if each.code == "P984"], judged.copy()

    first, all_of_them = built()
    assert first
    assert {"jia"} in all_of_them
    assert "值得核对" in page.read_text("utf-8")
    other = root / "content/projects/yi/xi/zhong/2018-lumian.md"
    for title in ("新路面", "新的路面"):  # once more, as what was kept is kept on
        other.write_text(re.sub("(?m)^title: .*", f"title: {title}", other.read_text("utf-8")))
        again, some = built()
        assert again == first
        assert {"jia"} not in some
        assert {"yi"} in some
        assert "值得核对" in page.read_text("utf-8")
    # what was kept of it is lost, as by whoever clears the folder: it is judged anew
    for kept in (root / ".portal").rglob(f"*{red_flags.KEPT}"):
        kept.unlink()
    other.write_text(other.read_text("utf-8").replace("新的路面", "路面"))
    assert built()[0] == first
    kept_page = page.read_text("utf-8")
    # and once there is nothing to tell, nothing is kept of it
    mine = root / "content/projects/jia/dong/shang/2018-lukou.md"
    text = mine.read_text("utf-8")
    mine.unlink()
    assert built()[0] == []
    assert "值得核对" not in page.read_text("utf-8")
    mine.write_text(text, "utf-8")
    assert built()[0] == first
    assert page.read_text("utf-8") == kept_page
    assert built(full=True)[0] == first
    assert page.read_text("utf-8") == kept_page


def test_a_measure_that_is_just_reached_is_not_passed() -> None:
    above = {"above_bid": {"percent": "10", **WHY}}
    assert not found(above, signal("jia/dong/a", bid=1_000, settled=1_100))
    assert found(above, signal("jia/dong/a", bid=1_000, settled=1_101))
    above = {"above_bid": {"percent": "10.1", **WHY}}  # which has no exact fraction of two
    assert not found(above, signal("jia/dong/a", bid=1_000, settled=1_101))
    assert found(above, signal("jia/dong/a", bid=1_000_000, settled=1_101_001))
    early = {"early_payment": {"days": "30", **WHY}}
    assert not found(early, signal("jia/dong/a", paid="2018-02-01", start="2018-03-03"))
    assert found(early, signal("jia/dong/a", paid="2018-02-01", start="2018-03-04"))
    # nor is a cost of just so many times the median, whatever it is divided by
    cost = {"cost": {"times": "3", "projects": "3", **WHY}}
    for many in (3, 7, 9, 49):
        own = [signal(f"jia/dong/{n}", planned=1_000, households=3 * many) for n in range(3)]
        assert not found(cost, *own, signal("jia/dong/x", planned=1_000, households=many))
        assert found(cost, *own, signal("jia/dong/x", planned=1_001, households=many))
        few = [signal(f"jia/dong/{n}", planned=1_000, households=many) for n in range(3)]
        assert not found(cost, *few, signal("jia/dong/x", planned=1_000, households=3 * many))
        assert found(cost, *few, signal("jia/dong/x", planned=999, households=3 * many))
    half = {"cost": {"times": "2.5倍", "projects": "3", **WHY}}
    own = [signal(f"jia/dong/{n}", planned=1_000, households=10) for n in range(3)]
    assert not found(half, *own, signal("jia/dong/x", planned=2_500, households=10))
    assert found(half, *own, signal("jia/dong/x", planned=2_501, households=10))


def test_a_measure_that_is_reached_by_just_so_much_is_reached() -> None:
    share = {"share": {"percent": "33.3", "projects": "3", **WHY}}
    two = [signal(f"jia/dong/cun/{n}", planned=333) for n in "ab"]
    other = signal("jia/dong/c", planned=1_334, party="other", contractor="别的公司")
    assert found(share, *two, other)
    assert not found(share, *two, other._replace(planned=1_335))
    split = {"split": {"below": "100元", "number": "2", **WHY}}
    two = [signal(f"jia/dong/cun/{n}", planned=5_000) for n in "ab"]
    assert found(split, *two)
    assert not found(split, two[0], two[1]._replace(planned=4_999))
    often = {"many_changes": {"number": "3", **WHY}}
    assert found(often, signal("jia/dong/a", changes=3))
    assert not found(often, signal("jia/dong/a", changes=2))


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle() -> None:
    cost = {"cost": {"times": "2", "projects": "4", **WHY}}
    every = [signal(f"jia/dong/{n}", planned=n * 100, households=1) for n in (1, 2, 4, 7)]
    told = {flag.project.id: dict(flag.values) for flag in found(cost, *every)}
    assert {name: each["median"] for name, each in told.items()} == {
        "jia/dong/1": "3.00",
        "jia/dong/7": "3.00",
    }
    # ties, no money planned, no household: nothing to hold against others
    ties = [signal(f"jia/dong/{n}", planned=100, households=1) for n in range(4)]
    assert not found(cost, *ties, signal("jia/dong/x", planned=0, households=1))
    assert not found(cost, *ties, signal("jia/dong/x", planned=9_999, households=0))
    assert not found(cost, *ties, signal("jia/dong/x", planned=9_999))


def test_the_price_that_is_held_against_the_bid_is_called_what_it_is() -> None:
    above = {"above_bid": {"percent": "10", **WHY}}
    for audited, sort, word in (
        (False, "above_bid", "settled price"),
        (True, "audited_above_bid", "audited price"),
    ):
        [flag] = found(above, signal("jia/dong/a", bid=1_000, settled=1_200, audited=audited))
        assert flag.view()["sort"] == sort
        assert "price" not in flag.view()["values"]
        assert dict(flag.finding().values)["price"] == f"\0:{word}"


def test_each_says_by_which_numbers_it_is_told() -> None:
    rules = {
        "cost": {"times": "2.5", "projects": "3", **WHY},
        "split": {"below": "400万元", "number": "2", **WHY},
        "above_bid": {"percent": "10", **WHY},
    }
    own = [signal(f"jia/dong/{n}", planned=100, households=1) for n in range(3)]
    dear = signal("jia/dong/x", planned=399_999_999, households=1, bid=10, settled=20)
    measures = {flag.code: flag.view()["measure"] for flag in found(rules, *own, dear)}
    assert measures == {
        "P980": {"percent": "10"},
        "P984": {"below": "4,000,000.00", "number": "2"},
        "P985": {"times": "2.5", "projects": "3"},
    }


def test_of_many_records_it_rests_on_the_first_are_named_and_all_are_counted() -> None:
    split = {"split": {"below": "100元", "number": "2", **WHY}}
    [flag] = found(split, *(signal(f"jia/dong/cun/{n:02}", planned=6_000) for n in range(23)))
    shown = flag.view()
    assert (len(shown["records"]), shown["more"]) == (20, 3)
    assert str(dict(flag.finding().values)["records"]).endswith("jia/dong/cun/19……")
    [flag] = found(split, *(signal(f"jia/dong/cun/{n:02}", planned=6_000) for n in range(20)))
    assert (len(flag.view()["records"]), flag.view()["more"]) == (20, 0)
    assert str(dict(flag.finding().values)["records"]).endswith("jia/dong/cun/19")


@pytest.mark.parametrize(
    ("task", "length"),
    [
        ("硬化路面2公里，宽4.5米", 2.0),
        ("硬化路面２．５公里", 2.5),
        ("新修机耕道3.2 KM", 3.2),
        ("架设管道1.5千米", 1.5),
        ("在距村委会12公里的水库取水，架设管道5千米", 5.0),
        ("在距离县城12公里处建水池一个", None),
        ("硬化路面3-5公里", None),
        ("硬化路面2至3公里", None),
        ("全县道路1,200公里养护", None),
        ("一组2公里，二组3公里", None),
        ("流域治理12平方公里", None),
        ("每公里补助20万元", None),
        ("硬化路面2公里300米，宽4.5米", 2.3),
        ("硬化路面2公里零50米", 2.05),
        ("新修道路3km 250m", 3.25),
        ("硬化路面2公里，设计速度20公里/小时", 2.0),
        ("硬化路面2公里，设计时速20公里", 2.0),
        ("硬化路面，设计速度20公里每小时", None),
        ("新修道路，20km/h", None),
        ("硬化入户路，同时新修机耕道3公里", 3.0),
        ("修路", None),
    ],
)
def test_a_length_is_what_is_built_and_not_how_far_away(task: str, length: float | None) -> None:
    assert signals.kilometres(task) == length


@pytest.mark.parametrize(
    "rule",
    [
        {"many_changes": {"number": "0", **WHY}},
        {"share": {"percent": "0", "projects": "5", **WHY}},
        {"share": {"percent": "50", "projects": "1", **WHY}},
        {"split": {"below": "0元", "number": "2", **WHY}},
        {"split": {"below": "400万元", "number": "1", **WHY}},
        {"cost": {"times": "0", "projects": "5", **WHY}},
        {"cost": {"times": "1", "projects": "5", **WHY}},
        {"cost": {"times": "2.55", "projects": "5", **WHY}},
        {"cost": {"times": "3", "projects": "2", **WHY}},
    ],
)
def test_a_measure_that_would_say_nothing_is_refused_with_what_to_write(
    rule: dict[str, object],
) -> None:
    with pytest.raises(ValidationError) as refused:
        FlagRules.model_validate(rule)
    [fault] = refused.value.errors()
    assert fault["type"] == "P802"
    assert "write" in fault["ctx"]["reason"]
    assert "leave" in fault["ctx"]["reason"]
