"""Sessions: the one row behind a browser's cookie, an access token and a refresh token.

Everything is asked of the row and of its user's row at every use, so ending a session, disabling an
account or changing a role takes hold with the next request, in every process.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from bedside.accounts import proofs
from bedside.accounts.models import Role, Session, User
from bedside.audit.actor import Actor
from bedside.audit.actor import Role as ActorRole
from bedside.errors import Unauthenticated
from bedside.statements import Column, columns, fetch, instance, listed

IDLE = {
    Role.PATIENT: timedelta(hours=2),
    Role.DOCTOR: timedelta(minutes=15),
    Role.RECEPTIONIST: timedelta(minutes=15),
    Role.ADMINISTRATOR: timedelta(minutes=15),
}
"""Without a request for this long, a session no longer opens anything."""

LIFETIME = {
    Role.PATIENT: timedelta(days=7),
    Role.DOCTOR: timedelta(hours=12),
    Role.RECEPTIONIST: timedelta(hours=12),
    Role.ADMINISTRATOR: timedelta(hours=12),
}
"""However busy, a session ends after this."""

ROLES: dict[Role, ActorRole] = {
    Role.PATIENT: "patient",
    Role.DOCTOR: "doctor",
    Role.RECEPTIONIST: "receptionist",
    Role.ADMINISTRATOR: "administrator",
}

NOTED_EVERY = timedelta(minutes=1)
"""How often use is written down: not at each request, that would be a write for every read."""


def open_session(user: User, *, device: str) -> tuple[Session, str]:
    """Store a new session of `user` on the device with hash `device`; return it and its sid."""
    sid, now = proofs.new(), timezone.now()
    session = Session.objects.create(
        user=user,
        sid_hash=proofs.fingerprint(sid),
        device_hash=device,
        created_at=now,
        last_used_at=now,
        expires_at=now + LIFETIME[Role(user.role)],
    )
    return session, sid


def actor_for_sid(sid: str, *, address: str, is_used: bool = True) -> Actor:
    """Return who holds the browser session `sid`. Raises Unauthenticated when nobody does.

    A page that asks by itself is no use of the session (`is_used`): a desk that was left closes in
    spite of it.
    """
    return _actor_using(_find(_BY_SID, proofs.fingerprint(sid)), address, is_used=is_used)


def actor_for_session(session: UUID, *, user: UUID, address: str) -> Actor:
    """Return who holds `session`, which must be `user`'s. Raises Unauthenticated otherwise."""
    return _actor_using(_find(_BY_ID, session, user), address)


def is_live(session: Session, now: datetime, *, idle_too: bool = True) -> bool:
    """Whether `session` (with its user) opens anything at `now`."""
    if session.ended_at is not None or now >= session.expires_at or not session.user.is_active:
        return False
    return not idle_too or now - session.last_used_at < IDLE[Role(session.user.role)]


def actor_of(session: Session, *, address: str) -> Actor:
    """Return `session`'s user as an actor, with the role their row has now."""
    user = session.user
    return Actor(
        role=ROLES[Role(user.role)],
        user=user.id,
        patient=user.patient,
        session=session.id,
        address=address,
        device=session.device_hash,
    )


def end(sessions: QuerySet[Session], because: str) -> int:
    """End those of `sessions` that have not ended; returns how many."""
    living = sessions.filter(ended_at=None)
    return living.update(ended_at=timezone.now(), ended_because=because)


def knows_device(user: User, device: str) -> bool:
    """Whether `user` has signed in on the device with hash `device` before."""
    return Session.objects.filter(user=user, device_hash=device).exists()


_OF_SESSION = columns(
    Session, "id", "user", "device_hash", "last_used_at", "expires_at", "ended_at"
)
_OF_USER = columns(User, "id", "role", "state", "patient")
_BY_ID, _BY_SID = columns(Session, "id", "user"), columns(Session, "sid_hash")
_FIND = (
    f"SELECT {listed(_OF_SESSION + _OF_USER)} FROM accounts_session "  # noqa: S608
    "JOIN accounts_user ON accounts_user.id = accounts_session.user_id WHERE "
)


def _find(by: Sequence[Column], *values: object) -> Session | None:
    """Return the one session, with its user, whose columns `by` have these values."""
    where = " AND ".join(f"{listed([column])} = %s" for column in by)
    rows = fetch(_FIND + where, *zip(by, values, strict=True), wanted=_OF_SESSION + _OF_USER)
    if not rows:
        return None
    session = instance(Session, _OF_SESSION, rows[0][: len(_OF_SESSION)])
    session.user = instance(User, _OF_USER, rows[0][len(_OF_SESSION) :])
    return session


def _actor_using(session: Session | None, address: str, *, is_used: bool = True) -> Actor:
    now = timezone.now()
    if session is None or not is_live(session, now):
        raise Unauthenticated
    if is_used and now - session.last_used_at >= NOTED_EVERY:
        # A concurrent request may have noted a later time; never go back.
        Session.objects.filter(id=session.id, last_used_at__lt=now).update(last_used_at=now)
    return actor_of(session, address=address)
