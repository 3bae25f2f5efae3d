"""The words for codes in templates, by table: `state|label("meetings")`; kinds bring their own."""

from collections.abc import Collection, Mapping

from generator.base.messages import N_
from generator.model import settings
from generator.model.kinds.declaration import KindError, Words
from generator.model.kinds.registry import COMMAND, KINDS, LISTS
from generator.model.schedule import STAGES
from generator.pages.shown_changes import UNCOMMITTED
from generator.records import duties, git_history

ALONE = {
    "late": N_("past their plan"),
    "mended": N_("finished late"),
    "undated": N_("without the dates to tell if late"),
    "now": N_("of this year"),
    "paid": N_("paid for"),
    "planned_unknown": N_("planned money not stated"),
    "paid_unknown": N_("paid money not stated"),
}
"""What of a village's projects can be shown alone, beside those of a stage: `counted.PICKED`."""


NOT_YET = N_("the record has not been committed yet, or lies in a repository of its own")


def tables() -> dict[str, dict[str, str]]:
    """Return the words for codes, by table: those of the kinds, and those of no kind.

    `kind` has every kind with lists, `section` those of them on the page of duties; a kind's folder
    the states of its records; `page` what pages that folders lead to are called, by address.

    Raises KindError where two kinds have a table of one name.
    """
    found: dict[str, Words] = {
        "tile": settings.TILES,
        "kind": {kind: lists.name for kind, lists in LISTS.items()},
        "section": {kind: LISTS[kind].name for kind in COMMAND},
        "page": {
            "index.html": N_("Home"),
            "sitemap.html": N_("Site map"),
            "az/index.html": N_("Places from A to Z"),
            "data/index.html": N_("Data to take away"),
            "lists/projects/index.html": N_("Lists of projects"),
            "lists/commendations/index.html": N_("Commendations"),
            "lists/documents/index.html": N_("Policies and decisions"),
            **{f"lists/{kind}/index.html": lists.name for kind, lists in LISTS.items()},
        },
        "news": {
            f"{kind.folder}:{step}": word
            for kind in KINDS.values()
            if kind.news
            for step, word in kind.news.words.items()
        },
        "news_until": {
            f"{kind.folder}:{step}": word
            for kind in KINDS.values()
            if kind.news
            for step, word in kind.news.until.items()
        },
        "due": {
            f"{kind.folder}:{what}": word
            for kind in KINDS.values()
            if kind.due_dates
            for what, word in kind.due_dates.words.items()
        },
        "unknown_changes": {**git_history.UNKNOWN, UNCOMMITTED: NOT_YET},
        "record_kind": {kind.folder: kind.new.says for kind in KINDS.values() if kind.new},
        "rule": duties.RULES,
        "rule_state": duties.STATES,
        "only": {**ALONE, **{code: words[0] for code, words in STAGES.items()}},
    }
    for kind in KINDS.values():
        taken = kind.words().keys() & found
        if taken:
            raise KindError(f"the kind “{kind.folder}” has the table of words “{min(taken)}”")
        found.update(kind.words())
    return {
        table: {code: word if isinstance(word, str) else word[0] for code, word in words.items()}
        for table, words in found.items()
    }


LABELS: Mapping[str, Mapping[str, str]] = tables()
ALERTS: Mapping[str, Collection[str]] = {
    **{table: codes for kind in KINDS.values() for table, codes in kind.alerts.items()},
    "news": {
        f"{kind.folder}:{step}" for kind in KINDS.values() if kind.news for step in kind.news.alerts
    },
}
"""The codes that need someone's attention, by table."""
