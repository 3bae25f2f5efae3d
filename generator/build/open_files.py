"""What is made of all that can be taken away, once the files of each place are there.

The files of the whole site follow from these, the page that leads to them from their sizes.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from generator.base.digests import digest
from generator.build import render, staged_files
from generator.build.build_db import Job, Made
from generator.build.previous_build import Past
from generator.build.rendered import Rendered
from generator.joined.site_data import Library
from generator.model.config import Config
from generator.model.kinds.kind import View
from generator.model.kinds.registry import KINDS
from generator.pages import (
    data_catalogue,
    data_package,
    data_pages,
    download_plan,
    download_tables,
    machine_guide,
    shown_earlier,
    whole_files,
)
from generator.pages.download_tables import Words
from generator.pages.downloads import FOLDER, INDEX, STANDARDS, folder
from generator.pages.jobs import Draft, Ready
from generator.pages.page_mark import mark_of
from generator.pages.whole_files import File, Part
from generator.parse import phones

JOB = "open data"
_GUIDED = 400
"""The places that `llms.txt` names at most one by one: more than a province has counties."""


class OpenFiles:
    """Makes the files of the whole; `site` is the folder in which those that stay lie."""

    def __init__(
        self,
        config: Config,
        library: Library,
        past: Past,
        done: Rendered,
        site: Path,
    ) -> None:
        self.config, self.library, self.past, self.site = config, library, past, site
        self.done = done
        by = shown_earlier.by_unit(library)
        self.earlier = by.get(library.root, ())
        # of the topmost unit there are files of its own records alone
        self.of_places = {unit: each for unit, each in by.items() if unit != library.root}
        settings = config.settings
        language = settings.languages[0]
        self.about = {
            "title": settings.title.get(language) or next(iter(settings.title.values())),
            "place": library.units[library.root]["name"],
            "day": "",
            "licence": settings.open_data.licence or "",
            "url": settings.base_url or "",
            "language": language,
        }

    def add(self) -> None:
        """Stage what changed of all this; add the job that it is."""
        jobs = {
            place: self.done.jobs[name]
            for place in download_plan.places(self.library)
            if (name := download_plan.job_name(place)) in self.done.jobs
        }
        names = [self.library.short(place) for place in jobs]
        settings = self.config.settings
        told = (settings.tagline, settings.languages)
        given = (self.about, names, settings.open_data.model_dump(), *told, self.earlier)
        sums = [[(each.url, each.sum) for each in job.made] for job in jobs.values()]
        coded = (settings.categories, settings.purposes)
        times = [self.library.times[place] for place in (self.library.root, *jobs)]
        draft = Draft(JOB, mark_of(*given, *coded, sums, times), lambda: Ready(()))
        before = self.past.job(draft)
        if before:
            self.done.keep(JOB, before)
            return
        known, one = self.past.made(JOB), staged_files.Printed()
        parts = [self._part(place, job) for place, job in jobs.items()]
        self.about["day"] = whole_files.whole(parts)[1]
        self._put(one, parts, known)
        whole = {each.url[len(FOLDER) + 1 :]: _file(each) for each in one.made}
        made = data_pages.pages(self.library, settings, parts, whole, self.config.root)
        job = Ready(
            tuple(
                shown_earlier.of_place(each, self.of_places)
                if each.view.get("place")
                else shown_earlier.said(each, self.earlier)
                for each in made
            )
        )
        pages = render.render(job, known, self.past.press)
        one.made += pages.made
        one.staged += pages.staged
        one.noted = pages.noted
        one.problems += pages.problems
        self.done.take(JOB, self.past.mark(draft), one)

    def _part(self, place: str, job: Job) -> Part:
        wanted = (*whole_files.FORMS, *STANDARDS)
        files = [_file(each) for each in job.made if each.url.endswith(wanted)]
        return Part.of(place, files, self._content(f"{folder(place)}/{INDEX}"))

    def _content(self, url: str) -> bytes:
        """Return what a file holds that was made now, or stays as it was."""
        return self._where(url).read_bytes()

    def _where(self, url: str) -> Path:
        folder = self.done.staged.get(url)
        if folder is None:
            return self.site / url
        return Path(folder or self.past.press.stage, url)

    def _before(self, made: Made | None) -> bytes:
        """Return what a file holds as it was made the last time, nothing if it is no more so."""
        with suppress(OSError):
            content = (self.site / made.url).read_bytes() if made else b""
            if made and sha256(content).hexdigest() == made.sum:
                return content
        return b""

    def _put(
        self, one: staged_files.Printed, parts: Sequence[Part], known: dict[str, Made]
    ) -> None:
        """Stage the files of the whole; those whose parts are the same stay as they were."""
        press, demo = self.past.press, self.config.settings.demo
        words, language = spoken = render.spoken(press)
        for name in whole_files.names(parts):
            own = [part.files[name] for part in parts if name in part.files]
            url = f"{FOLDER}/{name}"
            about = self.about if name.endswith(".xlsx") else {}
            key = digest(press.key + mark_of([each.sum for each in own], about))
            if url in known and known[url].key == key:
                one.made.extend(known[each] for each in press.family(url) if each in known)
                continue
            if whole_files.follows(name):
                paths = [self._where(each.url) for each in own]
                staged_files.keep_together(
                    one, press, url, key, whole_files.contents(name, paths), known
                )
                continue
            contents = [self._content(each.url) for each in own]
            before = self._before(known.get(url))
            made = whole_files.made(name, contents, before, self.about, spoken, demo=demo)
            staged_files.keep(one, press, url, key, made, known)
        table = data_pages.fields_table(self.config.settings, self.config.root)
        staged_files.keep(one, press, data_pages.FIELDS, b"", table, known)
        if self.config.settings.open_data.standards:
            made_now = {each.url[len(FOLDER) + 1 :]: _file(each) for each in one.made}
            settings = self.config.settings
            package = data_package.package(
                made_now,
                self.about,
                {"categories": [*settings.categories], "purposes": [*settings.purposes]},
                settings.open_data.licence_url or "",
                demo=demo,
            )
            content = json.dumps(package, ensure_ascii=False, indent=1).encode()
            staged_files.keep(one, press, f"{FOLDER}/{data_package.NAME}", b"", content, known)
            if settings.base_url:  # without which nothing in it could have an id
                content = self._catalogue(made_now, words, language)
                staged_files.keep(
                    one, press, f"{FOLDER}/{data_catalogue.NAME}", b"", content, known
                )
        if self.config.settings.open_data.guide:
            tagline = self.config.settings.tagline
            language_ = self.config.settings.languages[0]
            places = self._guided(parts)
            says = tagline.get(language_) or next(iter(tagline.values()))
            guide = machine_guide.text(
                {**self.about, "says": says},
                places,
                words,
                earlier=self.earlier,
                demo=demo,
                twins=self.config.settings.open_data.twins,
            )
            staged_files.keep(one, press, machine_guide.FILE, b"", guide.encode(), known)
        index = whole_files.index(parts, self.about, self.earlier, demo=demo)
        staged_files.keep(one, press, f"{FOLDER}/{INDEX}", b"", index, known)

    def _guided(self, parts: Sequence[Part]) -> list[View]:
        """Return the places that the guide leads to, each with the file that it names.

        Where there are too many, as in the nation, those of the first level lead to theirs.
        """
        some = [part.place for part in parts if "projects" in part.rows]
        if len(some) <= _GUIDED:
            above = self.library.above
            own = {"file": machine_guide.WHOLE}
            return [{**self.library.short(x), **own, "above": above.get(x, "")} for x in some]
        first = self.library.children.get(self.library.root, ())
        there = {part.place for part in parts}
        own = {"file": "index.html", "above": ""}
        return [{**self.library.short(x), **own} for x in first if x in there]

    def _catalogue(self, files: Mapping[str, File], words: Words, language: str) -> bytes:
        """Return the catalogue of the tables of the whole."""
        settings = self.config.settings
        complaints = self.past.press.site["complaints"]
        about = {
            **self.about,
            "says": settings.tagline.get(self.about["language"]) or "",
            "licence_url": settings.open_data.licence_url or "",
            "publisher": settings.footer.organiser or self.about["title"],
            "email": complaints["email"] or "",
            "phone": phones.address_of(complaints["local_phone"] or ""),
            "demo": f"{words(machine_guide.MADE_UP)} " if settings.demo else "",
        }
        names = {kind: download_tables.called(kind, language) for kind in KINDS}
        found = data_catalogue.catalogue(files, about, names, settings.languages)
        return json.dumps(found, ensure_ascii=False, indent=1).encode()


def _file(made: Made) -> File:
    return File(made.url, made.sum, made.size)
