"""Every example of CommonMark through a text: the same HTML, or a problem says what is not shown.

What the examples give is cleaned as ours is, and then both are compared: tags, words, addresses,
titles. Where `check` has something to say of an example, that is a good answer, too. A failure is
an example of which something else is shown without a word, unless its reason stands in `MEANT`.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from generator.parse import markdown_text, safe_html
from tests.reliability import Row, command

NAME = "CommonMark examples through the text"
PACKAGE, VERSION = "commonmark-spec", "0.31.2"
"""On npm; it carries the text of the specification, with its examples."""
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
_BLOCKS = "p|h[1-6]|ul|ol|li|blockquote|pre|hr|table|thead|tbody|tr|th|td|br"
_BESIDE = re.compile(rf"\s*(</?(?:{_BLOCKS})[ >])")
_AFTER = re.compile(rf"(<(?:/?(?:{_BLOCKS}))(?: [^>]*)?>)\s+(?!</code>)")

MEANT = {
    "https://example.com\n": "a bare address is a link, as on GitHub",
    "<https://foo.bar/baz bim>\n": "so is one between signs that are none of a link",
    "< https://foo.bar >\n": "the same",
}
"""Examples that are shown otherwise on purpose, and why."""


class _Parts(HTMLParser):
    """Tags with what of them counts, and words, one after another."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = []
        for name, value in attrs:
            if name in ("href", "src"):
                told.append(f"{name}={_address(value or '')}")
            elif name in ("title", "alt") and value:
                told.append(f"{name}={value}")
            elif name == "start":
                told.append(f"{name}={int(value or 0)}")
        self.parts.append(f"<{'h2' if tag == 'h1' else tag} {' '.join(sorted(told))}>")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{'h2' if tag == 'h1' else tag}>")

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", data)
        if self.parts and not self.parts[-1].startswith("<"):
            self.parts[-1] += words
        else:
            self.parts.append(words)


def _address(value: str) -> str:
    """Return where a link leads, however it is written: ours are of files beside the text."""
    value = unquote(value).removeprefix("@/").strip("/.")
    return re.sub(r"\W+", "", value)


def parts(html: str) -> list[str]:
    """Return tags and words of HTML, without blanks that no one sees."""
    found = _Parts()
    html = re.sub(r"<(/?)h1>", r"<\1h2>", html)
    html = safe_html.clean(html)
    code = re.split(r"(<pre>.*?</pre>)", html, flags=re.DOTALL)
    for index in range(0, len(code), 2):
        code[index] = _AFTER.sub(r"\1", _BESIDE.sub(r"\1", code[index]))
    found.feed("".join(code).strip())
    found.close()
    return [part.strip() for part in found.parts if part.strip()]


def examples() -> Iterator[tuple[str, str]]:
    """Install the specification into a folder that is thrown away; yield Markdown and HTML."""
    with tempfile.TemporaryDirectory(prefix="reliability-") as folder:
        options = ("--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder)
        subprocess.run(("npm", "install", *options, f"{PACKAGE}@{VERSION}"), check=True)
        text = (Path(folder) / "node_modules" / PACKAGE / "spec.txt").read_text("utf-8")
        for match in _EXAMPLE.finditer(text.replace("→", "\t")):
            yield match[1], match[2]


def judged(body: str, html: str) -> str:
    """Return "same", "told" where a problem is, "meant" or "silent"."""
    made = markdown_text.render(body, "x.md")
    if made.faults:
        return "told"
    if parts(made.html) == parts(html):
        return "same"
    return "meant" if body in MEANT else "silent"


def run() -> Row:
    """Judge every example."""
    cases = failures = 0
    for body, html in examples():
        cases += 1
        failures += judged(body, html) == "silent"
    return Row(NAME, f"npm {PACKAGE} {VERSION}", cases, failures, command("commonmark"))
