"""Files of templates and assets: the site's own before those that are shipped."""

import os
import shutil
import sys
from hashlib import blake2b
from pathlib import Path

from generator.base import folder_scan

_PROGRAM = Path(__file__).parent.parent
SHIPPED = (_PROGRAM / "_templates", _PROGRAM.parent / "templates")
"""Where the templates of the program lie: inside the installed package, or in its repository."""
WORDS = "locale"
"""The folder of the site's own words, beside its settings: see `site_words`."""
SHIPPED_NAME = "shipped/"
"""What stands before the name of a template that means the shipped one, whatever a site has."""


def folders(root: Path) -> list[Path]:
    """Return where templates are looked for: the site's own folder first, then the shipped.

    A folder that is the shipped one by another path is none of its own.
    """
    shipped = [each for each in SHIPPED if each.is_dir()]
    return [root / "templates", *shipped] if own(root) else shipped


def own(root: Path) -> bool:
    """Tell whether a site has templates or assets of its own beside the shipped."""
    folder = root / "templates"
    return folder.is_dir() and not any(each.is_dir() and each.samefile(folder) for each in SHIPPED)


def own_texts(root: Path) -> list[str]:
    """Return the texts of the templates that a site has beside the shipped."""
    if not own(root):
        return []
    folder = root / "templates"
    paths = (each for each in sorted(folder.rglob("*.*ml")) if is_own(each, folder))
    return [path.read_text("utf-8", "replace") for path in paths]


def is_own(path: Path, folder: Path) -> bool:
    """Tell whether a path is that of a file, and no link that leads out: see `unopened_files`."""
    return path.is_file() and not (
        path.is_symlink() and folder_scan.linked(str(folder), str(path)) == folder_scan.LEADS_OUT
    )


def digest(root: Path, program: bytes) -> bytes:
    """Return the digest of every file that a page may be made from besides its view.

    Templates, assets, the site's own words, and `program`, that of the program itself: whatever of
    these changes, no page of the last build is taken for fresh.
    """
    found = blake2b(program, digest_size=16)
    for tree in (*folders(root), root / WORDS):
        for path in sorted(each for each in tree.rglob("*") if is_own(each, tree)):
            found.update(path.relative_to(tree).as_posix().encode() + b"\0")
            found.update(path.read_bytes() + b"\0")
    return found.digest()


def shared(program: bytes) -> Path | None:
    """Return the folder in which shipped templates are kept as compiled by this `program`.

    They are compiled once for all sites of an environment, as Python does with modules; those that
    say words of a site's own are not among them. None where the environment may not be written to,
    or is that of the whole machine.
    """
    ours = sys.prefix != sys.base_prefix and os.access(sys.prefix, os.W_OK)
    return _shared() / program.hex() if ours else None


def forget_shared() -> None:
    """Drop what shipped templates were compiled to, for whatever program of this environment."""
    if sys.prefix != sys.base_prefix:
        shutil.rmtree(_shared(), ignore_errors=True)


def _shared() -> Path:
    return Path(sys.prefix) / "compiled-templates"


def is_shipped(file: str | None) -> bool:
    """Tell whether a template, by its full path, is one of the program."""
    return file is not None and any(Path(file).is_relative_to(each) for each in SHIPPED)


def compiled(folder: Path, language: str, digest: bytes) -> Path:
    """Return the folder beneath `folder` of what the templates of `digest` are compiled to."""
    return folder / f"{language}-{digest.hex()}"
