"""The verb `adopt`: a site of another place, ready to be filled."""

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.base.messages import N_
from generator.commands import verbs
from generator.commands.terminal import Terminal


def add(known: verbs.Verbs) -> None:
    """Add the verb."""
    example = "portal adopt ../bijie --name 毕节市 --register 区划表.xlsx --prefecture 5205"
    made = known.add("adopt", _adopt, N_("begin a site of another place"), example)
    tr = made.tr
    said = N_("the folder of the new site, which is made")
    made.add_argument("folder", type=Path, metavar=tr("DIR"), help=tr(said))
    said = N_("the official name of the place (asked, or that of the register)")
    made.add_argument("--name", default="", metavar=tr("NAME"), help=tr(said))
    said = N_("what it is at its level: 州, 市, 地区, 盟; 省, 县, … (as its name ends)")
    made.add_argument("--level", default="", metavar=tr("WORD"), help=tr(said))
    said = N_("what pages call it, where that is another word, such as 兵团")
    made.add_argument("--word", default="", metavar=tr("WORD"), help=tr(said))
    said = N_("the address of its unit, in pinyin (made of its name)")
    made.add_argument("--address", default="", metavar=tr("ADDRESS"), help=tr(said))
    said = N_("its register of divisions: .csv, .xlsx, .xls or .ods; may be repeated")
    made.add_argument(
        *("--register",), type=Path, action="append", default=[], metavar=tr("FILE"), help=tr(said)
    )
    said = N_("its code, which takes it out of a longer register")
    made.add_argument("--prefecture", default="", metavar=tr("CODE"), help=tr(said))
    said = N_("also write the units of the register; without it they are shown only")
    made.add_argument("--write", action="store_true", help=tr(said))


def _adopt(chosen: argparse.Namespace, out: Terminal) -> int:
    from generator.commands import adoption  # noqa: PLC0415 (it loads how signs are read)

    folder: Path = chosen.folder
    if folder.exists() and (not folder.is_dir() or any(_taken(folder))):
        said = N_("{folder} holds a site or other files already: name a new folder.")
        out.say(out.tr(said).format(folder=folder))
        return verbs.USAGE
    ask = _ask(out) if sys.stdin is not None and sys.stdin.isatty() else None
    day = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    return adoption.adopt(chosen, ask, day, out)


def _taken(folder: Path) -> list[Path]:
    """Return what lies in a folder besides what git keeps there."""
    return [each for each in folder.iterdir() if each.name not in (".git", ".gitattributes")]


def _ask(out: Terminal) -> Callable[[str, str], str]:
    """Return a function that asks a person, with what is taken where nothing is typed."""

    def ask(question: str, usual: str) -> str:
        out.say(f"{out.tr(question)}{f' [{usual}]' if usual else ''}")
        return sys.stdin.readline().strip() or usual

    return ask
