"""Which of some names was probably meant."""

from collections.abc import Iterable


def nearest(value: str, among: Iterable[str]) -> str:
    """Return the member of `among` most like `value`, or an empty text when none is near."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 (rarely needed, and slow to load)

    names = list(among)
    found = process.extractOne(value, names, scorer=fuzz.ratio, score_cutoff=60)
    # 完工了 is half of 完工待验收: what is short beside a name may still be a part of it
    found = found or process.extractOne(value, names, scorer=fuzz.WRatio, score_cutoff=70)
    return str(found[0]) if found else ""
