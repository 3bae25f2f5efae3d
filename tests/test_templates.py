"""What people see: templates and filters, on the pages of the small whole site."""

import base64
import copy
import gzip
import hashlib
import itertools
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import html5lib
import pytest
import zxingcpp
from jinja2 import UndefinedError
from PIL import Image

from generator.base.processes import InProcess
from generator.base.progress import Stages
from generator.base.sorted_rows import SortedRows
from generator.build import build, page_text, staged_files, template_filters, templates
from generator.build import load as gather
from generator.build import sources as content_sources
from generator.model.config import Config
from generator.model.kinds.kind import View
from generator.model.settings import PublicLog
from generator.pages import data_pages, folder_pages
from generator.pages import plan as pages
from generator.pages.download_pieces import Standing
from generator.pages.downloads import Downloads
from generator.pages.jobs import Copies, Pictures
from generator.pages.whole_files import File, Part
from generator.parse import template_files
from generator.records import list_rows
from tests import sites
from tests.conftest import AS_OF, ROOT, load

Change = Callable[[View], None]
VILLAGE = "units/jia/dong/shang.html"
PROJECT = "projects/jia/dong/shang/2018-gonglu.html"
DIRECTORY = "supervisors/jia/dong/shang.html"


def _part(job: Downloads) -> Part:
    """Return the files of a place."""
    every = job.files(str, "en", Standing(Path(), {}), b"")
    made = {each.url: each.content or b"" for each in every}
    sized = [File(url, "", len(content)) for url, content in made.items()]
    return Part.of(job.place, sized, made[f"data/{job.place}/index.json"])


def logged(config: Config) -> Config:
    """Return settings that name a log of public records, so that all pages have their codes."""
    log = PublicLog(name="example.org/shili")
    return replace(config, settings=config.settings.model_copy(update={"log": log}))


class Site:
    """The pages of the small whole site, to be made one by one with changes to their views."""

    def __init__(self, root: Path, views: Path, *, history: bool = False) -> None:
        config = logged(load(root))
        sources = content_sources.look(config, AS_OF, views, history=history)
        read = gather.read(config, sources, InProcess(), Stages(build.quiet))
        made = [draft.make() for draft in gather.plan(read, config, AS_OF, sources)[0]]
        made_of = [job for job in made if not isinstance(job, Pictures | Copies)]
        self.pages = {page.url: page for job in made_of for page in job}
        with pytest.MonkeyPatch.context() as patch:  # and those that they would go on to
            patch.setattr(list_rows, "ROWS", 1)
            patch.setattr("generator.pages.duty_pages.WHOLE", 1)
            self.further = {page.url: page for job in made_of for page in job}
        there = SortedRows((url, "") for url in self.pages)
        folders = folder_pages.indexes(
            there, SortedRows, config.settings.languages[:1], read.library
        )
        of_folders = {page.url: page for page, _ in folders}
        parts = [_part(job) for job in made if isinstance(job, Downloads)]
        whole = {name: file for part in parts for name, file in part.files.items()}
        data = data_pages.pages(read.library, config.settings, parts, whole, root)
        of_data = {page.url: page for page in data}
        self.pages = {**self.further, **self.pages, **of_folders, **of_data}
        assets = {name: url for name, (url, _) in templates.assets(root).items()}
        self.view: View = {
            **pages.site(read.library, config, AS_OF, assets),
            "preview": False,
        }
        self.root = root
        self.environments = {
            language: templates.environment(tuple(template_files.folders(root)), language)
            for language in config.settings.languages
        }

    def page(
        self, url: str, change: Change | None = None, *, language: str = "en", **site: object
    ) -> str:
        """Return the page at `url`; `change` alters its own view, `site` what all pages see."""
        page = copy.deepcopy(self.pages[url])
        if change:
            change(page.view)
        view = {**self.view, **site}
        press = staged_files.Press(
            root=self.root,
            stage=self.root,
            compiled=self.root,
            site=view,
            languages=("zh-Hans", "en"),
            templates=b"",
            key=b"",
        )
        made = self.environments[language].get_template(page.template)
        return made.render(page_text.context(page, press.folder(language) + url, language, press))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Give the whole site, read once for this module."""
    root = sites.with_history(sites.lay(tmp_path_factory.mktemp("site")))
    return Site(root, tmp_path_factory.mktemp("views"), history=True)


def words(html: str) -> str:
    """Return the text of a page as a reader sees it, spaces made one."""
    document = html5lib.parse(html, namespaceHTMLElements=False)
    main = document.find(".//main")
    assert main is not None
    return " ".join(" ".join(main.itertext()).split())


def setting(**values: Any) -> Change:
    """Return a change that puts `values` at paths such as `project__planned` of a view."""

    def change(view: View) -> None:
        for path, value in values.items():
            *way, last = path.split("__")
            reduce(getitem, way, view)[last] = value

    return change


def figures(**values: int) -> Change:
    """Return a change that gives a unit's page these figures; `x__y` stands for `x:y`."""
    return setting(figures={name.replace("__", ":"): n for name, n in values.items()})


