"""What `portal register` shows first, and does when asked: addresses that are doubtful, changes.

Signs with several readings and names that sound alike are told one by one; all addresses go into a
table if asked.
"""

import argparse
import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from generator.base import labels
from generator.base.messages import N_, catalogue
from generator.base.place_readings import Doubt
from generator.commands import register, register_addresses, register_records
from generator.commands.divisions import Division, RegisterError, fault
from generator.commands.register_addresses import Address
from generator.commands.register_records import Record
from generator.commands.register_rows import read_register
from generator.commands.register_tree import Register, grown
from generator.commands.terminal import Terminal
from generator.model import site_tables
from generator.model.levels import LEVELS

_SHOWN = 20
"""Rows left out of which names are told."""
_NAMED = 4
"""Towns with codes of counties of which names are told."""
_TOWN = re.compile("(?:镇|乡|苏木|街道|街道办事处)$")
_HEADING = ("code", "level", "name", "pinyin", "address", "new", "remarks")


def tree(files: Sequence[Path], records: list[Record], prefecture: str = "") -> Register:
    """Return the tree of registers: of the division asked for, else of that of the site's root."""
    rows: list[Division] = []
    for file in files:
        rows.extend(read_register(file.read_bytes(), file.name))
    codes = {each.code for each in rows}
    root = register_records.root_of(records)
    if root is None or (prefecture and prefecture != root.code):
        return grown(rows, _asked(prefecture, codes))
    own = Division(
        *(0, root.code, "", root.level),
        *(root.text("division") or root.text("short_name"), root.text("short_name")),
        body=root.text("name"),
    )
    if prefecture or root.code in codes:
        return grown(rows, own)
    try:
        return grown(rows)
    except RegisterError:
        return grown(rows, own)


def _asked(prefecture: str, codes: set[str]) -> str:
    """Return the code that is meant: 520500 is the 5205 of the list, too."""
    typed = prefecture.strip()
    short = typed.rstrip("0")
    tries = (typed, *(short.ljust(n, "0") for n in (2, 4, 6, 9, 12) if n >= len(short)))
    return next((each for each in tries if each in codes), typed)


def run(content: Path, chosen: argparse.Namespace, out: Terminal) -> int:
    """Do what was asked; return the exit code: 0 done, 1 something is wrong, nothing written."""
    try:
        records = register_records.read(content)
        work = register.plan(
            content, (of := tree(chosen.files, records, chosen.prefecture)), records
        )
    except RegisterError as error:
        for line in error.lines(out.language):
            out.say(line)
        out.say(out.tr(N_("Nothing has been written.")))
        return 1
    for line in told(of, work, out):
        out.result(line)
    if chosen.table:
        _table(chosen.table, work.addresses.values(), out.language)
        out.say(out.tr(N_("All addresses: {file}")).format(file=chosen.table))
    done = 0
    if chosen.write:
        register.write(content, work.new)
        if chosen.change:
            refused = [*register.change(content, work.changes)]
            for each in refused:
                out.say(each.text(out.language))
            done = len(work.changes) - len(refused)
    _ended(work, chosen, done, out)
    return 0


def _ended(work: register.Import, chosen: argparse.Namespace, done: int, out: Terminal) -> None:
    values = {"new": len(work.new), "left": work.left - done, "changed": done}
    if not chosen.write:
        message = N_(
            "Nothing has been written: --write would write {new} records; {left} that are there"
            " stay as they are."
        )
    elif done:
        message = N_("{new} records written, {changed} changed, {left} left as they are.")
    else:
        message = N_("{new} records written, {left} that were there left as they are.")
    out.say(out.tr(message).format(**values))
    if work.changes and not (chosen.write and chosen.change):
        message = N_("--write --change makes the {count} proposed changes.")
        out.say(out.tr(message).format(count=len(work.changes)))


