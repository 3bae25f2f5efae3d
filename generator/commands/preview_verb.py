"""The verb `serve`: the live preview."""

import argparse

from generator.base.messages import N_, catalogue, terminal_language
from generator.commands import usage, verbs
from generator.commands.terminal import Terminal


def add(known: verbs.Verbs) -> None:
    """Add the verb."""
    says = N_("show the site while you write")
    _parse_where(known.add("serve", _serve, says, "portal serve --port 8080"))


def _parse_where(made: usage.Parser) -> None:
    tr = made.tr
    made.add_argument(
        *("--host",),
        type=_name,
        default="127.0.0.1",
        metavar=tr("HOST"),
        help=tr(N_("address to serve at (127.0.0.1: for this machine alone)")),
    )
    made.add_argument(
        "--port",
        type=verbs.count,
        default=8000,
        metavar=tr("PORT"),
        help=tr(N_("port to serve at")),
    )
    made.add_argument(
        *("--allow-host",),
        type=_name,
        action="append",
        default=[],
        metavar=tr("NAME"),
        help=tr(N_("a further name the preview is reached by, as behind a proxy; may be repeated")),
    )
    said = N_("look for changes again and again (network folders, where none are told of)")
    made.add_argument("--poll", action="store_true", help=tr(said))


def _name(text: str) -> str:
    from generator.commands import preview_callers  # noqa: PLC0415

    if not preview_callers.name_of(text.partition("%")[0]):
        tr = catalogue(terminal_language()).gettext
        said = N_("“{value}” is not a name or an address such as preview.example.org or 127.0.0.1")
        raise argparse.ArgumentTypeError(tr(said).format(value=text))
    return text


def _serve(chosen: argparse.Namespace, out: Terminal) -> int:
    from generator.commands import serve  # noqa: PLC0415
    from generator.commands.preview_callers import CannotListen  # noqa: PLC0415

    where = serve.Where(chosen.host, chosen.port, tuple(chosen.allow_host), chosen.poll)
    try:
        return serve.serve(chosen.config.absolute(), where, out)
    except CannotListen as fault:
        out.say(fault.sentence(out.language))
        return verbs.MACHINE
