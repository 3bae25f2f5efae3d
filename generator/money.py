"""Money for reading: fen, exact, as 万元 with the yuan at hand."""


def exact(fen: int) -> str:
    """Return `1,250,000.00` for 125000000 fen: yuan with both places."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02d}"


def ten_thousands(fen: int) -> str:
    """Return the amount in 万元 with two places, rounded half up: `125.00`.

    An amount that is not nothing never reads as `0.00`: it is given to the first place that
    tells, so that a small payment does not look like none.
    """
    if 0 < fen < 5_000:
        return f"0.{fen:06d}".rstrip("0")
    whole, rest = divmod(fen + 5_000, 1_000_000)
    return f"{whole:,}.{rest // 10_000:02d}"


def spoken(fen: int) -> str:
    """Return an amount for a message: `1,250,000.00元`."""
    return f"{exact(fen)}元"
