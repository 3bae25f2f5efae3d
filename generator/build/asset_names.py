"""What styles of a site ask for: pictures beside them, by the names that these are sent under.

Files of `templates/assets/` are sent with the digest of their content in their names, so that
browsers may keep them for ever. What a style says of a picture beside it has to follow.
"""

import posixpath
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.base.spelling import nearest
from generator.parse.template_files import is_own

_ASKED = pattern(
    r"""(?s)/\*.*?\*/|url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s*["']([^"']*)["']"""
)
_ELSEWHERE = pattern(r"(?i)[a-z][a-z0-9+.-]*:|//")
FOLDER = "templates/assets"
ENDINGS = (".css", ".js", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico")
"""How the names of files end that can be nothing but assets."""


def renamed(content: bytes, addresses: Mapping[str, str]) -> bytes:
    """Return a style that asks for files beside it by their addresses, which are of one folder."""
    text = content.decode("utf-8", "surrogateescape")  # what is no UTF-8 is told by `faults`
    made = _ASKED.sub(lambda found: _put(found[0], _target(found.groups()), addresses), text)
    return made.encode("utf-8", "surrogateescape")


def _target(groups: tuple[str | None, ...]) -> str:
    return next((each for each in groups if each), "")


def _name(target: str) -> tuple[str, str]:
    """Return the file that a style asks for, and what stands behind its name: `#part`."""
    ends = [at for at in (target.find("#"), target.find("?")) if at >= 0]
    end = min(ends, default=len(target))
    return unquote(posixpath.normpath(target[:end])), target[end:]


def _put(said: str, target: str, addresses: Mapping[str, str]) -> str:
    name, behind = _name(target)
    if not said.startswith("url(") or name not in addresses:
        return said
    return f'url("{posixpath.basename(addresses[name])}{behind}")'


def faults(root: Path, names: Collection[str]) -> Iterator[Problem]:
    """Yield what is wrong with the site's own assets; `names` are those of all there are."""
    folder = root / FOLDER
    for path in sorted(folder.rglob("*")):
        within = path.relative_to(folder).as_posix()
        if not is_own(path, folder) or any(each.startswith(".") for each in within.split("/")):
            continue
        if "/" in within:
            yield out_of_place(f"{FOLDER}/{within}")
        elif path.suffix in (".css", ".js"):
            yield from _of_text(path, f"{FOLDER}/{within}", names)


def out_of_place(file: str) -> Problem:
    """Return that a picture, style or script does not lie where pages find it."""
    example = f'{{{{ page.top }}}}{{{{ site.assets["{posixpath.basename(file)}"] }}}}'
    return problem("P840", Place(file), example=example)


def _of_text(path: Path, file: str, names: Collection[str]) -> Iterator[Problem]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        yield problem("P841", Place(file, line, 1))
        return
    for each in _ASKED.finditer(text) if path.suffix == ".css" else ():
        target = _target(each.groups())
        place = Place(file, text.count("\n", 0, each.start()) + 1, 1)
        if _ELSEWHERE.match(target):
            yield problem("P830", place, found=each[0])
        elif target and not target.startswith("#"):
            name = _name(target)[0]
            if each[0].startswith("@") or name.endswith(".css") or name not in names:
                yield problem("P839", place, target=target, nearest=nearest(name, names))
