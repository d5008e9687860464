"""Care relations: that a facility cares for a patient, and so may read their record."""

from uuid import UUID

from bedside.accounts.acts import under_way
from bedside.clinic.patients.models import CareRelation, Patient
from bedside.clinic.search import indexing


def relate(patient: Patient, facility: UUID, *, reason: str) -> None:
    """Open the facility's care for a patient unless it is open; inside the act that causes it.

    From then on the facility finds them.
    """
    under_way().note(care=reason)
    _, is_new = CareRelation.objects.get_or_create(
        patient=patient,
        facility_id=facility,
        practitioner=None,
        until=None,
        defaults={"reason": reason},
    )
    if is_new:
        indexing.enter(patient, facility)
