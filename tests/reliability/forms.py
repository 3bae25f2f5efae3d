"""Numbers that no one has, in the forms that people write them in: none of them is kept here.

Identity and card numbers are made with right check digits from a seed; mobiles are of a range that
is given to no one. What is private is written in disguises; what is legitimate, as in files.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from random import Random

SEED = 20181230
_COUNTIES = ("522701", "522702", "522722", "522731", "520102", "110105", "440304", "350203")
_HAN = "〇一二三四五六七八九"
JOINTS = (
    # what no reader sees
    *"\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\ufe0f\u0301\U000e0101\u2800",
    *("&shy;", "&zwj;", "&#8203;", "&ZeroWidthSpace;", "<wbr>", "<b></b>", "</b><b>", "<!-- -->"),
    *("<!-- a 12 -->", "**", "*", "`", "\\", "<span class='a'>"),
    # what readers see, and read over
    *" \t\u3000\u00a0._·•‧-—－~()（）[]【】+",
    *("  ", " - ", "&nbsp;", "__", "~~", "\\_", ") ", "）-"),
)
"""What may stand between two digits of a number without making two of it."""
LISTS = (
    *(
        "<br>",
        "<br/>",
        "<br />",
        "\n",
        "\n\n",
        " \n ",
        "\n- ",
        "\n* ",
        "\r\n",
        "</li><li>",
        "</p><p>",
    ),
    *("|", " | ", "</td><td>", "</td>\n<td>", ",", "，", "、", "/", " / ", ";"),
)
"""What also stands between numbers that are listed."""
AROUND = (
    "{}", "示例甲，{}。", "1 {} 示例甲", "示例甲（{}）", "2018-03-01 {} 示例", "{}，2018年3月",
    "| 1 | {} | 125.00 |", "照片{}.jpg", "0854-0000123 {} 0854-0000124", "「{}」",
)  # fmt: skip
"""What may stand before and after a number."""


def checked(first17: str) -> str:
    """Return an identity number that no one has, with the check digit of GB 11643."""
    weights = [2 ** (17 - n) % 11 for n in range(17)]
    total = sum(int(digit) * weight for digit, weight in zip(first17, weights, strict=True))
    return first17 + "10X98765432"[total % 11]


def luhn(digits: str) -> str:
    """Return a bank card number that no one has, with its check digit by Luhn."""
    doubled = [int(d) * (2 - n % 2) for n, d in enumerate(reversed(digits))]
    return digits + str(-sum(n // 10 + n % 10 for n in doubled) % 10)


def _digits(random: Random, count: int) -> str:
    return "".join(random.choices("0123456789", k=count))


def _day(random: Random) -> str:
    return f"{random.randint(1, 12):02d}{random.randint(1, 28):02d}"


def identity(random: Random) -> str:
    """Return an identity number of someone born from 1930 to 2012."""
    born = f"{random.randint(1930, 2012)}{_day(random)}"
    return checked(f"{random.choice(_COUNTIES)}{born}{_digits(random, 3)}")


def child(random: Random) -> str:
    """Return an identity number of someone born from 2013 to 2020."""
    born = f"{random.randint(2013, 2020)}{_day(random)}"
    return checked(f"{random.choice(_COUNTIES)}{born}{_digits(random, 3)}")


def old(random: Random) -> str:
    """Return an identity number of 15 digits, as they were given until 1999."""
    born = f"{random.randint(30, 98)}{_day(random)}"
    return f"{random.choice(_COUNTIES)}{born}{_digits(random, 3)}"


def union(random: Random) -> str:
    """Return a UnionPay card number of 19 digits."""
    return luhn(f"62{random.choice(('2202', '2848', '1700', '3052'))}{_digits(random, 12)}")


def card(random: Random) -> str:
    """Return a card number of 16 digits, of any of four issuers."""
    prefix = random.choice(("62284", "62220", "40000", "49999", "55000", "35280"))
    return luhn(f"{prefix}{_digits(random, 10)}")


def mobile(random: Random) -> str:
    """Return a mobile number of a range that no network has, as people write it down."""
    return random.choice(("", "", "+86", "0086", "86", "0")) + f"1540000{_digits(random, 4)}"


def _from(first: int) -> Callable[[str], str]:
    return lambda number: "".join(chr(first + int(d)) if d.isdigit() else d for d in number)


SCRIPTS: tuple[Callable[[str], str], ...] = (
    *map(_from, (0xFF10, 0x660, 0x6F0, 0x966, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1FBF0)),
    lambda number: "".join(_HAN[int(d)] if d.isdigit() else d for d in number),
    lambda number: "".join("零壹贰叁肆伍陆柒捌玖"[int(d)] if d.isdigit() else d for d in number),
    lambda number: "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(d)] if d.isdigit() else d for d in number),
    lambda number: "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(d)] if d.isdigit() else d for d in number),
    lambda number: "".join("₀₁₂₃₄₅₆₇₈₉"[int(d)] if d.isdigit() else d for d in number),
    lambda number: "".join("⓿❶❷❸❹❺❻❼❽❾"[int(d)] if d.isdigit() else d for d in number),
    lambda number: "".join(f"{d}\ufe0f\u20e3" for d in number),
    lambda number: "".join(f"&#{ord(d)};" for d in number),
    lambda number: "".join(f"&#x{ord(d):X};" for d in number),
    lambda number: "".join(f"&#{ord(d):06d}" + ";" for d in number),
    str.lower,
)
"""Ways to write the digits themselves."""


_ROWS = {(16, (4,)), (11, (7, 4))}
"""Of how many digits a number is, and how cut, to look like a row of amounts."""


def parts(number: str, *sizes: int) -> list[str]:
    """Return `number` cut into parts of such sizes; the last size goes on to its end."""
    found: list[str] = []
    at, left = 0, [*sizes]
    while at < len(number):
        size = left.pop(0) if len(left) > 1 else left[0]
        found.append(number[at : at + size])
        at += size
    return found


def disguises(number: str, *cuts: tuple[int, ...]) -> Iterator[str]:
    """Yield the forms of a private number: its digits in each script, cut and joined in each way.

    What lists have between numbers is no joint where each part may be a number of its own: `_ROWS`.
    """
    yield number
    for script in SCRIPTS:
        yield script(number)
    for joint in (*JOINTS, *LISTS):
        for sizes in cuts:
            if joint in JOINTS or (len(number), sizes) not in _ROWS:
                yield joint.join(parts(number, *sizes))
    for script in SCRIPTS[:11]:
        for joint in (" ", "-", "\u200b", "、"):
            yield joint.join(map(script, parts(number, 1)))


PRIVATE: tuple[tuple[Callable[[Random], str], tuple[tuple[int, ...], ...]], ...] = (
    (identity, ((1,), (6, 8, 4), (6, 12), (3,), (4,), (6, 4, 2, 2, 4), (2,), (17, 1), (5, 7))),
    (old, ((1,), (6, 6, 3), (6, 9), (3,), (12, 3))),
    (union, ((1,), (4,), (6, 13), (10,), (18, 1))),
    (card, ((1,), (4,), (6, 10), (8,))),
)
"""Kinds of private number, and how each is cut; see `disguises`."""
MOBILE_CUTS = ((1,), (3, 4), (3, 8), (7, 4))


def private(seed: int = SEED) -> Iterator[tuple[str, str]]:
    """Yield what kind of number it is, and a text that has it: of each kind each disguise."""
    random = Random(seed)  # noqa: S311 (made-up numbers)
    for make, cuts in PRIVATE:
        for form, _ in enumerate(disguises(make(Random(seed)), *cuts)):  # noqa: S311 (as above)
            written = next(islice(disguises(make(random), *cuts), form, None))
            yield make.__name__, random.choice(AROUND).format(written)
    for form, _ in enumerate(disguises("0" * 11, *MOBILE_CUTS)):
        whole = mobile(random)
        written = next(islice(disguises(whole[-11:], *MOBILE_CUTS), form, None))
        yield "mobile", random.choice(AROUND).format(whole[:-11] + written)
    for said in (
        "身份证号：{}",
        "公民身份号码 {}",
        "学生姓名：示例甲 {}",
        "| 姓名 | 身份证号 |\n|--|--|\n| 示例甲 | {} |",
    ):
        for _ in range(20):
            yield "child", said.format(child(random))
    for _ in range(20):
        yield "children", f"示例甲 {child(random)}\n示例乙 {child(random)}\n"
    for said in (
        "卡号{}",
        "银行卡：{}",
        "开户账号 {}",
        "| 户主 | 一卡通账号 |\n|--|--|\n| 示例甲 | {} |",
    ):
        for _ in range(20):
            yield "card as named", said.format(card(random))
            yield (
                "account",
                said.format(f"6{_digits(random, 18)}")
                if "|" not in said
                else said.format(union(random)),
            )


CODES = tuple(f"5227{county}" for county in ("00", "01", "02", "22", "23", *range(25, 33)))


def _contract(random: Random) -> str:
    return f"{random.choice(CODES)}{random.randint(2013, 2020)}{_digits(random, 6)}"


def _any_sixteen(random: Random) -> str:
    return f"{random.choice(CODES)}{_digits(random, 10)}"


def _dated(random: Random) -> str:
    return f"{random.choice(CODES)}{random.randint(2013, 2020)}{_day(random)}{_digits(random, 4)}"


def _spaced(random: Random) -> str:
    day = _day(random)
    date = f"{random.randint(2013, 2020)}-{day[:2]}-{day[2:]}"
    return f"{random.randint(100000, 999999)} {date} {_digits(random, 4)}"


_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


_REGISTERED = [
    *("11", "12", "13", "51", "52", "53", "54", "91", "92", "93"),
    *("N1", "N2", "N3", "N9", "Y1"),
]
"""Who registers, and which kind; N is agriculture: collectives of villages."""


def credit(random: Random) -> str:
    """Return a unified social credit code that no one has, with its check sign (GB 32100)."""
    first = random.choice(_REGISTERED)
    body = first + random.choice(CODES)
    letters = _CREDIT if random.random() < 0.5 else _CREDIT[:10]
    body += "".join(random.choices(letters, k=9))
    total = sum(_CREDIT.index(sign) * pow(3, n, 31) for n, sign in enumerate(body))
    return body + _CREDIT[-total % 31]


LEGITIMATE: dict[str, Callable[[Random], str]] = {
    "16 digits: code, year, serial": _contract,
    "16 digits that begin with a code": _any_sixteen,
    "18 digits: code, date, serial": _dated,
    "code, date and serial in a line": _spaced,
    "unified social credit code": credit,
}
FILED = (
    "{}", "合同编号 {}", "合同编号：{}", "文号{}", "项目编号：{}，已备案",
    "统一社会信用代码{}", "编码:{}",
    "| 1 | {} | 125.00 |", "| 项目编号 | 金额 |\n|---|---|\n| {} | 125.00 |",
    "（{}）", "见{}号。", "number: {}",
)  # fmt: skip
"""What stands before and after the numbers of files."""


def legitimate(kind: str, count: int, seed: int = SEED) -> Iterator[str]:
    """Yield texts that have a number of a file, of one kind of `LEGITIMATE`."""
    random = Random(seed)  # noqa: S311 (as above)
    for _ in range(count):
        yield random.choice(FILED).format(LEGITIMATE[kind](random))
