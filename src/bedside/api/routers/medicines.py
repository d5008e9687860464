"""Medicines that a patient takes or took, as written."""

from typing import Annotated

from fastapi import APIRouter, Query

from bedside import clinic
from bedside.api import listed
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.clinic.medicines import MedicineBody
from bedside.schemas.entries import Because, Ending, EntryState, Reinstating
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize
from bedside.schemas.medicines import (
    Medicine,
    MedicineChanges,
    Medicines,
    NewMedicine,
)

router = APIRouter(
    prefix="/api/patients/{patient}/medicines", tags=["medicines"], route_class=BedsideRoute
)


@router.get("", summary="List a patient's medicines")
@needs("medicine.list")
def list_medicines(
    call: Current,
    patient: GivenId,
    state: Annotated[EntryState | None, Query()] = None,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Medicines:
    """Return a page of a patient's medicines, the newest first, in one state or all of them.

    Doctors also get what was entered in error.
    """
    page, following = listed.page(
        call, "medicines", clinic.medicines.read_all, patient, state, limit, cursor
    )
    return Medicines(items=[listed.show(view, Medicine) for view in page.items], next=following)


@router.post("", status_code=201, summary="Add a medicine")
@needs("medicine.add")
def add_medicine(call: Current, patient: GivenId, body: NewMedicine) -> Medicine:
    """Add a medicine as it is written; a planned end may be given."""
    view = clinic.medicines.add(
        patient,
        MedicineBody(**listed.said(body)),
        encounter=body.encounter,
        despite=body.despite,
        by=call.by,
    )
    return listed.added(call, "medicines", view, Medicine)


@router.get("/{medicine}", summary="Read a medicine")
@needs("medicine.read")
def read_medicine(call: Current, patient: GivenId, medicine: GivenId) -> Medicine:
    """Return it if it is this patient's; a doctor gets everything that it ever said."""
    return listed.tagged(call, clinic.medicines.read(patient, medicine, by=call.by), Medicine)


@router.patch("/{medicine}", summary="Change a medicine")
@needs("medicine.change", versioned=True)
def change_medicine(
    call: Current, patient: GivenId, medicine: GivenId, body: MedicineChanges
) -> Medicine:
    """Say some of it differently; what it said before stays in its history."""
    view = clinic.medicines.change(
        patient,
        medicine,
        listed.said(body),
        despite=body.despite,
        version=call.known_version,
        by=call.by,
    )
    return listed.tagged(call, view, Medicine)


@router.post("/{medicine}/end", summary="End a medicine")
@needs("medicine.end", versioned=True)
def end_medicine(call: Current, patient: GivenId, medicine: GivenId, body: Ending) -> Medicine:
    """Say that it was stopped, since when and why."""
    view = clinic.medicines.end(
        patient,
        medicine,
        until=listed.day(body.until),
        why=body.why_ended,
        version=call.known_version,
        by=call.by,
    )
    return listed.tagged(call, view, Medicine)


@router.post("/{medicine}/error", summary="Mark a medicine as entered in error")
@needs("medicine.mark_as_error", versioned=True)
def mark_medicine_as_error(
    call: Current, patient: GivenId, medicine: GivenId, body: Because
) -> Medicine:
    """Say that it was never true of this patient. Doctors still see it, as an error."""
    view = clinic.medicines.mark_as_error(
        patient, medicine, reason=body.reason, version=call.known_version, by=call.by
    )
    return listed.tagged(call, view, Medicine)


@router.post("/{medicine}/reinstate", summary="Reinstate a medicine")
@needs("medicine.reinstate", versioned=True)
def reinstate_medicine(
    call: Current, patient: GivenId, medicine: GivenId, body: Reinstating
) -> Medicine:
    """Start it again, or take back that it was an error: then it is as it was before."""
    view = clinic.medicines.reinstate(
        patient,
        medicine,
        reason=body.reason,
        despite=body.despite,
        version=call.known_version,
        by=call.by,
    )
    return listed.tagged(call, view, Medicine)
