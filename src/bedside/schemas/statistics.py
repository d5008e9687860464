"""Numbers about a clinic, month by month. They are about nobody in particular."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from bedside.schemas.base import Outgoing, example
from bedside.schemas.worklist import Triage


def _month(text: str) -> str:
    try:
        date.fromisoformat(f"{text}-01")
    except ValueError:
        raise PydanticCustomError("month", "Write the month as 2026-03.") from None
    return text


GivenMonth = Annotated[
    str,
    StringConstraints(pattern=r"^[12][0-9]{3}-[01][0-9]$"),
    AfterValidator(_month),
    Field(examples=["2026-03"]),
]
Seconds = Annotated[
    float | None, Field(description="Seconds from sending to review; null when none was reviewed.")
]


class Figures(Outgoing):
    """What happened in a time.

    The waiting times are of the assessments that were sent in it and reviewed since. `staff` are
    the people who worked here at any moment of it. `by_triage` is null for administrators, who
    read it of months that are over (`GET /api/facilities/{facility}/report/counts`).
    """

    new_patients: int
    sent: int
    by_triage: dict[Triage, int] | None
    reviewed: int
    waiting_median: Seconds
    waiting_90th: Seconds
    appointments_kept: int
    appointments_missed: int
    encounters: int
    staff: int


class MonthFigures(Outgoing):
    """A month, named by its first day, of the chosen facilities together."""

    month: date
    figures: Figures


class FacilityFigures(Outgoing):
    """The whole range at one facility."""

    id: UUID
    name: str
    figures: Figures


_NUMBERS = {
    "new_patients": 12,
    "sent": 40,
    "by_triage": {"emergency": 1, "urgent": 9, "routine": 22, "self-care": 8},
    "reviewed": 39,
    "waiting_median": 5400.0,
    "waiting_90th": 64800.0,
    "appointments_kept": 51,
    "appointments_missed": 3,
    "encounters": 60,
    "staff": 4,
}


class Statistics(Outgoing):
    """The months from the earliest on, and each facility over all of them, by name."""

    model_config = example(
        months=[{"month": "2026-03-01", "figures": _NUMBERS}],
        facilities=[
            {
                "id": "0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
                "name": "Riverside Clinic",
                "figures": _NUMBERS,
            }
        ],
    )

    months: list[MonthFigures]
    facilities: list[FacilityFigures]
