"""All that can be set in `config.yaml`, but for the measures, which are in `rules`."""

from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, PlainValidator
from pydantic_core import PydanticCustomError

from generator import source
from generator.charts import TILES
from generator.fields import Count, Email, Link, Part, Text, Vouched, Yes, choice, parse_link
from generator.kinds import allocation
from generator.messages import CHINESE, ENGLISH, N_, TRADITIONAL, catalogues
from generator.phones import Consent, Phone
from generator.rules import RuleSet, cannot
from generator.targets import Unfit
from generator.targets import parse as parse_target


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


def _categories(value: Any) -> dict[str, dict[str, str]]:
    if not isinstance(value, dict):
        raise PydanticCustomError("P112", "not categories by code")
    for code in value:
        if not source.is_slug(code):
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


Localised = Annotated[dict[str, str], PlainValidator(_localised)]
Folder = Annotated[str, PlainValidator(_folder)]


class Complaints(Part):
    """Where residents complain; shown on every page."""

    local_phone: Phone | None = Field(None, description=N_("local complaint phone"))
    national_lines: list[Phone] = Field([], description=N_("national lines, such as 12317"))
    email: Email | None = Field(None, description=N_("e-mail for complaints"))
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


class Settings(Part):
    """All of config.yaml."""

    title: Localised = Field(description=N_("name of the site, by language"))
    tagline: Localised = Field({"": ""}, description=N_("one line beneath the name"))
    demo: Yes = Field(False, description=N_("yes when the records are demonstration data"))
    base_url: Annotated[str, PlainValidator(_base)] | None = Field(
        None, description=N_("address at which residents find the site")
    )
    content: Folder = Field("content", description=N_("folder of the records"))
    output: Folder = Field("site", description=N_("folder the site is written to"))
    publish: Annotated[str, PlainValidator(_target)] | None = Field(
        None, description=N_("where `portal publish` brings the site")
    )
    time_zone: Annotated[str, PlainValidator(_zone)] = Field(
        "Asia/Shanghai", description=N_("time zone that says what day it is")
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
        "accepted", description=N_("what that picture shows of each county")
    )
    vouched: list[Vouched] = Field(
        [], description=N_("numbers that look like a person's and are none; shown to no one")
    )
    rules: RuleSet = Field(description=N_("measures that records are judged by"))
