"""Making accounts, finding them, and saying who they are.

`create_user` is a plain function that only works inside an act, so that registering a patient
(account, record and care relation) stays one act of the room that knows about patients.
"""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from bedside import limits, vault
from bedside.accounts import acts, emails, passwords, throttle
from bedside.accounts.acts import act
from bedside.accounts.invitations import must_be_unopened
from bedside.accounts.models import Attempt, Role, SealedName, State, User, place_of
from bedside.accounts.naming import open_all
from bedside.accounts.passwords import PasswordHash
from bedside.accounts.sessions import ROLES
from bedside.audit.actor import Actor
from bedside.errors import Conflict, Forbidden, Invalid, NotFound
from bedside.ids import new_id
from bedside.paging import Page, read_page

AT_A_FACILITY = (Role.DOCTOR, Role.RECEPTIONIST)
STAFF = (*AT_A_FACILITY, Role.ADMINISTRATOR)
PAGE = 500
"""Users in one answer of `list_users` at most."""

MAY_CREATE = {
    "anonymous": {
        (Role.PATIENT, State.ACTIVE),
        *((role, State.PENDING) for role in AT_A_FACILITY),
    },
    "doctor": {(Role.PATIENT, State.ACTIVE)},
    "receptionist": {(Role.PATIENT, State.ACTIVE)},
    "administrator": {(role, state) for role in Role for state in (State.ACTIVE, State.PENDING)},
    "system": {(role, state) for role in Role for state in (State.ACTIVE, State.PENDING)},
}
"""Who may make an account of which role in which state: nobody promotes themselves."""


def create_user(
    *,
    email: str,
    name: str,
    password: str | PasswordHash | None,
    role: str,
    state: str,
    by: Actor,
    patient: UUID | None = None,
) -> User:
    """Store a new account; only inside an act, whose record then names it.

    `password` is best a hash made by `hash_password` before the act; None waits for a set-password
    link. Raises Invalid, Forbidden, Throttled (strangers register so many an address), and Conflict
    when the email has an account.
    """
    doing = acts.under_way()
    if (role, state) not in MAY_CREATE.get(by.role, set()):
        raise Forbidden
    _require_name(name)
    _count_registration(doing, by)
    index = _free_index(email)
    user = User(id=new_id(), email_index=index, role=role, state=state, patient=patient)
    user.email_sealed = _seal(user.id, "email", email.strip())
    user.name_sealed = _seal(user.id, "name", name.strip())
    user.password = _stored_password(password, about=(email, name))
    _insert(user)
    doing.on(user=user.id)
    doing.note(role=role, state=state)
    return user


def change_unopened_email(user: User, email: str) -> None:
    """Put right the email of an account that nobody has opened, inside an act.

    Raises Conflict for an account that is open or closed, and when the new one has an account
    already.
    """
    acts.under_way()
    must_be_unopened(user)
    if emails.index(email) == user.email_index:
        return
    user.email_index = _free_index(email)
    user.email_sealed = _seal(user.id, "email", email.strip())
    user.version += 1
    try:
        with transaction.atomic():
            user.save(update_fields=["email_index", "email_sealed", "version"])
    except IntegrityError:
        raise _taken() from None


def register_user(
    *, email: str, name: str, password: str | None, role: str, state: str, by: Actor
) -> User:
    """Make an account as an act of its own, for administrators and the command line."""
    hashed = None if password is None else passwords.hash_password(password, about=(email, name))
    with act("account.register", by=by):
        return create_user(email=email, name=name, password=hashed, role=role, state=state, by=by)


def may_register(by: Actor) -> None:
    """Return if `by` may register somebody now; ask it before hashing, which is the costly part.

    Raises Throttled when strangers from this address have registered too often.
    """
    if by.role == "anonymous":
        throttle.check(throttle.Tried(Attempt.Kind.REGISTER, by.address))


def own_account(by: Actor) -> User:
    """Return the account of whoever asks. Raises NotFound for those who have none."""
    if by.user is None:
        raise NotFound
    return _get(by.user)


def actor_of_account(user: UUID | None) -> Actor:
    """Return who an account is now, for work that is done in their name later.

    Raises Forbidden for an account that is gone or shut by now: nothing is done for it any more.
    """
    row = User.objects.filter(id=user).first() if user else None
    if row is None or not row.is_active:
        raise Forbidden
    return Actor(role=ROLES[Role(row.role)], user=row.id, patient=row.patient)


