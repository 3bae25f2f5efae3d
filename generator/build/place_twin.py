"""The twin of the page of a place."""

from collections.abc import Iterator

from generator.base.messages import N_
from generator.build.twin_text import (
    NOT_KNOWN,
    SUMS,
    Speaker,
    body,
    count,
    fact,
    facts,
    head,
    heading,
    instead,
    link,
    phone,
    table,
    text,
    twin_of,
)
from generator.model import schedule
from generator.model.kinds.kind import View
from generator.model.urls import project_url, unit_url
from generator.pages.page_mark import Page
from generator.records.totals import Figures, late_projects


def lines(page: Page, say: Speaker) -> Iterator[str]:
    """Yield the lines of the twin of a place."""
    view, date, label = page.view, say.filters["date"], say.filters["label"]
    own, village = view["unit"], view["unit"]["level"] == "village"
    called = text(say.filters["called"](own))
    spelled = called.removeprefix(text(own["short_name"]))  # but in Chinese
    yield from head(page, say, text(own["name"]) + spelled, view["crumbs"])
    if own["last_day"]:
        ends = N_("Ended on %(day)s.") if own["dissolved"] else N_("Ends on %(day)s.")
        yield f"- {say(ends) % {'day': date(own['last_day'])}}"
    for each in view["into"] if own["dissolved"] else ():
        yield fact(say(N_("Now part of"))) + _named(page, say, each)
    for each in view["came"]:
        until = say(N_("until %(day)s")) % {"day": date(each["last_day"])}
        yield f"- {say(_CAME)} {_named(page, say, each)} {until}"
    yield from _figures(view["figures"], say)
    yield from _called(own, view, say)
    if view["children"]:
        heads = [say(each) for each in (N_("Place"), N_("Projects"), *SUMS, N_("Late"))]
        yield from heading(say(N_("Places below")))
        yield from table(heads, (_row(page, say, each) for each in view["children"]))
    if view["projects"]:
        yield from _projects(page, say)
    if view["honours"]:
        yield from heading(say(N_("Commended")))
    for each in view["honours"]:
        name, title = each["name"] or say.filters["called"](own), each["commendation"]["title"]
        back = each["withdrawn"]
        gone = say(N_("withdrawn %(date)s")) % {"date": date(back["date"])} if back else ""
        line = f"- {text(name)} {label(each['honour'], 'honour')} {text(title)} {gone}"
        yield line.rstrip()
    yield from heading(called)
    said = [
        (N_("Address"), own["address"]),
        (N_("Opening hours"), own["hours"]),
        (N_("E-mail"), own["email"]),
        (N_("What it is there for"), own["duties"]),
        (N_("Code of the division"), own["code"]),
        (N_("Called before"), say(N_(", ")).join(own["former_names"])),
    ]
    if village or own["households"] is not None:
        said.insert(0, (N_("Households"), count(own["households"])))
    if not village or own["staff"] is not None:
        said.insert(0, (N_("Staff"), count(own["staff"])))
    always = (N_("Households"), N_("Staff"), N_("Address"))
    yield from facts(say, (each for each in said if each[1] or each[0] in always))
    yield from body(page, say, own)


_CAME = N_("Now part of it, each with its own records:")


def _named(page: Page, say: Speaker, other: View) -> str:
    """Return another place with those above it, and where its twin lies."""
    name = text(say.filters["placed"](other["place"], other["id"]))
    return f"[{name}]({link(page, say, twin_of(unit_url(other['id'])))})"


def _sum(figures: Figures, name: str, say: Speaker) -> str:
    """Return a total of projects; what it leaves out is said beside it."""
    if name not in figures:
        return say(NOT_KNOWN)
    said: str = say.filters["exact_money"](figures[name])
    left_out = figures.get(f"{name}_unknown", 0)
    return f"{said} ({say(_LEFT_OUT) % {'n': left_out}})" if left_out else said


_LEFT_OUT = N_("projects with no amount stated: %(n)s")


def _late(figures: Figures, say: Speaker) -> str:
    """Return how many projects are late; of how many that is not known is said beside it."""
    undated = figures.get("time:unknown", 0)
    late = count(late_projects(figures))
    return f"{late} ({say(_UNDATED) % {'n': undated}})" if undated else late


_UNDATED = N_("projects without the dates to tell: %(n)s")


