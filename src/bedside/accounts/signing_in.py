"""Signing in and out.

Whatever is wrong (no such account, wrong password, wrong role, not approved yet, disabled) the
answer, its cost and its trace in the counters are the same: only the audit log, by id, knows more.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bedside.accounts import access, emails, passwords, proofs, refreshing, sessions, throttle
from bedside.accounts.acts import act, prepared_act
from bedside.accounts.models import Attempt, Session, State, User
from bedside.accounts.passwords import PasswordHash
from bedside.accounts.users import find_by_email
from bedside.audit.actor import Actor
from bedside.errors import Throttled, Unauthenticated
from bedside.locking import held

WRONG = "The email or the password is not right, or the account is not open."


@dataclass(frozen=True)
class SignedIn:
    """A new session and every proof of it; the door hands out the ones its client needs."""

    user: User
    actor: Actor
    session_id: UUID
    sid: str
    access: str
    access_expires: datetime
    refresh: str
    device: str
    """What to keep in the device cookie."""


def sign_in(
    *, email: str, password: str, role: str | None, address: str, device: str = ""
) -> SignedIn:
    """Open a session. `role` limits it to accounts of that role; `device` is the device cookie.

    Raises Unauthenticated, always with the same sentence, and Throttled.
    """
    device = device if proofs.looks_like_one(device) else proofs.new()
    by = Actor.anonymous(address, proofs.fingerprint(device))
    with prepared_act("account.sign_in", by=by) as doing:
        user = find_by_email(email)
        if user is not None:
            doing.on(user=user.id)
        tried = _tried(email, user, by)
        attempt = throttle.begin(tried)
        checked = _require_right(user, password, role, attempt)
        with throttle.unless_repeated(attempt), doing.commit():
            user = _still_the_same(checked)
            attempt.delete()
            session, sid = sessions.open_session(user, device=by.device)
            doing.on(session=session.id)
            doing.note(new_device=not tried.device)
            return _proofs(session, sid, address, device)


def sign_out(*, by: Actor, everywhere: bool = False) -> None:
    """End the actor's session, or all of that person's; every proof of it is void at once."""
    with act("account.sign_out", by=by) as doing:
        if by.user is None or by.session is None:
            raise Unauthenticated
        mine = Session.objects.filter(user=by.user)
        ended = sessions.end(mine if everywhere else mine.filter(id=by.session), "signed_out")
        doing.note(sessions=ended)


def _tried(email: str, user: User | None, by: Actor) -> throttle.Tried:
    known = user is not None and sessions.knows_device(user, by.device)
    return throttle.Tried(
        Attempt.Kind.SIGN_IN,
        address=by.address,
        account=emails.index_of_anything(email),
        device=by.device if known else "",
    )


@dataclass(frozen=True)
class _Checked:
    """An account whose password was right, and the renewed hash if the stored one was old."""

    user: User
    renewed: PasswordHash | None


def _require_right(
    user: User | None, password: str, role: str | None, attempt: Attempt
) -> _Checked:
    """Compare, at the same cost for everybody. Raises Unauthenticated."""
    try:
        right, renewed = passwords.matches(password, user.password if user else None)
    except Throttled:
        attempt.delete()  # too busy to compare: nothing was tried
        raise
    if user is None or not right or not user.is_active or role not in {None, user.role}:
        raise Unauthenticated(WRONG)
    return _Checked(user, renewed)


def _still_the_same(checked: _Checked) -> User:
    """Return the account, locked, unless it was closed or changed while the hash was computed."""
    rows = held(User.objects.filter(id=checked.user.id, state=State.ACTIVE))
    user = rows.filter(password=checked.user.password, role=checked.user.role).first()
    if user is None:
        raise Unauthenticated(WRONG)
    if checked.renewed is not None:
        user.password = checked.renewed
        user.save(update_fields=["password"])
    return user


def _proofs(session: Session, sid: str, address: str, device: str) -> SignedIn:
    token, expires = access.issue(session)
    return SignedIn(
        user=session.user,
        actor=sessions.actor_of(session, address=address),
        session_id=session.id,
        sid=sid,
        access=token,
        access_expires=expires,
        refresh=refreshing.first_refresh_token(session),
        device=device,
    )
