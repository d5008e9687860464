"""Alerts about a patient, for whoever treats them (FHIR: Flag)."""

from typing import Annotated

from fastapi import APIRouter, Query

from bedside import clinic
from bedside.api import listed
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.clinic.flags import FlagBody
from bedside.schemas.entries import Because, Ending, EntryState
from bedside.schemas.flags import (
    Flag,
    FlagChanges,
    Flags,
    NewFlag,
)
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize

router = APIRouter(prefix="/api/patients/{patient}/flags", tags=["flags"], route_class=BedsideRoute)


@router.get("", summary="List a patient's alerts")
@needs("flag.list")
def list_flags(
    call: Current,
    patient: GivenId,
    state: Annotated[EntryState | None, Query()] = None,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Flags:
    """Return a page of a patient's alerts, the newest first, in one state or all of them.

    Alerts are among doctors; patients are refused.
    """
    page, following = listed.page(
        call, "flags", clinic.flags.read_all, patient, state, limit, cursor
    )
    return Flags(items=[listed.show(view, Flag) for view in page.items], next=following)


@router.post("", status_code=201, summary="Add an alert")
@needs("flag.add")
def add_flag(call: Current, patient: GivenId, body: NewFlag) -> Flag:
    """Add an alert in a few words: it stands in the banner of the record from now on."""
    view = clinic.flags.add(
        patient, FlagBody(**listed.said(body)), encounter=body.encounter, by=call.by
    )
    return listed.added(call, "flags", view, Flag)


@router.get("/{flag}", summary="Read an alert")
@needs("flag.read")
def read_flag(call: Current, patient: GivenId, flag: GivenId) -> Flag:
    """Return it if it is this patient's, with everything that it ever said."""
    return listed.tagged(call, clinic.flags.read(patient, flag, by=call.by), Flag)


@router.patch("/{flag}", summary="Change an alert")
@needs("flag.change", versioned=True)
def change_flag(call: Current, patient: GivenId, flag: GivenId, body: FlagChanges) -> Flag:
    """Say some of it differently; what it said before stays in its history."""
    view = clinic.flags.change(
        patient, flag, listed.said(body), version=call.known_version, by=call.by
    )
    return listed.tagged(call, view, Flag)


@router.post("/{flag}/end", summary="End an alert")
@needs("flag.end", versioned=True)
def end_flag(call: Current, patient: GivenId, flag: GivenId, body: Ending) -> Flag:
    """Say that it holds no longer, since when and why."""
    view = clinic.flags.end(
        patient,
        flag,
        until=listed.day(body.until),
        why=body.why_ended,
        version=call.known_version,
        by=call.by,
    )
    return listed.tagged(call, view, Flag)


@router.post("/{flag}/error", summary="Mark an alert as entered in error")
@needs("flag.mark_as_error", versioned=True)
def mark_flag_as_error(call: Current, patient: GivenId, flag: GivenId, body: Because) -> Flag:
    """Say that it was never true of this patient. Doctors still see it, as an error."""
    view = clinic.flags.mark_as_error(
        patient, flag, reason=body.reason, version=call.known_version, by=call.by
    )
    return listed.tagged(call, view, Flag)


@router.post("/{flag}/reinstate", summary="Reinstate an alert")
@needs("flag.reinstate", versioned=True)
def reinstate_flag(call: Current, patient: GivenId, flag: GivenId, body: Because) -> Flag:
    """Say that it holds again, or that it was no error: then it is as it was before."""
    view = clinic.flags.reinstate(
        patient, flag, reason=body.reason, version=call.known_version, by=call.by
    )
    return listed.tagged(call, view, Flag)
