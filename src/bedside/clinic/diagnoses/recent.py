"""Which codes are likely to be wanted again: those of the patient, and those of the doctor.

Neither says anything of another patient: a doctor's codes come without whose they were.
"""

from collections.abc import Iterable
from uuid import UUID

from bedside.audit import Actor
from bedside.clinic.diagnoses.acts import DiagnosisView
from bedside.clinic.diagnoses.models import Diagnosis
from bedside.clinic.entries.lifecycle import ERROR

_LOOKED_AT = 200
MOST = 20


def codes_in(views: Iterable[DiagnosisView]) -> list[str]:
    """Return the codes of some diagnoses that were read, each once, in their order."""
    return list(dict.fromkeys(view.told["code"].code for view in views if view.state != ERROR))


def codes_of_doctor(*, by: Actor) -> list[str]:
    """Return the codes that this doctor recorded last, each once, the latest first."""
    return _latest(by.user) if by.role == "doctor" and by.user else []


def _latest(doctor: UUID) -> list[str]:
    rows = Diagnosis.objects.filter(recorded_by=doctor).exclude(state=ERROR)
    latest = rows.order_by("-recorded_at").values_list("code__code", flat=True)[:_LOOKED_AT]
    return list(dict.fromkeys(latest))[:MOST]
