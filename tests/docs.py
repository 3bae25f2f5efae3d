"""Make what in docs/ can be made: `python -m tests.docs`.

`problems.md` comes from the table of codes and the broken sites; in `content.md` and
`content.zh.md` the tables of fields come from the models, between markers, and all else is written
by hand.
"""

import inspect
import io
import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from generator.base.codes import CODES
from generator.base.messages import CHINESE, ENGLISH, catalogue
from generator.commands import new
from generator.commands.terminal import FORMS, Terminal
from generator.model import problem_words, rules, settings
from generator.model.kinds.registry import KINDS
from generator.parse import amounts, attachments, field_types, phones
from generator.parse.model_fields import inner, is_list, validators
from tests import docs_zh, sites

DOCS = Path(__file__).parent.parent / "docs"
GROUPS = {
    "P0": "The file itself",
    "P1": "One field",
    "P2": "What a record is, and what it points to",
    "P3": "Projects",
    "P4": "Commendations",
    "P50": "Supervisors and liaisons",
    "P5": "Workbooks, told by `portal import` alone",
    "P6": "Privacy",
    "P7": "Text, links, pictures",
    "P8": "Configuration and templates",
    "P9": "The command system",
}
LONG = 20
"""Of a longer file only the lines around the problem are shown."""
WIDE = 100
UNSEEN = {chr(n): chr(0x2400 + n) for n in range(32) if n != 10}
"""Control characters, and the signs that stand for them."""

_HEAD = """\
<!-- Made by `python -m tests.docs`; what is written here by hand is lost. -->
# What `portal check` can find

Each problem is told with its file, line and column, its code, the field, what is wrong, and how to
put it right; all of a file at once, also where it cannot be read as it is. Errors stop a build and
leave the site as it is; warnings do not, and come first on the terminal. The clerk reads it
in Chinese, and in English where the machine's locale is an English one.

The examples are small broken sites that the tests build (`tests/sites/broken`, one folder a code),
looked at as of 2018-12-31. A sign such as ␉ stands for a character one cannot see.
"""


def problems() -> str:
    """Return docs/problems.md."""
    parts = [_HEAD]
    for group, title in GROUPS.items():
        others = tuple(each for each in GROUPS if each != group and each.startswith(group))
        codes = [code for code in CODES if code.startswith(group) and not code.startswith(others)]
        links = " · ".join(f"[{code}](#{code.lower()})" for code in codes)
        parts.append(f"## {title}\n\n{links}\n")
        parts.extend(_problem(code) for code in codes)
    return "\n".join(parts)


def _problem(code: str) -> str:
    spec, tr, english = CODES[code], catalogue(CHINESE).gettext, catalogue(ENGLISH).gettext
    return f"""\
### {code}

**{spec.severity}**: {problem_words.words(spec.message, english)}\\
*{problem_words.words(spec.hint, english)}*

{problem_words.words(tr(spec.message), tr)}\\
*{problem_words.words(tr(spec.hint), tr)}*

{_example(code)}
"""


def _example(code: str) -> str:
    """Return what triggers `code`, and what the clerk is told."""
    if code in sites.OF_NEW:
        return "Told by `portal new` alone."
    if code in sites.OF_PREVIEW:
        return "Told by `portal serve` alone."
    if code in sites.OF_LOG:
        return "Told of a site whose records are in git, P822 where it has a log of public records."
    if code in sites.OF_IMPORT:
        return "Told by `portal import` alone."
    place, _, _ = sites.expected(code)[0].partition(": ")
    file, _, rest = place.partition(":")
    told = _told(code)
    shown = next((f for f in sites.overlay(code) if f.as_posix().endswith(f"/{file}")), None)
    shown = shown or next(iter(sites.overlay(code)), None)
    if shown is None:
        return fenced(told, "text")
    name = shown.relative_to(sites.BROKEN / code).as_posix()
    lines = _lines(shown.read_bytes())
    number = int(rest.partition(":")[0]) if rest else 0
    if len(lines) > LONG:
        lines = lines[max(0, number - 3) : number + 1] if number else []
    text = "\n".join(lines)
    kind = {"md": "markdown", "html": "html+jinja", "yaml": "yaml"}.get(name.rpartition(".")[2])
    before = f"`{name}`\n\n{fenced(text, kind or 'text')}\n\n" if lines else ""
    return before + fenced(told, "text")


def fenced(text: str, kind: str) -> str:
    """Return `text` as a block of code, whose fence is longer than any within it."""
    marks = max(map(len, re.findall("^`{3,}", text, re.MULTILINE)), default=2) + 1
    return f"{'`' * marks}{kind}\n{text}\n{'`' * marks}"


def _lines(content: bytes) -> list[str]:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    text = "".join(UNSEEN.get(sign, sign) for sign in text)
    return [line if len(line) <= WIDE else f"{line[:WIDE]} …" for line in text.split("\n")][:-1]


def _told(code: str) -> str:
    """Return what the terminal says in Chinese about the broken site of `code`."""
    out = io.StringIO()
    with redirect_stdout(out):
        FORMS["text"](sites.problems(code), Terminal(CHINESE))
    return "\n".join(out.getvalue().splitlines()[:-1])  # the last line counts them


# --- the tables of fields ---

