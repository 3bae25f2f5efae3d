"""The desk: who may sit there, what a form tells while one types, what is saved, two at once."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from generator.base.messages import CHINESE, ENGLISH, catalogue
from generator.commands.desk_session import Session, own_host, own_origin
from tests.conftest import ROOT
from tests.records import jpeg
from tests.test_serve import free_port, get, wait

PROJECT = "jia/dong/shang/2018-gonglu"


@dataclass
class Clerk:
    """A browser that has opened a desk."""

    root: Path
    port: int
    cookie: str = ""
    key: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def asked(
        self, verb: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, str, dict[str, str]]:
        """Return status, text and headers of an answer."""
        given = {"Cookie": self.cookie, "Origin": self.address, **headers}
        if verb == "GET":
            given.pop("Origin")
        line = HTTPConnection("127.0.0.1", self.port, timeout=20)
        line.request(verb, path, body, {name: value for name, value in given.items() if value})
        answer = line.getresponse()
        text = answer.read().decode("utf-8", "replace")
        line.close()
        return answer.status, text, dict(answer.getheaders())

    def get(self, path: str) -> str:
        return self.asked("GET", path)[1]

    def post(self, path: str, said: Any, **headers: str) -> dict[str, Any]:
        status, text, _ = self.asked(
            "POST",
            path,
            json.dumps(said).encode(),
            **{"Content-Type": "application/json", **headers},
        )
        return {"status": status, **json.loads(text)}

    def enter(self) -> None:
        status, _, headers = self.asked("GET", f"/desk/enter?key={self.key}")
        assert status == 302
        self.cookie = headers["Set-Cookie"].partition(";")[0]

    def form(self, kind: str, ident: str) -> "Form":
        """Return the form of a record, as the script of the page reads it."""
        html = self.get(f"/desk/edit?{urlencode({'kind': kind, 'id': ident})}")
        base = re.search(r'data-base="(\w*)"', html)
        assert base, html
        return Form(self, kind, ident, base[1])

    def file(self, path: str) -> Path:
        return self.root / "content" / path


@dataclass
class Form:
    """What is typed into a form."""

    clerk: Clerk
    kind: str
    ident: str
    base: str

    def said(self, fields: dict[str, Any], text: str | None = None, **more: Any) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "id": self.ident,
            "base": self.base,
            "name": f"{self.kind}/{self.ident}",
            "fields": fields,
            "text": text,
            **more,
        }

    def look(self, fields: dict[str, Any], text: str | None = None) -> dict[str, Any]:
        return self.clerk.post("/desk/look", self.said(fields, text, whole=True))

    def save(self, fields: dict[str, Any], text: str | None = None, **more: Any) -> dict[str, Any]:
        return self.clerk.post("/desk/save", self.said(fields, text, **more))


@contextmanager
def desk(root: Path) -> Iterator[Clerk]:
    """Run a desk of the site in `root`."""
    port = free_port()
    command = [sys.executable, "-m", "generator", "desk", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--config", str(root / "config.yaml")],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        key = ""
        for line in process.stderr:
            if found := re.search(r"key=([\w-]+)", line):
                key = found[1]
                break
        assert key, "the desk did not start"
        yield Clerk(root, port, key=key)
    finally:
        process.terminate()
        process.wait(10)
        if process.stderr is not None:
            process.stderr.close()


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    root = tmp_path_factory.mktemp("desk") / "whole"
    shutil.copytree(ROOT / "tests/sites/whole", root)
    with desk(root) as found:
        found.enter()
        yield found


def test_the_key_is_good_for_one_browser(clerk: Clerk) -> None:
    assert clerk.asked("GET", f"/desk/enter?key={clerk.key}", Cookie="x=y")[0] == 403
    assert clerk.asked("GET", "/desk/enter?key=", Cookie="x=y")[0] == 403
    assert clerk.asked("GET", "/desk/", Cookie="x=y")[0] == 403
    assert clerk.asked("GET", "/desk/")[0] == 200


def test_a_key_is_used_up() -> None:
    session = Session(8000)
    key = session.key
    assert session.address.endswith(key)
    kept = session.enter(key)
    assert kept
    assert session.knows(kept)
    assert not session.knows("")
    assert not session.knows(None)
    assert session.enter(key) is None
    assert session.enter("") is None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://example.org"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Host": "desk.example.org"}, 403),
        ({"Cookie": ""}, 403),
    ],
)
def test_nothing_is_taken_from_pages_of_others(
    clerk: Clerk, headers: dict[str, str], status: int
) -> None:
    form = clerk.form("projects", PROJECT)
    answer = clerk.post("/desk/look", form.said({"title": "甲"}), **headers)
    assert answer["status"] == status


def test_hosts_and_origins() -> None:
    assert own_host("127.0.0.1:8000")
    assert own_host("localhost:8000")
    assert not own_host("127.0.0.1.example.org")
    assert not own_host("192.168.1.5")
    assert own_origin("http://localhost:8000", "localhost:8000")
    assert not own_origin("http://localhost:8000", "127.0.0.1:8000")
    assert not own_origin("https://localhost:8000.example.org", "localhost:8000")


def test_pages_of_the_desk_load_nothing_from_elsewhere(clerk: Clerk) -> None:
    for path in ("/desk/", "/desk/new", f"/desk/edit?kind=projects&id={PROJECT}"):
        status, text, headers = clerk.asked("GET", path)
        assert status == 200
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', text)


def test_a_pencil_stands_on_each_page_for_the_clerk_alone(clerk: Clerk) -> None:
    page = clerk.get(f"/projects/{PROJECT}.html")
    assert f"/desk/at?url=projects/{PROJECT}.html" in page
    assert "/desk/" not in get(f"{clerk.address}/projects/{PROJECT}.html")
    status, _, headers = clerk.asked("GET", f"/desk/at?url=projects/{PROJECT}.html")
    assert (status, headers["Location"]) == (302, f"/desk/edit?kind=projects&id={PROJECT}")
    duties = clerk.get("/desk/at?url=compliance/jia/dong.html")
    assert "/desk/edit?kind=meetings" in duties or "/desk/edit?kind=" in duties
    assert clerk.asked("GET", "/desk/at?url=search.html")[0] == 200


def test_a_mistake_is_told_at_its_field_while_it_is_typed(clerk: Clerk) -> None:
    form = clerk.form("projects", PROJECT)
    answer = form.look({"budget": "一百万", "year": ""})
    told = {tuple(each["path"]): each for each in answer["problems"] if each["error"]}
    assert ("budget",) in told
    assert ("year",) in told
    assert "万元" in told["budget",]["message"] + told["budget",]["hint"]
    assert form.save({"budget": "一百万"})["problems"]
    assert "一百万" not in clerk.file(f"projects/{PROJECT}.md").read_text("utf-8")


def test_a_person_s_number_is_told_at_its_field_and_never_saved(clerk: Clerk) -> None:
    form = clerk.form("projects", PROJECT)
    answer = form.look({"task": "联系人 522701199001010016"})
    assert [each["path"] for each in answer["problems"] if each["error"]] == [["task"]]
    assert "19900101" not in json.dumps(answer["problems"])
    assert "saved" not in form.save({"task": "联系人 522701199001010016"})


def test_a_place_or_a_record_that_is_not_there_is_told(clerk: Clerk) -> None:
    form = clerk.form("projects", PROJECT)
    answer = form.look({"photos": [[None, {"file": "none.jpg", "alt": "路"}]]})
    assert [each["code"] for each in answer["problems"] if each["error"]] == ["P702"]
    assert answer["problems"][0]["path"] == ["photos", 0] or answer["problems"][0]["path"]


def test_one_field_is_one_line_of_the_file_and_the_page_shows_it(clerk: Clerk) -> None:
    path = clerk.file(f"projects/{PROJECT}.md")
    before = path.read_bytes()
    form = clerk.form("projects", PROJECT)
    looked = form.look({"title": "上村通组公路（二期）"})
    assert [each["new"] for each in looked["changes"]] == ["上村通组公路（二期）"]
    assert looked["pages"][0]["url"] == f"projects/{PROJECT}.html"
    answer = form.save({"title": "上村通组公路（二期）"})
    assert answer["to"] == f"/projects/{PROJECT}.html"
    after = path.read_bytes()
    lines = [(x, y) for x, y in zip(before.splitlines(), after.splitlines(), strict=True) if x != y]
    assert len(lines) == 1
    wait(lambda: "（二期）" in clerk.get(answer["to"]), "the page does not show it")
    path.write_bytes(before)


def test_a_form_saved_as_it_is_changes_no_byte(clerk: Clerk) -> None:
    path = clerk.file(f"projects/{PROJECT}.md")
    before = path.read_bytes()
    form = clerk.form("projects", PROJECT)
    assert form.look({})["changes"] == []
    assert "saved" in form.save({})
    assert path.read_bytes() == before


def test_the_second_of_two_windows_is_told_and_nothing_is_lost(clerk: Clerk) -> None:
    path = clerk.file(f"projects/{PROJECT}.md")
    before = path.read_bytes()
    one, two = clerk.form("projects", PROJECT), clerk.form("projects", PROJECT)
    assert "saved" in one.save({"title": "甲的题目", "address": "甲处"})
    answer = two.save({"title": "乙的题目", "task": "乙的任务"})
    assert answer["status"] == 409
    assert {each["new"] for each in answer["clash"]["theirs"]} == {"甲的题目", "甲处"}
    assert {each["new"] for each in answer["clash"]["mine"]} == {"乙的题目", "乙的任务"}
    assert len(answer["clash"]["both"]) == 1
    assert "乙的" not in path.read_text("utf-8")
    assert "saved" in two.save({"title": "乙的题目", "task": "乙的任务"}, join=True)
    made = path.read_text("utf-8")
    assert all(each in made for each in ("乙的题目", "甲处", "乙的任务"))
    path.write_bytes(before)


def test_a_new_record_gets_its_address_from_its_place_and_its_name(clerk: Clerk) -> None:
    said = {
        "kind": "projects",
        "place": "上村",
        "base": "",
        "name": "new/projects",
        "fields": {
            "status": "draft",
            "title": "人饮工程",
            "year": "2018",
            "category": "infrastructure",
            "stage": "library",
            "performance_target": "全村饮水安全",
        },
        "text": "",
    }
    looked = clerk.post("/desk/look", {**said, "whole": True})
    assert looked["file"].startswith("content/projects/jia/dong/shang/2018-renyin")
    answer = clerk.post("/desk/save", said)
    assert answer["saved"] == looked["file"]
    made = (clerk.root / answer["saved"]).read_text("utf-8")
    assert made.startswith("---\nstatus: draft\ntitle: 人饮工程\nyear: 2018\n")
    wait(lambda: "人饮工程" in clerk.get(answer["to"]), "the page is not there")
    again = clerk.post("/desk/look", {**said, "whole": True})
    assert again["file"] != looked["file"]
    (clerk.root / answer["saved"]).unlink()


def test_a_record_whose_folder_is_new_too_shows_and_the_desk_goes_on(clerk: Clerk) -> None:
    assert not clerk.file("meetings/yi").exists()
    form = Form(clerk, "meetings", "", "")
    answer = form.save({"date": "2018-05-03", "title": "新例会"}, place="yi", name="new/meetings")
    url = answer["to"].partition("#")[0]
    wait(lambda: "新例会" in clerk.get(url), "the page does not show it")
    assert clerk.asked("GET", "/desk/")[0] == 200
    (clerk.root / answer["saved"]).unlink()


def test_an_empty_file_is_filled_in_like_a_new_record(clerk: Clerk) -> None:
    file = clerk.file("meetings/jia/2018-06.md")
    file.write_bytes(b"")
    form = clerk.form("meetings", "jia/2018-06")
    said = form.said({"date": "2018-06-03", "title": "六月例会"})
    assert clerk.post("/desk/keep", said)["status"] == 200
    assert "saved" in form.save({"date": "2018-06-03", "title": "六月例会"})
    assert "六月例会" in file.read_text("utf-8")
    file.unlink()


def test_a_blank_ends_the_address_so_that_a_terminal_opens_no_more_than_it() -> None:
    """A sign such as ， was taken for a part of the key, which then opened nothing."""
    for said in (
        "The desk is at {address} until you press Ctrl-C.",
        "Look at {address} and end with Ctrl-C.",
    ):
        for language in (CHINESE, ENGLISH):
            assert "{address} " in catalogue(language).gettext(said)


def test_who_has_no_key_reads_why_in_a_page_with_its_style(clerk: Clerk) -> None:
    status, page = clerk.asked("GET", "/desk/enter?key=", Cookie="x=y")[:2]
    assert status == 403
    assert "/desk/files/desk.css" in str(page)
    assert "/desk/new" not in str(page)  # which would be refused as well
    assert clerk.asked("GET", "/desk/files/desk.css", Cookie="x=y")[0] == 200
    assert clerk.asked("GET", "/desk/files/desk.js", Cookie="x=y")[0] == 403
    assert clerk.asked("GET", "/desk/files/desk.css", Cookie="x=y", Host="example.org")[0] == 403


def test_a_file_that_cannot_be_read_says_all_that_is_wrong_with_it_and_in_which_line(
    clerk: Clerk,
) -> None:
    file = clerk.file(f"projects/{PROJECT}.md")
    was = file.read_text(encoding="utf-8")
    try:
        text = re.sub("(?m)^title: ", "title：", was, count=1)
        text = re.sub("(?m)^year: .*", "year: 20I8", text, count=1)
        file.write_text(text, encoding="utf-8")
        lines = text.split("\n")
        query = urlencode({"kind": "projects", "id": PROJECT})
        html = clerk.get(f"/desk/edit?{query}")
        for wrong in (n for n, line in enumerate(lines, 1) if line.startswith(("title", "year"))):
            assert f"第{wrong}行：" in html
    finally:
        file.write_text(was, encoding="utf-8")


def test_a_place_that_there_is_not_is_asked_for(clerk: Clerk) -> None:
    said = {"kind": "projects", "place": "没有的村", "fields": {}, "text": ""}
    assert clerk.post("/desk/look", said)["problems"][0]["path"] == ["@place"]


def test_a_place_that_cannot_have_such_a_record_is_told(clerk: Clerk) -> None:
    for place, of in (("jia/dong/shang", "has one"), ("jia/dong", "another level")):
        said: dict[str, Any] = {"kind": "supervisors", "place": place, "fields": {}, "text": ""}
        (told,) = clerk.post("/desk/save", said)["problems"]
        assert told["path"] == ["@place"], of
        assert told["message"]


@pytest.mark.parametrize(
    "ident", ["../../config", "jia/../../x", "/etc/passwd", "jia//x", "JIA", "jia/.x", ""]
)
def test_nothing_outside_the_content_is_opened(clerk: Clerk, ident: str) -> None:
    query = urlencode({"kind": "projects", "id": ident})
    assert clerk.asked("GET", f"/desk/edit?{query}")[0] == 404
    assert clerk.asked("GET", f"/desk/edit?{urlencode({'kind': '..', 'id': 'x'})}")[0] == 404
    for of in ("config.yaml", "content/../config.yaml", "content/units/x/../../../.portal/x"):
        query = urlencode({"of": of, "name": "a.jpg"})
        assert clerk.asked("GET", f"/desk/picture?{query}")[0] == 404


def test_what_is_typed_is_kept_until_it_is_saved_or_thrown_away(clerk: Clerk) -> None:
    form = clerk.form("projects", PROJECT)
    clerk.post("/desk/keep", form.said({"title": "没写完的题目"}))
    html = clerk.get(f"/desk/edit?kind=projects&id={PROJECT}")
    assert "没写完的题目" in html or "\\u6ca1" in html
    assert "没写完的题目" in clerk.get("/desk/")
    clerk.post("/desk/forget", {"name": f"projects/{PROJECT}"})
    assert "data-aside" not in clerk.get(f"/desk/edit?kind=projects&id={PROJECT}")


def test_a_picture_is_judged_as_it_is_handed_in(clerk: Clerk) -> None:
    ok = clerk.asked(
        *("POST", "/desk/hand-in?into=photo&name=IMG_0001.JPG"),
        jpeg(),
        **{"Content-Type": "application/octet-stream"},
    )
    name = json.loads(ok[1])["name"]
    assert re.fullmatch(r"img-0001-[0-9a-f]{6}\.jpg", name)
    assert clerk.asked("GET", f"/desk/picture?name={name}")[0] == 200
    bad = clerk.asked(
        *("POST", "/desk/hand-in?into=photo&name=a.jpg"),
        b"%PDF-1.7",
        **{"Content-Type": "application/octet-stream"},
    )
    assert "name" not in json.loads(bad[1])
    assert json.loads(bad[1])["message"]
    path = clerk.file(f"projects/{PROJECT}.md")
    before = path.read_bytes()
    form = clerk.form("projects", PROJECT)
    saved = form.save({"photos": [[None, {"file": name, "alt": "新路"}]]})
    assert "saved" in saved, saved
    assert (path.parent / name).read_bytes() == jpeg()
    path.write_bytes(before)
    (path.parent / name).unlink()


def test_places_are_found_by_name_and_by_pinyin(clerk: Clerk) -> None:
    def found(asked: str, kind: str = "units") -> list[str]:
        answer = json.loads(clerk.get(f"/desk/find?{urlencode({'kind': kind, 'q': asked})}"))
        return [each["id"] for each in answer["found"]]

    assert found("上村")[0] == "jia/dong/shang"
    assert found("shang")[0] == "jia/dong/shang"
    assert found("东镇上村")[0] == "jia/dong/shang"
    assert PROJECT in found("公路", "projects")
    assert found("没有") == []


def test_what_no_form_sends_is_refused(clerk: Clerk) -> None:
    for said in ({"kind": "projects"}, {"kind": "x"}, {"kind": "projects", "fields": {"x": "1"}}):
        assert clerk.post("/desk/look", {**said, "id": PROJECT})["status"] == 400
    assert clerk.asked("POST", "/desk/look", b"{}", **{"Content-Type": "text/plain"})[0] == 400
    assert clerk.asked("POST", "/desk/look", b"[", **{"Content-Type": "application/json"})[0] == 400


def test_every_record_has_a_form(clerk: Clerk) -> None:
    content = clerk.root / "content"
    for path in sorted(content.rglob("*")):
        kind, _, rest = path.relative_to(content).as_posix().partition("/")
        if path.suffix not in (".md", ".yaml") or not rest or kind == "imports":
            continue
        ident, _, language = rest.rpartition(".")[0].partition(".")
        query = urlencode({"kind": kind, "id": ident, "lang": language})
        status, html, _ = clerk.asked("GET", f"/desk/edit?{query}")
        assert status == 200, path
        assert 'id="form"' in html, path


def test_a_record_in_chinese_stays_in_chinese(clerk: Clerk) -> None:
    path = clerk.file("projects/jia/dong/shang/2018-zhongwen.yaml")
    path.write_text(
        "项目名称: 路灯\n项目年度: 2018\n项目类别: 基础设施\n到了哪个阶段: 入库\n绩效目标: 亮\n",
        "utf-8",
    )
    form = clerk.form("projects", "jia/dong/shang/2018-zhongwen")
    page = clerk.get("/desk/edit?kind=projects&id=jia/dong/shang/2018-zhongwen")
    assert '<option value="入库" selected>' in page
    assert '<option value="在建">' in page
    before = path.read_text("utf-8")
    saved = form.save({"stage": "已批复", "address": "村口"})
    assert "saved" in saved, saved
    made = path.read_text("utf-8")
    assert made == before.replace("入库", "已批复").replace(
        "绩效目标: 亮\n", "绩效目标: 亮\n详细地点: 村口\n"
    )
    path.unlink()
