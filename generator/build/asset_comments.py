"""Styles and scripts as phones load them: without the comments that people read in the source.

What begins as `/*!` stays, as licences do; what looks like a comment within a text or an address
is none. Of scripts whole lines of remarks go, how far lines are set in, and ends of lines that mean
nothing, unless a text there may have several lines; of styles blanks that mean nothing.
"""

import re
from functools import lru_cache

_PARTS = re.compile(
    rb"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)"']*\)|/\*!.*?\*/)|/\*.*?\*/\s*""", re.DOTALL
)
_BLANKS = re.compile(
    rb"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)"']*\))|\s*([{}])\s*|([;,:])\s+(?![\s;])""",
    re.DOTALL,
)
"""Blanks of styles that mean nothing; what is quoted stays as it is."""
_ENDS = re.compile(rb"^((?!.*//).*[{;,])\n", re.MULTILINE)
"""Lines that go on behind a sign which needs no new line, and have no remark."""
_INDENTS = re.compile(rb"^[ \t]+", re.MULTILINE)
_REMARKS = re.compile(rb"^[ \t]*//.*\n", re.MULTILINE)


@lru_cache(maxsize=64)
def without(url: str, content: bytes) -> bytes:
    """Return what a file is to hold at `url`: without comments, if it is a style or a script.

    It is remembered, as a preview asks for the same files at each of its builds.
    """
    if url.endswith(".js"):
        plain = _REMARKS.sub(b"", content)
        if any(sign in plain for sign in (b"`", b"\\\n", b"/*!")):  # where it begins is no remark
            return content
        plain = _INDENTS.sub(b"", plain)
        return plain if b"/*" in plain else _ENDS.sub(rb"\1", plain)
    if not url.endswith(".css"):
        return content
    plain = _PARTS.sub(lambda found: found[1] or b"", content)
    if b"/*!" in plain:
        return plain
    return _BLANKS.sub(lambda found: found[1] or found[2] or found[3], plain)
