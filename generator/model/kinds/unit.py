"""Units: the headquarters, workstations and war rooms of the four levels, one file each."""

from collections.abc import Iterator
from typing import Annotated, TypedDict

from pydantic import Field

from generator.base.findings import Finding, finding
from generator.base.messages import N_
from generator.model import urls
from generator.model.kinds.declaration import Days, Duty, Kind, New
from generator.model.kinds.kind import Judged, Named, Rules, View, in_order, phone_findings
from generator.model.levels import LEVELS, WHOLE
from generator.model.people import together
from generator.model.view_types import Codes, Id, IsoDate, RecordView, ShownPhone
from generator.parse.field_types import Count, Date, Email, Part, Record, Text, UnitRef, Yes, choice
from generator.parse.phones import Consent, Phone, shown_phone

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
    former_names: list[Text] | None = Field(
        None,
        description=N_("what the place was called before, so that the search still finds it"),
        examples=["[示例公社]"],
    )
    code: Text | None = Field(
        None, description=N_("code of the division in the register"), examples=['"529999101"']
    )
    former_codes: list[Text] | None = Field(
        None,
        description=N_("codes of the division before, by which the register is known again"),
        examples=['["529999201"]'],
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
    households: Count | None = Field(
        None,
        description=N_("households that live there; of a village, for its money per household"),
        examples=["312"],
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
    until: Date | None = Field(
        None,
        description=N_("the last day of the place, where it was merged or dissolved"),
        examples=["2019-06-30"],
    )
    successor: list[UnitRef] | None = Field(
        None,
        description=N_("the places that it belongs to now"),
        examples=["[duyun/mochong/bingwu]"],
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
        yield from together(leader.name, "leaders", n, "name")
        yield from phone_findings(leader.phone, leader.phone_consent, ("leaders", n), rules)
        if leader.since:
            yield from in_order([(("leaders", n, "since"), leader.since)], rules.as_of)
    if unit.data.established:
        yield from in_order([(("established",), unit.data.established)], rules.as_of)
    yield from phone_findings(unit.data.phone, None, (), rules)
    if unit.data.successor and not unit.data.until:
        yield finding("P223", "successor")
    if unit.data.successor and unit.id in unit.data.successor:
        yield finding("P225", "successor")


def named(unit: Judged[Unit]) -> Iterator[Named]:
    """Yield what the place belongs to now; the unit above is looked for where the tree is made."""
    for n, each in enumerate(unit.data.successor or ()):
        if each != unit.id:
            yield ("units", each, ("successor", n))


class LeaderView(TypedDict):
    """A leader of a unit."""

    name: str
    post: str
    since: IsoDate
    phone: ShownPhone


class UnitView(RecordView):
    """A unit of the command system: of a prefecture, a county, a town or a village."""

    name: str
    short_name: str
    division: str
    former_names: Annotated[list[str], "what the place was called before"]
    code: str
    level: Annotated[str, Codes("level")]
    kind: Annotated[str, Codes("body")]
    settlement: Annotated[str, Codes("settlement")]
    poor: bool | None
    households: Annotated[int | None, "households that live there"]
    address: str
    hours: str
    phone: ShownPhone
    email: str
    duties: str
    established: IsoDate
    last_day: Annotated[IsoDate, "its last day, where it was or will be merged or dissolved"]
    dissolved: Annotated[bool, "whether that day is over"]
    successors: Annotated[list[Id], "what it belongs to since, as its record says"]
    former_codes: Annotated[list[str], "codes of the division before"]
    staff: int | None
    least: Annotated[list[int] | None, "people that it should have: in a poor county, in others"]
    pinyin: Annotated[str, "its name in pinyin"]
    parent: Annotated[Id, "the unit above it, where its folder does not say so"]
    leaders: list[LeaderView]


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
        "former_names": data.former_names or [],
        "code": data.code or "",
        "level": data.level,
        "kind": data.kind,
        "settlement": data.settlement or "",
        "poor": data.poor,
        "households": data.households,
        "address": data.address or "",
        "hours": data.hours or "",
        "phone": shown_phone(data.phone, None, rules.as_of),
        "email": data.email or "",
        "duties": data.duties or "",
        "established": data.established.iso() if data.established else "",
        "last_day": data.until.iso() if data.until else "",
        "dissolved": bool(data.until and rules.as_of > data.until.last),
        "successors": data.successor or [],
        "former_codes": data.former_codes or [],
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


def begins(view: View) -> Days:
    """Yield since when the unit works, and each who leads it."""
    yield ("established",), view["established"]
    for n, each in enumerate(view["leaders"]):
        yield ("leaders", n, "since"), each["since"]


KIND = Kind(
    folder="units",
    order=10,
    called=("units", "单位"),
    example="duyun/mochong/bingwu.yaml",
    model=Unit,
    lies="as_unit",
    judge=judge,
    named=named,
    view=view,
    begins=begins,
    shows=UnitView,
    page=urls.unit_url,
    templates=("unit.html",),
    duties=(
        Duty(
            rule="staffing",
            order=10,
            says=N_("as many people as required"),
            section="teams",
        ),
        Duty(rule="reporting", order=95, says=N_("villages that reported something lately")),
        Duty(rule="entries", order=97, says=N_("entered in time after it happened")),
    ),
    labels={"level": LEVELS, "whole": WHOLE, "body": BODIES, "settlement": SETTLEMENTS},
    new=New(word="unit", says=N_("unit")),
)
