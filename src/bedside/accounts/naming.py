"""Saying who somebody is: names and emails are sealed, and one that does not open hides nobody.

What does not open is None here and NOT_OPENED on a page; it is put on record as any damage in a
list is. Signing in needs neither: an account is found by the blind index of its email.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypedDict
from uuid import UUID

from bedside import vault
from bedside.accounts.models import SealedName, User
from bedside.statements import columns, fetch, instance, listed

NOT_OPENED = "(could not be opened)"
"""What stands in the place of a name or an email that does not open."""

_FIELDS: tuple[SealedName, ...] = ("email", "name")
_OPENED = "_opened"
_NAMED = columns(User, "id", "name_sealed")


class Description(TypedDict):
    """A user in the clear, for those who may see it; `readable` is false when a part is None."""

    id: str
    email: str | None
    name: str | None
    role: str
    state: str
    readable: bool


def describe(user: User) -> Description:
    """Open who `user` is; None for what does not open."""
    email, name = open_email(user), open_name(user)
    return {
        "id": str(user.id),
        "email": email,
        "name": name,
        "role": user.role,
        "state": user.state,
        "readable": None not in (email, name),
    }


def open_email(user: User) -> str | None:
    """Return the sign-in email as its owner wrote it; None when it does not open."""
    return _text(user, "email")


def open_name(user: User) -> str | None:
    """Return the name, empty for patients, whose name is in their profile; None as above."""
    return _text(user, "name")


def shown(text: str | None) -> str:
    """Return a name or an email for a page, and NOT_OPENED in the place of None."""
    return NOT_OPENED if text is None else text


def open_all(users: Iterable[User]) -> None:
    """Open who these users are all at once; saying it of each costs nothing after that."""
    _open_fields([(user, field) for user in users for field in _FIELDS])


def names_of(users: Collection[UUID]) -> dict[UUID, str | None]:
    """Return the names of accounts by id, with one query; None for one that does not open.

    Whoever has no account any more is left out, and a patient's name is empty: it is in their
    profile.
    """
    wanted = set(users)
    if not wanted:
        return {}
    places = ", ".join(["%s"] * len(wanted))
    sql = f"SELECT {listed(_NAMED)} FROM accounts_user WHERE id IN ({places})"  # noqa: S608
    found = fetch(sql, *((_NAMED[0], user) for user in wanted), wanted=_NAMED)
    rows = [instance(User, _NAMED, values) for values in found]
    _open_fields([(row, "name") for row in rows])
    return {row.id: open_name(row) for row in rows}


def has_account(patient: UUID) -> bool:
    """Return whether a patient can sign in and see a page of their own: nobody can who has not
    chosen a password yet."""
    user = User.objects.filter(patient=patient, state="active").first()
    return user is not None and user.has_usable_password()


def named(user: UUID | None, names: Mapping[UUID, str | None]) -> str | None:
    """Return what somebody is called in a list that asked `names_of`.

    None for nobody and for whoever has no account any more, NOT_OPENED for a name that is damaged.
    """
    return shown(names[user]) if user is not None and user in names else None


def _open_fields(wanted: Sequence[tuple[User, SealedName]]) -> None:
    texts = [user.sealed(field) for user, field in wanted]
    found = vault.open_each_with("accounts", texts)
    vault.met(found)
    for (user, field), (sealed, _), text in zip(wanted, texts, found, strict=True):
        said = None if isinstance(text, vault.Unreadable) else text.decode()
        vars(user).setdefault(_OPENED, {})[field] = (sealed, said)


def _text(user: User, field: SealedName) -> str | None:
    sealed, said = vars(user).get(_OPENED, {}).get(field, (None, None))
    if sealed != user.sealed(field)[0]:
        _open_fields([(user, field)])
        sealed, said = vars(user)[_OPENED][field]
    return said
