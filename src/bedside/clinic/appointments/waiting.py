"""Waiting lists: joining one, leaving it, and taking or declining the time that is offered."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from bedside import accounts
from bedside.accounts.acts import Act, act
from bedside.audit import SYSTEM_CHAIN, Actor
from bedside.clinic import messages
from bedside.clinic.appointments import rules
from bedside.clinic.appointments.lifecycle import must_allow
from bedside.clinic.appointments.models import CancelReason, WaitingPlace, WaitingState
from bedside.clinic.appointments.offering import SOONEST, let_go, offer_places, settle
from bedside.clinic.appointments.reach import (
    find,
    find_place,
    find_waiting,
    reads_words,
    waiting_visible_to,
)
from bedside.clinic.appointments.saving import save_if_unchanged, take_turns
from bedside.clinic.appointments.showing import open_patients_of, show_one
from bedside.clinic.appointments.views import AppointmentView, WaitingPage, WaitingView
from bedside.clinic.facilities.models import Facility
from bedside.clinic.messages import MessageKind
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.reading import find_patient
from bedside.clinic.patients.records import records_of
from bedside.clinic.patients.rules import must_be_registered
from bedside.clinic.rules import must_be_current
from bedside.errors import Conflict, Forbidden, Invalid
from bedside.paging import read_page

LARGEST_PAGE = 100
LEAST_URGENT = 9
"""Ranks are those of assessments; a smaller one is more urgent."""
OPEN = (WaitingState.WAITING, WaitingState.OFFERED)


def join(
    *,
    patient: UUID | None = None,
    facility: UUID,
    first_day: date,
    last_day: date,
    practitioner: UUID | None = None,
    urgency_rank: int | None = None,
    by: Actor,
) -> WaitingView:
    """Wait for a time between two days (local to the facility), with one doctor or with any.

    A patient need not name themselves. What is free already is offered at once. Only doctors say
    how urgent it is. Raises NotFound, Invalid, Forbidden, and Conflict when the patient waits there
    already.
    """
    with act("waiting.join", by=by) as doing:
        who = find_patient(rules.patient_meant(patient, by), by=by)
        doing.about(who.id)
        place = find_place(facility, by=by)
        doing.chain = place.id
        earliest, latest = _days(place, first_day, last_day)
        _must_be_a_rank(urgency_rank, by)
        row = WaitingPlace(
            patient=who,
            facility=place,
            practitioner_id=practitioner,
            earliest=earliest,
            latest=latest,
            urgency_rank=urgency_rank,
        )
        _enter(row, doing)
    return offered_at_once(row, by=by)


def enter_until(
    patient: Patient,
    facility: Facility,
    latest: datetime,
    *,
    practitioner: UUID | None,
    urgency_rank: int | None,
    doing: Act,
) -> WaitingPlace:
    """Put a patient on a waiting list from now until `latest`, inside an act that knows why.

    Raises Conflict when it is too late for that, and what joining raises.
    """
    now = timezone.now()
    if latest <= now + SOONEST:
        raise Conflict("It is too late to wait for a time until then. Call the clinic.")
    row = WaitingPlace(
        patient=patient,
        facility=facility,
        practitioner_id=practitioner,
        earliest=now,
        latest=latest,
        urgency_rank=urgency_rank,
    )
    _enter(row, doing)
    return row


def offered_at_once(row: WaitingPlace, *, by: Actor) -> WaitingView:
    """Offer what is free already to whoever has just begun to wait, and show what came of it."""
    offer_places(row.facility_id)
    row.refresh_from_db(fields=["state", "offer", "version"])
    return _shown([row], by=by)[0]


def leave(place: UUID, *, version: int, by: Actor) -> WaitingView:
    """Wait no longer; an offer is declined with it. Raises NotFound, Stale and Conflict."""
    with act("waiting.leave", by=by) as doing:
        row = find_waiting(place, doing=doing)
        must_be_current(row, version)
        if row.state not in OPEN:
            raise Conflict("Nobody waits here any more.")
        if row.state == WaitingState.OFFERED and row.offer is not None:
            let_go(row.offer, "decline", CancelReason.DECLINED, by=by)
            row.version += 1
        _change(row, WaitingState.LEFT)
    offer_places(row.facility_id)
    return _shown([row], by=by)[0]


def accept(appointment: UUID, *, version: int, by: Actor) -> AppointmentView:
    """Take the time that is held. Raises NotFound, Stale, and Conflict when it was held too long,
    or when the patient has booked as much as they can by themselves.

    The time is the patient's already, so nobody can be faster.
    """
    settle()
    with act("waiting.accept", by=by) as doing:
        row = find(appointment, doing=doing)
        must_be_current(row, version)
        must_allow(row, "accept", by=by, now=timezone.now())
        take_turns(row.patient_id, row.practitioner_id)
        if by.role == "patient":
            rules.must_have_room_ahead(by)
        now = timezone.now()
        save_if_unchanged(
            row, "accept", version=version, by=by, held_until=None, booked_by_id=by.user,
            booked_at=now,
        )  # fmt: skip
        WaitingPlace.objects.filter(offer=row, state=WaitingState.OFFERED).update(
            state=WaitingState.TAKEN, version=F("version") + 1
        )
        messages.take_back(row.id, MessageKind.OFFER)
        messages.tell(MessageKind.BOOKED, row.id, row.patient_id)
        messages.remind(row.id, row.patient_id, start=row.start, zone=row.facility.time_zone)
        return show_one(row, by=by)


def decline(appointment: UUID, *, version: int, by: Actor) -> AppointmentView:
    """Let the time go to the next one and wait on. Raises NotFound, Stale and Conflict."""
    with act("waiting.decline", by=by) as doing:
        row = find(appointment, doing=doing)
        must_be_current(row, version)
        must_allow(row, "decline", by=by, now=timezone.now())
        let_go(row, "decline", CancelReason.DECLINED, by=by)
        shown = show_one(row, by=by)
    offer_places(row.facility_id)
    return shown


def read_waiting(
    *,
    by: Actor,
    facility: UUID | None = None,
    after: tuple[datetime, UUID] | None = None,
    limit: int = 50,
) -> WaitingPage:
    """Return who waits within reach, the longest waiting first: one's own, or a facility's.

    Raises NotFound for a facility out of reach, Invalid for a limit that is not allowed.
    """
    settle()
    with act("waiting.list", by=by) as doing:
        if not 1 <= limit <= LARGEST_PAGE:
            raise Invalid(fields={"limit": f"A page has 1 to {LARGEST_PAGE} rows."})
        rows = waiting_visible_to(by).filter(state__in=OPEN)
        if facility is not None:
            rows = rows.filter(facility=find_place(facility, by=by))
        doing.chain = facility or SYSTEM_CHAIN
        page = read_page(_following(rows, after).select_related("patient", "facility"), limit)
        doing.about(*(row.patient_id for row in page))
        doing.note(count=len(page))
        following = (page[-1].since, page[-1].id) if page.more else None
        return WaitingPage(_shown(page, by=by), following)


def waiting_of(patient: UUID, *, by: Actor) -> list[WaitingView]:
    """Return where a patient waits within reach, one place a facility and record at most; for an
    act."""
    rows = waiting_visible_to(by).filter(patient__in=records_of(patient), state__in=OPEN)
    found = rows.select_related("patient", "facility").order_by("since", "id")
    return _shown(list(found[:LARGEST_PAGE]), by=by)


def _following(
    rows: QuerySet[WaitingPlace], after: tuple[datetime, UUID] | None
) -> QuerySet[WaitingPlace]:
    ordered = rows.order_by("since", "id")
    if after is None:
        return ordered
    since, last = after
    return ordered.filter(since__gte=since).exclude(since=since, id__lte=last)


def _days(place: Facility, first: date, last: date) -> tuple[datetime, datetime]:
    """The moments at which local days begin and end."""
    zone = ZoneInfo(place.time_zone)
    now = timezone.now()
    today = now.astimezone(zone).date()
    bad = {}
    if first < today:
        bad["first_day"] = "Choose today or a later day."
    if last < first:
        bad["last_day"] = "The last day must not be before the first."
    if last > today + rules.PATIENTS_BOOK_AHEAD:
        bad["last_day"] = f"Choose a day within {rules.PATIENTS_BOOK_AHEAD.days} days."
    if bad:
        raise Invalid(fields=bad)
    begins = datetime.combine(first, time(), zone).astimezone(UTC)
    ends = datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)
    return max(begins, now), ends


def _must_be_a_rank(rank: int | None, by: Actor) -> None:
    if rank is None:
        return
    if by.role != "doctor":
        raise Forbidden
    if not 0 <= rank <= LEAST_URGENT:
        raise Invalid(fields={"urgency_rank": f"A rank is from 0 to {LEAST_URGENT}."})


def _enter(row: WaitingPlace, doing: Act) -> None:
    must_be_registered(row.patient)
    rules.must_be_cared_for(row.patient, row.facility)
    if row.practitioner_id is not None:
        rules.must_work_there(row.practitioner_id, row.facility, row.earliest)
    doing.on(waiting=row.id)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict("There is a place on this waiting list already.") from None


def _change(row: WaitingPlace, state: WaitingState) -> None:
    rows = WaitingPlace.objects.filter(id=row.id, version=row.version)
    if not rows.update(state=state, version=row.version + 1):
        raise Conflict
    row.state, row.version = state, row.version + 1


def _shown(rows: list[WaitingPlace], *, by: Actor) -> list[WaitingView]:
    patients = open_patients_of([row.patient for row in rows], by=by)
    names = accounts.names_of({row.practitioner_id for row in rows if row.practitioner_id})
    return [
        WaitingView(
            id=row.id,
            patient_id=row.patient_id,
            patient=patients.get(row.patient_id),
            facility_id=row.facility_id,
            facility=row.facility.name,
            zone=row.facility.time_zone,
            practitioner_id=row.practitioner_id,
            practitioner=names.get(row.practitioner_id) if row.practitioner_id else None,
            earliest=row.earliest,
            latest=row.latest,
            urgency_rank=row.urgency_rank if reads_words(by) else None,
            state=row.state,
            offer_id=row.offer_id if row.state == WaitingState.OFFERED else None,
            since=row.since,
            version=row.version,
            may=frozenset({"leave"} if row.state in OPEN else ()),
        )
        for row in rows
    ]
