"""What the program rsync reaches as a target: over SSH, by its own protocol, or in a folder.

Which files differ is known from the list of sums, so rsync is told each by its name, and removes
none that it was not told of. Each file appears whole: rsync writes it beside its place first.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from generator.base import disk_files
from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.base.sorted_rows import Rows, SortedRows
from generator.build import old_assets, sums_file
from generator.build.half_published import LIST, PART
from generator.build.publish_plan import LOG, lines
from generator.build.site_access import FOREIGN, Refused
from generator.build.sums_file import SUMS
from generator.model.publish_targets import Done, Fault, File, State

_LEAST = (3, 1)
"""The first rsync that removes files by their names."""
_MAKES_FOLDERS = (3, 2, 3)
_SILENCE = 300
"""Seconds after which an rsync that hears nothing gives up."""
_PARTIAL, _VANISHED = 23, 24
_OPTIONS = ("--protect-args", "--8-bit-output", f"--timeout={_SILENCE}")
_IN_PLACE_OF_ALL = "--force"
"""Whatever stands at an address of ours is ours to replace, be it a folder with files in it."""
_OPEN = "--chmod=a+rX"
"""A web server reads what is published, whatever this machine keeps from others by habit."""
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
_LISTED = pattern(r"(.).* \d\d:\d\d:\d\d (.+)")
_RIGHTS = pattern(r"failed to set permissions on ")
_ABSENT = pattern(r"change_dir .* failed: No such file|link_stat .* failed: No such file")


class _Counted:
    """Names that are counted as they are taken."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names, self.count = names, 0

    def __iter__(self) -> Iterator[str]:
        for each in self._names:
            self.count += 1
            yield each


