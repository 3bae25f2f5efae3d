"""The Jinja environment: strict, autoescaped, and a few filters; templates see views only."""

from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError
from typing import NamedTuple

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, TemplateError
from jinja2.bccache import Bucket
from markupsafe import Markup

from generator.base import short_cuts
from generator.base.patterns import pattern
from generator.build import asset_names, old_assets, template_filters
from generator.build.asset_comments import without
from generator.build.code_words import LABELS
from generator.build.encoding_mark import marked
from generator.build.page_words import PageWords
from generator.build.template_environment import PageEnvironment
from generator.build.template_faults import Missing
from generator.build.template_loader import ENDINGS, Loader
from generator.build.template_once import Once
from generator.model.kinds.declaration import KindError
from generator.model.kinds.registry import KINDS
from generator.parse import site_words, template_files
from generator.parse.site_words import Words
from generator.parse.template_files import folders, is_own, is_shipped

_SHIPPED = "shipped-"
_WRITTEN = pattern(r"""%\(\w+\)s|[%"'\\&<>{}]""")
"""What stands in a text in the place of a value, and signs that a template may write otherwise."""


class Asset(NamedTuple):
    """A style, a script or a picture, as it is sent."""

    url: str
    """Its address, with the digest of its content in its name."""
    content: bytes


def assets(root: Path) -> dict[str, Asset]:
    """Return each asset by its name. They lie in templates/assets, the site's own before ours."""
    paths: dict[str, Path] = {}
    for folder in reversed(folders(root)):
        for path in sorted((folder / "assets").glob("*")):
            if is_own(path, folder) and not path.name.startswith("."):
                paths[path.name] = path
    found: dict[str, Asset] = {}
    for style in (False, True):  # which asks for the others by their addresses
        named = {name: asset.url for name, asset in found.items()}
        for name, path in paths.items():
            if (path.suffix == ".css") == style:
                content = without(name, path.read_bytes())
                content = marked(name, asset_names.renamed(content, named) if style else content)
                url = f"assets/{path.stem}.{old_assets.mark(content)}{path.suffix}"
                found[name] = Asset(url, content)
    return found


def prepare(root: Path, language: str, kept: Path, program: bytes) -> None:
    """Compile every template, so that each process which makes pages finds them: see `environment`.

    It may be a process of another machine, which shares what is shipped with those of its own
    environment. What is wrong with a template is told where it is used.
    """
    own = site_words.read(root, language)
    made = environment(tuple(folders(root)), language, kept, own, template_files.shared(program))
    for name in made.list_templates(extensions=ENDINGS):
        with suppress(TemplateError):
            made.get_template(name)


def environment(
    where: tuple[Path, ...],
    language: str,
    kept: Path | None = None,
    own: Words | None = None,
    shared: Path | None = None,
) -> PageEnvironment:
    """Return the environment for `language`; a name that is not in the view is an error.

    `own` are the site's own words in it. Compiled templates are kept in the folder `kept`, which is
    there already, and of this language, these templates and this program alone; those that are
    shipped in `shared`, which is of this program, where that is given and they say none of `own`.
    """
    made = environment_class()(
        loader=Loader(where),
        autoescape=True,
        undefined=Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_Compiled(kept, shared and shared / language, own or {}) if kept else None,
        cache_size=-1,
        extensions=["jinja2.ext.i18n", Once],
    )
    for each in KINDS.values():
        for name in each.shown_by():
            if not any((folder / name).is_file() for folder in where):
                said = f"is shown by {name}, which is not among the templates"
                raise KindError(f"the kind “{each.folder}” {said}")
    words = PageWords(language, own or {})
    tables = template_filters.labels(words.text)
    made.words = words.html

    def gettext(message: str, **values: object) -> Markup:
        return made.fill(words.html(message), values)

    def ngettext(one: str, many: str, number: int, **values: object) -> Markup:
        return made.fill(words.many(one, many, number), {"num": number, **values})

    made.newstyle_gettext = True  # type: ignore[attr-defined] # an attribute of its extension
    made.globals.update({"_": gettext, "gettext": gettext, "ngettext": ngettext})
    made.globals["codes"] = {kind: tuple(named) for kind, named in LABELS.items()}
    made.filters.update(template_filters.filters(language, words.text, tables))
    made.tests.update(template_filters.TESTS)
    return made


def _pieces(message: str) -> list[str]:
    """Return what of an English text stands as it is in the templates that say it.

    Its values may stand there by other names, and spaces at the ends of lines; signs that a
    template may write otherwise are left out.
    """
    return [part for each in _WRITTEN.split(message) if (part := " ".join(each.split()))]


def environment_class() -> type[PageEnvironment]:
    """Return the environment to be used: the short cut where it is taken, else the plain one."""
    if not short_cuts.taken("Jinja2", "MarkupSafe"):
        return PageEnvironment
    # what it is made of may be gone in other versions
    from generator.build.template_compiler import FastEnvironment  # noqa: PLC0415 (as above)

    return FastEnvironment


class _Compiled(BytecodeCache):
    """Templates as compiled by an earlier build; one that was half written is compiled again."""

    def __init__(self, kept: Path, shared: Path | None, own: Words) -> None:
        self._own = [*map(_pieces, own)]
        self._kept = FileSystemBytecodeCache(str(kept))
        self._shared = self._kept
        if shared:
            with suppress(OSError):  # where there is no room for it, they are the site's alone
                shared.mkdir(parents=True, exist_ok=True)
                self._shared = FileSystemBytecodeCache(str(shared))

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return what a template is kept in; those that all sites may share have a sign before.

        The words of a page stand in the code, so that is not shared where some are the site's own.
        """
        key = self.get_cache_key(name, filename)
        if is_shipped(filename) and not self._says_own(source):
            key = f"{_SHIPPED}{key}"
        bucket = Bucket(environment, key, self.get_source_checksum(source))
        self.load_bytecode(bucket)
        return bucket

    def _says_own(self, source: str) -> bool:
        """Tell whether a shipped template may say any of the site's own words."""
        if not self._own:
            return False
        text = " ".join(source.split()).replace('" "', "").replace("' '", "")  # one text in pieces
        return any(all(piece in text for piece in pieces) for pieces in self._own)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load what is kept of a template, if that is whole and of the same text."""
        try:
            self._of(bucket).load_bytecode(bucket)
        except (
            UnpicklingError,
            EOFError,
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            ImportError,
        ):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template as it was compiled."""
        with suppress(OSError):  # where there is no room for it, it is compiled again
            self._of(bucket).dump_bytecode(bucket)

    def _of(self, bucket: Bucket) -> BytecodeCache:
        return self._shared if bucket.key.startswith(_SHIPPED) else self._kept
