"""The page that checks in the browser what someone holds: an auditor's walk, on plain http."""

import gzip
import hashlib
import json
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from generator.base import log_proofs, signed_note
from generator.base.signed_note import LOG, WITNESS, Note, PrivateKey
from generator.build import build, log_key, public_log
from generator.build.log_reader import Elsewhere
from generator.build.site_writer import Output
from generator.build.sources import look
from generator.model import public_record
from generator.records import view_cache
from tests import old_engines, sites
from tests.conftest import AS_OF, ROOT, load, serve

CRYPTO = ROOT / "templates/assets/crypto.js"
PACKAGES = {
    "fast-sha256 1.3.0": "ba93f4e2e21d8908a1306d49c0d90056f43d2b1f5eb45ec0a1d0371ea849a050",
    "tweetnacl 1.0.3": "973cc5733cc7432e30ee4682098f413094f494bccf76a567c23908c5035ddbbc",
}
"""The SHA-256 of the minified file of each package."""
NAME = "example.org/shili"
KEY = PrivateKey.of(NAME, LOG, bytes(range(32)))
PROJECT = "projects/jia/dong/shang/2018-gonglu"
HIDDEN = (
    "Object.defineProperty(Crypto.prototype, 'subtle', {get() { throw new Error('subtle'); }});"
)
"""Browsers have no cryptography of their own to offer on plain http."""


class Site:
    """The small whole site with a log, built again after each change."""

    def __init__(self, root: Path) -> None:
        self.root = sites.lay(root)
        self.key = KEY
        settings = root / "config.yaml"
        text = settings.read_text("utf-8")
        settings.write_text(f"{text}log:\n  name: {NAME}\n  key: {KEY.key}\n", "utf-8")
        public_log.new(root / "log", NAME, KEY)
        self.build()

    def build(self) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(log_key, "found", lambda *_: self.key)
            report = build.build(load(self.root), AS_OF)
        assert report.published, report.problems

    def rotate(self, key: PrivateKey) -> None:
        """Let another key sign from the next build on."""
        settings = self.root / "config.yaml"
        text = settings.read_text("utf-8")
        settings.write_text(text.replace(str(self.key.key), str(key.key)), "utf-8")
        self.key = key

    def record(self, path: str = PROJECT) -> bytes:
        """Return a public record as it is published."""
        config = load(self.root)
        output = Output(config.output, config.state, config.root)
        for keep in look(config, AS_OF, output.records).keeps.values():
            found = view_cache.public(keep)
            if path in found:
                return public_record.of_demonstration(found[path])
        raise KeyError(path)

    def change(self, old: str, new: str) -> None:
        [path] = (self.root / "content").glob(f"{PROJECT}.*")
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("logged"))


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    with serve(site.root / "site") as served:
        yield served


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(accept_downloads=True)
    context.add_init_script(HIDDEN)
    yield context.new_page()
    context.close()


def link(root: Path, project: str = PROJECT) -> str:
    """Return where the foot of a page leads to be checked."""
    found = re.search(r"check\.html\?code=[0-9a-f-]+", (root / f"site/{project}.html").read_text())
    assert found
    return found[0]


def answer(page: Page, *, good: bool) -> str:
    """Return what the page says when it is done."""
    words = "全部核对无误。" if good else "有的对不上。"
    expect(page.locator("#check [role=status]")).to_have_text(words, timeout=20_000)
    return page.inner_text("#check > ul")


def hold(page: Page, content: bytes, name: str = "held") -> None:
    page.set_input_files("#file", [FilePayload(name=name, mimeType="text/plain", buffer=content)])


def test_what_was_taken_over_is_as_it_was_published() -> None:
    part = re.compile(r"^/\* ([a-z0-9-]+ [0-9.]+) \*/\n(.*)$", re.MULTILINE)
    parts = part.findall(CRYPTO.read_text("utf-8"))
    assert {name: hashlib.sha256(each.encode()).hexdigest() for name, each in parts} == PACKAGES


