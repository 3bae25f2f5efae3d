"""New records of an import, judged many together, by other processes too where there are thousands.

They are told in the order of their rows, whoever judged them.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from generator.base.findings import Finding
from generator.base.problems import Problem
from generator.base.processes import InProcess, instead
from generator.model.kinds.kind import Rules
from generator.parse import record_text
from generator.records.sheet_judge import judge, read_again
from generator.records.sheet_words import Data

TOGETHER = 250
"""Records that are judged together."""
FEW = 1_000
"""So many are judged here: to start other processes would take as long."""
AHEAD = 6
"""How many times `TOGETHER` may be under way: all at once would fill the memory."""
_Record: TypeAlias = tuple[str, str, Data]
Verdict: TypeAlias = tuple[list[Finding], bytes, list[Problem], list[Finding]]
"""What is wrong with the fields, the record as text, and what is wrong with that as it will lie."""


@dataclass(frozen=True, slots=True)
class New:
    """A record to be: its address, its file, what it says, where in the workbook that stands."""

    ident: str
    path: str
    data: Data
    where: Any
    rows: Any
    noted: Any


@dataclass(slots=True)
class Waiting:
    """New records of a kind of the site in the folder `root` that are yet to be judged."""

    folder: str
    ending: str
    root: Path
    rules: Rules
    pool: Executor
    """Who judges them, once there are many."""
    _here: InProcess = field(default_factory=InProcess)
    _new: list[New] = field(default_factory=list)
    _due: "deque[tuple[list[New], Future[list[Verdict]]]]" = field(default_factory=deque)
    _seen: int = 0

    def add(self, new: New) -> Iterator[tuple[New, Verdict]]:
        """Take one more; yield those that have been judged meanwhile."""
        self._new.append(new)
        if len(self._new) >= TOGETHER:
            self._send()
            while len(self._due) > AHEAD:
                yield from self._first()

    def settled(self) -> Iterator[tuple[New, Verdict]]:
        """Yield all that wait, in order; none waits any more then."""
        self._send()
        while self._due:
            yield from self._first()

    def _send(self) -> None:
        if not self._new:
            return
        records = [_record(each) for each in self._new]
        pool = self.pool if self._seen >= FEW else self._here
        self._seen += len(records)
        try:
            future = self._submit(pool, records)
        except BrokenExecutor:
            future = self._again(records)
        self._due.append((self._new, future))
        self._new = []

    def _submit(self, pool: Executor, records: list[_Record]) -> Future[list[Verdict]]:
        return pool.submit(judged, self.folder, self.ending, self.root, self.rules, records)

    def _again(self, records: list[_Record]) -> Future[list[Verdict]]:
        """Judge records here, as all that follow: a process that should has been ended."""
        if self.pool is not self._here:
            instead(self.pool)
            self.pool = self._here
        return self._submit(self._here, records)

    def _first(self) -> Iterator[tuple[New, Verdict]]:
        new, future = self._due.popleft()
        try:
            verdicts = future.result()
        except BrokenExecutor:  # ended by the system, for want of memory
            verdicts = self._again([_record(each) for each in new]).result()
        yield from zip(new, verdicts, strict=True)


def _record(new: New) -> _Record:
    return new.ident, new.path, new.data


def judged(
    folder: str, ending: str, root: Path, rules: Rules, records: list[_Record]
) -> list[Verdict]:
    """Judge records of a kind, each of an address, a file and what it says."""
    found = []
    for ident, path, data in records:
        content = record_text.record(data, ending).encode()
        wrong = judge(folder, ident, path, data, rules)
        found.append((wrong, content, *read_again(path, content, data, folder, root)))
    return found
