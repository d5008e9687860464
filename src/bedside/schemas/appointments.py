"""Appointments: free times, booking one, and what becomes of it."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from bedside import limits
from bedside.schemas.base import Incoming, Outgoing, example
from bedside.schemas.encounters import May, Person
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Listing, Readable
from bedside.schemas.text import Day, Moment, Reason

AppointmentStatus = Literal["proposed", "booked", "arrived", "fulfilled", "cancelled", "noshow"]
CancelReason = Literal[
    "better",
    "cannot-come",
    "elsewhere",
    "practitioner-away",
    "closed",
    "mistake",
    "other",
    "transferred",
    "declined",
    "not-answered",
]
GivenReason = Literal[
    "better", "cannot-come", "elsewhere", "practitioner-away", "closed", "mistake", "other"
]
Minutes = Annotated[
    int,
    Field(
        ge=limits.SHORTEST_APPOINTMENT,
        le=limits.LONGEST_APPOINTMENT,
        description="How long; staff only.",
    ),
]
Overbook = Annotated[
    Reason,
    Field(
        description="Why it is put on top of somebody else, if it has to be; staff only. Without "
        "it a time that is taken is refused (409)."
    ),
]


class Slot(Outgoing):
    """A time that can be booked."""

    model_config = example(
        start="2026-03-02T09:00:00Z",
        end="2026-03-02T09:20:00Z",
        practitioner={
            "id": "0199a1f4-1c2d-7e5c-9d77-2f7e8c40bf32",
            "name": "Ayo Bello",
            "readable": True,
        },
    )

    start: datetime
    end: datetime
    practitioner: Person


class Slots(Listing):
    """A page of free times, the earliest first, to be shown on the clock of `time_zone`."""

    items: list[Slot]
    facility: UUID
    time_zone: str


class ProposedTimes(Outgoing):
    """What an assessment proposes: the earliest free times before `due_at`.

    `late` says that there was none in time and these come after it. In an emergency nothing is
    proposed: whoever must be seen now should call for help.
    """

    emergency: bool
    due_at: datetime
    late: bool
    time_zone: str | None
    items: list[Slot]


class DoctorsDay(Outgoing):
    """The appointments of one doctor on one day, in order."""

    doctor: Person
    appointments: list["Appointment"]


class DeskDay(Outgoing):
    """Who comes to a facility on a local day, without what was cancelled.

    `more` says that the day has more than fits; `GET /api/appointments` goes on page by page.
    """

    facility: UUID
    facility_name: str
    time_zone: str
    day: date
    doctors: list[DoctorsDay]
    more: bool


class Practitioners(Listing):
    """Whom one can book at a facility, by name."""

    items: list[Person]


class _Wish(Incoming):
    """What one says of a time to book, wherever that is."""

    model_config = example(
        practitioner="0199a1f4-1c2d-7e5c-9d77-2f7e8c40bf32", start="2026-03-02T09:00:00Z"
    )

    practitioner: GivenId
    start: Moment
    minutes: Minutes | None = None
    reason: Reason = ""
    overbook_because: Overbook = ""


class NewAppointment(_Wish):
    """A time to book. A patient leaves out `patient`: they book for themselves."""

    model_config = example(
        facility="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
        practitioner="0199a1f4-1c2d-7e5c-9d77-2f7e8c40bf32",
        start="2026-03-02T09:00:00Z",
        reason="A rash on my arm",
    )

    patient: GivenId | None = None
    facility: GivenId


class FollowUpTime(_Wish):
    """A time to book after an assessment, at the facility that it was sent to."""


class OtherTime(Incoming):
    """The time to move an appointment to; with the same doctor, unless another one is named."""

    model_config = example(start="2026-03-03T10:20:00Z")

    start: Moment
    practitioner: GivenId | None = None
    minutes: Minutes | None = None
    overbook_because: Overbook = ""


class Cancellation(Incoming):
    """Why an appointment is cancelled: a code, and words if there is more to say."""

    model_config = example(reason="better", words="It went away by itself.")

    reason: GivenReason
    words: Reason = ""


class Step(Outgoing):
    """Something that happened to it; `by` is empty for the patient and for Bedside itself."""

    event: str
    at: datetime
    by: str | None
    start: Annotated[datetime, Field(description="When it was to begin, after this.")]


class Appointment(Outgoing):
    """One appointment. Times are moments; `time_zone` is the clock that people there go by.

    `patient_name` is for staff. `steps` are filled when one appointment is read.
    """

    model_config = example(
        id="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10",
        patient="0199a1f4-9e30-7e5c-9d77-2f7e8c40bf32",
        patient_name=None,
        facility="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
        facility_name="Riverside Clinic",
        address="12 Mill Lane, Leeds",
        time_zone="Europe/London",
        practitioner={
            "id": "0199a1f4-1c2d-7e5c-9d77-2f7e8c40bf32",
            "name": "Ayo Bello",
            "readable": True,
        },
        start="2026-03-02T09:00:00Z",
        end="2026-03-02T09:20:00Z",
        status="booked",
        overbooked=False,
        outside_hours=False,
        held_until=None,
        cancel_reason=None,
        booked_at="2026-02-24T18:03:00Z",
        status_at="2026-02-24T18:03:00Z",
        version=1,
        reason="A rash on my arm",
        overbooked_because="",
        cancelled_because="",
        news=None,
        readable=True,
        may=["cancel", "move"],
        steps=[],
    )

    id: UUID
    patient: UUID
    patient_name: str | None
    facility: UUID
    facility_name: str
    address: str
    time_zone: str
    practitioner: Person
    start: datetime
    end: datetime
    status: AppointmentStatus
    overbooked: bool
    outside_hours: Annotated[
        bool, Field(description="On a holiday or outside of the doctor's hours, on purpose.")
    ]
    held_until: Annotated[
        datetime | None, Field(description="Until when a proposed one can be accepted.")
    ]
    cancel_reason: CancelReason | None
    booked_at: datetime
    status_at: datetime
    version: int
    reason: str
    overbooked_because: str
    cancelled_because: str
    news: Annotated[
        Literal["moved", "cancelled"] | None,
        Field(description="What the clinic did and the patient has not acknowledged yet."),
    ]
    readable: Readable
    may: May
    steps: list[Step]


class Appointments(Listing):
    """A page of appointments, by the time they begin."""

    items: list[Appointment]


class WaitFor(Incoming):
    """The days between which somebody can come, on the calendar of the facility.

    A patient leaves out `patient`. Only staff say how urgent it is (0 is the most urgent).
    """

    model_config = example(
        facility="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
        first_day="2026-03-02",
        last_day="2026-03-16",
    )

    patient: GivenId | None = None
    facility: GivenId
    practitioner: GivenId | None = None
    first_day: Day
    last_day: Day
    urgency_rank: Annotated[int, Field(ge=0, le=9)] | None = None


class WaitForFollowUp(Incoming):
    """With whom, if it has to be one doctor; when is up to the assessment."""

    model_config = example(practitioner=None)

    practitioner: GivenId | None = None


class WaitingPlace(Outgoing):
    """A place on a waiting list; `offer` is the proposed appointment while a time is held."""

    model_config = example(
        id="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10",
        patient="0199a1f4-9e30-7e5c-9d77-2f7e8c40bf32",
        patient_name=None,
        facility="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
        facility_name="Riverside Clinic",
        time_zone="Europe/London",
        practitioner=None,
        earliest="2026-03-02T00:00:00Z",
        latest="2026-03-17T00:00:00Z",
        urgency_rank=None,
        state="waiting",
        offer=None,
        since="2026-02-24T18:03:00Z",
        version=1,
        may=["leave"],
    )

    id: UUID
    patient: UUID
    patient_name: str | None
    facility: UUID
    facility_name: str
    time_zone: str
    practitioner: Person | None
    earliest: datetime
    latest: datetime
    urgency_rank: int | None
    state: Literal["waiting", "offered", "taken", "left", "expired"]
    offer: UUID | None
    since: datetime
    version: int
    may: May


class WaitingList(Listing):
    """A page of those who wait, the longest waiting first."""

    items: list[WaitingPlace]


class CalendarAddress(Outgoing):
    """The secret address of one's calendar. It is shown once; making another one ends it."""

    model_config = example(url="https://clinic.example/calendar/q0mY...ics")

    url: str


class CalendarState(Outgoing):
    """Whether one's calendar can be subscribed to, and since when."""

    model_config = example(created_at="2026-03-02T09:15:00Z")

    created_at: datetime | None
