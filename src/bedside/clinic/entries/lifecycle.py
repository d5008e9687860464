"""What may become of an entry: which event leads from which state to which, as a dict."""

from collections.abc import Mapping

from bedside.errors import Conflict

ACTIVE, ENDED, ERROR = "active", "ended", "entered-in-error"
AS_BEFORE = "as before"
"""Back to the state that the entry had before it was marked as an error."""

Lifecycle = Mapping[str, Mapping[str, str]]

LIFECYCLE: Lifecycle = {
    ACTIVE: {"change": ACTIVE, "end": ENDED, "mark_as_error": ERROR},
    ENDED: {"change": ENDED, "reinstate": ACTIVE, "mark_as_error": ERROR},
    ERROR: {"reinstate": AS_BEFORE},
}
"""The life of an allergy, a medicine, a problem and an alert."""

_REFUSALS = {
    ENDED: "This was ended already.",
    ERROR: "This was marked as entered in error. Reinstate it first.",
}


def after(lifecycle: Lifecycle, state: str, event: str, *, before_error: str) -> str:
    """Return the state that `event` leads to. Raises Conflict when `state` does not allow it."""
    try:
        then = lifecycle[state][event]
    except KeyError:
        raise Conflict(_REFUSALS.get(state)) from None
    return before_error if then == AS_BEFORE else then
