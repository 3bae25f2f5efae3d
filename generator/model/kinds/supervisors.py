"""Livelihood supervisors and liaisons of one village and of its groups: one file per village."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, TypedDict

from pydantic import Field

from generator.base import natural_order
from generator.base.findings import Finding, finding
from generator.base.messages import N_
from generator.model import terms, urls
from generator.model.kinds.declaration import Answer, Days, Duty, Kind, New
from generator.model.kinds.kind import (
    Judged,
    Named,
    Rules,
    View,
    named_twice,
    ordered,
    phone_findings,
)
from generator.model.people import together
from generator.model.view_types import Codes, IsoDate, RecordView, ShownPhone
from generator.parse.field_types import Date, Part, Record, Text, Yes, choice, several
from generator.parse.phones import Consent, Phone, shown_phone

ROLES = {
    "supervisor": (N_("livelihood supervisor"), "民生监督员", "监督员"),
    "liaison": (N_("liaison"), "联络员"),
    "both": (N_("livelihood supervisor and liaison"), "民生监督员兼联络员", "监督员兼联络员"),
}

Role = Annotated[str, choice(ROLES)]


class Post(Part):
    """A post of the village, or of the group named."""

    group: Text | None = Field(
        None,
        description=N_("villager group; without it the post is the village's"),
        examples=["一组"],
    )
    role: Role = Field(description=N_("supervisor, liaison or both"), examples=["both"])
    person: Text | None = Field(None, description=N_("who holds the post"), examples=["示例甲"])
    vacant: Yes = Field(False, description=N_("yes when no one holds it"), examples=["yes"])
    duty: Text | None = Field(
        None, description=N_("what the person looks after"), examples=["监督项目质量和资金使用"]
    )
    phone: Phone | None = Field(None, description=N_("phone"), examples=["0854-0000000"])
    phone_consent: Consent | None = Field(
        None, description=N_("consent to show a mobile number in full")
    )
    since: Date | None = Field(None, description=N_("first day of the term"), examples=["2018-01"])
    until: Date | None = Field(
        None, description=N_("last day of the term"), examples=["2020-12-31"]
    )


class Supervisors(Record):
    """The contacts of one village, under the village's address."""

    groups: list[Text] = Field(
        description=N_("all villager groups of the village; [] where it has none"),
        examples=["[一组, 二组]"],
    )
    posts: list[Post] = Field(description=N_("the posts"), examples=["[]"])


def state(post: Post, as_of: date) -> str:
    """Return a key of `terms.STATES`: the post as of the day."""
    return terms.state(post.person, post.since, post.until, as_of, vacant=post.vacant)


def followed(posts: Sequence[Post], as_of: date) -> list[bool]:
    """Tell of each post whether its term is over and others have all of it now."""
    parts = [{"supervisor", "liaison"} if each.role == "both" else {each.role} for each in posts]
    held: dict[str | None, set[str]] = {}
    for each, roles in zip(posts, parts, strict=True):
        if state(each, as_of) == "held":
            held.setdefault(each.group, set()).update(roles)
    return [
        state(each, as_of) == "over" and roles <= held.get(each.group, set())
        for each, roles in zip(posts, parts, strict=True)
    ]


def judge(supervisors: Judged[Supervisors], rules: Rules) -> Iterator[Finding]:
    """Yield what is wrong with a village's contacts seen alone."""
    groups = supervisors.data.groups
    past = followed(supervisors.data.posts, rules.as_of)
    yield from named_twice(groups, ("groups",))
    joined = [(n, group) for n, group in enumerate(groups) if several(group)]
    for n, group in joined:
        yield finding("P144", "groups", n, **several(group))
    for n, post in enumerate(supervisors.data.posts):
        path = ("posts", n)
        if post.person is None and not post.vacant:
            yield finding("P502", *path)
        elif post.person is not None and post.vacant:
            yield finding("P503", *path, "vacant", name=post.person)
        if post.group is not None and post.group not in groups and not joined:
            yield finding(
                "P504",
                *path,
                "group",
                value=post.group,
                known="、".join(groups),
                among="\n".join(groups),
            )
        yield from together(post.person, *path, "person")
        yield from ordered(post.since, post.until, (*path, "until"))
        over = state(post, rules.as_of) == "over" and not past[n]
        if over and post.until and post.person:
            yield finding("P501", *path, "until", name=post.person, date=post.until.iso())
        yield from phone_findings(post.phone, post.phone_consent, path, rules)


