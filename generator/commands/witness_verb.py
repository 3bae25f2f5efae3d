"""The verb `witness`: cosigning the log of another body, if it goes on from what was seen last."""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base import log_proofs, merkle, signed_note
from generator.base.atomic_write import write_whole
from generator.base.log_proofs import Checkpoint
from generator.base.messages import N_
from generator.base.signed_note import LOG, WITNESS, Key, NoSigning, Note, PrivateKey, Unreadable
from generator.commands import verbs
from generator.commands.log_verbs import CUT, NO_LOG, UNREADABLE, public_key
from generator.commands.terminal import Terminal

if TYPE_CHECKING:
    from generator.build.log_reader import Elsewhere

FORGOTTEN = N_(
    "{file} was damaged: it should say what this witness cosigned before, and without that nobody"
    " can tell whether the log forgot something. Nothing was cosigned. Bring the file back from a"
    " copy, or from a checkpoint that was cosigned: its first line is the key of the log."
)
NEW_KEY = N_(
    "If the publisher has told you of a new key, and not on the site alone, name it: --log KEY."
)
SET_BACK = N_(
    "By the clock of this machine it is {today}, and this witness cosigned on {seen} before: one of"
    " these is wrong. Set the clock, and cosign once more."
)
TO_COME = N_(
    "Entry {number} says {day}, which has not come by the clock of this machine ({today}): one of"
    " the two clocks is wrong. If it is this one, set it, and cosign once more."
)
DATED_BACK = N_(
    "Entry {number} says {day}, and was not there yet when this witness came on {seen}. Ask the"
    " publisher why: what it cosigned says that nothing was forgotten, not that days are right."
)


def add(known: verbs.Verbs) -> None:
    """Add the verb."""
    says = N_("cosign the log of another body, if it forgot nothing")
    example = "portal witness https://fupin.example.org/ --name shenji.example.org"
    made = known.add("witness", _witness, says, example)
    tr = made.tr
    said = N_("address or folder of the site whose log it is")
    made.add_argument("site", metavar=tr("TARGET"), help=tr(said))
    said = N_("the name of this witness, as in portal key new --witness")
    made.add_argument("--name", required=True, metavar=tr("NAME"), help=tr(said))
    said = N_("public key of the log (at the first time the one that the site says)")
    made.add_argument("--log", type=public_key, metavar=tr("KEY"), help=tr(said))
    said = N_("folder that remembers what was cosigned before (beside the private key)")
    made.add_argument("--memory", type=Path, metavar=tr("DIR"), help=tr(said))
    said = N_("file for the cosigned checkpoint (the terminal)")
    made.add_argument("-o", "--output", dest="into", type=Path, metavar=tr("FILE"), help=tr(said))


def _witness(chosen: argparse.Namespace, out: Terminal) -> int:
    from generator.build import log_key  # noqa: PLC0415
    from generator.build.log_reader import Elsewhere  # noqa: PLC0415

    site = Elsewhere(chosen.site)
    try:
        site.note  # noqa: B018 (whether there is any)
    except FileNotFoundError:
        out.say(out.tr(NO_LOG).format(site=chosen.site))
        return verbs.USAGE
    except Unreadable:
        out.say(out.tr(UNREADABLE).format(file=chosen.site))
        return verbs.PROBLEMS
    try:
        path = log_key.place(chosen.name)
        if not path.is_file():
            none = N_("There is no private key of {name}: portal key new --witness {name}.")
            out.say(out.tr(none).format(name=chosen.name))
            return verbs.USAGE
        private = log_key.read(path)
        memory = _memory(chosen.memory or path.parent, site.head.name)
        return _cosign(site, private, memory, chosen, out)
    except NoSigning as no:
        out.say(out.tr(no.message))
        return verbs.MACHINE
    except merkle.Broken:
        broken = N_("The log at {site} is not whole: its tiles do not lead to its checkpoint.")
        out.say(out.tr(broken).format(site=chosen.site))
    except Unreadable:
        out.say(out.tr(UNREADABLE).format(file=chosen.site))
    except Damaged as damaged:
        out.say(out.tr(FORGOTTEN).format(file=damaged))
        return verbs.MACHINE
    return verbs.PROBLEMS


class Damaged(Exception):
    """What a witness remembers cannot be read."""