def all_kinds(site: Site) -> list[str]:
    """Return one address for every template, and all of the village and its projects."""
    found = {page.template: url for url, page in site.pages.items()}
    assert len(found) == len(list((ROOT / "templates").glob("*.*ml"))) - len(
        ["base.html", "macros.html"]
    )
    return [*found.values(), VILLAGE, PROJECT, DIRECTORY, "units/jia.html"]


def test_every_page_is_valid_and_says_what_it_is_from_and_when_something_was_last_reported(
    site: Site,
) -> None:
    said = 0
    for url in all_kinds(site):
        html = site.page(url)
        if url.endswith(".xml"):
            continue
        html5lib.HTMLParser(strict=True).parse(html)
        last, until = site.pages[url].times
        assert ("Last reported:" in html) == bool(last), url
        assert ("this page next changes on" in html) == bool(until), url
        said += bool(last)
        file = site.pages[url].file
        assert not file or f"<code>{file}</code>" in html, url
    assert said
    assert "Data as of December 31, 2018" in site.page("index.html")


def test_headings_come_in_order(site: Site) -> None:
    for url in all_kinds(site):
        levels = [int(n) for n in re.findall(r"<h([1-6])", site.page(url))]
        steps = [b - a for a, b in itertools.pairwise(levels)]
        assert max(steps, default=0) <= 1, (url, levels)


def test_demonstration_data_is_called_so_on_every_page_and_only_there(site: Site) -> None:
    for url in all_kinds(site):
        assert "Demonstration data" in site.page(url, demo=True), url
        assert "Demonstration data" not in site.page(url, demo=False), url


def test_a_name_that_is_not_in_the_view_is_an_error(site: Site) -> None:
    with pytest.raises(UndefinedError, match="performance_target"):
        site.page(PROJECT, lambda view: view["project"].pop("performance_target"))


def test_a_key_of_a_view_comes_before_a_method_of_its_dict(site: Site) -> None:
    made = site.environments["en"].from_string("{{ row.items }}{{ row.get('x', 'none') }}")
    assert made.render(row={"items": "three"}) == "threenone"


def test_text_of_records_cannot_become_markup(site: Site) -> None:
    html = site.page(PROJECT, setting(project__title="<b>&路", project__task='"<script>'))
    assert "<b>&amp;路" not in html
    assert "&lt;b&gt;&amp;路" in html
    assert "<script>" not in html


def test_words_with_values_are_translated_and_escaped(site: Site) -> None:
    made = site.environments["en"].from_string(
        "{{ _('since %(date)s', date=x) }} {{ _('Home') }}"
        "{% trans n=2 %}{{ n }} project{% pluralize %}{{ n }} projects{% endtrans %}"
    )
    assert made.render(x="<1>") == "since &lt;1&gt; Home2 projects"
    chinese = site.environments["zh-Hans"]
    assert chinese.from_string("{{ 'overdue'|label('timeliness') }}").render() == "过期没完工"
    assert chinese.from_string("{{ _('vacant') }}").render() == "空缺"


def test_money_that_is_not_known_is_never_nothing(site: Site) -> None:
    html = site.page(PROJECT, setting(project__planned=None, project__paid=None))
    assert re.search(r"Money planned not stated .* ?Money paid not stated", words(html))
    assert "0.00" not in words(html).partition("Whom to call")[0]
    html = site.page(PROJECT, setting(project__paid=0))
    assert "Money paid CNY 0 under way" in words(html)


def test_a_sum_says_how_many_projects_it_leaves_out(site: Site) -> None:
    half = figures(projects=3, planned=125_000_000, planned_unknown=2, paid_unknown=3)
    text = words(site.page(VILLAGE, half))
    assert (
        "Money planned CNY 1.25 million CNY 1,250,000.00 amount not stated for 2 projects" in text
    )
    assert "Money paid not stated" in text


def test_a_number_leads_only_to_what_stands_on_the_page(site: Site) -> None:
    def beside(number: int) -> Change:
        def change(view: View) -> None:
            compared = view["compared"]
            compared["neighbours"] = compared["neighbours"][:1] * number
            compared["per_household"] = 100_00
            if number == 1:
                view["figures"].pop("paid", None)

        return change

    alone, among = (site.page(VILLAGE, beside(number)) for number in (1, 2))
    assert "Planned per household: CNY 100" in words(alone)
    assert "Planned per household: CNY 100" in words(among)
    for place in ("neighbours", "only-paid"):
        link = f'<a class="more way" href="#{place}">'
        assert link not in alone
        assert link in among


