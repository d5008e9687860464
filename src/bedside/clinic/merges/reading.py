"""Reading which records were made one, and what was written since."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Model, Q

from bedside import accounts, documents
from bedside.accounts import permissions
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.allergies.models import Allergy
from bedside.clinic.appointments.models import Appointment
from bedside.clinic.diagnoses.models import Diagnosis
from bedside.clinic.encounters.models import Encounter
from bedside.clinic.encounters.views import Names, person
from bedside.clinic.flags.models import Flag
from bedside.clinic.medicines.models import Medicine
from bedside.clinic.merges import handing_over
from bedside.clinic.merges.details import KEPT, REPLACED
from bedside.clinic.merges.finding import find_merge
from bedside.clinic.merges.models import Merge
from bedside.clinic.merges.views import Added, MergeView
from bedside.clinic.merges.words import MergeWords
from bedside.clinic.notes.models import Note, NoteState
from bedside.clinic.patients.reach import patients_visible_to
from bedside.clinic.patients.reading import named_patient, open_patients
from bedside.clinic.patients.views import PatientView
from bedside.clinic.problems.models import Problem
from bedside.clinic.vitals.models import Vitals

_Written = tuple[datetime, UUID, UUID | None, UUID]
SHOWN = 100
"""Of what was added since, and of the merges of one patient: the latest."""
_SOURCES: tuple[tuple[str, type[Model], str, str], ...] = (
    ("encounter", Encounter, "recorded_at", "practitioner_id"),
    ("note", Note, "started_at", "author_id"),
    ("appointment", Appointment, "booked_at", "booked_by_id"),
    ("allergy", Allergy, "recorded_at", "recorded_by_id"),
    ("medicine", Medicine, "recorded_at", "recorded_by_id"),
    ("problem", Problem, "recorded_at", "recorded_by_id"),
    ("diagnosis", Diagnosis, "recorded_at", "recorded_by_id"),
    ("flag", Flag, "recorded_at", "recorded_by_id"),
    ("vitals", Vitals, "recorded_at", "recorded_by_id"),
)
"""What is written about a patient: since when it is there, and who wrote it."""


def read(merge: UUID, *, by: Actor) -> MergeView:
    """Open one merge, with what was written since and to which record that goes when they are
    separated. Raises NotFound."""
    with act("merge.read", by=by) as doing:
        row = find_merge(merge, doing=doing)
        return shown([row], by=by, whole=True)[0]


def of_patient(patient: UUID, *, by: Actor) -> list[MergeView]:
    """Return the merges of a patient's record, the latest first, also those undone.

    Raises NotFound.
    """
    with act("merge.list", by=by) as doing:
        whose = named_patient(patient, doing=doing)
        visible = patients_visible_to(by)
        rows = Merge.objects.filter(
            Q(survivor=whose) | Q(replaced=whose), survivor__in=visible, replaced__in=visible
        )
        rows = rows.select_related("survivor", "replaced").order_by("-at", "-id")
        found = list(rows[:SHOWN])
        doing.about(*(one for row in found for one in (row.survivor_id, row.replaced_id)))
        doing.note(count=len(found))
        return shown(found, by=by)


def shown(rows: Sequence[Merge], *, by: Actor, whole: bool = False) -> list[MergeView]:
    """Return the views of merges, opened in bulk; with `whole` also what was added since."""
    people = {one.id: one for row in rows for one in (row.survivor, row.replaced)}
    views = dict(zip(people, open_patients(list(people.values()), by=by), strict=True))
    opened = documents.open_each(rows)
    names = accounts.names_of(
        {user for row in rows for user in (row.by_id, row.undone_by_id) if user}
    )
    return [
        _view(row, body, views, names, by, _added(row) if whole else [])
        for row, body in zip(rows, opened, strict=True)
    ]


def _view(
    row: Merge,
    body: documents.Body | documents.Unreadable,
    views: Mapping[UUID, PatientView],
    names: Names,
    by: Actor,
    added: list[Added],
) -> MergeView:
    said = None if isinstance(body, documents.Unreadable) else MergeWords.from_body(body)
    stands = row.undone_at is None
    return MergeView(
        id=row.id,
        kept=views[row.survivor_id],
        replaced=views[row.replaced_id],
        at=row.at,
        by=person(row.by_id, names),
        undone_at=row.undone_at,
        undone_by=person(row.undone_by_id, names) if row.undone_by_id else None,
        reason=said.reason if said else None,
        undone_because=said.undone_because if said else None,
        fields=said.fields if said else (),
        version=row.version,
        may=frozenset({"undo"} if stands and permissions.may("merge.undo", by=by) else ()),
        added=added[:SHOWN],
        more=len(added) > SHOWN,
    )


def _added(row: Merge) -> list[Added]:
    """Return what was written since the merge, until its end if it has one, the latest first.

    One more than SHOWN at most, and nobody's name and no entry is opened for more than that.
    """
    rows = [
        (kind, one)
        for kind, model, when, who in _SOURCES
        for one in _written(row, model, when, who)
    ]
    rows.sort(key=lambda found: found[1][:2], reverse=True)
    latest = rows[: SHOWN + 1]
    names = accounts.names_of({user for _, (_, _, user, _) in latest if user})
    by_kind: dict[str, set[UUID]] = {}
    for kind, (_, id_, _, _) in latest:
        by_kind.setdefault(kind, set()).add(id_)
    movable = handing_over.movable(by_kind)
    return [
        Added(
            kind=kind,
            id=id_,
            at=at,
            by=person(user, names) if user else None,
            goes_to=KEPT if patient == row.survivor_id else REPLACED,
            movable=row.undone_at is None and movable.get(id_) is not None,
            what=movable.get(id_),
        )
        for kind, (at, id_, user, patient) in latest
    ]


def _written(row: Merge, model: type[Model], when: str, who: str) -> Iterator[_Written]:
    """Return when, id, author and record of the latest rows of one kind.

    A colleague's draft is nobody's business, so only signed notes are among them.
    """
    rows = model._default_manager.filter(
        patient__in=[row.survivor_id, row.replaced_id], **{f"{when}__gt": row.at}
    )
    if row.undone_at:
        rows = rows.filter(**{f"{when}__lt": row.undone_at})
    if model is Note:
        rows = rows.filter(state=NoteState.SIGNED)
    latest = rows.order_by(f"-{when}", "-id")[: SHOWN + 1]
    yield from latest.values_list(when, "id", who, "patient")
