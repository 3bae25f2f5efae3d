"""Jinja's code made for speed: a short cut for `template_environment`, which has the plain way.

A good part of a build is done in templates. What they mean stays what it is in Jinja; a test makes
every page of the demonstration both ways. Here stands what writes their code, in
`template_runtime` what that code runs with. Both use names that Jinja and MarkupSafe do not
promise, so they are loaded for the versions alone that they were held against (`short_cuts`).

What each part of it saves is told in docs/benchmarks.md; what saved too little to be told from
chance is left to Jinja.
"""

from collections.abc import Callable
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer

from generator.base.patterns import pattern
from generator.build import template_once
from generator.build.template_environment import PageEnvironment
from generator.build.template_runtime import PageContext, PageTemplate, filled

_VALUE = pattern(r"%\((\w+)\)s")


class _Generator(CodeGenerator):
    """Writes the code of templates so that less is done for each field of each page.

    Templates and blocks yield once; a macro is called without more ado; the words of a translated
    text are written between its values, and not put together for every page.
    """

    environment: "FastEnvironment"
    printed: nodes.Node | None = None
    """The call that is written right now as what a page shows."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 (the visitor's naming)
        """Write a template."""
        self.modules = {each.target for each in node.find_all(nodes.Import)}
        super().visit_Template(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 (as above)
        """Write `thing.name`: nearly all things are views, which have a key of that name."""
        thing = node.node
        if isinstance(thing, nodes.Name) and thing.name in self.modules:
            self.write("attribute(")
            self.visit(thing, frame)
        else:
            self.write(f"(thing_[{node.attr!r}] if type(thing_ := ")
            if isinstance(thing, nodes.Name):
                self.write(frame.symbols.ref(thing.name))
            else:
                self.visit(thing, frame)
            self.write(f") is dict and {node.attr!r} in thing_ else attribute(")
            if isinstance(thing, nodes.Name):
                self.visit(thing, frame)  # a name that is missing is told here
            else:
                self.write("thing_")
            self.write(", ")
            self.write(f"{node.attr!r}))")
            return
        self.write(f", {node.attr!r})")

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
            self.write(f"partial(called, {scope}, ")
            self.visit(node.node, frame)
            self.write(")")
            self._arguments(node, frame)

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

    def visit_CallBlock(self, node: nodes.CallBlock, frame: Frame) -> None:  # noqa: N802 (as above)
        """Write `once`, which is called where nothing is kept; all others as Jinja does."""
        found = template_once.piece(node)
        if found is None:
            super().visit_CallBlock(node, frame)
            return
        key, piece = self.temporary_identifier(), self.temporary_identifier()
        self.writeline(f"{key} = ({found.where.value!r}, ", node)
        for each in found.keys.items:
            if isinstance(each, nodes.Const):
                self.write(f"once_key({each.value!r})")
            else:
                self.write("key_ if type(key_ := ")
                self.visit(each, frame)
                self.write(") is str else once_key(key_)")
            self.write(", ")
        self.write(")")
        self.writeline(f"{piece} = context.kept.get({key})")
        self.writeline(f"if {piece} is None:")
        self.indent()
        self.macro_body(node, frame)
        self.writeline(f"{piece} = context.kept[{key}] = macro()", node)
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
            self.write("(escape_inner(shown_) if (kind_ := type(shown_ := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if node is self.printed:
            return
        if self._escapes(frame, finalize):
            self.write(")) is str else shown_ if kind_ is Markup else escape(shown_))")
        else:
            super()._output_child_post(node, frame, finalize)

    @staticmethod
    def _escapes(frame: Frame, finalize: Any) -> bool:
        """Tell whether all that is shown is escaped; most is text, so nothing is called first."""
        return frame.eval_ctx.autoescape and not (frame.eval_ctx.volatile or finalize.src)


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


class FastEnvironment(PageEnvironment):
    """The environment of one language, with our code; words are translated when that is made."""

    template_class = PageTemplate
    context_class: type[Context] = PageContext
    code_generator_class = _Generator
    fill = staticmethod(filled)

    def ready(self, template: nodes.Template) -> None:
        """Put the translation in the place of words without variables."""
        _Translate(self.words).visit(template)


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
