"""How names of places are read, and what of it a person should look at before it is an address.

Three sources, each over the next: what the site says (`content/readings.yaml`), the known readings
of divisions by their codes (`known_readings.tsv`), and the dictionary (`pinyin`).
"""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import NamedTuple

from pypinyin import Style
from pypinyin import pinyin as all_readings
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

from generator.base import pinyin
from generator.base.messages import N_
from generator.base.patterns import pattern

SEVERAL = frozenset(
    "乐乘乜什仇从仔任仿会传伧伺伽佛侗侥侧便俟俩倘偻傍免六兹冒冼凹刨券刹削剥剿劲勒匙匮卒单卜卡厦参句叨叶吁吓否"
    "吭吱告呢呱呲呵咋咖咯咱咳咽喔喳嗒嗽嘲噱嚼囤圈圜圩坏埋埔堕堡塞壳夯奇姥娜宿寻射将尉尨尾尿屏属岂峙嵊差巷度弄弟弹"
    "彊徵徼忪恶扎扒扛折抹拂拓拗择括拾挟捋掴提揭摩撮擘擿攒敦数暴曝曾朝期朴杉枞枸柏柚柞查栅栎栖校核桔椎槛槟模歙氓沓"
    "没泊泌泷洞浒浚涌涡混湫溃溺潦澄澹烙熨燋爪牟犍率琢畜番疟盖盛省矜硐碌磅禅种秘称稽籍粘粥糜系絜繁纤纥纶给络绰绿"
    "缉缩缪耆耙肋胖脉腊腌膀膻臂臭般色芥芫苕苣茄茜荤荥莘莞莨莩落著葚蔓蔚蕃薄藉藏虾蚌蛇蛤螫血行被袷裨裳褪覃见觉角觜"
    "解识诘说读谁调豁貉贲贾赚趄蹊车轧辟还迫逄遗邪郇都鄱重钥铅铛铤镐长阿陂陆降隗隽雀露靓鞘颈颉颤食騃骠鹄鹘麇黾龟"
)
"""Signs that words or names of places read in more ways than one, tones aside.

Made from the phrases of pypinyin; rare readings that no place has are left out (红 as gōng).
"""
LANGUAGES: Mapping[str, str] = {
    **dict.fromkeys(("54", "5133", "5132", "6230", "5334"), N_("Tibetan")),
    **dict.fromkeys(("6322", "6323", "6325", "6326", "6327", "6328"), N_("Tibetan")),
    **dict.fromkeys(("15", "6527", "6528"), N_("Mongol")),
    "65": N_("Uygur or Kazak"),
}
"""Where places have official spellings by a language of their own, by how their codes begin."""
TRANSCRIBED: Mapping[str, str] = {"勒": "le", "什": "shi", "阿": "a", "提": "ti"}
"""Signs that write sounds of these languages, and then have one reading: 疏勒, 库什塔斯."""
_IN_PARTS = pattern(r"[(（〔][㐀-鿿]{2}[)）〕]|[⿰-⿻]")
_SHORT = 7
"""Signs of a name in which brackets hold the parts of a sign, not a remark."""
_CUT = "'’· -"


class Doubt(NamedTuple):
    """One thing to look at: `message` (a msgid) with its values; `marks` names it in one word."""

    marks: str
    message: str
    values: Mapping[str, str]


class Reading(NamedTuple):
    """How the own part of a name is read: a syllable for each sign, "" where none is known."""

    syllables: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    whole: bool
    """Whether every sign is read."""

    @property
    def slug(self) -> str:
        """The reading as one part of an address; empty if nothing is readable.

        A hyphen parts what would read as one syllable: 吉安 is ji-an, without an apostrophe.
        """
        found = "".join(self.syllables[:1])
        for one, two in pairwise(self.syllables):
            found += f"-{two}" if one + two in _syllables() else two
        return found

    @property
    def words(self) -> str:
        """The reading with blanks, "" where a sign of it is not known."""
        return " ".join(self.syllables) if self.whole else ""


