"""Calendars of places: whole sites, read as phones read them."""

import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import icalendar
import pytest
from icalendar import Calendar

from generator.model.urls import calendar_url
from tests import sites
from tests.conftest import AS_OF
from tests.test_feeds import BASE, edit, made

VILLAGE = "jia/dong/shang"
MENDING = "content/rectifications/jia/dong/2018-gongshi.yaml"


def calendars(site: dict[str, bytes]) -> dict[str, bytes]:
    """Return the calendars of a site, in every language."""
    return {url: content for url, content in site.items() if url.endswith(".ics")}


def read(content: bytes) -> Calendar:
    """Return a calendar as its library reads it."""
    found = icalendar.Calendar.from_ical(content)
    assert isinstance(found, Calendar)
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Build the whole site."""
    return made(sites.lay(tmp_path_factory.mktemp("calendars") / "whole"))


def test_places_with_days_to_keep_have_a_calendar_in_each_language(site: dict[str, bytes]) -> None:
    for unit in ("shili", "jia", "jia/dong", VILLAGE):
        for language in ("", "en/"):
            assert f"{language}calendars/{unit}.ics" in site


def test_calendars_keep_the_rules_that_no_checker_asks_for(site: dict[str, bytes]) -> None:
    for url, content in calendars(site).items():
        assert not content.startswith(b"\xef\xbb\xbf")
        lines = content.split(b"\r\n")
        assert b"\n" not in b"".join(lines)
        assert all(len(line) <= 75 for line in lines), url
        assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D" in lines
        # one of the calendar is taken for that of its entries, see findings/vdirsyncer-….sh
        assert len([line for line in lines if line.startswith(b"UID:")]) == lines.count(
            b"BEGIN:VEVENT"
        )
        calendar = read(content)
        assert calendar["version"] == "2.0"
        assert calendar["prodid"]
        entries = [*calendar.walk("VEVENT")]
        assert entries
        for entry in entries:
            for name in ("uid", "dtstamp", "dtstart", "dtend", "summary"):
                assert name in entry, (url, name)
            assert entry["dtstart"].params["VALUE"] == "DATE"
            assert entry["dtend"].params["VALUE"] == "DATE"
            day = entry.decoded("dtstart")
            assert type(day) is date
            assert entry.decoded("dtend") == day + timedelta(days=1)
            assert entry.decoded("dtstamp").utcoffset() == timedelta()
            assert entry.decoded("dtstamp").date() <= day
            assert str(entry["url"]).startswith(BASE)
            path, _, fragment = str(entry["url"]).removeprefix(BASE).partition("#")
            assert f'id="{fragment}"'.encode() in site[path] or not fragment
        uids = [str(entry["uid"]) for entry in entries]
        assert len(uids) == len(set(uids))
        assert all(uid.isascii() for uid in uids)


def uids(content: bytes) -> dict[str, str]:
    """Return what each entry is about, by its name."""
    found = {str(each["uid"]): str(each["summary"]) for each in read(content).walk("VEVENT")}
    assert found
    return found


def numbered(content: bytes) -> dict[str, tuple[int, date]]:
    """Return the number of the version and the day of each entry, by its name."""
    return {
        str(each["uid"]): (int(str(each["sequence"])), each.decoded("dtstart"))
        for each in read(content).walk("VEVENT")
    }


def test_names_of_entries_stay_when_the_site_moves(whole: Path, site: dict[str, bytes]) -> None:
    edit(whole, "config.yaml", BASE, "https://都匀.example.cn/新站/")
    moved = calendars(made(whole))
    assert {url: uids(each) for url, each in moved.items()} == {
        url: uids(each) for url, each in calendars(site).items()
    }


def test_an_entry_of_another_day_keeps_its_name_and_its_number_never_falls(whole: Path) -> None:
    """Without git: a phone refuses what has a smaller number than what it has (RFC 5545)."""
    found = []
    for day in ("2019-01-31", "2019-09-01", "2019-01-20", "2019-01-31"):
        text = (whole / MENDING).read_text("utf-8")
        text = re.sub(r"deadline: \S+", f"deadline: {day}", text)
        (whole / MENDING).write_text(text, "utf-8")
        content = made(whole)["calendars/jia/dong.ics"]
        entries = numbered(content)
        assert date.fromisoformat(day) in [when for _, when in entries.values()]
        for each in read(content).walk("VEVENT"):
            assert str(each["url"]) in str(each["description"]), "where the day is to be looked up"
        found.append({uid: number for uid, (number, _) in entries.items()})
    for before, after in pairwise(found):
        assert before.keys() == after.keys()
        assert all(after[uid] >= number for uid, number in before.items())


def test_a_day_that_comes_sooner_is_a_later_version_too_where_git_is_asked(whole: Path) -> None:
    """Its number was less: whoever took the file before would have refused it (RFC 5546, 2.1.5)."""
    (whole / ".gitignore").write_text("/site/\n/.portal/\n", "utf-8")
    sites.git(whole, "init", "-q", "-b", "main", when="2018-06-01")
    found = []
    for number, day in enumerate(("2019-01-31", "2019-01-20", "2019-01-25")):
        text = (whole / MENDING).read_text("utf-8")
        text = re.sub(r"deadline: \S+", f"deadline: {day}\n# {number}", text)
        (whole / MENDING).write_text(text, "utf-8")
        sites.commit(whole, f"2018-06-0{number + 1}")
        site = made(whole)
        both = [read(site[f"calendars/{unit}.ics"]).walk("VEVENT") for unit in ("jia/dong", "jia")]
        own, above = (
            {
                str(each["uid"]): int(str(each["sequence"]))
                for each in of
                if "开工前" in str(each["summary"])
            }
            for of in both
        )
        assert own.items() <= above.items(), "of one version, wherever it was taken"
        found.append(own)
    one, two, three = found
    assert one.keys() == two.keys() == three.keys() != set()
    assert all(one[each] < two[each] < three[each] for each in one)


def test_two_builds_of_different_days_give_the_same_bytes_while_nothing_passes(
    whole: Path, site: dict[str, bytes]
) -> None:
    assert made(whole)["calendars/jia/dong/shang.ics"] == site["calendars/jia/dong/shang.ics"]
    same = made(whole, AS_OF + timedelta(days=1))
    assert same["calendars/jia/dong/shang.ics"] == site["calendars/jia/dong/shang.ics"]


def test_what_has_passed_goes_and_the_file_stays(whole: Path) -> None:
    ahead = read(made(whole)["calendars/jia.ics"]).walk("VEVENT")
    assert all(each.decoded("dtstart") >= AS_OF for each in ahead)
    late = date(2030, 3, 4)
    site = made(whole, late)
    after = read(site["calendars/yi/xi/zhong.ics"]).walk("VEVENT")
    assert [each.decoded("dtstart") < late for each in after] == [True]
    assert b"calendars/yi/xi/zhong.ics" not in site["units/yi/xi/zhong.html"]


def test_meetings_that_are_due_stand_there_until_they_are_held(whole: Path) -> None:
    def due(day: date) -> list[str]:
        entries = read(made(whole, day)["calendars/jia/dong.ics"]).walk("VEVENT")
        met = [each for each in entries if "这一期的会" in str(each["summary"])]
        return [each.decoded("dtstart").isoformat() for each in met]

    assert due(date(2019, 1, 5)) == ["2019-01-31"]
    (whole / "content/meetings/jia/dong/2019-01.md").write_text(
        "---\ndate: 2019-01-04\ntitle: 会\n---\n", "utf-8"
    )
    assert due(date(2019, 1, 5)) == []


def test_the_page_of_a_place_leads_to_its_calendar(site: dict[str, bytes]) -> None:
    for unit in ("shili", "jia", "jia/dong"):
        top = "../" * (unit.count("/") + 1)
        link = f'href="{top}{calendar_url(unit)}">加到手机日历</a>'
        assert link in site[f"units/{unit}.html"].decode()
        page = site[f"news/{unit}.html"].decode()
        assert page.index(link) < page.index('href="webcal://example.org/shili/calendars/')


def test_a_demonstration_says_so_in_each_calendar_and_each_entry(site: dict[str, bytes]) -> None:
    for url, content in calendars(site).items():
        told = "(demonstration)" if url.startswith("en/") else "（演示）"
        assert all(each.startswith(told) for each in uids(content).values())
        assert ("made up" if url.startswith("en/") else "虚构") in str(read(content)["description"])


def test_titles_are_written_with_the_signs_that_a_calendar_needs(whole: Path) -> None:
    edit(whole, "content/units/jia/dong.yaml", "short_name: 东镇", 'short_name: "东镇, 西; 段"')
    content = made(whole)["calendars/jia/dong.ics"]
    assert "NAME:东镇\\, 西\\; 段".encode() in content
    assert "X-WR-CALNAME:东镇\\, 西\\; 段".encode() in content


def test_traditional_characters_are_in_calendars_too(whole: Path) -> None:
    edit(whole, "config.yaml", "languages: [zh-Hans, en]", "languages: [zh-Hans, zh-Hant]")
    content = made(whole)["zh-Hant/calendars/jia/dong.ics"]
    said = " ".join(uids(content).values())
    assert "提意見最後一天" in said
    assert "提意见" not in said


def test_without_a_name_and_an_address_there_are_no_calendars(whole: Path) -> None:
    edit(whole, "config.yaml", f"base_url: {BASE}\nfeed_name: example.org,2018\n", "")
    site = made(whole)
    assert not calendars(site)
    assert not [url for url, content in site.items() if b"calendars/" in content]


def test_with_a_name_alone_calendars_say_no_address(whole: Path) -> None:
    edit(whole, "config.yaml", f"base_url: {BASE}\n", "")
    site = made(whole)
    content = site["calendars/jia/dong.ics"]
    assert b"URL:" not in content
    assert b"SOURCE" not in content
    assert b"webcal:" not in site["news/jia/dong.html"]


def test_english_calendars_say_the_pinyin_of_places(site: dict[str, bytes]) -> None:
    english, chinese = read(site["en/calendars/jia.ics"]), read(site["calendars/jia.ics"])
    assert str(english["name"]) == "甲县 Jia: days to keep"
    places = {str(each.get("location", "")) for each in english.walk("VEVENT")}
    assert places >= {"东镇 Dong"}
    met = [said for each in english.walk("VEVENT") if "meeting" in (said := str(each["summary"]))]
    assert met
    assert all(each.endswith((" Jia", " Dong")) for each in met)
    assert "Jia" not in str(chinese["name"])
    assert not any("Dong" in str(each.get("location", "")) for each in chinese.walk("VEVENT"))