def named(supervisors: Judged[Supervisors]) -> Iterator[Named]:
    """Yield the records that the contacts name: the village they are of."""
    yield ("units", supervisors.id, ())


class PostView(TypedDict):
    """A post of supervisor or liaison."""

    group: str
    role: Annotated[str, Codes("role")]
    person: str
    state: Annotated[str, Codes("post"), "whether someone holds it"]
    duty: str
    phone: ShownPhone
    since: IsoDate
    until: IsoDate


class ContactsView(RecordView):
    """The supervisors and liaisons of a village."""

    groups: Annotated[list[str], "the groups of the village"]
    posts: Annotated[list[PostView], "the posts of the whole village, then those of the groups"]
    groups_unknown: Annotated[list[str], "the groups of which no post is known"]


def view(supervisors: Judged[Supervisors], rules: Rules) -> View:
    """Return what the public sees: each post with its holder, and the groups nothing is known of.

    Whoever was followed by another is no one to call: the data to take away have them alone.
    Posts of the village come first, then those of the groups: numbered ones by number, others
    in the order of `groups`.
    """
    data = supervisors.data
    groups = natural_order.in_sequence(data.groups)
    order = {group: n for n, group in enumerate(groups, start=1)}
    past = followed(data.posts, rules.as_of)
    now = [post for post, gone in zip(data.posts, past, strict=True) if not gone]
    posts = sorted(now, key=lambda post: order.get(post.group or "", 0))
    with_posts = {post.group for post in posts}
    return {
        "id": supervisors.id,
        "groups": groups,
        "posts": [
            {
                "group": post.group or "",
                "role": post.role,
                "person": post.person or "",
                "state": state(post, rules.as_of),
                "duty": post.duty or "",
                "phone": shown_phone(post.phone, post.phone_consent, rules.as_of),
                "since": post.since.iso() if post.since else "",
                "until": post.until.iso() if post.until else "",
            }
            for post in posts
        ],
        "groups_unknown": [group for group in groups if group not in with_posts],
    }


def kept(contacts: View | None) -> dict[str, int]:
    """Count the village and its groups by whether each has someone in post."""
    if contacts is None:
        return {"unknown": 1}
    by_place: dict[str, set[str]] = {}
    for post in contacts["posts"]:
        by_place.setdefault(post["group"], set()).add(post["state"])
    found = {"kept": 0, "missed": 0, "unknown": 0}
    for place in ("", *contacts["groups"]):
        states = by_place.get(place)
        found["unknown" if states is None else "kept" if "held" in states else "missed"] += 1
    return found


def answer(unit: View, contacts: Sequence[View], _rules: Rules) -> Answer:
    """Return how a village has kept that it and each of its groups have someone in post."""
    if unit["level"] != "village":
        return Answer()
    return Answer(kept(next(iter(contacts), None)))


def begins(view: View) -> Days:
    """Yield the first day of the latest term; the view has the posts in another order."""
    yield ("^posts",), max((each["since"] for each in view["posts"]), default="")


KIND = Kind(
    folder="supervisors",
    order=40,
    called=("supervisors and liaisons", "监督员、联络员"),
    example="duyun/mochong/bingwu.yaml",
    model=Supervisors,
    lies="as_unit",
    level=("village", "P209"),
    judge=judge,
    named=named,
    view=view,
    begins=begins,
    shows=ContactsView,
    page=urls.directory_url,
    templates=("directory.html",),
    duties=(
        Duty(
            rule="supervisors",
            order=50,
            says=N_("supervisors for the village and each group"),
            standing=True,
            answer=answer,
        ),
    ),
    labels={"role": ROLES, "post": terms.STATES},
    new=New(
        word="supervisors",
        says=N_("contacts of a village"),
        needed={Post: ("person",)},
        apart={Post: ("vacant",)},
    ),
)
