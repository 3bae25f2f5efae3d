"""What several rows say of one record, put together."""

from collections.abc import Mapping, Sequence

from generator.base.findings import Step
from generator.parse.sheet_cells import Unsure
from generator.parse.yaml_nodes import Raw
from generator.records.sheet_table import Row
from generator.records.sheet_words import (
    ORDINAL,
    Data,
    Path,
    Where,
)


def merged(
    rows: Sequence[tuple[Data, Where, Row]],
) -> tuple[Data, dict[tuple[Step, ...], tuple[Path, Row]]]:
    """Return what several rows of one record say together: an item of a list for each row."""
    whole: Data = {}
    where: dict[tuple[Step, ...], tuple[Path, Row]] = {}
    if len(rows) == 1:
        data, paths, row = rows[0]
        return data, {at: (path, row) for at, path in paths.items()}
    for data, paths, row in rows:
        moved: dict[tuple[Step, ...], int] = {}
        _combined(whole, data, (), (row, paths), moved)
        for at, path in paths.items():
            where.setdefault(_moved(at, moved), (path, row))
    return whole, where


def _combined(
    whole: Data,
    data: Data,
    path: tuple[Step, ...],
    of: tuple[Row, Where],
    moved: dict[tuple[Step, ...], int],
) -> None:
    """Put what a row says of a group into what others say; its entries behind or over theirs.

    `moved` takes up by how much the entries of each list stand further behind.
    """
    row, paths = of
    for name, value in data.items():
        at = (*path, name)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            there = whole.setdefault(name, [])
            assert isinstance(there, list)
            if ORDINAL in row.texts:
                _overlay(there, value)
            else:
                moved[at] = len(there)
                there.extend(value)
        elif isinstance(value, dict):
            group = whole.setdefault(name, {})
            assert isinstance(group, dict)
            _combined(group, value, at, of, moved)
        else:
            _same(whole, name, value, row, at, paths)


def _moved(at: tuple[Step, ...], moved: Mapping[tuple[Step, ...], int]) -> tuple[Step, ...]:
    """Return where something of a row stands in what all rows of its record say."""
    for n, step in enumerate(at):
        if isinstance(step, int) and at[:n] in moved:
            return (*at[:n], step + moved[at[:n]], *at[n + 1 :])
    return at


def _overlay(there: list[Raw], value: list[Raw]) -> None:
    """Put items of a list at their numbers; those in between are filled by other rows."""
    for n, each in enumerate(value):
        if n < len(there):
            now = there[n]
            assert isinstance(now, dict)
            assert isinstance(each, dict)
            for key, part in each.items():
                if isinstance(part, list) and isinstance(now.get(key), list):
                    inner = now[key]
                    assert isinstance(inner, list)
                    _overlay(inner, part)
                else:
                    now[key] = part
        else:
            there.append(each)


def _same(
    group: dict[str, Raw], key: str, value: Raw, row: Row, path: tuple[Step, ...], paths: Where
) -> None:
    """Put a value that all rows of a record share; another one in a later row is told."""
    if key in group and group[key] != value:
        row.faults.append(
            (paths.get(path, (key,)), Unsure("P573", value=str(value), other=str(group[key])))
        )
    group.setdefault(key, value)
