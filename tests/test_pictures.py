"""Pictures come out small, upright and without a word about where they were taken."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PIL import ExifTags, Image, ImageCms
from PIL.JpegImagePlugin import JpegImageFile

from generator.parse import pictures
from generator.parse.pictures import Unfit

SIZE = (60, 40)


def _swapped() -> bytes:
    """Return the profile of colours whose red is the green of the web, and its green the red."""
    content = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    at = {bytes(content[n : n + 4]): n + 4 for n in range(132, 132 + 12 * content[131], 12)}
    red, green = at[b"rXYZ"], at[b"gXYZ"]
    one, two = bytes(content[red : red + 8]), bytes(content[green : green + 8])
    content[red : red + 8], content[green : green + 8] = two, one
    return bytes(content)


SWAPPED = _swapped()


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


def chunk(name: bytes, content: bytes) -> bytes:
    """Return a part of a PNG file."""
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


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
        ("GIF", ["P", "L"]),
        ("BMP", ["RGB", "L", "1"]),
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


def refused(file: Path) -> tuple[str, str]:
    """Return the code by which a file is refused as a picture, and the reason."""
    with pytest.raises(Unfit) as why:
        pictures.look(file)
    return why.value.code, why.value.values.get("reason", "").removeprefix("\0:")


def box(brand: bytes) -> bytes:
    """Return the beginning of a file as phones write HEIC."""
    return struct.pack(">I", 24) + b"ftyp" + brand + bytes(4) + b"mif1" + brand + bytes(50)


@pytest.mark.parametrize(
    ("content", "code", "reason"),
    [
        (b"", "P740", "_EMPTY"),
        (box(b"heic"), "P740", "_HEIC"),
        (box(b"avif"), "P740", "_AVIF"),
        (box(b"mif1"), "P740", "_HEIC"),
        (box(b"avif").replace(b"ftypavif", b"ftypmif1"), "P740", "_AVIF"),
        (b"\0\0\0\x14ftypisom\0\0\0\0mp41", "P740", "_VIDEO"),
        (b"II*\0" + bytes(99), "P740", "_TIFF"),
        (b'<?xml version="1.0"?><svg/>', "P740", "_SVG"),
        (b"<svg/>", "P740", "_SVG"),
        (b"\xff\x0a" + bytes(99), "P740", "_JXL"),
        (b"%PDF-1.4", "P740", "_PDF"),
        (b"not a picture", "P706", "_BROKEN"),
        (picture()[:200], "P706", "_BROKEN"),
        (picture()[:-30], "P706", "_CUT"),
        (picture("PNG")[:-30], "P706", "_CUT"),
        (picture("WEBP")[:-30], "P706", "_CUT"),
    ],
)
def test_what_cannot_be_shown_is_told_with_the_reason(
    file: Path, content: bytes, code: str, reason: str
) -> None:
    file.write_bytes(content)
    assert refused(file) == (code, getattr(pictures, reason))


def test_a_picture_that_is_not_there_is_a_fault_of_the_machine(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        pictures.look(tmp_path / "none.jpg")


@pytest.mark.parametrize("form", ["WEBP", "PNG", "GIF", "BMP", "JPEG"])
def test_a_picture_of_another_name_is_known_by_its_bytes(tmp_path: Path, form: str) -> None:
    for name in ("a.jpg", "b.PNG", "c.JFIF"):
        (tmp_path / name).write_bytes(picture(form))
        assert pictures.look(tmp_path / name)["width"] == 60


def shown(file: Path, at: tuple[int, int] = (4, 4), longest: int = 60) -> tuple[int, ...]:
    """Return the colour of a picture as it is published."""
    pictures.look(file)
    with Image.open(BytesIO(pictures.make(file, longest))) as made:
        colour = made.getpixel(at)
    assert isinstance(colour, tuple)
    return tuple(round(each) for each in colour)


def near(one: tuple[int, ...], two: tuple[int, ...], by: int = 8) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, two, strict=True))


def png(depth: int, colour: int, rows: bytes, clear: bytes = b"", *, width: int = 8) -> bytes:
    """Return a PNG of eight rows, each of these bytes; `clear` is its transparent colour."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, 8, depth, colour, 0, 0, 0))
    trns = chunk(b"tRNS", clear) if clear else b""
    data = chunk(b"IDAT", zlib.compress((b"\0" + rows) * 8))
    return b"\x89PNG\r\n\x1a\n" + head + trns + data + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "colour"),
    [
        (png(16, 0, struct.pack(">H", 0x4000) * 8), (64, 64, 64)),
        (png(16, 0, struct.pack(">H", 0xFFFF) * 8), (255, 255, 255)),
        (png(16, 0, struct.pack(">H", 300) * 8), (1, 1, 1)),
        (png(16, 0, struct.pack(">H", 0x4000) * 8, b"\x40\0"), (255, 255, 255)),
        (png(16, 2, struct.pack(">HHH", 0xC000, 0x4000, 0) * 8), (192, 64, 0)),
        (png(16, 2, b"\xc0\0\x40\0\0\0" * 8, b"\xc0\0\x40\0\0\0"), (255, 255, 255)),
        (png(16, 4, b"\x40\0\0\0" * 8), (255, 255, 255)),
        (png(16, 6, b"\xc0\0\x40\0\0\0\xff\xff" * 8), (192, 64, 0)),
        (png(8, 2, b"\xc0\x40\0" * 8, b"\0\xc0\0\x40\0\0"), (255, 255, 255)),
        (png(8, 2, b"\xc0\x40\0" * 8, b"\0\xc1\0\x40\0\0"), (192, 64, 0)),
        (png(8, 0, b"\x40" * 8, b"\0\x40"), (255, 255, 255)),
        (png(8, 0, b"\x40" * 8, b"\0\x41"), (64, 64, 64)),
        (png(4, 0, b"\x55" * 4, b"\0\x05"), (255, 255, 255)),
        (png(4, 0, b"\x55" * 4, b"\0\x0f"), (85, 85, 85)),
        (png(2, 0, b"\x55" * 2, b"\0\x01"), (255, 255, 255)),
        (png(1, 0, b"\0", b"\0\0"), (255, 255, 255)),
        (png(1, 0, b"\0", b"\0\x01"), (0, 0, 0)),
        (png(1, 0, b"\xff"), (255, 255, 255)),
    ],
)
def test_grey_and_clear_colours_of_every_depth_come_out_as_they_are(
    file: Path, content: bytes, colour: tuple[int, int, int]
) -> None:
    file.write_bytes(content)
    assert near(shown(file), colour)


