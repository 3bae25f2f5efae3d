"""The tag `once`: a piece that many pages share, made once for each key.

`{% once KEY, … %} … {% endonce %}` is made once for the pages of a job that have the same keys. So
what stands within may say nothing but what the keys say, and the site: with anything else the words
of the page that happened to be made first would stand on the others. That is refused when the
template is read (`check`), before any page is made.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from jinja2 import Environment, meta, nodes, pass_context
from jinja2.exceptions import TemplateSyntaxError
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context
from markupsafe import Markup

SITE = "site"
"""What every page is given, the same on all of them."""
_OF_OTHERS = frozenset(("self", "super", "caller", "varargs", "kwargs"))
"""Names of what a template does not know: what stands around it, or in its place."""
_BY_VALUE = frozenset((int, float, bool, bytes, Markup))
"""Types of keys that are the same if type and value are; text needs no look at its type."""


CHANGES = frozenset(
    name
    for kind in (dict, list, set)
    for name in vars(kind)
    if not (name.startswith("_") or hasattr(tuple, name) or hasattr(frozenset, name))
) - {"get", "items", "keys", "values"}
"""Methods that change what they are called of."""


class OnceError(TemplateSyntaxError):
    """A piece that is made once says what may differ between pages: `asked` is that."""

    def __init__(self, asked: str, line: int, name: str | None, file: str | None) -> None:
        super().__init__(f"{asked} within once", line, name, file)
        self.asked = asked


class Same:
    """A thing as a key: it is the same as itself alone. It is held, so none comes in its place."""

    __slots__ = ("thing",)

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.thing is self.thing

    def __hash__(self) -> int:
        return id(self.thing)


def key(value: object) -> object:
    """Return what stands for a value among keys: equal for the same value, and for no other."""
    kind = type(value)
    if kind is str or value is None:
        return value
    if kind in _BY_VALUE:
        return kind, value
    return Same(value)


class _Kept(threading.local):
    """What `once` keeps, of one view of the site; a preview makes pages in two threads."""

    site: object = None
    pieces: dict[tuple[object, ...], str]

    def of(self, site: object) -> dict[tuple[object, ...], str]:
        """Return what is kept of this view of the site; with another, all is made anew."""
        if site is not self.site:
            self.site, self.pieces = site, {}
        return self.pieces


class Once(Extension):
    """The tag `once`, as Jinja calls it."""

    tags = {"once"}  # noqa: RUF012 (as in Jinja's own class)

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.own = _Kept()

    def parse(self, parser: Parser) -> nodes.Node:
        """Turn the tag into a call of `keep` around what it holds; `check` gives it its name."""
        line = next(parser.stream).lineno
        where = nodes.Const("", lineno=line)
        asked = parser.parse_tuple(with_condexpr=False)
        keys = (
            asked if isinstance(asked, nodes.Tuple) else nodes.Tuple([asked], "load", lineno=line)
        )
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        arguments: list[nodes.Expr] = [where, keys]
        call = self.call_method("keep", arguments, lineno=line)
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    @pass_context
    def keep(
        self, context: Context, where: str, keys: tuple[object, ...], caller: Callable[[], str]
    ) -> str:
        """Return what the piece at `where` was made to for `keys`, or make it.

        Each job has a view of the site of its own; with the next, all is made anew. What has no
        view of the site, a macro, keeps nothing.
        """
        site = context.get(SITE)
        if site is None:
            return caller()
        pieces = self.own.of(site)
        which = (where, *map(key, keys))
        found = pieces.get(which)
        if found is None:
            found = pieces[which] = caller()
        return found


class Piece(NamedTuple):
    """A piece that is made once, as it stands in a template."""

    block: nodes.CallBlock
    where: nodes.Const
    keys: nodes.Tuple


def piece(block: nodes.Node) -> Piece | None:
    """Return the piece that a part of a template is, None where it is something else."""
    match block:
        case nodes.CallBlock(
            call=nodes.Call(
                node=nodes.ExtensionAttribute(identifier=Once.identifier, name="keep"),
                args=[nodes.Const() as where, nodes.Tuple() as keys],
            )
        ):
            return Piece(block, where, keys)
    return None


def check(template: nodes.Template, name: str | None, file: str | None) -> None:
    """Name the pieces of a template; raise OnceError for what may differ between pages.

    `name` is the template's own: a block is made with the names of the page that it is a part of.
    """
    pieces = [found for each in template.find_all(nodes.CallBlock) if (found := piece(each))]
    for number, each in enumerate(pieces):
        each.where.value = f"{name}:{number}"
    if not pieces or template.environment is None:
        return
    bare = template.environment.overlay()
    bare.globals = {}  # else no name of a global would be told, whatever it stands for here
    line = next(_set_for_all(template), None)
    if line is not None:
        raise OnceError(f"{{% set {SITE} %}}", line, name, file)
    known = _known(template, bare)
    for each in pieces:
        for asked, at in _asked(each, known, bare):
            raise OnceError(asked, at, name, file)


def _set_for_all(template: nodes.Template) -> Iterator[int]:
    """Yield where a template gives the name of the site to another thing, not in a macro alone."""
    for each in template.find_all(nodes.Name):
        if each.name == SITE and each.ctx == "store":
            yield each.lineno


def _asked(found: Piece, known: set[str], bare: Environment) -> Iterator[tuple[str, int]]:
    """Yield what a piece asks for beside its keys and what is `known`, each with its line."""
    yield from _handed_in(found.block.body)
    keys = [each for each in found.keys.items if not isinstance(each, nodes.Const)]
    body = _copy(found.block.body, keys)
    unknown = _undeclared(body, bare) - known
    for name in sorted(unknown):
        chain, line = _first(body, name)
        yield chain, line or found.block.lineno


def _handed_in(body: list[nodes.Node]) -> Iterator[tuple[str, int]]:
    """Yield what stands within a piece and is known elsewhere only, or is given all a page has."""
    for top in body:
        for each in [top, *top.find_all(nodes.Node)]:
            match each:
                case nodes.Name(name=name, ctx="load") if name in _OF_OTHERS:
                    yield name, each.lineno
                case nodes.Block(name=name):
                    yield f"{{% block {name} %}}", each.lineno
                case nodes.Include(with_context=True):
                    yield "{% include %}", each.lineno
                case nodes.Import(with_context=True) | nodes.FromImport(with_context=True):
                    yield "{% import … with context %}", each.lineno
                case nodes.NSRef(name=name):
                    yield name, each.lineno


def _copy(part: Any, keys: Sequence[nodes.Expr] = ()) -> Any:
    """Return a copy of a part of a template, without the `keys`: those may stand in a piece."""
    if isinstance(part, list | tuple):
        return type(part)(_copy(each, keys) for each in part)
    if not isinstance(part, nodes.Node):
        return part
    if isinstance(part, nodes.Expr) and part in keys:
        return nodes.Const(None, lineno=part.lineno)
    made = type(part)(*(_copy(getattr(part, name), keys) for name in part.fields))
    return made.set_lineno(part.lineno)


def _first(body: list[nodes.Node], name: str) -> tuple[str, int]:
    """Return the longest `name.one.two` that a piece asks for first, and its line."""
    for top in body:
        for each in [top, *top.find_all((nodes.Getattr, nodes.Name))]:
            chain: list[str] = []
            at: nodes.Node = each
            while isinstance(at, nodes.Getattr):
                chain.insert(0, at.attr)
                at = at.node
            if isinstance(at, nodes.Name) and at.name == name and at.ctx == "load":
                return ".".join([name, *chain]), at.lineno
    return name, 0


def _stored(template: nodes.Template) -> dict[str, int]:
    """Return the names that a template gives to something, and how often it does."""
    found: dict[str, int] = {}
    for each in template.find_all((nodes.Name, nodes.Import, nodes.FromImport, nodes.Macro)):
        for name in _named(each):
            found[name] = found.get(name, 0) + 1
    return found


def _known(template: nodes.Template, bare: Environment) -> set[str]:
    """Return the names of a template's own that mean the same on every page, and the site's.

    They are those of imports, and of what comes of these and of the site alone. A name that stands
    for anything else somewhere, or for what is changed somewhere, is none.
    """
    stored, changed = _stored(template), {*_changed(template)}
    waiting: dict[str, nodes.Node] = {
        name: each
        for each in template.body
        for name in _set_alone(each)
        if stored[name] == 1 and name not in changed
    }
    known = {SITE, *(template.environment.globals if template.environment else ())} - {*stored}
    while clean := [name for name, each in waiting.items() if _asks(each, bare) <= known | {name}]:
        known.update(clean)
        for name in clean:
            del waiting[name]
    return known


def _changed(template: nodes.Template) -> Iterator[str]:
    """Yield the names of what a template changes where it stands, as `list.append` does."""
    for each in template.find_all((nodes.NSRef, nodes.Call)):
        match each:
            case nodes.NSRef(name=name):
                yield name
            case nodes.Call(node=nodes.Getattr(attr=attr, node=nodes.Name(name=name))):
                if attr in CHANGES:
                    yield name


def _named(node: nodes.Node) -> list[str]:
    """Return the names that a part of a template gives to something."""
    match node:
        case nodes.Name(name=name, ctx=ctx) if ctx != "load":
            return [name]
        case nodes.Import(target=name) | nodes.Macro(name=name):
            return [name]
        case nodes.FromImport(names=names):
            return [each[-1] if isinstance(each, tuple) else each for each in names]
    return []


def _set_alone(node: nodes.Node) -> list[str]:
    """Return the names that a part of a template gives to what may be the same on every page."""
    match node:
        case nodes.Assign(target=nodes.Name(name=name)) | nodes.Macro(name=name):
            return [name]
        case nodes.Import(with_context=False) | nodes.FromImport(with_context=False):
            return _named(node)
    return []


def _asks(node: nodes.Node, bare: Environment) -> set[str]:
    """Return the names that a part of a template asks for; of an import none."""
    if any(_handed_in([node])):
        return {""}  # known nowhere
    return _undeclared([_copy(node)], bare)


def _undeclared(body: list[nodes.Node], bare: Environment) -> set[str]:
    """Return the names that a part of a template would look up among those of its page."""
    alone = nodes.Template(body, lineno=1)
    alone.set_environment(bare)
    return meta.find_undeclared_variables(alone)