def told(of: Register, work: register.Import, out: Terminal) -> Iterator[str]:
    """Yield what a person should know, the most pressing last, where the eye is."""
    for remark in work.remarks:
        yield remark.text(out.language)
    if of.left_out:
        names = "、".join(each.name for each in of.left_out[:_SHOWN])
        names += "…" if len(of.left_out) > _SHOWN else ""
        message = N_("{count} rows are no offices and are left out: {names}")
        yield fault(message, count=len(of.left_out), names=names).text(out.language)
    yield from _towns_as_counties(of, out)
    for change in work.changes:
        moved = any(was for was, _ in change.fields.values())
        head = N_("{file}: the place seems to have changed:") if moved else N_("{file} lacks:")
        yield out.tr(head).format(file=change.record.file)
        for name, (was, now) in change.fields.items():
            field = labels.value(register.field_name(name), out.language)
            message = out.tr(N_("    {field}: {was} → {now}"))
            yield message.format(field=field, was=was or "—", now=now)
    for record in work.vanished:
        message = N_(
            "{file}: {name} ({code}) is not in the register any more. If it was dissolved, write"
            " until (its last day) and successor (what it belongs to now) into its record"
        )
        values = {"name": record.text("short_name"), "code": record.code}
        yield fault(message, file=record.file, **values).text(out.language)
    marked = [*register_addresses.doubtful(work.addresses)]
    for address in marked:
        division = address.division
        yield f"{division.code}  {division.name}  {address.reading.words or '—'}  → {address.id}"
        for doubt in address.doubts:
            if doubt.marks != "language":
                yield f"    {doubt_text(doubt, out.language)}"
    yield from _spellings(work.addresses, out)
    if marked:
        message = N_(
            "{count} of {all} new addresses should be looked at before they are written, as they"
            " stay for good. Write what is wrong into {slugs} (addresses by code) and {readings}"
            " (readings of names) of the content folder."
        )
        tables = {"slugs": site_tables.SLUGS, "readings": site_tables.READINGS}
        counts = {"count": len(marked), "all": len(work.new)}
        yield out.tr(message).format(**tables, **counts)


def _towns_as_counties(of: Register, out: Terminal) -> Iterator[str]:
    """Yield that the list has codes of its own, where a county is called a town.

    No county of the official register is; see findings/vant-area-data-makes-towns-counties.sh.
    """
    towns = [each for each in of.divisions if each.level == "county" and _TOWN.search(each.name)]
    if towns:
        names = "、".join(f"{each.code} {each.name}" for each in towns[:_NAMED])
        names += "…" if len(towns) > _NAMED else ""
        message = N_(
            "{count} rows have the code of a county and the name of a town: {names}. Lists made for"
            " shops give the towns of cities without counties codes of their own. Take the official"
            " list, in which the code of a town has nine digits"
        )
        yield fault(message, count=len(towns), names=names).text(out.language)


def _spellings(addresses: Mapping[str, Address], out: Terminal) -> Iterator[str]:
    """Yield once for each language that places of it may be spelled by it: all of Xinjiang may."""
    counts: dict[str, int] = {}
    for each in addresses.values():
        for doubt in each.doubts if each.new else ():
            if doubt.marks == "language":
                said = doubt_text(doubt, out.language)
                counts[said] = counts.get(said, 0) + 1
    for said, count in counts.items():
        message = N_(
            "Of {count} new addresses, names of counties and towns above all: {said}. Look the"
            " known ones up in the official list of place names, and write those into {slugs}."
        )
        yield out.tr(message).format(count=count, said=said, slugs=site_tables.SLUGS)


def doubt_text(doubt: Doubt, language: str) -> str:
    """Return what is doubtful, in a sentence."""
    return fault(doubt.message, **doubt.values).text(language)


def _table(path: Path, addresses: Iterable[Address], language: str) -> None:
    """Write all addresses as a table; with a byte-order mark, without which Excel garbles it."""
    tr = catalogue(language).gettext
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_HEADING)
        for each in addresses:
            division = each.division
            remarks = " ".join(doubt_text(doubt, language) for doubt in each.doubts)
            level = tr(LEVELS[division.level][0])
            new = tr(N_("yes")) if each.new else ""
            row = (division.code, level, division.name, each.reading.words, each.id, new, remarks)
            rows.writerow(row)
