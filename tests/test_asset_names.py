"""A style of a site finds the pictures beside it, whatever names these are sent under."""

from pathlib import Path

import pytest

from generator.build import asset_names, build, templates
from tests.conftest import AS_OF, load

AT = {"logo.png": "assets/logo.0123456789.png", "我的 图.svg": "assets/我的 图.0123456789.svg"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("url(logo.png)", 'url("logo.0123456789.png")'),
        ("url( './logo.png' )", 'url("logo.0123456789.png")'),
        ('url("我的 图.svg#a")', 'url("我的 图.0123456789.svg#a")'),
        ("url(%E6%88%91%E7%9A%84%20%E5%9B%BE.svg?b)", 'url("我的 图.0123456789.svg?b")'),
        ("url(other.png)", "url(other.png)"),
        ("url(data:image/png,logo.png)", "url(data:image/png,logo.png)"),
        ("/*! url(logo.png) */", "/*! url(logo.png) */"),
        ("url(#a)", "url(#a)"),
    ],
)
def test_what_a_style_asks_for_follows_its_name(said: str, expected: str) -> None:
    assert asset_names.renamed(said.encode(), AT) == expected.encode()


def test_a_style_has_another_name_when_its_picture_changes(whole: Path) -> None:
    folder = whole / "templates/assets"
    folder.mkdir(parents=True)
    (folder / "mine.css").write_text(".a { background: url('logo.png') }", "utf-8")
    (folder / "logo.png").write_bytes(b"1")
    before = templates.assets(whole)
    assert before["logo.png"].url.removeprefix("assets/") in before["mine.css"].content.decode()
    (folder / "logo.png").write_bytes(b"2")
    after = templates.assets(whole)
    assert after["mine.css"].url != before["mine.css"].url
    build.build(load(whole), AS_OF)
    for each in after.values():
        assert (whole / "site" / each.url).read_bytes() == each.content


@pytest.mark.parametrize(
    ("file", "content", "expected"),
    [
        ("assets/a.css", "b {}\n.c { background: url(Logo.png) }", ["P839:2 logo.png"]),
        ("assets/a.css", '@import "a.css";', ["P839:1 a.css"]),
        ("assets/a.css", "@import url(https://x.example/b.css);", ["P830:1 "]),
        ("assets/a.css", ".a { background: url(data:image/png;base64,AA) }", ["P830:1 "]),
        ("assets/a.css", "/* url(b.png) */ .a { clip-path: url(#c) }", []),
        ("assets/a.css", ".b { background: url(logo.png) }", []),
        ("assets/a.js", "/* 村 */".encode("gb18030"), ["P841:1 "]),
        ("assets/deep/b.png", "", ["P840:0 "]),
        ("b.PNG", "", ["P840:0 "]),
        ("assets/.b.css", "url(c.png)", []),
    ],
)  # fmt: skip
def test_what_phones_would_not_find_is_told(
    whole: Path, file: str, content: str | bytes, expected: list[str]
) -> None:
    for name, text in {"assets/logo.png": b"1", file: content}.items():
        path = whole / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = [
        f"{each.code}:{each.place.line} {dict(each.values).get('nearest', '')}"
        for each in build.check(load(whole), AS_OF)
    ]
    assert found == expected
