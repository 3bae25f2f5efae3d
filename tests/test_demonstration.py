"""The demonstration shows everything a record can say, and nobody can mistake it for the truth."""

import io
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from generator.base.workdays import days_between
from generator.joined import money_ledger
from generator.model import config, spending, terms
from generator.model.kinds import (
    allocation,
    assessment,
    commendation,
    disclosure,
    document,
    meeting,
    project,
    rectification,
    supervisors,
    team,
    unit,
)
from generator.model.kinds import exit as exits
from generator.model.kinds.assessment import Assessment
from generator.model.kinds.commendation import Commendation
from generator.model.kinds.disclosure import Disclosure
from generator.model.kinds.kind import Judged, Notice, Rules, View
from generator.model.kinds.meeting import Meeting
from generator.model.kinds.project import Project
from generator.model.kinds.rectification import Rectification
from generator.model.kinds.registry import KINDS
from generator.model.kinds.supervisors import Supervisors
from generator.model.kinds.team import Team
from generator.model.schedule import STAGES, timeliness
from generator.parse import record_file
from generator.parse.field_types import PartialDate, Record
from generator.records.batches import File
from generator.records.summary import Summary, add, fold
from tests import demonstration

ROOT = Path(__file__).parent.parent
CONTENT = ROOT / "content"
BY_HAND = {"units", "pages"}
"""The kinds whose records the script does not write."""
WANTED = {
    "P309": (1, 4),  # projects without any money recorded
    "P412": (1, 1),  # an objection that was not answered by the decision
    "P501": (3, 6),  # posts whose term is over
    "P910": (3, 8),  # projects that do not say all they must at their stage
    "P911": (2, 5),  # notices up too briefly
    "P912": (1, 5),  # objections without an answer
    "P922": (0, 20),  # a team's post whose term is over
    "P924": (0, 20),  # what ties the senders of a team to the place is not said
    "P940": (0, 20),  # what is to be mended by no day
    "P941": (1, 20),  # what was not mended in time
    "P947": (1, 6),  # letters not answered in time
    "P970": (1, 1),  # a village of which nothing is said
}
"""The only warnings that are wanted, and how many of each at least and at most."""
PHONE = re.compile(r"(?<![\d*])(?:0\d{2,3}-\d{7,8}|1\d{10}|\d{7,8})(?!\d|\.\d)")
CANNOT_RING = re.compile(r"0854-0000\d{3}|1000000\d{4}")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """Return what the script writes."""
    return demonstration.records()


@pytest.fixture(scope="module")
def records(files: dict[str, bytes]) -> dict[str, Judged[Record]]:
    """Return every record the script writes, read as the site reads it."""
    found = {}
    for path, content in files.items():
        if not path.endswith((".md", ".yaml")):
            continue
        read, problems = record_file.parse(path, content)
        assert read is not None, problems
        kind, _, rest = path.partition("/")
        data = KINDS[kind].model.model_validate(read.data)
        found[path] = Judged(rest.rpartition(".")[0], path, data)
    return found


@pytest.fixture(scope="module")
def villages(records: dict[str, Judged[Record]]) -> dict[str, list[Project]]:
    """Return the published projects of each of the villages."""
    found: dict[str, list[Project]] = {}
    for each in records.values():
        data = each.data
        if isinstance(data, Project) and each.folder.count("/") == 2 and _public(data):
            found.setdefault(each.folder, []).append(data)
    return found


def _public(record: Record) -> bool:
    return record.status == "published" and not record.board_only


def _all(records: dict[str, Judged[Record]], kind: type[Record]) -> list[Record]:
    return [each.data for each in records.values() if isinstance(each.data, kind)]


def _projects(records: dict[str, Judged[Record]]) -> list[Project]:
    return [each for each in _all(records, Project) if isinstance(each, Project)]


def test_the_script_writes_the_same_bytes_on_every_run(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.demonstration", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"},
        check=True,
        capture_output=True,
    )
    again = {p.relative_to(tmp_path).as_posix(): p for p in tmp_path.rglob("*") if p.is_file()}
    assert {path: file.read_bytes() for path, file in again.items()} == files