def test_the_walk_of_an_auditor(
    site: Site, address: str, page: Page, chromium: Browser, tmp_path: Path
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + link(site.root))
    said = answer(page, good=True)
    assert f"{PROJECT}：" in said
    assert "现在还是这样" in said
    assert str(KEY.key) in said
    # what was downloaded holds, and with one fen more it does not
    record = site.record()
    hold(page, record, "gonglu.json")
    assert "现在还是这样" in answer(page, good=True)
    [amount, *_] = re.findall(rb'"amount":"(\d+\.\d\d)"', record)
    fen = amount[:-1] + (b"1" if amount[-1:] != b"1" else b"2")
    hold(page, record.replace(amount, fen, 1), "gonglu.json")
    assert "从来没有这样公开过" in answer(page, good=False)
    # so it is with a file that was taken away, and a part that is no record is not passed over
    page.goto(f"{address}data/index.html")
    with page.expect_download() as taken:
        page.click('a[href$="data/projects.jsonl"]')
    taken.value.save_as(tmp_path / "projects.jsonl")
    lines = (tmp_path / "projects.jsonl").read_bytes()
    page.goto(f"{address}check.html")
    hold(page, lines, "projects.jsonl")
    assert "从来没有" not in answer(page, good=True)
    hold(page, lines.replace(amount, fen, 1), "projects.jsonl")
    assert f"{PROJECT}：从来没有这样公开过" in answer(page, good=False)
    hold(page, lines + b'{"kind":"projects","sum":"1.00"}\n', "projects.jsonl")
    expect(page.locator("#check [role=status]")).to_contain_text("不能算证明")
    assert "别的内容没有核对" in page.inner_text("#check > ul")
    twice = record.replace(b'{"', b'{"id":"another","', 1)
    hold(page, twice, "gonglu.json")
    assert "写了两遍" in answer(page, good=False)
    hold(page, record, "gonglu.json")
    answer(page, good=True)
    # the receipt of yesterday holds when the record has changed, and tells that it has
    hold(page, record, "gonglu.json")
    answer(page, good=True)
    with page.expect_download() as download:
        page.click("#check .tags a")
    download.value.save_as(tmp_path / "receipt")
    receipt = (tmp_path / "receipt").read_bytes()
    assert receipt.startswith(b"c2sp.org/tlog-proof@v1\n")
    assert len(receipt) < 2_000
    site.change("title: ", "title: 新")
    site.build()
    page.goto(f"{address}check.html")
    hold(page, receipt)
    said = answer(page, good=True)
    assert "回执证明" in said
    assert "换成了别的内容" in said
    assert [each for each in asked if not each.startswith((address, "blob:"))] == []
    # one that was signed with an earlier key is no alarm, and no proof of who signed it
    new = PrivateKey.of(NAME, LOG, bytes([7]) * 32).key
    page.goto(f"{address}check.html")
    page.evaluate("(key) => { document.querySelector('#check').dataset.signers = key; }", str(new))
    hold(page, receipt)
    expect(page.locator("#check [role=status]")).to_contain_text("不能算证明", timeout=20_000)
    said = page.inner_text("#check")
    assert "可能是以前的" in said
    # a log that was made anew, and so forgot what it had said, is told by the receipt
    shutil.rmtree(site.root / "log")
    shutil.rmtree(site.root / "site/log")
    public_log.new(site.root / "log", NAME, KEY)
    site.build()
    other = chromium.new_page()  # which has kept no tile of the other log
    other.goto(f"{address}check.html")
    hold(other, receipt)
    assert "丢了东西" in answer(other, good=False)
    other.close()


