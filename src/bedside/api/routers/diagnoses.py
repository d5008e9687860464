"""Coded diagnoses: recording one, and what becomes of it."""

from typing import Annotated

from fastapi import APIRouter, Query

from bedside import clinic
from bedside.api import listed
from bedside.api.call import Call, Current
from bedside.api.routing import BedsideRoute, needs
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.schemas.diagnoses import (
    Diagnoses,
    Diagnosis,
    DiagnosisChanges,
    NewDiagnosis,
    Status,
    Turn,
)
from bedside.schemas.entries import Because
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize

router = APIRouter(
    prefix="/api/patients/{patient}/diagnoses", tags=["diagnoses"], route_class=BedsideRoute
)


@router.get("", summary="List a patient's diagnoses")
@needs("diagnosis.list")
def list_diagnoses(
    call: Current,
    patient: GivenId,
    state: Annotated[Status | None, Query()] = None,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Diagnoses:
    """Return a page of a patient's diagnoses, the newest first, in one state or all of them.

    Patients get those that are confirmed, or were certain before they resolved.
    """
    page, following = listed.page(
        call, "diagnoses", clinic.diagnoses.read_all, patient, state, limit, cursor
    )
    return Diagnoses(items=[listed.show(view, Diagnosis) for view in page.items], next=following)


@router.post("", status_code=201, summary="Record a diagnosis")
@needs("diagnosis.add")
def add_diagnosis(call: Current, patient: GivenId, body: NewDiagnosis) -> Diagnosis:
    """Record a diagnosis with a code of ICD-10-CM that a diagnosis may carry today.

    409 for a code that is suspected or confirmed already: change that one, or say `repeated`.
    """
    view = clinic.diagnoses.add(
        patient,
        body.code,
        DiagnosisBody(**listed.said(body)),
        state=body.status,
        encounter=body.encounter,
        repeated=body.repeated,
        by=call.by,
    )
    return listed.added(call, "diagnoses", view, Diagnosis)


@router.get("/{diagnosis}", summary="Read a diagnosis")
@needs("diagnosis.read")
def read_diagnosis(call: Current, patient: GivenId, diagnosis: GivenId) -> Diagnosis:
    """Return it if it is this patient's; a doctor gets everything that it ever said."""
    return listed.tagged(call, clinic.diagnoses.read(patient, diagnosis, by=call.by), Diagnosis)


@router.patch("/{diagnosis}", summary="Change a diagnosis")
@needs("diagnosis.change", versioned=True)
def change_diagnosis(
    call: Current, patient: GivenId, diagnosis: GivenId, body: DiagnosisChanges
) -> Diagnosis:
    """Say differently when it began or was over, how certain it is, or the comment."""
    view = clinic.diagnoses.change(
        patient, diagnosis, listed.said(body), version=call.known_version, by=call.by
    )
    return listed.tagged(call, view, Diagnosis)


@router.post("/{diagnosis}/confirm", summary="Confirm a diagnosis")
@needs("diagnosis.confirm", versioned=True)
def confirm_diagnosis(call: Current, patient: GivenId, diagnosis: GivenId, body: Turn) -> Diagnosis:
    """It is certain now; a resolved one has come back."""
    return _turned(call, "confirm", patient, diagnosis, body)


@router.post("/{diagnosis}/suspect", summary="Suspect a diagnosis")
@needs("diagnosis.suspect", versioned=True)
def suspect_diagnosis(call: Current, patient: GivenId, diagnosis: GivenId, body: Turn) -> Diagnosis:
    """It is possible or probable, no longer certain, or has come back."""
    return _turned(call, "suspect", patient, diagnosis, body)


@router.post("/{diagnosis}/refute", summary="Refute a diagnosis")
@needs("diagnosis.refute", versioned=True)
def refute_diagnosis(call: Current, patient: GivenId, diagnosis: GivenId, body: Turn) -> Diagnosis:
    """It was looked into and is not what the patient has."""
    return _turned(call, "refute", patient, diagnosis, body)


@router.post("/{diagnosis}/resolve", summary="Resolve a diagnosis")
@needs("diagnosis.resolve", versioned=True)
def resolve_diagnosis(call: Current, patient: GivenId, diagnosis: GivenId, body: Turn) -> Diagnosis:
    """It is over, since `abated` if that is known."""
    return _turned(call, "resolve", patient, diagnosis, body)


@router.post("/{diagnosis}/error", summary="Mark a diagnosis as entered in error")
@needs("diagnosis.mark_as_error", versioned=True)
def mark_diagnosis_as_error(
    call: Current, patient: GivenId, diagnosis: GivenId, body: Because
) -> Diagnosis:
    """Say that it was never this patient's. Doctors still see it, as an error."""
    view = clinic.diagnoses.mark_as_error(
        patient, diagnosis, reason=body.reason, version=call.known_version, by=call.by
    )
    return listed.tagged(call, view, Diagnosis)


@router.post("/{diagnosis}/reinstate", summary="Reinstate a diagnosis")
@needs("diagnosis.reinstate", versioned=True)
def reinstate_diagnosis(
    call: Current, patient: GivenId, diagnosis: GivenId, body: Because
) -> Diagnosis:
    """Take back that it was an error: it is what it was before."""
    view = clinic.diagnoses.reinstate(
        patient, diagnosis, reason=body.reason, version=call.known_version, by=call.by
    )
    return listed.tagged(call, view, Diagnosis)


def _turned(call: Call, event: str, patient: GivenId, diagnosis: GivenId, body: Turn) -> Diagnosis:
    view = clinic.diagnoses.turn(
        event,
        patient,
        diagnosis,
        certainty=body.certainty or "",
        abated=listed.day(body.abated),
        version=call.known_version,
        by=call.by,
    )
    return listed.tagged(call, view, Diagnosis)
