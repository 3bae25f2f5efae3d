"""The verb `portal desk`: the preview with a pencil on each page, for a clerk at this machine."""

import argparse
import webbrowser
from threading import Thread

from generator.base.messages import N_
from generator.commands import verbs
from generator.commands.terminal import Terminal


def add(known: verbs.Verbs) -> None:
    """Add the verb."""
    says = N_("write records in a browser on this machine")
    made = known.add("desk", _desk, says, "portal desk")
    tr = made.tr
    made.add_argument(
        "--port",
        type=verbs.count,
        default=8000,
        metavar=tr("PORT"),
        help=tr(N_("port to serve at")),
    )
    said = N_("look for changes again and again (network folders, where none are told of)")
    made.add_argument("--poll", action="store_true", help=tr(said))
    said = N_("show the address alone, and open no browser")
    made.add_argument("--no-browser", action="store_true", help=tr(said))


def _desk(chosen: argparse.Namespace, out: Terminal) -> int:
    from generator.commands import serve  # noqa: PLC0415 (slow to load)
    from generator.commands.preview_callers import CannotListen  # noqa: PLC0415

    opened = None if chosen.no_browser else _open
    where = serve.Where("127.0.0.1", chosen.port, (), chosen.poll, desk=True, opened=opened)
    try:
        return serve.serve(chosen.config.absolute(), where, out)
    except CannotListen as fault:
        out.say(fault.sentence(out.language))
        return verbs.MACHINE


def _open(address: str) -> None:
    """Open the address in a browser, which may take its time to start."""
    Thread(target=webbrowser.open, args=(address,), daemon=True).start()
