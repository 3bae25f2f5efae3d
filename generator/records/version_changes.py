"""What is otherwise between two versions of a record, as pages may tell it."""

from collections.abc import Iterable, Iterator
from typing import Any

from generator.base import privacy
from generator.model import public_changes, public_record
from generator.model.kinds.kind import View
from generator.model.public_changes import Field
from generator.parse import markdown_text, plain_text
from generator.records import history_fields, version_text
from generator.records.version_text import Unfit
from generator.records.versions import KEEPS_BACK, NAME, Doc, Value, Versions, masked

TEXT = "text"
LONGEST = 300
"""Signs of a value that are told."""
NOTHING: View = {
    "before": ("", ""),
    "after": ("", ""),
    "items": [],
    "of": "",
    "late": 0,
    "behind": False,
}


def changes(read: Versions, old: Doc, new: Doc) -> Iterator[View]:
    """Yield what is otherwise in what is public. Raises Unfit for what is no record of today."""
    one, two = map(version_text.blocks_of, read.parted(old, new))
    names = [name for name in {**one, **two} if one.get(name) != two.get(name)]
    was, bad = read.data(one, [name for name in names if name in one])
    now, worse = read.data(two, [name for name in names if name in two])
    bad |= worse
    for name in was.keys() - now.keys():
        if read.model.model_fields[name].is_required() and name not in bad:
            raise Unfit  # no record of today
    for name in KEEPS_BACK:
        was.pop(name, None)
        now.pop(name, None)
    lists = read.kind.held_back is not None
    for name in [name for name in names if name in bad]:
        was.pop(name, None)
        now.pop(name, None)
        if name in read.kind.model.model_fields and name not in public_record.NEVER:
            yield unsaid(read, name)
    if read.moves:  # what is named by its address of then and of now is the same
        was, now = (history_fields.renamed(read.model, each, read.moves.now) for each in (was, now))
    order = {name: n for n, name in enumerate(read.model.model_fields)}
    every = public_changes.fields(was, now)
    for found in sorted(every, key=lambda each: order[each.path.partition(".")[0]]):
        name = found.path.partition(".")[0]
        if lists and "." in found.path:  # what is held back for a while is in lists
            yield unsaid(read, name)
        else:
            yield _change(read, found, was.get(name))
    if not _same_text(old.body, new.body):
        yield {"at": TEXT, "what": ((TEXT, 0),), "how": "unsaid", **NOTHING}


def _same_text(one: str, two: str) -> bool:
    """Tell whether two bodies say the same on pages, by whatever signs in Markdown."""
    if one == two or one.split() == two.split():
        return True
    said = plain_text.of(markdown_text.render(one, "").html)
    return said != "" and said == plain_text.of(markdown_text.render(two, "").html)


def first(read: Versions, doc: Doc) -> list[View]:
    """Return what a new record says has happened, as if each had been added."""
    named = {each.partition(".")[0] for each in read.kind.happened}
    blocks = version_text.blocks_of(doc.front)
    plain = [name for name in blocks if name in named or not NAME.fullmatch(name)]
    data, _ = read.data(blocks, plain)
    own = {name: value for name, value in data.items() if name in named}
    return [_change(read, found, None) for found in public_changes.fields({}, own)]


def unsaid(read: Versions, name: str) -> View:
    """Return that a field was changed, and not what it is now."""
    return {
        "at": name,
        "what": history_fields.named(read.model, name),
        "how": "unsaid",
        **NOTHING,
    }


def _change(read: Versions, found: Field, list_: Any) -> View:
    what = history_fields.named(read.model, found.path)
    before, after = found.before, found.after
    entry = after if isinstance(after, dict) else before
    if isinstance(entry, dict):
        how = "added" if before is None else "removed"
        items = [
            (
                history_fields.named(read.model, each.path)[len(what) :],
                _value(read, each.path, each.after if before is None else each.before),
            )
            for each in history_fields.in_order(read.model, public_changes.leaves(found))
        ]
        said = {**NOTHING, "items": items}
        held = list_ if isinstance(list_, list) else []
        dates = [each.get("date", "") for each in held if isinstance(each, dict)]
        return {
            "at": found.path,
            "what": what,
            "how": how,
            **said,
            "of": str(entry.get("date", "")) if how == "added" else "",
            "newest": max(dates, default=""),
        }
    how = "set" if before is None else "unset" if after is None else "changed"
    of = (
        str(after)
        if how == "set" and history_fields.plain(found.path) in read.kind.happened
        else ""
    )
    return {
        "at": found.path,
        "what": what,
        "how": how,
        **NOTHING,
        "before": _value(read, found.path, before),
        "after": _value(read, found.path, after),
        "of": of,
    }


def _value(read: Versions, path: str, value: Any) -> Value:
    if value is None:
        return ("", "")
    sort = history_fields.sort(read.model, history_fields.plain(path))
    if sort == "money":
        whole, _, rest = str(value).partition(".")
        fen = int(f"{whole}{rest}")
        return ("money", fen)
    if sort in ("category", "purpose"):
        among = read.rules.categories if sort == "category" else read.rules.purposes
        return ("words", dict(among[value])) if value in among else ("text", str(value))
    if isinstance(sort, tuple):
        kind, every = sort[0], value if isinstance(value, list) else [value]
        return ("records", [f"{kind}/{each}" for each in every])
    if isinstance(sort, dict):
        return ("word", sort.get(value, str(value)))
    if isinstance(value, bool):
        return ("word", "yes" if value else "no")
    if isinstance(value, list):
        return ("text", _short("、".join(map(str, value))))
    if isinstance(value, str) and sort == "date":
        return ("date", value)
    if sort == "percent":
        return ("percent", value)
    return ("count", value) if isinstance(value, int | float) else ("text", _short(str(value)))


def fit(found_: Iterable[View]) -> list[View]:
    """Return changes as they may be shown: mobile numbers masked, no one's number told."""
    found = []
    for each in found_:
        for name in ("before", "after"):
            each[name] = masked(each[name])
        each["items"] = [(label, masked(value)) for label, value in each["items"]]
        if each["how"] == "changed" and each["before"] == each["after"]:
            continue  # what is otherwise in it is not shown
        found.append(each)
    said = "\n".join(
        str(value)
        for each in found
        for sort, value in (each["before"], each["after"], *(v for _, v in each["items"]))
        if sort == "text"
    )
    if privacy.may_have(said)[0] and [*privacy.numbers(said)]:
        veil(found)
    return found


def veil(changes_: Iterable[View]) -> None:
    """Leave of changes that something was changed, and of what."""
    for each in changes_:
        each |= {"how": "unsaid", "before": ("", ""), "after": ("", ""), "items": []}


def which(change: View) -> str:
    """Return what tells a change from others: its field, and of an entry what stands in it."""
    entry = change["how"] in ("added", "removed")
    return f"{history_fields.plain(change['at'])} {change['items']}" if entry else str(change["at"])


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
