"""Which of some names was probably meant."""

from collections.abc import Iterable


def nearest(value: str, among: Iterable[str]) -> str:
    """Return the member of `among` most like `value`, or an empty text when none is near."""
    return next(iter(like(value, among)), "")


def like(value: str, among: Iterable[str]) -> list[str]:
    """Return the members of `among` that are as much like `value` as the one most like it is."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 (rarely needed, and slow to load)

    names = list(among)
    # 完工了 is half of 完工待验收: what is short beside a name may still be a part of it
    for scorer, least in ((fuzz.ratio, 60), (fuzz.WRatio, 70)):
        found = process.extract(value, names, scorer=scorer, score_cutoff=least, limit=None)
        if found:
            return [str(name) for name, score, _ in found if score == found[0][1]]
    return []
