"""Pictures come out small, upright and without a word about where they were taken."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from PIL import ExifTags, Image

from generator import pictures

SIZE = (60, 40)


def picture(form: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = SIZE) -> bytes:
    """Return a picture, red at its left, with metadata that says where it was taken."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "示例相机"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (26.0, 15.0, 30.0)
    out = BytesIO()
    image.convert(mode).save(out, form, exif=exif)
    return out.getvalue()


def turned(orientation: int) -> bytes:
    """Return a picture that a telephone stored turned."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    out = BytesIO()
    Image.open(BytesIO(picture())).save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "x.jpg"


@pytest.mark.parametrize(
    ("form", "modes"),
    [
        ("JPEG", ["RGB", "L", "CMYK", "1"]),
        ("PNG", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"]),
        ("WEBP", ["RGB", "RGBA"]),
    ],
)
def test_every_usual_picture_is_made_a_jpeg(file: Path, form: str, modes: list[str]) -> None:
    for mode in modes:
        file.write_bytes(picture(form, mode))
        assert pictures.look(file)
        with Image.open(BytesIO(pictures.make(file, 30))) as made:
            assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (30, 20))


def test_nothing_of_the_metadata_is_left(file: Path) -> None:
    content = picture()
    file.write_bytes(content)
    assert b"Exif" in content
    made = pictures.make(file, 1280)
    assert b"Exif" not in made
    with Image.open(BytesIO(made)) as image:
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density",
                                   "progressive", "progression"}  # fmt: skip


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stored_turned_stands_upright(file: Path, orientation: int) -> None:
    file.write_bytes(turned(orientation))
    size = SIZE if orientation < 5 else SIZE[::-1]
    looked = pictures.look(file)
    assert looked is not None
    assert (looked["width"], looked["height"]) == size
    with Image.open(BytesIO(pictures.make(file, 1280))) as made:
        assert made.size == size
        corners = {1: (0, 0), 2: (59, 0), 3: (59, 39), 4: (0, 39)}
        corners |= {5: (0, 0), 6: (39, 0), 7: (39, 59), 8: (0, 59)}
        colour = made.getpixel(corners[orientation])
        assert isinstance(colour, tuple)
        assert colour[0] > 200
        assert colour[1] < 60


@pytest.mark.parametrize(
    ("size", "longest", "fits"),
    [
        ((2000, 1000), 1280, (1280, 640)),
        ((1000, 2000), 480, (240, 480)),
        ((300, 200), 480, (300, 200)),
        ((3000, 1), 480, (480, 1)),
    ],
)
def test_a_picture_is_made_to_fit_and_never_larger(
    file: Path, size: tuple[int, int], longest: int, fits: tuple[int, int]
) -> None:
    file.write_bytes(picture(size=size))
    with Image.open(BytesIO(pictures.make(file, longest))) as made:
        assert made.size == fits


def test_what_is_seen_through_a_picture_is_white(file: Path) -> None:
    out = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    file.write_bytes(out.getvalue())
    with Image.open(BytesIO(pictures.make(file, 8))) as made:
        assert made.getpixel((4, 4)) == (255, 255, 255)


def test_the_name_of_a_picture_follows_its_bytes(file: Path, tmp_path: Path) -> None:
    other, same = tmp_path / "y.jpg", tmp_path / "z.jpg"
    file.write_bytes(picture())
    same.write_bytes(picture())
    other.write_bytes(picture(size=(61, 40)))
    looked = [pictures.look(each) for each in (file, same, other)]
    stems = [each["stem"] for each in looked if each]
    assert stems[0] == stems[1] != stems[2]


def test_the_same_picture_is_made_of_the_same_bytes(file: Path) -> None:
    file.write_bytes(picture())
    assert pictures.make(file, 480) == pictures.make(file, 480)


@pytest.mark.parametrize(
    "content",
    [b"", b"not a picture", picture()[:200], picture("PNG")[:-30], picture("GIF", "P"), b"<svg/>"],
    ids=["empty", "text", "cut JPEG", "cut PNG", "GIF", "SVG"],
)
def test_what_cannot_be_shown_is_no_picture(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert pictures.look(file) is None


def test_a_picture_that_is_not_there_is_no_picture(tmp_path: Path) -> None:
    assert pictures.look(tmp_path / "none.jpg") is None


def chunk(name: bytes, content: bytes) -> bytes:
    """Return a part of a PNG file."""
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


@pytest.mark.parametrize("side", [10_000, 30_000])
def test_a_picture_that_would_fill_the_memory_is_refused(file: Path, side: int) -> None:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(bytes(10_000 // 8 + 1) * 10_000))
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + head + rows + chunk(b"IEND", b""))
    assert pictures.look(file) is None


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_damaged_bytes_never_stop_a_build(file: Path, form: str) -> None:
    random, good = Random(form), picture(form)  # noqa: S311 (damage, not secrets)
    for _ in range(150):
        damaged = bytearray(good)
        for _ in range(random.randint(1, 6)):
            at = random.randrange(len(damaged))
            damaged[at : at + random.randint(0, 3)] = random.randbytes(random.randint(0, 3))
        file.write_bytes(damaged)
        if pictures.look(file):
            assert pictures.make(file, 30)


def test_a_picture_in_a_list_is_small_whatever_it_shows(tmp_path: Path) -> None:
    grains = Random(3).randbytes(600 * 600 * 3)  # noqa: S311 (no secret: the same each time)
    noise = Image.frombytes("RGB", (600, 600), grains)
    noise.save(tmp_path / "noise.png")
    assert len(pictures.make(tmp_path / "noise.png", pictures.SMALL)) <= 80_000
