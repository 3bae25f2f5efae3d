"""Make docs/rules.md: `python -m tests.rules`; each measure, its default, its source, its codes.

The measures come from the models of the configuration and the shipped `config.yaml`; what is no
measure but a rule all the same stands in `FIXED`, by code.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.fields import FieldInfo

from generator.base.codes import CODES
from generator.base.messages import CHINESE, ENGLISH, catalogue
from generator.model.rules import RuleSet
from generator.model.site_tables import CONFIG
from generator.parse import record_file
from generator.parse.field_types import Part
from generator.parse.model_fields import inner
from generator.records import duties as compliance
from tests.conftest import ROOT
from tests.docs import DOCS

FILE = DOCS / "rules.md"
ARTICLE = "the article on Qiannan's command system"
DISCLOSURE = "State Council poverty office 2018 no. 11 and county practice"
PRIVACY = "privacy of residents (lists with identity numbers were published by mistake elsewhere)"
SENSE = "a record must not contradict itself"
FIXED: Mapping[str, str] = {
    "P301": "sources and budget are two ways to say the same sum",
    "P302": SENSE,
    "P303": SENSE,
    "P304": "what has not happened yet is not recorded as done",
    "P305": SENSE,
    "P306": SENSE,
    "P307": SENSE,
    "P308": f"{DISCLOSURE}: without a performance target a project may not enter the library",
    "P309": DISCLOSURE,
    **{f"P{number}": SENSE for number in range(310, 320)},
    "P401": SENSE,
    "P403": "objections are heard before a decision",
    "P404": SENSE,
    "P405": f"{DISCLOSURE}: a proposed commendation is open to objections",
    "P407": SENSE,
    "P412": "objections are heard before a decision",
    "P413": f"{ARTICLE}: one vote against a unit vetoes its year; wrongs are mended by a deadline",
    "P501": f"{ARTICLE}: each village and group has a supervisor and a liaison",
    "P502": SENSE,
    "P503": SENSE,
    "P504": SENSE,
    "P601": PRIVACY,
    "P602": PRIVACY,
    "P603": PRIVACY,
    "P604": PRIVACY,
    **{f"P{number}": PRIVACY for number in range(605, 614)},
    "P901": SENSE,
    "P920": SENSE,
    "P921": SENSE,
    "P922": f"{ARTICLE}: first secretaries and resident cadres are sent to the villages",
    "P923": SENSE,
    "P924": f"{ARTICLE}: who sends someone is tied by responsibility, project and fund",
    "P925": "what villages count is counted once",
    "P940": f"{ARTICLE}: what is on the negative list is mended by a deadline",
    "P941": f"{ARTICLE}: what is on the negative list is mended by a deadline",
    "P912": "an objection is answered, as the notice asks for it",
    "P913": SENSE,
    "P914": SENSE,
    "P942": "whoever says that it is mended says how",
    "P950": SENSE,
    "P952": SENSE,
    "P953": f"{ARTICLE}: a unit's year is vetoed for what the unit itself did not mend",
    "P954": SENSE,
    "P955": SENSE,
    "P957": SENSE,
    "P943": "who tells of a wrong is protected",
    "P944": "who writes a letter is protected",
    "P945": SENSE,
    "P946": "whoever says that a letter is answered says when, what and by whom",
    "P970": "what is published must be there to read",
    "P971": SENSE,
    "P972": "what has not happened yet is not recorded as done",
    "P973": SENSE,
    "P974": f"{ARTICLE}: counties and villages leave poverty; poor people are counted above them",
    "P975": "what is published must be there to read",
    "P976": f"{ARTICLE}: results are evaluated by a third party",
    "P960": "what a record names must be there",
    "P962": "only what people can open without risk is published",
    "P963": SENSE,
    "P964": SENSE,
    "P965": "what is published must be there to read",
    "P966": "what is published must be there to read",
    "P930": "an allotment cannot give more than it has",
    "P931": "money is passed on from above",
    "P932": "money is assigned where it was allotted, or below",
    "P933": SENSE,
    "P934": SENSE,
    "P935": f"{ARTICLE}: of pooled money both origin and use are shown",
    "P936": "a county ranks its own projects",
    "P937": SENSE,
    "P938": SENSE,
    "P939": f"{ARTICLE}: a county's library says which project comes first",
    "P948": "money is passed on once it has come",
}
"""Code → source of the rules that no setting changes."""
RULED = ("P3", "P4", "P5", "P6", "P9")
"""What the codes of rules about records begin with; the others are about files and settings."""
OF_SHEETS = (
    "P543",
    "P544",
    "P545",
    "P546",
    "P547",
    "P548",
    "P549",
    "P55",
    "P56",
    "P57",
    "P58",
    "P59",
)
"""What those begin with that are about how a workbook is read: no rule is behind them."""

UNSET = "whoever sets it says where it stands"
_HEAD = """\
<!-- Made by `python -m tests.rules`; what is written here by hand is lost. -->
# The rules that records are held to

