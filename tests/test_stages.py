"""Stages are timed as they pass, and whoever wants to is told how far they are."""

from generator.stages import Stages


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