def test_a_village_without_projects_or_contacts_says_so(site: Site) -> None:
    def empty(view: View) -> None:
        view.update(figures={"units:village": 1}, projects=[], sheet=[], contacts=None)
        view["honours"] = []
        view["unit"]["phone"] = ""
        for each in view["crumbs"]:
            each["phone"] = ""

    html = site.page(VILLAGE, empty)
    text = words(html)
    assert "No projects stated; nothing at all since December 20, 2018" in text
    assert "Supervisor not stated" in text
    assert "Nothing is stated about supervisors" in text
    assert "Complaint lines 0854-0000000 12317 12345" in text
    assert "0.00" not in text


def test_lateness_is_said_in_words_and_told_apart(site: Site) -> None:
    late = figures(projects=9, time__overdue=2, time__not_started=1, time__finished_late=3)
    text = words(site.page(VILLAGE, late))
    assert "9 projects , 2 overdue , 1 not begun in time , 3 finished late" in text
    assert "none late" not in text
    text = words(site.page(VILLAGE, figures(projects=2, time__on_time=2)))
    assert "2 projects , none late" in text
    text = words(site.page(VILLAGE, figures(projects=2, time__unknown=2)))
    assert "none late" not in text
    assert "2 without the dates to tell if late" in text


def test_a_project_tells_plan_from_fact_and_what_is_overdue(site: Site) -> None:
    html = site.page(PROJECT, setting(project__timeliness="overdue"))
    assert '<strong class="alert">not finished in time</strong>' in html
    text = words(html)
    assert "to be finished by January 2019" in text
    assert "Start May 2018 May 8, 2018" in text
    assert "Finish January 2019 not finished" in text


def test_a_phone_is_a_link_only_when_it_can_be_called(site: Site) -> None:
    html = site.page(VILLAGE)
    assert '<a class="tel" href="tel:0854-0000111">0854-0000111</a>' in html
    assert '<span class="tel">100****0008</span>' in html
    assert "tel:100" not in html


@pytest.mark.parametrize(("language", "shown"), [("zh-Hans", "转8001"), ("en", "ext. 8001")])
def test_an_extension_is_shown_and_not_dialled(site: Site, language: str, shown: str) -> None:
    change = setting(project__phone="0854-0000111转8001")
    html = site.page(PROJECT, change, language=language)
    assert f'<a class="tel" href="tel:0854-0000111">0854-0000111</a> {shown}' in html
    assert "8001" not in "".join(re.findall(r'href="tel:([^"]*)"', html))


def test_a_vacant_post_and_a_silent_group_are_shown(site: Site) -> None:
    for url in (VILLAGE, DIRECTORY):
        text = words(site.page(url))
        assert re.search(r"一组 vacant liaison", text), url
        assert "二组 nothing stated about a supervisor or liaison" in text, url
    text = words(site.page("supervisors/jia/dong.html"))
    assert "1 post vacant" in text
    assert "1 group not stated" in text


def test_a_term_that_is_over_is_said_beside_the_name(site: Site) -> None:
    def over(view: View) -> None:
        view["contacts"]["posts"][0]["state"] = "over"

    assert "示例庚 term over" in words(site.page(VILLAGE, over))


def test_records_of_the_public_board_are_counted(site: Site) -> None:
    text = words(site.page("units/yi/xi/zhong.html"))
    assert "1 more record is shown only on the fixed public board." in text
    assert "中心社区帮扶台账" not in text


def test_an_honour_that_was_taken_back_is_not_shown_as_held(site: Site) -> None:
    text = words(site.page("commendations/2017-niandu.html"))
    assert "示例己 社区支部书记" in text
    assert "withdrawn November 5, 2018 申报材料不实" in text
    assert "notice ended, awaiting the decision" in words(site.page("units/yi/xi/zhong.html"))


def test_a_text_without_translation_is_marked_as_in_its_own_language(site: Site) -> None:
    english = site.page("complain.html")
    assert '<article lang="zh-Hans">' in english
    assert "not been translated" in english
    assert "<article>" in site.page("complain.html", language="zh-Hans")
    assert "What this site discloses" in site.page("about.html")


def test_links_work_from_any_depth_and_in_any_language(site: Site) -> None:
    html = site.page(PROJECT)
    assert 'href="../../../../../en/units/jia/dong/shang.html"' in html
    assert f'href="../../../../../{site.view["assets"]["style.css"]}"' in html
    assert 'src="../../../../../media/' in html
    assert 'hreflang="zh-Hans" lang="zh-Hans" rel="alternate">中文 (简体)</a>' in html


