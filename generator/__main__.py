"""`python -m generator`: the same as the command `portal`."""

import sys

from generator.cli import run

if __name__ == "__main__":
    sys.exit(run())
