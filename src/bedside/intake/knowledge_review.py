"""That the operator's own reviewer has signed off a version of the medical knowledge.

The items of the knowledge say that no clinician has reviewed them, wherever Bedside is run. An
operator has a clinician read them, and puts that on record here: an event of the audit log's system
chain that names the version, the reviewer's account and their registration. A changed knowledge is
another version, and unsigned again. The log takes codes and ids only, so what the reviewer wrote
stays with the operator.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from bedside import accounts
from bedside.accounts.acts import act
from bedside.accounts.models import Role, User
from bedside.assessment import load
from bedside.audit import Actor, Event
from bedside.errors import Conflict, Invalid

_SIGN_OFF = "knowledge.sign_off"
_REGISTRATION = re.compile(r"[A-Za-z0-9_.:+/-]{2,80}")


_NOBODY = "somebody without an account"


@dataclass(frozen=True)
class SignOff:
    """Who answers for a version, under which registration, who entered it, and when."""

    reviewer: str
    registration: str
    entered_by: str
    at: datetime


def sign_off(version: str, *, reviewer: UUID, registration: str, by: Actor) -> None:
    """Record that `reviewer` (a doctor's active account) has signed off this version.

    Raises Conflict when this Bedside runs another version, and Invalid.
    """
    with act(_SIGN_OFF, by=by) as doing:
        doing.on(knowledge=load().version, reviewer=reviewer)
        if version != load().version:
            raise Conflict(f"This Bedside runs knowledge {load().version}, and no other is signed.")
        if not User.objects.filter(id=reviewer, role=Role.DOCTOR, state="active").exists():
            raise Invalid(fields={"reviewer": "Name a doctor's active account."})
        if not _REGISTRATION.fullmatch(registration):
            raise Invalid(
                fields={"registration": "Use 2 to 80 of letters, digits and _ . : + / - only."}
            )
        doing.note(registration=registration)


def sign_offs(version: str, *, by: Actor) -> list[SignOff]:
    """Return the sign-offs of this version, the newest first."""
    with act("knowledge.read", by=by) as doing:
        doing.on(knowledge=version)
        return signed_off(version)


def signed_off(version: str) -> list[SignOff]:
    """Return the sign-offs of a version, the newest first, inside an act that may tell."""
    events = list(_events(version).order_by("-at", "-seq"))
    reviewers = [UUID(event.objects_touched["reviewer"]) for event in events]
    entered = [event.actor_user for event in events]
    names = accounts.names_of({user for user in (*reviewers, *entered) if user})
    return [
        SignOff(
            accounts.named(reviewer, names) or _NOBODY,
            event.details["registration"],
            accounts.named(event.actor_user, names) or _NOBODY,
            event.at,
        )
        for event, reviewer in zip(events, reviewers, strict=True)
    ]


def is_signed_off(version: str) -> bool:
    """Has the operator's own reviewer signed off this version?"""
    return _events(version).exists()


def _events(version: str) -> QuerySet[Event]:
    return Event.objects.filter(
        action=_SIGN_OFF, outcome="done", objects_touched__knowledge=version
    )
