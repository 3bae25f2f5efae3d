"""Units, posts and who holds them, as Popolo has them (popoloproject.com).

A person is one name at one place: two of one name at different places are two, as nothing says that
they are one. Masked phones are left out: they lead to no one.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from generator.model.kinds import supervisors, team
from generator.model.kinds.kind import View

ROLES = {code: words[1] for code, words in (*supervisors.ROLES.items(), *team.ROLES.items())}
"""What posts are called, in Chinese, as their holders are."""


class People:
    """Takes public records; gives organizations, posts, persons and memberships."""

    NAMES = ("organizations", "posts", "persons", "memberships")

    def __init__(self) -> None:
        self.organizations: list[View] = []
        self.posts: dict[str, View] = {}
        self.persons: dict[str, View] = {}
        self.memberships: list[View] = []
        self.terms: dict[str, int] = {}
        """How often each person was given each post: one who had it before has another id."""

    def add(self, record: View, parent: str) -> None:
        """Add what a record says; `parent` is the unit above its unit, "" for none."""
        fields, unit = record["fields"], record["id"]
        if record["kind"] == "units":
            self._unit(unit, fields, parent)
        elif record["kind"] == "supervisors":
            for each in fields.get("posts") or ():
                group = each.get("group")
                label = "".join(filter(None, (group, ROLES.get(each["role"], each["role"]))))
                self._post(unit, label, each.get("person"), each)
        elif record["kind"] == "teams":
            for each in fields.get("members") or ():
                role = ROLES.get(each["role"], each["role"])
                self._post(unit, role, each.get("name"), each)

    def lists(self) -> dict[str, list[View]]:
        """Return all that was taken, by `NAMES`."""
        each = self.organizations, [*self.posts.values()], [*self.persons.values()]
        return dict(zip(self.NAMES, (*each, self.memberships), strict=True))

    def _unit(self, ident: str, fields: View, parent: str) -> None:
        self.organizations.append(
            _known(
                {
                    "id": ident,
                    "name": fields["name"],
                    "other_names": [{"name": each} for each in fields.get("former_names") or ()],
                    "classification": fields["level"],
                    "parent_id": parent,
                    "founding_date": fields.get("established"),
                    "dissolution_date": fields.get("until"),
                    "contact_details": [
                        *_phone(fields.get("phone")),
                        *_contact("address", fields.get("address")),
                        *_contact("email", fields.get("email")),
                    ],
                }
            )
        )
        for each in fields.get("leaders") or ():
            self._post(ident, each["post"], each["name"], each)

    def _post(self, unit: str, label: str, name: str | None, of: View) -> None:
        post = f"{unit}#{label}"
        self.posts.setdefault(
            post, {"id": post, "label": label, "role": label, "organization_id": unit}
        )
        if not name:  # no one holds it
            return
        person = f"{unit}@{name}"
        self.persons.setdefault(person, {"id": person, "name": name})
        ident = f"{post}@{name}"
        term = self.terms[ident] = self.terms.get(ident, 0) + 1
        self.memberships.append(
            _known(
                {
                    "id": ident if term == 1 else f"{ident}@{term}",
                    "role": label,
                    "person_id": person,
                    "organization_id": unit,
                    "post_id": post,
                    "start_date": of.get("since"),
                    "end_date": of.get("until"),
                    "contact_details": [*_phone(of.get("phone"))],
                }
            )
        )


def _known(found: Mapping[str, Any]) -> View:
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _phone(number: str | None) -> Iterable[View]:
    return _contact("voice", number) if number and "*" not in number else ()


def _contact(kind: str, value: str | None) -> Iterable[View]:
    return [{"type": kind, "value": value}] if value else ()
