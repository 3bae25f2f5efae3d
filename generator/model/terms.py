"""The terms of posts: whether someone is in post on a day."""

from datetime import date

from generator.base.messages import N_
from generator.parse.field_types import PartialDate

STATES = {
    "held": N_("in post"),
    "vacant": N_("vacant"),
    "over": N_("term over"),
    "to_come": N_("term not yet begun"),
}


def state(
    person: str | None,
    since: PartialDate | None,
    until: PartialDate | None,
    as_of: date,
    *,
    vacant: bool,
) -> str:
    """Return a key of `STATES`: the term of who holds a post, held against the day `as_of`.

    A term that is stated to the month or year is over when that is, and begins when that does.
    """
    if vacant or person is None:
        return "vacant"
    if until is not None and until.last < as_of:
        return "over"
    if since is not None and since.after(as_of):
        return "to_come"
    return "held"
