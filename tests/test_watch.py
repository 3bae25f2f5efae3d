"""Changes are found while someone works: a save at once, a checkout as one, nothing missed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from generator.commands import watch
from generator.commands.watch import FEW, Changes, watching

FILES = {Path(f"{n}.md") for n in range(FEW + 1)}


def soon(changes: Changes) -> Awaitable[set[Path]]:
    """Wait for changes; half a minute is far more than any machine needs."""
    return asyncio.wait_for(changes.wait(), 30)


def run(story: Callable[[Changes], Awaitable[None]]) -> None:
    """Let a story of changes happen."""

    async def told() -> None:
        await story(Changes())

    asyncio.run(told())


def test_a_save_is_told_at_once() -> None:
    async def story(changes: Changes) -> None:
        changes.note({Path("a.md")})
        assert changes.waiting
        assert await soon(changes) == {Path("a.md")}
        assert not changes.waiting

    run(story)


def test_who_looks_ahead_takes_nothing() -> None:
    async def story(changes: Changes) -> None:
        changes.note({Path("a.md")})
        assert await changes.ahead() == (1, {Path("a.md")})
        assert await soon(changes) == {Path("a.md")}

    run(story)


def test_who_has_looked_ahead_is_told_of_what_comes_after_that() -> None:
    async def story(changes: Changes) -> None:
        changes.note({Path("a.md")})
        assert await changes.ahead() == (1, {Path("a.md")})
        later = asyncio.ensure_future(changes.ahead(changes.times))
        await asyncio.sleep(0.02)
        assert not later.done()
        changes.note({Path("a.md")})  # the same file once more
        assert await asyncio.wait_for(later, 1) == (2, {Path("a.md")})
        later = asyncio.ensure_future(changes.ahead(changes.times))
        changes.note(FILES)  # many, told once they have come to rest
        assert await asyncio.wait_for(later, 1) == (3, {*FILES})

    run(story)


def test_a_checkout_is_told_once_it_has_come_to_rest() -> None:
    async def story(changes: Changes) -> None:
        changes.note(FILES)
        assert not changes.waiting
        await asyncio.sleep(0)
        changes.note({Path("last.md")})
        assert not changes.waiting
        assert await soon(changes) == {*FILES, Path("last.md")}

    run(story)


def test_a_save_that_turns_out_to_be_a_checkout_is_held_back() -> None:
    async def story(changes: Changes) -> None:
        changes.note({Path("0.md")})
        changes.note(FILES)
        assert not changes.waiting
        assert await soon(changes) == FILES

    run(story)


def test_a_save_after_a_checkout_is_a_save_again() -> None:
    async def story(changes: Changes) -> None:
        changes.note(FILES)
        await soon(changes)
        changes.note({Path("a.md")})
        assert await soon(changes) == {Path("a.md")}

    run(story)


def test_files_are_watched_in_folders_made_later_and_made_again(tmp_path: Path) -> None:
    content, templates, settings = (tmp_path / each for each in ("content", "templates", "c.yaml"))
    content.mkdir()

    async def found(changes: Changes, path: Path) -> None:
        while path not in await soon(changes):
            pass

    async def story() -> None:
        async with watching([content, templates], settings) as changes:
            for file in (content / "a.yaml", settings):
                file.write_text("a", "utf-8")
                await found(changes, file)
            for text in ("a", "b"):
                templates.mkdir()
                await found(changes, templates)
                (templates / "unit.html").write_text(text, "utf-8")
                await found(changes, templates / "unit.html")
                (templates / "unit.html").unlink()
                templates.rmdir()
                await found(changes, templates)

    asyncio.run(story())


def test_a_file_is_told_of_that_lies_in_a_new_folder_before_anyone_looks_into_that(
    tmp_path: Path,
) -> None:
    content, told = tmp_path / "content", set[Path]()
    content.mkdir()

    async def story() -> None:
        async with watching([content], tmp_path / "c.yaml") as changes:
            for n in range(20):
                file = content / f"jia{n}/yi/a.md"
                file.parent.mkdir(parents=True)
                file.write_text("a", "utf-8")
                while file not in told:
                    told.update(await soon(changes))

    asyncio.run(story())
    assert not any(path.is_dir() for path in told)


def save(file: Path, text: str) -> None:
    """Write a file as an editor does."""
    file.write_text(text, "utf-8")


def told_of(folder: Path, file: Path, said: list[str], *, poll: bool = False) -> bool:
    """Save a file twice within a second while it is watched; tell whether both were heard of."""

    async def story() -> bool:
        async with watching([folder], folder.parent / "c.yaml", poll=poll, tell=said.append) as now:
            await asyncio.sleep(0.3)
            for text in ("1", "2"):
                save(file, text)
                while file not in await soon(now):
                    pass
        return True

    return asyncio.run(story())


def test_two_saves_within_a_second_are_seen_where_the_system_tells_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "EVERY", 0.05)
    said: list[str] = []
    file = tmp_path / "content" / "deep" / "a.md"
    file.parent.mkdir(parents=True)
    file.write_text("0", "utf-8")
    assert told_of(tmp_path / "content", file, said, poll=True)
    assert not said


@pytest.mark.parametrize("fault", [OSError, PermissionError, RuntimeError])
@pytest.mark.parametrize("later", [False, True])
def test_a_system_that_tells_no_more_is_spoken_of_once_and_changes_are_looked_for(
    fault: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, later: bool
) -> None:
    async def used_up(*_: object, **__: object) -> AsyncIterator[set[tuple[int, str]]]:
        if later:
            await asyncio.sleep(0.1)
        for each in [fault('OS file watch limit reached. about ["/made/up"]')]:
            raise each
        yield set()  # what makes it a generator

    monkeypatch.setattr(watch, "awatch", used_up)
    monkeypatch.setattr(watch, "EVERY", 0.05)
    said: list[str] = []
    file = tmp_path / "content" / "a.md"
    file.parent.mkdir()
    assert told_of(tmp_path / "content", file, said)
    assert said == ["OS file watch limit reached."]
