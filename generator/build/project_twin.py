"""The twin of the page of a project."""

from collections.abc import Iterator

from generator.base.messages import N_
from generator.build.twin_text import (
    NOT_KNOWN,
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
from generator.model.urls import project_url
from generator.pages.page_mark import Page


def lines(page: Page, say: Speaker) -> Iterator[str]:
    """Yield the lines of the twin of a project."""
    view, f = page.view, say.filters
    own, date, label = view["project"], f["date"], f["label"]
    yield from head(page, say, text(own["title"]), [*view["crumbs"], view["place"]])
    percent = "" if own["percent"] is None else f"{own['percent']:g}%"
    yield from facts(
        say,
        (
            (N_("Year"), date(str(own["year"]))),
            (N_("Category"), f["words"](say.site["categories"][own["category"]])),
            (N_("Stage"), label(own["stage"], "stage")),
            (N_("Progress"), percent),
            (N_("On time or not"), label(own["timeliness"], "timeliness")),
        ),
    )
    yield from _money(own, say)
    yield from _schedule(own, say)
    yield from _what(page, say, own)
    yield from _worth_a_look(page, say)


def _money(own: View, say: Speaker) -> Iterator[str]:
    """Yield what the money of a project is, where it comes from, and to whom it went."""
    exact, label, date = say.filters["exact_money"], say.filters["label"], say.filters["date"]
    unknown = say(NOT_KNOWN)

    def amount(fen: int | None) -> str:
        return unknown if fen is None else exact(fen)

    begun = own["stage"] in schedule.BEGUN or own["stage"] == "stopped"
    finished = own["stage"] in schedule.FINISHED
    yield from heading(say(N_("Money")))
    yield fact(say(N_("Money planned"))) + f"{amount(own['planned'])}"
    yield fact(say(N_("Money paid"))) + f"{amount(own['paid'])}"
    if own["returned"]:
        yield fact(say(N_("Money that came back"))) + f"{exact(own['returned'])}"
    for name, fen, due in (
        (N_("Bid price"), own["bid_price"], begun),
        (N_("Settled price"), own["settled_price"], finished),
        (N_("Audited price"), own["audited_price"], finished),
    ):
        if due or fen is not None:
            yield f"- {say(name)}: {amount(fen)}"
    if own["sources"]:
        heads = [say(each) for each in (N_("Fund"), N_("Level"), N_("Amount"), N_("Document"))]
        rows = (
            (
                text(each["fund"]),
                label(each["level"], "fund_level"),
                exact(each["amount"]),
                text(each["document"]) or unknown,
            )
            for each in own["sources"]
        )
        yield ""
        yield from table(heads, rows)
    else:
        yield fact(say(N_("Sources"))) + f"{unknown}"
    if own["payments"]:
        heads = [say(each) for each in (N_("Payment"), N_("Amount"), N_("To whom"), N_("What for"))]
        rows = (
            (
                date(each["date"]) or unknown,
                exact(each["amount"]),
                text(each["payee"]) or unknown,
                text(each["note"]) or unknown,
            )
            for each in own["payments"]
        )
        yield ""
        yield from table(heads, rows)
    if own["returns"]:
        heads = [say(each) for each in (N_("Money that came back"), N_("Amount"), N_("Why"))]
        back = (
            (date(each["date"]) or unknown, exact(each["amount"]), text(each["why"]) or unknown)
            for each in own["returns"]
        )
        yield ""
        yield from table(heads, back)


def _schedule(own: View, say: Speaker) -> Iterator[str]:
    """Yield the plan of a project beside what happened, and what was seen of the work."""
    date, label, unknown = say.filters["date"], say.filters["label"], say(NOT_KNOWN)
    plan, actual = own["plan"], own["actual"]
    begun = actual["start"] or own["stage"] in schedule.BEGUN
    finished = actual["finish"] or own["stage"] in schedule.FINISHED
    yield from heading(say(N_("Schedule")))
    start = date(actual["start"]) or (unknown if begun else say(N_("not begun")))
    finish = date(actual["finish"]) or (unknown if finished else say(N_("not finished")))
    yield from table(
        ("", say(N_("Planned")), say(N_("Actual"))),
        (
            (say(N_("Start")), date(plan["start"]) or unknown, start),
            (say(N_("Finish")), date(plan["finish"]) or unknown, finish),
        ),
    )
    if own["progress"] or own["changes"] or own["acceptance"]:
        yield ""
    for each in own["progress"]:
        yield f"- {date(each['date']) or unknown}: {each['percent']:g}% {text(each['note'])}"
    for each in own["changes"]:
        why = say(N_("Why: %(why)s")) % {"why": text(each["why"])}
        yield f"- {date(each['date']) or unknown}: {text(each['what'])} {why}"
    found = own["acceptance"]
    if found:
        result = f"{label(found['result'], 'result')} {text(found['by'])} {text(found['note'])}"
        day = date(found["date"]) or unknown
        yield fact(say(N_("Acceptance"))) + f"{day} {result.strip()}"


def _what(page: Page, say: Speaker, own: View) -> Iterator[str]:
    """Yield what is done, for whom and by whom."""
    label, gain = say.filters["label"], own["beneficiaries"]
    yield from heading(say(N_("What is done, and for whom")))
    yield from facts(
        say,
        (
            (N_("Task and scale"), own["task"]),
            (N_("Where exactly"), own["address"]),
            (N_("Performance target"), own["performance_target"]),
            (N_("How the poor take part and gain"), own["benefit_mechanism"]),
            (N_("Households that gain"), count(gain["households"])),
            (N_("People who gain"), count(gain["people"])),
            (N_("Poor households that gain"), count(gain["poor_households"])),
            (N_("Poor people who gain"), count(gain["poor_people"])),
            (N_("Responsible unit"), own["responsible_unit"]),
            (N_("Implementing unit"), own["implementer"]),
            (N_("Contractor"), own["contractor"]),
            (N_("Approval document"), own["approval_document"]),
            (N_("New or continued"), label(own["nature"], "nature")),
            (N_("Urgency"), label(own["urgency"], "urgency")),
            (N_("Subsidy standard"), own["subsidy_standard"]),
            (N_("Person responsible"), own["person_responsible"]),
        ),
    )
    yield fact(say(N_("Phone"))) + f"{phone(own['phone'], say)}"
    other = page.view["instead"]
    if other and (not own["phone"] or "*" in own["phone"]):
        yield f"- {instead(other, say)}"
    if own["stage"] in schedule.FINISHED or own["results"]:
        yield from facts(say, ((N_("Results"), own["results"]),))
    yield from body(page, say, own)


_NO_FAULT = N_(
    "None of this is a fault by itself. It is reckoned from the records, by measures of the site."
)


def _worth_a_look(page: Page, say: Speaker) -> Iterator[str]:
    """Yield what is worth a look, where pages say it: by which measure, and with which records."""
    flags = page.view["flags"]
    if not flags:
        return
    yield from heading(say(N_("Worth a look")))
    yield say(_NO_FAULT)
    yield ""
    for each in flags:
        measure = f"{say.filters['flag_measure'](each)}{say(N_(': '))}{each['source']}"
        yield f"- {text(say.filters['flag_said'](each))} ({text(measure)})"
        for one in each["records"]:
            to = link(page, say, twin_of(project_url(one["id"])))
            yield f"  - [{text(one['title'])}]({to})"
        if each["more"]:
            yield f"  - {say(N_('and %(n)s more')) % {'n': each['more']}}"
