"""What is given in open standards is valid by these, and by what no validator looks at."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from jsonschema import Draft3Validator, Draft4Validator
from rdflib import DCTERMS, RDF, RDFS, SH, Graph, URIRef
from referencing import Registry
from referencing.jsonschema import DRAFT3, DRAFT4

from generator.build.build import build
from generator.build.template_filters import in_json
from generator.model import config
from generator.model.public_tables import every
from generator.pages import data_catalogue
from tests.conftest import ROOT, load, serve
from tests.records import LONGER

HERE = Path(__file__).parent
SCHEMAS = HERE / "standards"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT00:00:00\+08:00")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("standards") / "whole"
    shutil.copytree(HERE / "sites/whole", root)
    found = load(root)
    assert build(found, config.day(found)).published
    return root / "site/data"


def read(path: Path) -> Any:
    return json.loads(path.read_bytes())


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from leaves(each)
    else:
        yield value


def registry(folder: str, draft: Any) -> Registry[Any]:
    schemas = [read(path) for path in sorted((SCHEMAS / folder).glob("*.json"))]
    named = [(each["id"], draft.create_resource(each)) for each in schemas]
    return Registry().with_resources([*named, *((i.rstrip("#"), r) for i, r in named)])


def test_the_package_of_tables_is_valid_without_a_warning(data: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "frictionless", "validate", "--json"]
    done = subprocess.run(
        [*command, "datapackage.json"], cwd=data, capture_output=True, text=True, check=False
    )
    report = json.loads(done.stdout)
    wrong = [error for task in report["tasks"] for error in task["errors"]]
    assert (wrong, report["warnings"], report["valid"]) == ([], [], True)
    assert not any(task["warnings"] for task in report["tasks"])


FORMS = {
    "integer": r"0|-?[1-9][0-9]*",
    "number": r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "boolean": "true|false",
}


def test_figures_and_days_are_written_as_every_reader_takes_them(data: Path) -> None:
    # the validator passes others, see findings/frictionless-….sh
    seen = set()
    for each in read(data / "datapackage.json")["resources"]:
        text = (data / each["path"]).read_text("utf-8-sig")
        for row in csv.DictReader(StringIO(text, newline="")):
            for field in each["schema"]["fields"]:
                form, value = FORMS.get(field["type"]), row[field["name"]]
                assert not form or not value or re.fullmatch(form, value), (field["name"], value)
                seen |= {field["type"]} if value else set()
    assert seen >= FORMS.keys()


def test_a_column_of_noughts_and_ones_is_told_as_one_of_numbers(data: Path) -> None:
    # whoever guesses takes it for truths, see findings/csvkit-….sh
    small = set()
    for each in read(data / "datapackage.json")["resources"]:
        rows = [*csv.DictReader(StringIO((data / each["path"]).read_text("utf-8-sig"), newline=""))]
        for field in each["schema"]["fields"]:
            if ({row[field["name"]] for row in rows} - {""}) in ({"0"}, {"1"}, {"0", "1"}):
                small.add((each["name"], field["name"]))
                assert field["type"] in ("integer", "number"), (each["name"], field["name"])
    assert small


def test_its_schemas_are_of_the_very_columns_and_its_sums_of_the_very_files(data: Path) -> None:
    package = read(data / "datapackage.json")
    assert package["demo"] is True
    tables = {f"{each.name}.csv" for each in every()}
    assert {each["path"] for each in package["resources"]} == {
        path.name for path in data.glob("*.csv") if path.name in tables
    }
    for each in package["resources"]:
        content = (data / each["path"]).read_bytes()
        assert each["hash"] == f"sha256:{sha256(content).hexdigest()}"
        assert each["bytes"] == len(content)
        # of lines of JSON a reader may take the first alone, see findings/polars-….sh
        header = next(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
        assert header == [field["name"] for field in each["schema"]["fields"]]
        assert all(field["description"] for field in each["schema"]["fields"])


def test_every_column_that_names_a_record_is_a_key_into_its_table_and_each_is_there(
    data: Path,
) -> None:
    resources = {each["name"]: each for each in read(data / "datapackage.json")["resources"]}
    rows = {}
    for name, each in resources.items():
        text = (data / each["path"]).read_text("utf-8-sig")
        rows[name] = [*csv.DictReader(StringIO(text, newline=""))]
    declared, followed = set(), 0
    for name, each in resources.items():
        for key in each["schema"].get("foreignKeys", ()):
            own, to = key["fields"], key["reference"]
            own, theirs = (one if isinstance(one, list) else [one] for one in (own, to["fields"]))
            there = {tuple(row[field] for field in theirs) for row in rows[to["resource"] or name]}
            declared |= {(name, field) for field in own}
            for row in rows[name]:
                said = tuple(row[field] for field in own)
                assert said in there or not any(said), (name, own, said)
                followed += any(said)
    assert followed > 50
    naming = {
        (table.name, column.name)
        for table in every()
        for column in table.columns
        if table.name in resources and column.type in ("unit", "record") and not column.many
    }
    tops = {
        (name, "id") for name, each in resources.items() if each["schema"]["primaryKey"] == ["id"]
    }
    assert naming - tops - {("pages", "id")} <= declared
    assert {("units", "parent"), ("projects-progress-photos", "parent")} <= declared


def test_nothing_in_a_line_of_records_can_be_taken_for_a_number_or_a_day(data: Path) -> None:
    # a reader that guesses looks at the outermost values alone, see findings/pandas-….sh
    lines = [each for path in data.glob("*.jsonl") for each in path.read_bytes().splitlines()]
    for record in map(json.loads, lines):
        assert record.keys() <= {"demo", "fields", "id", "kind", "language", "text"}
        guessed = [value for value in record.values() if isinstance(value, str)]
        assert guessed
        assert all(re.search(r"[a-z]{2}|[\u4e00-\u9fff]", value) for value in guessed)


def packages(data: Path) -> list[Any]:
    found = [read(path) for path in sorted(data.glob("*/oc4ids.json"))]
    assert found
    return found


def unfit(package: Any) -> list[str]:
    """Return what is wrong with a package by the schema of OC4IDS."""
    schema = read(SCHEMAS / "oc4ids/project-package-schema.json")
    validator = Draft4Validator(schema, registry=registry("oc4ids", DRAFT4))
    return [each.message for each in validator.iter_errors(package)]


def test_projects_of_infrastructure_are_valid_by_the_schema_of_oc4ids(data: Path) -> None:
    for package in packages(data):
        assert unfit(package) == []


def test_what_the_schema_of_oc4ids_does_not_look_at_is_right_too(data: Path) -> None:
    status = (SCHEMAS / "oc4ids/codelists/projectStatus.csv").read_text("utf-8")
    roles = (SCHEMAS / "oc4ids/codelists/partyRole.csv").read_text("utf-8")
    sectors = (SCHEMAS / "oc4ids/codelists/projectSector.csv").read_text("utf-8")
    for package in packages(data):
        assert package["version"] == "0.9"
        assert package["demo"] is True
        assert package["uri"].startswith("https://example.org/shili/data/")
        for project in package["projects"]:
            assert f"\n{project['status']}," in status
            for party in project.get("parties", ()):
                assert all(f"\n{role}," in roles for role in party["roles"])
            assert all(f"\n{each}," in sectors for each in project.get("sector", ()))
            assert None not in [*leaves(project)]
            assert "" not in [*leaves(project)]
            dates = re.findall(r'"(?:\w*[dD]ate|updated)": "([^"]*)"', json.dumps(project))
            assert all(MOMENT.fullmatch(each) for each in dates)


def test_a_project_says_its_language_and_the_ids_it_had_before(tmp_path: Path) -> None:
    """Readers of OC4IDS take texts for English, and an id that is new for a new project."""
    root = tmp_path / "whole"
    shutil.copytree(HERE / "sites/whole", root)
    folder = root / "content/projects/jia/dong"
    water = folder / "2018-shuichang.yaml"
    text = water.read_text("utf-8")
    before = ["jia/dong/2017-shuichang", "jia/dong/shang/2017-shui"]
    water.with_name("2018-shui.yaml").write_text(f"moved: [{', '.join(before)}]\n{text}", "utf-8")
    water.unlink()
    for path in (root / "content").rglob("*"):
        if path.is_file() and path.suffix in (".md", ".yaml"):
            said = path.read_text("utf-8")
            path.write_text(said.replace("jia/dong/2018-shuichang", "jia/dong/2018-shui"), "utf-8")
    settings = root / "config.yaml"
    for languages, code in (("zh-Hans, en", "zh"), ("en, zh-Hans", "en")):
        said = settings.read_text("utf-8")
        settings.write_text(re.sub("languages: .*", f"languages: [{languages}]", said), "utf-8")
        found = load(root)
        assert build(found, config.day(found)).published
        projects = read(root / "site/data/jia/oc4ids.json")["projects"]
        assert {each["language"] for each in projects} == {code}
        [moved] = [each for each in projects if each.get("identifiers")]
        assert moved["id"] == "jia/dong/2018-shui"
        assert moved["identifiers"] == [{"id": each} for each in before]
        titles = {each["title"] for one in projects for each in one.get("metrics", ())}
        assert titles == {"形象进度" if code == "zh" else "Physical progress"}


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment with libcoveoc4ids 0.9.1 and what it needs, Flatten Tool among it."""
    if LONGER <= 1:
        pytest.skip("only with LONGER: some 50 libraries are installed for it")
    libraries = tmp_path_factory.mktemp("libraries")
    wanted = ("--no-deps", "--require-hashes", "-r", str(HERE / "oc4ids_checker.lock"))
    install = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*install, "--target", str(libraries), *wanted], check=True)
    return {**os.environ, "PYTHONPATH": str(libraries)}


