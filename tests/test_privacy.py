"""Identity and bank card numbers are found wherever and however they are written."""

import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.base import privacy
from generator.base.digit_runs import runs
from generator.base.half_width import narrow
from generator.base.privacy import is_mobile, masked, may_have, mobiles, numbers
from generator.base.problems import Place, problem
from generator.build import made_text
from generator.model import config, problem_words
from generator.parse import record_file
from tests.records import PROJECT as PROJECT_TEXT
from tests.records import RICH, Small, changed, steady
from tests.reliability import forms, legitimate_numbers, private_numbers
from tests.test_build import edit, make


def identity(first17: str) -> str:
    """Return an identity number that no one has, with the check digit of GB 11643."""
    weights = [2 ** (17 - n) % 11 for n in range(17)]
    total = sum(int(digit) * weight for digit, weight in zip(first17, weights, strict=True))
    return first17 + "10X98765432"[total % 11]


def card(digits: str) -> str:
    """Return a bank card number that no one has, with its check digit by Luhn."""
    doubled = [int(d) * (2 - n % 2) for n, d in enumerate(reversed(digits))]
    return digits + str(-sum(n // 10 + n % 10 for n in doubled) % 10)


ID = identity("52270119900101123")
WITH_X = next(
    each for n in range(100) if (each := identity(f"522701198502030{n:02d}")).endswith("X")
)
CARD = card("622202123456789012")
MOBILE = "139" + "0000" + "1234"
PROJECT = "content/projects/jia/dong/shang/2018-lu.md"


def found(text: str) -> list[str]:
    return [f"{code} {at}" for code, at in numbers(text)]


@pytest.mark.parametrize("number", [ID, WITH_X, WITH_X.lower(), identity("11010519491231002")])
def test_an_identity_number_is_told_by_its_check_digit(number: str) -> None:
    assert found(number) == ["P601 0"]


@pytest.mark.parametrize("wrong", range(1, 10))
def test_another_check_digit_makes_it_no_identity_number(wrong: int) -> None:
    assert found(ID[:-1] + str((int(ID[-1]) + wrong) % 10)) == []


@pytest.mark.parametrize("born", ["19901301", "19900230", "18790101", "21010101", "00000000"])
def test_no_one_is_born_on_a_day_that_is_not(born: str) -> None:
    assert found(identity(f"522701{born}123")) == []


@pytest.mark.parametrize(
    "written",
    [
        f"{ID[:6]} {ID[6:14]} {ID[14:]}",
        f"{ID[:6]}-{ID[6:14]}-{ID[14:]}",
        f"{ID[:6]} - {ID[6:14]} - {ID[14:]}",
        f"{ID[:6]}—{ID[6:]}",
        f"{ID[:6]}\u00a0{ID[6:]}",
        f"{ID[:6]}\n  {ID[6:]}",
        " ".join(ID),
        "".join(chr(ord(digit) + 0xFEE0) for digit in ID),
        f"{WITH_X[:-1]}Ｘ",
        f"{WITH_X[:-1]} x",
    ],
)
def test_spaces_hyphens_and_wide_digits_hide_nothing(written: str) -> None:
    assert found(written) == ["P601 0"]


@pytest.mark.parametrize(
    "around",
    [
        "1 {} 示例甲",
        "身份证号{}，电话0854-0000123",
        "ID{}",
        "2018-03-01 {} 10000001234",
        "{} 2018-03-01",
        "{} 2018",
        "0854-0000123 {} 0854-0000124",
        "| 1 | {} | 125.00 |",
        "522701106201 {}",
        "照片{}.jpg",
    ],
)
@pytest.mark.parametrize(("number", "code"), [(ID, "P601"), (WITH_X, "P601"), (CARD, "P602")])
def test_other_numbers_beside_it_hide_nothing(around: str, number: str, code: str) -> None:
    assert found(around.format(number)) == [f"{code} {around.index('{')}"]


@pytest.mark.parametrize("code", ["N2522722476611425D", "N3522701384974487F"])
def test_the_credit_code_of_a_village_collective_is_no_card_number(code: str) -> None:
    # its digits alone pass for one
    assert [each for each, _ in numbers(f"示例甲\n{code[1:17]}")] == ["P602"]
    assert [*numbers(f"示例甲\n{code}")] == []
    mistyped = f"{code[:-1]}A"
    assert [each for each, _ in numbers(f"示例甲\n{mistyped}")] == ["P602"]


def test_all_the_numbers_of_a_list_are_found() -> None:
    assert found(f"{ID} {CARD}\n{WITH_X}{ID}") == ["P601 0", "P602 19", "P601 39", "P601 57"]


@pytest.mark.parametrize(
    "written",
    [
        CARD,
        " ".join(CARD[n : n + 4] for n in range(0, 19, 4)),
        f"{CARD[:6]} {CARD[6:]}",
        card("411111111111111"),
        card("622848001234567"),
        "".join(chr(ord(digit) + 0xFEE0) for digit in CARD),
    ],
)
def test_a_bank_card_number_is_told_by_its_issuer_and_check_digit(written: str) -> None:
    assert found(written) == ["P602 0"]


@pytest.mark.parametrize(
    "text",
    [
        "522701106201",
        "代码 522701106201 522701106202",
        "示例财农〔2018〕1号、示例党发〔2018〕2号",
        "0854-8220000 0854-8220001 0854-8220002",
        "10000001234 10000001235",
        "1,250,000.00 875000.00 12345678901234.00",
        "2018-03-01 2018-09-30 2018-12-31 2019-03-01",
        "20180301123456789",
        "IMG_20180301_123456",
        "mmexport1521234567890.jpg",
        f"9{ID}",
        f"{ID}9",
        CARD[:-1] + str((int(CARD[-1]) + 1) % 10),
        f"{CARD[:5]} {CARD[5:]}",
        "4000 1200 3000 4500",
        "网站标识码5227000001 公安备52270102000123号",
    ],
)
def test_other_numbers_are_left_in_peace(text: str) -> None:
    assert found(text) == []


@steady(200)
@given(st.text(alphabet="0123456789 -年月日元,.\n|", max_size=30), st.booleans())
def test_the_check_of_a_run_of_digits_does_not_depend_on_its_width(text: str, wide: bool) -> None:
    whole = f"{text}甲{ID}乙{text}"
    if wide:
        whole = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in whole)
    assert f"P601 {len(text) + 1}" in found(whole)


SIGNS = st.sampled_from([*"０５9138Xx -—－\u3000\u00a0\n|.,年月在a_", ID, CARD, WITH_X, MOBILE])


@steady(500)
@given(st.lists(SIGNS, max_size=30).map("".join))
def test_what_the_quick_look_passes_over_the_exact_ones_do_not_find(text: str) -> None:
    number, mobile = may_have(text)
    with patch("generator.base.privacy.may_have", lambda _: (True, True)):
        assert number or found(text) == []
    assert mobile or [*mobiles(text)] == []
    as_in_windows = BOM_UTF8 + text.replace("\n", "\r\n").encode()
    assert may_have(text, as_in_windows) == (number, mobile)


def test_the_quick_look_passes_over_what_most_records_have() -> None:
    text = "stage: under_way\nplan: {start: 2018-03-01, finish: 2018-09-28}\nbudget: 1250000.00\n"
    assert may_have(text) == (False, False)


def test_narrowing_keeps_every_character_at_its_place() -> None:
    text = "".join(map(chr, (*range(0x20, 0x3100), *range(0xFE00, 0xFFF0))))
    assert len(narrow(text)) == len(text)


# ---- where they are looked for


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (changed(PROJECT_TEXT, address=f"示例甲 {ID}"), "11:14"),
        (f"---\n{ID}: x\n---\n", "2:1"),
        (f"---\n# {ID}\ntitle: x\n---\n", "2:3"),
        (f"---\ntitle: x\n---\n\n示例甲的身份证号是{ID}。", "5:10"),
        (f"---\ntitle: x\n---\n![照片](照片{ID}.jpg)", "4:9"),
        (f"---\ntitle: >-\n  甲{ID[:9]}\n  {ID[9:]}\n---\n", "3:4"),
        ('---\ntitle: "' + "".join(f"\\x3{digit}" for digit in ID) + '"\n---\n', "2:8"),
    ],
    ids=["field", "key", "comment", "body", "link", "folded", "escaped"],
)
def test_a_record_with_an_identity_number_is_refused_at_its_line(text: str, place: str) -> None:
    record, problems = record_file.parse("a.md", text.encode())
    assert record is None
    (only,) = problems
    assert only.code == "P601"
    assert str(only.place) == f"a.md:{place}"
    assert ID not in repr(only)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        (f"projects/jia/dong/shang/{ID}.md", ID),
        (f"projects/jia/dong/shang/{ID[:6]}-{ID[6:]}.md", f"{ID[:6]}-{ID[6:]}"),
        (f"projects/jia/dong/shang/甲{ID}.jpg", ID),
        (f"projects/jia/dong/shang/甲 {WITH_X}.xlsx", WITH_X),
        (f"projects/{ID}/x.md", ID),
        (f"甲{ID}.docx", ID),
    ],
)
def test_a_file_named_by_an_identity_number_is_refused_and_its_name_said_by_no_message(
    tmp_path: Path, name: str, number: str
) -> None:
    small = Small(tmp_path, {f"content/{name}": "---\ntitle: x\n---\n"})
    shown = name.replace(number, f"{number[:3]}***{number[-2:]}")
    about = [each for each in small.problems() if "***" in each or number in each]
    assert about == [f"{shown}: P601"]