def test_what_was_saved_again_cut_or_typed_otherwise_is_no_alarm(
    tmp_path: Path, page: Page
) -> None:
    site = Site(tmp_path / "logged")
    record, other = site.record(), site.record("projects/jia/dong/shang/2018-yinshui")
    with serve(site.root / "site") as address:
        code = link(site.root).partition("=")[2]
        page.goto(f"{address}check.html")
        wide = "".join(chr(ord(each) + 0xFEE0) for each in code.upper())
        line = f"{hashlib.sha256(record).hexdigest()}  2018-gonglu.json"
        url = f"https://old.example.org/shili/check.html?code={code}"
        for typed in (wide, f"核对码：{code}。", f"{code}.", code.replace("0", "O"), line, url):
            page.fill("#code", typed)
            page.press("#code", "Enter")
            assert "现在还是这样" in answer(page, good=True), typed
        text = record.decode()
        again = json.dumps(json.loads(text), ensure_ascii=False, indent=2).replace("\n", "\r\n")
        for encoding in ("utf-8-sig", "utf-16", "gb18030"):
            hold(page, again.encode(encoding), "gonglu.json")
            assert "现在还是这样" in answer(page, good=True), encoding
        with page.expect_download() as download:
            page.click("#check .tags a")
        download.value.save_as(tmp_path / "receipt")
        receipt = (tmp_path / "receipt").read_text("utf-8")
        for same in (receipt.replace("\n", "\r\n"), f"{receipt}\n", receipt.rstrip()):
            hold(page, same.encode())
            assert "回执证明" in answer(page, good=True)
        index = re.findall("index .*", receipt)[0]
        cut = (receipt[:60], receipt[:-50], receipt.replace("extra ", "extra A", 1))
        for broken in (*cut, receipt.replace(index, f"{index}\nA"), "[" * 100_000, text[:90]):
            hold(page, broken.encode())
            assert "或者不完整" in answer_in_part(page)
        page.fill("#code", "9f86")
        page.press("#code", "Enter")
        assert "不是核对码" in answer_in_part(page)
        hold(page, b"\n".join((record, other, record)))
        assert "写了两遍" in answer(page, good=False)
        # a record that is as it was before: between it was another
        site.change("title: ", "title: 新")
        site.build()
        site.change("title: 新", "title: ")
        site.build()
        page.goto(f"{address}check.html")
        hold(page, record)
        assert "起又是这样" in answer(page, good=True)


def answer_in_part(page: Page) -> str:
    """Return what the page says when it could not check all."""
    expect(page.locator("#check [role=status]")).to_contain_text("不能算证明", timeout=20_000)
    return page.inner_text("#check > ul")


def test_what_the_lists_of_a_site_hide_is_found_in_its_log(tmp_path: Path, page: Page) -> None:
    site = Site(tmp_path / "logged")
    record, code = site.record(), link(site.root).partition("=")[2]
    site.change("title: ", "title: 新")
    site.build()
    published = site.root / "site/log"

    def hide() -> None:
        for path in (*published.glob("find/*"), *published.glob("path/*")):
            path.write_bytes(b"")

    hide()
    with serve(site.root / "site") as address:
        page.goto(f"{address}check.html")
        hold(page, record, "gonglu.json")
        assert "换成了别的内容" in answer(page, good=True)
        assert page.locator("#check button").nth(1).is_hidden(), "it was read as a whole"
    # of a long log all is read only when someone asks for that
    log = public_log.Log.read(site.root / "log")
    assert log
    more = [(f"projects/jia/{n}", hashlib.sha256(bytes([n % 256])).hexdigest()) for n in range(999)]
    public_log.grown(log, more, AS_OF, KEY).keep()
    shutil.rmtree(published)
    shutil.copytree(site.root / "log", published)
    hide()
    with serve(site.root / "site") as address:
        page.goto(f"{address}check.html?code={code}")
        said = answer(page, good=False)
        assert "从来没有公开过" in said
        assert "网站自己的目录" in said
        page.get_by_role("button", name="读完整本").click()
        said = answer(page, good=True)
        assert "换成了别的内容" in said
        assert "网站自己的目录" not in said


def test_a_signature_that_no_key_is_named_for_is_no_signature_to_readers(
    site: Site, address: str, page: Page
) -> None:
    page.goto(f"{address}check.html")
    page.evaluate("document.querySelector('#check').dataset.signers = ''")
    page.fill("#code", link(site.root).partition("=")[2])
    page.press("#code", "Enter")
    assert "没有写公钥" in answer(page, good=True)


