"""Care relations: that a facility cares for a patient, and so may read their record.

Whoever cares for one record of a person cares for all of them: relations that are there for that
alone have the reason MERGED, and end when the records are separated.
"""

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from bedside.accounts.acts import under_way
from bedside.clinic.patients.models import CareRelation, Patient
from bedside.clinic.patients.records import records_of
from bedside.clinic.search import indexing

MERGED = "merged"
"""Why a facility cares for a record when it is another record of the person that brought it in."""


def relate(patient: Patient, facility: UUID, *, reason: str) -> None:
    """Open the facility's care for a patient unless it is open; inside the act that causes it.

    From then on the facility finds them, under each of their records.
    """
    under_way().note(care=reason)
    relation, is_new = CareRelation.objects.get_or_create(
        patient=patient,
        facility_id=facility,
        practitioner=None,
        until=None,
        defaults={"reason": reason},
    )
    if is_new:
        indexing.enter(patient, facility)
        share_care(records_of(patient.id))
    elif relation.reason == MERGED:
        # It has a ground of its own from now on, and stays when the records are separated.
        relation.reason = reason
        relation.save(update_fields=["reason"])


def share_care(records: Collection[Patient]) -> None:
    """Let whoever cares for one of these records care for all of them, and nobody else.

    Called whenever the records of a person become more, fewer, or cared for elsewhere, inside the
    act that causes it.
    """
    under_way()
    ids = [row.id for row in records]
    open_ones = CareRelation.objects.filter(patient__in=ids, practitioner=None, until=None)
    present = {(one.patient_id, one.facility_id): one for one in open_ones}
    wanted = {one.facility_id for one in present.values() if one.reason != MERGED}
    over = [one.id for one in present.values() if one.facility_id not in wanted]
    CareRelation.objects.filter(id__in=over).update(until=timezone.now())
    for row in records:
        for facility in sorted(wanted):
            if (row.id, facility) not in present:
                CareRelation.objects.create(patient=row, facility_id=facility, reason=MERGED)
                indexing.enter(row, facility)
