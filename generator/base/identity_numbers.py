"""Which digits are the number of an identity card, of a bank card, or of an account.

Sources: GB 11643-1999 (identity numbers: region, day of birth, serial, check digit by ISO 7064
MOD 11-2; before it 15 digits without the century and without a check digit), GB/T 2260 (codes of
regions), ISO/IEC 7812 (card numbers: issuer's prefix, check digit by Luhn), GB 32100-2015 (unified
social credit codes). Where a number may as well be that of a file, the words before it decide.
"""

from datetime import date
from functools import lru_cache

from generator.base import number_context
from generator.base.digit_runs import Run, apart
from generator.base.number_context import Said
from generator.base.patterns import pattern

FIRST_BORN = 1880
FILED_SINCE = 2013
"""From this year on, a date within a number may be the day of a file rather than of a birth: the
records of the campaign begin then, and whoever goes to school in its years was born before."""
_OLD_LIVING = 27
"""In numbers of 15 digits, the first year of birth (of 19..) that no date of a file looks like."""
_CARD = pattern(
    r"6\d{15,18}|4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|35[2-8]\d{13}|3[47]\d{13}|955\d{13,16}"
)
_YEAR = pattern("19[89]|20[0-4]")
_UNION = "62"
_ACCOUNT = range(15, 24)
"""How many digits a number has that is taken for an account's where the words say so."""
_REGION = 6
"""How many digits a region's code has; those of a card's issuer were as many."""
_OLD_SIZES = ((6, 6, 3), (6, 2, 2, 2, 3))
_AS_ON_CARDS = 4


def identity(run: Run, first: int, text: str, *, several: bool) -> tuple[str, int]:
    """Return the code of the identity number that begins with a group, and its last group.

    The code is empty if none does. `several` says that other numbers in the text look like those of
    children, so that this is hardly the number of a file.
    """
    start, ends = run.bounds[first], run.ends
    digits = run.digits[start : start + 18]
    last = ends.get(start + 18)
    if last is not None and _is_born(digits[6:14]) and _checked(digits) and real(digits):
        if int(digits[6:10]) < FILED_SINCE or several:
            return "P601", last
        says = number_context.said(text, run.at[first])
        if says is Said.PERSON:
            return "P601", last
        if says is not Said.SERIAL and (
            number_context.speaks_of_identities(text)
            or number_context.nearby(text, run.at[first], Said.PERSON)
        ):
            return "P601", last
        return "", first
    if last is not None and _misspelt(digits) and _named(run, first, text):
        return "P601", last
    last = ends.get(start + 15)
    if last is not None and _is_old(run, first, last, text):
        return "P605", last
    return "", first


def childlike(run: Run, first: int) -> bool | None:
    """Tell whether a group begins a number like a child's, and whether its check digit is right.

    None where it begins nothing of the kind: code, date of the campaign's years, serial number.
    """
    start = run.bounds[first]
    digits = run.digits[start : start + 18]
    last = run.ends.get(start + 18)
    if last is None or not _is_born(digits[6:14]) or int(digits[6:10]) < FILED_SINCE:
        return None
    return _checked(digits) if real(digits) else None


def card(run: Run, first: int, text: str) -> tuple[str, int]:
    """Return the code of the card or account number that begins here, and its last group."""
    start, ends = run.bounds[first], run.ends
    for length in (19, 18, 17, 16, 15):
        last = ends.get(start + length)
        digits = run.digits[start : start + length]
        if last is None or not _CARD.fullmatch(digits) or not _luhn(digits):
            continue
        if _grouped(run, first, last, text) and not _of_a_file(run, first, last, digits, text):
            return "P602", last
    near = run.at[first] - run.at[0] <= number_context.RIGHT_BEFORE  # there is no word within a run
    if near and number_context.right_before(text, run.at[first], Said.ACCOUNT):
        for length in reversed(_ACCOUNT):
            last = ends.get(start + length)
            if last is not None and not any(map(apart, run.between(first, last))):
                return "P606", last
    return "", first


def real(digits: str) -> bool:
    """Tell whether digits begin with the code of a county as there may be, or may have been, one.

    Counties came and went, and the numbers of people outlive them, so any of a prefecture will do.
    """
    return not "40" < digits[4:6] < "71" and _known_prefecture(digits[:4])


@lru_cache(maxsize=1_000)
def _known_prefecture(code: str) -> bool:
    from stdnum import numdb  # noqa: PLC0415 (rarely needed, and slow to load)

    regions = numdb.get("cn/loc")
    return any(
        len(parts) == 2 and parts[1][1]
        for county in ("00", "01", "21", "22", "23", "02", "24", "81", "03")
        for parts in [regions.info(f"{code}{county}")]
    )


@lru_cache(maxsize=1_000)
def _known_county(code: str) -> bool:
    from stdnum import numdb  # noqa: PLC0415 (as above)

    parts = numdb.get("cn/loc").info(code)
    return len(parts) == 2 and bool(parts[1][1])


def _is_born(digits: str) -> bool:
    """Tell whether eight digits are a day on which someone may have been born."""
    if digits[:2] not in ("18", "19", "20") or "X" in digits:
        return False
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return born.year >= FIRST_BORN


def _checked(digits: str) -> bool:
    from stdnum.iso7064 import mod_11_2  # noqa: PLC0415 (as above)

    return bool(mod_11_2.is_valid(digits))


def _luhn(digits: str) -> bool:
    from stdnum import luhn  # noqa: PLC0415 (as above)

    return bool(luhn.is_valid(digits))


