"""Chinese words on pages in other languages, marked: records are in Chinese in each of them.

Programs that read aloud take another voice for them, and browsers a font with Chinese forms.
"""

from generator.base.patterns import pattern

_HAN = "㐀-䶿一-鿿豈-龎\U00020000-\U0003ffff"
_RUN = pattern(rf"[“‘《〈（【「『]?[0-9]*[{_HAN}](?:[^A-Za-z<]*[{_HAN}])?[”’》〉）】」』。]?")
"""Chinese with what stands between it, but for Latin letters."""
_MARKED = r'<bdi lang="zh-Hans">\g<0></bdi>'
_NO_ELEMENT = ("script", "style", "textarea", "option", "svg")
"""What may hold no element of a text."""


def marked(content: str) -> str:
    """Return a page with each of its Chinese words marked as such."""
    start = content.find("<body")
    if start < 0:
        return content
    parts = content[start:].split("<")
    without = ""
    for n, part in enumerate(parts):
        if part.startswith(_NO_ELEMENT):
            without = f"/{part.partition('>')[0].partition(' ')[0]}"
        elif without and part.startswith(without):
            without = ""
        if not without and not part.isascii():
            tag, end, text = part.partition(">")
            parts[n] = f"{tag}{end}{_RUN.sub(_MARKED, text)}"
    return content[:start] + "<".join(parts)
