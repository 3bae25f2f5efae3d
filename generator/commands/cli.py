"""The command line: its verbs, their exit codes, and what is said of what ends one early.

0 done; 1 problems in content or configuration; 2 wrong usage; 3 the machine's fault; 4 made but for
places with errors, which stay as they were (`--keep-going`); 130 interrupted.
"""

import os
import sys
from collections.abc import Sequence

from generator import __version__
from generator.base.messages import N_, catalogue, terminal_language
from generator.build.cluster_faults import ClusterFault
from generator.build.site_access import Refused
from generator.build.site_writer import Output
from generator.commands import (
    adopt,
    cluster_verb,
    desk_verb,
    diff_verb,
    log_verbs,
    machine_faults,
    new_verb,
    poster_verb,
    preview_verb,
    publish_verb,
    register_verb,
    sheet_verbs,
    site_verbs,
    usage,
    verbs,
    verify_verb,
    witness_verb,
)
from generator.commands.terminal import Terminal


def run(held: list[object] | None = None) -> int:
    """Run the command line of this process; return the exit code.

    What is large is put into `held`, so that a process that ends need not take it apart.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that is not UTF-8 must not stop a message
            stream.reconfigure(errors="replace")
    return main(sys.argv[1:], held)


def main(arguments: Sequence[str], held: list[object] | None = None) -> int:
    """Do what `arguments` say; return the exit code, never raise for a person's mistake."""
    language = terminal_language()
    tr = catalogue(language).gettext
    chosen, rest = _parser(language, arguments).parse_known_args(arguments)
    if rest:
        chosen.parser.unknown(rest)
    chosen.held, chosen.output = [] if held is None else held, None
    out = Terminal(language)
    does: verbs.Does = chosen.verb
    try:
        return does(chosen, out)
    except KeyboardInterrupt:
        said = _interrupted(chosen.output)
        out.say(tr(said).format(folder=chosen.output and chosen.output.site))
        return verbs.INTERRUPTED
    except BrokenPipeError:
        # the reader of our output left (`| head`): not a fault, but nothing more can be said
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return verbs.MACHINE
    except Refused as refused:
        out.say(tr(refused.message).format(**refused.values))
        return verbs.USAGE
    except ClusterFault as fault:
        out.say(cluster_verb.sentence(fault, out, chosen.output))
        return verbs.MACHINE
    except MemoryError:
        out.say(_out_of_memory(chosen.output, out))
        return verbs.MACHINE
    except OSError as error:
        ours = [chosen.output.state.parent, chosen.output.site] if chosen.output else []
        out.say(machine_faults.sentence(error, language, ours))
        return verbs.MACHINE


def _interrupted(output: Output | None) -> str:
    """Return what is true of the site when a person has put an end to a verb (a msgid)."""
    if output is None:
        return N_("Interrupted.")
    if output.cleans:
        return N_("Interrupted; some files may still be there. Run this again to remove them.")
    if output.half:
        return N_(
            "Interrupted; {folder} is half replaced, and has no SHA256SUMS. Build again: it goes on"
            " from there."
        )
    return N_("Interrupted; nothing is half done.")


def _out_of_memory(output: Output | None, out: Terminal) -> str:
    """Return what a person is told when memory does not suffice, and what is true of the site."""
    said = out.tr(machine_faults.NO_MEMORY)
    if output is not None and output.half:
        half = N_("{folder} is half replaced, and has no SHA256SUMS until it is built again.")
        said += "\n" + out.tr(half).format(folder=output.site)
    return said


def _parser(language: str, arguments: Sequence[str]) -> usage.Parser:
    tr = catalogue(language).gettext
    parser = usage.Parser(
        language=language,
        prog="portal",
        description=tr(N_("Records of a prefecture in git become a site residents can check.")),
        epilog=verbs.example("portal build --as-of 2018-12-31", language),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"portal {__version__}",
        help=tr(N_("say which version this is")),
    )
    known = verbs.Verbs(parser)
    site_verbs.add_build(known)
    site_verbs.add_join(known)
    site_verbs.add_check(known)
    diff_verb.add(known)
    preview_verb.add(known)
    desk_verb.add(known)
    new_verb.add(known, chosen="new" in arguments)
    sheet_verbs.add(known, arguments)
    adopt.add(known)
    register_verb.add(known)
    poster_verb.add(known)
    publish_verb.add(known)
    log_verbs.add(known)
    witness_verb.add(known)
    verify_verb.add(known)
    site_verbs.add_clean(known)
    return parser
