"""Measurements at the bedside: entering a set, and saying that one was a mistake."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from bedside import clinic
from bedside.api import listed
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.clinic.vitals import VitalsBody
from bedside.schemas.entries import Because
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize
from bedside.schemas.vitals import NewVitals, Vitals, VitalsList

router = APIRouter(
    prefix="/api/patients/{patient}/vitals", tags=["vitals"], route_class=BedsideRoute
)


@router.get("", summary="List a patient's measurements")
@needs("vitals.list")
def list_vitals(
    call: Current,
    patient: GivenId,
    state: Annotated[Literal["final", "entered-in-error"] | None, Query()] = None,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> VitalsList:
    """Return a page of what was measured, the latest first by the time of measuring."""
    page, following = listed.page(
        call, "vitals", clinic.vitals.read_all, patient, state, limit, cursor
    )
    return VitalsList(items=[listed.show(view, Vitals) for view in page.items], next=following)


@router.post("", status_code=201, summary="Enter measurements")
@needs("vitals.add")
def add_vitals(call: Current, patient: GivenId, body: NewVitals) -> Vitals:
    """Enter what was measured at one time. It does not change: mark a wrong set as an error."""
    view = clinic.vitals.add(
        patient, VitalsBody(**listed.said(body)), encounter=body.encounter, by=call.by
    )
    return listed.added(call, "vitals", view, Vitals)


@router.get("/{vitals}", summary="Read a set of measurements")
@needs("vitals.read")
def read_vitals(call: Current, patient: GivenId, vitals: GivenId) -> Vitals:
    """Return it if it is this patient's; a doctor gets its history."""
    return listed.tagged(call, clinic.vitals.read(patient, vitals, by=call.by), Vitals)


@router.post("/{vitals}/error", summary="Mark measurements as entered in error")
@needs("vitals.mark_as_error", versioned=True)
def mark_vitals_as_error(call: Current, patient: GivenId, vitals: GivenId, body: Because) -> Vitals:
    """Say that they are wrong or another patient's. Doctors still see them, as an error."""
    view = clinic.vitals.mark_as_error(
        patient, vitals, reason=body.reason, version=call.known_version, by=call.by
    )
    return listed.tagged(call, view, Vitals)


@router.post("/{vitals}/reinstate", summary="Reinstate measurements")
@needs("vitals.reinstate", versioned=True)
def reinstate_vitals(call: Current, patient: GivenId, vitals: GivenId, body: Because) -> Vitals:
    """Take back that they were an error."""
    view = clinic.vitals.reinstate(
        patient, vitals, reason=body.reason, version=call.known_version, by=call.by
    )
    return listed.tagged(call, view, Vitals)
