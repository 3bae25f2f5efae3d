"""The library becomes pages: what all of them see, and which there are.

Views are plain and closed: what is not in them cannot leak.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

from generator import natural, source
from generator.addresses import (
    attachment_url,
    commendation_url,
    directory_url,
    document_url,
    page_url,
    picture_url,
    project_url,
    unit_url,
)
from generator.config import Config
from generator.jobs import Copies, Draft, Pictures
from generator.kinds.kind import View
from generator.library import Library
from generator.overviews import Overviews
from generator.page import mark_of
from generator.phones import shown_phone
from generator.pictures import LARGE, SMALL
from generator.places import places as places_in
from generator.problems import Place, Problem, problem
from generator.summary import Summary
from generator.validation import nearest
from generator.views import job_name


def site(library: Library, config: Config, as_of: date, assets: dict[str, str]) -> View:
    """Return what every page of the site may show besides its own view.

    `assets` maps a name in templates/assets to its address from the root of the site.
    """
    settings = config.settings
    menu: dict[str, View] = defaultdict(dict)
    for row in library.pages:
        if row["order"] is not None:
            menu[row["id"]][row["language"]] = row["title"]
            menu[row["id"]].setdefault("order", row["order"])
    ordered = sorted(menu, key=lambda ident: (menu[ident]["order"], natural.key(ident)))
    return {
        "title": settings.title,
        "tagline": settings.tagline,
        "demo": settings.demo,
        "base_url": settings.base_url or "",
        "as_of": as_of.isoformat(),
        "languages": list(settings.languages),
        "menu": [
            {"url": page_url(i), "title": {k or "": v for k, v in menu[i].items() if k != "order"}}
            for i in ordered
        ],
        "complaints": _complaints(config, as_of),
        "footer": settings.footer.model_dump(),
        "categories": settings.categories,
        "purposes": settings.purposes,
        "idle_money": settings.rules.idle_money.model_dump(),
        "assets": assets,
        "root": library.units[library.root]["id"],
    }


def _complaints(config: Config, as_of: date) -> View:
    """Return where residents complain; mobile numbers are masked unless consent holds."""
    said = config.settings.complaints
    return {
        **said.model_dump(exclude={"phone_consent"}),
        "local_phone": shown_phone(said.local_phone, said.phone_consent, as_of) or None,
        "national_lines": [shown_phone(line, None, as_of) for line in said.national_lines],
    }


def plan(
    library: Library,
    summaries: Sequence[Summary],
    config: Config,
    as_of: date,
    keeps: dict[str, Path],
    ahead: Collection[str] = (),
) -> tuple[Iterator[Draft], list[Problem]]:
    """Plan every page. `keeps` maps a batch's key to the file of its views.

    The jobs named in `ahead` come first, and each is planned when it is taken. Two records that
    would make the same page are a problem.
    """
    problems = [*_collisions(library, config), *_lost_tiles(library, config)]
    return _drafts(Overviews(library, config, as_of), summaries, keeps, ahead), problems


def _drafts(
    maker: Overviews, summaries: Sequence[Summary], keeps: dict[str, Path], ahead: Collection[str]
) -> Iterator[Draft]:
    library, config = maker.library, maker.config
    places = [each for each in summaries if each.units or each.projects]
    for summary in sorted(places, key=lambda each: job_name(each) not in ahead):
        yield maker.of_place(summary, keeps[summary.key])
    # one large job of each: at the end they would keep one process while no other has any work
    searched = mark_of(maker.names, library.commendations, [each.search for each in summaries])
    yield Draft("search", searched, maker.index)
    root = config.root / config.settings.content
    shown = tuple(
        (picture_url(picture, longest), root / target, longest)
        for target, picture in sorted(library.pictures.items())
        for longest in (LARGE, SMALL)
    )
    yield Draft("pictures", mark_of([url for url, _, _ in shown]), lambda: Pictures(shown))
    copied = tuple(
        (attachment_url(each), root / target)
        for target, each in sorted(library.attachments.items())
    )
    yield Draft("attachments", mark_of([u for u, _ in copied]), lambda: Copies(copied))
    loose = next((each for each in summaries if not each.key), Summary(""))
    yield from maker.ready(loose, keeps.get(loose.key))


def _lost_tiles(library: Library, config: Config) -> Iterator[Problem]:
    """Find the units of the picture of the first page that are not there."""
    for ident in config.settings.tiles:
        if ident not in library.units:
            text = source.text_of(config.root, config.file)
            [spot] = places_in(text, config.file, [("tiles", ident)])
            near = nearest(ident, library.units)
            yield problem("P201", spot, "tiles", value=ident, nearest=near)


def _collisions(library: Library, config: Config) -> Iterator[Problem]:
    """Find the pages of text that would take the address of another page; no other kind can."""
    asked = {page_url(row["id"]) for row in library.pages}
    start, end = project_url("\0").split("\0")
    idents = [url.removeprefix(start).removesuffix(end) for url in asked if url.startswith(start)]
    taken = {
        **{unit_url(row["id"]): row["file"] for row in library.units.values()},
        **{project_url(row["id"]): row["file"] for row in library.rows_of(idents).values()},
        **{commendation_url(row["id"]): row["file"] for row in library.commendations},
        **{document_url(row["id"]): row["file"] for row in library.documents.values()},
        **{directory_url(ident): "templates" for ident in library.units},
        **dict.fromkeys(("index.html", "404.html", "sitemap.html"), "templates"),
    }
    made = ("lists", "az", "compliance", "funds", "allocations", "libraries")
    folders = {*made, *config.settings.languages}
    for row in library.pages:
        url = page_url(row["id"])
        other = taken.get(url) or ("templates" if url.partition("/")[0] in folders else "")
        if other:
            yield problem("P203", Place(row["file"]), url=url, other=other)
