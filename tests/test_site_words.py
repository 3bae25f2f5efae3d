"""A site may say anything on its pages in other words, without a fork."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from generator.base.messages import CHINESE, ENGLISH, catalogue, known
from generator.base.problems import Place, Problem, problem
from generator.build import build, template_trial
from generator.build.page_words import PageWords
from generator.build.sources import content_files
from generator.model import config, problem_words
from generator.parse import site_words
from tests import catalogues
from tests.conftest import AS_OF, load
from tests.test_build import edit
from tests.test_catalogues import forms

VILLAGE = "units/jia/dong/shang.html"


def say(root: Path, text: str, language: str = CHINESE) -> Path:
    """Write a catalogue of a site's own."""
    file = site_words.path(root, language)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8", newline="\n")
    return file


def page(root: Path, url: str = VILLAGE) -> str:
    """Build the site; return a page."""
    report = build.build(load(root), AS_OF)
    assert report.published, report.problems
    return (root / "site" / url).read_text("utf-8")


def told(root: Path) -> list[Problem]:
    """Return what is told of the words of a site, when its settings are read."""
    return [each for each in config.load(root / "config.yaml")[1] if "locale" in each.place.file]


OWN = """\
msgid "Find a place"
msgstr "找我家"

# with a value
msgid "Last reported: %(date)s"
msgstr "最后一次上报%(date)s"

#: a word for a code
msgid "livelihood supervisor and liaison"
msgstr "民生专员"

msgid "MMMM y"
msgstr "y年M月份"
"""


def test_own_words_take_the_place_of_ours_and_the_rest_stays(whole: Path) -> None:
    before = page(whole)
    say(whole, OWN)
    after = page(whole)
    assert "找地方" in before or "找" in before
    assert ">找我家</a>" in after
    assert "最后一次上报2018年" in after
    assert "2018年5月份" in after
    assert ">项目</a>" in after
    assert "数据更新到" not in page(whole, f"en/{VILLAGE}")


def test_each_language_has_its_own(whole: Path) -> None:
    say(whole, 'msgid "Find a place"\nmsgstr "Where do you live?"\n', ENGLISH)
    assert ">Where do you live?</a>" in page(whole, f"en/{VILLAGE}")
    assert "Where do you live?" not in page(whole)


def test_pages_in_traditional_characters_are_made_from_them(whole: Path) -> None:
    edit(whole / "config.yaml", "languages: [zh-Hans, en]", "languages: [zh-Hans, zh-Hant, en]")
    say(whole, 'msgid "Find a place"\nmsgstr "找村组"\n')
    assert ">找村組</a>" in page(whole, f"zh-Hant/{VILLAGE}")


def test_own_words_are_text_and_never_markup(whole: Path) -> None:
    say(whole, 'msgid "Find a place"\nmsgstr "<b>找\\"地方&"\n\nmsgid "Main menu"\nmsgstr "\\">"\n')
    html = page(whole)
    assert "&lt;b&gt;找&#34;地方&amp;</a>" in html
    assert 'aria-label="&#34;&gt;"' in html


def test_a_sign_of_percent_is_one_where_no_value_belongs() -> None:
    words = PageWords(CHINESE, {"Home": ("100%首页",), "x %(n)s": ("%(n)s%%",)})
    assert words.html("Home") % {} == "100%首页"
    assert words.text("Home") == "100%首页"
    assert words.html("x %(n)s") % {"n": 5} == "5%"


def test_a_text_that_depends_on_a_number_may_have_one_form_or_two() -> None:
    one, many = "%(n)s post vacant", "%(n)s posts vacant"
    single = PageWords(ENGLISH, {one: ("%(n)s free",)})
    assert [single.many(one, many, n) % {"n": n} for n in (1, 2)] == ["1 free", "2 free"]
    both = PageWords(ENGLISH, {one: ("one free", "%(n)s are free")})
    assert [both.many(one, many, n) % {"n": n} for n in (1, 2)] == ["one free", "2 are free"]
    ours = PageWords(CHINESE, {})
    assert ours.many(one, many, 2) == catalogue(CHINESE).ngettext(one, many, 2)
    strange = PageWords("bo", {one: ("one", "several")})
    assert [strange.many(one, many, n) for n in (1, 2)] == ["one", "several"]


