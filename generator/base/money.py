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
