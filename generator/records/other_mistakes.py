"""What else is wrong with a record that cannot be taken: its text, and rules that it breaks.

Whoever wrote it is told of all of it at once, not of the next thing each time one is mended.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.base.findings import Finding
from generator.base.problems import Problem
from generator.model import duplicates
from generator.model.kinds import document
from generator.model.kinds.kind import Judged, Rules
from generator.model.kinds.registry import KINDS
from generator.parse import (
    further_mistakes,
    markdown_text,
    mobile_numbers,
    stand_ins,
    validation,
)
from generator.parse.markdown_text import Prose
from generator.parse.record_file import Source
from generator.records import files_beside
from generator.records.batches import Batch, File
from generator.records.summary import Summary


def of_unread(
    batch: Batch, file: File, first: Sequence[Problem], rules: Rules
) -> Sequence[Problem]:
    """Return all that is wrong with a file that cannot be read for what is wrong `first`."""
    if not first:  # the system does not give it, which is told elsewhere
        return first
    kind, beneath = KINDS[file.kind], file.path[len(batch.content) + 1 :]

    def judge(left: further_mistakes.Rest, read: Source, data: Any) -> Iterator[Problem]:
        yield from in_text(batch, read, markdown_text.render(read.body, beneath))
        if left.gaps:  # what rules would say may rest on what was left out
            return
        if data is None:
            yield from broken_rules(batch, file, read, rules, left.text)
            return
        found = [*judged(file, read, data, rules, batch.root), *beside(batch, file, read, data)]
        yield from validation.place(found, file.path, batch.root, left.text)

    return further_mistakes.told(batch.root, file.path, kind.model, first, judge=judge)


def of_unfit(batch: Batch, file: File, read: Source, text: Prose, rules: Rules) -> list[Problem]:
    """Return what else is wrong with a record, some of whose fields do not fit."""
    return [*in_text(batch, read, text), *broken_rules(batch, file, read, rules)]


def in_text(batch: Batch, read: Source, text: Prose) -> list[Problem]:
    """Return what is wrong in the text of a record, of which nothing else is kept."""
    into = Summary(batch.key, county=batch.rules.county)
    files_beside.text(batch, read, text, into)
    return into.problems


def broken_rules(
    batch: Batch, file: File, read: Source, rules: Rules, typed: str | None = None
) -> list[Problem]:
    """Return which rules a record breaks, some of whose fields do not fit, whatever they say.

    `typed` is as in `validation.validate`.
    """
    model = KINDS[file.kind].model
    found = stand_ins.of(model, validation.prepared(model, read))
    if found is None:
        return []
    rest = replace(read, data={k: v for k, v in read.data.items() if k not in found.names})

    def judge(data: Any) -> Iterator[Finding]:
        yield from judged(file, rest, data, rules, batch.root)
        yield from beside(batch, file, rest, data)

    told = found.agreed(judge)
    return validation.place(told, file.path, batch.root, typed)


def judged(file: File, read: Source, data: Any, rules: Rules, root: Path) -> Iterator[Finding]:
    """Yield what rules say of a record alone, without the files beside it."""
    kind = KINDS[file.kind]
    if kind.settled:
        data = kind.settled(data, rules)
    yield from kind.judge(Judged(file.id, file.path, data), rules)
    yield from duplicates.entries(data)
    yield from mobile_numbers.of_record(read, data, root)


def beside(batch: Batch, file: File, read: Source, data: Any) -> Iterator[Finding]:
    """Yield which files that a record names cannot be shown; what these say is not looked at."""
    kind, record = KINDS[file.kind], Judged(file.id, file.path, data)
    into = Summary(batch.key, county=batch.rules.county)
    if kind.photos:
        yield from files_beside.unshown(kind.photos(data), batch, record, into)
    if isinstance(data, document.Document):
        yield from files_beside.attachment(batch, record, read.body, into, lambda *_: [])
