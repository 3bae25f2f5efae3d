"""The verbs of the log of public records, from the first key to a witness that tells a fork."""

import gzip
import re
import shutil
from collections.abc import Callable
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest

from generator.base.signed_note import PrivateKey
from generator.build import made_text, public_log
from generator.commands import cli
from generator.records import receipts
from tests import sites

NAME = "example.org/shili"
WITNESS = "shenji.example.org"
PROJECT = "content/projects/jia/dong/shang/2018-gonglu.md"


class Portal:
    """The command line at a small site with settings for a log, in a home of its own."""

    def __init__(self, root: Path, begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self._begun, self._said = root, begun, capsys
        self.home = root.parent / "home/mingjing"
        self.set(f"log:\n  name: {NAME}\n")

    def set(self, lines: str) -> None:
        settings = self.root / "config.yaml"
        before = settings.read_text("utf-8").partition("log:\n")[0]
        settings.write_text(before + lines, "utf-8")

    def __call__(self, verb: str, *more: str) -> tuple[int, str, str]:
        code = cli.main([verb, "--config", str(self.root / "config.yaml"), *more])
        said = self._said.readouterr()
        return code, said.out, said.err

    def build(self) -> tuple[int, str, str]:
        return self("build", "--as-of", "2018-12-31", "--jobs", "1")

    def begin(self) -> None:
        """Begin a log and build with it; what comes of that for one test is copied for others."""
        if not self._begun.exists():
            assert self("log", "new")[0] == 0
            assert self.build()[0] == 0
            shutil.copytree(self.root, self._begun)
            return
        settings = (each / "config.yaml" for each in (self.root, self._begun))
        one, other = (each.read_bytes() for each in settings)
        assert one == other
        for name in ("log", "site", ".portal"):
            shutil.copytree(self._begun / name, self.root / name)

    def edit(self, old: str, new: str) -> None:
        path = self.root / PROJECT
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")

    @property
    def code(self) -> str:
        page = (self.root / "site/projects/jia/dong/shang/2018-gonglu.html").read_text("utf-8")
        found = re.search("<code>((?:[0-9a-f]{4} ?){5})</code>", page)
        assert found
        return found[1]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder for `Portal.begin`, which is not there at first."""
    return tmp_path_factory.mktemp("begun") / "root"


@pytest.fixture
def portal(
    tmp_path: Path,
    begun: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Portal:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "PORTAL_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    return Portal(sites.lay(tmp_path / "root"), begun, capsys)


def test_a_log_is_begun_signed_checked_cosigned_and_published(
    portal: Portal, tmp_path: Path
) -> None:
    code, _, said = portal.build()
    assert (code, "没有存证簿" in said) == (2, True)
    assert not (portal.root / "site").exists()
    _, key, _ = portal("key", "new")
    assert (tmp_path / "home/mingjing/example.org_shili.key").stat().st_mode & 0o077 == 0
    code, _, said = portal("key", "new")
    assert (code, "已经有了" in said) == (2, True)
    _, witness, _ = portal("key", "new", "--witness", WITNESS)
    lines = f"log:\n  name: {NAME}\n  key: {key.strip()}\n  witnesses: [{witness.strip()}]\n"
    portal.set(lines)
    assert portal("log", "new")[0] == 0
    assert portal("log", "new")[0] == 2
    assert portal.build()[0] == 0
    site = str(portal.root / "site")
    code, said, _ = portal("verify", site)
    assert code == 2, "who is to cosign it has not done so yet"
    assert "看不到它的见证签名" in said
    assert f"用密钥{key.strip()}签名" in said
    # a witness sees it, and the publisher takes what it was given
    cosigned = str(tmp_path / "cosigned")
    assert portal("witness", site, "--name", WITNESS, "-o", cosigned)[0] == 0
    assert portal("log", "take", cosigned)[0] == 0
    assert portal.build()[0] == 0
    code, said, _ = portal("verify", site)
    assert (code, f"{WITNESS}在" in said) == (0, True)
    published = [portal.root / "site/log" / each for each in ("witnessed", "witness")]
    for each in published:
        each.rename(tmp_path / each.name)
    code, said, _ = portal("verify", site, "--at", site)
    assert code != 0, "what was cosigned may not vanish without a word"
    assert "看不到它的见证签名" in said
    for each in published:
        (tmp_path / each.name).rename(each)
    # yesterday's receipt holds, and says what took the place of the record
    before, receipt = portal.code, str(tmp_path / "receipt")
    assert portal("verify", before, "--receipt", receipt)[0] == 0
    target = str(tmp_path / "target")
    assert portal("publish", target)[0] == 0
    portal.edit("title: ", "title: 新")
    portal.build()
    code, said, _ = portal("verify", receipt)
    assert code == 0
    assert "换成了别的内容" in said
    assert portal("witness", site, "--name", WITNESS)[0] == 0
    assert portal("publish", target)[0] == 0
    # whoever begins anew is told by the receipt, by the witness, and when it is to be published
    shutil.rmtree(portal.root / "log")
    shutil.rmtree(portal.root / "site/log")
    assert portal.build()[0] == 2
    portal("log", "new")
    portal.build()
    code, said, _ = portal("verify", receipt)
    assert (code, "丢了东西" in said) == (1, True)
    code, said, _ = portal("witness", site, "--name", WITNESS)
    assert code == 1
    assert said.count(f"{NAME}\n") >= 2
    code, _, said = portal("publish", target)
    assert (code, "这样发布就会丢掉" in said) == (2, True)
    # it is brought back from where it is published
    shutil.rmtree(portal.root / "log")
    shutil.rmtree(portal.root / "site/log")
    assert portal("log", "fetch", target)[0] == 0
    assert portal.build()[0] == 0
    assert portal("publish", target)[0] == 0
    assert portal("verify", receipt)[0] == 0


def test_a_private_key_is_never_put_among_the_records(portal: Portal) -> None:
    code, _, said = portal("key", "new", str(portal.root / "content/key"))
    assert (code, "私钥不能放在这里" in said) == (2, True)
    assert not (portal.root / "content/key").exists()


def test_without_a_key_it_is_published_and_said_to_be_unsigned(
    portal: Portal, tmp_path: Path
) -> None:
    assert portal("log", "new")[0] == 0
    assert portal.build()[0] == 0
    code, said, _ = portal("verify", str(portal.root / "site"))
    assert (code, "没有签名" in said) == (0, True)
    code, _, said = portal("publish", str(tmp_path / "target"))
    assert (code, "没有签名" in said) == (0, True)
    assert "没有公钥" not in portal("verify", str(portal.root / "site"))[1]
    assert "没有签名" in portal.build()[2], "each time"
    _, key, _ = portal("key", "new")  # which no settings name: no one can look by what it is signed
    portal.edit("86户出行", "87户出行")
    code, _, told = portal.build()
    assert (code, key.strip() in told, "log: key" in told) == (0, True, True)
    assert key.strip() in portal("publish", str(tmp_path / "other"))[2]
    code, said, _ = portal("verify", str(portal.root / "site"))
    assert (code, "没有公钥" in said) == (0, True)


def test_a_key_of_another_sort_or_name_is_told_before_anything_is_made(portal: Portal) -> None:
    _, own, _ = portal("key", "new")
    _, witness, _ = portal("key", "new", "--witness", WITNESS)
    for lines, said in (
        (f"  key: {witness.strip()}\n", "这是见证人的公钥"),
        (f"  key: {own.strip()}\n  witnesses: [{own.strip()}]\n", "这是存证簿的公钥"),
    ):
        portal.set(f"log:\n  name: {NAME}\n{lines}")
        code, told, err = portal("check", "--as-of", "2018-12-31")
        assert (code, said in told + err) == (1, True), told + err
    portal.set(f"log:\n  name: other.example.org/log\n  key: {own.strip()}\n")
    code, told, err = portal.build()
    assert (code, "别的存证簿的公钥" in told + err) == (1, True), told + err


def test_a_build_that_has_not_the_key_of_the_settings_says_so(portal: Portal) -> None:
    _, key, _ = portal("key", "new")
    portal.set(f"log:\n  name: {NAME}\n  key: {key.strip()}\n")
    assert portal("log", "new")[0] == 0
    assert "私钥" not in portal.build()[2]
    (portal.home / "example.org_shili.key").unlink()
    portal.edit("86户出行", "87户出行")
    code, _, said = portal.build()
    assert (code, "没有用“log: key”" in said) == (0, True)
    assert "example.org_shili.key" in said


def test_two_names_that_differ_in_a_stroke_alone_are_two(portal: Portal, tmp_path: Path) -> None:
    _, key, _ = portal("key", "new")
    portal("key", "new", "--witness", WITNESS)
    portal.set(f"log:\n  name: {NAME}\n  key: {key.strip()}\n")
    assert portal("log", "new")[0] == 0
    assert portal.build()[0] == 0
    site, other = str(portal.root / "site"), tmp_path / "other"
    shutil.copytree(portal.root, other)
    for each in ("log", "site", ".portal"):
        shutil.rmtree(other / each)
    theirs = NAME.replace("/", "_")
    settings = other / "config.yaml"
    begun = settings.read_text("utf-8").partition("log:\n")[0]
    settings.write_text(f"{begun}log:\n  name: {theirs}\n", "utf-8")
    mine, portal.root = portal.root, other
    code, key, _ = portal("key", "new")
    assert code == 0
    portal.set(f"log:\n  name: {theirs}\n  key: {key.strip()}\n")
    assert portal("log", "new")[0] == 0
    assert portal.build()[0] == 0
    assert portal("verify", str(other / "site"))[0] == 0
    for each in (site, str(other / "site")) * 2:
        code, _, said = portal("witness", each, "--name", WITNESS)
        assert code == 0, said
    # what an earlier version remembered of the one is not taken for the other's
    remembered = portal.home / "example.org%5fshili.seen"
    remembered.replace(portal.home / "example.org_shili.seen")
    code, _, said = portal("witness", site, "--name", WITNESS)
    assert (code, "第一次" in said) == (0, True)
    assert theirs in remembered.read_text("utf-8")
    # and so is a key that an earlier version has made
    (portal.home / "example.org%5fshili.key").replace(portal.home / "example.org_shili.key")
    portal.edit("86户出行", "87户出行")
    code, _, said = portal.build()
    assert (code, "私钥" in said) == (0, False)
    portal.root = mine


def test_a_witness_that_meets_a_new_key_says_what_to_do(portal: Portal, tmp_path: Path) -> None:
    _, key, _ = portal("key", "new")
    portal("key", "new", "--witness", WITNESS)
    portal.set(f"log:\n  name: {NAME}\n  key: {key.strip()}\n")
    assert portal("log", "new")[0] == 0
    assert portal.build()[0] == 0
    site, before = str(portal.root / "site"), tmp_path / "before"
    shutil.copytree(site, before)
    assert portal("witness", site, "--name", WITNESS)[0] == 0
    (portal.home / "example.org_shili.key").unlink()
    _, new, _ = portal("key", "new")
    portal.set(f"log:\n  name: {NAME}\n  key: {new.strip()}\n")
    portal.edit("86户出行", "87户出行")
    assert portal.build()[0] == 0
    code, _, said = portal("witness", site, "--name", WITNESS)
    assert (code, "--log" in said) == (1, True)
    code, _, said = portal("witness", site, "--name", WITNESS, "--log", new.strip())
    assert (code, "一条都没有少" in said) == (0, True), said
    code, _, said = portal("witness", site, "--name", WITNESS)
    assert (code, "--log" in said) == (0, False)
    # the log as it was before that is an old one: it is not cosigned again
    code, evidence, _ = portal("witness", str(before), "--name", WITNESS, "--log", key.strip())
    assert (code, evidence.count(NAME) >= 2) == (1, True)


def test_a_site_that_was_changed_is_told(portal: Portal) -> None:
    portal.begin()
    [tile] = (portal.root / "site/log/tile/entries").rglob("*.p/*")
    tile.write_bytes(tile.read_bytes().replace(b"2018-gonglu", b"2018-gonglv"))
    code, said, _ = portal("verify", str(portal.root / "site"))
    assert (code, "被改过或者不完整" in said) == (1, True)


def test_one_fen_in_a_page_or_a_table_of_a_copy_is_told_and_what_the_list_of_files_proves(
    portal: Portal,
) -> None:
    portal.begin()
    site = portal.root / "site"
    assert portal("verify", str(site))[0] == 0
    page = "projects/jia/dong/shang/2018-gonglu.html"
    every = {
        page: (b"</main>", b"1</main>"),
        "data/projects-payments.csv": (b"375000.00", b"375000.01"),
        "data/jia/projects.jsonl": (b"375000.00", b"375000.01"),
    }
    for name, (old, new) in every.items():
        assert old in (site / name).read_bytes()
        (site / name).write_bytes((site / name).read_bytes().replace(old, new, 1))
    (site / "robots.txt").unlink()
    code, said, _ = portal("verify", str(site))
    told = [line for line in said.split("\n") if line.startswith("✗")]
    assert code == 1
    assert [sum(name in line and "SHA256SUMS" in line for line in told) for name in every] == [
        1
    ] * 3
    assert any("robots.txt" in line for line in told)
    assert "projects/jia/dong/shang/2018-gonglu：从来没有" in said.replace(" ", "")
    assert "SHA256SUMS 没有签名" in said


@pytest.mark.parametrize("left", [None, b""])
def test_a_copy_without_its_list_of_files_is_not_taken_for_proven(
    portal: Portal, left: bytes | None
) -> None:
    portal.begin()
    sums = portal.root / "site/SHA256SUMS"
    sums.unlink()
    if left is not None:
        sums.write_bytes(left)
    code, out, said = portal("verify", str(portal.root / "site"))
    assert code == 2
    assert [line for line in out.splitlines() if line.startswith("? ") and "SHA256SUMS" in line]
    assert "不能算证明" in said
    assert "都对得上" not in said


def test_what_is_no_record_or_says_something_twice_is_not_passed_over(
    portal: Portal, tmp_path: Path
) -> None:
    portal.begin()
    lines = (portal.root / "site/data/jia/projects.jsonl").read_text("utf-8")
    held = tmp_path / "projects.jsonl"

    def told(content: str) -> tuple[int, str]:
        held.write_text(content, "utf-8")
        code, out, said = portal("verify", str(held), "--at", str(portal.root / "site"))
        return code, out + said

    assert told(lines)[0] == 0
    code, said = told(lines.replace('"fields"', '"felder"', 1))
    assert (code, "其余的没有核对" in said) == (2, True)
    code, said = told(lines.replace('{"', '{"year":1,', 1).replace("1,", '1,"', 1))
    assert (code, "从来没有" in said) == (1, True)
    code, said = told(lines.replace('{"', '{"id":"x","', 1))
    assert (code, "两种读法" in said) == (1, True)
    code, said = told(lines + "{")
    assert (code, "其余的没有核对" in said) == (2, True)
    shown = portal.root / "site/data/jia/projects.jsonl"
    shown.write_text(lines.replace('{"', '{"id":"x","', 1), "utf-8")
    code, out, _ = portal("verify", str(portal.root / "site"))
    assert (code, "写了两遍" in out) == (1, True)


def renew(site: Path) -> None:
    """Let the list of a copy say what its files are now: whoever changes files can do that, too."""
    sums = site / "SHA256SUMS"
    lines = [line.split("  ", 1) for line in sums.read_text("utf-8").splitlines()]
    there = [(name, site / name) for _, name in lines if (site / name).is_file()]
    said = "".join(f"{sha256(path.read_bytes()).hexdigest()}  {name}\n" for name, path in there)
    sums.write_text(said, "utf-8", newline="\n")


RECORD = "projects/jia/dong/shang/2018-gonglu"
WAYS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a fen more, and blanks as the program does not write them": (
        lambda site: change(site, f"{RECORD}.json", ('"375000.00"', '"375000.01"'), (":", " : ")),
        f"✗ {RECORD}：从来没有这样公开过",
    ),
    "the record of another project": (
        lambda site: shutil.copyfile(
            site / "projects/jia/dong/shang/2018-yinshui.json", site / f"{RECORD}.json"
        ),
        f"{RECORD}.json 应当是档案 {RECORD}",
    ),
    "something behind the record": (
        lambda site: change(site, f"{RECORD}.json", ("}", "}x"), last=True),
        f"{RECORD}.json 应当是档案 {RECORD}",
    ),
    "a record without its file": (
        lambda site: (site / f"{RECORD}.json").unlink(),
        f"{RECORD}：存证簿里说公开了，可是该有它的 {RECORD}.json 里没有",
    ),
    "a line twice in a list": (
        lambda site: lines(site, "data/projects.jsonl", lambda every: [*every, every[0]]),
        "data/projects.jsonl：projects/2018-peixun 在里面出现了2次",
    ),
    "a line that is left out of a list": (
        lambda site: lines(site, "data/projects.jsonl", lambda every: every[1:]),
        "projects/2018-peixun：存证簿里说公开了，可是该有它的 data/projects.jsonl 里没有",
    ),
    "a line that is left out of the list of a county": (
        lambda site: lines(site, "data/jia/projects.jsonl", lambda every: every[1:]),
        "projects/jia/dong/2018-shuichang：存证簿里说公开了，可是该有它的",
    ),
    "a line in the lists of two counties": (
        lambda site: lines(
            site,
            "data/yi/projects.jsonl",
            lambda every: [*every, *(site / "data/jia/projects.jsonl").read_text().splitlines()],
        ),
        "projects/jia/dong/2018-shuichang 在里面出现了2次",
    ),
}


def change(site: Path, name: str, *pairs: tuple[str, str], last: bool = False) -> None:
    text = (site / name).read_text("utf-8")
    for old, new in pairs:
        text = text[: -len(old)] + new if last else text.replace(f'"fields"{old}', f'"fields"{new}')
        text = text.replace(old, new) if old.startswith('"') else text
    (site / name).write_text(text, "utf-8")


def lines(site: Path, name: str, made: Callable[[list[str]], list[str]]) -> None:
    every = made((site / name).read_text("utf-8").splitlines())
    (site / name).write_text("".join(f"{line}\n" for line in every), "utf-8", newline="\n")


def test_a_copy_whose_list_of_files_was_renewed_is_still_told_to_be_changed(
    portal: Portal, tmp_path: Path
) -> None:
    portal.begin()
    assert portal("verify", str(portal.root / "site"))[0] == 0
    for number, (way, (does, sentence)) in enumerate(WAYS.items()):
        copy = tmp_path / f"copy{number}"
        shutil.copytree(portal.root / "site", copy)
        does(copy)
        renew(copy)
        code, said, _ = portal("verify", str(copy))
        assert (code, sentence in said) == (1, True), f"{way}: {said}"


def test_a_compressed_record_that_visitors_get_is_the_one_that_lies_beside_it(
    portal: Portal,
) -> None:
    portal.set(f"precompress: [gz, br]\nlog:\n  name: {NAME}\n")
    portal("log", "new")
    portal.build()
    site = portal.root / "site"
    assert portal("verify", str(site))[0] == 0
    record = site / f"{RECORD}.json"
    other = record.read_bytes().replace(b"375000.00", b"375000.01")
    made = {
        f"{RECORD}.json.gz": gzip.compress(other),
        f"{RECORD}.json.br": b"no brotli",
        "data/projects.jsonl.gz": b"\x1f\x8b",
    }
    for name, content in made.items():
        before = (site / name).read_bytes()
        (site / name).write_bytes(content)
        renew(site)
        code, said, _ = portal("verify", str(site))
        assert (code, f"✗ {name}：和 {name[:-3]} 不一样" in said) == (1, True), said
        (site / name).write_bytes(before)
    renew(site)
    assert portal("verify", str(site))[0] == 0


def test_a_log_that_lacks_a_file_is_told_and_not_taken_for_none(
    portal: Portal, tmp_path: Path
) -> None:
    portal.begin()
    code = portal.code
    for number, lost in enumerate(("tile/0", "tile/entries")):
        copy = tmp_path / f"copy{number}"
        shutil.copytree(portal.root / "site", copy)
        shutil.rmtree(copy / "log" / lost)
        for what in (("verify", str(copy)), ("verify", code, "--at", str(copy))):
            exit_code, out, said = portal(*what)
            assert exit_code == 1, said
            assert f"{copy} 的存证簿不完整：少了 {copy}/log/{lost}/000.p/" in out
    shutil.rmtree(tmp_path / "copy0/log")
    exit_code, _, said = portal("verify", str(tmp_path / "copy0"))
    assert (exit_code, "没有存证簿" in said) == (2, True)
    # the lists by which entries are found need not be trusted: what they hide is found
    shutil.rmtree(portal.root / "site/log/find")
    exit_code, out, _ = portal("verify", code)
    assert (exit_code, "现在还是这样" in out, f"find/{code[:2]}" in out) == (1, True, True)
    assert portal("verify", str(portal.root / "site"))[0] == 1


def test_a_damaged_receipt_is_no_word_against_the_log(portal: Portal, tmp_path: Path) -> None:
    portal.begin()
    held = tmp_path / "receipt"
    assert portal("verify", portal.code, "--receipt", str(held))[0] == 0
    text = held.read_text("utf-8")
    [index] = re.findall("index [0-9]+", text)
    same = [text.replace("\n", "\r\n"), f"\ufeff{text}", f"{text}\n", text.rstrip("\n"), f" {text}"]
    for each in same:
        held.write_text(each, "utf-8", newline="")
        code, out, said = portal("verify", str(held))
        assert (code, "回执证明" in out) == (0, True), said
    held.write_bytes(text.encode("utf-16"))
    assert portal("verify", str(held))[0] == 0
    broken = [text[:60], text[:-60], text.partition("\n\n")[0], text.replace("\n", "\n\n")]
    broken += [text.replace(index, f"index {said}") for said in ("9" * 5_000, "１", "-1", "x")]
    for each in broken:
        held.write_text(each, "utf-8", newline="")
        code, out, said = portal("verify", str(held))
        assert (code, out, "receipt 像是一份回执，可是不完整" in said) == (2, "", True), out + said
    code, out, said = portal("verify", portal.code, "--receipt", str(tmp_path / "no/where"))
    assert (code, "没有存证簿" in said, "where" in said) == (3, False, True)
    code, out, said = portal("verify", "0" * 20, "--receipt", str(tmp_path / "none"))
    assert (code, "没有写" in said, (tmp_path / "none").exists()) == (1, True, False)


def test_a_code_is_found_however_it_is_typed(portal: Portal) -> None:
    portal.begin()
    code = portal.code
    wide = "".join(chr(ord(each) + 0xFEE0) if each != " " else "\u3000" for each in code)
    typed = [
        *(code.upper(), code.replace(" ", ""), code.replace(" ", "-"), wide, f"“{code}”。"),
        *(f"本记录核对码：{code}", f"code: {code}", code.replace("0", "O").replace("1", "l")),
        f"https://example.org/shili/check.html?code={code.replace(' ', '-')}",
    ]
    whole = sha256((portal.root / f"site/{PROJECT[8:-3]}.json").read_bytes()).hexdigest()
    typed += [f"{whole}  2018-gonglu.json", f"SHA2-256(2018-gonglu.json)= {whole.upper()}"]
    typed += [f"code={code.replace(' ', '-')}"]
    for each in typed:
        exit_code, out, said = portal("verify", each, "--at", str(portal.root / "site"))
        assert (exit_code, "现在还是这样" in out) == (0, True), each + said
    for each in ("", code[:-1], f"{code}0123 x", "核对码"):
        exit_code, out, said = portal("verify", each)
        assert (exit_code, "不是核对码" in said) == (2, True), each + out


def test_nothing_in_a_file_of_others_writes_a_line_of_its_own(
    portal: Portal, tmp_path: Path
) -> None:
    portal.begin()
    held = tmp_path / "held.json"
    held.write_text('{"fields":{},"id":"x\\n\\u001b[2J全部核对无误","kind":"projects"}', "utf-8")
    code, out, _ = portal("verify", str(held))
    assert code == 1
    assert "✗ projects/x\\u000a\\u001b[2J全部核对无误：从来没有公开过" in out


def test_whether_a_key_is_known_or_only_said_by_the_site_is_told(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, key, _ = portal("key", "new")
    portal.set(f"log:\n  name: {NAME}\n  key: {key.strip()}\n")
    portal("log", "new")
    portal.build()
    site, code = str(portal.root / "site"), portal.code
    assert "网站自己说的" not in portal("verify", site)[1], "the settings say it"
    monkeypatch.chdir(tmp_path)
    for what in (["verify", site], ["verify", code, "--at", site]):
        assert cli.main(what) == 0
        assert "网站自己说的" in portal._said.readouterr().out
        assert cli.main([*what, "--key", key.strip()]) == 0
        assert "网站自己说的" not in portal._said.readouterr().out


def test_what_can_not_be_checked_is_a_sentence_and_no_word_of_tampering(portal: Portal) -> None:
    portal.begin()
    for given, sentence in (
        ("9f86", "不是核对码"),
        ("/nope.json", "没有 /nope.json"),
        (str(portal.root / "site/data/fields.csv"), "这种文件核对不了"),
        (str(portal.root / "site/index.html"), "这种文件核对不了"),
        (str(portal.root / "site/data/datapackage.json"), "没有可以核对的"),
    ):
        code, _, said = portal("verify", given)
        assert (code, sentence in said, "对不上" in said) == (2, True, False), said
    code, _, said = portal("verify", "0" * 20, "--at", "http://127.0.0.1:9/")
    assert (code, "没有人应答" in said, re.findall("[A-Z][a-z]+", said)) == (3, True, [])


def test_a_witness_and_who_fetches_tell_what_is_wrong_with_a_log_and_what_with_their_own_files(
    portal: Portal, tmp_path: Path
) -> None:
    _, key, _ = portal("key", "new")
    portal("key", "new", "--witness", WITNESS)
    portal.set(f"log:\n  name: {NAME}\n  key: {key.strip()}\n")
    portal("log", "new")
    portal.build()
    site, memory = str(portal.root / "site"), tmp_path / "home/mingjing/example.org_shili.seen"
    for number, lost in enumerate(("tile/0", "tile/entries", "")):
        copy = tmp_path / f"copy{number}"
        shutil.copytree(site, copy)
        shutil.rmtree(copy / "log" / lost)
        code, out, said = portal("witness", str(copy), "--name", WITNESS)
        told = "没有存证簿" if not lost else f"不完整：少了 {copy}/log/{lost}/000.p/"
        assert (code, out, told in said) == (1 if lost else 2, "", True), said
        code, _, said = portal("log", "fetch", str(copy))
        assert (code, ("什么也没有取" if lost else "没有存证簿") in said) == (2, True), said
    assert not memory.exists()
    assert portal("witness", site, "--name", WITNESS)[0] == 0
    before = memory.read_bytes()
    for content in (b"", b"x", b"\xff", before[:-60]):
        memory.write_bytes(content)
        code, out, said = portal("witness", site, "--name", WITNESS)
        assert (code, out, f"{memory} 坏了" in said) == (3, "", True), said
        assert memory.read_bytes() == content, "what is not known is no first time"
    memory.write_bytes(before)
    assert portal("witness", site, "--name", WITNESS)[0] == 0


class Cut(BaseHTTPRequestHandler):
    """Answers with less than it says, with a page for whatever is asked, or compressed."""

    site: ClassVar[Path]

    def do_GET(self) -> None:
        _, way, path = self.path.split("/", 2)
        if not (self.site / path).is_file():
            return self.send_error(404)
        content = (self.site / path).read_bytes()
        content = gzip.compress(content) if way == "packed" else content
        content = b"<!DOCTYPE html><title>404</title>" if way == "page" else content
        content = (self.site / "404.html").read_bytes() if way == "ours" else content
        self.send_response(200)
        self.send_header("Content-Length", str(len(content) + (way == "cut")))
        if way == "packed":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)
        return None

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (of the library)
        pass


def test_an_answer_that_was_cut_or_is_a_page_is_no_word_against_the_log(portal: Portal) -> None:
    portal.begin()
    Cut.site = portal.root / "site"
    with ThreadingHTTPServer(("127.0.0.1", 0), Cut) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        where = f"http://127.0.0.1:{server.server_port}"
        told = {
            "whole": (0, "全部核对无误"),
            "packed": (0, "全部核对无误"),
            "cut": (3, "连接断了"),
            "page": (2, "没有存证簿"),
            "ours": (2, "没有存证簿"),
        }
        for way, (code, sentence) in told.items():
            found, out, said = portal("verify", portal.code, "--at", f"{where}/{way}")
            assert (found, sentence in said, "✗" in out) == (code, True, False), f"{way}: {said}"
        asked = portal.code.replace(" ", "-")
        for page in (
            "",
            "check.html",
            "en/check.html",
        ):  # as the code on a page or a sheet leads to
            found, out, said = portal("verify", f"{where}/whole/{page}?code={asked}.{asked}")
            assert (found, out.count("现在还是这样")) == (0, 2), said
        server.shutdown()


def test_without_the_setting_nothing_of_a_log_is_made(portal: Portal) -> None:
    portal.set("")
    assert portal.build()[0] == 0
    site = portal.root / "site"
    assert not (site / "log").exists()
    assert not (site / "check.html").exists()
    assert "check.html" not in (site / "projects/jia/dong/shang/2018-gonglu.html").read_text()
    assert not (portal.root / "log").exists()
    assert public_log.Log.read(portal.root / "log") is None


def test_a_code_that_is_all_digits_is_no_one_s_number(portal: Portal) -> None:
    assert portal("log", "new")[0] == 0
    assert portal.build()[0] == 0
    url = "site/projects/jia/dong/shang/2018-gonglu"
    record = (portal.root / f"{url}.json").read_text("utf-8")
    found = re.search('"title":"([^"]*)"', record)
    assert found
    before = found[1]

    def code(number: int) -> str:
        text = record.replace(f'"title":"{before}"', f'"title":"{before}{number}"')
        return receipts.code(sha256(text.encode()).hexdigest())

    def looks_private(said: str) -> bool:
        page = f"<p>Code {said}</p>"
        return bool(made_text.private(page, page.encode(), frozenset()))

    number = next(n for n in range(1_000_000) if looks_private(code(n)))
    portal.edit(f"title: {before}", f"title: {before}{number}")
    exit_code, said, _ = portal.build()
    assert exit_code == 0, said
    assert code(number) in (portal.root / f"{url}.html").read_text("utf-8")
    portal.edit("task: ", f"task: {code(number)} ")
    assert portal.build()[0] != 0, "what a record says itself is another thing"


def test_a_new_key_signs_what_is_published_though_nothing_else_is_new(
    portal: Portal, tmp_path: Path
) -> None:
    _, key, _ = portal("key", "new")
    portal.set(f"log:\n  name: {NAME}\n  key: {key.strip()}\n")
    assert portal("log", "new")[0] == 0
    assert portal.build()[0] == 0
    site = str(portal.root / "site")
    assert portal("verify", site)[0] == 0
    before = (portal.root / "site/log/checkpoint").read_text("utf-8")
    receipt = str(tmp_path / "receipt")
    assert portal("verify", portal.code, "--receipt", receipt)[0] == 0
    # the private key is lost, and another takes its place
    (tmp_path / "home/mingjing/example.org_shili.key").unlink()
    _, other, _ = portal("key", "new")
    assert other != key
    portal.set(f"log:\n  name: {NAME}\n  key: {other.strip()}\n")
    assert portal.build()[0] == 0
    code, said, _ = portal("verify", site)
    assert code == 0, said
    assert f"用密钥{other.strip()}签名" in said
    after = (portal.root / "site/log/checkpoint").read_text("utf-8")
    sizes = [int(each.split("\n")[1]) for each in (before, after)]
    assert sizes[1] == sizes[0] + 1, "an entry that names the new key"
    code, _, _ = portal.build()
    assert (code, (portal.root / "site/log/checkpoint").read_text("utf-8")) == (0, after)
    # what was kept before is no alarm: its record is in the log, which names who signed it then
    record = str((portal.root / "site" / PROJECT[len("content/") :]).with_suffix(".json"))
    for what in (portal.code, record):
        assert portal("verify", what)[0] == 0
    code, said, err = portal("verify", receipt)
    assert (code, f"用以前的密钥{key.strip()}签名" in said) == (0, True), said + err
    # to who knows the new key alone, too: it signs the log that names the old one
    code, said, err = portal("verify", receipt, "--key", other.strip())
    assert (code, f"用以前的密钥{key.strip()}签名" in said) == (0, True), said + err
    # a log that is fetched has its keys again
    shutil.rmtree(portal.root / "log")
    assert portal("log", "fetch", site)[0] == 0
    for keys in ("log/keys", "site/log/keys"):
        listed = (portal.root / keys).read_text("ascii")
        assert listed.split() == [key.strip(), other.strip()]
    # without them a key is not known, and that is no alarm
    (portal.root / "site/log/keys").unlink()
    code, said, err = portal("verify", receipt)
    assert (code, "可能是以前的" in said, "✗" in said) == (2, True, False), said + err
    shutil.copy2(portal.root / "log/keys", portal.root / "site/log/keys")
    both = "--key", key.strip(), "--key", other.strip()
    for what in (receipt, portal.code, record, site):
        code, said, _ = portal("verify", what, *both)
        assert code == 0, said


def test_a_file_of_records_is_asked_of_a_log_that_is_signed_with_the_key(portal: Portal) -> None:
    _, key, _ = portal("key", "new")
    portal.set(f"log:\n  name: {NAME}\n  key: {key.strip()}\n")
    assert portal("log", "new")[0] == 0
    assert portal.build()[0] == 0
    record = str((portal.root / "site" / PROJECT[len("content/") :]).with_suffix(".json"))
    code, said, _ = portal("verify", record)
    assert (code, f"用密钥{key.strip()}签名" in said) == (0, True)
    checkpoint = portal.root / "site/log/checkpoint"
    checkpoint.write_text(checkpoint.read_text("utf-8").partition("\n\n")[0] + "\n\n", "utf-8")
    code, said, _ = portal("verify", record)
    assert (code, "✗" in said) == (1, True), "whoever wrote it anew could not sign it"


def test_a_key_that_has_come_back_signs_what_was_published_without_it(
    portal: Portal, tmp_path: Path
) -> None:
    _, key, _ = portal("key", "new")
    portal.set(f"log:\n  name: {NAME}\n  key: {key.strip()}\n")
    assert portal("log", "new")[0] == 0
    file = tmp_path / "home/mingjing/example.org_shili.key"
    file.rename(tmp_path / "elsewhere")
    _, _, err = portal.build()
    assert "私钥不在这台机器上" in err
    site = str(portal.root / "site")
    assert portal("verify", site)[0] == 1
    (tmp_path / "elsewhere").rename(file)
    code, _, err = portal.build()
    assert (code, "私钥不在这台机器上" in err) == (0, False)
    assert portal("verify", site)[0] == 0


def test_a_new_key_that_the_settings_do_not_name_signs_nothing_and_says_what_to_write(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, key, _ = portal("key", "new")
    portal.set(f"log:\n  name: {NAME}\n  key: {key.strip()}\n")
    portal("log", "new")
    portal.build()
    (tmp_path / "home/mingjing/example.org_shili.key").rename(tmp_path / "old")
    _, other, _ = portal("key", "new")
    portal.edit("title: ", "title: 新")
    code, _, err = portal.build()
    assert (code != 0, f"写到“log: key”里：{other.strip()}" in err) == (True, True), err
    portal.set(f"log:\n  name: {NAME}\n  key: {other.strip()}\n")
    assert portal.build()[0] == 0
    portal("key", "new", "--witness", WITNESS)
    monkeypatch.setenv("PORTAL_KEY", str(tmp_path / f"home/mingjing/{WITNESS}.key"))
    portal.edit("title: ", "title: 再")
    code, _, err = portal.build()
    assert (code != 0, f"是{WITNESS}的" in err) == (True, True), err


def test_who_holds_the_key_of_last_year_is_told_what_to_do_where_there_is_a_new_one(
    portal: Portal,
) -> None:
    _, key, _ = portal("key", "new")
    portal.set(f"log:\n  name: {NAME}\n  key: {key.strip()}\n")
    portal("log", "new")
    portal.build()
    other = str(PrivateKey.new(NAME).key)
    code, said, err = portal("verify", portal.code, "--key", other)
    assert (code, "✗" in said, "--key 旧公钥 --key 新公钥" in err) == (1, True, True)
    code, _, err = portal("verify", portal.code, "--key", other, "--key", key.strip())
    assert (code, "--key 旧公钥" in err) == (0, False)


def test_a_witness_is_told_of_days_that_cannot_be_and_of_its_own_clock(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, key, _ = portal("key", "new")
    portal.set(f"log:\n  name: {NAME}\n  key: {key.strip()}\n")
    portal("key", "new", "--witness", WITNESS)
    portal("log", "new")
    noon = "1796126400"  # on 1 December 2026
    monkeypatch.setenv("SOURCE_DATE_EPOCH", noon)
    portal.build()
    site = str(portal.root / "site")

    def came(at: int) -> str:
        monkeypatch.setattr("time.time", lambda: float(at))
        code, _, err = portal("witness", site, "--name", WITNESS)
        assert code == 0
        return err.replace("2026-12-", "")

    assert "时钟" not in came(int(noon))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1521000000")
    portal.edit("title: ", "title: 新")
    portal.build()
    assert "写着2018-03-14，可是01来见证时还没有这一条" in came(int(noon) + 86_400)
    assert "写着" not in came(int(noon) + 86_400), "it is told once"
    assert "可是上次见证写的是02" in came(int(noon) - 864_000)
    portal.edit("title: ", "title: 再")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", noon)
    portal.build()
    assert "写着01，按这台机器的时钟（2026-11-2" in came(int(noon) - 864_000)


def test_a_witness_that_lost_its_key_remembers_what_it_saw(portal: Portal, tmp_path: Path) -> None:
    _, key, _ = portal("key", "new")
    _, witness, _ = portal("key", "new", "--witness", WITNESS)
    lines = f"log:\n  name: {NAME}\n  key: {key.strip()}\n  witnesses: [%s]\n"
    portal.set(lines % witness.strip())
    portal("log", "new")
    portal.build()
    site, cosigned = str(portal.root / "site"), str(tmp_path / "cosigned")
    assert portal("witness", site, "--name", WITNESS, "-o", cosigned)[0] == 0
    portal("log", "take", cosigned)
    (tmp_path / "home/mingjing" / f"{WITNESS}.key").unlink()
    assert "--witness" in portal("witness", site, "--name", WITNESS)[2]
    _, other, _ = portal("key", "new", "--witness", WITNESS)
    code, _, err = portal("witness", site, "--name", WITNESS, "-o", cosigned)
    assert (code, "第一次见到" in err) == (0, False), "it goes on from what it saw"
    portal.set(lines % other.strip())
    portal("log", "take", cosigned)
    portal.build()
    code, said, _ = portal("verify", site)
    assert (code, said.count("见证过")) == (0, 1)
    # and a log that was begun anew meanwhile is told
    for name in ("log", "site"):
        shutil.rmtree(portal.root / name)
    portal.edit("title: ", "title: 新")
    portal("log", "new")
    portal.build()
    code, _, err = portal("witness", site, "--name", WITNESS)
    assert code == 1, err
