"""A new site made: what was asked or typed, the register read, its files written."""

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from generator.base import address_parts
from generator.base.messages import N_
from generator.commands import register, register_addresses, register_report, starter, verbs
from generator.commands.divisions import Division, RegisterError, fault
from generator.commands.register_addresses import Address
from generator.commands.register_corrections import Corrections
from generator.commands.register_rows import bare, read_register
from generator.commands.register_tree import Register, grown
from generator.commands.starter import Place
from generator.commands.terminal import Terminal
from generator.model import site_tables

Ask = Callable[[str, str], str]


def adopt(chosen: argparse.Namespace, ask: Ask | None, day: date, out: Terminal) -> int:
    """Make the site that was asked for; return the exit code.

    0 done; 1 the register cannot be used; 2 the place is not known well enough. With 1 and 2
    nothing is written.
    """
    try:
        rows = _rows(_files(chosen, ask))
        place, of = _place(chosen, ask, rows)
        address = _address(chosen, place, of)
    except RegisterError as error:
        for line in error.lines(out.language):
            out.say(line)
        out.say(out.tr(N_("Nothing has been written.")))
        return verbs.PROBLEMS if chosen.register else verbs.USAGE
    work = None
    below: list[Address] = []
    if of is not None:
        said = Corrections({of.root.code: address.id}, {})
        found = register_addresses.given(of, {}, (), said)
        below = [each for each in found.values() if each.division.parent_code == of.root.code]
        below = [each for each in below if each.division is not of.root]
    folder: Path = chosen.folder
    folder.mkdir(parents=True, exist_ok=True)
    register.write(folder, starter.files(place, address, below, day))
    content = folder / site_tables.FOLDERS["content"]
    if of is not None:
        work = register.plan(content, of)
        for line in register_report.told(of, work, out):
            out.result(line)
        if chosen.write:
            register.write(content, work.new)
    for doubt in address.doubts:
        if work is not None and doubt.marks == "language":
            continue  # told of all of them at once
        out.say(f"{address.id}: {register_report.doubt_text(doubt, out.language)}")
    message = N_("{name} has a site in {folder}; its unit is {unit}.")
    out.say(out.tr(message).format(name=place.name, folder=folder, unit=address.id))
    if work is not None and chosen.write:
        out.say(out.tr(N_("{new} records written.")).format(new=len(work.new)))
    elif work is not None:
        message = N_("{new} more units are in the register: portal register FILE --write there.")
        out.say(out.tr(message).format(new=len(work.new)))
    out.say(out.tr(N_("Next: fill in config.yaml there, then run portal check in that folder.")))
    return verbs.DONE


def _files(chosen: argparse.Namespace, ask: Ask | None) -> Sequence[Path]:
    if not chosen.register and ask is not None and not chosen.name:
        typed = ask(N_("The register of divisions (a file; empty for none yet):"), "")
        chosen.register = [Path(typed)] if typed else []
    found: Sequence[Path] = chosen.register
    return found


def _rows(files: Sequence[Path]) -> list[Division]:
    return [row for file in files for row in read_register(file.read_bytes(), file.name)]


def _place(
    chosen: argparse.Namespace, ask: Ask | None, rows: list[Division]
) -> tuple[Place, Register | None]:
    """Return the place that is meant, and the tree of its register if there is one."""
    name, code = chosen.name.strip(), bare(chosen.prefecture.strip())
    if rows and not code and name:
        code = next((each.code for each in rows if name in (each.name, each.short_name)), "")
    there = next((each for each in rows if each.code == code), None)
    if rows and not code:
        there = grown(rows).root
        code = there.code
    usual = there.name if there is not None and not there.stand_in else ""
    if not name:
        name = ask(N_("The official name of the place:"), usual) if ask else usual
    guessed = starter.place(name)
    word = chosen.level.strip()
    if ask and name and not word:
        word = ask(
            N_("What it is at its level (州、市、地区、盟; 省、县):"),
            guessed.word if guessed else "",
        )
        word = "" if guessed and word == guessed.word else word
    if not word and there is not None and not there.stand_in:
        word = "" if guessed and guessed.level == there.level else there.level
    found = starter.place(name, word, code, chosen.word.strip())
    if not name or found is None:
        message = N_(
            "Name the place, --name 毕节市, and where its name does not end in it what it is,"
            " --level 市."
        )
        raise RegisterError([fault(message)])
    if not rows:
        return found, None
    division = found.division()
    if there is not None and not there.stand_in and name == there.name:
        return found, grown(rows, code)
    return found, grown(rows, division)


def _address(chosen: argparse.Namespace, place: Place, of: Register | None) -> Address:
    """Return the address of the unit above all."""
    root = of.root if of is not None else place.division()
    typed = chosen.address.strip()
    if typed and (not address_parts.is_slug(typed) or "/" in typed):
        message = N_("“{slug}” must be small letters, digits and hyphens")
        raise RegisterError([fault(message, slug=typed)])
    slugs = {root.code: typed} if typed else {}
    tree = Register(root, (root,))
    return register_addresses.given(tree, {}, (), Corrections(slugs, {}))[root.code]
