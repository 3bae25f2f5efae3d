"""What rows say is judged with the place that it is of."""

from pathlib import Path

import pytest

from generator.records import sheet_places
from generator.records.batches import walk
from generator.records.sheet_at_place import AtPlace
from generator.records.sheet_places import Places
from generator.records.sheet_refs import Titles
from generator.records.sheet_words import Data
from tests import sites
from tests.records import RULES

PAIRED: Data = {
    "date": "2018-12-01",
    "pairing": {"date": "2018-12-01", "households": "3", "paired": "3"},
}


@pytest.mark.parametrize(
    ("place", "codes"), [("jia/dong/shang", []), ("jia/dong", ["P925"]), ("jia", ["P925"])]
)
def test_only_a_village_counts_its_paired_households(
    tmp_path: Path, place: str, codes: list[str]
) -> None:
    root = sites.lay(tmp_path / "site")
    units = {each.id: each.path for each in walk(root, "content").files if each.kind == "units"}
    places = Places(sheet_places.read(root, units), "")
    judged = AtPlace("teams", RULES, places, Titles(root, {"units": units}, places))
    found = judged.of(place, f"content/teams/{place}.yaml", PAIRED)
    assert [each.code for each in found] == codes
