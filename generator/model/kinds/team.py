"""Teams: who was sent down to a unit and tied to it, training rounds, and paired households.

First secretaries, resident cadres, the three bonds (三个捆绑: responsibility, project, fund) and a
helper for every poor household: the article's part on teams. Households are counted, never named.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, TypedDict

from pydantic import Field

from generator.base import labels, natural_order
from generator.base.findings import Finding, finding
from generator.base.messages import N_
from generator.model import terms
from generator.model.kinds.declaration import Answer, Duty, Kind, Lists, New
from generator.model.kinds.kind import (
    Judged,
    Named,
    Rules,
    View,
    named_twice,
    ordered,
    phone_findings,
)
from generator.model.kinds.unit import Level
from generator.model.levels import LEVELS
from generator.model.people import together
from generator.model.view_types import Codes, Id, InFen, IsoDate, RecordView, ShownPhone
from generator.parse.field_types import (
    Count,
    Date,
    Money,
    Part,
    PartialDate,
    Record,
    RecordRef,
    Text,
    Yes,
    choice,
)
from generator.parse.phones import Consent, Phone, shown_phone

NAME = N_("Teams")
STATES = {
    "vacant": N_("a post is vacant"),
    "over": N_("a term is over"),
    "to_come": N_("a term has not yet begun"),
    "none": N_("no one stated as sent"),
    "held": N_("all in post"),
}
SHOWN = ("vacant", "over")
"""The states whose records stand on the first page of the lists."""
ROLES = {
    "first_secretary": (N_("first secretary"), "第一书记"),
    "resident": (N_("resident cadre"), "驻村干部"),
}
LISTED = ("role", "name", "state", "sent_by")
"""What lists show of each member."""
BONDS = ("responsibility", "projects", "funds")
"""The fields that tie who is sent to the place."""


class Fund(Part):
    """Money that the sending body brings."""

    fund: Text = Field(description=N_("what money it is"), examples=["示例单位帮扶资金"])
    amount: Money | None = Field(None, description=N_("amount"), examples=["20万元"])


class Member(Part):
    """Someone sent to the unit, or a post to which someone should be."""

    role: Annotated[str, choice(ROLES)] = Field(
        description=N_("first secretary or resident cadre"), examples=["first_secretary"]
    )
    name: Text | None = Field(None, description=N_("who was sent"), examples=["示例甲"])
    vacant: Yes = Field(False, description=N_("yes when no one holds it"), examples=["yes"])
    sent_by: Text | None = Field(
        None, description=N_("which body sent them"), examples=["示例州水务局"]
    )
    since: Date | None = Field(None, description=N_("first day of the term"), examples=["2018-01"])
    until: Date | None = Field(
        None, description=N_("last day of the term"), examples=["2020-12-31"]
    )
    responsibility: Text | None = Field(
        None,
        description=N_("what the sending body answers for"),
        examples=["包村脱贫，不脱贫不撤回"],
    )
    projects: list[RecordRef] | None = Field(
        None,
        description=N_("projects the sending body is tied to, by their addresses"),
        examples=["[duyun/mochong/bingwu/2018-gonglu]"],
    )
    funds: list[Fund] | None = Field(None, description=N_("money the sending body brings"))
    phone: Phone | None = Field(None, description=N_("phone"), examples=["0854-0000000"])
    phone_consent: Consent | None = Field(
        None, description=N_("consent to show a mobile number in full")
    )


class Training(Part):
    """A round of training that the unit held."""

    date: Date = Field(description=N_("when it was held"), examples=["2018-05"])
    level: Level = Field(description=N_("for which level it was"), examples=["village"])
    title: Text = Field(description=N_("what it was about"), examples=["第一书记轮训班"])
    trainees: Count | None = Field(None, description=N_("how many were trained"), examples=["86"])
    paid_from: Text | None = Field(
        None, description=N_("from which money it was paid"), examples=["留存党费"]
    )
    cost: Money | None = Field(None, description=N_("what it cost"), examples=["4.5万元"])


class Pairing(Part):
    """How many poor households have a helper; the households themselves stand nowhere."""

    date: Date = Field(description=N_("as of which day"), examples=["2018-12"])
    households: Count = Field(
        description=N_("poor households that should have a helper"), examples=["64"]
    )
    paired: Count = Field(description=N_("households that have one"), examples=["64"])


class Team(Record):
    """The people sent to one unit, under the unit's address."""

    date: Date = Field(description=N_("as of which day this holds"), examples=["2018-12-20"])
    members: list[Member] | None = Field(
        None, description=N_("first secretaries and resident cadres, and vacant posts")
    )
    trainings: list[Training] | None = Field(
        None, description=N_("training rounds that this unit held")
    )
    pairing: Pairing | None = Field(
        None, description=N_("paired households, as a count; in a village's file only")
    )


