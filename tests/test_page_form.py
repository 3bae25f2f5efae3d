"""What is made with a site's own templates is whole, or is told."""

import pytest

from generator.build import page_form


def told(content: str, own: dict[str, str] | None = None, url: str = "a.html") -> list[str]:
    """Return what is wrong with a page: its place, what stands there, and what does not."""
    return [
        " ".join(filter(None, (str(each.place), values["found"], values.get("missing", ""))))
        for each in page_form.faults(url, content, own or {})
        for values in [dict(each.values)]
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<main><div>a</main>", ["a.html <div> </div>"]),
        ("<main>a</div></main>", ["a.html </div> <div>"]),
        ("<ul><li>a<li><a href='b'>c</ul>", ["a.html <a> </a>"]),
        ("<table><tr><td>a</table><section>", ["a.html <section> </section>"]),
        ("<DIV>a</div><p>b<div>c</div>", []),
        ("<br><img src=a><svg><path d='M0'/></svg><!-- <div> --><p>a", []),
        ("<script>'<div>'</script><textarea><b></textarea><title><i></title>", []),
        ("<tbody></table>", ["a.html </table> <table>"]),
    ],
)
def test_an_element_without_its_other_half_is_told(content: str, expected: list[str]) -> None:
    assert told(content) == expected


def test_it_is_told_at_the_own_template_that_has_one_more() -> None:
    own = {"templates/base.html": "<b>a</b>", "templates/unit.html": "\n<b>c</b>\n<div>"}
    assert told("<div><b>a</b>", own) == ["templates/unit.html:3:1 <div> </div>"]
    assert told("<i>", own) == ["templates/base.html <i> </i>"]


@pytest.mark.parametrize(
    ("content", "near"),
    [
        ("<feed><title>甲 & 乙</title></feed>", "<feed><title>甲 & 乙</title></feed>"),
        ("<feed>\n<p>甲\n</feed>", "</feed>"),
        ("<feed>&nbsp;</feed>", "<feed>&nbsp;</feed>"),
        ("<feed>\n\n", "…"),
    ],
)
def test_a_feed_that_is_no_xml_is_told_where_it_ceases_to_be(content: str, near: str) -> None:
    assert told(content, {"templates/feed.xml": ""}, "a.xml") == [f"templates/feed.xml {near}"]
    assert told("<feed>甲 &amp; 乙</feed>", url="a.xml") == []
