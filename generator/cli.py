"""The verbs, the only place that prints, and the exit codes.

0 done; 1 problems in content or configuration; 2 wrong usage; 3 the machine's fault; 130
interrupted.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from generator import __version__, config, faults, terminal, usage
from generator.config import Config
from generator.messages import N_, catalogue, terminal_language
from generator.output import Output, Refused
from generator.problems import Problem, errors, in_order
from generator.terminal import Terminal

DONE, PROBLEMS, USAGE, MACHINE, INTERRUPTED = 0, 1, 2, 3, 130
NEW_KINDS = {
    "unit": N_("unit"),
    "project": N_("project"),
    "commendation": N_("commendation"),
    "supervisors": N_("contacts of a village"),
    "meeting": N_("meeting"),
    "disclosure": N_("disclosure notice"),
    "team": N_("team"),
    "allocation": N_("allotment of money"),
    "library": N_("project library"),
    "rectification": N_("rectification"),
    "assessment": N_("assessment"),
    "document": N_("document"),
    "exit": N_("poverty exit"),
}
"""Kinds of record that can be written anew, and what each is called."""


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
    chosen, rest = _parser(language).parse_known_args(arguments)
    if rest:
        chosen.parser.unknown(rest)
    chosen.held, chosen.output = [] if held is None else held, None
    out = Terminal(language)
    verb: Callable[[argparse.Namespace, Terminal], int] = chosen.verb
    try:
        return verb(chosen, out)
    except KeyboardInterrupt:
        said = _interrupted(chosen.output)
        out.say(tr(said).format(folder=chosen.output and chosen.output.site))
        return INTERRUPTED
    except BrokenPipeError:
        # the reader of our output left (`| head`): not a fault, but nothing more can be said
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return MACHINE
    except Refused as refused:
        out.say(tr(refused.message).format(folder=refused.folder))
        return USAGE
    except OSError as error:
        ours = [chosen.output.state.parent, chosen.output.site] if chosen.output else []
        out.say(faults.sentence(error, language, ours))
        return MACHINE


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


def _parser(language: str) -> usage.Parser:
    tr = catalogue(language).gettext
    parser = usage.Parser(
        language=language,
        prog="portal",
        description=tr(N_("Records of a prefecture in git become a site residents can check.")),
        epilog=_example("portal build --as-of 2018-12-31", language),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"portal {__version__}",
        help=tr(N_("say which version this is")),
    )
    verbs = parser.add_subparsers(
        metavar=tr("VERB"), required=True, title=tr(N_("verbs")), parser_class=usage.Parser
    )

    def verb(
        name: str, does: Callable[[argparse.Namespace, Terminal], int], says: str, example: str
    ) -> usage.Parser:
        epilog = _example(example, language)
        made: usage.Parser = verbs.add_parser(
            name, language=language, help=tr(says), description=tr(says), epilog=epilog
        )
        made.set_defaults(verb=does, parser=made)
        made.add_argument(
            "--config",
            type=Path,
            default=Path(config.CONFIG),
            metavar=tr("FILE"),
            help=tr(N_("the site's settings (config.yaml of this folder)")),
        )
        return made

    def judged(made: usage.Parser, formats: Sequence[str]) -> None:
        made.add_argument(
            "--as-of",
            type=_day,
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
            type=_count,
            metavar=tr("N"),
            help=tr(N_("processes to work with (all cores)")),
        )

    made = verb("build", _build, N_("make the site"), "portal build --out /srv/www/qiannan")
    made.add_argument(
        "--out", type=Path, metavar=tr("DIR"), help=tr(N_("folder to write to (site)"))
    )
    judged(made, ("text", "json"))
    made.add_argument(
        "--full", action="store_true", help=tr(N_("make every page again, changed or not"))
    )
    made.add_argument("--profile", action="store_true", help=tr(N_("say how long each stage took")))
    made = verb("check", _check, N_("read and judge, write nothing"), "portal check --format json")
    judged(made, ("text", "json", "github"))
    made = verb("serve", _serve, N_("show the site while you write"), "portal serve --port 8080")
    _parse_where(made)
    _parse_new(verb)
    _parse_poster(verb)
    _parse_publish(verb)
    verb("clean", _clean, N_("remove the site and all caches"), "portal clean")
    return parser


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
        "--port", type=_count, default=8000, metavar=tr("PORT"), help=tr(N_("port to serve at"))
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
    from generator import callers  # noqa: PLC0415

    if not callers.name_of(text.partition("%")[0]):
        tr = catalogue(terminal_language()).gettext
        said = N_("“{value}” is not a name or an address such as preview.example.org or 127.0.0.1")
        raise argparse.ArgumentTypeError(tr(said).format(value=text))
    return text


def _parse_new(verb: Callable[..., usage.Parser]) -> None:
    example = "portal new project duyun/mochong/bingwu/2018-gonglu"
    made = verb("new", _new, N_("write a record to fill in"), example)
    kinds = "、".join(f"{kind} ({made.tr(says)})" for kind, says in NEW_KINDS.items())
    said = made.tr(N_("kind of record: {kinds}")).format(kinds=kinds)
    made.add_argument("kind", choices=NEW_KINDS, metavar=made.tr("KIND"), help=said)
    said = made.tr(N_("its address: folders and name, without ending"))
    made.add_argument("path", metavar=made.tr("PATH"), help=said)
    said = made.tr(N_("what it is called, instead of the example"))
    made.add_argument("--title", metavar=made.tr("TITLE"), help=said)


def _parse_poster(verb: Callable[..., usage.Parser]) -> None:
    example = "portal poster duyun/mochong --below --pdf posters"
    made = verb("poster", _poster, N_("print sheets for notice boards and walls"), example)
    said = made.tr(N_("a place, as in the address of its page"))
    made.add_argument("units", nargs="+", metavar=made.tr("UNIT"), help=said)
    made.add_argument(
        "--pdf",
        type=Path,
        default=Path("posters"),
        metavar=made.tr("DIR"),
        help=made.tr(N_("folder for the PDF files (posters)")),
    )
    made.add_argument(
        "--below", action="store_true", help=made.tr(N_("also every village below each place"))
    )


def _parse_publish(verb: Callable[..., usage.Parser]) -> None:
    example = "portal publish user@host:/srv/www/qiannan --dry-run"
    made = verb("publish", _publish, N_("bring the site to where readers are"), example)
    said = N_(
        "a folder, host:folder (by rsync), or an address such as s3://bucket/folder (the one of"
        " the settings)"
    )
    made.add_argument("target", nargs="?", metavar=made.tr("TARGET"), help=made.tr(said))
    said = N_("say what would change, and change nothing")
    made.add_argument("--dry-run", action="store_true", help=made.tr(said))
    said = N_("compare the bytes that lie there, not only the lists of sums")
    made.add_argument("--full", action="store_true", help=made.tr(said))


def _example(command: str, language: str) -> str:
    return catalogue(language).gettext(N_("Example: {command}")).format(command=command)


def _day(text: str) -> date:
    tr = catalogue(terminal_language()).gettext
    try:
        # fromisoformat takes forms of weeks and without hyphens too
        day = date.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else "")
    except ValueError:
        raise argparse.ArgumentTypeError(
            tr(N_("“{value}” is not a day such as 2018-12-31")).format(value=text)
        ) from None
    if not config.FIRST_DAY <= day <= config.LAST_DAY:
        said = N_("“{value}” does not lie between {first} and {last}")
        values = {"first": config.FIRST_DAY.isoformat(), "last": config.LAST_DAY.isoformat()}
        raise argparse.ArgumentTypeError(tr(said).format(value=text, **values))
    return day


def _count(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text) or not 0 < int(text) < 65_536:
        tr = catalogue(terminal_language()).gettext
        raise argparse.ArgumentTypeError(
            tr(N_("“{value}” is not a number from 1 to 65535")).format(value=text)
        )
    return int(text)


def _load(chosen: argparse.Namespace) -> tuple[Config | None, list[Problem]]:
    return config.load(chosen.config.absolute())


def _build(chosen: argparse.Namespace, out: Terminal) -> int:
    from generator.scout import Scout  # noqa: PLC0415
    from generator.workers import cores  # noqa: PLC0415

    found, problems = _load(chosen)
    if found is None:
        return _tell(problems, chosen.format, out)
    site, jobs = chosen.out and chosen.out.absolute(), chosen.jobs or cores()
    chosen.output = output = Output(site or found.output, found.state, found.root)
    unfinished = output.half
    scout = Scout(found.root, found.settings.content, output, jobs)
    from generator import build  # noqa: PLC0415 (the slow imports wait; the scout looks meanwhile)

    as_of = chosen.as_of or config.today(found)
    with out.progress() as tell:
        report = build.build(
            found, as_of, site=site, jobs=jobs, full=chosen.full, tell=tell, scout=scout
        )
    chosen.held.append(report)
    code = _tell([*problems, *report.problems], chosen.format, out)
    if report.published is None:
        out.say(out.tr(_untouched(output, unfinished=unfinished)).format(folder=output.site))
    else:
        out.built(report, chosen.out or Path(found.settings.output), as_of)
    if chosen.profile:
        out.stages(report.stages)
    return code


def _untouched(output: Output, *, unfinished: bool) -> str:
    """Return what is true of the site after a build that was refused (a msgid)."""
    if output.half:
        return N_(
            "An earlier build was interrupted, and {folder} is half replaced, without SHA256SUMS:"
            " old pages may still be there. Mend the errors and build again."
        )
    if unfinished:
        return N_(
            "What an earlier build was interrupted in has been finished: {folder} is as that one"
            " would have left it, and has nothing of this one."
        )
    return N_("The site was not touched.")


def _check(chosen: argparse.Namespace, out: Terminal) -> int:
    from generator import build  # noqa: PLC0415
    from generator.workers import cores  # noqa: PLC0415

    found, problems = _load(chosen)
    if found is not None:
        as_of = chosen.as_of or config.today(found)
        with out.progress() as tell:
            problems += build.check(found, as_of, chosen.jobs or cores(), tell)
    return _tell(problems, chosen.format, out)


def _tell(problems: list[Problem], form: str, out: Terminal) -> int:
    """Print the problems in the form asked for; return the exit code they call for."""
    ordered = in_order(problems)
    terminal.FORMS[form](ordered, out)
    return PROBLEMS if any(errors(ordered)) else DONE


def _serve(chosen: argparse.Namespace, out: Terminal) -> int:
    from generator import serve  # noqa: PLC0415
    from generator.callers import CannotListen  # noqa: PLC0415

    where = serve.Where(chosen.host, chosen.port, tuple(chosen.allow_host), chosen.poll)
    try:
        return serve.serve(chosen.config.absolute(), where, out)
    except CannotListen as fault:
        out.say(fault.sentence(out.language))
        return MACHINE


def _new(chosen: argparse.Namespace, out: Terminal) -> int:
    from generator import new  # noqa: PLC0415

    found, problems = _load(chosen)
    if found is None:
        return _tell(problems, "text", out)
    content = found.settings.content
    path, problems = new.write(
        found.root,
        content,
        chosen.kind,
        chosen.path,
        out.language,
        found.settings.categories,
        chosen.title,
    )
    if path is not None:
        out.say(
            out.tr(N_("Written: {file}. It is a draft until you remove “status: draft”.")).format(
                file=path
            )
        )
    return _tell(problems, "text", out) if problems else DONE


def _poster(chosen: argparse.Namespace, out: Terminal) -> int:
    from generator import poster  # noqa: PLC0415
    from generator.workers import cores  # noqa: PLC0415

    found, problems = _load(chosen)
    if found is None:
        return _tell(problems, "text", out)
    site = found.output
    units = [*poster.units(site, chosen.units, below=chosen.below)]
    lost = poster.missing(site, units)
    if lost:
        said = N_("No page of {unit} in {folder}. Is the name right, and the site built?")
        for unit in lost:
            out.say(out.tr(said).format(unit=unit, folder=site))
        return USAGE
    program = poster.browser()
    if program is None:
        out.say(
            out.tr(N_("No Chromium, Chrome or Edge is installed here, or named by PORTAL_BROWSER."))
        )
        return MACHINE
    if not found.settings.base_url:
        out.say(out.tr(N_("base_url is not set: the sheets have no QR code.")))
    made = 0
    for made, file in enumerate(poster.prints(program, site, units, chosen.pdf, cores()), 1):
        out.say(out.tr(N_("{done}/{of} {file}")).format(done=made, of=len(units), file=file))
    return DONE


def _publish(chosen: argparse.Namespace, out: Terminal) -> int:
    found, problems = _load(chosen)
    if found is None:
        return _tell(problems, "text", out)
    from generator import announce, publish, targets  # noqa: PLC0415

    named = chosen.target is not None
    text = chosen.target if named else found.settings.publish
    if text is None:
        out.say(
            out.tr(N_("Where to? Name a target, or set “publish” in {file}.")).format(
                file=chosen.config
            )
        )
        return USAGE
    try:
        where = targets.parse(text)
    except targets.Unfit as unfit:
        said = out.tr(N_("“{value}” cannot be used here: {reason}"))
        out.say(said.format(value=text, reason=out.tr(unfit.reason)))
        return USAGE
    work = None
    try:
        with (
            out.progress() as tell,
            publish.opened(
                found, where, Path.cwd() if named else found.root, tell, full=chosen.full
            ) as work,
        ):
            for line in announce.changes(work, out, dry=chosen.dry_run):
                (out.result if chosen.dry_run else out.say)(line)
            if not chosen.dry_run:
                work.run(tell)
                if not work.plan.empty:
                    out.say(announce.finished(work, out))
            return DONE
    except BrokenPipeError:
        raise
    except targets.Fault as fault:
        values = {name: str(value) for name, value in fault.values.items()}
        out.say(out.tr(fault.message).format(**values))
        code = MACHINE
    except OSError as error:
        out.say(faults.sentence(error, out.language, [found.state]))
        code = MACHINE
    except KeyboardInterrupt:
        out.say(out.tr(N_("Interrupted.")))
        code = INTERRUPTED
    if work is not None:
        out.say(announce.left(work, out))
    return code


def _clean(chosen: argparse.Namespace, out: Terminal) -> int:
    found, problems = _load(chosen)
    if found is None:
        return _tell(problems, "text", out)
    chosen.output = Output(found.output, found.state, found.root, clean=True)
    with chosen.output as output, output.alone():
        removed = output.clean()
    terminal.remove(found.state)
    out.say(out.tr(N_("Removed {count} files and the caches.")).format(count=removed))
    return DONE
