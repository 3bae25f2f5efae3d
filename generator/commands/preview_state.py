"""What a preview shows now: the pages that were built beside the real site, and what is wrong."""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from generator.base.problems import Problem, errors, in_order
from generator.base.processes import NO_FORK, cores, unheard
from generator.build import build, build_memory, preview_first
from generator.commands import draft_marks
from generator.model import config
from generator.model.config import Config


@dataclass(slots=True)
class Preview:
    """The state of a preview: where its pages lie, and what is wrong with the content now."""

    config: Path
    language: str
    site: Path
    problems: list[Problem] = field(default_factory=list)
    news: int = 0
    """How many times there was something new to see."""
    served: dict[str, int] = field(default_factory=dict)
    """For each address that was asked for, what `news` was then."""
    ahead: dict[str, Path] = field(default_factory=dict)
    """Pages of a build that is not done yet, by address: where they lie for the moment."""
    guessed: dict[str, bytes] = field(default_factory=dict)
    """Pages of records that were saved while a build was under way."""
    memory: build_memory.Memory = field(default_factory=build_memory.Memory)
    drafts: frozenset[str] = frozenset()
    """Where drafts are shown, by `draft_marks.addresses`, in the last build that was right."""
    shown: int = 0
    """How many drafts that are."""
    lock: Lock = field(default_factory=Lock)
    """Held by whoever changes `guessed`: the builder, or who guesses beside it."""
    known: tuple[Config, date] | None = None
    """The configuration and the day of the last build."""
    awaited: dict[str, Path] = field(default_factory=dict)
    """Addresses of pages that will be looked at in a moment, each with the record being saved."""
    alone: Callable[[], None] = unheard
    """Told where the system ends a process of a build: see `processes.workers`."""
    put_off: bool = False
    """Whether files to be taken away are as they were before what was changed last."""

    def guess(
        self,
        changed: Collection[Path],
        watched: preview_first.Watched,
        before: Collection[Path] = (),
    ) -> dict[str, str]:
        """Show what can be told of `changed` at once, before any build; return the sums of pages.

        `before` are others that no build knows yet. The next build shows it once more if it was
        wrong.
        """
        sources = self.memory.sources
        if self.known is None or sources is None or any(errors(self.problems)):
            return {}
        found, as_of = self.known
        if not all(path.is_relative_to(found.content) for path in (*changed, *before)):
            return {}

        def show(pages: dict[str, Path]) -> None:
            new = {url: path.read_bytes() for url, path in pages.items()}
            with self.lock:
                fresh = {url for url, page in new.items() if self.guessed.get(url) != page}
                self.guessed = {**self.guessed, **new}
            watched.show({url: path for url, path in pages.items() if url in fresh})

        # what it looks at may change meanwhile; the build will tell
        with NO_FORK, suppress(Exception):
            return preview_first.guess(
                found,
                as_of,
                sources,
                self.memory,
                changed,
                replace(watched, show=show),
                before,
            )
        return {}

    def tells(self, changed: Collection[Path], urls: Collection[str]) -> bool:
        """Tell whether no page at `urls` is of anything but the `changed` records themselves."""
        if self.known is None or self.memory.printed is None:
            return False
        own, press = preview_first.pages_of(self.known[0], changed), self.memory.printed[1]
        return {press.page_of(url) for url in urls} <= own

    def rebuild(
        self,
        changed: Collection[Path] = (),
        watched: preview_first.Watched = preview_first.UNWATCHED,
        guessed: Mapping[str, str] = MappingProxyType({}),
    ) -> bool:
        """Build once more, after `changed`; return whether a reader sees anything new.

        The pages of the sums in `guessed` were shown by `guess`. Where nothing was changed, what
        was `put_off` is made too. After a fault nothing is taken for known, as what was told to
        have changed is lost. Raises OSError, `Refused` and `preview_first.Superseded` as
        `build.build` does.
        """
        before = self.guessed
        try:
            seen = self._rebuild(changed, watched, guessed)
        except preview_first.Superseded:
            raise  # all that was told is known
        except BaseException:
            self.memory.forget()
            self._settle(before)
            raise
        finally:
            self.ahead = {}
        self._settle(before)
        return seen

    def _settle(self, guessed: dict[str, bytes]) -> None:
        """Forget what was `guessed` before a build that has come to its end."""
        with self.lock:
            kept = {u: page for u, page in self.guessed.items() if guessed.get(u) is not page}
            self.guessed = kept

    def _rebuild(
        self,
        changed: Collection[Path],
        watched: preview_first.Watched,
        guessed: Mapping[str, str],
    ) -> bool:
        before = self.problems
        # a fault now would be one again: what is changed next puts off what is not made
        self.put_off = self.put_off and bool(changed)

        def show(pages: dict[str, Path]) -> None:
            if watched.stale():
                return  # what is newer may be shown by now
            self.ahead = {**self.ahead, **pages}
            self._settle({url: page for url, page in self.guessed.items() if url in pages})
            watched.show(pages)

        found, problems = config.load(self.config)
        if found is None:
            self.problems = in_order(problems)
            self.memory.forget()
            return self.problems != before
        self.known = found, config.day(found)
        report = build.build(
            *self.known,
            site=self.site,
            jobs=cores(),
            session=preview_first.Session(
                self.memory,
                changed,
                # while there are errors, a page would be shown with those of before
                preview_first.UNWATCHED if any(errors(before)) else replace(watched, show=show),
                drafts=True,
                puts_off=bool(changed),
                guessed={**guessed},
            ),
            alone=self.alone,
        )
        self.problems = in_order([*problems, *report.problems])
        done, were = report.published, self.drafts
        if done:
            self.drafts = draft_marks.addresses(report.drafts, found.settings.languages)
            self.shown = len(report.drafts)
        self.put_off = report.put_off or (self.put_off and not done)
        new = bool(done and (done.written or done.removed)) or self.drafts != were
        return new or self.problems != before
