"""What the declaration of a kind lacks or contradicts is told at once, with the kind's name."""

import pickle
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from generator.base.messages import ENGLISH
from generator.build import code_words, templates
from generator.model.kinds import registry
from generator.model.kinds.declaration import Duty, Kind, KindError
from generator.model.kinds.registry import COMMAND, KINDS, LISTS
from generator.parse import template_files
from generator.parse.field_types import Part, parse_record
from generator.parse.model_fields import inner, validators
from tests import records

ROOT = Path(__file__).parent.parent
MEETINGS, LIBRARIES = replace(KINDS["meetings"], alerts={}), KINDS["libraries"]
LISTED = LISTS["meetings"]
assert MEETINGS.new
NEW = MEETINGS.new


def told(**changes: Any) -> str:
    """Return what is said of the meetings declared otherwise."""
    with pytest.raises(KindError) as found:
        replace(MEETINGS, **changes)
    return str(found.value)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"folder": "town-meetings"}, "has a folder that is not of small letters alone"),
        ({"called": ("meetings", "")}, "is not called anything in English or in Chinese"),
        ({"lists": None}, "has no address"),
        ({"lists": replace(LISTED, on_duties=False)}, "has no address"),
        ({"page": str}, "does not say which templates make it"),
        ({"lists": replace(LISTED, name="")}, "has lists without a name"),
        ({"lists": replace(LISTED, shown=("gone",))}, "shows the state “gone” first"),
        (
            {"lists": replace(LISTED, states={**LISTED.states, "gone": ""})},
            "has no words for “gone” in its table “meetings”",
        ),
        ({"labels": {"weather": {}}}, "has no words in its table “weather”"),
        ({"labels": {"weather": {"wet": ""}}}, "has no words for “wet” in its table “weather”"),
        ({"alerts": {"meetings": ("gone",)}}, "asks for attention to “gone”"),
        ({"example": "2018 04.md"}, "has an example that is no path of a record: “2018 04.md”"),
        ({"lies": "anywhere"}, "belongs to no unit"),
    ],
)
def test_what_a_kind_contradicts_in_itself_is_told_with_its_name(
    changes: dict[str, Any], said: str
) -> None:
    found = told(**changes)
    assert found.startswith(f"the kind “{changes.get('folder', 'meetings')}” ")
    assert said in found


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"folder": "exits"}, "has the folder “exits”, as has “exits”"),
        ({"folder": "visits"}, "has the order “60”, as has “meetings”"),
        (
            {"folder": "visits", "order": 61, "new": None},
            "has the table of words “decision”, as has “meetings”",
        ),
        (
            {"folder": "visits", "order": 61, "labels": {}},
            "has the word of `portal new` “meeting”, as has “meetings”",
        ),
        (
            {"folder": "visits", "order": 61, "labels": {}, "new": None},
            "has the rule “meetings”, as has “meetings”",
        ),
        (
            {"folder": "visits", "order": 61, "labels": {"visit": {"a": "a"}, "exits": {"a": "a"}}},
            "has the table of words “exits”, as has “exits”",
        ),
    ],
)
def test_what_two_kinds_both_claim_is_told_with_both_names(
    changes: dict[str, Any], said: str
) -> None:
    if "exits" in changes.get("labels", ()):
        changes = {**changes, "new": None, "duties": ()}
    with pytest.raises(KindError, match=re.escape(f"the kind “{changes['folder']}” {said}")):
        registry.in_order([*KINDS.values(), replace(MEETINGS, **changes)])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"new": replace(NEW, names={"project": "projcts"})}, "names records of “projcts”"),
        (
            {"duties": (Duty(rule="x", order=1, says="x", section="nowhere"),)},
            "shows its rule “x” in the section “nowhere”",
        ),
        ({"level": ("parish", "P209")}, "belongs to the level “parish”"),
        ({"new": replace(NEW, names={})}, "has a field “project” that names a record, and does"),
    ],
)
def test_what_a_kind_names_and_is_not_there_is_told(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(KindError, match=f"the kind “meetings” .*{said}"):
        registry.in_order([*(KINDS | {"meetings": replace(MEETINGS, **changes)}).values()])


def test_a_field_that_two_kinds_name_other_records_by_is_told() -> None:
    mine = replace(MEETINGS, new=replace(NEW, names={"project": "documents"}))
    with pytest.raises(KindError, match="names records of “documents” by “project”, and “libr"):
        registry._named({"libraries": LIBRARIES, "meetings": mine})


def test_a_module_without_a_kind_or_with_half_of_one_is_told_by_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registry, "import_module", lambda _: SimpleNamespace())
    with pytest.raises(KindError, match=r"kinds/allocation\.py declares no whole kind"):
        [*registry.declared()]

    def half(_: str) -> SimpleNamespace:
        return SimpleNamespace(KIND=Kind(folder="visits"))  # type: ignore[call-arg]

    monkeypatch.setattr(registry, "import_module", half)
    with pytest.raises(KindError, match=r"kinds/allocation\.py .* 'named', 'view', and 'shows'"):
        [*registry.declared()]


