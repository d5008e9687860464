"""The times that are free: what doctors offer, without what is taken."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from bedside.clinic.appointments.availability import Availability
from bedside.clinic.appointments.models import TAKE_TIME, Appointment
from bedside.clinic.appointments.opening import openings
from bedside.clinic.appointments.slots import bookable
from bedside.clinic.appointments.wall_clock import Interval
from bedside.clinic.facilities.models import Facility
from bedside.clinic.patients.records import records_of
from bedside.limits import LONGEST_APPOINTMENT

LOOK_FURTHER = timedelta(days=31)
"""When nothing is free in time, so long after it."""


@dataclass(frozen=True, slots=True, order=True)
class Free:
    """A time of one doctor that can be booked, in UTC; they sort by start."""

    start: datetime
    end: datetime
    practitioner: UUID


@dataclass(frozen=True)
class Offered:
    """What doctors offer around a stretch of time, and when they or the patient are taken."""

    hours: Mapping[UUID, Availability]
    taken: Mapping[UUID | None, list[Interval]]

    def free(self, within: Interval, *, now: datetime, at_most: int = 200) -> list[Free]:
        """Return what is free in a part of that stretch, in order; no query."""
        found = [
            Free(slot.start, slot.end, doctor)
            for doctor, hours in self.hours.items()
            for slot in bookable(
                hours, within, now=now, busy=self._busy(doctor, within), at_most=at_most
            )
        ]
        return sorted(found)[:at_most]

    def _busy(self, doctor: UUID, within: Interval) -> list[Interval]:
        """When doctor or patient are taken around then."""
        end = within.end + timedelta(minutes=LONGEST_APPOINTMENT)
        both = (*self.taken.get(doctor, ()), *self.taken.get(None, ()))
        return [one for one in both if one.start < end and within.start < one.end]


def offered(
    facility: Facility,
    within: Interval,
    *,
    practitioner: UUID | None = None,
    patient: UUID | None = None,
    besides: UUID | None = None,
) -> Offered:
    """Return what is offered within an interval, by one doctor or all of them: six queries at most.

    A doctor is taken wherever they are, by an overbooked appointment too; `patient` is not offered
    what overlaps their own. The appointment `besides` counts as gone.
    """
    hours = openings(facility, within, practitioner=practitioner)
    return Offered(hours, _taken(hours, within, patient=patient, besides=besides))


def free_times(
    facility: Facility,
    within: Interval,
    *,
    now: datetime,
    practitioner: UUID | None = None,
    patient: UUID | None = None,
    besides: UUID | None = None,
    at_most: int = 200,
) -> list[Free]:
    """Return free times that start within an interval, in order; see `offered`."""
    found = offered(facility, within, practitioner=practitioner, patient=patient, besides=besides)
    return found.free(within, now=now, at_most=at_most)


def times_before(
    facility: Facility,
    due_at: datetime,
    *,
    now: datetime,
    practitioner: UUID | None = None,
    patient: UUID | None = None,
    at_most: int = 3,
) -> tuple[list[Free], bool]:
    """Return the earliest free times that start before `due_at`, and False.

    When there are none: the earliest ones after it, and True, because they come too late.
    """

    def look(within: Interval) -> list[Free]:
        return free_times(
            facility, within, now=now, practitioner=practitioner, patient=patient, at_most=at_most
        )

    in_time = look(Interval(now, due_at)) if now < due_at else []
    if in_time:
        return in_time, False
    since = max(now, due_at)
    return look(Interval(since, since + LOOK_FURTHER)), True


def _taken(
    practitioners: Collection[UUID],
    within: Interval,
    *,
    patient: UUID | None,
    besides: UUID | None,
) -> dict[UUID | None, list[Interval]]:
    """When each doctor is taken, and under None when the patient is."""
    records = set(records_of(patient).values_list("id", flat=True)) if patient else set()
    rows = Appointment.objects.filter(
        Q(practitioner__in=practitioners) | Q(patient__in=records),
        status__in=TAKE_TIME,
        start__lt=within.end + timedelta(minutes=LONGEST_APPOINTMENT),
        end__gt=within.start,
    )
    if besides is not None:
        rows = rows.exclude(id=besides)
    taken: dict[UUID | None, list[Interval]] = defaultdict(list)
    for start, end, doctor, who in rows.values_list("start", "end", "practitioner", "patient"):
        taken[doctor].append(Interval(start, end))
        if who in records:
            taken[None].append(Interval(start, end))
    return taken
