"""Every figure of a place is what one gets by counting the records of the place and below it."""

from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from generator.joined import site_data
from generator.joined.site_data import Library
from generator.model.kinds.kind import Judged
from generator.model.kinds.registry import KINDS
from generator.model.levels import ORDER
from generator.model.schedule import STAGES
from generator.model.spending import FUND_LEVELS
from generator.records import summary as summary_
from generator.records.batches import File, Tree, ids_of
from generator.records.summary import Reference, Summary
from generator.records.totals import add, total
from tests.records import RULES, steady


class Place(NamedTuple):
    ident: str
    level: str
    above: str


class World(NamedTuple):
    """Places, and the raw fields of their records: what a clerk would have typed."""

    places: list[Place]
    projects: list[tuple[str, dict[str, Any]]]
    contacts: dict[str, dict[str, Any]]
    commendations: list[dict[str, Any]]
    board_only: list[tuple[str, str]]
    """Kind and id of records that are kept back."""


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}元"


FEN = st.integers(0, 10**12)
AMOUNTS = st.lists(FEN, max_size=3)


@st.composite
def places(draw: st.DrawFn) -> list[Place]:
    """Draw a tree; some units stand in the folder of the one above, others only name it."""
    found = [Place("root", "prefecture", "")]
    for level in ORDER[3:]:
        above = [each for each in found if each.level == ORDER[ORDER.index(level) - 1]]
        for n in range(draw(st.integers(0, 4)) if above else 0):
            parent = draw(st.sampled_from(above)).ident
            name = f"{level[0]}{n}"
            foldered = parent != "root" and draw(st.booleans())
            found.append(Place(f"{parent}/{name}" if foldered else name, level, parent))
    return found


@st.composite
def worlds(draw: st.DrawFn) -> World:
    found = draw(places())
    idents = st.sampled_from([each.ident for each in found])
    project = st.fixed_dictionaries(
        {
            "title": st.just("甲"),
            "year": st.sampled_from(["2016", "2017", "2018"]),
            "category": st.sampled_from(["water", "infrastructure"]),
            "stage": st.sampled_from(sorted(STAGES)),
        },
        optional={
            "budget": FEN.map(yuan),
            "sources": st.lists(
                st.tuples(st.sampled_from(sorted(FUND_LEVELS)), FEN).map(
                    lambda each: {"fund": "甲", "level": each[0], "amount": yuan(each[1])}
                ),
                max_size=3,
            ),
            "payments": AMOUNTS.map(
                lambda all_: [{"date": "2018", "amount": yuan(n)} for n in all_]
            ),
            "plan": st.sampled_from(["2018-06", "2019", "2018-12-31"]).map(lambda d: {"finish": d}),
        },
    )
    post = st.sampled_from(
        [
            {"role": "both", "vacant": "yes"},
            {"role": "both", "person": "甲"},
            {"role": "both", "person": "甲", "until": "2017", "group": "一组"},
            {"role": "liaison", "person": "甲", "since": "2019", "group": "二组"},
        ]
    )
    contacts = st.fixed_dictionaries(
        {"groups": st.just(["一组", "二组", "三组"]), "posts": st.lists(post, max_size=4)}
    )
    honoree = st.builds(
        lambda unit, name: {"honour": "individual", "name": name, "unit": unit},
        idents,
        st.sampled_from("甲乙丙"),
    )
    decided = {"decision": {"date": "2018-07-01"}}
    noticed = {"notice": {"first": "2018-06-04", "last": "2018-06-08"}}
    later = {"notice": {"first": "2019-06-04", "last": "2019-06-10"}}
    commendation = st.builds(
        lambda honorees, gone, state: {
            "title": "甲", "year": "2018", "by": "root", "honorees": honorees, **state,
            "withdrawals": [
                {"name": each["name"], "unit": each["unit"], "date": "2018-08", "reason": "甲"}
                for each in honorees[:gone]
            ],
        },
        st.lists(honoree, max_size=4),
        st.integers(0, 2),
        st.sampled_from([decided, noticed, later]),
    )  # fmt: skip
    villages = [each.ident for each in found if each.level == "village"]
    kept = st.one_of(
        idents.map(lambda unit: ("projects", f"{unit}/2018-x")),
        idents.map(lambda unit: ("projects", f"{unit}/kept/back/2018-x")),
        idents.map(lambda unit: ("units", f"{unit}/kept")),
        st.sampled_from([("projects", "2018-x"), ("pages", "x"), ("commendations", "x")]),
        *([st.sampled_from(villages).map(lambda unit: ("supervisors", unit))] if villages else []),
    )
    return World(
        found,
        draw(st.lists(st.tuples(st.one_of(idents, st.just("")), project), max_size=8)),
        draw(st.dictionaries(st.sampled_from(villages), contacts)) if villages else {},
        draw(st.lists(commendation, max_size=3)),
        draw(st.lists(kept, max_size=4)),
    )


