"""The list of files of a site is looked up and changed where it lies, as if it had been read."""

from hypothesis import example, given
from hypothesis import strategies as st

from generator.build import file_list, transaction
from generator.build.file_list import FileList

URLS = st.sampled_from(["a", "a/b", "a-b", "a0", "assets/x.css", "assets-of", "b", "z/镇.html"])
SUMS = st.dictionaries(URLS, st.sampled_from(["0" * 64, "f" * 64]))


@given(SUMS, SUMS, st.sets(URLS), st.sampled_from([1, 10_000]))
@example({}, {}, set(), 10_000)
@example({"b": "0" * 64}, {"a": "0" * 64}, {"z"}, 1)
def test_a_list_that_is_changed_is_the_one_that_is_written_anew(
    before: dict[str, str], more: dict[str, str], gone: set[str], many: int
) -> None:
    gone -= more.keys()
    now = {url: each for url, each in (before | more).items() if url not in gone}
    file_list._MANY, kept = many, file_list._MANY
    try:
        found = FileList.of(before).changed(more, gone)
    finally:
        file_list._MANY = kept
    assert found.content == transaction.listing(now)
    assert len(found) == len(now)
    for url in ("a", "a/b", "a-b", "a0", "assets/x.css", "b", "z/镇.html", "", "zz"):
        assert found.get(url) == now.get(url, "")
        assert (url in found) is (url in now)


def test_what_is_in_a_folder_is_found_and_nothing_of_like_name() -> None:
    found = FileList.of(
        dict.fromkeys(["assets-of", "assets/a", "assets/b/c", "asset", "z"], "0" * 64)
    )
    assert [*found.beneath("assets/")] == ["assets/a", "assets/b/c"]
    assert [*found.beneath("nothing/")] == []
    assert [*FileList().beneath("assets/")] == []
