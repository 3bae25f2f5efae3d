"""The list of a site's files is changed where it lies, and is as if it were written anew."""

import hashlib
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.build import sums_file
from generator.build.sums_file import SUMS, changed, listed, listing_lines
from tests.test_site_writer import publish

URLS = st.lists(st.sampled_from("ab/村é.-"), min_size=1, max_size=6).map("".join)


def sum_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def listing(sums: dict[str, str]) -> bytes:
    return "".join(listing_lines(sorted(sums.items()))).encode()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.sets(URLS, min_size=1), more=st.sets(URLS), gone=st.sets(URLS))
def test_a_list_that_is_changed_is_as_one_that_is_written_anew(
    tmp_path: Path, before: set[str], more: set[str], gone: set[str]
) -> None:
    sums = {url: sum_of(url) for url in before}
    new = {url: sum_of(url + "new") for url in more}
    (tmp_path / SUMS).write_bytes(listing(sums))
    with patch.object(sums_file, "FEW", 0):
        found = changed(tmp_path / SUMS, [*new.items()], gone - more)
    wanted = {url: each for url, each in (sums | new).items() if url not in gone - more}
    assert found == listing(wanted)


def test_it_is_written_anew_where_it_is_too_large_or_too_much_of_it_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, sums = tmp_path / SUMS, {f"{n:03}": sum_of(f"{n}") for n in range(32)}
    file.write_bytes(listing(sums))
    few = [("000", sum_of("new"))]
    assert changed(file, few, ["001"])
    assert changed(file, few, ["001", "002"]) == b""
    monkeypatch.setattr(sums_file, "MUCH", file.stat().st_size - 1)
    assert changed(file, few, []) == b""


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
