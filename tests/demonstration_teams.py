"""The demonstration's teams: who was sent to eighteen villages, training rounds, helpers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.demonstration_files import Flow, as_yaml
from tests.demonstration_meetings import COUNTIES, VILLAGES

SENDERS = ("州水务局", "州农业委员会", "县交通运输局", "县教育局", "州人民医院", "县林业局")
BONDS = ("包村脱贫，不脱贫不撤回", "村里的路和水没修好，单位不换人", "帮村里把产业办起来")
TERMS: Mapping[int, Mapping[str, str]] = {
    4: {"vacant": "yes"},
    7: {"since": "2016-03", "until": "2018-09-30"},
    11: {"since": "2019-01"},
}
"""The villages, by number, whose first secretary is missing, gone or to come."""
SILENT = (9, 15)
"""Villages that nothing is recorded of, and one that records no first secretary."""
NAMES = "甲乙丙丁戊己庚辛壬癸"
ROUNDS = (
    ("第一书记和驻村干部轮训班", "village", "留存党费"),
    ("扶贫干部业务培训", "town", "留存党费"),
    ("村党组织书记轮训班", "village", "培训经费"),
)


def records(projects: Mapping[str, Sequence[str]]) -> dict[str, bytes]:
    """Return path → bytes of every team; `projects` has the public ones of each village, by id."""
    found = {f"teams/{unit}.yaml": fields for unit, fields in _all(projects)}
    return {path: as_yaml(fields).encode() for path, fields in found.items()}


def _all(projects: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "qiannan", {"date": "2018-12-20", "trainings": [_round(0, 240), _round(1, None)]}
    n = 0
    for c, (county, (_, towns)) in enumerate(COUNTIES.items()):
        yield county, {"date": "2018-12-18", "trainings": [_round(c, 120 + c * 11)]}
        for t, town in enumerate(towns):
            resident = _member(n, "resident", "", {}) | {"sent_by": f"示例{SENDERS[n % 6]}"}
            fields: dict[str, Any] = {"date": "2018-12-15", "members": [resident]}
            fields["trainings"] = [_round(c + t + 1, 35 + t * 8)]
            yield f"{county}/{town}", fields
            for village in VILLAGES[f"{county}/{town}"]:
                ident = f"{county}/{town}/{village}"
                if n != SILENT[0]:
                    yield ident, _village(n, ident, projects)
                n += 1


def _village(n: int, ident: str, projects: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    own = projects[ident]
    members = []
    if n != SILENT[1]:
        members.append(_member(n, "first_secretary", own[n % len(own)], TERMS.get(n, {})))
    members.append(_member(n + 5, "resident", own[(n + 3) % len(own)], {}))
    if n % 6 == 2:
        members.append({"role": "resident", "vacant": "yes"})
    fields: dict[str, Any] = {"date": f"2018-12-{10 + n % 15}", "members": members}
    if n != 6:  # nobody has counted the households of this one
        households = 34 + n * 11 % 47
        fields["pairing"] = {
            "date": "2018-12",
            "households": str(households),
            "paired": str(households - (3 if n % 5 == 3 else 0)),
        }
    return fields


def _member(n: int, role: str, project: str, term: Mapping[str, str]) -> dict[str, Any]:
    if "vacant" in term:
        return {"role": role, **term}
    fields: dict[str, Any] = {
        "role": role,
        "name": f"示例{NAMES[n % 10]}{NAMES[n * 3 % 10]}",
        "sent_by": f"示例{SENDERS[n % len(SENDERS)]}",
        **({"since": f"2017-{1 + n % 9:02d}"} | dict(term)),
        "responsibility": BONDS[n % len(BONDS)],
    }
    if project:
        fields["projects"] = Flow([project])
    if n % 7 != 1:  # of the others it is not stated what money was brought
        fields["funds"] = [{"fund": "示例派出单位帮扶资金", "amount": f"{5 + n % 4 * 5}万元"}]
    if role == "first_secretary":
        fields["phone"] = f"0854-0000{700 + n}"
        if n % 4 == 1:
            fields["phone"] = f"100****{2000 + n}"
        elif n % 4 == 3:
            fields["phone"] = f"1000000{3000 + n}"
            scope = "在本网站和村公示栏公开手机号码"
            fields["phone_consent"] = {"date": "2018-03-01", "scope": scope}
    return fields


def _round(n: int, trainees: int | None) -> dict[str, Any]:
    title, level, paid_from = ROUNDS[n % len(ROUNDS)]
    fields = {"date": f"2018-{3 + n * 2:02d}", "level": level, "title": title}
    if trainees is not None:
        fields["trainees"] = str(trainees)
    return fields | {"paid_from": paid_from, "cost": f"{2 + n % 3 * 1.5:g}万元"}
