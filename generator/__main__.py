"""`python -m generator`: the same as the command `portal`."""

import gc
import os
import sys
from contextlib import suppress

INTERRUPTED = 130


def run(held: list[object] | None = None) -> int:
    """Run the command line; return the exit code.

    Ctrl-C while the program is still being loaded, which takes half a second, ends it as it does
    later. There are no catalogues then, so it is said in both languages.
    """
    try:
        from generator.commands import cli  # noqa: PLC0415 (within the guard)

        return cli.run(held)
    except KeyboardInterrupt:
        sys.stderr.write("已中断。Interrupted.\n")
        return INTERRUPTED


if __name__ == "__main__":
    gc.disable()  # a command ends before its few cycles are worth looking for; `serve` does so
    kept: list[object] = []
    code = run(kept)
    with suppress(OSError):  # whoever read it has left
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)  # to take what is `kept` apart first would be a tenth of the time after an edit
