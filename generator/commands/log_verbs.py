"""The verbs of whoever publishes a log of public records: what is typed for `key` and `log`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from generator.base import signed_note
from generator.base.log_proofs import Checkpoint
from generator.base.messages import N_
from generator.base.signed_note import LOG, WITNESS, Key, NoSigning, PrivateKey, Unreadable
from generator.commands import verbs
from generator.commands.terminal import Terminal

if TYPE_CHECKING:
    from generator.model.config import Config

UNSET = N_("The settings name no log: set “log: name” in {file} first.")
CUT = N_("The log at {site} is not whole: {file} is not there.")
NO_LOG = N_("There is no log of public records at {site}.")
UNREADABLE = N_("{file} holds no checkpoint of a log.")


def add(known: verbs.Verbs) -> None:
    """Add the verbs of whoever publishes."""
    _parse_key(known)
    _parse_log(known)


def _parse_key(known: verbs.Verbs) -> None:
    says = N_("make a key that signs the log of public records")
    made = known.add("key", _key, says, "portal key new")
    tr = made.tr
    made.add_argument("action", choices=["new"], metavar="new", help=tr(N_("make a new key")))
    said = N_("file of the private key, outside the folder of the records")
    made.add_argument("file", nargs="?", type=Path, metavar=tr("FILE"), help=tr(said))
    said = N_("make the key of a witness of this name, who cosigns the logs of others")
    made.add_argument("--witness", metavar=tr("NAME"), help=tr(said))


def _parse_log(known: verbs.Verbs) -> None:
    says = N_("begin the log of public records, or bring it back")
    made = known.add("log", _log, says, "portal log fetch https://fupin.example.org/")
    tr = made.tr
    said = N_(
        "new: begin it; fetch: bring it back from where the site is published; take: put what a"
        " witness has cosigned into it"
    )
    made.add_argument("action", choices=["new", "fetch", "take"], help=tr(said))
    said = N_("address or folder of a site (base_url of the settings); for take, a file")
    made.add_argument("source", nargs="?", metavar=tr("TARGET"), help=tr(said))


def public_key(text: str) -> Key:
    """Return the public key that was typed; raise ArgumentTypeError for any other text."""
    from generator.base.messages import catalogue, terminal_language  # noqa: PLC0415

    try:
        return signed_note.key(text)
    except Unreadable:
        said = catalogue(terminal_language()).gettext(N_("“{value}” is no public key"))
        raise argparse.ArgumentTypeError(said.format(value=text)) from None


def _key(chosen: argparse.Namespace, out: Terminal) -> int:
    from generator.build import log_key  # noqa: PLC0415

    name, kind, root = chosen.witness, WITNESS, None
    if name is None:
        found, problems = verbs.load(chosen)
        if found is None:
            return verbs.tell(problems, "text", out)
        name, kind, root = found.settings.log.name, LOG, found.root
        if name is None:
            out.say(out.tr(UNSET).format(file=chosen.config))
            return verbs.USAGE
    path = chosen.file or log_key.place(name)
    if root is not None:
        log_key.apart(path, root)
    try:
        private = PrivateKey.new(name, kind)
    except NoSigning as no:
        out.say(out.tr(no.message))
        return verbs.MACHINE
    except Unreadable:
        out.say(
            out.tr(N_("“{value}” cannot be a name: ASCII, no blanks, no plus.")).format(value=name)
        )
        return verbs.USAGE
    try:
        log_key.keep(private, path)
    except FileExistsError:
        said = N_(
            "{file} is there already, and was left as it is: what it signed would be in doubt."
        )
        out.say(out.tr(said).format(file=path))
        return verbs.USAGE
    said = N_(
        "The private key is in {file}. Keep it from others, and keep a copy where no fire reaches"
        " both. The public key follows; publish it where your readers trust you, too:"
    )
    out.say(out.tr(said).format(file=path))
    out.result(str(private.key))
    if kind == LOG:
        out.say(out.tr(N_("Set it as “log: key” in {file}.")).format(file=chosen.config))
    return verbs.DONE


def _log(chosen: argparse.Namespace, out: Terminal) -> int:
    from generator.build import public_log  # noqa: PLC0415

    found, problems = verbs.load(chosen)
    if found is None:
        return verbs.tell(problems, "text", out)
    said = found.settings.log
    if not said.name:
        out.say(out.tr(UNSET).format(file=chosen.config))
        return verbs.USAGE
    folder = found.root / said.folder
    if chosen.action == "new":
        return _begin(found, folder, out)
    if chosen.action == "take":
        return _take(found, folder, chosen.source, out)
    where = chosen.source or found.settings.base_url
    if not where:
        out.say(out.tr(N_("From where? Name the address or the folder of the published site.")))
        return verbs.USAGE
    from generator.base.log_proofs import Checkpoint  # noqa: PLC0415
    from generator.build import log_keys  # noqa: PLC0415
    from generator.build.log_reader import Elsewhere  # noqa: PLC0415

    site = Elsewhere(where)
    try:
        site.note  # noqa: B018 (whether there is any)
    except FileNotFoundError:
        out.say(out.tr(NO_LOG).format(site=where))
        return verbs.USAGE
    except Unreadable:
        out.say(out.tr(UNREADABLE).format(file=where))
        return verbs.PROBLEMS
    log = public_log.copied(said.name, site.tile, folder)
    log_keys.bring(folder, site)
    for key in {*site.keys, *map(signed_note.key, said.witnesses)}:
        seen = site.cosigned(key) if key.kind == WITNESS else None
        if seen and site.continues(Checkpoint.of(seen)):  # or the next site would hide who saw it
            public_log.witnessed(folder, seen, [key] if seen.claims(key) else [])
    done = N_(
        "The log of public records is in {folder} again: {count} entries, all of them checked."
    )
    out.say(out.tr(done).format(folder=said.folder, count=log.head.size))
    return verbs.DONE


def _begin(found: "Config", folder: Path, out: Terminal) -> int:
    from generator.build import log_key, public_log  # noqa: PLC0415
    from generator.build.site_access import Refused  # noqa: PLC0415

    said = found.settings.log
    name = str(said.name)
    if any(public_log.Log.read(each) for each in (folder, found.output / public_log.FOLDER)):
        raise Refused(N_("{folder} has a log of public records already: it goes on."), folder)
    try:
        private = log_key.found(name, found.root, said.key)
    except NoSigning as no:
        out.say(out.tr(no.message))
        private = None
    public_log.new(folder, name, private)
    begun = N_("The log of public records begins in {folder}. The next build adds what is public.")
    out.say(out.tr(begun).format(folder=said.folder))
    if private is None:
        out.say(out.tr(N_("It is not signed: there is no private key (portal key new).")))
    return verbs.DONE


def _take(found: "Config", folder: Path, source: str | None, out: Terminal) -> int:
    """Put a checkpoint that witnesses have cosigned into the log, if it is one of it."""
    from generator.build import public_log  # noqa: PLC0415

    log = public_log.Log.read(folder)
    if source is None or log is None:
        missing = N_("Name the file that the witness gave you; the log has to lie in {folder}.")
        out.say(out.tr(missing).format(folder=folder))
        return verbs.USAGE
    try:
        note = signed_note.read(Path(source).read_text(encoding="utf-8"))
        head = Checkpoint.of(note)
    except ValueError:
        out.say(out.tr(UNREADABLE).format(file=source))
        return verbs.USAGE
    keys = [signed_note.key(each) for each in found.settings.log.witnesses]
    try:
        by = [key for key in keys if note.signed_by(key) is not None]
    except NoSigning as no:
        out.say(out.tr(no.message))
        return verbs.MACHINE
    if head.name != log.head.name or not log.grew_from(head):
        out.say(
            out.tr(N_("{file} is no checkpoint of this log. Nothing was taken.")).format(
                file=source
            )
        )
        return verbs.PROBLEMS
    if not by:
        strange = N_("{file} is cosigned by none of “log: witnesses” in the settings.")
        out.say(out.tr(strange).format(file=source))
        return verbs.PROBLEMS
    done = N_("Taken: {count} entries are cosigned by {names}. The next build publishes that.")
    if not public_log.witnessed(folder, note, by):
        done = N_(
            "{names} cosigned {count} entries here, and more of them later, which was taken before."
            " Nothing was taken."
        )
    out.say(out.tr(done).format(count=head.size, names="、".join(key.name for key in by)))
    return verbs.DONE
