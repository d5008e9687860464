"""Which role may do what: one table, read by every act and by nothing else.

Each room declares its own verbs in its `verbs.py`; they are put together here when Bedside starts.
The table answers only "may this kind of person do this at all". Whether this very object is within
their reach is decided where objects are read (`patients_visible_to` and its like), and whether the
object's state allows it by the room that owns the object.
"""

from collections.abc import Collection, Mapping
from typing import get_args

from bedside.audit.actor import Actor, Role
from bedside.errors import Forbidden, Unauthenticated

Verbs = Mapping[str, Collection[Role]]
"""A room's table: each verb, and the roles that may do it."""

ALLOWED: dict[Role, set[str]] = {role: set() for role in get_args(Role)}
ACTIONS: set[str] = set()
"""Every action there is; an act with another name is a programming error."""


def declare(verbs: Verbs) -> None:
    """Add a room's verbs. Raises ValueError for one that another room has declared."""
    if repeated := ACTIONS & verbs.keys():
        raise ValueError(f"declared twice: {', '.join(sorted(repeated))}")
    ACTIONS.update(verbs)
    for verb, roles in verbs.items():
        for role in roles:
            ALLOWED[role].add(verb)


def may(action: str, *, by: Actor) -> bool:
    """Whether the role of `by` may do `action` at all."""
    return action in ALLOWED[by.role]


def require(action: str, *, by: Actor) -> None:
    """Return if `by` may do `action`.

    Raises Unauthenticated for nobody in particular, Forbidden for a role that lacks it.
    """
    if may(action, by=by):
        return
    raise Unauthenticated if by.role == "anonymous" else Forbidden
