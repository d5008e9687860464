"""What happened to a patient, page by page."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query

from bedside import chart
from bedside.api import cursors
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor
from bedside.schemas.timeline import EntryKind, Timeline, TimelineEntry

router = APIRouter(prefix="/api/patients/{patient}", tags=["patients"], route_class=BedsideRoute)


@router.get("/timeline", summary="Read what happened to a patient")
@needs("chart.read")
def read_timeline(
    call: Current,
    patient: GivenId,
    kind: Annotated[EntryKind | None, Query()] = None,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Timeline:
    """Return encounters here and elsewhere, signed notes, assessments, appointments, diagnoses and
    measurements."""
    listed = f"timeline/{patient}/{kind}"
    page = chart.read_timeline(
        patient,
        kinds=[kind] if kind else [],
        after=cursors.read_moment(cursor, of=listed, by=call.by),
        by=call.by,
    )
    following = cursors.write_moment(page.next, of=listed, by=call.by)
    items = [TimelineEntry.model_validate(asdict(one)) for one in page.entries]
    return Timeline(items=items, next=following)
