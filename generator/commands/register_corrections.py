"""What a person has said of addresses and readings before a register is taken in.

`content/slugs.yaml` has addresses by code, and the pinyin of a division where that is wrong, too:

    "522728219": fengting-xiang
    "520502103": {address: chahe, pinyin: cha he}

`content/readings.yaml` has readings, of names, of parts of names or of a code:

    长子: zhang zi
    圩: xu
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.base import address_parts, place_readings
from generator.base.messages import N_
from generator.base.problems import errors
from generator.commands.divisions import Fault, RegisterError, fault
from generator.model import site_tables
from generator.parse import record_file, yaml_nodes

_KEYS = ("address", "pinyin")


@dataclass(frozen=True, slots=True)
class Corrections:
    """What was said: addresses by code; readings by code, name or part of a name."""

    slugs: Mapping[str, str] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)


def read(content: Path, codes: Collection[str], gone: Collection[str] = ()) -> Corrections:
    """Return the corrections in the folder `content`. Raises RegisterError.

    `codes` are those of the register, `gone` those that records had before.
    """
    faults: list[Fault] = []
    readings: dict[str, str] = {}
    for key, value in _table(content, site_tables.READINGS).items():
        if value == "":
            continue
        reading = place_readings.syllables_of(value) if isinstance(value, str) else ()
        signs = 0 if key.isascii() else len(key)
        if not _syllables(reading) or (signs and signs != len(reading)):
            message = N_(
                "{file}: “{value}” (of {key}) should be one syllable for each sign, with blanks"
                " between: zhang zi"
            )
            faults.append(fault(message, file=site_tables.READINGS, key=key, value=str(value)))
        readings[key] = str(value)
    slugs: dict[str, str] = {}
    for code, value in _table(content, site_tables.SLUGS).items():
        said = value if isinstance(value, dict) else {"address": value}
        if value == "" and code in codes:
            continue  # not filled in
        if code not in codes:
            if code not in gone:
                message = N_("{file}: the register has no code {code}")
                faults.append(fault(message, file=site_tables.SLUGS, code=code))
            continue
        slug, pinyin = said.get("address", ""), said.get("pinyin", "")
        unknown = [key for key in said if key not in _KEYS]
        if unknown or (slug != "" and not (isinstance(slug, str) and address_parts.is_slug(slug))):
            message = N_("{file}: “{slug}” (of {code}) must be small letters, digits and hyphens")
            shown = str(unknown[0] if unknown else slug)
            faults.append(fault(message, file=site_tables.SLUGS, code=code, slug=shown))
        elif slug:
            slugs[code] = str(slug)
        if pinyin:
            if not isinstance(pinyin, str) or not _syllables(place_readings.syllables_of(pinyin)):
                message = N_("{file}: “{value}” (of {code}) should be pinyin such as zhang zi")
                values = {"code": code, "value": str(pinyin)}
                faults.append(fault(message, file=site_tables.SLUGS, **values))
            readings[code] = str(pinyin)
    if faults:
        raise RegisterError(faults)
    return Corrections(slugs, readings)


def _syllables(reading: tuple[str, ...]) -> bool:
    return bool(reading) and all(each.isascii() and each.isalnum() for each in reading)


def _table(content: Path, file: str) -> Mapping[str, yaml_nodes.Raw]:
    if not (content / file).exists():
        return {}
    read, problems = record_file.read(content, file)
    if read is None:
        raise RegisterError([*errors(problems)])
    return read.data
