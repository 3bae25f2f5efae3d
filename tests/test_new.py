"""`portal new` writes records that are valid as they stand, and explain themselves."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.base.problems import Problem, errors
from generator.commands import cli, new
from generator.commands.new import WORDS, Nearby
from generator.model import config, problem_words
from generator.model.kinds.project import Project
from generator.model.kinds.registry import KINDS, OF_NONE, OF_UNIT
from generator.model.site_tables import CONFIG
from generator.parse import record_file, validation
from generator.records import batches
from generator.records import read_batch as reading
from generator.records.cache import Store
from tests import sites

_LIES = {"as_unit": "jia/dong/xia", "in_unit": "jia/dong/2018-xin", "anywhere": "2019-xin"}
PLACES = {
    **{word: _LIES[kind.lies] for word, (kind, _) in new.WORDS.items()},
    "unit": "jia/dong/beicun",
    "project": "jia/dong/shang/2019-shuiqu",
    "disclosure": "jia/dong/shang/2018-kaigong",
    "library": "yi/2017",
    "assessment": "yi/2018",
    "exit": "yi/xi/zhong",
}
"""Where a record of each kind is written; those named are of a place that has none yet."""
Write = Callable[..., tuple[str | None, list[Problem]]]

# A stage allows some fields only later on; a picture must be there; one post is held or vacant.
EXPLAINED = {
    ("unit", "successor"): "P223",  # its last day is a line of its own
    ("project", "payments"): "P307",
    ("project", "returns"): "P312",
    ("project", "actual"): "P307",
    ("project", "progress"): "P307",
    ("project", "acceptance"): "P307",
    ("supervisors", "vacant"): "P503",
    ("commendation", "objections"): "P305",
    ("rectification", "closed"): "P942",
    ("allocation", "pooled"): "P935",
    ("assessment", "measures"): "P950",
    ("assessment", "veto"): "P304、P953",
    ("document", "attachment"): "P960",
    ("library", "removed"): "P937",
    **{
        (kind.new.word, "photos"): "P702"  # which lie beside the record, and here do not
        for kind in KINDS.values()
        if kind.new and kind.photos and "photos" in kind.model.model_fields
    },
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a whole small site."""
    return sites.lay(tmp_path / "site")


@pytest.fixture
def write(site: Path) -> Write:
    """Return a function that writes a record into the site."""

    def writes(
        kind: str, ident: str, language: str = "zh-Hans"
    ) -> tuple[str | None, list[Problem]]:
        return sites.new_record(site, kind, ident, language)

    return writes


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("kind", new.WORDS)
def test_what_is_written_has_no_problem_in_its_site(
    kind: str, language: str, site: Path, write: Write
) -> None:
    path, problems = write(kind, PLACES[kind], language)
    assert path is not None
    assert problems == []
    assert (site / path).is_file()
    assert [sites.line(each) for each in sites.judge(site)] == []


@pytest.mark.parametrize("kind", new.WORDS)
def test_what_is_written_is_public_once_it_is_no_draft(kind: str, site: Path, write: Write) -> None:
    path, _ = write(kind, PLACES[kind])
    file = site / str(path)
    file.write_text(file.read_text(encoding="utf-8").replace("status: draft\n", ""), "utf-8")
    # a year that is public is asked for its reports
    asked = [f"{path}:7:1: warning P956 reports"] if kind == "assessment" else []
    if kind == "rectification":  # of the same day and words as one of the site
        asked = [f"{path}:7:1: warning P135 date"]
    assert [sites.line(each) for each in sites.judge(site)] == asked


@pytest.mark.parametrize("kind", new.WORDS)
def test_any_one_field_can_be_switched_on(kind: str, site: Path, write: Write) -> None:
    path, _ = write(kind, PLACES[kind])
    file = site / str(path)
    lines = file.read_text(encoding="utf-8").splitlines()
    found = {}
    for name, numbers in blocks(lines):
        on = [switched(line) if n in numbers else line for n, line in enumerate(lines)]
        file.write_text("\n".join(on) + "\n", "utf-8")
        codes = {each.code for each in judged(site, str(path))}
        if codes:
            found[kind, name] = "、".join(sorted(codes))
    assert found.pop((kind, "vouched"), "P611") == "P611"  # its number stands nowhere else yet
    assert found == {key: code for key, code in EXPLAINED.items() if key[0] == kind}


