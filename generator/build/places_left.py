"""The places that a build under way leaves as they were, as their records or pages have errors."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from generator.base.problems import Problem
from generator.build import keep_going
from generator.build.keep_going import Earlier, Going, Reason
from generator.build.last_good import Good, Shelf
from generator.build.load import Read
from generator.build.rendered import Rendered
from generator.build.sources import Sources


@dataclass(slots=True)
class PlacesLeft:
    """What a build knows of them: which they are is found by `go_on`, see `keep_going`."""

    first: tuple[Read, Sources]
    """What was read, and of what, before any place was left as it was."""
    shelf: Shelf
    pictures: Callable[[], Collection[str]]
    """Gives the addresses of the pictures of the last build that are still there."""
    join: Callable[[Mapping[str, Good], Sources], Read]
    """Reads all with some places as they were."""
    in_pages: dict[str, list[Problem]] = field(default_factory=dict)
    """What is wrong in the pages of places, seen when these were made."""
    going: Going | None = None
    """What became of it, where there are any."""
    hindered: tuple[Reason, ...] = ()
    """Why the build cannot go on, though it was to where that can be."""

    def go_on(self) -> Going:
        """Return what is read with the places as they were that have errors, as far as can be.

        What is wrong with these does not stand among its problems.
        """
        given = *self.first, self.shelf, self.pictures()
        self.going = keep_going.go_on(*given, self.join, self.in_pages)
        self.hindered = self.going.hindered
        return self.going

    def blame(
        self, wrong: Collection[Problem], found: Read, sources: Sources, done: Rendered
    ) -> bool:
        """Note what is wrong in the pages of places; return whether places can be blamed for it."""
        blamed = keep_going.of_pages(wrong, found, sources, self.shelf, done)
        if isinstance(blamed, tuple):
            self.hindered = (blamed,)
            return False
        for place, own in blamed.items():
            self.in_pages.setdefault(place, []).extend(own)
        return True

    @property
    def told(self) -> list[Problem]:
        """What is wrong in places that are shown as they were."""
        return self.going.told if self.going else []

    @property
    def earlier(self) -> tuple[Earlier, ...]:
        """The places that are shown as they were."""
        return self.going.earlier if self.going else ()