class Rsync:
    """What rsync reaches. `address` is what it is given, without the slash at its end."""

    def __init__(self, site: Path, address: str, port: int = 0, rows: Rows = SortedRows) -> None:
        self.site, self.name, self.rows = site, address, rows
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
                return State()
            self._judge(code, said)
            sums, part = Path(folder, SUMS), Path(folder, PART)
            begun = part / LIST
            state = State(
                self.rows(sums_file.entries(sums)) if sums.is_file() else None,
                disk_files.digest_of(sums),
                self.rows(lines(disk_files.lines_of(begun))) if begun.is_file() else None,
                self.rows(sums_file.entries(part / SUMS)),
                *(disk_files.read(Path(folder, each)) for each in lists),
            )
        if state.sums is None and state.begun is None and self._anything():
            raise Refused(FOREIGN, self.name)
        return state

    def there(self) -> Iterable[str]:
        """Return the addresses of all files that lie there, ours or not."""
        if self._absent:
            return ()
        found: SortedRows[str] = self.rows()

        def told(line: str) -> None:
            each = _LISTED.match(line)
            if each and each[1] == "-":
                found.put(each[2], "")

        self._run("--list-only", "--recursive", f"--exclude=/{PART}", "--", self._to, told=told)
        return found

    def _anything(self) -> bool:
        """Tell whether anything lies there."""
        listed = self._run("--list-only", f"--exclude=/{PART}", "--", self._to)
        return any(each[2] != "." for line in listed if (each := _LISTED.match(line)))

    def lying(self, files: SortedRows[File]) -> SortedRows[bool]:
        """Return which of these files lie there, and whether with the sizes they have here."""
        other: SortedRows[bool] = self.rows()  # whether those lie there that are not so
        if self._absent:
            return other

        def told(line: str) -> None:
            marks, _, url = line.partition(" ")
            if marks[1:2] == "f":
                other.put(url, "+" not in marks)

        options = ("--dry-run", "--size-only", _IN_PLACE_OF_ALL, "--out-format=%i %n")
        self._send(options, files, told)
        every = ((url, other.get(url)) for url in files)
        return self.rows((url, lies is None) for url, lies in every if lies is not False)

    def equal(self, files: Iterable[tuple[str, File]]) -> SortedRows[bool]:
        """Return which of these files surely lie there with the bytes they should have.

        The other side digests its own; none is sent.
        """
        asked: SortedRows[bool] = self.rows()
        if self._absent:
            return asked
        other: SortedRows[bool] = self.rows()

        def told(line: str) -> None:
            marks, _, url = line.partition(" ")
            if marks[1:2] == "f":
                other.put(url, True)

        asked.update((url, True) for url, _ in files)
        options = ("--dry-run", "--checksum", _IN_PLACE_OF_ALL, "--out-format=%i %n")
        self._send(options, asked, told)
        return self.rows((url, True) for url in asked if url not in other)

    def begin(self, begun: Iterable[str], *, whole: bool) -> None:
        """Leave word of what is to be replaced, and of the sums before; then take these away."""
        with tempfile.TemporaryDirectory() as folder:
            marks = Path(folder, "marks")  # with the rights of a site, not of a folder for secrets
            (marks / PART).mkdir(parents=True)
            marks.chmod(0o755)
            disk_files.lasting(marks / PART / LIST, (f"{url}\n" for url in begun))
            if whole:
                only = (f"--include=/{SUMS}", "--exclude=*")
                self._run("--recursive", *only, "--", self._to, f"{marks / PART}/")
            make = ("--mkpath",) if self._version >= _MAKES_FOLDERS else ()
            self._run("--recursive", "--ignore-times", _OPEN, *make, "--", f"{marks}/", self._to)
        self._absent = False
        if whole:
            self._drop([SUMS])

    def put(self, urls: Iterable[str], done: Done) -> None:
        """Put files of the site there, each whole or not at all."""
        kept = ("--ignore-times", "--times", "--omit-dir-times", "--perms")
        options = (*kept, _OPEN, _IN_PLACE_OF_ALL, "--out-format=%i %n")
        count = 0

        def told(line: str) -> None:
            nonlocal count
            if line[1:2] == "f":
                count += 1
                done(1)

        given = self._send((*options, f"--temp-dir={PART}"), urls, told)
        done(given - count)

    def remove(self, urls: Iterable[str], keep: Callable[[str], bool], done: Done) -> None:
        """Remove files, and folders that are empty then and not to `keep`."""
        folders: SortedRows[str] = self.rows()

        def noted() -> Iterator[str]:
            for url in urls:
                folders.update((each.as_posix(), "") for each in Path(url).parents if each.name)
                yield url

        done(self._drop(noted()))
        empty = self.rows((each, "") for each in folders if not keep(each))
        for depth in sorted({each.count("/") for each in empty}, reverse=True):
            self._drop(each for each in empty if each.count("/") == depth)

    def leave(self, content: bytes) -> None:
        """Put `old_assets.LEFT` there."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, old_assets.LEFT)
            file.parent.mkdir()
            file.write_bytes(content)
            whole = (_OPEN, "--ignore-times", "--files-from=-", "--from0", f"--temp-dir={PART}")
            self._run(*whole, "--", f"{folder}/", self._to, given=[old_assets.LEFT])

    def seal(self) -> None:
        """Put the list of sums there."""
        self.put([SUMS], lambda _: None)

    def finish(self) -> None:
        """Remove what `begin` left, and pieces of files that an interrupted rsync left there."""
        with tempfile.TemporaryDirectory() as empty:
            only = (f"--include=/{PART}/***", "--exclude=*")
            rest = ("--delete", "--omit-dir-times", "--", f"{empty}/", self._to)
            self._run("--recursive", *only, *rest)

    def _drop(self, names: Iterable[str]) -> int:
        """Remove files and empty folders by name: they are missing where they would come from.

        Return how many those are.
        """
        counted = _Counted(names)
        with tempfile.TemporaryDirectory() as empty:
            listed = ("--dirs", "--delete-missing-args", "--from0", "--files-from=-")
            code, said = self._try(*listed, "--", f"{empty}/", self._to, given=counted)
        self._judge(0 if code == _VANISHED else code, said)
        return counted.count

    def _send(
        self, options: Iterable[str], urls: Iterable[str], told: Callable[[str], None]
    ) -> int:
        """Have rsync send files, or look at them; return how many these are."""
        listed, counted = ("--from0", "--files-from=-"), _Counted(urls)
        where = ("--", f"{self.site}/", self._to)
        code, said = self._try(*options, *listed, *where, given=counted, told=told)
        self._judge(0 if code == _PARTIAL and _only_rights(said) else code, said)
        return counted.count

    def _run(
        self,
        *arguments: str,
        given: Iterable[str] = (),
        told: Callable[[str], None] | None = None,
    ) -> list[str]:
        """Run rsync; return the lines it prints, where no one is told of them. Raises `Fault`."""
        lines: list[str] = []
        code, said = self._try(*arguments, given=given, told=told or lines.append)
        self._judge(code, said)
        return lines

    def _try(
        self,
        *arguments: str,
        given: Iterable[str] = (),
        told: Callable[[str], None] = lambda _: None,
    ) -> tuple[int, str]:
        """Run rsync with the names `given`; return its exit code and what it said is wrong."""
        shell = os.environ.get("RSYNC_RSH", "ssh")
        port = (f"--rsh={shell} -p {self._port}",) if self._port else ()
        with tempfile.TemporaryFile() as names, tempfile.TemporaryFile() as wrong:
            names.writelines(os.fsencode(each) + b"\0" for each in given)
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


def _only_rights(said: str) -> bool:
    """Tell whether rsync did all but set rights of folders, which are someone else's.

    They are where several people publish into folders of their group: files lie in them all the
    same, each of whoever sent it.
    """
    lines = [line for line in said.splitlines() if line.strip()]
    return all(_RIGHTS.search(line) or line.startswith("rsync error:") for line in lines)


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
