"""Jinja as it is used here: a good part of a build is done in it, so it is made for speed.

What templates mean stays as it is in Jinja, with one word more: `{% once KEY, … %} … {% endonce %}`
is made once for the pages of a job that have the same key. What stands within may only depend on
the site and on that key.

Nearly all that a template names are keys of views, so its code takes them as such: `view["name"]`.
Where that succeeds it is what Jinja gives. Where anything fails, the page is made once more, with
all that a name may mean (`FastEnvironment.careful`): that gives the rare meaning, or Jinja's error.
"""

import re
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import cached_property
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, find_undeclared
from jinja2.runtime import Context
from jinja2.utils import internalcode
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, _escape_inner  # type: ignore[attr-defined]

from generator.runtime import PageContext, PageTemplate, filled

_VALUE = re.compile(r"%\((\w+)\)s")


class _Generator(CodeGenerator):
    """Writes the code of templates so that less is done for each field of each page.

    Templates and blocks yield once; a macro is called without more ado; the words of a translated
    text are written between its values, and not put together for every page.
    """

    environment: "FastEnvironment"
    printed: nodes.Node | None = None
    """The call that is written right now as what a page shows."""
    modules: set[str]
    """Names of what the template imports."""
    unsure: set[str | nodes.Node | None]
    """Names of what has no keys, and expressions that may mean a method, or nothing at all."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 (the visitor's naming)
        """Write a template, knowing what in it is no view."""
        self.modules, self.unsure = _looked_through(node)
        self.marked: dict[Markup, str] = {}  # words, and the name of each in the code
        self.looked_in: dict[tuple[str, str], str] = {}  # tables, and the name of each, as above
        super().visit_Template(node, frame)
        for words, name in self.marked.items():
            self.writeline(f"{name} = Markup({str(words)!r})")
        for (kind, which), name in self.looked_in.items():
            self.writeline(f"{name} = environment.tables[{kind!r}][{which!r}]")

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:  # noqa: N802 (as above)
        """Write words so that they are not made into Markup for each page."""
        if type(node.value) is Markup:
            self.write(self.marked.setdefault(node.value, f"words_{len(self.marked)}"))
        else:
            super().visit_Const(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 (as above)
        """Write `thing.name`: of a view its key, of an import what it defines."""
        if self._sure(node):
            self._thing(node.node, frame)
            self.write(f"[{node.attr!r}]")
        else:
            self.write("attribute(")
            self.visit(node.node, frame)
            self.write(f", {node.attr!r})")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 (as above)
        """Write `thing[key]`."""
        if self._sure(node) and not isinstance(node.arg, nodes.Slice):
            self._thing(node.node, frame)
            self.write("[")
            self.visit(node.arg, frame)
            self.write("]")
        else:
            super().visit_Getitem(node, frame)

    @property
    def direct(self) -> bool:
        """Tell whether the page can be made with care where this code fails."""
        return self.environment.direct and self.name is not None

    def _sure(self, node: nodes.Getattr | nodes.Getitem) -> bool:
        """Tell whether a key is all that is meant, as far as one can see."""
        thing = node.node
        named = isinstance(thing, nodes.Name) and thing.name in self.unsure
        asked = node in self.unsure
        return self.direct and not (named or asked or isinstance(thing, nodes.Literal))

    def _thing(self, node: nodes.Expr, frame: Frame) -> None:
        """Write what has keys; what stands for a name that is missing has none, and so fails."""
        if not isinstance(node, nodes.Name):
            self.visit(node, frame)
            return
        self.write(frame.symbols.ref(node.name))
        if node.name in self.modules:
            self.write(".__dict__")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802 (as above)
        """Write `"%g"|format(number)` and `code|label("stage")` as what they do.

        All other filters are written as Jinja does.
        """
        table = self._table(node)
        if table is not None and node.node is not None:
            name = self.looked_in.setdefault(table, f"table_{len(self.looked_in)}")
            self.write(f"{name}[")
            self.visit(node.node, frame)
            self.write("]")
            return
        match node:
            case nodes.Filter(
                name="format",
                node=nodes.Const(value=str(text)),
                kwargs=[],
                dyn_args=None,
                dyn_kwargs=None,
            ) if type(text) is str and self.direct and node.args:
                self.write(f"({text!r} % (")
                for each in node.args:
                    self.visit(each, frame)
                    self.write(", ")
                self.write("))")
            case _:
                super().visit_Filter(node, frame)

    def _table(self, node: nodes.Expr) -> tuple[str, str] | None:
        """Return the filter and the table that `code|label("stage")` is looked up in."""
        match node:
            case nodes.Filter(
                name=name,
                args=[nodes.Const(value=str(which))],
                kwargs=[],
                dyn_args=None,
                dyn_kwargs=None,
            ) if self.direct and which in self.environment.tables.get(name, {}):
                return name, which
        return None

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802 (as above)
        """Write `thing is none`; all other tests as Jinja does."""
        if node.name != "none":
            super().visit_Test(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(" is None)")

    def visit_Call(  # noqa: N802 (as above)
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,
    ) -> None:
        """Write a call; that of a translation as the words there are."""
        words = self._words(node)
        if words is not None:
            self.write(f"filled({words!r}, {{")
            for each in node.kwargs:
                self.write(f"{each.key!r}: ")
                self.visit(each.value, frame)
                self.write(", ")
            self.write("})")
        elif forward_caller or not _plain(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
        else:
            block = "_block_vars" if frame.block_frame else None
            loop = "_loop_vars" if frame.loop_frame else None
            scope = f"context, {block}, {loop}"
            if node is self.printed:
                self._shown(node, scope, frame)
                return
            if not self._method(node.node, scope, frame):
                self.write(f"partial(called, {scope}, ")
                self.visit(node.node, frame)
                self.write(")")
            self._arguments(node, frame)

    def _method(self, node: nodes.Expr, scope: str, frame: Frame) -> bool:
        """Write a method such as `get` or `append`; a view's own key of that name comes first."""
        match node:
            case nodes.Getattr(attr=name) if hasattr(dict, name):
                own = f"is dict and {name!r} not in thing_"
            case nodes.Getattr(attr=name) if hasattr(list, name):
                own = "is list"
            case _:
                return False
        self.write(f"(thing_.{name} if type(thing_ := ")
        self.visit(node.node, frame)
        self.write(f") {own} else partial(called, {scope}, attribute(thing_, {name!r})))")
        return True

    def _shown(self, node: nodes.Call, scope: str, frame: Frame) -> None:
        """Write what is shown of a call; a macro escapes its fields, so it is just called."""
        self.write("(macro_._func if type(macro_ := ")
        self.visit(node.node, frame)
        self.write(f") is Macro and macro_.takes == {len(node.args)}")
        self.write(f" else showing({scope}, macro_))")
        self._arguments(node, frame)

    def _arguments(self, node: nodes.Call, frame: Frame) -> None:
        """Write what is passed to a plain call."""
        self.write("(")
        for each in node.args:
            self.visit(each, frame)
            self.write(", ")
        self.write(")")

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802 (as above)
        """Write `for … if …` as a loop that skips, and not as one over what another lets pass."""
        told = node.else_ or node.recursive or node.find(nodes.Block)
        if node.test and not (told or find_undeclared([*node.body, node.test], ("loop",))):
            line = node.test.lineno
            skip = nodes.If(nodes.Not(node.test), [nodes.Continue()], [], [], lineno=line)
            body = [skip, *node.body]
            node = nodes.For(node.target, node.iter, body, [], None, False, lineno=node.lineno)
        super().visit_For(node, frame)

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802 (as above)
        """Write a block that is always made as what joins the page at once."""
        if node.scoped or node.required or frame.buffer is None or self.extends_so_far:
            super().visit_Block(node, frame)
            return
        call = f"context.blocks[{node.name!r}][0]({self.get_context_ref()})"
        self.writeline(f"{frame.buffer}.extend({call})", node)

    def visit_CallBlock(self, node: nodes.CallBlock, frame: Frame) -> None:  # noqa: N802 (as above)
        """Write `once`, which is called where nothing is kept; all others as Jinja does."""
        if not isinstance(node.call.node, nodes.ExtensionAttribute):
            super().visit_CallBlock(node, frame)
            return
        key, piece = self.temporary_identifier(), self.temporary_identifier()
        self.writeline(f"{key} = ", node)
        self.visit(nodes.Tuple(node.call.args, "load"), frame)
        self.writeline(f"{piece} = context.kept.get({key})")
        self.writeline(f"if {piece} is None:")
        self.indent()
        self.macro_body(node, frame)
        self.writeline(f"{piece} = ", node)
        self.visit(node.call.node, frame)
        self.write(f"(context, *{key}, caller=macro)")
        self.outdent()
        self.simple_write(piece, frame, node)

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 (as above)
        """Write what a page shows, a translated text as its words and its values."""
        pieces: list[nodes.Expr] = []
        for child in node.nodes:
            words = self._words(child)
            if words is None or not isinstance(child, nodes.Call):
                pieces.append(child)
            else:
                pieces += _cut(words, child)
        super().visit_Output(nodes.Output(pieces, lineno=node.lineno), frame)

    def _words(self, node: nodes.Node) -> str | None:
        """Return what the text of a call of gettext is in this language; None for any other."""
        match node:
            case nodes.Call(
                node=nodes.Name(name="_" | "gettext"),
                args=[nodes.Const(value=str(text))],
                dyn_args=None,
                dyn_kwargs=None,
            ):
                return self.environment.words(text)
        return None

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if isinstance(node, nodes.Call) and _plain(node):
            self.printed = node
        elif self._escapes(frame, finalize):
            if not self._is_safe(node):
                self.write("(escape_inner(shown_) if (kind_ := type(shown_ := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if node is self.printed:
            return
        if self._escapes(frame, finalize):
            if not self._is_safe(node):
                self.write(")) is str else shown_ if kind_ is Markup else escape(shown_))")
        else:
            super()._output_child_post(node, frame, finalize)

    def _is_safe(self, node: nodes.Expr) -> bool:
        """Tell whether what is shown has nothing to escape: the text of a number, or safe words."""
        table = self._table(node)
        if table is not None:
            words = self.environment.tables[table[0]][table[1]].values()
            return all(type(each) is str and _escape_inner(each) == each for each in words)
        match node:
            case nodes.Filter(name="format", node=nodes.Const(value="%g")):
                return self.direct and not (node.kwargs or node.dyn_args or node.dyn_kwargs)
            case nodes.Filter(name=name):
                return name in self.environment.numbers
        return False

    @staticmethod
    def _escapes(frame: Frame, finalize: Any) -> bool:
        """Tell whether all that is shown is escaped; most is text, so nothing is called first."""
        return frame.eval_ctx.autoescape and not (frame.eval_ctx.volatile or finalize.src)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Write what stands in a template, a block or a branch; the first two get a buffer."""
        if frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        frame.buffer = self.temporary_identifier()
        self.writeline(f"{frame.buffer} = []")
        super().blockvisit(nodes, frame)
        self.writeline(f"if {frame.buffer}: yield concat({frame.buffer})")


def _looked_through(
    template: nodes.Template,
) -> tuple[set[str], set[str | nodes.Node | None]]:
    """Return the `modules` of a template, and of what it is `unsure`.

    A page would be right without the latter, but made twice.
    """
    modules: set[str] = set()
    unsure: set[str | nodes.Node | None] = {"loop"}
    methods = []
    for each in template.find_all(
        (nodes.Import, nodes.NSRef, nodes.Test, nodes.Filter, nodes.Call)
    ):
        match each:
            case nodes.Import(target=name):
                modules.add(name)
            case nodes.NSRef(name=name):
                unsure.add(name)
            case (
                nodes.Test(name="defined" | "undefined", node=asked)
                | nodes.Filter(name="default" | "d", node=asked)
            ):
                unsure.add(asked)
            case nodes.Call(node=nodes.Getattr(node=thing) as method):
                methods.append((thing, method))
    for thing, method in methods:
        if not isinstance(thing, nodes.Name) or thing.name not in modules:
            unsure.add(method)
    return modules, unsure


def _plain(call: nodes.Call) -> bool:
    """Tell whether a call has nothing but arguments in order."""
    return not (call.kwargs or call.dyn_args or call.dyn_kwargs)


def _cut(words: str, call: nodes.Call) -> list[nodes.Expr]:
    """Return a translated text as pieces of a page: words, and the values between them."""
    values = {each.key: each.value for each in call.kwargs}
    pieces: list[nodes.Expr] = []
    for number, piece in enumerate(_VALUE.split(words)):
        if number % 2:
            pieces.append(values[piece])
        elif piece:
            pieces.append(nodes.TemplateData(piece.replace("%%", "%"), lineno=call.lineno))
    return pieces


class FastEnvironment(Environment):
    """An environment of one language.

    Words without variables are translated when a template is compiled.
    """

    template_class = PageTemplate
    context_class: type[Context] = PageContext
    code_generator_class = _Generator
    words: Callable[[str], str] = staticmethod(str)
    numbers: frozenset[str] = frozenset()
    """The filters that give the text of a number, and fail on all else."""
    tables: Mapping[str, Mapping[str, Mapping[str | None, str]]] = {}
    """Filters that look a code up in the table that they are given the name of."""
    direct = True
    """Whether `thing.name` is taken for a key of a view first."""

    @cached_property
    def rare(self) -> set[str]:
        """The templates whose names have meant more than keys of views: made with care at once."""
        return set()

    @cached_property
    def careful(self) -> "FastEnvironment":
        """The same templates, made to give each name all that it may mean."""
        made = self.overlay(bytecode_cache=None)
        made.direct = False
        made.loaded = {}
        return made

    @cached_property
    def loaded(self) -> dict[str, Template]:
        """The templates that are loaded, where none is loaded anew when it changes."""
        return {}

    @internalcode
    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 (Jinja's own)
    ) -> Template:
        """Return a template; each page asks for some five that are loaded already."""
        if isinstance(name, Template) or globals or self.auto_reload:
            return super().get_template(name, parent, globals)
        found = self.loaded.get(name)
        if found is None:
            found = self.loaded[name] = super().get_template(name, parent)
        return found

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
