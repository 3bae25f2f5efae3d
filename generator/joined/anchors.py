"""Places within pages that texts link to: whether they are there, judged before pages are made.

A place is a heading of a text, or what the template of a page calls by a name. Whether a part that
a template may leave out is there is known when the page is made: a link that leads nowhere then is
told by the line of the text, too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from generator.base.lock_free import cached_property
from generator.base.patterns import pattern
from generator.base.problems import Problem, errors, problem
from generator.base.spelling import nearest
from generator.model.kinds.registry import COMMAND, KINDS
from generator.parse import template_files
from generator.records.batches import File, Tree
from generator.records.summary import Anchored, Summary

ANY = ""
"""Stands for ids that no one can tell before the page is made."""
_NAMED = pattern(r"""["']((?:shipped/)?(?:parts/)?[\w-]+\.html)["']""")
_ID = pattern(r"""\bid=["']([^"'{}]+)["']""")
_MADE = pattern(r"""\bid=["'][^"'{}]*\{""")


class Pages:
    """What may be linked to in the pages of each kind of record, besides the headings of texts."""

    def __init__(self, root: Path) -> None:
        self._folders = template_files.folders(root)
        own = [*self._folders[:1]] if template_files.own(root) else []
        self._own = {
            path.relative_to(folder).as_posix() for folder in own for path in folder.rglob("*.html")
        }
        self._ids: dict[str, set[str]] = {}

    @cached_property
    def _texts(self) -> dict[str, str]:
        """The templates by their names, the site's own before those that are shipped."""
        found: dict[str, str] = {}
        for folder in self._folders:
            for path in sorted(folder.rglob("*.html")):
                name, text = path.relative_to(folder).as_posix(), path.read_text("utf-8", "replace")
                found.setdefault(name, text)
                if folder in template_files.SHIPPED:
                    found.setdefault(template_files.SHIPPED_NAME + name, text)
        return found

    def has(self, kind: str, fragment: str) -> bool:
        """Tell whether a page of this kind may have the place `fragment`."""
        if kind in COMMAND and fragment.partition("-")[0] in COMMAND:
            return True
        if kind not in self._ids:
            self._ids[kind] = {*self._of(kind)}
        ids = self._ids[kind]
        return fragment in ids or ANY in ids

    def _of(self, kind: str) -> Iterator[str]:
        """Yield the ids in the templates of a kind; ANY where a template of the site makes some."""
        names, seen = [*KINDS[kind].shown_by()], set[str]()
        while names:
            name = names.pop()
            if name in seen:
                continue
            seen.add(name)
            text = self._texts.get(name, "")
            yield from _ID.findall(text)
            if name in self._own and _MADE.search(text):
                yield ANY
            names += _NAMED.findall(text)


def judge(
    summaries: Sequence[Summary], tree: Tree, root: Path, content: str, languages: Sequence[str]
) -> Iterator[Problem]:
    """Yield a problem for each link of a text to a place that no page of what it means has.

    A page of text has one text for each language it is translated to, with its own headings.
    """
    linked = [each for summary in summaries for each in summary.anchors]
    if not linked:
        return
    headings = {path: own for summary in summaries for path, own in summary.headings.items()}
    files = {file.path[len(content) + 1 :]: file for file in tree.files}
    shown: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    pages = Pages(root)
    left_out = {(kind, ident) for each in summaries for kind, ident, _ in each.unpublished}
    for path, file in files.items():
        if (file.kind, file.key) not in left_out:  # readers come to no draft of a translation
            shown[file.kind, file.id][file.language] = path
    faulty = {found.place.file for each in summaries for found in errors(each.problems)}
    for each in linked:
        target = each.target or each.file
        to = files.get(target)
        if to is None or (to.kind, to.key) in left_out:
            continue  # which is a problem of its own
        fragment = each.fragment
        if (not each.target or not target.endswith(".md")) and pages.has(to.kind, fragment):
            continue
        for text in sorted(_texts(files[each.file], to, target, shown, languages)):
            if f"{content}/{text}" in faulty:
                continue  # its places are not known before that is put right
            own = headings.get(text, ())
            if fragment not in own or not (each.target == "" or target.endswith(".md")):
                near = nearest(fragment, own)
                yield problem(
                    "P717",
                    each.place,
                    file=f"{content}/{text}",
                    target=f"#{fragment}",
                    nearest=near and f"#{near}",
                )


def _texts(
    at: File,
    to: File,
    target: str,
    shown: Mapping[tuple[str, str], Mapping[str, str]],
    languages: Sequence[str],
) -> set[str]:
    """Return the texts that readers of `at` come to, in one language or another."""
    if to.kind != "pages":
        return {target}
    here, there = shown[at.kind, at.id], shown[to.kind, to.id]
    read = [each for each in languages if (each if each in here else "") == at.language]
    return {there.get(each, there.get("", target)) for each in read} or {target}


def placed(problems: Iterable[Problem], summaries: Sequence[Summary]) -> Iterator[Problem]:
    """Yield problems; those of links that lead nowhere are told by the lines of their texts."""
    linked: dict[str, list[Anchored]] = defaultdict(list)
    for summary in summaries:
        for each in summary.anchors:
            linked[each.fragment].append(each)
    for found in problems:
        target = dict(found.values).get("target", "")
        fragment = target.partition("#")[2] if found.code == "P705" else ""
        # on a page of many records the name of the record stands before that of the place
        parts = fragment.split("-")
        names = {"-".join(parts[n:]) for n in range(len(parts))} if fragment else ()
        lines = [each for name in sorted(names) for each in linked.get(name, ())]
        for each in lines:
            file = each.target or each.file
            yield problem("P717", each.place, file=file, target=f"#{each.fragment}", nearest="")
        if not lines:
            yield found