def blocks(lines: list[str]) -> Iterator[tuple[str, set[int]]]:
    """Yield name and line numbers of each field that is switched off."""
    numbers: list[int] = []
    for n, line in enumerate([*lines, ""]):
        if re.match(r" *#(?! \S)", line):
            numbers.append(n)
        elif numbers:
            yield lines[numbers[0]].strip(" #").partition(":")[0], set(numbers)
            numbers = []


def switched(line: str) -> str:
    return line.replace("#", "", 1)


def judged(site: Path, path: str) -> list[Problem]:
    """Return the problems of one record, seen without the others."""
    settings, _ = config.load(site / CONFIG)
    assert settings is not None
    tree = batches.walk(site, "content")
    files = tuple(file for file in tree.files if file.path == path)
    rules = settings.rules(sites.AS_OF)
    store = Store(site / ".portal", "one", b"program".ljust(16))
    stamp = b"stamp".ljust(16)
    batch = batches.Batch("", site, "content", files, tree.pictures, rules, stamp, store)
    return reading.read_batch(batch).problems


@pytest.mark.parametrize("kind", new.WORDS)
def test_every_field_there_is_stands_in_it_and_is_explained(kind: str) -> None:
    units = ["shili", "jia"]
    written = new.text(kind, "bing" if kind == "unit" else "x", "en", Nearby(units))
    lines = written.splitlines()
    for name, info in new.WORDS[kind][0].model.model_fields.items():
        at = next(
            (n for n, line in enumerate(lines) if re.match(rf"#?{name}:", line)),
            None,
        )
        if kind == "unit" and name == "settlement":  # a county is neither village nor community
            assert at is None
            continue
        assert at is not None, name
        said = " ".join(lines[at - 2 : at])
        assert f"# {info.description}" in said


def test_what_is_written_reads_back_as_it_stands(site: Path, write: Write) -> None:
    path, _ = write("project", "jia/dong/shang/2019-shuiqu")
    read, _ = record_file.read(site, str(path))
    assert read is not None
    data, _ = validation.validate(Project, read, site)
    assert data is not None
    assert (data.status, data.year, data.stage, data.budget) == (
        "draft",
        2019,
        "library",
        125000000,
    )
    assert read.body.startswith("<!--")


def test_explanations_are_in_the_clerks_language() -> None:
    assert "# 项目名称\n" in new.text("project", "x", "zh-Hans")
    assert "# name of the project\n" in new.text("project", "x", "en")


def test_a_choice_names_what_can_be_chosen() -> None:
    assert "# new (新建)、continued (续建)、extension (改扩建)\n#nature:" in new.text(
        "project", "x", "zh-Hans"
    )


def test_a_category_is_one_of_the_sites_own() -> None:
    categories = {"water": {"zh-Hans": "饮水"}, "roads": {"": "道路"}}
    written = new.text("project", "x", "zh-Hans", Nearby(categories=categories))
    assert "# water (饮水)、roads (道路)\ncategory: water\n" in written


@pytest.mark.parametrize(
    ("ident", "level", "kind"),
    [
        ("bing", "county", "headquarters"),
        ("jia/nan", "town", "workstation"),
        ("jia/dong/beicun", "village", "war_room"),
    ],
)
def test_a_units_level_follows_from_how_deep_it_lies(ident: str, level: str, kind: str) -> None:
    written = new.text("unit", ident, "en", Nearby(["shili"]))
    assert f"\nlevel: {level}\n" in written
    assert f"\nkind: {kind}\n" in written


def test_the_first_unit_of_a_site_is_its_prefecture(tmp_path: Path) -> None:
    begun(tmp_path)
    sites.new_record(tmp_path, "unit", "shili", "en")
    assert "level: prefecture" in (tmp_path / "content/units/shili.yaml").read_text("utf-8")


def test_a_commendation_is_the_prefectures_and_names_a_unit_there_is(
    site: Path, write: Write
) -> None:
    path, _ = write("commendation", "2019-niandu")
    written = (site / str(path)).read_text("utf-8")
    assert "\nby: shili\n" in written
    assert "    unit: jia/dong\n" in written


@pytest.mark.parametrize("kind", new.WORDS)
def test_a_record_that_is_there_is_never_written_over(kind: str, site: Path, write: Write) -> None:
    path, _ = write(kind, PLACES[kind])
    before = (site / str(path)).read_bytes()
    again, problems = write(kind, PLACES[kind])
    code = "P235" if new.WORDS[kind][0].folder in OF_UNIT and kind != "unit" else "P232"
    assert (again, [(each.code, each.place.file) for each in problems]) == (None, [(code, path)])
    assert (site / str(path)).read_bytes() == before


