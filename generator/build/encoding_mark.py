"""The mark that pages, styles and scripts begin with: a server that says GB2312 of all harms none.

Browsers believe it before the server, as the standards of HTML and CSS have it (“encoding sniffing
algorithm”, “decode”); `<meta charset>` comes after both.
"""

import codecs

MARK = codecs.BOM_UTF8
MARKED = (".html", ".css", ".js")
"""Endings of what is read as the server says; JSON and XML are UTF-8 whatever it says."""


def marked(url: str, content: bytes) -> bytes:
    """Return what a file is to hold at `url`: with the mark, if it is one that needs it."""
    if not url.endswith(MARKED) or content.startswith(MARK):
        return content
    return MARK + content
