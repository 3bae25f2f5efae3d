"""The private key of a log or a witness: where it lies on this machine, never among records."""

import os
from collections.abc import Mapping
from pathlib import Path
from string import ascii_lowercase, digits

from generator.base.messages import N_
from generator.base.signed_note import PRIVATE, PrivateKey, Unreadable
from generator.build.site_access import Refused

SWITCH = "PORTAL_KEY"
"""The variable that names the file of the private key."""
AMONG = N_(
    "{folder} lies in the folder of the records, which others get with it: a private key may not."
    " Name a file outside of it."
)
NONE = N_("{folder} holds no private key that portal made.")
GONE = N_("There is no private key in {folder}, which the variable PORTAL_KEY names.")
_PLAIN = frozenset(f"{ascii_lowercase}{digits}.-")
STRANGE = N_(
    "The private key in {folder} is not that of “log: key” in the settings. Nothing was signed. If"
    " it is to sign from now on, set its public key as “log: key”: {key} If not, put the file of"
    " the other key in its place."
)
OTHER_NAME = N_(
    "The private key in {folder} is that of {name}, and not of this log. Nothing was signed."
)


def place(name: str, environ: Mapping[str, str] | None = None) -> Path:
    """Return where the private key of a name lies, or is to lie."""
    environ = os.environ if environ is None else environ
    if environ.get(SWITCH):
        return Path(environ[SWITCH]).expanduser()
    own = Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "mingjing"
    earlier = own / f"{name.replace('/', '_')}.key"
    return earlier if _is_of(earlier, name) else own / f"{file_name(name)}.key"


def file_name(name: str) -> str:
    """Return what a file of a log or a witness is called: of no two names the same.

    Not even where a disk takes capitals for small letters.

    >>> [file_name(each) for each in ("a.org/log", "a.org_log", "A.org/log")]
    ['a.org_log', 'a.org%5flog', '%41.org_log']
    """
    return "".join(
        each if each in _PLAIN else "_" if each == "/" else _coded(each) for each in name
    )


def _coded(sign: str) -> str:
    return "".join(f"%{each:02x}" for each in sign.encode("utf-8", "surrogatepass"))


def _is_of(path: Path, name: str) -> bool:
    """Tell whether a file holds the private key of this name: it was called otherwise once."""
    try:
        return path.read_text(encoding="utf-8").startswith(f"{PRIVATE}{name}+")
    except (OSError, ValueError):
        return False


def found(name: str, root: Path, public: str | None) -> PrivateKey | None:
    """Return the private key of a log, None where this machine has none.

    `public` is the key of the settings, which it must belong to. Raises `Refused`, `NoSigning`.
    """
    path = place(name)
    if not path.is_file():
        if os.environ.get(SWITCH):
            raise Refused(GONE, path)
        return None
    apart(path, root)
    private = read(path)
    if private.key.name != name:
        raise Refused(OTHER_NAME, path, name=private.key.name)
    if public and str(private.key) != public:
        raise Refused(STRANGE, path, key=str(private.key))
    return private


def read(path: Path) -> PrivateKey:
    """Return the private key in a file. Raises `Refused`, `NoSigning`, OSError."""
    try:
        return PrivateKey.read(path.read_text(encoding="utf-8"))
    except (Unreadable, UnicodeDecodeError):
        raise Refused(NONE, path) from None


def keep(private: PrivateKey, path: Path) -> None:
    """Write a new private key to a new file that only its owner reads. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
        file.write(private.text())


def apart(path: Path, root: Path) -> None:
    """Raise `Refused` for a file that lies in the folder of the settings."""
    if path.resolve().is_relative_to(root.resolve()):
        raise Refused(AMONG, path)
