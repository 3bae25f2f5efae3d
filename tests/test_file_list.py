"""Files of a site are known the same, whether they are looked up in the last list or all held."""

from hypothesis import given
from hypothesis import strategies as st

from generator.build.build_db import Job, Made
from generator.build.file_list import FileList
from generator.build.sums_file import Listed, listing_lines

JOBS = st.dictionaries(st.sampled_from("pqrst"), st.sets(st.integers(0, 4)), max_size=5)


def url_of(job: str, number: int) -> str:
    return f"{job}/{number}.html"


def made(job: str, numbers: set[int], said: str) -> Job:
    """Return a job that made these files, whose sums tell what was `said` in them."""
    urls = sorted(url_of(job, number) for number in numbers)
    return Job(b"", tuple(Made(url, b"", f"{url} {said}".ljust(64, "."), 7) for url in urls))


def sums(jobs: dict[str, Job]) -> dict[str, str]:
    return {each.url: each.sum for job in jobs.values() for each in job.made}


@given(last=JOBS, new=JOBS, asked=st.sets(st.tuples(st.sampled_from("pqrstu"), st.integers(0, 4))))
def test_what_is_looked_up_is_what_would_be_held(
    last: dict[str, set[int]], new: dict[str, set[int]], asked: set[tuple[str, int]]
) -> None:
    """Jobs of the last build that are not made anew stay, but for the one that is no more."""
    before = {name: made(name, own, "before") for name, own in last.items()}
    now = {name: made(name, own, "now") for name, own in new.items()}
    kept = {name: job for name, job in before.items() if name not in now and name != "t"}
    lines = "".join(listing_lines(sorted(sums(before).items())))
    looked_up = FileList(last=before, before=Listed(lines.encode()))
    held = FileList()
    for each in (looked_up, held):
        for name, job in kept.items():
            each.keep(name, job)
        for job in now.values():
            each.update((one.url, (one.sum, one.size)) for one in job.made)
    wanted, old = sums({**kept, **now}), sums(before)
    gone = {url for url in old if url not in wanted}
    for each in (looked_up, held):
        assert {*each.gone(Listed(lines.encode()))} == gone
        assert len(each) == len(wanted)
        for url in (url_of(*one) for one in asked):
            assert (url in each, each.sum(url)) == (url in wanted, wanted.get(url, ""))
            fresh = sums(now).get(url)
            assert fresh is None or each.made(url) == (fresh, 7)
    assert [*looked_up.items()] == [*held.items()] == [(u, (wanted[u], 7)) for u in sorted(wanted)]
    assert len(looked_up) == len(wanted), "nor does walking through them change how many there are"
