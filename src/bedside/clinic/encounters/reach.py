"""Whose encounters can be seen by whom: those of the patients within a doctor's reach.

All of them, wherever they were: a record is the patient's, and whoever takes a patient over reads
what was before. Writing is another matter, see `rules.must_work_there`.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from bedside import locking, statements
from bedside.accounts.acts import Act
from bedside.audit import Actor
from bedside.clinic.encounters.models import Encounter
from bedside.clinic.patients.reach import care_given_by
from bedside.clinic.patients.records import records_of
from bedside.errors import NotFound


def encounters_visible_to(by: Actor) -> QuerySet[Encounter]:
    """Return the encounters within the actor's reach; what is not in it is *not found*."""
    rows = Encounter.objects.select_related("facility")
    if by.role != "doctor":
        return rows.none()
    return rows.filter(Exists(care_given_by(by).filter(patient=OuterRef("patient"))))


def find_encounter(encounter: UUID, *, patient: UUID | None = None, doing: Act) -> Encounter:
    """Return a row within reach and name it in the act.

    Raises NotFound, also when it is not about `patient`, if that is given.
    """
    doing.on(encounter=encounter)
    rows = encounters_visible_to(doing.by).filter(id=encounter)
    row = (rows.filter(patient__in=records_of(patient)) if patient else rows).first()
    if row is None:
        raise NotFound
    doing.about(row.patient_id)
    doing.chain = row.facility_id
    return row


def held_again(row: Encounter) -> Encounter:
    """Return the row as `locked_row` does; its facility is as it was read, for it never moves."""
    now = statements.held(Encounter, row.id)
    if now is None:
        raise NotFound
    now.facility = row.facility
    return now


def locked_row(encounter: UUID) -> Encounter:
    """Return the row as it is now, held until the transaction ends.

    Whatever writes to an encounter asks this first: a lock and a write then come one after the
    other, and the later one sees what the earlier one did.
    """
    rows = Encounter.objects.select_related("facility")
    return locking.held(rows, of=("self",)).get(id=encounter)
