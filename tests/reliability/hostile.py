"""Hostile strings through the text: nothing that a browser would act on comes out.

The strings are those of the Big List of Naughty Strings, each alone and in every place of a text
where a browser or Markdown reads otherwise. A failure is one whose HTML has a tag, an attribute or
an address that is not allowed, or at which the program stops.
"""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from generator.parse import markdown_text
from generator.parse.safe_html import ATTRIBUTES, CLASSES, SCHEMES, TAGS
from tests.reliability import Row, command

NAME = "Hostile strings through the text"
PACKAGE, VERSION = "blns", "2.0.4"
"""On npm; it carries github.com/minimaxir/big-list-of-naughty-strings as JSON."""
AROUND = (
    *("{}", "甲 {} 乙", "# {}", "- {}", "> {}", "`{}`", "**{}**", "    {}", "```\n{}\n```"),
    *("[甲]({})", "[甲](<{}>)", "![甲]({})", "[{}](a.md)", "<{}>", "[甲][乙]\n\n[乙]: {}"),
    *("| 甲 |\n|--|\n| {} |", "<br {}>", "<p>{}", '[甲](a.md "{}")', "甲[^1]\n\n[^1]: {}"),
)
SAFE = {"", *SCHEMES}
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def _leads(address: str) -> str:
    """Return the scheme of an address as browsers read it, "" where it has none."""
    address = re.sub(r"[\t\r\n]", "", address).lstrip("".join(map(chr, range(33))))
    scheme = _SCHEME.match(address)
    return scheme[1].lower() if scheme else ""


class _Active(HTMLParser):
    """Finds what no text may have."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = ATTRIBUTES.get(tag, set()) | ({"class"} if tag in CLASSES else set())
        if tag not in TAGS:
            self.found.append(tag)
        for name, value in attrs:
            if name not in allowed or (name in ("href", "src") and _leads(value or "") not in SAFE):
                self.found.append(f"{tag} {name}={value}")

    def handle_comment(self, data: str) -> None:
        self.found.append(data)

    def handle_decl(self, decl: str) -> None:
        self.found.append(decl)


def active(body: str) -> list[str]:
    """Return what comes out of a text that a browser might act on."""
    found = _Active()
    found.feed(markdown_text.render(body, "pages/a.md").html)
    found.close()
    return found.found


def strings() -> Iterator[str]:
    """Install the list into a folder that is thrown away, and yield its strings."""
    with tempfile.TemporaryDirectory(prefix="reliability-") as folder:
        options = ("--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder)
        subprocess.run(("npm", "install", *options, f"{PACKAGE}@{VERSION}"), check=True)
        for path in sorted((Path(folder) / "node_modules" / PACKAGE).rglob("blns.json")):
            yield from json.loads(path.read_text("utf-8"))
            return
        raise FileNotFoundError("blns.json")


def run() -> Row:
    """Try each string in each place."""
    cases = failures = 0
    for each in strings():
        for around in AROUND:
            cases += 1
            failures += bool(active(around.replace("{}", each)))
    return Row(NAME, f"npm {PACKAGE} {VERSION}", cases, failures, command("hostile"))
