"""Moving a patient to another facility: the record goes along whole, and the reach with it.

Only the patient's data key is wrapped anew, under the other facility's key; nothing sealed changes.
Records that were merged into theirs go along.
From the next request on the new facility's doctors see the record and the old one's do not. What
waits for somebody there (an open assessment, an appointment) has to follow; the rooms that keep
such things say how, and take part in the same transaction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from bedside import vault
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.facilities.models import Facility
from bedside.clinic.facilities.reach import practising_at
from bedside.clinic.facilities.rules import must_take_patients
from bedside.clinic.patients import rules
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.reach import care_not_ended
from bedside.clinic.patients.reading import named_patient
from bedside.clinic.patients.records import records_of
from bedside.clinic.patients.relations import relate, share_care
from bedside.clinic.rules import must_be_current
from bedside.errors import Conflict
from bedside.locking import held


@dataclass(frozen=True)
class Move:
    """A patient leaves one facility for another."""

    patient: UUID
    left: UUID
    entered: UUID


Follower = Callable[[Move], object]
_followers: list[Follower] = []


def configure(followers: Sequence[Follower]) -> None:
    """Say what else follows a patient who moves; each is called inside the act."""
    _followers[:] = followers


def transfer(patient: UUID, *, to: UUID, version: int, by: Actor) -> None:
    """Move a patient to another facility, by a doctor who treats them or an administrator.

    Raises NotFound, Stale, Invalid for a facility that takes no patients, and Conflict when the
    patient is there already.
    """
    with act("patient.transfer", by=by) as doing:
        row = named_patient(patient, doing=doing)
        rules.must_be_this_one(row, patient)
        left = rules.must_have_clinic(row)
        entered = must_take_patients(Facility.objects.filter(id=to).first()).id
        row = held(Patient.objects.all()).get(id=row.id)
        must_be_current(row, version)
        if left == entered:
            raise Conflict("This patient belongs to that facility already.")
        records = list(records_of(row.id).order_by("id"))
        doing.about(*(record.id for record in records))
        for record in records:
            _move(record, left, entered)
            for follow in _followers:
                follow(Move(record.id, left, entered))
        share_care(records)
        doing.on(left=left, entered=entered)


def _move(row: Patient, left: UUID, entered: UUID) -> None:
    vault.rewrap_patient_key(row.id, to=entered)
    row.facility_id = entered
    if not practising_at(entered).filter(user=row.responsible_id).exists():
        row.responsible_id = None
    row.version += 1
    row.save(update_fields=["facility", "responsible", "version"])
    care_not_ended().filter(patient=row, facility=left).update(until=timezone.now())
    relate(row, entered, reason="transferred")