def test_the_shipped_records_are_those_the_script_writes(files: dict[str, bytes]) -> None:
    """Pictures are held together by what they show: their bytes differ between zlib versions."""
    shipped = {
        path.relative_to(CONTENT).as_posix(): path.read_bytes()
        for kind in KINDS.keys() - BY_HAND
        for path in (CONTENT / kind).rglob("*")
        if path.is_file()
    }
    assert shipped.keys() == files.keys()
    for path, content in shipped.items():
        if path.endswith(".png"):
            mine, theirs = (
                Image.open(io.BytesIO(each)).convert("RGB") for each in (content, files[path])
            )
            difference = ImageChops.difference(mine, theirs).convert("L")
            assert max(difference.tobytes()) <= 24, path
        else:
            assert content.replace(b"\r\n", b"\n") == files[path], path


@pytest.mark.parametrize("as_of", [date(2018, 12, 31), date(2019, 6, 30), date(2026, 11, 22)])
def test_no_record_is_wrong_on_any_later_day(
    records: dict[str, Judged[Record]], as_of: date
) -> None:
    settings, _ = config.load(ROOT / "config.yaml")
    assert settings
    rules = settings.rules(as_of)
    found: Counter[str] = Counter()
    for path, each in records.items():
        judge = KINDS[path.partition("/")[0]].judge
        for finding in judge(each, rules):
            assert finding.code in WANTED, (path, finding)
            found[finding.code] += 1
    for code, (least, most) in WANTED.items():
        assert least <= found[code] <= most, code


def test_three_counties_two_towns_each_three_villages_each_have_eight_projects_or_more(
    villages: dict[str, list[Project]],
) -> None:
    assert min(len(projects) for projects in villages.values()) >= 8
    towns = Counter(village.rpartition("/")[0] for village in villages)
    assert set(towns.values()) == {3}
    assert Counter(town.rpartition("/")[0] for town in towns) == {"duyun": 2, "libo": 2, "sandu": 2}


def test_every_village_shows_every_stage_category_year_nature_and_urgency(
    villages: dict[str, list[Project]],
) -> None:
    for village, projects in villages.items():
        assert {each.stage for each in projects} == set(STAGES), village
        assert {each.category for each in projects} == set(demonstration.CATEGORIES), village
        assert {each.year for each in projects} == {2016, 2017, 2018}, village
        assert {each.nature for each in projects} == set(project.NATURES), village
        assert {each.urgency for each in projects} == set(project.URGENCIES), village


def in_time(data: Project) -> str:
    """Return a key of `schedule.TIMELINESS`, as of the day of the demonstration."""
    return timeliness(data.stage, data.plan, data.actual, demonstration.TODAY)


def test_every_village_has_work_on_time_and_late_and_plans_that_changed(
    villages: dict[str, list[Project]],
) -> None:
    for village, projects in villages.items():
        times = set(map(in_time, projects))
        assert {"on_time", "overdue", "finished_late"} <= times, village
        changed = [each for each in projects if each.changes and each.stage != "stopped"]
        assert changed, village
    everywhere = chain.from_iterable(villages.values())
    assert "not_started" in map(in_time, everywhere)


def test_every_village_shows_money_of_several_levels_pooled_and_not(
    villages: dict[str, list[Project]],
) -> None:
    for village, projects in villages.items():
        sources = [one for each in projects for one in each.sources or ()]
        assert len({one.level for one in sources}) >= 3, village
        assert {one.pooled for one in sources} == {True, False}, village
        assert any(one.document for one in sources), village
        assert any(each.payments for each in projects), village
        assert any(each.payments == [] for each in projects), village
        assert any(each.progress for each in projects), village
    everywhere = list(chain.from_iterable(villages.values()))
    paid = {spending.paid(each.stage, each.payments) for each in everywhere}
    assert None in paid, "somewhere nobody has recorded what was paid"
    levels = {one.level for each in everywhere for one in each.sources or ()}
    assert levels == set(spending.FUND_LEVELS)


