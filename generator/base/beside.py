"""Names for files that are written whole before they take another's place."""

import os
from pathlib import Path


def name_beside(path: Path) -> Path:
    """Return the path of a file beside another that no other process takes, on whatever machine.

    The number of a process would not tell: another machine has the same ones.
    """
    return path.with_name(f"{path.name}.{os.urandom(6).hex()}")
