"""Words and signs that only say that something is not known: a field that holds one is left out.

Clerks fill every cell of a form: `/`, 无, 待定, `——`. Published as they stand they would read like
an answer; so they are taken for what they mean, and the field is as if its line were not there.
This is the one place where that is decided, before any type looks at a value.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, get_args, get_origin

from pydantic.fields import FieldInfo

from generator.base.findings import Step
from generator.base.half_width import narrow
from generator.base.patterns import pattern
from generator.parse.amounts import parse_money, parse_outgoing
from generator.parse.field_types import (
    Choice,
    alike,
    parse_count,
    parse_record,
    parse_unit,
    parse_yes,
)

NONE = frozenset({"无", "没有", "none", "nil", "暂无", "目前没有", "尚无", "暂时没有"})
"""Of these it is not sure whether they mean that something is not known, or that there is none."""
_WORDS = """
    null na n/a n.a n.a. #n/a nan nat undefined unknown notknown notavailable notapplicable
    tbd tba tbc pending empty blank #ref! #value! #name? #div/0! #null! #num!
    空 略 从略 缺 暂缺 未定 待定 未确定 待确定 暂未确定 尚未确定 暂未定 尚未定 未明确 待明确 不定
    不详 不明 未知 未详 待查 待核 待核实 待补 待补充 待填 待填写 待填报 待统计 待公布 待落实 待完善
    未填 未填写 未填报 未提供 未统计 未公布 未公开 暂未提供 暂未公布 暂未统计 不清楚 暂不清楚 不知道
    无数据 暂无数据 没有数据 无资料 暂无资料 无信息 暂无信息 无记录 不适用 未记录 无法确定 无法统计
    0000-00-00 0000/00/00 0000.00.00 0000年00月00日
    缺失 数据缺失 无此项 没有此项 不填 不清 尚不清楚 还不知道 还没定 没定 尚待确定 正在确定
    待补录 待补报 待上报 待批复 未批复 尚未批复 待审批 待下达 未下达 尚未下达
    空缺 缺位 未配备 空白 没填 没写 后补 待后补 不知 待通知 另行通知 未登记 不涉及 tobedetermined
"""
WORDS = NONE | frozenset(_WORDS.split())
"""What is compared is without blanks, brackets, quotation marks and full stops around it."""
ELSEWHERE = frozenset({"同上", "同前", "同左", "同下", "同右", "见上", "如上", "〃", "ditto"})
"""Words that point at another cell of a table: no record has one."""
_SIGNS = pattern(r"[-‐-―−~～〜/／\\＼|｜*＊?？.．…⋯·•。、，,_＿=＝+#×✕!！:：;；─━ー﹣□•・⸺⸻\s]*")
_SIMPLE = str.maketrans(
    "無暫沒確補詳統計佈開報寫資記錄適據數實備", "无暂没确补详统计布开报写资记录适据数实备"
)
"""What the words have in Traditional characters: clerks type those, too."""
_LETTERS = pattern(r"[x×ｘ某*○〇◯]{2,}", re.IGNORECASE)
_AROUND = " \t\n()（）[]【】〔〕{}<>《》〈〉「」『』\"'“”‘’。.；;，,、！!/\\"
_LONGEST, _SHORT = 24, 6
"""No word of the tables is as long, in any form; those longer than the second begin as few do."""
_STARTS = frozenset(
    {start for word in WORDS | ELSEWHERE for start in (word[0], word[0].upper())}
    | {
        *_AROUND,
        *"-‐‑‒–—―−~～〜/／\\＼|｜*＊?？.．…⋯·•_＿=＝+#×✕:：xXｘ某・─━ー﹣□•○〇◯－⸺⸻無暫沒\u3000\u00a0",
    }
)
_REFS = (parse_unit, parse_record)


def not_known(text: str) -> bool:
    """Tell whether a text only says that something is not known, or nothing at all."""
    if _SIGNS.fullmatch(narrow(text)):
        return True
    if len(text) > _LONGEST:
        return False
    bare = _bare(text)
    return not bare or bare in WORDS or bool(_LETTERS.fullmatch(text.strip()))


def worth(text: str) -> bool:
    """Tell whether a text is of the tables; most begin or are as long as none of them."""
    return bool(text) and (len(text) <= _SHORT or text[0] in _STARTS) and _worth(text)


@lru_cache(maxsize=50_000)
def _worth(text: str) -> bool:
    """Tell whether a text is of the tables; that a field has no value is told by `validation`."""
    return text != "" and (not_known(text) or elsewhere(text))


def elsewhere(text: str) -> bool:
    """Tell whether a text only points at what stands elsewhere: 同上."""
    return len(text) <= _LONGEST and _bare(text) in ELSEWHERE


def _bare(text: str) -> str:
    """Return a word without what may stand around and in it: blanks, brackets, full stops."""
    return re.sub(r"\s+", "", narrow(text)).strip(_AROUND).casefold().translate(_SIMPLE)


def may_be(data: Any) -> bool:
    """Tell whether any text in `data` is worth a closer look; most records have none."""
    for each in data.values() if type(data) is dict else data:
        if type(each) is str:
            if (len(each) <= _SHORT or each[0] in _STARTS) and _worth(each):
                return True
        elif each and may_be(each):
            return True
    return False


def found(data: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Yield path and text of each value that is not known, or points elsewhere."""
    for step, each in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(each, str):
            if _worth(each):
                yield (*path, step), each
        else:
            yield from found(each, (*path, step))


def answers(info: FieldInfo, validators: list[Any], text: str) -> bool:
    """Tell whether a word of the table is an answer, or has to be one, in the field `info`.

    That is so of a code or a label of a choice, of 无 where yes or no is asked for, of `na` where a
    unit may be called so; and of fields that decide what is published, where nothing is guessed.
    """
    if (info.description or "") in DECIDING:
        return True
    bare = _bare(text)
    for each in validators:
        parse = getattr(each, "func", None)
        if isinstance(each, Choice):
            known = (label for code, every in each.choices.items() for label in (code, *every))
            return alike(text) in map(alike, known)
        if parse is parse_yes:
            return bare in NONE or bare in ("空", "缺", "空缺", "缺位", "×", "✕")
        if parse in _REFS:
            return re.fullmatch(r"[a-z]+", text.strip()) is not None
    return bare == "na" and (info.description or "").endswith("in pinyin, syllables apart")


def perhaps_none(info: FieldInfo, validators: list[Any], text: str) -> bool:
    """Tell whether a word such as 无 may mean that there is none: of counts, money and lists."""
    if _bare(text) not in NONE:
        return False
    numbers = (parse_count, parse_money, parse_outgoing)
    several = "[]" in (info.description or "") and not info.is_required()
    return several or any(getattr(each, "func", None) in numbers for each in validators)


def says_none(info: FieldInfo, text: str) -> bool:
    """Tell whether 无 is an answer in the field `info`: a list of texts that each record must have.

    A community has no villager groups; what is not known of a list that may be left out is.
    """
    listed = info.is_required() and get_origin(info.annotation) is list
    return listed and get_origin(get_args(info.annotation)[0]) is Annotated and _bare(text) in NONE


DECIDING = frozenset(
    {
        "draft keeps the record out of the site",
        "yes keeps the record out of everything but the count of what is kept back",
        "last day of the consent; without it, until withdrawn",
    }
)
"""Fields whose silence publishes: what they say must be said plainly."""
