"""Units: the headquarters, workstations and war rooms of the four levels, one file each."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from generator.fields import Count, Date, Email, Part, Record, Text, UnitRef, Yes, choice
from generator.kinds.kind import Finding, Judged, Named, Rules, View, in_order, phone_findings
from generator.messages import N_
from generator.phones import Consent, Phone, shown_phone

LEVELS = {
    "prefecture": (N_("prefecture"), "州"),
    "county": (N_("county"), "县"),
    "town": (N_("town"), "乡镇"),
    "village": (N_("village"), "村"),
}
ORDER = tuple(LEVELS)
BODIES = {
    "headquarters": (N_("headquarters"), "指挥部"),
    "workstation": (N_("workstation"), "工作站"),
    "war_room": (N_("war room"), "作战室"),
}
SETTLEMENTS = {"village": (N_("village"), "村"), "community": (N_("community"), "社区")}

Level = Annotated[str, choice(LEVELS)]
Body = Annotated[str, choice(BODIES)]
Settlement = Annotated[str, choice(SETTLEMENTS)]


class Leader(Part):
    """An office holder; appears in full (brief, "Privacy" 4), but for a private mobile number."""

    name: Text = Field(description=N_("the leader's name"), examples=["示例甲"])
    post: Text = Field(description=N_("the leader's post"), examples=["指挥长"])
    since: Date | None = Field(None, description=N_("in post since"), examples=["2016-03"])
    phone: Phone | None = Field(None, description=N_("phone"), examples=["0854-0000000"])
    phone_consent: Consent | None = Field(
        None, description=N_("consent to show a mobile number in full")
    )


class Unit(Record):
    """A body of the command system at one place; its path gives its place in the tree."""

    name: Text = Field(description=N_("full name of the body"), examples=["示例镇脱贫攻坚工作站"])
    short_name: Text = Field(
        description=N_("the place's name as people say it"), examples=["示例镇"]
    )
    level: Level = Field(description=N_("level of the place"), examples=["town"])
    kind: Body = Field(description=N_("what body it is"), examples=["workstation"])
    division: Text | None = Field(
        None, description=N_("official name of the division"), examples=["示例镇"]
    )
    code: Text | None = Field(
        None, description=N_("code of the division in the register"), examples=['"529999101"']
    )
    pinyin: Text | None = Field(
        None, description=N_("the place's name in pinyin, syllables apart"), examples=["shi li"]
    )
    settlement: Settlement | None = Field(
        None, description=N_("village or community, for the level village"), examples=["village"]
    )
    parent: UnitRef | None = Field(
        None,
        description=N_("the unit above, where the folder does not say it"),
        examples=["duyun"],
    )
    poor: Yes | None = Field(
        None, description=N_("whether this is a poor county, town or village"), examples=["yes"]
    )
    address: Text | None = Field(
        None, description=N_("where the office is"), examples=["示例镇人民政府二楼"]
    )
    hours: Text | None = Field(
        None,
        description=N_("when the office is open"),
        examples=["工作日 8:30—12:00，14:00—17:30"],
    )
    phone: Phone | None = Field(
        None, description=N_("office phone, shown in full"), examples=["0854-0000000"]
    )
    email: Email | None = Field(None, description=N_("e-mail"), examples=["office@example.org"])
    duties: Text | None = Field(
        None, description=N_("what the unit is there for"), examples=["组织实施本镇扶贫项目"]
    )
    established: Date | None = Field(
        None,
        description=N_("since when the unit works; its meetings are counted from then"),
        examples=["2016-03"],
    )
    staff: Count | None = Field(None, description=N_("people on the staff"), examples=["8"])
    leaders: list[Leader] | None = Field(None, description=N_("leaders, first the head"))


def staffing(row: View, poor: bool | None) -> View | None:
    """Return how a unit's staff stands to its minimum, None where its level has none.

    `poor` is that of its county. Where that is not stated and the minimum depends on it, `least`
    is None, and the state is only known if it is the same either way.
    """
    if row["least"] is None:
        return None
    in_poor, in_other = row["least"]
    staff = row["staff"]
    meant = {in_poor, in_other} if poor is None else {in_poor if poor else in_other}
    states = {"unknown" if staff is None else "kept" if staff >= n else "missed" for n in meant}
    return {
        "staff": staff,
        "least": meant.pop() if len(meant) == 1 else None,
        "state": states.pop() if len(states) == 1 else "unknown",
    }


def _spelled(pinyin: str) -> str:
    """Return pinyin that a list from A to Z can go by; else none, and the address stands in."""
    return pinyin if pinyin[:1].isascii() and pinyin[:1].isalnum() else ""


def judge(unit: Judged[Unit], rules: Rules) -> Iterator[Finding]:
    """Yield what is wrong with a unit seen alone."""
    for n, leader in enumerate(unit.data.leaders or ()):
        yield from phone_findings(leader.phone, leader.phone_consent, ("leaders", n), rules)
        if leader.since:
            yield from in_order([(("leaders", n, "since"), leader.since)], rules.as_of)
    if unit.data.established:
        yield from in_order([(("established",), unit.data.established)], rules.as_of)
    yield from phone_findings(unit.data.phone, None, (), rules)


def named(_unit: Judged[Unit]) -> Iterator[Named]:
    """Yield nothing: the unit above is looked for where the tree is made."""
    yield from ()


def view(unit: Judged[Unit], rules: Rules) -> View:
    """Return what the public sees of the unit's own record.

    `least` is how many people it should have: in a county that is poor, and in another.
    """
    data = unit.data
    rule = rules.staffing.get(data.level)
    return {
        "id": unit.id,
        "name": data.name,
        "short_name": data.short_name,
        "division": data.division or "",
        "code": data.code or "",
        "level": data.level,
        "kind": data.kind,
        "settlement": data.settlement or "",
        "poor": data.poor,
        "address": data.address or "",
        "hours": data.hours or "",
        "phone": shown_phone(data.phone, None, rules.as_of),
        "email": data.email or "",
        "duties": data.duties or "",
        "established": data.established.iso() if data.established else "",
        "staff": data.staff,
        "least": [rule.least, rule.not_poor] if rule else None,
        "pinyin": _spelled(data.pinyin or ""),
        "parent": data.parent or "",
        "leaders": [
            {
                "name": each.name,
                "post": each.post,
                "since": each.since.iso() if each.since else "",
                "phone": shown_phone(each.phone, each.phone_consent, rules.as_of),
            }
            for each in data.leaders or ()
        ],
    }
