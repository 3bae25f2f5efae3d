"""The register of divisions becomes unit records: `python -m generator.register CSV CONTENT_DIR`.

What the CSV holds is said in `divisions`. Each division without a record gets one under `units/`;
the folder gives the parent. A record that is there is never changed, moved or renamed: its address
is already in somebody's hands, and a clerk may have worked on it.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from generator import pinyin, source
from generator.divisions import (
    COLUMNS,
    LEVELS,
    Division,
    Fault,
    RegisterError,
    fault,
    read_register,
)
from generator.messages import N_, catalogue, terminal_language
from generator.problems import Problem, errors

OVERRIDES = "slugs.yaml"


@dataclass(frozen=True, slots=True)
class Record:
    """A unit record that is there: its id (path under `units`, no suffix), its file, its fields."""

    id: str
    file: str
    fields: Mapping[str, source.Raw]

    @property
    def code(self) -> str:
        """The division's code; empty if the record has none."""
        code = self.fields.get("code", "")
        return code if isinstance(code, str) else ""


@dataclass(frozen=True, slots=True)
class Import:
    """What an import would do: files to write, with their text, and what it leaves and why."""

    new: Mapping[str, str]
    left: int
    remarks: tuple[Fault, ...]


def plan(content: Path, divisions: Sequence[Division]) -> Import:
    """Judge what importing `divisions` (as read) into the folder `content` would write and leave.

    Raises RegisterError when a record there or `slugs.yaml` cannot be read, or asks for the
    impossible. Nothing is written.
    """
    records = _records(content)
    ids = _ids(divisions, records, _overrides(content, divisions))
    by_id = {record.id: record for record in records}
    new: dict[str, str] = {}
    remarks: list[Fault] = []
    for division in divisions:
        record = by_id.get(ids[division.code])
        if record:
            remarks.extend(_differences(division, record, ids))
        else:
            new[f"units/{ids[division.code]}.yaml"] = as_yaml(division.fields())
    return Import(new, len(divisions) - len(new), tuple(remarks))


def write(content: Path, files: Mapping[str, str]) -> None:
    """Write `files` (path under `content` to text), none of which may exist."""
    for file, text in files.items():
        path = content / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)


def as_yaml(fields: Mapping[str, str]) -> str:
    """Return `fields` as YAML that every reader takes for text, one field a line."""
    return "".join(f"{key}: {_scalar(value)}\n" for key, value in fields.items())


_PLAIN = re.compile(r"[^\W\d_]\w*(?: \w+)*")
_NOT_TEXT = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"}


def _scalar(value: str) -> str:
    """Quote what is not plainly a word: a program may take a code for a number, `no` for false."""
    if _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT:
        return value
    return json.dumps(value, ensure_ascii=False)


def _records(content: Path) -> list[Record]:
    """Read the unit records that are there; one of unknown code could be written a second time."""
    found, faults = [], list[Problem]()
    for path in sorted((content / "units").rglob("*")):
        file = path.relative_to(content)
        unit = file.relative_to("units").with_suffix("").as_posix()
        # what has no address is no record: a copy put aside as mochong.old.yaml must not count
        addressed = all(source.is_slug(part) for part in unit.split("/"))
        if addressed and path.suffix in (".yaml", ".yml", ".md") and path.is_file():
            read, problems = source.read(content, file.as_posix())
            faults.extend(errors(problems))
            if read:
                found.append(Record(unit, file.as_posix(), source.filled(read.data)))
    if faults:
        raise RegisterError(faults)
    return found


def _overrides(content: Path, divisions: Iterable[Division]) -> dict[str, str]:
    """Read the slugs that a person has chosen, by code."""
    if not (content / OVERRIDES).exists():
        return {}
    read, problems = source.read(content, OVERRIDES)
    if read is None:
        raise RegisterError(list(errors(problems)))
    codes = {each.code for each in divisions}
    slugs: dict[str, str] = {}
    faults = []
    for code, slug in read.data.items():
        if slug == "" and code in codes:
            continue  # not filled in
        if code not in codes:
            message = N_("{file}: the register has no code {code}")
            faults.append(fault(message, file=OVERRIDES, code=code))
        elif not isinstance(slug, str) or not source.is_slug(slug):
            message = N_("{file}: “{slug}” (of {code}) must be small letters, digits and hyphens")
            faults.append(fault(message, file=OVERRIDES, code=code, slug=str(slug)))
        else:
            slugs[code] = slug
    if faults:
        raise RegisterError(faults)
    return slugs


