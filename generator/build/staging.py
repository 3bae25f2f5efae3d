"""Files laid ready in a folder, the stage, before the site has them."""

import os
from collections.abc import Iterable
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
