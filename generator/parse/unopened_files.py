"""Files that are not opened: links that lead elsewhere, pipes, devices."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.base import folder_scan
from generator.base.folder_scan import Stat
from generator.base.messages import N_
from generator.base.problems import Place, Problem, problem
from generator.parse.template_files import WORDS

OUT = N_("it leads out of its folder")
FOLDER = N_("it is a folder")
PIPE = N_("it is a pipe, a socket or a device")
INTO = N_("the files of a folder would have two addresses")


def unread(root: Path, stats: Mapping[str, Stat]) -> Iterator[Problem]:
    """Yield the problem of each file, listed by `folder_scan.files`, that is not to be opened."""
    for path, stat in stats.items():
        if stat[0] >= 0:
            continue
        place = Place(path.encode("utf-8", "replace").decode())
        if stat in (folder_scan.NO_FILE, folder_scan.FOLDER):
            yield problem(
                "P020", place, what=f"\0:{FOLDER if stat == folder_scan.FOLDER else PIPE}"
            )
            continue
        try:
            target = os.fsencode((root / path).readlink()).decode("utf-8", "replace")
        except OSError:  # a junction, or gone by now
            target = "?"
        reason = INTO if stat == folder_scan.LEADS_INTO else OUT
        yield problem("P019", place, target=target, reason=f"\0:{reason}")


def templates(root: Path) -> Iterator[Problem]:
    """Yield the same of the site's own templates and words, of which pages are made."""
    for folder in ("templates", WORDS):
        if (root / folder).is_dir():
            yield from unread(root, folder_scan.files(str(root), folder))
