"""A free time is offered to whoever waits for one, the most urgent first, then the longest waiting.

An offer is an appointment that is `proposed`: the time is held for one patient, and the database
keeps everybody else from it as from any other. It ends when it is not taken in time, and the next
one is offered it. Nobody is offered the same time twice, nor the one that they cancelled.

All of it is Bedside's own doing, in acts of its own: the patient who cancels does not touch the
record of the patient who is offered the time.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from bedside.accounts.acts import Act, act, apart
from bedside.audit import Actor
from bedside.clinic import messages
from bedside.clinic.appointments.free import Free, free_times
from bedside.clinic.appointments.models import (
    TAKE_TIME,
    Appointment,
    AppointmentStatus,
    CancelReason,
    WaitingPlace,
    WaitingState,
)
from bedside.clinic.appointments.saving import insert, save_if_unchanged, take_turns
from bedside.clinic.appointments.wall_clock import Interval
from bedside.clinic.facilities.models import Facility
from bedside.clinic.messages import MessageKind
from bedside.clinic.patients.reach import care_now
from bedside.clinic.patients.records import kept_records_of
from bedside.errors import BedsideError, Conflict
from bedside.ids import new_id

OFFER_LASTS = timedelta(hours=2)
SOONEST = timedelta(hours=3)
"""What begins sooner is not offered: nobody could answer and still come."""
BEFORE_START = timedelta(hours=1)
"""An offer ends so long before the time itself."""
MORNING, EVENING, AFTER_NIGHT = time(8), time(21), time(10)
"""An offer does not end at night but after it (no source)."""
MOST_OFFERS = 50
"""At one go, for one facility."""
MOST_TIMES = 200
"""Free times of a doctor that are looked at."""


@dataclass(frozen=True)
class Match:
    """A free time for somebody who waits."""

    place: WaitingPlace
    free: Free


def settle() -> None:
    """End the offers whose time is over and offer their times on; acts only if there are any."""
    with apart():
        for facility in expire_offers(timezone.now()):
            offer_places(facility)


def expire_offers(now: datetime) -> set[UUID]:
    """End every offer that was not taken in time; return the facilities that have a time again."""
    over = Appointment.objects.filter(status=AppointmentStatus.PROPOSED, held_until__lte=now)
    freed = set()
    for row in over.select_related("facility").order_by("held_until")[:MOST_OFFERS]:
        # Somebody else may be settling too; whoever is later finds it done.
        with suppress(Conflict), act("waiting.expire", by=Actor.system()) as doing:
            _name(doing, row)
            let_go(row, "expire", CancelReason.NOT_ANSWERED, by=doing.by)
            freed.add(row.facility_id)
    return freed


def expire_waiting(now: datetime) -> int:
    """End the waiting of everybody whose last day is over; return how many that were."""
    over = WaitingPlace.objects.filter(state=WaitingState.WAITING, latest__lte=now)
    if not over.exists():
        return 0
    with act("waiting.expire", by=Actor.system()) as doing:
        places = list(over[:1000])
        doing.about(*(place.patient_id for place in places))
        # Once the patients are held, nobody else leaves or is offered a time.
        rows = over.filter(id__in=[place.id for place in places])
        return rows.update(state=WaitingState.EXPIRED, version=F("version") + 1)


def sweep(now: datetime) -> None:
    """End what is over, and offer what is free at every facility where somebody waits."""
    expire_offers(now)
    expire_waiting(now)
    waiting = WaitingPlace.objects.filter(state=WaitingState.WAITING, latest__gt=now)
    for facility in set(waiting.values_list("facility", flat=True)):
        offer_places(facility)


def offer_places(facility: UUID) -> int:
    """Hold free times of a facility for whoever waits there; return how many were offered.

    What cannot be offered now, because somebody was faster or a store is away, is left to the next
    time: whoever caused this has done their own act already.
    """
    offered = 0
    with suppress(BedsideError):
        for match in _matches(facility, timezone.now()):
            with suppress(Conflict):
                _offer(match)
                offered += 1
    return offered


def let_go(row: Appointment, event: str, reason: CancelReason, *, by: Actor) -> None:
    """End an offer inside an act, and let its patient wait on."""
    take_turns(row.patient_id, row.practitioner_id)
    save_if_unchanged(row, event, version=row.version, by=by, cancel_reason=reason)
    messages.take_back(row.id)
    WaitingPlace.objects.filter(offer=row, state=WaitingState.OFFERED).update(
        state=WaitingState.WAITING, version=F("version") + 1
    )


def held_until(now: datetime, start: datetime, zone: ZoneInfo) -> datetime:
    """Return until when an offer made now holds: two hours, the night not counted as an end."""
    end = (now + OFFER_LASTS).astimezone(zone)
    if not MORNING <= end.time() < EVENING:
        day = end.date() + timedelta(days=end.time() >= EVENING)
        end = datetime.combine(day, AFTER_NIGHT, zone)
    return min(end, start - BEFORE_START)


def _offer(match: Match) -> None:
    place, free = match.place, match.free
    row = Appointment(
        id=new_id(),
        patient_id=place.patient_id,
        facility=place.facility,
        practitioner_id=free.practitioner,
        start=free.start,
        end=free.end,
        status=AppointmentStatus.PROPOSED,
    )
    with act("waiting.offer", by=Actor.system()) as doing:
        _name(doing, row)
        doing.on(waiting=place.id)
        take_turns(row.patient_id, row.practitioner_id)
        zone = ZoneInfo(place.facility.time_zone)
        row.held_until = held_until(timezone.now(), row.start, zone)
        insert(row, "offer", by=doing.by)
        waiting = WaitingPlace.objects.filter(id=place.id, state=WaitingState.WAITING)
        if not waiting.update(state=WaitingState.OFFERED, offer=row, version=F("version") + 1):
            raise Conflict
        messages.tell(MessageKind.OFFER, row.id, row.patient_id)


def _name(doing: Act, row: Appointment) -> None:
    doing.about(row.patient_id)
    doing.on(appointment=row.id)
    doing.chain = row.facility_id


def _matches(facility: UUID, now: datetime) -> Iterator[Match]:
    """Free times and who waits for them, each at most once."""
    places = _waiting(facility, now)
    place = Facility.objects.filter(id=facility, active=True).first()
    if not places or place is None:
        return
    soonest = now + SOONEST
    within = Interval(
        max(soonest, min(one.earliest for one in places)), max(one.latest for one in places)
    )
    times = free_times(place, within, now=soonest, at_most=MOST_TIMES)
    people = kept_records_of(one.patient_id for one in places)
    refused, busy = _refused(people), _busy(people)
    for waiting in places:
        who = people[waiting.patient_id]
        fits = _first_fit(waiting, times, refused[who], busy[who])
        if fits is not None:
            times.remove(fits)
            yield Match(waiting, fits)


def _waiting(facility: UUID, now: datetime) -> list[WaitingPlace]:
    cared_for = care_now().filter(patient=OuterRef("patient"), facility=facility)
    rows = WaitingPlace.objects.filter(
        Exists(cared_for), facility=facility, state=WaitingState.WAITING, latest__gt=now
    )
    first = (F("urgency_rank").asc(nulls_last=True), "since", "id")
    return list(rows.select_related("facility").order_by(*first)[:MOST_OFFERS])


def _first_fit(
    place: WaitingPlace, times: Sequence[Free], refused: set, busy: Sequence[Interval]
) -> Free | None:
    for free in times:
        if (
            place.earliest <= free.start
            and free.end <= place.latest
            and place.practitioner_id in {None, free.practitioner}
            and (free.practitioner, free.start) not in refused
            and not any(one.start < free.end and free.start < one.end for one in busy)
        ):
            return free
    return None


def _refused(people: Mapping[UUID, UUID]) -> dict[UUID, set[tuple[UUID, datetime]]]:
    """The times that each person let go already; `people` are those who are kept, by record."""
    rows = Appointment.objects.filter(
        patient__in=list(people),
        status=AppointmentStatus.CANCELLED,
        start__gt=timezone.now(),
    )
    refused: dict[UUID, set[tuple[UUID, datetime]]] = defaultdict(set)
    for patient, doctor, start in rows.values_list("patient", "practitioner", "start"):
        refused[people[patient]].add((doctor, start))
    return refused


def _busy(people: Mapping[UUID, UUID]) -> dict[UUID, list[Interval]]:
    """When each person is somewhere already."""
    rows = Appointment.objects.filter(
        patient__in=list(people),
        status__in=TAKE_TIME,
        end__gt=timezone.now(),
    )
    busy: dict[UUID, list[Interval]] = defaultdict(list)
    for patient, start, end in rows.values_list("patient", "start", "end"):
        busy[people[patient]].append(Interval(start, end))
    return busy
