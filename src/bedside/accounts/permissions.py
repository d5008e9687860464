"""Which role may do what: one table, read by every act and by nothing else.

The table answers only "may this kind of person do this at all". Whether this very object is within
their reach is decided where objects are read (`patients_visible_to` and its like), and whether the
object's state allows it by the room that owns the object.
"""

from bedside.audit.actor import Actor
from bedside.errors import Forbidden, Unauthenticated

_OWN_ACCOUNT = {
    "account.refresh",
    "account.sign_out",
    "account.change_password",
    "account.read",
}
_INTERVIEW = {
    "assessment.start",
    "assessment.answer",
    "assessment.back",
    "assessment.change",
    "assessment.read",
    "assessment.list",
    "assessment.discard",
}

ALLOWED: dict[str, frozenset[str]] = {
    # Nobody in particular. Whoever holds a draft is anonymous too: the draft's own token is what
    # lets them reach that one assessment.
    "anonymous": frozenset(
        _INTERVIEW
        | {
            "account.register",
            "account.sign_in",
            "account.refresh",
            "account.reset",
            "draft.begin",
            "facility.list",
            "patient.register",
        }
    ),
    "patient": frozenset(
        _OWN_ACCOUNT
        | _INTERVIEW
        | {
            "assessment.claim",
            "assessment.submit",
            "audit.read",
            "facility.list",
            "patient.change",
            "patient.read",
        }
    ),
    "doctor": frozenset(
        _OWN_ACCOUNT
        | {
            "assessment.list",
            "assessment.read",
            "assessment.review",
            "assessment.undo_review",
            "facility.list",
            "patient.list",
            "patient.read",
            "worklist.read",
        }
    ),
    "administrator": frozenset(
        _OWN_ACCOUNT
        | {
            "account.approve",
            "account.disable",
            "account.enable",
            "account.list",
            "account.register",
            "account.reset_link",
            "audit.read",
            "audit.verify",
            "counts.read",
            "facility.change",
            "facility.create",
            "facility.list",
            "facility.staff",
            "knowledge.read",
            "knowledge.sign_off",
            "patient.list",
        }
    ),
    # The `bedside` command, run by whoever holds the machine and the root key.
    "system": frozenset(
        {
            "account.approve",
            "account.list",
            "account.register",
            "account.reset_link",
            "audit.read",
            "audit.verify",
            "draft.expire",
            "facility.change",
            "facility.create",
            "facility.list",
            "facility.staff",
            "knowledge.read",
            "patient.register",
        }
    ),
}

ACTIONS: frozenset[str] = frozenset().union(*ALLOWED.values())
"""Every action there is; an act with another name is a programming error."""


def require(action: str, *, by: Actor) -> None:
    """Return if `by` may do `action`.

    Raises Unauthenticated for nobody in particular, Forbidden for a role that lacks it.
    """
    if action in ALLOWED[by.role]:
        return
    raise Unauthenticated if by.role == "anonymous" else Forbidden
