"""What an administrator looked at before an account was opened: codes, by whom and when.

It is kept apart from the audit log because it is answered on a page for as long as the person works
here: "who let this doctor in, and on what?" The log holds the same codes, as evidence.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from bedside.accounts.models import Approval, User
from bedside.accounts.naming import names_of
from bedside.errors import Invalid

CHECKS = {
    "identity": "Saw who they are, in person or by a document with a picture",
    "licence": "Found their licence number in the register",
    "employment": "Was told by the employer that they work here",
    "other": "Something else that the clinic asks for",
}
"""Each code of what can be checked, in words. Which of them a clinic needs is the clinic's rule."""


@dataclass(frozen=True)
class Approved:
    """That an account was approved. `by` is None for the command line; see `names_of` for None."""

    checked: tuple[str, ...]
    at: datetime
    by: UUID | None
    by_name: str | None


def good_checks(checked: Collection[str]) -> list[str]:
    """Return the codes in the order of CHECKS. Raises Invalid without any, and for others."""
    if not checked:
        raise Invalid(fields={"checked": "Say what you have checked: at least one of the list."})
    if not CHECKS.keys() >= set(checked):
        raise Invalid(fields={"checked": "Choose from the list of what can be checked."})
    return [code for code in CHECKS if code in checked]


def approvals_of(users: Collection[UUID]) -> dict[UUID, Approved]:
    """Return how each account was approved, with two queries; those never approved are left out.

    Who belongs where is no secret to an administrator, and whoever calls is inside an act on these
    accounts.
    """
    rows = list(Approval.objects.filter(user__in=users))
    named = names_of([row.by_id for row in rows if row.by_id])
    return {row.user_id: _shown(row, named) for row in rows}


def record(user: User, checked: list[str], by: UUID | None) -> None:
    """Keep what was checked, inside the act that approves."""
    said = {"by_id": by, "checked": checked, "at": timezone.now()}
    Approval.objects.update_or_create(user=user, defaults=said)


def _shown(row: Approval, named: dict[UUID, str | None]) -> Approved:
    name = named.get(row.by_id) if row.by_id else None
    return Approved(tuple(row.checked), row.at, row.by_id, name)
