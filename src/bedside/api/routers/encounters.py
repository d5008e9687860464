"""A patient's encounters: beginning one, correcting when and what it was, locking it."""

from typing import Annotated

from fastapi import APIRouter, Query

from bedside import clinic
from bedside.api import cursors, described
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.api.written import show_encounter, tagged_encounter
from bedside.schemas.encounters import Encounter, EncounterChanges, Encounters, NewEncounter
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize

router = APIRouter(
    prefix="/api/patients/{patient}/encounters", tags=["encounters"], route_class=BedsideRoute
)


@router.get("", summary="List a patient's encounters")
@needs("encounter.list")
def list_encounters(
    call: Current,
    patient: GivenId,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Encounters:
    """Return a page of a patient's encounters, the latest first."""
    listed = f"encounters/{patient}"
    page = clinic.encounters.read_of_patient(
        patient,
        after=cursors.read_moment(cursor, of=listed, by=call.by),
        limit=limit,
        by=call.by,
    )
    following = cursors.write_moment(page.next, of=listed, by=call.by)
    return Encounters(items=[show_encounter(view) for view in page.rows], next=following)


@router.post("", status_code=201, summary="Begin an encounter")
@needs("encounter.start")
def start_encounter(call: Current, patient: GivenId, body: NewEncounter) -> Encounter:
    """Open an encounter, now or at a time in the past, at a clinic of the caller's."""
    view = clinic.encounters.start(patient, **body.model_dump(), by=call.by)
    call.headers["Location"] = f"/api/patients/{patient}/encounters/{view.id}"
    return tagged_encounter(call, view)


@router.get("/{encounter}", summary="Read an encounter")
@needs("encounter.read")
def read_encounter(call: Current, patient: GivenId, encounter: GivenId) -> Encounter:
    """Return the encounter if it is this patient's; another patient's is not found."""
    return tagged_encounter(call, clinic.encounters.read(encounter, patient=patient, by=call.by))


@router.patch("/{encounter}", summary="Correct an encounter")
@needs("encounter.change", versioned=True)
def change_encounter(
    call: Current, patient: GivenId, encounter: GivenId, body: EncounterChanges
) -> Encounter:
    """Say of which kind it was or when, while it is open: the doctor who had it may."""
    view = clinic.encounters.change(
        encounter,
        patient=patient,
        kind=body.kind,
        started_at=body.started_at,
        version=call.known_version,
        by=call.by,
    )
    return tagged_encounter(call, view)


@router.post("/{encounter}/lock", summary="Lock an encounter", responses=described.also(409))
@needs("encounter.lock", versioned=True)
def lock_encounter(call: Current, patient: GivenId, encounter: GivenId) -> Encounter:
    """Close it for good: afterwards nothing is written to it, and its notes can be amended.

    Refused while a note of it is not signed; `detail` then says whose.
    """
    view = clinic.encounters.lock(
        encounter, patient=patient, version=call.known_version, by=call.by
    )
    return tagged_encounter(call, view)


@router.post(
    "/{encounter}/error",
    summary="Mark an encounter as begun by mistake",
    responses=described.also(409),
)
@needs("encounter.mark_as_error", versioned=True)
def mark_encounter_as_error(call: Current, patient: GivenId, encounter: GivenId) -> Encounter:
    """Say that it was begun by mistake, for good; what led to it can lead to another one.

    Refused where something was written at it, or when it is locked.
    """
    view = clinic.encounters.mark_as_error(
        encounter, patient=patient, version=call.known_version, by=call.by
    )
    return tagged_encounter(call, view)