TYPES: dict[Callable[[Any], Any], str] = {
    amounts.parse_money: "[money](#money)",
    amounts.parse_outgoing: "[money](#money)",
    field_types.parse_date: "[date](#dates)",
    field_types.parse_day: "[date](#dates) to the day",
    field_types.parse_year: "year, `2018`",
    field_types.parse_percent: "percentage, `60` or `62.5%`",
    field_types.parse_count: "whole number",
    field_types.parse_yes: "`yes` or `no`",
    phones.parse_phone: "[phone](#phones)",
    phones.parse_text_line: "[phone](#phones), or 106… of a platform",
    field_types.parse_email: "e-mail address",
    field_types.parse_link: "web address",
    field_types.parse_unit: "[address of a unit](#naming-a-unit)",
    field_types.parse_record: "[address of a record](#naming-another-record)",
    field_types.parse_file: "[name of a picture](#pictures)",
    attachments.parse: "[name of a file](#attachments)",
    settings._base: "web address",
    settings._categories: "codes, each with its labels by language",
    rules._month: "month, `10`",
    rules._times: "how many times, `3` or `2.5`",
    settings._folder: "folder beneath that of `config.yaml`",
    rules._need: "[field of a project](#fields-of-projects)",
    settings._languages: "list of languages",
    settings._localised: "text, or one for each language",
    settings._zone: "time zone",
}
MODELS: dict[str, type[field_types.Part]] = {
    **{folder: kind.model for folder, kind in KINDS.items()},
    "config": settings.Settings,
}
_MARKED = re.compile(r"(<!-- fields: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_KINDS = re.compile(r"(<!-- kinds -->\n).*?(<!-- end -->)", re.DOTALL)


def content(text: str) -> str:
    """Return docs/content.md with its tables made anew between their markers.

    A kind that has no section gets one, with what its model says of itself; more may be written
    around the table by hand.
    """
    folders = [*KINDS]
    for n in reversed(range(len(folders))):
        if f"<!-- fields: {folders[n]} -->" not in text:
            following = f"## Fields of {folders[n + 1]}\n" if folders[n + 1 :] else "## Settings of"
            text = text.replace(following, f"{_section(folders[n])}{following}", 1)
    text = _KINDS.sub(lambda match: f"{match[1]}{_kinds()}\n{match[2]}", text)
    return _MARKED.sub(lambda match: f"{match[1]}{_tables(match[2])}\n{match[3]}", text)


def _section(folder: str) -> str:
    said = inspect.cleandoc(MODELS[folder].__doc__ or "")
    return f"## Fields of {folder}\n\n{said}\n\n<!-- fields: {folder} -->\n<!-- end -->\n\n"


def _kinds() -> str:
    """Return the table of all kinds: a file of each, and what writes one."""
    lines = ["\n| a file | what it is | | written by |", "|---|---|---|---|"]
    for folder, kind in KINDS.items():
        address = kind.example.rpartition(".")[0]
        written = f"`portal new {kind.new.word} {address}`" if kind.new else "hand"
        file = f"[`{folder}/{kind.example}`](#fields-of-{folder})"
        lines.append(f"| {file} | {' | '.join(kind.called)} | {written} |")
    return "\n".join([*lines, ""])


def _tables(kind: str) -> str:
    return "\n".join(_table(kind, "", MODELS[kind]))


def _table(kind: str, path: str, model: type[field_types.Part]) -> Iterator[str]:
    """Yield the lines of the table of `model`, then those of the groups within it."""
    english, chinese = catalogue(ENGLISH).gettext, catalogue(CHINESE).gettext
    if path:
        yield f'<a id="{_anchor(kind, path)}"></a>\n\nIn `{path}`:'
    yield "\n| field | needed | what to write | meaning | 含义 | example |"
    yield "|---|---|---|---|---|---|"
    within = []
    for name, info in model.model_fields.items():
        part = inner(info.annotation)
        inside = f"{path}.{name}" if path else name
        inside_group = isinstance(part, type) and issubclass(part, field_types.Part)
        if inside_group:
            within.append((inside, part))
        needed = "yes" if info.is_required() else ""
        if name in new.NEEDED.get(model, ()):
            needed = "asked for"
        said = info.description or ""
        example = f"`{info.examples[0]}`" if info.examples and not inside_group else ""
        what = _what(info, part, f"#{_anchor(kind, inside)}")
        cells = (f"`{name}`", needed, what, english(said), chinese(said), example)
        yield f"| {' | '.join(cells)} |"
    for inside, part in within:
        yield ""
        yield from _table(kind, inside, part)


def _anchor(kind: str, path: str) -> str:
    return f"{kind}-{path.replace('.', '-').replace('_', '-')}"


def _what(info: FieldInfo, part: object, target: str) -> str:
    """Return in words what is to be written into a field."""
    many = is_list(info)
    if isinstance(part, type) and issubclass(part, field_types.Part):
        return f"[list of groups]({target})" if many else f"[group of fields]({target})"
    through = [*validators(info), *getattr(part, "__metadata__", ())]
    for each in through:
        if isinstance(each, field_types.Choice):
            return "one of " + ", ".join(
                f"`{code}` {labels[:2][-1]}" for code, labels in each.choices.items()
            )
        words = TYPES.get(getattr(each, "func", None))  # type: ignore[arg-type]
        if words:
            return f"list of {words}" if many else words
    return "list of texts" if many else "text"


def main() -> None:
    """Write all three files."""
    (DOCS / "problems.md").write_text(problems(), encoding="utf-8", newline="\n")
    file = DOCS / "content.md"
    made = content(file.read_text(encoding="utf-8"))
    file.write_text(made, encoding="utf-8", newline="\n")
    file = DOCS / "content.zh.md"
    made = docs_zh.content(file.read_text(encoding="utf-8"))
    file.write_text(made, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
