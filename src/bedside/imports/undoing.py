"""Taking back a whole file within a day, as long as nobody has built on it.

Whoever was made of it is erased: their key is destroyed, and nothing that was sealed for them opens
any more. Where somebody has written to one of them since, nothing is undone, as that would be lost.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from bedside import vault
from bedside.accounts import User
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.entries.models import Entry
from bedside.clinic.models import (
    Allergy,
    CareRelation,
    Diagnosis,
    Medicine,
    Patient,
    Problem,
    Vitals,
)
from bedside.clinic.patients.joining import BROUGHT_IN
from bedside.clinic.search.models import RecordNumber
from bedside.errors import Conflict
from bedside.imports.models import BroughtRow, Import, ImportState
from bedside.imports.reach import held_import
from bedside.imports.showing import UNDO, settle, show
from bedside.imports.views import ImportView
from bedside.locking import hold

_NAMED = 20
ENTRIES: tuple[type[Entry], ...] = (Problem, Diagnosis, Medicine, Allergy, Vitals)
"""What may have come with a patient, each before what it refers to."""


class TooLate(Conflict):
    """It was not brought in, was undone, or that was more than a day ago."""

    detail = "This cannot be undone (any more): that is possible for a day."


class WrittenSince(Conflict):
    """Somebody has written to a patient who was brought in."""


def undo(brought: UUID, *, version: int, by: Actor) -> ImportView:
    """Erase the patients that a file made, all of them, and forget its rows.

    Raises NotFound, Stale, TooLate, and WrittenSince, which names the rows.
    """
    with act("import.undo", by=by) as doing:
        row = held_import(brought, version=version, doing=doing)
        _must_be_undone_in_time(row, timezone.now())
        rows = dict(row.rows.filter(is_new=True).values_list("patient", "number"))
        # Mentioned and held here: one who is elsewhere by now was written to, which is said below.
        doing.mention(*rows)
        hold(Patient.objects.filter(id__in=rows))
        touched = _written_to(rows, row)
        if touched:
            raise WrittenSince(_sentence(sorted(rows[patient] for patient in touched)))
        vault.destroy_patient_keys(rows)
        row.rows.all().delete()
        for entries in ENTRIES:
            entries._default_manager.filter(patient__in=rows).delete()
        Patient.objects.filter(id__in=rows).delete()
        settle(row, ImportState.UNDONE)
        doing.note(count=len(rows))
        return show(row)


def _must_be_undone_in_time(row: Import, now: datetime) -> None:
    if row.state != ImportState.DONE or row.done_at is None or row.done_at + UNDO <= now:
        raise TooLate


def _written_to(patients: Collection[UUID], row: Import) -> set[UUID]:
    """Return of these patients those who are not just as they were brought in.

    Every table that points to patients is asked, also one that did not exist when this was written.
    """
    as_made = Q(version=1, facility=row.facility_id, responsible=None, replaced_by=None)
    changed = Patient.objects.filter(id__in=patients).exclude(as_made)
    touched = set(changed.values_list("id", flat=True))
    touched.update(
        one
        for one in User.objects.filter(patient__in=patients).values_list("patient", flat=True)
        if one
    )
    for relation in Patient._meta.related_objects:
        name = relation.field.name
        rows = relation.related_model._default_manager.filter(**{f"{name}__in": patients})
        touched.update(_beyond(rows, row).values_list(name, flat=True))
    return touched


def _beyond(rows: QuerySet[Model], row: Import) -> QuerySet[Model]:
    """Return the rows that bringing in did not make."""
    # Nobody could write to these patients before they were there, so this moment is the import's.
    came_along = Q(version=1, recorded_at=row.done_at)
    made: dict[type[Model], Q] = {
        **dict.fromkeys(ENTRIES, came_along),
        CareRelation: Q(reason=BROUGHT_IN, facility=row.facility_id, until=None),
        RecordNumber: Q(facility=row.facility_id),
        BroughtRow: Q(brought=row),
    }
    ours = made.get(rows.model)
    return rows.exclude(ours) if ours is not None else rows


def _sentence(rows: list[int]) -> str:
    named = ", ".join(map(str, rows[:_NAMED])) + (" and more" if len(rows) > _NAMED else "")
    return f"Somebody has written to patients of these rows since: {named}. Nothing was undone."
