#!/usr/bin/env bash
# A Dask client that is given a scheduler's file which is not there waits for it for ever, whatever its timeout.
#
# `Client(address, timeout="2s")` of an address at which nobody listens raises OSError after two seconds. With
# `Client(scheduler_file=…, timeout="2s")`, as one names a scheduler on a shared folder (Slurm, a cluster of one's
# own), the file is looked for again and again before the timeout is asked: one wrong sign in its name, or a
# scheduler that was ended and took its file with it, and a nightly job never ends and says nothing.
# Whoever names such a file has to look for it first.
#
# Seen 2026-11-30: distributed 2026.8.0, dask 2026.8.0 (PyPI), Python 3.11: the address is given up after 2 s; the
# file that is not there is still waited for after 15 s, and the client goes on once it is put there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "distributed==2026.8.0" "dask==2026.8.0"
cat >"$folder/look.py" <<'PYTHON'
import sys
import threading
import time
from pathlib import Path

from distributed import Client, LocalCluster

folder = Path(sys.argv[1])
missing = folder / "scheduler.json"


def asked(**where):
    began = time.monotonic()
    try:
        with Client(timeout="2s", **where):
            return "connected", time.monotonic() - began
    except OSError:
        return "gave up", time.monotonic() - began


if __name__ == "__main__":
    said, took = asked(address="tcp://127.0.0.1:9")
    print("an address at which nobody listens:", said, "within 6 s" if took < 6 else "later")

    found = []
    waiting = threading.Thread(target=lambda: found.extend(asked(scheduler_file=str(missing))))
    waiting.start()
    waiting.join(15)
    print("a file that is not there:", "still waited for after 15 s" if waiting.is_alive() else found[0])

    with LocalCluster(n_workers=1, processes=False, dashboard_address=None) as cluster, Client(cluster) as other:
        made = folder / "made.json"
        other.write_scheduler_file(str(made))
        made.rename(missing)
        waiting.join(30)
        print("once it is there:", found[0] if found else "still waited for")
PYTHON
"$folder/venv/bin/python" -W ignore "$folder/look.py" "$folder" 2>"$folder/err.txt" | tee "$folder/out.txt"
diff "$folder/out.txt" - <<'SEEN'
an address at which nobody listens: gave up within 6 s
a file that is not there: still waited for after 15 s
once it is there: connected
SEEN
echo "as seen"