def test_a_bank_card_number_in_the_configuration_is_found() -> None:
    _, (only,) = record_file.parse("config.yaml", f"footer:\n  contact: {CARD}\n".encode())
    assert (only.code, str(only.place)) == ("P602", "config.yaml:2:12")


# ---- mobile numbers


def test_a_mobile_keeps_three_digits_and_four() -> None:
    assert masked("10000001234") == "100****1234"
    assert masked("0854-8220000") == "0854-8220000"
    assert is_mobile("10000001234")
    assert not is_mobile("100****1234")
    assert not is_mobile("１00００001234")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (f"有事打{MOBILE}", 3),
        (f"{MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}", 0),
        (f"{MOBILE[:3]}-{MOBILE[3:7]}-{MOBILE[7:]}", 0),
        (f"（{''.join(chr(ord(d) + 0xFEE0) for d in MOBILE)}）", 1),
        (f"tel:{MOBILE}", 4),
    ],
)
def test_a_mobile_number_in_a_text_is_found(text: str, at: int) -> None:
    assert list(mobiles(text)) == [("139****1234", at)]


@pytest.mark.parametrize(
    "text",
    [
        f"1{MOBILE}",
        f"{MOBILE}0",
        f"{MOBILE}.50",
        f"0.{MOBILE}",
        "139****1234",
        "0854-1390000",
        "12345",
    ],
)
def test_other_numbers_are_not_taken_for_mobiles(text: str) -> None:
    assert list(mobiles(text)) == []


