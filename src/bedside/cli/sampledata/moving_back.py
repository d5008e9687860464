"""The one place where times are changed after the fact.

People register, and are interviewed, by the same acts as everybody, and an act happens now: there
is no way to tell it a time, and there must be none. The sample moves the rows that it has just made
back to when they could have happened. Only it does this, and only in an empty Bedside; the audit
log keeps the true times.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db.models import F

from bedside.cli.sampledata.lives import LONGEST, Life
from bedside.clinic.appointments.models import WaitingPlace
from bedside.clinic.facilities.models import Membership
from bedside.clinic.models import Patient
from bedside.clinic.patients.models import CareRelation
from bedside.intake import lifecycle
from bedside.intake.models import Assessment, Enquiry, Step

_WAITED_HOURS = {"emergency": 2.0, "urgent": 20.0, "routine": 150.0, "self-care": 60.0}
"""How long ago at most an assessment of each level was sent that is not finished."""
_HANDLED_WITHIN = timedelta(hours=20)
_BATCH = 200


def move_lives(lives: Sequence[Life]) -> None:
    """Let patients have joined when they did, and say who answers for each."""
    rows = [life.patient.row for life in lives]
    for life, row in zip(lives, rows, strict=True):
        row.created_at, row.responsible_id = life.joined, life.doctor
    Patient.objects.bulk_update(rows, ["created_at", "responsible"], batch_size=_BATCH)
    joined = {life.patient.row.id: life.joined for life in lives}
    care = list(CareRelation.objects.filter(patient__in=Patient.objects.all()))
    for relation in care:
        relation.since = joined.get(relation.patient_id, relation.since)
    CareRelation.objects.bulk_update(care, ["since"], batch_size=_BATCH)


def move_waiting(place: UUID, back: timedelta, *, over: bool = False) -> None:
    """Let somebody have waited since earlier; if it is over, for days that lie behind as well."""
    names = ("since", "earliest", "latest") if over else ("since",)
    WaitingPlace.objects.filter(id=place).update(**{name: F(name) - back for name in names})


def move_staff() -> None:
    """Let the staff have worked there since before the first patient."""
    Membership.objects.update(since=F("since") - timedelta(days=LONGEST + 30))


def move_assessment(assessment: UUID, life: Life, random: Random) -> None:
    """Let an assessment have happened earlier: not too long ago for its level, if it is waiting;
    on any day since the patient joined, if nothing more is to be done about it."""
    row = Assessment.objects.get(id=assessment)
    now = row.updated_at
    back = timedelta(hours=random.uniform(0.05, 1.0) * _WAITED_HOURS.get(row.triage, 20.0))
    if row.state in {lifecycle.REVIEWED, lifecycle.CLOSED}:
        back = max(back, (now - life.joined) * random.uniform(0.01, 0.6))
    back = min(back, (now - life.joined) * 0.9)
    for name in ("started_at", "updated_at", "submitted_at", "due_at"):
        at = getattr(row, name)
        setattr(row, name, at and at - back)
    _space_out(row, now)
    row.save()


def _space_out(row: Assessment, now: datetime) -> None:
    """Put what was done about an assessment between its sending and now, in its order."""
    steps = [step for step in row.steps.order_by("at", "id") if step.event != "submit"]
    if not steps or row.submitted_at is None:
        return
    apart = min(now - row.submitted_at, _HANDLED_WITHIN) / (len(steps) + 1)
    for number, step in enumerate(steps, start=1):
        step.at = row.submitted_at + number * apart
    at = {step.event: step.at for step in steps}
    row.updated_at = steps[-1].at
    row.reviewed_at = row.reviewed_at and at["review"]
    Step.objects.bulk_update(steps, ["at"])
    asked = Enquiry.objects.filter(assessment=row)
    asked.update(asked_at=at.get("ask", row.updated_at))
    asked.exclude(replied_at=None).update(replied_at=at.get("reply", row.updated_at))
