"""Reading a patient's encounters elsewhere. Nothing changes them: they came with a record."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from bedside.clinic.elsewhere.body import ElsewhereBody
from bedside.clinic.elsewhere.models import EncounterElsewhere
from bedside.clinic.entries.kinds import Kind
from bedside.clinic.entries.lifecycle import Lifecycle
from bedside.clinic.entries.lists import Listed
from bedside.clinic.entries.views import EntryPage, EntryView

FINISHED = "finished"
LIFECYCLE: Lifecycle = {FINISHED: {}}
"""It is over, and it was not ours: there is nothing to be done with it."""

ElsewhereView = EntryView[ElsewhereBody]
ElsewherePage = EntryPage[ElsewhereBody]


def _place_in_time(row: EncounterElsewhere, body: ElsewhereBody) -> None:
    row.started_at = body.started_at


def _told(row: EncounterElsewhere) -> Mapping[str, Any]:
    return {"started_at": row.started_at}


ELSEWHERE = Listed(
    Kind(
        "elsewhere",
        EncounterElsewhere,
        ElsewhereBody,
        lifecycle=LIFECYCLE,
        first=FINISHED,
        # As encounters here, which are among those who treat the patient.
        patients_see=Q(pk__in=()),
        happened="started_at",
        in_the_clear=_place_in_time,
        told=_told,
    )
)

read_all, read = ELSEWHERE.read_all, ELSEWHERE.read
of_patient, view = ELSEWHERE.of_patient, ELSEWHERE.view
