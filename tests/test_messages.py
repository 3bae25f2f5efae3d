"""People read their own language, and Chinese where no one has said which."""

import pytest

from generator.base.codes import CODES
from generator.base.messages import CHINESE, ENGLISH, catalogue, catalogues, terminal_language
from generator.base.problems import Place, in_order, problem
from generator.model import problem_words


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, CHINESE),
        ({"LANG": "C"}, CHINESE),
        ({"LANG": "C.UTF-8"}, CHINESE),
        ({"LC_ALL": "POSIX"}, CHINESE),
        ({"LANG": "zh_CN.UTF-8"}, CHINESE),
        ({"LANG": "zh_TW"}, CHINESE),
        ({"LANG": "en_GB.UTF-8"}, ENGLISH),
        ({"LANG": "de_DE.UTF-8"}, ENGLISH),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, ENGLISH),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, CHINESE),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": ""}, ENGLISH),
    ],
)
def test_the_terminal_speaks_the_language_of_its_locale(
    environ: dict[str, str], language: str
) -> None:
    assert terminal_language(environ) == language


def test_both_languages_have_a_catalogue() -> None:
    assert catalogues() == (ENGLISH, CHINESE)


def test_a_language_without_a_catalogue_reads_as_english() -> None:
    assert catalogue("bo").gettext("the file is not UTF-8 text{guess}").startswith("the file")
    assert catalogue(CHINESE).gettext("the file is not UTF-8 text{guess}").startswith("文件")


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
def test_a_value_with_braces_or_signs_of_a_template_is_shown_as_it_is(language: str) -> None:
    odd = "{value}{0}{missing!r} %s %(x)d"
    found = problem("P102", Place("x"), "amount", value=odd)
    assert odd in problem_words.message(found, language)


def test_the_nearest_name_is_offered_only_where_there_is_one() -> None:
    near = problem("P201", Place("x"), value="duyn", nearest="duyun")
    far = problem("P201", Place("x"), value="xyz", nearest="")
    assert "duyun" in problem_words.message(near, ENGLISH)
    assert "did you mean" in problem_words.message(near, ENGLISH)
    assert problem_words.message(far, ENGLISH) == "there is no unit “xyz”"


def test_a_value_may_itself_be_a_word_to_translate() -> None:
    found = problem("P204", Place("x"), level="\0:village", above="\0:county", parent="jia")
    assert "村" in problem_words.message(found, CHINESE)
    assert "village" in problem_words.message(found, ENGLISH)


def test_a_field_is_named_by_its_last_part_in_the_hint() -> None:
    found = problem("P101", Place("x"), "sources.2.amount", example="125万元")
    assert "amount: 125万元" in problem_words.hint(found, CHINESE)


def test_problems_are_sorted_by_place_and_said_once() -> None:
    one = problem("P101", Place("a", 2, 1), "x")
    two = problem("P101", Place("a", 10, 1), "x")
    three = problem("P101", Place("b", 1, 1), "x")
    assert in_order([three, two, one, two]) == [one, two, three]


def test_a_place_is_written_as_editors_understand_it() -> None:
    assert str(Place("a/b.md", 5, 9)) == "a/b.md:5:9"
    assert str(Place("a/b.md")) == "a/b.md"


def test_errors_and_warnings_are_the_only_weights() -> None:
    assert {spec.severity for spec in CODES.values()} == {"error", "warning"}