def _answer_with(answered: dict[str, Any], route: Route) -> None:
    route.fulfill(**answered)


def test_a_page_that_a_server_has_for_what_is_not_there_is_no_word_against_the_log(
    site: Site, address: str, page: Page
) -> None:
    witness = PrivateKey.of("shenji.example.org", WITNESS, bytes(32)).key
    for start in ("\ufeff", ""):
        html = f"{start}<!doctype html>\n\n<title>404</title>\n\n"
        page.unroute_all()
        answered = {"status": 200, "content_type": "text/html", "body": html}
        page.route(re.compile("/log/witness"), partial(_answer_with, answered))
        page.goto(f"{address}check.html")
        keys = f"{KEY.key}\n{witness}"
        page.evaluate("keys => { document.querySelector('#check').dataset.signers = keys; }", keys)
        page.fill("#code", link(site.root).partition("=")[2])
        page.press("#code", "Enter")
        said = answer_in_part(page)
        assert "看不到它的见证签名" in said
        assert "被改过" not in said


def test_a_page_that_was_saved_checks_receipts_and_says_no_word_of_tampering(
    site: Site, address: str, page: Page
) -> None:
    page.goto(address + link(site.root))
    answer(page, good=True)
    with page.expect_download() as download:
        page.click("#check .tags a")
    receipt = Path(download.value.path()).read_bytes()
    page.goto((site.root / "site/check.html").as_uri())
    hold(page, receipt)
    said = answer(page, good=True)
    assert "回执证明" in said
    assert "今天的存证簿打不开" in said
    for ask in (partial(page.press, "#code", "Enter"), partial(hold, page, site.record())):
        page.fill("#code", link(site.root).partition("=")[2])
        ask()
        status = page.locator("#check [role=status]")
        expect(status).to_contain_text("从存下来的网页里只能核对回执", timeout=20_000)
        assert page.inner_text("#check > ul") == ""


def test_a_day_that_a_witness_does_not_bear_out_is_no_proof(
    site: Site, address: str, page: Page
) -> None:
    witness = PrivateKey.of("shenji.example.org", WITNESS, bytes(32))
    note = signed_note.read((site.root / "site/log/checkpoint").read_text("utf-8"))
    now = int(time.time())

    def asked(*times: int) -> str:
        lines = (witness.signed(note.text, each) for each in times)
        body = str(signed_note.Note(note.text, tuple(lines)))
        page.unroute_all()
        page.route(
            re.compile("/log/witness/"), partial(_answer_with, {"status": 200, "body": body})
        )
        page.goto(f"{address}check.html")
        keys = f"{KEY.key}\n{witness.key}"
        page.evaluate("keys => { document.querySelector('#check').dataset.signers = keys; }", keys)
        page.fill("#code", link(site.root).partition("=")[2])
        page.press("#code", "Enter")
        return answer_in_part(page) if times[-1] != now else answer(page, good=True)

    assert "有一个不对" not in asked(1, now), "by the last of several"
    assert "1970-01-01见证时共" in asked(1)
    assert "这一天还没有到" in asked(now + 400_000)
    assert "这一天还没有到" in asked(253_402_300_800), "which no calendar has"


def test_the_sheet_s_picture_leads_to_where_all_that_stands_on_it_is_checked(
    site: Site, address: str, chromium: Browser
) -> None:
    page = chromium.new_page(device_scale_factor=2)
    page.emulate_media(media="print")
    page.goto(f"{address}units/jia/dong/shang.html")
    picture = page.locator(".signed figure", has_text="扫码核对有没有被改过").locator("svg").first
    with Image.open(BytesIO(picture.screenshot())) as shot:
        [code] = zxingcpp.read_barcodes(shot.convert("L"))
    start = f"{load(site.root).settings.base_url}check.html?code="
    assert code.text.startswith(start)
    page.goto(f"{address}check.html?code={code.text.removeprefix(start)}")
    said = answer(page, good=True)
    assert "units/jia/dong/shang：" in said
    assert said.count("现在还是这样") == len(code.text.removeprefix(start).split("."))
    page.close()


