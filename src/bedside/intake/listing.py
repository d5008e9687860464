"""The worklist: who waits, the most urgent first and then whoever has waited longest.

A page costs the same few statements whatever its length: rows and counts come from clear columns
of the index, names and complaints are opened in bulk, and one audit event names every patient
returned.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from bedside import accounts, documents
from bedside.accounts import permissions
from bedside.accounts.acts import act
from bedside.audit import SYSTEM_CHAIN, Actor
from bedside.clinic.facilities.reach import facilities_in_reach
from bedside.clinic.patients.reading import patient_view
from bedside.clinic.patients.records import kept_of
from bedside.clinic.patients.views import PatientView
from bedside.errors import Invalid, NotFound
from bedside.intake.lifecycle import IN_REVIEW, SENT, SUBMITTED, WAITING
from bedside.intake.models import Assessment, Enquiry
from bedside.intake.reach import assessments_visible_to
from bedside.intake.showing import complaint_in
from bedside.intake.urgency import LEVELS
from bedside.intake.views import Glance, Place, WorklistPage, WorklistRow
from bedside.paging import read_page

LARGEST_PAGE = 100
STATES: Mapping[str, tuple[str, ...]] = {
    "open": WAITING,
    **{state: (state,) for state in SENT},
}
"""What the worklist can show: everything that waits, or one state."""


def worklist(
    *,
    by: Actor,
    facility: UUID | None = None,
    state: str = "open",
    triage: str | None = None,
    mine: bool = False,
    after: Place | None = None,
    limit: int = 50,
) -> WorklistPage:
    """Return a page of what was sent to the doctor's facilities, or to one of them.

    `state` is one of STATES, `triage` a level; `mine` leaves those that the doctor has taken.
    `after` is the `next` of the page before. Raises NotFound for a facility out of reach and
    Invalid for a state, level or limit that is not allowed.
    """
    with act("worklist.read", by=by) as doing:
        waiting, chosen = _chosen(by, facility, state, triage, mine, limit)
        # Not before it is known to be in reach: a chain begins with its first event.
        doing.chain = facility or SYSTEM_CHAIN
        page = read_page(_from(_told(chosen), after), limit)
        doing.about(*(row.patient_id for row in page))
        doing.note(count=len(page), state=state)
        return WorklistPage(
            rows=_opened(page, timezone.now()),
            counts=_counts(waiting),
            hidden=_hidden(by, chosen) if facility or triage or mine or state != "open" else {},
            next=_place(page[-1]) if page.more else None,
        )


def glance(
    *,
    by: Actor,
    facility: UUID | None = None,
    state: str = "open",
    triage: str | None = None,
    mine: bool = False,
) -> Glance:
    """Return whether a page of the worklist is still as it was, without reading it.

    A worklist that stands open asks this every half minute, and only a list that has changed is
    read, which is an act. This is none: it opens nothing, returns nothing about anybody, and every
    minute of a quiet day would else be an event in the log that hides the others. Raises NotFound
    and Invalid like `worklist`, and Forbidden for whoever has no worklist.
    """
    permissions.require("worklist.read", by=by)
    _, chosen = _chosen(by, facility, state, triage, mine)
    emergencies = _waiting(by, None).filter(state__in=WAITING, triage="emergency")
    now = timezone.now()
    stands = [
        rows.order_by().aggregate(
            many=Count("id"),
            changed=Max("updated_at"),
            late=Count("id", filter=Q(due_at__lt=now)),
            newest=Max("submitted_at", filter=Q(state=SUBMITTED)),
        )
        for rows in (chosen, emergencies)
    ]
    told = repr([[str(value) for value in one.values()] for one in stands])
    return Glance(
        mark=hashlib.sha256(told.encode()).hexdigest()[:16],
        newest_emergency=stands[-1]["newest"],
    )


def next_waiting(assessment: UUID, *, by: Actor) -> UUID | None:
    """Return whom to see after an assessment: the most urgent that nobody has taken, of those the
    one that waits longest, at any of the doctor's facilities and whatever a worklist showed.

    None when there is no other. Nothing about a patient is opened.
    """
    with act("worklist.read", by=by) as doing:
        doing.note(count=0, state="next")
        if not assessments_visible_to(by).filter(id=assessment).exists():
            raise NotFound
        # Whatever else waits is with a doctor already: every later state has been taken.
        free = _waiting(by, None).filter(state=SUBMITTED).exclude(id=assessment)
        return _from(free, None).values_list("id", flat=True).first()


def _must_be_allowed(state: str, triage: str | None, limit: int) -> None:
    if state not in STATES:
        raise Invalid(fields={"state": f"Choose one of: {', '.join(STATES)}."})
    if triage not in (None, *LEVELS):
        raise Invalid(fields={"triage": f"Choose one of: {', '.join(LEVELS)}."})
    if not 1 <= limit <= LARGEST_PAGE:
        raise Invalid(fields={"limit": f"A page has 1 to {LARGEST_PAGE} rows."})


def _chosen(
    by: Actor,
    facility: UUID | None,
    state: str,
    triage: str | None,
    mine: bool,
    limit: int = LARGEST_PAGE,
) -> tuple[QuerySet[Assessment], QuerySet[Assessment]]:
    """Return what is in a state, and what of it has the urgency that was asked for.

    Raises Invalid and NotFound as `worklist` does.
    """
    _must_be_allowed(state, triage, limit)
    rows = _waiting(by, facility).filter(state__in=STATES[state])
    if mine:
        rows = rows.filter(claimed_by=by.user)
    return rows, rows.filter(triage=triage) if triage else rows


def _told(chosen: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Bring along what a row says: whose, where, and whether the last question was replied to."""
    latest = Enquiry.objects.filter(assessment=OuterRef("pk")).order_by("-asked_at", "-id")
    replied = Subquery(latest.values("replied_at")[:1])
    return chosen.select_related("patient", "facility").annotate(replied_at=replied)


