"""Which role may do what: one table, read by every act and by nothing else.

Each room declares its own verbs in its `verbs.py`; they are put together here when Bedside starts.
The table answers only "may this kind of person do this at all". Whether this very object is within
their reach is decided where objects are read (`patients_visible_to` and its like), and whether the
object's state allows it by the room that owns the object.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import get_args

from bedside.audit.actor import Actor, Role
from bedside.errors import BedsideError, Forbidden, Unauthenticated

Verbs = Mapping[str, Collection[Role]]
"""A room's table: each verb, and the roles that may do it."""
READINGS = frozenset({"export", "list", "read", "search", "verify"})
"""How the verbs begin that only look, such as `chart.read_own`."""
Rule = Callable[[str], object]
"""Raises a BedsideError when a noun as it stands does not allow the event that is named."""

ALLOWED: dict[Role, set[str]] = {role: set() for role in get_args(Role)}
ACTIONS: set[str] = set()
"""Every action there is; an act with another name is a programming error."""


def declare(*tables: Verbs) -> None:
    """Put the rooms' tables together, in place of what was declared before.

    Raises ValueError for a verb that two rooms declare.
    """
    verbs = [verb for table in tables for verb in table]
    if len(set(verbs)) < len(verbs):
        raise ValueError("Two rooms declare the same verb.")
    ACTIONS.clear()
    ACTIONS.update(verbs)
    for role, allowed in ALLOWED.items():
        allowed.clear()
        allowed.update(v for table in tables for v, roles in table.items() if role in roles)


def may(action: str, *, by: Actor) -> bool:
    """Whether the role of `by` may do `action` at all."""
    return action in ALLOWED[by.role]


def only_reads(action: str) -> bool:
    """Whether an act changes nothing but the log, as its name says."""
    return action.rpartition(".")[2].partition("_")[0] in READINGS


def open_to(by: Actor, noun: str, events: Iterable[str], *, rule: Rule) -> frozenset[str]:
    """Return those of `events` that `by` may do with a `noun` now, for a view's `may`.

    `events` are what the noun's state allows; the act of an event is called `noun.event`. `rule`
    is asked about each event that the role may do, and raises a BedsideError where it refuses.
    """
    return frozenset(
        event for event in events if may(f"{noun}.{event}", by=by) and not _refuses(rule, event)
    )


def _refuses(rule: Rule, event: str) -> bool:
    try:
        rule(event)
    except BedsideError:
        return True
    return False


def require(action: str, *, by: Actor) -> None:
    """Return if `by` may do `action`.

    Raises Unauthenticated for nobody in particular, Forbidden for a role that lacks it.
    """
    if may(action, by=by):
        return
    raise Unauthenticated if by.role == "anonymous" else Forbidden
