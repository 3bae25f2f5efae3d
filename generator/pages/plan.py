"""The library becomes pages: what all of them see, and which there are.

Views are plain and closed: what is not in them cannot leak.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

from generator.base import natural_order
from generator.base.problems import Place, Problem, problem
from generator.base.spelling import nearest
from generator.joined.site_data import Library
from generator.model.config import Config
from generator.model.kinds.kind import View
from generator.model.kinds.registry import KINDS, url_of
from generator.model.urls import attachment_url, feed_url, page_url, picture_url, project_url
from generator.pages import download_plan, search_drafts
from generator.pages.jobs import Copies, Draft, Pictures, Records
from generator.pages.overviews import Overviews
from generator.pages.page_mark import mark_of
from generator.pages.place_views import job_name
from generator.parse import record_file
from generator.parse.phones import Consent, shown_phone
from generator.parse.pictures import LARGE, SMALL
from generator.parse.positions import places as places_in
from generator.records.summary import Summary


def site(library: Library, config: Config, as_of: date, assets: dict[str, str]) -> View:
    """Return what every page of the site may show besides its own view.

    `assets` maps a name in templates/assets to its address from the root of the site.
    """
    settings = config.settings
    keys = [each for each in (settings.log.key, *settings.log.witnesses) if each]
    menu: dict[str, View] = defaultdict(dict)
    for row in library.pages:
        if row["order"] is not None:
            menu[row["id"]][row["language"]] = row["title"]
            menu[row["id"]].setdefault("order", row["order"])
    whole_feed = settings.news_ids and library.root in library.news.dated
    ordered = sorted(menu, key=lambda ident: (menu[ident]["order"], natural_order.key(ident)))
    return {
        "title": settings.title,
        "tagline": settings.tagline,
        "demo": settings.demo,
        "base_url": settings.base_url or "",
        "news_ids": settings.news_ids,
        "data": "data/index.html" if settings.open_data.tables else "",
        "records": settings.open_data.records,
        "twins": settings.open_data.twins,
        "feed": feed_url(library.root, whole=True) if whole_feed else "",
        # the day of the build would make every page another one each day
        "as_of": as_of.isoformat() if settings.as_of else "",
        "year": as_of.year,
        "year_over": as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1,
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
        "answers": settings.rules.answers.model_dump() if settings.rules.answers else None,
        "stale": settings.rules.stale.model_dump() if settings.rules.stale else None,
        "assets": assets,
        "root": library.units[library.root]["id"],
        "level": library.units[library.root]["level"],
        "log": {"name": settings.log.name, "keys": keys} if settings.log.name else None,
    }


def _complaints(config: Config, as_of: date) -> View:
    """Return where residents complain; mobile numbers are masked unless consent holds."""
    said = config.settings.complaints
    return {
        **said.model_dump(exclude={"phone_consent"}),
        "local_phone": shown_phone(said.local_phone, said.phone_consent, as_of) or None,
        "sms": _texted(said.sms, said.phone_consent, as_of),
        "national_lines": [shown_phone(line, None, as_of) for line in said.national_lines],
    }


def _texted(number: str | None, consent: Consent | None, as_of: date) -> str:
    """Return the number that takes text messages, "" for none: one that is masked takes none."""
    shown = shown_phone(number, consent, as_of)
    return "" if "*" in shown else shown


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
    search = search_drafts.Search(library, config, maker.names, summaries)
    maker.searched = search.mark
    places = [each for each in summaries if each.units or each.projects]
    loose = next((each for each in summaries if not each.key), Summary(""))
    first = {*ahead}.difference(job_name(each.key) for each in places)
    waiting = set(first)
    for draft in maker.ready(loose, keeps.get(loose.key)) if first else ():
        if draft.name in first:
            yield draft
        waiting.discard(draft.name)
        if not waiting:
            break
    for summary in sorted(places, key=lambda each: job_name(each.key) not in ahead):
        yield maker.of_place(summary, keeps[summary.key])
    # one large job of each: at the end they would keep one process while no other has any work
    yield from search.drafts()
    root, demo = config.root / config.settings.content, config.settings.demo
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
    if config.settings.open_data.records and loose.key in keeps:
        keep = keeps[loose.key]
        yield Draft("records", mark_of(loose.public, demo), lambda: Records(keep))
    if config.settings.open_data.tables:
        yield from download_plan.drafts(library, summaries, config, keeps)
    yield from (each for each in maker.ready(loose, keeps.get(loose.key)) if each.name not in first)


def _lost_tiles(library: Library, config: Config) -> Iterator[Problem]:
    """Find the units of the picture of the first page that are not there."""
    for ident in config.settings.tiles:
        if ident not in library.units:
            text = record_file.text_of(config.root, config.file)
            [spot] = places_in(text, config.file, [("tiles", ident)])
            near = nearest(ident, library.units)
            yield problem("P201", spot, "tiles", value=ident, nearest=near)


def _collisions(library: Library, config: Config) -> Iterator[Problem]:
    """Find the pages of text that would take the address of another page; no other kind can."""
    asked = {page_url(row["id"]) for row in library.pages}
    start, end = project_url("\0").split("\0")
    idents = [url.removeprefix(start).removesuffix(end) for url in asked if url.startswith(start)]
    known = {
        "units": library.units.values(),
        "projects": library.rows_of(idents).values(),
        "commendations": library.commendations,
        "documents": library.documents.values(),
        "supervisors": [{"id": ident, "file": "templates"} for ident in library.units],
    }
    taken = {url_of(kind, row["id"]): row["file"] for kind, rows in known.items() for row in rows}
    taken |= dict.fromkeys(("index.html", "404.html", "sitemap.html", "check.html"), "templates")
    others = {kind for kind, own in KINDS.items() if own.page} - {*known, "pages"}
    folders = {
        "lists",
        "az",
        "compliance",
        "funds",
        "news",
        "parties",
        *others,
        *config.settings.languages,
    }
    for row in library.pages:
        url = page_url(row["id"])
        other = taken.get(url) or ("templates" if url.partition("/")[0] in folders else "")
        if other:
            yield problem("P203", Place(row["file"]), url=url, other=other)
