"""Pictures: looked at when records are read, made small and clean of metadata for the site."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.base.digests import digest
from generator.base.messages import N_

if TYPE_CHECKING:
    from PIL.Image import Image

ENDINGS = (".jpg", ".jpeg", ".jfif", ".png", ".webp", ".gif", ".bmp")
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
"""What is read, whatever the name ends in; a panorama of a phone (MPO) is a JPEG to begin with."""
FOREIGN = (
    ".heic",
    ".heif",
    ".hif",
    ".avif",
    ".jxl",
    ".tif",
    ".tiff",
    ".svg",
    ".dng",
    ".psd",
    ".raw",
)
"""Endings of pictures that are not taken: browsers or Pillow cannot show them all."""
LARGE, SMALL = 1280, 480
"""Longest sides in pixels: on the record's own page, and in lists."""
IN_LISTS = 80_000
"""Bytes that a small picture may have: a phone loads several of them with one page."""
QUALITIES = (78, 65, 50, 35, 20)
"""What is tried until it is small enough."""
MEGAPIXEL = 1_000_000
MOST, MOST_JPEG = 80, 250
"""Megapixels: of JPEG in one pass, which is made small while it is read, phones make 200."""
VERSION = b"3"

_HEIC = N_("it is an HEIC photo of a phone")
_AVIF = N_("it is an AVIF picture")
_TIFF = N_("it is a TIFF picture")
_SVG = N_("it is a drawing (SVG)")
_VIDEO = N_("it is a video")
_JXL = N_("it is a JPEG XL picture")
_PDF = N_("it is a PDF")
_NAMED = N_("its name does not end as that of a picture does: .jpg, .png, .webp, .gif or .bmp")
_EMPTY = N_("it is empty")
_CUT = N_("it ends too early, as after an upload that broke off")
_BROKEN = N_("it is damaged, or no picture at all")
_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), _AVIF),  # before those that it may say besides
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"), _HEIC),
    **dict.fromkeys((b"isom", b"mp41", b"mp42", b"qt  ", b"M4V ", b"avc1", b"3gp4"), _VIDEO),
}
_BEGINS = {
    b"II*\0": _TIFF,
    b"MM\0*": _TIFF,
    b"\xff\x0a": _JXL,
    b"\0\0\0\x0cJXL ": _JXL,
    b"%PDF-": _PDF,
}


class Unfit(Exception):
    """A picture that cannot be shown; its arguments are a problem's code and its values."""

    def __init__(self, code: str, **values: str | float) -> None:
        super().__init__(code)
        self.code, self.values = code, {name: str(value) for name, value in values.items()}


class _Size(NamedTuple):
    width: int
    height: int


def look(path: Path) -> dict[str, Any]:
    """Return the name stem and size of the picture at `path`; raises Unfit if it has none.

    The stem holds the digest of the file's bytes, so an address never shows two pictures.
    `width` and `height` are those of the large form, in pixels. Raises OSError if the file cannot
    be read.
    """
    content = path.read_bytes()
    size = _looked(content)
    width, height = _fit(size, LARGE)
    stem = digest(VERSION + content).hex()[:16]
    return {"stem": stem, "width": width, "height": height}


def judge(name: str, content: bytes) -> None:
    """Raise Unfit where these bytes, called so, are no picture that can be shown."""
    if not name.lower().endswith(ENDINGS):
        raise Unfit("P740", reason=f"\0:{_foreign(content[:200]) or _NAMED}")
    _looked(content)


def misnamed(path: Path) -> Unfit:
    """Return why the file at `path`, whose name is that of no picture, cannot be shown."""
    if not path.is_file():
        return Unfit("P702")
    try:
        return Unfit("P740", reason=f"\0:{_foreign(path.read_bytes()[:200]) or _NAMED}")
    except OSError as error:
        return Unfit("P706", reason=f"\0:{error.strerror or error}")


def _looked(content: bytes) -> _Size:
    """Return the size of a picture once upright; raises Unfit if it cannot be shown."""
    foreign = _foreign(content)
    if foreign:
        raise Unfit("P740", reason=f"\0:{foreign}")
    try:
        with _opened(content) as image:
            size = image.size
            turned = image.getexif().get(0x0112, 1) in range(5, 9)
            _drafted(image, SMALL)
            image.load()  # a file that was cut off opens well
    except Unfit:
        raise
    except Exception as error:  # noqa: BLE001 (broken bytes make a decoder raise anything)
        cut = "truncated" in str(error) or _ends_early(content)
        raise Unfit("P706", reason=f"\0:{_CUT if cut else _BROKEN}") from None
    return _Size(*(size[::-1] if turned else size))


