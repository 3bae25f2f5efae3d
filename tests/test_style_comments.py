"""Styles are sent without comments, and with all else."""

import pytest

from generator.build.style_comments import without


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("/* why */\na { b: c }", "a { b: c }"),
        ("a { b: c } /* two\nlines * / */ d { e: f }", "a { b: c } d { e: f }"),
        ('a { content: "/* no */" } /* yes */', 'a { content: "/* no */" } '),
        ("a { content: '\\'/*' } b { c: '*/' }", "a { content: '\\'/*' } b { c: '*/' }"),
        ("a { src: url(/x/*.woff) } /**/b { c: d }", "a { src: url(/x/*.woff) } b { c: d }"),
        ("/*! a licence */ a { b: c }", "/*! a licence */ a { b: c }"),
        ("a { b: c } /* never closed", "a { b: c } /* never closed"),
    ],
)
def test_comments_are_not_sent_and_what_looks_like_one_is(written: str, sent: str) -> None:
    assert without("style.css", written.encode()) == sent.encode()


def test_only_styles_are_changed() -> None:
    assert without("site.js", b"/* why */") == b"/* why */"
