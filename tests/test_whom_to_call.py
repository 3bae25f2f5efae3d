"""Whom a group calls: its own supervisor, and where the post is vacant who answers instead."""

from generator.model.kinds.kind import View
from generator.pages import whom_to_call

TOWN = {"id": "jia/dong", "short_name": "东镇", "phone": "0854-0000002"}
COUNTY = {"id": "jia", "short_name": "甲县", "phone": "0854-0000003"}
VILLAGE: View = {"id": "jia/dong/shang", "short_name": "上村", "phone": "", "leaders": []}
SECRETARY = {"name": "示例书记", "phone": "0854-0000004"}


def test_for_a_project_someone_answers_where_no_post_of_its_place_does() -> None:
    above = [COUNTY, TOWN]
    assert whom_to_call.of_project(VILLAGE, VILLAGE, [post()], None, above) is None
    masked = [post(phone="138****0000"), post("", "vacant")]
    answers = whom_to_call.of_project(VILLAGE, VILLAGE, masked, None, above)
    assert answers
    assert (answers["kind"], answers["phone"]) == ("office", TOWN["phone"])
    answers = whom_to_call.of_project(VILLAGE, VILLAGE, [], SECRETARY, above)
    assert answers
    assert answers["kind"] == "secretary"
    answers = whom_to_call.of_project(None, COUNTY, [], None, [])
    assert answers
    assert answers["phone"] == COUNTY["phone"]
    assert whom_to_call.of_project(VILLAGE, VILLAGE, [], None, []) is None


def post(group: str = "", state: str = "held", phone: str = "0854-0000009") -> View:
    person = "" if state == "vacant" else f"示例{group or '村'}"
    return {
        "group": group,
        "role": "supervisor",
        "person": person,
        "state": state,
        "phone": "" if state == "vacant" else phone,
    }


def contacts(*posts: View) -> View:
    return {"groups": ["一组", "二组"], "posts": [*posts]}


def instead(*posts: View, unit: View = VILLAGE, secretary: View | None = None) -> View | None:
    """Return who answers for the first group."""
    found = whom_to_call.to_call(unit, contacts(*posts), secretary, [COUNTY, TOWN])
    [first, second] = found["groups"]
    assert (first["name"], first["anchor"]) == ("一组", "group-1")
    assert second["anchor"] == "group-2"
    answers: View | None = first["instead"]
    return answers


def test_the_place_of_a_group_is_its_own_whatever_others_come_and_go() -> None:
    """Whoever kept `#group-3` without scripts was shown the supervisor of another group."""

    def anchors(*groups: str) -> dict[str, str]:
        found = whom_to_call.to_call(
            VILLAGE, {"groups": [*groups], "posts": []}, None, [COUNTY, TOWN]
        )
        return {each["name"]: each["anchor"] for each in found["groups"]}

    before = anchors("一组", "三组", "上寨组", "下寨组")
    after = anchors("三组", "四组", "下寨组")
    assert before["三组"] == after["三组"] == "group-3"
    assert before["下寨组"] == after["下寨组"]
    assert (
        len({*anchors("三组", "3组", "第三村民组", "第3村民小组", "上寨", "上寨组").values()}) == 6
    )


def test_a_group_with_someone_in_post_needs_no_other() -> None:
    assert instead(post("一组")) is None
    assert instead(post("一组", "vacant"), post("一组")) is None


def test_for_a_vacant_post_the_villages_own_answers_then_its_secretary_its_leader_the_town() -> (
    None
):
    answers = instead(post("一组", "vacant"), post(), secretary=SECRETARY)
    assert answers
    assert (answers["kind"], answers["name"], answers["phone"]) == (
        "post",
        "示例村",
        "0854-0000009",
    )
    answers = instead(post("一组", "vacant"), post("", "vacant"), secretary=SECRETARY)
    assert answers
    assert (answers["kind"], answers["phone"]) == ("secretary", "0854-0000004")
    led = {**VILLAGE, "leaders": [{"name": "示例支书", "post": "村支书", "phone": "0854-0000005"}]}
    answers = instead(post("一组", "vacant"), unit=led)
    assert answers
    assert (answers["kind"], answers["name"], answers["post"]) == ("leader", "示例支书", "村支书")
    answers = instead(post("一组", "vacant"))
    assert answers
    assert (answers["kind"], answers["place"], answers["phone"]) == (
        *("office", {"id": "jia/dong", "short_name": "东镇"}),
        "0854-0000002",
    )


def test_a_group_that_nothing_is_stated_of_is_led_on_too() -> None:
    answers = instead(post("二组"))
    assert answers
    assert answers["kind"] == "office"


def test_who_cannot_be_called_does_not_answer() -> None:
    for silent in (post("一组", phone=""), post("一组", phone="138****1234"), post("一组", "over")):
        answers = instead(silent, post("", phone="138****9999"), secretary=SECRETARY)
        assert answers
        assert answers["kind"] == "secretary"


def test_where_no_number_is_known_nobody_is_made_up() -> None:
    found = whom_to_call.to_call(VILLAGE, contacts(post("一组", "vacant")), None, [])
    assert found["instead"] is None
    assert found["groups"][0]["instead"] is None
    assert whom_to_call.to_call(VILLAGE, None, None, [])["groups"] == []
