"""The verb `poster`: sheets for notice boards and walls."""

import argparse
from pathlib import Path

from generator.base.messages import N_
from generator.commands import verbs
from generator.commands.terminal import Terminal


def add(known: verbs.Verbs) -> None:
    """Add the verb."""
    example = "portal poster xian/zhen --below --out posters"
    made = known.add("poster", _poster, N_("print sheets for notice boards and walls"), example)
    said = made.tr(N_("a place, as in the address of its page"))
    made.add_argument("units", nargs="+", metavar=made.tr("UNIT"), help=said)
    made.add_argument(
        "--out",
        "--pdf",
        dest="out",
        type=Path,
        default=Path("posters"),
        metavar=made.tr("DIR"),
        help=made.tr(N_("folder for the PDF files (posters)")),
    )
    made.add_argument(
        "--as-of",
        type=verbs.day,
        metavar=made.tr("YYYY-MM-DD"),
        help=made.tr(N_("print what the site would say on this day (as it is built)")),
    )
    made.add_argument(
        "--labels",
        action="store_true",
        help=made.tr(N_("also labels for building sites, with the QR code of each project")),
    )
    made.add_argument(
        "--below", action="store_true", help=made.tr(N_("also every village below each place"))
    )


def _poster(chosen: argparse.Namespace, out: Terminal) -> int:
    from generator.commands import print_sheets  # noqa: PLC0415

    return print_sheets.run(chosen, out)
