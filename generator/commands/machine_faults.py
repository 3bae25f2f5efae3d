"""The machine's faults, as a person is told of them: which file, what is half done, what to do."""

import errno
import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from generator.base.messages import N_, catalogue
from generator.base.system_errors import Ended, held_open
from generator.build.replace_files import Halted

_SENTENCES = {
    errno.ENOSPC: N_("The disk is full: {file}. Make room and run this again."),
    errno.EDQUOT: N_("The disk quota is used up: {file}. Make room and run this again."),
    errno.EACCES: N_("There is no permission for {file}. Ask for it, or choose another folder."),
    errno.EPERM: N_("There is no permission for {file}. Ask for it, or choose another folder."),
    errno.EROFS: N_("The disk can only be read: {file}. Choose another folder."),
    errno.ENAMETOOLONG: N_("The name is too long: {file}. Choose a shorter one."),
    errno.ENOTDIR: N_("A file stands where a folder should be: {file}. Choose another folder."),
    errno.EEXIST: N_("A file stands where a folder should be: {file}. Choose another folder."),
    errno.EISDIR: N_("A folder stands where a file should be: {file}. Move it away."),
    errno.ENOENT: N_("There is no {file}."),
}
NO_MEMORY = N_(
    "Memory does not suffice. Close other programs, or give the machine more memory, and run this"
    " again; build, check and diff need less with --jobs 1."
)
_ENDED = N_(
    "The system has ended {file}, which was asked something by this program: mostly, memory does"
    " not suffice. Close other programs, or give the machine more memory, and run this again."
)
_OTHERWISE = N_("The machine says: {reason} ({file}).")
_DENIED = 5
"""What Windows says of a file that may not be written, and of replacing one that is open."""
_DENIED_OR_HELD = N_(
    "There is no permission for {file}, or another program holds it open. Close it there."
)
_LONG = 500
"""Characters of a name that are still shown whole."""


def sentence(error: OSError, language: str, ours: Sequence[Path] = ()) -> str:
    """Return what the machine says against what was to be done, and what helps.

    `ours` are the folders that are written to: where they belong to someone else, it is said whose
    they are.
    """
    tr = catalogue(language).gettext
    cause = error.cause if isinstance(error, Halted) else error
    file = str(error.filename or "-")
    file = file if len(file) < _LONG else f"{file[:200]}…"
    if isinstance(cause, Ended):
        return tr(_ENDED).format(file=file)
    if held_open(cause):
        said = tr(N_("Another program holds {file} open. Close it and run this again."))
    elif getattr(cause, "winerror", 0) == _DENIED:
        said = tr(_DENIED_OR_HELD)
    else:
        said = tr(_SENTENCES.get(error.errno or 0, _OTHERWISE))
    reason = error.strerror or str(error)
    said = said.format(file=file, reason=tr(reason) if reason else "-")
    if error.errno in (errno.EACCES, errno.EPERM) and error.filename:
        said = _not_ours(Path(os.fsdecode(error.filename)), ours, language) or said
    if isinstance(error, Halted):
        half = N_(
            "{site} is half replaced: {done} of {of} files are done, and it has no SHA256SUMS until"
            " all are. Build again once that is put right: it goes on from there."
        )
        said += "\n" + tr(half).format(site=error.site, done=error.done, of=error.of)
    return said


def _not_ours(path: Path, ours: Sequence[Path], language: str) -> str:
    """Return whose a file is that we may not write to, and how it is given back; "" if it is ours.

    Of a file that is not there, its folder counts.
    """
    me = getattr(os, "geteuid", lambda: None)()
    within = [each for each in ours if path.is_relative_to(each)]
    if me is None or not within:
        return ""
    while not os.path.lexists(path):
        path = path.parent
    for each in (path, path.parent):
        owner = each.lstat().st_uid
        if owner != me and any(each.is_relative_to(folder) for folder in within):
            break
    else:
        return ""
    folders = [each for each in ours if each.exists() and _has_others(each, me)]
    said = N_(
        "{file} belongs to {owner}, and {me} may not change it: {owner} ran an earlier build,"
        " perhaps with sudo. Give it back and run this again, without sudo: {command}"
    )
    command = ["sudo", "chown", "-R", name_of(me), *map(str, folders or within)]
    return (
        catalogue(language)
        .gettext(said)
        .format(file=each, owner=name_of(owner), me=name_of(me), command=shlex.join(command))
    )


def _has_others(folder: Path, me: int) -> bool:
    """Tell whether anything in a folder belongs to someone else, as far as one can look."""
    if folder.lstat().st_uid != me:
        return True
    for where, folders, files in os.walk(folder):
        if any(os.lstat(f"{where}/{name}").st_uid != me for name in (*folders, *files)):
            return True
    return False


def name_of(user: int) -> str:
    """Return the name of a user of this machine, or the number if there is none."""
    import pwd  # noqa: PLC0415 (not there on Windows, which has no such numbers)

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
