"""The list of a site's files is changed where it lies, and is as if it were written anew."""

import hashlib
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.build import sums_file
from generator.build.sums_file import SUMS, Listed, listed, listing_lines
from tests.test_site_writer import publish

URLS = st.lists(st.sampled_from("ab/村é.-"), min_size=1, max_size=6).map("".join)


def sum_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def listing(sums: dict[str, str]) -> bytes:
    return "".join(listing_lines(sorted(sums.items()))).encode()


@settings(max_examples=150)
@given(before=st.sets(URLS, min_size=1), more=st.sets(URLS), gone=st.sets(URLS))
def test_a_list_that_is_changed_is_as_one_that_is_written_anew(
    before: set[str], more: set[str], gone: set[str]
) -> None:
    sums = {url: sum_of(url) for url in before}
    new = {url: sum_of(url + "new") for url in more}
    with patch.object(sums_file, "FEW", 0):
        found = Listed(listing(sums)).changed([*new.items()], gone - more)
    wanted = {url: each for url, each in (sums | new).items() if url not in gone - more}
    assert found == listing(wanted)


@given(listed_=st.sets(URLS), asked=st.sets(URLS), start=st.text("ab/村", max_size=2))
def test_a_list_is_looked_up_as_it_lies(listed_: set[str], asked: set[str], start: str) -> None:
    sums = {url: sum_of(url) for url in listed_}
    found = Listed(listing(sums))
    assert {url: found.get(url) for url in asked} == {url: sums.get(url) for url in asked}
    assert {url for url in asked if url in found} == asked & listed_
    assert [*found.beginning(start)] == sorted(url for url in listed_ if url.startswith(start))
    assert [*found.unordered()] == sorted(listed_)
    assert (len(found), bool(found)) == (len(listed_), bool(listed_))


def test_it_is_written_anew_where_too_much_of_it_is_another() -> None:
    found = Listed(listing({f"{n:03}": sum_of(f"{n}") for n in range(32)}))
    few = [("000", sum_of("new"))]
    assert found.changed(few, ["001"])
    assert found.changed(few, ["001", "002"]) == b""


def test_a_list_that_is_too_large_is_not_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Listed.read(tmp_path) == ("", None)
    whole = listing({"a": sum_of("a")})
    (tmp_path / SUMS).write_bytes(whole)
    digest = hashlib.sha256(whole).hexdigest()
    said, found = Listed.read(tmp_path)
    assert (said, [*(found or Listed(b"")).unordered()]) == (digest, ["a"])
    monkeypatch.setattr(sums_file, "MUCH", len(whole) - 1)
    assert Listed.read(tmp_path) == (digest, None)


def test_a_few_files_of_many_are_published_without_all_lines_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"units/{n}.html": b"old" for n in range(64)}
    publish(tmp_path, files)
    monkeypatch.setattr(sums_file, "listing_lines", lambda _: pytest.fail("all lines"))
    after = {**files, "units/9.html": b"new", "units/99.html": b"more"}
    del after["units/3.html"]
    publish(tmp_path, after, full=False, staged={"units/9.html", "units/99.html"})
    said = listed((tmp_path / "site" / SUMS).read_bytes())
    assert said == {url: hashlib.sha256(content).hexdigest() for url, content in after.items()}
    assert [*said] == sorted(said)