def test_a_record_with_another_ending_is_there_too(site: Path, write: Write) -> None:
    path, problems = write("project", "jia/dong/2018-shuichang")
    assert path is None
    assert problems[0].place.file == "content/projects/jia/dong/2018-shuichang.yaml"
    assert "2018-shuichang-2" in problem_words.hint(problems[0], "en")
    assert not (site / "content/projects/jia/dong/2018-shuichang.md").exists()


def test_an_address_in_chinese_is_refused_and_spelled_out(write: Write) -> None:
    path, problems = write("project", "jia/dong/shang/2019水渠")
    assert path is None
    assert problems[0].code == "P009"
    assert "2019-shuiqu" in problem_words.hint(problems[0], "zh-Hans")


@pytest.mark.parametrize("ident", ["", "/", "..", "../jia", "jia//x", "C:/x", "jia/Dong", "a b"])
def test_an_address_that_is_none_is_refused(ident: str, site: Path, write: Write) -> None:
    before = sorted(site.rglob("*"))
    path, problems = write("unit", ident)
    assert (path, [each.code for each in problems]) == (None, ["P009"])
    assert sorted(site.rglob("*")) == before


@pytest.mark.parametrize(
    ("kind", "ident"),
    [
        ("project", "jia/dong/shagn/2019-shuiqu"),
        ("supervisors", "jia/dong/shagn"),
        ("unit", "jia/dong/shagn/yizu"),
    ],
)
def test_an_unknown_unit_is_refused_with_the_nearest(
    kind: str, ident: str, site: Path, write: Write
) -> None:
    path, problems = write(kind, ident)
    assert (path, problems[0].code) == (None, "P201")
    assert "jia/dong/shang" in problem_words.message(problems[0], "en")
    assert not list(site.rglob("*shagn*"))


@pytest.mark.parametrize("kind", ["meeting", "disclosure", "allocation", "library", "assessment"])
def test_a_record_in_no_folder_of_a_unit_is_asked_for_one(kind: str, write: Write) -> None:
    path, problems = write(kind, "2018")
    assert (path, [each.code for each in problems]) == (None, ["P234"])


@pytest.mark.parametrize(("kind", "ident"), [("project", "jia/dong/shang"), ("meeting", "jia")])
def test_a_record_that_is_called_as_its_unit_alone_is_asked_for_a_name(
    kind: str, ident: str, write: Write
) -> None:
    """Else a project of the village 上村 became one of the town, called shang."""
    path, problems = write(kind, ident)
    assert (path, [each.code for each in problems]) == (None, ["P234"])
    assert f"{ident}/" in problem_words.hint(problems[0], "en")


@pytest.mark.parametrize("ident", ["con", "jia/dong/nul", "com1", "lpt9"])
def test_a_name_that_windows_keeps_is_refused(ident: str, write: Write) -> None:
    path, problems = write("unit", ident)
    assert (path, [each.code for each in problems]) == (None, ["P026"])


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("张湾村 #1标段: 公路", 'title: "张湾村 #1标段: 公路"'),
        ("通组公路", "title: 通组公路"),
        ("- 甲", 'title: "- 甲"'),
        ("[甲", 'title: "[甲"'),
        ('说"好"', 'title: "说\\"好\\""'),
        ("两\n行", "title: 两 行"),
        ("乙 # 丙", 'title: "乙 # 丙"'),
    ],
)
def test_a_title_of_ones_own_is_written_so_that_it_reads_back_as_it_was_typed(
    title: str, line: str, site: Path
) -> None:
    path, _ = sites.new_record(site, "project", "jia/dong/shang/2019-x", title=title)
    assert f"\n{line}\n" in (site / str(path)).read_text("utf-8")
    read, _ = record_file.read(site, str(path))
    assert read is not None
    assert read.data["title"] == " ".join(title.split())


# ---- a site that has nothing but its places, as one who begins has it

LEVELS = {"prefecture": "qian", "county": "shu", "town": "shu/zhen", "village": "shu/zhen/cun"}
BELOW = {"prefecture": "qian/xian", "county": "shu/xin", "town": "shu/zhen/xin"}
ELSEWHERE = {
    ("unit", "village"): "P204",
    **{
        (word, level): kind.level[1]
        for word, (kind, _) in new.WORDS.items()
        for level in LEVELS
        if kind.level and level != kind.level[0]
    },
}


