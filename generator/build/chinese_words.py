"""Chinese words on pages in other languages, marked as such: records are in Chinese in each of them.

Programs that read aloud take another voice for them, and browsers a font with Chinese forms.
"""

import re

from generator.base.patterns import pattern

_HAN = "㐀-䶿一-鿿豈-龎\U00020000-\U0003ffff"
_RUN = pattern(rf"[“‘《〈（【「『]?[0-9]*[{_HAN}](?:[^A-Za-z<]*[{_HAN}])?[”’》〉）】」』。]?")
"""Chinese with what stands between it, but for Latin letters."""
_TEXTS = pattern(
    rf"(?s)<(script|style|title|textarea|option|svg)\b.*?</\1\s*>|(?<=>)[^<>]*[{_HAN}][^<>]*(?=<)"
)
"""What may hold no element, and texts with Chinese."""


def marked(content: str) -> str:
    """Return a page with each of its Chinese words marked as such."""
    start = content.find("<body")
    return content[:start] + _TEXTS.sub(_marked, content[start:]) if start >= 0 else content


def _marked(found: re.Match[str]) -> str:
    if found[1]:
        return found[0]
    return _RUN.sub(r'<bdi lang="zh-Hans">\g<0></bdi>', found[0])
