"""When doctors can be seen, who comes when, and who waits for a time.

All that queries need is in the clear and says nothing about why somebody comes: times, places,
states. What people wrote (the reason of the visit, why a time was overbooked, why it was
cancelled) is in the appointment's sealed document, if anybody wrote anything.

Nobody is in two places at once: no two appointments that `TAKE_TIME` overlap for one doctor, unless
one is marked as overbooked, nor for one patient at all. The database itself promises that, by
exclusion constraints on PostgreSQL and by triggers on SQLite; they are in migration
`no_double_booking`, because no model can say them for both.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from bedside.changed import HasChangedAt
from bedside.clinic.facilities.models import Facility
from bedside.clinic.patients.models import Patient
from bedside.documents.models import HasDocument
from bedside.ids import new_id


class Schedule(models.Model):
    """When one doctor can be seen at one facility (FHIR: Schedule)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="schedules")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="schedules"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["facility", "practitioner"], name="clinic_one_schedule_at_a_facility"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class ScheduleHours(models.Model):
    """One row of the weekly hours; see `availability.WeeklyHours` for what its fields mean."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    start = models.TimeField()
    end = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)


class ExceptionKind(models.TextChoices):
    """`closed`: not there, wholly or for some hours. `open`: there beside the weekly hours."""

    CLOSED = "closed"
    OPEN = "open"


class ScheduleException(models.Model):
    """One day that is different; see `availability.Closure` and `availability.ExtraHours`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="exceptions")
    kind = models.CharField(max_length=8, choices=ExceptionKind.choices)
    day = models.DateField()
    start = models.TimeField(null=True, blank=True)
    end = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="clinic_opening_has_hours",
                condition=models.Q(kind=ExceptionKind.CLOSED)
                | models.Q(start__isnull=False, end__isnull=False, minutes__isnull=False),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["schedule", "day"])]

    def __str__(self) -> str:
        return str(self.id)


class Holiday(models.Model):
    """A day on which a facility is closed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="holidays")
    day = models.DateField()
    name = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["facility", "day"], name="clinic_one_holiday_a_day")
        ]

    def __str__(self) -> str:
        return self.name


class AppointmentStatus(models.TextChoices):
    """The words of FHIR; `proposed` is a time held for somebody from the waiting list."""

    PROPOSED = "proposed"
    BOOKED = "booked"
    ARRIVED = "arrived"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    NOSHOW = "noshow"


TAKE_TIME = (AppointmentStatus.PROPOSED, AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED)
"""The states that keep doctor and patient from being elsewhere."""


class CancelReason(models.TextChoices):
    """Why an appointment is not kept, in codes; the last three are Bedside's own."""

    BETTER = "better", "The problem is better"
    CANNOT_COME = "cannot-come", "The patient cannot come"
    ELSEWHERE = "elsewhere", "The patient is seen elsewhere"
    PRACTITIONER_AWAY = "practitioner-away", "The doctor is away"
    CLOSED = "closed", "The clinic is closed"
    MISTAKE = "mistake", "Booked by mistake"
    OTHER = "other", "Another reason"
    TRANSFERRED = "transferred", "The patient moved to another clinic"
    DECLINED = "declined", "The offered time was declined"
    NOT_ANSWERED = "not-answered", "The offered time was not taken in time"


class News(models.TextChoices):
    """What the clinic did to an appointment, for its patient to see on their page."""

    MOVED = "moved"
    CANCELLED = "cancelled"