def joined(world: World, batches: int) -> Library:
    """Join the records, spread over some batches as processes would read them."""
    summaries = [Summary(str(n)) for n in range(batches)]
    files, spread = [], 0
    records: list[tuple[str, str, dict[str, Any]]] = [
        *(
            (
                "units",
                each.ident,
                {
                    "name": "甲", "short_name": each.ident, "level": each.level,
                    "kind": "workstation",
                    **({} if "/" in each.ident or not each.above else {"parent": each.above}),
                },
            )
            for each in world.places
        ),
        *(
            ("projects", f"{unit}/2018-{n}".lstrip("/"), data)
            for n, (unit, data) in enumerate(world.projects)
        ),
        *(("supervisors", unit, data) for unit, data in world.contacts.items()),
        *(("commendations", f"2018-{n}", data) for n, data in enumerate(world.commendations)),
    ]  # fmt: skip
    for kind, ident, data in records:
        of = KINDS[kind]
        file = File(kind, ident, "", f"content/{kind}/{ident}.yaml")
        record = Judged(ident, file.path, of.model.model_validate(data))
        view = {**of.view(record, RULES), "file": file.path, "body": ""}
        summary = summaries[spread % batches]
        summary_.add(summary, file, view)
        names = of.named(record)
        summary.references += [Reference(to, of, file.path, at) for to, of, at in names]
        files.append(file)
        spread += 7
    for kind, ident in world.board_only:
        summaries[-1].unpublished.append((kind, ident, "board_only"))
    for summary in summaries:
        summary_.fold(summary, RULES.as_of)
    tree = Tree(tuple(files), frozenset(), (), {}, ids_of(files), ())
    given = site_data.Given(tree, Path("nowhere"), "content", ("zh-Hans",), {})
    found, problems = site_data.join(summaries, given)
    assert problems == []
    return found


def counted(world: World, rows: dict[str, Any], here: set[str]) -> dict[str, int]:
    """Count the figures of the units `here` straight from what was typed."""
    found: Counter[str] = Counter()
    for each in world.places:
        if each.ident in here:
            found[f"units:{each.level}"] += 1
            projects = below(world, each.ident) & {unit or "root" for unit, _ in world.projects}
            found["unknown:money"] += each.level in ("county", "town") and bool(projects)
    for n, (unit, data) in enumerate(world.projects):
        if (unit or "root") not in here:
            continue
        year, sources = data["year"], data.get("sources") or []
        names = [
            "projects",
            f"stage:{data['stage']}",
            f"category:{data['category']}",
            f"year:{year}",
        ]
        row = rows[f"{unit}/2018-{n}".lstrip("/")]
        found.update([*names, f"time:{row['timeliness']}"])
        amounts: dict[str, int | None] = {"planned": None, "paid": None}
        if "budget" in data or sources:
            typed = [data["budget"]] if "budget" in data else [each["amount"] for each in sources]
            amounts["planned"] = sum(fen(each) for each in typed)
        if "payments" in data:
            amounts["paid"] = sum(fen(each["amount"]) for each in data["payments"])
        elif data["stage"] in ("library", "approved"):
            amounts["paid"] = 0
        for name, amount in amounts.items():
            if amount is None:
                found[f"{name}_unknown"] += 1
                found[f"year_{name}_unknown:{year}"] += 1
            else:
                found[name] += amount
                found[f"year_{name}:{year}"] += amount
        for each in sources:
            found[f"source:{each['level']}"] += fen(each["amount"])
    states = {"vacant": "vacant", "until": "over", "since": "to_come", "person": "held"}
    for unit, data in world.contacts.items():
        if unit in here:
            found["villages_with_contacts"] += 1
            found["groups"] += 3
            named = {post.get("group") for post in data["posts"]}
            found["groups_unknown"] += len({"一组", "二组", "三组"} - named)
            for post in data["posts"]:
                state = next(state for key, state in states.items() if key in post)
                found.update(["posts", f"post:{state}"])
    for data in world.commendations:
        gone = {(each["name"], each["unit"]) for each in data["withdrawals"]}
        for each in data["honorees"] if "decision" in data else ():
            found["honours"] += each["unit"] in here and (each["name"], each["unit"]) not in gone
    for kind, ident in world.board_only:
        unit = {"pages": "root", "commendations": "root"}.get(kind, ident.partition("/kept")[0])
        unit = unit.rpartition("/2018-")[0] if "2018-" in unit else unit
        found["kept_back"] += (unit or "root") in here
    return {name: number for name, number in found.items() if number}


def fen(typed: str) -> int:
    whole, _, part = typed.removesuffix("元").partition(".")
    return int(whole + part)


def below(world: World, unit: str) -> set[str]:
    found = {unit}
    for each in world.places:
        if each.above in found:
            found.add(each.ident)
    return found


@steady(150)
@given(worlds(), st.integers(1, 4))
def test_every_figure_is_the_count_of_the_records_below(world: World, batches: int) -> None:
    found = joined(world, batches)
    rows = {row["id"]: row for own in found.by_unit.values() for row in own}
    assert set(found.figures) == {each.ident for each in world.places}
    for each in world.places:
        figures = {name: n for name, n in found.figures[each.ident].items() if n}
        assert figures == counted(world, rows, below(world, each.ident)), each.ident


@steady(60)
@given(worlds())
def test_how_records_are_spread_over_processes_makes_no_difference(world: World) -> None:
    one, three = joined(world, 1), joined(world, 3)
    assert (one.figures, one.honours, one.contacts) == (
        three.figures,
        three.honours,
        three.contacts,
    )
    own, theirs = (chain.from_iterable(each.by_unit.values()) for each in (one, three))
    assert sorted(map(str, own)) == sorted(map(str, theirs))


@steady(60)
@given(worlds())
def test_shares_add_up_to_the_whole(world: World) -> None:
    for figures in joined(world, 2).figures.values():
        for whole, shares in [
            ("projects", ("stage:", "time:", "category:", "year:")),
            ("posts", ("post:",)),
            ("planned", ("year_planned:",)),
            ("paid", ("year_paid:",)),
        ]:
            for share in shares:
                parts = sum(n for name, n in figures.items() if name.startswith(share))
                assert parts == figures.get(whole, 0)


def test_adding_leaves_the_other_untouched() -> None:
    one, two = {"a": 1}, {"a": 2, "b": 3}
    add(one, two)
    assert (one, two) == ({"a": 3, "b": 3}, {"a": 2, "b": 3})
    assert total([one, two, {}]) == {"a": 5, "b": 6}
    assert total([]) == {}
