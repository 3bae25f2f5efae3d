"""Livelihood supervisors and liaisons of one village and of its groups: one file per village."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import Field

from generator import natural
from generator.fields import Date, Part, Record, Text, Yes, choice, several
from generator.kinds.kind import (
    Finding,
    Judged,
    Named,
    Rules,
    View,
    finding,
    named_twice,
    ordered,
    phone_findings,
)
from generator.messages import N_
from generator.phones import Consent, Phone, shown_phone

ROLES = {
    "supervisor": (N_("livelihood supervisor"), "民生监督员", "监督员"),
    "liaison": (N_("liaison"), "联络员"),
    "both": (N_("livelihood supervisor and liaison"), "民生监督员兼联络员", "监督员兼联络员"),
}
STATES = {
    "held": N_("in post"),
    "vacant": N_("vacant"),
    "over": N_("term over"),
    "to_come": N_("term not yet begun"),
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
        description=N_("all villager groups of the village"), examples=["[一组, 二组]"]
    )
    posts: list[Post] = Field(description=N_("the posts"), examples=["[]"])


def state(post: Post, as_of: date) -> str:
    """Return a key of `STATES`: vacant, or the term held against `as_of`."""
    if post.vacant or post.person is None:
        return "vacant"
    if post.until is not None and post.until.last < as_of:
        return "over"
    if post.since is not None and post.since.after(as_of):
        return "to_come"
    return "held"


def judge(supervisors: Judged[Supervisors], rules: Rules) -> Iterator[Finding]:
    """Yield what is wrong with a village's contacts seen alone."""
    groups = supervisors.data.groups
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
        yield from ordered(post.since, post.until, (*path, "until"))
        if state(post, rules.as_of) == "over" and post.until and post.person:
            yield finding("P501", *path, "until", name=post.person, date=post.until.iso())
        yield from phone_findings(post.phone, post.phone_consent, path, rules)


def named(supervisors: Judged[Supervisors]) -> Iterator[Named]:
    """Yield the records that the contacts name: the village they are of."""
    yield ("units", supervisors.id, ())


def view(supervisors: Judged[Supervisors], rules: Rules) -> View:
    """Return what the public sees: each post with its holder, and the groups nothing is known of.

    Posts of the village come first, then those of the groups: numbered ones by number, others
    in the order of `groups`.
    """
    data = supervisors.data
    groups = natural.in_sequence(data.groups)
    order = {group: n for n, group in enumerate(groups, start=1)}
    posts = sorted(data.posts, key=lambda post: order.get(post.group or "", 0))
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
