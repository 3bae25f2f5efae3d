"""The verb `verify`: whether what someone holds was published, and whether it still is."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.base.signed_note import Key, NoSigning, Unreadable
from generator.commands import log_verbs, verbs
from generator.commands.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.build.log_check import Finding
    from generator.build.log_reader import Elsewhere

HOLDS, FAILS = N_("All of it holds."), N_("Something does not hold.")
IN_PART = N_("What could be checked holds, but not all could be: that is no proof.")
SAID = {verbs.DONE: HOLDS, verbs.PROBLEMS: FAILS, verbs.USAGE: IN_PART}
NO_RECEIPT = N_("Nothing was found that there could be a receipt of: {file} was not written.")
AT_ITS_WORD = N_(
    "Which key that is, the site says itself. If you know the key from elsewhere, name it: --key."
)
BROKEN = N_(
    "The log at {site} was changed or is not whole: its tiles do not lead to its checkpoint."
)
OTHER_KEY = N_(
    "If the publisher has told you of a new key, and not on the site alone, name it beside the old"
    " one: --key OLD --key NEW. If not, someone else may have signed it."
)
NO_LOG = N_("There is no log of public records at {site}. Name a site that has one with --at.")

_ADDRESS = pattern(
    r"(?i)(https?://[^?#]*?/)(?:(?:en|zh-hant)/)?(?:check\.html)?\?(?:[^#]*&)?code=([0-9a-f.-]+)"
)
"""Where the code at the foot of a page, or the picture on a sheet, leads to."""


class NoLog(Exception):
    """A site has no log."""


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

    settings = _settings(chosen)
    where = chosen.at or _named(chosen.what) or (settings and str(settings[0]))
    if not where:
        out.say(out.tr(N_("The log of which site? Name its address or its folder with --at.")))
        return verbs.USAGE
    try:
        code, receipt = _asked(chosen, where, settings, out)
    except NotHeld as no:
        out.say(out.tr(no.message).format(**_plain(no.values)))
        return verbs.USAGE
    except NoSigning as no:
        out.say(out.tr(no.message))
        return verbs.MACHINE
    except NoLog:
        out.say(out.tr(NO_LOG).format(site=where))
        return verbs.USAGE
    except (merkle.Broken, Unreadable):
        out.result("✗ " + out.tr(BROKEN).format(site=where))
        code, receipt = verbs.PROBLEMS, ""
    except FileNotFoundError as lost:  # there was a checkpoint
        out.result("✗ " + out.tr(log_verbs.CUT).format(site=where, file=lost.filename))
        code, receipt = verbs.PROBLEMS, ""
    out.say(out.tr(SAID[code]))
    if chosen.receipt and receipt:
        chosen.receipt.write_text(receipt, encoding="utf-8", newline="\n")
    elif chosen.receipt:
        out.say(out.tr(NO_RECEIPT).format(file=chosen.receipt))
    return code


def _named(what: str) -> str:
    """Return the site that what is to be checked names itself: a copy, or an address of codes."""
    if what and Path(what).is_dir():
        return what
    found = _ADDRESS.match(what)
    return found[1] if found else ""


def _asked(
    chosen: argparse.Namespace,
    where: str,
    settings: tuple[Path, str | None, list[Key]] | None,
    out: Terminal,
) -> tuple[int, str]:
    """Tell what is found; return the exit code and the receipt of the first record that holds."""
    from generator.build import log_check  # noqa: PLC0415
    from generator.build.log_reader import Elsewhere  # noqa: PLC0415

    site = Elsewhere(where)
    try:
        head = site.head
    except FileNotFoundError:
        raise NoLog from None
    ours = settings is not None and settings[1] == head.name
    known = chosen.key or (settings[2] if settings and ours else None)
    good, whole, kept, other_key = True, True, "", False
    for each in _found(chosen, site, known):
        mark = "✗ " if not each.good else "" if each.checked else "? "
        out.result(mark + out.tr(each.message).format(**_plain(each.values)))
        good, whole = good and each.good, whole and each.checked
        other_key = other_key or each.message in (log_check.STRANGE, log_check.EARLIER)
        if chosen.receipt and each.good and "number" in each.values and not kept:
            kept = str(site.receipt(int(str(each.values["number"]))))
    if other_key:
        out.say(out.tr(OTHER_KEY))
    return verbs.PROBLEMS if not good else verbs.DONE if whole else verbs.USAGE, kept


def _plain(values: "Mapping[str, object]") -> dict[str, object]:
    """Return what comes from files of others as a terminal may show it."""
    return {
        name: "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in said)
        if isinstance(said, str)
        else said
        for name, said in values.items()
    }


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
    chosen: argparse.Namespace, site: "Elsewhere", known: list[Key] | None
) -> "Iterator[Finding]":
    """Yield what is found; without keys that are `known`, the site's own are taken at its word."""
    from generator.build import copy_check, held_tables, log_check  # noqa: PLC0415

    keys = known or site.keys
    what = Path(chosen.what)
    codes = _ADDRESS.match(chosen.what)
    if chosen.what and what.is_dir():
        yield from log_check.log(site, keys)
        yield from copy_check.records(site, what)
        yield from copy_check.files(what)
    elif chosen.what and what.is_file():
        content = what.read_bytes()
        if tables := held_tables.parts(what.name, content):
            yield from held_tables.of_tables(site, what.name, tables)
        else:
            yield from log_check.of_file(site, what.name, content, keys)
        yield from log_check.signatures(site, keys)
    else:
        for code in codes[2].split(".") if codes else [chosen.what]:
            yield from log_check.of_code(site, code)
        yield from log_check.signatures(site, keys)
    if keys and not known:
        yield log_check.said(AT_ITS_WORD)


def _found(
    chosen: argparse.Namespace, site: "Elsewhere", known: list[Key] | None
) -> "Iterator[Finding]":
    """Yield what is found, and what tells against the days in it: of a copy, against any."""
    from generator.build import log_check, log_days  # noqa: PLC0415

    numbers: list[int] = []
    for each in _answers(chosen, site, known):
        yield each
        numbers += [int(str(each.values["number"]))] if each.message in log_check.BECAME else []
    every = chosen.what and Path(chosen.what).is_dir()
    today = datetime.now(UTC).date()
    yield from log_days.doubts(site, known or site.keys, today, None if every else numbers)
