"""What a person is told of places that stay as they were, as their records have errors."""

from typing import TYPE_CHECKING

from generator.base.messages import N_
from generator.commands.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.build.keep_going import Earlier, Reason


def say(earlier: "Sequence[Earlier]", hindered: "Sequence[Reason]", out: Terminal) -> None:
    """Say which places stay as they were, or why a build did not go on without them."""
    for each in earlier:
        said = out.ntr(
            "{name} has {count} error in its records; the site goes on showing it as of {day}.",
            "{name} has {count} errors in its records; the site goes on showing it as of {day}.",
            each.errors,
        )
        if each.follows:
            said = out.tr(
                N_(
                    "The records of {name} do not fit those that the site goes on showing of other"
                    " places; so it goes on showing {name}, too, as of {day}."
                )
            )
        out.say(said.format(name=each.name, count=each.errors, day=each.day))
    for message, values in hindered:
        why = out.tr(message).format(**dict(values))
        out.say(out.tr(N_("--keep-going did not help: {reason}")).format(reason=why))
