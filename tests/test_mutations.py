"""Whatever happens to a good record, it is still good, or it is said what is wrong and where.

Each record and the configuration are damaged in many small ways, read, judged, joined with the
rest, and, where nothing is wrong, planned as pages. To try other and more ways than those of every
run: `LONGER=100 ./portal test tests/test_mutations.py`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from generator.base.messages import CHINESE, ENGLISH
from generator.base.problems import Problem, errors
from generator.joined import site_data
from generator.model import config, problem_words
from generator.model.kinds.registry import KINDS
from generator.model.settings import Settings
from generator.pages import plan as pages
from generator.pages.batch_pages import OfPlace
from generator.pages.jobs import Listed, Ready
from generator.parse import model_fields, record_file
from generator.records import read_batch as reading
from generator.records.batches import Batch, walk
from generator.records.summary import Summary
from tests.records import AS_OF, BESIDE, RECORDS, RICH, Small, steady

GIVEN_BACK = {
    "projects": (
        "    amount: 820000.00\n",
        """\
    amount: 830000.00
returns:
  - date: 2018-11-20
    amount: 1万元
    why: 审计核减退回
    by: 示例建筑公司
    document: 示例审〔2018〕1号
    allocation: jia/2018-zhuanxiang
""",
    ),
    "allocations": (
        "---\n分配到村。",
        """\
returns:
  - date: 2018-11-20
    amount: 10万元
    why: 项目结余，县财政收回
    document: 示例财农〔2018〕9号
