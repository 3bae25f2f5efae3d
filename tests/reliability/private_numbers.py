"""Private numbers in disguise: each must be found, whatever stands between its digits."""

from generator.base import privacy
from tests.reliability import Row, command, forms

NAME = "Private numbers in disguise"


def missed(seed: int = forms.SEED) -> tuple[int, list[tuple[str, str]]]:
    """Return how many were tried, and the kind and text of each that was not found."""
    cases, failed = 0, []
    for kind, text in forms.private(seed):
        cases += 1
        look = privacy.mobiles if kind == "mobile" else privacy.numbers
        if not any(look(text)) or not privacy.may_have(text)[kind == "mobile"]:
            failed.append((kind, text))
    return cases, failed


def run() -> Row:
    """Try every disguise of every kind of number."""
    cases, failed = missed()
    return Row(NAME, f"seed {forms.SEED}", cases, len(failed), command("private_numbers"))
