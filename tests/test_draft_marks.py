"""Drafts are seen in the preview as they will be, each with a mark, and in no site."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.base.problems import in_order
from generator.base.processes import InProcess
from generator.base.progress import Stages
from generator.build import build, build_memory
from generator.build import load as gather
from generator.build import sources as content_sources
from generator.commands import draft_marks, preview_state
from generator.commands.preview_state import Preview
from generator.model import config
from tests import sites
from tests.conftest import files, load
from tests.test_preview_server import get

SAYS = "草稿 · 还没有公开"
VILLAGE = "units/jia/dong/shang"
ROAD = "projects/jia/dong/shang/2018-gonglu"
FARM = "projects/jia/dong/shang/2019-yangzhi"
BOARD = "projects/yi/xi/zhong/2018-bangfu"
"""A record for the fixed board alone."""
TITLE = "没有公开的养殖场"
DRAFTS = (
    f"{FARM}.md",
    f"{BOARD}.md",
    "allocations/jia/2018-zhenghe.yaml",
    "assessments/jia/dong/2018.yaml",
    "commendations/2018-niandu.md",
    "disclosures/jia/2018-wangong.yaml",
    "documents/2016-yijian.md",
    "meetings/jia/dong/2018-11.md",
    "pages/about.en.md",
    "supervisors/jia/dong/shang.yaml",
    "teams/jia/dong/shang.yaml",
)
SHOWN = {
    f"{FARM}.html",
    "allocations/jia/2018-zhenghe.html",
    "commendations/2018-niandu.html",
    "compliance/jia.html#disclosures-2018-wangong",
    "compliance/jia/dong.html#assessments-2018",
    "compliance/jia/dong.html#meetings-2018-11",
    "compliance/jia/dong/shang.html#teams",
    "documents/2016-yijian.html",
    "supervisors/jia/dong/shang.html",
    f"{VILLAGE}.html#supervisors",
}
"""Where these stand on the pages in Chinese."""


def make_draft(path: Path, *more: str) -> None:
    """Have a record say that it is a draft; `more` lines are put below."""
    text = path.read_text("utf-8")
    lines = "".join(f"{line}\n" for line in ("status: draft", *more))
    start = "---\n" if text.startswith("---\n") else ""
    path.write_text(start + lines + text.removeprefix(start), "utf-8")


def draft(root: Path, *names: str) -> Path:
    """Lay the whole site into `root`, with drafts of these names."""
    sites.lay(root)
    for name in names:
        make_draft(root / "content" / name)
    return root


def preview_of(root: Path) -> Preview:
    """Return a preview of the site in `root` that was built once."""
    preview = Preview(root / "config.yaml", "zh-Hans", load(root).state / "preview")
    preview.rebuild()
    return preview


def publish(root: Path) -> dict[str, bytes]:
    """Build the site of `root` into its folder, and return its files."""
    report = build.build(load(root), sites.AS_OF)
    assert report.published, [*map(sites.line, report.problems)]
    return files(root / "site")


@pytest.fixture(scope="module", autouse=True)
def _today() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config, "today", lambda _: sites.AS_OF)
        patch.setattr(
            preview_state, "cores", lambda: 1
        )  # to start others takes longer than the work
        yield


@dataclass(frozen=True)
class Tried:
    """A site with drafts of which a preview was made."""

    root: Path
    preview: Preview

    def page(self, url: str) -> str:
        """Return a page as the preview serves it."""
        return get(self.preview, f"/{url}").partition("\r\n\r\n")[2]


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Tried:
    root = draft(tmp_path_factory.mktemp("drafts"), *DRAFTS)
    farm = root / "content" / f"{FARM}.md"
    farm.write_text(re.sub("title: .*", f"title: {TITLE}", farm.read_text("utf-8")), "utf-8")
    return Tried(root, preview_of(root))


def links(page: str, target: str) -> list[bool]:
    """Return of each link to a page of that name whether it is marked."""
    found = re.findall(rf'<a [^>]*href="[^"]*{target}"[^>]*>.*?</a>(.{{30}})', page, re.DOTALL)
    return [each.startswith('<span class="draft"') for each in found]


# ---- what is shown


def test_a_preview_shows_the_site_as_it_will_be_once_its_drafts_are_public(
    tmp_path: Path, tried: Tried
) -> None:
    public = draft(tmp_path)
    for each in DRAFTS:
        text = (tried.root / "content" / each).read_text("utf-8")
        (public / "content" / each).write_text(text.replace("status: draft\n", ""), "utf-8")
    preview = preview_of(public)
    assert not preview.drafts
    made, shown = files(preview.site), files(tried.preview.site)
    assert made.keys() == shown.keys()
    assert [name for name in made if made[name] != shown[name]] == []


def test_drafts_of_all_kinds_and_languages_are_shown_but_none_for_the_board_alone(
    tried: Tried,
) -> None:
    chinese = {each for each in tried.preview.drafts if not each.startswith("en/")}
    assert chinese == SHOWN
    assert tried.preview.drafts - chinese == {f"en/{each}" for each in (*SHOWN, "about.html")}
    assert tried.preview.shown == len(DRAFTS) - 1
    assert not (tried.preview.site / f"{BOARD}.html").exists()


@pytest.mark.parametrize("url", sorted(each for each in SHOWN if "#" not in each))
def test_the_page_of_a_draft_says_so_at_its_top_in_the_language_of_the_page(
    tried: Tried, url: str
) -> None:
    for page, says in (
        (tried.page(url), SAYS),
        (tried.page(f"en/{url}"), "Draft · not published yet"),
    ):
        top = page.partition('<main id="main">')[2].partition("<h1")[0]
        assert says in top
        assert "c4" not in top.partition("style=")[2].partition('"')[0]  # no colour for attention


@pytest.mark.parametrize("url", sorted(each for each in SHOWN if "#" in each))
def test_a_draft_that_is_a_part_of_a_page_says_so_in_its_heading(tried: Tried, url: str) -> None:
    address, _, ident = url.partition("#")
    page = tried.page(address)
    start = re.search(rf'<(details|section|h2)[^>]* id="{ident}"', page)
    assert start
    end = re.compile("</(summary|h2)>").search(page, start.start())
    assert end
    assert SAYS in page[start.start() : end.start()]
    assert SAYS not in page.partition('<main id="main">')[2].partition("<h1")[0]


@pytest.mark.parametrize(
    "url",
    [
        f"{VILLAGE}.html",
        "lists/projects/place/jia/2019.html",
        "en/lists/projects/place/jia/2019.html",
        f"en/{VILLAGE}.html",
    ],
)
def test_a_draft_is_marked_in_each_list_and_what_is_public_is_not(tried: Tried, url: str) -> None:
    page = tried.page(url)
    found = links(page, "shang/2019-yangzhi.html")
    assert found
    assert all(found)
    assert not any(links(page, "shang/2018-gonglu.html"))


def test_a_draft_is_marked_in_what_the_search_finds(tried: Tried) -> None:
    [town] = tried.root.glob("**/search/units/jia/dong.*.json")
    words = [*tried.root.glob("**/search/words-*.json")]
    assert len(words) == 128
    for path in (town, *(each for each in words if TITLE in each.read_text("utf-8"))):
        found = tried.page(f"search{path.as_posix().rpartition('/search')[2]}")
        assert f"{TITLE}〔{SAYS}〕" in found
        assert found.count(TITLE) == found.count(f"{TITLE}〔{SAYS}〕") >= 1


def test_a_draft_is_marked_in_the_feeds_and_what_is_public_is_not(tried: Tried) -> None:
    for url, said in (("feed.xml", SAYS), ("en/feed.xml", "Draft · not published yet")):
        entries = tried.page(url).split("<entry>")[1:]
        marked = [each for each in entries if f"〔{said}〕</title>" in each]
        told = {re.findall(r"<id>tag:[^/]*/(.*)/[^/]*</id>", each)[0] for each in marked}
        assert {each.partition("/")[0] for each in told} == {
            "allocations",
            "commendations",
            "disclosures",
            "meetings",
        }
        assert len(entries) > len(marked)


def test_every_page_says_how_many_drafts_are_counted_and_none_where_there_are_none(
    tried: Tried,
) -> None:
    number = str(len(DRAFTS) - 1)
    for url, says in (("index.html", number), (f"{ROAD}.html", number), ("en/index.html", number)):
        assert re.search(rf'<p class="drafts"[^>]*>[^<]*\b{says}\b', tried.page(url))
    sheet = tried.page(f"{VILLAGE}.html").partition('<section class="sheet')[2]
    assert 'class="drafts"' in sheet  # it may be printed
    page = "<html lang=en><body><main><a href=x.html>x</a></main></body></html>"
    assert draft_marks.marked(page, "index.html", (), 0) == page


def test_a_picture_with_links_stays_a_picture() -> None:
    page = '<html lang="zh-Hans"><body><svg><a href="x.html"><text>x</text></a></svg></body></html>'
    assert draft_marks.marked(page, "index.html", {"x.html"}, 1) == page


# ---- what is never shown


def test_nothing_of_a_draft_comes_into_a_site_after_a_preview(tried: Tried, tmp_path: Path) -> None:
    after = publish(tried.root)
    assert after == publish(draft(tmp_path, *DRAFTS))
    assert not [name for name, content in after.items() if TITLE.encode() in content]
    assert not [name for name, content in after.items() if SAYS.encode() in content]
    assert not {f"{FARM}.html", "commendations/2018-niandu.html"} & after.keys()
    assert [name for name, text in files(tried.preview.site).items() if TITLE.encode() in text]


def test_a_draft_passes_the_gate_of_privacy_like_all_else(tmp_path: Path) -> None:
    root = draft(tmp_path, f"{FARM}.md")
    path = root / "content" / f"{FARM}.md"
    path.write_text(path.read_text("utf-8") + "\n请打13012345678找他。\n", "utf-8")
    preview = preview_of(root)
    judged = build.check(load(root), sites.AS_OF)
    assert preview.problems == judged
    assert [each.code for each in judged] == ["P604"]
    assert not preview.site.exists()


# ---- what names drafts


def read(root: Path, memory: build_memory.Memory | None = None) -> tuple[gather.Read, list[str]]:
    """Read the site in `root` as a preview does; return what is known, and its problems."""
    found, keep = load(root), root / ".kept"
    sources = content_sources.look(found, sites.AS_OF, keep, drafts=True)
    made = gather.read(found, sources, InProcess(), Stages(build.quiet), memory)
    return made, [sites.line(each) for each in in_order(made.problems)]


def test_what_is_public_may_lead_to_a_draft_in_a_preview_alone(tmp_path: Path) -> None:
    root = draft(tmp_path, f"{ROAD}.md", f"{VILLAGE}.yaml", "allocations/jia/2018-zhuanxiang.yaml")
    make_draft(root / "content/projects/yi/xi/zhong/2018-lumian.md")
    path = root / "content/pages/complain.md"
    path.write_text(path.read_text("utf-8") + f"\n[路](/{ROAD}.md)\n", "utf-8")
    found, problems = read(root)
    assert found.library.published[f"{ROAD}.md"] == ("projects", ROAD[9:])
    refused = [sites.line(each) for each in build.check(load(root), sites.AS_OF)]
    assert {each.split()[2] for each in refused} == {"P210", "P212", "P701"}
    assert problems == [re.sub("error P...", "warning P213", each) for each in refused]


def test_a_draft_that_no_page_can_be_made_with_does_not_hide_the_others(tmp_path: Path) -> None:
    of_county, of_town = (
        "disclosures/jia/2018-wangong.yaml",
        "disclosures/jia/dong/2018-biangeng.yaml",
    )
    root, memory = draft(tmp_path, f"{FARM}.md", of_county, of_town), build_memory.Memory()
    for name, named in ((of_county, "jia/dong/meiyou"), (of_town, BOARD[9:])):
        path = root / "content" / name
        text = re.sub("projects: .*", f"projects: [{named}]", path.read_text("utf-8"))
        path.write_text(text, "utf-8")
    found, problems = read(root, memory)
    assert [ident for _, ident, _ in found.drafts] == [FARM[9:]]
    assert problems == [
        f"content/{of_county}:6:12: warning P214",
        f"content/{of_county}:6:12: warning P230 projects.1",
        f"content/{of_town}:7:12: warning P214",
    ]
    assert memory.held == {f"content/{of_county}", f"content/{of_town}"}
    path.write_text(text.replace(BOARD[9:], FARM[9:]), "utf-8")
    found, problems = read(root, memory)
    assert [ident for _, ident, _ in found.drafts] == ["jia/dong/2018-biangeng", FARM[9:]]
    assert len(problems) == 2


def test_where_what_is_public_is_refused_beside_a_draft_no_draft_is_shown(tmp_path: Path) -> None:
    root = draft(tmp_path, "pages/about.en.md")
    top = root / "content/units/shili.yaml"
    top.with_name("another.yaml").write_text(top.read_text("utf-8"), "utf-8")
    make_draft(top.with_name("another.yaml"))
    found, problems = read(root)
    assert not found.drafts
    assert problems == [
        "content/pages/about.en.md: warning P214",
        "content/units/another.yaml: warning P214",
    ]
    assert build.check(load(root), sites.AS_OF) == []
