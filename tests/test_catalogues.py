"""The catalogues hold every word of the program and the templates, and no other.

After a change of words: `python -m tests.catalogues`, then translate what it says is missing in
`generator/locale/zh_Hans/LC_MESSAGES/mingjing.po`, and run it again.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from generator.base.messages import CHINESE, ENGLISH, catalogue, known, terminal_language
from generator.base.problems import Place, problem
from generator.build.code_words import LABELS
from generator.model import problem_words
from tests import catalogues


@pytest.fixture(scope="module", params=catalogues.LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Return each language that has a catalogue."""
    return str(request.param)


@pytest.fixture(scope="module")
def said() -> list[catalogues.Said]:
    """Return today's messages, which take seconds to gather."""
    return [*catalogues.messages()]


@pytest.fixture(scope="module")
def both(said: list[catalogues.Said]) -> dict[str, Catalog]:
    """Return the catalogue of each language as it should be."""
    return {each: catalogues.made(each, said) for each in catalogues.LANGUAGES}


@pytest.fixture(scope="module")
def made(language: str, both: dict[str, Catalog]) -> Catalog:
    """Return the catalogue as it should be, of today's messages."""
    return both[language]


def messages(catalogue_: Catalog) -> list[Message]:
    return [each for each in catalogue_ if each.id]


def forms(words: object) -> list[str]:
    """Return a message's texts: one, or one for each plural form."""
    return [words] if isinstance(words, str) else [str(each) for each in words or ()]  # type: ignore[attr-defined]


def test_the_catalogue_has_just_the_messages_of_program_and_templates(
    language: str, made: Catalog
) -> None:
    assert catalogues.path(language, "po").read_bytes() == catalogues.as_po(made)


def test_every_text_that_is_marked_in_the_program_is_in_the_catalogue() -> None:
    """What gathers messages overlooks one within a call within a call, `tr(a.get(b, N_(…)))`."""
    missed: list[str] = []
    for path in sorted((Path(__file__).parent.parent / "generator").rglob("*.py")):
        called = [n for n in ast.walk(ast.parse(path.read_bytes())) if isinstance(n, ast.Call)]
        texts = {text for each in called for text in marked(each)}
        missed += [f"{path.name}: {text}" for text in texts - known() if text]
    assert not missed


def marked(call: ast.Call) -> Iterator[str]:
    """Yield the texts that a call translates or marks: one, or those that it chooses among."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    waiting = call.args[:1] if name in catalogues.KEYWORDS else []
    for each in waiting:
        if isinstance(each, ast.Constant):
            yield str(each.value)
        elif isinstance(each, ast.IfExp):
            waiting += [each.body, each.orelse]


def test_the_compiled_catalogue_is_that_of_the_words(language: str, made: Catalog) -> None:
    assert catalogues.path(language, "mo").read_bytes() == catalogues.as_mo(made)


def test_every_message_is_translated_for_sure(made: Catalog) -> None:
    missing = [each.id for each in messages(made) if not each.string or not all(forms(each.string))]
    assert not missing
    assert not [each.id for each in messages(made) if each.fuzzy]


def test_a_translation_has_the_same_places_to_fill_as_its_message(made: Catalog) -> None:
    wrong = []
    for each in messages(made):
        most = forms(each.id)[-1]  # a singular may do without its number
        wrong += [each.id for text in forms(each.string)[-1:] if places(text) != places(most)]
    assert not wrong


def places(text: str) -> tuple[set[str], set[str]]:
    braces = set()
    if "%(" not in text and "{" in text:
        braces = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    return braces, set(re.findall(r"%\(\w+\)\w|%%", text))


def test_english_says_what_the_program_says(both: dict[str, Catalog]) -> None:
    for each in messages(both[ENGLISH]):
        assert forms(each.string) == forms(each.id)


def test_english_tells_one_from_many() -> None:
    ntr = catalogue(ENGLISH).ngettext
    assert [ntr("{n} error", "{n} errors", n) for n in (0, 1, 2)] == [
        "{n} errors",
        "{n} error",
        "{n} errors",
    ]


def test_chinese_has_one_form_for_one_and_many() -> None:
    ntr = catalogue(CHINESE).ngettext
    assert {ntr("{n} error", "{n} errors", n) for n in (0, 1, 2)} == {"{n}个错误"}


def test_chinese_has_the_punctuation_of_chinese(both: dict[str, Catalog]) -> None:
    # but for the colon, which YAML wants as it is
    half = re.compile(r"[一-鿿][,;!?]|[,;!?][一-鿿]|[一-鿿]\.$|[一-鿿] ?\(|\([一-鿿]")
    for each in messages(both[CHINESE]):
        for text in forms(each.string):
            assert not half.search(text), text


def test_making_the_catalogues_twice_makes_no_difference(language: str, made: Catalog) -> None:
    again = catalogues.made(language, catalogues.messages())
    assert catalogues.as_po(again) == catalogues.as_po(made)
    assert catalogues.as_mo(again) == catalogues.as_mo(made)


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "C.UTF-8"}, CHINESE),
        ({"LANG": "zh_CN.UTF-8"}, CHINESE),
        ({"LANG": "en_US.UTF-8"}, ENGLISH),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, CHINESE),
    ],
)
def test_the_terminal_speaks_the_language_of_the_locale(
    environ: dict[str, str], language: str
) -> None:
    assert terminal_language(environ) == language


def test_a_language_without_a_catalogue_reads_as_english() -> None:
    assert catalogue("fr").gettext("overdue") == "overdue"


def test_no_msgid_is_marked_in_a_way_that_could_be_typed() -> None:
    """A value of a problem is translated where it begins with U+0000, which no text can hold."""
    for path in (Path(__file__).parent.parent / "generator").rglob("*.py"):
        assert '"_:' not in path.read_text(encoding="utf-8"), f'{path.name}: write "\\0:"'


@pytest.mark.parametrize("typed", ["_:", "_:published", "_f:x", "_c:x", "_:{0}", "{0}", "%s"])
@pytest.mark.parametrize("tag", ["zh-Hans", "en"])
def test_what_a_clerk_typed_is_shown_as_it_is(typed: str, tag: str) -> None:
    assert typed in problem_words.message(problem("P104", Place("x"), "year", value=typed), tag)
    assert "Content-Type" not in problem_words.message(
        problem("P001", Place("x"), reason="\0:"), tag
    )


def test_each_word_for_a_code_is_a_message_or_pages_in_chinese_would_say_it_in_english(
    both: dict[str, Catalog],
) -> None:
    """What a declaration says without `N_` is no message; names of formats are the same in both."""
    words = {word for table in LABELS.values() for word in table.values()}
    assert {word for word in words if word not in both[CHINESE]} == {"PDF"}
