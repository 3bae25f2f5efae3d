"""The ledger of money reconciles to the fen at every place, whatever the tree and the records."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.joined import money_ledger, site_data
from generator.joined.site_data import Library
from generator.model.kinds import allocation
from generator.model.kinds.kind import Judged
from generator.model.kinds.registry import KINDS
from generator.records import list_rows
from generator.records.batches import File, Tree, ids_of
from generator.records.summary import Summary, add, fold
from tests.records import ALLOCATION, AS_OF, GIVEN, PROJECT, RULES, Small, changed, steady, unit

LEVELS = ("prefecture", "county", "town", "village")
PURPOSES = ("poverty", "education")
BACK = ("2018-12-11", "2018-11-20")
"""Days on which money came back: of late, and so long ago that it lies idle."""
DAYS = ("2018-06-01", "2018-12-01", "2018-12-10")
DUE = {"2018-06-01": "2018-07-01", "2018-12-01": "2018-12-31", "2018-12-10": "2019-01-09"}


class Given(NamedTuple):
    """An allotment: its unit, its amount in fen, and the number of the one it is from, or -1."""

    unit: str
    amount: int
    giver: int
    purpose: str
    day: str
    back: int = 0
    back_day: str = "2018-12-20"

    def ident(self, number: int) -> str:
        return f"{self.unit}/2018-{number}"


class Used(NamedTuple):
    """A source of a project: from which allotment (-1 for none), how much of it, how much paid."""

    unit: str
    giver: int
    amount: int
    paid: int
    back: int = 0
    back_day: str = "2018-12-20"

    @property
    def net(self) -> int:
        """What is assigned, less what came back."""
        return self.amount - self.back


class World(NamedTuple):
    units: dict[str, str]
    """Each unit with the one above it."""
    given: list[Given]
    used: list[Used]

    def below(self, unit: str) -> set[str]:
        found = {unit}
        for each, above in self.units.items():
            if above in found:
                found.add(each)
        return found


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw places, money that enters anywhere and is passed down, and what projects take of it."""
    units = {"root": ""}
    levels = {"root": 0}
    for n in range(draw(st.integers(0, 7))):
        above = draw(st.sampled_from([each for each in units if levels[each] < 3]))
        ident = f"{above}/u{n}" if above != "root" and draw(st.booleans()) else f"u{n}"
        units[ident], levels[ident] = above, levels[above] + 1
    world = World(units, [], [])
    left: list[int] = []
    for _ in range(draw(st.integers(0, 6))):
        able = [n for n, each in enumerate(world.given) if len(world.below(each.unit)) > 1]
        giver = draw(st.sampled_from([-1, *able]))
        if giver < 0:
            place, amount = draw(st.sampled_from([*units])), draw(st.integers(0, 10**7))
        else:
            above = world.given[giver].unit
            place = draw(st.sampled_from(sorted(world.below(above) - {above})))
            amount = draw(st.one_of(st.just(left[giver]), st.integers(0, left[giver])))
            left[giver] -= amount
        left.append(amount)
        since = DAYS.index(world.given[giver].day) if giver >= 0 else 0
        purpose, day = draw(st.sampled_from(PURPOSES)), draw(st.sampled_from(DAYS[since:]))
        back = draw(st.integers(0, amount))
        if giver >= 0:
            left[giver] += back  # only what stays is away from where it came from
        left[-1] -= back
        back_day = draw(st.sampled_from(BACK))
        world.given.append(Given(place, amount, giver, purpose, day, back, back_day))
    for _ in range(draw(st.integers(0, 6))):
        giver = draw(st.integers(-1, len(world.given) - 1))
        if giver < 0:
            place, amount = draw(st.sampled_from([*units])), draw(st.integers(0, 10**7))
        else:
            place = draw(st.sampled_from(sorted(world.below(world.given[giver].unit))))
            amount = draw(st.one_of(st.just(left[giver]), st.integers(0, left[giver])))
            left[giver] -= amount
        paid = draw(st.integers(0, amount))
        back, back_day = draw(st.integers(0, paid)), draw(st.sampled_from(BACK))
        if giver >= 0:
            left[giver] += back
        world.used.append(Used(place, giver, amount, paid, back, back_day))
    return world


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}元"


def _back(back: int, day: str) -> list[dict[str, str]]:
    return [{"date": day, "amount": yuan(back), "why": "结余"}] if back else []


