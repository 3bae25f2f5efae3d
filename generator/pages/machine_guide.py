"""`llms.txt`: what programs that read texts find on the site, and how it is to be understood."""

from collections.abc import Mapping, Sequence

from generator.base.messages import N_
from generator.model.kinds.kind import View
from generator.pages.download_tables import Words
from generator.pages.downloads import FOLDER, folder
from generator.pages.page_mark import Earlier

FILE = "llms.txt"
AS_IT_WAS = N_("The records of %(place)s have errors; what stands here is of %(day)s.")
ALONE = N_("(its own records alone: those of the places below are in files of their own)")
WHOLE = "projects.jsonl"
MADE_UP = N_("Demonstration data: the projects, amounts, names and phones here are made up.")


def text(
    about: Mapping[str, str],
    places: Sequence[View],
    words: Words,
    *,
    earlier: Earlier,
    demo: bool,
    twins: bool,
) -> str:
    """Return the guide, in the language of `words`: a title, a sentence, then lists of links.

    `about` has `title`, `says` (what the site is for), `day`, `licence` and `url`; with no `url`
    links are from the root. Places are named by their `twins` where there are such; `file` is what
    each has in its folder.
    """
    base = about["url"]
    said = [
        words(N_("What is not stated is left out: it is not known, and never 0.")),
        words(N_("Amounts are in CNY. Dates are as precise as they are known.")),
        words(N_("Name the page and the day of the record with each figure.")),
    ]
    if demo:
        said.insert(0, words(MADE_UP))
    if twins:
        said.append(words(N_("Pages of places and projects are there in Markdown: .md for .html.")))
    if about["day"]:
        said.append(words(N_("Last reported on %(date)s")) % {"date": about["day"]})
    for _, name, day in earlier:
        said.append(words(AS_IT_WAS) % {"place": name, "day": day})
    if about["licence"]:
        said.append(f"{words(N_('Licence:'))} {about['licence']}")
    links = [
        (words(N_("Data to take away")), f"{FOLDER}/index.html"),
        (words(N_("What each field means")), f"{FOLDER}/fields.csv"),
        (words(N_("Lists of projects")), "lists/projects/index.html"),
        (words(N_("Policies and decisions")), "lists/documents/index.html"),
        (words(N_("Site map")), "sitemap.html"),
    ]
    lines = [f"# {about['title']}", ""]
    lines += [f"> {about['says']}", ""] if about["says"] else []
    lines += [f"- {each}" for each in said]
    lines += ["", f"## {words(N_('About this site'))}", ""]
    lines += [f"- [{name}]({base}{url})" for name, url in links]
    if places:
        lines += ["", f"## {words(N_('By place'))}", ""]
        whole = words(N_("All places together"))
        lines.append(f"- [{whole}]({base}{FOLDER}/index.html): {base}{FOLDER}/{WHOLE}")
    for each in places:
        data = f"{base}{folder(each['id'])}/{each['file']}"
        page = f"{base}units/{each['id']}.{'md' if twins else 'html'}"
        alone = f" {words(ALONE)}" if any(one["above"] == each["id"] for one in places) else ""
        lines.append(f"- [{each['short_name']}]({page}): {data}{alone}")
    return "\n".join(lines) + "\n"
