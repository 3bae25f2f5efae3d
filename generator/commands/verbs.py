"""What verbs have in common: their exit codes, what they take, the settings, telling problems."""

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from generator.base.clock import FIRST_DAY, LAST_DAY
from generator.base.messages import N_, catalogue, terminal_language
from generator.base.problems import Problem, errors, in_order
from generator.commands import terminal, usage
from generator.commands.terminal import Terminal
from generator.model.site_tables import CONFIG

if TYPE_CHECKING:
    from generator.build.keep_going import Earlier
    from generator.model.config import Config

DONE, PROBLEMS, USAGE, MACHINE, KEPT, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""KEPT: the site was made, but for places that have errors, which stay as they were."""
Does: TypeAlias = Callable[[argparse.Namespace, Terminal], int]


class Verbs:
    """The verbs of a command line, each added with what it does, says of itself, and an example."""

    def __init__(self, parser: usage.Parser) -> None:
        self._language = parser.language
        self._verbs = parser.add_subparsers(
            metavar=parser.tr("VERB"),
            required=True,
            title=parser.tr(N_("verbs")),
            parser_class=usage.Parser,
        )

    def add(self, name: str, does: Does, says: str, shown: str) -> usage.Parser:
        """Add a verb that takes the site's settings; `says` is a msgid, `shown` a command."""
        language, tr = self._language, catalogue(self._language).gettext
        made: usage.Parser = self._verbs.add_parser(
            name,
            language=language,
            help=tr(says),
            description=tr(says),
            epilog=example(shown, language),
        )
        made.set_defaults(verb=does, parser=made)
        made.add_argument(
            "--config",
            type=Path,
            default=Path(CONFIG),
            metavar=tr("FILE"),
            help=tr(N_("the site's settings (config.yaml of this folder)")),
        )
        return made


def example(command: str, language: str) -> str:
    """Return the line of help that shows a command."""
    return catalogue(language).gettext(N_("Example: {command}")).format(command=command)


def judged(made: usage.Parser, formats: Sequence[str]) -> None:
    """Add what verbs that judge records take."""
    tr = made.tr
    made.add_argument(
        "--as-of",
        type=day,
        metavar=tr("YYYY-MM-DD"),
        help=tr(N_("the day the site is made for (today)")),
    )
    made.add_argument(
        "--format",
        choices=formats,
        default="text",
        help=tr(N_("how problems are written (text)")),
    )
    made.add_argument(
        *("--jobs",),
        type=count,
        metavar=tr("N"),
        help=tr(N_("processes to work with (all cores)")),
    )


def day(text: str) -> date:
    """Return the day that was typed; raise ArgumentTypeError for any other text."""
    tr = catalogue(terminal_language()).gettext
    try:
        # fromisoformat takes forms of weeks and without hyphens too
        found = date.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else "")
    except ValueError:
        raise argparse.ArgumentTypeError(
            tr(N_("“{value}” is not a day such as 2018-12-31")).format(value=text)
        ) from None
    if not FIRST_DAY <= found <= LAST_DAY:
        said = N_("“{value}” does not lie between {first} and {last}")
        values = {"first": FIRST_DAY.isoformat(), "last": LAST_DAY.isoformat()}
        raise argparse.ArgumentTypeError(tr(said).format(value=text, **values))
    return found


def count(text: str) -> int:
    """Return the number from 1 to 65535 that was typed; else raise ArgumentTypeError."""
    if not re.fullmatch("[0-9]{1,5}", text) or not 0 < int(text) < 65_536:
        tr = catalogue(terminal_language()).gettext
        raise argparse.ArgumentTypeError(
            tr(N_("“{value}” is not a number from 1 to 65535")).format(value=text)
        )
    return int(text)


def load(chosen: argparse.Namespace) -> "tuple[Config | None, list[Problem]]":
    """Return the settings that a verb was given, None with errors, and what is wrong with them."""
    from generator.model import config  # noqa: PLC0415 (slow to load: of a build, the scout looks meanwhile)

    return config.load(chosen.config.absolute())


def day_of(chosen: argparse.Namespace, found: "Config") -> date:
    """Return the day that the site is of: that of the command, else the one of the settings."""
    from generator.model import config  # noqa: PLC0415 (as above)

    return chosen.as_of or config.day(found)


def tell(
    problems: list[Problem],
    form: str,
    out: Terminal,
    earlier: "Sequence[Earlier] | None" = None,
) -> int:
    """Print the problems in the form asked for; return the exit code they call for.

    `earlier` are the places that stay as they were, where that was asked for.
    """
    ordered = in_order(problems)
    if form == "json" and earlier is not None:
        terminal.json_with(ordered, earlier, out)
    else:
        terminal.FORMS[form](ordered, out)
    return PROBLEMS if any(errors(ordered)) else DONE
