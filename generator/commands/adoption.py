"""A new site made: what was asked or typed, the register read, its files written."""

import argparse
import os
import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from generator.base import address_parts
from generator.base.messages import N_
from generator.commands import register, register_addresses, register_report, starter, verbs
from generator.commands.divisions import Division, RegisterError, fault
from generator.commands.register import Import
from generator.commands.register_addresses import Address
from generator.commands.register_corrections import Corrections
from generator.commands.register_rows import bare, read_register
from generator.commands.register_tree import SHOWN, Register, grown
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
    _say_next(chosen, work, out)
    return verbs.DONE


def _say_next(chosen: argparse.Namespace, work: Import | None, out: Terminal) -> None:
    """Say what was written of a register, and what to type next: lines that work as they stand."""
    folder: Path = chosen.folder
    program = _program(folder)
    typed = [f"cd {_quoted(str(folder))}"] if folder.resolve() != Path.cwd() else []
    if work is not None and chosen.write:
        out.say(out.tr(N_("{new} records written.")).format(new=len(work.new)))
    elif work is not None:
        message = N_("{new} more units are in the register; below stands what writes them.")
        out.say(out.tr(message).format(new=len(work.new)))
        files = " ".join(_quoted(_seen_from(folder, each)) for each in chosen.register)
        typed.append(f"{program} register {files} --write")
    out.say(out.tr(N_("Next: fill in config.yaml there, and type:")))
    for line in (*typed, f"{program} check"):
        out.say(f"    {line}")


def _program(folder: Path) -> str:
    """Return how the program is started in a folder: by its path, unless pip installed it."""
    own = Path(__file__).parents[2] / "portal"
    return _quoted(_seen_from(folder, own)) if own.is_file() else "portal"


def _seen_from(folder: Path, file: Path) -> str:
    """Return the path of a file for someone who is in a folder."""
    try:
        return os.path.relpath(file.resolve(), folder.resolve())
    except ValueError:  # another drive of Windows
        return str(file.resolve())


def _quoted(path: str) -> str:
    """Return a path as it is typed into the shell of this system."""
    if os.name != "nt":
        return shlex.quote(path)
    return f'"{path}"' if " " in path else path


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
        code = _code_of(name, rows)
    there = next((each for each in rows if each.code == code), None)
    if rows and not code:
        there = grown(rows).root
        code = there.code
        _held_against(there, name)
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


def _code_of(name: str, rows: Sequence[Division]) -> str:
    """Return the code of the one place of a name; "" where no row has it.

    Raises RegisterError where several do: in a list of the nation 鼓楼区 lies in four cities.
    """
    found = [each for each in rows if name in (each.name, each.short_name)]
    codes = [each.code for each in found]
    own = {code for code in codes if not any(code != up and code.startswith(up) for up in codes)}
    if len(own) < 2:
        return min(own, default="")
    shown = "、".join(sorted(own)[:SHOWN]) + ("…" if len(own) > SHOWN else "")
    message = N_(
        "{count} places of the register are called {name}: {codes}; say with --prefecture CODE"
        " which of them is meant"
    )
    raise RegisterError([fault(message, count=len(own), name=name, codes=shown)])


def _held_against(root: Division, name: str) -> None:
    """Raise RegisterError where a register begins at another place than the one that is named."""
    if not name or root.stand_in or root.stem == replace(root, name=name, short_name="").stem:
        return
    message = N_(
        "the register has no {name}: it begins at {root} ({code}). Take its own register, name the"
        " place as the register does, or say with --prefecture CODE which code it has"
    )
    raise RegisterError([fault(message, name=name, root=root.name, code=root.code)])


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