def test_amounts_and_dates_are_written_in_the_ways_that_clerks_write_them(
    files: dict[str, bytes], records: dict[str, Judged[Record]]
) -> None:
    text = b"".join(files[path] for path in records).decode()
    assert re.search(r"amount: \d+(\.\d+)?万元$", text, re.MULTILINE)
    assert re.search(r"amount: \d+\.00$", text, re.MULTILINE)
    assert re.search(r"amount: \d+\.\d[1-9]$", text, re.MULTILINE), "to the fen"
    starts = [each.plan.start for each in _projects(records) if each.plan and each.plan.start]
    assert {_precision(start) for start in starts} == {"year", "month", "day"}


def _precision(when: PartialDate) -> str:
    return "day" if when.day else "month" if when.month else "year"


def test_some_records_stand_at_county_and_town_level_and_some_are_kept_back(
    records: dict[str, Judged[Record]],
) -> None:
    projects = [each for each in records.values() if isinstance(each.data, Project)]
    levels = Counter(each.folder.count("/") for each in projects)
    assert levels[0] >= 3
    assert levels[1] >= 3
    assert sum(each.data.status == "draft" for each in projects) == 1
    assert 2 <= sum(each.data.board_only for each in projects) <= 5


def test_the_contacts_of_each_village_name_all_its_groups_and_what_is_missing(
    records: dict[str, Judged[Record]], villages: dict[str, list[Project]]
) -> None:
    found = {each.id: each.data for each in records.values() if "supervisors/" in each.file}
    assert found.keys() == villages.keys()
    states: Counter[str] = Counter()
    silent = masked = 0
    consents = set()
    for village, data in found.items():
        assert isinstance(data, Supervisors)
        assert 6 <= len(data.groups) <= 12, village
        assert any(post.group is None for post in data.posts), village
        silent += len(set(data.groups) - {post.group for post in data.posts})
        states.update(supervisors.state(post, demonstration.TODAY) for post in data.posts)
        consents |= {post.phone_consent is not None for post in data.posts}
        masked += sum("*" in (post.phone or "") for post in data.posts)
    assert set(states) == set(terms.STATES)
    assert 3 <= states["over"] <= 6
    assert states["vacant"] >= 5
    assert 1 <= silent <= 2
    assert {True, False} <= consents
    assert masked


def test_villages_and_honoured_units_are_real_places_under_their_real_names(
    records: dict[str, Judged[Record]], villages: dict[str, list[Project]]
) -> None:
    for village, projects in villages.items():
        read, problems = record_file.read(CONTENT, f"units/{village}.yaml")
        assert read, problems
        name = str(read.data["short_name"])
        assert all(each.title.startswith(name) for each in projects), village
    for each in _all(records, Commendation):
        assert isinstance(each, Commendation)
        for named in {each.by, *(one.unit for one in each.honorees)}:
            assert (CONTENT / f"units/{named}.yaml").is_file(), named


def test_three_years_of_commendations_are_decided_one_is_proposed_and_one_honour_withdrawn(
    records: dict[str, Judged[Record]],
) -> None:
    settings, _ = config.load(ROOT / "config.yaml")
    assert settings
    rules = settings.rules(demonstration.TODAY)
    rounds = [each for each in _all(records, Commendation) if isinstance(each, Commendation)]
    stages = {(each.by, each.year): commendation.stage(each, rules) for each in rounds}
    assert stages == {
        **{("qiannan", year): "decided" for year in (2016, 2017, 2018)},
        ("duyun", 2018): "decided",
        ("libo", 2018): "decided",
        ("sandu", 2018): "proposed",
    }
    assert sum(len(each.withdrawals or ()) for each in rounds) == 1
    for each in rounds:
        assert "（示例）" in each.title
        assert each.approval
        assert each.notice
        assert days_between(each.notice.first.first, each.notice.last.last, working=True).days >= 5
        assert {one.honour for one in each.honorees} == set(commendation.HONOURS)
        assert each.by != "qiannan" or 8 <= len(each.honorees) <= 20