def joined(world: World, batches: int) -> Library:
    """Join the records, spread over some batches as processes would read them."""
    records: list[tuple[str, str, dict[str, Any]]] = []
    depth = {"": -1}
    for ident, above in world.units.items():
        depth[ident] = depth[above] + 1
        parent = {} if "/" in ident or not above else {"parent": above}
        named = {"name": "甲", "short_name": ident, "kind": "workstation"}
        records.append(("units", ident, {**named, "level": LEVELS[depth[ident]], **parent}))
    for n, each in enumerate(world.given):
        more = {"from_allocation": world.given[each.giver].ident(each.giver)}
        data: dict[str, Any] = {
            "date": each.day, "fund": "甲", "level": "central", "purpose": each.purpose,
            "amount": yuan(each.amount), "returns": _back(each.back, each.back_day),
            "pooled": "yes", "origin": "乙",
            **(more if each.giver >= 0 else {}),
        }  # fmt: skip
        records.append(("allocations", each.ident(n), data))
    for n, used in enumerate(world.used):
        source = {"fund": "甲", "level": "central", "amount": yuan(used.amount)}
        if used.giver >= 0:
            source["allocation"] = world.given[used.giver].ident(used.giver)
        data = {
            "title": "甲", "year": "2018", "category": "water", "stage": "under_way",
            "sources": [source], "payments": [{"date": "2018", "amount": yuan(used.paid)}],
            "returns": _back(used.back, used.back_day),
        }  # fmt: skip
        place = "" if used.unit == "root" else f"{used.unit}/"
        records.append(("projects", f"{place}2018-{n}", data))
    summaries = [Summary(str(n)) for n in range(batches)]
    files = []
    for n, (kind, ident, data) in enumerate(records):
        of = KINDS[kind]
        file = File(kind, ident, "", f"content/{kind}/{ident}.yaml")
        record = Judged(ident, file.path, of.model.model_validate(data))
        view = {**of.view(record, RULES), "file": file.path, "body": ""}
        add(summaries[n * 7 % batches], file, view)
        files.append(file)
    for summary in summaries:
        fold(summary, RULES.as_of)
    tree = Tree(tuple(files), frozenset(), (), {}, ids_of(files), ())
    given = site_data.Given(tree, Path("nowhere"), "content", ("zh-Hans",), {})
    found, problems = site_data.join(summaries, given)
    assert problems == []
    return found


def counted(world: World, here: set[str]) -> dict[str, int]:
    """Count the figures of the ledger at the units `here` straight from what was drawn."""
    found: Counter[str] = Counter()
    for n, each in enumerate(world.given):
        if each.unit not in here:
            continue
        onward = [other for other in world.given if other.giver == n]
        used = [other for other in world.used if other.giver == n]
        passed, assigned = sum(x.amount - x.back for x in onward), sum(x.net for x in used)
        gone = passed + assigned
        has = each.amount - each.back
        backs = [(x.back, x.back_day) for x in onward] + [(x.back, x.back_day) for x in used]
        fresh = sum(back for back, day in backs if day == BACK[0])
        state = "assigned"
        if gone < has:
            state = "partly" if gone else "open"
            over = DUE[each.day] < AS_OF.isoformat() and has - gone > fresh
            state = "idle" if over else state
        elif each.back and not has:
            state = "returned"
        elif any(other.day > DUE[each.day] for other in onward):
            state = "late"
        elif passed and not assigned:
            state = "passed"
        found.update(["allocations", f"allocations:{state}"])
        if each.giver < 0 or world.given[each.giver].unit not in here:
            found["funds:in"] += has
            found[f"purpose:{each.purpose}"] += has
        found["funds:assigned"] += assigned
        found["funds:paid"] += sum(other.paid - other.back for other in used)
        found["funds:back"] += sum(other.back for other in used)
        found["funds:given_back"] += each.back
        found["funds:left"] += has - gone
        found["funds:idle"] += has - gone - fresh if state == "idle" else 0
        found["kept:money"] += state in ("assigned", "passed")
        found["missed:money"] += state in ("idle", "late")
    for used_ in world.used:
        if used_.unit in here and used_.giver >= 0:
            found["traced"] += used_.amount
            found["traced_paid"] += used_.paid - used_.back
    return {name: number for name, number in found.items() if number}


def of_ledger(figures: Mapping[str, int]) -> dict[str, int]:
    names = ("allocations", "funds:", "purpose:", "traced", "kept:money", "missed:money")
    return {name: n for name, n in figures.items() if n and name.startswith(names)}


@steady(100)
@given(worlds(), st.integers(1, 4))
def test_every_figure_of_the_ledger_is_counted_from_the_records(world: World, batches: int) -> None:
    found = joined(world, batches)
    for unit_ in world.units:
        assert of_ledger(found.figures[unit_]) == counted(world, world.below(unit_)), unit_


