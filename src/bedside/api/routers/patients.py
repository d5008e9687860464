"""Patients within the caller's reach, their assessments, and who looked into their record."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query

from bedside import clinic, intake
from bedside.api import cursors
from bedside.api.call import Call, Current
from bedside.api.routing import BedsideRoute, needs
from bedside.api.views import show_assessment, show_lines, show_patient
from bedside.clinic.patients.profile import NextOfKin
from bedside.clinic.search.views import Hit, Place
from bedside.schemas.assessments import Assessment, Assessments
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize
from bedside.schemas.patients import (
    Access,
    Accesses,
    NewPatient,
    Patient,
    Patients,
    ProfileChanges,
    Responsible,
    Transfer,
)
from bedside.schemas.searches import PatientHit, PatientHits, PatientSearch

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
    last = [str(views[-1].id)] if views.more else None
    following = cursors.write(last, of="patients", by=call.by)
    return Patients(items=[show_patient(view) for view in views], next=following)


@router.post("/search", summary="Find patients")
@needs("patient.search", repeatable=False)
def search_patients(call: Current, body: PatientSearch) -> PatientHits:
    """Return the patients in reach whom a text may mean, the likeliest first, and why.

    Everything in the text must fit. Words are found by their beginning, as they sound, and with
    one letter wrong. Nothing is kept of what was asked; who was returned is on record.
    """
    listed = f"search/{body.text}"
    said = cursors.read(body.cursor, of=listed, by=call.by)
    after = Place(said[0], UUID(said[1]), said[2]) if said else None
    found = clinic.find_patients(body.text, after=after, limit=body.limit, by=call.by)
    following = found.next
    place = None
    if following:
        place = [following.nearness, str(following.facility), following.number]
    return PatientHits(
        items=[_show_hit(hit) for hit in found.hits],
        recent=found.recent,
        next=cursors.write(place, of=listed, by=call.by),
    )


@router.get("/{patient}", summary="Read a patient")
@needs("patient.read")
def read_patient(call: Current, patient: GivenId) -> Patient:
    """Return one patient within reach: a patient's own record, or one the doctor cares for."""
    return _shown(call, clinic.read_patient(patient, by=call.by))


@router.post("", status_code=201, summary="Register a patient at the desk")
@needs("patient.enrol")
def enrol_patient(call: Current, body: NewPatient) -> Patient:
    """Register somebody at a facility where the doctor works; without an email, no account."""
    profile = clinic.Profile(body.name, body.birth_date, body.sex, body.email or "", body.phone)
    row = clinic.enrol_patient(profile=profile, facility=body.facility, by=call.by)
    call.headers["Location"] = f"/api/patients/{row.id}"
    return _shown(call, clinic.read_patient(row.id, by=call.by))


@router.patch("/{patient}", summary="Correct a patient's details")
@needs("patient.correct", versioned=True)
def correct_patient(call: Current, patient: GivenId, body: ProfileChanges) -> Patient:
    """Change details for a patient. Fields that nobody else has changed are merged."""
    view = clinic.correct_profile(patient, changes(body), version=call.known_version, by=call.by)
    return _shown(call, view)


@router.put("/{patient}/responsible", summary="Say who answers for a patient's care")
@needs("patient.set_responsible", versioned=True)
def set_responsible(call: Current, patient: GivenId, body: Responsible) -> Patient:
    """Name a doctor of the patient's facility, or nobody."""
    view = clinic.set_responsible(patient, body.doctor, version=call.known_version, by=call.by)
    return _shown(call, view)


@router.post("/{patient}/transfer", status_code=204, summary="Move a patient to another facility")
@needs("patient.transfer", versioned=True)
def transfer_patient(call: Current, patient: GivenId, body: Transfer) -> None:
    """Move the whole record. From the next request on the other facility's doctors see it."""
    clinic.transfer(patient, to=body.facility, version=call.known_version, by=call.by)


@router.get("/{patient}/assessments", summary="List a patient's assessments")
@needs("assessment.list")
def list_assessments_of(
    call: Current,
    patient: GivenId,
    limit: Annotated[PageSize, Query()] = 100,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Assessments:
    """Return the assessments of one patient that the caller may see, the newest first."""
    listed = f"assessments/{patient}"
    after = cursors.read_moment(cursor, of=listed, by=call.by)
    found = intake.list_of_patient(patient, after=after, limit=limit, by=call.by)
    return show_lines(call, found, listed)


@router.get("/{patient}/assessments/{assessment}", summary="Read one of a patient's assessments")
@needs("assessment.read")
def read_assessment_of(call: Current, patient: GivenId, assessment: GivenId) -> Assessment:
    """Return the assessment if it is this patient's; another patient's is not found."""
    return show_assessment(call, intake.read(assessment, patient=patient, by=call.by))


@router.get("/{patient}/accesses", summary="Who looked into the record")
@needs("audit.read")
def list_accesses(
    call: Current,
    patient: GivenId,
    limit: Annotated[PageSize, Query()] = 100,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Accesses:
    """Return who read or changed the record, for the patient themselves."""
    listed = f"accesses/{patient}"
    after = cursors.read_moment(cursor, of=listed, by=call.by)
    found = clinic.accesses(patient, after=after, limit=limit, by=call.by)
    last = (found[-1].at, found[-1].event) if found.more else None
    return Accesses(
        items=[
            Access(at=each.at, who=each.who, role=each.role, action=each.action) for each in found
        ],
        next=cursors.write_moment(last, of=listed, by=call.by),
    )


def changes(body: ProfileChanges) -> dict[str, Any]:
    """Return the details that were sent, as the clinic keeps them."""
    said = body.said()
    for listed in {"needs", "former_names"} & set(said):
        said[listed] = tuple(said[listed])
    if said.get("next_of_kin"):
        said["next_of_kin"] = NextOfKin(**said["next_of_kin"].model_dump())
    return said


def _shown(call: Call, view: clinic.PatientView) -> Patient:
    call.tag(view.version)
    return show_patient(view)


def _show_hit(hit: Hit) -> PatientHit:
    reasons = [
        {
            "field": match.field,
            "text": match.text,
            "start": match.start,
            "end": match.end,
            "how": match.nearness.name.lower(),
        }
        for match in hit.why
    ]
    return PatientHit.model_validate(
        {
            "patient": show_patient(hit.patient),
            "why": reasons,
            "former_number": hit.former_number,
        }
    )
