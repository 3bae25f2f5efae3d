"""Files that are written whole before they take another's place."""

import os
from pathlib import Path

from generator.base.system_errors import naming


def name_beside(path: Path) -> Path:
    """Return the path of a file beside another that no other process takes, on whatever machine.

    The number of a process would not tell: another machine has the same ones.
    """
    return path.with_name(f"{path.name}.{os.urandom(6).hex()}")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that whoever reads it meanwhile has the old one or the new. Raises OSError.

    The error names `path`, or the file beside it.
    """
    beside = name_beside(path)
    naming(beside, lambda: beside.write_bytes(content))
    naming(path, lambda: beside.replace(path))
