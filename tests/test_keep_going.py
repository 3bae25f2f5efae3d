"""A build that goes on: a place with errors stays as it was last good, and pages say so."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.build import build, keep_going, last_good, parts
from generator.build.parts import Share
from generator.build.report import Report
from generator.commands import cli, verbs
from generator.records import batches
from tests import records, sites
from tests.benchmarks import nation
from tests.conftest import AS_OF, ROOT, files, load

PLACES = {
    "shi": ("province", "示例省"),
    "shi/ya": ("prefecture", "雅州"),
    "shi/ya/anxian": ("county", "安县"),
    "shi/ya/anxian/zhen": ("town", "安镇"),
    "shi/ya/anxian/zhen/cun": ("village", "安村"),
    "shi/ya/boxian": ("county", "博县"),
    "shi/ya/boxian/zhen": ("town", "博镇"),
    "shi/ya/boxian/zhen/cun": ("village", "博村"),
    "shi/yi": ("prefecture", "宜州"),
    "shi/yi/caixian": ("county", "蔡县"),
    "shi/yi/caixian/zhen": ("town", "蔡镇"),
    "shi/yi/caixian/zhen/cun": ("village", "蔡村"),
}
AN, BO, CAI = "shi/ya/anxian", "shi/ya/boxian", "shi/yi/caixian"
LATER = AS_OF + timedelta(days=3)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a province of three counties, published once; no test changes it."""
    site = tmp_path_factory.mktemp("published") / "province"
    nation.write(site, PLACES, 2)
    text = (site / "config.yaml").read_text("utf-8").replace("workbooks: yes", "workbooks: no")
    (site / "config.yaml").write_text(text, "utf-8")
    assert build.build(load(site), AS_OF).published
    return site