def test_absolute_addresses_stand_only_where_the_site_knows_its_own(site: Site) -> None:
    html = site.page(VILLAGE)
    address = f"https://example.org/shili/en/{VILLAGE}"
    assert f'<link rel="canonical" href="{address}">' in html
    assert f'<meta property="og:url" content="{address}">' in html
    html = site.page(VILLAGE, base_url="", feed="")
    assert "canonical" not in html
    assert "feed.xml" not in html


def test_the_policy_allows_no_script_and_a_preview_has_one(site: Site) -> None:
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in site.page(VILLAGE)
    preview = site.page(VILLAGE, preview=True)
    assert "Content-Security-Policy" not in preview
    assert 'livereload.js"></script>' in preview


def test_the_404_page_needs_no_other_file_and_its_style_is_allowed(site: Site) -> None:
    html = site.page("404.html", language="zh-Hans")
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in html
    addresses = re.findall(r' (?:href|src)="([^"]*)"', html)
    assert {each for each in addresses if not each.startswith(("tel:", "data:"))} == {
        "https://example.org/shili/index.html"
    }
    assert 'href="index.html"' in site.page("404.html", base_url="")


def test_a_feed_has_absolute_addresses_in_its_own_language(site: Site) -> None:
    feed = ET.fromstring(site.page("feed.xml"))  # noqa: S314 (made here)
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.findtext(f"{atom}id") == "tag:example.org,2018:en/feed"
    links = [entry.find(f"{atom}link") for entry in feed.findall(f"{atom}entry")]
    assert f"https://example.org/shili/en/{PROJECT}" in {
        link.get("href") for link in links if link is not None
    }
    assert feed.findtext(f"{atom}author/{atom}name") == "Disclosure site of an example"


def test_the_footer_shows_what_is_configured_and_nothing_else(site: Site) -> None:
    html = site.page("index.html")
    for shown in ("示例ICP备00000000号", "https://example.org/jiucuo", "mailto:jubao@example.org"):
        assert shown in html
    empty = dict.fromkeys(site.view["footer"])
    silent: View = {"local_phone": None, "national_lines": [], "email": None}
    html = site.page("index.html", footer=empty, complaints=silent)
    assert "How to complain" not in html
    assert "None" not in html
    assert 'class="filings"' not in html


def test_dates_are_shown_as_exactly_as_they_are_known(site: Site) -> None:
    made = site.environments["zh-Hans"].from_string("{{ day|date }}")
    shown = [made.render(day=day) for day in ("2018-03-01", "2018-03", "2018", "")]
    assert shown == ["2018年3月1日", "2018年3月", "2018年", ""]


def test_a_site_may_replace_one_template_and_keep_the_rest(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests/sites/whole", tmp_path, dirs_exist_ok=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/az.html").write_text(
        '{% extends "base.html" %}{% set title, description = "字母", "说明" %}'
        "{% block content %}<h1>{{ title }}</h1>{% endblock %}",
        encoding="utf-8",
    )
    (tmp_path / "views").mkdir()
    own = Site(tmp_path, tmp_path / "views")
    assert "<h1>字母</h1>" in own.page("az/index.html")
    assert "上村" in own.page(VILLAGE)


def test_a_village_page_and_its_style_are_small(site: Site) -> None:
    row = next(r for r in site.pages[VILLAGE].view["projects"] if r["percent"] == 80)

    def twenty(view: View) -> None:
        view["projects"] = [{**row, "id": f"{row['id']}-{n}"} for n in range(20)]

    html = site.page(VILLAGE, twenty).encode()
    style = (ROOT / "templates/assets/style.css").read_bytes()
    assert html.count(b"2018-gonglu-") == 20
    assert len(gzip.compress(html)) + len(gzip.compress(style)) <= 14_336


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/shili/units/jia/dong/shang.html",
        f"https://fupin.example.org/{'a-long-way/' * 12}index.html",
    ],
)
def test_the_qr_code_of_an_address_leads_there(url: str) -> None:
    drawn = str(template_filters.qr(url))
    wide = int(re.findall(r'viewBox="0 0 (\d+) ', drawn)[0])
    paper = Image.new("L", (wide * 4, wide * 4), "white")
    x = y = 0
    for right, down, run in re.findall(r"m(-?\d+) (\d+)h(\d+)", drawn):
        left, y = x + int(right), y + int(down)
        x = left + int(run)
        paper.paste("black", (left * 4, y * 4, x * 4, y * 4 + 4))
    assert [code.text for code in zxingcpp.read_barcodes(paper)] == [url]
