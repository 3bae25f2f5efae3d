"""Numbers of files that look like private ones: fewer than one of 200 may be refused."""

from generator.base import privacy
from tests.reliability import Row, command, forms

NAME = "Legitimate numbers"
COUNT = 100_000


def refused(kind: str, count: int) -> int:
    """Return how many texts of `count` that have a number of this kind would be refused."""
    return sum(
        any(privacy.numbers(text)) or any(privacy.mobiles(text))
        for text in forms.legitimate(kind, count)
    )


def run() -> Row:
    """Try 100,000 numbers of each kind."""
    failed = sum(refused(kind, COUNT) for kind in forms.LEGITIMATE)
    cases = COUNT * len(forms.LEGITIMATE)
    return Row(NAME, f"seed {forms.SEED}", cases, failed, command("legitimate_numbers"))
