"""Booking for many patients at once, such as a calendar kept elsewhere, and taking that back.

Each is what `book` would have made of it: what speaks against a time is said for all of them in a
few queries, and the database has the last word here too. Nobody is put on top of somebody else,
and no time is taken outside of the hours: who wants that says why, one by one. Nothing is confirmed
by mail, as the patients know of their appointments; they are reminded of them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db.models import F, Q
from django.utils import timezone

from bedside.accounts.acts import under_way
from bedside.audit import Actor
from bedside.clinic import messages
from bedside.clinic.appointments import rules
from bedside.clinic.appointments.availability import Availability
from bedside.clinic.appointments.models import (
    TAKE_TIME,
    Appointment,
    AppointmentStatus,
    AppointmentStep,
    CancelReason,
    Holiday,
    News,
)
from bedside.clinic.appointments.opening import openings
from bedside.clinic.appointments.saving import overlap_is_conflict, step_of
from bedside.clinic.appointments.slots import bookable, is_open
from bedside.clinic.appointments.timing import HOLIDAY, HOURS, TAKEN, Wish
from bedside.clinic.appointments.wall_clock import Interval
from bedside.clinic.appointments.writing import write_words
from bedside.clinic.facilities.models import Facility
from bedside.clinic.facilities.reach import practising_at
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.reach import care_now
from bedside.clinic.patients.records import records_of_each
from bedside.errors import Invalid
from bedside.ids import new_id
from bedside.locking import hold

BATCH = 200
"""Rows in one statement."""
_MINUTE = timedelta(minutes=1)
_LONGEST = timedelta(days=1)
PATIENT_TAKEN = "The patient has another appointment at this time."
NOT_CARED_FOR = "This facility does not care for this patient."
NOT_THEN = "This doctor does not work here (any more) on that day."
_REFUSED = {
    TAKEN: "The doctor has somebody else at this time.",
    HOLIDAY: "The clinic is closed on this day.",
    HOURS: "This time is outside of the doctor's hours.",
}


@dataclass(frozen=True)
class Timed:
    """A wish with its end, and what speaks against it: a sentence by field, for each that does."""

    wish: Wish
    end: datetime
    against: Mapping[str, str]


def time_each(wishes: Sequence[Wish], place: Facility) -> list[Timed]:
    """Return until when each wish would be and what speaks against it, also among themselves.

    All are for `place`, with `patient` the record that is kept. About ten queries in all.
    """
    if not wishes:
        return []
    calendar = _Calendar.around(wishes, place)
    return [calendar.timed(wish) for wish in wishes]


def book_each(timed: Sequence[Timed], place: Facility) -> list[Appointment]:
    """Book what nothing spoke against, in order, within an act that holds the patients.

    Raises Taken, and Conflict, for a time that is not free any more: then nothing is booked.
    """
    doing, now = under_way(), timezone.now()
    _take_turns(one.wish.practitioner for one in timed)
    patients = Patient.objects.in_bulk({one.wish.patient for one in timed if one.wish.patient})
    rows = [_row(one, patients, place, doing.by, now) for one in timed]
    for row, one in zip(rows, timed, strict=True):
        stored = write_words(row, {"reason": one.wish.reason}, version=1)
        if stored is not None:
            stored.attach(row)
    with overlap_is_conflict(doing.by):
        Appointment.objects.bulk_create(rows, batch_size=BATCH)
    _add_steps(rows, "book", doing.by, now)
    messages.remind_each(
        [(row.id, row.patient_id, row.start) for row in rows], zone=place.time_zone
    )
    return rows


def cancel_each(appointments: Collection[UUID]) -> None:
    """Cancel appointments as booked by mistake, within an act that holds their patients.

    They are still as they were booked: see `built_on`. Who has an account is told on their page.
    """
    doing, now = under_way(), timezone.now()
    rows = list(Appointment.objects.filter(id__in=appointments).order_by("id"))
    _take_turns(row.practitioner_id for row in rows)
    Appointment.objects.filter(id__in=appointments).update(
        status=AppointmentStatus.CANCELLED,
        status_at=now,
        cancel_reason=CancelReason.MISTAKE,
        news=News.CANCELLED,
        version=F("version") + 1,
    )
    _add_steps(rows, "cancel", doing.by, now)
    messages.take_back_each([row.id for row in rows])


def built_on(appointments: Collection[UUID]) -> set[UUID]:
    """Return of new appointments those that somebody has done something with since."""
    rows = Appointment.objects.filter(id__in=appointments)
    as_made = Q(version=1, status=AppointmentStatus.BOOKED, start__gt=timezone.now())
    touched = set(rows.exclude(as_made).values_list("id", flat=True))
    for relation in Appointment._meta.related_objects:
        name = relation.field.name
        others = relation.related_model._default_manager.filter(**{f"{name}__in": appointments})
        if relation.related_model is AppointmentStep:
            others = others.exclude(event="book")
        touched.update(others.values_list(name, flat=True))
    return touched


@dataclass(frozen=True)
class _Calendar:
    """What is known of a facility around some wishes, and who is taken when."""

    place: Facility
    now: datetime
    hours: Mapping[UUID, Availability]
    holidays: frozenset[date]
    working: Mapping[UUID, datetime | None]
    """Until when each doctor works there."""
    cared_for: frozenset[UUID]
    taken: dict[UUID, list[Interval]]
    """Of doctors and of patients; a wish takes its time from those that come after it."""

    @classmethod
    def around(cls, wishes: Sequence[Wish], place: Facility) -> "_Calendar":
        starts = [wish.start for wish in wishes]
        within = Interval(min(starts), max(starts) + _LONGEST)
        patients = {wish.patient for wish in wishes if wish.patient}
        return cls(
            place,
            timezone.now(),
            openings(place, within),
            _holidays(within, place),
            dict(practising_at(place.id).values_list("user", "until")),
            frozenset(_cared_for(patients, place)),
            _taken(within, patients, {wish.practitioner for wish in wishes}),
        )

    def timed(self, wish: Wish) -> Timed:
        """Look at one wish; one that nothing speaks against takes its time."""
        try:
            rules.must_be_a_time(wish.start)
            rules.must_be_near(wish.start, self.now)
            end = wish.start + (wish.minutes or self._usual_minutes(wish)) * _MINUTE
            rules.must_be_good_length((end - wish.start) // _MINUTE)
        except Invalid as error:
            return Timed(wish, wish.start, error.fields)
        one = Interval(wish.start, end)
        against = dict(self._against(wish, one))
        if not against:
            for whose in (wish.practitioner, wish.patient):
                if whose:
                    self.taken.setdefault(whose, []).append(one)
        return Timed(wish, end, against)

    def _against(self, wish: Wish, one: Interval) -> Iterator[tuple[str, str]]:
        if wish.patient not in self.cared_for:
            yield "patient", NOT_CARED_FOR
        if not self._works(wish):
            yield "practitioner", NOT_THEN
        elif self._overlaps(wish.practitioner, one):
            yield "start", _REFUSED[TAKEN]
        elif code := self._closed(wish, one):
            yield "start", _REFUSED[code]
        if wish.patient and self._overlaps(wish.patient, one):
            yield "start", PATIENT_TAKEN

    def _works(self, wish: Wish) -> bool:
        until = self.working.get(wish.practitioner, self.now)
        return until is None or until > wish.start

    def _overlaps(self, whose: UUID, one: Interval) -> bool:
        taken = self.taken.get(whose, ())
        return any(other.start < one.end and one.start < other.end for other in taken)

    def _closed(self, wish: Wish, one: Interval) -> str:
        """Whether nobody is seen then, as `timing.against` says of one."""
        hours = self.hours.get(wish.practitioner)
        if hours is not None and is_open(hours, one):
            return ""
        day = one.start.astimezone(ZoneInfo(self.place.time_zone)).date()
        if day in self.holidays:
            return HOLIDAY
        return HOURS if hours is not None and (hours.weekly or hours.extra) else ""

    def _usual_minutes(self, wish: Wish) -> int:
        hours = self.hours.get(wish.practitioner)
        within = Interval(wish.start, wish.start + _MINUTE)
        for slot in bookable(hours, within, now=wish.start, at_most=1) if hours else ():
            return (slot.end - slot.start) // _MINUTE
        return rules.MINUTES


def _cared_for(patients: Collection[UUID], place: Facility) -> Iterator[UUID]:
    care = care_now().filter(patient__in=patients, facility=place)
    yield from care.values_list("patient", flat=True)


def _holidays(within: Interval, place: Facility) -> frozenset[date]:
    around = ((within.start - _LONGEST).date(), (within.end + _LONGEST).date())
    days = Holiday.objects.filter(facility=place, day__range=around)
    return frozenset(days.values_list("day", flat=True))


def _taken(
    within: Interval, patients: Collection[UUID], practitioners: Collection[UUID]
) -> dict[UUID, list[Interval]]:
    """Return when these people are taken, a patient under each of their records; two queries."""
    kept = records_of_each(patients)
    rows = Appointment.objects.filter(
        Q(patient__in=kept) | Q(practitioner__in=practitioners),
        status__in=TAKE_TIME,
        start__lt=within.end,
        end__gt=within.start,
    )
    found: dict[UUID, list[Interval]] = {}
    for patient, practitioner, start, end in rows.values_list(
        "patient", "practitioner", "start", "end"
    ):
        for whose in (kept.get(patient, patient), practitioner):
            found.setdefault(whose, []).append(Interval(start, end))
    return found


def _row(
    one: Timed, patients: Mapping[UUID, Patient], place: Facility, by: Actor, now: datetime
) -> Appointment:
    assert one.wish.patient is not None
    return Appointment(
        id=new_id(),
        patient=patients[one.wish.patient],
        kept_record_id=patients[one.wish.patient].replaced_by_id,
        facility=place,
        practitioner_id=one.wish.practitioner,
        start=one.wish.start,
        end=one.end,
        status=AppointmentStatus.BOOKED,
        booked_by_id=by.user,
        booked_at=now,
        status_at=now,
    )


def _add_steps(rows: Iterable[Appointment], event: str, by: Actor, now: datetime) -> None:
    steps = (step_of(row, event, by, now) for row in rows)
    AppointmentStep.objects.bulk_create(
        steps,
        batch_size=BATCH,
    )


def _take_turns(practitioners: Iterable[UUID]) -> None:
    """Let whoever writes these doctors' appointments wait; the patients are held by the act."""
    hold(get_user_model().objects.filter(id__in=set(practitioners)))
