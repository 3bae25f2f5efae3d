"""Keep the gettext catalogues: `python -m tests.catalogues`.

Messages are extracted from the program and the templates, the translations at hand are kept, what
nobody says any more goes, and the compiled catalogues are made anew. Nothing in the files depends
on the day, the machine or the order of the file system, so a run without news changes nothing.
"""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from generator.base.messages import CATALOGUES, CHINESE, DOMAIN, ENGLISH

ROOT = Path(__file__).parent.parent
LANGUAGES = (CHINESE, ENGLISH)
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "N_": None,
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "ntr": (1, 2),
    "tr": None,
}
# as in generator/build/templates.py: a message is looked up as Jinja trims it there
TEMPLATE_OPTIONS = {
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
    "extensions": "generator.build.template_once.Once",
    "silent": "false",
}
SOURCES: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("generator", "*.py", "python", {}),
    ("generator", "*.html", "jinja2.ext:babel_extract", TEMPLATE_OPTIONS),
    ("templates", "*.html", "jinja2.ext:babel_extract", TEMPLATE_OPTIONS),
    ("templates", "*.xml", "jinja2.ext:babel_extract", TEMPLATE_OPTIONS),
)
WIDTH = 100


class _Catalogue(Catalog):
    """A catalogue with only those headers that gettext needs: no dates, no versions."""

    @property  # type: ignore[misc] # babel only sets it in its own __init__
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


def path(language: str, ending: str) -> Path:
    """Return where the catalogue of `language` lies; `ending` is `po` or `mo`."""
    folder = CATALOGUES / language.replace("-", "_") / "LC_MESSAGES"
    return folder / f"{DOMAIN}.{ending}"


Said = tuple[str, str | tuple[str, ...]]
"""A file, and a message that it says; one with a plural is a pair."""


def messages() -> Iterator[Said]:
    """Yield every message with the file that says it."""
    for folder, pattern, method, options in SOURCES:
        for file in sorted((ROOT / folder).rglob(pattern)):
            with file.open("rb") as opened:
                for _, message, _, _ in extract(method, opened, KEYWORDS, (), options):
                    yield file.relative_to(ROOT).as_posix(), message


def read(language: str) -> Catalog:
    """Return the catalogue of `language` as it lies on disk; an empty one if there is none."""
    tag = language.replace("-", "_")
    file = path(language, "po")
    if not file.is_file():
        return Catalog(tag)
    with file.open("rb") as opened:
        return read_po(opened, locale=tag, abort_invalid=True)


def made(language: str, said: Iterable[Said]) -> Catalog:
    """Return what the catalogue of `language` should be: what is said today, the words at hand.

    English messages are their own translation.
    """
    old = read(language)
    new = _Catalogue(language.replace("-", "_"), header_comment="", fuzzy=False)
    for file, message in said:
        known = old.get(message if isinstance(message, str) else message[0])
        words = known.string if known else None
        if language == ENGLISH:
            words = message
        elif known and isinstance(message, str) != isinstance(known.id, str):
            words = None  # it has gained or lost a plural
        fuzzy = {"fuzzy"} & (known.flags if known else set())
        new.add(message, words, locations=[(file, 0)], flags=fuzzy)
    return new


def as_po(catalogue: Catalog) -> bytes:
    """Return the text of a catalogue, as people edit it."""
    out = io.BytesIO()
    write_po(out, catalogue, WIDTH, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return out.getvalue().strip(b"\n") + b"\n"


def as_mo(catalogue: Catalog) -> bytes:
    """Return a catalogue compiled, as the program reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main() -> None:
    """Write both catalogues; say on the terminal how many words are missing."""
    said = [*messages()]
    for language in LANGUAGES:
        catalogue = made(language, said)
        path(language, "po").parent.mkdir(parents=True, exist_ok=True)
        path(language, "po").write_bytes(as_po(catalogue))
        path(language, "mo").write_bytes(as_mo(catalogue))
        missing = [each.id for each in catalogue if each.id and not each.string]
        print(f"{language}: {len(catalogue)} messages, {len(missing)} without a translation")  # noqa: T201


if __name__ == "__main__":
    main()
