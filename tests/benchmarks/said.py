"""What each page must say: the fields of its record, the sums, and what it shows of others."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from tests.benchmarks import duties
from tests.benchmarks.money import SUMS
from tests.benchmarks.page import day
from tests.benchmarks.prefecture import Prefecture
from tests.benchmarks.records import PRICES, TEXTS, View

CODES = ("category", "stage", "nature", "urgency")
ALLOTTED = ("金额", "拨给下面", "用到项目", "已付", "还没用")
"""What the page of an allotment calls its sums."""
ROWS = 100
"""Rows on one page of a list, on every side."""
NAMED = 20
"""How many of what a notice discloses stand beside it."""
OR = "\0"
"""Stands between two ways to say something, of which a page has one."""
WAN = 1_000_000
"""Fen of 万元."""
_SPACE = re.compile(r"\s+")
_MARKS = re.compile(r"^(?:[-#>]+|\d+\.)\s|[|*]")
_RULE = re.compile(r"[|:-]+")


def of_project(found: Prefecture, ident: str) -> Iterator[str]:
    """Yield what a project's page must say: every text, amount, date and count, and its body."""
    project = found.projects[ident]
    labels = found.site["labels"]
    yield from (project[name] for name in TEXTS if name not in CODES and project[name])
    yield found.site["categories"][project["category"]]
    yield from (labels[name][project[name]] for name in CODES[1:])
    yield labels["timeliness"][project["timeliness"]]
    yield from (fact(project["planned"]), fact(project["paid"]))
    for source in project["sources"]:
        yield from (source["fund"], labels["fund_level"][source["level"]], source["document"])
        yield "看这笔钱从哪里来" if source["allocation"] else "没查到是哪笔钱拨的"
        yield fact(source["amount"])
    for payment in project["payments"]:
        yield from (day(payment["date"]), fact(payment["amount"]), payment["note"])
    for name in PRICES:
        if project[name]:
            yield fact(project[name])
    for each in found.named[ident]:
        yield from of_naming(found, each)
    for entry in project["progress"]:
        yield from (day(entry["date"]), f"{entry['percent']}%", entry["note"])
    for period in (project["plan"], project["actual"]):
        yield from (day(period[name]) for name in ("start", "finish") if period[name])
    if project["acceptance"]:
        yield from (day(project["acceptance"]["date"]), project["acceptance"]["by"])
    yield from (f"{number:,}" for number in project["beneficiaries"].values())
    yield from (found.units[each]["short_name"] for each in found.line(project["unit"]))
    posts = found.contacts[project["unit"]]["posts"]
    yield from (post["person"] for post in posts if not post["group"])
    yield from pieces(project["body"])


def of_unit(found: Prefecture, ident: str) -> Iterator[str]:
    """Yield what a unit's page must say: its sums, what is beneath it, its projects, its people."""
    unit, figures = found.units[ident], found.figures[ident]
    yield from (unit["name"], unit["short_name"], unit["code"])
    yield from (fact(figures["planned"]), fact(figures["paid"]))
    for name, number in figures.items():
        if name.startswith("stage:"):
            yield f"{found.site['labels']['stage'][name[6:]]}{number:,}"
        elif name.startswith("source:"):
            yield fact(number)
    counts = duties.sums(found, ident)
    yield f"做到{counts['kept']:,}没做到{counts['missed']:,}没填{counts['unknown']:,}"
    for child in found.children[ident]:
        yield found.units[child]["short_name"]
        if found.figures[child]["projects"]:
            yield from (yuan(found.figures[child][name]) for name in ("planned", "paid"))
    late = () if unit["level"] == "village" else found.late[ident]
    for project in (*found.projects_of[ident], *late):
        yield from row(found.projects[project])
    for post in found.contacts[ident]["posts"] if ident in found.contacts else ():
        yield from (post["group"], post["person"], post["phone"])
    for honour in found.honours[ident]:
        yield from (honour["name"], honour["title"])


def of_commendation(found: Prefecture, ident: str) -> Iterator[str]:
    """Yield what a commendation's page must say: the decision, and each one with the place."""
    given = found.commendations[ident]
    yield from (given["title"], day(given["decision"]["date"]), given["decision"]["document"])
    yield from pieces(given["body"])
    for each in given["honorees"]:
        yield each["name"] + found.place(each["unit"])


def pieces(body: str) -> Iterator[str]:
    """Yield the text of a body of Markdown line by line, without its marks."""
    for line in body.splitlines():
        text = _MARKS.sub("", line)
        if text and not _RULE.fullmatch(_SPACE.sub("", line)):
            yield text