def state_of(member: Member, as_of: date) -> str:
    """Return a key of `terms.STATES`: the post of a member as of the day."""
    return terms.state(member.name, member.since, member.until, as_of, vacant=member.vacant)


def gaps(members: Sequence[Member], as_of: date) -> list[str]:
    """Return the state of each member, but "" where a term is over and another holds the role."""
    states = [state_of(each, as_of) for each in members]
    held = {each.role for each, now in zip(members, states, strict=True) if now == "held"}
    return [
        "" if now == "over" and each.role in held else now
        for each, now in zip(members, states, strict=True)
    ]


def judge(team: Judged[Team], rules: Rules) -> Iterator[Finding]:
    """Yield what is wrong with a team seen alone."""
    data, as_of = team.data, rules.as_of
    members = data.members or []
    for n, (each, now) in enumerate(zip(members, gaps(members, as_of), strict=True)):
        path = ("members", n)
        if each.name is None and not each.vacant:
            yield finding("P920", *path)
        elif each.name is not None and each.vacant:
            yield finding("P921", *path, "vacant", name=each.name)
        yield from together(each.name, *path, "name")
        yield from ordered(each.since, each.until, (*path, "until"))
        yield from named_twice(each.projects, (*path, "projects"))
        if now == "over" and each.until and each.name:
            yield finding("P922", *path, "until", name=each.name, date=each.until.iso())
        missing = [name for name in BONDS if not getattr(each, name)]
        if now == "held" and missing:
            values = {"name": each.name or "", "fields": labels.fields(Member, missing)}
            yield finding("P924", *path, **values)
        yield from phone_findings(each.phone, each.phone_consent, path, rules)
    dated: list[tuple[tuple[str | int, ...], PartialDate]] = [(("date",), data.date)]
    for n, held in enumerate(data.trainings or ()):
        dated.append((("trainings", n, "date"), held.date))
    if data.pairing is not None:
        dated.append((("pairing", "date"), data.pairing.date))
        if data.pairing.paired > data.pairing.households:
            counts = {"paired": data.pairing.paired, "households": data.pairing.households}
            yield finding("P923", "pairing", "paired", **counts)
    for where, when in dated:
        if when.after(as_of):
            yield finding("P304", *where, date=when.iso(), as_of=as_of.isoformat())


def beside(
    view: View, unit: View | None, _views: Mapping[str, Mapping[str, View]], _rules: Rules
) -> Iterator[Finding]:
    """Yield where a unit counts households that its villages count already."""
    if view["pairing"] and unit is not None and unit["level"] != "village":
        yield finding("P925", "pairing", level=f"\0:{LEVELS[unit['level']][0]}")


def named(team: Judged[Team]) -> Iterator[Named]:
    """Yield the records that a team names: its unit, and the projects someone is tied to."""
    yield ("units", team.id, ())
    for n, each in enumerate(team.data.members or ()):
        for m, project in enumerate(each.projects or ()):
            yield ("projects", project, ("members", n, "projects", m))


class TeamFundView(TypedDict):
    """Money that ties someone to a place."""

    fund: str
    amount: InFen | None


class SentView(TypedDict):
    """Someone who was sent, as lists show it."""

    role: Annotated[str, Codes("sent")]
    name: str
    state: Annotated[str, Codes("post"), "whether the post is held; empty for one who was followed"]
    sent_by: str


class MemberView(SentView):
    """Someone who was sent to a place."""

    since: IsoDate
    until: IsoDate
    responsibility: str
    projects: Annotated[list[Id], "the projects that tie them to the place; see `titles`"]
    funds: Annotated[list[TeamFundView], "the money that ties them to the place"]
    phone: ShownPhone


class TrainingView(TypedDict):
    """A training."""

    date: IsoDate
    level: Annotated[str, Codes("level")]
    title: str
    trainees: int | None
    paid_from: str
    cost: InFen | None


class PairingView(TypedDict):
    """How many households have a helper of their own."""

    date: IsoDate
    households: int
    paired: int


class TeamRow(TypedDict):
    """What lists show of the people sent to a place."""

    date: IsoDate
    state: Annotated[str, Codes("teams"), "whether all posts are held"]
    members: list[SentView]
    projects: Annotated[list[Id], "the projects that are named"]


class TeamView(RecordView):
    """The people sent to a place, and trainings."""

    date: IsoDate
    state: Annotated[str, Codes("teams"), "whether all posts are held"]
    members: list[MemberView]
    trainings: list[TrainingView]
    pairing: PairingView | None


class SecretaryView(TypedDict):
    """The first secretary of a village, whose number can be called."""

    name: Annotated[str, "name"]
    phone: Annotated[ShownPhone, "phone"]