---
分配到村。""",
    ),
}
WHOLE = {
    **RICH,
    **{RECORDS[kind]: RICH[RECORDS[kind]].replace(*words) for kind, words in GIVEN_BACK.items()},
}
"""The examples with money that came back, which the sums of other tests do without."""

TRIED = {"projects": 200, "units": 150, "commendations": 150, "supervisors": 125}
"""How many mutations are tried of the kinds with the most fields, or the most in their text."""

PIECES = [
    *(
        "\t",
        "\n",
        "\r",
        " ",
        "  ",
        "\n\n",
        "\u3000",
        "\u00a0",
        "\u200b",
        "\u202e",
        "\u2028",
        "\ufeff",
    ),
    *(
        "\0",
        "\x1b[31m",
        "\x85",
        "\ufffd",
        "\ue000",
        "🙂",
        "é",
        "e\u0301",
        "½",
        "②",
        "２",
        "٣",
        "龘",
    ),
    *(
        ":",
        ": ",
        "：",
        "#",
        " #",
        "-",
        "- ",
        "---",
        "...",
        "?",
        "? ",
        ",",
        "，",
        "%",
        "@",
        "`",
        "~",
        "<<",
    ),
    *("[", "]", "{", "}", "'", '"', "\\", '"\\x00"', "|", ">", "&a ", "*a ", "!a ", "!!str "),
    *(
        "<b>",
        "<script>",
        "</p>",
        "![](",
        "](x.md)",
        "](javascript:x)",
        "**",
        "# ",
        "    ",
        "> ",
        "|--|",
    ),
    *("0", "9", "1e9", "x", "yes", "title: y\n", "a: b", "null", "13900001234", "_:", "{0}", "%s"),
]
VALUES = [
    *(
        "[]",
        "{}",
        "[a]",
        "{a: b}",
        "[[a]]",
        "[{a: b}]",
        "~",
        "null",
        "''",
        '" "',
        "|",
        "甲",
        "x" * 300,
    ),
    *(
        "0",
        "1",
        "-1",
        "125",
        "1.5",
        "125万元",
        "9" * 20,
        "1e9",
        "０",
        "12:30",
        "0123",
        "100%",
        "101%",
    ),
    *("2018", "2018-13", "2018-02-30", "2018-06", "2099-01-01", "1900", "9999-01-01", "今天"),
    *("yes", "no", "draft", "accepted", "library", "stopped", "village", "county", "prefecture"),
    *("jia", "jia/dong", "jia/none", "jia/dong/shang", "../x", "/", ".", "none.jpg", "photo.jpg"),
    *(
        "https://example.org",
        "javascript:x",
        "a@b.cn",
        "12317",
        "10000001234",
        "0854-0000123",
        "_:",
    ),
    *("en", "[en]", "[en, en]", "UTC", "content", "site", "working", "both", "individual"),
]
ONE_FIELD = {f"P1{n:02d}" for n in range(2, 20)} - {"P111", "P112"}
"""Codes that speak of one value: they stand on its line. (A list or a group begins below it.)"""


class Damaged(NamedTuple):
    """A file after a mutation; `line` is where a fault of one field must be, 0 for anywhere."""

    content: bytes
    line: int = 0


def mutations(text: str) -> st.SearchStrategy[Damaged]:
    """Return a strategy of damaged forms of `text`."""
    lines = text.split("\n")
    numbers = st.integers(0, len(lines) - 1)
    places = st.integers(0, len(text))
    with_value = [n for n, line in enumerate(lines) if ": " in line and "{" not in line]

    def put(content: list[str]) -> Damaged:
        return Damaged("\n".join(content).encode())

    def insert(at: int, piece: str) -> Damaged:
        return Damaged((text[:at] + piece + text[at:]).encode())

    def overwrite(at: int, piece: str) -> Damaged:
        return Damaged((text[:at] + piece + text[at + len(piece) :]).encode())

    def value(n: int, new: str) -> Damaged:
        line = f"{lines[n].partition(': ')[0]}: {new}"
        line_of_fault = 0 if new == "|" else n + 1
        return Damaged("\n".join([*lines[:n], line, *lines[n + 1 :]]).encode(), line_of_fault)

    def indent(n: int, by: int) -> Damaged:
        line = " " * by + lines[n] if by > 0 else lines[n][-by:]
        return put([*lines[:n], line, *lines[n + 1 :]])

    def key(n: int, name: str) -> Damaged:
        margin = lines[n][: len(lines[n]) - len(lines[n].lstrip(" -"))]
        return put([*lines[:n], f"{margin.replace('-', ' ')}{name}: 1", *lines[n:]])

    def bits(flips: list[tuple[int, int]]) -> Damaged:
        content = bytearray(text.encode())
        for at, with_ in flips:
            content[at % len(content)] ^= with_
        return Damaged(bytes(content))

    texts = st.one_of(st.sampled_from(PIECES), st.text(min_size=1, max_size=3))
    return st.one_of(
        st.builds(value, st.sampled_from(with_value), st.sampled_from(VALUES)),
        st.builds(insert, places, texts),
        st.builds(overwrite, places, texts),
        st.builds(lambda n: put(lines[:n] + lines[n + 1 :]), numbers),
        st.builds(lambda n: put([*lines[: n + 1], *lines[n:]]), numbers),
        st.builds(lambda n, m: put([*lines[:n], lines[m], *lines[n + 1 :]]), numbers, numbers),
        st.builds(lambda at: Damaged(text.encode()[:at]), places),
        st.builds(indent, numbers, st.integers(-3, 3)),
        st.builds(
            key, numbers, st.sampled_from(["xyz", "title", "甲", '""', "a.b", "_x", "^a", "1"])
        ),
        st.builds(
            bits,
            st.lists(
                st.tuples(st.integers(0, 10_000), st.integers(1, 255)), min_size=1, max_size=3
            ),
        ),
    )


# ---- the examples are whole


def fields(model: type[BaseModel], data: Any, path: str = "") -> Iterator[str]:
    """Yield the path of every field of `model` that `data` does not have."""
    for name, info in model.model_fields.items():
        inner = model_fields.inner(info.annotation)
        if name not in data:
            yield f"{path}{name}"
        elif isinstance(inner, type) and issubclass(inner, BaseModel):
            each = data[name][0] if isinstance(data[name], list) else data[name]
            yield from fields(inner, each, f"{path}{name}.")


@pytest.mark.parametrize("kind", RECORDS)
def test_the_example_of_each_kind_has_every_field(kind: str) -> None:
    read, problems = record_file.parse(RECORDS[kind], WHOLE[RECORDS[kind]].encode())
    assert read is not None, problems
    assert list(fields(KINDS[kind].model, read.data)) == []


def test_the_example_of_the_configuration_has_every_field() -> None:
    read, problems = record_file.parse("config.yaml", WHOLE["config.yaml"].encode())
    assert read is not None, problems
    assert list(fields(Settings, read.data)) == []


# ---- what may come of a mutation


@dataclass(repr=False)
class Site:
    """A good site, read once; the batch of one file is read anew for each mutation of it."""

    small: Small
    config: config.Config
    batches: list[Batch]
    summaries: list[Summary]

    def read(self, file: str, content: bytes) -> tuple[list[Problem], list[Problem]]:
        """Return what is wrong with the record, and with all of the site; plan it if nothing is."""
        self.small.write(file, content)
        good = next(each for each in self.batches if file in (f.path for f in each.files))
        # kept apart, so that the next mutation of another batch meets the views of the good one
        store = replace(good.store, name=f"{good.store.name}-damaged")
        batch = replace(good, store=store)
        own = reading.read_batch(batch)
        tree = walk(self.small.root, "content")
        summaries = [own if each.key == batch.key else each for each in self.summaries]
        languages = self.config.settings.languages
        keeps = {each.key: each.store.views for each in self.batches} | {batch.key: store.views}
        given = site_data.Given(tree, self.small.root, "content", languages, keeps)
        found, all_ = site_data.join(summaries, given)
        if not any(errors(all_)):
            plan, more = pages.plan(found, summaries, self.config, AS_OF, keeps)
            all_ += more
            for draft in plan:
                job = draft.make()
                for page in job if isinstance(job, Ready | Listed | OfPlace) else ():
                    assert page.url.endswith((".html", ".xml"))
        self.small.write(file, WHOLE[file])
        return own.problems, all_


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    small = Small(
        tmp_path_factory.mktemp("good"),
        {RECORDS[kind]: WHOLE[RECORDS[kind]] for kind in GIVEN_BACK},
    )
    found, problems = config.load(small.root / "config.yaml")
    assert found is not None, problems
    batches, _ = small.batches()
    return Site(small, found, batches, [reading.read_batch(batch) for batch in batches])


def hold(file: str, damaged: Damaged, problems: Sequence[Problem]) -> None:
    """Hold the problems of a damaged file to what every problem must be."""
    text = damaged.content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for each in problems:
        if each.place.file == file:
            assert 0 <= each.place.line <= text.count(b"\n") + 1
            assert (each.place.line == 0) == (each.place.column == 0)
        for language in (CHINESE, ENGLISH):
            assert problem_words.message(each, language)
            assert problem_words.hint(each, language)
        if damaged.line and each.code in ONE_FIELD and each.place.file == file:
            assert each.place.line == damaged.line, each


def whatever_happens(site: Site, kind: str, damaged: Damaged) -> None:
    file = RECORDS[kind]
    own, all_ = site.read(file, damaged.content)
    hold(file, damaged, all_)
    assert all(each.place.file == file for each in own)
    if any(errors(own)):
        # what is wrong with one record is not laid at the door of others
        assert {each.place.file for each in errors(all_)} == {file}
    files = {*WHOLE, *BESIDE, "content/units"}
    assert {each.place.file for each in all_} <= files


@pytest.mark.parametrize("kind", RECORDS)
def test_whatever_happens_to_a_record(kind: str, site: Site) -> None:
    @steady(TRIED.get(kind, 75))
    @given(damaged=mutations(WHOLE[RECORDS[kind]]))
    def once(damaged: Damaged) -> None:
        whatever_happens(site, kind, damaged)

    once()


@steady(200)
@given(damaged=mutations(WHOLE["config.yaml"]))
def test_whatever_happens_to_the_configuration(
    damaged: Damaged, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.getbasetemp() / "configuration"
    (root / "content").mkdir(parents=True, exist_ok=True)
    (root / "config.yaml").write_bytes(damaged.content)
    found, problems = config.load(root / "config.yaml")
    hold("config.yaml", damaged, problems)
    assert all(each.place.file == "config.yaml" for each in problems)
    assert (found is None) == any(errors(problems))
    if found is not None:
        assert found.rules(AS_OF).as_of == AS_OF
        assert config.today(found, {"SOURCE_DATE_EPOCH": "0"}).year in (1969, 1970)


def test_a_mutation_of_a_value_is_found_on_its_line(site: Site) -> None:
    """The property above could hold by finding nothing: so here one that must be found."""
    text = WHOLE[RECORDS["projects"]]
    line = text[: text.index("percent: 30")].count("\n") + 1
    damaged = Damaged(text.replace("percent: 30", "percent: 三成").encode(), line)
    own, _ = site.read(RECORDS["projects"], damaged.content)
    assert [(each.code, each.place.line) for each in own] == [("P105", line)]


def test_the_site_is_as_good_as_before(site: Site) -> None:
    for file in RECORDS.values():
        assert site.read(file, WHOLE[file].encode()) == ([], [])
