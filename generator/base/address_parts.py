"""Parts of addresses: small letters, digits, single hyphens."""

import re

from generator.base.half_width import half_width
from generator.base.patterns import pattern

SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
"""What a part of an address may be, as a pattern."""
_SLUG = pattern(SLUG)


def is_slug(name: str) -> bool:
    """Tell whether `name` may be part of an address: small letters, digits, single hyphens."""
    return _SLUG.fullmatch(name) is not None


def slug_like(name: str) -> str:
    """Return what of `name` can stay in an address: `My File (1)` gives `my-file-1`."""
    return "-".join(re.findall(r"[a-z0-9]+", half_width(name).lower()))