def test_a_county_goes_into_sheets_and_back_as_the_docs_say(
    data: Path, tmp_path: Path, others: dict[str, str]
) -> None:
    # with --root-id id it would lose whose the sources are, see findings/flatten-tool-….sh
    docs = (ROOT / "docs/open-data.md").read_text("utf-8")
    ways = re.findall(r"(?m)^flatten-tool (.*)$", docs)
    assert len(ways) == 2
    for file in sorted(data.glob("*/oc4ids.json")):
        folder = tmp_path / file.parent.name
        folder.mkdir()
        shutil.copy(file, folder)
        shutil.copy(SCHEMAS / "oc4ids/project-schema.json", folder)
        for words in ways:
            tool = [sys.executable, "-c", "from flattentool.cli import main; main()"]
            subprocess.run([*tool, *words.split()], cwd=folder, check=True, env=others)
        there, here = (
            {each["id"]: sorted(said(each)) for each in read(path)["projects"]}
            for path in (folder / "back.json", file)
        )
        assert there == here
        back = {**read(file), "projects": read(folder / "back.json")["projects"]}
        assert unfit(back) == []


def said(value: Any) -> Iterator[str]:
    """Say what a file holds as sheets can hold it: all of it as texts."""
    if isinstance(value, dict):
        for name in value:
            yield from (f"{name}/{each}" for each in said(value[name]))
    elif isinstance(value, list):
        for each in value:
            yield from said(each)
    else:
        yield f"{float(value)}" if re.fullmatch(r"-?[\d.]+", f"{value}") else f"{value}"


