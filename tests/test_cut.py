"""Where the tree is cut into batches: a county in a province or the nation, and no byte of it."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from generator.build import build
from generator.build import sources as content_sources
from generator.records.batches import county_of, cut_of, walk
from tests.benchmarks import nation
from tests.conftest import AS_OF, files
from tests.conftest import load as settings

LEVELS = ("province", "prefecture", "county", "town", "village")


PLACES_OF_ROWS = "customXml/item1.xml"


def places(levels: tuple[str, ...], above: str = "") -> dict[str, tuple[str, str]]:
    """Return address → level and name: two places of the first level, with one line below each."""
    found: dict[str, tuple[str, str]] = {}
    for letter in "ab":
        own = f"{above}/{levels[0]}-{letter}".lstrip("/")
        found[own] = (levels[0], f"示例{letter}")
        if levels[1:]:
            below = places(levels[1:], own)
            found |= below if letter == "a" else dict([*below.items()][: len(levels) - 1])
    return found


@pytest.mark.parametrize(
    ("top", "batch"),
    [("nation", "county"), ("province", "county"), ("prefecture", "town")],
)
def test_a_batch_is_a_county_in_a_province_or_the_nation(
    top: str, batch: str, tmp_path: Path
) -> None:
    below = LEVELS if top == "nation" else LEVELS[LEVELS.index(top) + 1 :]
    nation.write(tmp_path / "site", {"top": (top, "示例"), **places(below)}, 1)
    config = settings(tmp_path / "site")
    sources = content_sources.look(config, AS_OF, tmp_path / "records")
    deepest = {each.key.rpartition("/")[2].partition("-")[0] for each in sources.batches}
    assert batch in deepest
    walked = walk(tmp_path / "site", "content")
    assert county_of(walked) == below.index("county") + 1
    assert not deepest & {*below[below.index(batch) + 1 :]}


def test_where_the_tree_is_cut_changes_no_byte(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = settings(whole)
    assert build.build(config, AS_OF).published
    assert cut_of(walk(whole, "content")) == 2
    monkeypatch.setattr(content_sources, "cut_of", lambda _: 1)
    assert build.build(config, AS_OF, site=whole / "otherwise").published
    assert but_for_the_mark(files(whole / "otherwise")) == but_for_the_mark(files(whole / "site"))


def but_for_the_mark(made: dict[str, bytes]) -> dict[str, object]:
    """Return files without the mark of the search, which is taken batch by batch.

    So are the rows of workbooks packed: these are given unpacked, without sizes and sums of theirs.
    """
    del made["SHA256SUMS"]
    found: dict[str, object] = {}
    for url, content in made.items():
        name = re.sub(r"(search/[\w-]+)\.[0-9a-f]{10}", r"\1", url)
        mark = rb'(places\.|words-[0-9]+\.|data-mark=")[0-9a-f]{10}'
        found[name] = re.sub(mark, rb"\1", content)
        if url.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                # where in the file the rows of a batch lie is not what they say
                parts = [each for each in packed.namelist() if each != PLACES_OF_ROWS]
                found[name] = {each: packed.read(each) for each in parts}
        elif re.search(r"(^|/)data/(\w+/)?(index\.html|catalog\.jsonld)$", url):
            found[name] = re.sub(
                rb"[0-9.]+(?= ?(KB|MB|B)\b)|(?<=byteSize\": )[^,}]+|[0-9a-f]{64}", b"", content
            )
    return found


def test_a_tree_that_begins_at_the_nation_is_built(tmp_path: Path) -> None:
    nation.write(tmp_path / "site", {"top": ("nation", "示例"), **places(LEVELS)}, 1)
    report = build.build(settings(tmp_path / "site"), AS_OF)
    assert report.published, report.problems
    assert report.problems == []
