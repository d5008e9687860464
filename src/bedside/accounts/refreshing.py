"""Refresh tokens: each is used once and leads to the next; using an old one again ends them all.

The next token is an HMAC of the presented one. So requests that present the same token at the same
moment (two tabs, a retry after a lost answer) get the same next one within a short grace, without
any token being stored; after the grace a used token can only be a stolen copy, or its owner after
the thief: the session ends and both have to sign in.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from bedside import vault
from bedside.accounts import access, proofs, sessions
from bedside.accounts.acts import Act, act
from bedside.accounts.models import RefreshToken, Role, Session
from bedside.audit.actor import Actor
from bedside.errors import Unauthenticated
from bedside.locking import held

GRACE = timedelta(seconds=10)


@dataclass(frozen=True)
class Refreshed:
    """What a refresh gives: the two new tokens and when the access token expires."""

    actor: Actor
    access: str
    refresh: str
    access_expires: datetime


def first_refresh_token(session: Session) -> str:
    """Store and return the first refresh token of a new session."""
    token = proofs.new()
    _store(token, session, timezone.now())
    return token


def refresh(token: str, *, address: str, device: str = "") -> Refreshed:
    """Exchange a refresh token for the next one and an access token.

    `device` is the hash of the device cookie, for the record. Raises Unauthenticated for a token
    that is unknown, used before the grace, or of a session that is no longer good.
    """
    known = _find(token)
    by = Actor.anonymous(address, device)
    if known is not None:
        by = sessions.actor_of(known.session, address=address)
    with act("account.refresh", by=by) as doing:
        if known is None:
            raise Unauthenticated
        doing.on(user=known.session.user_id, session=known.session_id)
        # Requests with the same token take turns here; the second one finds it used.
        row = held(RefreshToken.objects.all()).get(hash=known.hash)
        session = _live(row.session)
        successor = _successor(row, token, doing)
        access_token, expires = access.issue(session)
        return Refreshed(by, access_token, successor, expires)


def _live(session: Session) -> Session:
    """Note that `session` is used. Raises Unauthenticated when it is over.

    A patient's session may be woken with the refresh token that their device keeps; a session of
    staff that was left idle stays closed, whoever holds its tokens.
    """
    now = timezone.now()
    if not sessions.is_live(session, now, idle_too=session.user.role != Role.PATIENT):
        raise Unauthenticated
    session.last_used_at = now
    session.save(update_fields=["last_used_at"])
    return session


def _successor(row: RefreshToken, token: str, doing: Act) -> str:
    now = timezone.now()
    if row.used_at is None:
        row.used_at = now
        row.save(update_fields=["used_at"])
        successor = _successors(token)[0]
        _store(successor, row.session, now)
        return successor
    if abs(now - row.used_at) > GRACE:
        family = Session.objects.filter(id=row.session_id)
        doing.note(reuse=True)
        doing.if_refused(lambda: sessions.end(family, "refresh_token_reused"))
        raise Unauthenticated
    doing.note(grace=True)
    return _successor_given(token)


def _successors(token: str) -> list[str]:
    """Return what `token` leads to under each refresh key, the present key first."""
    secret = vault.secret("refresh")
    present, key = secret.current
    older = [material for identifier, material in secret.all.items() if identifier != present]
    presented = token.encode()
    return [proofs.encode(hmac.digest(material, presented, "sha256")) for material in (key, *older)]


def _successor_given(token: str) -> str:
    """Return the successor that was given before, even if the key was rotated since."""
    for successor in _successors(token):
        if _find(successor) is not None:
            return successor
    raise Unauthenticated


def _find(token: str) -> RefreshToken | None:
    rows = RefreshToken.objects.select_related("session__user")
    return rows.filter(hash=proofs.fingerprint(token)).first()


def _store(token: str, session: Session, now: datetime) -> None:
    RefreshToken.objects.create(hash=proofs.fingerprint(token), session=session, created_at=now)