def test_the_checker_of_oc4ids_finds_nothing_wrong(
    data: Path, tmp_path: Path, others: dict[str, str]
) -> None:
    """Hold files to libcoveoc4ids, with the schemas from here."""

    def checked(content: bytes) -> Any:
        file = tmp_path / "oc4ids.json"
        file.write_bytes(content)
        command = [sys.executable, str(HERE / "oc4ids_checker.py"), str(file), f"{address}/"]
        done = subprocess.run(command, capture_output=True, env=others, check=True)
        return json.loads(done.stdout.splitlines()[-1])

    with serve(SCHEMAS / "oc4ids") as served:
        address = served.rstrip("/")
        for path in sorted(data.glob("*/oc4ids.json")):
            said = checked(path.read_bytes())
            assert said["validation_errors"] == []
            assert not said["additional_closed_codelist_values"]
            assert set(said["additional_fields"]) <= {"/demo"}
        wrong = path.read_bytes()
        said = checked(re.sub(rb'"status":"[a-z]+"', b'"status":"done"', wrong))
        assert "done" in json.dumps(said["additional_closed_codelist_values"])
        said = checked(re.sub(rb'"uri":"[^"]*",', b"", wrong))
        assert "uri" in json.dumps(said["validation_errors"])


def test_projects_that_are_no_infrastructure_are_left_out(data: Path) -> None:
    projects = [project for package in packages(data) for project in package["projects"]]
    table = csv.DictReader(StringIO((data / "projects.csv").read_text("utf-8-sig"), newline=""))
    own = {row["id"] for row in table if row["category"] in ("infrastructure", "water")}
    assert {each["id"] for each in projects} == own
    assert len({each["id"] for each in projects}) == len(projects)


