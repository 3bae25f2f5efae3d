"""A file of any kind in which a merge was left unfinished is told of, and never published."""

from pathlib import Path

import pytest

from tests import sites

MERGE = "<<<<<<< HEAD\n甲\n||||||| base\n乙\n=======\n丙\n>>>>>>> other\n"


@pytest.mark.parametrize(
    "file",
    [
        "content/slugs.yaml",
        "content/traditional.yaml",
        "content/words.yaml",
        "config.yaml",
        "templates/unit.html",
        "templates/parts/own.html",
        "templates/assets/style.css",
        "templates/assets/site.js",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_unfinished_merge_stops_the_site_whatever_file_it_is_in(
    tmp_path: Path, file: str, end: str
) -> None:
    folder = sites.lay(tmp_path)
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(MERGE.replace("\n", end), encoding="utf-8", newline="")
    found = [sites.line(each) for each in sites.judge(folder) if each.code != "P801"]
    assert found == [f"{file}:1:1: error P018"]
