"""What the templates of `template_compiler` run with: a part of that short cut.

It is what Jinja has for this, made so that less is done for each field of each page.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import partial
from types import BuiltinMethodType
from typing import TYPE_CHECKING, Any

from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro, new_context
from jinja2.utils import missing
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

from generator.build import template_once
from generator.build.template_once import Once

if TYPE_CHECKING:
    from generator.build.template_compiler import FastEnvironment

_NUMBERS = frozenset((int, float))
"""Types whose text has nothing to escape."""
_Scope = Mapping[str, Any] | None


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
            attribute=made.environment.getattr,
            once_key=template_once.key,
            called=called,
            partial=partial,
            showing=showing,
            filled=filled,
        )
        made.root_render_func = _at_once(made.root_render_func)
        return made

    def render(self, *args: Any, **kwargs: Any) -> str:
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


def _at_once(root: Callable[[Context], Iterator[str]]) -> Callable[[Context], Iterator[str]]:
    """Return what gives all that a template shows as one text.

    Each piece would go through all templates around it, two hundred where one is a part of itself.
    """

    def whole(context: Context) -> Iterator[str]:
        yield "".join(root(context))

    return whole


class _Names(dict[str, Any]):
    """Names, and what they mean to a template."""

    def __missing__(self, name: str) -> object:
        return missing


class _Nothing(dict[Any, str]):
    """What `once` keeps where there is no view of the site, as in a macro."""

    def __setitem__(self, key: Any, piece: str) -> None:
        pass


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
        self.kept: MutableMapping[tuple[object, ...], str] = _Nothing()
        if isinstance(once, Once) and template_once.SITE in names:
            self.kept = once.own.of(names[template_once.SITE])


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
