"""A link as a target: it leads to one of two folders, and is turned when the other is whole.

`site` is a link to `site.1` or `site.2`. Publishing makes the one that readers do not see the new
site and then turns the link, which the system does at once. So a reader meets the old site or the
new one and never some of both, however long it takes to copy a nation's files; and each time only
what changed since the time before the last is copied.
"""

import os
import shlex
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from generator.base import system_errors
from generator.base.messages import N_
from generator.base.sorted_rows import Rows, SortedRows
from generator.build import half_published, old_assets
from generator.build.folder_target import Folder
from generator.build.site_access import Refused
from generator.model.publish_targets import State

_NUMBERS = ("1", "2")
_FOLDER = N_(
    "{folder} is a folder, and only a link can be turned. Move it and make the link once:"
    " {command}. Then publish again."
)
_OTHER_LINK = N_(
    "{folder} is a link to another folder. One that publishing may turn leads to {folder}.1 or"
    " {folder}.2."
)
_FILE = N_("{folder} is a file. Name a folder.")
_NEW = ".new"


class Sides(NamedTuple):
    """The folders of a link: the one that readers see, if there is any yet, and the other."""

    shown: Path | None
    other: Path

    @property
    def every(self) -> tuple[Path, ...]:
        """Both, as far as there are two."""
        return (self.other,) if self.shown is None else (self.shown, self.other)


def sides(link: Path, *, asked: bool) -> Sides | None:
    """Return the folders of a link that may be turned; None where the path is none.

    Where such a link is `asked` for, or was before someone was stopped, it may be still to be made.
    `Refused` is raised of whatever else stands there.
    """
    first, second = (link.with_name(f"{link.name}.{number}") for number in _NUMBERS)
    if link.is_symlink():
        to = link.parent / link.readlink()
        beside = to.parent.resolve() == link.parent.resolve()  # whatever way leads to that folder
        if beside and to.name in (first.name, second.name):
            return Sides(first, second) if to.name == first.name else Sides(second, first)
        if asked:
            raise Refused(_OTHER_LINK, link)
        return None
    there = os.path.lexists(link)
    if not asked:
        return None if there or not half_published.half(first) else Sides(None, first)
    if there and not link.is_dir():
        raise Refused(_FILE, link)
    if there:
        raise Refused(_FOLDER, link, command=_command(link, (first, second)))
    return Sides(None, first)


def _command(link: Path, numbered: tuple[Path, Path]) -> str:
    """Return what makes a folder the one that a link leads to; what lies beside it stays."""
    free = (each for each in numbered if not os.path.lexists(each))
    to = next(free, numbered[0])
    away = link.with_name(f"{link.name}.old") if os.path.lexists(to) else to
    moved = shlex.join(["mv", str(link), str(away)])
    return f"{moved} && {shlex.join(['ln', '-s', to.name, str(link)])}"


class Switched(Folder):
    """The folder of a link that readers do not see. Errors name the file in it."""

    def __init__(self, site: Path, link: Path, of: Sides, rows: Rows = SortedRows) -> None:
        super().__init__(site, of.other, rows)
        self.name, self.link, self.of = str(link), link, of

    def state(self) -> State:
        """Return what the folder says of itself, and of what readers see, what must not be lost.

        That are the styles and scripts of pages that they have open, and the log of public records.
        """
        own = super().state()
        if self.of.shown is None:
            return replace(own, hidden=True)
        seen = Folder(self.site, self.of.shown, self.rows).state()
        used = seen.sums.beginning("assets/") if seen.sums else ()
        beside = old_assets.in_use(used, (seen.kept, seen.left), self.site)
        return replace(own, beside=beside, log=seen.log, hidden=True)

    def leave(self, content: bytes) -> None:
        """Put `old_assets.LEFT` there, and what it names of that which readers see now."""
        for url in old_assets.named(content):
            before = self.of.shown / url if self.of.shown else None
            if before and before.is_file() and not (self.folder / url).exists():
                target = self.folder / url
                self._copying.make_real(str(target.parent))
                self._copying.copy(str(before), str(target), timed=True)
        super().leave(content)

    def finish(self) -> None:
        """Remove what `begin` left, and turn the link."""
        super().finish()
        beside = self.link.with_name(f".{self.link.name}{_NEW}")
        system_errors.naming(beside, lambda: beside.unlink(missing_ok=True))
        system_errors.naming(beside, lambda: beside.symlink_to(self.folder.name))
        system_errors.naming(self.link, lambda: beside.replace(self.link))
