"""One active diagnosis of a code: who records a second one says that it is meant to be there twice.

Two rows of one code are mostly a slip (two doctors, a double entry); sometimes they are right, such
as the same fracture on both sides. So the room asks, and no constraint of the database forbids it:
the act holds the patient at its commit (`Act.about`) and looks there once more.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from bedside.clinic.diagnoses.lifecycle import CONFIRMED, SUSPECTED
from bedside.clinic.diagnoses.models import Diagnosis
from bedside.clinic.entries.kinds import Guarded, Inside, Step
from bedside.clinic.entries.models import Entry
from bedside.clinic.patients.records import records_of, records_of_each
from bedside.errors import Conflict, OnRecordAlready

ACTIVE = (SUSPECTED, CONFIRMED)
_ANOTHER = "Another diagnosis of this code is on the list. Change that one, or resolve it first."


def guard(step: Step[Any]) -> Guarded:
    """Refuse to make an earlier diagnosis active again beside another one of its code."""
    if step.entry is None or step.was in ACTIVE or step.state not in ACTIVE:
        return Guarded()
    code = Diagnosis.objects.values_list("code__code", flat=True).get(id=step.entry)

    def look(_: object = None) -> None:
        if _active(step.patient, code):
            raise Conflict(_ANOTHER)

    look()
    return Guarded(inside=look)


def active_codes(patients: Collection[UUID]) -> set[tuple[UUID, str]]:
    """Return of some people, by the record that is kept, the codes that are on the list of each."""
    kept = records_of_each(patients)
    rows = Diagnosis.objects.filter(patient__in=kept, state__in=ACTIVE)
    return {(kept[whose], code) for whose, code in rows.values_list("patient", "code__code")}


def watched(patient: UUID, code: str, give: Inside) -> Inside:
    """Return what gives a new row its code, unless an active one has that already.

    Raises OnRecordAlready, now or at the commit.
    """

    def look() -> None:
        if found := _active(patient, code):
            raise OnRecordAlready(found)

    def inside(row: Entry) -> None:
        look()
        give(row)

    look()
    return inside


def _active(patient: UUID, code: str) -> UUID | None:
    rows = Diagnosis.objects.filter(patient__in=records_of(patient), state__in=ACTIVE)
    return (
        rows.filter(code__code=code).order_by("-recorded_at").values_list("id", flat=True).first()
    )
