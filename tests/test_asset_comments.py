"""Styles and scripts are sent without comments, and with all else."""

import pytest

from generator.build.asset_comments import without
from tests.conftest import ROOT

ASSETS = ROOT / "templates/assets"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("/* why */\na { b: c }", "a{b:c}"),
        ("a { b: c } /* two\nlines * / */ d { e: f }", "a{b:c}d{e:f}"),
        ('a { content: "/* no */" } /* yes */', 'a{content:"/* no */"}'),
        ("a { content: '\\'/*' } b { c: '*/' }", "a{content:'\\'/*'}b{c:'*/'}"),
        ("a { src: url(/x/*.woff) } /**/b { c: d }", "a{src:url(/x/*.woff)}b{c:d}"),
        ("/*! a licence */ a { b: c }", "/*! a licence */ a { b: c }"),
        ("@media print {\n  a {\n\tb: '  c: {  d'\n  }\n}", "@media print{a{b:'  c: {  d'}}"),
        ("a, b :hover > c { --x: ; d: e, f }", "a,b :hover > c{--x: ;d:e,f}"),
        ("a { b: c } /* never closed", "a{b:c}/* never closed"),
    ],
)
def test_comments_are_not_sent_and_what_looks_like_one_is(written: str, sent: str) -> None:
    assert without("style.css", written.encode()) == sent.encode()


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("// why\nvar a; // b\n  // c\nb();\n", "var a; // b\nb();"),
        ("a(1,\n  2);\nb()\nc({\n  d: 1 })\n", "a(1,2);b()\nc({d: 1 })\n"),
        ("var a = 'http://b';\nvar c = [1,\n];\n", "var a = 'http://b';\nvar c = [1,];"),
        ("/* why */", "/* why */"),
        ("if (a) {\n  b('  c');\n\t}\n", "if (a) {b('  c');}\n"),
        ("var a = `\n  b`;", "var a = `\n  b`;"),
        ("var a = `\n// no remark\n`;", "var a = `\n// no remark\n`;"),
        ("/*! a licence\n// of it\n*/", "/*! a licence\n// of it\n*/"),
        ("// `a` is b\nvar c;\n", "var c;"),
        (
            "var a = `\n// b`;\n// no remark, nor `that`\nc(`\n`);",
            "var a = `\n// b`;\n// no remark, nor `that`\nc(`\n`);",
        ),
    ],
)
def test_remarks_of_scripts_are_not_sent_where_none_can_be_text(written: str, sent: str) -> None:
    assert without("site.js", written.encode()) == sent.encode()


def test_other_files_are_sent_as_they_are() -> None:
    assert without("icon.svg", b"/* why */") == b"/* why */"


@pytest.mark.parametrize("name", sorted(path.name for path in ASSETS.glob("*.js")))
def test_no_script_of_ours_is_sent_with_its_remarks(name: str) -> None:
    sent = without(name, (ASSETS / name).read_bytes())
    assert not [line for line in sent.splitlines() if line.lstrip().startswith(b"//")]
