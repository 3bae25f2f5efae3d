"""The verb `verify`: whether what someone holds was published, and whether it still is."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base.messages import N_
from generator.base.signed_note import Key, NoSigning, Unreadable
from generator.commands import log_verbs, verbs
from generator.commands.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.build.log_check import Finding
    from generator.build.log_reader import Elsewhere

HOLDS, FAILS = N_("All of it holds."), N_("Something does not hold.")
IN_PART = N_("What could be checked holds, but not all could be: that is no proof.")
BROKEN = N_(
    "The log at {site} was changed or is not whole: its tiles do not lead to its checkpoint."
)
NO_LOG = N_("There is no log of public records at {site}. Name a site that has one with --at.")


def add(known: verbs.Verbs) -> None:
    """Add the verb."""
    says = N_("say whether a record was published like this, and still is")
    example = 'portal verify "9f86 d081 884c 7d65 9a2f" --at https://fupin.example.org/'
    made = known.add("verify", _verify, says, example)
    tr = made.tr
    said = N_("a copy of a site, a receipt or a file of records, or the code of a record")
    made.add_argument("what", metavar=tr("TARGET"), help=tr(said))
    said = N_("the site whose log is asked: an address or a folder (the site of the settings)")
    made.add_argument("--at", metavar=tr("TARGET"), help=tr(said))
    said = N_("public key of the log or of a witness (those of the settings, else of the site)")
    made.add_argument(
        "--key", type=log_verbs.public_key, action="append", metavar=tr("KEY"), help=tr(said)
    )
    said = N_("keep the receipt of what was found in this file")
    made.add_argument("--receipt", type=Path, metavar=tr("FILE"), help=tr(said))


def _verify(chosen: argparse.Namespace, out: Terminal) -> int:
    from generator.base import merkle  # noqa: PLC0415
    from generator.build.log_check import NotHeld  # noqa: PLC0415
    from generator.build.log_reader import Elsewhere  # noqa: PLC0415

    what = Path(chosen.what)
    settings = _settings(chosen)
    where = chosen.at or (str(what) if what.is_dir() else settings and str(settings[0]))
    if not where:
        out.say(out.tr(N_("The log of which site? Name its address or its folder with --at.")))
        return verbs.USAGE
    site = Elsewhere(where)
    try:
        head = site.head
        ours = settings is not None and settings[1] == head.name
        keys = chosen.key or (settings[2] if settings and ours else None) or site.keys
        good, whole, kept = True, True, ""
        for each in _answers(chosen, what, site, keys):
            mark = "✗ " if not each.good else "" if each.checked else "? "
            out.result(mark + out.tr(each.message).format(**each.values))
            good, whole = good and each.good, whole and each.checked
            if chosen.receipt and each.good and "number" in each.values and not kept:
                kept = str(site.receipt(int(str(each.values["number"]))))
                chosen.receipt.write_text(kept, encoding="utf-8", newline="\n")
    except NotHeld as no:
        out.say(out.tr(no.message).format(**no.values))
        return verbs.USAGE
    except NoSigning as no:
        out.say(out.tr(no.message))
        return verbs.MACHINE
    except (merkle.Broken, Unreadable):
        out.result("✗ " + out.tr(BROKEN).format(site=where))
        good, whole = False, True
    except FileNotFoundError as lost:
        if lost.filename and str(lost.filename) == chosen.what:
            raise
        out.say(out.tr(NO_LOG).format(site=where))
        return verbs.USAGE
    if good and not whole:
        out.say(out.tr(IN_PART))
        return verbs.USAGE
    out.say(out.tr(HOLDS if good else FAILS))
    return verbs.DONE if good else verbs.PROBLEMS


def _settings(chosen: argparse.Namespace) -> tuple[Path, str | None, list[Key]] | None:
    """Return the site of the settings, the name of its log and the keys, if there are settings."""
    from generator.base import signed_note  # noqa: PLC0415

    if not chosen.config.exists():
        return None
    found, _ = verbs.load(chosen)
    if found is None:
        return None
    said = found.settings.log
    keys = [signed_note.key(each) for each in (said.key, *said.witnesses) if each]
    return found.output, said.name, keys


def _answers(
    chosen: argparse.Namespace, what: Path, site: "Elsewhere", keys: list[Key]
) -> "Iterator[Finding]":
    from generator.build import copy_check, log_check  # noqa: PLC0415

    if what.is_dir():
        yield from log_check.log(site, keys)
        yield from log_check.of_site(site, log_check.published(what))
        yield from copy_check.files(what)
        return
    if what.is_file():
        yield from log_check.of_file(site, what.name, what.read_bytes(), keys)
    else:
        yield from log_check.of_code(site, chosen.what)
    yield from log_check.signatures(site, keys)
