"""Doctors with hours and times to book, for the tests of appointments.

Dr Bello can be seen at Harbour Street every day from eight to eighteen, every twenty minutes.
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from bedside import clinic
from bedside.clinic.appointments import AppointmentView, WeeklyHours, Wish
from bedside.clinic.models import CareRelation, Facility
from tests.people import Person

DAY = timedelta(days=1)
MINUTES = timedelta(minutes=1)
EVERY_DAY = tuple(WeeklyHours(day, time(8), time(18), 20) for day in range(7))


def publish(doctor: Person, place: Facility, *rows: WeeklyHours) -> None:
    """Give a doctor hours at a facility: these, or the usual ones."""
    before = clinic.appointments.read_schedule(place.id, by=doctor.actor)
    clinic.appointments.publish(
        place.id, rows or EVERY_DAY, version=before.version, by=doctor.actor
    )


def at(hour: int, minute: int = 0, *, days: int = 1, place: Facility | None = None) -> datetime:
    """A time on a coming day, on the clock of a facility (else UTC)."""
    zone = ZoneInfo(place.time_zone if place else "UTC")
    return datetime.combine(today(place) + days * DAY, time(hour, minute), zone)


def today(place: Facility | None = None) -> date:
    return timezone.now().astimezone(ZoneInfo(place.time_zone if place else "UTC")).date()


def book(
    who: Person, doctor: Person, place: Facility, start: datetime, *, by: Person, **more: Any
) -> AppointmentView:
    """Book a time for a patient, by themselves or by a doctor."""
    wish = Wish(who.patient, place.id, doctor.user, start, **more)
    return clinic.appointments.book(wish, by=by.actor)


def care_too(patient: UUID, place: Facility) -> None:
    """Let a second facility care for a patient."""
    CareRelation.objects.create(patient_id=patient, facility=place, reason="referred")


def free(place: Facility, by: Person, *, days: int = 1, **more: Any) -> list[datetime]:
    """The starts that are offered on a coming day."""
    begin = at(0, days=days, place=place)
    page = clinic.appointments.find_slots(
        place.id, since=begin, until=begin + DAY, by=by.actor, **{"limit": 200, **more}
    )
    return [slot.start for slot in page.slots]
