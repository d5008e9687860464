"""What the clinic shows of appointments: plain frozen values, already opened for this actor."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time

from bedside.clinic.appointments.availability import WeeklyHours
from bedside.clinic.patients.views import PatientView

Place = tuple[datetime, uuid.UUID]
"""Where a page of appointments ended: start and id."""
SlotPlace = tuple[datetime, uuid.UUID]
"""Where a page of free times ended: start and doctor."""


@dataclass(frozen=True)
class Practitioner:
    """A doctor with whom a time can be booked; `name` is None when it does not open."""

    id: uuid.UUID
    name: str | None


@dataclass(frozen=True)
class SlotView:
    """A free time. `practitioner` is a name, None when it does not open. Times are in UTC."""

    start: datetime
    end: datetime
    practitioner_id: uuid.UUID
    practitioner: str | None


@dataclass(frozen=True)
class SlotPage:
    """Free times in order; `zone` is the facility's, `next` None on the last page."""

    facility_id: uuid.UUID
    zone: str
    slots: list[SlotView]
    next: SlotPlace | None


@dataclass(frozen=True)
class DayOfTimes:
    """The free times of one local day; `zone` is the facility's, `today` the day it is there.

    `earlier` and `later` are the nearest days with free times, None when there is none from today
    on, or until `looked_until`.
    """

    facility_id: uuid.UUID
    zone: str
    day: date
    today: date
    slots: list[SlotView]
    earlier: date | None
    later: date | None
    looked_until: date


@dataclass(frozen=True)
class Ahead:
    """An appointment that a patient has already: when, on whose clock, and with whom (a name,
    None when it does not open)."""

    start: datetime
    zone: str
    practitioner: str | None


@dataclass(frozen=True)
class Preview:
    """What booking a time would be, before anybody books it. Times are in UTC.

    `practitioner` is a name, None when it does not open. `against` says in codes what speaks
    against the time (see `timing.REFUSALS`): staff can book it all the same, with a reason. `also`
    are others who are free at exactly this time, `ahead` the next appointments that the patient
    has anyhow: who calls twice should not be booked twice.
    """

    facility: str
    address: str
    zone: str
    practitioner_id: uuid.UUID
    practitioner: str | None
    start: datetime
    end: datetime
    against: tuple[str, ...]
    also: tuple[Practitioner, ...]
    ahead: tuple[Ahead, ...]


@dataclass(frozen=True)
class Step:
    """Something that happened to an appointment; `by` is a name, empty for a patient or Bedside."""

    event: str
    at: datetime
    by: str | None
    start: datetime


@dataclass(frozen=True)
class AppointmentView:
    """One appointment as the caller may see it.

    `address` and `phone` are the facility's. `practitioner` is a name, None when it does not open.
    `patient` is filled for staff only, and None where the profile does not open. `reason` (of the
    visit), `overbooked_because` (staff only) and `cancelled_because` are what people wrote;
    `readable` is False when that does not open.
    `may` names the events that the caller could cause now. `is_to_come` says whether the patient
    still has it ahead. `news` is what the clinic did that the patient has not said they have seen:
    `moved`, `cancelled` or nothing. `steps`, and for staff whether the patient `has_account` and so
    a page of their own, are filled when one is read.
    `version` goes back into the next write.
    """

    id: uuid.UUID
    patient_id: uuid.UUID
    patient: PatientView | None
    facility_id: uuid.UUID
    facility: str
    address: str
    phone: str
    zone: str
    practitioner_id: uuid.UUID
    practitioner: str | None
    start: datetime
    end: datetime
    status: str
    overbooked: bool
    outside_hours: bool
    held_until: datetime | None
    cancel_reason: str
    booked_at: datetime
    status_at: datetime
    version: int
    changed_at: datetime
    reason: str
    overbooked_because: str
    cancelled_because: str
    readable: bool
    may: frozenset[str]
    is_to_come: bool
    news: str
    steps: tuple[Step, ...] = ()
    has_account: bool | None = None


@dataclass(frozen=True)
class AppointmentPage:
    """A page of appointments; `next` is None on the last page."""

    rows: list[AppointmentView]
    next: Place | None


@dataclass(frozen=True)
class DoctorsDay:
    """The appointments of one doctor on one day, in order."""

    doctor: Practitioner
    rows: list[AppointmentView]


@dataclass(frozen=True)
class DeskDay:
    """Who comes to a facility on a local day; `more` says that the day has more than fits."""

    facility_id: uuid.UUID
    facility: str
    zone: str
    day: date
    doctors: list[DoctorsDay]
    more: bool


@dataclass(frozen=True)
class ExceptionView:
    """One day on which a doctor's hours are different; without hours it is the whole day."""

    id: uuid.UUID
    kind: str
    day: date
    start: time | None
    end: time | None
    minutes: int | None


@dataclass(frozen=True)
class ScheduleView:
    """When one doctor can be seen at one facility, and the coming days that are different.

    `booked_outside` counts the coming appointments that lie outside of these hours: somebody has to
    tell those patients. `version` goes back into a change; 1 before there is a schedule.
    """

    facility_id: uuid.UUID
    facility: str
    zone: str
    practitioner_id: uuid.UUID
    weekly: list[WeeklyHours]
    exceptions: list[ExceptionView]
    holidays: list["HolidayView"]
    booked_outside: int
    version: int


@dataclass(frozen=True)
class HolidayView:
    """A day on which a facility is closed."""

    id: uuid.UUID
    facility_id: uuid.UUID
    day: date
    name: str


@dataclass(frozen=True)
class WaitingView:
    """A place on a waiting list; `offer` is the id of the appointment that is held, if one is."""

    id: uuid.UUID
    patient_id: uuid.UUID
    patient: PatientView | None
    facility_id: uuid.UUID
    facility: str
    zone: str
    practitioner_id: uuid.UUID | None
    practitioner: str | None
    earliest: datetime
    latest: datetime
    urgency_rank: int | None
    state: str
    offer_id: uuid.UUID | None
    since: datetime
    version: int
    may: frozenset[str]


@dataclass(frozen=True)
class WaitingPage:
    """A page of a waiting list; `next` is None on the last page."""

    rows: list[WaitingView]
    next: Place | None


@dataclass(frozen=True)
class Proposal:
    """Times proposed by an urgency; `late` when none of them is before `due_at`."""

    facility_id: uuid.UUID
    zone: str
    due_at: datetime
    slots: list[SlotView]
    late: bool
