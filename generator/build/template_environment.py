"""Jinja as it is used here: a view's keys come first, and `once` is a word of templates.

This is the plain way, of what Jinja promises alone. `template_compiler` makes the same pages
sooner, and is taken with the versions of Jinja and MarkupSafe that it was held against; see
`short_cuts`, which has the switch.
"""

from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes
from markupsafe import Markup, escape

from generator.build import template_once


def filled(text: str, values: Mapping[str, object]) -> Markup:
    """Return a translated text with values put in, escaped; the text itself is ours, and safe."""
    return Markup(text % {name: escape(value) for name, value in values.items()})  # noqa: S704


GATHERED = (nodes.Macro, nodes.CallBlock, nodes.FilterBlock, nodes.AssignBlock)
"""Parts of a template whose text is gathered first."""


def one_name(include: nodes.Include) -> bool:
    """Tell whether an include names one template, which has to be there."""
    return not include.ignore_missing and not isinstance(include.template, nodes.List | nodes.Tuple)


def _included(template: nodes.Template) -> None:
    """Import what is included without context where text is gathered: that is the same.

    There Jinja, up to 3.1.6, writes code for such an include that does not run.
    """
    if all(each.with_context for each in template.find_all(nodes.Include)):
        return  # as nearly always
    for outer in template.find_all(GATHERED):
        for holder in [outer, *outer.find_all(nodes.Node)]:
            for name in ("body", "else_", "elif_"):
                body = getattr(holder, name, None)
                if isinstance(body, list):
                    setattr(holder, name, [each for one in body for each in _imported(one)])


def _imported(node: nodes.Node) -> list[nodes.Node]:
    if not isinstance(node, nodes.Include) or node.with_context or not one_name(node):
        return [node]
    at, name = node.lineno, f"included_on_{node.lineno}_"
    shown = nodes.Output([nodes.Name(name, "load", lineno=at)], lineno=at)
    return [nodes.Import(node.template, name, False, lineno=at), shown]


class PageEnvironment(Environment):
    """An environment of one language."""

    words: Callable[[str], str] = staticmethod(str)
    """The words of a page's language, as HTML, for an English text."""
    fill: Callable[[str, Mapping[str, object]], Markup] = staticmethod(filled)
    """What puts values into such words."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return `thing.name`. A view may have a key `count`, so its keys precede its methods."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def compile(  # type: ignore[override] # Jinja's own is told in overloads
        self,
        source: str | nodes.Template,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,
        defer_init: bool = False,
    ) -> str | CodeType:
        """Return the code of a template; raise TemplateSyntaxError for what is wrong in it."""
        tree = self.parse(source, name, filename) if isinstance(source, str) else source
        try:
            template_once.check(tree, name, filename)
        except TemplateSyntaxError:
            self.handle_exception(source=source if isinstance(source, str) else None)
        _included(tree)
        self.ready(tree)
        return super().compile(tree, name, filename, raw, defer_init)  # type: ignore[call-overload, no-any-return] # as above

    def ready(self, template: nodes.Template) -> None:
        """Change a template before its code is made: not at all."""
