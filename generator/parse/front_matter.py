"""The two lines of three hyphens that fields stand between, and what is written in their place."""

from generator.base.messages import N_
from generator.base.patterns import pattern
from generator.base.problems import Place, Problem, problem
from generator.parse import field_names, field_synonyms

FENCE = "---"
_LIKE = pattern(
    r"[ \t\u3000\u00a0]*(?:[-—–―－─_]{2,}|—|\*{3,}|={3,}|~{3,}|\+{3,}|\.{3,})[ \t\u3000\u00a0]*"
    r"|[ \t]*---[ \t]+\S.*"
)
_OPENED = pattern(r"[ \t]*---[ \t]*[a-z][a-z_]*[ \t]*[:：].*")
_CLOSED = pattern(r"---[^-\s].*")
_FIELD = pattern(r"\s*[a-z][a-z_]*[ \t]*[:：].*")
_NAMED = pattern(r"\s*\w{1,20}[ \t]*[:：].*")

ALONE = N_("this line should be three hyphens and nothing else: no blank, no other sign, no text")
ABOVE = N_("the line of three hyphens above the first field is missing")
BELOW = N_("this field stands below the line that closes the fields")
YAML = N_("a .yaml file has fields only, without such lines and without a text below them")


def like(line: str) -> bool:
    """Tell whether a line was meant to be three hyphens, or is them."""
    return _LIKE.fullmatch(line) is not None


def wrong(file: str, line: int, reason: str) -> Problem:
    """Return the problem of a line, counted from 1."""
    return problem("P021", Place(file, line, 1), reason=f"\0:{reason}")


def inside(file: str, line: int, typed: str) -> Problem:
    """Return the problem of a line that was meant to close fields and does not."""
    yaml = typed.rstrip() == FENCE and not file.endswith(".md")
    return wrong(file, line, YAML if yaml else ALONE)


def opening(file: str, text: str) -> Problem | None:
    """Return what is wrong with the beginning of a text that does not begin with three hyphens."""
    lines = text.split("\n")
    at = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines[at].rstrip() == FENCE:
        return problem("P012", Place(file, at + 1, 1))
    if _OPENED.fullmatch(lines[at]):
        return wrong(file, at + 1, ALONE)
    if not (like(lines[at]) or _NAMED.fullmatch(lines[at])):
        return None
    below = next((line for line in lines[at + 1 :] if line.strip()), "")
    if like(lines[at]):
        return wrong(file, at + 1, ALONE) if _NAMED.fullmatch(below) else None
    closed = any(line.rstrip() == FENCE for line in lines[at + 1 :])
    if closed or _FIELD.fullmatch(lines[at]) or _of_record(file, lines[at]):
        return wrong(file, at + 1, ABOVE)
    return None


def _of_record(file: str, line: str) -> bool:
    """Tell whether a line names, in Chinese, a field of the kind of record that a file is."""
    model, name = field_names.model_of(file), pattern(r"[:：]").split(line)[0].strip()
    if model is None:
        return False
    return name in field_names.codes(model) or bool(field_synonyms.code(name, model.model_fields))


def closing(file: str, text: str) -> Problem:
    """Return what is wrong with a text whose fields are not closed."""
    lines = text.split("\n")
    at = next(
        (n for n, line in enumerate(lines) if n and (like(line) or _CLOSED.match(line))), None
    )
    return problem("P007", Place(file, 1, 1)) if at is None else wrong(file, at + 1, ALONE)
