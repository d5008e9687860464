"""Reading the lists of a patient. Whoever may read them reaches the patient; the rows follow."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from bedside import accounts, documents, paging
from bedside.accounts.acts import Act, act
from bedside.audit import Actor
from bedside.clinic.entries.body import B
from bedside.clinic.entries.kinds import Kind
from bedside.clinic.entries.models import Entry
from bedside.clinic.entries.views import EntryPage, EntryView, people_in, people_of, view
from bedside.clinic.pages import Place, earlier_than
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.reading import named_patient
from bedside.clinic.patients.records import records_of
from bedside.errors import Invalid, NotFound

PAGE = 100
"""Entries returned at once, at most."""
_ALL = Q()


def of_patient(
    kind: Kind[Any],
    patient: UUID,
    *,
    by: Actor,
    states: Collection[str] = (),
    encounter: UUID | None = None,
    limit: int = PAGE,
) -> list[Entry]:
    """Return a patient's newest entries, in some states or all that exist for `by`.

    Of one encounter, if that is given. For an act that has found the patient within reach; one
    query, nothing is opened.
    """
    rows = _newest(kind, patient, by, states)
    return list((rows.filter(encounter=encounter) if encounter else rows)[:limit])


def read_page(
    kind: Kind[B],
    patient: UUID,
    *,
    by: Actor,
    states: Collection[str] = (),
    after: Place | None = None,
    limit: int = PAGE,
) -> EntryPage[B]:
    """Return a page of a patient's list, in some states or all that exist for `by`.

    Raises NotFound for a patient out of reach, and Invalid for a state that is not the kind's.
    """
    with act(f"{kind.noun}.list", by=by) as doing:
        whose = named_patient(patient, doing=doing)
        return open_page(kind, whose, doing=doing, states=states, after=after, limit=limit)


def open_page(
    kind: Kind[B],
    whose: Patient,
    *,
    doing: Act,
    states: Collection[str] = (),
    only: Q = _ALL,
    after: Place | None = None,
    limit: int = PAGE,
) -> EntryPage[B]:
    """Open a page of the rows that `only` lets through, in an act that has found the patient."""
    if not set(states) <= set(kind.lifecycle):
        raise Invalid(fields={"state": f"Choose one of {', '.join(kind.lifecycle)}."})
    rows = _newest(kind, whose.id, doing.by, states, after).filter(only)
    page = paging.read_page(rows, min(limit, PAGE))
    doing.note(count=len(page))
    names = accounts.names_of(people_in(page))
    opened = documents.open_each(page)
    return EntryPage(
        items=[
            view(kind, row, body, by=doing.by, names=names)
            for row, body in zip(page, opened, strict=True)
        ],
        next=_place(kind, page[-1]) if page.more else None,
    )


def read(kind: Kind[B], patient: UUID | None, entry: UUID, *, by: Actor) -> EntryView[B]:
    """Open one entry of a patient, or of whoever it is; for a doctor with its history.

    Raises NotFound.
    """
    with act(f"{kind.noun}.read", by=by) as doing:
        return show(kind, find(kind, patient, entry, doing=doing), by=by)


def show(kind: Kind[B], row: Entry, *, by: Actor) -> EntryView[B]:
    """Return the view of one entry, whose document is opened for it."""
    body = documents.read(row)
    names = accounts.names_of(people_in([row]) | people_of(body))
    return view(kind, row, body, by=by, names=names, whole=True)


def find(kind: Kind[Any], patient: UUID | None, entry: UUID, *, doing: Act) -> Entry:
    """Return an entry of this very patient (None: of whoever it is) within reach, named in the act.

    Raises NotFound.
    """
    doing.on(**{kind.noun: entry})
    rows = kind.rows_for(doing.by).filter(id=entry)
    if patient is not None:
        whose = named_patient(patient, doing=doing)
        rows = rows.filter(patient__in=records_of(whose.id))
    row = rows.first()
    if row is None:
        raise NotFound
    if patient is None:
        named_patient(row.patient_id, doing=doing)
    return row


def _newest(
    kind: Kind[Any],
    patient: UUID,
    by: Actor,
    states: Collection[str],
    after: Place | None = None,
) -> QuerySet[Entry]:
    rows = kind.rows_for(by).filter(patient__in=records_of(patient))
    if states:
        rows = rows.filter(state__in=states)
    return earlier_than(rows, kind.happened, after)


def _place(kind: Kind[Any], row: Entry) -> Place:
    return getattr(row, kind.happened), row.id
