"""Builds of the demonstration that are killed: a matter of hours, as each takes most of a minute.

The small whole site, which `kills` takes, has a hundred files to replace; here each new day has ten
thousand, so that most kills fall into the middle of that.
"""

import sys
import tempfile
from pathlib import Path

from tests.reliability import Row, command
from tests.reliability.kills import ROOT, SEED, Site, kills

NAME = "Kills of builds of the demonstration"
KILLS = 300
RECORD = "content/projects/libo/yaoshan/hongguang/2019-kill.md"
SECONDS = 25.0


def run() -> Row:
    """Try all; print what failed."""
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        site = Site(Path(folder), ROOT, RECORD)
        kills(site, lambda: site.root / "site", KILLS, steps=15_000, took=SECONDS)
        sys.stdout.write(f"{site.halves} of the kills fell while files were replaced\n")
        for each in site.failures:
            sys.stdout.write(f"{each}\n")
        version = f"seed {SEED}, {KILLS} kills"
        return Row(NAME, version, site.cases, len(site.failures), command("kills_demonstration"))
