"""What of a site's own templates would be shown nowhere, or is missed by ours that use them.

A block that no page has, what stands outside of all blocks, a macro that no one calls or that
cannot take what it is called with: Jinja says nothing of the first three, and of the last at our
template.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from jinja2 import nodes

from generator.base.messages import ENGLISH
from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.base.spelling import nearest
from generator.build import templates
from generator.build.template_loader import ENDINGS, Loader, named_in
from generator.parse import template_files
from generator.parse.template_files import SHIPPED_NAME, WORDS

Parse: TypeAlias = Callable[[str], nodes.Template | None]
"""What returns a template by its name; None where it cannot be read, which is told elsewhere."""
PARTS = "parts/"
"""What the names of the templates of kinds begin with, which pages choose by what they show."""
WHOLE = {".html": ("<!doctype", "<html"), ".xml": ("<feed",)}
"""What a page of its own has some of; its elements `html` and `head` may be left out."""
_SHORT = 40
"""Characters of a text that are told."""
_SOME = 3
"""Macros that are named where many are missing."""
_FOLDERS = {"templates": tuple(f".{each}" for each in ENDINGS), WORDS: (".po",)}
"""The folders of a site's own templates and words, and how the names of their files end."""
_REMARK = pattern(r"(?s)<!--.*?-->")


class Way(NamedTuple):
    """One way in which a template calls a macro."""

    called: str
    """As it is written, with signs for what is handed in: `tel(…)`."""
    handed: int
    named: frozenset[str]


def faults(name: str, file: str, parse: Parse, asked: Collection[str]) -> Iterator[Problem]:
    """Yield what is lost of one own template; `asked` are all names that own ones ask for."""
    template = parse(name)
    if template is None:
        return
    yield from _blocks(template, file, parse)
    yield from _outside(template, file)
    yield from _macros(name, template, file, parse, asked)


def asked_for(own: Iterable[nodes.Template]) -> set[str]:
    """Return all that templates ask for by name: what none of them asks for, no one calls."""
    found = set[str]()
    for template in own:
        for each in template.find_all((nodes.Getattr, nodes.Name, nodes.FromImport)):
            match each:
                case nodes.Getattr(attr=name) | nodes.Name(name=name, ctx="load"):
                    found.add(name)
                case nodes.FromImport(names=names):
                    found |= {one[0] if isinstance(one, tuple) else one for one in names}
    return found


def no_page(name: str, template: nodes.Template, text: str) -> bool:
    """Tell whether a template of pages makes no whole one: it lacks its first line, most likely."""
    whole = any(each in text.lower() for each in WHOLE[Path(name).suffix])
    return not whole and not [*named_in(template, (nodes.Extends, nodes.Include))]


def _blocks(template: nodes.Template, file: str, parse: Parse) -> Iterator[Problem]:
    """Yield the blocks that no template below has: they would stand nowhere."""
    line = [name for name, _ in named_in(template, (nodes.Extends,))]
    if not line:
        return
    below, seen = set[str](), set[str]()
    while line:
        at = line.pop()
        parent = None if at in seen else parse(at)
        seen.add(at)
        if parent is None:
            return  # which is told elsewhere
        below |= {block.name for block in parent.find_all(nodes.Block)}
        line += [each for each, _ in named_in(parent, (nodes.Extends,))]
    for each in template.body:
        if isinstance(each, nodes.Block) and each.name not in below:
            near = nearest(each.name, below)
            yield problem("P816", Place(file, each.lineno, 1), name=each.name, nearest=near)


def _outside(template: nodes.Template, file: str) -> Iterator[Problem]:
    """Yield what stands outside of all blocks of a template that extends another."""
    if not any(isinstance(each, nodes.Extends) for each in template.body):
        return
    for line, text in _outputs(template.body):
        yield problem("P832", Place(file, line, 1), found=text, remark="{# … #}")
        return  # one mistake, as a rule, is the reason of all


def _outputs(body: Iterable[nodes.Node]) -> Iterator[tuple[int, str]]:
    """Yield the line and the beginning of what statements would show, but for blocks and macros."""
    for each in body:
        match each:
            case nodes.Output(nodes=shown):
                for one in shown:
                    text = (
                        _REMARK.sub("", one.data) if isinstance(one, nodes.TemplateData) else "{{"
                    )
                    if text.strip():
                        before = len(text) - len(text.lstrip())
                        said = text.strip().split("\n")[0]
                        whole = said if len(said) <= _SHORT else f"{said[:_SHORT]}…"
                        yield (
                            one.lineno + text.count("\n", 0, before),
                            whole.replace("{{", "{{ … }}"),
                        )
            case nodes.If(body=then, elif_=others, else_=other):
                yield from _outputs([*then, *others, *other])
            case nodes.For() | nodes.With():
                yield from _outputs(each.body)


