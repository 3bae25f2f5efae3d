"""What was measured, as tables in `docs/benchmarks.md` and as it is in `docs/benchmarks.json`."""

import json
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

from tests.benchmarks.sameness import SHARED
from tests.benchmarks.sides import ROOT

Found: TypeAlias = dict[str, Any]

DOCUMENT = ROOT / "docs/benchmarks.md"
DATA = ROOT / "docs/benchmarks.json"
BEGIN, END = "<!-- numbers -->", "<!-- /numbers -->"
PREVIEW = "<!-- preview -->", "<!-- /preview -->"
OURS = "Mingjing"
SIDES = (OURS, "Hugo", "Hugo-JSON", "Hugo-TOML", "Hugo-best", "Eleventy", "Pelican")
"""The order of the columns."""
HUGO = (
    "Hugo reads front matter in YAML, Hugo-JSON and Hugo-TOML read it in these, Hugo-best is TOML "
    "with GOGC=400; ours runs without Python's collector of cycles."
)
"""What stands above the numbers, so that none of them is read without its settings."""
WORDS = {
    "cold": "cold",
    "nothing": "nothing changed",
    "day": "a new day, nothing else changed",
    "amount": "one amount changed",
    "segments": "one amount changed, its pages alone (`--renderSegments`)",
}
ALONE = {
    "template of all": "the template of every page changed",
    "template of units": "the template of the units' pages changed",
    "workers 1": "cold, one worker",
    "workers 2": "cold, two workers",
}


def write(found: Found, document: Path = DOCUMENT, data: Path = DATA, *, add: bool = False) -> None:
    """Put the numbers between the marks of the document, and beside it.

    To `add` is to keep what stands there and was not measured this time.
    """
    if add:
        found = merged(json.loads(data.read_text("utf-8")), found)
    put(document, (BEGIN, END), numbers(found))
    data.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8", newline="\n")


def merged(old: Found, new: Found) -> Found:
    """Return both, row by row; what was measured anew is taken from `new`.

    But a row stays that has more sides than the new one. Raises ValueError where they are of
    different corpora: sides are compared within a row alone.
    """
    same_corpus(old, new)
    old, new = _with_their_own(old), _with_their_own(new)
    systems = {**old["systems"]}
    for name, measured in new["systems"].items():
        before = systems.get(name, {"times": {}, "memory": {}})
        systems[name] = {
            part: {**before[part], **_no_fewer(before[part], measured[part])}
            for part in ("times", "memory")
        }
        systems[name] |= {
            part: measured.get(part) or before.get(part) or nothing
            for part, nothing in (("served", {}), ("rewritten", []))
        }
    return {
        **new,
        "systems": systems,
        "made": {**old["made"], **new["made"]},
        "tenfold": new["tenfold"] or old["tenfold"],
        "versions": [*dict.fromkeys([*new["versions"], *old["versions"]])],
        "command": "\n".join(dict.fromkeys([*old["command"].split("\n"), new["command"]])),
    }


def _no_fewer(old: Found, new: Found) -> Found:
    """Return the new rows but for those of which the old ones have more sides."""
    return {row: sides for row, sides in new.items() if len(sides) >= len(old.get(row, ()))}


def _with_their_own(found: Found) -> Found:
    """Return numbers in which those of ours alone have the cold builds of their run beside them.

    Those of another run may come to stand in the row of cold builds.
    """
    systems = {name: {**one, "times": {**one["times"]}} for name, one in found["systems"].items()}
    for times in (one["times"] for one in systems.values() if "cold" in one["times"]):
        for row in times.keys() & ALONE.keys():
            times[row] = {"cold": times["cold"][OURS], **times[row]}
    first, tenfold = next(iter(systems.values()))["times"], found["tenfold"]
    if tenfold and "cold" in first:
        tenfold = {"cold": first["cold"][OURS], **tenfold}
    return {**found, "systems": systems, "tenfold": tenfold}


def same_corpus(old: Found, new: Found) -> None:
    """Raise ValueError where these are of different corpora."""
    if any(old[name] != new[name] for name in ("projects", "units", "posts")):
        raise ValueError("the numbers that stand there are of another corpus")


