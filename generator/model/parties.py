"""Who builds, carries out or is paid for projects: names told apart, and what a project says.

A name is all that records have. Blanks, the width of signs and the form of brackets tell no two
apart, nor does what one is in a contract, as （联合体牵头人） behind a name. Whether two records
mean the same one, the name decides where it says where its bearer is at home or is a firm's; what
else is called alike (村委会, a person) is one within its town at most.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple, TypeAlias

from generator.base.patterns import pattern
from generator.model.kinds.kind import View
from generator.model.spending import Payment

ROLES = ("contractor", "implementer", "payee")
"""What one can be in a project, in the order in which that is said."""
Part: TypeAlias = tuple[str, str, str, str, int | None, int | None, int]
"""What a project says of one: its id, its name, where that is known, its roles (their first
letters), the bid price, what was paid to it, and what was paid to no one named; in fen. Of the
first amount None is not known or not its own, of the second not known."""

_UNSEEN = pattern(r"[\s\u200b-\u200f\u2060\ufeff]+")
_BRACKETS = str.maketrans("〔〕【】[]{}〈〉《》•・‧∙●•", "()()()()()()······")
_ROLE = pattern(
    r"(?<=.)[(（〔【\[](?:联合体)?"
    r"(?:牵头(?:人|方|单位)?|成员(?:方|单位)?|(?:中标|施工|承建|总包|分包)(?:人|方|单位)?|盖章|公章)"
    r"[)）〕】\]]$"
)
"""What one is in a contract, and that it is stamped: a part of no name."""
_FIRMS = ("公司", "集团", "厂", "事务所", "设计院", "研究院", "银行", "信用社", "分行", "支行")
"""What the names of those end in, or have in them, who may work anywhere."""
_WIDE = pattern(r"..[县州省]|.[^门城超]市|.[^社小园片灌景校林库山]区")
_TOWN = pattern(r".[镇乡]|.街道")
_OFFICES = ("局", "委", "办", "办公室", "中心", "部", "站", "队", "院", "所", "学校", "社")
_BODIES = "司厂局部社站队院校所店行处办会组场户村府厅委园房铺馆班室心团段矿坊库家区县镇乡州市"
"""What names end in that are no person's."""
_PERSON = pattern(r"[㐀-鿿]{2,4}|[㐀-鿿]{1,8}(?:·[㐀-鿿]{1,8})+")


class Party(NamedTuple):
    """One who builds, carries out or is paid: the id its page is called by, its name, its place.

    The place is the unit within which the name is known, "" where it is known everywhere.
    """

    id: str
    name: str
    within: str


@lru_cache(maxsize=20_000)
def folded(name: str) -> str:
    """Return what of a name tells it from others: `示例公司（一队）` is `示例公司 (一队)`."""
    wide = unicodedata.normalize("NFKC", name).translate(_BRACKETS)
    return _ROLE.sub("", _UNSEEN.sub("", wide).casefold())


def reach(name: str) -> str:
    """Return how far a name is known: `anywhere`, or in one `county`, or in one `town` alone.

    `name` is folded.
    """
    bare = re.sub(r"\(.*?\)", "", name)
    if any(each in bare for each in _FIRMS) or _WIDE.search(bare):
        return "anywhere"
    return "county" if _TOWN.search(bare) or bare.endswith(_OFFICES) else "town"


def may_be_person(name: str) -> bool:
    """Tell whether a name may be a person's, by its length and what it ends in."""
    bare = folded(name)
    return _PERSON.fullmatch(bare) is not None and bare[-1] not in _BODIES


@lru_cache(maxsize=20_000)
def party(name: str, unit: str, county: int = 1) -> Party:
    """Return whom a record of `unit` ("" for the root) means by a name.

    The id is a digest: it says no name, so that none stands in logs or addresses, and is the same
    whoever else is recorded. The address of a `county` has so many parts.
    """
    bare = folded(name)
    parts = {"anywhere": 0, "county": county, "town": county + 1}
    within = "/".join(unit.split("/")[: parts[reach(bare)]])
    mark = blake2b(f"{within}\n{bare}".encode(), digest_size=6)
    return Party(mark.hexdigest(), _ROLE.sub("", " ".join(name.split())).rstrip(), within)


def named(
    unit: str,
    contractor: str | None,
    implementer: str | None,
    payments: Sequence[Payment] | None,
    county: int = 1,
) -> dict[str, str]:
    """Return the names that a project of `unit` has for those who build, carry out or are paid.

    Each has the id of its party.
    """
    payees = [each.payee for each in payments or ()]
    return {
        name: party(name, unit, county).id for name in (contractor, implementer, *payees) if name
    }


def of_project(view: View, unit: str, county: int = 1) -> list[Part]:
    """Return what a project of `unit`, of which this is the view, says of each of its parties.

    The address of a `county` has so many parts.
    """
    found: dict[str, tuple[Party, str]] = {}
    payments = view["payments"] or ()
    payees = [each["payee"] for each in payments]
    for role, names in zip(
        ROLES, ((view["contractor"],), (view["implementer"],), payees), strict=True
    ):
        for name in names:
            if name:
                each = party(name, unit, county)
                first, roles = found.get(each.id, (each, ""))
                found[each.id] = (first, roles if role[0] in roles else roles + role[0])
    unnamed = sum([each["amount"] for each in payments if not each["payee"]])
    return [
        (
            each.id,
            each.name,
            each.within,
            roles,
            view["bid_price"] if "c" in roles else None,
            _received(view, (unit, county), each.id, roles, unnamed),
            unnamed,
        )
        for each, roles in found.values()
    ]


def _received(view: View, at: tuple[str, int], ident: str, roles: str, unnamed: int) -> int | None:
    """Return what was paid to one, less what it paid back, in fen; None where that is not known.

    It is not known where payments to no one named may have been to it.
    """
    if "p" in roles:
        payments = view["payments"] or ()
        return _sum(payments, "payee", at, ident) - _sum(view["returns"], "by", at, ident)
    return None if unnamed or view["paid"] is None else 0


def _sum(entries: Iterable[View], name: str, at: tuple[str, int], ident: str) -> int:
    return sum([e["amount"] for e in entries if e[name] and party(e[name], *at).id == ident])