def _macros(
    name: str, own: nodes.Template, file: str, parse: Parse, asked: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with macros of a file that stands before one of ours."""
    shipped = parse(SHIPPED_NAME + name)
    if shipped is None or not _of_macros(shipped):
        return
    ours, mine = _defined(shipped), _defined(own)
    ways = calls()[name]
    extends = [each for each, _ in named_in(own, (nodes.Extends,))]
    lacking = [each for each in ours if each in ways and each not in mine]
    if lacking and not extends:
        example = f'{{% extends "{SHIPPED_NAME}{name}" %}}'
        names = [*lacking[:_SOME], *(["…"] if len(lacking) > _SOME else [])]
        yield problem("P833", Place(file, 1, 1), names=", ".join(names), example=example)
    for each, macro in mine.items():
        place = Place(file, macro.lineno, 1)
        if each not in ours:
            near = "" if each in asked else nearest(each, ours)
            if near:
                yield problem("P835", place, name=each, nearest=near)
            continue
        refused = next((way for way in ways.get(each, ()) if not _takes(macro, way)), None)
        if refused:
            whole = f"{each}({_signature(ours[each])})"
            yield problem("P834", place, called=refused.called, whole=whole)


def _of_macros(template: nodes.Template) -> bool:
    """Tell whether a template has macros for others, and makes no page."""
    return bool(_defined(template)) and not [*template.find_all((nodes.Block, nodes.Extends))]


def _defined(template: nodes.Template) -> dict[str, nodes.Macro]:
    return {each.name: each for each in template.body if isinstance(each, nodes.Macro)}


def _takes(macro: nodes.Macro, way: Way) -> bool:
    """Tell whether a macro can be called in a way; what is not handed in has to have a value."""
    asked = {each.name for each in macro.find_all(nodes.Name)}
    names = [each.name for each in macro.args]
    needed = {*names[way.handed : len(names) - len(macro.defaults)]} - may_be_missing(macro)
    many = way.handed <= len(names) or "varargs" in asked
    known = way.named <= {*names[way.handed :]} or "kwargs" in asked
    return many and known and needed <= way.named


def may_be_missing(node: nodes.Node) -> set[str]:
    """Return the names that are asked whether they are there before anything is made of them."""
    found = set[str]()
    for each in node.find_all((nodes.Test, nodes.Filter)):
        match each:
            case nodes.Test(name="defined" | "undefined", node=nodes.Name(name=name)):
                found.add(name)
            case nodes.Filter(name="default" | "d", node=nodes.Name(name=name)):
                found.add(name)
    return found


def _signature(macro: nodes.Macro) -> str:
    """Return what a macro takes, as in its own line; `…` for the value of what may be left out."""
    names = [each.name for each in macro.args]
    first = len(names) - len(macro.defaults)
    return ", ".join(each if n < first else f"{each}=…" for n, each in enumerate(names))


@cache
def calls() -> dict[str, dict[str, set[Way]]]:
    """Return how the shipped templates call the macros of each of their files."""
    reader = templates.environment(template_files.SHIPPED, ENGLISH)
    loader = Loader(template_files.SHIPPED)
    texts = {name: loader.get_source(reader, name)[0] for name in loader.shipped_names()}
    parsed = {name: reader.parse(text, name) for name, text in texts.items()}
    found: dict[str, dict[str, set[Way]]] = {
        name: {} for name, each in parsed.items() if _of_macros(each)
    }
    for name, template in parsed.items():
        files = _imported(template, found)
        for each in template.find_all(nodes.Call):
            match each.node:
                case nodes.Getattr(node=nodes.Name(name=alias), attr=macro):
                    within = files.get(alias, ())
                case nodes.Name(name=macro):
                    within = [name] if name in found else ()
                case _:
                    continue
            for file in within:
                found[file].setdefault(macro, set()).add(_way(macro, each))
    return found


def _imported(template: nodes.Template, files: Iterable[str]) -> dict[str, list[str]]:
    """Return the files of macros that each name of a template may stand for."""
    found: dict[str, list[str]] = {}
    for each in template.find_all(nodes.Import):
        match each.template:
            case nodes.Const(value=name):
                found[each.target] = [one for one in files if one == name]
            case _:  # chosen by what a page shows
                found[each.target] = [one for one in files if one.startswith(PARTS)]
    return found


def _way(macro: str, call: nodes.Call) -> Way:
    named = frozenset(each.key for each in call.kwargs)
    said = ["…"] * len(call.args) + [f"{each}=…" for each in sorted(named)]
    return Way(f"{macro}({', '.join(said)})", len(call.args), named)


def misplaced(root: Path, output: Path) -> Iterator[Problem]:
    """Yield a file of each folder that is called almost as those of templates and words are."""
    for name, endings in _FOLDERS.items():
        real = root / name
        for folder in sorted(each for each in root.iterdir() if each.is_dir()):
            same = folder == output or (real.is_dir() and folder.samefile(real))
            if same or not _almost(folder.name, name):
                continue
            paths = sorted(each for each in folder.rglob("*") if each.name.endswith(endings))
            for path in paths[:1]:
                within = path.relative_to(folder).as_posix()
                meant, place = f"{name}/{within}", Place(f"{folder.name}/{within}")
                if name == WORDS:
                    yield problem("P809", place, place=meant)
                else:
                    yield problem("P829", place, nearest=meant)


def _almost(called: str, name: str) -> bool:
    """Tell whether a folder is called like `name`, but for capitals or a letter."""
    return nearest(called.casefold(), [name]) == name and abs(len(called) - len(name)) <= 1
