#!/usr/bin/env bash
# watchfiles with force_polling sees only the first of two saves within a second, also where the
# second changes the size of the file: it goes by whole seconds.
#
# Expected: each save is told, as without polling.
#
# Seen 2026-11-28: watchfiles 1.3.0, Python 3.11; output:
#   told after the first save: 1
#   told after the second save, 2 s later: 1
#   told after a third save in another second: 2
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "watchfiles==1.3.0"
cat > "$work/look.py" <<'END'
import asyncio
import sys
import time
from pathlib import Path

from watchfiles import awatch


async def main(folder: Path) -> None:
    file = folder / "a.md"
    file.write_text("0")
    told = []

    async def listen() -> None:
        async for changes in awatch(folder, force_polling=True, poll_delay_ms=50, debounce=50, step=10):
            told.append(changes)

    listening = asyncio.create_task(listen())
    await asyncio.sleep(1.5)
    while time.time() % 1 > 0.05:  # both saves within one second
        await asyncio.sleep(0.005)
    file.write_text("1")
    await asyncio.sleep(0.4)
    print("told after the first save:", len(told))
    file.write_text("a longer text")
    await asyncio.sleep(2)
    print("told after the second save, 2 s later:", len(told))
    file.write_text("2")
    await asyncio.sleep(2)
    print("told after a third save in another second:", len(told))
    listening.cancel()


asyncio.run(main(Path(sys.argv[1])))
END
mkdir "$work/watched"
"$work/venv/bin/python" "$work/look.py" "$work/watched" | tee "$work/said"
diff "$work/said" - <<'END'
told after the first save: 1
told after the second save, 2 s later: 1
told after a third save in another second: 2
END
