"""Whether an account is open: approving, enabling and disabling, by administrators."""

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from bedside import outbox
from bedside.accounts import approvals, sessions
from bedside.accounts.acts import act
from bedside.accounts.models import Role, Session, State, User
from bedside.accounts.telling import APPROVED
from bedside.audit.actor import Actor
from bedside.errors import Conflict, NotFound
from bedside.locking import held

LIFECYCLE: dict[State, dict[str, State]] = {
    State.PENDING: {"approve": State.ACTIVE, "disable": State.DISABLED},
    State.ACTIVE: {"disable": State.DISABLED},
    State.DISABLED: {"enable": State.ACTIVE},
}
"""What each state allows, and where it leads."""


def approve(user_id: UUID, *, checked: Collection[str], by: Actor) -> User:
    """Open an account that waited, saying what was `checked` (codes of `approvals.CHECKS`).

    Raises NotFound, Conflict, and Invalid when nothing was checked.
    """
    with act("account.approve", by=by) as doing:
        doing.on(user=user_id)
        codes = approvals.good_checks(checked)
        doing.note(**dict.fromkeys(codes, True))
        user = _change(_locked(user_id), "approve")
        approvals.record(user, codes, by.user)
        if by.role == "administrator":  # whoever does it at the machine tells them by themselves
            outbox.put(APPROVED, key=f"{APPROVED}:{user.id}", subject={"user": user.id})
        return user


def enable(user_id: UUID, *, by: Actor) -> User:
    """Open a disabled account again. Raises NotFound, Conflict."""
    with act("account.enable", by=by) as doing:
        doing.on(user=user_id)
        return _change(_locked(user_id), "enable")


def disable(user_id: UUID, *, by: Actor) -> User:
    """Close an account and end its sessions at once.

    Raises NotFound, and Conflict for the last active administrator: nobody could open it again.
    """
    with act("account.disable", by=by) as doing:
        doing.on(user=user_id)
        user = _locked(user_id)
        if user.role == Role.ADMINISTRATOR and user.is_active:
            _require_another_administrator(user)
        doing.note(sessions=sessions.end(Session.objects.filter(user=user), "disabled"))
        user.shut_at = timezone.now()
        return _change(user, "disable")


def _locked(user_id: UUID) -> User:
    # Administrators are locked together and in one order: two who disable each other at the same
    # moment take turns, and the second is refused.
    rows = held(User.objects.order_by("id"))
    administrators = {user.id: user for user in rows.filter(role=Role.ADMINISTRATOR)}
    user = administrators.get(user_id) or rows.filter(id=user_id).first()
    if user is None:
        raise NotFound
    return user


def _require_another_administrator(user: User) -> None:
    others = User.objects.filter(role=Role.ADMINISTRATOR, state=State.ACTIVE).exclude(id=user.id)
    if not others.exists():
        raise Conflict("This is the last active administrator.")


def _change(user: User, event: str) -> User:
    allowed = LIFECYCLE[State(user.state)]
    if event not in allowed:
        raise Conflict
    user.state = allowed[event]
    user.version += 1
    user.save(update_fields=["state", "shut_at", "version"])
    return user