def put(document: Path, between: tuple[str, str], text: str) -> None:
    """Put `text` between two marks of the document; raises ValueError where they are not."""
    begin, end = between
    before, _, rest = document.read_text("utf-8").partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"{document.name} has no {begin} … {end}")
    document.write_text(f"{before}{begin}\n{text}\n{end}{after}", "utf-8", newline="\n")


def numbers(found: Found) -> str:
    """Return all tables."""
    return "\n".join(_tables(_with_their_own(found)))


def _tables(found: Found) -> Iterator[str]:
    every = [
        side for each in found["systems"].values() for row in each["times"].values() for side in row
    ]
    sides = [side for side in SIDES if side in every]
    yield f"\n{found['projects']:,} projects, {found['units']:,} units, {found['posts']:,} posts."
    yield HUGO
    yield "Each cell: median (least–most) of so many rounds, and how many times our median it is.\n"
    for system, measured in found["systems"].items():
        yield from _times(f"### Seconds by the clock: {system}", measured, sides, "wall")
        yield from _times(f"### Seconds of processor time: {system}", measured, sides, "cpu")
        yield from _edits(measured)
        yield from _served(measured.get("served", {}))
        yield from _alone(measured["times"])
        yield from _memory(measured["memory"], sides)
    yield from _tenfold(found)
    yield from _made(found["made"])
    yield "### Made with\n"
    yield "\n".join(f"- {each}" for each in found["versions"])
    yield "\n".join(f"- {name}: {value}" for name, value in found["machine"].items())
    yield f"\n```sh\n{found['command']}\n```"


