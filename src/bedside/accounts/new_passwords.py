"""Choosing a new password: knowing the old one, or holding a one-time link.

Either way every other session of that person ends: whoever knew the old password is out.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from bedside.accounts import acts, passwords, proofs, sessions, throttle
from bedside.accounts.acts import act, prepared_act
from bedside.accounts.models import Attempt, Invitation, ResetLink, Session, State, User
from bedside.accounts.naming import open_email, open_name
from bedside.accounts.passwords import PasswordHash
from bedside.audit.actor import Actor
from bedside.errors import Conflict, Invalid, NotFound, Unauthenticated
from bedside.locking import held

JUST_NOW = timedelta(minutes=10)
"""How old a sign-in may be that stands for the password (no source)."""
LINK_LIFETIME = timedelta(hours=24)
"""Long enough to be handed over in person, which is how it travels."""


def change_password(*, by: Actor, current: str, new: str) -> None:
    """Replace one's own password; the session in use goes on, all others end.

    Raises Invalid under "current" or "password", Conflict when it was changed at the same time,
    Throttled, Unauthenticated.
    """
    with prepared_act("account.change_password", by=by) as doing:
        if by.user is None:
            raise Unauthenticated
        user = User.objects.get(id=by.user)
        _require_current(user, current, by)
        hashed = passwords.hash_password(new, about=_about(user))
        with doing.commit():
            set_password(user, hashed, keep=by.session)


def must_know_password(current: str, *, by: Actor) -> None:
    """Return if whoever acts knows their password: for what a session left open must not do.

    Called while an act prepares. Raises Invalid under "current", Throttled, Unauthenticated.
    """
    user = User.objects.filter(id=by.user).first() if by.user else None
    if user is None:
        raise Unauthenticated
    _require_current(user, current, by)


def must_have_signed_in_just_now(*, by: Actor) -> None:
    """Return if whoever acts gave their password in the last minutes: the same proof, for programs
    that sign in before they ask. Raises Unauthenticated, so that they do it again.
    """
    since = timezone.now() - JUST_NOW
    if by.session and Session.objects.filter(id=by.session, created_at__gt=since).exists():
        return
    minutes = JUST_NOW // timedelta(minutes=1)
    raise Unauthenticated(f"Sign in once more, and ask within {minutes} minutes.")


def issue_reset_link(*, user: UUID, by: Actor) -> str:
    """Return a one-time token to set `user`'s password; earlier ones are void from now on.

    Raises NotFound when there is no such account or it is disabled, and Conflict for a patient's
    that nobody has opened yet.
    """
    with act("account.reset_link", by=by) as doing:
        doing.on(user=user)
        row = held(User.objects.filter(id=user)).first()
        if row is None or row.state == State.DISABLED:
            raise NotFound
        if never_opened(row):
            raise Conflict(
                "They have not opened their account yet. The desk can give them a code for that."
            )
        ResetLink.objects.filter(user=row, used_at=None).update(used_at=timezone.now())
        return new_link(row, lasts=LINK_LIFETIME)


def never_opened(user: User) -> bool:
    """Whether an account is a patient's who never had a password, and so has forgotten none.

    It is opened with a code and the birth date: the address that the desk wrote down may be
    somebody else's. Staff do set their first password with a link.
    """
    return user.patient is not None and not user.has_usable_password()


def new_link(user: User, *, lasts: timedelta) -> str:
    """Keep a one-time link to set a password, beside those there are; return its token.

    Only inside an act.
    """
    acts.under_way()
    token, now = proofs.new(), timezone.now()
    ResetLink.objects.create(
        hash=proofs.fingerprint(token), user=user, created_at=now, expires_at=now + lasts
    )
    return token


def reset_password(token: str, new: str, *, address: str = "local") -> None:
    """Set the password of whoever the one-time `token` was made for; all their sessions end.

    It does not sign in, and it opens no account. Raises NotFound for a token that
    is unknown, used, replaced or too old, or of an account that is closed or never was open, and
    Invalid for a weak password: the token stays good.
    """
    with prepared_act("account.reset", by=Actor.anonymous(address)) as doing:
        user = _good_link(token, timezone.now()).user
        doing.on(user=user.id)
        hashed = passwords.hash_password(new, about=_about(user))
        with doing.commit():
            _use(token)
            set_password(user, hashed, keep=None)


def reset_link_is_good(token: str) -> bool:
    """Whether `token` can still set a password, for the page that asks for the new one."""
    try:
        _good_link(token, timezone.now())
    except NotFound:
        return False
    return True


def _good_link(token: str, now: datetime) -> ResetLink:
    links = ResetLink.objects.select_related("user").filter(hash=proofs.fingerprint(token))
    link = links.filter(used_at=None, expires_at__gt=now).first()
    if link is None or link.user.state == State.DISABLED or never_opened(link.user):
        raise _no_such_link()
    return link


def _use(token: str) -> None:
    """Mark the link used. Of two that come at once, the second finds nothing left to mark."""
    now = timezone.now()
    links = ResetLink.objects.filter(hash=proofs.fingerprint(token), used_at=None)
    if not links.filter(expires_at__gt=now).update(used_at=now):
        raise _no_such_link()


def _no_such_link() -> NotFound:
    return NotFound("This link was used, replaced or is too old. Ask for a new one.")


def _require_current(user: User, current: str, by: Actor) -> None:
    """Raise Invalid unless `current` is right; guesses here count like guesses at the sign-in."""
    tried = throttle.Tried(Attempt.Kind.SIGN_IN, by.address, user.email_index, by.device)
    attempt = throttle.begin(tried)
    right, _ = passwords.matches(current, user.password)
    if not right:
        raise Invalid(fields={"current": "This is not your present password."})
    attempt.delete()


def set_password(user: User, password: PasswordHash, *, keep: UUID | None) -> None:
    """Store a password inside an act; the sessions but `keep`, links and codes end.

    Raises Conflict when it was changed at the same time.
    """
    row = held(User.objects.all()).get(id=user.id)
    if row.password != user.password:
        # Whoever knew the old password must not win over the owner's reset a moment ago.
        raise Conflict("The password was changed meanwhile.")
    row.password = password
    row.shut_at = timezone.now()
    row.version += 1
    row.save(update_fields=["password", "shut_at", "version"])
    for proof in (ResetLink, Invitation):
        proof.objects.filter(user=row, used_at=None).update(used_at=timezone.now())
    others = Session.objects.filter(user=row)
    sessions.end(others.exclude(id=keep) if keep else others, "password_changed")


def _about(user: User) -> tuple[str, ...]:
    return tuple(said for said in (open_email(user), open_name(user)) if said is not None)
