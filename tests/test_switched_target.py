"""A link that leads to one of two folders: readers see the old site or the new one, never both."""

import os
import re
import subprocess
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from generator.build import publish, sums_file, switched_target
from generator.build.folder_target import Folder
from generator.build.publish import Publishing, Site
from generator.build.site_access import Refused
from tests.conftest import files
from tests.published_sites import (
    AFTER,
    BEFORE,
    NEW,
    OLD,
    Hook,
    Killed,
    before_each_change,
    contradictions,
    killing,
    lay,
    style,
    sums,
)

DAY = date(2018, 12, 31)


@pytest.fixture(autouse=True)
def no_power_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # and it takes long


@pytest.fixture
def link(tmp_path: Path) -> Path:
    return tmp_path / "www" / "site"


def turn(
    site: Site,
    link: Path,
    hook: Hook | None = None,
    *,
    full: bool = False,
    days: int = 0,
    day: date = DAY,
) -> Publishing:
    """Publish, calling `hook` before each change that is made; return what was done."""
    of = switched_target.sides(link, asked=True)
    assert of is not None
    look = partial(publish.prepared, site, full=full, days=days, day=day)
    work = publish.turned(site, link, of, look)
    if hook is None:
        work.run(lambda *_: None)
        return work
    with before_each_change(hook):
        work.run(lambda *_: None)
    return work


def whole(there: Mapping[str, bytes], content: Mapping[str, bytes]) -> bool:
    return there == {**content, sums_file.SUMS: sums(dict(content))}


def test_readers_see_the_old_site_whole_until_the_link_is_turned_to_the_new_one(
    tmp_path: Path, link: Path
) -> None:
    turn(lay(tmp_path / "site", BEFORE), link)
    assert link.readlink() == Path("site.1")
    assert whole(files(link), BEFORE)
    steps = 0

    def look(_: str) -> None:
        nonlocal steps
        steps += 1
        there = files(link)
        assert whole(there, BEFORE) or whole(there, AFTER)
        assert not contradictions(there)

    turn(lay(tmp_path / "site", AFTER), link, look)
    assert steps > len(AFTER)
    assert link.readlink() == Path("site.2")
    assert whole(files(link), AFTER)


def test_only_what_changed_since_the_time_before_the_last_is_copied(
    tmp_path: Path, link: Path
) -> None:
    for content in (BEFORE, AFTER):
        turn(lay(tmp_path / "site", content), link)
    third = {**AFTER, "feed.xml": b"the third"}
    work = turn(lay(tmp_path / "site", third), link)
    assert set(work.plan.sent) == {url for url in third if BEFORE.get(url) != third[url]}
    assert link.readlink() == Path("site.1")
    assert whole(files(link), third)


def test_where_readers_see_the_site_already_nothing_is_done(tmp_path: Path, link: Path) -> None:
    for content in (BEFORE, AFTER):
        turn(lay(tmp_path / "site", content), link)
    changes: list[str] = []
    assert turn(lay(tmp_path / "site", AFTER), link, changes.append).plan.empty
    assert changes == []
    assert link.readlink() == Path("site.2")


def test_going_back_to_the_site_before_turns_the_link_and_copies_nothing(
    tmp_path: Path, link: Path
) -> None:
    for content in (BEFORE, AFTER):
        turn(lay(tmp_path / "site", content), link)
    work = turn(lay(tmp_path / "site", BEFORE), link)
    assert work.plan.count == 0
    assert link.readlink() == Path("site.1")
    assert whole(files(link), BEFORE)


def test_what_was_changed_by_hand_in_the_folder_that_readers_see_is_put_right_in_the_other(
    tmp_path: Path, link: Path
) -> None:
    site = lay(tmp_path / "site", BEFORE)
    turn(site, link)
    (link / "feed.xml").write_bytes(b"odd")
    turn(site, link, full=True)
    assert link.readlink() == Path("site.2")
    assert whole(files(link), BEFORE)


@pytest.mark.parametrize("first", [{}, BEFORE], ids=["no site yet", "a site"])
def test_whoever_is_killed_at_any_step_readers_have_a_whole_site_and_the_next_publish_ends_it(
    tmp_path: Path, first: dict[str, bytes]
) -> None:
    steps = 0
    while True:
        link = tmp_path / f"www-{steps}" / "site"
        if first:
            turn(lay(tmp_path / "site", first), link)
        try:
            turn(lay(tmp_path / "site", AFTER), link, killing(steps))
            break
        except Killed:
            seen = files(link) if link.exists() else {}
            # the link was turned, and the folder that it leads to is whole
            assert not seen or whole(seen, first) or whole(seen, AFTER)
        turn(lay(tmp_path / "site", AFTER), link)
        assert whole(files(link), AFTER)
        assert [each.name for each in link.parent.iterdir() if each.name.startswith(".")] == []
        steps += 1
    assert steps > len(AFTER)


