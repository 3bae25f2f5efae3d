"""Every post says who holds it or that it is vacant, and until when."""

from datetime import date

import pytest

from generator.model.kinds import supervisors
from tests.records import AS_OF, RULES, SUPERVISORS, codes, judge, read


def posts(*each: str) -> str:
    """Return a village's contacts with these posts, each the inside of braces."""
    return "groups: [一组, 二组]\nposts:\n" + "".join(f"  - {{{post}}}\n" for post in each)


def states(text: str) -> list[str]:
    return [post["state"] for post in supervisors.view(read("supervisors", text), RULES)["posts"]]


def test_rich_contacts_have_nothing_wrong() -> None:
    assert judge("supervisors", SUPERVISORS) == []


def test_the_posts_of_the_village_come_first_and_then_the_groups_in_their_order() -> None:
    text = posts(
        "group: 二组, role: both, vacant: yes",
        "group: 一组, role: liaison, vacant: yes",
        "role: supervisor, vacant: yes",
        "group: 一组, role: supervisor, vacant: yes",
    )
    shown = supervisors.view(read("supervisors", text), RULES)["posts"]
    assert [(post["group"], post["role"]) for post in shown] == [
        ("", "supervisor"), ("一组", "liaison"), ("一组", "supervisor"), ("二组", "both"),
    ]  # fmt: skip


def test_a_group_nothing_is_said_of_is_named() -> None:
    text = posts("group: 一组, role: both, vacant: yes", "role: both, vacant: yes")
    assert supervisors.view(read("supervisors", text), RULES)["groups_unknown"] == ["二组"]


@pytest.mark.parametrize(
    ("post", "state"),
    [
        ("role: both, person: 示例甲", "held"),
        ("role: both, person: 示例甲, since: 2018-12-31, until: 2018-12-31", "held"),
        ("role: both, person: 示例甲, until: 2018-12", "held"),
        ("role: both, person: 示例甲, until: 2018", "held"),
        ("role: both, person: 示例甲, since: 2018", "held"),
        ("role: both, person: 示例甲, until: 2018-12-30", "over"),
        ("role: both, person: 示例甲, until: 2018-11", "over"),
        ("role: both, person: 示例甲, since: 2019-01-01", "to_come"),
        ("role: both, person: 示例甲, since: 2019", "to_come"),
        ("role: both, vacant: yes", "vacant"),
        ("role: both, vacant: yes, until: 2017", "vacant"),
    ],
)
def test_a_term_is_held_against_the_day_the_site_is_made_for(post: str, state: str) -> None:
    assert states(posts(post)) == [state]
    found = codes(judge("supervisors", posts(post)))
    assert found == (["P501 posts.0.until"] if state == "over" else [])


PAST = "role: both, person: 示例甲, until: 2018-06, group: 一组"


@pytest.mark.parametrize(
    ("now", "followed"),
    [
        (["role: both, person: 示例乙, group: 一组"], True),
        (["role: supervisor, person: 示例乙, group: 一组"], False),
        (
            [f"role: {role}, person: 示例乙, group: 一组" for role in ("liaison", "supervisor")],
            True,
        ),
        (["role: both, person: 示例乙, group: 二组"], False),
        (["role: both, person: 示例乙"], False),
        (["role: both, person: 示例乙, group: 一组, since: 2019-01"], False),
        (["role: both, vacant: yes, group: 一组"], False),
    ],
)
def test_who_was_followed_by_another_is_no_one_to_call(now: list[str], followed: bool) -> None:
    text = posts(PAST, *now)
    assert ("over" in states(text)) is not followed
    assert len(states(text)) == len(now) + (not followed)
    assert codes(judge("supervisors", text)) == ([] if followed else ["P501 posts.0.until"])


@pytest.mark.parametrize(
    ("post", "found"),
    [
        ("role: both", ["P502 posts.1"]),
        ("role: both, vacant: no", ["P502 posts.1"]),
        ("role: both, person: 示例甲, vacant: yes", ["P503 posts.1.vacant"]),
        ("role: both, person: 示例甲, group: 三组", ["P504 posts.1.group"]),
        ("role: both, vacant: yes, since: 2018-03, until: 2018-02", ["P305 posts.1.until"]),
        ("role: both, vacant: yes, since: 2018-03, until: 2018", []),
        ("role: both, person: 示例甲, phone: 10000001234", ["P603 posts.1.phone"]),
        ("role: both, person: 示例甲, phone: 100****1234", []),
        ("role: both, person: 示例甲, phone: 0854-0000123", []),
    ],
)
def test_what_is_wrong_with_a_post_is_found_at_it(post: str, found: list[str]) -> None:
    text = posts("role: supervisor, vacant: yes", post)
    assert codes(judge("supervisors", text)) == found


def test_an_unknown_group_is_told_the_nearest_and_all_that_are_known() -> None:
    (found,) = judge("supervisors", posts("role: both, vacant: yes, group: 一组组"))
    assert dict(found.values) == {"value": "一组组", "known": "一组、二组", "among": "一组\n二组"}


def test_a_mobile_is_in_the_view_only_with_consent() -> None:
    with_consent = supervisors.view(read("supervisors", SUPERVISORS), RULES)
    assert "10000001234" in repr(with_consent)
    without = SUPERVISORS.replace("date: 2018-01-10", "date: 2019-01-10")
    assert codes(judge("supervisors", without)) == ["P603 posts.0.phone"]
    assert "10000001234" not in repr(supervisors.view(read("supervisors", without), RULES))


def test_roles_may_be_named_in_chinese() -> None:
    text = posts(
        "role: 民生监督员, vacant: 是",
        "role: 联络员, vacant: 是",
        "role: 监督员兼联络员, vacant: 是",
    )
    shown = supervisors.view(read("supervisors", text), RULES)["posts"]
    assert [post["role"] for post in shown] == ["supervisor", "liaison", "both"]


def test_a_village_without_posts_yet_has_all_its_groups_unknown() -> None:
    shown = supervisors.view(read("supervisors", "groups: [一组]\nposts: []\n"), RULES)
    assert (shown["posts"], shown["groups_unknown"]) == ([], ["一组"])


def test_the_state_of_a_post_changes_with_the_day() -> None:
    post = read("supervisors", posts("role: both, person: 示例甲, since: 2018-03, until: 2018-06"))
    (only,) = post.data.posts
    days = [date(2018, 2, 28), date(2018, 3, 1), date(2018, 6, 30), date(2018, 7, 1), AS_OF]
    assert [supervisors.state(only, day) for day in days] == [
        "to_come", "held", "held", "over", "over",
    ]  # fmt: skip


def test_a_group_that_stands_twice_or_holds_several_is_told() -> None:
    post = "posts:\n  - {group: 一组, role: both, vacant: yes}\n"
    assert codes(judge("supervisors", f"groups: [一组, 一组]\n{post}")) == ["P901 groups.1"]
    assert codes(judge("supervisors", f"groups: [一组，二组]\n{post}")) == ["P144 groups.0"]
    assert codes(judge("supervisors", f"groups: [一组, 二组]\n{post}")) == []
    merged = "一组, 大寨（原二组、三组合并）"
    assert codes(judge("supervisors", f"groups: [{merged}]\n{post}")) == []
    assert codes(judge("supervisors", f"groups: [{merged}，四组]\n{post}")) == ["P144 groups.1"]
