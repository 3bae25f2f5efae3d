"""Every problem there is: found where it is, alone, and told in words a clerk can act on.

The number in the identity card's fixture belongs to no one: its holder is born in 2099. That in
the bank card's is the one shops try their tills with.
"""

import os
import re
import sys
from pathlib import Path

import pytest

from generator.base.codes import CODES
from generator.base.messages import catalogues
from generator.base.problems import Place, Problem, errors, in_order, problem
from generator.model import problem_words
from tests import docs, sites


def test_the_whole_site_has_nothing_to_complain_about() -> None:
    assert [sites.line(each) for each in sites.problems()] == []


@pytest.mark.parametrize("name", sites.names())
def test_a_broken_site_has_its_one_problem_at_its_place_and_no_other(name: str) -> None:
    notes = ("UNREADABLE", "LINKS")
    if os.name == "nt" and any((sites.BROKEN / name / note).exists() for note in notes):
        pytest.skip("making a link needs special rights on Windows")
    if name == "P027" and sys.platform in ("win32", "darwin"):
        pytest.skip("here the two files are one")
    found = sites.problems(name)
    assert [sites.line(each) for each in found] == sites.expected(name)
    places = {"P228": 2}.get(name, 1)  # a circle is told at each place in it
    assert [each.code for each in found] == [name.partition("-")[0]] * places
    for language in catalogues():
        for each in found:
            said = problem_words.message(each, language) + problem_words.hint(each, language)
            assert not re.search(r"\{\w*\}", said)  # every place in it is filled


def test_every_code_has_a_broken_site_of_its_own() -> None:
    assert {name.partition("-")[0] for name in sites.names()} == set(
        CODES
    ) - sites.OF_NEW - sites.OF_PREVIEW - sites.OF_IMPORT - sites.OF_LOG


def test_the_documentation_tells_of_each_problem_as_it_is() -> None:
    if os.name == "nt":
        pytest.skip("one of the examples needs a link")
    made = docs.problems()
    assert (docs.DOCS / "problems.md").read_text(encoding="utf-8") == made
    assert re.findall(r"^### (\w+)$", made, re.MULTILINE) == sorted(CODES)


def test_a_broken_site_is_small_enough_to_see_what_is_wrong_with_it() -> None:
    most = {"P985": 4, "P986": 4}  # a median is of three at least, and the settings ask for it
    assert all(len(sites.overlay(name)) <= most.get(name, 2) for name in sites.names())


def test_a_draft_of_a_translation_is_no_draft_of_the_page(tmp_path: Path) -> None:
    folder = sites.lay(tmp_path)
    draft = "---\ntitle: How to complain\nstatus: draft\n---\n"
    (folder / "content/pages/complain.en.md").write_text(draft, "utf-8")
    assert sites.judge(folder) == []  # the link to complain.md still leads somewhere


def test_problems_come_in_the_order_of_their_places_and_once() -> None:
    late = problem("P308", Place("b.md", 2, 1))
    early = problem("P308", Place("a.md", 10, 1))
    first = problem("P308", Place("a.md", 9, 3))
    assert in_order([late, early, first, early]) == [first, early, late]


def test_only_errors_stop_a_build() -> None:
    doubtful, wrong = problem("P309", Place("a.md")), problem("P308", Place("a.md"))
    assert list(errors([doubtful, wrong])) == [wrong]


def test_a_file_as_a_whole_has_no_line() -> None:
    assert str(Place("a.md")) == "a.md"
    assert str(Place("a.md", 3, 7)) == "a.md:3:7"


@pytest.fixture
def misspelt() -> Problem:
    """Return a problem that has a suggestion, a field and a value of the clerk's."""
    return problem("P201", Place("a.md"), "honorees.1.unit", value="jia/dogn", nearest="jia/dong")


def test_a_suggestion_is_part_of_the_message(misspelt: Problem) -> None:
    assert (
        problem_words.message(misspelt, "en")
        == "there is no unit “jia/dogn”; did you mean “jia/dong”?"
    )
    assert (
        problem_words.message(misspelt, "zh-Hans") == "没有“jia/dogn”这个单位，是不是“jia/dong”？"
    )


def test_without_anything_near_there_is_no_suggestion() -> None:
    alone = problem("P201", Place("a.md"), "by", value="jia", nearest="")
    assert problem_words.message(alone, "en") == "there is no unit “jia”"


def test_a_hint_names_the_last_part_of_the_field() -> None:
    missing = problem("P101", Place("a.md"), "sources.2.amount", example="125万元")
    assert problem_words.hint(missing, "zh-Hans") == "写成这样的一行：“amount: 125万元”"


def test_a_value_that_is_a_word_of_ours_is_translated() -> None:
    told = problem(
        "P307",
        Place("a.md"),
        "stage",
        stage="\0:completed, awaiting acceptance",
        contradiction="\0:no actual start is recorded",
    )
    assert problem_words.message(told, "zh-Hans") == "所处阶段是“完工，等验收”，可是没有记实际开工"


def test_a_clerks_value_with_braces_is_shown_as_it_was_typed() -> None:
    odd = problem("P102", Place("a.md"), "budget", value="{sum} 元")
    assert problem_words.message(odd, "en") == "should be an amount of money, but reads “{sum} 元”"


@pytest.mark.parametrize(
    "typed", ["_:", "_:draft", "_f:x", "_c:x", "{0}", "{label:projects.budget}"]
)
def test_what_a_clerk_typed_is_shown_as_it_is_in_every_language(typed: str) -> None:
    found = problem("P108", Place("x"), "stage", value=typed, choices="y", nearest=typed)
    for language in ("zh-Hans", "en"):
        assert f"“{typed}”" in problem_words.message(found, language)