def _figures(figures: Figures, say: Speaker) -> Iterator[str]:
    """Yield what is recorded of a place and of all that lies beneath it."""
    label, unknown = say.filters["label"], say(NOT_KNOWN)
    yield from heading(say(N_("Projects and money")))
    if "projects" not in figures:
        yield fact(say(N_("Projects"))) + f"{unknown}"
    else:
        yield fact(say(N_("Projects"))) + f"{count(figures['projects'])}"
        for name, message in zip(("planned", "paid"), SUMS, strict=True):
            yield f"- {say(message)}: {_sum(figures, name, say)}"
        if "returned" in figures:
            back = say.filters["exact_money"](figures["returned"])
            yield fact(say(N_("Money that came back"))) + f"{back}"
        for stage in schedule.STAGES:
            number = figures.get(f"stage:{stage}", 0)
            if number:
                yield f"- {label(stage, 'stage')}: {count(number)}"
        yield fact(say(N_("Late"))) + f"{_late(figures, say)}"
    vacant = count(figures.get("post:vacant", 0)) if "posts" in figures else unknown
    yield fact(say(N_("Vacant posts"))) + f"{vacant}"


def _called(own: View, view: View, say: Speaker) -> Iterator[str]:
    """Yield who leads a place and whom to call."""
    label, unknown = say.filters["label"], say(NOT_KNOWN)
    yield from heading(say(N_("Whom to call")))
    yield fact(say(N_("Phone"))) + f"{phone(own['phone'], say)}"
    for each in own["leaders"]:
        called = f" {phone(each['phone'], say)}" if each["phone"] else ""
        yield fact(text(each["post"])) + text(each["name"]) + called
    if not own["leaders"]:
        yield fact(say(N_("Leaders"))) + f"{unknown}"
    if own["level"] == "village" and not view["contacts"]:
        yield fact(say(N_("Livelihood supervisors and liaisons"))) + f"{unknown}"
    for post in view["contacts"]["posts"] if view["contacts"] else ():
        name = " ".join(filter(None, (text(post["group"]), label(post["role"], "role"))))
        if post["state"] == "vacant":
            yield fact(name) + say(N_("vacant"))
        else:
            over = say(N_("term over")) if post["state"] == "over" else ""
            said = f"- {name}: {text(post['person'])} {phone(post['phone'], say)} {over}"
            yield said.rstrip()
    secretary = view["secretary"]
    if secretary:
        yield fact(say(N_("first secretary"))) + (
            f"{text(secretary['name'])} {phone(secretary['phone'], say)}"
        )
    whom = view["whom"]
    for group in whom["groups"] if whom else ():
        if group["instead"]:
            yield f"- {text(group['name'])}: {instead(group['instead'], say)}"
    if whom and whom["instead"]:
        yield f"- {instead(whom['instead'], say)}"


def _row(page: Page, say: Speaker, place: View) -> tuple[str, ...]:
    """Return the cells of a place below another."""
    figures, url = place["figures"], unit_url(place["id"])
    name = f"[{text(say.filters['called'](place))}]({link(page, say, twin_of(url))})"
    if "projects" not in figures:
        return (name, *[say(NOT_KNOWN)] * 4)
    sums_ = (_sum(figures, each, say) for each in ("planned", "paid"))
    return (name, count(figures["projects"]), *sums_, _late(figures, say))


def _projects(page: Page, say: Speaker) -> Iterator[str]:
    """Yield the projects of a place itself, as many as its first page has."""
    exact, label, unknown = say.filters["exact_money"], say.filters["label"], say(NOT_KNOWN)
    yield from heading(say(N_("Projects")))
    pager = page.view["pager"]
    if pager["pages"] > 1:
        rest = link(page, say, pager["next"])
        yield say(N_("The first of them; more on the next page:")) + f" {rest}"
        yield ""
    names = (N_("Project"), N_("Year"), N_("Stage"), N_("Progress"), *SUMS)
    rows = (
        (
            f"[{text(each['title'])}]({link(page, say, twin_of(project_url(each['id'])))})",
            str(each["year"]),
            label(each["stage"], "stage"),
            unknown if each["percent"] is None else f"{each['percent']:g}%",
            *(unknown if each[name] is None else exact(each[name]) for name in ("planned", "paid")),
        )
        for each in page.view["projects"]
    )
    yield from table([say(each) for each in names], rows)
