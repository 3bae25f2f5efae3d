"""Whom a resident of a village calls: of the whole village, of each group, and who answers else."""

from collections.abc import Sequence

from generator.base.digests import digest
from generator.base.patterns import pattern
from generator.model.kinds.kind import View
from generator.pages.search_words import plain

_NUMBERED = pattern(r"第?([0-9]+)组")


def to_call(
    unit: View, contacts: View | None, secretary: View | None, crumbs: Sequence[View]
) -> View:
    """Return whom to call in a village: its `posts`, its `groups`, and who answers `instead`.

    `unit` and `contacts` are views of its records, `secretary` that of its first secretary,
    `crumbs` the places above it. A group has its `name`, its `posts`, the place of the page that
    it has (`anchor`), and who answers `instead` where no one in post has a number that can be
    called: the village's own posts, its first secretary, its leader, the nearest office. `instead`
    of the whole village is the same but for its posts; None where no number at all is known.
    """
    posts = contacts["posts"] if contacts else []
    above = _above(unit, secretary, crumbs)
    own = [post for post in posts if not post["group"]]
    held = next((post for post in own if answers(post)), None)
    by_group: dict[str, list[View]] = {}
    for post in posts:
        by_group.setdefault(post["group"], []).append(post)
    names = contacts["groups"] if contacts else []
    instead = _answering("post", held["person"], held["phone"], held["role"]) if held else above
    return {
        "posts": own,
        "instead": None if held else above,
        "groups": [
            {
                "name": name,
                "anchor": anchor,
                "posts": by_group.get(name, []),
                "instead": None if any(map(answers, by_group.get(name, ()))) else instead,
            }
            for name, anchor in zip(names, _anchors(names), strict=True)
        ],
    }


def of_project(
    unit: View | None,
    place: View,
    posts: Sequence[View],
    secretary: View | None,
    crumbs: Sequence[View],
) -> View | None:
    """Return who answers for the projects of a place where none of its `posts` does.

    `unit` is the view of its record, None where that lies elsewhere.
    """
    if any(map(answers, posts)):
        return None
    return _above(unit or {**place, "leaders": []}, secretary, crumbs)


def _anchors(names: Sequence[str]) -> list[str]:
    """Return the places of groups on their page, for good: who kept one's address finds no other.

    3组 may stand beside 三组: then the second has its place in the order as well.
    """
    found: list[str] = []
    for name in names:
        numbered = _NUMBERED.fullmatch(plain(name))
        of = f"group-{numbered[1] if numbered else digest(name.encode()).hex()[:6]}"
        found.append(f"{of}-{len(found)}" if of in found else of)
    return found


def answers(post: View) -> bool:
    """Tell whether someone is in a post whose number can be called."""
    return post["state"] == "held" and _dialled(post["phone"])


def _dialled(phone: str) -> bool:
    return bool(phone) and "*" not in phone


def _above(unit: View, secretary: View | None, crumbs: Sequence[View]) -> View | None:
    """Return who answers for a whole village where none of its posts does."""
    if secretary:
        return _answering("secretary", secretary["name"], secretary["phone"])
    for each in unit["leaders"]:
        if _dialled(each["phone"]):
            return _answering("leader", each["name"], each["phone"], each["post"])
    for place in (unit, *reversed(crumbs)):
        if _dialled(place["phone"]):
            return _answering("office", "", place["phone"], place=place)
    return None


def _answering(kind: str, name: str, phone: str, post: str = "", place: View | None = None) -> View:
    """Return someone who answers; `post` is a code of `role` for a post, a leader's own words."""
    of = {key: place[key] for key in ("id", "short_name")} if place else None
    return {"kind": kind, "name": name, "post": post, "phone": phone, "place": of}
