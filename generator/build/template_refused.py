"""What a site's own templates may not do, though Jinja can read it: each with its line and cure.

They may not switch escaping off, change what other pages are given, leave a value of a text out, or
include without context where Jinja itself fails; and what browsers would not follow is told.
"""

from collections.abc import Iterator

from jinja2 import nodes

from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.build import template_once, template_syntax
from generator.build.template_environment import GATHERED, one_name

_GETTEXT = {"_": 1, "gettext": 1, "ngettext": 2}
"""Functions that say a text, and how many texts they are given."""
_VALUE = pattern(r"%(?:\((\w+)\)s|(%)|(.?))")
_TAG = pattern(r"<(\w+)\b[^<>]*")
_ELSEWHERE = pattern(r"""\b(?:src|href|srcset|data|poster)\s*=\s*["']?(?:https?:)?//[^\s"'>]*""")
_LOADS = frozenset(
    ("script", "link", "img", "iframe", "audio", "video", "source", "embed", "object", "track")
)
"""Elements that a browser loads something for."""
_FREE = pattern(r"""\brel\s*=\s*["']?(?:canonical|alternate|license|author|help|next|prev)\b""")
"""Links of a head that nothing is loaded for."""
_INLINE = pattern(r"""(?<=\s)(?:style|on[a-z]+)\s*=\s*["'][^"']*["']?""")


def refused(template: nodes.Template, file: str) -> Iterator[Problem]:
    """Yield what may not stand in a template of `file`."""
    yield from _unescaped(template, file)
    yield from _changing(template, file)
    yield from _without_values(template, file)
    yield from _includes(template, file)


def _at(file: str, node: nodes.Node) -> Place:
    return Place(file, node.lineno, 1)


def _unescaped(template: nodes.Template, file: str) -> Iterator[Problem]:
    """Yield where what records say would become code; text of the template itself may be `safe`."""
    for each in template.find_all((nodes.ScopedEvalContextModifier, nodes.Filter, nodes.MarkSafe)):
        match each:
            case nodes.ScopedEvalContextModifier(options=[nodes.Keyword(value=value)]):
                if not (isinstance(value, nodes.Const) and value.value is True):
                    yield problem("P825", _at(file, each), asked="{% autoescape %}")
            case nodes.Filter(name="safe", node=node) if not isinstance(node, nodes.Const):
                yield problem("P825", _at(file, each), asked="|safe")


def _changing(template: nodes.Template, file: str) -> Iterator[Problem]:
    """Yield where something is changed that the template was given, and has not made itself."""
    own = _own(template)
    for each in template.find_all(nodes.Call):
        if not isinstance(each.node, nodes.Getattr) or each.node.attr not in template_once.CHANGES:
            continue
        thing = _chain(each.node.node)
        if thing and thing.partition(".")[0] not in own:
            asked, example = f"{thing}.{each.node.attr}", f"{{% set mine = {thing}|list %}}"
            yield problem("P826", _at(file, each), asked=asked, example=example)


def _chain(thing: nodes.Node) -> str:
    """Return a name and what is asked of it, `unit.staff`; "" for what is worked out."""
    chain: list[str] = []
    while isinstance(thing, nodes.Getattr | nodes.Getitem):
        chain += [thing.attr] if isinstance(thing, nodes.Getattr) else []
        thing = thing.node
    return ".".join([thing.name, *reversed(chain)]) if isinstance(thing, nodes.Name) else ""


def _own(template: nodes.Template) -> set[str]:
    """Return the names of what a template has made itself: not of parts of what it was given."""
    found: set[str] = set()
    parts: list[tuple[str, str]] = []
    for each in template.find_all(nodes.Node):
        match each:
            case nodes.Import(target=name) | nodes.Macro(name=name):
                found.add(name)
            case nodes.FromImport(names=names):
                found |= {one[-1] if isinstance(one, tuple) else one for one in names}
            case nodes.Name(name=name, ctx="param"):
                found.add(name)
            case nodes.Assign(target=nodes.Name(name=name), node=made):
                parts.append((name, _chain(made).partition(".")[0]))
            case nodes.For(target=target, iter=made):
                root = _chain(made).partition(".")[0]
                parts += [(one.name, root) for one in _targets(target)]
    for name, root in [*parts, *parts]:  # once more, as one may be of another below it
        if not root or root in found:
            found.add(name)
    return found


def _targets(target: nodes.Node) -> list[nodes.Name]:
    return [target] if isinstance(target, nodes.Name) else [*target.find_all(nodes.Name)]


def _without_values(template: nodes.Template, file: str) -> Iterator[Problem]:
    """Yield the texts that say a value which they are not given."""
    for each in template.find_all(nodes.Call):
        if not (isinstance(each.node, nodes.Name) and each.node.name in _GETTEXT):
            continue
        if each.dyn_kwargs is not None:
            continue
        given = {one.key for one in each.kwargs}
        count = _GETTEXT[each.node.name]
        given |= {"num"} if count > 1 else set()
        for text in each.args[:count]:
            if isinstance(text, nodes.Const) and isinstance(text.value, str):
                missing = _missing(text.value, given)
                if missing:
                    name = missing[2:-2] if missing.startswith("%(") else "n"
                    example = f'{{{{ _("… %({name})s …", {name}=…) }}}}'
                    said = {"text": text.value, "missing": missing, "example": example}
                    yield problem("P828", _at(file, each), **said)


def _missing(text: str, given: set[str]) -> str:
    """Return what of a text is to be filled and is not `given`, "" for nothing."""
    for found in _VALUE.finditer(text):
        if not found[2] and found[1] not in given:
            return found[0] if found[1] else "%"
    return ""


def _includes(template: nodes.Template, file: str) -> Iterator[Problem]:
    """Yield the includes without context of which Jinja makes no code that runs.

    Up to 3.1.6 it writes `yield` for them, also within what is a function that returns its text.
    That of one name is made otherwise, see `template_environment`.
    """
    said = "\0:" + N_(
        "an include without context of what may be missing, or of one of several, cannot stand"
        " within a macro, call, filter, set or once"
    )
    for outer in template.find_all(GATHERED):
        for each in outer.find_all(nodes.Include):
            if not each.with_context and not one_name(each):
                yield problem("P805", _at(file, each), reason=said)


def unfollowed(text: str, file: str) -> Iterator[Problem]:
    """Yield what of a template the policy of the pages keeps browsers from following."""
    for tag in _TAG.finditer(template_syntax.bare(text)):
        whole, name = tag[0], tag[1].lower()
        found = [*_INLINE.finditer(whole)]
        if name in _LOADS and not _FREE.search(whole):
            found += _ELSEWHERE.finditer(whole)
        if name == "style" or (name == "script" and "src" not in whole and "json" not in whole):
            yield problem("P830", _place(text, tag.start(), file), found=f"<{name}>")
        for each in found:
            start = tag.start() + each.start()
            yield problem("P830", _place(text, start, file), found=each[0])


def _place(text: str, at: int, file: str) -> Place:
    return Place(file, text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1)
