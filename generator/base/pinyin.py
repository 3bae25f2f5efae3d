"""Pinyin of place names: what a resident types on a phone, and what an address is made of.

Plain small ASCII letters without tones. The vowel ü is written `v`, as every Chinese keyboard has
it (绿茵湖 is `lv yin hu`), not `yu` as in passports: these letters are there to be typed.
"""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

from pypinyin import Style, lazy_pinyin
from pypinyin.seg.simpleseg import seg

from generator.base.patterns import pattern

READINGS: Mapping[str, str] = {
    # pypinyin reads these wrongly, alone or in a phrase it takes for something else
    "都": "du",  # a seat, a district (都匀, 三都, 都江); dōu is the adverb, never in a place name
    "长": "chang",  # long (长顺, 长寨, 基长); zhǎng, to grow, is what a lone 长 comes out as
    "朝": "chao",  # facing (朝阳 is where the slope looks); taken for zhāo, the morning sun
    "柏": "bai",  # the cypress; 柏林 is taken for Berlin
    "绿": "lv",  # green; 绿林 is taken for lù, the outlaws of the green wood
    "尾": "wei",  # the end of a valley or field (麻尾, 马尾); taken for yǐ, a horse's tail
    "重": "chong",  # once more, double (重阳, 重安); alone it comes out as zhòng, heavy
    # it reads these right in Qiannan today; a new edition of its phrases shall not move an address
    "乐": "le",  # joy, in all names here; yuè is music
    "六": "liu",  # 六硐, 六寨, as in 六盘水; lù is for 六安 in Anhui
    "石": "shi",  # stone; dàn is a measure of grain
    "硐": "dong",  # a cave or its hamlet
    "洞": "dong",
    "堡": "bao",  # 沙包堡; bǔ and pù are readings of the north
    "铺": "pu",  # a post station or shop
    "场": "chang",  # a market
    "弄": "nong",  # a hollow among karst hills; lòng is the lane of Shanghai
    "藏": "cang",  # 珠藏, where pearls lie hidden; zàng is Tibet
    "番": "fan",  # pān is for 番禺 in Guangdong
    "盛": "sheng",  # chéng is to ladle out
    "省": "sheng",  # xǐng is to examine oneself
    "单": "dan",  # shàn is a surname
    "种": "zhong",  # chóng is a surname
    "落": "luo",  # là and lào are of the spoken north
    "卡": "ka",  # writes a Bouyei or Maonan sound (卡蒲); qiǎ is a checkpoint
    "那": "na",  # Bouyei for a paddy field
    "会": "hui",  # kuài is to reckon
    "覃": "tan",  # 周覃; as a surname it is also qín
}
"""Readings that hold in every place name of this region, whatever stands beside them.

Elsewhere other readings may be right: edit the table, or correct one address in `slugs.yaml`.
"""

_RUNS = pattern(r"[A-Za-z0-9]+|[^\W\dA-Za-z_]+")

_WITH_PRIVATE = pattern(r"[A-Za-z0-9]+|[^\W\dA-Za-z_]+|[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def syllables(name: str) -> tuple[str, ...]:
    """Return the syllables of `name` in small ASCII letters: 沙包堡 is `("sha", "bao", "bao")`.

    A run of Latin letters or digits counts as one syllable; other signs are left out, and so is a
    character whose reading is not known.
    """
    found: list[str] = []
    for run in _RUNS.findall(unicodedata.normalize("NFKC", name)):
        found.extend([run.lower()] if run.isascii() else _read(run))
    return tuple(each for each in found if each)


def signs(name: str) -> list[tuple[str, str]]:
    """Return each sign of `name` with its syllable, "" where the reading is not known.

    A run of Latin letters or digits counts as one sign; punctuation is left out, private signs of
    a program are not.
    """
    found: list[tuple[str, str]] = []
    for run in _WITH_PRIVATE.findall(unicodedata.normalize("NFKC", name)):
        if run.isascii():
            found.append((run, run.lower()))
        else:
            found.extend(zip(run, _read(run), strict=True))
    return found


def slug(name: str) -> str:
    """Return `name` as one part of an address, such as `shabaobao`; empty if nothing is readable.

    The syllables are joined as in official place names, without an apostrophe (瓮安 is `wengan`).
    """
    return "".join(syllables(name))


def words(name: str) -> str:
    """Return `name` as a readable part of an address: `2018-公路硬化` is `2018-gonglu-yinghua`.

    Most Chinese words have two characters, so syllables stand two by two, an odd one with the last.
    """
    found: list[str] = []
    for run in _RUNS.findall(unicodedata.normalize("NFKC", name)):
        read = [run.lower()] if run.isascii() else [each for each in _read(run) if each]
        pairs = ["".join(read[n : n + 2]) for n in range(0, len(read), 2)]
        if len(read) > 1 and len(read) % 2:
            last = pairs.pop()
            pairs[-1] += last
        found.extend(pairs)
    return "-".join(found)


def _read(run: str) -> list[str]:
    """Read a run of characters together, since the neighbours often decide the reading."""
    readings = chain.from_iterable(map(_of_word, seg(run)))
    return [
        READINGS.get(character, reading) for character, reading in zip(run, readings, strict=True)
    ]


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> tuple[str, ...]:
    """Read a word that pypinyin takes for one: the same few make up the titles of a county."""
    found = lazy_pinyin(
        [word],
        style=Style.NORMAL,
        # one empty reading for each unknown character; the stub leaves out that a list is allowed
        errors=lambda unknown: [""] * len(unknown),  # type: ignore[arg-type, return-value]
    )
    return tuple(found)