def test_every_person_is_visibly_an_example(records: dict[str, Judged[Record]]) -> None:
    people = list(_people(records))
    assert len(people) > 300
    assert [name for name in people if not name.startswith("示例")] == []


def _people(records: dict[str, Judged[Record]]) -> Iterator[str]:
    for each in records.values():
        match each.data:
            case Project(person_responsible=str(name)):
                yield name
            case Supervisors(posts=posts):
                yield from (post.person for post in posts if post.person)
            case Team(members=members):
                yield from (one.name for one in members or () if one.name)
            case Commendation(honorees=honorees):
                yield from (one.name for one in honorees if one.name and one.honour == "individual")


def test_contractors_and_document_numbers_are_visibly_examples(
    records: dict[str, Judged[Record]],
) -> None:
    for each in _projects(records):
        assert each.contractor is None or each.contractor.startswith("示例"), each.title
        numbers = [each.approval_document, *(one.document for one in each.sources or ())]
        assert all(number.startswith("示例") for number in numbers if number), each.title


def test_no_phone_anywhere_could_ring(
    files: dict[str, bytes], records: dict[str, Judged[Record]]
) -> None:
    numbers = [number for path in records for number in PHONE.findall(files[path].decode())]
    assert len(numbers) > 300
    assert [number for number in numbers if not CANNOT_RING.fullmatch(number)] == []


def test_pictures_are_small_shown_by_a_record_beside_them_and_described_in_chinese(
    files: dict[str, bytes], records: dict[str, Judged[Record]]
) -> None:
    shown = set()
    for path, each in records.items():
        folder = path.rpartition("/")[0]
        pictures = dict(re.findall(r"!\[(.*?)\]\((.*?)\)", files[path].decode()))
        described = {name: alt for alt, name in pictures.items()}
        photos = KINDS[path.partition("/")[0]].photos
        if photos:
            described |= {photo.file: photo.alt for _, photo in photos(each.data)}
        for name, alt in described.items():
            assert re.fullmatch(r"[\u4e00-\u9fff，]{10,40}", alt), (path, alt)
            shown.add(f"{folder}/{name}")
    pictures_made = {path for path in files if path.endswith(".png")}
    assert shown == pictures_made
    assert 20 <= len(pictures_made) <= 28
    for path in pictures_made:
        assert len(files[path]) <= 25_000, path
        assert Image.open(io.BytesIO(files[path])).size == (640, 480), path


def test_bodies_are_short_and_few_are_alike(
    files: dict[str, bytes], villages: dict[str, list[Project]]
) -> None:
    bodies = []
    for path, content in files.items():
        if path.endswith(".md") and path.removeprefix("projects/").rpartition("/")[0] in villages:
            body = content.decode().split("---\n", 2)[2].strip()
            assert 1 <= len(body.split("\n\n")) <= 7, path
            bodies.append(re.sub(r"[\d.]+|[一二三四五六七八九十]组|.寨组", "", body))
    assert len(set(bodies)) >= 0.95 * len(bodies)


def test_every_page_stands_in_both_languages_and_is_a_page_of_the_menu() -> None:
    pages = {path.name for path in (CONTENT / "pages").iterdir()}
    names = {"about", "figures", "complaints", "command-system", "privacy"}
    assert pages == {f"{name}{ending}" for name in names for ending in (".md", ".en.md")}
    for name in names:
        fields = []
        for ending in (".md", ".en.md"):
            read, problems = record_file.read(CONTENT, f"pages/{name}{ending}")
            assert read, problems
            assert {"title", "summary", "order", "date"} == read.data.keys()
            fields.append((read.data["order"], read.data["date"]))
        assert fields[0] == fields[1]


def test_nothing_recorded_as_done_lies_after_the_last_day_of_the_story(
    records: dict[str, Judged[Record]],
) -> None:
    for each in _projects(records):
        assert not project.updated(each).after(demonstration.TODAY), each.title