def test_a_mobile_number_in_a_text_is_refused_for_no_consent_can_stand_beside_it(
    tmp_path: Path,
) -> None:
    text = changed(PROJECT_TEXT, address=f"找示例甲，{MOBILE}").rstrip() + f"\n\n或打{MOBILE}\n"
    found = Small(tmp_path, {PROJECT: text}).problems()
    body = text[: text.index("或打")].count("\n") + 1
    assert found == [
        "projects/jia/dong/shang/2018-lu.md:11:10: P604 address",
        f"projects/jia/dong/shang/2018-lu.md:{body}:3: P604",
    ]


def test_a_large_amount_is_no_mobile_number(tmp_path: Path) -> None:
    text = changed(PROJECT_TEXT, budget=MOBILE, sources=None, payments="[]")
    assert Small(tmp_path, {PROJECT: text}).problems() == []


def test_a_message_repeats_no_identity_number() -> None:
    said = problem("P109", Place("a.yaml"), ID, key=ID, known="x", nearest="")
    assert ID not in repr(said)
    assert "522***" in problem_words.message(said, "en")


# ---- in disguise, and of files


def test_no_private_number_is_missed_in_any_disguise() -> None:
    cases, failed = private_numbers.missed()
    assert failed == []
    assert cases > 551


@pytest.mark.parametrize("kind", forms.LEGITIMATE)
def test_fewer_than_one_of_200_numbers_of_files_is_refused(kind: str) -> None:
    assert legitimate_numbers.refused(kind, 1_000) < 5


