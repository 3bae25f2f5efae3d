"""Draw the pictures of the demonstration records: calm shapes in indigo on paper, no words."""

import io
from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 640, 480
_FINE = 3  # drawn three times as large and shrunk, which smooths the edges
_PAPER = (246, 240, 227)
_INDIGO = (38, 62, 104)
_OCHRE = (196, 142, 70)
_MOSS = (116, 138, 104)
_WHITE = (253, 250, 243)
_RED = (178, 74, 60)
_WATER = (126, 163, 186)

Colour = tuple[int, int, int]
Point = tuple[float, float]
Points = Sequence[Point]


def blend(one: Colour, other: Colour, share: float) -> Colour:
    """Return the colour that lies `share` (0 to 1) of the way from `one` to `other`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _tone(depth: float) -> Colour:
    """Return indigo thinned with paper: 0 is paper, 1 is full indigo."""
    return blend(_PAPER, _INDIGO, depth)


class Canvas:
    """A sheet of 640 by 480 on which scenes are drawn in whole-picture coordinates."""

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)  # noqa: S311 (hills, not secrets)
        self.image = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), _PAPER)
        self._draw = ImageDraw.Draw(self.image)

    def between(self, low: float, high: float) -> float:
        """Return a number from `low` to `high`, always the same for the same seed."""
        return low + (high - low) * self.random.random()

    def shape(self, points: Points, colour: Colour) -> None:
        """Fill a polygon."""
        self._draw.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=colour)

    def box(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        """Fill a rectangle whose upper left corner is at `x`, `y`."""
        self.shape([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)], colour)

    def oval(self, x: float, y: float, across: float, down: float, colour: Colour) -> None:
        """Fill an oval around `x`, `y` with the two radii given."""
        edges = (x - across, y - down, x + across, y + down)
        self._draw.ellipse([each * _FINE for each in edges], fill=colour)

    def line(self, points: Points, colour: Colour, wide: float = 3) -> None:
        """Draw a line through `points`."""
        scaled = [(x * _FINE, y * _FINE) for x, y in points]
        self._draw.line(scaled, fill=colour, width=round(wide * _FINE), joint="curve")

    def png(self) -> bytes:
        """Return the picture as a PNG of few colours."""
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        few = small.quantize(48, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        out = io.BytesIO()
        few.save(out, "PNG", optimize=True)
        return out.getvalue()


def _landscape(sheet: Canvas, *, dusk: bool = False) -> None:
    """Sky, sun, two rows of round-topped karst hills, and the ground from 300 down."""
    sheet.box(0, 0, WIDTH, HEIGHT, _tone(0.62 if dusk else 0.06))
    if not dusk:
        x, y = sheet.between(90, 550), sheet.between(60, 100)
        sheet.oval(x, y, 30, 30, blend(_PAPER, _OCHRE, 0.45))
    for depth, low, high in ((0.2, 110, 170), (0.36, 185, 235)):
        x = sheet.between(-80, 0)
        while x < WIDTH:
            half = sheet.between(60, 105)
            top = sheet.between(low, high)
            tone = _tone(depth + (0.35 if dusk else 0))
            steps = [t / 20 for t in range(21)]
            hill = [
                (x + 2 * half * t, 310 - (310 - top) * (1 - (2 * t - 1) ** 4) ** 0.9) for t in steps
            ]
            sheet.shape([(x, 310), *hill, (x + 2 * half, 310)], tone)
            x += half * sheet.between(1.1, 1.6)
    sheet.box(0, 300, WIDTH, 180, blend(_tone(0.24), _MOSS, 0.45))
    if dusk:
        sheet.box(0, 300, WIDTH, 180, _tone(0.78))


def _tree(sheet: Canvas, x: float, y: float, size: float, colour: Colour | None = None) -> None:
    sheet.box(x - size * 0.06, y - size * 0.5, size * 0.12, size * 0.5, _tone(0.8))
    crown = colour or blend(_MOSS, _INDIGO, 0.35)
    sheet.oval(x, y - size * 0.75, size * 0.36, size * 0.42, crown)


def _house(
    sheet: Canvas, x: float, y: float, wide: float, high: float, *, roof: Colour | None = None
) -> None:
    """A white house with a dark tiled roof standing on `y`, its left wall at `x`."""
    sheet.box(x, y - high, wide, high, _WHITE)
    sheet.box(x, y - high * 0.16, wide, high * 0.16, _tone(0.3))
    eave, ridge = wide * 0.09, high * 0.55
    sheet.shape(
        [
            (x - eave, y - high),
            (x + wide * 0.12, y - high - ridge),
            (x + wide * 0.88, y - high - ridge),
            (x + wide + eave, y - high),
        ],
        roof or _tone(0.85),
    )
    door = blend(_OCHRE, _INDIGO, 0.3)
    sheet.box(x + wide * 0.43, y - high * 0.62, wide * 0.16, high * 0.62, door)
    for left in (0.12, 0.72):
        sheet.box(x + wide * left, y - high * 0.7, wide * 0.17, high * 0.3, _tone(0.55))


def _person(sheet: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    """Someone bending down to the ground at `x`, `y`."""
    hip, neck = (x + size * 0.05, y - size * 0.5), (x + size * 0.45, y - size * 0.72)
    shoulder, hand = (x + size * 0.4, y - size * 0.66), (x + size * 0.46, y - size * 0.22)
    sheet.line([(x, y), hip], _tone(0.9), size * 0.14)
    sheet.line([hip, neck], colour, size * 0.24)
    sheet.line([shoulder, hand], colour, size * 0.09)
    head, skin = size * 0.13, blend(_OCHRE, _PAPER, 0.4)
    sheet.oval(x + size * 0.6, y - size * 0.74, head, head, skin)
    sheet.oval(x + size * 0.6, y - size * 0.83, size * 0.22, size * 0.06, _OCHRE)


def _winding(sheet: Canvas, near: Colour, edge: Colour) -> None:
    """A way from the lower edge to a far house, wide in front and narrow behind."""
    middle = [(320, 490), (250, 430), (330, 385), (430, 355), (400, 325), (360, 305)]
    for extra, colour in ((9.0, edge), (0.0, near)):
        left: list[Point] = []
        right: list[Point] = []
        for n, (x, y) in enumerate(_smooth(middle)):
            half = 78 * (1 - n / 60) ** 1.6 + 5 + extra * (1 - n / 66)
            left.append((x - half, y))
            right.append((x + half, y))
        sheet.shape([*left, *reversed(right)], colour)


def _smooth(points: list[tuple[int, int]]) -> Points:
    """Return 60 points of a curve that runs through the polygon `points` (repeated halving)."""
    curve: list[Point] = [(float(x), float(y)) for x, y in points]
    for _ in range(4):
        cut: list[Point] = [curve[0]]
        for (x1, y1), (x2, y2) in pairwise(curve):
            cut.append((x1 * 0.75 + x2 * 0.25, y1 * 0.75 + y2 * 0.25))
            cut.append((x1 * 0.25 + x2 * 0.75, y1 * 0.25 + y2 * 0.75))
        curve = [*cut, curve[-1]]
    return [curve[n * (len(curve) - 1) // 59] for n in range(60)]


def _road(sheet: Canvas) -> None:
    _landscape(sheet)
    _winding(sheet, _tone(0.12), _tone(0.5))
    _house(sheet, 372, 318, 62, 34)
    _house(sheet, 452, 330, 74, 40)
    for x, y, size in ((90, 420, 90), (545, 420, 110), (590, 360, 60), (140, 345, 50)):
        _tree(sheet, x + sheet.between(-20, 20), y, size)


def _road_works(sheet: Canvas) -> None:
    _landscape(sheet)
    _winding(sheet, blend(_OCHRE, _PAPER, 0.35), blend(_OCHRE, _INDIGO, 0.35))
    _house(sheet, 372, 318, 62, 34)
    for x, y, size in ((500, 430, 66), (545, 445, 50), (455, 445, 44)):
        sheet.shape([(x - size, y), (x - size * 0.1, y - size * 0.8), (x + size, y)], _tone(0.45))
    sheet.line([(110, 455), (110, 375)], _RED, 5)
    sheet.line([(190, 430), (190, 355)], _RED, 5)
    sheet.line([(110, 392), (190, 370)], blend(_RED, _PAPER, 0.4), 4)


def _lamp(sheet: Canvas) -> None:
    _landscape(sheet, dusk=True)
    _winding(sheet, _tone(0.5), _tone(0.66))
    glow = blend(_OCHRE, _WHITE, 0.55)
    for x, foot, high in ((150, 455, 300), (455, 395, 190), (300, 350, 110)):
        part = high / 300
        for wide, share in ((70, 0.12), (46, 0.3), (26, 0.6)):
            sheet.oval(
                x + 52 * part,
                foot - high * 0.94,
                wide * part,
                wide * part,
                blend(_tone(0.68), glow, share),
            )
        arm = foot - high * 0.98
        sheet.line([(x, foot), (x, foot - high)], _tone(0.95), 9 * part)
        sheet.line([(x, arm), (x + 60 * part, arm)], _tone(0.95), 7 * part)
        sheet.box(x + 34 * part, arm, 36 * part, 9 * part, glow)
        sheet.shape(
            [
                (x - 34 * part, foot - high - 12 * part),
                (x + 26 * part, foot - high - 40 * part),
                (x + 36 * part, foot - high - 26 * part),
                (x - 24 * part, foot - high + 2 * part),
            ],
            _tone(0.98),
        )


def _bridge(sheet: Canvas) -> None:
    _landscape(sheet)
    for n in range(5):
        sheet.box(0, 304 + n * 12, WIDTH, 6, blend(_MOSS, _OCHRE, 0.25 if n % 2 else 0.5))
    sheet.shape([(0, 380), (WIDTH, 362), (WIDTH, 480), (0, 480)], _WATER)
    for _ in range(9):
        x, y = sheet.between(0, 560), sheet.between(400, 462)
        sheet.line([(x, y), (x + 70, y - 3)], blend(_WATER, _PAPER, 0.5), 3)
    for x in (210, 420):
        sheet.box(x, 372, 26, 70, _tone(0.62))
    sheet.shape([(30, 352), (610, 352), (640, 376), (0, 376)], _tone(0.14))
    sheet.box(0, 376, WIDTH, 10, _tone(0.6))
    for x in range(36, 620, 42):
        sheet.box(x, 316, 5, 38, _tone(0.75))
    for y in (316, 334):
        sheet.line([(30, y), (610, y)], _tone(0.75), 4)


def _rows(sheet: Canvas, colour: Colour, *, dots: bool, count: int = 9) -> None:
    """Rows of plants that follow the slope, larger in front."""
    for n in range(count):
        share = n / (count - 1)
        y = 300 + 175 * share**1.4
        bend = 26 - 20 * share
        points = [(x, y + bend * ((x - 320) / 340) ** 2 - 6) for x in range(-20, 681, 20)]
        if dots:
            radius = 5 + 13 * share
            step = 34 + 52 * share
            x = sheet.between(-20, 0)
            while x < WIDTH + 20:
                lift = bend * ((x - 320) / 340) ** 2
                foot = y + lift
                sheet.line([(x, foot), (x, foot - radius * 1.2)], _tone(0.7), 1.5 + share * 2)
                sheet.oval(x, foot - radius * 1.5, radius, radius * 0.9, colour)
                x += step
        else:
            wide = 8 + 17 * share
            sheet.line([(x, y + 4) for x, y in points], blend(_MOSS, _INDIGO, 0.6), wide)
            sheet.line(points, colour, wide)


def _tea(sheet: Canvas) -> None:
    _landscape(sheet)
    sheet.box(0, 292, WIDTH, 190, blend(_OCHRE, _MOSS, 0.6))
    _rows(sheet, blend(_MOSS, _INDIGO, sheet.between(0.1, 0.3)), dots=False)
    _house(sheet, 470, 312, 70, 36)


def _tea_planting(sheet: Canvas) -> None:
    _landscape(sheet)
    sheet.box(0, 296, WIDTH, 190, blend(_OCHRE, _PAPER, 0.25))
    _rows(sheet, blend(_OCHRE, _INDIGO, 0.25), dots=False, count=7)
    for x, y, size, tone in ((120, 395, 90, 0.75), (300, 372, 74, 0.6), (450, 440, 120, 0.85)):
        _person(sheet, x, y, size, _tone(tone))


def _orchard(sheet: Canvas) -> None:
    _landscape(sheet)
    sheet.box(0, 296, WIDTH, 190, blend(_OCHRE, _PAPER, 0.4))
    _rows(sheet, blend(_MOSS, _OCHRE, 0.2), dots=True, count=7)


def _saplings(sheet: Canvas) -> None:
    _landscape(sheet)
    sheet.shape([(0, 330), (WIDTH, 250), (WIDTH, 480), (0, 480)], blend(_OCHRE, _MOSS, 0.45))
    for n in range(6):
        for m in range(9):
            part = 0.5 + n * 0.14
            x = m * 78 + (n % 2) * 36 + sheet.between(-6, 6)
            y = 350 + n * 26 - x * 0.1
            green = blend(_MOSS, _INDIGO, 0.45)
            sheet.line([(x, y), (x, y - 34 * part)], _tone(0.8), 2.5)
            half, hem = 11 * part, y - 10 * part
            sheet.shape([(x - half, hem), (x, y - 48 * part), (x + half, hem)], green)


def _bees(sheet: Canvas) -> None:
    _landscape(sheet)
    _tree(sheet, 120, 400, 330)
    _tree(sheet, 560, 360, 190)
    for n in range(11):
        x, y = 60 + (n % 6) * 98 + (n // 6) * 40, 390 + (n // 6) * 62
        part = 1 + (n // 6) * 0.25
        sheet.box(x, y - 44 * part, 58 * part, 40 * part, blend(_OCHRE, _PAPER, 0.15))
        sheet.box(x - 4, y - 50 * part, 66 * part, 9 * part, _tone(0.7))
        sheet.box(x + 16 * part, y - 14 * part, 26 * part, 5 * part, _tone(0.9))
    for _ in range(46):
        flower = (sheet.between(10, 630), sheet.between(318, 346))
        sheet.oval(*flower, 4, 4, blend(_RED, _PAPER, sheet.between(0.2, 0.7)))


def _greenhouse(sheet: Canvas) -> None:
    _landscape(sheet)
    sheet.shape([(0, 440), (WIDTH, 412), (WIDTH, 480), (0, 480)], _tone(0.14))
    for n, x in enumerate((470, 320, 160)):
        part = 0.75 + n * 0.2
        wide, high, foot = 200 * part, 110 * part, 356 + n * 32
        left = x - wide / 2
        for steps, colour in ((0.0, _tone(0.3)), (7.0, _WHITE)):
            arch = [
                (
                    left + steps + (wide - 2 * steps) * t / 16,
                    foot - (high - steps) * (1 - (2 * t / 16 - 1) ** 2) ** 0.5,
                )
                for t in range(17)
            ]
            sheet.shape([(left + steps, foot), *arch, (left + wide - steps, foot)], colour)
        sheet.box(x - 20 * part, foot - 66 * part, 40 * part, 66 * part, _tone(0.72))
        for off in (-0.32, 0.32):
            seam = x + wide * off
            sheet.line([(seam, foot), (seam, foot - high * 0.72)], _tone(0.22), 3)


def _tap(sheet: Canvas) -> None:
    _landscape(sheet)
    _house(sheet, -60, 360, 300, 170)
    sheet.box(0, 372, WIDTH, 110, _tone(0.16))
    steel = _tone(0.7)
    sheet.box(398, 190, 24, 230, steel)
    sheet.box(398, 200, 120, 24, steel)
    sheet.shape([(496, 200), (530, 200), (530, 262), (504, 262), (504, 224)], steel)
    sheet.box(440, 176, 18, 26, steel)
    sheet.box(424, 168, 50, 11, _RED)
    sheet.box(510, 262, 14, 110, _WATER)
    sheet.shape([(462, 362), (572, 362), (556, 450), (478, 450)], blend(_OCHRE, _PAPER, 0.1))
    sheet.oval(517, 362, 55, 13, blend(_WATER, _PAPER, 0.25))
    sheet.box(380, 414, 60, 20, _tone(0.5))


def _pipe(sheet: Canvas) -> None:
    _landscape(sheet)
    _house(sheet, 250, 322, 80, 44)
    _house(sheet, 360, 330, 90, 48)
    earth = blend(_OCHRE, _INDIGO, 0.35)
    sheet.shape([(60, 480), (330, 322), (352, 322), (300, 480)], blend(_OCHRE, _PAPER, 0.2))
    sheet.shape([(120, 480), (336, 322), (346, 322), (245, 480)], earth)
    sheet.line([(182, 490), (341, 322)], _tone(0.62), 18)
    sheet.line([(178, 490), (339, 322)], _tone(0.3), 5)
    for n in range(9):
        y = 340 + n * 17
        x = 362 - n * 4 + sheet.between(0, 14)
        sheet.oval(x, y, 14 + n * 3, 9 + n * 2, blend(_OCHRE, _PAPER, sheet.between(0.1, 0.3)))


def _tank(sheet: Canvas) -> None:
    _landscape(sheet)
    slope = blend(_MOSS, _tone(0.3), 0.3)
    sheet.shape([(0, 270), (330, 292), (WIDTH, 430), (WIDTH, 480), (0, 480)], slope)
    x = sheet.between(200, 260)
    sheet.box(x - 120, 236, 240, 130, _WHITE)
    sheet.oval(x, 366, 120, 26, _WHITE)
    sheet.shape([(x + 50, 240), (x + 120, 240), (x + 120, 366), (x + 50, 388)], _tone(0.16))
    sheet.oval(x, 236, 120, 27, _tone(0.42))
    sheet.oval(x, 233, 104, 20, _tone(0.28))
    sheet.box(x - 16, 218, 32, 14, _tone(0.75))
    sheet.line([(x + 110, 352), (x + 200, 380), (WIDTH, 452)], _tone(0.62), 12)
    for n in range(12):
        post = x - 190 + n * 36
        foot = 414 + n * 3
        sheet.line([(post, foot), (post, foot - 52)], _tone(0.85), 4)
    for lift in (44, 24):
        sheet.line([(x - 190, 414 - lift), (x - 190 + 11 * 36, 447 - lift)], _tone(0.85), 2.5)


def _board(sheet: Canvas) -> None:
    _landscape(sheet)
    for x in (150, 476):
        sheet.box(x, 130, 14, 300, _tone(0.85))
    sheet.shape([(110, 150), (150, 108), (490, 108), (530, 150)], _tone(0.8))
    sheet.box(136, 150, 368, 190, _tone(0.35))
    for n in range(3):
        x, high = 156 + n * 116, sheet.between(128, 150)
        sheet.box(x, 168, 96, high, _WHITE)
        sheet.box(x + 12, 180, 72, 7, _RED)
        for line in range(5):
            sheet.box(x + 12, 200 + line * 17, sheet.between(45, 72), 4, _tone(0.4))
    _tree(sheet, 70, 420, 150)
    _tree(sheet, 590, 430, 130)


def _home(sheet: Canvas) -> None:
    _landscape(sheet)
    sheet.shape([(40, 480), (150, 392), (520, 392), (620, 480)], _tone(0.12))
    _house(sheet, 170, 400, 310, 130)
    sheet.box(150, 398, 350, 9, _tone(0.5))
    _tree(sheet, 92, 405, 150)
    _tree(sheet, 570, 400, 120)


def _house_works(sheet: Canvas) -> None:
    _landscape(sheet)
    sheet.box(0, 380, WIDTH, 100, blend(_OCHRE, _PAPER, 0.35))
    brick = blend(_OCHRE, _RED, 0.35)
    for row in range(9):
        for column in range(8):
            shade = blend(brick, _PAPER, sheet.between(0.05, 0.35))
            if (row > 6 and column in (3, 4, 5)) or (row < 6 and column == 3):
                continue  # the gaps of a door and of the window above it
            x = 176 + column * 38 + (row % 2) * 6
            sheet.box(x, 396 - row * 19, 36, 17, shade)
    pole = blend(_OCHRE, _INDIGO, 0.45)
    for x in (140, 250, 390, 510):
        sheet.line([(x, 410), (x, 180)], pole, 6)
    for y in (220, 290, 350):
        sheet.line([(125, y), (525, y)], pole, 5)
    sheet.line([(140, 400), (250, 225)], pole, 4)
    sheet.shape([(530, 440), (590, 380), (640, 440)], _tone(0.35))


def _school(sheet: Canvas) -> None:
    _landscape(sheet)
    sheet.box(0, 380, WIDTH, 100, blend(_OCHRE, _PAPER, 0.55))
    sheet.box(90, 270, 460, 110, _WHITE)
    sheet.shape([(70, 270), (110, 222), (530, 222), (570, 270)], _tone(0.8))
    for n in range(4):
        x = 106 + n * 112
        sheet.box(x, 292, 56, 40, _tone(0.5))
        sheet.line([(x + 28, 292), (x + 28, 332)], _WHITE, 3)
        sheet.box(x + 66, 292, 30, 88, blend(_OCHRE, _INDIGO, 0.25))
    sheet.box(90, 372, 460, 10, _tone(0.4))
    _tree(sheet, 60, 420, 190)
    _tree(sheet, 596, 400, 130)
    for x in (258, 382):
        sheet.box(x, 428, 8, 34, _tone(0.6))
    sheet.shape([(236, 430), (256, 414), (394, 414), (414, 430)], _tone(0.55))
    sheet.line([(325, 404), (325, 430)], _WHITE, 4)


def _clinic(sheet: Canvas) -> None:
    _landscape(sheet)
    sheet.box(0, 388, WIDTH, 92, _tone(0.14))
    sheet.box(150, 240, 330, 150, _WHITE)
    sheet.box(130, 222, 370, 22, _tone(0.78))
    for x in (178, 392):
        sheet.box(x, 290, 62, 50, _tone(0.5))
        sheet.line([(x + 31, 290), (x + 31, 340)], _WHITE, 3)
    sheet.box(280, 296, 70, 94, _tone(0.68))
    sheet.line([(315, 296), (315, 390)], _WHITE, 3)
    sheet.box(308, 252, 14, 38, blend(_MOSS, _INDIGO, 0.2))
    sheet.box(296, 264, 38, 14, blend(_MOSS, _INDIGO, 0.2))
    ramp: Points = [(350, 390), (350, 402), (560, 428), (560, 436), (280, 404), (280, 390)]
    sheet.shape(ramp, _tone(0.32))
    sheet.line([(356, 360), (552, 402)], _tone(0.75), 4)
    for x, y, down in ((356, 360, 34), (455, 381, 34), (552, 402, 30)):
        sheet.line([(x, y), (x, y + down)], _tone(0.75), 4)
    _tree(sheet, 80, 400, 140)


def _workshop(sheet: Canvas) -> None:
    sheet.box(0, 0, WIDTH, HEIGHT, _tone(0.08))
    sheet.shape([(0, 0), (WIDTH, 0), (500, 110), (140, 110)], _tone(0.3))
    sheet.shape([(0, 480), (WIDTH, 480), (500, 290), (140, 290)], blend(_OCHRE, _PAPER, 0.55))
    for n in range(3):
        sheet.box(170 + n * 108, 136, 84, 96, _WHITE)
        sheet.box(175 + n * 108, 141, 74, 86, _tone(0.22))
        sheet.line([(212 + n * 108, 136), (212 + n * 108, 232)], _WHITE, 4)
    for y, part in ((318, 0.7), (400, 1.15)):
        left = 320 - 260 * part
        sheet.box(left, y, 520 * part, 16 * part, blend(_OCHRE, _INDIGO, 0.2))
        for leg in (0.04, 0.94):
            sheet.box(left + 520 * part * leg, y, 10 * part, 62 * part, _tone(0.6))
        for n in range(3):
            x = left + (60 + n * 160) * part
            iron = _tone(0.88)
            sheet.box(x, y - 12 * part, 92 * part, 12 * part, iron)
            sheet.box(x + 70 * part, y - 56 * part, 18 * part, 46 * part, iron)
            sheet.box(x + 8 * part, y - 58 * part, 78 * part, 18 * part, iron)
            sheet.box(x + 8 * part, y - 44 * part, 8 * part, 26 * part, iron)
            sheet.oval(x + 94 * part, y - 44 * part, 9 * part, 16 * part, _tone(0.55))
            cloth = blend(_RED, _PAPER, 0.35) if n == 1 else blend(_OCHRE, _PAPER, 0.3)
            folds: Points = [(x - 26 * part, y), (x + 40 * part, y - 9 * part), (x + 44 * part, y)]
            sheet.shape(folds, cloth)


def _embroidery(sheet: Canvas) -> None:
    sheet.box(0, 0, WIDTH, HEIGHT, blend(_OCHRE, _PAPER, 0.72))
    sheet.box(0, 380, WIDTH, 100, blend(_OCHRE, _PAPER, 0.4))
    pole = blend(_OCHRE, _INDIGO, 0.45)
    sheet.line([(50, 70), (590, 70)], pole, 10)
    for x in (70, 570):
        sheet.line([(x, 56), (x, 420)], pole, 10)
    for n, x in enumerate((100, 265, 430)):
        cloth = _tone((0.92, 0.7, 0.85)[n])
        sheet.box(x, 72, 120, 262 + n % 2 * 24, cloth)
        for row in range(4):
            y = 110 + row * 58
            petal = (_RED, _OCHRE, blend(_MOSS, _PAPER, 0.35), _WHITE)[(row + n) % 4]
            for across, down in ((16, 0), (-16, 0), (0, 16), (0, -16)):
                sheet.oval(x + 60 + across, y + down, 11, 11, petal)
            sheet.oval(x + 60, y, 7, 7, _PAPER)
            for side in (16, 104):
                sheet.oval(x + side, y + 28, 4, 4, petal)
    for x in (200, 380):
        sheet.box(x, 398, 80, 14, pole)
        for leg in (8, 62):
            sheet.box(x + leg, 410, 10, 40, pole)


def _wetland(sheet: Canvas) -> None:
    _landscape(sheet)
    _house(sheet, 60, 322, 84, 46)
    _house(sheet, 168, 330, 96, 50)
    wall = _tone(0.3)
    sheet.shape([(60, 470), (150, 340), (560, 340), (630, 470)], wall)
    for n in range(2):
        y = 352 + n * 54
        spread = n * 36
        sheet.shape(
            [
                (152 - spread, y + 40),
                (168 - spread * 0.6, y),
                (548 + spread * 0.5, y),
                (566 + spread * 0.9, y + 40),
            ],
            blend(_WATER, _PAPER, 0.35 - 0.2 * n),
        )
        for m in range(20):
            x = 176 - spread + m * (18.5 + n * 3) + sheet.between(-5, 5)
            foot = y + sheet.between(16, 38)
            tall = sheet.between(26, 44) * (0.8 + n * 0.3)
            green = blend(_MOSS, _INDIGO, sheet.between(0.1, 0.5))
            for lean in (-7, 0, 7):
                sheet.line([(x, foot), (x + lean, foot - tall)], green, 2.6)


SCENES: dict[str, Callable[[Canvas], None]] = {
    "road": _road,
    "road_works": _road_works,
    "lamp": _lamp,
    "bridge": _bridge,
    "tea": _tea,
    "tea_planting": _tea_planting,
    "orchard": _orchard,
    "saplings": _saplings,
    "bees": _bees,
    "greenhouse": _greenhouse,
    "tap": _tap,
    "pipe": _pipe,
    "tank": _tank,
    "house": _home,
    "board": _board,
    "house_works": _house_works,
    "school": _school,
    "clinic": _clinic,
    "workshop": _workshop,
    "embroidery": _embroidery,
    "wetland": _wetland,
}


def picture(scene: str, seed: str) -> bytes:
    """Return the PNG of one of `SCENES`; another seed gives other hills and plants."""
    sheet = Canvas(seed)
    SCENES[scene](sheet)
    return sheet.png()
