"""The command line in the reader's language: all that argparse says by itself, translated here.

argparse takes its words from the process's own catalogue, of which there is none. So help is
written by a formatter of ours, and what is wrong with a command is recognised by argparse's
English sentence. A sentence that is not known (of a later Python) stands as it is.
"""

import argparse
import re
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from generator.base.messages import N_, catalogue

SENTENCES = (
    # what argparse says, as patterns of its sentences, and our own words for it
    (r"argument (?P<name>\S+): (?P<rest>.*)", N_("{name}: {rest}")),
    (r"the following arguments are required: (?P<names>.*)", N_("{names} is missing")),
    (r"one of the arguments (?P<names>.*) is required", N_("one of {names} is missing")),
    (r"unrecognized arguments: (?P<names>.*)", N_("“{names}” means nothing here")),
    (r"unexpected option string: (?P<names>.*)", N_("“{names}” means nothing here")),
    (r"expected (?:at least )?one argument", N_("a value has to follow")),
    (r"expected at most one argument", N_("only one value may follow")),
    (r"expected (?P<count>\d+) arguments?", N_("{count} values have to follow")),
    (r"not allowed with argument (?P<name>.*)", N_("cannot be used together with {name}")),
    (
        r"ambiguous option: (?P<name>.*) could match (?P<names>.*)",
        N_("“{name}” may mean any of {names}; write it in full"),
    ),
    (r"ignored explicit argument '?(?P<value>.*?)'?", N_("it takes no value, but reads “{value}”")),
    (r"invalid \S+ value: '?(?P<value>.*?)'?", N_("“{value}” cannot be used here")),
    (
        r"invalid choice: '?(?P<value>.*?)'?(?:, maybe you .*)? \(choose from (?P<names>.*)\)",
        N_("“{value}” is not known; there are: {names}"),
    ),
)
HEADINGS = {
    "options": N_("options"),
    "optional arguments": N_("options"),
    "positional arguments": N_("arguments"),
}
WORDS = (
    # what stands for a value in help
    *(N_("VERB"), N_("FILE"), N_("DIR"), N_("YYYY-MM-DD"), N_("N"), N_("UNIT"), N_("KIND")),
    *(
        N_("PATH"),
        N_("HOST"),
        N_("PORT"),
        N_("TITLE"),
        N_("NAME"),
        N_("TARGET"),
        N_("KEY"),
        N_("REV"),
    ),
)


class Parser(argparse.ArgumentParser):
    """A parser that speaks `language`."""

    def __init__(self, *arguments: Any, language: str = "en", **options: Any) -> None:
        self.language = language
        self.tr = catalogue(language).gettext
        options.setdefault("formatter_class", formatter(self.tr))
        options.setdefault("add_help", False)
        super().__init__(*arguments, **options)
        self.add_argument("-h", "--help", action="help", help=self.tr(N_("show this help")))

    def error(self, message: str) -> NoReturn:
        """Say how the command is used and what is wrong with this one; exit with 2."""
        self.print_usage(sys.stderr)
        said = self.tr(N_("{program}: {message}"))
        self.exit(2, said.format(program=self.prog, message=translated(message, self.tr)) + "\n")

    def known(self) -> list[str]:
        """Return the options there are, in full."""
        return [each for each in self._option_string_actions if each.startswith("--")]

    def unknown(self, words: list[str]) -> NoReturn:
        """Say that `words` mean nothing here, and what may have been meant."""
        from generator.base.spelling import nearest  # noqa: PLC0415 (slow to load)

        message = self.tr(N_("“{names}” means nothing here")).format(names=" ".join(words))
        near = nearest(words[0].partition("=")[0], self.known()) if words[0][:1] == "-" else ""
        if near:
            message += self.tr(N_("; did you mean “{value}”?")).format(value=near)
        self.error(message)


def translated(message: str, tr: Callable[[str], str]) -> str:
    """Return a sentence of argparse in the language of `tr`."""
    for pattern, words in SENTENCES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            values = {name: each.replace("'", "") for name, each in found.groupdict().items()}
            if "rest" in values:
                values["rest"] = translated(found["rest"], tr)
            if "names" in values:
                values["names"] = values["names"].replace(", ", tr(N_(", ")))
            return tr(words).format(**values)
    return message


def formatter(tr: Callable[[str], str]) -> type[argparse.HelpFormatter]:
    """Return a formatter of help whose own words are in the language of `tr`."""

    class Formatter(argparse.HelpFormatter):
        def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any = None) -> None:
            # with a prefix argparse asks for the name of a verb, not for what a person reads
            super().add_usage(
                usage, actions, groups, tr(N_("usage: ")) if prefix is None else prefix
            )

        def start_section(self, heading: str | None) -> None:
            super().start_section(tr(HEADINGS.get(heading or "", heading or "")))

    return Formatter
