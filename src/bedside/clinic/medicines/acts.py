"""A patient's medicines: reading the list, and every change of it."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from bedside.clinic.allergy_check import guard
from bedside.clinic.entries.kinds import Kind
from bedside.clinic.entries.lifecycle import ACTIVE
from bedside.clinic.entries.lists import Lasting
from bedside.clinic.entries.views import EntryPage, EntryView
from bedside.clinic.medicines.body import MedicineBody
from bedside.clinic.medicines.models import Medicine

MedicineView = EntryView[MedicineBody]
MedicinePage = EntryPage[MedicineBody]


def _noticed(row: Medicine, body: MedicineBody) -> Mapping[str, Any]:
    """Say whether it goes on past its planned end; nobody but a doctor says that it was stopped.

    By the date of UTC, as ages are.
    """
    today = timezone.now().date()
    is_past = row.state == ACTIVE and body.until is not None and body.until.last < today
    return {"past_planned_end": is_past}


MEDICINES = Lasting(
    Kind("medicine", Medicine, MedicineBody, noticed=_noticed, guard=guard("medicine"))
)

read_all, read, add, change = MEDICINES.read_all, MEDICINES.read, MEDICINES.add, MEDICINES.change
end, mark_as_error, reinstate = MEDICINES.end, MEDICINES.mark_as_error, MEDICINES.reinstate
of_patient, view = MEDICINES.of_patient, MEDICINES.view
