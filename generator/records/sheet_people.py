"""People of rosters that have a column for each post: 监督员姓名 · 电话 · 联络员姓名 · 电话.

Such a heading says the post, and the row says who holds it. A phone belongs to whoever stands on
its left.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from generator.base.half_width import narrow
from generator.model.kinds.registry import KINDS
from generator.parse.model_fields import inner
from generator.parse.yaml_nodes import Raw
from generator.records.sheet_words import ITEM, Path

_LEADERS = (
    "指挥长 双指挥长 副指挥长 站长 副站长 党委书记 党工委书记 书记 镇长 乡长 主任 街道办主任"
    " 县长 市长"
    " 村党支部书记 党支部书记 支部书记 村支书 支书 村党总支书记 党总支书记 总支书记 村主任"
    " 村委会主任 村委主任 居委会主任 第一书记 分管领导 专职副书记 常务副指挥长 作战室负责人"
)
POSTS: Mapping[str, tuple[str, str, str, Mapping[str, str]]] = {
    "supervisors": (
        "posts",
        "role",
        "person",
        {
            **dict.fromkeys(("监督员", "民生监督员"), "supervisor"),
            **dict.fromkeys(("联络员", "民生联络员"), "liaison"),
            **dict.fromkeys(("监督员兼联络员", "民生监督员兼联络员"), "both"),
        },
    ),
    "units": ("leaders", "post", "name", {each: each for each in _LEADERS.split()}),
    "teams": (
        "members",
        "role",
        "name",
        {
            "第一书记": "first_secretary",
            **dict.fromkeys(
                ("驻村干部", "驻村队员", "驻村工作队员", "驻村工作队队员", "工作队员"), "resident"
            ),
        },
    ),
}
"""By kind: the list of its people, the field of the post, that of the name, posts by heading."""
_PHONE = re.compile(r"(?:联系|办公)?(?:电话|手机)(?:号码?)?|联系方式|移动电话")
_OF_OFFICE = re.compile(r"办公|单位|值班|座机|固定|公开|监督电话")
_NOBODY = frozenset(("空缺", "缺位", "暂缺", "缺", "未配备", "缺额", "空岗", "待选", "待配"))


def list_of(folder: str) -> tuple[str, str]:
    """Return the list of people of a kind, and the field of their names; "" where it has none."""
    return (POSTS[folder][0], POSTS[folder][2]) if folder in POSTS else ("", "")


_TIMES = ("", "·2", "·3")
"""A sheet may have several columns of one post: 副站长, 副站长."""


@cache
def paths(folder: str) -> dict[Path, Path]:
    """Return the fields of people by post, each with the field of an entry that it stands for."""
    if folder not in POSTS:
        return {}
    name, post, _, posts = POSTS[folder]
    return {
        (name, f"@{each}{times}", of): (name, ITEM, of)
        for each in dict.fromkeys(posts.values())
        for times in _TIMES
        for of in _fields(folder)
        if of != post
    }


def by_heading(folder: str, word: str) -> tuple[Path, ...]:
    """Return the fields that a heading with a post in it may mean: 监督员姓名, 联络员电话."""
    if folder not in POSTS:
        return ()
    name, _, person, posts = POSTS[folder]
    bare = re.sub(r"(?:姓名|名字|人员)$", "", word)
    if bare in posts:
        return tuple((name, f"@{posts[bare]}{times}", person) for times in _TIMES)
    phone = _PHONE.search(word)
    if phone and phone.end() == len(word) and word[: phone.start()] in posts:
        return ((name, f"@{posts[word[: phone.start()]]}", "phone"),)
    return ()


def below_post(folder: str, above: str, path: Path) -> Path | None:
    """Return the field of the people of a post that stands above it: 第一书记 over 姓名."""
    if folder not in POSTS or above not in POSTS[folder][3]:
        return None
    found = (POSTS[folder][0], f"@{POSTS[folder][3][above]}", path[-1])
    return found if found in paths(folder) else None


def says_post(folder: str, path: Path) -> bool:
    """Tell whether a column says which post the people of rows hold."""
    return folder in POSTS and path == (POSTS[folder][0], ITEM, POSTS[folder][1])


def is_person(folder: str, path: Path) -> bool:
    """Tell whether a column has the names of people of the list."""
    return folder in POSTS and path[0] == POSTS[folder][0] and path[-1] == POSTS[folder][2]


def is_phone(word: str) -> bool:
    """Tell whether a heading is of a phone, and does not say whose."""
    return bool(_PHONE.fullmatch(word)) and not _OF_OFFICE.search(word)


def put(
    folder: str,
    data: dict[str, Raw],
    where: dict[tuple[str | int, ...], Path],
    texts: Mapping[Path, Raw],
) -> None:
    """Put an entry into the list for each post that the row names someone of.

    Whoever is named for both posts of a village holds both.
    """
    if folder not in POSTS:
        return
    name, post, person, _ = POSTS[folder]
    said: dict[str, dict[str, Raw]] = {}
    for path, text in texts.items():
        if path[0] == name and path[1].startswith("@"):
            said.setdefault(path[1][1:], {})[path[2]] = text
    held = {code: each for code, each in said.items() if person in each}
    if not held:
        return
    before = data.get(name)
    shared = before[0] if isinstance(before, list) and before else {}
    assert isinstance(shared, dict)
    for at in [at for at in where if at[:1] == (name,)]:
        del where[at]
    entries: list[Raw] = []
    for code, each in _together(held, person).items():
        for of in each:
            where[name, len(entries), of] = (name, f"@{code}", of)
        where[name, len(entries)] = where[name, len(entries), post] = (name, f"@{code}", person)
        entry: dict[str, Raw] = {**shared, post: code.partition("·")[0], **each}
        entries.append(vacant(folder, entry))
    data[name] = entries


def _together(held: Mapping[str, dict[str, Raw]], person: str) -> dict[str, dict[str, Raw]]:
    one, other = held.get("supervisor"), held.get("liaison")
    if one and other and one[person] == other[person] and one[person] not in _NOBODY:
        rest = {code: each for code, each in held.items() if code not in ("supervisor", "liaison")}
        return {"both": {**other, **one}, **rest}
    return dict(held)


def vacant(folder: str, entry: dict[str, Raw]) -> dict[str, Raw]:
    """Return an entry that says 空缺 for a name as one that nobody holds."""
    person = POSTS[folder][2] if folder in POSTS else ""
    if entry.get(person) not in _NOBODY or "vacant" not in _fields(folder):
        return entry
    return {**{key: each for key, each in entry.items() if key != person}, "vacant": "yes"}


_ALL = frozenset(("村级", "全村", "本村", "村", "村本级", "行政村", "各组", "全部"))
_NUMERALS = "〇一二三四五六七八九十"


def group_of(text: str) -> str:
    """Return the name of a group as records have it: 3组 of a bare 3; "" for all of a village."""
    bare = re.sub(r"\s", "", narrow(text))
    if bare in _ALL:
        return ""
    return f"{bare}组" if re.fullmatch(r"\d{1,2}|[一二三四五六七八九十]{1,3}", bare) else text


def settle_groups(data: dict[str, Raw], known: Iterable[str]) -> list[str]:
    """Give each entry its group as it is written elsewhere; return all groups that are named.

    第2组, 二组 and 2组 are one; the first of them that is `known`, or that a row has, is kept.
    """
    names = {_group_key(each): each for each in known}
    entries = data.get("posts")
    named: dict[str, None] = {}
    for each in entries if isinstance(entries, list) else ():
        group = each.get("group") if isinstance(each, dict) else None
        if isinstance(each, dict) and isinstance(group, str):
            each["group"] = names.setdefault(_group_key(group), group)
            named[names[_group_key(group)]] = None
    return [*named]


def _group_key(text: str) -> str:
    bare = re.sub(r"^第|村民|\s", "", narrow(text)).replace("小组", "组")
    digits = re.fullmatch(r"([一二三四五六七八九十]{1,3})(组|社|队)", bare)
    if digits is None:
        return re.sub(r"^0+(?=\d)", "", bare)
    tens, ten, ones = digits[1].rpartition("十")
    value = (_NUMERALS.index(tens) if tens else 1) * 10 if ten else 0
    return f"{value + (_NUMERALS.index(ones) if ones else 0)}{digits[2]}"


def nobody(folder: str, path: Path, text: str) -> bool:
    """Tell whether a text says that nobody holds a post, which is more than that it is unknown."""
    return text in _NOBODY and is_person(folder, path) and "vacant" in _fields(folder)


@cache
def _fields(folder: str) -> tuple[str, ...]:
    """Return the fields of an entry of the list of people that are no groups themselves."""
    model = inner(KINDS[folder].model.model_fields[POSTS[folder][0]].annotation)
    every = getattr(model, "model_fields", {})
    return tuple(
        name for name, info in every.items() if not hasattr(inner(info.annotation), "model_fields")
    )
