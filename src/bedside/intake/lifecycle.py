"""The life of an assessment: which event leads from which state to which.

The dict is the rule; `diagram` draws it for docs/lifecycle.md, and a test compares the two.
"""

from bedside.errors import Conflict

DRAFT, SUBMITTED, REVIEWED = "draft", "submitted", "reviewed"
IN_REVIEW, NEEDS_INFORMATION, CLOSED = "in_review", "needs_information", "closed"
DISCARDED, EXPIRED = "discarded", "expired"

WAITING = (SUBMITTED, IN_REVIEW, NEEDS_INFORMATION)
"""Sent, and no doctor has finished with it."""
SENT = (*WAITING, REVIEWED, CLOSED)
"""Everything that a clinic may see."""

UNREAD = ("spoken", "sent-again", "elsewhere")
"""Why a doctor has finished with one that does not open: they have spoken with the patient, who has
sent another one, or whom somebody else looks after. What was said then belongs into a note."""

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
    SUBMITTED: {"take": IN_REVIEW, "review": REVIEWED},
    IN_REVIEW: {
        "release": SUBMITTED,
        "take_over": IN_REVIEW,
        "ask": NEEDS_INFORMATION,
        "review": REVIEWED,
    },
    NEEDS_INFORMATION: {
        "reply": IN_REVIEW,
        "withdraw": IN_REVIEW,
        "take_over": NEEDS_INFORMATION,
        "review": REVIEWED,
    },
    REVIEWED: {"undo_review": IN_REVIEW, "close": CLOSED},
    CLOSED: {"reopen": REVIEWED},
    DISCARDED: {},
    EXPIRED: {},
}

_REFUSALS = {
    SUBMITTED: "This assessment was sent to the clinic and can no longer be changed.",
    IN_REVIEW: "A doctor is reviewing this assessment.",
    NEEDS_INFORMATION: "A doctor is reviewing this assessment and has asked the patient something.",
    CLOSED: "This assessment is closed.",
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
