"""Whatever happens between two builds, the second makes the site that one from nothing would make.

A machine edits a small whole site at random, as clerks, engineers and accidents do, and builds it
again and again: what that leaves is held against a build of the same folder without any last one,
byte by byte, and so is what is said to be wrong. A refused build leaves the site as it was.

What no build promises to see is left out: a file of the site changed by hand whose size stays the
same. `LONGER=20 ./portal test tests/test_incremental.py` takes other and more steps.
"""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from difflib import unified_diff
from functools import cache, wraps
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar, NoReturn, TypeVar

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from PIL import Image

from generator.base.messages import CHINESE, ENGLISH
from generator.build import build, build_memory, page_text
from generator.build.preview_first import UNWATCHED, Session, Watched
from generator.build.report import Report
from generator.build.site_access import Refused
from generator.build.sums_file import SUMS
from generator.model import config
from generator.model.config import Config
from generator.model.kinds.registry import COMMAND, KINDS, OF_UNIT
from generator.model.urls import project_url
from generator.records import batches
from tests.conftest import AS_OF, ROOT, entries, files
from tests.records import LONGER, changed, steady, unit
from tests.sites import lay

T = TypeVar("T")

PLACES = ("bei", "gao", "nan", "ping")
"""Addresses of places that are added, or that others move to."""
FILES = ("2017-a", "2018-b", "2018-c")
NAMES = ("新名", "高坡", "A & B", "甲县", "上村")
DAYS = (
    AS_OF,
    date(2018, 12, 21),  # a list is not public yet
    date(2018, 12, 27),  # it hangs
    date(2019, 2, 15),
    date(2019, 7, 1),
    date(2021, 3, 1),  # terms and consents are over
)
MONEY: tuple[dict[str, str | None], ...] = (
    {"budget": "12万元", "sources": None, "payments": "[]"},
    {"budget": "13万元", "sources": None, "payments": None},
    {"budget": "13万元", "sources": None, "payments": "[{date: 2018-06-30, amount: 2万元}]"},
    {"budget": None, "sources": None, "payments": None},
    {"budget": None, "sources": "[{fund: 示例资金, level: central, amount: 13万元}]"},
    {
        "budget": "13万元",
        "sources": "[{fund: 甲, level: county, amount: 1万元},"
        " {fund: 乙, level: social, amount: 12万元}]",
    },
)
_BEGUN, _DONE = "{start: 2018-05-08}", "{start: 2018-05-08, finish: 2018-11-12}"
_CHANGE = "[{date: 2018-07-02, what: 项目终止, why: 水源地调整, approved_by: 甲县人民政府}]"
_NONE: dict[str, str | None] = dict.fromkeys(("actual", "progress", "acceptance"))
STAGES: dict[str, dict[str, str | None]] = {
    "library": {**_NONE, "payments": None},
    "approved": {**_NONE},
    "under_way": {
        **_NONE,
        "actual": _BEGUN,
        "progress": "[{date: 2018-06-20, percent: 30, note: 路基}]",
    },
    "completed": {**_NONE, "actual": _DONE},
    "accepted": {
        **_NONE,
        "actual": _DONE,
        "acceptance": "{date: 2018-12-01, result: passed, by: 示例组}",
    },
    "failed": {
        **_NONE,
        "actual": _DONE,
        "acceptance": "{date: 2018-12, result: failed, by: 示例组}",
    },
    "stopped": {**_NONE, "changes": _CHANGE},
}
PLANS = (
    None,
    "{finish: 2018-11-30}",
    "{start: 2018-12-10}",
    "{start: 2018-06, finish: 2018-12-25}",
    "{start: 2019-02, finish: 2019-06}",
    "{finish: 2020-12-31}",
)
SORTS: tuple[dict[str, str | None], ...] = (
    {"year": "2017"},
    {"year": "2018"},
    {"year": "2020"},
    {"category": "water"},
    {"category": "industry"},
    {"urgency": "急"},
    {"urgency": None},
)
UNITS: tuple[dict[str, str | None], ...] = (
    {"short_name": "新名"},
    {"short_name": "高坡"},
    {"name": "新名脱贫攻坚作战室"},
    {"phone": "0854-0000999"},
    {"phone": None},
    {"pinyin": "a ba"},
    {"pinyin": None},
    {"code": '"990001"'},
    {"code": None},
    {"poor": "yes"},
    {"established": "2018-07"},
    {"established": None},
    {"leaders": None},
    {"leaders": "[{name: 示例子, post: 主任}]"},
    {
        "leaders": "[{name: 示例丑, post: 主任, phone: 10000000009, phone_consent:"
        " {date: 2018-12-25, scope: 公开, until: 2019-06-30}}]"
    },
)
CONTACTS = (
    "groups: [一组]\nposts: []\n",
    "groups: [一组, 二组, 三组]\nposts:\n  - {role: both, person: 示例寅, phone: 0854-0000222}\n",
    "groups: []\nposts:\n  - {role: liaison, vacant: yes}\n",
    "groups: [一组]\nposts: [{role: supervisor, group: 一组, person: 示例卯, until: 2018-12-26}]\n",
)
MORE = {
    "units/ling.yaml": unit("town", "岭镇", parent="jia"),
    "units/jia/he.yaml": unit("town", "河镇"),
    "units/jia/he/an.md": f"---\n{unit('village', '岸村')}---\n# 情况\n",
    "projects/jia/he/an/2018-lu.md": "---\ntitle: 岸村的路\nyear: 2018\ncategory: infrastructure\n"
    "stage: approved\nperformance_target: 两公里\nbudget: 13万元\nplan: {finish: 2018-10}\n---\n"
    "# 情况\n",
    "supervisors/jia/he/an.yaml": CONTACTS[1],
}
"""Records beside those of the whole site: a second town in a county, and one that says its own."""
BODIES = ("# 情况\n\n文字。\n", "# 进度\n\n- 一\n- 二\n", "文字。\n", "")
NOTICES = (
    "notice: {first: 2018-12-03, last: 2018-12-07}\ndecision: {date: 2018-12-10}\n",
    "notice: {first: 2018-12-24, last: 2018-12-29}\n",
    "decision: {date: 2018-11-01}\n",
)
SETTINGS: tuple[dict[str, str | None], ...] = (
    {"title": "{zh-Hans: 另一个名字, en: Another name}"},
    {"title": "同一个名字"},
    {"tagline": None},
    {"demo": "no"},
    {"base_url": None},
    {"base_url": "https://example.org/shili/"},
    {"base_url": "https://example.com/"},
    {"languages": "[zh-Hans]"},
    {"languages": "[zh-Hans, en]"},
    {"languages": "[en, zh-Hans]"},
    {"complaints": '{local_phone: 0854-0000333, national_lines: ["12317"]}'},
    {"footer": "{organiser: 另一个单位}"},
    {
        "categories": "{industry: 产业, infrastructure: {zh-Hans: 基建, en: Building}, water: 水,"
        " school: 学校}"
    },
    {"categories": "{water: 水, infrastructure: 基建, industry: 产业}"},
    {"categories": "{industry: 产业, water: 饮水}"},  # there are projects of the third
    {"rules": "{commendation_notice: {days: 3, unit: calendar, source: 另一规定}}"},
    {"rules": "{commendation_notice: {days: 6, unit: working, source: 另一规定}}"},
    {"output": "public"},
    {"output": "site"},
    {"languages": "[fr]"},
)
TEMPLATES = {
    "project.html": "{% block content %}",
    "unit.html": "{% block content %}",
    "home.html": "{% block content %}",
    "projects.html": "{% block content %}",
    "base.html": '<main id="main">',
    "macros.html": '<span class="unknown">',
    "feed.xml": "<feed",
}
"""Template → where a remark can be put behind, or for a feed before."""
WRONG = ("\tx: [", "tilte: 甲\n", "{% broken", "\x00", "title: 甲\ntitle: 乙\n", "year: 二〇一八\n")
STATE = ("*.sqlite", "*/*.summary", "*/*.views", "*/*.sources", "compiled/*/*", "lock")
"""The kinds of files that a build leaves for the next."""
FOREIGN = ("their.txt", "units/their.txt")
SOON = 30_000_000
"""Nanoseconds after which times are trusted here: more than the system counts."""
KEPT = 20
"""Builds from nothing that are remembered: some megabytes each."""
COLOURS = ("teal", "navy", "olive")


