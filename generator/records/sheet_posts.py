"""Posts that someone else holds now: what of an entry is of the post, what of its holder."""

from collections.abc import Callable, Mapping, Sequence

from pydantic import BaseModel

from generator.base.messages import N_
from generator.parse.yaml_nodes import Raw

Agree = Callable[[Raw, Mapping[str, Raw], str], bool]
NOBODY = N_("no one")
"""What is said of a post that is vacant now."""
OF_THE_POST = ("group", "role", "post", "duty")
"""Fields that stay, whoever holds a post; a phone and a consent are a person's own."""


def _who(model: type[BaseModel]) -> str:
    """Return the field of who holds the post that an entry is of, "" if it is of none."""
    fields = model.model_fields
    if "role" in fields and "person" in fields:
        return "person"
    return "name" if "post" in fields and "since" in fields else ""


def the_same(
    model: type[BaseModel], old: Sequence[Raw], new: Sequence[Raw], agree: Agree
) -> dict[int, int]:
    """Return which entries of the sheet and of the record are of one post, by their numbers.

    They are where there is one such post on either side, whoever holds it. `agree` tells whether
    an entry and one of the sheet mean the same by a field.
    """
    if not _who(model):
        return {}
    found = {}
    for n, each in enumerate(new):
        names = _names(each)
        if not names or not isinstance(each, Mapping):
            continue

        def alike(
            entry: Raw, each: Mapping[str, Raw] = each, names: tuple[str, ...] = names
        ) -> bool:
            return _names(entry) == names and all(agree(entry, each, name) for name in names)

        there = [m for m, entry in enumerate(old) if alike(entry)]
        if len(there) == 1 and sum(map(alike, new)) == 1:
            found[n] = there[0]
    return found


def _names(entry: Raw) -> tuple[str, ...]:
    """Return the fields that say of which post an entry is, none where it does not say it."""
    if not isinstance(entry, Mapping):
        return ()
    said = tuple(name for name in ("group", "role", "post") if entry.get(name))
    return () if said == ("group",) else said


def another(model: type[BaseModel], there: Mapping[str, Raw], new: Mapping[str, Raw]) -> str | None:
    """Return the field of who holds a post, where it is another now, or no one; else None."""
    who = _who(model)
    if not who:
        return None
    before, now = _close(there.get(who)), _close(new.get(who))
    if before and not now:
        return who if new.get("vacant") else None
    return who if now and now != before and (before or there.get("vacant")) else None


def _close(said: object) -> str:
    return "".join(said.split()) if isinstance(said, str) else ""