def test_every_module_beside_those_that_are_shared_declares_a_kind() -> None:
    there = {path.stem for path in (ROOT / "generator/model/kinds").glob("*.py")}
    assert len(there - registry.SHARED) == len(KINDS)


def test_a_state_without_words_is_told_when_the_record_is_read() -> None:
    with pytest.raises(KindError, match="“meetings” gives a/b the state “gone”"):
        MEETINGS.figures({"id": "a/b", "state": "gone"})


def test_a_kind_travels_by_the_name_of_its_folder_only() -> None:
    with pytest.raises(KindError, match="“meetings” must travel by"):
        pickle.dumps(MEETINGS)


def test_a_table_of_words_that_all_templates_have_is_no_kinds_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine = replace(MEETINGS, labels={"tile": {"a": "a"}})
    monkeypatch.setattr(code_words, "KINDS", KINDS | {"meetings": mine})
    with pytest.raises(KindError, match="“meetings” has the table of words “tile”"):
        code_words.tables()


def test_a_template_that_a_kind_names_and_is_not_there_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mine = replace(MEETINGS, templates=("metings.html",))
    monkeypatch.setattr(templates, "KINDS", KINDS | {"meetings": mine})
    with pytest.raises(KindError, match=r"“meetings” is shown by metings\.html, which is not"):
        templates.environment(tuple(template_files.folders(ROOT)), ENGLISH)


# ---- what every kind keeps


@pytest.mark.parametrize("folder", LISTS)
def test_the_part_of_a_kind_with_lists_has_the_macros_that_pages_call(folder: str) -> None:
    made = templates.environment(tuple(template_files.folders(ROOT)), ENGLISH)
    part = made.get_template(f"parts/{folder}.html").module
    assert hasattr(part, "line")
    assert hasattr(part, "records") == (folder in COMMAND)


@pytest.mark.parametrize("folder", KINDS)
def test_the_examples_of_every_field_are_what_their_model_takes(folder: str) -> None:
    kind = KINDS[folder]
    if kind.new is None:
        return
    text = records.written(kind)
    found = records.read(folder, text, records.place(kind))
    lacking = kind.model.model_fields.keys() - found.data.model_fields_set
    of_no_town = {"parent", "settlement"} if folder == "units" else set()
    assert lacking == {"vouched"} | of_no_town


@pytest.mark.parametrize("folder", LISTS)
def test_a_record_has_what_lists_and_the_page_of_duties_ask_for(folder: str) -> None:
    kind, lists, path = KINDS[folder], LISTS[folder], records.RECORDS[folder]
    ident = path.removeprefix(f"content/{folder}/").rpartition(".")[0]
    record = records.read(folder, records.RICH[path], ident)
    view = kind.view(record, records.RULES)
    assert view["id"] == ident
    assert isinstance(view["date"], str)
    row = lists.row(view)
    assert row["date"] == view["date"]
    if folder in COMMAND:
        assert row["state"] == view["state"]
        assert {folder, f"{folder}:{row['state']}"} <= kind.figures(view).keys()
    if lists.by_year:
        assert view.get("title") or view.get("found")


def references(model: type[Part]) -> Mapping[str, Any]:
    """Return the fields of a model, and of the groups in it, that name another record."""
    found: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        part = inner(info.annotation)
        if isinstance(part, type) and issubclass(part, Part):
            found |= references(part)
        through = [*validators(info), *getattr(part, "__metadata__", ())]
        if any(getattr(each, "func", None) is parse_record for each in through):
            found[name] = info
    return found


@pytest.mark.parametrize("folder", KINDS)
def test_every_field_that_names_a_record_says_of_which_kind(folder: str) -> None:
    kind = KINDS[folder]
    assert references(kind.model).keys() == (kind.new.names.keys() if kind.new else set())


@pytest.mark.parametrize("folder", KINDS)
def test_the_address_of_a_record_is_a_page_or_a_place_on_one(folder: str) -> None:
    url = KINDS[folder].url("jia/dong/x")
    assert re.fullmatch(r"[a-z/]+\.html(#[a-z-]+)?", url)
    assert ("#" in url) == (KINDS[folder].page is None)
