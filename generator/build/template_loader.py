"""Where templates are read from: the site's own before the shipped, which keep a name of their own.

`shipped/unit.html` always is the template that comes with the program. So a site's own `unit.html`
can extend it, and need say nothing but what it has otherwise. The same goes for files of macros: in
a site's own `macros.html`, `{% extends "shipped/macros.html" %}` takes all macros from there but
those that are defined anew, and the others call those.
"""

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemLoader,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.utils import internalcode

from generator.base.patterns import pattern
from generator.parse.template_files import SHIPPED, SHIPPED_NAME

ENDINGS = ("html", "xml")
"""How the names of templates end."""
_EXTENDS_SHIPPED = pattern(rf"""\bextends\s+["']{SHIPPED_NAME}""")


class Loader(BaseLoader):
    """Finds templates in folders, the first first; `shipped/…` in those of the program alone."""

    def __init__(self, folders: Sequence[Path], shipped: Sequence[Path] = SHIPPED) -> None:
        self._own = FileSystemLoader(folders, encoding="utf-8-sig")
        self._shipped = FileSystemLoader([each for each in shipped if each.is_dir()])

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return the text of a template, its file, and what tells whether that is as it was."""
        if not template.startswith(SHIPPED_NAME):
            return self._read(environment, template)
        try:
            return self._shipped.get_source(environment, template.removeprefix(SHIPPED_NAME))
        except TemplateNotFound:
            raise TemplateNotFound(template) from None

    def _read(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        try:
            return self._own.get_source(environment, template)
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            said = "the file is not UTF-8 text"
            raise TemplateSyntaxError(said, line, template, f"templates/{template}") from error

    def list_templates(self) -> list[str]:
        """Return the names of all templates, each once; `shipped/…` are those names again."""
        return self._own.list_templates()

    def shipped_names(self) -> list[str]:
        """Return the names by which the shipped templates can be extended, without `shipped/`."""
        return [each for each in self._shipped.list_templates() if each.endswith(ENDINGS)]

    @internalcode
    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 (Jinja's own)
    ) -> Template:
        """Return a template; a file of macros that extends the shipped one is made one with it."""
        source, filename, uptodate = self.get_source(environment, name)
        if SHIPPED_NAME not in source or not _EXTENDS_SHIPPED.search(source):  # as nearly always
            return super().load(environment, name, globals)
        whole = self._with_shipped(environment, environment.parse(source, name, filename))
        if whole is None:
            return super().load(environment, name, globals)
        code = environment.compile(whole, name, filename)
        return environment.template_class.from_code(environment, code, globals or {}, uptodate)

    def _with_shipped(self, environment: Environment, own: nodes.Template) -> nodes.Template | None:
        """Return a file of macros together with the shipped one that it extends.

        None where what it extends is a page: that is what Jinja's own `extends` is for.
        """
        match [each for each in own.body if isinstance(each, nodes.Extends)]:
            case [nodes.Extends(template=nodes.Const(value=str(name))) as extends]:
                try:
                    text, file, _ = self.get_source(environment, name)
                except TemplateNotFound:
                    return None  # told by Jinja, with the line
            case _:
                return None
        shipped = environment.parse(text, name, file)
        if next(shipped.find_all((nodes.Block, nodes.Extends)), None):
            return None
        shipped.set_lineno(extends.lineno, override=True)  # where a reader of `own` can look
        defined = {_defines(each): each for each in own.body if _defines(each)}
        body = [
            *(each for each in own.body if each is not extends and not _defines(each)),
            *(defined.pop(_defines(each), each) for each in shipped.body),
            *defined.values(),
        ]
        made = nodes.Template(body, lineno=own.lineno)
        made.set_environment(environment)
        return made


def _defines(node: nodes.Node) -> str:
    """Return the name of the macro or variable that a statement defines; "" for any other."""
    match node:
        case nodes.Macro(name=name):
            return str(name)
        case (
            nodes.Assign(target=nodes.Name(name=name))
            | nodes.AssignBlock(target=nodes.Name(name=name))
        ):
            return str(name)
    return ""


NAMING = (nodes.Extends, nodes.Import, nodes.FromImport, nodes.Include)
"""The statements that name other templates."""


def named_in(
    template: nodes.Template, by: tuple[type[nodes.Node], ...] = NAMING
) -> Iterator[tuple[str, int]]:
    """Yield the name and the line of each template that one extends, includes or imports.

    A name that is put together when the page is made is left out.
    """
    for each in template.find_all(by):
        named = each.template  # type: ignore[attr-defined] # all four have it
        for one in named.items if isinstance(named, nodes.List | nodes.Tuple) else [named]:
            if isinstance(one, nodes.Const) and isinstance(one.value, str):
                yield one.value, each.lineno