def test_styles_of_pages_that_readers_have_open_lie_in_the_new_folder_too_for_some_days(
    tmp_path: Path, link: Path
) -> None:
    turn(lay(tmp_path / "site", BEFORE), link, days=7)
    turn(lay(tmp_path / "site", AFTER), link, days=7)
    assert (link / style(OLD)).read_bytes() == OLD.encode()
    third = {**AFTER, "feed.xml": b"the third"}  # goes to the folder in which both never lay
    later = DAY + timedelta(5)
    turn(lay(tmp_path / "site", third), link, days=7, day=later)
    assert link.readlink() == Path("site.1")
    assert (link / style(OLD)).is_file()
    assert (link / style(NEW)).is_file()
    for day, feed in ((8, b"the fourth"), (9, b"the fifth")):
        content = {**AFTER, "feed.xml": feed}
        turn(lay(tmp_path / "site", content), link, days=7, day=DAY + timedelta(day))
        assert not (link / style(OLD)).exists(), day
    assert whole(files(link), content)


def test_a_folder_a_file_and_a_link_elsewhere_are_refused_and_said_how_to_make_the_link(
    link: Path,
) -> None:
    link.mkdir(parents=True)
    with pytest.raises(Refused, match=r"mv .*site .*site\.1 && ln -s site\.1 .*site\."):
        switched_target.sides(link, asked=True)
    link.rmdir()
    link.write_bytes(b"")
    with pytest.raises(Refused, match="is a file"):
        switched_target.sides(link, asked=True)
    link.unlink()
    link.symlink_to("elsewhere")
    with pytest.raises(Refused, match="a link to another folder"):
        switched_target.sides(link, asked=True)
    assert switched_target.sides(link, asked=False) is None  # published through, as ever


def test_a_folder_that_was_moved_and_linked_as_told_is_turned_from_then_on(
    tmp_path: Path, link: Path
) -> None:
    run = publish.prepared(
        lay(tmp_path / "site", BEFORE),
        Folder(tmp_path / "site", link),
    )
    run.run(lambda *_: None)
    link.rename(link.with_name("site.1"))
    link.symlink_to(link.with_name("site.1"))  # in full, as the command that is told makes it
    assert switched_target.sides(link, asked=False) is not None
    turn(lay(tmp_path / "site", AFTER), link)
    assert link.readlink() == Path("site.2")
    assert whole(files(link), AFTER)


def test_a_first_publish_that_was_stopped_goes_on_as_it_began_without_being_asked(
    tmp_path: Path, link: Path
) -> None:
    """Else the next night would make a folder of what was to be a link."""
    assert switched_target.sides(link, asked=False) is None
    site = lay(tmp_path / "site", BEFORE)
    with pytest.raises(Killed):
        turn(site, link, killing(7))
    of = switched_target.sides(link, asked=False)
    assert of == switched_target.sides(link, asked=True)
    turn(site, link)
    assert whole(files(link), BEFORE)


def test_a_folder_becomes_a_link_as_told_whatever_lies_beside_it(link: Path) -> None:
    link.mkdir(parents=True)
    for number in ("1", "2"):
        with pytest.raises(Refused) as told:
            switched_target.sides(link, asked=True)
        assert f"ln -s site.{number} " in str(told.value)
        link.with_name(f"site.{number}").mkdir()
    (link / "mine.txt").write_text("x", "utf-8")
    with pytest.raises(Refused) as told:
        switched_target.sides(link, asked=True)
    command = re.findall(r"once: (.*)\. Then", str(told.value))[0]
    subprocess.run(["sh", "-c", command], check=True)
    assert link.with_name("site.old").joinpath("mine.txt").exists()
    assert switched_target.sides(link, asked=True) is not None


def test_a_link_whose_folder_is_reached_another_way_is_turned(tmp_path: Path, link: Path) -> None:
    link.parent.mkdir()
    (tmp_path / "srv").symlink_to("www")
    link.symlink_to(link.with_name("site.1"))
    assert switched_target.sides(tmp_path / "srv" / "site", asked=True) is not None


def test_a_link_to_what_is_gone_is_turned_to_a_folder_that_is_there(
    tmp_path: Path, link: Path
) -> None:
    link.parent.mkdir()
    link.symlink_to("site.1")
    turn(lay(tmp_path / "site", BEFORE), link)
    assert link.readlink() == Path("site.2")
    assert whole(files(link), BEFORE)


def test_a_folder_of_someone_else_beside_the_link_is_left_alone(tmp_path: Path, link: Path) -> None:
    turn(lay(tmp_path / "site", BEFORE), link)
    other = link.with_name("site.2")
    other.mkdir()
    (other / "letter.txt").write_text("of someone", "utf-8")
    with pytest.raises(Refused, match=r"site\.2"):
        turn(lay(tmp_path / "site", AFTER), link)
    assert whole(files(link), BEFORE)
    assert files(other) == {"letter.txt": b"of someone"}