def test_what_is_said_on_the_terminal_stays_ours(whole: Path) -> None:
    ours = "there is no unit “{value}”{nearest}"
    say(whole, f'msgid "{ours}"\nmsgstr "没有{{value}}{{nearest}}"\n')
    page(whole)
    assert problem_words.message(problem("P201", Place("x"), value="y", nearest=""), CHINESE) == (
        catalogue(CHINESE).gettext(ours).format(value="y", nearest="")
    )
    # and check says that the words change nothing
    found = [each for each in build.check(load(whole), AS_OF) if each.code == "P810"]
    assert [str(each.place) for each in found] == ["locale/zh_Hans/LC_MESSAGES/mingjing.po:1:1"]


def test_an_edit_of_the_words_makes_the_pages_anew_and_to_take_them_away_makes_ours(
    whole: Path,
) -> None:
    before = page(whole)
    file = say(whole, OWN)
    page(whole)
    file.write_text(OWN.replace("找我家", "找村子"), "utf-8")
    assert "找村子" in page(whole)
    file.unlink()
    assert page(whole) == before


def test_two_sites_in_one_process_have_each_its_own_words(tmp_path: Path) -> None:
    from tests import sites  # noqa: PLC0415 (small whole sites are made here alone)

    roots = [sites.lay(tmp_path / each) for each in ("one", "two", "none")]
    for root, word in zip(roots, ("甲家", "乙家"), strict=False):
        say(root, f'msgid "Find a place"\nmsgstr "{word}"\n')
    made = [page(root) for root in roots]
    assert ["甲家" in each for each in made] == [True, False, False]
    assert ["乙家" in each for each in made] == [False, True, False]


def test_a_preview_hears_of_a_change_of_words(whole: Path) -> None:
    found = load(whole)
    assert content_files(found, [site_words.path(whole, CHINESE)]) == []
    assert content_files(found, [whole / "elsewhere.po"]) is None


def test_own_templates_may_say_what_no_other_does(whole: Path) -> None:
    (whole / "templates").mkdir()
    (whole / "templates/unit.html").write_text(
        '{% extends "shipped/unit.html" %}{% block call %}{{ _("Come and see") }}{% endblock %}',
        "utf-8",
    )
    say(whole, 'msgid "Come and see"\nmsgstr "欢迎来访"\n')
    assert told(whole) == []
    assert "欢迎来访" in page(whole)
    assert "Come and see" in page(whole, f"en/{VILLAGE}")
    assert [each for each in build.check(load(whole), AS_OF) if each.code == "P810"] == []


HALF = (
    'msgid "plan changed once"\nmsgid_plural "plan changed %(n)s times"\n'
    'msgstr[0] "%(n)s"\nmsgstr[1] ""\n'
)
NAME = "locale/zh_Hans/LC_MESSAGES/mingjing.po"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ('msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n', []),
        ('\ufeffmsgid "Home"\nmsgstr "家"\n', []),
        ('msgid "Home"\r\nmsgstr "家"\r\n', []),
        ('#~ msgid "Gone"\n#~ msgstr "没"\n', []),
        ('msgid "Home"\nmsgstr ""\n', []),
        ('msgid "Home"\nmsgstr 家\n', ["P807 2"]),
        ('msgid "Home"\nmsgstr "家\n', ["P807 2"]),
        ("msgid “Home”\nmsgstr “家”\n", ["P807 1", "P807 2"]),
        ('msgid "Home"\nmsgstr "a"b"\n', ["P807 2"]),
        ("Home: 家\n", ["P807 1"]),
        ('msgstr "家"\n', ["P807 1"]),
        ('"家"\n', ["P807 1"]),
        ('msgid "Home"\n', ["P807 1"]),
        ('msgctxt "menu"\nmsgid "Home"\nmsgstr "家"\n', ["P807 1"]),
        ('msgid[0] "Home"\nmsgstr "家"\n', ["P807 1", "P807 2"]),
        (HALF, ["P807 3"]),
        ('msgid "Last reported: %(date)s"\nmsgstr "数据"\n', ["P808 2"]),
        ('msgid "Last reported: %(date)s"\nmsgstr "%(date)"\n', ["P808 2"]),
        ('msgid "Last reported: %(date)s"\nmsgstr "%(date)s 100%"\n', ["P813 2"]),
        ('msgid "Last reported: %(date)s"\nmsgstr "%(date)s 100%%"\n', []),
        ('msgid "Places found: {n}"\nmsgstr "找到了"\n', ["P808 2"]),
        ('msgid "Places found: {n}"\nmsgstr "{n}{m}"\n', ["P813 2"]),
        ('msgid "Hom"\nmsgstr "家"\n', ["P810 1"]),
        ('#, fuzzy\nmsgid "Home"\nmsgstr "家"\n', ["P811 2"]),
        ('msgid "Home"\nmsgstr "家"\n\nmsgid ""\n"Ho"\n"me"\nmsgstr "屋"\n', ["P812 4"]),
        (
            'msgid "%(n)s post vacant"\nmsgid_plural "%(n)s posts vacant"\nmsgstr[0] "%(n)s个空"\n',
            [],
        ),
        ('msgid "%(n)s post vacant"\nmsgstr "空%(n)s个"\n', []),
        ('msgid "plan changed once"\nmsgstr "改过%(n)s次"\n', []),
        ('msgid "plan changed once"\nmsgstr "改过"\n', ["P808 2"]),
    ],
)
def test_what_is_wrong_is_told_at_its_line(whole: Path, text: str, expected: list[str]) -> None:
    say(whole, text)
    found = told(whole)
    assert {each.place.file for each in found} <= {NAME}
    assert [f"{each.code} {each.place.line}" for each in found] == expected


