"""What the words before a number say it is: an identity, an account, a phone, or a file's number.

The word that stands nearest decides; in a table, the head of the column.
"""

import re
from enum import Enum, auto

from generator.base.patterns import pattern


class Said(Enum):
    """What the words near a number say of it."""

    NOTHING = auto()
    PERSON = auto()
    ACCOUNT = auto()
    PHONE = auto()
    SERIAL = auto()


_WORDS = {
    Said.PERSON: (
        r"(?:身份证?件?|居民证|证件|公民|户口簿?)(?:登记)?(?:编号|号码|号|编码|代码)?|(?:户主|学生|儿童|幼儿|小孩|孩子|婴儿|姓名|出生|监护|家长|本人|子女)"
        r"|identity|\bid(?:[ _-]?(?:card|no|number|num|code)\b|(?=[:： ]*[0-9]))|resident"
    ),
    Said.ACCOUNT: (
        r"(?:银行卡?|卡|[账帐]户?|户头|开户|存折|一卡通)(?:编号|号码|号)|银行|[账帐]户|户头|开户|存折|一卡通"
        r"|信用卡|借记卡|储蓄卡|工资卡|惠农卡|打卡"
        r"|bank|\bcard\b|account|\biban\b"
    ),
    Said.PHONE: (
        r"电话|手机|移动电话|联系|拨打|致电|微信|热线|支付宝|\btel\b|phone|mobile|\bcall\b|wechat"
    ),
    Said.SERIAL: (
        r"信用代码|社会信用|合同|编号|文号|项目|编码|代码|批次|批号|批文|流水|凭证|发票|单号|序号|标段"
        r"|档案|备案|许可证|登记|案卷|区划|工程|招标|中标|采购|票据|资产|卷号|卡片号|字第|号令"
        r"|\bnumber\b|\bserial|\bcontract|\bproject|\bdocument|\bcode\b|\bno\b|\buscc\b|\bref"
    ),
}
_WORD = pattern(
    "|".join(f"(?P<{each.name}>{words})" for each, words in _WORDS.items()), re.IGNORECASE
)
_BEFORE = 40
"""How many characters before a number are looked at, none of them of another line."""
RIGHT_BEFORE = 8
"""How many characters may stand between a word and its number: `号码为：` and a blank or two."""
_NAMED = pattern(r"身份证|身份号|公民身份|证件号", re.IGNORECASE)
_ROW = pattern(r"[ \t>]*\|?[^|\n]*\|")


def said(text: str, at: int) -> Said:
    """Return what the words before the number at `at` in `text` say of it."""
    start = text.rfind("\n", 0, at) + 1
    before = text[max(start, at - _BEFORE) : at]
    found = _last(before)
    if found is Said.NOTHING and "|" in text[start : at + 1000].partition("\n")[0]:
        found = _last(_head(text, start, at))
    return found


def nearby(text: str, at: int, of: Said) -> bool:
    """Tell whether a word of `of` stands in the line of the number at `at`, or in its column."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[max(start, at - 200) : min(at + 200, len(text) if end < 0 else end)]
    words = re.compile(_WORDS[of], re.IGNORECASE)
    return bool(words.search(line) or ("|" in line and words.search(_head(text, start, at))))


def right_before(text: str, at: int, of: Said) -> bool:
    """Tell whether a word of `of` stands right before the number: a sign or two lie between."""
    before = text[max(0, at - 24, text.rfind("\n", 0, at) + 1) : at]
    words = [*_WORD.finditer(before)]
    if not words or words[-1].lastgroup != of.name:
        return False
    return len(before) - words[-1].end() <= RIGHT_BEFORE


def speaks_of_identities(text: str) -> bool:
    """Tell whether identity numbers are spoken of anywhere in `text`."""
    return _NAMED.search(text) is not None


def _last(text: str) -> Said:
    last = None
    for last in _WORD.finditer(text):  # noqa: B007 (the last is what is wanted)
        pass
    return Said[last.lastgroup] if last and last.lastgroup else Said.NOTHING


def _head(text: str, start: int, at: int) -> str:
    """Return the head of the column of a table's cell at `at`, in a line that begins at `start`."""
    column = text.count("|", start, at)
    first = start
    for _ in range(2000):  # rows; no one reads a longer table
        above = text.rfind("\n", 0, max(0, first - 1)) + 1
        if first == 0 or not _ROW.match(text, above, first):
            break
        first = above
    if first == start:
        return ""
    cells = text[first : text.find("\n", first)].split("|")
    return cells[column] if column < len(cells) else ""
