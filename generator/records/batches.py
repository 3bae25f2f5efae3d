"""The content folder: its files are found and cut into batches, none of them read yet.

A batch is a place of the tree (a town with its villages, or what lies above the towns) with all
its records.
"""

import marshal
import os
import re
import stat as modes
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from generator.base import digests, folder_scan, privacy
from generator.base.address_parts import SLUG, is_slug
from generator.base.folder_scan import Stat
from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.model import site_tables
from generator.model.kinds.kind import Rules
from generator.model.kinds.registry import KINDS, OF_NONE, place_of
from generator.parse import attachments, pictures
from generator.parse.unopened_files import unread
from generator.records import file_names
from generator.records.cache import Store

ENDINGS = folder_scan.RECORDS
_USUAL = pattern(rf"({'|'.join(KINDS)})/({SLUG}(?:/{SLUG})*)\.(?:md|yaml|yml)", re.ASCII)
"""The path of a record that is no translation and named as it should be."""
CUT = 2
"""Parts of the address of a batch: of a town, where the tree begins at a prefecture."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a file's time is trusted to tell it from what it was (FAT counts 2 s)."""
IMPORTS = "imports"
"""The folder in which a site says what columns of its workbooks mean: see `sheet_answers`."""
REGISTER_FILES = {
    *(site_tables.SLUGS, site_tables.READINGS),
    *(site_tables.TRADITIONAL, site_tables.WORDS),
}
"""Files at the root of the content folder that other programs of ours read."""


class File(NamedTuple):
    """A record's file: its kind's folder, its id, its language ("" unless it is a translation)."""

    kind: str
    id: str
    language: str
    path: str

    @property
    def key(self) -> str:
        """The id, and the language of a translation: a draft of it is no draft of the record."""
        return f"{self.id}.{self.language}" if self.language else self.id


@dataclass(frozen=True, slots=True)
class Tree:
    """What lies in the content folder: records, what lies beside them, what is wrong with names.

    Paths are relative to the site's folder (that of config.yaml).
    """

    files: tuple[File, ...]
    pictures: frozenset[str]
    problems: tuple[Problem, ...]
    stats: Mapping[str, Stat]
    ids: Mapping[str, frozenset[str]]
    """The ids of the records, by kind: see `ids_of`."""
    pages: tuple[File, ...]
    """The texts among them, and their translations."""
    attachments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Batch:
    """Records to be read together; `key` is the place they lie in, "" for what has no place."""

    key: str
    root: Path
    content: str
    files: tuple[File, ...]
    pictures: frozenset[str]
    rules: Rules
    stamp: bytes
    """The digest of all that decides what reading the batch gives, besides the program."""
    store: Store
    settled: bytes = b""
    """The same without the contents of `young`: what the stamp is once their times are trusted."""
    young: tuple[tuple[str, bytes], ...] = ()
    """The files whose time does not yet tell them from what they were, with their digests."""
    attachments: frozenset[str] = frozenset()
    stats: Mapping[str, Stat] = field(default_factory=dict)
    """Those of the files, by path."""