class Appointment(HasChangedAt, HasDocument):
    """A patient and a doctor meet: at a facility, from `start` up to and without `end` (UTC)."""

    KIND = "appointment"
    UNSEEN = frozenset({"kept_record"})

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="appointments")
    kept_record = models.ForeignKey(
        Patient, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    """The record that is kept of the same person, when the patient's was merged into it: the
    database lets no person be in two places, under whichever record."""
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="appointments")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments"
    )
    start = models.DateTimeField()
    end = models.DateTimeField()
    status = models.CharField(max_length=12, choices=AppointmentStatus.choices)
    overbooked = models.BooleanField(default=False)
    """Whether it was put on top of another one on purpose."""
    outside_hours = models.BooleanField(default=False)
    """Whether it was put where nobody is seen on purpose: outside of the hours, on a holiday."""
    held_until = models.DateTimeField(null=True, blank=True)
    """Until when a proposed one may be taken."""
    cancel_reason = models.CharField(max_length=20, blank=True, choices=CancelReason.choices)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="booked_appointments",
    )
    """Nobody, while it is only held for the patient."""
    booked_at = models.DateTimeField(default=timezone.now)
    status_at = models.DateTimeField(default=timezone.now)
    """Since when it has its status."""
    news = models.CharField(max_length=12, blank=True, choices=News.choices)
    """The last that the clinic did, until the patient says that they have seen it."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="clinic_appointment_takes_time", condition=models.Q(start__lt=models.F("end"))
            ),
            models.CheckConstraint(
                name="clinic_proposed_is_held_until",
                condition=~models.Q(status=AppointmentStatus.PROPOSED)
                | models.Q(held_until__isnull=False),
            ),
            models.CheckConstraint(
                name="clinic_cancelled_for_a_reason",
                condition=~models.Q(status=AppointmentStatus.CANCELLED)
                | ~models.Q(cancel_reason=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["practitioner", "start"], name="clinic_appointments_of_doctor"),
            models.Index(fields=["patient", "start", "id"], name="clinic_appointments_of"),
            models.Index(fields=["facility", "start", "id"], name="clinic_appointments_at"),
            models.Index(
                fields=["held_until"],
                condition=models.Q(status=AppointmentStatus.PROPOSED),
                name="clinic_appointments_held",
            ),
            models.Index(fields=["changed_at"], name="clinic_appointments_changed"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def document_patient(self) -> uuid.UUID:
        return self.patient_id


class AppointmentStep(models.Model):
    """What happened to an appointment, when and by whom; `start` and `practitioner` as of then."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="steps")
    event = models.CharField(max_length=12)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Nobody when it was Bedside itself."""
    start = models.DateTimeField()
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )


class WaitingState(models.TextChoices):
    """`offered` while a time is held; `expired` when nothing was free until the last day."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    LEFT = "left"
    EXPIRED = "expired"


class WaitingPlace(models.Model):
    """A patient waits for a time at a facility, with one doctor or any, within some days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="waiting_places")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="waiting_places")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="waiting_places",
    )
    earliest = models.DateTimeField()
    latest = models.DateTimeField()
    """No offer ends later."""
    urgency_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    """Of the assessment it follows, the most urgent first; None comes last."""
    state = models.CharField(
        max_length=8, choices=WaitingState.choices, default=WaitingState.WAITING
    )
    offer = models.OneToOneField(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="waiting_place"
    )
    """The latest offer."""
    since = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["patient", "facility"],
                condition=models.Q(state__in=[WaitingState.WAITING, WaitingState.OFFERED]),
                name="clinic_wait_once_at_a_facility",
            ),
            models.CheckConstraint(
                name="clinic_offered_is_an_offer",
                condition=~models.Q(state=WaitingState.OFFERED) | models.Q(offer__isnull=False),
            ),
            models.CheckConstraint(
                name="clinic_wait_within_days",
                condition=models.Q(earliest__lt=models.F("latest")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["facility", "urgency_rank", "since"],
                condition=models.Q(state=WaitingState.WAITING),
                name="clinic_waiting_list",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class CalendarFeed(models.Model):
    """Whoever holds the token may read when and where its owner has appointments; nothing else."""

    token_hash = models.CharField(primary_key=True, max_length=64)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    counted_since = models.DateTimeField(default=timezone.now)
    fetched = models.PositiveIntegerField(default=0)
    """How often since `counted_since`."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(revoked_at__isnull=True),
                name="clinic_one_open_calendar",
            )
        ]

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