@cache
def picture(colour: str) -> bytes:
    """Return a picture larger than the site shows it."""
    out = BytesIO()
    Image.new("RGB", (600, 400), colour).save(out, "PNG")
    return out.getvalue()


class NothingToDo(Exception):
    """There is nothing in the folder that this step could be done to."""


def nothing_to_do() -> NoReturn:
    raise NothingToDo


STEPS: list[Callable[..., None]] = []


def step(does: Callable[["Folder"], None]) -> Callable[..., None]:
    """Make a rule of what may happen between two builds; mostly the folder is then built."""

    @wraps(does)
    def taken(self: "Folder", draw: st.DataObject) -> None:
        self.draw = draw
        if self.broken and self.one((True, True, True, False), "mended first"):
            self.mend()
        try:
            does(self)
        except NothingToDo:
            return
        except BaseException:
            self.pending = self.broken = False  # this is what is to be reported
            raise
        self.pending = True
        if self.one((True, True, False), "built"):
            self.build()

    STEPS.append(taken)
    return rule(draw=st.data())(taken)


class Folder(RuleBasedStateMachine):
    """A site's folder between builds; `base` is the whole site as it was first built."""

    base: ClassVar[Path]
    stays: ClassVar[bool] = False
    """Whether one process makes all the builds, as a preview does."""
    whole: ClassVar[dict[bytes, tuple[Report, dict[str, bytes]]]] = {}
    """The last builds from nothing, by what they were made from."""

    def __init__(self) -> None:
        super().__init__()
        self.root, self.clean, self.older = (
            self.base.parent / name for name in ("run", "clean", "older")
        )
        for folder in (self.root, self.older):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(self.base, folder)
        self.draw: st.DataObject
        self.as_of, self.jobs, self.full = AS_OF, 1, False
        self.pending = self.broken = False
        self.memory = build_memory.Memory()
        self.good, self.good_day = self.sources(), self.as_of

    def teardown(self) -> None:
        if self.pending:
            self.build()
        if self.broken:
            self.mend()
            self.build()
            assert not self.broken

    # ---- what must hold

    def sources(self) -> dict[str, bytes]:
        """Return every file that the site is made from, and that may be edited."""
        found = {"config.yaml": (self.root / "config.yaml").read_bytes()}
        for folder in ("content", "templates"):
            inside = files(self.root / folder)
            found |= {f"{folder}/{path}": content for path, content in inside.items()}
        return found

    def mend(self) -> None:
        """Bring the sources, and the day, back to what was last published."""
        self.as_of = self.good_day  # on an earlier one, what was recorded later is a mistake
        now = self.sources()
        for path in now.keys() - self.good.keys():
            (self.root / path).unlink()
        for path, written in self.good.items():
            if now.get(path) != written:
                self.put(self.root / path, written)
        self.broken, self.pending = False, True

    def config(self) -> Config | None:
        """Return the configuration, None if it is broken."""
        return config.load(self.root / "config.yaml")[0]

    def build(self, *, listed: bool = True) -> None:
        """Build, and hold what comes of it to a build from nothing of the same folder.

        What is not `listed` in the site's own list is no one's, and may be written once more.
        """
        self.pending = False
        found = self.config()
        if found is None:  # no command goes on from here
            self.memory.forget()
            self.broken = True
            return
        site = self.output(found)
        before, times = files(site), times_of(site)
        report = self.built(found)
        whole, expected = self.from_nothing()
        assert report.problems == whole.problems
        assert (report.published is None) == (whole.published is None)
        self.broken = report.published is None
        after, now = files(site), times_of(site)
        if self.broken:
            assert differences(before, after) == []
            assert now == times
            return
        theirs = {url: content for url, content in before.items() if url in FOREIGN}
        assert {url: content for url, content in after.items() if url in FOREIGN} == theirs
        ours = {url: content for url, content in after.items() if url not in FOREIGN}
        assert differences(expected, ours) == []
        assert (report.units, report.projects) == (whole.units, whole.projects)
        stayed = {url for url in ours if listed and before.get(url) == ours[url]} - {SUMS}
        assert {url for url in stayed if now[url] != times[url]} == set()
        self.good, self.good_day = self.sources(), self.as_of

    def built(self, found: Config) -> Report:
        """Build as a command of its own would, with nothing left in memory."""
        page_text.environment.cache_clear()
        report = build.build(found, self.as_of, jobs=self.jobs, full=self.full)
        self.jobs, self.full = 1, False
        return report

    def output(self, found: Config) -> Path:
        """Return the folder that is built to."""
        return found.output

    def from_nothing(self) -> tuple[Report, dict[str, bytes]]:
        """Return what a build without any last one says, and the site it makes.

        The sources are often those of an earlier step, as after an accident or a mistake mended.
        """
        folders = [path for path in self.root.glob("*/**") if path.name and path.is_dir()]
        inside = sorted(p.relative_to(self.root).parts for p in folders)
        names = [each for each in inside if each[0] in ("content", "templates")]
        key = hash_of(self.as_of, self.stays, names, sorted(self.sources().items()))
        if key not in self.whole:
            while len(self.whole) >= KEPT:
                del self.whole[next(iter(self.whole))]
            report = self.built_from_nothing()
            self.whole[key] = report, files(self.clean / "made")
        return self.whole[key]

    def built_from_nothing(self) -> Report:
        """Build a copy of the sources that has no last build, and no site."""
        templates = files(self.clean / "templates")
        for path in self.clean.iterdir():
            if path.name not in (".portal", "config.yaml"):
                shutil.rmtree(path)
        for name in ("content", "templates"):
            if (self.root / name).is_dir():
                shutil.copytree(self.root / name, self.clean / name)
        shutil.copy(self.root / "config.yaml", self.clean)
        for state in (self.clean / ".portal").glob("*"):
            for path in state.iterdir():
                # to compile the same templates again would take most of the time
                if path.name != "compiled" or files(self.clean / "templates") != templates:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
        found = config.load(self.clean / "config.yaml")[0]
        assert found is not None
        return build.build(
            found, self.as_of, site=self.clean / "made", session=Session(drafts=self.stays)
        )

    # ---- what there is

    def one(self, of: Iterable[T], what: str) -> T:
        """Choose one of several; there may be none."""
        several = list(of)
        return self.draw.draw(st.sampled_from(several), what) if several else nothing_to_do()

    def path(self, of: Iterable[Path], what: str) -> Path:
        """Choose a file or a folder."""
        return self.root / self.one(sorted(p.relative_to(self.root) for p in of), what)

    def records(self, *kinds: str) -> dict[str, Path]:
        """Return the files of records by their ids; of two with the same id, the last."""
        content = self.root / "content"
        return {
            path.relative_to(content / kind).with_suffix("").as_posix(): path
            for kind in kinds or KINDS
            for path in sorted((content / kind).rglob("*"))
            if path.suffix in (".md", ".yaml")
        }

    def record(self, *kinds: str) -> Path:
        """Choose a record."""
        return self.path(self.all_records(*kinds), "record")

    def all_records(self, *kinds: str) -> Iterator[Path]:
        """Yield every record's file."""
        for kind in kinds or KINDS:
            yield from self.records(kind).values()

    def units(self, *levels: str) -> list[str]:
        """Return the ids of the units of some levels, or of all."""
        found = {}
        for ident, path in self.records("units").items():
            level = re.search(r"^level: (\w+)", text_of(path), re.MULTILINE)
            found[ident] = level[1] if level else ""
        return [ident for ident, level in found.items() if not levels or level in levels]

    def pictures(self) -> list[Path]:
        """Return the pictures that lie in the content folder."""
        return sorted((self.root / "content").rglob("*.png"))

    def state(self) -> Path:
        """Return the folder of what is known of the last builds."""
        if self.stays:
            nothing_to_do()  # whoever has it in memory does not look
        found = self.config()
        output = found.output.name if found else "site"
        return next((self.root / ".portal").glob(f"{output}-*"), None) or nothing_to_do()

    def site(self) -> Path:
        """Return the folder of the site, which must be there, and whose sources must be whole."""
        found = self.config()
        there = found and not self.stays and (found.output / SUMS).exists()
        return found.output if found and there else nothing_to_do()

    # ---- how it is changed

    def put(self, path: Path, content: bytes | str) -> None:
        """Write a file."""
        note(f"write {path.relative_to(self.root)}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def edit(self, path: Path, fields: dict[str, str | None]) -> None:
        """Change outermost fields of a record."""
        self.put(path, changed(text_of(path), **fields))

    def move(self, path: Path, to: Path) -> None:
        """Move a file, which keeps its time."""
        note(f"move {path.relative_to(self.root)} to {to.relative_to(self.root)}")
        to.parent.mkdir(parents=True, exist_ok=True)
        path.rename(to)

    def readdress(self, old: str, new: str) -> None:
        """Write a new address wherever the old one stands."""
        pattern = re.compile(rf"(?<![\w-]){old}(?![\w-])")
        for path in self.all_records():
            text = text_of(path)
            if pattern.search(text):
                self.put(path, pattern.sub(new, text))

    def drop_mentions(self, ident: str) -> None:
        """Take away each line of a record that names what is at `ident`, or beneath it."""
        pattern = re.compile(rf"(?<![\w-]){ident}(?![\w-])")
        for path in self.all_records():
            text = text_of(path)
            kept = [line for line in text.splitlines(keepends=True) if not pattern.search(line)]
            if len(kept) < text.count("\n"):
                self.put(
                    path,
                    re.sub(
                        r"^honorees:\n(?! )", "honorees: []\n", "".join(kept), flags=re.MULTILINE
                    ),
                )

    # ---- clerks: projects

    @step
    def a_project_gets_another_title(self) -> None:
        self.edit(self.record("projects"), {"title": self.one(NAMES, "title")})

    @step
    def a_project_gets_other_amounts(self) -> None:
        path = self.record("projects")
        self.edit(path, self.one(MONEY, "money"))

    @step
    def a_project_reaches_another_stage(self) -> None:
        path, stage = self.record("projects"), self.one(STAGES, "stage")
        self.edit(path, {"stage": stage, **STAGES[stage]})

    @step
    def a_project_gets_another_plan(self) -> None:
        self.edit(self.record("projects"), {"plan": self.one(PLANS, "plan")})

    @step
    def a_project_is_sorted_otherwise(self) -> None:
        self.edit(self.record("projects"), self.one(SORTS, "fields"))

    @step
    def a_project_is_added(self) -> None:
        unit = self.one(["", *self.units()], "unit")
        path = self.root / "content/projects" / unit / f"{self.one(FILES, 'file')}.md"
        text = "---\ntitle: 加上的\nyear: 2018\ncategory: water\nstage: library\n---\n"
        self.put(path, changed(text, performance_target="目标", **self.one(MONEY[:4], "money")))

    @step
    def a_project_is_copied(self) -> None:
        path = self.record("projects")
        self.put(path.with_name(f"{self.one(FILES, 'file')}{path.suffix}"), path.read_bytes())

    @step
    def a_project_is_deleted(self) -> None:
        path = self.record("projects")
        path.unlink()
        if self.one((True, False), "with its mentions"):
            name = path.relative_to(self.root / "content").as_posix()
            self.drop_mentions(re.escape(name))

    @step
    def a_project_is_renamed(self) -> None:
        path = self.record("projects")
        self.move_project(path, path.with_stem(self.one(FILES, "file")))

    @step
    def a_project_moves_to_another_unit(self) -> None:
        path = self.record("projects")
        base = self.root / "content/projects"
        folders = (base / each for each in [*self.units("village", "town")[::-1], ""])
        folder = self.path((each for each in folders if each != path.parent), "unit")
        for shown in path.parent.glob("*.png"):
            if shown.name in text_of(path):
                self.put(folder / shown.name, shown.read_bytes())
        self.move_project(path, folder / path.name)

    def move_project(self, path: Path, to: Path) -> None:
        """Move a project, and what leads to it."""
        if to.exists():
            nothing_to_do()
        self.move(path, to)
        base = self.root / "content/projects"
        old, new = (p.relative_to(base).with_suffix("").as_posix() for p in (path, to))
        self.readdress(f"projects/{old}", f"projects/{new}")

    # ---- clerks: units

    @step
    def a_unit_is_edited(self) -> None:
        self.edit(self.record("units"), self.one(UNITS, "fields"))

    @step
    def a_unit_is_added(self) -> None:
        above = self.one(self.units("prefecture", "county", "town"), "above")
        name = self.one(PLACES, "address")
        more: dict[str, str] = {}
        if above in self.units("prefecture"):
            ident, level = name, "county"
        elif above in self.units("county"):
            below = self.one((True, False), "in the folder of the county")
            ident, more = (f"{above}/{name}", {}) if below else (name, {"parent": above})
            level = "town"
        else:
            ident, level, more = f"{above}/{name}", "village", {"settlement": "village"}
        if ident in self.units():
            nothing_to_do()
        body = self.one(BODIES, "text")
        path = self.root / "content/units" / f"{ident}.md"
        self.put(path, f"---\n{unit(level, self.one(NAMES, 'name'), **more)}---\n{body}")

    @step
    def a_unit_is_deleted(self) -> None:
        ident = self.one(self.units("county", "town", "village"), "unit")
        if self.one((True, True, False), "with all that is there"):
            for _, path, rest in list(self.at(ident)):
                note(f"delete {rest or ident}")
                path.unlink()
            self.drop_mentions(ident)
        else:
            self.records("units")[ident].unlink()

    @step
    def a_unit_moves(self) -> None:
        old = self.one(self.units(), "unit")
        name, stay = old.rpartition("/")[2], self.one((True, False), "in its folder")
        if stay:
            new = "/".join(filter(None, (old.rpartition("/")[0], self.one(PLACES, "address"))))
        else:
            level = (
                next(x for x in ("village", "town") if old in self.units(x))
                if (old in self.units("village", "town"))
                else nothing_to_do()
            )
            above = self.one(self.units({"village": "town", "town": "county"}[level]), "above")
            new = f"{above}/{name}"
        if new in self.units() or new.startswith(f"{old}/"):
            nothing_to_do()
        for kind, path, rest in list(self.at(old)):
            self.move(path, self.root / "content" / kind / f"{new}{rest}")
        self.readdress(old, new)

    def at(self, ident: str) -> Iterator[tuple[str, Path, str]]:
        """Yield the kind and path of each file at a unit or beneath, and what follows the id."""
        for kind in ("units", "projects", "supervisors"):
            base = self.root / "content" / kind
            for path in sorted(each for each in base.rglob("*") if each.is_file()):
                rest = path.relative_to(base).as_posix().removeprefix(ident)
                own = kind != "projects" and rest in (".md", ".yaml")
                if own or (rest.startswith("/") and path.relative_to(base).as_posix() != rest):
                    yield kind, path, rest

    @step
    def a_town_says_that_it_belongs_to_another_county(self) -> None:
        towns = [path for path in self.all_records("units") if "\nparent:" in text_of(path)]
        self.edit(self.path(towns, "town"), {"parent": self.one(self.units("county"), "county")})

    @step
    def the_contacts_of_a_village_are_written(self) -> None:
        path = self.root / "content/supervisors" / self.one(self.units("village"), "village")
        self.put(path.with_suffix(".yaml"), self.one(CONTACTS, "contacts"))

    @step
    def someone_follows_in_a_post(self) -> None:
        path = self.record("supervisors")
        name = self.one(("示例辰", "示例巳"), "name")
        self.put(path, re.sub(r"person: [^,}\n]+", f"person: {name}", text_of(path), count=1))

    @step
    def the_contacts_of_a_village_are_deleted(self) -> None:
        path = self.record("supervisors")
        path.unlink()
        self.drop_mentions(re.escape(path.relative_to(self.root / "content").as_posix()))

    # ---- clerks: the command system

    def of_command(self) -> Path:
        """Choose a record of the command system."""
        found = [path for kind in COMMAND for path in self.all_records(kind)]
        return self.path(found, "record")

    @step
    def a_record_of_the_command_system_is_copied(self) -> None:
        path = self.of_command()
        kind = path.relative_to(self.root / "content").parts[0]
        base = self.root / "content" / kind
        if kind in OF_UNIT:
            to = base / self.one(self.units(), "unit")
            self.put(to.with_suffix(path.suffix), path.read_bytes())
        else:
            folders = (base / unit for unit in self.units())
            folder = self.path((path.parent, *folders), "folder")
            self.put(folder / f"{self.one(FILES, 'file')}{path.suffix}", path.read_bytes())

    @step
    def a_record_of_the_command_system_gets_another_day(self) -> None:
        path = self.of_command()
        days = re.findall(r"\b20\d\d-\d\d-\d\d\b", text_of(path)) or nothing_to_do()
        new = self.one(("2018-02-11", "2018-08-20", "2018-12-26", "2017-11-30"), "new day")
        self.put(path, text_of(path).replace(self.one(days, "day"), new))

    @step
    def a_record_of_the_command_system_is_deleted(self) -> None:
        path = self.of_command()
        path.unlink()
        name = path.relative_to(self.root / "content").with_suffix("").as_posix()
        self.drop_mentions(re.escape(name.partition("/")[2]))

    # ---- clerks: commendations, pages, whatever record

    @step
    def a_commendation_is_written(self) -> None:
        names = ("2017-niandu", "2018-niandu", "jia/2018-biaozhang", "2016-xin")
        units = [self.one(self.units(), "unit") for _ in range(self.one((1, 2), "honorees"))]
        honorees = "".join(
            f"  - {{honour: individual, name: 示例{n}, unit: {each}}}\n"
            for n, each in enumerate(units)
        )
        gone = f"  - {{name: 示例0, unit: {units[0]}, date: 2018-12-15, reason: 不实}}\n"
        withdrawn = f"withdrawals:\n{gone}" if self.one((False, True), "withdrawn") else ""
        self.put(
            self.root / "content/commendations" / f"{self.one(names, 'file')}.md",
            f"---\ntitle: {self.one(NAMES, 'title')}表彰\nyear: {self.one((2018, 2017), 'year')}\n"
            f"by: {self.one(self.units('prefecture', 'county'), 'by')}\n"
            f"{self.one(NOTICES, 'notice')}honorees:\n{honorees}{withdrawn}---\n",
        )

    @step
    def a_commendation_gets_another_title(self) -> None:
        self.edit(self.record("commendations"), {"title": self.one(NAMES, "title")})

    @step
    def a_commendation_is_deleted(self) -> None:
        self.record("commendations").unlink()

    @step
    def a_page_is_written(self) -> None:
        names = ("about", "about.en", "help", "help.en", "help/more", "sitemap")
        order = self.one(("", "order: 5\n", "order: 30\n"), "order")
        self.put(
            self.root / "content/pages" / f"{self.one(names, 'file')}.md",
            f"---\ntitle: {self.one(NAMES, 'title')}\n{order}---\n{self.one(BODIES, 'text')}",
        )

    @step
    def a_page_is_deleted(self) -> None:
        path = self.record("pages")
        path.unlink()
        if self.one((True, False), "with its mentions"):
            self.drop_mentions(re.escape(path.name))

    @step
    def a_record_gets_another_text(self) -> None:
        texts = [path for path in self.all_records() if path.suffix == ".md"]
        path = self.path(texts, "record")
        body = self.one(BODIES, "text")
        what = self.one(("a record", "its neighbour", "a picture", "nothing"), "leads to")
        if what == "a record":
            target = self.record()
            name = target.relative_to(self.root / "content").as_posix()
            body += f"\n见[那里](/{name}{self.anchor(target)})。\n"
        elif what == "its neighbour":
            beside = self.path([p for p in texts if p.parent == path.parent], "neighbour")
            body += f"\n见[旁边]({beside.name}{self.anchor(beside)})。\n"
        elif what == "a picture":
            shown = self.path(path.parent.glob("*.png"), "picture")
            body += f"\n![图]({shown.name})\n"
        head = re.match(r"---\n(?s:.*?)^---\n", text_of(path), re.MULTILINE)
        self.put(path, (head[0] if head else "") + body)

    def anchor(self, target: Path) -> str:
        """Choose a heading of a record to link to; or none, or one it has not."""
        headings = re.findall("^# (.+)$", text_of(target), re.MULTILINE)
        return self.one((*(f"#{each}" for each in headings), "", "#没有"), "anchor")

    @step
    def a_record_is_withheld_or_published(self) -> None:
        path = self.record()
        text = text_of(path)
        line, value = self.one((("status", "draft"), ("board_only", "yes")), "line")
        self.edit(path, {line: None if re.search(f"^{line}:", text, re.MULTILINE) else value})

    @step
    def a_record_gets_another_ending(self) -> None:
        path = self.record()
        text = text_of(path)
        if path.suffix == ".yaml":
            self.put(path.with_suffix(".md"), f"---\n{text}---\n")
        elif text.startswith("---\n") and text.endswith("\n---\n"):
            self.put(path.with_suffix(".yaml"), text[4:-4])
        else:
            nothing_to_do()
        path.unlink()

    # ---- clerks: pictures

    @step
    def a_project_gets_a_picture(self) -> None:
        path, name = self.record("projects"), self.one(("a.png", "b.png"), "name")
        self.put(path.with_name(name), picture(self.one(COLOURS, "colour")))
        self.edit(path, {"photos": f"[{{file: {name}, alt: 图}}]"})

    @step
    def a_picture_is_replaced(self) -> None:
        self.put(self.path(self.pictures(), "picture"), picture(self.one(COLOURS, "colour")))

    @step
    def a_picture_is_deleted(self) -> None:
        path = self.path(self.pictures(), "picture")
        path.unlink()
        if self.one((True, False), "with its mentions"):
            for record in sorted(path.parent.glob("*.md")):
                shown = f"photos: [{{file: {path.name}"
                lines = text_of(record).splitlines(keepends=True)
                kept = [x for x in lines if not x.startswith((shown, f"![图]({path.name}"))]
                self.put(record, "".join(kept))

    @step
    def a_picture_that_no_record_shows_is_added(self) -> None:
        where = ("projects/jia/dong", "projects/jia/nowhere", "projects/bing", "units/jia", "pages")
        path = self.root / "content" / self.one(where, "folder") / "shown-nowhere.png"
        self.put(path, picture(self.one(COLOURS, "colour")))

    # ---- engineers

    @step
    def the_configuration_is_edited(self) -> None:
        self.edit(self.root / "config.yaml", self.one(SETTINGS, "settings"))

    @step
    def it_is_another_day(self) -> None:
        self.as_of = self.one(DAYS, "day")

    @step
    def a_template_is_overridden(self) -> None:
        name = self.one(TEMPLATES, "template")
        text, mark = (ROOT / "templates" / name).read_text("utf-8"), TEMPLATES[name]
        assert mark in text
        remark = self.one(("<!-- one -->", "<!-- two -->", "{{ no.such.name }}"), "remark")
        both = f"{remark}\n{mark}" if name.endswith(".xml") else f"{mark}{remark}"
        if self.one((True, False), "with a remark"):
            text = text.replace(mark, both)
        self.put(self.root / "templates" / name, text)

    @step
    def an_asset_is_written(self) -> None:
        name = self.one(("style.css", "more.css", "icon.svg"), "asset")
        self.put(self.root / "templates/assets" / name, self.one(("/* 1 */", "/* 2 */"), "content"))

    @step
    def an_override_is_deleted(self) -> None:
        inside = (self.root / "templates").rglob("*")
        self.path([path for path in inside if path.is_file()], "override").unlink()

    @step
    def the_templates_folder_comes_or_goes(self) -> None:
        folder = self.root / "templates"
        shutil.rmtree(folder) if folder.exists() else folder.mkdir()

    @step
    def the_next_build_has_two_processes(self) -> None:
        self.jobs = 2

    @step
    def the_next_build_is_a_full_one(self) -> None:
        self.full = True

    @step
    def nothing_happens_and_nothing_is_written(self) -> None:
        if self.pending or self.broken:
            self.build()
        found = self.config()
        if found and not self.broken:
            published = self.built(found).published
            assert published is not None
            assert (published.written, published.removed) == (0, 0)

    # ---- time, and accidents with what builds leave behind

    @step
    def time_passes(self) -> None:
        for path in (self.root / "content").rglob("*.*"):
            then = path.stat().st_mtime_ns - 60 * 10**9
            os.utime(path, ns=(then, then))
        time.sleep(2 * SOON / 10**9)  # the system's own time of the change cannot be set back

    @step
    def a_file_of_the_state_is_lost_or_cut(self) -> None:
        # what lies there depends on the clock, and what is drawn here must not
        kind, number = self.one(STATE, "kind"), self.one(range(40), "number")
        keep = self.one((None, 0, 8, 20, 33, 40, 60, 400, -1), "bytes left")
        there = sorted(each for each in self.state().glob(kind) if each.is_file())
        path = there[number % len(there)] if there else nothing_to_do()
        if keep is None:
            path.unlink()
        else:
            self.put(path, path.read_bytes()[:keep])

    @step
    def a_folder_of_the_state_is_lost(self) -> None:
        name = self.one(("records", "compiled", "", ".."), "folder")
        shutil.rmtree((self.state() / name).resolve(), ignore_errors=True)

    @step
    def an_older_site_or_state_comes_back(self) -> None:
        if self.stays:
            nothing_to_do()
        for name in self.one((("site",), (".portal",), ("site", ".portal")), "what"):
            now, older = self.root / name, self.older / name
            aside = self.older / "aside"
            for path, to in ((now, aside), (older, now), (aside, older)):
                if path.exists():
                    path.rename(to)

    @step
    def a_file_of_the_site_is_damaged(self) -> None:
        site = self.site()
        path = self.path((site / url for url in files(site) if url not in (SUMS, *FOREIGN)), "file")
        content = path.read_bytes()
        left = self.one((None, content + b" ", content[:-1], b""), "left")
        if left is None:
            path.unlink()
        elif left != content:
            self.put(path, left)

    @step
    def a_folder_of_the_site_is_lost(self) -> None:
        site = self.site()
        inside = [path for path in site.rglob("*") if path.is_dir()]
        shutil.rmtree(self.path([site, *inside], "folder"))

    @step
    def someone_puts_a_file_into_the_site(self) -> None:
        path = self.site() / self.one(FOREIGN, "file")
        if not path.parent.is_dir():
            nothing_to_do()
        self.put(path, "theirs")

    @step
    def the_list_of_files_is_cut(self) -> None:
        if self.pending or self.broken:
            self.build()
        if self.broken:
            nothing_to_do()
        listing = self.site() / SUMS
        content = listing.read_bytes()
        keep = self.draw.draw(st.integers(0, len(content)), "bytes left")
        self.put(listing, content[:keep])
        self.build(listed=False)  # now, as nothing that it does not list could be removed

    @step
    def the_list_of_files_is_lost(self) -> None:
        site, found = self.site(), self.config()
        assert found
        listing = site / SUMS
        content = listing.read_bytes()
        listing.unlink()
        before = files(site)
        with pytest.raises(Refused):
            self.built(found)
        assert files(site) == before
        if self.one((True, False), "brought back"):
            self.put(listing, content)
        else:
            shutil.rmtree(site)

    # ---- mistakes

    @step
    def a_record_or_the_configuration_is_broken(self) -> None:
        path = self.path([*self.all_records(), self.root / "config.yaml"], "file")
        text, wrong = text_of(path), self.one(WRONG, "mistake")
        at = 4 if text.startswith("---\n") else 0
        self.put(path, text[:at] + wrong + text[at:])

    @step
    def a_record_is_cut_off(self) -> None:
        path = self.record()
        content = path.read_bytes()
        self.put(path, content[: len(content) * self.one((0, 1, 2, 3), "quarters") // 4])


class Preview(Folder):
    """The same while one process builds again and again, which is told what has changed."""

    stays = True

    def __init__(self) -> None:
        super().__init__()
        self.seen = self.stats()
        self.build()  # it remembers nothing yet

    def stats(self) -> dict[Path, tuple[int, int]]:
        """Return time and size of every file that a preview watches."""
        watched = (self.root / "content", self.root / "templates")
        paths = [self.root / "config.yaml", *(p for each in watched for p in each.rglob("*"))]
        return {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in paths if p.is_file()}

    def output(self, found: Config) -> Path:
        return found.state / "preview"

    def built(self, found: Config) -> Report:
        before, self.seen = self.seen, self.stats()
        paths = before.keys() | self.seen.keys()
        changed = {path for path in paths if before.get(path) != self.seen.get(path)}
        shown: dict[str, bytes] = {}

        def show(pages: dict[str, Path]) -> None:
            for url, path in pages.items():
                shown.pop(url, None)
                if path.is_file():
                    shown[url] = path.read_bytes()

        report = build.build(
            found,
            self.as_of,
            site=self.output(found),
            jobs=self.jobs,
            session=Session(
                self.memory,
                changed,
                UNWATCHED if self.broken else Watched(self.open(changed), show),
                drafts=True,
            ),
        )
        if report.published:  # what was shown before all was read has been put right since
            site = self.output(found)
            assert {url for url in shown if (site / url).read_bytes() != shown[url]} == set()
        return report

    def open(self, changed: set[Path]) -> frozenset[str]:
        """Return the pages that someone looks at: those of what has changed, and some more."""
        projects = self.root / "content/projects"
        idents = {
            path.relative_to(projects).with_suffix("").as_posix()
            for path in changed
            if path.is_relative_to(projects)
        }
        pages = {"index.html", "units/jia/dong/shang.html", *map(project_url, idents)}
        return frozenset(f"{language}{url}" for url in pages for language in ("", "en/"))


def hash_of(*parts: object) -> bytes:
    """Return the digest of plain values."""
    return sha256(repr(parts).encode()).digest()


def text_of(path: Path) -> str:
    """Return the text of a file, whatever is wrong with it."""
    return path.read_text("utf-8", "replace")


def times_of(folder: Path) -> dict[str, int]:
    """Return when each file beneath a folder was last written."""
    return {url: each.stat().st_mtime_ns for url, each in entries(folder).items()}


def differences(expected: dict[str, bytes], found: dict[str, bytes]) -> list[str]:
    """Say in which files two sites differ, and note how the first of them does."""
    urls = sorted(u for u in expected.keys() | found.keys() if expected.get(u) != found.get(u))
    if urls:
        one, two = (
            site.get(urls[0], b"(none)").decode("utf-8", "replace").splitlines()
            for site in (expected, found)
        )
        note("\n".join(unified_diff(one, two, f"from nothing: {urls[0]}", "found", n=0)))
    return urls


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder to build in again and again: in memory, where the machine has such a one."""
    memory = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it)
    if not (memory.is_dir() and os.access(memory, os.W_OK)):
        yield tmp_path_factory.mktemp("incremental")
        return
    with TemporaryDirectory(prefix="incremental-", dir=memory) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def base(home: Path) -> Path:
    """Give the whole site and some more records, with their first build."""
    folder = lay(home / "base")
    with (folder / "config.yaml").open("a", encoding="utf-8") as own:
        own.write("keep_assets: 0\n")  # what stays of earlier builds is not in a clean one
    for path, text in MORE.items():
        file = folder / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    found = config.load(folder / "config.yaml")[0]
    assert found is not None
    report = build.build(found, AS_OF)
    assert report.published, report.problems
    assert found.settings.languages == (CHINESE, ENGLISH)
    (folder.parent / "clean").mkdir()
    return folder


@pytest.fixture(autouse=True)
def soon_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the times of files sooner, so that no test has to wait until they are trusted."""
    monkeypatch.setattr(batches, "SETTLED", SOON)


def often(examples: int) -> settings:
    """Return how often a machine is tried, and with how many steps."""
    return settings(
        steady(examples),
        stateful_step_count=8 if LONGER == 1 else 12,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@pytest.mark.parametrize(("kind", "examples"), [(Folder, 2), (Preview, 3)])
def test_after_any_steps_the_site_is_that_of_a_build_from_nothing(
    base: Path, kind: type[Folder], examples: int
) -> None:
    Folder.base = base
    run_state_machine_as_test(kind, settings=often(examples))


def test_after_all_the_steps_the_site_is_that_of_a_build_from_nothing(base: Path) -> None:
    """So that none is left to chance: as they stand above; the test before tries other orders."""
    Folder.base = base

    @often(1)
    @given(draw=st.data())
    def each_once(draw: st.DataObject) -> None:
        folder = Folder()
        for does in draw.draw(st.permutations(STEPS)):
            note(does.__name__)
            does(folder, draw=draw)
        folder.teardown()

    each_once()
