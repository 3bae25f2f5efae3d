"""What twins of pages are made of: texts without Markdown, facts, tables, phones, in a language.

A twin is made from the view that its page is made from, and says no more than that. Every figure
stands with its unit, and where it is not known that is said; its source and its day stand first.
What comes from a record is written so that nothing in it is Markdown.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.model.kinds.kind import View
from generator.pages import sums
from generator.pages.machine_guide import AS_IT_WAS, MADE_UP
from generator.pages.page_mark import Page
from generator.parse import markdown_text, plain_text

ENDING = ".md"
NOT_KNOWN = N_("not stated")
MORE_AS_THEY_WERE = N_("So it is with %(n)s more places.")
EARLIER = 5
"""Places of which a page says by name that they are shown as they were."""
SUMS = (N_("Money planned"), N_("Money paid"))
_SIGNS = pattern(r"[\\`*_\[\]<>|~]")
_TELLING = pattern(r"\]\(tel:")


@dataclass(frozen=True, slots=True)
class Speaker:
    """In which language twins speak, and of which site.

    `folder` is that of the language, from the site's root; `filters` are those of templates.
    """

    folder: str
    words: Callable[[str], str]
    filters: Mapping[str, Callable[..., Any]]
    site: View
    said: dict[str, str] = field(default_factory=dict)

    def __call__(self, message: str) -> str:
        """Return what is said for one of our English texts."""
        known = self.said.get(message)
        if known is None:
            known = self.said[message] = self.words(message)
        return known


def text(value: str) -> str:
    """Return a text on one line, in which nothing is Markdown."""
    if "\n" in value:
        value = " ".join(value.split())
    return _SIGNS.sub(r"\\\g<0>", value)


def head(page: Page, say: Speaker, title: str, above: Iterable[View]) -> Iterator[str]:
    """Yield what every twin begins with: what it is of, from where, of which day."""
    site, date = say.site, say.filters["date"]
    where = " ".join(text(say.filters["called"](each)) for each in above)
    yield f"# {title}"
    yield ""
    if site["demo"]:
        yield f"> {say(MADE_UP)}"
        yield ""
    for _, name, day in page.earlier[:EARLIER]:
        yield f"> {say(AS_IT_WAS) % {'place': text(name), 'day': date(day)}}"
        yield ""
    if page.earlier[EARLIER:]:
        more = say(MORE_AS_THEY_WERE) % {"n": len(page.earlier) - EARLIER}
        yield f"> {more} {link(page, say, 'sitemap.html')}"
        yield ""
    if where:
        yield fact(say(N_("Place"))) + f"{where}"
    yield fact(say(N_("Source"))) + f"{link(page, say, page.url)}"
    if site["records"]:
        # which is the same in all languages
        data = f"{page.url.removesuffix('.html')}.json"
        root = site["base_url"] or up(page) + "../" * say.folder.count("/")
        yield fact(say(N_("Data"))) + f"{root}{data}"
    yield fact(say(N_("Last reported"))) + f"{date(page.times[0]) or say(NOT_KNOWN)}"
    if site["as_of"]:
        yield fact(say(N_("Data as of"))) + f"{date(site['as_of'])}"


def up(page: Page) -> str:
    """Return what leads from a page to the root of its language."""
    return "../" * page.url.count("/")


def link(page: Page, say: Speaker, url: str) -> str:
    """Return an address within the language of a page, in full where that is known."""
    base = say.site["base_url"]
    return f"{base}{say.folder}{url}" if base else up(page) + url


def heading(name: str) -> tuple[str, str, str]:
    """Return the lines of a heading."""
    return "", f"## {name}", ""


def fact(name: str) -> str:
    """Return how a fact begins; what it is follows."""
    return f"- {name}: "


def phone(number: str, say: Speaker) -> str:
    """Return a phone that pages show; a masked one cannot be called, so it is no link."""
    if not number:
        return say(NOT_KNOWN)
    if "*" in number:
        return text(number)
    to = sums.dial(number)
    if not to["number"]:
        return text(number)
    said = f"[{to['number']}](tel:{to['number']})"
    if to["extension"]:
        said += " " + say(N_("ext. %(number)s")) % {"number": to["extension"]}
    return said


def instead(other: View, say: Speaker) -> str:
    """Return who answers where no one in post has a number that can be called."""
    if other["kind"] == "office":
        place = text(say.filters["called"](other["place"]))
        who = say(N_("Office of %(place)s")) % {"place": place}
    else:
        post = text(other["post"])
        if other["kind"] == "secretary":
            post = say(N_("first secretary"))
        elif other["kind"] == "post":
            post = say.filters["label"](other["post"], "role")
        who = f"{text(other['name'])} {post}"
    return f"{say(N_('Ask instead:'))} {who} {phone(other['phone'], say)}"


def facts(say: Speaker, facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield facts, each with its name; what is not known is said."""
    unknown = say(NOT_KNOWN)
    for name, value in facts:
        yield f"- {say(name)}: {text(value) if value else unknown}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table; what stands in it is Markdown already."""
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def body(page: Page, say: Speaker, own: View) -> Iterator[str]:
    """Yield the text of a record, as far as words say it."""
    if not own["body"]:
        return
    filled = own["body"]
    addresses = page.view["addresses"]
    if addresses:
        base = say.site["base_url"]
        media = base or up(page) + "../" * say.folder.count("/")
        starts = {"page": link(page, say, ""), "media": media}
        to = {target: starts[kind] + url for target, (kind, url) in addresses.items()}
        filled = markdown_text.fill(filled, to, "")
    yield from heading(say(N_("Text of the record")))
    # only what `phone` has written is a phone to be called
    yield _TELLING.sub("] (tel:", plain_text.of(filled))


def count(number: int | None) -> str:
    """Return a whole number as people write it, "" for one that is not known."""
    return "" if number is None else f"{number:,}"


def twin_of(url: str) -> str:
    """Return the address of the twin of a page."""
    return url.removesuffix(".html") + ENDING