def begun(folder: Path) -> None:
    """Make a site of settings alone."""
    settings = (sites.WHOLE / "config.yaml").read_text("utf-8")
    settings = re.sub(r"(?m)^tiles:.*\n(?: .*\n)*", "", settings)
    (folder / "config.yaml").write_text(settings, "utf-8")
    (folder / "content").mkdir()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site with one unit of each level, each as `new` writes it but public."""
    folder = tmp_path_factory.mktemp("fresh")
    begun(folder)
    for ident in LEVELS.values():
        path, problems = sites.new_record(folder, "unit", ident)
        assert problems == []
        publish(folder / str(path))
    assert sites.judge(folder) == []
    return folder


def publish(file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace("status: draft\n", ""), "utf-8")


def address_at(kind: str, level: str) -> str:
    folder = new.WORDS[kind][0].folder
    if kind == "unit":
        return BELOW.get(level, f"{LEVELS[level]}/xin")
    if folder in OF_NONE:
        return "2018"
    return LEVELS[level] if folder in OF_UNIT else f"{LEVELS[level]}/2018"


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", new.WORDS)
def test_every_kind_under_every_level_of_a_fresh_site_builds_or_is_told_where_it_belongs(
    kind: str, level: str, fresh: Path
) -> None:
    path, problems = sites.new_record(fresh, kind, address_at(kind, level))
    told = ELSEWHERE.get((kind, level))
    assert [each.code for each in problems] == ([told] if told else [])
    if path is None:
        return
    file = fresh / path
    try:
        # what it names is not there yet, which a draft may say, and a public record may not
        names = "|".join(new.WORDS[kind][1].names) or "-"
        asks = re.search(rf"^[ -]*(?:{names}):", file.read_text("utf-8"), re.MULTILINE)
        named = ["P230"] if asks else []
        problems = sites.judge(fresh)
        assert not list(errors(problems))
        assert [each.code for each in problems if each.code == "P230"] == named
        publish(file)
        found = {each.code for each in errors(sites.judge(fresh))}
        assert found == ({"P211"} if named else set())
    finally:
        file.unlink()


def test_what_a_draft_names_may_be_written_after_it(fresh: Path) -> None:
    path, _ = sites.new_record(fresh, "disclosure", "shu/zhen/2018-gs")
    notice = fresh / str(path)
    named = re.search(r"projects: \[(.+)\]", notice.read_text("utf-8"))
    assert named is not None
    other, problems = sites.new_record(fresh, "project", named[1])
    assert problems == []
    project = fresh / str(other)
    try:
        publish(notice)
        publish(project)
        assert list(errors(sites.judge(fresh))) == []
    finally:
        notice.unlink()
        project.unlink()


def test_a_site_without_any_unit_is_told_to_begin_with_one(tmp_path: Path) -> None:
    begun(tmp_path)
    for kind in new.WORDS:
        path, problems = sites.new_record(tmp_path, kind, "2018")
        if kind == "unit":
            (tmp_path / str(path)).unlink()
        else:
            assert [each.code for each in problems] == ["P233"]


def test_supervisors_are_of_a_village(write: Write) -> None:
    path, problems = write("supervisors", "jia/dong")
    assert (path, [each.code for each in problems]) == (None, ["P209"])


def test_nothing_stands_under_a_village(write: Write) -> None:
    path, problems = write("unit", "jia/dong/shang/yizu")
    assert (path, [each.code for each in problems]) == (None, ["P204"])


def test_a_project_of_the_whole_prefecture_needs_no_folder(write: Write) -> None:
    assert write("project", "2019-peixun") == ("content/projects/2019-peixun.md", [])


@pytest.mark.parametrize(
    "typed",
    [
        "content/projects/jia/dong/2019-shuiqu.md",
        "content\\projects\\jia\\dong\\2019-shuiqu",
        "./projects/jia/dong/2019-shuiqu.yaml",
        "jia/dong/2019-shuiqu/",
    ],
)
def test_the_path_of_the_file_does_as_well(typed: str, write: Write) -> None:
    assert write("project", typed) == ("content/projects/jia/dong/2019-shuiqu.md", [])


@pytest.mark.parametrize("kind", [kind for kind in WORDS if not new.titled(kind)])
def test_a_title_that_a_record_has_no_place_for_is_refused_and_nothing_is_written(
    kind: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(site.rglob("*"))
    command = ["new", kind, "jia/dong/shang/2019-x", "--title", "通组公路", "--config", str(site)]
    assert cli.main(command) == 2
    assert "--title" in capsys.readouterr().err
    assert sorted(site.rglob("*")) == before
