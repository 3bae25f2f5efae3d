"""A site's own words for its pages: `locale/zh_Hans/LC_MESSAGES/mingjing.po` beside its settings.

Each takes the place of ours for the same English text; the rest stays ours, and so does what is
said on the terminal. The file is read as it lies there: nobody has to compile it. It is read
strictly, as a line that is passed over would be a word that never comes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from generator.base.messages import DOMAIN, N_, TRADITIONAL, catalogue, catalogues, known
from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.parse.template_files import WORDS, is_own, own_texts

NAME = f"{DOMAIN}.po"
Words: TypeAlias = Mapping[str, tuple[str, ...]]
"""By our English text: the site's own, in as many forms as its language has numbers."""
_CATALOGUE = pattern(r"\.[pm]o(?:\.txt)?$")
_KEYWORD = pattern(r"(msgctxt|msgid_plural|msgid|msgstr)(\[\d\])?\s*(.*)")
_TEXT = pattern(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = pattern(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t", "r": "\r"}
_VALUE = pattern(r"%\((\w+)\)s|\{(\w+)\}")
_SIGN = pattern(r"%%|%\(\w+\)s|%")

NO_TEXT = N_("the text does not stand between two straight quotation marks")
NO_LINE = N_("this is none of what may stand in such a file")
NO_ID = N_("there is no msgid above it")
NO_WORDS = N_("there is no msgstr below it")
EMPTY = N_("one of its forms is empty")
CONTEXT = N_("our texts have no msgctxt")
NOT_TEXT = N_("the file is not UTF-8 text")


@dataclass(slots=True)
class Entry:
    """A text of a catalogue: ours, the site's own, and the line that each begins at."""

    line: int
    ours: str = ""
    plural: str = ""
    own: dict[int, str] = field(default_factory=dict)
    own_line: int = 0
    fuzzy: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """The site's own text, in as many forms as there are; none where it is left open."""
        found = tuple(self.own[n] for n in sorted(self.own))
        return found if all(found) else ()


def path(root: Path, language: str) -> Path:
    """Return where the catalogue of a language (such as `zh-Hans`) lies."""
    return root / WORDS / language.replace("-", "_") / "LC_MESSAGES" / NAME


def files(root: Path) -> list[Path]:
    """Return every file of catalogues of a site, those among them that no one reads.

    Windows hides how a name ends, and `mingjing.po.txt` is shown as one that would be read.
    """
    folder = root / WORDS
    every = (each for each in folder.rglob("*") if _CATALOGUE.search(each.name))
    return sorted(each for each in every if is_own(each, folder))


def read(root: Path, language: str) -> Words:
    """Return the site's own words in a language; what is wrong with some is told by `faults`."""
    file = path(root, language)
    if not file.is_file() or not is_own(file, root / WORDS):
        return {}
    entries, _ = _entries(file.read_bytes().decode("utf-8-sig", "replace"))
    return {each.ours: each.forms for each in entries if each.forms and not each.fuzzy}


def speaker(own: Words, language: str) -> Callable[[str], str]:
    """Return what says our English texts in a language, by a site's own words where it has any."""
    ours = catalogue(language).gettext
    return lambda message: own[message][0] if message in own else ours(message)


def label(own: Words, labels: Sequence[str]) -> str:
    """Return the Chinese label of a choice, as in `field_types.Choice`; a site's own if it has one.

    `own` are its words in Chinese.
    """
    return own[labels[0]][0] if labels[0] in own else labels[:2][-1]


def faults(root: Path, languages: Sequence[str]) -> Iterator[Problem]:
    """Yield what is wrong with the catalogues of a site that has pages in these languages."""
    there = files(root)
    if not there:
        return
    read_ = {path(root, each): each for each in languages if each != TRADITIONAL}
    for file in there:
        name = file.relative_to(root).as_posix()
        if file not in read_:
            yield problem("P809", Place(name), place=_place_for(root, file, languages))
            continue
        try:
            text = file.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            yield problem("P807", Place(name, 1, 1), reason=f"\0:{NOT_TEXT}")
            continue
        entries, wrong = _entries(text)
        yield from (problem("P807", Place(name, n, 1), reason=f"\0:{why}") for n, why in wrong)
        # the site's own templates may say what no other does
        yield from _of_entries(entries, name, read_[file], own_texts(root))


def unsaid(root: Path, languages: Sequence[str], said: Collection[str]) -> Iterator[Problem]:
    """Yield the words that a site has for texts of ours which no page says; `said` are all."""
    from generator.base.spelling import nearest  # noqa: PLC0415 (as it imports much, and seldom)

    for language in languages:
        file = path(root, language)
        if file.is_file():
            name = file.relative_to(root).as_posix()
            for each in _entries(file.read_bytes().decode("utf-8-sig", "replace"))[0]:
                if each.forms and each.ours not in said and each.ours in known():
                    near = nearest(each.ours, said)
                    place = Place(name, each.line, 1)
                    yield problem("P810", place, text=each.ours, nearest=near)


def formatted(text: str) -> str:
    """Return a text so that values can be put into it: a single sign of percent is one."""
    return _SIGN.sub(lambda sign: sign[0] if len(sign[0]) > 1 else "%%", text)


def _of_entries(
    entries: Iterable[Entry], file: str, language: str, own: Sequence[str]
) -> Iterator[Problem]:
    from generator.base.spelling import nearest  # noqa: PLC0415 (as above)

    seen: dict[str, Entry] = {}
    for each in entries:
        place = Place(file, each.line, 1)
        first = seen.setdefault(each.ours, each)
        if first is not each:
            yield problem("P812", place, text=each.ours, first=str(first.line))
        if each.fuzzy:
            yield problem("P811", place, text=each.ours)
        elif each.ours not in known() and not any(each.ours in text for text in own):
            yield problem("P810", place, text=each.ours, nearest=nearest(each.ours, known()))
        elif each.forms:
            yield from _of_values(each, Place(file, each.own_line, 1), language)


def _of_values(entry: Entry, place: Place, language: str) -> Iterator[Problem]:
    """Yield where a text lacks a value that ours shows, or has one that there is not."""
    theirs = _shipped(entry, language)
    there = _values(" ".join((entry.ours, entry.plural, *theirs)))
    needed = _values(theirs[-1])
    missing = sorted(needed - _values(entry.forms[-1]))
    if missing:
        yield problem("P808", place, missing="、".join(missing), text=entry.forms[-1])
        return
    signs = {"%"} if any(each.startswith("%") for each in there) else set()
    for form in entry.forms:
        odd = sorted((_values(form) - there) | (signs & {*_SIGN.findall(form)}))
        if odd:
            yield problem("P813", place, found="、".join(odd), text=form)


def _shipped(entry: Entry, language: str) -> tuple[str, ...]:
    """Return our own text in a language, in all its forms."""
    ours = catalogue(language)
    one = ours.gettext(entry.ours)
    forms = {ours.ngettext(entry.ours, entry.plural or one, n) for n in (1, 2)}
    return one, *sorted(forms - {one})


def _values(text: str) -> set[str]:
    """Return the places of a text that values are put into, as they are written there."""
    return {found[0] for found in _VALUE.finditer(text)}


def _place_for(root: Path, file: Path, languages: Sequence[str]) -> str:
    """Return where the words of a file that no one reads have to stand."""
    folder = file.relative_to(root / WORDS).parts[0].replace("-", "_").lower()
    tags = [each for each in (*languages, *catalogues()) if each != TRADITIONAL]
    alike = {"zh": "zh-Hans", "zh_cn": "zh-Hans", "zh_hant": "zh-Hans", "en_us": "en"}
    named = next((each for each in tags if each.replace("-", "_").lower() == folder), "")
    language = named or alike.get(folder) or tags[0]
    return path(root, language).relative_to(root).as_posix()


def _entries(text: str) -> tuple[list[Entry], list[tuple[int, str]]]:
    """Return the texts of a catalogue, but its head, and what is wrong at which line."""
    return _Reader().read(text)


class _Reader:
    """Reads a catalogue line by line."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.wrong: list[tuple[int, str]] = []
        self.now: Entry | None = None
        self.at = ""
        """What the text of the next line is a part of: a keyword, with its number."""
        self.fuzzy = False

    def read(self, text: str) -> tuple[list[Entry], list[tuple[int, str]]]:
        """Return texts and faults."""
        for number, line in enumerate(text.split("\n"), start=1):
            stripped = line.strip()
            if stripped.startswith("#"):
                self.fuzzy |= stripped.startswith("#,") and "fuzzy" in stripped
            elif stripped.startswith('"'):
                self._text(number, stripped, self.at)
            elif stripped:
                self._keyword(number, stripped)
        self._end()
        entries = [each for each in self.entries if each.ours]
        return entries, self.wrong

    def _keyword(self, number: int, line: str) -> None:
        found = _KEYWORD.fullmatch(line)
        if found is None or (found[2] and found[1] != "msgstr"):
            self.wrong.append((number, NO_LINE))
            return
        word, rest = found[1], found[3]
        if word == "msgctxt":
            self.wrong.append((number, CONTEXT))
        if word == "msgid":
            self._end()
            self.now, self.fuzzy = Entry(number, fuzzy=self.fuzzy), False
        elif self.now is None:
            if word != "msgctxt":
                self.wrong.append((number, NO_ID))
            return
        self.at = word + (found[2] or "")
        if word == "msgstr" and self.now is not None:
            self.now.own[int((found[2] or "[0]")[1:-1])] = ""
            self.now.own_line = self.now.own_line or number
        self._text(number, rest, self.at)

    def _text(self, number: int, written: str, at: str) -> None:
        found = _TEXT.fullmatch(written)
        if found is None or self.now is None:
            self.wrong.append((number, NO_TEXT if found is None else NO_ID))
            return
        text = _ESCAPE.sub(lambda sign: _MEANT.get(sign[1], sign[1]), found[1])
        if at == "msgid":
            self.now.ours += text
        elif at == "msgid_plural":
            self.now.plural += text
        elif at.startswith("msgstr"):
            self.now.own[int((at[6:] or "[0]")[1:-1])] += text

    def _end(self) -> None:
        if self.now is not None:
            if not self.now.own:
                self.wrong.append((self.now.line, NO_WORDS))
            elif any(self.now.own.values()) and not all(self.now.own.values()):
                self.wrong.append((self.now.own_line, EMPTY))
            self.entries.append(self.now)
        self.now, self.at = None, ""