def test_every_state_of_a_meeting_and_of_a_decision_is_shown(
    records: dict[str, Judged[Record]],
) -> None:
    meetings = [each.data for each in records.values() if isinstance(each.data, Meeting)]
    assert {meeting.state(each, demonstration.TODAY) for each in meetings} == {*meeting.STATES}
    decisions = [one for each in meetings for one in each.decisions or ()]
    states = {meeting.state_of(each, demonstration.TODAY) for each in decisions}
    assert states == {*meeting.DECISIONS}


def test_every_state_of_a_rectification_is_shown_and_one_without_a_deadline(
    records: dict[str, Judged[Record]],
) -> None:
    found = [each.data for each in records.values() if isinstance(each.data, Rectification)]
    states = {rectification.state(each, demonstration.TODAY) for each in found}
    assert states == {*rectification.STATES}
    assert any(each.deadline is None for each in found)
    assert any(step.photos for each in found for step in each.done or ())


def test_every_state_of_an_assessment_of_a_report_and_every_consequence_is_shown(
    records: dict[str, Judged[Record]],
) -> None:
    settings, _ = config.load(ROOT / "config.yaml")
    assert settings
    rules = settings.rules(demonstration.TODAY)
    views: dict[str, list[View]] = {}
    for each in records.values():
        if isinstance(each.data, Assessment):
            view = assessment.view(Judged(each.id, each.file, each.data), rules)
            views.setdefault(each.folder, []).append(view)
    states = {view["state"] for own in views.values() for view in own}
    assert states == {*assessment.STATES}
    strips = [assessment.strip({"level": "town"}, own, rules) for own in views.values()]
    assert {x["state"] for strip in strips for x in strip} == {*assessment.REPORTS}
    every = [one for own in views.values() for view in own for one in view["consequences"]]
    assert {one["kind"] for one in every} == {*assessment.CONSEQUENCES}
    about = {one["kind"] for own in views.values() for x in own for one in x["inspections"]}
    assert about == {*assessment.INSPECTIONS}


def test_every_state_of_a_document_is_shown_and_each_says_it_is_an_example(
    records: dict[str, Judged[Record]], files: dict[str, bytes]
) -> None:
    found: dict[str, Judged[Any]] = {
        each.id: each for path, each in records.items() if path.startswith("documents/")
    }
    rules = Rules(demonstration.TODAY, {}, Notice(5, "working", ""))
    rows = {ident: document.view(each, rules) for ident, each in found.items()}
    assert {row["state"] for row in document.replaced(rows)} == {*document.STATES}
    assert [*document.faults(rows)] == []
    assert all("示例" in row["title"] and "示例" in row["issuer"] for row in rows.values())
    named = {getattr(each.data, "attachment", None) for each in found.values()} - {None}
    beside = {path for path in files if path.endswith((".pdf", ".xlsx"))}
    assert {path.rpartition("/")[2] for path in beside} == named
    assert all(len(files[path]) < 20_000 for path in beside)


def test_every_state_of_a_team_is_shown_and_what_is_not_stated(
    records: dict[str, Judged[Record]],
) -> None:
    settings, _ = config.load(ROOT / "config.yaml")
    assert settings
    rules = settings.rules(demonstration.TODAY)
    views = {
        each.id: team.view(Judged(each.id, each.file, each.data), rules)
        for each in records.values()
        if isinstance(each.data, Team)
    }
    assert {each["state"] for each in views.values()} == {*team.STATES}
    sent = [one for each in views.values() for one in each["members"]]
    assert {one["role"] for one in sent} == {*team.ROLES}
    assert any(one["projects"] for one in sent)
    assert {bool(one["funds"]) for one in sent} == {True, False}
    trainings = [one for each in views.values() for one in each["trainings"]]
    assert any(one["trainees"] is None for one in trainings)
    paired = [each["pairing"] for each in views.values() if each["pairing"]]
    assert any(one["paired"] < one["households"] for one in paired)


