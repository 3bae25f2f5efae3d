"""Small sites to test with: `sites/whole` has no fault at all, each of `sites/broken` has one.

A broken site is kept as what differs from the whole one: the files laid over it; in `REMOVE` the
paths to take away, in `UNREADABLE` those that cannot be read, in `FOLDERS` those of folders, in
`LINKS` those of links with what each leads to, in `expected.txt` its problems.
"""

import os
import shutil
import subprocess
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from generator.base.codes import CODES
from generator.base.messages import CHINESE
from generator.base.problems import Problem, in_order
from generator.build import build
from generator.commands import new
from generator.model import config
from generator.model.site_tables import CONFIG

WHOLE = Path(__file__).parent / "sites" / "whole"
BROKEN = Path(__file__).parent / "sites" / "broken"
AS_OF = date(2018, 12, 31)
OF_NEW = frozenset(("P232", "P233", "P235"))
"""Codes that `portal new` alone tells: no site is broken by them."""
OF_IMPORT = frozenset(code for code in CODES if "P543" <= code < "P600")
"""Codes that `portal import` alone tells, of workbooks."""
OF_PREVIEW = frozenset(("P213", "P214"))
"""Codes that `portal serve` alone tells, of drafts: what is published has none."""
OF_LOG = frozenset(("P822", "P842"))
"""Codes that need a log of public records, or git."""
NOTES = ("REMOVE", "UNREADABLE", "LINKS", "FOLDERS", "expected.txt")


def names() -> list[str]:
    """Return the names of the broken sites: a code, and where one is not enough `-what`."""
    return sorted(path.name for path in BROKEN.iterdir())


def overlay(name: str) -> list[Path]:
    """Return the files that the broken site `name` has otherwise than the whole one."""
    files = (path for path in (BROKEN / name).rglob("*") if path.is_file())
    return sorted(path for path in files if path.name not in NOTES)


def lay(folder: Path, name: str = "") -> Path:
    """Put the whole site, or the broken one called `name`, into `folder`, and return it."""
    shutil.copytree(WHOLE, folder, dirs_exist_ok=True)
    for file in overlay(name) if name else ():
        target = folder / file.relative_to(BROKEN / name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    for path in _listed(name, "REMOVE"):
        (folder / path).unlink()
    for path in _listed(name, "UNREADABLE"):
        (folder / path).symlink_to("nowhere")  # no permission would not stop an administrator
    for named in _listed(name, "FOLDERS"):
        (folder / named).mkdir()
    links = iter(_listed(name, "LINKS"))
    for link, to in zip(links, links, strict=True):
        (folder / link).symlink_to(to)
    return folder


def new_record(
    root: Path, kind: str, ident: str, language: str = CHINESE, title: str | None = None
) -> tuple[str | None, list[Problem]]:
    """Write a record into a site, as `portal new` does; return its path, and what forbids it."""
    found, _ = config.load(root / CONFIG)
    assert found is not None
    return new.write(found, kind, ident, language, title)


@cache
def problems(name: str = "") -> list[Problem]:
    """Return every problem of the whole site, or of the broken one called `name`, in order."""
    with tempfile.TemporaryDirectory() as folder:
        return judge(lay(Path(folder), name))


def git(root: Path, *arguments: str, when: str = "2018-06-01") -> None:
    """Let git do something in a folder, as if on a day (or at a time in ISO form)."""
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    time = when if "T" in when else f"{when}T10:00:00+0800"
    days = {"GIT_COMMITTER_DATE": time, "GIT_AUTHOR_DATE": time}
    command = ["git", *who, *arguments]
    environment = {**os.environ, **days}
    subprocess.run(command, cwd=root, check=True, capture_output=True, env=environment)


def commit(root: Path, when: str) -> None:
    """Commit all that lies in a folder on a day."""
    git(root, "add", "-A", ".")
    git(root, "commit", "-qm", "x", when=when)


def with_history(root: Path) -> Path:
    """Put a site into git as if it had once been otherwise, and return it."""
    project = root / "content/projects/jia/dong/shang/2018-gonglu.md"
    now = project.read_text("utf-8")
    paid = now.index("  - date: 2018-08-20\n")
    before = now[:paid] + now[now.index("plan:\n") :]
    project.write_text(before.replace("示例丁", "示例丙"), "utf-8", newline="\n")
    gone = project.with_name("2018-bianmin.md")
    gone.write_text(now.replace("通组公路", "便民桥"), "utf-8", newline="\n")
    meeting = next((root / "content/meetings").rglob("*.md"))
    told = meeting.read_text("utf-8")
    meeting.write_text(f"{told}\n旧的记录。\n", "utf-8", newline="\n")
    git(root, "init", "-q", "-b", "main")
    commit(root, "2018-06-01")
    project.write_text(now, "utf-8", newline="\n")
    meeting.write_text(told, "utf-8", newline="\n")
    gone.unlink()
    commit(root, "2018-12-01")
    return root


def _listed(name: str, note: str) -> list[str]:
    file = BROKEN / name / note
    return file.read_text(encoding="utf-8").split() if name and file.is_file() else []


def judge(folder: Path) -> list[Problem]:
    """Return every problem of the site in `folder`, in order; one with templates is built."""
    found, problems = config.load(folder / CONFIG)
    if found is None:
        return in_order(problems)
    if (folder / "templates").is_dir():
        problems += build.build(found, AS_OF).problems
    return in_order([*problems, *build.check(found, AS_OF)])


def expected(name: str) -> list[str]:
    """Return the problems that the broken site `name` should have, as `line` writes them."""
    return (BROKEN / name / "expected.txt").read_text(encoding="utf-8").splitlines()


def line(problem: Problem) -> str:
    """Return where a problem is and what it is, without its words."""
    return f"{problem.place}: {problem.severity} {problem.code} {problem.field}".rstrip()
