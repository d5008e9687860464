"""From an assessment to the encounter that a doctor begins from it, and the note of that."""

from fastapi import APIRouter

from bedside import intake
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.api.written import tagged_encounter, tagged_note
from bedside.schemas.encounters import Encounter, EncounterOfAssessment
from bedside.schemas.identifiers import GivenId
from bedside.schemas.notes import Note

router = APIRouter(
    prefix="/api/assessments/{assessment}", tags=["encounters"], route_class=BedsideRoute
)


@router.post("/encounter", status_code=201, summary="Begin an encounter from an assessment")
@needs("encounter.start")
def start_encounter_from(
    call: Current, assessment: GivenId, body: EncounterOfAssessment
) -> Encounter:
    """Begin an encounter about an assessment, or return the one that was begun from it before."""
    view = intake.start_encounter(assessment, kind=body.kind, by=call.by)
    call.headers["Location"] = f"/api/patients/{view.patient_id}/encounters/{view.id}"
    return tagged_encounter(call, view)


@router.post("/note", status_code=201, summary="Begin a note from an assessment")
@needs("note.begin")
def begin_note_from(call: Current, assessment: GivenId) -> Note:
    """Begin a SOAP note in its encounter, filled with what the patient said and measured.

    Assessment and plan are left empty. The caller's draft in that encounter is returned if there
    is one.
    """
    view = intake.begin_note(assessment, by=call.by)
    call.headers["Location"] = f"/api/patients/{view.patient_id}/notes/{view.id}"
    return tagged_note(call, view)
