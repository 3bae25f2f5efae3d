"""Pictures: looked at when records are read, made small and clean of metadata for the site."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.source import digest

if TYPE_CHECKING:
    from PIL.Image import Image

ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
FORMATS = ("JPEG", "PNG", "WEBP")
LARGE, SMALL = 1280, 480
"""Longest sides in pixels: on the record's own page, and in lists."""
IN_LISTS = 80_000
"""Bytes that a small picture may have: a phone loads several of them with one page."""
QUALITIES = (78, 65, 50, 35, 20)
"""What is tried until it is small enough."""
VERSION = b"2"


def look(path: Path) -> dict[str, Any] | None:
    """Return the name stem and size of the picture at `path`; None if it is no picture.

    The stem holds the digest of the file's bytes, so an address never shows two pictures.
    `width` and `height` are those of the large form, in pixels. Raises OSError if the system does
    not give it.
    """
    content = path.read_bytes()
    try:
        with _upright(content) as image:
            size = image.size
    except Exception:  # noqa: BLE001 (broken bytes make a decoder raise anything)
        return None
    width, height = _fit(size, LARGE)
    stem = digest(VERSION + content).hex()[:16]
    return {"stem": stem, "width": width, "height": height}


def make(path: Path, longest: int) -> bytes:
    """Return the picture as JPEG no longer than `longest`, without any metadata.

    Above all without the position where it was taken. Raises OSError if it cannot be read.
    """
    from PIL import Image  # noqa: PLC0415 (as below)

    with _upright(path.read_bytes()) as image:
        upright = image
        if upright.mode in ("RGBA", "LA", "P"):
            paper = Image.new("RGBA", upright.size, "white")
            upright = Image.alpha_composite(paper, upright.convert("RGBA"))
        small = upright.convert("RGB").resize(_fit(upright.size, longest), Image.Resampling.LANCZOS)
    plain = Image.frombytes("RGB", small.size, small.tobytes())
    made = b""
    for quality in QUALITIES:
        out = BytesIO()
        plain.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        made = out.getvalue()
        if longest > SMALL or len(made) <= IN_LISTS:
            break
    return made


@contextmanager
def _upright(content: bytes) -> Iterator["Image"]:
    """Open a picture, turned as its metadata says; far too large a one is refused."""
    from PIL import Image, ImageOps  # noqa: PLC0415 (not needed by most builds, and slow to load)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # flawed metadata: none of it is kept
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            yield ImageOps.exif_transpose(image)


def _fit(size: tuple[int, int], longest: int) -> tuple[int, int]:
    scale = min(1.0, longest / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
