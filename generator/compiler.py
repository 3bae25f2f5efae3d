"""Jinja as it is used here: half of a site's work is done in it, so it is made for speed.

What templates mean stays as it is in Jinja, with one word more: `{% once KEY, … %} … {% endonce %}`
is made once for the pages of a job that have the same key. What stands within may only depend on
the site and on that key.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import Environment, Template, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

_INTERNAL = {"_block_vars", "_loop_vars"}
"""What Jinja's own code hands to every call within a block or a loop."""


class Once(Extension):
    """The tag `once`: a piece that many pages share, made once for each key."""

    tags = {"once"}  # noqa: RUF012 (as in Jinja's own class)

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.site: object = None
        self.kept: dict[tuple[object, ...], str] = {}

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
        if context["site"] is not self.site:
            self.site = context["site"]
            self.kept.clear()
        found = self.kept.get((where, key))
        if found is None:
            found = self.kept[where, key] = caller()
        return found


def escaped(value: Any) -> str:
    """Return what `markupsafe.escape` does, without making a Markup of what is only joined.

    A page has some two hundred fields, and making Markup costs more than the escaping itself.
    """
    kind = type(value)
    if kind is str:
        return _escape_inner(value)
    return str(value) if kind is int or kind is Markup else escape(value)


def filled(text: str, values: Mapping[str, object]) -> Markup:
    """Return a translated text with values put in, escaped; the text itself is ours, and safe."""
    return Markup(text % {name: escaped(value) for name, value in values.items()})  # noqa: S704


class _Template(Template):
    """A compiled template; its code finds our `escape` and `attribute` among its globals."""

    @classmethod
    def from_code(cls, *arguments: Any, **more: Any) -> Template:
        """Return the template of compiled code."""
        made = super().from_code(*arguments, **more)
        made.root_render_func.__globals__.update(escape=escaped, attribute=_attribute(made))
        return made


def _attribute(template: Template) -> Callable[[Any, str], Any]:
    """Return what gives a template an attribute of a thing: a view's key, else what Jinja finds.

    A view may have a key `count` or `items`, so its keys come before its methods.
    """

    def attribute(thing: Any, name: str) -> Any:
        try:
            return thing[name]
        except (KeyError, TypeError):
            return template.environment.getattr(thing, name)

    return attribute


class _Context(Context):
    """What templates are given; a macro called plainly is called at once."""

    @internalcode
    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805, PYI063
        """Call what a template calls; Jinja's own way costs more than most macros do."""
        if (
            type(__obj) is Macro
            and len(args) == __obj._argument_count  # noqa: SLF001 (there is no public way)
            and not (__obj.caller or __obj.catch_kwargs or __obj.catch_varargs)
            and kwargs.keys() <= _INTERNAL
        ):
            return Markup(__obj._func(*args))  # noqa: S704, SLF001 (a macro escapes its fields)
        return super().call(__obj, *args, **kwargs)


class _Generator(CodeGenerator):
    """Writes the code of templates and blocks so that each yields once, not for every field."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 (as above)
        """Write `thing.name`."""
        self.write("attribute(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Write what stands in a template, a block or a branch; the first two get a buffer."""
        if frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        frame.buffer = self.temporary_identifier()
        self.writeline(f"{frame.buffer} = []")
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")


class FastEnvironment(Environment):
    """An environment of one language.

    Words without variables are translated when a template is compiled.
    """

    template_class = _Template
    context_class = _Context
    code_generator_class = _Generator
    words: Callable[[str], str] = staticmethod(str)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        _Translate(self.words).visit(parsed)
        return parsed


class _Translate(NodeTransformer):
    """Puts the translation in the place of each call of gettext with one fixed text."""

    def __init__(self, words: Callable[[str], str]) -> None:
        self.words = words

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 (the visitor's naming)
        self.generic_visit(node)
        if isinstance(node.node, nodes.Name) and node.node.name in ("_", "gettext"):
            match node:
                case nodes.Call(args=[nodes.Const(value=str(text))], kwargs=[]):
                    return nodes.Const(filled(self.words(text), {}), lineno=node.lineno)
        return node
