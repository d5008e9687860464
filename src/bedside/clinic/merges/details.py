"""What two profiles of one person come to, detail by detail.

What only one of them says is taken; needs and former names of both are kept; where both say
something else, a person has to choose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bedside import limits
from bedside.clinic.patients.profile import CHANGEABLE, Profile
from bedside.errors import Invalid

KEPT, REPLACED = "kept", "replaced"
"""Which of the two records a detail is taken from."""
SAME, BOTH, CHOOSE = "same", "both", "choose"
JOINED = frozenset({"needs", "former_names"})
"""The details of which both are kept."""


@dataclass(frozen=True)
class Detail:
    """One detail of a profile: what each record says, and what becomes of it.

    `outcome` is SAME, KEPT or REPLACED where only that record says something, BOTH for those of
    JOINED, or CHOOSE.
    """

    field: str
    kept: Any
    replaced: Any
    outcome: str


def details_of(kept: Profile, replaced: Profile) -> tuple[Detail, ...]:
    """Return what becomes of each detail, in the order of a profile."""
    return tuple(
        Detail(name, mine, theirs, _outcome(name, mine, theirs))
        for name in CHANGEABLE
        for mine, theirs in [(getattr(kept, name), getattr(replaced, name))]
    )


def changes_by(kept: Profile, replaced: Profile, choices: Mapping[str, str]) -> dict[str, Any]:
    """Return what changes in the profile that is kept; `choices` say KEPT or REPLACED by field.

    Raises Invalid naming each detail that has to be chosen and was not, or that there is nothing to
    choose of.
    """
    details = details_of(kept, replaced)
    open_ones = {one.field for one in details if one.outcome == CHOOSE}
    bad = {
        name: "Choose which one is right."
        for name in open_ones
        if choices.get(name) not in (KEPT, REPLACED)
    }
    bad |= {name: "There is nothing to choose here." for name in set(choices) - open_ones}
    if bad:
        raise Invalid(fields=bad)
    taken = {one.field: _taken(one, choices) for one in details}
    return {name: value for name, value in taken.items() if value != getattr(kept, name)}


def _taken(one: Detail, choices: Mapping[str, str]) -> Any:
    outcome = choices.get(one.field, one.outcome)
    if outcome == BOTH:
        joined = tuple(dict.fromkeys((*one.kept, *one.replaced)))
        return joined[: limits.FORMER_NAMES] if one.field == "former_names" else joined
    return one.replaced if outcome == REPLACED else one.kept


def _outcome(name: str, mine: Any, theirs: Any) -> str:
    if mine == theirs:
        return SAME
    if not theirs:
        return KEPT
    if not mine:
        return REPLACED
    return BOTH if name in JOINED else CHOOSE
