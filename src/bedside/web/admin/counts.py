"""How many there are of what: numbers for running the place, about nobody in particular."""

from django.db.models import Count, QuerySet

from bedside import accounts
from bedside.accounts.models import Role, State, User
from bedside.audit import Actor
from bedside.clinic.models import Facility, Patient, PatientState
from bedside.intake.lifecycle import REVIEWED, SUBMITTED
from bedside.intake.models import Assessment
from bedside.web.wording import LEVELS

Numbers = list[tuple[str, int]]


def counts(*, by: Actor) -> Numbers:
    """Return (what, how many) in the order to show."""
    with accounts.act("counts.read", by=by):
        doctors = User.objects.filter(role=Role.DOCTOR)
        waiting = Assessment.objects.filter(state=SUBMITTED)
        return [
            ("Doctors waiting for approval", doctors.filter(state=State.PENDING).count()),
            ("Doctors", doctors.filter(state=State.ACTIVE).count()),
            ("Active facilities", Facility.objects.filter(active=True).count()),
            ("Patients", Patient.objects.filter(state=PatientState.REGISTERED).count()),
            *_by_level(waiting),
            ("Assessments reviewed", Assessment.objects.filter(state=REVIEWED).count()),
        ]


def _by_level(waiting: QuerySet[Assessment]) -> Numbers:
    found = dict(waiting.order_by().values_list("triage").annotate(Count("id")))
    return [(f"Waiting: {LEVELS[code].lower()}", found.get(code, 0)) for code in LEVELS]