def view(team: Judged[Team], rules: Rules) -> View:
    """Return what the public sees of a team; money in fen, None where it is not stated."""
    data, pairing = team.data, team.data.pairing
    members = data.members or []
    states = gaps(members, rules.as_of)
    # who was followed stands last
    of_now = sorted(zip(members, states, strict=True), key=lambda each: not each[1])
    open_ = {*states} - {""}
    worst = next((each for each in ("vacant", "over", "to_come") if each in open_), None)
    return {
        "id": team.id,
        "date": data.date.iso(),
        "state": worst or ("held" if members else "none"),
        "members": [
            {
                "role": each.role,
                "name": each.name or "",
                "state": now,
                "sent_by": each.sent_by or "",
                "since": each.since.iso() if each.since else "",
                "until": each.until.iso() if each.until else "",
                "responsibility": each.responsibility or "",
                "projects": list(each.projects or ()),
                "funds": [{"fund": x.fund, "amount": x.amount} for x in each.funds or ()],
                "phone": shown_phone(each.phone, each.phone_consent, rules.as_of),
            }
            for each, now in of_now
        ],
        "trainings": [
            {
                "date": each.date.iso(),
                "level": each.level,
                "title": each.title,
                "trainees": each.trainees,
                "paid_from": each.paid_from or "",
                "cost": each.cost,
            }
            for each in data.trainings or ()
        ],
        "pairing": {
            "date": pairing.date.iso(),
            "households": pairing.households,
            "paired": pairing.paired,
        }
        if pairing
        else None,
    }


def row(view: View) -> View:
    """Return what lists show of a team: who was sent, by whom; and the projects it names."""
    members = view["members"]
    return {
        "date": view["date"],
        "state": view["state"],
        "members": [{name: each[name] for name in LISTED} for each in members if each["state"]],
        "projects": sorted(
            {project for each in members for project in each["projects"]}, key=natural_order.key
        ),
    }


def figures(view: View) -> dict[str, int]:
    """Return whom and what a team adds to the figures of its unit.

    `sent:<role>` counts those in post; `trainees_unknown` rounds whose number is not stated.
    """
    found: dict[str, int] = {}

    def more(name: str, number: int) -> None:
        found[name] = found.get(name, 0) + number

    for each in view["members"]:
        if each["state"] == "held":
            more(f"sent:{each['role']}", 1)
    for each in view["trainings"]:
        more("trainings", 1)
        if each["trainees"] is None:
            more("trainees_unknown", 1)
        else:
            more("trainees", each["trainees"])
    if view["pairing"]:
        more("to_pair", view["pairing"]["households"])
        more("paired", view["pairing"]["paired"])
    return found


def kept(unit: View, team: View | None) -> dict[str, int]:
    """Count whether a poor village has its first secretary.

    Where it is not stated whether the village is poor, one in post keeps the rule all the same,
    and anything else is unknown; a community that is not stated to be poor needs none.
    """
    poor = unit["poor"]
    if poor is False or (poor is None and unit["settlement"] == "community"):
        return {}
    members = team["members"] if team else ()
    states = {each["state"] for each in members if each["role"] == "first_secretary"}
    if "held" in states:
        return {"kept": 1}
    return {"missed": 1} if states and poor else {"unknown": 1}


def to_call(team: View | None) -> View | None:
    """Return name and phone of the first secretary in post whose number can be called."""
    for each in team["members"] if team else ():
        in_post = each["role"] == "first_secretary" and each["state"] == "held"
        if in_post and each["phone"] and "*" not in each["phone"]:
            return {"name": each["name"], "phone": each["phone"]}
    return None


def answer(unit: View, teams: Sequence[View], _rules: Rules) -> Answer:
    """Return whether a village has its first secretary."""
    if unit["level"] != "village":
        return Answer()
    return Answer(kept(unit, next(iter(teams), None)))


KIND = Kind(
    folder="teams",
    order=100,
    called=("teams", "驻村干部"),
    example="duyun/mochong/bingwu.yaml",
    model=Team,
    lies="as_unit",
    happened=("trainings.date",),
    judge=judge,
    named=named,
    view=view,
    shows=TeamView,
    reckoned={"state": N_("state on the day of the data")},
    beside=beside,
    lists=Lists(name=NAME, states=STATES, shown=SHOWN, row=row, shows=TeamRow, figures=figures),
    counts={
        "sent:ROLE": "people in post, by what they were sent as: codes of `sent`",
        "trainings": "rounds of training",
        "trainees": "people trained, in those whose number is stated",
        "trainees_unknown": "rounds of training whose number of people is not stated",
        "to_pair": "households that are to have a helper",
        "paired": "those of them that have one",
    },
    duties=(
        Duty(
            rule="first_secretary",
            order=60,
            says=N_("first secretary of a poor village"),
            standing=True,
            answer=answer,
        ),
    ),
    labels={"sent": ROLES},
    new=New(
        word="team",
        says=N_("team"),
        names={"projects": "projects"},
        apart={Member: ("vacant",)},
    ),
)
