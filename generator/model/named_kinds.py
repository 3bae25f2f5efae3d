"""Of which kind the record is that a field names by its address, by the name of the field."""

from collections.abc import Mapping

NAMED_KINDS: Mapping[str, str] = {
    "project": "projects",
    "projects": "projects",
    "allocation": "allocations",
    "allocations": "allocations",
    "from_allocation": "allocations",
    "commendation": "commendations",
    "library": "libraries",
    "notice": "disclosures",
    "rectification": "rectifications",
    "replaced_by": "documents",
}
"""Fields that name a unit are not among them."""
