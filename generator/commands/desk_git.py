"""Git beneath a desk: what is changed, writing it down under the clerk's name, handing it in.

Nothing that is in the folder is touched until all is decided: what two people did is put together
in an index of the desk's own, and the folder then only goes forward to it.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeAlias

from generator.base.messages import N_

TIMES = 3
"""How often others may be faster, one after the other, before it is left for later."""
PATIENCE = 120
"""Seconds that a server may take."""
NOWHERE = "0" * 40


class Failed(Exception):
    """Git would not do it; `said` is what it says, `message` what that means (a msgid)."""

    def __init__(self, message: str, said: str = "") -> None:
        super().__init__(message)
        self.message, self.said = message, said.strip()


class State(NamedTuple):
    """A file that differs from what was written down last: `new`, `changed` or `gone`."""

    path: str
    state: str


class Three(NamedTuple):
    """A file that both sides changed: its bytes before, here and there; None where it is not."""

    path: str
    base: bytes | None
    mine: bytes | None
    theirs: bytes | None


Join: TypeAlias = Callable[[Iterable[Three]], Iterable[tuple[str, bytes | None]]]


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who writes down what is changed."""

    name: str
    email: str


@dataclass(slots=True)
class Repository:
    """The repository that a site lies in."""

    root: Path
    """The site's folder."""
    content: str
    own: Path
    """The desk's own folder."""
    top: Path = field(init=False)
    prefix: str = field(init=False)
    """The site's folder within the repository, with a slash at its end; "" where it is its top."""

    def __post_init__(self) -> None:
        self.top = Path(self._said("rev-parse", "--show-toplevel").strip())
        self.prefix = self._said("rev-parse", "--show-prefix").strip()

    @classmethod
    def of(cls, root: Path, content: str, own: Path) -> "Repository | None":
        """Return the repository of a site, None where there is none, or no git."""
        if shutil.which("git") is None:
            return None
        try:
            found = cls(root, content, own)
            ignored = found._run("check-ignore", "-q", content, fails=True)
        except Failed:
            return None
        return None if ignored.returncode == 0 else found

    def _run(
        self, *command: str, given: bytes | None = None, index: bool = False, fails: bool = False
    ) -> "subprocess.CompletedProcess[bytes]":
        env = {**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
        env.setdefault("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")
        if index:
            env["GIT_INDEX_FILE"] = str(self.own / "index")
        whole = ["git", "-c", "core.quotepath=false", "-c", "core.safecrlf=false", *command]
        try:
            done = subprocess.run(
                whole,
                check=False,
                cwd=self.root,
                env=env,
                input=given,
                capture_output=True,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired as late:
            raise Failed(N_("The server did not answer in time. Try again later.")) from late
        if done.returncode < 0:
            raise Failed(N_("The system has ended git: mostly, memory does not suffice."))
        if done.returncode and not fails:
            raise Failed(N_("Git would not do it: {said}"), done.stderr.decode("utf-8", "replace"))
        return done

    def _said(self, *command: str, index: bool = False) -> str:
        return self._run(*command, index=index).stdout.decode("utf-8", "surrogateescape")

    def clerk(self) -> Clerk:
        """Return who git thinks sits there; empty where it does not know."""
        said = []
        for name in ("user.name", "user.email"):
            found = self._run("config", name, fails=True)
            said.append(found.stdout.decode("utf-8", "replace").strip())
        return Clerk(*said)

    def changed(self) -> list[State]:
        """Return the files of the content that differ from what was written down last."""
        said = self._said(
            *("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all"),
            *("--", self.content),
        )
        found = []
        for each in said.split("\0"):
            if not each:
                continue
            mark, path = each[:2], each[3:].removeprefix(self.prefix)
            state = "new" if mark == "??" or "A" in mark else "gone" if "D" in mark else "changed"
            found.append(State(path, state))
        return found

    def before(self, path: str) -> bytes | None:
        """Return a file as it was written down last, None where it was not there."""
        found = self._run("show", f"HEAD:{self.prefix}{path}", fails=True)
        return found.stdout if found.returncode == 0 else None

    def commit(self, paths: Sequence[str], message: str, clerk: Clerk) -> None:
        """Write down these files, and nothing else that may be changed. Raises Failed."""
        # a line of commands is short on Windows, and an import may have changed thousands of files
        listed = "\0".join(paths).encode()
        named = ("--pathspec-from-file=-", "--pathspec-file-nul")
        self._run("add", "--all", *named, given=listed)
        said = f"--message={message}"
        self._run(*_by(clerk), "commit", "--only", said, *named, given=listed)

    def upstream(self) -> tuple[str, str] | None:
        """Return the remote and the branch that is handed in to, None where there is none."""
        branch = (
            self._run("symbolic-ref", "--short", "-q", "HEAD", fails=True).stdout.decode().strip()
        )
        if not branch:
            return None
        remote = self._run("config", f"branch.{branch}.remote", fails=True).stdout.decode().strip()
        merge = self._run("config", f"branch.{branch}.merge", fails=True).stdout.decode().strip()
        if remote and remote != "." and merge:
            return remote, merge.removeprefix("refs/heads/")
        remotes = self._said("remote").split()
        return (remotes[0], branch) if len(remotes) == 1 else None

    def waiting(self) -> list[str]:
        """Return the titles of what is written down and not handed in."""
        to = self.upstream()
        if to is None or self._run("rev-parse", "-q", "--verify", "HEAD", fails=True).returncode:
            return []
        there = f"refs/remotes/{to[0]}/{to[1]}"
        known = self._run("rev-parse", "-q", "--verify", there, fails=True).returncode == 0
        span = [f"{there}..HEAD"] if known else ["HEAD", "--not", f"--remotes={to[0]}"]
        return self._said(
            "log", "--no-merges", "--format=%s", "--max-count=200", *span
        ).splitlines()

    def hand_in(self, clerk: Clerk, join: Join) -> bool:
        """Bring what is written down to where all bring it; return whether others' came along.

        `join` says of the files that both sides changed what they are to be, None to have one gone;
        what it raises ends it all, with nothing changed here or there. Raises Failed.
        """
        to = self.upstream()
        if to is None:
            raise Failed(N_("There is no place to hand it in to: the repository has no remote."))
        remote, branch = to
        came = False
        for _ in range(TIMES):
            done = self._run("push", "--porcelain", "-u", remote, f"HEAD:{branch}", fails=True)
            if done.returncode == 0:
                return came
            said = (done.stdout + done.stderr).decode("utf-8", "replace")
            if "[rejected]" not in said and "fetch first" not in said:
                raise _why(said)
            self._run("fetch", remote, f"+refs/heads/{branch}:refs/remotes/{remote}/{branch}")
            self.join(f"refs/remotes/{remote}/{branch}", clerk, join)
            came = True
        raise Failed(N_("Others were faster again and again. Try once more."))

    def fetch(self, clerk: Clerk, join: Join) -> bool:
        """Take in what others handed in; return whether there was anything. Raises Failed."""
        to = self.upstream()
        if to is None:
            raise Failed(N_("There is no place to take anything from: there is no remote."))
        remote, branch = to
        there = f"refs/remotes/{remote}/{branch}"
        done = self._run("fetch", remote, f"+refs/heads/{branch}:{there}", fails=True)
        if done.returncode:
            raise _why(done.stderr.decode("utf-8", "replace"))
        if self._said("rev-list", "--count", f"HEAD..{there}").strip() == "0":
            return False
        self.join(there, clerk, join)
        return True

    def join(self, there: str, clerk: Clerk, join: Join) -> None:
        """Put what others handed in together with what is here.

        Raises Failed, and what `join` does.
        """
        mine, theirs = (self._said("rev-parse", each).strip() for each in ("HEAD", there))
        base = self._run("merge-base", mine, theirs, fails=True).stdout.decode().strip()
        if base == mine:
            self._forward(theirs)
            return
        if not base:
            raise Failed(N_("What lies there has nothing in common with what is here."))
        self.own.mkdir(parents=True, exist_ok=True)
        (self.own / "index").unlink(missing_ok=True)
        try:
            self._run("read-tree", "-i", "-m", "--aggressive", base, mine, theirs, index=True)
            for path, content in join(self._both()):
                self._settle(path, content)
            tree = self._said("write-tree", index=True).strip()
        finally:
            (self.own / "index").unlink(missing_ok=True)
        said = "Merge what others handed in\n"
        made = self._run(
            *_by(clerk), "commit-tree", tree, "-p", mine, "-p", theirs, given=said.encode()
        )
        self._forward(made.stdout.decode().strip())

    def _forward(self, commit: str) -> None:
        done = self._run("merge", "--ff-only", "-q", commit, fails=True)
        if done.returncode:
            raise Failed(
                N_(
                    "Files that others changed are changed here too, and not written down yet."
                    " Write them down first, then hand in."
                ),
                done.stderr.decode("utf-8", "replace"),
            )

    def _both(self) -> Iterator[Three]:
        """Yield the files that both sides changed."""
        found: dict[str, dict[str, str]] = {}
        for each in self._said("ls-files", "-u", "-z", index=True).split("\0"):
            if each:
                about, _, path = each.partition("\t")
                _, blob, stage = about.split(" ")
                found.setdefault(path, {})[stage] = blob
        for path, stages in sorted(found.items()):
            blobs = [self._blob(stages.get(stage)) for stage in "123"]
            yield Three(path, *blobs)

    def _blob(self, name: str | None) -> bytes | None:
        return None if name is None else self._run("cat-file", "blob", name).stdout

    def _settle(self, path: str, content: bytes | None) -> None:
        """Put a file that both changed into the index as it is to be."""
        lines = [f"0 {NOWHERE}\t{path}"]
        if content is not None:
            blob = self._run("hash-object", "-w", "--stdin", given=content).stdout.decode().strip()
            lines.append(f"100644 {blob} 0\t{path}")
        self._run(
            "update-index", "-z", "--index-info", given="\0".join([*lines, ""]).encode(), index=True
        )

    def lines_merged(self, three: Three) -> bytes | None:
        """Return a file in which lines of both are put together, None where they touch."""
        if None in three[1:]:
            return None
        folder = self.own / "merging"
        folder.mkdir(parents=True, exist_ok=True)
        try:
            names = [folder / name for name in ("mine", "base", "theirs")]
            for name, content in zip(names, (three.mine, three.base, three.theirs), strict=True):
                name.write_bytes(content or b"")
            done = self._run("merge-file", "-p", *map(str, names), fails=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return done.stdout if done.returncode == 0 else None


def _by(clerk: Clerk) -> list[str]:
    """Return what tells git who writes something down."""
    said: Mapping[str, str] = {"user.name": clerk.name, "user.email": clerk.email}
    return [part for name, value in said.items() for part in ("-c", f"{name}={value}")]


def _why(said: str) -> Failed:
    """Return what is told where a server cannot be reached, or will not take anything."""
    low = said.lower()
    refused = (
        "permission denied",
        "authentication failed",
        "could not read username",
        "403",
        "401",
    )
    if any(each in low for each in refused):
        return Failed(N_("The server does not let you in: {said}"), said)
    if any(
        each in low for each in ("could not resolve", "unable to access", "could not read from")
    ):
        return Failed(N_("The server cannot be reached: {said}"), said)
    return Failed(N_("Git would not do it: {said}"), said)