def test_the_staff_of_offices_is_enough_too_small_or_not_stated() -> None:
    settings, _ = config.load(ROOT / "config.yaml")
    assert settings
    rules = settings.rules(demonstration.TODAY)
    states = set()
    for path in (CONTENT / "units").glob("*/*.yaml"):
        read, _ = record_file.read(CONTENT, path.relative_to(CONTENT).as_posix())
        assert read
        if "staff" in read.data:
            data = unit.Unit.model_validate(read.data)
            row = unit.view(Judged(path.stem, "", data), rules)
            found = [unit.staffing(row, poor) for poor in (True, False)]
            states |= {one["state"] for one in found if one}
    assert states == {"kept", "missed"}


def test_money_can_be_followed_and_every_state_of_an_allotment_is_shown(
    records: dict[str, Judged[Record]],
) -> None:
    settings, _ = config.load(ROOT / "config.yaml")
    assert settings
    rules, summary = settings.rules(demonstration.TODAY), Summary("")
    for path, each in records.items():
        kind = path.partition("/")[0]
        if kind in ("projects", "allocations") and _public(each.data):
            view = {**KINDS[kind].view(each, rules), "file": path}
            add(summary, File(kind, each.id, "", path), view)
    fold(summary, demonstration.TODAY)
    ledger = money_ledger.settle([summary])
    found = ledger.allotments.values()
    assert {each["state"] for each in found} == {*allocation.STATES}
    assert all(each["left"] >= 0 for each in found)
    assert any(each["pooled"] and each["assigned"] for each in found)
    traced = {row["id"] for taken in summary.taken.values() for row in taken.rows}
    assert len(summary.projects) // 3 < len(traced) < len(summary.projects)


def test_every_stage_and_state_of_a_notice_is_shown(
    records: dict[str, Judged[Record]],
) -> None:
    settings, _ = config.load(ROOT / "config.yaml")
    assert settings
    rules = settings.rules(demonstration.TODAY)
    notices = [each.data for each in records.values() if isinstance(each.data, Disclosure)]
    assert 50 <= len(notices) <= 80
    assert {each.stage for each in notices} == {*disclosure.STAGES}
    states = {disclosure.state(each, demonstration.TODAY) for each in notices}
    faults = {fault for each in notices for fault in disclosure.faults(each, rules)}
    # what was late is seen beside the projects alone
    assert states | faults == {*disclosure.STATES} - {"late"}
    assert any(each.objections and each.objections[0].answered for each in notices)


def test_every_state_of_an_exit_is_shown_and_the_one_real_figure_says_where_it_stands(
    records: dict[str, Judged[Record]],
) -> None:
    found = {each.id: each.data for each in records.values() if isinstance(each.data, exits.Exit)}
    states = {exits.state(each, demonstration.TODAY) for each in found.values()}
    assert states == {*exits.STATES}
    figures = [one for each in found.values() for one in each.population or ()]
    real = [one.poor_people for one in figures if "示例" not in one.source]
    assert real == [592_400]
    numbers = [each.exited.document for each in found.values() if each.exited]
    assert all(number and number.startswith("示例") for number in numbers)


def test_the_first_page_has_the_latest_commendations_first(demonstration: Path) -> None:
    """They stood by year and id: a notice open to objections could be behind all that are over."""
    page = (demonstration / "index.html").read_text("utf-8")
    section = page.partition("<h2>表彰</h2>")[2].partition("</section>")[0]
    found = re.findall(r"<li><span>(\d+)年(\d+)月(\d+)日</span>", section)
    days = [date(*map(int, each)) for each in found]
    assert len(days) > 3
    assert days == sorted(days, reverse=True)


def test_what_the_site_says_of_itself_is_no_report(demonstration: Path) -> None:
    """The text on what the site is for is of 31 December: no record of a project is."""
    page = (demonstration / "index.html").read_text("utf-8")
    [last] = re.findall(r"最近一次填报：([^<]+)<", page)
    assert last == "2018年12月27日"