def walk(root: Path, content: str, listed: Mapping[str, Stat] | None = None) -> Tree:
    """List the content folder, in order; names that cannot be addresses are problems.

    `listed` is what `folder_scan.files` gives of it, where that is known.
    """
    files: list[File] = []
    found: set[str] = set()
    attached: set[str] = set()
    stats = folder_scan.files(str(root), content) if listed is None else listed
    strange = [*unread(root, stats)]
    if strange:
        stats = {path: stat for path, stat in stats.items() if stat[0] >= 0}
    problems = [*strange, *file_names.faults(stats, content)]
    # all at once, as hardly any has so many digits
    suspect = any(privacy.may_have("\n".join(stats)))
    for path in stats:
        usual = _USUAL.fullmatch(path, len(content) + 1)
        if usual and not (suspect and any(privacy.may_have(path))):
            files.append(File(usual[1], usual[2], "", path))  # nearly all are such
            continue
        kind, _, rest = path[len(content) + 1 :].partition("/")
        name = path.rpartition("/")[2]
        readable = path.encode("utf-8", "replace").decode()
        if secret := _private(readable):
            problems.append(secret)
            continue  # no other message may repeat the name
        if readable != path:  # named on a machine with another encoding
            example = file_names.example(name.rpartition(".")[0])
            bad = readable.rpartition("/")[2]
            problems.append(problem("P009", Place(readable), name=bad, example=example))
        elif kind not in KINDS or not rest:
            if (rest or kind not in REGISTER_FILES) and not _answers(kind, rest):
                problems.append(file_names.unread(path, content, KINDS, stats))
        elif name.lower().endswith((*pictures.ENDINGS, *pictures.FOREIGN)):
            found.add(path)
        elif kind == "documents" and name.lower().endswith(attachments.ENDINGS):
            attached.add(path)
        elif not name.endswith(ENDINGS):
            problems.append(file_names.unread(path, content, KINDS, stats))
        else:
            stem = rest.rpartition(".")[0]
            ident, _, language = stem.partition(".") if kind == "pages" else (stem, "", "")
            wrong = next((part for part in ident.split("/") if not is_slug(part)), None)
            if wrong is not None:
                problems.append(file_names.no_address(path, wrong, stats))
            else:
                files.append(File(kind, ident, language, path))
    files.sort()
    for one, two in pairwise(files):
        if one.id == two.id and one[:3] == two[:3]:
            problems.append(problem("P202", Place(two.path), other=one.path))
    pages = tuple(file for file in files if file.kind == "pages")
    shown, beside = frozenset(found), frozenset(attached)
    return Tree(tuple(files), shown, tuple(problems), stats, ids_of(files), pages, beside)


def _answers(kind: str, rest: str) -> bool:
    """Tell whether a file says what columns of workbooks mean: `imports/projects.yaml`."""
    return kind == IMPORTS and rest.endswith(".yaml") and "/" not in rest


def _private(path: str) -> Problem | None:
    """Find a number in the name of a file or folder that no address may have."""
    for code, _ in privacy.numbers(path):
        return problem(code, Place(privacy.redacted(path)))
    for _ in privacy.mobiles(path):
        return problem("P607", Place(privacy.masked_in(path)))
    return None


