"""Whether the files of a copy of a site are those that its own list names: `SHA256SUMS`.

The list is not signed. It tells damage, and a change by someone who left the list alone; that a
record was published as it is, only the log proves (`log_check`).
"""

from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path

from generator.base.messages import N_
from generator.build import half_published, sums_file
from generator.build.log_check import Finding
from generator.build.sums_file import SUMS

AS_LISTED = N_("{count} files are as {list} names them. What else lies there was not looked at.")
CHANGED = N_("{path}: not as {list} names it.")
MISSING = N_("{path}: named in {list}, and not there.")
NO_LIST = N_("This copy has no {list}, so that its pages and downloads were not checked.")
EMPTY_LIST = N_("{list} names no file, so that the pages and downloads were not checked.")
UNSIGNED = N_(
    "{list} is not signed: whoever changes a page can change it, too. What was published when is"
    " proved by the log, and the log is of the records, not of pages and tables."
)


def files(folder: Path) -> Iterator[Finding]:
    """Hold the files of a copy of a site against its list, and say what that proves."""
    if not half_published.whole(folder):
        yield Finding(NO_LIST, {"list": SUMS}, checked=False)
        return
    good, listed = 0, sums_file.listed((folder / SUMS).read_bytes())
    if not listed:
        yield Finding(EMPTY_LIST, {"list": SUMS}, checked=False)
        return
    for path, digest in sorted(listed.items()):
        try:
            with (folder / path).open("rb") as opened:
                same = file_digest(opened, "sha256").hexdigest() == digest
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            yield Finding(MISSING, {"path": path, "list": SUMS}, good=False)
            continue
        good += same
        if not same:
            yield Finding(CHANGED, {"path": path, "list": SUMS}, good=False)
    yield Finding(AS_LISTED, {"count": good, "list": SUMS})
    yield Finding(UNSIGNED, {"list": SUMS})
