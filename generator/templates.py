"""The Jinja environment: strict, autoescaped, and a few filters; templates see views only."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

from babel import Locale
from babel.dates import format_date
from jinja2 import (
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
)
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateSyntaxError
from markupsafe import Markup

from generator import (
    attachments,
    charts,
    compliance,
    kept_assets,
    listing,
    poster,
    prose,
    schedule,
    spending,
)
from generator.compiler import FastEnvironment
from generator.kinds import (
    allocation,
    assessment,
    commendation,
    disclosure,
    document,
    meeting,
    project,
    project_library,
    rectification,
    supervisors,
    team,
    unit,
)
from generator.kinds import exit as exits
from generator.kinds.kind import View
from generator.messages import N_, catalogue
from generator.money import exact, ten_thousands
from generator.problems import Place, Problem, problem
from generator.runtime import Once, filled, join

SHIPPED = (Path(__file__).parent / "_templates", Path(__file__).parent.parent / "templates")
"""Where the templates of the program lie: inside the installed package, or in its repository."""

_LIGHT = b"\xff"
QUIET = 4
"""Modules of a QR code's quiet zone: ISO/IEC 18004."""
NUMBERS = frozenset(("wan", "yuan", "count"))
"""Filters that give a number as a text of digits and their signs, and fail on all else."""
LABELS: Mapping[str, Mapping[str, str]] = {
    "level": {code: labels[0] for code, labels in unit.LEVELS.items()},
    "body": {code: labels[0] for code, labels in unit.BODIES.items()},
    "settlement": {code: labels[0] for code, labels in unit.SETTLEMENTS.items()},
    "stage": {code: labels[0] for code, labels in schedule.STAGES.items()},
    "nature": {code: labels[0] for code, labels in project.NATURES.items()},
    "urgency": {code: labels[0] for code, labels in project.URGENCIES.items()},
    "fund_level": {code: labels[0] for code, labels in spending.FUND_LEVELS.items()},
    "result": {code: labels[0] for code, labels in schedule.RESULTS.items()},
    "timeliness": schedule.TIMELINESS,
    "honour": {code: labels[0] for code, labels in commendation.HONOURS.items()},
    "commendation": commendation.STAGES,
    "step": commendation.STEPS,
    "role": {code: labels[0] for code, labels in supervisors.ROLES.items()},
    "post": supervisors.STATES,
    "tile": {code: labels[0] for code, labels in charts.TILES.items()},
    "kind": {
        "exits": exits.NAME,
        "meetings": meeting.NAME,
        "rectifications": rectification.NAME,
        "assessments": assessment.NAME,
        "teams": team.NAME,
        "allocations": allocation.NAME,
        "disclosures": disclosure.NAME,
        "libraries": project_library.NAME,
    },
    "exits": exits.STATES,
    "meetings": meeting.STATES,
    "rectifications": rectification.STATES,
    "assessments": assessment.STATES,
    "teams": team.STATES,
    "sent": {code: labels[0] for code, labels in team.ROLES.items()},
    "report": assessment.REPORTS,
    "inspection": {code: labels[0] for code, labels in assessment.INSPECTIONS.items()},
    "consequence": {code: labels[0] for code, labels in assessment.CONSEQUENCES.items()},
    "allocations": allocation.STATES,
    "disclosures": disclosure.STATES,
    "disclosed": {code: labels[0] for code, labels in disclosure.STAGES.items()},
    "where": {code: labels[0] for code, labels in disclosure.WHERE.items()},
    "days": commendation.DAY_UNITS,
    "libraries": project_library.STATES,
    "decision": meeting.DECISIONS,
    "period": meeting.KEPT,
    "document": document.STATES,
    "attachment": attachments.TYPES,
    "rule": compliance.RULES,
    "rule_state": compliance.STATES,
}


def folders(root: Path) -> list[Path]:
    """Return where templates are looked for: the site's own folder first, then the shipped."""
    return [folder for folder in (root / "templates", *SHIPPED) if folder.is_dir()]


def own(root: Path) -> bool:
    """Tell whether a site has templates or assets of its own beside the shipped."""
    folder = root / "templates"
    return folder.is_dir() and not any(each.is_dir() and each.samefile(folder) for each in SHIPPED)


def digest(root: Path, program: bytes) -> bytes:
    """Return the digest of every file that a page may be made from besides its view.

    Templates, assets, and `program`, that of the program itself: whatever of these changes, no
    page of the last build is taken for fresh.
    """
    found = blake2b(program, digest_size=16)
    for tree in folders(root):
        for path in sorted(each for each in tree.rglob("*") if _is_own(each, tree)):
            found.update(path.relative_to(tree).as_posix().encode() + b"\0")
            found.update(path.read_bytes() + b"\0")
    return found.digest()


