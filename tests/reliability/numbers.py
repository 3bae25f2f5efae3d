"""Private and legitimate numbers, kind by kind: `python -m tests.reliability.numbers`."""

import sys
from collections import Counter

from tests.reliability import forms, legitimate_numbers, private_numbers


def main() -> int:
    """Print cases and failures of each kind; return 1 if any private number was missed."""
    tried = Counter(kind for kind, _ in forms.private())
    _, failed = private_numbers.missed()
    lost = Counter(kind for kind, _ in failed)
    for kind, count in tried.items():
        sys.stdout.write(f"private: {kind} | {count:,} | {lost[kind]:,}\n")
    for kind in forms.LEGITIMATE:
        count = legitimate_numbers.refused(kind, legitimate_numbers.COUNT)
        sys.stdout.write(f"legitimate: {kind} | {legitimate_numbers.COUNT:,} | {count:,}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
