"""Money for reading: fen, exact, or short with the yuan at hand."""

WAN, YI = 1_000_000, 10_000_000_000
"""Fen of 万元 and of 亿元."""


def exact(fen: int) -> str:
    """Return `1,250,000.00` for 125000000 fen: yuan with both places."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02d}"


def ten_thousands(fen: int) -> str:
    """Return the amount in 万元 with two places, rounded half up, as in a column: `125.00`.

    An amount that is not nothing never reads as `0.00`: it is given to the first place that
    tells, so that a small payment does not look like none.
    """
    if fen < 0:
        return f"-{ten_thousands(-fen)}"
    if 0 < fen < 5_000:
        return f"0.{fen:06d}".rstrip("0")
    return _rounded(fen, WAN)


def as_a_board_says(fen: int) -> tuple[str, str]:
    """Return the amount as a notice board says it, and in what: 元, 万元 or 亿元.

    Below 万元 nothing is rounded: `21`, `345.60`. From there on it has two places, rounded half
    up: `125.00` 万元, `1.25` 亿元.
    """
    if fen < 0:
        said, unit = as_a_board_says(-fen)
        return f"-{said}", unit
    if fen < WAN:
        return exact(fen).removesuffix(".00"), "元"
    if fen < YI - WAN // 200:  # what is short of it by less is rounded up to it
        return _rounded(fen, WAN), "万元"
    return _rounded(fen, YI), "亿元"


def _rounded(fen: int, unit: int) -> str:
    """Return an amount in a unit with two places, rounded half up."""
    whole, rest = divmod(fen + unit // 200, unit)
    return f"{whole:,}.{rest // (unit // 100):02d}"


def millions(fen: int) -> str:
    """Return the amount as English says it, rounded half up: `2.09 million`, `345,600`, `0.35`.

    From a million yuan on it has two places, below that none, but where less than a yuan is left.
    """
    if 0 < abs(fen) < 100:
        return exact(fen)
    whole = (fen + 50) // 100
    for name, size, short in (("billion", 10**9, 5_000), ("million", 10**6, 0)):
        if abs(whole) >= size - short:  # what is short of it by less is rounded up to it
            return f"{fen / 100 / size:,.2f} {name}"
    return f"{whole:,}"


def spoken(fen: int) -> str:
    """Return an amount of fen for a message: `1,250,000.00元` for 125000000."""
    return f"{exact(fen)}元"
