"""`portal diff`: what a change of records does, told against what git has."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from generator.build import change
from generator.commands import cli
from generator.commands.diff_verb import _escaped
from tests import sites
from tests.conftest import ROOT

PROJECT = "content/projects/jia/dong/shang/2018-gonglu.md"


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a repository whose folder `site` is the small whole site."""
    root = tmp_path_factory.mktemp("repository")
    sites.lay(root / "site")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "all")
    return root


@pytest.fixture(autouse=True)
def in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def site(committed: Path, tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    shutil.copytree(committed, root)
    return root / "site"


def diff(site: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str, str]:
    config = ("--config", str(site / "config.yaml"))
    code = cli.main(["diff", *config, "--as-of", "2018-12-31", "--jobs", "1", *more])
    said = capsys.readouterr()
    return code, said.out, said.err


def edit(site: Path, old: str, new: str, file: str = PROJECT) -> None:
    path = site / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_where_nothing_changed_it_says_so(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = diff(site, capsys)
    assert code == 0
    assert "新增0条记录，改动0条，撤下0条" in said
    assert "公开的内容没有变化。" in said


def test_it_tells_records_fields_and_what_becomes_of_the_sums(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(site, "amount: 37.5万元", "amount: 38万元")
    edit(site, "title: ", "title: 新")
    code, said, _ = diff(site, capsys, "--format", "json")
    found = json.loads(said)
    assert code == 0
    [changed] = found["changed"]
    assert changed["path"] == PROJECT[8:-3]
    assert {each["path"]: each["after"] for each in changed["fields"]} == {
        "payments.1.amount": "380000.00",
        "title": "新上村通组公路硬化",
    }
    paid = [(each["unit"], each["after"] - each["before"]) for each in found["sums"]]
    assert paid == [(unit, 500_000) for unit in ("shili", "jia", "jia/dong", "jia/dong/shang")]
    _, said, _ = diff(site, capsys)
    assert "示例州: 已付资金（元）" in said
    assert "(+5,000.00)" in said


def test_what_programs_read_is_what_is_written_of_it(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs/open-data.md").read_text("utf-8")
    _, _, part = page.partition("## What a change does")
    rows = [line.split("|")[1] for line in part.partition("## ")[0].splitlines() if "|" in line]
    written = {name for row in rows for name in re.findall("`([a-z_]+)`", row)}
    edit(site, "amount: 37.5万元", "amount: 38万元")
    found = json.loads(diff(site, capsys, "--format", "json")[1])
    assert found.keys() <= written
    assert {name for each in found["changed"] for name in each} <= {*written, "path", "title"}
    assert {*found["changed"][0]["fields"][0]} == {"path", "before", "after"}
    assert {*found["sums"][0]} == {"place", "unit", "name", "before", "after"}
    assert {each["name"] for each in found["sums"]} <= {"projects", "planned", "paid"}
    assert {each["name"].partition(":")[0] for each in found["duties"]} <= {
        *("kept", "missed", "unknown")
    }


def test_a_second_payment_that_is_like_the_first_is_told(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # others take the two for one, see findings/csv-diff-….sh
    entry = "  - date: 2018-08-20\n    amount: 400000.00\n"
    edit(site, entry, entry * 2)
    [changed] = json.loads(diff(site, capsys, "--format", "json")[1])["changed"]
    assert [(each["path"], each["before"], each["after"]) for each in changed["fields"]] == [
        ("payments.3.amount", None, "400000.00"),
        ("payments.3.date", None, "2018-08-20"),
    ]


def test_another_order_of_a_list_is_told_as_that(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (site / PROJECT).read_text("utf-8")
    [sources] = re.findall(r"(?m)^sources:\n((?:  .*\n)+)", text)
    entries = re.findall(r"  - .*\n(?:    .*\n)*", sources)
    edit(site, sources, "".join(reversed(entries)))
    [changed] = json.loads(diff(site, capsys, "--format", "json")[1])["changed"]
    assert changed == {"path": PROJECT[8:-3], "title": "上村通组公路硬化", "order": True}
    assert "只是先后次序不同" in diff(site, capsys)[1]


def test_a_record_that_moved_is_the_same_one_and_what_changed_in_it_is_told(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(site, "amount: 37.5万元", "amount: 38万元")
    edit(site, "title: ", "moved: [jia/dong/shang/2018-gonglu]\ntitle: ")
    (site / PROJECT).rename(site / PROJECT.replace("2018-gonglu", "2018-xinlu"))
    for other in (site / "content").rglob("*"):
        if other.is_file() and "xinlu" not in other.name:
            content = other.read_bytes()
            other.write_bytes(content.replace(b"shang/2018-gonglu", b"shang/2018-xinlu"))
    _, said, _ = diff(site, capsys, "--format", "json")
    found = json.loads(said)
    assert not [each for name in ("new", "withdrawn") for each in found[name]]
    [moved] = [each for each in found["changed"] if "moved" in each]
    assert moved["moved"] == PROJECT[8:-3]
    assert ("payments.1.amount", "380000.00") in [
        (each["path"], each["after"]) for each in moved["fields"]
    ]


def test_of_a_place_that_moved_all_beneath_it_moved() -> None:
    record = b'{"fields":{}}'
    before = change.State(
        {"units/jia/jiu": record, "exits/jia/jiu": record, "projects/jia/jiu/lu": record},
        {"jia/jiu": {"projects": 1}},
        {"jia/jiu": "旧"},
        0,
    )
    after = change.State(
        {"units/jia/xin": record, "exits/jia/xin": record, "projects/jia/xin/lu": record},
        {"jia/xin": {"projects": 2}},
        {"jia/xin": "新"},
        0,
        {"units/jia/xin": ["jia/jiu"]},
    )
    found = change.between(before, after)
    assert [(each.path, each.moved) for each in found.changed] == [
        (now, now.replace("xin", "jiu")) for now in sorted(after.records)
    ]
    assert (found.new, found.gone) == ([], [])
    assert [(each.unit, each.before, each.after) for each in found.figures] == [("jia/xin", 1, 2)]


def test_what_names_a_record_by_the_address_it_moved_to_did_not_change() -> None:
    def naming(project: str, found: str) -> bytes:
        return json.dumps({"fields": {"about": {"project": project}, "found": found}}).encode()

    before, after = (
        change.State(
            {
                f"units/{place}": b'{"fields":{}}',
                f"projects/{place}/lu": b'{"fields":{}}',
                "answers/yi/1": naming(f"{place}/lu", "同"),
                "answers/yi/2": naming(f"{place}/lu", place),
            },
            {},
            {},
            0,
            {"units/jia/xin": ["jia/jiu"]},
        )
        for place in ("jia/jiu", "jia/xin")
    )
    found = change.between(before, after)
    told = {each.path: [one.path for one in each.fields] for each in found.changed}
    assert told == {"projects/jia/xin/lu": [], "units/jia/xin": [], "answers/yi/2": ["found"]}


def test_in_markdown_nothing_of_a_record_is_taken_for_marks(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(site, "title: ", "title: 路*灯*<b>")
    code, said, _ = diff(site, capsys, "--format", "markdown")
    assert code == 0
    assert said.startswith("## ")
    assert r"路\*灯\*\<b\>" in said


def test_a_record_without_a_name_is_called_by_its_place_and_what_it_is(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(site, "person: ", "person: 新", "content/supervisors/jia/dong/shang.yaml")
    (site / "content/teams/jia/dong/shang.yaml").unlink()
    _, said, _ = diff(site, capsys)
    assert "  上村的监督员、联络员 (supervisors/jia/dong/shang)" in said
    assert re.search(r"  上村的.+ \d{4}-\d\d-\d\d \(teams/jia/dong/shang\)", said), said
    _, made, _ = diff(site, capsys, "--format", "json")
    assert json.loads(made)["changed"][0]["title"] == "jia/dong/shang", "as programs have it"


@pytest.mark.parametrize(
    "title",
    [
        "3. 路",
        "- 路",
        "= 路",
        "--- 路",
        "路 *粗* <b>x</b> `k` [a](b) ![a](b) ~~x~~ | $x$ &lt; \\",
        "12. ",
        "见https://a.example/lu_yi_er?a=1&b=*2*#z，再议",
        "#12 号泵站，@zhangsan 负责，邮箱 a@b.example",
    ],
)
def test_in_markdown_a_text_reads_as_it_is(title: str) -> None:
    """As CommonMark and, behind it, a forge read it: names and numbers call and link nothing."""
    shown = str(MarkdownIt().enable("table").render(f"- {_escaped(title)}\n"))
    plain = html.unescape(re.sub(r"</?(?:ul|li|a)\b[^>]*>", "", shown)).strip()
    assert plain.replace("\u2060", "") == title.strip()
    assert shown.count("<li>") == 1
    addresses = re.findall(r"https?://[!-~]+", title)
    assert re.findall('href="(.*?)"', shown) == [html.escape(each) for each in addresses]
    assert not re.search("[#@][0-9A-Za-z]", re.sub("<a .*?</a>", "", shown))


def test_a_number_that_no_page_shows_is_not_told(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(site, "title: ", "phone: '13812345678'\ntitle: 新") if "phone:" not in (
        site / PROJECT
    ).read_text("utf-8") else edit(site, "title: ", "title: 新")
    _, said, _ = diff(site, capsys)
    assert "13812345678" not in said


def test_values_are_told_as_people_know_them_and_to_the_fen(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for old, new in (
        ("urgency: 急", "urgency: 重"),
        ("category: infrastructure", "category: water"),
        ("amount: 400000.00", "amount: 400000.01"),
        ("percent: 80", "percent: 90"),
        ("pooled: yes", "pooled: no"),
        ("task: 硬化路面2公里，宽4.5米", "task: |\n  第一行\n  第二行" + "长" * 400),
    ):
        edit(site, old, new)
    _, said, _ = diff(site, capsys)
    lines = {line.strip() for line in said.splitlines()}
    assert {
        "轻重缓急：急办 → 要紧",
        "项目类别：基础设施 → 饮水",
        "付款 2 · 金额：400,000.00元 → 400,000.01元",
        "进度记录 2 · 完成了百分之几：80% → 90%",
        "资金来源 1 · 是不是统筹整合资金：是 → 否",
    } <= lines
    [task] = [line for line in lines if line.startswith("建设任务和规模：")]
    assert "→ 第一行 第二行长" in task
    assert task.endswith("…")


def test_no_number_of_a_person_is_told_though_it_stood_there(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    consent = "phone: 13912345678\nphone_consent:\n  date: 2018-01-01\n  scope: 网站"
    edit(site, "phone: 100****0004", consent)
    edit(site, "task: 硬化路面2公里", "task: 打13987654321，硬化路面2公里")
    edit(site, "title: ", "title: 13812345678")
    git(site, "commit", "-qam", "private")
    edit(site, consent, "phone: 139****5678")
    edit(site, "打13987654321，硬化", "硬化")
    edit(site, "title: 13812345678", "title: ")
    for form in ("text", "json", "markdown"):
        _, said, _ = diff(site, capsys, "--format", form)
        said = said.replace("\\", "")
        assert "139****4321" in said
        for number in ("13912345678", "13987654321", "13812345678"):
            assert number not in said, form
    assert '"phone"' not in diff(site, capsys, "--format", "json")[1], "masked it is the same"


def test_a_record_that_cannot_be_read_is_neither_new_nor_withdrawn(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(site, "budget: 125万元", "budget: 125万园")
    code, said, _ = diff(site, capsys, "--format", "json")
    found = json.loads(said)
    assert code == 0
    assert not any(found[name] for name in ("new", "changed", "withdrawn", "unreadable_before"))
    assert [each["path"] for each in found["unreadable_now"]] == [PROJECT[8:-3]]
    _, said, _ = diff(site, capsys)
    assert "新增0条记录，改动0条，撤下0条" in said
    assert "现在有错误读不了（请运行 portal check）\n  上村通组公路硬化" in said
    git(site, "commit", "-qam", "broken")
    edit(site, "budget: 125万园", "budget: 125万元")
    found = json.loads(diff(site, capsys, "--format", "json")[1])
    assert not any(found[name] for name in ("new", "changed", "withdrawn", "unreadable_now"))
    assert [each["title"] for each in found["unreadable_before"]] == ["上村通组公路硬化"]


def test_folders_that_were_called_otherwise_before_are_found_there(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "content").rename(site / "档 案")
    edit(site, "title:", "content: 档 案\ntitle:", "config.yaml")
    assert "公开的内容没有变化。" in diff(site, capsys)[1]
    git(site, "add", "-A")
    git(site, "commit", "-qm", "renamed")
    assert "公开的内容没有变化。" in diff(site, capsys, "HEAD")[1]
    assert "公开的内容没有变化。" in diff(site, capsys, "HEAD~1")[1]
    site.rename(site.parent / "网 站")
    assert "这里还没有config.yaml，全部算新的" in diff(site.parent / "网 站", capsys)[1]


def test_of_a_site_that_was_begun_since_all_is_new(
    site: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    root = tmp_path / "other"
    root.mkdir()
    (root / "README.md").write_text("here will be a site", "utf-8")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "before")
    shutil.copytree(site, root / "site")
    code, out, _ = diff(root / "site", capsys)
    assert (code, "这里还没有config.yaml，全部算新的" in out) == (0, True)
    assert re.search("新增[1-9][0-9]*条", out.splitlines()[0]), out
    assert "甲县: 做到了：按时开会（2018年） 0 → 2 (+2)" in out
    assert not re.search("[a-z]+:[0-9]{4}", out)
    found = json.loads(diff(root / "site", capsys, "--format", "json")[1])
    assert (found["not_there_before"], found["withdrawn"]) == ("config.yaml", [])
    assert found["sums"]
    assert {each["before"] for each in found["sums"]} == {0}
    git(root, "add", "site/config.yaml")
    git(root, "commit", "-qm", "the settings alone")
    assert "这里还没有content，全部算新的" in diff(root / "site", capsys)[1]


def test_a_state_that_cannot_be_compared_is_a_sentence(
    site: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    git(site, "commit", "-qm", "nothing", "--allow-empty")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{site.parent}", str(shallow))
    assert diff(shallow / "site", capsys)[0] == 0
    code, _, said = diff(shallow / "site", capsys, "HEAD~1")
    assert (code, "只有最近的几个版本" in said, "fetch-depth: 0" in said) == (2, True, True)
    edit(site, "title:", "titel:", "config.yaml")
    git(site, "commit", "-qam", "broken settings")
    edit(site, "titel:", "title:", "config.yaml")
    code, out, said = diff(site, capsys)
    assert (code, "config.yaml 有错误，没法比较" in out, "新增" in out) == (0, True, False), said
    found = json.loads(diff(site, capsys, "--format", "json")[1])
    assert (found["unreadable_settings"], found["new"]) == ("config.yaml", [])
    (site / "content").rename(site.parent / "elsewhere")
    (site / "content").symlink_to(site.parent / "elsewhere")
    git(site, "add", "-A")
    git(site, "commit", "-qm", "a link")
    code, out, said = diff(site, capsys)
    assert (code, out, "content 是链接" in said) == (2, "", True)
    empty = sites.lay(tmp_path / "empty")
    git(empty, "init", "-q")
    code, _, said = diff(empty, capsys)
    assert (code, "还没有提交过任何版本" in said) == (2, True)


def test_a_state_that_git_does_not_know_is_a_sentence(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, said = diff(site, capsys, "nowhere")
    assert code == 2
    assert "git 在这里不认识“nowhere”这个版本。" in said
    code, _, said = diff(site, capsys, "--", "--output=x")
    assert code == 2
    assert not (site / "x").exists()
    for rev in ("HEAD..main", "HEAD...main"):
        code, _, said = diff(site, capsys, rev)
        assert (code, "只写前面那个（“HEAD”）" in said) == (2, True), said


def test_a_state_is_found_by_every_name_that_git_has_for_one(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(site, "tag", "-am", "as it was", "2018年上半年")
    edit(site, "示例丁", "示例戊")
    git(site, "commit", "-qam", "增加预算 (1)")
    for rev in (":/all", "HEAD^{/al+}", "@~", "2018年上半年", "2018年上半年^{commit}"):
        code, said, _ = diff(site, capsys, rev)
        assert code == 0, rev
        assert "示例丁 → 示例戊" in said, rev
    for rev in (
        ":/增加",
        ":/[(]1[)]",
        "HEAD:site",
        "HEAD:site/config.yaml",
        ":/没有这句话",
        "^HEAD",
    ):
        code, said, _ = diff(site, capsys, rev)
        known = rev.startswith((":/增", ":/["))
        assert (code, "公开的内容没有变化" in said) == ((0, True) if known else (2, False)), rev


def test_what_the_public_sees_and_no_record_says_is_told_by_name(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An attachment that is swapped, a setting, words of one's own: pages are not as they were."""
    edit(site, "demo: yes", "demo: no  # 不再是演示", "config.yaml")
    edit(site, "icp: 示例ICP备00000000号", "icp: 示例ICP备00000001号", "config.yaml")
    git(site, "commit", "-qam", "settings")
    assert "公开的内容没有变化。" in diff(site, capsys)[1]
    said = diff(site, capsys, "HEAD~")[1]
    assert "公开的内容没有变化。" not in said
    assert "设置改了，网页会跟着变：demo、footer。" in said
    (site / "content/documents/2016-yijian.pdf").write_bytes(b"%PDF-1.4 other")
    (site / "content/projects/jia/dong/shang/luji.png").rename(site / "content/lu 1.png")
    (site / "templates").mkdir()
    (site / "templates/unit.html").write_text("{% extends 'shipped/unit.html' %}", "utf-8")
    (site / "README.md").write_text("said of the repository", "utf-8")
    (site / "content/~$2018.xlsx").write_bytes(b"")
    found = json.loads(diff(site, capsys, "--format", "json")[1])
    assert "settings" not in found
    assert found["files"] == [
        "content/documents/2016-yijian.pdf",
        "content/lu 1.png",
        "content/projects/jia/dong/shang/luji.png",
        "templates/unit.html",
    ]
    said = diff(site, capsys, "--format", "markdown")[1]
    assert (
        "### 档案以外的文件：照片、附件、模板、用词\n- content/documents/2016-yijian.pdf\n" in said
    )


@pytest.mark.parametrize(
    "attribute",
    ["content/projects export-ignore", "*.md working-tree-encoding=GBK", "*.yaml eol=crlf"],
)
def test_attributes_of_git_take_no_record_from_a_state(
    site: Path, capsys: pytest.CaptureFixture[str], attribute: str
) -> None:
    (site / ".gitattributes").write_text(f"{attribute}\n", "utf-8")
    git(site, "add", ".gitattributes")
    git(site, "commit", "-qm", "attributes")
    edit(site, "示例丁", "示例戊")
    found = json.loads(diff(site, capsys, "--format", "json")[1])
    assert (found["errors"], found["new"], len(found["changed"])) == (
        {"before": 0, "after": 0},
        [],
        1,
    )


def test_outside_of_a_repository_it_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    code, _, said = diff(sites.lay(tmp_path / "alone"), capsys)
    assert code == 2
    assert "不在 git 仓库里" in said


def test_without_git_it_is_a_sentence(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(site))
    code, _, said = diff(site, capsys)
    assert code == 2
    assert "这台机器没有装 git" in said
