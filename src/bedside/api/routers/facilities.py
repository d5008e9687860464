"""Facilities: public names to choose from, and their administration."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from bedside import clinic
from bedside.api import cursors
from bedside.api.call import Call, Current
from bedside.api.routing import BedsideRoute, needs, open_to_all
from bedside.clinic.models import Facility as FacilityRow
from bedside.schemas.facilities import (
    Facilities,
    Facility,
    FacilityChanges,
    FacilityName,
    Member,
    MemberEnd,
    Members,
    NewFacility,
    NewMember,
)
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize

router = APIRouter(prefix="/api/facilities", tags=["facilities"], route_class=BedsideRoute)


@router.get("", summary="List the facilities")
@open_to_all("Whoever registers has to choose one; names and cities are public.")
def list_facilities(call: Current) -> Facilities:  # noqa: ARG001
    """Return every facility that takes patients, by name."""
    return Facilities(
        items=[
            FacilityName(id=place.id, name=place.name, city=place.city)
            for place in clinic.list_facilities()
        ]
    )


@router.post("", status_code=201, summary="Open a facility")
@needs("facility.create")
def create_facility(call: Current, body: NewFacility) -> Facility:
    """Open a facility, with an encryption key and an audit chain of its own."""
    return _shown(call, clinic.create_facility(**body.model_dump(), by=call.by))


@router.get("/{facility}", summary="Read a facility")
@needs("facility.read")
def read_facility(call: Current, facility: GivenId) -> Facility:
    """Return a facility, open or closed, with the version that changing it needs."""
    return _shown(call, clinic.read_facility(facility, by=call.by))


@router.patch("/{facility}", summary="Change a facility")
@needs("facility.change", versioned=True)
def change_facility(call: Current, facility: GivenId, body: FacilityChanges) -> Facility:
    """Change some of a facility's details, or close it with `active: false`."""
    changes = body.model_dump(exclude_none=True)
    row = clinic.change_facility(facility, changes, version=call.known_version, by=call.by)
    return _shown(call, row)


@router.get("/{facility}/members", summary="Who works here, and who did")
@needs("membership.list")
def list_members(
    call: Current,
    facility: GivenId,
    limit: Annotated[PageSize, Query()] = 100,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Members:
    """Return who works, worked and will work at one of the caller's facilities."""
    listed = f"members/{facility}"
    place = cursors.read(cursor, of=listed, by=call.by)
    after = (datetime.fromisoformat(place[0]), int(place[1])) if place else None
    found = clinic.read_members(facility, after=after, limit=limit, by=call.by)
    last = [found[-1].since.isoformat(), found[-1].id] if found.more else None
    following = cursors.write(last, of=listed, by=call.by)
    return Members(items=[_member(one) for one in found], next=following)


@router.post("/{facility}/members", status_code=201, summary="Let a doctor work here")
@needs("membership.add")
def add_member(call: Current, facility: GivenId, body: NewMember) -> Member:
    """Let a doctor work here, and see this facility's patients, for a time or from now on."""
    made = clinic.add_member(facility, body.user, since=body.since, until=body.until, by=call.by)
    call.tag(made.version)
    return _member(made)


@router.patch("/{facility}/members/{user}", summary="End a membership")
@needs("membership.end", versioned=True)
def end_member(call: Current, facility: GivenId, user: GivenId, body: MemberEnd) -> Member:
    """End the membership that has not ended yet. It stays on the list."""
    ended = clinic.end_member(
        facility, user, until=body.until, version=call.known_version, by=call.by
    )
    call.tag(ended.version)
    return _member(ended)


def _member(view: clinic.MembershipView) -> Member:
    return Member.model_validate({name: getattr(view, name) for name in Member.model_fields})


def _shown(call: Call, row: FacilityRow) -> Facility:
    call.tag(row.version)
    fields = Facility.model_fields
    return Facility.model_validate({name: getattr(row, name) for name in fields})