def yuan(fen: int) -> str:
    """Return an amount as every side writes it in full: `1,250,000.00`."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def fact(fen: int) -> str:
    """Return what a page says of an amount outside of tables: in full, or as a board does.

    Ours says whole yuan below 万元 as a notice board does: `21元`, where others have `21.00`.
    """
    return f"{yuan(fen)}{OR}{board(fen)}" if fen < WAN and not fen % 100 else yuan(fen)


def board(fen: int) -> str:
    """Return an amount below 万元 as a notice board says it: `21元`, `345.60元`."""
    return f"{yuan(fen).removesuffix('.00')}元"


def large(before: str, fen: int, after: str = "") -> str:
    """Return an amount in 万元 between words; ours tells 1 亿元 and more as a notice board does."""
    said = f"{before}{wan(fen)}万元{after}"
    return f"{said}{OR}{before}{wan(fen // 10_000)}亿元{after}" if fen >= 10_000 * WAN else said


def row(project: View) -> Iterator[str]:
    """Yield what a list says of a project."""
    yield from (project["title"], yuan(project["planned"]), yuan(project["paid"]))


# ---- the command system


def of_naming(found: Prefecture, ident: str) -> Iterator[str]:
    """Yield what the page of a project must say of a notice that names it."""
    labels, each = found.site["labels"], found.command["disclosures"][ident]
    yield f"{labels['disclosed'][each['stage']]}{day(each['first'])}–{day(each['last'])}"
    yield f"{found.units[each['unit']]['short_name']}·{labels['disclosures'][each['state']]}"


def of_duties(found: Prefecture, ident: str) -> Iterator[str]:
    """Yield what a page of duties must say: each rule, the places below, months, records."""
    unit, figures, labels = found.units[ident], found.figures[ident], found.site["labels"]
    yield f"{unit['short_name']}：该做的做到没有"
    for rule in found.site["rules"]:
        told = [
            f"{word}{figures[f'{state}:{rule}']:,}"
            for state, word in (("missed", "没做到"), ("kept", "做到"), ("unknown", "没填"))
            if figures[f"{state}:{rule}"]
        ]
        if told:
            yield labels["rule"][rule] + "".join(told)
    for child in found.children[ident]:
        counts, below = duties.sums(found, child), found.figures[child]
        which = [
            f"{labels['rule'][rule]} {below[f'missed:{rule}']:,}"
            for rule in found.site["rules"]
            if below[f"missed:{rule}"]
        ]
        yield f"{found.units[child]['short_name']}{counts['kept']:,}{counts['missed']:,}"
        yield "，".join(which)
        yield from _strip(found, child)
    yield from _strip(found, ident, own=True)
    if ident == found.root:
        for kind in found.site["kinds"]:
            yield f"{labels['kind'][kind]}{figures[kind]:,}"
    for kind in duties.MANY:
        every = duties.of_kind(found, ident, kind)
        for each in every[: duties.WHOLE]:
            yield from of_record(found, kind, each)
        for each in every[duties.WHOLE :]:
            yield f"{day(each['date'])}{each.get('title') or each.get('found', '')}"


def _strip(found: Prefecture, ident: str, *, own: bool = False) -> Iterator[str]:
    """Yield what is said of the periods in which a unit should have met.

    Of its own we say it year by year, the others in one sentence; of those below all in one.
    """
    strip = found.strips.get(ident, ())
    if own:
        yield from sorted({f"{each['period'][:4]}年" for each in strip})
    elif strip:
        states = [each["state"] for each in strip]
        yield f"该开{len(strip) - states.count('open')}次，"


def of_year(found: Prefecture, ident: str, year: str) -> Iterator[str]:
    """Yield what the page of one earlier year's records must say."""
    yield f"{found.units[ident]['short_name']}：{year}年的会议、限期整改和公示"
    for kind in duties.MANY:
        for each in duties.of_kind(found, ident, kind)[duties.WHOLE :]:
            if each["date"].startswith(year):
                yield from of_record(found, kind, each)


def of_record(found: Prefecture, kind: str, each: View) -> Iterator[str]:
    """Yield what must be said of a meeting, a rectification or a notice, and its text."""
    labels = found.site["labels"]
    state = labels[kind][each["state"]]
    if kind == "meetings":
        yield f"{day(each['date'])}{each['title']}{state}"
        yield f"主持：{each['chair']}{each['present']}人参加"
        yield "，".join(found.units[unit]["short_name"] for unit in each["reports"])
        for one in each["decisions"]:
            dates = f"{day(one['due'])}前办完·{day(one['done'])}已办"
            yield f"{one['what']}{one['owner']}·{dates}{labels['decision'][one['state']]}"
    elif kind == "rectifications":
        yield f"{each['found']}{state}"
        yield f"{day(each['date'])}·{each['by']}"
        yield from (day(each["deadline"]), each["responsible"], each["document"])
        yield from (f"{day(step['date'])}{step['what']}" for step in each["done"])
        if each["closed"]:
            yield f"{day(each['closed']['date'])}销号，核查单位：{each['closed']['by']}"
    else:
        yield f"{each['title']}{labels['disclosed'][each['stage']]}{state}"
        yield f"{day(each['first'])}–{day(each['last'])}·共{each['days']}天"
        for place in each["places"]:
            days = f"{day(place['up'])}–{day(place['down'])}共{place['days']}天"
            yield f"{labels['where'][place['where']]}{days}"
        yield from (found.projects[one]["title"] for one in each["projects"][:NAMED])
        if len(each["projects"]) > NAMED:
            yield f"另有{len(each['projects']) - NAMED}个，各自的网页上都写着这份公示"
        yield from (each["phone"], f"收到意见（条）：{len(each['objections'])}")
    yield from pieces(each["body"])