def test_words_that_are_not_utf8_are_told(whole: Path) -> None:
    say(whole, "").write_bytes('msgid "Home"\nmsgstr "家"\n'.encode("gb18030"))
    assert [each.code for each in told(whole)] == ["P807"]


@pytest.mark.parametrize(
    ("file", "place"),
    [
        ("zh_CN/LC_MESSAGES/mingjing.po", "zh_Hans"),
        ("zh-Hans/LC_MESSAGES/mingjing.po", "zh_Hans"),
        ("zh_Hant/LC_MESSAGES/mingjing.po", "zh_Hans"),
        ("en/mingjing.po", "en"),
        ("zh_Hans/LC_MESSAGES/mingjing.mo", "zh_Hans"),
        ("zh_Hans/LC_MESSAGES/messages.po", "zh_Hans"),
        ("zh_Hans/LC_MESSAGES/mingjing.po.txt", "zh_Hans"),
    ],
)
def test_a_file_that_no_one_reads_is_told_with_the_place_for_its_words(
    whole: Path, file: str, place: str
) -> None:
    path = whole / "locale" / file
    path.parent.mkdir(parents=True)
    path.write_text("", "utf-8")
    [found] = told(whole)
    assert found.code == "P809"
    assert dict(found.values)["place"] == f"locale/{place}/LC_MESSAGES/mingjing.po"


def test_a_catalogue_that_leads_out_of_the_site_is_not_read(whole: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.po"
    outside.write_text('msgid "Home"\nmsgstr "别家"\n', "utf-8")
    file = say(whole, "")
    file.unlink()
    file.symlink_to(outside)
    assert site_words.read(whole, CHINESE) == {}
    assert [each.code for each in told(whole)] == ["P019"]


def test_our_own_catalogue_is_read_as_babel_reads_it(whole: Path) -> None:
    text = catalogues.path(CHINESE, "po").read_text("utf-8")
    say(whole, text)
    with catalogues.path(CHINESE, "po").open("rb") as opened:
        theirs = {
            each.id if isinstance(each.id, str) else each.id[0]: forms(each.string)
            for each in read_po(opened)
            if each.id
        }
    own = site_words.read(whole, CHINESE)
    assert {one: [*said] for one, said in own.items()} == theirs
    assert own.keys() == known()
    assert told(whole) == []


@given(st.text(st.sampled_from('msgidtr "\\\n#,[]0あ%()'), max_size=60))
def test_whatever_stands_in_a_catalogue_is_read_or_told(text: str) -> None:
    entries, wrong = site_words._entries(text)
    assert all(each.ours for each in entries)
    lines = [line for line in text.split("\n") if line.strip() and not line.strip().startswith("#")]
    assert bool(entries or wrong) or not lines or "msgid" in text


def test_every_text_of_a_page_is_among_those_that_may_be_said() -> None:
    said = template_trial.said(catalogues.ROOT)
    assert {"Home", "Data as of %(date)s", "%(n)s post vacant", "overdue", "MMMM y"} <= said
    assert len(said - known()) <= 2  # PDF, which is the same in every language
