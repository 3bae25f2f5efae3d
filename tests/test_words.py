"""One word for one thing: what pages say of it, in Chinese and in English.

The words are those of a village notice board; `LEFT` lists those that were left for them, and what
each became. The word of the law stands once beside the plain one, where it matters, in `OFFICIAL`.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from generator.base.messages import CHINESE, ENGLISH, catalogue
from generator.build.code_words import LABELS
from tests import catalogues

REPOSITORY = Path(__file__).parent.parent
LEFT = {
    CHINESE: {
        "没填": "未填报|没有?写明|没有填报|不清楚|不知道|未知|看不出|没有[^，。]{0,6}记录|不详",
        "该做的做到没有": "履职|定下的事|职责",
        "过期、晚了才": "逾期|误期|超期",
        "压着没动": "滞留",
        "还没用": "尚未|没有安排",
        "进了项目库，还没批": "入库",
        "批了，没开工": "已批复",
        "完工，等验收": "待验收",
        "不做了": "终止",
        "计划花、已经付了": "计划资金|已付资金",
        "干到哪步": "到哪一步|阶段",
        "排法、找字": "次序|字词|按记录",
        "贫困户能得什么": "带贫",
        "建成要达到什么": "绩效",
        "合起来用的钱": "统筹|整合",
        "哪级给的": "来自哪一级",
        "没查到是哪笔钱拨的": "对上",
        "一直贴着": "长期公开",
        "自己办的": "本级",
        "平常字": "标准字",
        "新消息订阅": "Atom",
    },
    ENGLISH: {
        "not stated": r"\bunknown\b|not known|not recorded|no data|(no|without) information"
        r"|\bNo \w+ recorded|\bno \w+ recorded|nothing is recorded|missing",
        "CNY": r"\byuan\b",
        "on the waiting list": "in the library",
    },
}
"""By language: the word that is used, and the pattern of those that were left for it."""
OFFICIAL = {
    "超过%(n)s天没用、也没拨给下面的，算压着没动，也叫“滞留”（%(source)s）。",
    "项目每个阶段按时公示、时间足够",
}
"""Sentences that say the word of the law, once."""


@cache
def met() -> list[tuple[str, str, str]]:
    """Return what people meet on pages: the language, the English text, and what is said for it."""
    return [*_met()]


def _met() -> Iterator[tuple[str, str, str]]:
    labels = {each for table in LABELS.values() for each in table.values()}
    for language in (CHINESE, ENGLISH):
        words = catalogue(language)
        for each in catalogues.read(language):
            if each.id and (of_pages(each) or each.id in labels):
                if isinstance(each.id, str):
                    yield language, each.id, words.gettext(each.id)
                else:
                    one, many = each.id
                    yield from ((language, one, words.ngettext(one, many, n)) for n in (1, 2))


def of_pages(each: Message) -> bool:
    """Tell whether a text stands in a template."""
    return any(str(file).startswith("templates/") for file, _ in each.locations)


@pytest.mark.parametrize(
    ("language", "word", "pattern"),
    [(language, *each) for language, words in LEFT.items() for each in words.items()],
)
def test_each_thing_has_one_word(language: str, word: str, pattern: str) -> None:
    others = {
        text: said
        for of, text, said in met()
        if of == language and re.search(pattern, said) and said not in OFFICIAL
    }
    assert others == {}, f"on pages it is called “{word}”"


@pytest.mark.parametrize(
    "guide",
    [
        REPOSITORY / "README.zh.md",
        *sorted((REPOSITORY / "content/pages").glob("*.md")),
        *sorted((REPOSITORY / "generator/starter/pages").glob("*.md")),
    ],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_what_people_read_about_the_pages_says_it_in_their_words(guide: Path) -> None:
    if guide.name.endswith(".en.md"):
        return
    for line in guide.read_text("utf-8").splitlines():
        bare = re.sub("（[^）]*）|“[^”]*”|`[^`]*`|不知道就写不知道", "", line)
        for word in ("没填", "过期、晚了才", "压着没动", "该做的做到没有", "完工，等验收"):
            assert not re.search(LEFT[CHINESE][word], bare), f"{word}: {line}"