@pytest.mark.parametrize(
    "text",
    [
        "合同编号 5227012018000001",
        "5227012018000001",
        "金额15400000000元",
        "| 150 | 1200 | 3400 |",
        "135、2400、1980",
        "第150期 2018-03-01",
        "150 2018-03-01",
        "章节2.1650000000000006",
    ],
)
def test_numbers_of_files_and_amounts_are_left_in_peace(text: str) -> None:
    assert found(text) == []
    assert [*mobiles(text)] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"银行卡号 {CARD[:-1]}{(int(CARD[-1]) + 1) % 10}", "P606"),
        ("账号 5227012018000002", "P606"),
        (f"身份证号：{ID[:-1]}{(int(ID[-1]) + 1) % 10 if ID[-1] != 'X' else 1}", "P601"),
        ("身份证编号522701180825001", "P605"),
    ],
)
def test_the_words_before_a_number_say_what_it_is(text: str, code: str) -> None:
    assert [each for each, _ in numbers(text)] == [code]


# ---- where mobiles are looked for

WHOLE = "154" + "0000" + "0000"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("config.yaml", "示例州示例路1号", f"打{WHOLE}", "config.yaml:19:12: P609 footer.contact"),
        ("config.yaml", "jubao@example.org", f"{WHOLE}@example.org", "P608 complaints.email"),
        ("config.yaml", "钱花到哪里", f"+86{WHOLE}", "P609 tagline"),
        (PROJECT, "示例甲", f"示例甲（0086{WHOLE}）", "P604"),
    ],
)
def test_a_mobile_number_is_refused_in_settings_and_records(
    tmp_path: Path, file: str, old: str, new: str, told: str
) -> None:
    small = Small(tmp_path, {file: RICH[file].replace(old, new, 1)})
    problems = config.load(tmp_path / "config.yaml")[1]
    said = [f"{each.place}: {each.code} {each.field}" for each in problems] + small.problems()
    assert any(told in each for each in said)


@pytest.mark.parametrize("name", [f"2018-{WHOLE}.md", f"照片{WHOLE}.jpg", f"{WHOLE}/a.md"])
def test_a_file_named_by_a_mobile_number_is_refused(tmp_path: Path, name: str) -> None:
    small = Small(tmp_path, {f"content/projects/jia/dong/shang/{name}": "---\ntitle: x\n---\n"})
    shown = name.replace(WHOLE, "154****0000")
    assert f"projects/jia/dong/shang/{shown}: P607" in small.problems()


@pytest.mark.parametrize("there", [True, False], ids=["there", "lost"])
@pytest.mark.parametrize("line", ["photos: [{{file: {name}, caption: 路, taken: 2018-06-01}}]", ""])
def test_a_picture_named_by_a_mobile_number_is_told_without_it(
    tmp_path: Path, line: str, *, there: bool
) -> None:
    name = f"{WHOLE}.png"
    text = RICH[PROJECT].replace("---\n", f"---\n{line.format(name=name)}\n", 1)
    text = text if line else text.rstrip() + f"\n\n![路]({name})\n"
    files: dict[str, str | bytes] = {PROJECT: text}
    if there:
        files |= {f"{PROJECT.rpartition('/')[0]}/{name}": b"\x89PNG"}
    problems = Small(tmp_path, files).library()[1]
    assert WHOLE not in str(problems)
    said = {each.code for each in problems}
    assert ("P607" in said) == there
    assert not there or not said & {"P740", "P702"}, (
        "it is there, and its name is why it is not taken"
    )


@pytest.mark.parametrize("body", ["[154](/pages/about.md)00000000", "154[0000](#a)0000"])
def test_a_number_that_a_link_cuts_is_read_as_one(tmp_path: Path, body: str) -> None:
    text = PROJECT_TEXT.rstrip() + f"\n\n{body}\n"
    assert any("P604" in each for each in Small(tmp_path, {PROJECT: text}).problems())


def page(words: str) -> str:
    return f"<!doctype html>\n<p>{words}</p>\n"


@pytest.mark.parametrize("words", [WHOLE, ID, card("622848001234567")])
def test_a_number_that_only_a_page_has_is_found_on_it(words: str) -> None:
    text = page(words)
    assert made_text.private(text, text.encode(), frozenset())
    assert not made_text.private(text, text.encode(), frozenset({words}))


