"""`config.yaml` becomes one frozen `Config`; an unknown key or an impossible value is a problem."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.base import labels, signed_note, vouched_numbers
from generator.base.findings import Finding, finding
from generator.base.messages import N_
from generator.base.problems import Place, Problem, errors, problem
from generator.model import leftovers
from generator.model.kinds import kind
from generator.model.rules import measures
from generator.model.settings import OpenData, Settings
from generator.model.site_tables import CONFIG, STATE
from generator.parse import (
    further_mistakes,
    merge_conflicts,
    mobile_numbers,
    record_file,
    site_words,
    unopened_files,
    validation,
)
from generator.parse.template_files import WORDS

OPEN = ("complaints", "footer", "open_data")
"""Settings of which something may be not known; a folder called `..` or a language `xx` is not."""
TEMPLATES = "templates"
WITHIN = N_(
    "the site may not be written into the folder of the records or of the templates, nor around it"
)
APART = N_("it must lie apart from the records, the templates and the site")
_LAST_SECOND = int(datetime(2099, 12, 31, tzinfo=UTC).timestamp())


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one site and where it lies: `root` holds config.yaml."""

    root: Path
    file: str
    settings: Settings
    digest: bytes
    vouched: frozenset[str] = frozenset()
    """The digits of numbers in the settings that someone vouches for."""

    @property
    def content(self) -> Path:
        """The folder of the records."""
        return self.root / self.settings.content

    @property
    def output(self) -> Path:
        """The folder the site is written to."""
        return self.root / self.settings.output

    @property
    def state(self) -> Path:
        """The folder of ledgers and half-made things; deleting it costs time, nothing else."""
        return self.root / STATE

    def overlaps(self, site: Path) -> bool:
        """Tell whether a site in `site` would lie among what it is made from, or around it."""
        there = os.path.realpath(site)
        for name in (self.settings.content, TEMPLATES, WORDS):
            folder = os.path.realpath(self.root / name)
            if os.path.commonpath([there, folder]) in (there, folder):
                return True
        return False

    def rules(self, as_of: date) -> kind.Rules:
        """Return what records are judged by on `as_of`."""
        said = self.settings
        found = measures(said.rules, as_of, said.categories, said.purposes)
        return replace(found, languages=tuple(said.languages))


def load(path: Path) -> tuple[Config | None, list[Problem]]:
    """Read the configuration at `path`, a file or its folder; return it, or None, and problems."""
    try:
        path = path / CONFIG if path.is_dir() else path
        there = path.is_file()
    except (OSError, ValueError):  # no name that this system could have
        there = False
    root, file = path.parent, path.name
    if not there and path.exists():  # a pipe, a device
        return None, [problem("P020", Place(file), what=f"\0:{unopened_files.PIPE}")]
    if not there:
        return None, [problem("P801", Place(file), file=file)]
    read, problems = record_file.read(root, file)
    if read is None:
        return None, further_mistakes.told(root, file, Settings, problems, OPEN)
    settings, problems = validation.validate(Settings, read, root, OPEN)
    if settings is None:
        return None, problems
    known = vouched_numbers.vouched(read.data)
    private = validation.place(mobile_numbers.of_settings(read, root), file, root)
    problems += [*_judge(settings, file, root), *private]
    problems += [*unopened_files.templates(root), *merge_conflicts.of_templates(root)]
    problems += site_words.faults(root, settings.languages)
    if any(errors(problems)):
        return None, problems
    return Config(root, file, settings, read.digest, known), problems


def _judge(settings: Settings, file: str, root: Path) -> list[Problem]:
    findings: list[Finding] = []
    outside = f"{settings.output}/"
    sources = (f"{settings.content}/", f"{TEMPLATES}/", f"{WORDS}/")
    if any(each.startswith(outside) or outside.startswith(each) for each in sources):
        findings.append(finding("P802", "output", value=settings.output, reason=f"\0:{WITHIN}"))
    elif settings.output.startswith("."):
        reason = N_("a folder whose name begins with a dot is hidden, and others keep things in it")
        findings.append(finding("P802", "output", value=settings.output, reason=f"\0:{reason}"))
    log, others = f"{settings.log.folder}/", (*sources, outside, f"{STATE}/")
    if any(each.startswith(log) or log.startswith(each) for each in others):
        said = settings.log.folder
        findings.append(finding("P802", *("log", "folder"), value=said, reason=f"\0:{APART}"))
    if settings.log.key and signed_note.key(settings.log.key).name != settings.log.name:
        reason = N_("it is the key of a log of another name: portal key new makes one for this")
        findings.append(
            finding("P802", *("log", "key"), value=settings.log.key, reason=f"\0:{reason}")
        )
    library = settings.rules.library
    if library.first_month > library.last_month:
        reason = N_("the first month lies after the last")
        findings.append(
            finding(
                "P802",
                *("rules", "library", "first_month"),
                value=library.first_month,
                reason=f"\0:{reason}",
            )
        )
    left = [*leftovers.of_settings(settings)]
    if settings.as_of and settings.as_of.first > _clock(settings.time_zone):
        left.append(finding("P831", "as_of", date=settings.as_of.iso()))
    problems = validation.place([*findings, *left], file, root)
    if not findings and not (root / settings.content).is_dir():
        problems.append(problem("P806", Place(file), "content", folder=settings.content))
    empty = [
        labels.fields(type(part), [name], f"{group}.")
        for group, part in (("complaints", settings.complaints), ("footer", settings.footer))
        for name in type(part).model_fields
        if not getattr(part, name) and name not in ("phone_consent", "sms")
    ]
    if settings.open_data.licence is None and settings.open_data.tables:
        empty.append(labels.fields(OpenData, ["licence"], "open_data."))
    if empty:
        problems.append(problem("P803", Place(file), fields=labels.together(empty)))
    if settings.base_url is None:
        problems.append(problem("P804", Place(file), "base_url"))
    return problems


def day(config: Config) -> date:
    """Return the day the site is made for when `--as-of` does not say: that of the settings.

    Where they name none, it is today.
    """
    said = config.settings.as_of
    return said.first if said else today(config)


def today(config: Config, environ: Mapping[str, str] | None = None) -> date:
    """Return the day that it is in the time zone of the settings: the clock's one door.

    `SOURCE_DATE_EPOCH` (seconds since 1970, UTC) stands in for the clock when it is set to a day
    that records can be dated.
    """
    environ = os.environ if environ is None else environ
    zone = ZoneInfo(config.settings.time_zone)
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    if re.fullmatch(r"[0-9]{1,10}", epoch) and int(epoch) < _LAST_SECOND:
        return datetime.fromtimestamp(int(epoch), UTC).astimezone(zone).date()
    return _clock(config.settings.time_zone)


def _clock(time_zone: str) -> date:
    return datetime.now(ZoneInfo(time_zone)).date()