def read_user(user: UUID, *, by: Actor) -> User:
    """Read an account: administrators any, everybody else their own. Raises NotFound."""
    with act("account.read", by=by) as doing:
        doing.on(user=user)
        if by.role != Role.ADMINISTRATOR and by.user != user:
            raise NotFound
        found = _get(user)
        open_all([found])
        return found


def list_users(
    *,
    by: Actor,
    role: str | None = None,
    state: str | None = None,
    after: UUID | None = None,
    limit: int = PAGE,
) -> Page[User]:
    """List accounts in the order they were made, `limit` (PAGE at most) following `after`.

    Their names and emails are opened here: damage is on record with this act.
    """
    with act("account.list", by=by) as doing:
        users: QuerySet[User] = User.objects.order_by("id")
        users = users.filter(role=role) if role else users
        users = users.filter(state=state) if state else users
        users = users.filter(id__gt=after) if after else users
        found = read_page(users, min(limit, PAGE))
        open_all(found)
        doing.note(returned=len(found))
        return found


def find_user(email: str, *, by: Actor) -> User:
    """Return the one account that signs in with the whole of `email`. Raises NotFound."""
    with act("account.list", by=by) as doing:
        found = find_by_email(email)
        if found is None:
            raise NotFound("No account has this email.")
        doing.on(user=found.id)
        return found


def users_visible_to(by: Actor) -> QuerySet[User]:
    """Return the accounts within the actor's reach: all for an administrator, else one's own."""
    if by.role == "administrator":
        return User.objects.all()
    return User.objects.filter(id=by.user) if by.user else User.objects.none()


def staff_among(users: QuerySet[User]) -> QuerySet[User]:
    """Return those of `users` who work here, which is whom an administrator runs accounts for."""
    return users.filter(role__in=STAFF)


def colleagues_to_choose_from(*, by: Actor) -> QuerySet[User]:
    """Return who of those within reach can work at a facility: whose account is not closed."""
    people = users_visible_to(by).filter(role__in=AT_A_FACILITY)
    return people.exclude(state=State.DISABLED).order_by("id")


def staff_to_choose_from(*, by: Actor) -> list[User]:
    """Return everybody within reach who works or worked here, opened, PAGE at most."""
    found = list(staff_among(users_visible_to(by)).order_by("id")[:PAGE])
    open_all(found)
    return found


def find_by_email(email: str) -> User | None:
    """Return the account that signs in with `email`, however it is written."""
    return User.objects.filter(email_index=emails.index_of_anything(email)).first()


def active_account(email: str) -> User:
    """Return whoever signs in with `email`. Raises NotFound also for an account that is shut."""
    found = find_by_email(email)
    if found is None or not found.is_active:
        raise NotFound("Nobody with an active account signs in with that email.")
    return found


def active_administrators() -> QuerySet[User]:
    """Return those who can administer this Bedside now."""
    return User.objects.filter(role=Role.ADMINISTRATOR, state=State.ACTIVE)


def _get(user: UUID) -> User:
    found = User.objects.filter(id=user).first()
    if found is None:
        raise NotFound
    return found


def _require_name(name: str) -> None:
    if not limits.is_line(name, limits.NAME):
        raise Invalid(fields={"name": limits.one_line(limits.NAME)})


def _count_registration(doing: acts.Act, by: Actor) -> None:
    """Count strangers' registrations, also those that end in "this email has an account".

    That answer tells who is registered; it is kept because people forget that they are, and the
    allowance keeps it from being asked in bulk.
    """
    if by.role != "anonymous":
        return
    may_register(by)
    tried = throttle.Tried(Attempt.Kind.REGISTER, by.address)
    tried.count()
    doing.if_refused(tried.count)


def _free_index(email: str) -> str:
    index = emails.index(email)
    if find_by_email(email) is not None:
        raise _taken()
    return index


def _insert(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        # Two registered at once: the unique index let one through.
        raise _taken() from None


def _taken() -> Conflict:
    return Conflict("There is an account with this email already. Sign in instead.")


def _stored_password(password: str | PasswordHash | None, about: tuple[str, ...]) -> PasswordHash:
    if password is None:
        return passwords.unusable()
    if isinstance(password, PasswordHash):
        return password
    return passwords.hash_password(password, about=about)


def _seal(user: UUID, field: SealedName, text: str) -> bytes:
    return vault.seal(text.encode(), purpose="accounts", context=place_of(user, field))