def ids_of(files: Iterable[File]) -> dict[str, frozenset[str]]:
    """Return the ids of records by kind: those of the files."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for file in files:
        found[file.kind].append(file.id)
    return {kind: frozenset(ids) for kind, ids in found.items()}


def cut_of(tree: Tree) -> int:
    """Return how many parts the address of a batch has at most, as the tree is cut.

    A town with its villages in a prefecture, a county with all beneath it in a province or the
    nation. What is made does not depend on it.
    """
    return max(CUT, _deepest(tree) - CUT)


def county_of(tree: Tree) -> int:
    """Return how many parts the address of a county has: one in a prefecture, three in the nation.

    Villages lie two levels beneath it. (Right beneath a province it has one less than elsewhere.)
    """
    return max(1, _deepest(tree) - CUT)


def _deepest(tree: Tree) -> int:
    """Return how many parts the longest address of a place has."""
    return max((file.id.count("/") + 1 for file in tree.files if file.kind == "units"), default=0)


def batch_of(unit: str, cut: int = CUT) -> str:
    """Return the key of the batch that the records of a unit lie in: that above it, or itself."""
    end = -1
    for _ in range(cut):
        end = unit.find("/", end + 1)
        if end < 0:
            return unit
    return unit[:end]


def key_of(file: File, cut: int = CUT) -> str:
    """Return the key of the batch that a record belongs to."""
    return batch_of(place_of(file.kind, file.id), cut)


def batches(
    tree: Tree, root: Path, content: str, rules: Rules, keep: Path, program: bytes, now: int
) -> list[Batch]:
    """Cut the tree (see `cut_of`): each batch is a place with all beneath it, or a place above.

    What is read is kept in the folder `keep`. `now` is the time in nanoseconds: a file changed
    within the last `SETTLED` of it may change again without its time telling, so its content is
    part of the stamp.
    """
    cut: dict[str, list[File]] = {}
    for file in tree.files:
        cut.setdefault(key_of(file, rules.cut), []).append(file)
    shown: dict[str, set[str]] = {}
    for path in tree.pictures:
        kind, _, rest = path[len(content) + 1 :].partition("/")
        folder = rest.rpartition("/")[0]
        key = "" if kind in OF_NONE else batch_of(folder, rules.cut)
        shown.setdefault(key, set()).add(path)
    made = []
    for key, files in sorted(cut.items()):
        store = Store(keep, key.replace("/", "+") or "+", program)
        beside = frozenset(shown.get(key, ()))
        batch = Batch(key, root, content, tuple(files), beside, rules, b"", store)
        if not key:
            batch = replace(batch, attachments=tree.attachments)
        made.append(_stamped(batch, tree, now))
    return made


def _stamped(batch: Batch, tree: Tree, now: int) -> Batch:
    stats = {file.path: tree.stats[file.path] for file in batch.files}
    beside = {path: tree.stats[path] for path in (*batch.pictures, *batch.attachments)}
    told = [*sorted(beside.items()), *stats.items()]
    late = now - SETTLED
    young = [
        (path, digests.digest_of(batch.root / path))
        for path, stat in told
        if folder_scan.changed(stat) > late
    ]
    parts = [batch.content, batch.rules.measures, told]
    settled = digests.digest(marshal.dumps(parts, 2))
    stamp = digests.digest(settled + marshal.dumps(young, 2)) if young else settled
    return replace(batch, stamp=stamp, settled=settled, young=tuple(young), stats=stats)


def after(
    tree: Tree, cut: list[Batch], root: Path, changed: Collection[str], now: int
) -> tuple[Tree, list[Batch]] | None:
    """Return tree and batches once the files at `changed` were written anew, or for the first time.

    None if more than that has happened: a file that is gone, or a new one that is no plain record
    of a place that has records.
    """
    stats = dict(tree.stats)
    new: list[File] = []
    for path in changed:
        try:
            found = (root / path).lstat()
            if modes.S_ISDIR(found.st_mode) and _all_told(root / path, path, changed):
                continue  # made for a new record
        except OSError:
            return None
        if not modes.S_ISREG(found.st_mode):  # a link, a pipe: `walk` looks where it leads
            return None
        if path not in stats:
            file = _new(tree, cut, root, path)
            if file is None or file[:3] in [each[:3] for each in new]:
                return None
            new.append(file)
        stats[path] = folder_scan.stat_of(found)
    tree = replace(tree, stats=stats)
    touched = {*changed}
    if new:
        files = tuple(sorted((*tree.files, *new)))
        pages = tuple(file for file in files if file.kind == "pages")
        tree = replace(tree, files=files, ids=ids_of(files), pages=pages)
        cut = [_with(batch, new) for batch in cut]
    stamped = [
        _stamped(batch, tree, now)
        if not touched.isdisjoint((*batch.pictures, *batch.attachments))
        or any(file.path in touched for file in batch.files)
        else batch
        for batch in cut
    ]
    return tree, stamped


def _all_told(folder: Path, path: str, changed: Collection[str]) -> bool:
    """Tell whether all that lies in a folder is told of."""
    with os.scandir(folder) as entries:
        return all(
            f"{path}/{each.name}" in changed or folder_scan.ignored(each.name) for each in entries
        )


def _new(tree: Tree, cut: Sequence[Batch], root: Path, path: str) -> File | None:
    """Return the record of a new file, None if `walk` has to look at it."""
    content = cut[0].content if cut else ""
    usual = _USUAL.fullmatch(path, len(content) + 1)
    if usual is None or tree.problems or not path.startswith(f"{content}/"):
        return None
    file = File(usual[1], usual[2], "", path)
    suspect = any(privacy.may_have(path)) or any(file_names.faults([path], content))
    folder = (root / path).parent
    linked = folder.resolve() != (root / content).resolve() / folder.relative_to(root / content)
    if suspect or linked or file.id in tree.ids[file.kind]:
        return None
    return file if any(batch.key == key_of(file) for batch in cut) else None


def _with(batch: Batch, new: Sequence[File]) -> Batch:
    """Return a batch with those of the new files that are its own."""
    own = [file for file in new if key_of(file) == batch.key]
    return replace(batch, files=tuple(sorted((*batch.files, *own)))) if own else batch
