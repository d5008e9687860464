"""Patients within the caller's reach, their assessments, and who looked into their record."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from bedside import clinic, intake
from bedside.api import cursors
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.api.views import show_assessment, show_line, show_patient
from bedside.schemas.assessments import Assessment, Assessments
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize
from bedside.schemas.patients import Access, Accesses, Patient, Patients

router = APIRouter(prefix="/api/patients", tags=["patients"], route_class=BedsideRoute)


@router.get("", summary="List the patients in reach")
@needs("patient.list")
def list_patients(
    call: Current,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Patients:
    """Return the patients a doctor cares for; for an administrator, ids without health data."""
    place = cursors.read(cursor, of="patients", by=call.by)
    views = clinic.read_patients(by=call.by, after=UUID(place[0]) if place else None, limit=limit)
    full = len(views) == limit
    following = cursors.write([str(views[-1].id)], of="patients", by=call.by) if full else None
    return Patients(items=[show_patient(view) for view in views], next=following)


@router.get("/{patient}", summary="Read a patient")
@needs("patient.read")
def read_patient(call: Current, patient: GivenId) -> Patient:
    """Return one patient within reach: a patient's own record, or one the doctor cares for."""
    view = clinic.read_patient(patient, by=call.by)
    call.tag(view.version)
    return show_patient(view)


@router.get("/{patient}/assessments", summary="List a patient's assessments")
@needs("assessment.list")
def list_assessments_of(call: Current, patient: GivenId) -> Assessments:
    """Return the assessments of one patient that the caller may see, the newest first."""
    lines = intake.list_of_patient(patient, by=call.by)
    return Assessments(items=[show_line(line) for line in lines])


@router.get("/{patient}/assessments/{assessment}", summary="Read one of a patient's assessments")
@needs("assessment.read")
def read_assessment_of(call: Current, patient: GivenId, assessment: GivenId) -> Assessment:
    """Return the assessment if it is this patient's; another patient's is not found."""
    return show_assessment(call, intake.read(assessment, patient=patient, by=call.by))


@router.get("/{patient}/accesses", summary="Who looked into the record")
@needs("audit.read")
def list_accesses(call: Current, patient: GivenId) -> Accesses:
    """Return who read or changed the record, for the patient themselves."""
    found = clinic.accesses(patient, by=call.by)
    return Accesses(
        items=[
            Access(at=each.at, who=each.who, role=each.role, action=each.action) for each in found
        ]
    )
