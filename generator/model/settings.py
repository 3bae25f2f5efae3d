"""All that can be set in `config.yaml`, but for the measures, which are in `rules`."""

import re
from typing import Annotated, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, PlainValidator
from pydantic_core import PydanticCustomError

from generator.base import address_parts, signed_note
from generator.base.messages import CHINESE, ENGLISH, N_, TRADITIONAL, catalogues
from generator.base.patterns import pattern
from generator.model.kinds import allocation
from generator.model.kinds.registry import KINDS
from generator.model.publish_targets import Unfit
from generator.model.publish_targets import parse as parse_target
from generator.model.rules import RuleSet, cannot
from generator.model.site_tables import FOLDERS
from generator.parse.field_types import (
    Count,
    Day,
    Email,
    Link,
    Part,
    Text,
    Vouched,
    Yes,
    choice,
    parse_link,
)
from generator.parse.phones import Consent, Phone, TextLine


def _languages(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise PydanticCustomError("P111", "not a list")
    for each in value:
        _known_language(each)
    if not value or len(set(value)) < len(value):
        raise cannot("、".join(value), N_("at least one language, and each only once"))
    return tuple(value)


def _known_language(tag: Any) -> None:
    if not isinstance(tag, str):
        raise PydanticCustomError("P110", "not text")
    if tag not in (CHINESE, TRADITIONAL, ENGLISH, *catalogues()):
        raise cannot(tag, N_("there is no catalogue of this language"))


def _localised(value: Any) -> dict[str, str]:
    """Return texts by language; a plain text serves every language."""
    if isinstance(value, str):
        return {"": value}
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise PydanticCustomError("P112", "not texts by language")
    for tag in value:
        _known_language(tag)
    found = {tag: each for tag, each in value.items() if each}  # the others are not filled in
    if not found:
        raise cannot("{}", N_("give the text in at least one language"))
    return found


def _folder(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("P110", "not text")
    parts = value.replace("\\", "/").strip("/").split("/")
    odd = any(part in ("", ".", "..") or len(part.encode()) > 255 for part in parts)
    if odd or value.startswith(("/", "~")) or ":" in value:
        raise cannot(value, N_("it must be a folder beneath that of config.yaml"))
    return "/".join(parts)


def _target(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("P110", "not text")
    try:
        parse_target(value)
    except Unfit as unfit:
        raise cannot(value, unfit.reason) from None
    return value


def _zone(value: Any) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise cannot(value, N_("no such time zone; an example is Asia/Shanghai")) from None
    return str(value)


def _base(value: Any) -> str:
    address = parse_link(value)
    if "?" in address or "#" in address:
        raise PydanticCustomError("P116", "{value}", {"value": value})
    return address.rstrip("/") + "/"


def _feed_name(value: Any) -> str:
    """Return a name of a tag URI (RFC 4151): a domain or an e-mail address, and since when."""
    name = str(value)
    if not _TAGGER.fullmatch(name):
        raise cannot(name, N_("write a domain and a year: fupin.example.org,2018 is an example"))
    return name


def _log_name(value: Any) -> str:
    name = str(value)
    if not signed_note.fit(name) or "." not in name or name.startswith(("http:", "https:", "/")):
        raise cannot(
            name,
            N_("write a domain and a name, without blanks: fupin.example.org/log is an example"),
        )
    return name


def _record(value: Any) -> str:
    """Return the kind and the id of a record."""
    said = str(value)
    folder, _, ident = said.partition("/")
    if not ident or folder not in KINDS:
        raise cannot(
            said, N_("write kind and id: projects/duyun/mochong/bingwu/2018-gonglu is an example")
        )
    return said


def _public_key(value: Any) -> str:
    """Return the key of a log."""
    found = _key(value)
    if found.kind != signed_note.LOG:
        raise cannot(value, N_("it is the key of a witness: it stands under witnesses"))
    return str(found)


def _witness_key(value: Any) -> str:
    """Return the key of one who cosigns."""
    found = _key(value)
    if found.kind != signed_note.WITNESS:
        said = N_("it is the key of a log; a witness makes its own: portal key new --witness")
        raise cannot(value, said)
    return str(found)


def _key(value: Any) -> signed_note.Key:
    try:
        return signed_note.key(str(value))
    except signed_note.Unreadable:
        said = N_("it is no public key: copy the line that portal key new has said")
        raise cannot(value, said) from None


def _categories(value: Any) -> dict[str, dict[str, str]]:
    if not isinstance(value, dict):
        raise PydanticCustomError("P112", "not categories by code")
    for code in value:
        if not address_parts.is_slug(code):
            raise cannot(code, N_("a code has small letters, digits and hyphens only"))
    return {code: _localised(labels) for code, labels in value.items() if labels != ""}


def _tiles(value: Any) -> dict[str, tuple[int, int]]:
    if not isinstance(value, dict):
        raise PydanticCustomError("P112", "not places by unit")
    found: dict[tuple[int, int], str] = {}
    for unit, place in value.items():
        if not (
            isinstance(place, list) and len(place) == 2 and all(_small(each) for each in place)
        ):
            raise cannot(unit, N_("its place is written as [column, row], each from 0 to 20"))
        spot = (int(place[0]), int(place[1]))
        if spot in found:
            raise cannot(unit, N_("another unit has the same place"))
        found[spot] = str(unit)
    return {unit: spot for spot, unit in found.items()}


def _small(value: Any) -> bool:
    return str(value).isdigit() and int(str(value)) <= 20


_TAGGER = pattern(
    r"(?:[A-Za-z0-9._-]+@)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+"
    r",[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?",
    re.ASCII,
)
Localised = Annotated[dict[str, str], PlainValidator(_localised)]
Folder = Annotated[str, PlainValidator(_folder)]


TILES = {
    "accepted": (N_("share of projects accepted"), "验收合格"),
    "paid": (N_("money paid (CNY)"), "已付资金"),
    "late": (N_("share of projects late now"), "逾期"),
    "planned": (N_("money planned (CNY)"), "计划资金"),
    "paid_share": (N_("share of the planned money paid"), "已付比例"),
}
"""What the tiles of the first page may show of a county: codes, with their labels."""


class Complaints(Part):
    """Where residents complain; shown on every page."""

    local_phone: Phone | None = Field(None, description=N_("local complaint phone"))
    national_lines: list[Phone] = Field([], description=N_("national lines, such as 12317"))
    email: Email | None = Field(None, description=N_("e-mail for complaints"))
    sms: TextLine | None = Field(
        None, description=N_("number that takes complaints as text messages"), examples=["12345"]
    )
    phone_consent: Consent | None = Field(
        None, description=N_("consent to show a mobile number in full")
    )


class Footer(Part):
    """What a government site says at the foot of every page."""

    organiser: Text | None = Field(None, description=N_("organiser of the site"))
    contact: Text | None = Field(None, description=N_("how to reach the organiser"))
    site_id: Text | None = Field(None, description=N_("site identification code"))
    icp: Text | None = Field(None, description=N_("ICP filing number"))
    police: Text | None = Field(None, description=N_("public-security filing number"))
    find_errors: Link | None = Field(None, description=N_("address of the “find errors” service"))


class OpenData(Part):
    """What of the site's data can be taken away, and under which terms."""

    licence: Text | None = Field(
        None,
        description=N_("licence under which the data may be used"),
        examples=["CC BY 4.0"],
    )
    licence_url: Link | None = Field(
        None,
        description=N_("where that licence can be read"),
        examples=["https://creativecommons.org/licenses/by/4.0/"],
    )
    tables: Yes = Field(
        True, description=N_("files for all to take away: tables, records, standards")
    )
    workbooks: Yes = Field(True, description=N_("workbooks among these files"))
    records: Yes = Field(True, description=N_("a file of data beside the page of each record"))
    standards: Yes = Field(
        True, description=N_("files in open standards: OC4IDS, Popolo, Frictionless")
    )
    guide: Yes = Field(True, description=N_("a guide for programs that read texts, llms.txt"))
    twins: Yes = Field(
        True,
        description=N_("pages of places and projects in Markdown as well, for such programs"),
    )
    infrastructure: list[Text] = Field(
        ["infrastructure", "water", "housing"],
        description=N_("categories of projects that are infrastructure"),
    )


class PublicLog(Part):
    """The log of public records, which anyone can check them by; there is none without a name."""

    name: Annotated[str, PlainValidator(_log_name)] | None = Field(
        None,
        description=N_("what it is called for good: a domain and what stands behind it"),
        examples=["fupin.example.org/log"],
    )
    folder: Folder = Field(
        "log", description=N_("folder it is kept in between builds, beside the site")
    )
    key: Annotated[str, PlainValidator(_public_key)] | None = Field(
        None, description=N_("public key that signs it, as `portal key new` says it")
    )
    witnesses: list[Annotated[str, PlainValidator(_witness_key)]] = Field(
        [], description=N_("public keys of those who cosign it")
    )


class History(Part):
    """Whether pages say what was changed."""

    shown: Yes = Field(
        True,
        description=N_("whether pages say what was changed of each record and when, as git has it"),
    )
    unsaid: list[Annotated[str, PlainValidator(_record)]] = Field(
        [],
        description=N_(
            "records of which only the fields that were changed are told, not what they said: where"
            " something private was published by mistake; kind and id, as in the address of the"
            " page"
        ),
        examples=["projects/duyun/mochong/bingwu/2018-gonglu"],
    )


class Settings(Part):
    """All of config.yaml."""

    title: Localised = Field(description=N_("name of the site, by language"))
    tagline: Localised = Field({"": ""}, description=N_("one line beneath the name"))
    demo: Yes = Field(False, description=N_("yes when the records are demonstration data"))
    base_url: Annotated[str, PlainValidator(_base)] | None = Field(
        None, description=N_("address at which residents find the site")
    )
    feed_name: Annotated[str, PlainValidator(_feed_name)] | None = Field(
        None,
        description=N_(
            "domain and year by which feeds and calendars name their entries for good, even when"
            " base_url changes"
        ),
        examples=["fupin.example.org,2018"],
    )
    content: Folder = Field(FOLDERS["content"], description=N_("folder of the records"))
    output: Folder = Field(FOLDERS["output"], description=N_("folder the site is written to"))
    publish: Annotated[str, PlainValidator(_target)] | None = Field(
        None, description=N_("where `portal publish` brings the site")
    )
    time_zone: Annotated[str, PlainValidator(_zone)] = Field(
        "Asia/Shanghai", description=N_("time zone that says what day it is")
    )
    as_of: Day | None = Field(
        None,
        description=N_(
            "the day of the data, for records that are no longer kept up; empty for today"
        ),
        examples=["2018-12-31"],
    )
    languages: Annotated[tuple[str, ...], PlainValidator(_languages)] = Field(
        (CHINESE,), description=N_("languages; the first stands at the root")
    )
    precompress: list[Annotated[str, choice({"gz": ("gz",), "br": ("br",)})]] = Field(
        [], description=N_("compressed forms written beside text files: gz, br")
    )
    keep_assets: Count = Field(
        30,
        description=N_("days that styles and scripts of earlier builds stay, for pages still open"),
    )
    complaints: Complaints = Field(Complaints(), description=N_("where to complain"))
    footer: Footer = Field(Footer(), description=N_("the foot of every page"))
    categories: Annotated[dict[str, dict[str, str]], PlainValidator(_categories)] = Field(
        description=N_("categories of projects: code and labels")
    )
    purposes: Annotated[dict[str, dict[str, str]], PlainValidator(_categories)] = Field(
        allocation.PURPOSES,
        description=N_("what allotted money is for: code and labels; there are seven without it"),
    )
    tiles: Annotated[dict[str, tuple[int, int]], PlainValidator(_tiles)] = Field(
        {},
        description=N_("places of the counties on the picture of the first page: column and row"),
    )
    tile_figure: Annotated[str, choice(TILES)] = Field(
        "late", description=N_("what that picture shows of each county")
    )
    vouched: list[Vouched] = Field(
        [], description=N_("numbers that look like a person's and are none; shown to no one")
    )
    open_data: OpenData = Field(OpenData(), description=N_("data for all to take away"))
    log: PublicLog = Field(
        PublicLog(), description=N_("log of public records, by which anyone can check them")
    )
    history: History = Field(History(), description=N_("what was changed of records, and when"))
    rules: RuleSet = Field(description=N_("measures that records are judged by"))

    @property
    def news_ids(self) -> str:
        """What ids of feeds and of their entries begin with: ASCII alone, as Atom has it.

        By the name that is set they outlive a change of domain and of folder (RFC 4151); without
        it they are addresses of the site. "" where neither is known: then there are no feeds.
        """
        if self.feed_name:
            return f"tag:{self.feed_name}:"
        return quote(self.base_url or "", safe="%/:@!$&'()*+,;=-._~[]")
