"""Statistics: a clinic's numbers by month."""

from dataclasses import asdict
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from bedside import intake
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.schemas.identifiers import GivenId
from bedside.schemas.statistics import GivenMonth, Statistics

router = APIRouter(prefix="/api", tags=["statistics"], route_class=BedsideRoute)


@router.get("/statistics", summary="A clinic's numbers by month")
@needs("statistics.read")
def read_statistics(
    call: Current,
    facility: Annotated[GivenId | None, Query()] = None,
    first: Annotated[GivenMonth | None, Query(alias="from")] = None,
    last: Annotated[GivenMonth | None, Query(alias="until")] = None,
) -> Statistics:
    """Return the months from `from` to `until`, both included: the last twelve without them, 36 at
    most. Of one facility, or of all that the caller belongs to. Administrators run them all, and
    read numbers by urgency from a facility's counts instead, of months that are over.
    """
    found = intake.read_statistics(
        facility=facility, first=_day(first), last=_day(last), by=call.by
    )
    return Statistics.model_validate(asdict(found))


def _day(month: str | None) -> date | None:
    return date.fromisoformat(f"{month}-01") if month else None
