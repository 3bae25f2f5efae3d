"""What whoever builds or publishes a site is told of who signs its log of public records."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base import disk_files, signed_note
from generator.base.messages import N_
from generator.base.signed_note import NoSigning
from generator.build import log_key, public_log
from generator.build.site_access import Refused
from generator.commands.terminal import Terminal

if TYPE_CHECKING:
    from generator.model.config import Config

UNSIGNED = N_(
    "The log of public records is not signed: whoever can write to the site could make it anew."
    " portal key new makes a key."
)
STRANGE = N_(
    "The log of public records is not signed with the key of “log: key”, as its private key is not"
    " on this machine ({file}). Whoever checks something is told so."
)
UNNAMED = N_(
    "The log of public records is signed with the key in {file}, and the settings do not say so:"
    " nobody can check by it. Set it as “log: key” in {settings}: {key}"
)


def reminders(found: "Config", site: Path, out: Terminal) -> Iterator[str]:
    """Yield what is amiss with the signature of the log in a site, if it has a log."""
    said = found.settings.log
    if not said.name:
        return
    content = disk_files.read(site / public_log.FOLDER / public_log.CHECKPOINT)
    if not content:
        return
    note = signed_note.read(content.decode())
    file = log_key.place(said.name)
    if said.key:
        if not note.claims(signed_note.key(said.key)):
            yield out.tr(STRANGE).format(file=file)
    elif not note.lines:
        yield out.tr(UNSIGNED)
    else:
        try:
            key = log_key.read(file).key
        except (OSError, Refused, NoSigning):
            return
        if note.claims(key):
            yield out.tr(UNNAMED).format(file=file, settings=found.file, key=key)
