"""Codes with which somebody who was registered for them opens their own account, once.

A code travels on paper, so it is short enough to be typed (98 bits of chance all the same) and the
paper may be found by somebody else: whoever uses it also says the birth date, and a few wrong ones
end the code. Whoever holds the record compares the birth date; this room knows none.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from bedside.accounts import acts, proofs
from bedside.accounts.models import Invitation, State, User
from bedside.accounts.new_passwords import set_password
from bedside.accounts.passwords import PasswordHash
from bedside.errors import Conflict, NotFound

LASTS = timedelta(days=14)
"""Long enough for a letter (no source)."""
MOST_TRIES = 5
"""Birth dates that may be tried with one code."""
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that are mistaken for one another, and without U, so that no words come of it."""
_GROUPS, _GROUP = 5, 4

Access = Literal["none", "not-opened", "invited", "open", "closed"]
"""How somebody's own account stands: there is none, nobody has opened it yet, a code for that is
out, they can sign in, or an administrator closed it."""


@dataclass(frozen=True)
class Invited:
    """A new code, which nobody can read again, and until when it opens the account."""

    code: str
    expires_at: datetime


@dataclass(frozen=True)
class AccessView:
    """How a patient's own account stands; `until` is how long the code is good, if one is out."""

    state: Access
    until: datetime | None = None


def invite(user: User) -> Invited:
    """Make a code for an account that nobody has opened yet; earlier ones are void from now on.

    Only inside an act. Raises Conflict when the account is closed, or open already.
    """
    doing, now = acts.under_way(), timezone.now()
    must_be_unopened(user)
    Invitation.objects.filter(user=user, used_at=None).update(used_at=now)
    code = "".join(secrets.choice(_LETTERS) for _ in range(_GROUPS * _GROUP))
    row = Invitation.objects.create(
        hash=proofs.fingerprint(code),
        user=user,
        by_id=doing.by.user,
        created_at=now,
        expires_at=now + LASTS,
    )
    return Invited(written(code), row.expires_at)


def must_be_unopened(user: User) -> None:
    """Raise Conflict when an account is closed, or when its owner has a password already."""
    if user.state == State.DISABLED:
        raise Conflict("This account was closed. An administrator can open it again.")
    if user.has_usable_password():
        raise Conflict(
            "They have opened their account already. An administrator can make a link for"
            " somebody who forgot the password."
        )


def find_invitation(code: str) -> Invitation:
    """Return a code that is good, with its account, and count a try of it.

    The try is counted before anything is compared, so that many at once get no more of them.
    Raises NotFound for a code that is unknown, used, replaced, too old or tried too often.
    """
    good = _good(code)
    if not good.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1):
        raise _no_such_code()
    row = good.select_related("user").first()
    if row is None or row.user.state == State.DISABLED:
        raise _no_such_code()
    return row


def forget_try(row: Invitation) -> None:
    """Take back that a code was tried: the birth date was right."""
    Invitation.objects.filter(pk=row.pk).update(tries=F("tries") - 1)


def take_up(row: Invitation, password: PasswordHash) -> None:
    """Use a code up: its account has this password from now on. Only inside an act.

    Raises NotFound when somebody else was faster with the code.
    """
    acts.under_way()
    if not Invitation.objects.filter(pk=row.pk, used_at=None).update(used_at=timezone.now()):
        raise _no_such_code()
    set_password(row.user, password, keep=None)


def access_of(patient: UUID) -> AccessView:
    """Return how the own account of a patient stands, for those who may know the patient."""
    user = User.objects.filter(patient=patient).first()
    if user is None:
        return AccessView("none")
    if user.state == State.DISABLED:
        return AccessView("closed")
    if user.has_usable_password():
        return AccessView("open")
    open_ones = Invitation.objects.filter(user=user, used_at=None, tries__lt=MOST_TRIES)
    row = open_ones.filter(expires_at__gt=timezone.now()).first()
    return AccessView("invited", row.expires_at) if row else AccessView("not-opened")


def written(code: str) -> str:
    """Return a code as it is written down: in groups of four."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def _good(code: str) -> QuerySet[Invitation]:
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    found = Invitation.objects.filter(hash=proofs.fingerprint(typed), used_at=None)
    return found.filter(expires_at__gt=timezone.now())


def _no_such_code() -> NotFound:
    return NotFound("This code was used, replaced, tried too often or is too old. Ask the clinic.")
