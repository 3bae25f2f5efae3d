"""What the machine needs at the least: reading every record's file, and creating every page.

`python -m tests.benchmarks.least FOLDER` reads the content of a built site and writes files of the
number and sizes of its pages beside it, in one process, with nothing done to either.
"""

import os
import shutil
import sys
import time
from pathlib import Path


def least(folder: Path) -> dict[str, float]:
    """Return the seconds that reading `folder/content` and creating `folder/site` again take."""
    began = time.perf_counter()
    for path, _, names in os.walk(folder / "content"):
        for name in names:
            with open(os.path.join(path, name), "rb", buffering=0) as file:  # noqa: PTH118, PTH123
                file.read()
    read = time.perf_counter() - began
    sizes = [
        (os.path.relpath(path, folder / "site"), name, os.stat(os.path.join(path, name)).st_size)  # noqa: PTH116, PTH118
        for path, _, names in os.walk(folder / "site")
        for name in names
    ]
    beside = folder / "least"
    shutil.rmtree(beside, ignore_errors=True)
    try:
        began = time.perf_counter()
        for path in sorted({path for path, _, _ in sizes}):
            os.makedirs(os.path.join(beside, path))  # noqa: PTH103, PTH118
        for path, name, size in sizes:
            with open(os.path.join(beside, path, name), "wb", buffering=0) as file:  # noqa: PTH118, PTH123
                file.write(b"x" * size)
        return {"reading": read, "creating": time.perf_counter() - began, "files": len(sizes)}
    finally:
        shutil.rmtree(beside, ignore_errors=True)


if __name__ == "__main__":
    for name, value in least(Path(sys.argv[1])).items():
        print(f"{name}: {value:,.2f}")
