"""`portal publish` as a person or cron meets it: words, exit codes, and what stays untouched."""

import errno
import re
import shutil
from itertools import chain
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from filelock import FileLock

from generator.base import disk_files
from generator.build import half_published, publish, publish_plan, sums_file
from generator.build.folder_target import Folder
from generator.build.site_writer import Output
from generator.model.publish_targets import Fault
from tests import sites
from tests.conftest import ROOT, files, load
from tests.published_sites import listing
from tests.test_build import edit
from tests.test_cli import in_chinese as in_chinese  # noqa: PLC0414 (a fixture for all)
from tests.test_cli import run

DAY = ["--as-of", "2018-12-31"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a small site that was built once."""
    root = sites.lay(tmp_path_factory.mktemp("built"))
    assert run("build", root, *DAY) == 0
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    """Give a copy of it that may be changed."""
    shutil.copytree(built, tmp_path / "site 源", symlinks=True)
    return tmp_path / "site 源"


def test_what_changes_is_said_before_and_what_was_done_after(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "公开 站"
    assert run("publish", root, str(target)) == 0
    said = capsys.readouterr().err
    pages = len(list((root / "site").rglob("*.html")))
    assert re.search(rf"网页：新{pages}个", said)
    assert said.index("网页") < said.index("已经和")
    assert str(target) in said
    assert files(target) == files(root / "site")
    assert run("publish", root, str(target)) == 0
    assert "没有要做的" in capsys.readouterr().err


def test_a_dry_run_says_the_same_on_standard_output_and_changes_nothing(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    target = tmp_path / "target"
    assert run("publish", root, str(target), "--dry-run") == 0
    said = capsys.readouterr()
    assert re.search(r"pages: \d+ new \(.*…\)", said.out)
    assert "to send" in said.out
    assert said.err == ""
    assert not target.exists()
    assert run("publish", root, str(target)) == 0
    lines = said.out.splitlines()[1:]
    assert all(line in capsys.readouterr().err.splitlines() for line in lines[:1])
    gone = next((root / "site/units").rglob("*.html"))
    gone.unlink()
    edit(root / "site/404.html", "</html>", "</html> ")
    url = gone.relative_to(root / "site").as_posix()
    renew(root)
    before = files(target)
    assert run("publish", root, str(target), "--dry-run") == 0
    said = capsys.readouterr()
    assert f"pages: 1 changed, 1 gone (404.html, {url})" in said.out
    assert files(target) == before


def renew(root: Path) -> None:
    """Write the list of sums of what lies in the site, as a build would."""
    site = root / "site"
    (site / sums_file.SUMS).unlink()
    from hashlib import sha256  # noqa: PLC0415

    found = {url: sha256(content).hexdigest() for url, content in files(site).items()}
    (site / sums_file.SUMS).write_bytes(listing(found))


def refused(root: Path, target: Path | str, capsys: pytest.CaptureFixture[str]) -> str:
    """Publish, which must be refused with nothing written; return the sentence."""
    target = str(target)
    before = files(Path(target)) if Path(target).is_dir() else None
    assert run("publish", root, target) == 2
    assert (files(Path(target)) if Path(target).is_dir() else None) == before
    return capsys.readouterr().err


def test_a_site_that_is_half_made_missing_or_changed_by_hand_is_not_published(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site, target = root / "site", tmp_path / "target"
    page = site / "404.html"
    content = page.read_bytes()
    page.write_bytes(content.replace(b"<", b">", 1))
    said = refused(root, target, capsys)
    assert str(page) in said
    assert "portal build --full" in said
    page.unlink()
    assert str(page) in refused(root, target, capsys)
    page.write_bytes(content)
    whole = (site / sums_file.SUMS).read_bytes()
    for cut in (b"", whole[:3000], whole.split(b"\n", 1)[0] + b"\n", whole.replace(b"\n", b"\r\n")):
        (site / sums_file.SUMS).write_bytes(cut)
        assert str(site / sums_file.SUMS) in refused(root, target, capsys)
    (site / sums_file.SUMS).write_bytes(whole)
    (site / half_published.PART).mkdir()
    (site / sums_file.SUMS).rename(site / half_published.PART / sums_file.SUMS)
    assert "只做了一半" in refused(root, target, capsys)
    shutil.rmtree(site)
    assert "没有做好的网站" in refused(root, target, capsys)


def test_what_lies_beside_the_site_s_own_files_is_not_published(root: Path, tmp_path: Path) -> None:
    for name in ("draft.html", ".publishing/list", ".git/config"):
        (root / "site" / name).parent.mkdir(exist_ok=True)
        (root / "site" / name).write_bytes(b"mine")
    assert run("publish", root, str(tmp_path / "target")) == 0
    assert b"mine" not in files(tmp_path / "target").values()


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("site", "就是网站本身"),
        ("site/below", "就是网站本身"),
        ("link", "就是网站本身"),
        ("content", "包在里面"),
        ("content/pages/x", "包在里面"),
        (".", "包在里面"),
        ("..", "包在里面"),
        ("other", "不是 portal"),
        ("config.yaml", "config.yaml是文件"),
        ("config.yaml/a/b", "config.yaml是文件"),
        ("lost/a/b", "lost是"),
        (".portal/x", "自己"),
    ],
)
def test_a_target_that_would_do_harm_is_refused(
    root: Path,
    target: str,
    words: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (root / "link").symlink_to(root / "site")
    (root / "lost").symlink_to(root / "nowhere")
    (root / "other").mkdir()
    (root / "other/file").write_bytes(b"mine")
    monkeypatch.chdir(root)
    assert words in refused(root, target, capsys)


def test_a_text_that_is_no_target_is_refused(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "https://www.example" in refused(root, "https://www.example", capsys)


def test_without_a_target_that_of_the_settings_counts_from_their_folder(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("publish", root) == 2
    assert "config.yaml" in capsys.readouterr().err
    edit(root / "config.yaml", "languages:", "publish: 对外/站\nlanguages:")
    assert run("publish", root) == 0
    assert files(root / "对外/站") == files(root / "site")


def test_a_target_in_the_settings_is_judged_with_them(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(root / "config.yaml", "languages:", "publish: s3://key:secret@bucket\nlanguages:")
    assert run("publish", root) == 1
    said = capsys.readouterr().out
    assert "config.yaml:" in said
    assert "P802" in said
    assert run("check", root, *DAY) == 1


def test_two_publishes_to_one_target_and_a_build_meanwhile_wait_for_each_other(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, config = tmp_path / "target", load(root)
    lock = publish._lock(config.state, str(target))
    with FileLock(lock):
        assert "另一次发布" in refused(root, target, capsys)
    with Output(config.output, config.state, config.root).held():
        assert "等它" in refused(root, target, capsys)
        assert run("build", root, *DAY) == 2
    assert run("publish", root, str(target)) == 0


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OSError(errno.ENOSPC, "No space", "/x/y"), "磁盘满了"),
        (OSError(errno.EACCES, "Permission denied", "/x/y"), "/x/y"),
        (Fault("{target} odd", target="there"), "there odd"),
        (KeyboardInterrupt(), "已中断"),
    ],
)
def test_where_it_stops_it_says_why_and_what_is_half_done(
    root: Path,
    tmp_path: Path,
    fault: BaseException,
    words: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put, count = Folder.put, 0

    def stop(self: Folder, *arguments: object) -> None:
        nonlocal count
        count += 1
        if count == 2:
            raise fault
        put(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Folder, "put", stop)
    target = tmp_path / "target"
    code = run("publish", root, str(target))
    assert code == (130 if isinstance(fault, KeyboardInterrupt) else 3)
    said = capsys.readouterr().err
    assert words in said
    assert "SHA256SUMS" in said.splitlines()[-1]
    assert not (target / sums_file.SUMS).exists()
    monkeypatch.undo()
    assert run("publish", root, str(target)) == 0
    assert "上次发布" in capsys.readouterr().err
    assert files(target) == files(root / "site")


def test_a_disk_that_may_only_be_read_is_named_and_nothing_is_half_done(
    root: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(path: Path, _: bytes) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    monkeypatch.setattr(disk_files, "lasting", refuse)
    assert run("publish", root, str(tmp_path / "target")) == 3
    said = capsys.readouterr().err
    assert str(tmp_path / "target") in said
    assert "没有改动" in said.splitlines()[-1]


LINK = re.compile(r'(?:href|src)="([^"]+)"')


def prepared(root: Path, target: Path) -> publish.Publishing:
    """Look at what is to be done to publish the site in `root` to a folder."""
    config = load(root)
    output = Output(config.output, config.state, config.root)
    return publish.prepared(publish.whole(output, lambda *_: None), Folder(output.site, target))


def test_of_a_real_site_no_page_lacks_its_style_or_leads_to_nothing_at_any_moment(
    root: Path, tmp_path: Path
) -> None:
    copies = tmp_path / "copies"
    lies: dict[str, str] = {}  # which of the two versions of each file lies in the target

    def links(url: str) -> set[str]:
        page = (copies / lies[url] / url).read_text("utf-8")
        named = {urljoin(f"http://x/{url}", each).partition("#")[0] for each in LINK.findall(page)}
        return {unquote(each[9:]) for each in named if each.startswith("http://x/")}

    edit(root / "config.yaml", "languages:", "keep_assets: 0\nlanguages:")
    assert run("build", root, *DAY) == 0
    shutil.copytree(root / "site", copies / "old")
    assert run("publish", root, str(tmp_path / "target")) == 0
    # another style and a project that is moved, and with it lists, feeds and files of the search
    (root / "templates/assets").mkdir(parents=True)
    style = (ROOT / "templates/assets/style.css").read_text("utf-8")
    (root / "templates/assets/style.css").write_text(f"{style}\n.x {{color: red}}\n", "utf-8")
    for file in [each for each in (root / "content").rglob("*") if each.suffix in (".md", ".yaml")]:
        text = file.read_text("utf-8").replace("2018-lumian", "2018-moved")
        file.write_text(text, "utf-8")
        if file.stem == "2018-lumian":
            file.rename(file.with_stem("2018-moved"))
    assert run("build", root, *DAY) == 0
    shutil.copytree(root / "site", copies / "new")
    plan = prepared(root, tmp_path / "target").plan
    assert all(
        any(publish_plan.kind(url) == publish_plan.PAGES for url in each)
        for each in (plan.new, plan.changed, plan.gone)
    )
    lies = dict.fromkeys(files(copies / "old"), "old")
    named = {url: links(url) for url in lies if url.endswith(".html")}

    def look(unreached: set[str]) -> None:
        for url, found in named.items():
            missing = {each for each in found if each not in lies}
            if url in unreached:
                missing = {each for each in missing if not each.endswith(".html")}
            assert not missing, url

    look(set())
    for number, url in enumerate(chain(*plan.puts())):
        lies[url] = "new"
        if url.endswith(".html"):
            named[url] = links(url)
        if number % 5 == 0:
            look({*plan.new} if url in plan.new else set())
    look(set())
    for url in chain(*plan.removals()):
        del lies[url]
        named.pop(url, None)
        look({*plan.gone})
    assert sorted(lies) == sorted(files(copies / "new"))


def test_other_files_at_the_target_and_styles_that_stay_are_named(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    target = tmp_path / "target"
    assert run("publish", root, str(target)) == 0
    assert "Other files" not in capsys.readouterr().err
    (target / "verify.txt").write_bytes(b"mine")
    old = target / "assets/old.0123456789.css"
    old.write_bytes(b"")
    with (target / sums_file.SUMS).open("a") as file:
        file.write(f"{'0' * 64}  assets/old.0123456789.css\n")
    assert run("publish", root, str(target)) == 0
    said = capsys.readouterr().err
    assert "1 (verify.txt)" in said
    assert "for pages that readers have open: 1" in said
    assert old.exists()


def test_a_link_is_made_once_and_turned_from_then_on_without_being_asked(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "公开 站"
    assert run("publish", root, str(target), "--switch", "--dry-run") == 0
    assert not [*tmp_path.glob("公开*")]
    assert run("publish", root, str(target), "--switch") == 0
    assert target.readlink() == Path("公开 站.1")
    assert files(target) == files(root / "site")
    before = files(target)
    edit(root / "site/404.html", "</html>", "</html> ")
    renew(root)
    capsys.readouterr()
    assert run("publish", root, str(target)) == 0
    assert "已经和" in capsys.readouterr().err
    assert target.readlink() == Path("公开 站.2")
    assert files(target) == files(root / "site")
    assert files(tmp_path / "公开 站.1") == before
    assert run("publish", root, str(target)) == 0
    assert "没有要做的" in capsys.readouterr().err
    edit(root / "site/404.html", "</html> ", "</html>")
    renew(root)
    assert run("publish", root, str(target)) == 0
    assert "只把链接指过去" in capsys.readouterr().err
    assert target.readlink() == Path("公开 站.1")


def test_what_no_link_can_be_made_of_is_said_with_how_to_make_it(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "target"
    assert run("publish", root, str(target)) == 0
    assert run("publish", root, str(target), "--switch") == 2
    assert f"mv {target} {target}.1 && ln -s target.1 {target}" in capsys.readouterr().err
    assert run("publish", root, "host:site", "--switch") == 2
    assert "host:site" in capsys.readouterr().err
    (tmp_path / "into").symlink_to("into.1")
    (tmp_path / "into.1").symlink_to(root / "site")
    assert run("publish", root, str(tmp_path / "into")) == 2  # the site itself
    assert "就是网站本身" in capsys.readouterr().err


def test_who_is_stopped_before_the_link_is_turned_is_told_that_readers_see_the_site_before(
    root: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "target"
    assert run("publish", root, str(target), "--switch") == 0
    before = files(target)
    edit(root / "site/404.html", "</html>", "</html> ")
    renew(root)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "x")

    with monkeypatch.context() as patch:
        patch.setattr(Folder, "seal", full)
        assert run("publish", root, str(target)) == 3
    assert "看到的还是原来的网站" in capsys.readouterr().err
    assert files(target) == before
    assert run("publish", root, str(target)) == 0
    assert files(target) == files(root / "site")