@pytest.fixture
def root(province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the province to be changed; its files are known by their times."""
    monkeypatch.setattr(batches, "SETTLED", 0)
    site = tmp_path / "province"
    shutil.copytree(province, site)
    report = build.build(load(site), AS_OF)  # which learns what the system says of the copies
    assert report.published
    assert report.published.written == 0
    return site


def project(root: Path, county: str, number: int = 0) -> Path:
    """Return the file of a project in the village of a county."""
    return sorted((root / "content/projects" / county / "zhen/cun").glob("*.md"))[number]


def change(file: Path, pattern: str, by: str) -> None:
    """Write a file anew with something else in it."""
    text = file.read_text("utf-8")
    changed = re.sub(pattern, by, text, count=1, flags=re.MULTILINE)
    assert changed != text
    file.write_text(changed, "utf-8")


def hurt(root: Path, county: str, number: int = 0) -> Path:
    """Put an error into a project of a county; return its file."""
    file = project(root, county, number)
    change(file, "^stage:.*$", "stage: nothing")
    return file


def renamed(root: Path, county: str, name: str = "新修的路") -> None:
    """Give a project of a county another title."""
    change(project(root, county, 1), "^title:.*$", f"title: {name}")


def going(root: Path, day: date = AS_OF, site: Path | None = None) -> Report:
    return build.build(load(root), day, site=site, keeps_going=True)


def unsaid(found: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files of a site without what pages and data say of places as they were.

    Nor when they change next, which those pages do not say.
    """
    made = {}
    for url, content in found.items():
        text = re.sub(rb'<aside class="demo">\n<p>.*?</aside>\n', b"", content, flags=re.DOTALL)
        text = re.sub("> [^\n]*的记录有错误[^\n]*\n\n".encode(), b"", text)
        text = re.sub("- [^\n]*的记录有错误[^\n]*\n".encode(), b"", text)
        next_ = "没有新填报的话，这一页[^<]*".encode()
        text = re.sub(b'<p class="asof">%b</p>\n' % next_, b"", text)
        text = re.sub(" · ".encode() + next_, b"", text)
        made[url] = re.sub(rb', "earlier": \[.*?\]', b"", text)
    del made["SHA256SUMS"]
    return made


def copied(root: Path, *parts_: str) -> Callable[[], None]:
    """Keep some folders of records; return what puts them back."""
    kept = root.with_name("kept")
    for each in parts_:
        shutil.copytree(root / "content" / each, kept / each)

    def put_back() -> None:
        for each in parts_:
            shutil.rmtree(root / "content" / each)
            shutil.copytree(kept / each, root / "content" / each)

    return put_back


def of(report: Report) -> list[tuple[str, str, int, bool]]:
    return [(each.place, each.day, each.errors, each.follows) for each in report.earlier]


def test_a_county_with_errors_stays_as_it_was_and_all_else_is_made(root: Path) -> None:
    put_back = copied(root, f"projects/{BO}")
    file = hurt(root, BO)
    renamed(root, BO, "不该出现的路")
    renamed(root, AN)
    refused = build.build(load(root), AS_OF)
    assert (refused.published, refused.earlier, refused.hindered) == (None, (), ())
    report = going(root)
    assert report.published
    assert report.hindered == ()
    assert of(report) == [(BO, "2018-12-31", 1, False)]
    assert report.problems == refused.problems
    assert [each.place.file for each in report.problems] == [file.relative_to(root).as_posix()]
    made = files(root / "site")
    put_back()
    assert build.build(load(root), AS_OF, site=root / "otherwise").published
    assert unsaid(made) == unsaid(files(root / "otherwise"))


def test_pages_of_the_county_and_above_it_say_so_and_no_others(root: Path) -> None:
    hurt(root, BO)
    assert going(root, LATER).published
    site, said = root / "site", "博县的记录有错误，这里的是2018年12月31日的。"
    telling = {
        path.relative_to(site).as_posix()
        for path in site.rglob("*.html")
        if said in path.read_text("utf-8")
    }
    assert {"index.html", "sitemap.html", "data/index.html", "lists/projects/late.html"} <= telling
    assert {f"units/{each}.html" for each in ("shi", "shi/ya", BO, f"{BO}/zhen/cun")} <= telling
    assert {f"compliance/{each}.html" for each in ("shi", "shi/ya", BO)} <= telling
    own = {url for url in telling if url.startswith(f"projects/{BO}/")}
    assert len(own) == 2
    for url in telling:  # of a place as it was no one can tell when it changes next
        assert "没有新填报的话" not in (site / url).read_text("utf-8"), url
    others = [url for url in telling if "anxian" in url or "/yi" in url]
    assert others == []
    assert telling.isdisjoint({"404.html", "data/shi/index.html"})
    for path in (f"units/{BO}/zhen/cun.md", "units/shi.md", "llms.txt"):
        assert "博县的记录有错误" in (site / path).read_text("utf-8"), path
    earlier = [{"id": BO, "name": "博县", "day": "2018-12-31"}]
    assert json.loads((site / "data/index.json").read_bytes())["earlier"] == earlier
    assert json.loads((site / f"data/{BO}/index.json").read_bytes())["earlier"] == earlier
    for other in ("shi/ya", "shi/yi"):  # of which files have their own records alone
        assert "earlier" not in json.loads((site / f"data/{other}/index.json").read_bytes())


def test_days_go_on_for_others_and_not_for_a_county_as_it_was(root: Path) -> None:
    """A village that reports nothing for 180 days is stale: what was left out may have reported."""
    long = AS_OF + timedelta(days=400)
    assert build.build(load(root), long, site=root / "otherwise").published
    before, without = unsaid(files(root / "site")), unsaid(files(root / "otherwise"))
    hurt(root, AN)
    assert going(root, long).earlier
    after = unsaid(files(root / "site"))
    url, other = (f"compliance/{county}/zhen/cun.html" for county in (AN, BO))
    assert before[url] != without[url]
    assert after[url] == before[url]
    assert after[other] == without[other]


def test_what_is_mended_is_shown_and_nothing_is_said_any_more(root: Path) -> None:
    text = project(root, BO).read_text("utf-8")
    file = hurt(root, BO)
    assert going(root).earlier
    file.write_text(text, "utf-8")
    renamed(root, BO)
    report = going(root)
    assert (report.problems, report.earlier) == ([], ())
    assert build.build(load(root), AS_OF, site=root / "otherwise").published
    assert files(root / "site") == files(root / "otherwise")


def test_a_county_that_stays_broken_stays_as_it_was_before(root: Path) -> None:
    hurt(root, BO)
    assert of(going(root, LATER)) == [(BO, "2018-12-31", 1, False)]
    renamed(root, AN)
    hurt(root, BO, 1)
    days = LATER + timedelta(days=1)
    assert of(going(root, days)) == [(BO, "2018-12-31", 2, False)]
    made = files(root / "site")
    assert of(build.build(load(root), days, full=True, keeps_going=True)) == [
        (BO, "2018-12-31", 2, False)
    ]
    assert files(root / "site") == made


def test_a_county_is_kept_as_of_the_last_day_on_which_it_was_good(root: Path) -> None:
    assert build.build(load(root), LATER).published
    hurt(root, BO)
    assert of(going(root, LATER + timedelta(days=2))) == [(BO, LATER.isoformat(), 1, False)]


def test_two_counties_may_be_broken(root: Path) -> None:
    hurt(root, BO)
    hurt(root, CAI)
    report = going(root)
    assert [each.place for each in report.earlier] == [BO, CAI]
    page = (root / "site/index.html").read_text("utf-8")
    assert page.count("的记录有错误") == 2
    assert "博县的记录有错误" in page
    assert "蔡县的记录有错误" in page


def test_the_same_again_makes_nothing_and_says_it_again(root: Path) -> None:
    hurt(root, BO)
    first = going(root)
    again = going(root)
    assert again.published
    assert (again.published.written, again.published.removed) == (0, 0)
    assert (again.earlier, again.problems) == (first.earlier, first.problems)
    before = files(root / "site")
    assert build.build(load(root), AS_OF).published is None  # who does not go on is refused
    assert files(root / "site") == before


def test_no_build_goes_on_over_what_is_common(root: Path) -> None:
    hurt(root, BO)
    before = files(root / "site")
    for name in ("units/shi/ya.yaml", "units/shi.yaml"):
        file = root / "content" / name
        text = file.read_text("utf-8")
        change(file, "^level:.*$", "level: nothing")
        report = going(root)
        assert report.published is None
        [(message, values)] = report.hindered
        assert (message, dict(values)["file"].partition(":")[0]) == (
            keep_going.COMMON,
            f"content/{name}",
        )
        assert {each.place.file for each in report.problems} == {
            f"content/{name}",
            project(root, BO).relative_to(root).as_posix(),
        }
        file.write_text(text, "utf-8")
    assert files(root / "site") == before


def test_nothing_is_kept_before_the_first_build_that_is_good(root: Path, tmp_path: Path) -> None:
    hurt(root, BO)
    report = going(root, site=tmp_path / "never")
    assert (report.published, report.hindered) == (None, ((last_good.NONE, (("place", "博县"),)),))
    change(root / "config.yaml", "days: 180", "days: 181")
    report = going(root)
    assert (report.published, report.hindered) == (None, ((last_good.OTHER, (("place", "博县"),)),))


def test_who_names_what_is_not_there_yet_stays_as_it_was_too(root: Path) -> None:
    unit = root / "content/units" / BO / "zhen/xin.yaml"
    unit.write_text("name: 新村\nshort_name: 新村\nlevel: village\nkind: workstation\n", "utf-8")
    change(project(root, AN), "\\Z", f"\n[新村](/units/{BO}/zhen/xin.yaml)\n")
    assert build.build(load(root), AS_OF, site=root / "otherwise").published
    hurt(root, BO)
    report = going(root)
    assert of(report) == [(AN, "2018-12-31", 1, True), (BO, "2018-12-31", 1, False)]
    assert "新村" not in (root / "site" / f"units/{BO}/zhen.html").read_text("utf-8")


def test_what_stood_there_and_does_not_fit_any_more_is_refused(root: Path) -> None:
    link = f"\n[安县](/units/{AN}/zhen/cun.yaml)\n"
    change(project(root, BO), "\\Z", link)
    assert build.build(load(root), AS_OF).published
    change(project(root, BO), re.escape(link), "\n")
    hurt(root, BO)
    shutil.rmtree(root / "content/projects" / AN)
    (root / "content/units" / AN / "zhen/cun.yaml").unlink()
    report = going(root)
    assert report.published is None
    [(message, values)] = report.hindered
    assert (message, dict(values)["place"]) == (keep_going.APART, "博县")


def test_files_that_came_and_went_are_as_they_were(root: Path) -> None:
    put_back = copied(root, f"projects/{BO}", f"units/{BO}")
    hurt(root, BO)
    project(root, BO, 1).unlink()
    (root / "content/units" / BO / "zhen/cun.yaml").unlink()
    (root / "content/projects" / BO / "zhen/cun" / "坏 名.md").write_text("title: x\n", "utf-8")
    report = going(root)
    assert [each.place for each in report.earlier] == [BO]
    made = files(root / "site")
    put_back()
    assert build.build(load(root), AS_OF, site=root / "otherwise").published
    assert unsaid(made) == unsaid(files(root / "otherwise"))


def test_parts_and_a_join_make_the_same_bytes(root: Path) -> None:
    shutil.copytree(root, root.with_name("other"))
    other = root.with_name("other")
    for each in (root, other):
        hurt(each, BO)
        renamed(each, AN)
    assert going(root).published
    told = []
    for number in (1, 2, 1):
        share = Share(number, 2)
        told.append(parts.make(load(other), AS_OF, share, tell=build.quiet, keeps_going=True))
    assert [each.place for each in told[-1].earlier] == [BO]
    assert told[-1].pages is not None
    joined = build.build(load(other), AS_OF, joins=True, keeps_going=True)
    assert joined.earlier == told[-1].earlier
    assert files(other / "site") == files(root / "site")


def test_the_command_says_it_in_plain_words_and_ends_otherwise(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    common = ["--config", str(root / "config.yaml"), "--as-of", "2019-01-03", "--jobs", "1"]
    hurt(root, BO)
    hurt(root, BO, 1)
    assert cli.main(["build", *common]) == verbs.PROBLEMS
    capsys.readouterr()
    assert cli.main(["build", *common, "--keep-going", "--format", "json"]) == verbs.KEPT
    said = capsys.readouterr()
    assert "博县的记录有2个错误，网站上它仍是2018-12-31的。" in said.err
    found = json.loads(said.out)
    assert found["kept"] == [
        {"place": BO, "name": "博县", "day": "2018-12-31", "errors": 2, "follows": False}
    ]
    assert len(found["problems"]) == 2
    change(root / "content/units/shi.yaml", "^level:.*$", "level: nothing")
    assert cli.main(["build", *common, "--keep-going"]) == verbs.PROBLEMS
    assert "--keep-going 这次帮不上：content/units/shi.yaml" in capsys.readouterr().err


def test_in_a_prefecture_a_town_stays_as_it_was(tmp_path: Path) -> None:
    site = tmp_path / "prefecture"
    places = {
        ident.removeprefix("shi/ya/"): each for ident, each in PLACES.items() if "/yi" not in ident
    }
    del places["shi"], places["shi/ya"]
    places["anxian/xiang"] = ("town", "安乡")
    nation.write(site, {"ya": ("prefecture", "雅州"), **places}, 1)
    assert build.build(load(site), AS_OF).published
    hurt(site, "anxian")
    report = going(site)
    assert of(report) == [("anxian/zhen", "2018-12-31", 1, False)]
    made = {path: (site / "site/units" / f"{path}.html").read_text("utf-8") for path in places}
    telling = {path for path, text in made.items() if "安镇的记录有错误" in text}
    assert telling == {"anxian", "anxian/zhen", "anxian/zhen/cun"}
    change(site / "content/units/anxian.yaml", "^level:.*$", "level: nothing")
    assert going(site).hindered  # a county is above towns there


def test_a_picture_that_was_replaced_stays_as_it_was_as_long_as_it_is_in_the_site(
    root: Path,
) -> None:
    place = project(root, BO).parent
    (place / "lu.jpg").write_bytes(records.jpeg())
    change(project(root, BO), "\\Z", "\n![路](lu.jpg)\n")
    assert build.build(load(root), AS_OF).published
    before = sorted((root / "site/media").iterdir())
    assert before
    (place / "lu.jpg").write_bytes(b"no picture")
    assert [each.place for each in going(root).earlier] == [BO]
    assert sorted((root / "site/media").iterdir()) == before
    report = build.build(load(root), AS_OF, full=True, keeps_going=True)
    assert [message for message, _ in report.hindered] == [keep_going.PICTURE]


def test_the_log_takes_nothing_of_a_place_that_stays_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(root.with_name("home")))
    with (root / "config.yaml").open("a", encoding="utf-8") as settings:
        settings.write("log:\n  name: example.org/shi\n")
    common = ["--config", str(root / "config.yaml")]
    assert cli.main(["key", "new", *common]) == 0
    assert cli.main(["log", "new", *common]) == 0
    assert build.build(load(root), AS_OF).log
    hurt(root, BO)
    renamed(root, BO)
    renamed(root, AN)
    report = going(root)
    assert report.log
    assert report.log.more == 1  # what was changed in the other county


def test_what_was_changed_of_a_place_is_told_as_of_then(root: Path) -> None:
    text = (root / "config.yaml").read_text("utf-8") + "history: {shown: yes}\n"
    (root / "config.yaml").write_text(text, "utf-8")
    sites.git(root, "init", "-q", "-b", "main")
    (root / ".gitignore").write_text("site\n.portal\n", "utf-8")
    sites.commit(root, "2018-06-01")
    renamed(root, BO, "修好的路")
    renamed(root, AN, "修好的路")
    sites.commit(root, "2018-07-01")
    assert build.build(load(root), AS_OF).published
    page = project(root, BO, 1).relative_to(root / "content").with_suffix(".html")
    before = unsaid(files(root / "site"))
    assert "修好的路".encode() in before[page.as_posix()]
    renamed(root, BO, "不该出现的路")
    hurt(root, BO)
    sites.commit(root, "2018-08-01")
    assert going(root).earlier
    after = unsaid(files(root / "site"))
    assert {url for url in before if before[url] != after.get(url)} == set()


FAULTS = {
    "P610": "<p>13912345678</p>",
    "P705": '<a href="nowhere.html">x</a>',
    "P805": "{{ 1 // (project.year - project.year) }}",
}
"""What a site's own template may have that is seen only when pages are made."""


def numbered(root: Path, word: str, fault: str = FAULTS["P610"]) -> None:
    """Have the site's own template put a fault into pages of projects with a word."""
    text = (ROOT / "templates/project.html").read_text("utf-8")
    said = f"{{% if '{word}' in project.title %}}{fault}{{% endif %}}"
    (root / "templates").mkdir(exist_ok=True)
    before = "<h1{% if project.title"
    assert before in text
    (root / "templates/project.html").write_text(text.replace(before, said + before), "utf-8")


@pytest.fixture
def telling(root: Path) -> Path:
    """Give the province once more, with a template that has a fault where a title says 新修."""
    numbered(root, "新修")
    assert build.build(load(root), AS_OF).published
    return root


@pytest.mark.parametrize("code", [*FAULTS])
def test_a_county_whose_pages_cannot_be_made_stays_as_it_was(telling: Path, code: str) -> None:
    numbered(telling, "新修", FAULTS[code])
    assert build.build(load(telling), AS_OF).published
    put_back = copied(telling, f"projects/{BO}")
    renamed(telling, BO)
    renamed(telling, AN, "另一条路")
    refused = build.build(load(telling), AS_OF)
    assert {each.code for each in refused.problems} == {code}
    report = going(telling)
    assert report.published
    assert of(report) == [(BO, "2018-12-31", len(refused.problems), False)]
    assert report.problems == refused.problems
    made = files(telling / "site")
    assert not [url for url, content in made.items() if "新修的路".encode() in content]
    put_back()
    assert build.build(load(telling), AS_OF, site=telling / "otherwise").published
    assert unsaid(made) == unsaid(files(telling / "otherwise"))


def test_records_and_pages_may_have_errors_at_once(telling: Path) -> None:
    hurt(telling, BO)
    renamed(telling, AN)
    report = going(telling)
    assert [each[0] for each in of(report)] == [AN, BO]
    again = going(telling)
    assert again.published
    assert (again.published.written, of(again)) == (0, of(report))


def test_a_fault_of_the_pages_of_every_place_is_refused(root: Path) -> None:
    numbered(root, "")
    before = files(root / "site")
    report = going(root)
    assert report.published is None
    assert [message for message, _ in report.hindered] == [keep_going.EVERY]
    assert files(root / "site") == before


def test_a_fault_that_a_place_had_before_is_refused(root: Path) -> None:
    renamed(root, BO)
    assert build.build(load(root), AS_OF).published
    numbered(root, "新修")
    report = going(root)
    assert report.published is None
    [(message, values)] = report.hindered
    assert (message, dict(values)["place"]) == (keep_going.AGAIN, "博县")


def test_a_fault_of_pages_of_no_one_place_is_refused(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates/404.html").write_text('<html><p>139{{ "1234" }}5678</p></html>', "utf-8")
    report = going(root)
    assert [message for message, _ in report.hindered] == [keep_going.PAGES]


@pytest.mark.parametrize("jobs", [1, 2])
def test_pages_are_made_again_by_others_and_from_what_is_there(telling: Path, jobs: int) -> None:
    assert build.build(load(telling), AS_OF, site=telling / "alone").published
    renamed(telling, BO)
    assert going(telling, LATER, telling / "alone").published
    shutil.copytree(telling, telling.with_name("other"))
    other = telling.with_name("other")
    config = load(other)
    for number in (1, 2, 1):
        report = parts.make(
            config, LATER, Share(number, 2), tell=build.quiet, keeps_going=True, jobs=jobs
        )
        assert report.hindered == ()
    joined = build.build(config, LATER, joins=True, keeps_going=True, jobs=jobs)
    assert of(joined) == [(BO, "2018-12-31", 1, False)]
    assert files(other / "site") == files(telling / "alone")


def test_pages_of_a_place_that_was_never_good_are_refused(telling: Path) -> None:
    renamed(telling, BO)
    report = going(telling, site=telling / "alone")
    assert report.published is None
    assert [message for message, _ in report.hindered] == [last_good.NONE]
