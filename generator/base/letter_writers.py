"""Who wrote a letter: what speaks of them in a text that is to say what was asked and answered.

From how many a letter came may be told, never from whom. A body's name may not speak of them either
(`privacy.names_informant`); a sentence may have the same signs by chance (反映人行道坏了).
"""

import re
from collections.abc import Iterator

from generator.base.patterns import pattern

_WRITER = (
    "(?:举报|检举|投诉|信访|反映|告发|来信|来访|来电|上访|写信|控告|申诉)(?:人|者)"
    "(?![行口均流力工群家们次为数体文气])(?!员(?!工?(?:姓名|名单|[:：])))"
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易武乔贺赖龚"
    "岑韦蒙覃陶莫柏"
)
_NAMED = (
    f"(?:村民|居民|群众|农户|组民|社员|党员)[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}"
    "(?:等[\\d一二三四五六七八九十百]*[人户名]?)?(?:反映|反应|来信|来电|投诉|举报|询问|咨询|写信|提出|要求)"
)
_PATTERN = pattern(f"{_WRITER}|(?<![一二在前干支专沿])线人(?!员)|{_NAMED}|informant", re.IGNORECASE)


def writers(text: str) -> Iterator[tuple[int, str]]:
    """Yield where a text speaks of a person who wrote, and in which words."""
    for match in _PATTERN.finditer(text):
        yield match.start(), match[0]


def names_writer(text: str) -> bool:
    """Tell whether a text speaks of a person who wrote: of 来信人, or of 村民 with a name."""
    return _PATTERN.search(text) is not None
