"""`portal import`: what workbooks of clerks would change in the records, and doing it."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from generator.base import labels, processes
from generator.base.messages import N_, catalogue
from generator.base.problems import Problem, errors, in_order
from generator.base.processes import uncollected
from generator.commands import sheet_kinds, terminal
from generator.commands.terminal import Terminal
from generator.model.config import Config
from generator.model.kinds.registry import KINDS
from generator.parse import record_text, yaml_nodes
from generator.records import record_writes, sheet_answers, sheet_import, sheet_memory
from generator.records.batches import ENDINGS, walk
from generator.records.sheet_columns import fields
from generator.records.sheet_merge import NOTHING, Changed, spoken
from generator.records.sheet_plan import Asked, Plan, Write
from generator.records.sheet_posts import NOBODY
from generator.records.sheet_totals import Sum

MOST = 200
"""Records that are shown one by one; in JSON there are all."""


def judged(
    found: Config, asked: Asked, as_of: date, alone: Callable[[], None] = processes.unheard
) -> Plan:
    """Return what an import would do. Raises OSError; for `alone` see `processes.workers`."""
    wrong = sheet_kinds.unknown(found.root, found.settings.content, asked.under)
    if wrong:
        return Plan(asked.folder, problems=wrong)
    tree = walk(found.root, found.settings.content)
    with uncollected(), processes.workers(processes.cores(), alone) as pool:
        return sheet_import.plan(asked, tree, found.rules(as_of), pool)


def written(made: Plan, root: Path, content: str) -> None:
    """Write what the plan says; a file that is there is replaced whole. Raises OSError."""
    for each in made.writes:
        path = root / each.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if each.new:
            with path.open("xb") as file:
                file.write(each.content)
        else:
            record_writes.replace(path, each.content)
    _remember(made, root, content)
    sheet_memory.write(made.memory, root, content, made.folder)


def _remember(made: Plan, root: Path, content: str) -> None:
    """Keep the numbers of rows whose records are there, so that these are known the next time."""
    known, _ = sheet_answers.numbers(root, content, made.folder)
    fresh = {
        number: ident
        for number, ident in made.numbers.items()
        if known.get(number) != ident
        and any((root / content / made.folder / f"{ident}{end}").exists() for end in ENDINGS)
    }
    if fresh:
        whole: dict[str, yaml_nodes.Raw] = {**known, **fresh}
        path = root / sheet_answers.numbers_of(content, made.folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = "".join(
            f"{record_text.quoted(number)}: {ident}\n" for number, ident in sorted(whole.items())
        )
        path.write_text(text, "utf-8", newline="\n")


def tell(made: Plan, form: str, out: Terminal, *, wrote: bool) -> None:
    """Print what would be done, or was, and every problem, in the form asked for."""
    ordered = in_order(made.problems)
    if form == "json":
        out.result(
            json.dumps(_as_json(made, ordered, out, wrote=wrote), ensure_ascii=False, indent=1)
        )
        return
    terminal.FORMS[form](ordered, out)
    for line in lines(made, out, wrote=wrote):
        out.say(line)


def lines(made: Plan, out: Terminal, *, wrote: bool) -> Iterator[str]:
    """Yield what a person is told besides the problems."""
    tr = out.tr
    for table in made.tables:
        yield tr(
            N_("{file}, sheet “{sheet}”: the heading in row {row}, {count} rows below it")
        ).format(
            file=table.file,
            sheet=table.sheet.name,
            row=table.heading.last + 1,
            count=len(table.rows.records),
        )
        for other in table.rows.others:
            said = tr(N_("  row {row} is left out: {what}, “{said}”"))
            shown = " ".join([other.said, *other.amounts])
            yield said.format(row=other.row + 1, what=tr(other.what.value), said=shown)
        yield from (_sum(each, out) for each in made.sums if each.table is table)
    new = [each for each in made.writes if each.new]
    for each in new[:MOST]:
        yield tr(N_("  new: {file}")).format(file=each.path)
    if len(new) > MOST:
        more = len(new) - MOST
        yield out.ntr("  … and {n} more new record", "  … and {n} more new records", more).format(
            n=more
        )
    changed = [each for each in made.writes if not each.new]
    for each in changed[:MOST]:
        for change in each.changes:
            yield f"  {each.path}: {_change(made.folder, change, out)}"
    if len(changed) > MOST:
        yield out.ntr(
            "  … and {n} more record", "  … and {n} more records", len(changed) - MOST
        ).format(n=len(changed) - MOST)
    said = tr(N_("New: {new}. Changed: {changed}. As before: {same}. Rows not taken: {bad}."))
    yield said.format(new=len(new), changed=len(changed), same=made.same, bad=made.bad)
    if not wrote:
        yield tr(N_("This was a trial, and nothing is written. --write writes what is right."))


def _sum(each: Sum, out: Terminal) -> str:
    total = each.spoken(each.total)
    if each.stated is None:
        return out.tr(N_("  {heading}: {total}")).format(heading=each.heading, total=total)
    if each.stated == each.total:
        said = N_("  {heading}: {total}, which is the sheet's own total")
        return out.tr(said).format(heading=each.heading, total=total)
    said = N_("  {heading}: {total}, but the sheet's own total is {stated}")
    return out.tr(said).format(heading=each.heading, total=total, stated=each.spoken(each.stated))


def _change(folder: str, change: Changed, out: Terminal) -> str:
    path = tuple("[]" if isinstance(step, int) else step for step in change.path)
    of = fields(folder).get(path)
    name = of.name(out.language) if of else _group(folder, change, out)
    old = out.tr(NOTHING) if change.old is None else spoken(change.old)
    new = out.tr(NOBODY) if change.new == NOBODY else spoken(change.new)
    return out.tr(N_("{field}: {old} → {new}")).format(field=name, old=old, new=new)


def _group(folder: str, change: Changed, out: Terminal) -> str:
    """Return the name of a group or a list as a form would call it."""
    first = str(change.path[0])
    meaning = KINDS[folder].model.model_fields[first].description or first
    return labels.name(meaning, catalogue(out.language).gettext)


def _as_json(
    made: Plan, ordered: Sequence[Problem], out: Terminal, *, wrote: bool
) -> dict[str, object]:
    return {
        "problems": terminal.rows(ordered, out),
        "sheets": [
            {
                "file": table.file,
                "sheet": table.sheet.name,
                "heading": table.heading.last + 1,
                "rows": len(table.rows.records),
                "left_out": [
                    {"row": each.row + 1, "what": each.what.name.lower(), "said": each.said}
                    for each in table.rows.others
                ],
                "totals": [
                    {
                        "heading": each.heading,
                        "field": ".".join(each.path),
                        "unit": "fen" if each.money else "count",
                        "sum": each.total,
                        "stated": each.stated,
                    }
                    for each in made.sums
                    if each.table is table
                ],
            }
            for table in made.tables
        ],
        "new": [each.path for each in made.writes if each.new],
        "changed": [_changes(each) for each in made.writes if not each.new],
        "same": made.same,
        "not_taken": made.bad,
        "written": wrote,
    }


def _changes(each: Write) -> dict[str, object]:
    values = [
        {"field": ".".join(map(str, one.path)), "old": one.old, "new": one.new}
        for one in each.changes
    ]
    return {"file": each.path, "fields": values}


def wrong(made: Plan) -> bool:
    """Tell whether there is an error among the problems."""
    return any(errors(made.problems))
