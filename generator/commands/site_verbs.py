"""The verbs of a site as a whole: `build`, `check`, `clean`."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base import short_cuts
from generator.base.messages import N_
from generator.build.site_writer import Output
from generator.commands import cluster_verb, places_left_words, terminal, usage, verbs
from generator.commands.terminal import Terminal

if TYPE_CHECKING:
    from generator.build.cluster_faults import Note


def add_build(known: verbs.Verbs) -> None:
    """Add `build`."""
    made = known.add("build", _build, N_("make the site"), "portal build --out /srv/www/qiannan")
    tr = made.tr
    _made(made)
    made.add_argument(
        "--full", action="store_true", help=tr(N_("make every page again, changed or not"))
    )
    elsewhere = made.add_mutually_exclusive_group()
    elsewhere.add_argument(
        "--part",
        type=cluster_verb.share,
        metavar="I/N",
        help=tr(N_("make one of N parts, for `join`; parts may be made at once")),
    )
    elsewhere.add_argument(
        "--on",
        metavar=tr("ADDRESS"),
        help=tr(N_("have workers of Dask make it: dask://HOST:PORT, or the file of a scheduler")),
    )


def add_join(known: verbs.Verbs) -> None:
    """Add `join`."""
    says = N_("make the site of what was made in parts, and what lacks")
    made = known.add("join", _build, says, "portal join --as-of 2018-12-31")
    _made(made)
    made.set_defaults(full=False, part=None, on=None, joins=True)


def _made(made: usage.Parser) -> None:
    """Add what verbs take that make a site."""
    tr = made.tr
    made.add_argument(
        "--out", type=Path, metavar=tr("DIR"), help=tr(N_("folder to write to (site)"))
    )
    verbs.judged(made, ("text", "json"))
    made.add_argument(
        "--keep-going",
        action="store_true",
        help=tr(N_("leave places whose records have errors as they were, and make all else")),
    )
    made.add_argument("--profile", action="store_true", help=tr(N_("say how long each stage took")))
    made.set_defaults(joins=False)


def add_check(known: verbs.Verbs) -> None:
    """Add `check`."""
    says = N_("read and judge, write nothing")
    made = known.add("check", _check, says, "portal check --format json")
    verbs.judged(made, ("text", "json", "github"))


def add_clean(known: verbs.Verbs) -> None:
    """Add `clean`."""
    known.add("clean", _clean, N_("remove the site and all caches"), "portal clean")


def _build(chosen: argparse.Namespace, out: Terminal) -> int:
    if chosen.part:
        return cluster_verb.make_part(chosen, out)
    from generator.base.processes import cores  # noqa: PLC0415
    from generator.build.background_scan import ahead  # noqa: PLC0415

    site, jobs = chosen.out and chosen.out.absolute(), chosen.jobs or cores()
    with ahead(chosen.config.absolute(), site, jobs) as early:
        found, problems = verbs.load(chosen)
        if found is None:
            return verbs.tell(problems, chosen.format, out)
        chosen.output = output = Output(site or found.output, found.state, found.root)
        unfinished = output.half
        scout = early.of(found.root, found.settings.content, output, jobs)
    from generator.build import build  # noqa: PLC0415 (the slow imports wait; the scout looks meanwhile)

    as_of = verbs.day_of(chosen, found)
    if chosen.joins:
        cluster_verb.say_other_day(output, as_of, out)
    notes: list[Note] = []
    on = cluster_verb.workers(chosen.on, found, notes) if chosen.on is not None else None
    with out.progress() as tell:
        report = build.build(
            found,
            as_of,
            site=site,
            jobs=jobs,
            full=chosen.full,
            tell=tell,
            scout=scout,
            on=on,
            joins=chosen.joins,
            keeps_going=chosen.keep_going,
            alone=out.alone,
        )
    chosen.held.append(report)
    for message, values in notes:
        out.say(cluster_verb.told(message, values, out))
    earlier = report.earlier if chosen.keep_going else None
    code = verbs.tell([*problems, *report.problems], chosen.format, out, earlier)
    places_left_words.say(report.earlier, report.hindered, out)
    if report.published is None:
        out.say(out.tr(_untouched(output, unfinished=unfinished)).format(folder=output.site))
    else:
        code = verbs.KEPT if report.earlier else code
        out.built(report, chosen.out or Path(found.settings.output), as_of)
        if found.settings.log.name:
            from generator.commands import log_words  # noqa: PLC0415 (of no use to most sites)

            for each in log_words.reminders(found, output.site, out):
                out.say(each)
    if chosen.profile:
        out.stages(report.stages)
        for each in _without_short_cuts(out):
            out.say(each)
    return code


def _without_short_cuts(out: "Terminal") -> Iterator[str]:
    """Yield why a build went the libraries' own way, which is slower, instead of short cuts."""
    if short_cuts.switched_off():
        words = N_("Short cuts are switched off ({switch}): all was made the slower, plain way.")
        yield out.tr(words).format(switch=short_cuts.SWITCH)
    for name, version in short_cuts.untried():
        words = N_(
            "Short cuts around {library} were held against version {held}, and this is {version}:"
            " what it does was made the slower, plain way."
        )
        yield out.tr(words).format(library=name, held=short_cuts.HELD[name], version=version)


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
    from generator.base.processes import cores  # noqa: PLC0415
    from generator.build import build  # noqa: PLC0415

    found, problems = verbs.load(chosen)
    judge, judged_by = build.check, found
    if found is None:
        from generator.model import config_of_records  # noqa: PLC0415 (of no use to most)

        judge, judged_by = build.check_records, config_of_records.load(chosen.config.absolute())
    if judged_by is not None:
        as_of = verbs.day_of(chosen, judged_by)
        with out.progress() as tell:
            problems += judge(judged_by, as_of, chosen.jobs or cores(), tell, out.alone)
    return verbs.tell(problems, chosen.format, out)


def _clean(chosen: argparse.Namespace, out: Terminal) -> int:
    found, problems = verbs.load(chosen)
    if found is None:
        return verbs.tell(problems, "text", out)
    chosen.output = Output(found.output, found.state, found.root, clean=True)
    with chosen.output as output, output.alone():
        removed = output.clean()
    terminal.remove(found.state)
    out.say(out.tr(N_("Removed {count} files and the caches.")).format(count=removed))
    return verbs.DONE