def test_a_sheet_without_an_address_of_the_site_says_where_its_code_is_typed(
    tmp_path: Path,
) -> None:
    site = Site(tmp_path / "root")
    settings = site.root / "config.yaml"
    text = settings.read_text("utf-8")
    settings.write_text(re.sub("(?m)^(base_url|feed_name): .*\n", "", text), "utf-8")
    site.build()
    page = (site.root / "site/units/jia/dong/shang.html").read_text("utf-8-sig")
    foot = page[page.index('<section class="sheet signed">') :].partition("</section>")[0]
    assert "<svg" not in foot
    assert "扫码" not in foot
    assert "在本网站的 check.html" in foot
    [code] = re.findall("<code>(.*?)</code>", foot)
    assert code in page.replace(foot, "")


def test_a_sheet_of_many_projects_says_of_how_many_its_picture_has_the_codes(
    chromium: Browser, tmp_path: Path
) -> None:
    site = Site(tmp_path / "root")
    folder = site.root / "content" / PROJECT.rpartition("/")[0]
    text = (folder / "2018-yinshui.md").read_text("utf-8")
    for n in range(18):
        (folder / f"2018-lu-{n}.md").write_text(
            text.replace("title: ", f"title: {n}号", 1), "utf-8"
        )
    site.build()
    with serve(site.root / "site") as address:
        page = chromium.new_page(device_scale_factor=3)
        page.emulate_media(media="print")
        page.goto(f"{address}units/jia/dong/shang.html")
        figure = page.locator(".signed figure", has_text="扫码核对有没有被改过")
        expect(figure).to_contain_text("22份档案中前16份的核对码")
        with Image.open(BytesIO(figure.locator("svg").screenshot())) as shot:
            [code] = zxingcpp.read_barcodes(shot.convert("L"))
        assert len(code.text.partition("=")[2].split(".")) == 16
        page.close()


def test_an_auditor_sees_that_the_history_of_git_was_rewritten(
    chromium: Browser, tmp_path: Path
) -> None:
    root = tmp_path / "root"
    root.mkdir()
    sites.git(root, "init", "-q", "-b", "main")
    (root / ".gitignore").write_text("/site/\n/log/\n/.portal/\n", "utf-8")
    site = Site(root)

    def publish(day: str) -> None:
        sites.commit(root, day)
        site.build()

    publish("2018-06-01")
    site.change("title: ", "title: 新")
    publish("2018-07-01")
    kept = (root / "site/log/commit.json").read_bytes()
    with serve(root / "site") as address:
        page = chromium.new_page()
        page.goto(f"{address}compliance/jia.html")
        expect(page.locator("main")).not_to_contain_text("改写")
        page.goto(f"{address}check.html")
        hold(page, kept, "commit.json")
        assert "现在还是这样" in answer(page, good=True)
        page.close()
        sites.git(root, "reset", "-q", "--soft", "HEAD^")
        publish("2018-07-02")
        page = chromium.new_page()  # which has kept nothing of the log
        for url in ("compliance/jia.html", "lists/entries/index.html"):
            page.goto(f"{address}{url}")
            warned = page.get_by_text("被改写过")
            expect(warned).to_be_visible()
            expect(warned).to_contain_text("发布网站时的不一样")
        page.goto(f"{address}check.html")
        hold(page, kept, "commit.json")
        said = answer(page, good=True)
        assert "history/commit：" in said
        assert "换成了别的内容" in said, "what was published then still is on record"
        page.close()


