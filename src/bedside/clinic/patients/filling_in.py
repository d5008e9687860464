"""Filling in the demographics of patients whose profile an older Bedside wrote.

Only the keys can make them, so this is no migration of the database: `bedside migrate` does it
afterwards. It runs beside live traffic: a row is filled in only while it still has the profile that
was opened. A batch of patients is in memory at a time, and stopped at any point it goes on there
the next time, because the rows themselves say what is left.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from bedside import documents
from bedside.accounts.acts import prepared_act
from bedside.audit import Actor
from bedside.clinic.patients.demographics import sealed
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.profile import Profile
from bedside.documents import Unreadable
from bedside.statements import columns, execute_each

BATCH = 2_000
"""Patients opened at a time."""
_ID, _BLOB, _SEALED, _OF = (
    columns(Patient, name)[0] for name in ("id", "blob_id", "demographics", "demographics_of")
)
_FILL = (
    'UPDATE "clinic_patient" SET "demographics" = %s, "demographics_of" = %s '
    'WHERE "id" = %s AND "blob_id" = %s'
)
Filled = tuple[bytes, UUID | None, UUID, UUID | None]


def without_demographics() -> QuerySet[Patient]:
    """Return the patients whose column is missing, or was taken from an earlier profile."""
    stale = Q(demographics_of=None) | ~Q(demographics_of=F("blob_id"))
    return Patient.objects.filter(stale, blob_id__isnull=False)


def fill_in_demographics(*, by: Actor) -> int:
    """Seal birth date and sex of everybody who has a profile and no such column; return how many.

    Those whose profile does not open stay as they are; the damage is on record.
    """
    if not without_demographics().exists():
        return 0
    with prepared_act("patient.fill_in", by=by) as doing:
        count = sum(_fill_in(batch) for batch in _batches())
        with doing.commit():
            doing.note(count=count)
    return count


def _batches() -> Iterator[list[Patient]]:
    rows = without_demographics().order_by("pk")
    batch = list(rows[:BATCH])
    while batch:
        yield batch
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:BATCH])


def _fill_in(batch: Sequence[Patient]) -> int:
    found = list(zip(batch, documents.open_each(batch), strict=True))
    filled = [
        _filled(row, Profile.from_body(body))
        for row, body in found
        if not isinstance(body, Unreadable)
    ]
    with transaction.atomic():
        execute_each(_FILL, (_SEALED, _OF, _ID, _BLOB), filled)
    return len(filled)


def _filled(row: Patient, profile: Profile) -> Filled:
    return sealed(row.id, row.blob_id, profile), row.blob_id, row.id, row.blob_id