def test_a_phone_that_a_record_may_show_is_left_on_its_page() -> None:
    text = page(
        f'<a class="tel" href="tel:{WHOLE}">{WHOLE}</a><a href="sms:{WHOLE}?&amp;body=甲">乙</a>'
    )
    assert not made_text.private(text, text.encode(), frozenset())


def test_it_is_left_in_files_of_data_but_in_no_other_field_and_in_no_text() -> None:
    def found(said: object, *, within: str = "{}") -> str:
        text = within.format(json.dumps(said, ensure_ascii=False, separators=(",", ":")))
        return made_text.private(text, text.encode(), frozenset())

    linked = '<script type="application/ld+json">{}</script>'
    assert not found({"fields": {"phone": WHOLE}})
    assert not found({"telephone": WHOLE}, within=linked)
    for said in ({"note": WHOLE}, {"text": f'"phone":"{WHOLE}"'}, {"phone": f"{WHOLE} 家里"}):
        assert found(said)
        assert found(said, within=linked)


def test_a_site_shows_mobile_numbers_with_consent_wherever_phones_stand(whole: Path) -> None:
    given = f"phone: {WHOLE}"
    consent = "{date: 2018-01-10, scope: 公开, until: 2020-12-31}"
    project = whole / "content/projects/jia/dong/shang/2018-gonglu.md"
    edit(project, "phone: 100****0004", f"{given}\nphone_consent: {consent}")
    edit(whole / "content/units/jia/dong.yaml", "phone: 10000000003", given)
    settings = f'local_phone: "{WHOLE}"\n  sms: "{WHOLE}"\n  phone_consent: {consent}'
    edit(whole / "config.yaml", "local_phone: 0854-0000000", settings)
    assert make(whole).published
    site = whole / "site"
    for url in ("404.html", "projects/jia/dong/shang/2018-gonglu.html", "units/jia/dong.json"):
        assert WHOLE in (site / url).read_text("utf-8"), url
    assert f"sms:{WHOLE}" in (site / "units/jia.html").read_text("utf-8")


# ---- vouched for

TILL = "4111111111111111"


def vouched(number: str, why: str = "采购合同的编号，已核对") -> str:
    entry = f'{{number: "{number}", by: 示例甲, why: {why}, date: 2018-06-30}}'
    return f"\n  - {entry}"


def test_a_number_that_someone_vouches_for_is_published(tmp_path: Path) -> None:
    text = changed(PROJECT_TEXT, address=f"见 {TILL}")
    assert any("P602" in each for each in Small(tmp_path / "a", {PROJECT: text}).problems())
    text = changed(text, vouched=vouched(TILL))
    assert not any("P6" in each for each in Small(tmp_path / "b", {PROJECT: text}).problems())


@pytest.mark.parametrize("address", [f"银行卡 {TILL}", f"身份证 {ID}", ID])
def test_no_one_can_vouch_for_what_is_surely_a_persons(tmp_path: Path, address: str) -> None:
    text = changed(PROJECT_TEXT, address=address, vouched=vouched(address.rsplit(maxsplit=1)[-1]))
    assert any(
        "P612" in each or "P601" in each for each in Small(tmp_path, {PROJECT: text}).problems()
    )


def test_what_is_vouched_for_in_vain_is_told(tmp_path: Path) -> None:
    text = changed(PROJECT_TEXT, vouched=vouched(TILL))
    assert any("P611" in each for each in Small(tmp_path, {PROJECT: text}).problems())


def test_a_run_of_many_digits_is_cut_into_groups_once() -> None:
    # to look again at all groups for each of them took minutes
    (run,) = runs("1 " * 300, 1)
    assert run.bounds == [*range(301)]
    assert run.ends[300] == 299
    assert run.sizes(0, 299) == [1] * 300


@pytest.mark.parametrize("spoken", ["一三九", "一三九-", "（一三九）", "1三9", "139零零零零"])
def test_a_number_whose_digits_are_partly_chinese_numerals_is_found(spoken: str) -> None:
    rest = MOBILE[7:] if spoken.endswith("零") else MOBILE[3:]
    assert [digits for digits, _ in mobiles(f"找{spoken}{rest}。")] == ["139****1234"]


