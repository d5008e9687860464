"""What booking a time would be, before anybody does it: when, where, with whom."""

from datetime import timedelta
from uuid import UUID

from bedside import accounts
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.appointments import rules
from bedside.clinic.appointments.finding import by_name
from bedside.clinic.appointments.free import free_times
from bedside.clinic.appointments.listing import coming_of
from bedside.clinic.appointments.models import Appointment
from bedside.clinic.appointments.reach import find_place
from bedside.clinic.appointments.showing import address_of
from bedside.clinic.appointments.timing import Wish, against, time_of
from bedside.clinic.appointments.views import Ahead, Practitioner, Preview
from bedside.clinic.appointments.wall_clock import Interval
from bedside.clinic.patients.reading import find_patient
from bedside.ids import new_id

AHEAD = 3
"""Appointments that the patient has anyhow, of which is told."""


def preview(wish: Wish, *, moving: UUID | None = None, by: Actor) -> Preview:
    """Return what a wish would come to; nothing is held by it. `moving` is an appointment that
    would be given up for it.

    Raises NotFound, Invalid, and Conflict for a patient when the time is not offered (any more).
    """
    with act("slot.list", by=by) as doing:
        patient = find_patient(rules.patient_meant(wish.patient, by), by=by)
        doing.about(patient.id)
        place = find_place(wish.facility, by=by)
        doing.chain = place.id
        rules.must_be_a_time(wish.start)
        rules.must_work_there(wish.practitioner, place, wish.start)
        row = Appointment(
            id=moving or new_id(),
            patient=patient,
            facility=place,
            practitioner_id=wish.practitioner,
        )
        row.start, row.end = time_of(row, wish, by)
        free = _free_then(row)
        ahead = [one for one in coming_of(patient.id, by=by, limit=AHEAD + 1) if one.id != row.id]
        doctors = {one.practitioner_id for one in ahead}
        names = accounts.names_of({wish.practitioner, *free, *doctors})
        return Preview(
            facility=place.name,
            address=address_of(place),
            zone=place.time_zone,
            practitioner_id=wish.practitioner,
            practitioner=names.get(wish.practitioner),
            start=row.start,
            end=row.end,
            against=against(row),
            also=tuple(by_name(Practitioner(one, names.get(one)) for one in free)),
            ahead=tuple(
                Ahead(one.start, one.facility.time_zone, names.get(one.practitioner_id))
                for one in ahead[:AHEAD]
            ),
        )


def _free_then(row: Appointment) -> set[UUID]:
    """The other doctors who are free at exactly this time."""
    within = Interval(row.start, row.start + timedelta(minutes=1))
    found = free_times(row.facility, within, now=row.start, patient=row.patient_id, besides=row.id)
    return {one.practitioner for one in found if one.start == row.start} - {row.practitioner_id}
