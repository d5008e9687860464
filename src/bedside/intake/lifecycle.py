"""The life of an assessment: which event leads from which state to which.

The dict is the rule; `diagram` draws it for docs/lifecycle.md, and a test compares the two.
"""

from bedside.errors import Conflict

DRAFT, SUBMITTED, REVIEWED = "draft", "submitted", "reviewed"
DISCARDED, EXPIRED = "discarded", "expired"

LIFECYCLE: dict[str, dict[str, str]] = {
    DRAFT: {
        "answer": DRAFT,
        "back": DRAFT,
        "change": DRAFT,
        "claim": DRAFT,
        "submit": SUBMITTED,
        "discard": DISCARDED,
        "expire": EXPIRED,
    },
    SUBMITTED: {"review": REVIEWED},
    REVIEWED: {"undo_review": SUBMITTED},
    DISCARDED: {},
    EXPIRED: {},
}

_REFUSALS = {
    SUBMITTED: "This assessment was sent to the clinic and can no longer be changed.",
    REVIEWED: "This assessment was already reviewed.",
}


def after(state: str, event: str) -> str:
    """Return the state that `event` leads to. Raises Conflict when `state` does not allow it."""
    try:
        return LIFECYCLE[state][event]
    except KeyError:
        raise Conflict(_REFUSALS.get(state)) from None


def diagram() -> str:
    """Return the lifecycle as a Mermaid state diagram, one line a transition."""
    lines = ["stateDiagram-v2", f"    [*] --> {DRAFT}: start"]
    for state, events in LIFECYCLE.items():
        lines += [f"    {state} --> {then}: {event}" for event, then in events.items()]
        if not events:
            lines.append(f"    {state} --> [*]")
    return "\n".join(lines)
