"""Files laid ready in a folder, the stage, before the site has them."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from generator.base import system_errors


def put(stage: Path, url: str, content: bytes) -> None:
    """Write `content` to `url` beneath `stage`; for processes that render into the stage."""
    put_together(stage, url, (content,))


def put_together(stage: Path, url: str, contents: Iterable[bytes | memoryview]) -> None:
    """Write contents one after another to `url` beneath `stage`."""
    # a Path for each of many thousand files would cost more than writing them
    path = os.path.join(stage, url)  # noqa: PTH118
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    try:
        file = os.open(path, flags, 0o666)
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, flags, 0o666)
    try:
        for content in contents:
            left = content
            while left:
                left = left[os.write(file, left) :]
    except OSError as error:  # it names no file by itself
        raise system_errors.named(error, path) from error
    finally:
        os.close(file)


def gather(stage: Path, folder: str, belongs: Callable[[str], bool]) -> None:
    """Move all that lies in `folder`, which is a way from the stage, into the stage itself.

    Whole folders where they can be: that is one step for hundreds of files. A file that is there
    already stays, unless that of this folder `belongs` there. Whoever goes on after a kill may find
    nothing to move.
    """
    source = os.path.normpath(os.path.join(stage, folder))  # noqa: PTH118 (as above)
    if os.path.isdir(source):  # noqa: PTH112 (as above)
        _merge(source, str(stage), "", belongs)


def _merge(source: str, target: str, way: str, belongs: Callable[[str], bool]) -> None:
    with os.scandir(source) as found:
        entries = [*found]
    for entry in entries:
        into = f"{target}{os.sep}{entry.name}"
        url = f"{way}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            try:
                os.rename(entry.path, into)  # noqa: PTH104 (as above)
            except OSError:
                if not os.path.isdir(into):  # noqa: PTH112 (as above)
                    raise
                _merge(entry.path, into, f"{url}/", belongs)
        elif not os.path.lexists(into) or belongs(url):
            os.replace(entry.path, into)  # noqa: PTH105 (as above)
