"""What pages say in a language: a site's own words where it has some, else ours."""

from dataclasses import dataclass

from markupsafe import escape

from generator.base.messages import catalogue
from generator.parse.site_words import Words, formatted


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of one language; a site's own are text, and never markup."""

    language: str
    own: Words

    def text(self, message: str) -> str:
        """Return what is said for one of our English texts, as text."""
        own = self.own.get(message)
        return own[0] if own else catalogue(self.language).gettext(message)

    def html(self, message: str) -> str:
        """Return the same as HTML into which values can be put by their names."""
        own = self.own.get(message)
        return _html(own[0]) if own else catalogue(self.language).gettext(message)

    def many(self, one: str, many: str, number: int) -> str:
        """Return the same of a text that depends on a number."""
        ours, own = catalogue(self.language), self.own.get(one)
        if not own:
            return ours.ngettext(one, many, number)
        form = int(getattr(ours, "plural", _of_english)(number))
        return _html(own[min(form, len(own) - 1)])


def _html(text: str) -> str:
    return str(escape(formatted(text)))


def _of_english(number: int) -> int:
    return int(number != 1)
