"""An encounter at another clinic, as it stands on record once somebody has brought it in."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from bedside.clinic.bringing_in import bring_in
from bedside.clinic.elsewhere import FINISHED, ElsewhereBody
from bedside.clinic.elsewhere.acts import ELSEWHERE
from bedside.clinic.entries.bringing import brought
from bedside.clinic.entries.history import BROUGHT_IN, Change
from bedside.clinic.models import EncounterElsewhere, Patient
from tests.people import SYSTEM, Person

LONG_AGO = datetime(2019, 5, 6, 6, 15, tzinfo=UTC)
RIVERSIDE = "Riverside Clinic"


def seen_elsewhere(patient: UUID, doctor: Person, **said: Any) -> UUID:
    """Keep an encounter of a patient at another clinic, which a doctor brought in."""
    whose = Patient.objects.get(id=patient)
    body = ElsewhereBody(
        **{"started_at": LONG_AGO, "kind": "AMB", "service_provider": RIVERSIDE, **said}
    )
    row = EncounterElsewhere(patient=whose)
    change = Change(BROUGHT_IN, timezone.now(), doctor.user, FINISHED, body)
    kept = brought(ELSEWHERE.kind, row, [change])
    assert whose.facility_id is not None
    bring_in([kept], facility=whose.facility_id, patients=[whose.id], by=SYSTEM)
    return row.id
