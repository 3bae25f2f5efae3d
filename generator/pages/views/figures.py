"""The figures of places, by their names."""

from collections.abc import Mapping

FIGURES: Mapping[str, tuple[str, str]] = {
    "projects": ("projects", "all projects"),
    "stage:STAGE": ("projects", "those at a stage: codes of `stage`"),
    "time:TIMELINESS": ("projects", "those on time, overdue and so on: codes of `timeliness`"),
    "category:CATEGORY": ("projects", "those of a category: codes of `site.categories`"),
    "year:YEAR": ("projects", "those of a year"),
    "planned": ("fen", "money planned, of the projects of which it is known"),
    "paid": ("fen", "money paid, of the projects of which it is known, less what came back"),
    "returned": ("fen", "money that was paid and came back; not there where none did"),
    "planned_unknown": ("projects", "those of which the planned money is not known"),
    "paid_unknown": ("projects", "those of which it is not known what is paid"),
    "year_planned:YEAR": ("fen", "money planned, of the projects of a year"),
    "year_paid:YEAR": ("fen", "money paid, of the projects of a year"),
    "year_planned_unknown:YEAR": ("projects", "whose planned money is not known, of a year"),
    "year_paid_unknown:YEAR": ("projects", "whose paid money is not known, of a year"),
    "source:LEVEL": ("fen", "money by the level that it comes from: codes of `fund_level`"),
    "traced": ("fen", "planned money that says which allotment it comes from"),
    "traced_paid": ("fen", "money that was paid from such allotments"),
    "units:LEVEL": ("places", "the place itself and those below it, by level: codes of `level`"),
    "villages_with_contacts": ("places", "villages that state their supervisors or liaisons"),
    "groups": ("groups", "groups of these villages"),
    "groups_unknown": ("groups", "those of them of which no post is known"),
    "posts": ("posts", "posts of supervisors and liaisons"),
    "post:STATE": ("posts", "those that are held, vacant and so on: codes of `post`"),
    "honours": ("honours", "honours that were decided and not taken back"),
    "kept_back": ("records", "records that are shown only on the fixed public board"),
    "kept:RULE": ("times", "how often a rule was kept: codes of `rule`"),
    "missed:RULE": ("times", "how often it was missed"),
    "unknown:RULE": ("times", "how often nothing is stated"),
    "kept:RULE:YEAR": ("times", "how often a rule was kept in a year, where that can be told"),
    "missed:RULE:YEAR": ("times", "how often it was missed then"),
    "unknown:RULE:YEAR": ("times", "how often nothing is stated of it"),
    "KIND": ("records", "records of a kind: codes of `kind`"),
    "KIND:STATE": ("records", "those in a state, or with a fault: codes of the table of the kind"),
    "funds:in": ("fen", "money that came in, less what was given back"),
    "funds:assigned": ("fen", "what of it projects say that they have"),
    "funds:paid": ("fen", "what of that is paid, less what came back"),
    "funds:left": ("fen", "what is not yet assigned"),
    "funds:idle": ("fen", "what of that is idle"),
    "funds:back": ("fen", "money that projects gave back; not there where none did"),
    "funds:given_back": ("fen", "money that was given back to where it came from, likewise"),
    "purpose:PURPOSE": ("fen", "money that came in by what it is for: codes of `site.purposes`"),
}
"""The figures of places, by their names: what they count, and which; kinds have some of their own.

A name in capitals stands for a code. What is nothing is mostly not there: ask with `get`.
"""
