"""Allergies and intolerances, and the statement that none is known."""

from typing import Annotated

from fastapi import APIRouter, Query

from bedside import clinic
from bedside.api import listed
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.clinic.allergies import AllergyBody
from bedside.schemas.allergies import (
    Allergies,
    Allergy,
    AllergyChanges,
    NewAllergy,
    NoneKnown,
)
from bedside.schemas.entries import Because, Ending, EntryState, Reinstating
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize

router = APIRouter(
    prefix="/api/patients/{patient}/allergies", tags=["allergies"], route_class=BedsideRoute
)


@router.get("", summary="List a patient's allergies")
@needs("allergy.list")
def list_allergies(
    call: Current,
    patient: GivenId,
    state: Annotated[EntryState | None, Query()] = None,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Allergies:
    """Return a page of a patient's allergies, the newest first, in one state or all of them.

    Doctors also get what was entered in error.
    """
    page, following = listed.page(
        call, "allergies", clinic.allergies.read_all, patient, state, limit, cursor
    )
    return Allergies(
        items=[listed.show(view, Allergy) for view in page.items],
        next=following,
        none_known=listed.show_none_known(page.none_known) if page.none_known else None,
    )


@router.post("", status_code=201, summary="Add an allergy")
@needs("allergy.add")
def add_allergy(call: Current, patient: GivenId, body: NewAllergy) -> Allergy:
    """Add an allergy. It ends the statement that none is known."""
    view = clinic.allergies.add(
        patient,
        AllergyBody(**listed.said(body)),
        encounter=body.encounter,
        despite=body.despite,
        by=call.by,
    )
    return listed.added(call, "allergies", view, Allergy)


@router.put("/none-known", summary="State that no allergy is known")
@needs("allergy.state_none_known")
def state_none_known(call: Current, patient: GivenId) -> NoneKnown:
    """State it once somebody has asked. Refused while an allergy is on record."""
    view = clinic.allergies.state_none_known(patient, by=call.by)
    call.tag(view.version)
    return listed.show_none_known(view)


@router.delete("/none-known", summary="Take the statement back")
@needs("allergy.take_back_none_known", versioned=True)
def take_back_none_known(call: Current, patient: GivenId) -> NoneKnown:
    """Say that the statement was entered in error."""
    view = clinic.allergies.take_back_none_known(patient, version=call.known_version, by=call.by)
    call.tag(view.version)
    return listed.show_none_known(view)


@router.get("/{allergy}", summary="Read an allergy")
@needs("allergy.read")
def read_allergy(call: Current, patient: GivenId, allergy: GivenId) -> Allergy:
    """Return it if it is this patient's; a doctor gets everything that it ever said."""
    return listed.tagged(call, clinic.allergies.read(patient, allergy, by=call.by), Allergy)


@router.patch("/{allergy}", summary="Change an allergy")
@needs("allergy.change", versioned=True)
def change_allergy(
    call: Current, patient: GivenId, allergy: GivenId, body: AllergyChanges
) -> Allergy:
    """Say some of it differently; what it said before stays in its history."""
    view = clinic.allergies.change(
        patient,
        allergy,
        listed.said(body),
        despite=body.despite,
        version=call.known_version,
        by=call.by,
    )
    return listed.tagged(call, view, Allergy)


@router.post("/{allergy}/end", summary="End an allergy")
@needs("allergy.end", versioned=True)
def end_allergy(call: Current, patient: GivenId, allergy: GivenId, body: Ending) -> Allergy:
    """Say that the patient is no longer allergic, since when and why."""
    view = clinic.allergies.end(
        patient,
        allergy,
        until=listed.day(body.until),
        why=body.why_ended,
        version=call.known_version,
        by=call.by,
    )
    return listed.tagged(call, view, Allergy)


@router.post("/{allergy}/error", summary="Mark an allergy as entered in error")
@needs("allergy.mark_as_error", versioned=True)
def mark_allergy_as_error(
    call: Current, patient: GivenId, allergy: GivenId, body: Because
) -> Allergy:
    """Say that it was never true of this patient. Doctors still see it, as an error."""
    view = clinic.allergies.mark_as_error(
        patient, allergy, reason=body.reason, version=call.known_version, by=call.by
    )
    return listed.tagged(call, view, Allergy)


@router.post("/{allergy}/reinstate", summary="Reinstate an allergy")
@needs("allergy.reinstate", versioned=True)
def reinstate_allergy(
    call: Current, patient: GivenId, allergy: GivenId, body: Reinstating
) -> Allergy:
    """Take back that it ended, or that it was an error: then it is as it was before."""
    view = clinic.allergies.reinstate(
        patient,
        allergy,
        reason=body.reason,
        despite=body.despite,
        version=call.known_version,
        by=call.by,
    )
    return listed.tagged(call, view, Allergy)
