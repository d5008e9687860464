"""Whose appointments can be seen by whom, and where somebody may book: the one read path.

A patient sees their own. Doctors and receptionists see what is booked at their facilities for the
patients in their reach. Nobody else sees any, and receptionists read none of the words.
"""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from bedside.accounts.acts import Act
from bedside.audit import Actor
from bedside.clinic.appointments.models import Appointment, WaitingPlace
from bedside.clinic.facilities.models import Facility
from bedside.clinic.facilities.reach import facilities_in_reach
from bedside.clinic.patients.reach import care_given_by, care_now
from bedside.clinic.patients.records import records_of
from bedside.errors import NotFound


def appointments_visible_to(by: Actor) -> QuerySet[Appointment]:
    """Return the appointments within the actor's reach; what is not in it is *not found*."""
    return _within(Appointment.objects.all(), by)


def waiting_visible_to(by: Actor) -> QuerySet[WaitingPlace]:
    """Return the places on waiting lists within the actor's reach."""
    return _within(WaitingPlace.objects.all(), by)


def _within(rows: QuerySet, by: Actor) -> QuerySet:
    if by.works_at_a_facility:
        return rows.filter(
            Exists(care_given_by(by).filter(patient=OuterRef("patient"))),
            facility__in=facilities_in_reach(by),
        )
    if by.role == "patient" and by.patient:
        return rows.filter(patient__in=records_of(by.patient))
    return rows.none()


def places_to_book(by: Actor) -> QuerySet[Facility]:
    """Return the active facilities that care for the patient, or that staff belong to."""
    if by.role == "patient" and by.patient:
        caring = care_now().filter(patient=by.patient).values("facility")
        return Facility.objects.filter(active=True, id__in=caring)
    return facilities_in_reach(by) if by.works_at_a_facility else Facility.objects.none()


def reads_words(by: Actor) -> bool:
    """Whether the actor may read what was written about an appointment, such as why they come.

    That is health data, whoever wrote it: receptionists see when, where and with whom.
    """
    return by.role in {"patient", "doctor"}


def find_place(facility: UUID, *, by: Actor) -> Facility:
    """Return a facility where the actor may book. Raises NotFound."""
    place = places_to_book(by).filter(id=facility).first()
    if place is None:
        raise NotFound
    return place


def find(appointment: UUID, *, doing: Act) -> Appointment:
    """Return a row within reach with patient and facility, named in the act. Raises NotFound."""
    doing.on(appointment=appointment)
    rows = appointments_visible_to(doing.by).select_related("patient", "facility")
    row = rows.filter(id=appointment).first()
    if row is None:
        raise NotFound
    doing.about(row.patient_id)
    doing.once_held(lambda: _must_be_there(appointments_visible_to(doing.by), appointment))
    doing.chain = row.facility_id
    return row


def find_waiting(place: UUID, *, doing: Act) -> WaitingPlace:
    """Return a place on a waiting list within reach, named in the act. Raises NotFound."""
    doing.on(waiting=place)
    rows = waiting_visible_to(doing.by).select_related("patient", "facility", "offer")
    row = rows.filter(id=place).first()
    if row is None:
        raise NotFound
    doing.about(row.patient_id)
    doing.once_held(lambda: _must_be_there(waiting_visible_to(doing.by), place))
    doing.chain = row.facility_id
    return row


def _must_be_there(visible: QuerySet[Any], row: UUID) -> None:
    if not visible.filter(id=row).exists():
        raise NotFound
