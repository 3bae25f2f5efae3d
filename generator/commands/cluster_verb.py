"""Building on many machines, as it is asked for: in parts, or by workers, whose faults are told."""

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base.messages import N_, catalogue, terminal_language
from generator.build.cluster_faults import NO_ADDRESS, NOT_INSTALLED, ClusterFault, Note
from generator.commands import machine_faults, places_left_words, verbs
from generator.commands.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager
    from datetime import date

    from generator.build.site_writer import Output
    from generator.model.config import Config

SCHEMES = ("dask://", "tls://")
MOST_PARTS = 99_999


def workers(
    address: str, config: "Config", notes: list[Note]
) -> "Callable[[Output], AbstractContextManager[Executor]]":
    """Return what gives a build the workers of the scheduler at `address`.

    Raises ClusterFault where that is no address, or where Dask is not there.
    """
    if not address.startswith(SCHEMES) and not Path(address).is_file():
        raise ClusterFault(NO_ADDRESS, value=address)
    try:
        from generator.build import cluster  # noqa: PLC0415 (slow to load, and hardly ever of use)
    except ModuleNotFoundError as error:
        raise ClusterFault(NOT_INSTALLED) from error
    return lambda output: cluster.beside(output, address, config.root, notes)


def told(message: str, values: dict[str, str], out: Terminal) -> str:
    """Return what a person is told, in their language; values may be words of ours, too."""
    return out.tr(message).format(**{k: out.tr(each) if each else "" for k, each in values.items()})


def sentence(fault: ClusterFault, out: Terminal, output: "Output | None") -> str:
    """Return what a person is told of what workers could not do."""
    values = dict(fault.values)
    if fault.cause:
        ours = [output.state.parent, output.site] if output else []
        values["reason"] = machine_faults.sentence(fault.cause, out.language, ours)
    return told(fault.message, values, out)


def share(text: str) -> tuple[int, int]:
    """Return which part of how many was typed; raise ArgumentTypeError for any other text."""
    found = re.fullmatch("([0-9]+)/([0-9]+)", text)
    if found and 0 < int(found[1]) <= int(found[2]) <= MOST_PARTS:
        return int(found[1]), int(found[2])
    said = N_("“{value}” is not a part such as 2/5, the second of five")
    if found:
        said = N_(
            "“{value}” is no part: the first of five is 1/5, the last 5/5; there are {most} at most"
        )
    tr = catalogue(terminal_language()).gettext
    raise argparse.ArgumentTypeError(tr(said).format(value=text, most=MOST_PARTS))


def say_other_day(output: "Output", as_of: "date", out: Terminal) -> None:
    """Tell whoever joins that the pages of the parts are of another day, if they are."""
    from generator.build import parts  # noqa: PLC0415 (slow to load)

    days = parts.days(output)
    if days and as_of not in days:
        said = N_(
            "The parts have made pages of {days}, and this is to be the site of {day}: those are of"
            " no use, and all pages are made here. Parts and join need the same --as-of."
        )
        told_days = "、".join(each.isoformat() for each in days)
        out.say(out.tr(said).format(days=told_days, day=as_of.isoformat()))


def make_part(chosen: argparse.Namespace, out: Terminal) -> int:
    """Make one part of a site; tell what is wrong in it, and what is to be done next."""
    from generator.base.processes import cores  # noqa: PLC0415
    from generator.build import parts  # noqa: PLC0415 (slow to load)

    found, problems = verbs.load(chosen)
    if found is None:
        return verbs.tell(problems, chosen.format, out)
    as_of, part = verbs.day_of(chosen, found), parts.Share(*chosen.part)
    site = chosen.out and chosen.out.absolute()
    with out.progress() as tell:
        report = parts.make(
            *(found, as_of, part),
            site=site,
            jobs=chosen.jobs or cores(),
            tell=tell,
            keeps_going=chosen.keep_going,
            alone=out.alone,
        )
    earlier = report.earlier if chosen.keep_going else None
    code = verbs.tell([*problems, *report.problems], chosen.format, out, earlier)
    places_left_words.say(report.earlier, report.hindered, out)
    values = {"number": part.number, "of": part.of, "count": report.read}
    out.say(out.tr(N_("Part {number} of {of}: {count} places read.")).format(**values))
    if report.unread:
        said = N_(
            "{count} places of other parts are not read yet, so no page can be made. When all parts"
            " have read, make them once more, for their pages, or join."
        )
        out.say(out.tr(said).format(count=report.unread))
    elif report.pages is not None:
        said = N_("{count} batches of pages are made, and wait for `portal join`.")
        out.say(out.tr(said).format(count=report.pages))
    return verbs.KEPT if report.earlier and not report.hindered else code
