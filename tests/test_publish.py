"""A site on its way to its readers: whatever stops it, they meet no half of it."""

import os
import uuid
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path

import fsspec
import pytest

from generator.base import sorted_rows
from generator.base.sorted_rows import SortedRows
from generator.build import old_assets, publish, publish_plan, sums_file
from generator.build.folder_target import Folder
from generator.build.object_target import Store
from generator.build.publish import Site
from generator.build.site_access import Refused
from generator.model.publish_targets import Target
from tests.conftest import files
from tests.published_sites import (
    AFTER,
    BEFORE,
    NEW,
    OLD,
    Hook,
    Killed,
    before_each_change,
    broken,
    contradictions,
    killing,
    lay,
    run,
    style,
    sums,
)


class Watched(Store):
    """A store that tells of each object that is about to be written or removed."""

    def __init__(self, site: Path, url: str, hook: Hook) -> None:
        super().__init__(site, url, at_once=1)
        self.hook = hook

    def write(self, url: str, content: bytes) -> None:
        self.hook(url)
        super().write(url, content)

    def delete(self, url: str) -> None:
        self.hook(url)
        super().delete(url)


class Place:
    """A target that can be looked at from outside, stopped at a step, and made anew."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind, self.base = kind, folder
        self.new()

    def new(self) -> None:
        """Use another one, which is empty."""
        self.name = uuid.uuid4().hex

    def target(self, site: Site, hook: Hook = lambda _: None) -> Target:
        if self.kind == "folder":
            return Folder(site.folder, self.base / self.name)
        return Watched(site.folder, f"memory://{self.name}", hook)

    def there(self) -> dict[str, bytes]:
        if self.kind == "folder":
            folder = self.base / self.name
            return files(folder) if folder.is_dir() else {}
        store = fsspec.filesystem("memory")
        found = store.find(f"/{self.name}")
        return {path[len(self.name) + 2 :]: bytes(store.cat_file(path)) for path in found}

    def ours(self) -> dict[str, bytes]:
        return {url: each for url, each in self.there().items() if "publishing" not in url}

    def publish(self, site: Site, hook: Hook = lambda _: None) -> None:
        """Publish, calling `hook` before each change that is made."""
        with before_each_change(hook) if self.kind == "folder" else nullcontext():
            run(site, self.target(site, hook))


@pytest.fixture(params=["folder", "store"])
def place(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # no power is cut here, and it takes long
    yield Place(request.param, tmp_path)
    fsspec.filesystem("memory").store.clear()


def whole(place: Place, content: dict[str, bytes]) -> None:
    assert place.there() == {**content, sums_file.SUMS: sums(content)}


def test_a_target_becomes_the_site_however_little_memory_there_is(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorted_rows, "MOST", 2)
    for content in (BEFORE, AFTER):
        site = lay(tmp_path / "site", content)
        run(site, place.target(site))
        whole(place, content)
        put(place, tmp_path, "feed.xml", b"else")
        assert [*run(site, place.target(site), full=True).plan.changed] == ["feed.xml"]
        whole(place, content)


def test_a_target_becomes_the_site_and_then_nothing_is_sent(place: Place, tmp_path: Path) -> None:
    for content in (BEFORE, AFTER):
        site = lay(tmp_path / "site", content)
        place.publish(site)
        whole(place, content)
        changes: list[str] = []
        place.publish(site, changes.append)
        assert changes == []


def test_only_what_differs_is_sent(place: Place, tmp_path: Path) -> None:
    place.publish(lay(tmp_path / "site", BEFORE))
    work = publish.prepared(
        lay(tmp_path / "site", AFTER), place.target(Site(tmp_path / "site", SortedRows()))
    )
    assert sorted(work.plan.new) == sorted(set(AFTER) - set(BEFORE))
    assert sorted(work.plan.gone) == sorted(set(BEFORE) - set(AFTER))
    assert [*work.plan.changed] == sorted(
        url for url in BEFORE if url in AFTER and BEFORE[url] != AFTER[url]
    )
    assert work.plan.kept == 1


def test_at_no_moment_a_reader_meets_a_page_without_its_style_or_a_link_to_nothing(
    place: Place, tmp_path: Path
) -> None:
    place.publish(lay(tmp_path / "site", BEFORE))
    seen = []

    def look(_: str) -> None:
        there = place.there()
        seen.append(set(there))
        assert broken(there, BEFORE, AFTER) == []
        assert contradictions(there) == []

    place.publish(lay(tmp_path / "site", AFTER), look)
    assert len(seen) > len(set(AFTER))
    assert broken(place.there(), BEFORE, AFTER) == []


@pytest.mark.parametrize("then", [BEFORE, AFTER], ids=["the old site again", "the same"])
@pytest.mark.parametrize("first", [{}, BEFORE], ids=["empty", "full"])
def test_whoever_is_killed_at_any_step_the_next_publish_ends_in_the_site(
    place: Place, tmp_path: Path, first: dict[str, bytes], then: dict[str, bytes]
) -> None:
    steps = 0  # that were made before the first was killed
    while True:
        place.new()
        if first:
            place.publish(lay(tmp_path / "site", first))
        try:
            place.publish(lay(tmp_path / "site", AFTER), killing(steps))
        except Killed:
            pass
        else:
            break
        there = place.there()
        assert broken(there, first, AFTER) == [], steps
        assert contradictions(there) == [], steps

        def look(_: str) -> None:
            there = place.there()
            assert broken(there, (), then) == []
            assert contradictions(there) == []

        # looking into a folder at each step takes long, and its order is the store's
        place.publish(lay(tmp_path / "site", then), *([look] if place.kind == "store" else []))
        whole(place, then)
        steps += 1
    assert steps > len(AFTER)


def test_what_was_sent_before_an_interruption_is_not_sent_again(
    place: Place, tmp_path: Path
) -> None:
    site, left = lay(tmp_path / "site", AFTER), 12

    def kill(_: str) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise Killed

    with pytest.raises(Killed):
        place.publish(site, kill)
    there = place.ours()
    assert there
    work = publish.prepared(site, place.target(site))
    assert work.state.half
    assert sorted(work.plan.sent) == sorted(set(AFTER) - set(there))


def test_files_go_after_all_else_styles_last_of_them_and_the_sums_at_the_very_end(
    tmp_path: Path,
) -> None:
    place = Place("store", tmp_path)
    place.publish(lay(tmp_path / "site", BEFORE))
    order: list[str] = []
    place.publish(lay(tmp_path / "site", AFTER), order.append)
    order = [url for url in order if "publishing" not in url]
    assert order[0] == order[-1] == sums_file.SUMS  # away, and back
    sent = [url for url in order if url in AFTER]
    gone = [url for url in order if url in BEFORE and url not in AFTER]
    assert order[1:-1] == [*sent, *gone]
    assert gone[-2:] == sorted([style("body {}"), "media/a-1.jpg"])
    kinds = [(publish_plan.kind(url), url in BEFORE) for url in sent]
    assert list(dict.fromkeys(kinds)) == [
        (publish_plan.ASSETS, False),
        (publish_plan.PICTURES, False),
        (publish_plan.PAGES, False),
        (publish_plan.FEEDS, False),
        (publish_plan.PAGES, True),
        (publish_plan.SEARCH, True),
        (publish_plan.FEEDS, True),
    ]


def test_a_page_in_whichever_folder_is_a_page_and_its_compressed_form_goes_with_it() -> None:
    for url in ("assets/index.html", "search/index.html.gz", "en/media/index.html.br"):
        assert publish_plan.kind(url) == publish_plan.PAGES
    assert publish_plan.kind("assets/x.0123456789.css.gz") == publish_plan.ASSETS
    assert publish_plan.kind("search/zh-Hant/places.json.br") == publish_plan.SEARCH
    assert publish_plan.kind("robots.txt.gz") == publish_plan.FEEDS


def test_what_others_put_into_a_target_stays(place: Place, tmp_path: Path) -> None:
    place.publish(lay(tmp_path / "site", BEFORE))
    mine = {"robots-of-others.txt": b"mine", "old/deep/mine.html": b"mine"}
    for url, content in mine.items():
        if place.kind == "folder":
            (tmp_path / place.name / url).write_bytes(content)
        else:
            fsspec.filesystem("memory").pipe_file(f"/{place.name}/{url}", content)
    place.publish(lay(tmp_path / "site", AFTER))
    whole_with = {**AFTER, sums_file.SUMS: sums(AFTER), **mine}
    assert place.there() == whole_with


def test_a_target_with_files_of_others_alone_is_refused(place: Place, tmp_path: Path) -> None:
    site = lay(tmp_path / "site", AFTER)
    if place.kind == "folder":
        (tmp_path / place.name).mkdir()
        (tmp_path / place.name / "x").write_bytes(b"mine")
    else:
        fsspec.filesystem("memory").pipe_file(f"/{place.name}/x", b"mine")
    with pytest.raises(Refused, match="not made by portal"):
        place.publish(site)
    assert place.there() == {"x": b"mine"}


def test_what_was_cut_or_lost_at_the_target_is_sent_again(place: Place, tmp_path: Path) -> None:
    site = lay(tmp_path / "site", AFTER)
    place.publish(site)
    if place.kind == "folder":
        (tmp_path / place.name / "index.html").write_bytes(b"cut")
        (tmp_path / place.name / "a new/页.html").unlink()
    else:
        fsspec.filesystem("memory").pipe_file(f"/{place.name}/index.html", b"cut")
        fsspec.filesystem("memory").rm_file(f"/{place.name}/a new/页.html")
    place.publish(site)
    whole(place, AFTER)


def test_full_compares_bytes(place: Place, tmp_path: Path) -> None:
    site = lay(tmp_path / "site", AFTER)
    place.publish(site)
    if place.kind == "folder":
        (tmp_path / place.name / "feed.xml").write_bytes(b"odd")
    else:
        fsspec.filesystem("memory").pipe_file(f"/{place.name}/feed.xml", b"odd")
    assert publish.prepared(site, place.target(site)).plan.empty
    assert run(site, place.target(site), full=True).plan.changed.get("feed.xml")
    whole(place, AFTER)


def test_a_link_or_a_folder_in_the_place_of_a_file_is_replaced_and_nothing_behind_it(
    tmp_path: Path,
) -> None:
    place = Place("folder", tmp_path)
    site = lay(tmp_path / "site", AFTER)
    place.publish(site)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "二.html").write_bytes(b"not ours")
    target = tmp_path / place.name
    (target / "index.html").unlink()
    (target / "index.html").mkdir()
    for url in ("页.html", "二.html"):
        (target / "a new" / url).unlink()
    (target / "a new").rmdir()
    (target / "a new").symlink_to(outside)
    (target / "feed.xml").unlink()
    (target / "feed.xml").symlink_to(outside / "二.html")
    place.publish(site)
    whole(place, AFTER)
    assert files(outside) == {"二.html": b"not ours"}


def test_files_keep_their_time_so_that_browsers_need_not_fetch_them_anew(tmp_path: Path) -> None:
    site = lay(tmp_path / "site", AFTER)
    os.utime(site.folder / "index.html", (10**9, 10**9))
    run(site, Folder(site.folder, tmp_path / "target"))
    assert (tmp_path / "target/index.html").stat().st_mtime == 10**9


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
@pytest.mark.parametrize("mask", [0o077, 0o027])
def test_what_is_published_all_may_read_though_this_machine_keeps_new_files_from_others(
    mask: int, tmp_path: Path
) -> None:
    """Servers that were hardened often do: then nginx would answer 403 for every page."""
    before = os.umask(mask)
    try:
        site = lay(tmp_path / "site", AFTER)
        assert (site.folder / "index.html").stat().st_mode & 0o777 == 0o666 & ~mask
        run(site, Folder(site.folder, tmp_path / "srv/target"))
    finally:
        os.umask(before)
    rights = {path: path.stat().st_mode for path in (tmp_path / "srv").rglob("*")}
    assert {mode & 0o444 for mode in rights.values()} == {0o444}
    assert {mode & 0o555 for path, mode in rights.items() if path.is_dir()} == {0o555}
    assert not any(mode & 0o022 for mode in rights.values())


def later(place: Place, site: Site, days: int, on: date) -> publish.Publishing:
    """Publish on a day, with styles kept for so many days."""
    work = publish.prepared(site, place.target(site), days=days, day=on)
    work.run(lambda *_: None)
    return work


def test_a_target_keeps_the_styles_of_a_site_that_kept_none_itself(
    place: Place, tmp_path: Path
) -> None:
    """As one that was made anew elsewhere."""
    first = date(2018, 1, 1)
    later(place, lay(tmp_path / "site", BEFORE), 30, first)
    site = lay(tmp_path / "site", AFTER)
    work = later(place, site, 30, first + timedelta(10))
    assert work.plan.stays == 1
    kept = {style(OLD): BEFORE[style(OLD)]}
    left = {old_assets.LEFT: f"2018-01-11  {style(OLD)}\n".encode()}
    made = {**AFTER, sums_file.SUMS: sums(AFTER)}
    assert place.there() == {**made, **kept, **left}
    work = later(place, site, 30, first + timedelta(40))
    assert (work.plan.empty, work.strangers) == (True, [])
    later(place, site, 30, first + timedelta(41))
    assert place.there() == made


def test_styles_that_the_site_before_kept_long_enough_are_kept_no_longer_by_the_target(
    place: Place, tmp_path: Path
) -> None:
    before = {**BEFORE, old_assets.LIST: f"2018-01-01  {style(OLD)}\n".encode()}
    later(place, lay(tmp_path / "site", before), 30, date(2018, 1, 2))
    later(place, lay(tmp_path / "site", AFTER), 30, date(2018, 2, 1))
    assert place.there() == {**AFTER, sums_file.SUMS: sums(AFTER)}


def test_a_style_that_comes_back_is_the_site_s_own_again(place: Place, tmp_path: Path) -> None:
    for content in (BEFORE, AFTER, BEFORE):
        later(place, lay(tmp_path / "site", content), 30, date(2018, 1, 1))
    assert set(place.there()) - set(BEFORE) == {sums_file.SUMS, style(NEW), old_assets.LEFT}
    later(place, lay(tmp_path / "site", BEFORE), 0, date(2018, 1, 1))
    whole(place, BEFORE)


def test_a_list_of_sums_with_the_ends_of_lines_of_windows_names_the_same_files(
    place: Place, tmp_path: Path
) -> None:
    site = lay(tmp_path / "site", AFTER)
    place.publish(site)
    put(place, tmp_path, sums_file.SUMS, sums(AFTER).replace(b"\n", b"\r\n"))
    plan = publish.prepared(site, place.target(site)).plan
    assert (plan.count, len(plan.gone), plan.listed) == (0, 0, False)
    place.publish(site)
    whole(place, AFTER)


def test_what_a_target_holds_besides_is_named_even_where_its_list_of_sums_was_lost(
    place: Place, tmp_path: Path
) -> None:
    site = lay(tmp_path / "site", BEFORE)
    place.publish(site)
    assert publish.prepared(site, place.target(site)).strangers == []
    put(place, tmp_path, sums_file.SUMS, b"")
    put(place, tmp_path, ".htaccess", b"")
    work = run(lay(tmp_path / "site", AFTER), place.target(site))
    assert work.strangers == sorted(set(BEFORE) - set(AFTER))


def put(place: Place, folder: Path, url: str, content: bytes) -> None:
    """Write something into a target as another program would."""
    if place.kind == "folder":
        (folder / place.name / url).write_bytes(content)
    else:
        fsspec.filesystem("memory").pipe_file(f"/{place.name}/{url}", content)
