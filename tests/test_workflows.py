"""What other programs read of ours: ready workflows in docs/ci, the hook for pre-commit."""

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.base.messages import ENGLISH
from generator.commands import cli, site_verbs
from tests import sites
from tests.conftest import ROOT

FOLDER = ROOT / "docs/ci"
FILES = sorted(FOLDER.glob("*.yml"))
named = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
KNOWN = {"name", "on", "permissions", "concurrency", "env", "jobs"}


def read(path: Path) -> Any:  # what is read is judged by each test
    """Return what stands in a file, with keys as they are typed: `on` is not a yes."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 (only texts)


def texts(found: Any) -> Iterator[str]:
    """Yield each text at any depth."""
    if isinstance(found, str):
        yield found
    else:
        for each in found.values() if isinstance(found, dict) else found:
            yield from texts(each)


def commands(path: Path) -> list[list[str]]:
    """Return the words of each command of ours that a workflow runs."""
    lines = (line.strip() for text in texts(read(path)) for line in text.splitlines())
    return [
        shlex.split(line.partition(" >> ")[0])[1:] for line in lines if line.startswith("./portal ")
    ]


def test_there_is_a_workflow_for_each_of_the_places_people_keep_repositories_at() -> None:
    assert [path.stem for path in FILES] == ["gitea", "github", "gitlab"]


def lines(path: Path, job: str) -> str:
    """Return what a job runs, but for what is got from Debian, as one script."""
    found = read(path)["jobs"] if path.stem != "gitlab" else read(path)
    steps = found[job]["script"] if path.stem == "gitlab" else found[job]["steps"]
    run = [each["run"] for each in steps if "run" in each] if path.stem != "gitlab" else steps
    return "\n".join(each for each in texts(run) if "apt-get" not in each)


@pytest.mark.skipif(os.name == "nt", reason="as on the machines that run these")
@named
@pytest.mark.parametrize("own", [True, False], ids=["program at hand", "records alone"])
def test_what_a_workflow_runs_does_run_with_and_without_a_program_in_the_repository(
    path: Path, tmp_path: Path, *, own: bool
) -> None:
    program, records = tmp_path / "program", tmp_path / "records"
    for folder in (program, records):
        folder.mkdir()
        sites.git(folder, "init", "-q", "-b", "main")
    said = tmp_path / "said.txt"
    stub = f'#!/bin/sh\necho "$PWD" "$@" >> {shlex.quote(str(said))}\n'
    # what ssh would be given: the key that is named, as it is there and for whom
    stub += 'set -- $RSYNC_RSH\ntest -z "$*" || { cat "$3"; stat -c %a "$3"; cat "${7#*=}"; }\n'
    for folder in (program, records) if own else (program,):
        (folder / "portal").write_text(stub)
        (folder / "portal").chmod(0o755)
    (records / "config.yaml").touch()
    (tmp_path / "kept").mkdir()
    for folder in (program, records):
        sites.commit(folder, "2018-06-01")
    given = {"PROGRAM": program.as_uri(), "PROGRAM_TAG": "main", "BASE": "HEAD~1"}
    (tmp_path / "k").write_text("k\n")
    (tmp_path / "h").write_text("h\n")
    files = {"PUBLISH_KEY": str(tmp_path / "k"), "PUBLISH_HOSTS": str(tmp_path / "h")}
    home = {
        **files,
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path / "kept"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }
    given |= {**home, "KEY": "k", "HOSTS": "h", "TARGET": "t", "PUBLISH_TARGET": "t"}
    for job in ("check", "publish"):
        done = subprocess.run(
            ["sh", "-euc", lines(path, job)],
            cwd=records,
            env={**os.environ, **given},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["k", "600", "h"]
    assert not (tmp_path / ".ssh").exists(), "the keys of whoever runs it"
    assert not any((tmp_path / "kept").iterdir()), "no key stays"
    verbs = [line.removeprefix(f"{records} ").split()[0] for line in said.read_text().splitlines()]
    assert verbs == ["check", "diff", "build", "publish"]
    assert (records / ".program").exists() is not own


@named
def test_a_workflow_checks_each_change_and_builds_and_publishes_main(path: Path) -> None:
    assert [words[0] for words in commands(path)] == ["check", "diff", "build", "publish"]
    for words in commands(path):
        assert cli._parser(ENGLISH, words).parse_args(words).verb.__name__ == f"_{words[0]}"


def test_a_workflow_builds_with_all_commits_as_pages_tell_of_them() -> None:
    for name in ("github", "gitea"):
        for job in read(FOLDER / f"{name}.yml")["jobs"].values():
            [got] = [each for each in job["steps"] if "checkout" in each.get("uses", "")]
            assert got["with"]["fetch-depth"] == "0"
    found = read(FOLDER / "gitlab.yml")
    assert found["variables"]["GIT_DEPTH"] == "0"
    jobs = [each for each in found.values() if isinstance(each, dict)]
    assert not any("GIT_DEPTH" in job.get("variables", {}) for job in jobs)


def test_a_workflow_keeps_the_site_and_the_state_of_the_build_together() -> None:
    for name in ("github", "gitea"):
        steps = read(FOLDER / f"{name}.yml")["jobs"]["publish"]["steps"]
        [kept] = [
            each["with"] for each in steps if each.get("uses", "").startswith("actions/cache")
        ]
        assert kept["path"].split() == [".portal", "site"]
    assert read(FOLDER / "gitlab.yml")["publish"]["cache"]["paths"] == [".portal", "site"]


@pytest.mark.parametrize("name", ["github", "gitea"])
def test_a_workflow_has_what_its_host_expects(name: str) -> None:
    found = read(FOLDER / f"{name}.yml")
    assert KNOWN >= found.keys() >= {"name", "on", "jobs"}
    assert found["on"]["push"]["branches"] == ["main"]
    assert "pull_request" in found["on"]
    for job in found["jobs"].values():
        assert job["runs-on"]
        for step in job["steps"]:
            assert len({"uses", "run"} & step.keys()) == 1
            assert "uses" not in step or re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"])
    assert found["jobs"]["publish"]["needs"] in found["jobs"]


def test_the_workflow_of_gitlab_has_only_jobs_of_its_stages() -> None:
    found = read(FOLDER / "gitlab.yml")
    jobs = {
        name: job
        for name, job in found.items()
        if name not in ("image", "stages", "variables", ".program")
    }
    assert [job["stage"] for job in jobs.values()] == found["stages"]
    assert all(job["script"] and job["rules"] for job in jobs.values())


def test_the_hook_of_pre_commit_runs_check_on_the_files_it_judges() -> None:
    [hook] = read(ROOT / ".pre-commit-hooks.yaml")
    assert {"id", "name", "entry", "language", "files"} <= hook.keys()
    program, *words = shlex.split(hook["entry"])
    assert program == "portal"
    assert cli._parser(ENGLISH, words).parse_args(words).verb is site_verbs._check
    judged = re.compile(hook["files"])
    for path in (
        *("config.yaml", "content/projects/a/b.md", "templates/unit.html"),
        "locale/zh_Hans/LC_MESSAGES/mingjing.po",
    ):
        assert judged.search(path)
    assert not judged.search("docs/content.md")
    assert not json.loads(hook["pass_filenames"])
