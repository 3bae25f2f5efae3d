"""Files of the content written whole: a reader finds the old one or the new one, never a half."""

import os
from pathlib import Path


def replace(path: Path, content: bytes) -> None:
    """Put other bytes in the place of a file, which keeps its permissions. Raises OSError."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(content)
        beside.chmod(path.stat().st_mode & 0o7777)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def create(path: Path, content: bytes) -> None:
    """Write a file that is not there yet. Raises FileExistsError, OSError."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(content)
        try:
            os.link(beside, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            with path.open("xb") as file:
                file.write(content)
    finally:
        beside.unlink(missing_ok=True)