@pytest.mark.parametrize(
    "text",
    ["174,124,093.84元", "共130,071,013.75", "| 178429416.09 |", "178429416.05、109.00"],
)
def test_an_amount_in_hundreds_of_millions_is_no_mobile_number(text: str) -> None:
    assert [*mobiles(text)] == []


def _of_cards(sizes: tuple[int, ...], between: str, first: str = "") -> Iterator[str]:
    """Yield numbers that look like cards' in their check digit, cut into groups of such sizes."""
    rng = Random(7)  # noqa: S311 (numbers no one has)
    for _ in range(50):
        start = first or rng.choice(["4", "51", "62", "25", "353"])
        whole = card(start + "".join(rng.choices("0123456789", k=sum(sizes) - len(start) - 1)))
        ends = [*accumulate(sizes, initial=0)]
        yield between.join(whole[a:b] for a, b in pairwise(ends))


def test_what_only_stands_in_a_list_is_no_card_number() -> None:
    for row in _of_cards((8, 8), "\n"):
        if not row.startswith("62"):
            assert [*numbers(f"10000001\n{row}\n10000002\n")] == [], row
    for row in _of_cards((1, 4, 1, 4, 1, 4, 1), "\n"):
        assert [*numbers(row.replace("\n", ". ", 1))] == [], row
    for row in _of_cards((12, 4), " | ", "522701"):
        assert [*numbers(f"| {row} |")] == [], row
    for row in _of_cards((12, 4), " ", "522701"):
        assert [*numbers(row)] == [], row
    for row in _of_cards((2, 2, 2, 2, 2, 2, 2, 2), "%、"):
        assert [*numbers(row)] == [], row


def test_the_same_groups_are_a_card_number_where_they_stand_alone_or_a_word_says_so() -> None:
    for row in _of_cards((8, 8), "\n"):
        assert [code for code, _ in numbers(f"示例甲\n{row}")] == ["P602"], row
    for row in _of_cards((8, 8), " | ", "62"):
        assert [code for code, _ in numbers(f"| 1 | {row} | 2 |")] == ["P602"], row
    for row in _of_cards((12, 4), " ", "522701"):
        assert [code for code, _ in numbers(f"银行卡号 {row}")] == ["P602"], row


def test_a_row_of_counts_is_no_identity_number() -> None:
    assert [*numbers("| 727 | 210 | 513 | 951 | 120 | 855 | 227 | 657 |")] == []
    assert [code for code, _ in numbers("| 示例甲 | 210 | 513 | 951 | 120 | 855 |")] == ["P605"]


@pytest.mark.parametrize(
    "written",
    [
        "154OOOOOOOO",
        "l5400000000",
        "I54ooo0oo00",
        "154-OOOO-OOOO",
        "%31%35%34%30%30%30%30%30%30%30%30",
    ],
)
def test_letters_and_bytes_of_an_address_in_place_of_digits_hide_no_mobile(written: str) -> None:
    assert any(privacy.may_have(f"电话 {written}，"))
    assert [*privacy.mobiles(f"电话 {written}，")] == [("154****0000", 3)]
    assert privacy.masked_in(f"电话 {written}，") == "电话 154****0000，"


@pytest.mark.parametrize(
    "written",
    [
        ID.replace("0", "O").replace("1", "l"),
        "".join(f"%{ord(digit):02x}" for digit in ID),
        f"a%20{ID}",
    ],
)
def test_letters_and_bytes_of_an_address_in_place_of_digits_hide_no_identity(written: str) -> None:
    assert [code for code, _ in privacy.numbers(f"号 {written}，")] == ["P601"]
    assert ID not in privacy.redacted(f"号 {written}，")
    assert privacy.redacted(f"号 {written}，").endswith(f"{ID[:3]}***{ID[-2:]}，")


@pytest.mark.parametrize(
    "written",
    ["a1540OOOOOOO", "154OOOOOOOOO", "oooo1llll", "1OO%", "K1O+200 l8.5", "第1O1号 100%31户"],
)
def test_letters_that_stand_for_no_digit_are_no_number(written: str) -> None:
    assert privacy.found_mobiles(written) == []
    assert privacy.found(written) == []