def test_money_of_projects_is_that_of_the_tables(data: Path) -> None:
    rows = csv.DictReader(StringIO((data / "projects.csv").read_text("utf-8-sig"), newline=""))
    by_id = {row["id"]: row for row in rows}
    for package in packages(data):
        for project in package["projects"]:
            row = by_id[project["id"]]
            amount = project.get("budget", {}).get("amount", {}).get("amount")
            assert (f"{amount:.2f}" if amount is not None else "") == row["planned"]
            paid = [each["value"]["amount"] for each in project.get("transactions", ())]
            assert not paid or f"{sum(paid):.2f}" == row["paid"]


CLASSES = {
    "organizations": "organization",
    "posts": "post",
    "persons": "person",
    "memberships": "membership",
}


def test_units_posts_and_holders_are_valid_by_the_schemas_of_popolo(data: Path) -> None:
    known = registry("popolo", DRAFT3)
    found = [read(path) for path in sorted(data.glob("*/popolo.json"))]
    assert found
    for people in found:
        for name, schema in CLASSES.items():
            own = read(SCHEMAS / f"popolo/{schema}.json")
            validator = Draft3Validator(own, registry=known)
            for each in people[name]:
                assert [error.message for error in validator.iter_errors(each)] == []


def test_what_popolo_names_is_there(data: Path) -> None:
    for path in data.glob("*/popolo.json"):
        people = read(path)
        ids = {name: {each["id"] for each in people[name]} for name in CLASSES}
        assert all(len(ids[name]) == len(people[name]) for name in ("organizations", "posts"))
        for each in people["memberships"]:
            assert each["person_id"] in ids["persons"]
            assert each["post_id"] in ids["posts"]
            assert each["organization_id"] in ids["organizations"]
        assert all(each["name"] for each in (*people["organizations"], *people["persons"]))
        assert "****" not in path.read_text("utf-8")


@pytest.fixture(scope="module")
def catalogue(data: Path) -> Graph:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of its own reader
        return Graph().parse(data / "catalog.jsonld", format="json-ld")


def test_the_catalogue_is_valid_without_a_warning(catalogue: Graph) -> None:
    shapes = Graph()
    for path in sorted((SCHEMAS / "dcat-ap").glob("*.ttl")):
        shapes.parse(path)
    # that of the ranges lists shapes that are in neither file, which ends the validator
    for shape, prop in [*shapes.subject_objects(SH.property)]:
        if (prop, SH.path, None) not in shapes:
            shapes.remove((shape, SH.property, prop))
    valid, _, said = pyshacl.validate(catalogue, shacl_graph=shapes, allow_warnings=False)
    assert valid, said


