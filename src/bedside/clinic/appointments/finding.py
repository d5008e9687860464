"""Looking for a free time, and what times an urgency proposes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from bedside import accounts
from bedside.accounts.acts import Act, act
from bedside.audit import Actor
from bedside.clinic.appointments import rules
from bedside.clinic.appointments.free import Free, free_times, times_before
from bedside.clinic.appointments.offering import settle
from bedside.clinic.appointments.reach import find_place, places_to_book
from bedside.clinic.appointments.showing import show_slots
from bedside.clinic.appointments.views import Practitioner, Proposal, SlotPage, SlotPlace
from bedside.clinic.appointments.wall_clock import Interval
from bedside.clinic.facilities.models import Facility
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.names import sort_key
from bedside.clinic.patients.reading import find_patient
from bedside.clinic.rules import must_be_on_the_calendar
from bedside.errors import Invalid

USUAL_LOOK, LONGEST_LOOK = timedelta(days=14), timedelta(days=62)
LARGEST_PAGE = 200
_MOST_DOCTORS = 100
"""Doctors of one facility who are free at the same moment, and so stand where a page ended."""


def find_slots(
    facility: UUID,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    practitioner: UUID | None = None,
    patient: UUID | None = None,
    after: SlotPlace | None = None,
    limit: int = 50,
    by: Actor,
) -> SlotPage:
    """Return free times that start from `since` until before `until`, the earliest first.

    Without them: from now, and for two weeks.
    A patient is not shown what overlaps their own appointments; staff may name a `patient` for
    whom the same holds. `after` is the `next` of the page before. Raises NotFound for a facility
    or patient out of reach, and Invalid.
    """
    settle()
    with act("slot.list", by=by) as doing:
        since = since or timezone.now()
        must_be_on_the_calendar(since=since, until=until)
        until = until or since + USUAL_LOOK
        _must_be_allowed(since, until, limit)
        place = find_place(facility, by=by)
        doing.chain = place.id
        who = whose(patient, doing)
        found = _page(place, _bounded(since, until, by), practitioner, who, after, limit)
        page = found[:limit]
        following = (page[-1].start, page[-1].practitioner) if len(found) > limit else None
        return SlotPage(place.id, place.time_zone, show_slots(page), following)


def whose(patient: UUID | None, doing: Act) -> UUID | None:
    """Return whose own appointments the times must not overlap: a patient's, or a named one's.

    Raises NotFound for a patient out of reach.
    """
    if patient is None:
        return doing.by.patient if doing.by.role == "patient" else None
    who = find_patient(patient, by=doing.by).id
    doing.about(who)
    return who


def practitioners(facility: UUID, *, by: Actor) -> list[Practitioner]:
    """Return the doctors of a facility where the actor may book, by name. Raises NotFound."""
    with act("slot.list", by=by) as doing:
        place = find_place(facility, by=by)
        doing.chain = place.id
        names = accounts.names_of(rules.practitioners_at(place.id).values_list("id", flat=True))
        return by_name(Practitioner(user, name) for user, name in names.items())


def read_places(*, by: Actor) -> list[Facility]:
    """Return the facilities where the actor may book, by name."""
    with act("slot.list", by=by):
        return list(places_to_book(by))


def by_name(found: Iterable[Practitioner]) -> list[Practitioner]:
    """Return doctors by name, those whose name does not open at the end."""
    return sorted(found, key=lambda one: (one.name is None, sort_key(one.name or ""), one.id))


def propose(
    patient: Patient, facility: Facility, due_at: datetime, *, practitioner: UUID | None = None
) -> Proposal:
    """Return the earliest free times before a patient should be seen, or else the earliest later.

    For use inside an act that knows why: the urgency of an assessment is another room's affair.
    """
    found, late = times_before(
        facility,
        due_at,
        now=timezone.now(),
        practitioner=practitioner,
        patient=patient.id,
    )
    return Proposal(facility.id, facility.time_zone, due_at, show_slots(found), late)


def _must_be_allowed(since: datetime, until: datetime, limit: int) -> None:
    bad = {}
    if not timedelta() < until - since <= LONGEST_LOOK:
        bad["until"] = f"Look at {LONGEST_LOOK.days} days at most."
    if not 1 <= limit <= LARGEST_PAGE:
        bad["limit"] = f"A page has 1 to {LARGEST_PAGE} rows."
    if bad:
        raise Invalid(fields=bad)


def _bounded(since: datetime, until: datetime, by: Actor) -> Interval:
    """What of a stretch of time somebody may book at all."""
    now = timezone.now()
    return Interval(max(since, now), min(until, now + rules.bookable_ahead(by)))


def _page(
    place: Facility,
    within: Interval,
    practitioner: UUID | None,
    patient: UUID | None,
    after: SlotPlace | None,
    limit: int,
) -> list[Free]:
    """The free times behind the end of a page, and one more than fits on the next."""
    if after is not None:
        within = Interval(max(within.start, after[0]), within.end)
    if within.start >= within.end:
        return []
    found = free_times(
        place,
        within,
        now=timezone.now(),
        practitioner=practitioner,
        patient=patient,
        at_most=limit + _MOST_DOCTORS,
    )
    behind = [one for one in found if after is None or (one.start, one.practitioner) > after]
    return behind[: limit + 1]