@pytest.mark.parametrize("mode", ["P", "LA", "PA", "RGBA"])
def test_what_is_clear_is_white_and_the_rest_as_it_was(file: Path, mode: str) -> None:
    image = Image.new("RGBA", (16, 8), (0, 0, 0, 0))
    image.paste((192, 64, 0, 255), (8, 0, 16, 8))
    out = BytesIO()
    form = "PNG"
    if mode == "P":
        image.quantize(4).save(out, form)
    else:
        image.convert("LA" if mode == "PA" else mode).save(out, form)
    file.write_bytes(out.getvalue())
    assert near(shown(file, (2, 4)), (255, 255, 255), 20)
    grey = mode in ("LA", "PA")
    assert near(shown(file, (13, 4)), (95, 95, 95) if grey else (192, 64, 0), 30)


def test_colours_of_another_profile_are_turned_into_those_of_the_web(file: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    image = Image.new("RGB", (16, 8), (192, 64, 0))
    out = BytesIO()
    image.save(out, "PNG", icc_profile=profile)  # which does not fit
    file.write_bytes(out.getvalue())
    assert near(shown(file), (192, 64, 0))
    out = BytesIO()
    image.save(out, "PNG", icc_profile=SWAPPED)
    file.write_bytes(out.getvalue())
    assert near(shown(file), (64, 192, 0), 40)


def test_a_photo_printers_way_is_no_negative(file: Path) -> None:
    out = BytesIO()
    Image.new("CMYK", (16, 8), (0, 255, 255, 0)).save(out, "JPEG")
    file.write_bytes(out.getvalue())
    assert near(shown(file), (255, 0, 0), 20)


def test_a_moving_picture_shows_its_first_frame(file: Path) -> None:
    for form in ("GIF", "WEBP", "PNG"):
        frames = [Image.new("RGB", (16, 8), colour) for colour in ("red", "blue")]
        out = BytesIO()
        frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=100)
        file.write_bytes(out.getvalue())
        assert near(shown(file), (255, 0, 0), 20)