def test_every_typed_value_of_the_catalogue_is_of_its_type(data: Path) -> None:
    # its validator looks at no month, no year and no address: any text is one to it
    forms = {
        "xsd:nonNegativeInteger": r"\d+",
        "xsd:hexBinary": r"([0-9a-f]{2})+",
        "xsd:gYear": r"2\d{3}",
        "xsd:gYearMonth": r"2\d{3}-(0[1-9]|1[0-2])",
        "xsd:date": r"2\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    }
    text = (data / "catalog.jsonld").read_text(encoding="utf-8")
    typed: list[tuple[str, str]] = []

    def keep(found: dict[str, Any]) -> dict[str, Any]:
        if "@value" in found and "@type" in found:
            typed.append((found["@type"], found["@value"]))
        return found

    json.loads(text, object_hook=keep)
    assert {kind for kind, _ in typed} >= {"xsd:nonNegativeInteger", "xsd:hexBinary", "xsd:date"}
    assert [one for one in typed if not re.fullmatch(forms[one[0]], one[1], re.ASCII)] == []
    for iso, kind in [("2018", "gYear"), ("2018-07", "gYearMonth"), ("2018-07-01", "date")]:
        assert data_catalogue._day(iso) == {"@value": iso, "@type": f"xsd:{kind}"}


def test_it_names_each_file_with_its_size_and_its_digest(catalogue: Graph, data: Path) -> None:
    # an empty graph would be valid, too
    dcat, spdx = "http://www.w3.org/ns/dcat#", "http://spdx.org/rdf/terms#"
    found = {}
    for file, address in catalogue.subject_objects(URIRef(f"{dcat}downloadURL")):
        size = catalogue.value(file, URIRef(f"{dcat}byteSize"))
        told = catalogue.value(
            catalogue.value(file, URIRef(f"{spdx}checksum")), URIRef(f"{spdx}checksumValue")
        )
        found[str(address)] = int(str(size)), str(told).lower()
    tables = {each.name for each in every()}
    there = [
        path
        for path in data.iterdir()
        if path.stem in tables and path.suffix in (".csv", ".xlsx", ".jsonl")
    ]
    [base] = {address[: address.index("/data/")] for address in found}
    assert found == {
        f"{base}/data/{path.name}": (
            path.stat().st_size,
            sha256(path.read_bytes()).hexdigest(),
        )
        for path in there
    }
    assert all("演示数据" in str(each) for each in catalogue.objects(None, DCTERMS.description))


def test_the_format_of_each_file_is_read_by_ckan(catalogue: Graph) -> None:
    # of an address it reads the first class alone, and then the label: findings/ckanext-dcat-….sh
    said = set()
    for of in set(catalogue.objects(None, DCTERMS["format"])):
        assert next(catalogue.objects(of, RDF.type)) == URIRef(f"{DCTERMS}IMT")
        said.add(str(catalogue.value(of, RDFS.label)))
    assert said == {"CSV", "JSONL", "XLSX"}


LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
OF_SCHEMA_ORG = {
    "units": "GovernmentOrganization",
    "projects": "Project",
    "documents": "DigitalDocument",
    "commendations": "CreativeWork",
    "allocations": "MonetaryGrant",
}


@pytest.mark.parametrize("kind", OF_SCHEMA_ORG)
def test_the_page_of_a_record_says_what_it_is_to_programs_and_where_its_data_lies(
    kind: str, data: Path
) -> None:
    site = data.parent
    seen = 0
    for path in sorted((site / kind).rglob("*.html")):
        text = path.read_text("utf-8-sig")
        if "<h1>" not in text or not path.with_suffix(".json").exists():
            continue  # it leads on, or is another page of the same record
        seen += 1
        [said] = map(json.loads, LINKED.findall(text))
        assert said["@context"] == "https://schema.org"
        assert said["@type"] == OF_SCHEMA_ORG[kind]
        assert said["disambiguatingDescription"] == "演示数据"
        record = read(path.with_suffix(".json"))["fields"]
        assert said["name"] in (record.get("title"), record.get("name"), record.get("fund"))
        assert "*" not in said.get("telephone", "")
        if kind == "allocations":
            assert said["amount"]["value"] == record["amount"]
        [own] = re.findall(r'<link rel="alternate" type="application/json" href="(.*?)">', text)
        assert (path.parent / own).resolve() == path.with_suffix(".json").resolve()
    assert seen


def test_no_text_of_a_record_ends_the_script_that_it_stands_in() -> None:
    assert in_json('a</script>"\\') == '"a\\u003c/script>\\"\\\\"'