def _misspelt(digits: str) -> bool:
    """Tell whether digits look like an identity number, though one of them may be wrong."""
    return digits[0] in "12345678" and _is_born(digits[6:14])


def _named(run: Run, first: int, text: str) -> bool:
    """Tell whether the words right before say that an identity number follows."""
    at = run.at[first]
    return number_context.right_before(
        text, at, Said.PERSON
    ) and number_context.speaks_of_identities(text[max(0, at - 24) : at])


def _is_old(run: Run, first: int, last: int, text: str) -> bool:
    """Tell whether these groups are an identity number of 15 digits, which has no check digit."""
    digits = run.digits[run.bounds[first] : run.bounds[first] + 15]
    if "X" in digits or not _is_born("19" + digits[6:12]) or not real(digits):
        return False
    says = number_context.said(text, run.at[first])
    if says is Said.PERSON:
        return True
    if says is Said.SERIAL or int(digits[6:8]) < _OLD_LIVING:
        return False
    sizes, gaps = run.sizes(first, last), run.between(first, last)
    if len(gaps) < 2 or tuple(sizes) in _OLD_SIZES:
        return True
    counts = max(sizes) > 1 and all(map(apart, gaps)) and _goes_on(run, first, last)
    if _even(sizes) and not counts:
        return True
    return sizes[0] == _REGION and not any(map(apart, gaps))


def _goes_on(run: Run, first: int, last: int) -> bool:
    """Tell whether several groups as long stand before and behind in a list: a row of counts."""
    size, more = run.ends_at(first), 0
    while first and run.ends_at(first - 1) == size and apart(run.gaps[first]):
        first, more = first - 1, more + 1
    while last + 1 < len(run.at) and run.ends_at(last + 1) == size and apart(run.gaps[last + 1]):
        last, more = last + 1, more + 1
    return more > 1


def _even(sizes: list[int]) -> bool:
    """Tell whether all groups are as long as the first, or the last shorter."""
    return all(each == sizes[0] for each in sizes[:-1]) and sizes[-1] <= sizes[0]


def _grouped(run: Run, first: int, last: int, text: str) -> bool:
    """Tell whether digits are grouped as those of a card are, and not a row of numbers."""
    sizes, gaps = run.sizes(first, last), run.between(first, last)
    if not gaps or max(sizes[:-1]) == 1:
        return True
    union = run.digits.startswith(_UNION, run.bounds[first])
    listed = any(map(apart, gaps))
    if any("%" in gap for gap in gaps) or (listed and sizes[0] == 1):
        return number_context.nearby(text, run.at[first], Said.ACCOUNT)  # rates, or a numbered list
    if len(gaps) == 1:  # 5 and 14 digits with a blank between are two numbers
        odd = not listed and gaps[0].strip(" ") not in ("", "-")
        usual = odd or sizes[0] in (_REGION, _AS_ON_CARDS, sizes[1]) or (union and _even(sizes))
        if listed and not union and _goes_on(run, first, last):
            usual = False  # a column of numbers as long
        return usual or number_context.nearby(text, run.at[first], Said.ACCOUNT)
    if union and not listed:
        return True
    zero = any(run.digits[each] == "0" for each in run.bounds[first + 1 : last + 1])
    single = not listed or zero or len(sizes) > _AS_ON_CARDS
    if _even(sizes) and (union or (sizes[0] == _AS_ON_CARDS and single)):
        return True
    return (union and zero and sizes[0] == _REGION) or number_context.nearby(
        text, run.at[first], Said.ACCOUNT
    )


def _of_a_file(run: Run, first: int, last: int, digits: str, text: str) -> bool:
    """Tell whether digits that could be a card's are rather the number of a file, or of a body."""
    at = run.at[first]
    says = number_context.said(text, at)
    if says is Said.ACCOUNT or number_context.nearby(text, at, Said.ACCOUNT):
        return False
    if run.between(first, last):
        return False
    if _credit_code(text, at, len(digits)):
        return True
    if digits.startswith(_UNION):
        return says is Said.SERIAL and _known_county(digits[:6])
    if not real(digits):
        return False
    dated = _known_county(digits[:6]) and _YEAR.match(digits, 6) is not None
    return dated or says is Said.SERIAL or digits[0] == "5"


_CREDIT = pattern(r"(?<![0-9A-Za-z])[0-9A-HJ-NP-RTUW-Y]{18}(?![0-9A-Za-z])")
_REGISTERED = pattern(r"[1-9ANY][1-9][0-9]{6}")
"""GB 32100-2015: who registers (N: agriculture, a village's collective), which kind, and where."""


def _credit_code(text: str, at: int, length: int) -> bool:
    """Tell whether the digits at `at` are part of a unified social credit code with letters."""
    near = max(0, at - 18)
    for found in _CREDIT.finditer(text[near : at + 36].upper()):
        if near + found.start() <= at and at + length <= near + found.end():
            known = _registered(found.group()) or number_context.said(text, at) is Said.SERIAL
            return length < 18 and known
    return False


def _registered(code: str) -> bool:
    """Tell whether this may be a unified social credit code, by its first signs and its last.

    `is_valid` of stdnum 2.2 knows none that begins with a letter.
    """
    from stdnum.cn import uscc  # noqa: PLC0415 (as above)

    return bool(_REGISTERED.match(code)) and code[-1] == uscc.calc_check_digit(code[:-1])
