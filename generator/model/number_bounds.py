"""Numbers that bound each other: where one is more than it can be, both are told.

What cannot be is an error (P127), what hardly is a warning (P128). `docs/content.md` has the whole
table, with those pairs that look like bounds and are none.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.base import labels
from generator.base.findings import Finding, Step, finding
from generator.base.messages import N_
from generator.base.money import spoken
from generator.model.kinds.kind import View

HOUSEHOLDS = (
    ("households", "people"),
    ("poor_households", "poor_people"),
    ("poor_households", "households"),
    ("poor_people", "people"),
    ("poor_households", "people"),
)
"""Of those who gain: the first of each pair is never more than the second."""


def gains(group: Any, path: tuple[Step, ...]) -> Iterator[Finding]:
    """Yield where the counts of those who gain, a `project.Beneficiaries`, cannot all be true."""
    counts = vars(group)
    found = False
    for part, whole in HOUSEHOLDS:
        number, limit = counts[part], counts[whole]
        if number is not None and limit is not None and number > limit:
            if not (found and (part, whole) == HOUSEHOLDS[-1]):  # it follows from those before
                yield _more(type(group), path, part, number, whole, limit)
            found = True
    for part, whole in HOUSEHOLDS[:2]:
        if counts[part] == 0 and counts[whole]:
            yield _more(type(group), path, whole, counts[whole], part, 0)
            found = True
    if found or None in counts.values():
        return
    households = counts["households"] - counts["poor_households"]
    people = counts["people"] - counts["poor_people"]
    if households > people:
        words = {
            "part": "\0:" + N_("households that are not poor"),
            "whole": "\0:" + N_("people who are not poor"),
        }
        yield finding("P127", *path, "households", number=households, limit=people, **words)


def _more(
    model: Any, path: tuple[Step, ...], part: str, number: int, whole: str, limit: int
) -> Finding:
    values = {"part": labels.fields(model, [part]), "whole": labels.fields(model, [whole])}
    return finding("P127", *path, part, number=number, limit=limit, **values)


def prices(model: Any, data: Any, planned: int | None, paid: int | None) -> Iterator[Finding]:
    """Yield which prices of a project are more than what should bound them, in practice.

    A price is within the plan, an audit takes away and adds nothing, and no more is paid than the
    audit left: what is otherwise has a reason that belongs under the changes of the plan.
    """
    bid, settled, audited = data.bid_price, data.settled_price, data.audited_price
    if bid is settled is audited is None:
        return
    budget = "budget" if data.budget is not None else "sources"
    pairs = (
        ("bid_price", bid, budget, planned),
        ("settled_price", settled, budget, planned),
        ("audited_price", audited, "settled_price", settled),
        ("payments", paid, "audited_price", audited),
    )
    for part, number, whole, limit in pairs:
        if number is not None and limit is not None and number > limit:
            values = {"part": labels.fields(model, [part]), "whole": labels.fields(model, [whole])}
            yield finding("P128", part, number=spoken(number), limit=spoken(limit), **values)


def populations(
    top: Sequence[View], below: Mapping[str, Sequence[View]], names: Mapping[str, str]
) -> Iterator[tuple[str, Finding]]:
    """Yield file and fault where counties state more poor people than the prefecture does.

    `top` and `below` are rows of exits, of the prefecture and of each county by its id; `names` has
    what each county is called.
    """
    for row in top:
        for n, stated in enumerate(row["population"]):
            if stated["people"] is None:
                continue
            counted = {
                names[ident]: each["people"]
                for ident, rows in below.items()
                for each in (one for row_ in rows for one in row_["population"])
                if each["year"] == stated["year"] and each["people"] is not None
            }
            if sum(counted.values()) > stated["people"]:
                told = {
                    "year": stated["year"],
                    "sum": sum(counted.values()),
                    "stated": stated["people"],
                    "counties": "、".join(f"{name} {number}" for name, number in counted.items()),
                }
                yield row["file"], finding("P137", "population", n, "poor_people", **told)
