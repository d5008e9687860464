"""Care relations: that a facility cares for a patient, and so may read their record."""

from uuid import UUID

from bedside.accounts.acts import under_way
from bedside.clinic.patients.models import CareRelation, Patient


def relate(patient: Patient, facility: UUID, *, reason: str) -> None:
    """Open the facility's care for a patient unless it is open; inside the act that causes it."""
    under_way().note(care=reason)
    CareRelation.objects.get_or_create(
        patient=patient,
        facility_id=facility,
        practitioner=None,
        until=None,
        defaults={"reason": reason},
    )
