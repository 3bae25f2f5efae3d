"""What compiled templates are made of and run with: see `compiler`, which writes their code.

It is what Jinja has for this, made so that less is done for each field of each page.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from types import BuiltinMethodType
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, Template, nodes, pass_context, pass_eval_context
from jinja2.environment import TemplateModule
from jinja2.ext import Extension
from jinja2.filters import do_join
from jinja2.nodes import EvalContext
from jinja2.parser import Parser
from jinja2.runtime import Context, LoopContext, Macro, markup_join, new_context
from jinja2.utils import Namespace, missing
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

if TYPE_CHECKING:
    from generator.compiler import FastEnvironment

_NUMBERS = frozenset((int, float))
"""Types whose text has nothing to escape."""
_TEXT = {str}
"""The types of what is text alone: a list of such is joined without a look at each again."""
_KEYLESS = frozenset((str, list, tuple, LoopContext, Namespace))
"""Types that have no keys by name, only attributes."""
_Scope = Mapping[str, Any] | None


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
    """The tag `once`: a piece that many pages share, made once for each key."""

    tags = {"once"}  # noqa: RUF012 (as in Jinja's own class)

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.own = _Kept()

    def parse(self, parser: Parser) -> nodes.Node:
        """Turn the tag into a call of `keep` around what it holds."""
        line = next(parser.stream).lineno
        keys = [nodes.Const(f"{parser.name}:{line}"), parser.parse_tuple(with_condexpr=False)]
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        call = self.call_method("keep", keys, lineno=line)
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    @pass_context
    def keep(self, context: Context, where: str, key: object, caller: Callable[[], str]) -> str:
        """Return what was made at `where` for `key`, or make it.

        Each job has a view of the site of its own; with the next, all is made anew.
        """
        pieces = self.own.of(context["site"])
        found = pieces.get((where, key))
        if found is None:
            found = pieces[where, key] = caller()
        return found


def escaped(value: Any) -> str:
    """Return what `markupsafe.escape` does, without making a Markup of what is only joined.

    A page has some two hundred fields, and making Markup costs more than the escaping itself.
    """
    kind = type(value)
    if kind is str:
        return _escape_inner(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    return str(value) if kind in _NUMBERS else escape(value)


def together(parts: Iterable[Any]) -> str:
    """Return what `~` gives."""
    return "".join(parts) if {*map(type, parts)} == _TEXT else markup_join(parts)


@pass_eval_context
def join(scope: EvalContext, things: Any, between: str = "", attribute: Any = None) -> Any:
    """Return what Jinja's filter of this name does; most that is joined is a list of texts."""
    plain = type(things) is list and type(between) is str and attribute is None
    if plain and {*map(type, things)} == _TEXT:
        return between.join(things)
    return do_join(scope, things, between, attribute)


def filled(text: str, values: Mapping[str, object]) -> Markup:
    """Return a translated text with values put in, escaped; the text itself is ours, and safe."""
    return Markup(text % {name: escaped(value) for name, value in values.items()})  # noqa: S704


class PageTemplate(Template):
    """A compiled template; its code finds our functions among its globals."""

    environment: "FastEnvironment"

    @classmethod
    def from_code(cls, *arguments: Any, **more: Any) -> Template:
        """Return the template of compiled code."""
        made = super().from_code(*arguments, **more)
        made.root_render_func.__globals__.update(
            Macro=_Macro,
            escape=escaped,
            escape_inner=_escape_inner,
            attribute=_attribute(made),
            called=called,
            partial=partial,
            showing=showing,
            filled=filled,
            markup_join=together,
        )
        return made

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Return the page; where a name means no key of a view, it is made once more for that.

        What `do` has changed in a view until then stays changed; views are closed, and shared.
        """
        environment, name = self.environment, self.name
        if name is None or not environment.direct:
            return self._made(*args, **kwargs)
        if name not in environment.rare:
            with suppress(Exception):  # what is wrong is told by what follows
                return self._made(*args, **kwargs)
        made = environment.careful.get_template(name).render(*args, **kwargs)
        environment.rare.add(name)
        return made

    def _made(self, *args: Any, **kwargs: Any) -> str:
        """Return the page; what it was made from is dropped at once.

        Macros know what they were made in, and are known there: such a cycle would hold a view
        until someone looks for it.
        """
        context = self.new_context(dict(*args, **kwargs))
        try:
            return "".join(self.root_render_func(context))
        except Exception:  # noqa: BLE001 (all are raised again, as errors of the template)
            return self.environment.handle_exception()
        finally:
            context.parent.clear()
            context.vars.clear()

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """Return what an import gives, the same for every page, as above."""
        return self._module or super()._get_default_module(ctx)

    def new_context(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 (Jinja's own)
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,  # noqa: A002 (as above)
    ) -> Context:
        """Return what the template is made from; no template has globals of its own here."""
        if not shared:
            vars = {**self.environment.globals, **(vars or {})}  # noqa: A001 (as above)
        return new_context(self.environment, self.name, self.blocks, vars, True, None, locals)


class _Names(dict[str, Any]):
    """Names, and what they mean to a template."""

    def __missing__(self, name: str) -> object:
        return missing


class PageContext(Context):
    """What a template is made from: what it is given and what it sets, in one mapping of its own.

    A page asks for some thirty names, so asking is left to that mapping.
    """

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        names = _Names(self.parent)
        self.parent = self.vars = names
        self.resolve_or_missing = names.__getitem__  # type: ignore[assignment, method-assign]
        once = self.environment.extensions.get(Once.identifier)
        self.kept: dict[tuple[object, ...], str] = {}
        if isinstance(once, Once) and "site" in names:
            self.kept = once.own.of(names["site"])


def _attribute(template: Template) -> Callable[[Any, str], Any]:
    """Return what gives a template an attribute of a thing: a view's key, else what Jinja finds.

    A view may have a key `count` or `items`, so its keys come before its methods.
    """

    def attribute(thing: Any, name: str) -> Any:
        kind = type(thing)
        if kind in _KEYLESS or (kind is dict and name not in thing):
            return template.environment.getattr(thing, name)
        try:
            return thing[name] if kind is not TemplateModule else thing.__dict__[name]
        except (KeyError, TypeError):
            return template.environment.getattr(thing, name)

    return attribute


class _Macro(Macro):
    """A macro that knows when it can be called without Jinja's way, which costs more than most do.

    `takes` is the number of arguments that are all it needs, -1 for none.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        more = self.caller or self.catch_kwargs or self.catch_varargs
        self.takes = -1 if more else self._argument_count


def called(context: Context, block: _Scope, loop: _Scope, thing: Any, *args: Any) -> Any:
    """Return what a plain call gives; `block` and `loop` are the names set within these."""
    if type(thing) is _Macro and thing.takes == len(args):
        return Markup(thing._func(*args))  # noqa: S704, SLF001 (a macro escapes its fields)
    if type(thing) is BuiltinMethodType:
        return thing(*args)
    return context.call(thing, *args, _block_vars=block, _loop_vars=loop)


def showing(context: Context, block: _Scope, loop: _Scope, thing: Any) -> Callable[..., str]:
    """Return what gives what a page shows of a plain call, escaped: for all but a plain macro."""

    def show(*args: Any) -> str:
        return escaped(called(context, block, loop, thing, *args))

    return show
