"""`python -m generator`: the same as the command `portal`."""

import gc
import os
import sys
from contextlib import suppress

if __name__ == "__main__":
    gc.disable()  # a command ends before its few cycles are worth looking for; `serve` does so
    from generator.cli import run

    held: list[object] = []
    code = run(held)
    with suppress(OSError):  # whoever read it has left
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)  # to take what is `held` apart first would be a tenth of the time after an edit