@cache
def known() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return the known readings of divisions, by code and name."""
    text = resources.files("generator.base").joinpath("known_readings.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {(code, name): tuple(reading.split()) for code, name, reading in lines}


def syllables_of(text: str) -> tuple[str, ...]:
    """Return the syllables of a reading as typed, `Xi'an` or `xi an`, as they are kept."""
    plain = unicodedata.normalize("NFD", text.lower().replace("ü", "v"))
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    for each in _CUT:
        plain = plain.replace(each, " ")
    return tuple(plain.split())


def read(code: str, name: str, own_part: str, said: Mapping[str, str]) -> Reading:
    """Return how `own_part` of the name of a division is read, and what is doubtful in it.

    `said` has the site's own readings: of a code, a whole name, or a part of names.
    """
    mine = said.get(code) or said.get(name) or said.get(own_part)
    if mine:
        return Reading(syllables_of(mine), (), whole=True)
    found = known().get((_short(code), name))
    if found:
        return Reading(found, tuple(_language(code)), whole=True)
    signs = pinyin.signs(own_part)
    settled = [False] * len(signs)
    if any(_language(code)):
        settled = [sign in TRANSCRIBED for sign, _ in signs]
        signs = [(sign, TRANSCRIBED.get(sign, reading)) for sign, reading in signs]
    for word in sorted(said, key=len, reverse=True):
        _settle(word, syllables_of(said[word]), signs, settled)
    doubts = [*_signs(signs, settled, own_part), *_language(code)]
    doubts = [each for n, each in enumerate(doubts) if each not in doubts[:n]]
    unread = any(not reading for _, reading in signs)
    return Reading(tuple(r for _, r in signs if r), tuple(doubts), whole=not unread)


def _short(code: str) -> str:
    """Return a code without the zeros that fill it up."""
    if len(code) not in (6, 12):
        return code
    code = code[:6] if not code[6:].strip("0") else code
    if len(code) != 6:
        return code
    return code[:2] if code[2:] == "0000" else code[:4] if code[4:] == "00" else code


def _settle(
    word: str, reading: tuple[str, ...], signs: list[tuple[str, str]], settled: list[bool]
) -> None:
    """Read `word` where it stands among `signs` and nothing longer has."""
    letters = [sign for sign, _ in signs]
    if not word or len(reading) != len(word):
        return
    for at in range(len(letters) - len(word) + 1):
        there = slice(at, at + len(word))
        if letters[there] == [*word] and not any(settled[there]):
            signs[there] = [*zip(word, reading, strict=True)]
            settled[there] = [True] * len(word)


def _signs(signs: list[tuple[str, str]], settled: list[bool], own_part: str) -> Iterator[Doubt]:
    if _IN_PARTS.search(own_part) and len(own_part) <= _SHORT:
        yield Doubt(
            "parts", N_("a rare sign seems to be written in parts: {name}"), {"name": own_part}
        )
    for (sign, reading), sure in zip(signs, settled, strict=True):
        if sure:
            continue
        point = f"U+{ord(sign[0]):04X}"
        if not reading and unicodedata.category(sign[0]) == "Co":
            message = N_("{code} is a private sign of one program: others show an empty box")
            yield Doubt("private", message, {"code": point})
        elif not reading:
            values = {"sign": sign, "code": point}
            yield Doubt("unread", N_("the reading of {sign} ({code}) is not known"), values)
        elif sign in SEVERAL:
            others = [each for each in _readings(sign) if each != reading]
            values = {"sign": sign, "reading": reading, "others": "、".join(others)}
            yield Doubt("several", N_("{sign} is read {reading} here, elsewhere {others}"), values)


@cache
def _syllables() -> frozenset[str]:
    """Return every syllable that there is."""
    text = to_normal(",".join(PINYIN_DICT.values())).replace("ü", "v")
    return frozenset(text.split(","))


@cache
def _readings(sign: str) -> tuple[str, ...]:
    (found,) = all_readings(sign, style=Style.NORMAL, heteronym=True, v_to_u=False)
    return tuple(dict.fromkeys(each.replace("ü", "v") for each in found))


def _language(code: str) -> Iterator[Doubt]:
    """Yield that a place has an official spelling of another kind, where it may."""
    for digits in (4, 2):
        language = LANGUAGES.get(code[:digits])
        if language and len(code) > 2:
            message = N_("the official spelling may be one of the {language} language")
            yield Doubt("language", message, {"language": f"\0{language}"})
            return
