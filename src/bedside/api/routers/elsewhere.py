"""A patient's encounters at other clinics, which came with their record. Nothing changes them."""

from typing import Annotated

from fastapi import APIRouter, Query

from bedside import clinic
from bedside.api import listed
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.schemas.elsewhere import EncounterElsewhere, EncountersElsewhere
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize

router = APIRouter(
    prefix="/api/patients/{patient}/elsewhere", tags=["encounters"], route_class=BedsideRoute
)


@router.get("", summary="List a patient's encounters at other clinics")
@needs("elsewhere.list")
def list_encounters_elsewhere(
    call: Current,
    patient: GivenId,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> EncountersElsewhere:
    """Return a page of them, the latest first. They are among doctors; patients are refused."""
    page, following = listed.page(
        call, "elsewhere", clinic.elsewhere.read_all, patient, None, limit, cursor
    )
    items = [listed.show(view, EncounterElsewhere) for view in page.items]
    return EncountersElsewhere(items=items, next=following)


@router.get("/{elsewhere}", summary="Read an encounter at another clinic")
@needs("elsewhere.read")
def read_encounter_elsewhere(
    call: Current, patient: GivenId, elsewhere: GivenId
) -> EncounterElsewhere:
    """Return it if it is this patient's, with who brought it in."""
    view = clinic.elsewhere.read(patient, elsewhere, by=call.by)
    return listed.tagged(call, view, EncounterElsewhere)
