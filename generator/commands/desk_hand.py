"""Handing in what was changed at a desk: by git, or by a file that another desk takes in."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.base.messages import N_
from generator.base.problems import Place, problem
from generator.commands import desk_both, desk_bundle
from generator.commands.desk_both import Clashes, Joining
from generator.commands.desk_bundle import Bundle, Unfit
from generator.commands.desk_find import title_of
from generator.commands.desk_git import Clerk, Failed, Repository, State, Three
from generator.commands.desk_log import Log
from generator.commands.desk_records import Asked, Opened, Records
from generator.commands.desk_words import Words, moment
from generator.model import problem_words
from generator.model.kinds.registry import KINDS
from generator.parse import pictures, record_file
from generator.records import record_writes

SHOWN = 60
"""Records of which it is said what is changed in them; of more there are the names alone."""
_STATES = {"new": N_("new"), "changed": N_("changed"), "gone": N_("taken away")}


@dataclass(slots=True)
class Hand:
    """What is changed and not handed in, and the ways to hand it in."""

    records: Records
    words: Words
    repository: Repository | None = field(init=False)
    log: Log = field(init=False)
    bundle: Bundle | None = None
    """A hand-over file that is being looked at."""
    clashes: Clashes | None = None
    """What both changed when it was last tried to hand in."""
    _known: set[str] | None = None
    """What is not handed in, as far as it was asked for: to ask git takes a while."""

    def __post_init__(self) -> None:
        records = self.records
        self.repository = Repository.of(records.root, records.content, records.own)
        self.log = Log(records.root, records.own)

    # who sits there

    @property
    def _clerk_file(self) -> Path:
        return self.records.own / "clerk.json"

    def clerk(self) -> Clerk:
        """Return who sits at the desk: as typed there, else as git knows."""
        try:
            said = json.loads(self._clerk_file.read_text("utf-8"))
            return Clerk(str(said["name"]), str(said["email"]))
        except (OSError, ValueError, LookupError, TypeError):
            return self.repository.clerk() if self.repository else Clerk("", "")

    def _named(self, said: Mapping[str, Any]) -> Clerk:
        """Return the clerk as typed, and remember the name. Raises Failed."""
        name = " ".join(str(said.get("clerk") or "").split())
        email = str(said.get("email") or "").strip() or self.clerk().email
        if not name or any(each in name for each in "<>"):
            raise Failed(N_("Say who you are: the name stands beside what is written down."))
        found = Clerk(name[:80], email if _plain(email) else "desk@localhost")
        self.records.own.mkdir(parents=True, exist_ok=True)
        self._clerk_file.write_text(json.dumps({"name": found.name, "email": found.email}), "utf-8")
        return found

    # what is changed

    def saved(self, path: str, before: bytes | None) -> None:
        """Note that a file is about to be changed."""
        if self._known is not None:
            self._known.add(path)
        if self.repository is None:
            self.log.note(path, before)

    def changed(self) -> list[State]:
        """Return the files that are changed and not handed in or over. Raises Failed."""
        return self.repository.changed() if self.repository else self.log.changed()

    def waiting(self) -> int:
        """Return how many files and notes are not handed in, as when that was last asked for."""
        return len(self._known or ())

    def values(self) -> dict[str, Any]:
        """Return what the first page shows of it."""
        try:
            changed = self.changed()
            written = self.repository.waiting() if self.repository else []
            told = ""
        except Failed as failed:
            changed, written, told = [], [], self.said(failed)
        self._known = {*(each.path for each in changed), *(f"{n}:" for n, _ in enumerate(written))}
        files = [self._shown(each, brief=n >= SHOWN) for n, each in enumerate(changed)]
        clerk = self.clerk()
        return {
            "git": self.repository is not None,
            "remote": bool(self.repository and self.repository.upstream()),
            "clerk": clerk.name,
            "email": clerk.email,
            "files": files,
            "written": written,
            "told": told,
            "proposed": self._proposed(files),
        }

    def _shown(self, each: State, *, brief: bool) -> dict[str, Any]:
        path = self.records.root / each.path
        now = path.read_bytes() if path.is_file() else None
        before = None
        if not (brief and each.state and now is not None):  # of thousands each would be a question
            of = self.repository or self.log
            before = of.before(each.path)
        return self.told(Three(each.path, before, now, None), each.state, brief=brief)

    def told(self, three: Three, state: str = "", *, brief: bool = False) -> dict[str, Any]:
        """Return what is said of a file that is changed from `base` to `mine`."""
        kind = three.path.split("/")[1] if desk_both.model_of(three.path) else ""
        state = state or (
            "new" if three.base is None else "gone" if three.mine is None else "changed"
        )
        sources = [
            record_file.parse(three.path, each)[0] if each is not None and kind else None
            for each in (three.base, three.mine)
        ]
        old, new = (each.data if each else {} for each in sources)
        texts = (sources[0].body if sources[0] else "", sources[1].body if sources[1] else "")
        changes: list[Any] = []
        if kind and not brief and state == "changed":
            changes = self.words.changes(self.records.fields(kind), old, new, texts)
            if not changes:
                changes = [(self.words.tr(N_("comments or the way it is written")), "", "")]
        return {
            "path": three.path,
            "title": title_of(new) or title_of(old) or three.path.rpartition("/")[2],
            "where": self._where(three.path, kind),
            "state": self.words.tr(_STATES[state]),
            "changes": changes,
            "url": self._url(three.path, kind) if state != "gone" else "",
        }

    def _where(self, path: str, kind: str) -> str:
        if not kind:
            return path
        place = KINDS[kind].place_of(_ident(path))
        line = self.words.finder.line(place) if place else []
        return " · ".join([self.words.kind(kind), *map(self.words.finder.name, line)])

    def _url(self, path: str, kind: str) -> str:
        if not kind:
            return ""
        ident, _, language = _ident(path).partition(".")
        return f"/desk/edit?kind={kind}&id={ident}" + (f"&lang={language}" if language else "")

    def _proposed(self, files: list[dict[str, Any]]) -> str:
        """Return what is proposed to be said of the changes."""
        tr = self.words.tr
        lines = []
        for each in files[:SHOWN]:
            fields = "、".join(dict.fromkeys(change[0] for change in each["changes"]))
            lines.append(f"{each['title']}：{fields or each['state']}")
        if len(lines) == 1:
            return lines[0]
        first = tr(N_("{n} records changed")).format(n=len(files))
        return "\n".join([first, "", *lines]) if lines else ""

    # what is done

    def write_down(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Write down the files that were chosen, under the clerk's name. Raises Failed."""
        if self.repository is None:
            raise Failed(N_("There is no git here."))
        clerk = self._named(said)
        chosen = {name.partition(":")[2] for name in said if name.startswith("file:")}
        paths = [each.path for each in self.changed() if each.path in chosen]
        if not paths:
            raise Failed(N_("Choose at least one record."))
        message = str(said.get("message") or "").strip()
        if not message:
            raise Failed(N_("Say in a few words what was changed."))
        self.repository.commit(paths, message + "\n", clerk)
        return {"done": True}

    def hand_in(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Hand in what is written down, as decided where others changed the same."""
        return self._with_others(said, push=True)

    def take_in(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Take in what others handed in."""
        return self._with_others(said, push=False)

    def _with_others(self, said: Mapping[str, Any], *, push: bool) -> dict[str, Any]:
        repository = self.repository
        if repository is None:
            raise Failed(N_("There is no git here."))
        clerk = self._named(said)
        joining = Joining(_choices(said), repository.prefix, repository.lines_merged)

        def decided(files: Iterable[Three]) -> list[tuple[str, bytes | None]]:
            found = [(each.path, joining.join(each)) for each in files]
            if joining.clashes:
                raise Clashes(joining.clashes)
            return found

        try:
            came = (repository.hand_in if push else repository.fetch)(clerk, decided)
        except Clashes as clashes:
            self.clashes = clashes
            return {"to": "/desk/both"}
        self.clashes = None
        if not push:
            said_ = (
                N_("What others handed in is here now.") if came else N_("Nothing new is there.")
            )
            return {"message": self.words.tr(said_), "done": came}
        return {"done": True}

    def both(self) -> dict[str, Any] | None:
        """Return what a page shows of what both changed, None where there is nothing."""
        if self.clashes is None:
            return None
        prefix = self.repository.prefix if self.repository else ""
        told = desk_both.told(self.clashes.clashes, self.records, self.words, prefix)
        return {"clashes": told, "clerk": self.clerk().name}

    # hand-over files

    def handed_over(self, said: Mapping[str, Any]) -> tuple[str, bytes]:
        """Return the name and the bytes of a hand-over file. Raises Failed."""
        clerk = self._named(said)
        inside = len(self.records.content) + 1
        files = [each._replace(path=each.path[inside:]) for each in self.log.files()]
        now = datetime.now().astimezone()
        name = f"handover-{now:%Y%m%d-%H%M}.zip"
        return name, desk_bundle.made(clerk.name, now, files)

    def over(self, _said: Mapping[str, Any]) -> dict[str, Any]:
        """Take all that was handed over for done."""
        self.log.done()
        return {"done": True}

    def look_into(self, _query: Mapping[str, Any], content: bytes) -> dict[str, Any]:
        """Look into a hand-over file; nothing of it is taken yet."""
        try:
            self.bundle = desk_bundle.read(content)
        except Unfit as unfit:
            return {"message": self.words.tr(unfit.message).format(**unfit.values)}
        return {"to": "/desk/taken"}

    def _joined(self, joining: Joining) -> list[tuple[Three, bytes | None]]:
        """Return the files of the hand-over file, each as it would be here."""
        found = []
        content = self.records.content
        for each in self.bundle.files if self.bundle else ():
            path = f"{content}/{each.path}"
            there = self.records.root / path
            here = there.read_bytes() if self.records.there(path) else None
            three = Three(path, each.base, each.mine, here)
            found.append((three, joining.join(three)))
        return found

    def taken(self) -> dict[str, Any] | None:
        """Return what a page shows of the hand-over file, None where there is none."""
        if self.bundle is None:
            return None
        joining = Joining()
        files = []
        for three, made in self._joined(joining):
            same = made == three.theirs and not any(c.three == three for c in joining.clashes)
            told = self.told(Three(three.path, three.theirs, three.mine, None))
            faults = [] if made is None else self._faults(three.path, made)
            files.append({**told, "same": same, "faults": faults})
        clashes = desk_both.told(joining.clashes, self.records, self.words, "")
        return {
            "clerk": self.bundle.clerk,
            "when": moment(self.bundle.when, self.words.language),
            "files": files,
            "clashes": clashes,
        }

    def _faults(self, path: str, content: bytes) -> list[str]:
        """Return what is wrong with a file that is to be taken in: its errors alone."""
        language = self.words.language
        kind = path.split("/")[1]
        if desk_both.model_of(path) is None:
            try:
                if path.lower().endswith(pictures.ENDINGS):
                    pictures.judge(path.rpartition("/")[2], content)
            except pictures.Unfit as unfit:
                values = {"target": path.rpartition("/")[2], **unfit.values}
                found = problem(unfit.code, Place(path), **values)
                return [problem_words.message(found, language)]
            return []
        asked = Asked(kind, _ident(path).partition(".")[0])
        names = (
            {each.path.rpartition("/")[2] for each in self.bundle.files} if self.bundle else set()
        )
        made = self.records.judged(Opened(asked, path, content, None), content)
        return [
            problem_words.message(each.problem, language)
            for each in made.told
            if each.error and dict(each.problem.values).get("target") not in names
        ]

    def take(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Take in a hand-over file as decided; what is wrong in it stays out. Raises Failed."""
        joining = Joining(_choices(said))
        joined = self._joined(joining)
        if joining.clashes:
            raise Failed(N_("Say of each field whose is to stand."))
        left = 0
        # pictures first: no record is ever there without its picture
        for three, made in sorted(
            joined, key=lambda each: desk_both.model_of(each[0].path) is not None
        ):
            if made == three.theirs:
                continue
            if made is not None and self._faults(three.path, made):
                left += 1
                continue
            self.saved(three.path, three.theirs)
            path = self.records.root / three.path
            if made is None:
                path.unlink(missing_ok=True)
            elif three.theirs is None:
                path.parent.mkdir(parents=True, exist_ok=True)
                record_writes.create(path, made)
            else:
                record_writes.replace(path, made)
        self.bundle = None
        return {"to": f"/desk/?left={left}" if left else "/desk/"}

    def said(self, failed: Failed) -> str:
        """Return what is told where git would not do something."""
        return self.words.tr(failed.message).format(said=failed.said[:600])


def _choices(said: Mapping[str, Any]) -> dict[str, str]:
    """Return what was decided of each clash."""
    return {name[5:]: str(value) for name, value in said.items() if name.startswith("both:")}


def _ident(path: str) -> str:
    """Return the id of a record, with the language of a translation, by its path."""
    return path.partition("/")[2].partition("/")[2].rpartition(".")[0]


def _plain(email: str) -> bool:
    return bool(email) and "@" in email and not any(each in email for each in " <>\n")
