"""What people read, in their language: gettext catalogues for the site and for the terminal."""

import gettext
import locale
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

CATALOGUES = Path(__file__).parent.parent / "locale"
DOMAIN = "mingjing"
CHINESE = "zh-Hans"
TRADITIONAL = "zh-Hant"
"""Chinese in Traditional characters: what is written in `CHINESE`, converted."""
ENGLISH = "en"


def N_(message: str) -> str:
    """Mark `message` for the catalogue where it is written; it is translated where it is shown."""
    return message


@lru_cache(maxsize=8)
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the catalogue of `language` (a BCP 47 tag such as `zh-Hans`).

    The msgids are English, so a language without a catalogue reads as English.
    """
    tag = language.replace("-", "_")
    return gettext.translation(DOMAIN, CATALOGUES, languages=[tag], fallback=True)


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """Return every English text that the program and its templates say; of plurals the singular."""
    found: dict[object, str] = getattr(catalogue(CHINESE), "_catalog", {})
    return frozenset(str(each[0] if isinstance(each, tuple) else each) for each in found) - {""}


def catalogues() -> tuple[str, ...]:
    """Return the languages that have a catalogue, as BCP 47 tags."""
    found = CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")
    return tuple(sorted(path.parts[-3].replace("_", "-") for path in found))


def terminal_language(environ: Mapping[str, str] | None = None) -> str:
    """Return the language of messages on the terminal: `zh-Hans`, or `en`.

    English only where the locale names a language that is not Chinese: a clerk's machine without
    any locale set gets Chinese, the language of the people this is made for.
    """
    environ = os.environ if environ is None else environ
    name = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    if not name and os.name == "nt":
        name = locale.getlocale()[0] or ""
    word = name.split(".")[0].lower()
    if word in ("", "c", "posix") or word.startswith(("zh", "chinese")):
        return CHINESE
    return ENGLISH


def written(language: str) -> str:
    """Return the language that pages of a language are written in: characters are turned after."""
    return CHINESE if language == TRADITIONAL else language
