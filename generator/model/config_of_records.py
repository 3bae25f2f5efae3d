"""Settings with something wrong in what no record is judged by: records are judged all the same.

So whoever mends the settings is told at once what is wrong with the records, too. Where it cannot
be known by what they are to be judged, nothing is said of them: it might be false.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from generator.model.config import OPEN, Config
from generator.model.settings import Settings
from generator.model.site_tables import CONFIG
from generator.parse import further_mistakes, meant_fields, record_file, validation
from generator.parse.record_file import Source

if TYPE_CHECKING:
    from generator.parse.yaml_nodes import Raw

JUDGED_BY = frozenset(
    (
        *("demo", "content", "time_zone", "as_of", "languages"),
        *("categories", "purposes", "vouched", "rules"),
    )
)
"""The settings that say what is right in a record, where records lie, and which day it is."""


def load(path: Path) -> Config | None:
    """Return the settings at `path` as far as records are judged by them, else None."""
    path = path / CONFIG if path.is_dir() else path
    read = _read(path)
    if read is None:
        return None
    whole = meant_fields.of(Settings, read.data)
    data: dict[str, Raw] = whole.data if whole else read.data
    if data.keys() - Settings.model_fields.keys():  # it may be one of those that judge
        return None
    said: dict[str, Raw] = {name: data[name] for name in JUDGED_BY & data.keys()}
    said = validation.filled(Settings, {"title": "—", **said})
    settings, found = validation.held(Settings, said, None, OPEN)
    if settings is None or found or not (path.parent / settings.content).is_dir():
        return None
    return Config(path.parent, path.name, settings, read.digest)


def _read(path: Path) -> Source | None:
    """Return the settings as typed; as meant where they cannot be read and that is sure."""
    try:
        content = record_file.content(path.parent, path.name)
    except OSError:
        return None
    read, _ = record_file.parse(path.name, content)
    if read is not None:
        return read
    rest = further_mistakes.rest(path.name, content)
    return None if rest.gaps else rest.source
