"""Pages in English say which of their words are Chinese, to voices and fonts."""

from pathlib import Path

import pytest

from generator.build import chinese_words

MARK = '<bdi lang="zh-Hans">'
END = "</bdi>"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("<p>Projects</p>", "<p>Projects</p>"),
        (
            "<a href='x'>上村 Shang</a> 东镇",
            f"<a href='x'>{MARK}上村{END} Shang</a> {MARK}东镇{END}",
        ),
        (
            "<p>2018年“四好”路（3组）, 3组</p>",
            f"<p>{MARK}2018年“四好”路（3组）, 3组{END}</p>",
        ),
        ("<p>安装LED灯86盏</p>", f"<p>{MARK}安装{END}LED{MARK}灯86盏{END}</p>"),
        ("<b>𪣻&amp;㑇</b>", f"<b>{MARK}𪣻{END}&amp;{MARK}㑇{END}</b>"),
        ('<p title="上村">a</p>', '<p title="上村">a</p>'),
        ("<option>上村</option>", "<option>上村</option>"),
        ("<svg><text>上村</text></svg>", "<svg><text>上村</text></svg>"),
        ('<script>"<b>上村</b>"</script>', '<script>"<b>上村</b>"</script>'),
    ],
)
def test_chinese_is_marked_where_an_element_may_stand(text: str, marked: str) -> None:
    assert chinese_words.marked(f"<title>上村</title><body>{text}</body>") == (
        f"<title>上村</title><body>{marked}</body>"
    )
    assert chinese_words.marked(text) == text, "no page"


def test_pages_in_english_have_it_and_those_in_chinese_not(demonstration: Path) -> None:
    village = "units/duyun/mochong/bingwu.html"
    english = (demonstration / "en" / village).read_text("utf-8")
    assert f"<h1>{MARK}丙午村{END} Bingwu</h1>" in english
    assert MARK not in (demonstration / village).read_text("utf-8")
