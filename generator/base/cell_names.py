"""What spreadsheets call their cells: columns by letters, rows from 1."""


def letters(column: int) -> str:
    """Return what a spreadsheet calls a column, counted from 0: `A`, …, `Z`, `AA`."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def column_of(name: str) -> int:
    """Return the number of a column, from 0, by its letters."""
    number = 0
    for each in name:
        number = number * 26 + ord(each) - 64
    return number - 1


def cell_name(row: int, column: int) -> str:
    """Return what a spreadsheet calls a cell, counted from 0: `H17`."""
    return f"{letters(column)}{row + 1}"