@steady(60)
@given(worlds())
def test_what_came_in_is_what_is_assigned_and_what_is_left(world: World) -> None:
    for figures in joined(world, 2).figures.values():
        came = figures.get("funds:in", 0)
        assert came == figures.get("funds:assigned", 0) + figures.get("funds:left", 0)
        assert came == sum(n for name, n in figures.items() if name.startswith("purpose:"))
        assert min(n for name, n in figures.items() if name.startswith(("funds", "u"))) >= 0


@steady(40)
@given(worlds())
def test_how_records_are_spread_over_batches_makes_no_difference(world: World) -> None:
    one, three = joined(world, 1), joined(world, 3)
    assert one.figures == three.figures
    for ident, row in one.ledger.allotments.items():
        other = three.ledger.allotments[ident]
        names = (*money_ledger.SETTLED, "to", "mark")
        assert {name: row[name] for name in names} == {name: other[name] for name in names}


# ---- what cannot be

SHILI, JIA = "content/allocations/shili/2018-zhuanxiang.yaml", "allocations/jia/2018-zhuanxiang.md"
LU = "projects/jia/dong/shang/2018-lu.md"


def problems(root: Path, files: Mapping[str, str | None]) -> list[tuple[str, str, str]]:
    """Return file, code and field of each problem of the rich site with `files` laid over it."""
    laid = {f"content/{path}": text for path, text in files.items()}
    found = Small(root, laid).library()[1]
    return [(p.place.file.removeprefix("content/"), p.code, p.field) for p in found]


@pytest.mark.parametrize(
    ("given", "wrong"), [("300万元", []), ("2999999.99", ["P930"]), ("400万元", [])]
)
def test_no_more_is_passed_on_than_was_received(
    tmp_path: Path, given: str, wrong: list[str]
) -> None:
    small = Small(tmp_path, {SHILI: changed(GIVEN, amount=given)})
    found = small.library()[1]
    assert [each.code for each in found] == wrong
    for each in found:
        assert dict(each.values) == {
            "amount": "2,999,999.99元", "passed": "3,000,000.00元", "assigned": "0.00元",
            "over": "0.01元", "nearest": "",
            "most": "allocations/jia/2018-zhuanxiang 3,000,000.00元",
        }  # fmt: skip


def test_no_more_is_assigned_than_was_received(tmp_path: Path) -> None:
    twice = {
        "projects/jia/dong/shang/2018-b.md": changed(PROJECT, title="另一条路", moved=None),
        JIA: changed(ALLOCATION, amount="2万元"),
    }
    assert problems(tmp_path, twice) == [(JIA, "P930", "amount")]


@pytest.mark.parametrize("place", ["jia", "yi", "shili"])
def test_money_comes_from_above(tmp_path: Path, place: str) -> None:
    file = f"allocations/{place}/2018-x.yaml"
    text = changed(GIVEN, amount="0", from_allocation="jia/2018-zhuanxiang", date="2018-03-01")
    files = {file: changed(text, fund="县级涉农整合资金"), "units/yi.yaml": unit("county", "乙县")}
    assert problems(tmp_path, files) == [(file, "P931", "from_allocation")]


def test_money_is_assigned_where_it_was_allotted_or_below(tmp_path: Path) -> None:
    files = {
        "units/yi.yaml": unit("county", "乙县"),
        "allocations/yi/2018-x.yaml": GIVEN,
        LU: PROJECT.replace("jia/2018-zhuanxiang", "yi/2018-x"),
    }
    assert problems(tmp_path, files) == [(LU, "P932", "sources.1.allocation")]
    files[LU] = PROJECT.replace("jia/2018-zhuanxiang", "shili/2018-zhuanxiang")
    assert problems(tmp_path / "b", files) == []


def test_a_county_may_be_above_a_town_that_lies_in_no_folder_of_it(tmp_path: Path) -> None:
    files = {
        "units/he.yaml": unit("town", "河镇", parent="jia"),
        "allocations/he/2018-x.yaml": changed(
            GIVEN, amount="1万元", date="2018-03-01", fund="县级涉农整合资金",
            from_allocation="jia/2018-zhuanxiang",
        ),
    }  # fmt: skip
    assert problems(tmp_path, files) == []


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"fund": "教育专项资金"}, []),
        ({"purpose": "education"}, []),
        ({"level": "province"}, ["level"]),
        ({"pooled": None, "origin": None}, ["fund"]),
        ({"pooled": None, "origin": None, "fund": "财政专项扶贫资金"}, []),
        (
            {"pooled": None, "origin": None, "fund": "财政专项扶贫资金", "purpose": "education"},
            ["purpose"],
        ),
    ],
)
def test_what_is_passed_on_is_what_it_was_unless_it_was_pooled(
    tmp_path: Path, fields: dict[str, str | None], wrong: list[str]
) -> None:
    found = problems(tmp_path, {JIA: changed(ALLOCATION, **fields)})
    assert found == [(JIA, "P933", field) for field in wrong]


