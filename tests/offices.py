"""Two offices with the records of one site: a copy for each, and what they share between them."""

import shutil
import subprocess
from pathlib import Path

from tests.conftest import ROOT


def git(folder: Path, *command: str) -> str:
    """Do something with git in a folder, under a made-up name; return what it says."""
    named = ("-c", "user.name=示例", "-c", "user.email=x@example.org")
    done = subprocess.run(
        ["git", *named, *command], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


def two(folder: Path, site: Path = ROOT / "tests/sites/whole") -> tuple[Path, Path]:
    """Return two copies of a site, both of the bare repository `all.git` beside them."""
    first, second = folder / "jia", folder / "yi"
    shutil.copytree(site, first)
    (first / ".gitignore").write_text("/.portal/\n/site/\n")
    git(first, "init", "-q", "-b", "main")
    git(first, "add", "-A")
    git(first, "commit", "-qm", "begin")
    git(folder, "clone", "-q", "--bare", str(first), str(folder / "all.git"))
    git(first, "remote", "add", "origin", str(folder / "all.git"))
    git(first, "fetch", "-q")
    git(first, "branch", "-q", "--set-upstream-to=origin/main")
    git(folder, "clone", "-q", str(folder / "all.git"), str(second))
    return first, second
