"""Taking back a whole file within a day, as long as nobody has built on it.

Patients that were made of it are erased: their key is destroyed, and nothing that was sealed for
them opens any more. What was written into records is taken back as one does by hand. Where somebody
has built on one of them since, nothing is undone, as that would be lost or stand on nothing.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic import patients_visible_to
from bedside.clinic.patients.holding import hold_patients
from bedside.errors import Conflict
from bedside.imports.models import BroughtRow, Import, ImportState
from bedside.imports.nouns import Place
from bedside.imports.previewing import sheet_of
from bedside.imports.reach import find_import, held_import
from bedside.imports.showing import UNDO, settle, show
from bedside.imports.views import ImportView

_NAMED = 20


class TooLate(Conflict):
    """It was not brought in, was undone, or that was more than a day ago."""

    detail = "This cannot be undone (any more): that is possible for a day."


class WrittenSince(Conflict):
    """Somebody has built on what was brought in."""


def undo(brought: UUID, *, version: int, by: Actor) -> ImportView:
    """Take back what a file made, all of it, and forget its rows: patients are erased, entries are
    marked as entered in error, appointments cancelled.

    Raises NotFound, Stale, TooLate, and WrittenSince, which names the rows.
    """
    with act("import.undo", by=by) as doing:
        # Patients first, as wherever they are held; what a file made is the same ever after.
        hold_patients(_made_by(find_import(brought, doing=doing)))
        row = held_import(brought, version=version, doing=doing)
        sheet_of(row).must_be_open_to(by)
        _must_be_undone_in_time(row, timezone.now())
        made = list(row.rows.filter(is_new=True))
        things = {one.entry or one.patient_id: one.number for one in made}
        patients = {one.patient_id for one in made}
        # Mentioned and held above: one who is elsewhere by now was written to, which is said below.
        doing.mention(*patients)
        sheet = sheet_of(row)
        touched = sheet.built_on(
            things, Place(row.facility, by, row.id, row.done_at)
        ) | _out_of_reach(made, by)
        if touched:
            raise WrittenSince(_sentence(sorted(touched)))
        row.rows.all().delete()
        sheet.take_back(things)
        settle(row, ImportState.UNDONE)
        doing.note(sheet=row.sheet, count=len(things))
        undone = show(row)
    sheet.afterwards(row.facility_id)
    return undone


def _made_by(row: Import) -> set[UUID]:
    return set(row.rows.filter(is_new=True).values_list("patient", flat=True))


def _out_of_reach(made: Iterable[BroughtRow], by: Actor) -> set[int]:
    """Return the rows of patients whom whoever undoes does not reach (any more)."""
    rows = {one.number: one.patient_id for one in made}
    seen = set(patients_visible_to(by).filter(id__in=rows.values()).values_list("id", flat=True))
    return {number for number, patient in rows.items() if patient not in seen}


def _must_be_undone_in_time(row: Import, now: datetime) -> None:
    if row.state != ImportState.DONE or row.done_at is None or row.done_at + UNDO <= now:
        raise TooLate


def _sentence(rows: list[int]) -> str:
    named = ", ".join(map(str, rows[:_NAMED])) + (" and more" if len(rows) > _NAMED else "")
    return f"Somebody has written to what came of these rows since: {named}. Nothing was undone."
