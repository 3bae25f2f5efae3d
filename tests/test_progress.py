"""Stages are timed as they pass, and whoever wants to is told how far they are."""

import sys
import threading
from io import StringIO

import pytest

from generator.base.progress import Stages
from generator.commands.terminal import Terminal


def test_each_stage_is_timed_and_told_of() -> None:
    told: list[tuple[str, int, int]] = []
    stages = Stages(lambda *news: told.append(news))
    with stages("Reading") as stage:
        assert list(stage.told("ab", 2)) == ["a", "b"]
        stage.count = 2
    with stages("Joining"):
        pass
    assert told == [("Reading", 1, 2), ("Reading", 2, 2)]
    assert [(each.name, each.count) for each in stages.done] == [("Reading", 2), ("Joining", 0)]
    assert all(each.seconds >= 0 for each in stages.done)


def test_a_bar_on_a_terminal_moves_and_needs_no_other_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Screen(StringIO):
        def isatty(self) -> bool:
            return True

    screen, before = Screen(), threading.active_count()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with Terminal("en").progress() as tell:
        tell("Making pages", 1, 4)
        assert "25%" in screen.getvalue()
        tell("Making pages", 4, 4)
        assert threading.active_count() == before
    assert "100%" in screen.getvalue()
