"""The worklist: what patients have sent to the caller's facilities."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query

from bedside import intake
from bedside.api import cursors, described
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.intake.views import Place
from bedside.intake.views import WorklistRow as Row
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize
from bedside.schemas.worklist import Triage, Worklist, WorklistRow, WorklistState

router = APIRouter(prefix="/api/worklist", tags=["worklist"], route_class=BedsideRoute)


@router.get("", summary="Read the worklist", responses=described.also(404))
@needs("worklist.read")
def read_worklist(
    call: Current,
    facility: Annotated[GivenId | None, Query()] = None,
    state: Annotated[WorklistState, Query()] = "open",
    triage: Annotated[Triage | None, Query()] = None,
    mine: Annotated[bool, Query(description="Only what the caller has taken.")] = False,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Worklist:
    """Return a page of assessments, the most urgent first and then the longest waiting.

    Every patient on the page is named in the audit log as read.
    """
    listed = f"worklist/{facility}/{state}/{triage}/{mine}"
    page = intake.worklist(
        by=call.by,
        facility=facility,
        state=state,
        triage=triage,
        mine=mine,
        after=_place(cursors.read(cursor, of=listed, by=call.by)),
        limit=limit,
    )
    place = page.next and [page.next[0], page.next[1].isoformat(), str(page.next[2])]
    following = cursors.write(place, of=listed, by=call.by)
    return Worklist.model_validate(
        {"items": [_row(row) for row in page.rows], "counts": page.counts, "next": following}
    )


def _place(said: list[Any] | None) -> Place | None:
    if said is None:
        return None
    return int(said[0]), datetime.fromisoformat(said[1]), UUID(said[2])


def _row(row: Row) -> WorklistRow:
    return WorklistRow.model_validate(
        {
            "patient": row.patient_id,
            "facility": row.facility_id,
            "facility_name": row.facility,
            **{name: getattr(row, name) for name in _AS_THEY_ARE},
        }
    )


_AS_THEY_ARE = frozenset(WorklistRow.model_fields) - {"patient", "facility", "facility_name"}