def _waiting(by: Actor, facility: UUID | None) -> QuerySet[Assessment]:
    places = facilities_in_reach(by)
    if facility is not None:
        places = places.filter(id=facility)
        if not places.exists():
            raise NotFound
    return assessments_visible_to(by).filter(facility__in=places)


def _from(waiting: QuerySet[Assessment], after: Place | None) -> QuerySet[Assessment]:
    """Order by urgency, waiting time and id, and continue behind the last row of a page."""
    ordered = waiting.order_by("triage_rank", "submitted_at", "id")
    if after is None:
        return ordered
    rank, submitted_at, last = after
    return ordered.filter(
        Q(triage_rank__gt=rank)
        | Q(triage_rank=rank, submitted_at__gt=submitted_at)
        | Q(triage_rank=rank, submitted_at=submitted_at, id__gt=last)
    )


def _counts(waiting: QuerySet[Assessment]) -> dict[str, int]:
    counted = dict(waiting.order_by().values_list("triage").annotate(Count("id")))
    return {level: counted.get(level, 0) for level in LEVELS}


def _hidden(by: Actor, chosen: QuerySet[Assessment]) -> dict[str, int]:
    """Count what waits for the doctor's facilities and is left out by what was chosen."""
    waiting = _waiting(by, None).filter(state__in=WAITING)
    return _counts(waiting.exclude(id__in=chosen.order_by().values("id")))


def _place(row: Assessment) -> Place:
    return (_known(row.triage_rank), _known(row.submitted_at), row.id)


def _opened(page: Sequence[Assessment], now: datetime) -> list[WorklistRow]:
    """Open profiles and complaints in one bulk read; a row stays in its place without them."""
    kept = kept_of(row.patient for row in page)
    patients = [kept[row.patient_id] for row in page]
    found = documents.open_each(patients + list(page))
    profiles, told = found[: len(page)], found[len(page) :]
    names = accounts.names_of({row.claimed_by_id for row in page if row.claimed_by_id})
    return [
        _row(row, patient_view(patient, profile), complaint_in(body), names, now)
        for row, patient, profile, body in zip(page, patients, profiles, told, strict=True)
    ]


def _row(
    row: Assessment,
    patient: PatientView,
    complaint: str | None,
    names: Mapping[UUID, str | None],
    now: datetime,
) -> WorklistRow:
    facility, submitted_at = _known(row.facility), _known(row.submitted_at)
    profile = patient.profile
    return WorklistRow(
        id=row.id,
        patient_id=patient.id,
        name=profile.name if profile else None,
        age=patient.age,
        age_text=patient.age_text,
        sex=profile.sex if profile else None,
        triage=row.triage,
        when=row.when_code,
        state=row.state,
        submitted_at=submitted_at,
        due_at=_known(row.due_at),
        waiting=int((now - submitted_at).total_seconds()),
        complaint=complaint,
        facility_id=facility.id,
        facility=facility.name,
        claimed_by=accounts.named(row.claimed_by_id, names),
        claimant_id=row.claimed_by_id,
        has_replied=row.state == IN_REVIEW and getattr(row, "replied_at", None) is not None,
        readable=patient.readable and complaint is not None,
    )


def _known(value: Any) -> Any:
    """Return a column that the database guarantees for whatever was sent."""
    if value is None:
        raise ValueError("an assessment was sent without its urgency or facility")
    return value
