"""Making what a file holds: all of its rows, or none, and each of them once.

It is asked for by whoever looked at the preview and done by a worker as them. By then everything is
judged anew: a row that has come to look like somebody, or was brought in by another file
meanwhile, is seen. The number of a row in the other system is kept as a keyed hash under a
constraint of the database, so two files at the same time cannot make two patients of one, or two
allergies.
"""

from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from bedside import accounts, documents, outbox
from bedside.accounts.acts import Act, prepared_act
from bedside.audit import Actor
from bedside.clinic.facilities.rules import must_take_patients
from bedside.clinic.search import indexing
from bedside.errors import Conflict, Invalid, Stale
from bedside.imports.judging import judged
from bedside.imports.models import BroughtRow, Import, ImportState
from bedside.imports.nouns import Place
from bedside.imports.planning import Plan
from bedside.imports.previewing import Preview, sheet_of
from bedside.imports.reach import find_import, held_import, must_be_planned, text_of
from bedside.imports.showing import settle, show
from bedside.imports.sources import known_at
from bedside.imports.views import ImportView
from bedside.locking import held

KIND = "import.make"
_AT_ONCE = 200


class NotReady(Conflict):
    """Something of the file is wrong or left to be said."""

    detail = "Some rows cannot be brought in yet. Look at the preview."


class Nothing(Conflict):
    """Every row was brought in before, or is left out."""

    detail = "There is nothing to bring in: every row was brought in before, or is left out."


CHANGED = "Something has changed since the preview. Nothing was brought in; look at it again."


def ask(brought: UUID, *, version: int, by: Actor) -> ImportView:
    """Have a file brought in as its preview shows it; a worker does it.

    Raises NotFound, Stale, Settled, Expired, NotReady, Nothing, Invalid and outbox.TooMany.
    """
    with prepared_act("import.ask", by=by) as doing:
        row = find_import(brought, doing=doing)
        if row.version != version:
            raise Stale
        preview = _ready(row, by)
        with doing.commit():
            row = held_import(brought, version=version, doing=doing)
            must_be_planned(row)
            assert by.user is not None
            subject = {"brought": row.id, "facility": row.facility_id}
            row.job = outbox.ask(KIND, by=by.user, subject=subject)
            settle(row, ImportState.ASKED)
            doing.note(rows=preview.rows)
            return show(row)


def make(task: outbox.Task) -> None:
    """Bring a file in for whoever asked.

    Raises Forbidden and NotFound when their account or their work here has ended meanwhile, and
    Invalid when there is more to be said about the file than was said.
    """
    by = accounts.actor_of_account(task.asked_by)
    with prepared_act(KIND, by=by, chain=task.subject["facility"]) as doing:
        row = find_import(task.subject["brought"], doing=doing)
        doing.on(job=task.job)
        if row.state != ImportState.ASKED or row.job != task.job:
            raise outbox.Obsolete
        must_take_patients(row.facility)
        preview = _still_ready(row, by)
        task.progress(0, len(preview.judged))
        # Held: nobody whom a worker waits for here waits for the job of an import (ADR 13).
        doing.about(*(one.patient.id for one in preview.judged if one.patient))
        place = Place(row.facility, by, row.id)
        with doing.commit():
            _make(held(Import.objects.all()).get(id=row.id), preview, place, doing)


def _ready(row: Import, by: Actor) -> Preview:
    """Return what would become of a file. Raises NotReady and Nothing."""
    sheet_of(row).must_be_open_to(by)
    plan = Plan.of(row)
    preview = judged(row, text_of(row), plan, by=by)
    if not plan.is_confirmed or not preview.is_ready:
        raise NotReady
    if all(one.choice == "skip" for one in preview.judged):
        raise Nothing
    return preview


def _still_ready(row: Import, by: Actor) -> Preview:
    try:
        return _ready(row, by)
    except Conflict:
        raise Invalid(CHANGED) from None  # for good: a later try would come to the same


def _make(row: Import, preview: Preview, place: Place, doing: Act) -> None:
    indexing.lock(row.facility_id)
    # What another file brought in since the preview is known by now: registers are one at a time.
    known = known_at(row.facility_id, [one.source for one in preview.judged])
    wanted = {one.row: one for one in preview.judged if one.source not in known}
    now = timezone.now()
    made = sheet_of(row).make(replace(place, done_at=now), list(wanted.values()))
    BroughtRow.objects.bulk_create(
        (
            BroughtRow(
                brought=row,
                facility_id=row.facility_id,
                patient_id=one.patient,
                entry=one.entry,
                number=one.row,
                is_new=one.is_new,
                source=wanted[one.row].source,
            )
            for one in made
        ),
        batch_size=_AT_ONCE,
    )
    row.made = sum(one.is_new for one in made)
    row.linked, row.done_at = len(made) - row.made, now
    if row.volume is not None:
        documents.forget_volume(row.volume)
        row.volume = None
    settle(row, ImportState.DONE)
    doing.note(sheet=row.sheet, made=row.made, linked=row.linked, known=preview.known)
