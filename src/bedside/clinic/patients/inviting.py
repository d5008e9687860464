"""Giving somebody who was registered at the desk access to their own record.

Staff see who stands before them and write down the email; the code that comes of it is handed over,
or sent by post. Whoever opens the account with it says the birth date and chooses the password, so
staff never know a password and the paper alone opens nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from bedside import accounts, documents
from bedside.accounts import Invited, User
from bedside.accounts.acts import prepared_act
from bedside.audit import Actor
from bedside.clinic.patients import rules
from bedside.clinic.patients.demographics import write_profile
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.profile import Profile
from bedside.clinic.patients.reading import chain_of, named_patient
from bedside.clinic.rules import must_be_current
from bedside.errors import Invalid, NotFound
from bedside.locking import held

IDENTITY: Mapping[str, str] = {
    "document": "Saw a document with a picture of them",
    "known": "Know them in person",
    "other": "Something else that the clinic asks for",
}
"""How staff made sure who somebody is, by code. Which of them is enough is the clinic's rule."""
WRONG = "This is not the birth date on record. A code can be tried a few times only."


def invite_patient(
    patient: UUID, *, email: str, checked: Collection[str], version: int, by: Actor
) -> Invited:
    """Return a code with which a patient opens their own account, once; earlier ones are void.

    `email` is what they will sign in with: it is added to their details, or put right as long as
    nobody has opened the account; empty keeps the one on record. `checked` are codes of IDENTITY.
    Raises NotFound, Stale, Invalid, and Conflict when the account is open or closed already, or
    when the email has another account.
    """
    with prepared_act("patient.invite", by=by) as doing:
        row = named_patient(patient, doing=doing)
        rules.must_be_this_one(row, patient)
        rules.must_be_registered(row)
        must_be_current(row, version)
        doing.note(**dict.fromkeys(_good_checks(checked), True))
        before = Profile.from_body(documents.read(row))
        profile = _with_email(before, email.strip() or before.email, row.version + 1)
        changed = profile.email != before.email
        stored = write_profile(row, profile, version=row.version + 1) if changed else None
        with doing.commit():
            row = held(Patient.objects.all()).get(id=row.id)
            must_be_current(row, version)
            if stored is not None:
                stored.attach(row)
                row.save()
            user = _account(row, profile, by)
            doing.on(user=user.id)
            return accounts.invite(user)


def accept_invitation(code: str, *, birth_date: date, password: str, address: str) -> None:
    """Open the account that a code was made for, with a password of one's own.

    It does not sign in. Raises NotFound for a code that is not good (any more), and Invalid for a
    wrong birth date, which counts as a try, or a weak password, which does not.
    """
    with prepared_act("patient.accept", by=Actor.anonymous(address)) as doing:
        invitation = accounts.find_invitation(code)
        doing.on(user=invitation.user_id)
        row = _invited(invitation.user)
        doing.mention(row.id)
        doing.chain = chain_of(row)
        profile = Profile.from_body(documents.read(row))
        if profile.birth_date != birth_date:
            raise Invalid(fields={"birth_date": WRONG})
        accounts.forget_try(invitation)
        hashed = accounts.hash_password(password, about=(profile.email, profile.name))
        with doing.commit():
            accounts.take_up(invitation, hashed)


def _invited(user: User) -> Patient:
    """Return the patient whose account it is. Raises NotFound for an account of nobody's."""
    row = Patient.objects.filter(id=user.patient).first() if user.patient else None
    if row is None:
        raise NotFound
    return row


def _with_email(profile: Profile, email: str, version: int) -> Profile:
    if not email:
        raise Invalid(fields={"email": "Write the email address with which they will sign in."})
    if email == profile.email:
        return profile
    return replace(profile, email=email, changed_at={**profile.changed_at, "email": version})


def _account(row: Patient, profile: Profile, by: Actor) -> User:
    """Return the patient's own account, made or put right for the email of their details."""
    user = held(User.objects.filter(patient=row.id)).first()
    if user is None:
        return accounts.create_user(
            email=profile.email,
            name="",
            password=None,
            role="patient",
            state="active",
            by=by,
            patient=row.id,
        )
    accounts.change_unopened_email(user, profile.email)
    return user


def _good_checks(checked: Collection[str]) -> list[str]:
    if not checked or not IDENTITY.keys() >= set(checked):
        raise Invalid(fields={"checked": "Say how you made sure who they are."})
    return [code for code in IDENTITY if code in checked]
