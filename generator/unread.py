"""Files that are not opened: links that lead elsewhere, pipes, devices."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator import listing
from generator.listing import Stat
from generator.messages import N_
from generator.problems import Place, Problem, problem

OUT = N_("it leads out of its folder")
FOLDER = N_("it is a folder")
PIPE = N_("it is a pipe, a socket or a device")
INTO = N_("the files of a folder would have two addresses")


def unread(root: Path, stats: Mapping[str, Stat]) -> Iterator[Problem]:
    """Yield the problem of each file, listed by `listing.files`, that is not to be opened."""
    for path, stat in stats.items():
        if stat[0] >= 0:
            continue
        place = Place(path.encode("utf-8", "replace").decode())
        if stat in (listing.NO_FILE, listing.FOLDER):
            yield problem("P020", place, what=f"\0:{FOLDER if stat == listing.FOLDER else PIPE}")
            continue
        try:
            target = os.fsencode((root / path).readlink()).decode("utf-8", "replace")
        except OSError:  # a junction, or gone by now
            target = "?"
        reason = INTO if stat == listing.LEADS_INTO else OUT
        yield problem("P019", place, target=target, reason=f"\0:{reason}")


def templates(root: Path) -> Iterator[Problem]:
    """Yield the same of the site's own templates, of which pages are made."""
    if (root / "templates").is_dir():
        yield from unread(root, listing.files(str(root), "templates"))
