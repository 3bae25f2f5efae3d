"""What is said of something of a project that is worth a look, and of the measure it is told by."""

from collections.abc import Callable, Mapping

from generator.base.messages import N_
from generator.model.kinds.kind import View

_COST = N_(
    "Measure: more than %(times)s times the median, or less than that part of it, among at least"
    " %(n)s projects"
)
_SAID: Mapping[str, tuple[str, str]] = {
    "above_bid": (
        N_("Settled at CNY %(settled)s, %(percent)s%% above the bid of CNY %(bid)s."),
        N_("Measure: more than %(percent)s%% above the bid"),
    ),
    "audited_above_bid": (
        N_("Audited at CNY %(settled)s, %(percent)s%% above the bid of CNY %(bid)s."),
        N_("Measure: more than %(percent)s%% above the bid"),
    ),
    "many_changes": (
        N_("The plan was changed %(n)s times."),
        N_("Measure: %(n)s times or more"),
    ),
    "early_payment": (
        N_(
            "The first payment of %(paid)s lies %(n)s days before the start of the work, %(start)s."
        ),
        N_("Measure: more than %(n)s days before the start"),
    ),
    "share": (
        N_(
            "%(who)s has %(n)s of the %(all)s projects with a contractor and a plan of their money"
            " in %(place)s, %(percent)s%% of that money."
        ),
        N_("Measure: %(percent)s%% or more, where there are at least %(n)s such projects"),
    ),
    "split": (
        N_(
            "%(who)s has %(n)s like projects here, each below CNY %(below)s, together CNY"
            " %(together)s."
        ),
        N_("Measure: %(n)s projects or more that each lie below CNY %(below)s and together do not"),
    ),
    "per_household": (
        N_(
            "Planned at CNY %(cost)s a household; the median of %(n)s like projects of the county"
            " is CNY %(median)s."
        ),
        _COST,
    ),
    "per_kilometre": (
        N_(
            "Planned at CNY %(cost)s a kilometre; the median of %(n)s like projects of the county"
            " is CNY %(median)s."
        ),
        _COST,
    ),
}
"""What is said, by the sort of it, and its measure."""
_NAMES = {"number": "n", "days": "n", "projects": "n", "contractor": "who"}
"""What numbers and names are called in these texts, where a flag or the settings say otherwise."""


def filters(
    words: Callable[[str], str], day: Callable[[str], str]
) -> dict[str, Callable[[View], str]]:
    """Return the filters that say what is worth a look, in the language of `words` and `day`."""

    def flag_said(each: View) -> str:
        """What is worth a look, in a sentence: `each|flag_said` for each of `flags`."""
        values = {_NAMES.get(name, name): value for name, value in each["values"].items()}
        values |= {name: day(values[name]) for name in ("paid", "start") if name in values}
        return words(_SAID[each["sort"]][0]) % values

    def flag_measure(each: View) -> str:
        """By which measure that is told: `each|flag_measure`."""
        numbers = {_NAMES.get(name, name): value for name, value in each["measure"].items()}
        return words(_SAID[each["sort"]][1]) % numbers

    return {"flag_said": flag_said, "flag_measure": flag_measure}
