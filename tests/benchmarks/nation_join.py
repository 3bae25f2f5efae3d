"""The join alone, of made-up summaries: those of one county, again and again by other names."""

import pickle
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from generator.base.processes import uncollected
from generator.base.spill_file import File
from generator.build.sources import look
from generator.joined import site_data
from generator.model import config
from generator.model.kinds.registry import KINDS
from generator.records import put_away
from generator.records.batches import Tree
from generator.records.read_batch import read_batch
from generator.records.summary import Summary

TOWNS, VILLAGES, PROJECTS = 10, 22, 2
"""Of a made-up county; of a town; of a village."""
PREFECTURE, COUNTY = "d9999", "d9999/d999999"


def join(villages: int, held: list[object]) -> str:
    """Join summaries of so many villages; return what it took, and what it held at most.

    What a build goes on with is added to what is `held`.
    """
    from tests.benchmarks.nation import write  # noqa: PLC0415 (which loads this)

    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch, "site")
        write(site, dict(_places()), PROJECTS)
        found, _ = config.load(site / "config.yaml")
        assert found
        sources = look(found, date(2018, 12, 31), Path(scratch, "records"))
        summaries = {each.key: read_batch(each) for each in sources.batches}
        packed = pickle.dumps(summaries[COUNTY], 5)
        above = pickle.dumps(summaries[PREFECTURE], 5)
        top = summaries["d99"]
        del summaries
        count = -(-villages // (TOWNS * VILLAGES))
        busy = time.process_time()
        began, before = time.perf_counter(), _peak()
        file = File(Path(scratch))
        every: list[Summary] = [top]

        def take(renamed: Summary) -> None:
            """Have a summary as a build does of which there are so many."""
            away = count > put_away.MANY
            every.append(put_away.put_away(renamed, file) if away else renamed)

        for number in range(count):
            prefecture, own = f"{number // 9:04d}", f"{number:06d}"
            if number % 9 == 0:
                take(_renamed(above, prefecture, own))
            take(_renamed(packed, prefecture, own))
        loaded, first = time.perf_counter(), _peak()
        tree = Tree((), frozenset(), (), {}, {kind: frozenset() for kind in KINDS}, ())
        with uncollected():
            given = site_data.Given(tree, site, "content", ("zh-Hans",), {})
            library, _ = site_data.join(every, given)
        held += library, every
        done, seconds = time.perf_counter(), time.process_time() - busy
    size = f"{len(packed) / 1e6:.2f} MB a county, {PROJECTS} projects a village"
    return (
        f"{len(library.units)} places of {count} counties ({size}): loaded in"
        f" {loaded - began:.1f} s with {first / 1e9:.2f} GB ({before / 1e9:.2f} before),"
        f" joined in {done - loaded:.1f} s with {_peak() / 1e9:.2f} GB at the peak"
        f" ({seconds:.1f} s of the processor in all)"
    )


def _renamed(packed: bytes, prefecture: str, county: str) -> Summary:
    """Return a summary under other addresses and names, which are as long in bytes."""
    for before, now in (("d999999", f"d{county}"), ("县999999", f"县{county}")):
        packed = packed.replace(before.encode(), now.encode())
    for before, now in (("d9999", f"d{prefecture}"), ("州9999", f"州{prefecture}")):
        packed = packed.replace(before.encode(), now.encode())
    renamed: Summary = pickle.loads(packed)  # noqa: S301 (made by this program)
    return renamed


def _places() -> "list[tuple[str, tuple[str, str]]]":
    """Return the places of one county, by address."""
    found = [
        ("d99", ("province", "示例省")),
        ("d9999", ("prefecture", "州9999")),
        (COUNTY, ("county", "县999999")),
    ]
    for town in range(TOWNS):
        above = f"{COUNTY}/t{town:03d}"
        found.append((above, ("town", f"示例{town}镇")))
        found += [(f"{above}/v{n:03d}", ("village", f"示例{n}村")) for n in range(VILLAGES)]
    return found


def _peak() -> int:
    """Return the most memory that this process has held, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
