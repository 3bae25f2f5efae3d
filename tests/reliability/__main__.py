"""Run suites and print what came of them: `python -m tests.reliability [NAME…] [--write]`."""

import argparse
import sys

from tests import reliability


def main() -> int:
    """Run the suites that are named, else all; return 1 if a case of any failed."""
    suites = reliability.suites()
    options = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__)
    options.add_argument("suites", nargs="*", metavar="NAME", help=f"of: {', '.join(suites)}")
    options.add_argument("--write", action="store_true", help="into docs/reliability.md")
    asked = options.parse_args()
    unknown = sorted({*asked.suites} - {*suites})
    if unknown:
        options.error(f"no such suite: {', '.join(unknown)}")
    rows = []
    for name in asked.suites or suites:
        row = suites[name].run()
        rows.append(row)
        sys.stdout.write(" | ".join(reliability.cells(row)) + "\n")
        sys.stdout.flush()
    if asked.write:
        text = reliability.DOCUMENT.read_text("utf-8")
        reliability.DOCUMENT.write_text(reliability.written(text, rows), "utf-8")
    return 1 if any(row.failures for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
