"""A patient's measurements: reading them, entering a set, and saying that one was a mistake."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from bedside.clinic.entries.kinds import Kind
from bedside.clinic.entries.lifecycle import AS_BEFORE, ERROR, Lifecycle
from bedside.clinic.entries.lists import Listed
from bedside.clinic.entries.views import EntryPage, EntryView
from bedside.clinic.vitals.body import VitalsBody
from bedside.clinic.vitals.models import Vitals

FINAL = "final"
LIFECYCLE: Lifecycle = {FINAL: {"mark_as_error": ERROR}, ERROR: {"reinstate": AS_BEFORE}}
"""What was measured does not change: a wrong figure is marked as an error and entered anew."""

VitalsView = EntryView[VitalsBody]
VitalsPage = EntryPage[VitalsBody]


def _place_in_time(row: Vitals, body: VitalsBody) -> None:
    row.measured_at = body.measured_at


def _told(row: Vitals) -> Mapping[str, Any]:
    return {"measured_at": row.measured_at}


VITALS = Listed(
    Kind(
        "vitals",
        Vitals,
        VitalsBody,
        lifecycle=LIFECYCLE,
        first=FINAL,
        patients_see=Q(state=FINAL),
        for_doctors={"note": ""},
        happened="measured_at",
        in_the_clear=_place_in_time,
        told=_told,
    )
)

read_all, read, add = VITALS.read_all, VITALS.read, VITALS.add
mark_as_error, reinstate = VITALS.mark_as_error, VITALS.reinstate
of_patient, view = VITALS.of_patient, VITALS.view
