"""How common characters are read, for the search: `python -m tests.sounds` writes the file anew.

Those of the first level of GB 2312 (3,755, what phones offer first), each by the reading that it
has in names of places (`generator.base.pinyin`), by syllable.
"""

import json
from collections import defaultdict

from generator.base import pinyin
from generator.pages import search_index
from tests.conftest import ROOT

FILE = ROOT / "templates/assets/sounds.json"
ROWS, CELLS = range(0xB0, 0xD8), range(0xA1, 0xFF)


def written() -> str:
    """Return what the file has to say."""
    found: dict[str, str] = defaultdict(str)
    for row in ROWS:
        for cell in CELLS:
            sign = bytes((row, cell)).decode("gb2312", "ignore")
            for each in pinyin.syllables(sign):
                found[each] += sign
    read = "".join(each + signs for each, signs in sorted(found.items()))
    return (
        json.dumps({"form": FORM, "read": read}, ensure_ascii=False, separators=(",", ":")) + "\n"
    )


FORM = search_index.FORM
"""As `search_index.FORM`: the script asks each of its files for it."""


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8", newline="\n")