def _is_own(path: Path, folder: Path) -> bool:
    """Tell whether a path is that of a file, and no link out of the folder: see `unread`."""
    return path.is_file() and not (
        path.is_symlink() and listing.linked(str(folder), str(path)) == listing.LEADS_OUT
    )


def assets(root: Path) -> dict[str, tuple[str, Path]]:
    """Return the address (with the content's digest in its name) and the file of each asset.

    Assets lie in templates/assets; the site's own come before the shipped.
    """
    found: dict[str, tuple[str, Path]] = {}
    for folder in reversed(folders(root)):
        for path in sorted((folder / "assets").glob("*")):
            if _is_own(path, folder) and not path.name.startswith("."):
                mark = kept_assets.mark(path.read_bytes())
                found[path.name] = (f"assets/{path.stem}.{mark}{path.suffix}", path)
    return found


def faults(root: Path) -> list[Problem]:
    """Return a problem for each template that cannot be compiled."""
    made = environment(tuple(folders(root)), "en")
    problems = []
    for name in made.list_templates(extensions=["html", "xml"]):
        try:
            made.get_template(name)
        except TemplateError as error:
            found = fault(error, root)
            problems += [found] if found else []
    return problems


def compiled(folder: Path, language: str, digest: bytes) -> Path:
    """Return the folder beneath `folder` of what the templates of `digest` are compiled to."""
    return folder / f"{language}-{digest.hex()}"


def prepare(root: Path, language: str, kept: Path) -> None:
    """Compile every template, so that each process which makes pages finds them in `kept`.

    What is wrong with one is told where it is used.
    """
    made = environment(tuple(folders(root)), language, kept)
    for name in made.list_templates(extensions=["html", "xml"]):
        with suppress(TemplateError):
            made.get_template(name)


def environment(
    where: tuple[Path, ...], language: str, kept: Path | None = None
) -> FastEnvironment:
    """Return the environment for `language`; a name that is not in the view is an error.

    Compiled templates are kept in the folder `kept`, which is there already, and of this language,
    these templates and this program alone.
    """
    made = FastEnvironment(
        loader=FileSystemLoader(where),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_Compiled(str(kept)) if kept else None,
        cache_size=-1,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", Once],
    )
    messages = catalogue(language)
    made.words = messages.gettext
    made.numbers = NUMBERS
    made.tables = {"label": _labels(language)}

    def gettext(message: str, **values: object) -> Markup:
        return filled(messages.gettext(message), values)

    def ngettext(one: str, many: str, number: int, **values: object) -> Markup:
        return filled(messages.ngettext(one, many, number), {"num": number, **values})

    made.newstyle_gettext = True  # type: ignore[attr-defined] # an attribute of its extension
    made.globals.update({"_": gettext, "gettext": gettext, "ngettext": ngettext})
    made.globals["codes"] = {kind: tuple(labels) for kind, labels in LABELS.items()}
    made.filters.update(_filters(language))
    return made


class _Compiled(FileSystemBytecodeCache):
    """Templates as compiled by an earlier build; one that was half written is compiled again."""

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
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
        with suppress(OSError):  # where there is no room for it, it is compiled again
            super().dump_bytecode(bucket)


@lru_cache(maxsize=8)
def _labels(language: str) -> Mapping[str, Mapping[str | None, str]]:
    """Return the words for codes of each kind; an empty code gives nothing."""
    tr = catalogue(language).gettext
    return {
        kind: {"": "", None: "", **{code: tr(label) for code, label in labels.items()}}
        for kind, labels in LABELS.items()
    }


def _filters(language: str) -> dict[str, Callable[..., Any]]:
    tables = _labels(language)

    @lru_cache(maxsize=1_000)
    def label(code: str, kind: str) -> str:
        """The word for a code: `stage|label("stage")`; an empty code gives nothing."""
        return tables[kind][code] if code else ""

    def words(texts: Mapping[str, str]) -> str:
        """The text of a configured `{language: text}` in this language, else in any."""
        return texts.get(language) or texts.get("") or next(iter(texts.values()), "")

    @lru_cache(maxsize=50_000)
    def day(iso: str) -> str:
        """A date at its own precision: `2018年3月1日`, `2018年3月`, `2018年`."""
        return _date(iso, language)

    return {
        "join": join,
        "label": label,
        "words": words,
        "date": day,
        "month": lru_cache(maxsize=1_000)(lambda iso: _date(iso, language, short=True)),
        "yuan": lru_cache(maxsize=20_000)(exact),  # a sum stands on several pages of a village
        "wan": lru_cache(maxsize=20_000)(ten_thousands),
        "prose": _prose,
        "count": lambda number: f"{number:,}",
        "size": _size,
        "language": _endonym,
        "qr": _qr,
        "timeline": charts.timeline,
        "people": charts.people,
        "exits_by_year": exits.by_year,
        "period": lru_cache(maxsize=1_000)(lambda code: _period(code, language)),
        "name": lambda ident: ident.rpartition("/")[2],
        "paper": poster.paper,
    }


