"""Pages of places and projects once more, in Markdown: for programs that read texts.

Such a twin is put together here and not by a template, as there is one for every project.
"""

from collections.abc import Callable, Iterator, Mapping

from generator.build import place_twin, project_twin
from generator.build.twin_text import Speaker, twin_of
from generator.pages.page_mark import Page

_OF: Mapping[str, Callable[[Page, Speaker], Iterator[str]]] = {
    "project.html": project_twin.lines,
    "unit.html": place_twin.lines,
}
"""What makes the twins of pages, by the templates of these."""


def twin(page: Page) -> str:
    """Return the address of the twin of a page, "" where it has none."""
    return twin_of(page.url) if page.template in _OF else ""


def made(page: Page, say: Speaker) -> str:
    """Return the twin of a page that has one."""
    return "\n".join(_OF[page.template](page, say)) + "\n"
