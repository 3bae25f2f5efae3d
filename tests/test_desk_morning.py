"""A clerk's morning at the desk, in a browser: from the first cell to what all others get."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import machine, offices
from tests.conftest import ROOT
from tests.offices import git
from tests.records import jpeg
from tests.test_desk import Clerk, desk
from tests.test_desk_hand import BRIDGE, ROAD

PAGE = "projects/jia/dong/shang/2018-gonglu.html"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Clerk, Path]]:
    """A desk with a copy of what lies in a bare repository, and a colleague's copy of the same."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        root, colleague = offices.two(tmp_path)
        with desk(root) as clerk:
            yield clerk, colleague


def mend(page: Page, **cells: str) -> None:
    """Type into cells; look at what changes; save."""
    for name, value in cells.items():
        found = page.locator(
            f"#fields > [data-name={name}], #fields > details > [data-name={name}]"
        )
        found.locator("input[type=text], textarea").first.fill(value)
    page.click("#save")
    page.wait_for_selector("#words:not([hidden])")
    assert page.locator("#changes tr").count() == len(cells)
    page.click("#yes")


def hand_in(page: Page, address: str, name: str) -> None:
    """Write down what is changed, and hand it in."""
    page.goto(f"{address}/desk/")
    page.fill("#clerk", name)
    page.click("form[data-post='/desk/write-down'] button.main")
    page.wait_for_selector("form[data-post='/desk/write-down']", state="detached")
    page.click("form[data-post='/desk/send'] button")


def test_a_clerk_s_morning(office: tuple[Clerk, Path], tmp_path: Path) -> None:
    clerk, colleague = office
    everything = tmp_path / "all.git"
    with machine.open_browser() as browser:
        page = browser.new_page(locale="zh-CN")
        faults: list[str] = []
        foreign: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda asked: foreign.append(asked.url))
        page.goto(f"{clerk.address}/desk/enter?key={clerk.key}")

        # a mistake is told where it is typed; three cells are mended
        page.goto(f"{clerk.address}/{PAGE}")
        page.click(".desk-bar a")
        year = page.locator("#fields > [data-name=year] input")
        year.fill("去年")
        expect(page.locator("#fields > [data-name=year] .told .error")).to_be_visible()
        year.fill("2018")
        before = (clerk.root / ROAD).read_text("utf-8").splitlines()
        mend(page, address="一组至四组", contractor="示例路桥公司（三队）", bid_price="121.5万元")
        page.wait_for_url(f"**/{PAGE}")
        expect(page.locator("main")).to_contain_text("一组至四组")
        after = (clerk.root / ROAD).read_text("utf-8").splitlines()
        assert sum(x != y for x, y in zip(before, after, strict=True)) == 3

        # a new record, its place by name, with a photo
        page.goto(f"{clerk.address}/desk/new?kind=projects")
        page.fill("#place", "下村")
        page.click(".choices button")
        for name, value in {
            "title": "晒谷场",
            "year": "2018",
            "performance_target": "方便晒谷",
        }.items():
            page.locator(f"#fields > [data-name={name}]").locator("input, textarea").first.fill(
                value
            )
        page.locator("#fields > [data-name=budget] input").fill("5万元")
        page.locator("#fields > [data-name=category] select").select_option(index=1)
        page.locator("#fields > [data-name=stage] select").select_option("library")
        page.eval_on_selector("details", "rest => { rest.open = true; }")
        photos = page.locator("#fields [data-name=photos]").last
        photos.locator("> p > button").click()
        picture = {"name": "IMG_1.JPG", "mimeType": "image/jpeg", "buffer": jpeg()}
        photos.locator("input[type=file]").set_input_files(picture)  # type: ignore[arg-type] # as its docs say
        expect(photos.locator("img")).to_be_visible()
        photos.locator("[data-name=alt] textarea").fill("村里的晒谷场")
        page.click("#save")
        page.wait_for_selector("#words:not([hidden])")
        page.click("#yes")
        page.wait_for_url("**/projects/jia/dong/xia/2018-*.html")
        expect(page.locator("h1")).to_contain_text("晒谷场")

        # a colleague hands in another price for the same road, and something else
        road = colleague / ROAD
        text = road.read_text("utf-8").replace("bid_price: 122万元", "bid_price: 119万元")
        road.write_text(text, "utf-8")
        bridge = colleague / BRIDGE
        bridge.write_text(bridge.read_text("utf-8").replace("year: 2017", "year: 2016"), "utf-8")
        git(colleague, "commit", "-qam", "乙改的")
        git(colleague, "push", "-q")

        # writing down, handing in, deciding about the price
        hand_in(page, clerk.address, "示例甲")
        page.wait_for_url("**/desk/both")
        expect(page.locator("fieldset")).to_have_count(1)
        expect(page.locator("main")).to_contain_text("119万元")
        page.check("input[value=mine]")
        page.click("button.main")
        page.wait_for_url("**/desk/")
        expect(page.locator("form[data-post='/desk/send'] button")).to_be_disabled()

        road_now = git(everything, "show", f"main:{ROAD}")
        assert "bid_price: 121.5万元" in road_now
        assert "year: 2016" in git(everything, "show", f"main:{BRIDGE}")
        listed = git(everything, "ls-tree", "-r", "--name-only", "main").split()
        assert any(each.startswith("content/projects/jia/dong/xia/img-1-") for each in listed)
        assert "示例甲" in git(everything, "log", "--format=%an", "main")
        assert faults == []
        assert {url.split("/")[2] for url in foreign if "://" in url} == {f"127.0.0.1:{clerk.port}"}
        page.close()


def test_without_git_a_file_goes_from_desk_to_desk(tmp_path: Path) -> None:
    for name in ("jia", "yi"):
        shutil.copytree(ROOT / "tests/sites/whole", tmp_path / name)
    carried = tmp_path / "handover.zip"
    with machine.open_browser() as browser:
        with desk(tmp_path / "jia") as clerk:
            page = browser.new_page(locale="zh-CN")
            page.goto(f"{clerk.address}/desk/enter?key={clerk.key}")
            page.goto(f"{clerk.address}/{PAGE}")
            page.click(".desk-bar a")
            mend(page, address="一组至五组")
            page.wait_for_url(f"**/{PAGE}")
            page.goto(f"{clerk.address}/desk/")
            page.fill("#clerk", "示例甲")
            with page.expect_download() as download:
                page.click("form[action='/desk/hand-over'] button")
            download.value.save_as(carried)
            page.close()
        with desk(tmp_path / "yi") as clerk:
            page = browser.new_page(locale="zh-CN")
            page.goto(f"{clerk.address}/desk/enter?key={clerk.key}")
            page.set_input_files("input[data-take]", carried)
            page.wait_for_url("**/desk/taken")
            expect(page.locator("main")).to_contain_text("示例甲")
            expect(page.locator("main")).to_contain_text("一组至五组")
            assert "一组至五组" not in (clerk.root / ROAD).read_text("utf-8")
            page.click("button.main")
            page.wait_for_url("**/desk/")
            assert "一组至五组" in (clerk.root / ROAD).read_text("utf-8")
            page.close()
