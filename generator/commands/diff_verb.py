"""The verb `diff`: what a change of records does, in words and figures."""

import argparse
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from generator.base.messages import CHINESE, N_
from generator.base.patterns import pattern
from generator.commands import verbs
from generator.commands.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.build.change import Change, Figure, Record
    from generator.model.public_changes import Field

_ASIDE = pattern("[，；：（,;:(]")
"""Where what a field is called ends, and what is said of it begins."""
UNREADABLE = N_("In the state “{rev}” {file} had errors, so that nothing can be compared with it.")
BEGUN = N_("In the state “{rev}” there was no {file} here yet: all is new.")
SETTINGS = N_("Settings change, which pages follow: {names}. What they do is not told here.")
_SIGNS = pattern(r"[\\`*_{}\[\]()#+!|<>~&@$]")
_LINKED = pattern(r"[#@](?=[A-Za-z0-9])")
_BEGINS = pattern(r"^(\d+(?=\.(?:\s|$))|(?=[-=]))")
"""What would begin a list, or draw a line, where a text begins with it."""
_ADDRESS = pattern(r"(https?://[!-;=?-~]+)")
LONGEST = 300
"""Signs of a value that are told; all of them stand in the form for programs."""
MOST = 50
"""Records of each kind of change, and figures, that are told one by one."""
TOLD = {
    "projects": N_("projects"),
    "planned": N_("money planned, in yuan"),
    "paid": N_("money paid, in yuan"),
    "kept": N_("done in time: {rule}"),
    "missed": N_("missed: {rule}"),
    "unknown": N_("not stated whether done: {rule}"),
}


def add(known: verbs.Verbs) -> None:
    """Add the verb."""
    says = N_("say what a change of the records does")
    made = known.add("diff", _diff, says, "portal diff origin/main --format markdown")
    said = N_("the state to compare with, as git calls it (HEAD: the last commit)")
    made.add_argument("rev", nargs="?", default="HEAD", metavar=made.tr("REV"), help=made.tr(said))
    verbs.judged(made, ("text", "markdown", "json"))


def _diff(chosen: argparse.Namespace, out: Terminal) -> int:
    from generator.base.git import NoGit  # noqa: PLC0415
    from generator.base.processes import cores, workers  # noqa: PLC0415
    from generator.build import change  # noqa: PLC0415

    found, problems = verbs.load(chosen)
    if found is None:
        return verbs.tell(problems, "text", out)
    jobs = chosen.jobs or cores()
    try:
        with out.progress() as tell, workers(jobs, out.alone) as pool:
            made = change.since(found, chosen.rev, verbs.day_of(chosen, found), pool, tell)
    except NoGit as no:
        out.say(out.tr(no.message).format(**no.values))
        return verbs.USAGE
    if chosen.format == "json":
        out.result(json.dumps(_plain(made, chosen.rev), ensure_ascii=False, indent=1))
        return verbs.DONE
    said = found.settings
    words = {"category": said.categories, "purpose": said.purposes}
    for line in _Told(out, words, markdown=chosen.format == "markdown").lines(made, chosen.rev):
        out.result(line)
    return verbs.DONE


def _plain(made: "Change", rev: str) -> dict[str, Any]:
    """Return a change as plain data; money is in fen, fields as in public records."""

    def record(each: "Record") -> dict[str, Any]:
        fields = [one._asdict() for one in each.fields]
        moved = {"moved": each.moved} if each.moved else {}
        more = {"fields": fields} if fields else {"order": True} if each.order else {}
        return {"path": each.path, "title": each.title, **moved, **more}

    return {
        "since": rev,
        **({"unreadable_settings": made.unreadable} if made.unreadable else {}),
        **({"not_there_before": made.begun} if made.begun else {}),
        **({"settings": made.settings} if made.settings else {}),
        **({"files": made.files} if made.files else {}),
        "errors": {"before": made.faults[0], "after": made.faults[1]},
        "new": [*map(record, made.new)],
        "changed": [*map(record, made.changed)],
        "withdrawn": [*map(record, made.gone)],
        "unreadable_before": [*map(record, made.mended)],
        "unreadable_now": [*map(record, made.broken)],
        "sums": [each._asdict() for each in made.figures],
        "duties": [each._asdict() for each in made.duties],
    }


