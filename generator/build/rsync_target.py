"""What the program rsync reaches as a target: over SSH, by its own protocol, or in a folder.

Which files differ is known from the list of sums, so rsync is told each by its name, and removes
none that it was not told of. Each file appears whole: rsync writes it beside its place first.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.build import old_assets, transaction
from generator.build.publish_plan import LOG
from generator.build.site_writer import FOREIGN, Refused
from generator.build.transaction import LIST, PART, SUMS
from generator.model.publish_targets import Done, Fault, File, State

_LEAST = (3, 1)
"""The first rsync that removes files by their names."""
_MAKES_FOLDERS = (3, 2, 3)
_SILENCE = 300
"""Seconds after which an rsync that hears nothing gives up."""
_VANISHED = 24
_OPTIONS = ("--protect-args", "--8-bit-output", f"--timeout={_SILENCE}")
_IN_PLACE_OF_ALL = "--force"
"""Whatever stands at an address of ours is ours to replace, be it a folder with files in it."""
_UNREACHED = (
    r"Could not resolve|Name or service not known|getaddrinfo|o route to host|timeout in data"
    r"|onnection (?:refused|timed out|closed|reset|unexpectedly closed)|etwork is unreachable"
)
_TEXTS = (
    # a piece of what rsync or SSH says, and our own words for it
    (
        r"No space left|Disk quota exceeded",
        N_("The disk of {target} is full. Make room and publish again."),
    ),
    (
        r"Host key verification failed|REMOTE HOST IDENTIFICATION",
        N_(
            "SSH does not know the computer of {target}, or not by this key. Log in there once with"
            " ssh, look at the key, and publish again."
        ),
    ),
    (
        r"Permission denied \(|Too many authentication|auth failed",
        N_(
            "{target} does not let us in. See that ssh logs in there without a password, by a key,"
            " and publish again."
        ),
    ),
    (
        r"Permission denied|Operation not permitted|Read-only file system|is read only",
        N_(
            "There is no permission to write to {target} ({said}). Ask for it, or choose another"
            " folder."
        ),
    ),
    (
        r"command not found|rsync: not found|remote command not found",
        N_("There is no rsync on the computer of {target}. Install it there and publish again."),
    ),
    (
        r"Unknown module",
        N_("{target} has no such module. Correct the name after the computer's."),
    ),
    (
        _UNREACHED,
        N_(
            "{target} cannot be reached ({said}). Look at the network and the name, and publish"
            " again."
        ),
    ),
    (
        r"mkdir .* failed: No such file",
        N_("The folder above {target} is not there. Make it, and publish again."),
    ),
    (
        r"Not a directory|mkdir .* failed: File exists",
        N_(
            "A file, or a link that leads nowhere, stands where a folder should be: {target}"
            " ({said}). Move it away, or choose another folder."
        ),
    ),
)
_OTHER = N_("rsync stopped at {target}: {said} (code {code}). Put that right and publish again.")
_ENDED = N_(
    "The system has ended rsync, which was at {target}: mostly, memory does not suffice. Close"
    " other programs, or give the machine more memory, and publish again: it goes on from there."
)
_ABSENT = pattern(r"change_dir .* failed: No such file|link_stat .* failed: No such file")


class Rsync:
    """What rsync reaches. `address` is what it is given, without the slash at its end."""

    def __init__(self, site: Path, address: str, port: int = 0) -> None:
        self.site, self.name = site, address
        self._to = f"{address}/"
        self._port = port
        self._program, self._version = _program(address)
        self._absent = False

    def state(self) -> State:
        """Return what the target says of itself. Raises `Refused` if others' files lie in it."""
        marks = (f"/{PART}/", f"/{PART}/{LIST}", f"/{PART}/{SUMS}")
        lists = (old_assets.LIST, old_assets.LEFT, LOG)
        rules = (f"/{SUMS}", *marks, "/assets/", "/log/", *(f"/{each}" for each in lists))
        with tempfile.TemporaryDirectory() as folder:
            taken = (*(f"--include={each}" for each in rules), "--exclude=*")
            code, said = self._try("--recursive", *taken, "--", self._to, f"{folder}/")
            if code and _ABSENT.search(said):
                self._absent = True
                return State(None)
            self._judge(code, said)
            sums, part = Path(folder, SUMS), Path(folder, PART)
            state = State(
                sums.read_bytes() if sums.is_file() else None,
                (part / LIST).read_bytes() if (part / LIST).is_file() else None,
                *(
                    transaction.read(each)
                    for each in (part / SUMS, *(Path(folder, e) for e in lists))
                ),
            )
        if state.sums is None and state.begun is None and self._listed():
            raise Refused(FOREIGN, self.name)
        return state

    def there(self) -> list[str]:
        """Return the addresses of all files that lie there, ours or not."""
        if self._absent:
            return []
        return [name for mode, name in self._listed("--recursive") if mode == "-"]

    def _listed(self, *options: str) -> list[tuple[str, str]]:
        """Return what lies there, each with the first letter of its mode, as `ls` has it."""
        lines = self._run("--list-only", *options, f"--exclude=/{PART}", "--", self._to)
        found = (re.match(r"(.).* \d\d:\d\d:\d\d (.+)", line) for line in lines)
        return [(each[1], each[2]) for each in found if each and each[2] != "."]

    def lying(self, sizes: Mapping[str, int]) -> dict[str, bool]:
        """Return which of these files lie there, and whether with the sizes they have here."""
        if self._absent:
            return {}
        options = ("--dry-run", "--size-only", _IN_PLACE_OF_ALL, "--out-format=%i %n")
        found = dict.fromkeys(sizes, True)
        for line in self._send(options, list(sizes)):
            marks, _, url = line.partition(" ")
            if marks[1:2] == "f" and url in found:
                found[url] = False
                if "+" in marks:
                    del found[url]
        return found

    def equal(self, files: Mapping[str, File]) -> set[str]:
        """Return which of these files surely lie there with the bytes they should have.

        The other side digests its own; none is sent.
        """
        if self._absent:
            return set()
        options = ("--dry-run", "--checksum", _IN_PLACE_OF_ALL, "--out-format=%i %n")
        lines = [line.partition(" ") for line in self._send(options, list(files))]
        return set(files) - {url for marks, _, url in lines if marks[1:2] == "f"}

    def begin(self, begun: bytes, before: bytes | None) -> None:
        """Leave word of what is to be replaced and of the sums before; then take the sums away."""
        with tempfile.TemporaryDirectory() as folder:
            marks = Path(folder, "marks")  # with the rights of any folder, not of one for secrets
            (marks / PART).mkdir(parents=True)
            (marks / PART / LIST).write_bytes(begun)
            if before is not None:
                (marks / PART / SUMS).write_bytes(before)
            make = ("--mkpath",) if self._version >= _MAKES_FOLDERS else ()
            self._run("--recursive", "--ignore-times", *make, "--", f"{marks}/", self._to)
        self._absent = False
        if before is not None:
            self._drop([SUMS])

    def put(self, urls: Sequence[str], done: Done) -> None:
        """Put files of the site there, each whole or not at all."""
        kept = ("--ignore-times", "--times", "--omit-dir-times", "--perms")
        options = (*kept, _IN_PLACE_OF_ALL, "--out-format=%i %n")
        count = 0

        def told(line: str) -> None:
            nonlocal count
            if line[1:2] == "f":
                count += 1
                done(1)

        self._send((*options, f"--temp-dir={PART}"), urls, told)
        done(len(urls) - count)

    def remove(self, urls: Sequence[str], keep: frozenset[str], done: Done) -> None:
        """Remove files, and folders that are empty then and not in `keep`."""
        self._drop(urls)
        done(len(urls))
        folders = {
            above.as_posix() for url in urls for above in Path(url).parents if above.name
        } - keep
        for depth in sorted({each.count("/") for each in folders}, reverse=True):
            self._drop(sorted(each for each in folders if each.count("/") == depth))

    def leave(self, content: bytes) -> None:
        """Put `old_assets.LEFT` there."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, old_assets.LEFT)
            file.parent.mkdir()
            file.write_bytes(content)
            whole = ("--ignore-times", "--files-from=-", "--from0", f"--temp-dir={PART}")
            self._run(*whole, "--", f"{folder}/", self._to, given=[old_assets.LEFT])

    def seal(self) -> None:
        """Put the list of sums there."""
        self.put([SUMS], lambda _: None)

    def tidy(self) -> None:
        """Remove what `begin` left, and pieces of files that an interrupted rsync left there."""
        with tempfile.TemporaryDirectory() as empty:
            only = (f"--include=/{PART}/***", "--exclude=*")
            rest = ("--delete", "--omit-dir-times", "--", f"{empty}/", self._to)
            self._run("--recursive", *only, *rest)

    def _drop(self, names: Sequence[str]) -> None:
        """Remove files and empty folders by name: they are missing where they would come from."""
        with tempfile.TemporaryDirectory() as empty:
            listed = ("--dirs", "--delete-missing-args", "--from0", "--files-from=-")
            code, said = self._try(*listed, "--", f"{empty}/", self._to, given=names)
        self._judge(0 if code == _VANISHED else code, said)

    def _send(
        self, options: Iterable[str], urls: Sequence[str], told: Callable[[str], None] | None = None
    ) -> list[str]:
        listed = ("--from0", "--files-from=-")
        return self._run(*options, *listed, "--", f"{self.site}/", self._to, given=urls, told=told)

    def _run(
        self,
        *arguments: str,
        given: Sequence[str] = (),
        told: Callable[[str], None] | None = None,
    ) -> list[str]:
        """Run rsync; return the lines it prints. Raises `Fault`."""
        lines: list[str] = []

        def each(line: str) -> None:
            lines.append(line)
            if told is not None:
                told(line)

        code, said = self._try(*arguments, given=given, told=each)
        self._judge(code, said)
        return lines

    def _try(
        self,
        *arguments: str,
        given: Sequence[str] = (),
        told: Callable[[str], None] = lambda _: None,
    ) -> tuple[int, str]:
        """Run rsync with the names `given`; return its exit code and what it said is wrong."""
        shell = os.environ.get("RSYNC_RSH", "ssh")
        port = (f"--rsh={shell} -p {self._port}",) if self._port else ()
        with tempfile.TemporaryFile() as names, tempfile.TemporaryFile() as wrong:
            names.write(b"".join(os.fsencode(each) + b"\0" for each in given))
            names.seek(0)
            with subprocess.Popen(
                [self._program, *_OPTIONS, *port, *arguments],
                stdin=names,
                stdout=subprocess.PIPE,
                stderr=wrong,
                env={**os.environ, "LC_ALL": "C"},  # the sentences above are the English ones
            ) as running:
                assert running.stdout is not None
                try:
                    for line in running.stdout:
                        told(os.fsdecode(line.rstrip(b"\n")))
                except BaseException:
                    running.terminate()
                    raise
            wrong.seek(0)
            return running.returncode, wrong.read().decode("utf-8", "replace")

    def _judge(self, code: int, said: str) -> None:
        if not code:
            return
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        lines = [each for each in lines if not each.startswith("rsync error:")] or lines
        values = {"target": self.name, "said": (lines or ["-"])[0][:300], "code": code}
        if code < 0:
            raise Fault(_ENDED, **values)
        for words, message in _TEXTS:
            if re.search(words, said):
                raise Fault(message, **values)
        raise Fault(_OTHER, **values)


def _program(target: str) -> tuple[str, tuple[int, ...]]:
    """Return the rsync of this machine and its version. Raises `Fault` if it will not do."""
    program = shutil.which("rsync")
    if program is None:
        said = N_(
            "There is no rsync on this machine, which {target} needs. Install it (on Debian or"
            " Ubuntu: sudo apt-get install rsync) and publish again."
        )
        raise Fault(said, target=target)
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"rsync\s+version\s+v?(\d+)\.(\d+)(?:\.(\d+))?", told.stdout)
    version = tuple(int(each or 0) for each in found.groups()) if found else ()
    if version < _LEAST:
        said = N_(
            "The rsync of this machine is too old, or another program of this name. Install rsync"
            " 3.1 or later and publish to {target} again."
        )
        raise Fault(said, target=target)
    return program, version
