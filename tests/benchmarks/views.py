"""The pages that every peer makes, each with the view its templates show.

The words that a template of ours puts together from a record (heading, description, the day) stand
ready in the views: a peer's template only shows them.
"""

from collections.abc import Iterator

from tests.benchmarks import command_views
from tests.benchmarks.page import Page, day
from tests.benchmarks.prefecture import Prefecture
from tests.benchmarks.records import View


def site(prefecture: Prefecture) -> View:
    """Return what all pages of a peer may show."""
    years = sorted({str(year) for _, year in prefecture.lists}, reverse=True)
    return {**prefecture.site, "as_of_day": day(prefecture.site["as_of"]), "years": years}


def pages(prefecture: Prefecture) -> Iterator[Page]:
    """Yield every page of a peer; a list stands for all its pages."""
    words = prefecture.site
    home = {"title": words["title"], "lead": words["tagline"], "latest": prefecture.latest}
    yield Page("home", "", "index.html", home)
    yield Page("lists", "", "lists/projects/index.html", _titled("项目清单"))
    for county, year in prefecture.lists:
        name = f"{prefecture.units[county]['short_name']}{year}年项目"
        lead = f"{name}：每个项目计划花多少、付了多少、干到哪步、哪天完工。"
        view = {"title": name, "lead": lead, "unit": county, "year": year}
        yield Page("list", f"{county}/{year}", list_url(county, year), view)
    yield Page("commendations", "", "lists/commendations/index.html", _titled("表彰"))
    years = sorted({each["year"] for each in prefecture.commendations.values()}, reverse=True)
    for n, year in enumerate(years):
        view = {**_titled(f"{year}年表彰"), "year": year, "weight": n + 1}
        yield Page("year", str(year), f"lists/commendations/year/{year}.html", view)
    for n, ident in enumerate(prefecture.commendations):
        yield _commendation(prefecture, ident, n + 1)
    for ident, text in prefecture.pages.items():
        view = {**_titled(text["title"]), "record": f"content/pages/{ident}.md"}
        yield Page("text", ident, f"{ident}.html", view, text["body"])
    for ident in prefecture.units:
        yield unit_page(prefecture, ident)
    for ident in prefecture.projects:
        yield project_page(prefecture, ident)
    yield from command_views.pages(prefecture)


def list_url(county: str, year: int) -> str:
    """Return the address of the first page of a list."""
    return f"lists/projects/place/{county}/{year}/"


def unit_page(prefecture: Prefecture, ident: str) -> Page:
    """Return the page of a unit."""
    unit = prefecture.units[ident]
    name = prefecture.heading(ident)
    view = {
        **prefecture.unit_view(ident),
        "title": unit["short_name"],
        "heading": name,
        "lead": f"{name}：有哪些项目、花多少钱、干到哪步、有事找谁。",
        "place": prefecture.place(ident),
        "record": f"content/units/{ident}.yaml",
        "weight": prefecture.order[ident],
    }
    return Page("unit", ident, f"units/{ident}.html", view)


def project_page(prefecture: Prefecture, ident: str) -> Page:
    """Return the page of a project."""
    project = prefecture.projects[ident]
    unit = prefecture.units[project["unit"]]["short_name"]
    title, year = project["title"], project["year"]
    stage = prefecture.site["labels"]["stage"][project["stage"]]
    view = {
        **{name: value for name, value in project.items() if name != "body"},
        "heading": title if unit in title else f"{unit} {title}",
        "lead": f"{unit}{year}年项目，{stage}。资金、工期、进度和成效。",
        "updated": day(project["updated"]),
        "notices": prefecture.named[ident],
        "record": f"content/projects/{ident}.md",
        "weight": prefecture.order[ident],
    }
    return Page("project", ident, f"projects/{ident}.html", view, project["body"])


def _commendation(prefecture: Prefecture, ident: str, weight: int) -> Page:
    given = prefecture.commendations[ident]
    title = given["title"]
    view = {
        **{name: value for name, value in given.items() if name != "body"},
        "lead": f"{title}：表彰了谁、由谁表彰、向谁提意见。",
        "by_name": prefecture.units[given["by"]]["name"],
        "record": f"content/commendations/{ident}.md",
        "weight": weight,
    }
    return Page("commendation", ident, f"commendations/{ident}.html", view, given["body"])


def _titled(title: str) -> View:
    return {"title": title, "lead": title}
