"""Sheets, wall charts and labels, as the verb `poster` prints them: of the site or another day."""

import argparse
import tempfile
from pathlib import Path

from generator.base.messages import N_, catalogue
from generator.base.privacy import is_mobile
from generator.base.processes import cores
from generator.build.build import build
from generator.commands import building_labels, poster, verbs
from generator.commands.terminal import Terminal
from generator.model.config import Config

SCAN = N_("Scan to see its money, how far it is and whom to call")
"""What labels say beside their code."""


def run(chosen: argparse.Namespace, out: Terminal) -> int:
    """Print what was asked for; return the exit code.

    Of a day that was named the site is built into a folder of its own first.
    """
    found, problems = verbs.load(chosen)
    if found is None:
        return verbs.tell(problems, "text", out)
    with tempfile.TemporaryDirectory(prefix="portal-", ignore_cleanup_errors=True) as own:
        site = found.output
        if chosen.as_of is not None:
            site, state = Path(own) / "site", Path(own) / "state"
            report = build(found, chosen.as_of, site=site, state=state, jobs=cores())
            if not report.published:
                return verbs.tell(report.problems, "text", out)
        return _print(chosen, found, site, out)


def _print(chosen: argparse.Namespace, found: Config, site: Path, out: Terminal) -> int:
    """Print the sheets of a site that is there, and the labels where they are asked for."""
    units = [*poster.units(site, chosen.units, below=chosen.below)]
    lost = poster.missing(site, units)
    if lost:
        said = N_("No page of {unit} in {folder}. Is the name right, and the site built?")
        for unit in lost:
            out.say(out.tr(said).format(unit=unit, folder=site))
        return verbs.USAGE
    base_url = found.settings.base_url or ""
    if chosen.labels and not base_url:
        out.say(out.tr(N_("base_url is not set, so labels would lead nowhere.")))
        return verbs.USAGE
    program = poster.browser()
    if program is None:
        out.say(
            out.tr(N_("No Chromium, Chrome or Edge is installed here, or named by PORTAL_BROWSER."))
        )
        return verbs.MACHINE
    if not base_url:
        out.say(out.tr(N_("base_url is not set: the sheets have no QR code.")))
    made = 0
    for made, file in enumerate(poster.prints(program, site, units, chosen.out, cores()), 1):
        out.say(out.tr(N_("{done}/{of} {file}")).format(done=made, of=len(units), file=file))
    for unit in units if chosen.labels else ():
        printed = _labels(program, found, site, unit, chosen.out)
        if printed:
            out.say(str(printed))
    return verbs.DONE


def _labels(program: str, found: Config, site: Path, unit: str, folder: Path) -> Path | None:
    """Print the labels of a place's own projects; None where it has none."""
    said = found.settings.complaints
    lines = [said.local_phone, *said.national_lines]
    call = " ".join(each for each in lines if each and not is_mobile(each))
    words = (catalogue(found.settings.languages[0]).gettext(SCAN), call)
    text = building_labels.page(site, found.settings.base_url or "", [unit], words)
    if not text:
        return None
    with tempfile.TemporaryDirectory(prefix="portal-", ignore_cleanup_errors=True) as own:
        page = Path(own) / "labels.html"
        page.write_text(text, "utf-8")
        target = folder / poster.poster(unit).replace(".pdf", "-labels.pdf")
        return poster.print_page(program, page, target)
