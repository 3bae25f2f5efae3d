"""What is published has our own tags alone, cleaned or written as if it had been."""

from unittest.mock import patch
from xml.etree.ElementTree import Element

from hypothesis import given
from hypothesis import strategies as st

from generator.prose import _markdown, render
from generator.sanitiser import _MAY_HOLD, _WORDLESS, TAGS, written
from tests.records import steady
from tests.texts import FILE, Seen, unspared

WORDS = st.one_of(st.none(), st.sampled_from(["甲", "a b", "\n", '"', "x:y"]), st.text(max_size=3))


@st.composite
def elements(draw: st.DrawFn, tag: str = "div", levels: int = 6) -> Element:
    """Return an element of any kind, most often with what belongs in it."""
    names = sorted({*_MAY_HOLD, "h1", "script", "a", "img", "section", "svg"})
    element = Element(tag)
    often = draw(st.integers(0, 29)) == 29 if tag in _WORDLESS else draw(st.booleans())
    element.text = draw(WORDS) if often else None
    if draw(st.integers(0, 29)) == 29:
        name = draw(st.sampled_from(["style", "id", "start", "href", "onclick"]))
        element.set(
            name, draw(st.sampled_from(["text-align: left;", "1", "甲", 'a"b', "a b", "&"]))
        )
    for _ in range(draw(st.integers(0, 3)) if levels else 0):
        within = sorted(_MAY_HOLD.get(tag, ())) if draw(st.integers(0, 29)) < 29 else names
        if within:
            child = draw(elements(draw(st.sampled_from(within)), levels - 1))
            child.tail = draw(WORDS) if often else None
            element.append(child)
    return element


@steady(400)
@given(elements())
def test_whatever_is_written_without_cleaning_is_what_cleaning_leaves(root: Element) -> None:
    html = written(root)
    if html is not None:
        assert html == _markdown()[0]._cleaned(root)
        assert {tag for tag, _ in Seen(html).tags} <= TAGS


def test_what_only_our_own_tags_can_be_made_of_is_not_cleaned_again() -> None:
    body = (
        "甲**乙***丙*`丁`  \n戊\n\n# 己 庚\n\n- 一\n- 二\n\n3. 三\n\n> 四\n\n    五\n\n---\n\n"
        "| 六 | 七 |\n|:-:|--|\n| 八 | |\n"
    )
    with patch("generator.sanitiser._cleaner", side_effect=AssertionError):
        made = render(body, FILE).html
    assert made == unspared(body).html
    assert {tag for tag, _ in Seen(made).tags} == TAGS - {
        *("a", "img", "del", "sub", "sup", "dl", "dt", "dd", "h3", "h4", "h5", "h6"),
    }
