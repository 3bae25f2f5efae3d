"""What is published has our own tags alone, whatever was written."""

from hypothesis import given
from hypothesis import strategies as st

from generator.parse.safe_html import ATTRIBUTES, TAGS, clean, keeps
from tests.records import steady
from tests.texts import Seen

PIECES = st.lists(
    st.sampled_from(
        [
            *(f"<{tag}>" for tag in sorted({*TAGS, "script", "svg", "math", "style", "template"})),
            *("</p>", "</table>", "<!--", "-->", "<a href='", "javascript:", "'>", '"', "&#58;"),
            *("<img src=x onerror=y>", "<p style=x id=y>", "]]>", "<![CDATA[", "甲", "\0"),
        ]
    ),
    max_size=20,
).map("".join)


@steady(300)
@given(PIECES)
def test_whatever_is_written_only_our_own_tags_and_attributes_are_left(html: str) -> None:
    made = clean(html)
    for tag, attributes in Seen(made).tags:
        assert tag in TAGS
        allowed = ATTRIBUTES.get(tag, set()) | ({"class"} if tag in ("th", "td") else set())
        assert attributes.keys() <= allowed
    assert clean(made) == made


def test_an_address_that_a_reader_may_follow_is_kept_and_no_other() -> None:
    assert keeps("https://example.org/?a=b&c=d")
    assert not keeps("javascript:alert(1)")
