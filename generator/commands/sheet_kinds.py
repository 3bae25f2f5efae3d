"""Kinds of record as people name them for sheets: by folder, by word, by what they are called."""

from pathlib import Path

from generator.base.messages import CHINESE
from generator.base.problems import Place, Problem, problem
from generator.base.spelling import nearest
from generator.model.kinds.registry import KINDS
from generator.records.batches import walk


def known(language: str) -> list[str]:
    """Return what may be typed for each kind, in a language."""
    if language == CHINESE:
        return [kind.called[1].partition("、")[0] for kind in KINDS.values()]
    return [*KINDS]


def named(word: str) -> str | None:
    """Return the folder of the kind that is meant, None if there is none."""
    for folder, kind in KINDS.items():
        words = (
            folder,
            kind.new.word if kind.new else "",
            *kind.called,
            *kind.called[1].split("、"),
        )
        if word.strip().casefold() in words:
            return folder
    return None


def unknown(root: Path, content: str, under: str) -> list[Problem]:
    """Return that there is no unit `under`, if one is asked for and there is none."""
    if not under:
        return []
    units = walk(root, content).ids["units"]
    if under in units:
        return []
    values = {"value": under, "nearest": nearest(under, units)}
    return [problem("P201", Place(f"{content}/units"), **values)]
