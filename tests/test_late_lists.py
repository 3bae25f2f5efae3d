"""What is late stands by how long it is late, what was late apart; counts lead there."""

import re
from datetime import date
from pathlib import Path

import pytest

from generator.base.clock import Clock
from generator.build import build
from generator.model import problem_words
from generator.pages import charts, list_pages, sums
from tests import machine
from tests.conftest import AS_OF, files, load, serve
from tests.records import changed
from tests.sites import lay
from tests.test_project import LEAST


def make(root: Path) -> dict[str, bytes]:
    report = build.build(load(root), AS_OF)
    assert report.published, [(e.place, problem_words.message(e, "en")) for e in report.problems]
    return files(root / "site")


def words(made: dict[str, bytes], url: str) -> str:
    """Return what stands in a page, without markup."""
    text = made[url].decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


@pytest.fixture
def late(whole: Path) -> Path:
    """A site with projects of two counties that are late, and were."""
    return laid(whole)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of that site, built once."""
    return make(laid(lay(tmp_path_factory.mktemp("late") / "whole")))


def laid(whole: Path) -> Path:
    for ident, title, stage, plan, actual in (
        ("jia/dong/shang/2018-a", "过了九月", "under_way", "finish: 2018-09", "start: 2018-03"),
        ("yi/xi/zhong/2018-b", "过了三月", "approved", "{start: 2018-03-31, finish: 2019-05}", ""),
        ("jia/dong/xia/2018-c", "过了六月", "approved", "finish: 2018-06-30", ""),
        ("jia/dong/xia/2018-d", "先完工", "completed", "finish: 2018-05", "finish: 2018-07-10"),
        ("yi/xi/zhong/2018-e", "后完工", "completed", "finish: 2018-05", "finish: 2018-08-10"),
    ):
        text = changed(LEAST, title=title, stage=stage, plan=_group(plan))
        if actual:
            start = "start: 2018-03, " if "finish" in actual else ""
            text = changed(text, actual=_group(start + actual))
        (whole / f"content/projects/{ident}.yaml").write_text(text, "utf-8")
    return whole


def _group(fields: str) -> str:
    return fields if fields.startswith("{") else f"{{{fields}}}"


def in_order(page: str, *titles: str) -> bool:
    at = [page.index(title) for title in titles]
    return at == sorted(at)


def test_what_is_late_longest_stands_first(made: dict[str, bytes]) -> None:
    page = words(made, "lists/projects/late.html")
    assert in_order(page, "过了三月", "过了六月", "过了九月")
    assert in_order(words(made, "units/shili.html"), "过了三月", "过了六月", "过了九月")
    assert "先完工" not in page


def test_each_county_has_a_list_of_its_own_that_the_others_lead_to(
    made: dict[str, bytes],
) -> None:
    assert b'href="../../lists/projects/late/yi.html"' in made["lists/projects/late.html"]
    of_county = words(made, "lists/projects/late/yi.html")
    assert "过了三月" in of_county
    assert "过了六月" not in of_county
    assert re.search(r"全部 (\d+)", of_county)[1] == str(  # type: ignore[index]
        len(re.findall("过期没", words(made, "lists/projects/late.html").partition("在前。")[2]))
    )


def test_what_was_late_and_is_done_has_a_list_the_last_first(made: dict[str, bytes]) -> None:
    page = words(made, "lists/projects/mended.html")
    assert in_order(page, "后完工", "先完工")
    assert "晚了40天" in page
    assert "过了三月" not in page
    assert "先完工" in words(made, "lists/projects/mended/jia.html")


@pytest.mark.parametrize(
    ("page", "to"),
    [
        ("index.html", "lists/projects/late.html"),
        ("units/jia.html", "../lists/projects/late/jia.html"),
        ("units/jia.html", "../lists/projects/mended/jia.html"),
        ("units/shili.html", "../units/jia.html"),
        ("units/jia/dong.html", "#late"),
        ("units/jia/dong.html", "#at-mended"),
        ("units/jia/dong.html", "../../units/jia/dong/xia.html#only-late"),
        ("units/jia/dong/xia.html", "#only-late"),
        ("units/jia/dong/xia.html", "#only-mended"),
        ("units/jia.html", "../lists/projects/stage/approved/jia.html"),
        ("units/shili.html", "../lists/projects/stage/approved.html"),
    ],
)
def test_a_count_of_late_projects_leads_to_them(made: dict[str, bytes], page: str, to: str) -> None:
    text = made[page].decode()
    assert f'href="{to}"' in text
    if "#" in to:
        assert f'id="{to.partition("#")[2]}"' in text or "/" in to


def test_days_late_are_counted_from_the_last_day_that_was_meant() -> None:
    over = {"timeliness": "overdue", "plan": {"start": "", "finish": "2018-09"}}
    assert sums.days_late(over, "2018-10-01") == {
        "days": 1, "due": "2018-09-30", "least": False,
    }  # fmt: skip
    assert sums.days_late(over, "")["days"] is None
    done = {**over, "timeliness": "finished_late", "actual": {"finish": "2018-10"}}
    assert sums.days_late(done, "2018-12-31") == {"days": 1, "due": "", "least": True}
    done["actual"] = {"finish": "2018-10-01"}
    assert sums.days_late(done, "2018-12-31")["least"] is False
    assert sums.days_late({**over, "timeliness": "on_time"}, "2018-12-31")["days"] is None


def test_where_the_data_is_of_no_fixed_day_the_readers_clock_counts(
    made: dict[str, bytes],
) -> None:
    page = made["projects/jia/dong/shang/2018-a.html"].decode()
    assert '<time datetime="2018-09-30" data-late="已过期{n}天"></time>' in page
    assert 'data-from="2018-03-01"' in page


def test_scripts_count_the_days_and_draw_the_day_by_the_readers_clock(late: Path) -> None:
    make(late)
    url = "projects/jia/dong/shang/2018-a.html"
    with serve(late / "site") as address, machine.open_browser() as browser:
        for now, said, drawn in (
            ("2018-09-30T20:00:00", "", True),  # it may still be done on its last day
            ("2018-10-01T00:30:00", "已过期1天", True),
            ("2019-01-08T12:00:00", "已过期100天", True),
            ("2018-02-01T12:00:00", "", False),  # a clock that is wrong draws nothing
        ):
            page = browser.new_page()
            page.clock.set_fixed_time(now)
            page.goto(address + url)
            late_by = page.locator("time[data-late]")
            assert late_by.first.text_content() == said, now
            line = page.locator(".time svg .today")
            assert line.count() == int(drawn), now
            words = page.locator(".time .said").text_content()
            assert words == (f"今天 {said}".strip() if drawn else "")
            if drawn:
                share = float((line.get_attribute("x1") or "").removesuffix("%"))
                assert 0 < share <= 100
            page.close()


def test_where_it_is_of_a_fixed_day_the_days_are_said_and_the_day_is_drawn(late: Path) -> None:
    path = late / "config.yaml"
    path.write_text(path.read_text("utf-8") + f"\nas_of: {AS_OF.isoformat()}\n", "utf-8")
    made = make(late)
    page = made["projects/jia/dong/shang/2018-a.html"].decode()
    days = (AS_OF - date(2018, 9, 30)).days
    assert f"已过期{days}天" in page
    assert 'class="today"' in page
    day = f"{AS_OF.year}年{AS_OF.month}月{AS_OF.day}日"
    said = re.findall('<text class="said"[^>]*>([^<]*)</text>', page)
    assert said == [f"已过期{days}天", day]
    assert "data-from" not in page


def test_the_day_is_drawn_while_the_work_is_to_be_done_and_no_longer() -> None:
    spans = {
        "plan": {"start": "2018-03", "finish": "2018-06"},
        "actual": {"start": "2018-03-01", "finish": ""},
        "going_until": "2018-12-01",
        "stage": "under_way",
    }
    drawn = charts.timeline(spans, "2018-12-31")
    assert drawn
    assert drawn["today"] == 100
    assert (drawn["said"], drawn["end"]) == (100, True), "its words end there"
    assert drawn["bars"][1]["x"] + drawn["bars"][1]["width"] == 100
    over = {**spans, "stage": "stopped", "going_until": ""}
    assert (charts.timeline(over, "2018-12-31") or {})["today"] is None


def test_no_list_of_late_projects_asks_for_the_day() -> None:
    clock = Clock.of(AS_OF)
    with clock.noting() as noted:
        sums.days_late({"timeliness": "overdue", "plan": {"finish": "2018-09"}}, "")
    assert noted[0].holds(date(2000, 1, 1))


def test_the_first_page_of_late_projects_comes_in_a_second_on_slow_3g(late: Path) -> None:
    for n in range(60):
        text = changed(LEAST, title=f"第{n}处", stage="approved", plan="{finish: 2018-10}")
        (late / f"content/projects/jia/dong/shang/2018-x{n}.yaml").write_text(text, "utf-8")
    made = make(late)
    assert len(made["lists/projects/late.html"]) < 400_000 / 8
    assert "lists/projects/late-2.html" in made


def test_a_list_that_would_have_no_end_says_how_many_it_leaves_out(
    late: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_pages, "FEW", 1)
    monkeypatch.setattr(list_pages, "MOST", 2)
    made = make(late)
    pages = [url for url in made if url.startswith("lists/projects/late") and url.count("/") == 2]
    assert pages == ["lists/projects/late-2.html", "lists/projects/late.html"]
    assert "另外还有1个没有列在这里" in made[pages[0]].decode()
    assert "没有列在这里" not in made["lists/projects/stage/approved.html"].decode()
