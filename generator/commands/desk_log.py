"""Where there is no git: which files a desk has changed since they were last handed over."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.base import digests
from generator.commands.desk_git import State, Three


@dataclass(slots=True)
class Log:
    """The files that were changed, each with its bytes of before; kept in the desk's own folder."""

    root: Path
    own: Path

    @property
    def _file(self) -> Path:
        return self.own / "changed.json"

    def _read(self) -> dict[str, str]:
        try:
            found = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(path): str(mark) for path, mark in found.items()}

    def _write(self, said: dict[str, str]) -> None:
        self.own.mkdir(parents=True, exist_ok=True)
        beside = self._file.with_suffix(".new")
        beside.write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")
        beside.replace(self._file)

    def note(self, path: str, before: bytes | None) -> None:
        """Note that a file is about to be changed; what it was before that counts once."""
        said = self._read()
        if path in said:
            return
        mark = "" if before is None else digests.digest(before).hex()
        if before is not None:
            (self.own / "before").mkdir(parents=True, exist_ok=True)
            (self.own / "before" / mark).write_bytes(before)
        self._write({**said, path: mark})

    def before(self, path: str) -> bytes | None:
        """Return what a file was before it was changed, None where it was not there."""
        mark = self._read().get(path, "")
        try:
            return (self.own / "before" / mark).read_bytes() if mark else None
        except OSError:
            return None

    def changed(self) -> list[State]:
        """Return the files that are not as they were."""
        return [
            State(
                each.path,
                "new" if each.base is None else "gone" if each.mine is None else "changed",
            )
            for each in self.files()
        ]

    def files(self) -> Iterator[Three]:
        """Yield the files that are not as they were, with what they were and are."""
        for path in sorted(self._read()):
            before = self.before(path)
            there = self.root / path
            now = there.read_bytes() if there.is_file() else None
            if now != before:
                yield Three(path, before, now, None)

    def done(self) -> None:
        """Begin anew: all that was changed is handed over."""
        for path in (self.own / "before").glob("*"):
            path.unlink(missing_ok=True)
        self._write({})
