"""Days that a log says: those that cannot be right are told, by their order and by witnesses."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, permutations
from pathlib import Path

import pytest

from generator.base import signed_note
from generator.base.log_proofs import day_of
from generator.base.signed_note import WITNESS, PrivateKey
from generator.build import log_check, log_days, public_log
from tests.test_public_log import DAYS, KEY, Site, records

TODAY = date(2026, 12, 1)
ONE = PrivateKey.of("shenji.example.org", WITNESS, bytes([3]) * 32)


def seconds(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 4, tzinfo=UTC).timestamp())


def cosign(site: Site, *times: int) -> None:
    for each in times:
        note = site.log.note
        line = ONE.signed(note.text, each)
        public_log.witnessed(site.folder, signed_note.Note(note.text, (line,)), [ONE.key])


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Give a log of 600 entries of 1 November, which a witness saw on the 3rd, and one later."""
    found = Site(tmp_path)
    found.publish(records(600), DAYS[0])
    cosign(found, seconds(DAYS[2]))
    found.publish(records(601), DAYS[3])
    return found


def doubts(site: Site, numbers: list[int] | None = None) -> list[str]:
    found = [*log_days.doubts(site.elsewhere, [KEY.key, ONE.key], TODAY, numbers)]
    assert [each for each in found if each.checked or not each.good] == []
    return [each.message.format(**each.values) for each in found]


def test_days_in_their_order_that_a_witness_bears_out_are_in_no_doubt(site: Site) -> None:
    assert doubts(site) == []
    assert doubts(site, [5, 600]) == []


def test_an_entry_that_is_dated_back_is_told_by_its_neighbours_and_by_who_came_before(
    site: Site,
) -> None:
    site.publish(records(602), date(2018, 3, 1))
    site.publish(records(603), DAYS[5])
    told = [
        (
            "1 entries do not come in the order of their days, the first of them entry 601 of"
            " 2018-03-01: on which day they were added is in doubt."
        ),
        (
            "shenji.example.org cosigned 600 entries on 2026-11-03, and entry 601 says 2018-03-01:"
            " one of these two days is wrong."
        ),
    ]
    assert doubts(site) == told
    assert doubts(site, [601]) == told
    assert doubts(site, [5, 600, 602]) == [], "the others are as good as before"


def test_a_clock_that_is_wrong_is_told_whoever_s_it_is(site: Site) -> None:
    cosign(site, seconds(date(2026, 10, 1)))
    site.publish(records(602), DAYS[6])
    [told] = doubts(site)
    assert "601 entries on 2026-10-01, and entry 0 says 2026-11-01" in told
    cosign(site, seconds(TODAY + timedelta(days=3)))
    site.publish(records(603), DAYS[7])
    assert doubts(site) == [
        (
            "shenji.example.org cosigned on 2026-12-04, as it says, which has not come yet: a clock"
            " is wrong."
        )
    ]


@pytest.mark.parametrize("wrong", [date(1970, 1, 1), date(2100, 1, 1)])
def test_who_cosigns_once_more_by_a_clock_that_was_set_right_mends_it(
    site: Site, wrong: date
) -> None:
    cosign(site, seconds(wrong), seconds(DAYS[4]), seconds(DAYS[6]), seconds(DAYS[5]))
    site.publish(records(602), DAYS[7])
    note = site.elsewhere.cosigned(ONE.key)
    assert note
    assert note.signed_by(ONE.key) == seconds(DAYS[6]), "the last, and no earlier one after it"
    assert len(note.lines) == 1, "who comes each day leaves one line and not hundreds"
    assert doubts(site) == []


def test_a_time_beyond_the_calendar_is_a_day_to_come(site: Site) -> None:
    cosign(site, 2**63)
    site.publish(records(602), DAYS[7])
    [_, told] = log_check.signatures(site.elsewhere, [KEY.key, ONE.key])
    assert told.values["day"] == "9999-12-31"
    assert "which has not come yet" in doubts(site)[0]
    assert day_of(2**64 - 1).isoformat() == "9999-12-31"


def test_as_few_days_as_can_be_are_taken_for_wrong() -> None:
    for days in permutations("112345"):
        wrong = log_days.out_of_order(days)
        kept = [day for number, day in enumerate(days) if number not in wrong]
        assert all(one <= other for one, other in pairwise(kept))
        longest = max(
            (each).bit_count()
            for each in range(64)
            if [*(d for n, d in enumerate(days) if each >> n & 1)]
            == sorted(d for n, d in enumerate(days) if each >> n & 1)
        )
        assert len(kept) == longest, days
    assert log_days.out_of_order([]) == []
