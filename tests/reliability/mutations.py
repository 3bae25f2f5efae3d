"""Good records damaged in many small ways: what was typed is published, or a problem is told.

Each record of `tests.records` is damaged as in `tests.test_mutations`; then every run of Chinese
characters that still stands in the file, outside of remarks, has to be found in what the record's
page is made of, unless something is said about the file.
"""

import html
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from generator.model.kinds.kind import Judged
from generator.model.kinds.registry import KINDS
from generator.parse import markdown_text, record_file, validation
from generator.parse.field_types import Choice
from generator.parse.model_fields import inner, validators
from tests.records import RECORDS, RICH, RULES
from tests.reliability import Row, command
from tests.test_mutations import Damaged, mutations

NAME = "Mutations of records"
EACH = 2_000
"""Mutations of the record of each kind."""
_RUN = re.compile("[一-鿿]{2,}")
_REMARK = re.compile(
    r"^\s*#.*|(?<=\s)#.*|<!--[\s\S]*?-->|\bscope:.*|[\d.,]+ ?[万千亿]*元", re.MULTILINE
)
"""What is on no page as it is typed: remarks, what someone has consented to, amounts."""
_VOUCHED = re.compile(r"^vouched:[\s\S]*?(?=^---|\Z)", re.MULTILINE)
"""Nor is who vouches for a number, and why: that is for whoever keeps the records."""


def labels(model: Any) -> Iterator[str]:
    """Yield the labels of choices, in whose place a page has the code."""
    for info in model.model_fields.values():
        for each in validators(info):
            if isinstance(each, Choice):
                for code, names in each.choices.items():
                    yield from (code, *names)
        part = inner(info.annotation)
        if hasattr(part, "model_fields"):
            yield from labels(part)


def shown(kind: str, file: str, content: bytes, root: Path) -> str | None:
    """Return all that the page of a record is made of, as text; None if a problem is told."""
    read, problems = record_file.parse(file, content)
    if read is None or problems:
        return None
    of = KINDS[kind]
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    data, problems = validation.validate(of.model, read, root)
    if data is None or problems:
        return None
    ident = file.removeprefix(f"content/{kind}/").rpartition(".")[0]
    judged: Judged[Any] = Judged(ident, file, data)
    text = markdown_text.render(read.body, file.removeprefix("content/"))
    if text.faults or list(of.judge(judged, RULES)):
        return None
    body = html.unescape(re.sub(r"<[^>]*>", "", text.html))
    return f"{of.view(judged, RULES)}\n{text.html}\n{body}"


def runs(content: bytes) -> list[str]:
    """Return the runs of Chinese characters of a file, outside of remarks."""
    text = content.decode("utf-8", "replace")
    return _RUN.findall(_REMARK.sub("", _VOUCHED.sub("", text)))


def lost(kind: str, content: bytes, root: Path) -> list[str]:
    """Return what was typed into a record and is neither published nor told of."""
    page = shown(kind, RECORDS[kind], content, root)
    if page is None:
        return []
    passed = {*labels(KINDS[kind].model)}
    gone = [run for run in runs(content) if run not in page and run not in passed]
    # a damage may have cut what is not shown anyhow, such as the name of who vouches
    return [run for run in gone if not any(run in each for each in withheld(kind, root))]


@cache
def withheld(kind: str, root: Path) -> frozenset[str]:
    """Return what of the good record itself is on no page as it stands: units, who consented."""
    content = RICH[RECORDS[kind]].encode()
    page = shown(kind, RECORDS[kind], content, root)
    assert page is not None, kind
    return frozenset(run for run in runs(content) if run not in page)


def tried(kind: str, root: Path, count: int) -> tuple[int, list[tuple[Damaged, list[str]]]]:
    """Damage the record of a kind `count` times; return how often, and what was lost in which."""
    failed: list[tuple[Damaged, list[str]]] = []
    seen = 0

    @settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(damaged=mutations(RICH[RECORDS[kind]]))
    def once(damaged: Damaged) -> None:
        nonlocal seen
        seen += 1
        gone = lost(kind, damaged.content, root)
        if gone:
            failed.append((damaged, gone))

    once()
    return seen, failed


def run() -> Row:
    """Damage the record of every kind."""
    cases = failures = 0
    with tempfile.TemporaryDirectory(prefix="reliability-") as folder:
        for kind in RECORDS:
            seen, failed = tried(kind, Path(folder), EACH)
            cases, failures = cases + seen, failures + len(failed)
            for damaged, gone in failed[:20]:
                print(f"{kind}: {gone}\n{damaged.content.decode('utf-8', 'replace')}")  # noqa: T201
    return Row(NAME, f"{EACH:,} each", cases, failures, command("mutations"))