def _size(size: int) -> str:
    """Return a number of bytes in KB, from one on, or in MB, as file managers show it."""
    kilobytes = size / 1024
    if kilobytes < 1000:
        return f"{max(1, round(kilobytes))} KB"
    return f"{kilobytes / 1024:.1f} MB"


@lru_cache
def _endonym(language: str) -> str:
    """Return what a language calls itself: `中文 (简体)`, `English`."""
    return Locale.parse(language, sep="-").get_display_name() or language


def _qr(url: str) -> Markup:
    """Return the QR code of an address as a picture to be printed, with its quiet zone."""
    import zxingcpp  # noqa: PLC0415 (not needed by most builds, and slow to load)

    code = zxingcpp.create_barcode(url, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = code.to_image(scale=1, add_quiet_zones=False)
    across, cells = image.shape[0], memoryview(image).tobytes()
    drawn = []
    for y in range(across):
        x, down = QUIET, f" {y + QUIET}.5h"
        for dark in cells[y * across : (y + 1) * across].split(_LIGHT):
            if dark:
                drawn.append(f"M{x}{down}{len(dark)}")
            x += len(dark) + 1
    wide = across + 2 * QUIET
    return Markup(f'<svg class="qr" viewBox="0 0 {wide} {wide}"><path d="{"".join(drawn)}"/></svg>')  # noqa: S704 (numbers)


def _prose(
    body: str, page: View, addresses: Mapping[str, tuple[str, str]], within: str = ""
) -> Markup:
    """Put a record's text into the page: sanitised HTML with its targets filled in.

    With `within`, the id of an element, the page may have other texts. A page's address is given
    from its language's root, a picture's from that of the site.
    """
    starts = {"page": page["base"], "media": page["top"]}
    filled = {target: starts[kind] + url for target, (kind, url) in addresses.items()}
    return Markup(prose.fill(body, filled, within))  # noqa: S704 (sanitised when it was read)


def _date(iso: str, language: str, *, short: bool = False) -> str:
    """Return a date at its own precision: `2018年3月1日`, `2018年3月`, `2018年`.

    A month may be `short`, as beside a picture: `Mar 2018`.
    """
    if not iso:
        return ""
    parts = [int(part) for part in iso.split("-")]
    tr = catalogue(language).gettext
    day = date(*[*parts, 1, 1][:3])
    locale = language.replace("-", "_")
    if len(parts) == 3:
        return format_date(day, "long", locale=locale)
    if len(parts) == 2:
        form = tr(N_("MMM y")) if short else tr(N_("MMMM y"))
        return format_date(day, form, locale=locale)
    return format_date(day, tr(N_("y")), locale=locale)


def _period(code: str, language: str) -> str:
    """Return a period as people say it: `2018-Q1`, `2018-H2`, or a month or year as a date."""
    year, _, part = code.partition("-")
    tr, named = catalogue(language).gettext, {"year": _date(year, language), "n": part[1:]}
    if part.startswith("Q"):
        return tr(N_("quarter %(n)s of %(year)s")) % named
    if part.startswith("H"):
        halves = (N_("first half of %(year)s"), N_("second half of %(year)s"))
        return tr(halves[int(part[1:]) - 1]) % named
    return _date(code, language)


def fault(error: Exception, root: Path) -> Problem | None:
    """Return an error in a template as a problem at its file and line; None for any other error."""
    file, line = "", 0
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or error.name or "templates", error.lineno
    elif isinstance(error, TemplateError):
        file = "templates"
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith((".html", ".xml")):
            file, line = name, trace.tb_lineno
        trace = trace.tb_next
    if not file:
        return None
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(root):
        file = path.relative_to(root).as_posix()
    reason = re.sub(r"\s+", " ", str(error))
    return problem("P805", Place(file, line, 1 if line else 0), reason=reason)
