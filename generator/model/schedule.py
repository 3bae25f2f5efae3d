"""How far a project is: the stage it has reached, its plan held against what happened."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from generator.base.findings import Finding, finding
from generator.base.messages import N_
from generator.model.kinds.kind import ordered
from generator.parse.field_types import Date, Part, Percent, Photo, Text, choice

STAGES = {
    "library": (N_("on the waiting list"), "入库", "进了项目库，还没批"),
    "approved": (N_("approved"), "已批复", "批了，没开工"),
    "under_way": (N_("under way"), "在建"),
    "completed": (N_("completed, awaiting acceptance"), "完工待验收", "完工，等验收"),
    "accepted": (N_("accepted"), "验收合格"),
    "failed": (N_("acceptance failed"), "验收不合格"),
    "stopped": (N_("stopped"), "终止", "不做了"),
}
RESULTS = {"passed": (N_("passed"), "合格"), "failed": (N_("failed"), "不合格")}
TIMELINESS = {
    "overdue": N_("not finished in time"),
    "not_started": N_("not begun in time"),
    "finished_late": N_("finished late"),
    "on_time": N_("on time"),
    "stopped": N_("not judged, as it was stopped"),
    "unknown": N_("not stated"),
}
BEGUN = ("under_way", "completed", "accepted", "failed")
LATE = ("overdue", "not_started")
OPEN = ("library", "approved", "under_way")
"""The stages at which work is still to be done."""
FINISHED = ("completed", "accepted", "failed")
CONTRADICTIONS = (
    N_("an actual start is recorded"),
    N_("progress is recorded"),
    N_("payments are recorded"),
    N_("no actual start is recorded"),
    N_("no actual finish is recorded"),
    N_("an actual finish is recorded"),
    N_("the last recorded progress is below 100%"),
    N_("no passed acceptance is recorded"),
    N_("no failed acceptance is recorded"),
    N_("an acceptance is recorded"),
    N_("no change says why and who approved it"),
)
"""What may contradict a stage, in the order of the facts that `contradicted` looks at."""

Stage = Annotated[str, choice(STAGES)]
Result = Annotated[str, choice(RESULTS)]


class Schedule(Part):
    """Start and finish, planned or actual."""

    start: Date | None = Field(None, description=N_("start"), examples=["2018-03"])
    finish: Date | None = Field(None, description=N_("finish"), examples=["2018-09-30"])


class Progress(Part):
    """An entry of the progress log."""

    date: Date = Field(description=N_("when this was seen"), examples=["2018-05-20"])
    percent: Percent = Field(description=N_("how much is done, of 100"), examples=["30"])
    note: Text | None = Field(None, description=N_("what is done"), examples=["路基完成"])
    photos: list[Photo] | None = Field(None, description=N_("pictures of that day"))


class Acceptance(Part):
    """The result of inspecting the finished work."""

    date: Date = Field(description=N_("day of the inspection"), examples=["2018-10-15"])
    result: Result = Field(description=N_("result"), examples=["passed"])
    by: Text = Field(description=N_("who inspected"), examples=["示例县项目验收组"])
    note: Text | None = Field(None, description=N_("findings"), examples=["路面平整，厚度达到要求"])


def percent(stage: str, progress: Sequence[Progress] | None) -> float | None:
    """Return how much is done, of 100, as last recorded; None when it is not known."""
    if progress:
        return progress[-1].percent
    if stage in FINISHED:
        return 100.0
    return 0.0 if stage in ("library", "approved") else None


def timeliness(stage: str, plan: Schedule | None, actual: Schedule | None, as_of: date) -> str:
    """Return a key of `TIMELINESS`: plan held against what happened, and against `as_of`."""
    if stage == "stopped":
        return "stopped"
    start, finish = (plan.start, plan.finish) if plan else (None, None)
    if stage in FINISHED:
        finished = actual.finish if actual else None
        if finish is None or finished is None:
            return "unknown"
        return "finished_late" if finished.after(finish) else "on_time"
    if finish is not None and finish.last < as_of:
        return "overdue"
    if stage not in BEGUN and start is not None and start.last < as_of:
        return "not_started"
    return "unknown" if finish is None else "on_time"


def misdated(
    plan: Schedule | None, actual: Schedule | None, acceptance: Acceptance | None, as_of: date
) -> Iterator[Finding]:
    """Yield where dates are out of order, or what was done lies after `as_of`."""
    start, finish = (actual.start, actual.finish) if actual else (None, None)
    if plan:
        yield from ordered(plan.start, plan.finish, ("plan", "finish"))
    yield from ordered(start, finish, ("actual", "finish"))
    for name, when in (("start", start), ("finish", finish)):
        if when and when.after(as_of):
            path = ("actual", name)
            yield finding("P304", *path, date=when.iso(), as_of=as_of.isoformat())
    if acceptance:
        yield from ordered(finish, acceptance.date, ("acceptance", "date"))
        if acceptance.date.after(as_of):
            yield finding(
                "P304",
                "acceptance",
                "date",
                date=acceptance.date.iso(),
                as_of=as_of.isoformat(),
            )


def undone(progress: Sequence[Progress] | None) -> Iterator[Finding]:
    """Yield where less is done than before."""
    before = 0.0
    for n, entry in enumerate(progress or ()):
        now = entry.percent
        if now < before:
            values = {"before": f"{before:g}", "now": f"{now:g}"}
            yield finding("P306", "progress", n, "percent", **values)
        before = now


def contradicted(
    stage: str,
    actual: Schedule | None,
    progress: Sequence[Progress] | None,
    acceptance: Acceptance | None,
    *,
    paid: bool,
    changed: bool,
) -> Iterator[Finding]:
    """Yield the first fact that contradicts the stage the record claims.

    `paid` and `changed` tell whether payments and changes of the plan are recorded.
    """
    start, finish = (actual.start, actual.finish) if actual else (None, None)
    result = acceptance.result if acceptance else None
    done = progress[-1].percent if progress else None
    before = stage not in BEGUN and stage != "stopped"
    facts = (
        before and start is not None,
        before and bool(done),
        stage == "library" and paid,
        stage in BEGUN and start is None,
        stage in FINISHED and finish is None,
        stage not in FINISHED and stage != "stopped" and finish is not None,
        stage in FINISHED and done is not None and done < 100,
        stage == "accepted" and result != "passed",
        stage == "failed" and result != "failed",
        stage not in ("accepted", "failed", "stopped") and result is not None,
        stage == "stopped" and not changed,
    )
    if any(facts):
        words = CONTRADICTIONS[facts.index(True)]
        label = f"\0:{STAGES[stage][0]}"
        yield finding("P307", "stage", stage=label, contradiction=f"\0:{words}")