def test_of_what_gave_too_much_the_largest_sums_are_told_with_their_records(tmp_path: Path) -> None:
    more = {
        f"content/projects/jia/dong/shang/2018-{name}.md": changed(
            PROJECT, title=f"{name}路", moved=None
        )
        for name in "bcde"
    }
    laid = {f"content/{JIA}": changed(ALLOCATION, amount="2万元"), **more}
    (found,) = [each for each in Small(tmp_path, laid).library()[1] if each.code == "P930"]
    told = [each.partition(" ") for each in dict(found.values)["most"].split("、")]
    names = [name for name, _, _ in told]
    assert names == [f"projects/jia/dong/shang/2018-{name}" for name in "bcd"]
    assert {amount for *_, amount in told} == {"1,000,000.00元"}


def test_money_is_not_passed_on_before_it_came(tmp_path: Path) -> None:
    assert problems(tmp_path, {JIA: changed(ALLOCATION, date="2018-01-31")}) == [
        (JIA, "P948", "date")
    ]


def test_an_allotment_that_is_not_there_is_told_at_each_project(tmp_path: Path) -> None:
    lost = changed(PROJECT.replace("jia/2018-zhuanxiang", "jia/2018-zhuanxinag"), moved=None)
    other = "projects/jia/dong/shang/2018-b.md"
    found = Small(
        tmp_path, {f"content/{LU}": lost, f"content/{other}": changed(lost, title="另一条路")}
    ).library()[1]
    assert [(p.place.file, p.code, p.field) for p in found] == [
        (f"content/{file}", "P211", "sources.1.allocation") for file in (other, LU)
    ]
    assert {dict(each.values)["nearest"] for each in found} == {"jia/2018-zhuanxiang"}


def test_a_public_project_takes_no_money_from_a_draft(tmp_path: Path) -> None:
    files = {JIA: changed(ALLOCATION, status="draft")}
    found = [each for each in problems(tmp_path, files) if each[0] == LU]
    assert found == [(LU, "P212", "sources.1.allocation")]
    files[LU] = changed(PROJECT, board_only="yes")
    assert "P212" not in {code for file, code, _ in problems(tmp_path / "b", files) if file == LU}


def test_a_project_that_is_kept_back_leaves_no_trace_in_the_ledger(tmp_path: Path) -> None:
    files = {f"content/{LU}": changed(PROJECT, status="draft")}
    found, _ = Small(tmp_path, files).library()
    assert found.ledger.allotments["jia/2018-zhuanxiang"]["assigned"] == 0
    assert found.figures["jia"]["funds:assigned"] == 0


def test_the_lists_have_each_allotment_by_what_became_of_it(tmp_path: Path) -> None:
    found, _ = Small(tmp_path).library()
    parts: Sequence[Mapping[list_rows.Key, list_rows.Part]] = [
        part for of_county in found.lists.values() for part in of_county
    ]
    listed = {
        state: [row["id"] for part in parts for row in part.get(("allocations", state), NONE).rows]
        for state in ("", *allocation.STATES)
    }
    assert listed[""] == ["jia/2018-zhuanxiang", "shili/2018-zhuanxiang"]
    assert listed["idle"] == listed[""]
    assert listed["assigned"] == []


@pytest.mark.parametrize(
    ("day", "state"), [("2018-03-03", "passed"), ("2018-03-04", "late")], ids=["due", "day after"]
)
def test_what_is_passed_on_by_the_day_it_is_due_is_in_time(
    tmp_path: Path, day: str, state: str
) -> None:
    files = {
        SHILI: changed(GIVEN, amount="300万元"),
        f"content/{JIA}": changed(ALLOCATION, date=day),
    }
    found, _ = Small(tmp_path, files).library()
    own = found.ledger.allotments["shili/2018-zhuanxiang"]
    assert (own["due"], own["state"]) == ("2018-03-03", state)


NONE = list_rows.part([])


def test_money_of_which_all_that_is_left_came_back_of_late_has_no_day_that_is_over(
    tmp_path: Path,
) -> None:
    back = (
        "\n  - {date: 2018-12-20, amount: 10万元, why: 审计核减, allocation: jia/2018-zhuanxiang}"
    )
    files = {
        f"content/{JIA}": changed(ALLOCATION, amount="100万元"),
        f"content/{LU}": changed(PROJECT, returns=back),
    }
    found, _ = Small(tmp_path, files).library()
    own = found.ledger.allotments["jia/2018-zhuanxiang"]
    assert (own["state"], own["left"], own["fresh"]) == ("partly", 10_000_000, 10_000_000)
    assert own["due"] == ""