def of_funds(found: Prefecture, ident: str) -> Iterator[str]:
    """Yield what the page of a place's money must say: sums, allotments, places, purposes."""
    unit, figures = found.units[ident], found.figures[ident]
    yield f"{unit['short_name']}的资金"
    yield from (fact(figures[f"funds:{name}"]) for name in ("in", "assigned", "paid", "left"))
    yield untraced(found, ident)
    own = found.by_place["allocations"].get(ident, [])
    for each in own:
        yield f"{day(each['date'])}{each['fund']}"
        yield "".join(f"{wan(each[name])}{yuan(each[name])}元" for name in SUMS)
        yield found.site["labels"]["allocations"][each["state"]]
    yield from (yuan(sum(each[name] for each in own)) for name in SUMS)
    for child in found.children[ident]:
        below = found.figures[child]
        if below["allocations"]:
            yield f"{found.units[child]['short_name']}{wan(below['funds:in'])}"
            yield from (yuan(below[f"funds:{name}"]) for name in ("assigned", "paid", "left"))
    for code, purpose in found.site["purposes"].items():
        if figures[f"purpose:{code}"]:
            yield large(purpose, figures[f"purpose:{code}"])


def untraced(found: Prefecture, ident: str) -> str:
    """Return what the page of a place's money says of what no allotment is named for."""
    figures = found.figures[ident]
    return f"{yuan(figures['planned'] - figures['traced'])}元没查到是哪笔钱拨的"


def of_allotment(found: Prefecture, ident: str) -> Iterator[str]:
    """Yield what the page of an allotment must say: its fields, and each that it went to."""
    labels, each = found.site["labels"], found.command["allocations"][ident]
    unit = found.units[each["unit"]]
    yield f"{day(each['date'])}{each['fund']}"
    yield from (unit["short_name"], each["document"], labels["fund_level"][each["level"]])
    for name, words in zip(SUMS, ALLOTTED, strict=True):
        if each[name] or name == "left":
            both = large(words, each[name], f"{yuan(each[name])}元")
            yield f"{both}{OR}{words}{board(each[name])}" if each[name] < WAN else both
    yield from (found.site["purposes"][each["purpose"]], labels["allocations"][each["state"]])
    if each["from"]:
        yield f"{found.units[each['from'].rpartition('/')[0]]['short_name']}拨来"
    for other in each["to"]:
        to = found.command["allocations"][other]
        yield f"拨给{found.units[to['unit']]['short_name']}{to['fund']}{day(to['date'])}"
        yield yuan(to["amount"])
    for one in each["projects"]:
        project = found.projects[one["id"]]
        place = found.units[project["unit"]]["short_name"]
        yield f"{project['title']}{place}"  # ours has a way to report a problem behind it
        yield f"{yuan(one['assigned'])}{yuan(one['paid'])}"


def of_overview(found: Prefecture, kind: str) -> Iterator[str]:
    """Yield what the way into the lists of a kind must say: how many in each state, by county."""
    labels, root = found.site["labels"], found.figures[found.root]
    yield f"{labels['kind'][kind]}全部{root[kind]:,}"
    states = found.site["states"][kind]
    numbers = [f"{labels[kind][state]}{root[f'{kind}:{state}']:,}" for state in states]
    yield f"全部{root[kind]:,}{''.join(numbers)}"
    for county in found.children[found.root]:
        figures = found.figures[county]
        cells = [f"{figures[f'{kind}:{state}']:,}" for state in states]
        shown = "".join("" if cell == "0" else cell for cell in cells)
        yield f"{found.units[county]['short_name']}{shown}"
    late = duties.SHOWN.get(kind)
    rows = (each for each in found.command.get(kind, {}).values() if each["state"] in (late or ()))
    yield from of_lines(found, kind, islice(rows, ROWS))


def of_lines(found: Prefecture, kind: str, rows: Iterable[View]) -> Iterator[str]:
    """Yield what a page of a list of records must say."""
    return chain.from_iterable(of_line(found, kind, each) for each in rows)


def of_line(found: Prefecture, kind: str, each: View) -> Iterator[str]:
    """Yield what a list says of a record, with its place."""
    labels, place = found.site["labels"], found.place(each["unit"])
    state = labels[kind][each["state"]]
    if kind == "meetings":
        yield f"{day(each['date'])}{each['title']}{place}{state}"
    elif kind == "rectifications":
        days = f"{day(each['date'])}发现·{day(each['deadline'])}前改完"
        yield f"{each['found']}{place}{days}{state}"
    elif kind == "disclosures":
        days = f"{day(each['first'])}–{day(each['last'])}"
        yield f"{each['title']}{place}{labels['disclosed'][each['stage']]}·{days}{state}"
    else:
        yield large(f"{day(each['date'])}{each['fund']}{place}", each["amount"], state)


def wan(fen: int) -> str:
    """Return an amount as every side writes it in 10,000 yuan: `125.00`.

    Half a fen more makes a half go up on all sides: 512.535 is just less in a computer's fractions.
    """
    return f"{(fen + 0.5) / 1_000_000:,.2f}"
