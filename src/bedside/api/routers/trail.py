"""The audit log as administrators read it."""

from dataclasses import asdict
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from bedside import clinic
from bedside.api import cursors
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.clinic.trail import EventView
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize
from bedside.schemas.trail import ActorRole, AuditEvent, AuditEvents, Outcome, Verb

router = APIRouter(prefix="/api", tags=["audit"], route_class=BedsideRoute)


@router.get("/audit-events", summary="Who did what")
@needs("audit.list")
def list_audit_events(
    call: Current,
    action: Annotated[Verb | None, Query()] = None,
    user: Annotated[GivenId | None, Query()] = None,
    role: Annotated[ActorRole | None, Query()] = None,
    outcome: Annotated[Outcome | None, Query()] = None,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="until")] = None,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> AuditEvents:
    """Return every act, the latest first: done, refused and failed, from the day `from` to the day
    `until`, both included and by UTC. Patients are named by record number, and nothing says what
    was read or written. Reading this is in the list, too.
    """
    asked = {
        "action": action,
        "user": user,
        "role": role,
        "outcome": outcome,
        "first": first,
        "last": last,
    }
    listed = f"audit-events/{'/'.join(str(one or '') for one in asked.values())}"
    after = cursors.read_moment(cursor, of=listed, by=call.by)
    found = clinic.trail.read_trail(**asked, after=after, limit=limit, by=call.by)  # type: ignore[arg-type]
    return AuditEvents.model_validate(
        {
            "items": [_shown(each) for each in found.events],
            "next": cursors.write_moment(found.next, of=listed, by=call.by),
            "checked": found.checked and asdict(found.checked),
        }
    )


def _shown(event: EventView) -> AuditEvent:
    return AuditEvent.model_validate({**asdict(event), "kinds": list(event.kinds)})
