"""The verb `register`: what it takes."""

import argparse
from pathlib import Path

from generator.base.messages import N_
from generator.commands import verbs
from generator.commands.terminal import Terminal


def add(known: verbs.Verbs) -> None:
    """Add the verb."""
    example = "portal register 区划表.xlsx --prefecture 5205 --write"
    said = N_("make the places of a register of divisions, or tell what changed in it")
    made = known.add("register", _register, said, example)
    tr = made.tr
    said = N_("registers: .csv, .xlsx, .xls or .ods, of one level or of all")
    made.add_argument("files", nargs="+", type=Path, metavar=tr("FILE"), help=tr(said))
    said = N_("take this division with all beneath it out of a longer list")
    made.add_argument("--prefecture", default="", metavar=tr("CODE"), help=tr(said))
    said = N_("write the records that are missing; without it nothing is written")
    made.add_argument("--write", action="store_true", help=tr(said))
    said = N_("with --write: also change names and codes of places that are there, as proposed")
    made.add_argument("--change", action="store_true", help=tr(said))
    said = N_("write all addresses into this table (.csv), to look through before --write")
    made.add_argument("--table", type=Path, metavar=tr("FILE"), help=tr(said))


def _register(chosen: argparse.Namespace, out: Terminal) -> int:
    from generator.commands import register_report  # noqa: PLC0415 (it loads how signs are read)

    found, problems = verbs.load(chosen)
    if found is None:
        return verbs.tell(problems, "text", out)
    return register_report.run(found.root / found.settings.content, chosen, out)
