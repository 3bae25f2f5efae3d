"""Links to places within pages are judged alike by `check` and `build`, by line and column."""

from pathlib import Path
from unittest.mock import patch

import pytest

from generator.build import build
from generator.build.links import Notes
from generator.model import config
from generator.model.site_tables import CONFIG
from generator.parse import markdown_text
from tests import sites

AT = "content/projects/jia/dong/xia/2017-qiao.md"


def told(folder: Path, body: str) -> list[str]:
    """Return code and place of each error, which are the same of `check` and of `build`."""
    path = folder / AT
    fields = path.read_text("utf-8").split("---\n")[1]
    path.write_text(f"---\n{fields}---\n{body}\n", "utf-8")
    found, _ = config.load(folder / CONFIG)
    assert found
    checked = build.check(found, sites.AS_OF)
    built = build.build(found, sites.AS_OF).problems
    said = [
        [f"{each.code} {each.place}" for each in every if each.severity == "error"]
        for every in (checked, built)
    ]
    assert said[0] == said[1]
    first = fields.count("\n") + 3
    return [each.replace(f"{AT}:{first}:", "at ") for each in said[0]]


def test_a_link_to_a_place_that_is_not_there_is_told_by_its_line_and_column(tmp_path: Path) -> None:
    folder = sites.lay(tmp_path)
    assert told(folder, "见[下文](#zijin)。\n\n## 资金") == ["P717 at 2"]
    assert told(folder, "见[县里](/units/jia.yaml#nowhere)。") == ["P717 at 2"]
    assert told(folder, "见[关于](/pages/about.md#没有)。") == ["P717 at 2"] * 2  # in two languages
    assert told(folder, "见[电话](#supervisors)。") == ["P717 at 2"]


def test_a_link_to_a_place_that_is_there_is_none(tmp_path: Path) -> None:
    folder = sites.lay(tmp_path)
    body = "[一](#资金) [二](#%E8%B5%84%E9%87%91) [三](#main) [四](/units/jia.yaml#main)\n\n## 资金"
    assert told(folder, body) == []


@pytest.mark.parametrize(
    "body",
    [
        '写法：`<a href="x.html">`',
        '文字 src="a b" 完',
        '```\n<a href="x.html" id="main">\n```',
        '&lt;a href="x.html"&gt;',
        '![甲 href="y.html"](b.png) id="main"',
    ],
)
def test_words_that_look_like_a_link_are_none(body: str) -> None:
    notes = Notes()
    html = markdown_text.render(body, "pages/a.md").html.replace("@/pages/b.png", "https://x/b.png")
    assert notes.take("a.html", html) == ((), [])
    assert notes.noted(()).away == {}


def test_a_place_that_a_template_leaves_out_is_told_by_the_line_of_the_text(tmp_path: Path) -> None:
    folder = sites.lay(tmp_path)
    path = folder / AT
    fields = path.read_text("utf-8").split("---\n")[1]
    link = "见[电话](/units/jia/dong/xia.yaml#supervisors)。"
    path.write_text(f"---\n{fields}---\n{link}\n", "utf-8")
    found, _ = config.load(folder / CONFIG)
    assert found
    problems = build.build(found, sites.AS_OF).problems
    assert not [each for each in problems if each.code == "P705"]


def test_where_hundreds_of_links_lead_nowhere_only_files_of_the_same_name_are_meant(
    tmp_path: Path,
) -> None:
    folder = sites.lay(tmp_path)
    text = "[甲](nowhere.md) [乙](/pages/2017-qiao.md)"
    path = folder / "content/pages/about.md"
    fields = path.read_text("utf-8").split("---\n")[1]
    path.write_text(f"---\n{fields}---\n{text}\n", "utf-8")
    found, _ = config.load(folder / CONFIG)
    assert found
    with patch("generator.joined.references.ASKED", 0):
        problems = build.check(found, sites.AS_OF)
    near = [dict(each.values)["nearest"] for each in problems if each.code == "P701"]
    assert near[0] == ""
    assert near[1].endswith("/2017-qiao.md")
