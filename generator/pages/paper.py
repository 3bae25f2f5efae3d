"""Which paper a sheet for a notice board fits on, and how large its type, told from its texts."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple, TypeAlias

from generator.base.patterns import pattern
from generator.model.kinds.kind import View
from generator.model.schedule import LATE


class Paper(NamedTuple):
    """A paper by its class in print.css: `wide` and `high` within the margins, in millimetres.

    `points` are the sizes of type that it is printed in, the largest first; none of its texts is
    smaller. All but projects, honours and posts takes `empty` millimetres of the height, and
    `each` more for each point of the type, as measured.
    """

    size: str
    wide: float
    high: float
    points: tuple[int, ...]
    empty: float
    each: float


PAPERS = (
    Paper("a4", 188.0, 278.0, (16, 15, 14, 13, 12, 11), -27.0, 14.5),
    Paper("a3", 271.0, 397.0, (22, 20, 18, 17, 16, 15, 14), -18.0, 13.0),
)
"""The smallest comes first. Whoever stands before a board reads 11 points on the small paper, and
14 on the large one, which hangs higher."""
Lengths: TypeAlias = tuple[float, float, list[float], float, float, float]
"""How long the texts of a project are, in Chinese characters: see `_lengths`."""
WALL = Paper("a3", 392.0, 272.0, (22, 20, 18, 17, 16, 15, 14), 20.0, 5.6)
"""The same paper across, for the wall chart of a town."""
IN_COLUMN, COLUMNS = 13, 3
"""How many villages of a town stand in one column, and in how many columns they stand at most."""
_MM = 25.4 / 72
_WIDE = pattern("[⺀-￿]+")


def paper(
    projects: Sequence[View], contacts: View | None, honours: Sequence[View], year: int
) -> View:
    """Return the `size` and the `points` of the smallest paper that holds the sheet of a village.

    The size is a class in print.css, and the points are the most that fit there. If none does, it
    is the largest paper in its smallest type: it fills several. It is told from the lengths of the
    texts, so that no browser has to be asked; `year` is that of the data.
    """
    sheet = (
        [_lengths(each, year) for each in projects],
        [
            _length(
                f"优秀个人{each['name']}{each['post']}{each['reason']}"
                f"{each['commendation']['title']}"
            )
            for each in honours
        ],
        [
            _length(f"示例甲 民生监督员兼联络员{post['duty']}")
            for post in (contacts["posts"] if contacts else ())
        ],
        len(contacts["groups_unknown"]) if contacts else None,
    )
    for each in PAPERS:
        for points in each.points:
            if _high(each, points, *sheet) <= each.high * 0.87:
                return {"size": each.size, "points": points}
    return {"size": PAPERS[-1].size, "points": PAPERS[-1].points[-1]}


def wall(children: Sequence[View], late: Sequence[View]) -> View:
    """Return the `points` of the type that the wall chart of a town is printed in.

    Its villages stand in so many `columns`; `late` are its late projects, which stand below them
    in two columns always.
    """
    columns = min(COLUMNS, max(1, ceil(len(children) / IN_COLUMN)))
    rows = ceil(len(children) / columns)
    for points in WALL.points if columns < COLUMNS else WALL.points[-1:]:
        em = points * _MM
        lines = [
            ceil(_length(f"{each['title']}{each['place'][-1]}{_OVERDUE}") * em / (WALL.wide / 2))
            for each in late
        ]
        high = WALL.empty + WALL.each * points + (rows + 1) * (em * 1.3 + 1.8)
        high += (sum(lines) / 2 + 1) * (em * 1.3 + 1) + (12 if late else 0)
        if high <= WALL.high * 0.85:
            return {"points": points, "columns": columns}
    return {"points": WALL.points[-1], "columns": columns}


_OVERDUE = "2018年 在建 100% 2018年12月31日到期 过期没完工"


def _length(text: str) -> float:
    """Return how long a text is, in Chinese characters; others take less room."""
    return len(text) * 0.6 + len("".join(_WIDE.findall(text))) * 0.4


_MONEY = _length("计划 1000.00 已付 1000.00")


_BACK = _length("付出1000.00，退回1000.00")


_SPAN = _length("计划 2018年12月31日–2018年12月31日")


_STATE = _length("验收合格 100%")


_YEAR, _LATE = _length(" 2018年"), _length(" 过期没完工")


_GAIN = _length("1000户 1000人 其中贫困人口1000人")


def _lengths(project: View, year: int) -> Lengths:
    """Return the lengths of a project's title, task, sources, builder, and how far it is."""
    accepted, late = project["acceptance"], project["timeliness"] in (*LATE, "finished_late")
    return (
        _length(project["title"]) + (_YEAR if project["year"] != year else 0),
        _length(project["task"] or project["performance_target"]),
        [_length(f"中央 {one['fund']} 1000.00") for one in project["sources"]]
        + ([_BACK] if project["returned"] else []),
        _length(project["contractor"] or project["implementer"]),
        _STATE + (_LATE if late else 0),
        _length(f"2018年12月31日 合格 {accepted['by']}") if accepted else 0,
    )


def _high(
    on: Paper,
    points: int,
    projects: Sequence[Lengths],
    honours: Sequence[float],
    posts: Sequence[float],
    unknown: int | None,
) -> float:
    """Return about how high a village's sheet is on a paper, in millimetres.

    Of honours and posts it takes the lengths; `unknown` is the number of groups without posts, None
    where nothing is stated of any.
    """
    em = points * _MM

    def lines(length: float, share: float) -> int:
        """Return how many lines a text takes in a column that has a share of the width."""
        return ceil(length * em / (on.wide * share - 3))

    money, span, gain = lines(_MONEY, 0.24), 2 * lines(_SPAN, 0.25), lines(_GAIN, 0.22)
    high = on.empty + on.each * points
    for title, task, sources, builder, state, accepted in projects:
        tallest = max(
            lines(title, 0.29) + lines(task, 0.29),
            money + sum([lines(each, 0.24) for each in sources]),
            lines(builder, 0.25) + span,
            lines(state, 0.22) + lines(accepted, 0.22) + gain,
        )
        high += tallest * em * 1.3 + 1.5
    for each in honours:
        high += lines(each, 1) * em * 1.4 + 1.5
    if unknown is not None:
        rows = [lines(each, 0.4) for each in posts] + [1] * unknown
        high += (sum(rows) + 1) * em * 1.3 + (len(rows) + 1) * 2
    return high