def _ends_early(content: bytes) -> bool:
    """Tell whether a PNG or WebP lacks its end."""
    if content.startswith(b"\x89PNG"):
        return b"IEND" not in content[-100:]
    return content.startswith(b"RIFF") and int.from_bytes(content[4:8], "little") > len(content)


def _foreign(content: bytes) -> str:
    """Return what a file is that is no picture of a kind that is taken, "" if nothing is known."""
    if not content:
        return _EMPTY
    if content[4:8] == b"ftyp":
        brands = {*_brands(content)}
        return next((name for brand, name in _BRANDS.items() if brand in brands), "")
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<svg", b"<?xml")):
        return _SVG
    return next((name for sign, name in _BEGINS.items() if content.startswith(sign)), "")


def _brands(content: bytes) -> Iterator[bytes]:
    """Yield the brands of a file of ISO's base media format, the main one first."""
    end = min(int.from_bytes(content[:4], "big"), 200)
    yield content[8:12]
    yield from (content[at : at + 4] for at in range(16, end, 4))


def make(path: Path, longest: int) -> bytes:
    """Return the picture as JPEG no longer than `longest`, without any metadata.

    Above all without the position where it was taken. Raises OSError if it cannot be read.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 (as below)

    with _opened(path.read_bytes()) as image:
        fits = _fit(image.size, longest)
        _drafted(image, longest)
        image.seek(0)
        image.load()
        small = _plain(image)
        if small.size != fits:
            small = small.resize(fits, Image.Resampling.LANCZOS)
        orientation = image.getexif()
        small.info.clear()
        small.getexif()[0x0112] = orientation.get(0x0112, 1)
        small = ImageOps.exif_transpose(small)
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
def _opened(content: bytes) -> Iterator["Image"]:
    """Open a picture, not read yet; far too large a one is refused with `Unfit`."""
    from PIL import Image  # noqa: PLC0415 (not needed by most builds, and slow to load)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # flawed metadata: none of it is kept
        Image.MAX_IMAGE_PIXELS = None  # it knows nothing of reading a JPEG small: see below
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            in_one_pass = image.format in ("JPEG", "MPO") and "progressive" not in image.info
            most = MOST_JPEG if in_one_pass else MOST
            megapixels = image.width * image.height / MEGAPIXEL
            if megapixels > most:
                raise Unfit("P741", size=f"{megapixels:.0f}", most=most, longest=LARGE)
            _clear(image, content)
            yield image


def _clear(image: "Image", content: bytes) -> None:
    """Bring the transparent colour of a PNG to eight bits, as its picture is brought to."""
    clear = image.info.get("transparency")
    if image.format != "PNG" or isinstance(clear, bytes | None):
        return
    depth = content[24]
    if isinstance(clear, tuple):
        image.info["transparency"] = tuple(n >> (depth - 8) for n in clear)
    elif image.mode in ("L", "1") or depth == 16:
        image.info["transparency"] = clear * 255 // ((1 << depth) - 1)


def _drafted(image: "Image", longest: int) -> None:
    """Have a JPEG read at a half, a quarter or an eighth of its size, where that is enough."""
    width, height = _fit(image.size, longest)
    if image.format in ("JPEG", "MPO"):
        image.draft(None, (width * 2, height * 2))


def _plain(image: "Image") -> "Image":
    """Return a picture in eight bits of red, green and blue, on white, in colours of the web."""
    from PIL import Image  # noqa: PLC0415 (as above)

    image = _of_eight_bits(image)
    profile = image.info.get("icc_profile")
    if image.mode == "1":
        image = _grey(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        image = Image.alpha_composite(paper, seen).convert("RGB")
    elif image.mode not in ("RGB", "L", "CMYK"):
        image = image.convert("RGB")
    if profile:
        image = _of_the_web(image, profile)
    return image.convert("RGB")


def _grey(image: "Image") -> "Image":
    plain = image.convert("L")
    plain.info.update(image.info)
    return plain


def _of_eight_bits(image: "Image") -> "Image":
    """Return a grey picture of 16 or 32 bits in eight, by its whole range; others as they are."""
    if not image.mode.startswith(("I", "F")):
        return image
    grey = image.convert("I") if image.mode.startswith("I") else image
    plain = grey.point(lambda level: level * (1 / 257)).convert("L")
    plain.info.update(image.info)
    return plain


def _of_the_web(image: "Image", profile: bytes) -> "Image":
    """Return a picture of other colours (Display P3, paper) in sRGB; as it is if that fails."""
    from PIL import ImageCms  # noqa: PLC0415 (as above)

    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned = ImageCms.profileToProfile(
            image, given, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return turned or image


def _fit(size: tuple[int, int], longest: int) -> tuple[int, int]:
    scale = min(1.0, longest / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