def _ids(
    divisions: Sequence[Division], records: Sequence[Record], overrides: Mapping[str, str]
) -> dict[str, str]:
    """Give every division its id, by code: that of its record if it has one, else a free one."""
    ids = {record.code: record.id for record in reversed(records) if record.code}
    uncoded = {record.id for record in records if not record.code}
    taken = {record.id for record in records}
    faults = []
    for above, group in _siblings(divisions).items():
        folder = f"{ids[above]}/" if above else ""
        slugs = _slugs(group)
        # those chosen by a person are given out first, so that no machine-made one is in the way
        for each in sorted(group, key=lambda each: each.code not in overrides):
            if each.code in ids:
                continue
            unit = folder + overrides.get(each.code, slugs[each.code])
            if each.code in overrides:
                if unit in taken:
                    message = N_("{file}: “{slug}” (of {code}) is already the slug of a sibling")
                    values = {"slug": overrides[each.code], "code": each.code}
                    faults.append(fault(message, file=OVERRIDES, **values))
            elif unit in uncoded:
                uncoded.remove(unit)  # most likely this very unit, written by hand
            else:
                unit = _free(unit, taken)
            ids[each.code] = unit
            taken.add(unit)
    if faults:
        raise RegisterError(faults)
    return ids


def _siblings(divisions: Iterable[Division]) -> dict[str, list[Division]]:
    """Group divisions by the code of the unit whose folder they lie in, the highest first."""
    siblings: dict[str, list[Division]] = defaultdict(list)
    for level in LEVELS:
        for each in divisions:
            if each.level == level:
                siblings[_folder_code(each)].append(each)
    return siblings


def _folder_code(division: Division) -> str:
    """Counties lie beside their prefecture, not in a folder of it: their addresses stay short."""
    return "" if division.level in ("prefecture", "county") else division.parent_code


def _slugs(siblings: Sequence[Division]) -> dict[str, str]:
    """Return the machine-made slug of each code: a community gives way to a village of its name."""
    slugs = {each.code: pinyin.slug(each.stem) or each.code for each in siblings}
    alike = Counter(slugs.values())
    for each in siblings:
        if each.community and alike[slugs[each.code]] > 1:
            slugs[each.code] += "-shequ"
    return slugs


def _free(unit: str, taken: set[str]) -> str:
    """Return the id `unit`, with the first number that makes it free."""
    number, free = 1, unit
    while free in taken:
        number += 1
        free = f"{unit}-{number}"
    return free


def _differences(division: Division, record: Record, ids: Mapping[str, str]) -> Iterator[Fault]:
    """Yield how a record that is left alone differs from the register, for a person to judge."""
    for key, value in division.fields().items():
        there = record.fields.get(key, "")
        if key != "pinyin" and there != value:
            message = N_("{file}: {field} is “{there}”, the register gives “{value}”")
            values = {"field": key, "there": str(there), "value": value}
            yield fault(message, file=record.file, **values)
    right = ids.get(_folder_code(division), "")
    if record.id.rpartition("/")[0] != right:
        message = N_("{file}: the register puts this unit under {folder}")
        yield fault(message, file=record.file, folder=f"units/{right}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Import a register from the command line; return the exit code.

    0 done; 1 something is wrong with the register or the records, and nothing is written; 2 wrong
    usage; 3 the machine refused to read or write.
    """
    language = terminal_language()
    tr = catalogue(language).gettext
    parser = argparse.ArgumentParser(
        prog="python -m generator.register",
        description=tr(N_("Make a unit record of every division of a register that has none yet.")),
        epilog=tr(N_("Example: python -m generator.register register.csv content")),
    )
    columns = tr(N_("the register: UTF-8, with the columns {columns}"))
    parser.add_argument("csv", type=Path, help=columns.format(columns=",".join(COLUMNS)))
    parser.add_argument("content", type=Path, help=tr(N_("the folder that holds “units”")))
    options = parser.parse_args(arguments)
    try:
        work = plan(options.content, read_register(options.csv.read_bytes()))
        write(options.content, work.new)
    except RegisterError as error:
        _say(sys.stderr, *error.lines(language), tr(N_("Nothing has been written.")))
        return 1
    except OSError as error:
        message = tr(N_("{file} cannot be read or written: {reason}"))
        _say(sys.stderr, message.format(file=error.filename, reason=error.strerror))
        return 2 if isinstance(error, FileNotFoundError) else 3
    message = tr(N_("{new} records written, {left} that were there left as they are."))
    remarks = (remark.text(language) for remark in work.remarks)
    _say(sys.stdout, *remarks, message.format(new=len(work.new), left=work.left))
    return 0


def _say(stream: TextIO, *lines: str) -> None:
    stream.writelines(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
