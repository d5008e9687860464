"""What stands in the way of making two records one. Each answer is a sentence that says what to do.

A wrong merge shows one person the record of another, so whoever signs in goes on seeing the record
that they signed in to, and nobody else does: two accounts are never led to one record.
"""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from bedside import accounts
from bedside.clinic.appointments.models import TAKE_TIME, Appointment
from bedside.clinic.duplicates.models import NotTheSame
from bedside.clinic.patients.models import Patient
from bedside.errors import Conflict

OVERLAP = (
    "The patient would be in two places at once. Cancel or move one of the appointments first."
)


def obstacles(kept: Patient, replaced: Patient) -> Iterator[str]:
    """Say what has to be done before `replaced` can become a part of `kept`."""
    if kept.replaced_by_id or replaced.replaced_by_id:
        yield "One of these records is a part of another one already."
    if Patient.objects.filter(replaced_by=replaced).exists():
        yield "The other record has records of its own. Keep that one, or separate those first."
    if kept.facility_id != replaced.facility_id:
        yield "These records belong to two clinics. Move one of the patients first."
    if _said_to_differ(kept, replaced):
        yield "Somebody noted that these are two people. Take that back first, if it is wrong."
    yield from _of_accounts(kept, replaced)
    if overlaps(kept, replaced).exists():
        yield OVERLAP


def must_be_possible(kept: Patient, replaced: Patient) -> None:
    """Raise Conflict with the first thing that stands in the way."""
    for sentence in obstacles(kept, replaced):
        raise Conflict(sentence)


def overlaps(kept: Patient, replaced: Patient) -> QuerySet[Appointment]:
    """Return the appointments of `replaced` that are at the time of another one of `kept`'s."""
    mine = Appointment.objects.filter(
        Q(patient=kept) | Q(kept_record=kept),
        status__in=TAKE_TIME,
        start__lt=OuterRef("end"),
        end__gt=OuterRef("start"),
    )
    theirs = Appointment.objects.filter(patient=replaced, status__in=TAKE_TIME)
    return theirs.filter(Exists(mine)).order_by(F("start").asc(), "id")


def _said_to_differ(kept: Patient, replaced: Patient) -> bool:
    low, high = sorted((kept.id, replaced.id))
    return NotTheSame.objects.filter(one=low, other=high).exists()


def _of_accounts(kept: Patient, replaced: Patient) -> Iterator[str]:
    if not accounts.has_account(replaced.id):
        return
    if accounts.has_account(kept.id):
        yield "The patient can sign in to both. An administrator has to close one account first."
    else:
        yield "The patient signs in to the other record. Keep that one."