Every measure is a setting under `rules` in `config.yaml`, with the place where it stands. The
defaults below are those of the shipped file. What a code says in full is in
[problems.md](problems.md). All days are held against the day of the data (`--as-of`).
"""
_DUTIES = """\
## What the page of duties counts

Each unit's page counts, for each of these rules, how often it was kept and missed, and where that
is not known. Not known is a state of its own and is never counted as kept; what is not due by the
day of the data is not counted. A unit above counts all places below it.

| rule | 规定 |
|---|---|
"""
_FIXED = """\
## Rules that no setting changes

| code | severity | rule | 规定 | why |
|---|---|---|---|---|
"""


def text() -> str:
    """Return docs/rules.md."""
    english, chinese = catalogue(ENGLISH).gettext, catalogue(CHINESE).gettext
    read, _ = record_file.read(ROOT, CONFIG)
    assert read is not None
    written: Any = read.data["rules"]
    measures = [
        "## Measures\n",
        "| setting | rule | 规定 | default | source | codes |\n|---|---|---|---|---|---|",
    ]
    for name, info in RuleSet.model_fields.items():
        rows = [*_measures(name, info, written.get(name))] or [(name, "not set", UNSET)]
        codes = ", ".join(f"[{code}](problems.md#{code.lower()})" for code in codes_of(info))
        for path, value, stands in rows:
            said = info.description or ""
            cells = (
                f"`{path}`",
                english(said),
                chinese(said),
                value,
                stands,
                codes or "shown only",
            )
            measures.append(f"| {' | '.join(cells)} |")
    duties = [f"| {english(each)} | {chinese(each)} |" for each in compliance.RULES.values()]
    fixed = [
        f"| [{code}](problems.md#{code.lower()}) | {CODES[code].severity} |"
        f" {_cell(english(CODES[code].message))} | {_cell(chinese(CODES[code].message))} | {why} |"
        for code, why in sorted(FIXED.items())
    ]
    lines = [_HEAD, *measures, "", _DUTIES + "\n".join(duties), "", _FIXED + "\n".join(fixed)]
    return "\n".join(lines) + "\n"


def codes_of(info: FieldInfo) -> list[str]:
    """Return the codes that a measure leads to."""
    extra = info.json_schema_extra
    found = extra.get("codes", []) if isinstance(extra, dict) else []
    return [str(each) for each in found] if isinstance(found, list) else []


def _measures(path: str, info: FieldInfo, written: Any) -> Iterator[tuple[str, str, str]]:
    """Yield setting, default and source of a measure, or of each of those it consists of."""
    part = inner(info.annotation)
    if isinstance(written, dict) and "source" in written:
        value = "; ".join(f"{key} {_said(one)}" for key, one in written.items() if key != "source")
        yield path, value, str(written["source"])
    elif isinstance(written, dict) and isinstance(part, type) and issubclass(part, Part):
        for name, below in part.model_fields.items():
            if name in written:
                yield from _measures(f"{path}.{name}", below, written[name])
    elif isinstance(written, dict):
        for name, one in written.items():
            yield from _measures(f"{path}.{name}", info, one)
    elif written is not None:
        yield path, _said(written), ""


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {_said(one)}" for key, one in value.items())
    return str(value)


def _cell(said: str) -> str:
    return said.replace("|", "\\|").replace("\n", " ")


def main() -> None:
    """Write the file."""
    FILE.write_text(text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