def _cosign(
    site: "Elsewhere", private: PrivateKey, memory: Path, chosen: argparse.Namespace, out: Terminal
) -> int:
    """Cosign the checkpoint of a site if it goes on from what is remembered; remember it then."""
    before, key = _remembered(memory)
    key = chosen.log or key or next((each for each in site.keys if each.kind == LOG), None)
    if private.key.kind != WITNESS or private.key.name != chosen.name:
        out.say(out.tr(N_("The key is not that of the witness {name}.")).format(name=chosen.name))
        return verbs.USAGE
    if key is None:
        out.say(out.tr(N_("The site says no public key of its log: name it with --log.")))
        return verbs.USAGE
    if site.note.signed_by(key) is None:
        unsigned = N_("The log at {site} is not signed with {key}. It was not cosigned.")
        out.say(out.tr(unsigned).format(site=chosen.site, key=key))
        if before and not chosen.log:
            out.say(out.tr(NEW_KEY))
        return verbs.PROBLEMS
    try:
        for _ in site.tree.checked(site.head.root):  # or it cannot be checked later
            pass
    except FileNotFoundError as lost:
        out.say(out.tr(CUT).format(site=chosen.site, file=lost.filename))
        return verbs.PROBLEMS
    if before is not None and not site.continues(Checkpoint.of(before)):
        forked = N_(
            "The log at {site} is no continuation of what was cosigned before: it forgot entries or"
            " has others in their place. It was not cosigned. Both checkpoints follow, as evidence:"
        )
        out.say(out.tr(forked).format(site=chosen.site))
        out.result(f"{before}\n{site.note}")
        return verbs.PROBLEMS
    line = private.signed(site.note.text, int(time.time()))
    note = Note(site.note.text, (*site.note.lines, line))
    memory.parent.mkdir(parents=True, exist_ok=True)
    write_whole(memory, f"{key}\n{note}".encode())
    if chosen.into:
        chosen.into.write_text(str(note), encoding="utf-8")
    else:
        out.result(str(note).rstrip("\n"))
    if before is None:
        first = N_("First seen: {count} entries, signed with {key}. From now on it has to go on.")
        out.say(out.tr(first).format(count=site.head.size, key=key))
    else:
        went = N_("Cosigned: it grew from {before} to {count} entries and forgot nothing.")
        out.say(out.tr(went).format(before=Checkpoint.of(before).size, count=site.head.size))
    for said, values in _clocks(site, private.key, before):
        out.say(out.tr(said).format(**values))
    return verbs.DONE


def _clocks(
    site: "Elsewhere", key: Key, before: Note | None
) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield what is amiss with the days of entries that are new to a witness, or with its clock."""
    from generator.build import log_days  # noqa: PLC0415

    size = Checkpoint.of(before).size if before else 0
    seen = log_proofs.day_of((before and before.signed_by(key)) or 0)
    today = log_proofs.day_of(int(time.time()))
    try:
        new = [(number, each.day) for number, each in enumerate(site.entries()) if number >= size]
    except merkle.Broken:  # a log of something else
        return
    if seen > today + log_days.DAY:
        yield SET_BACK, {"today": today, "seen": seen}
        return
    for found, said in (
        (log_days.at_odds(new, size, seen), DATED_BACK),
        (log_days.at_odds(new, site.head.size, today), TO_COME),
    ):
        if found:
            yield said, {"number": found[0], "day": found[1], "seen": seen, "today": today}


def _memory(folder: Path, name: str) -> Path:
    """Return the file in which a witness remembers a log.

    It was once called so that a name with a stroke and one with a line beneath had the same: what
    lies there goes to the file of the log that it is of.
    """
    from generator.build import log_key  # noqa: PLC0415

    earlier = folder / f"{name.replace('/', '_')}.seen"
    try:
        before, _ = _remembered(earlier)
    except (Damaged, OSError):
        before = None
    own = f"{log_key.file_name(Checkpoint.of(before).name)}.seen" if before else earlier.name
    if own != earlier.name and not (folder / own).exists():
        earlier.rename(folder / own)
    return folder / f"{log_key.file_name(name)}.seen"


def _remembered(memory: Path) -> tuple[Note | None, Key | None]:
    """Return the checkpoint that was last cosigned, and the key that had signed it."""
    try:
        key, _, note = memory.read_text(encoding="utf-8").partition("\n")
    except FileNotFoundError:
        return None, None
    except UnicodeDecodeError:
        raise Damaged(memory) from None
    try:
        read = signed_note.read(note)
        Checkpoint.of(read)
        return read, signed_note.key(key)
    except Unreadable:
        raise Damaged(memory) from None