def table(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    """Yield the lines of a table; all columns but the first are of numbers."""
    yield f"| {' | '.join(head)} |"
    yield f"|---|{'---:|' * (len(head) - 1)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def _times(title: str, measured: Found, sides: list[str], of: str) -> Iterator[str]:
    rows = []
    for row, words in WORDS.items():
        times = measured["times"].get(row, {})
        if times:
            own = median(each[of] for each in times[OURS])
            rows.append([words, *(_cell(times.get(side, ()), of, own, side) for side in sides)])
    if rows:
        yield f"{title}\n"
        yield from table(["", *sides], rows)


def _cell(times: list[dict[str, float]], of: str, own: float, side: str) -> str:
    if not times:
        return "–"
    seconds = [each[of] for each in times]
    ratio = "" if side == OURS else f" **{median(seconds) / own:.1f}×**"
    spread = f"{min(seconds):.2f}–{max(seconds):.2f}"
    return f"{median(seconds):.2f} ({spread}) of {len(seconds)}{ratio}"


def _edits(measured: Found) -> Iterator[str]:
    """Yield how even our edits are, and what we write on a new day."""
    edits = [each["wall"] for each in measured["times"].get("amount", {}).get(OURS, ())]
    if edits:
        slowest = max(edits) / median(edits)
        yield f"The slowest of our {len(edits)} rounds of a changed amount took {slowest:.2f} times"
        yield "their median by the clock.\n"
    days = measured.get("rewritten", ())
    if days:
        yield f"On a new day we wrote {median(days):,.0f} files ({min(days):,}–{max(days):,}).\n"


def _served(served: Found) -> Iterator[str]:
    """Yield the table of previews: when each is ready, and how soon a saved amount is served."""
    if not served:
        return
    sides = [side for side in SIDES if side in served]
    ready = ["ready, cold"]
    shown = ["from saving an amount to its project's page"]
    for side in sides:
        one = served[side]
        ready.append(f"{one['ready']:.1f}" if one["ready"] else "not within 15 minutes")
        cells = [_seconds(one["seconds"], side, served[OURS]["seconds"])] if one["seconds"] else []
        shown.append(
            ", then ".join([*cells, *(["not within 120 s"] if one["lost"] else [])]) or "–"
        )
    yield "### Seconds until a preview shows it\n"
    yield from table(["", *sides], [ready, shown])


def _seconds(seconds: list[float], side: str, own: list[float]) -> str:
    times = [{"wall": each} for each in seconds]
    return _cell(times, "wall", median(own) if own else math.nan, side)


def _alone(times: Found) -> Iterator[str]:
    rows = []
    for row, words in ALONE.items():
        if row in times:
            seconds = [each["wall"] for each in times[row][OURS]]
            share = ""
            if "cold" in times[row]:
                cold = median(each["wall"] for each in times[row]["cold"])
                share = f"{median(seconds) / cold:.2f} of a cold build"
            rows.append([words, _cell(times[row][OURS], "wall", 1, OURS), share])
    if rows:
        yield f"### {OURS} alone, seconds by the clock\n"
        yield from table(["", OURS, ""], rows)
    if {"workers 1", "workers 2"} <= set(times):
        one, two = (median(t["wall"] for t in times[f"workers {n}"][OURS]) for n in (1, 2))
        yield f"Two workers against one: {one / two:.2f} times as fast.\n"


def _memory(memory: Found, sides: list[str]) -> Iterator[str]:
    rows = []
    for row, words in WORDS.items():
        if row in memory:
            own = memory[row][OURS]["peak"]
            rows.append([words, *(_peak(memory[row].get(side), own, side) for side in sides)])
    if rows:
        kinds = {each["kind"] for row in memory.values() for each in row.values()}
        yield f"### Peak memory of all processes together ({', '.join(sorted(kinds))})\n"
        yield from table(["", *sides], rows)


def _peak(memory: dict[str, Any] | None, own: int, side: str) -> str:
    if memory is None:
        return "–"
    ratio = "" if side == OURS else f" **{memory['peak'] / own:.1f}×**"
    return f"{memory['peak'] / 1e6:,.0f} MB{ratio}"


def _tenfold(found: Found) -> Iterator[str]:
    ten = found["tenfold"]
    if ten and "cold" in ten:
        seconds = median(each["wall"] for each in ten["times"])
        once = ten["cold"]
        times = seconds / median(each["wall"] for each in once)
        cold = _cell(ten["times"], "wall", 1, OURS)
        yield "### Ten times the projects\n"
        yield (
            f"{ten['projects']:,} projects: cold {cold} s by the clock, {times:.1f} times as long; "
            f"peak memory {ten['memory']['peak'] / 1e6:,.0f} MB.\n"
        )


def _made(made: Found) -> Iterator[str]:
    if not made:
        return
    sides = list(made)
    kinds = [*SHARED, *sorted({each for found in made.values() for each in found} - {*SHARED})]
    rows = [[each, *(f"{made[side].get(each, (0,))[0]:,}" for side in sides)] for each in kinds]
    total = {side: sum(number for number, _ in made[side].values()) for side in sides}
    rows.append(["all files", *(f"{total[side]:,}" for side in sides)])
    for each in ("projects", "units"):
        mean = [made[side][each][1] / made[side][each][0] for side in sides]
        rows.append([f"mean bytes of a page of {each}", *(f"{size:,.0f}" for size in mean)])
    bytes_ = {side: sum(size for _, size in made[side].values()) for side in sides}
    rows.append(["all bytes", *(f"{bytes_[side] / 1e6:,.0f} MB" for side in sides)])
    yield "### What was made\n"
    yield from table(["files", *sides], rows)


def preview(found: Found) -> str:
    """Return what was measured of the preview: when it is ready, and how soon an edit shows."""
    head = ["milliseconds from save to page", "edits", "median", "95th percentile"]
    rows = []
    for row, times in found["times"].items():
        numbers = (median(times), percentile(times, 0.95), min(times), max(times))
        rows.append([row, str(len(times)), *(f"{each:,.0f}" for each in numbers)])
    lines = [
        f"\n{found['projects']:,} projects, on {found['system']}.\n",
        f"- ready, cold: {found['cold']:.2f} s",
        f"- ready, warm: {found['warm']:.2f} s",
        f"- memory of the server after all edits (PSS): {found['memory'] / 1e6:,.0f} MB\n",
        *table([*head, "least", "most"], rows),
        *(f"- {name}: {value}" for name, value in found["machine"].items()),
        f"\n```sh\n{found['command']}\n```",
    ]
    return "\n".join(lines)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the nearest-rank percentile: the least value that `share` of all do not exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def marks(text: str, between: tuple[str, str] = (BEGIN, END)) -> int:
    """Return how many times a place for numbers is marked in `text`; once is right."""
    begin, end = map(re.escape, between)
    return len(re.findall(f"{begin}.*?{end}", text, re.DOTALL))
