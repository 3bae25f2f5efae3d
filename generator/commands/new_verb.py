"""The verb `new`: a record to fill in."""

import argparse

from generator.base.messages import N_
from generator.commands import verbs
from generator.commands.terminal import Terminal


def add(known: verbs.Verbs, *, chosen: bool) -> None:
    """Add the verb."""
    example = "portal new project xian/zhen/cun/2018-gonglu"
    made = known.add("new", _new, N_("write a record to fill in"), example)
    if not chosen:
        return  # no other verb asks for the kinds, which take a while to load
    from generator.commands.new import WORDS  # noqa: PLC0415

    kinds = "、".join(f"{word} ({made.tr(new.says)})" for word, (_, new) in WORDS.items())
    said = made.tr(N_("kind of record: {kinds}")).format(kinds=kinds)
    made.add_argument("kind", type=_kind, choices=[*WORDS], metavar=made.tr("KIND"), help=said)
    said = made.tr(N_("its address: folders and name, without ending"))
    made.add_argument("path", metavar=made.tr("PATH"), help=said)
    said = made.tr(N_("what it is called, instead of the example"))
    made.add_argument("--title", metavar=made.tr("TITLE"), help=said)


def _kind(typed: str) -> str:
    """Return the word of a kind, whichever of its names was typed; what is none stays as it is."""
    from generator.commands.sheet_kinds import named  # noqa: PLC0415
    from generator.model.kinds.registry import KINDS  # noqa: PLC0415

    folder = named(typed)
    new = KINDS[folder].new if folder else None
    return new.word if new else typed


def _new(chosen: argparse.Namespace, out: Terminal) -> int:
    from generator.commands import new  # noqa: PLC0415

    found, problems = verbs.load(chosen)
    if found is None:
        return verbs.tell(problems, "text", out)
    if chosen.title and not new.titled(chosen.kind):
        words = N_("A record of {kind} has no title, so nothing was written: leave --title out.")
        out.say(out.tr(words).format(kind=chosen.kind))
        return verbs.USAGE
    path, problems = new.write(found, chosen.kind, chosen.path, out.language, chosen.title)
    if path is not None:
        out.say(
            out.tr(N_("Written: {file}. It is a draft until you remove “status: draft”.")).format(
                file=path
            )
        )
    return verbs.tell(problems, "text", out) if problems else verbs.DONE
