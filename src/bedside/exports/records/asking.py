"""Asking for a whole record, one patient's or a clinic's, as a file.

It leaves the house unsealed. So whoever asks types their password once more, a session left open
being no key to a whole record (a program has signed in just now instead); a doctor says why, in a
code that the log keeps; and a worker makes the file as whoever asked, with what they may reach by
then. Only they can fetch it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from bedside import accounts, outbox
from bedside.accounts.acts import Act, prepared_act
from bedside.audit import Actor
from bedside.clinic.facilities.reach import find_facility
from bedside.clinic.patients.reading import named_patient
from bedside.errors import Invalid, NotFound
from bedside.exports.records.formats import Format
from bedside.exports.records.only import ALL_OF_IT, Only
from bedside.limits import REASON, at_most

RECORD, CLINIC = "record_file.make", "clinic_file.make"
"""The kinds of job, and the acts of making."""


class Why(StrEnum):
    """For what a doctor takes a record out; the log keeps the code."""

    PATIENT_ASKS = "patient-asks"
    REFERRAL = "referral"
    MOVING = "moving"
    LAW = "law"
    BACKUP = "backup"
    OTHER = "other"


@dataclass(frozen=True)
class RecordWish:
    """How a record is written down, and why it is taken out (doctors say it).

    `password` is that of whoever asks; it is compared and not kept. None of it is for programs that
    have signed in just now. `words` are sealed. `only` narrows what FHIR says.
    """

    password: str | None
    form: Format = Format.JSON
    why: Why | None = None
    words: str = ""
    only: Only = ALL_OF_IT


def ask_for_record(patient: UUID, wish: RecordWish, *, by: Actor) -> UUID:
    """Put down that a patient's whole record is wanted; return the job that makes it.

    Raises NotFound, Invalid, Throttled, and TooMany.
    """
    with prepared_act("record_file.ask", by=by) as doing:
        row = named_patient(patient, doing=doing)
        _must_be_allowed(wish, by)
        with doing.commit():
            return _put(RECORD, {"patient": row.id}, wish, doing)


def ask_for_clinic(facility: UUID, wish: RecordWish, *, by: Actor) -> UUID:
    """Put down that the records of all of a clinic's patients are wanted; return the job.

    Raises NotFound for a facility where the caller does not work, Invalid, Throttled, TooMany.
    """
    with prepared_act("clinic_file.ask", by=by) as doing:
        place = find_facility(facility, doing=doing)
        _must_be_allowed(wish, by)
        with doing.commit():
            return _put(CLINIC, {"facility": place.id}, wish, doing)


def _must_be_allowed(wish: RecordWish, by: Actor) -> None:
    wrong = {}
    if by.role != "patient" and wish.why is None:
        wrong["why"] = "Say what it is for."
    elif wish.why is Why.OTHER and not wish.words.strip():
        wrong["words"] = "Say what it is for."
    elif len(wish.words) > REASON:
        wrong["words"] = at_most(REASON)
    if wrong:
        raise Invalid(fields=wrong)
    _must_have_proved_themselves(wish, by)


def _must_have_proved_themselves(wish: RecordWish, by: Actor) -> None:
    if wish.password is None:
        accounts.must_have_signed_in_just_now(by=by)
        return
    try:
        accounts.must_know_password(wish.password, by=by)
    except Invalid as error:
        raise Invalid(fields={"password": error.fields["current"]}) from None


def _put(kind: str, subject: dict[str, UUID], wish: RecordWish, doing: Act) -> UUID:
    if doing.by.user is None:
        raise NotFound
    why = wish.why.value if wish.why else "own"
    said: dict[str, Any] = {
        "format": wish.form.value,
        "why": why,
        "words": wish.words,
        "only": wish.only.to_json(),
    }
    job = outbox.ask(kind, by=doing.by.user, subject=subject, wish=said)
    doing.on(job=job, **{noun: str(one) for noun, one in subject.items()})
    doing.note(why=why, format=wish.form.value)
    return job
