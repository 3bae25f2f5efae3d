"""The house: eight packages that import downward only, and a line in the docs for each module."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAM = ROOT / "generator"
PACKAGES = ("base", "parse", "model", "records", "joined", "pages", "build", "commands")
"""From the lowest to the highest: each may import those before it."""
LONGEST = 60
"""Lines of a function; what needs more has a reason in `LONG`."""
LONG = {
    "model/kinds/project.py view": "one line for each thing that a page shows of a project",
    "model/kinds/disclosure.py view": "the same, of a notice",
}
OUTSIDE = {"__init__.py", "__main__.py", "launcher.py"}
"""What lies in no package: see docs/architecture.md."""


def modules() -> list[str]:
    """Return the modules of all packages, as paths beneath `generator/`."""
    paths = sorted(path.relative_to(PROGRAM).as_posix() for path in PROGRAM.rglob("*.py"))
    return [each for each in paths if each not in OUTSIDE]


@cache
def nodes(text: str) -> list[ast.AST]:
    """Return all parts of a module, which is read once for all that is asked of it."""
    return [*ast.walk(ast.parse(text))]


def imported(text: str) -> Iterator[str]:
    """Yield the package beneath `generator` of each import in a text, wherever it stands."""
    for node in nodes(text):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found = node.module or ""
            names = [f"{found}.{each.name}" for each in node.names]
        elif isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        else:
            continue
        yield from (each.split(".")[1] for each in names if re.match(r"generator\.\w", each))


def upward(package: str, text: str) -> list[str]:
    """Return what a module of `package` imports from above it."""
    mine = PACKAGES.index(package)
    known = {*PACKAGES, "__version__"}
    assert known.issuperset(imported(text))
    return [each for each in imported(text) if each in PACKAGES and PACKAGES.index(each) > mine]


def test_every_module_lies_in_one_of_eight_packages() -> None:
    assert {path.partition("/")[0] for path in modules()} == set(PACKAGES)


def test_no_two_modules_have_one_name() -> None:
    names = Counter(Path(each).name for each in modules() if not each.endswith("__init__.py"))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("path", modules())
def test_a_module_imports_nothing_from_above(path: str) -> None:
    text = (PROGRAM / path).read_text("utf-8")
    assert not upward(path.partition("/")[0], text)


def needed(path: str) -> set[str]:
    """Return the modules that a module needs, wherever it imports them; types alone are no need."""
    there = nodes((PROGRAM / path).read_text("utf-8"))
    typing = set[ast.AST]()
    for node in there:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            typing.update(*map(ast.walk, node.body))
    found = set()
    for node in there:
        if node in typing:
            continue
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            found |= {module, *(f"{module}.{each.name}" for each in node.names)}
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
    names = {"generator." + each.removesuffix(".py").replace("/", "."): each for each in modules()}
    return {names[each] for each in found & names.keys()}


def test_no_module_needs_one_that_needs_it() -> None:
    below = {path: needed(path) for path in modules()}
    while free := [path for path, rest in below.items() if not rest & below.keys()]:
        for path in free:
            del below[path]
    assert not below, "each of these needs another of them"


def test_an_import_that_points_up_is_found_even_within_a_function() -> None:
    assert upward("parse", "from generator.model import rules") == ["model"]
    assert upward("parse", "def f():\n    import generator.pages.plan") == ["pages"]
    assert upward("parse", "from generator.base import codes") == []


@pytest.mark.parametrize("package", PACKAGES)
def test_the_docs_have_a_line_for_each_module_and_for_no_other(package: str) -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    section = text.partition(f"\n### `{package}`\n")[2].partition("\n#")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    told = {name for cell in cells for name in re.findall(r"`([\w/*]+\.py)`", cell)}
    there = {each.partition("/")[2] for each in modules() if each.startswith(f"{package}/")}
    there -= {each for each in there if each.endswith("__init__.py")}
    kinds = {each for each in there if each.startswith("kinds/")}
    if "kinds/*.py" in told:
        there = there - kinds | {"kinds/*.py"} | (kinds & told)
    assert told == there


def test_no_function_is_longer_than_can_be_seen_at_once() -> None:
    long = set()
    for path in modules():
        for node in nodes((PROGRAM / path).read_text("utf-8")):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > LONGEST:
                    long.add(f"{path} {node.name}")
    assert long == LONG.keys()