def rotated(root: Path, tmp_path: Path, page: Page) -> tuple[Site, bytes, bytes]:
    """Return a site of two keys, a receipt signed by the first one in its time, and one after."""
    site = Site(root)
    with serve(site.root / "site") as address:
        page.goto(address + link(site.root))
        answer(page, good=True)
        with page.expect_download() as download:
            page.click("#check .tags a")
        download.value.save_as(tmp_path / "receipt")
    site.change("title: ", "title: 新")
    site.rotate(PrivateKey.of(NAME, LOG, bytes([7]) * 32))
    site.build()
    log = Elsewhere(str(site.root / "site"))
    late = log.receipt(5)
    note = Note(late.note.text, (KEY.signed(late.note.text),))
    return site, (tmp_path / "receipt").read_bytes(), str(replace(late, note=note)).encode()


def test_a_receipt_of_an_earlier_key_is_proved_where_the_log_itself_names_that_key(
    tmp_path: Path, page: Page
) -> None:
    site, receipt, late = rotated(tmp_path / "logged", tmp_path, page)
    with serve(site.root / "site") as address:
        page.goto(f"{address}check.html")
        hold(page, receipt)
        said = answer(page, good=True)
        assert f"用以前的密钥{KEY.key}签名" in said
        assert f"存证簿是用密钥{site.key.key}签名的" in said, "who names it is told, too"
        assert "换成了别的内容" in said
        # what was signed with it once another was named is no proof of who signed
        hold(page, late)
        assert "可能是以前的" in answer_in_part(page)
        # nor is a key that only the list names
        other = PrivateKey.of(NAME, LOG, bytes([9]) * 32)
        held = log_proofs.read(receipt.decode())
        signed = Note(held.note.text, (other.signed(held.note.text),))
        with (site.root / "site/log/keys").open("a") as file:
            file.write(f"{other.key}\n")
        hold(page, str(replace(held, note=signed)).encode())
        assert "可能是以前的" in answer_in_part(page)
        hold(page, receipt)
        answer(page, good=True)


@pytest.mark.parametrize("version", old_engines.EACH_TIME)
def test_old_phones_know_an_earlier_key(
    version: old_engines.Version, tmp_path: Path, page: Page
) -> None:
    site, receipt, _ = rotated(tmp_path / "logged", tmp_path, page)
    folder = site.root / "site"
    (folder / "held.js").write_text(
        f"""var file = document.getElementById('file');
        var held = [new Blob([{json.dumps(receipt.decode())}])];
        Object.defineProperty(file, 'files', {{ get: function () {{ return held; }} }});
        file.dispatchEvent(new Event('change'));"""
    )
    html = (folder / "check.html").read_text("utf-8")
    choosing = '<script defer src="held.js"></script></head>'  # other scripts do not see the page's
    (folder / "check.html").write_text(html.replace("</head>", choosing), "utf-8")
    with serve(site.root / "site") as address, old_engines.running(version) as engine:
        found = engine.ask(
            url=f"{address}check.html",
            size=[360, 640],
            wait="document.querySelector('#check > ul:not(.tags) li:nth-child(4)')",
            script="document.getElementById('check').textContent",
        )
    assert "用以前的密钥" in found["value"]
    assert "全部核对无误" in found["value"]
    assert found["said"] == []


@pytest.mark.parametrize("version", old_engines.EACH_TIME)
def test_it_works_in_the_engines_of_old_phones(
    version: old_engines.Version, site: Site, address: str
) -> None:
    with old_engines.running(version) as engine:
        found = engine.ask(
            url=address + link(site.root, "projects/yi/xi/zhong/2018-lumian"),
            size=[360, 640],
            wait="document.querySelector('#check > ul:not(.tags) li')",
            script="document.getElementById('check').textContent",
        )
    assert "现在还是这样" in found["value"]
    assert found["said"] == []


def test_the_page_and_all_that_it_loads_is_small(site: Site) -> None:
    folder = site.root / "site"
    html = (folder / "check.html").read_bytes()
    names = re.findall(rb'(?:src|href)="(assets/[^"]+\.(?:js|css))"', html)
    files = [html, *((folder / name.decode()).read_bytes() for name in names)]
    assert len(names) == 4
    assert sum(len(gzip.compress(each, 9)) for each in files) < 30_000
