"""What a doctor began to write and has not signed: the last thing to look at before a day ends.

A draft is its author's alone, and stands nowhere but at its patient. Without this list whoever is
called away in the middle of a sentence would have to remember about whom it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from bedside import accounts, documents
from bedside.accounts import permissions
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.encounters.standing import Standing
from bedside.clinic.notes.models import Note, NoteState
from bedside.clinic.notes.reach import notes_visible_to
from bedside.clinic.notes.views import NoteView, people_of, view
from bedside.clinic.pages import Place, earlier_than
from bedside.clinic.patients.reading import open_patients
from bedside.clinic.patients.records import kept_of
from bedside.clinic.patients.views import PatientView

LARGEST_PAGE = 100


@dataclass(frozen=True)
class Unsigned:
    """A draft of a note or of an amendment, and the kept record of whom it is about."""

    note: NoteView
    patient: PatientView


@dataclass(frozen=True)
class UnsignedPage:
    """A page of somebody's drafts; `next` is None on the last one."""

    rows: Sequence[Unsigned]
    next: Place | None


def count_unsigned(*, by: Actor) -> int:
    """Return how many drafts of theirs a doctor has not signed, about patients within reach.

    This is no act: it opens nothing and returns nothing about anybody, and it stands on a page
    that is looked at all day. Raises Forbidden for whoever writes no notes.
    """
    permissions.require("note.list_unsigned", by=by)
    return _drafts(by).count()


def read_unsigned(*, by: Actor, after: Place | None = None, limit: int = 50) -> UnsignedPage:
    """Open a page of the drafts that a doctor has not signed, the one begun last first."""
    with act("note.list_unsigned", by=by) as doing:
        size = min(limit, LARGEST_PAGE)
        rows = _drafts(by).select_related("encounter__facility", "patient")
        found = list(earlier_than(rows, "started_at", after)[: size + 1])
        page = found[:size]
        doing.about(*{row.patient_id for row in page})
        doing.note(count=len(page))
        last = (page[-1].started_at, page[-1].id) if len(found) > size else None
        return UnsignedPage(_opened(page, by), last)


def _drafts(by: Actor) -> QuerySet[Note]:
    return notes_visible_to(by).filter(author=by.user, state=NoteState.DRAFT)


def _opened(rows: Sequence[Note], by: Actor) -> list[Unsigned]:
    people = kept_of(row.patient for row in rows)
    known = {kept.id: kept for kept in people.values()}
    patients = {one.id: one for one in open_patients(list(known.values()), by=by)}
    names, standing = accounts.names_of(people_of(rows)), Standing.of(by)
    return [
        Unsigned(
            note=view(row, body, names=names, standing=standing),
            patient=patients[people[row.patient_id].id],
        )
        for row, body in zip(rows, documents.open_each(rows), strict=True)
    ]