def test_a_panorama_of_a_phone_shows_its_first_picture(file: Path) -> None:
    frames = [Image.new("RGB", (16, 8), colour) for colour in ("red", "blue")]
    out = BytesIO()
    frames[0].save(out, "MPO", save_all=True, append_images=frames[1:])
    file.write_bytes(out.getvalue())
    assert near(shown(file), (255, 0, 0), 20)


@pytest.mark.parametrize("size", [(1, 1), (1, 20_000), (20_000, 1), (3, 4_000)])
def test_points_and_strips_are_pictures(file: Path, size: tuple[int, int]) -> None:
    for form in ("PNG", "JPEG"):
        file.write_bytes(picture(form, size=size))
        looked = pictures.look(file)
        with Image.open(BytesIO(pictures.make(file, 1280))) as made:
            assert made.size == (looked["width"], looked["height"])


def test_a_large_jpeg_of_a_phone_is_read_small(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bounds are lowered, as they would take seconds: a phone makes 200 megapixels."""
    asked = []
    real = JpegImageFile.draft

    def draft(self: JpegImageFile, *args: Any) -> Any:
        done = real(self, *args)
        asked.append(self.size)
        return done

    monkeypatch.setattr(JpegImageFile, "draft", draft)
    monkeypatch.setattr(pictures, "MEGAPIXEL", 10_000)
    file.write_bytes(picture(size=(2000, 1200)))
    assert pictures.look(file)["width"] == 1280
    assert len(pictures.make(file, 100))
    assert asked == [(1000, 600), (250, 150)]
    out = BytesIO()
    Image.new("RGB", (2000, 1200)).save(out, "JPEG", progressive=True)
    file.write_bytes(out.getvalue())
    with pytest.raises(Unfit) as why:
        pictures.look(file)
    assert why.value.values == {"size": "240", "most": "80", "longest": "1280"}


@pytest.mark.parametrize("side", [10_000, 30_000])
def test_a_picture_that_would_fill_the_memory_is_refused(file: Path, side: int) -> None:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(bytes(10_000 // 8 + 1) * 10_000))
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + head + rows + chunk(b"IEND", b""))
    assert refused(file)[0] == "P741"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_damaged_bytes_never_stop_a_build(file: Path, form: str) -> None:
    random, good = Random(form), picture(form)  # noqa: S311 (damage, not secrets)
    for _ in range(150):
        damaged = bytearray(good)
        for _ in range(random.randint(1, 6)):
            at = random.randrange(len(damaged))
            damaged[at : at + random.randint(0, 3)] = random.randbytes(random.randint(0, 3))
        file.write_bytes(damaged)
        try:
            pictures.look(file)
        except Unfit:
            continue
        assert pictures.make(file, 30)


def test_a_picture_in_a_list_is_small_whatever_it_shows(tmp_path: Path) -> None:
    grains = Random(3).randbytes(600 * 600 * 3)  # noqa: S311 (no secret: the same each time)
    noise = Image.frombytes("RGB", (600, 600), grains)
    noise.save(tmp_path / "noise.png")
    assert len(pictures.make(tmp_path / "noise.png", pictures.SMALL)) <= 80_000