class _Told:
    """Tells a change line by line, as text or in Markdown."""

    def __init__(
        self,
        out: Terminal,
        words: "Mapping[str, Mapping[str, Mapping[str, str]]]",
        *,
        markdown: bool,
    ) -> None:
        self.out, self.tr, self.words = out, out.tr, words
        self.marks = ("## ", "- ", "  - ") if markdown else ("", "  ", "    ")
        self.escape: Callable[[str], str] = _escaped if markdown else _in_line

    def lines(self, made: "Change", rev: str) -> Iterator[str]:
        """Yield the lines."""
        head, entry, _ = self.marks
        if made.unreadable:
            values = {"rev": self.escape(rev), "file": made.unreadable}
            yield entry + self.tr(UNREADABLE).format(**values)
            return
        said = N_("Since {rev}: {new} new records, {changed} changed, {gone} withdrawn.")
        counts = {"new": len(made.new), "changed": len(made.changed), "gone": len(made.gone)}
        yield head + self.tr(said).format(rev=self.escape(rev), **counts)
        if made.begun:
            values = {"rev": self.escape(rev), "file": made.begun}
            yield entry + self.tr(BEGUN).format(**values)
        before, after = made.faults
        if before or after:
            said = N_("There are errors (before: {before}, now: {after}): sums are not compared.")
            yield entry + self.tr(said).format(before=before, after=after)
        elif made.empty:
            yield entry + self.tr(N_("Nothing that the public sees changes."))
        if made.settings:
            names = "、".join(map(self.escape, made.settings))
            yield entry + self.tr(SETTINGS).format(names=names)
        for name, records in (
            (N_("New"), made.new),
            (N_("Changed"), made.changed),
            (N_("Withdrawn"), made.gone),
            (N_("Could not be read before, and can now"), made.mended),
            (N_("Cannot be read now, as they have errors (portal check)"), made.broken),
        ):
            yield from self._part(name, records, self._record)
        beside = N_("Files beside records: pictures, attachments, templates, words")
        yield from self._part(
            beside, made.files, lambda each: iter([f"{entry}{self.escape(each)}"])
        )
        yield from self._part(N_("Sums by place"), made.figures, self._figure)
        yield from self._part(N_("Duties"), made.duties, self._figure)

    def _part(
        self, name: str, every: "list[Any]", told: "Callable[[Any], Iterator[str]]"
    ) -> Iterator[str]:
        if not every:
            return
        head, entry, _ = self.marks
        yield ""
        yield (f"#{head}" if head else "") + self.tr(name)
        for each in every[:MOST]:
            yield from told(each)
        if len(every) > MOST:
            yield entry + self.tr(N_("and {count} more")).format(count=len(every) - MOST)

    def _record(self, record: "Record") -> Iterator[str]:
        _, entry, within = self.marks
        kind = record.path.partition("/")[0]
        yield f"{entry}{self.escape(self._called(record))} ({self.escape(record.path)})"
        if record.moved:
            said = N_("moved from {path}")
            yield within + self.tr(said).format(path=self.escape(record.moved))
        if record.order:
            yield within + self.tr(N_("only the order of its lists"))
        for each in record.fields[:MOST]:
            yield within + self._field(kind, each)

    def _called(self, record: "Record") -> str:
        """Return what a record is called: by itself, or by its place and what it is."""
        from generator.model.kinds.registry import KINDS  # noqa: PLC0415

        if not record.place:
            return record.title
        kind, _, ident = record.path.partition("/")
        called = KINDS[kind].called[self.out.language == CHINESE]
        said = self.tr(N_("{place}: {what}")).format(place=record.place, what=called)
        return said if record.title == ident else f"{said} {record.title}"

    def _field(self, kind: str, each: "Field") -> str:
        name = self.escape(self._label(kind, each.path))
        if each.path == "text":
            return self.tr(N_("{field}: otherwise")).format(field=self.tr(N_("text")))
        before, after = (self._value(one, kind, each.path) for one in (each.before, each.after))
        said = N_("{field}: {before} → {after}")
        return self.tr(said).format(field=name, before=before, after=after)

    def _value(self, value: Any, kind: str, path: str) -> str:
        if value is None:
            return self.tr(N_("nothing"))
        if isinstance(value, list):
            every = (self._value(each, kind, path) for each in value)
            return "、".join(every) or self.tr(N_("none"))
        if isinstance(value, bool):
            return self.tr(N_("yes") if value else N_("no"))
        return self.escape(self._word(str(value), kind, path))

    def _word(self, value: str, kind: str, path: str) -> str:
        """Return a value as people know it: a code by its word, an amount with its commas."""
        from generator.base import money  # noqa: PLC0415
        from generator.model.kinds.registry import KINDS  # noqa: PLC0415
        from generator.records import history_fields  # noqa: PLC0415

        model: Any = KINDS[kind].model
        sort = history_fields.sort(model, history_fields.plain(path))
        if isinstance(sort, dict):
            return self.tr(sort[value]) if value in sort else value
        if isinstance(sort, str) and sort in self.words:
            said = self.words[sort].get(value, {})
            return said.get(self.out.language) or next(iter(said.values()), value)
        if sort == "money":
            yuan = self.tr(N_("{amount} yuan"))
            return yuan.format(amount=money.exact(int(value.replace(".", ""))))
        return f"{value}%" if sort == "percent" else value

    def _label(self, kind: str, path: str) -> str:
        """Return what people call a field, with the number of an entry of a list."""
        from generator.model.kinds.registry import KINDS  # noqa: PLC0415
        from generator.parse.model_fields import inner  # noqa: PLC0415

        model: Any = KINDS[kind].model
        names: list[str] = []
        for part in path.split("."):
            if part.isdecimal():
                names[-1] += f" {part}"
                continue
            info = model.model_fields.get(part) if hasattr(model, "model_fields") else None
            said = self.tr(info.description) if info and info.description else part
            names.append(_ASIDE.split(said)[0])
            model = inner(info.annotation) if info else model
        return " · ".join(names)

    def _figure(self, each: "Figure") -> Iterator[str]:
        from generator.base import money  # noqa: PLC0415
        from generator.build.code_words import LABELS  # noqa: PLC0415

        name, _, rule = each.name.partition(":")
        rule, _, year = rule.partition(":")
        words = self.tr(LABELS["rule"].get(rule, rule))
        if year:
            words = self.tr(N_("{rule}, of {year}")).format(rule=words, year=year)
        label = self.tr(TOLD[name]).format(rule=words)
        numbers = (each.before, each.after, each.after - each.before)
        if name in ("planned", "paid"):
            before, after, more = map(money.exact, numbers)
        else:
            before, after, more = map(str, numbers)
        sign = "+" if numbers[2] > 0 else ""
        place = self.escape(each.place)
        yield f"{self.marks[1]}{place}: {label} {before} → {after} ({sign}{more})"


def _in_line(text: str) -> str:
    """Return a text in one line that is not too long to be read."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _escaped(text: str) -> str:
    r"""Return a text as Markdown shows it, whatever stands in it.

    Forges link #12 and @name in what Markdown made of a text, where no backslash is left: nobody
    is to be called who has nothing to do with it. An address is no place for backslashes.

    >>> _escaped("1. 路*灯*，见https://a.example/x_y#z。")
    '1\\. 路\\*灯\\*，见<https://a.example/x_y#z>。'
    """
    first, *rest = _ADDRESS.split(_in_line(text))
    pairs = zip(rest[::2], rest[1::2], strict=True)
    shown = _marked(first) + "".join(f"<{address}>{_marked(more)}" for address, more in pairs)
    return _BEGINS.sub(r"\1\\", shown)


def _marked(text: str) -> str:
    return _LINKED.sub("\\g<0>\u2060", _SIGNS.sub(r"\\\g<0>", text))
