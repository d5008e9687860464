"""What is raised, and put on record, when something sealed does not open."""

from uuid import UUID

from django.db import transaction

from bedside.audit.actor import Actor
from bedside.errors import Damaged, NotFound
from bedside.vault.context import Context


class BrokenSeal(Damaged):
    """A sealed text did not open. `reason` is a code; `context` says which text it was."""

    def __init__(self, context: Context, reason: str) -> None:
        super().__init__()
        self.context = context
        self.reason = reason


class KeyDestroyed(NotFound):
    """The patient was erased: their data key is gone, and with it everything sealed for them."""


def report_damage(error: Damaged, *, by: Actor, chain: UUID) -> None:
    """Record in the audit log that something did not open, in a transaction of its own.

    Called by whoever ran the act, after its own transaction was rolled back.
    """
    # Late, since the errors of this module are needed before Django has loaded any model.
    from bedside.audit.log import append

    place = error.context if isinstance(error, BrokenSeal) else None
    with transaction.atomic():
        append(
            "vault.damaged",
            by=by,
            chain=chain,
            outcome="failed",
            subjects=[place.patient] if place and place.patient else [],
            objects={place.kind: place.document} if place else {},
            details={"reason": error.reason if isinstance(error, BrokenSeal) else "unknown"},
        )
