"""`python -m generator`: the same as the command `portal`."""

import gc
import sys

from generator.cli import run

if __name__ == "__main__":
    gc.disable()  # a command ends before its few cycles are worth looking for; `serve` does so
    sys.exit(run())
