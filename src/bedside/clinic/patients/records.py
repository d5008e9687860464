"""The records of one person: the one that is kept, and those that were merged into it.

A person who was registered twice has two records. When they are merged nothing is moved: each row
stays with the record it was written in, sealed under that record's key, and whoever reads the
kept record reads all of them. So separating them again is exact. Whatever is read "of a patient"
asks here whose rows these are; what is written anew goes to the record that is kept.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bedside.clinic.patients.models import Patient


def kept_record(patient: UUID) -> Subquery:
    """Return the id of the record that is kept of the person whose record `patient` is.

    It is a part of a statement, and costs none of its own.
    """
    rows = Patient.objects.filter(id=patient)
    return Subquery(rows.values(kept=Coalesce("replaced_by", "id"))[:1])


def kept_records(patients: Collection[UUID]) -> QuerySet[Patient, UUID]:
    """Return the ids of the records that are kept of the people whose records these are."""
    rows = Patient.objects.filter(id__in=patients)
    return rows.values_list(Coalesce("replaced_by", "id"), flat=True)


def records_of(patient: UUID) -> QuerySet[Patient]:
    """Return all records of the person whose record `patient` is, kept or replaced.

    For `patient__in`: the two places of an OR that look for one known id use their indexes.
    """
    kept = kept_record(patient)
    return Patient.objects.filter(Q(id=kept) | Q(replaced_by=kept))


def kept_records_of(patients: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return the record that is kept of each of the people whose records these are, by the id of
    every record of theirs; one query."""
    known = Patient.objects.filter(id__in=list(patients))
    kept = known.values(kept=Coalesce("replaced_by", "id"))
    rows = Patient.objects.filter(Q(id__in=kept) | Q(replaced_by__in=kept))
    return {own: other or own for own, other in rows.values_list("id", "replaced_by")}


def record_ids(patient: UUID) -> list[UUID]:
    """Return the ids of all records of the person whose record `patient` is, in one statement.

    For lists in the order of time: with the ids PostgreSQL reads the first rows of an index, with
    `records_of` it sorts all there are.
    """
    return list(records_of(patient).values_list("id", flat=True))


def kept_of(rows: Iterable[Patient]) -> dict[UUID, Patient]:
    """Return, by its id, of each of these records the one that is kept; one query at most."""
    held = {row.id: row for row in rows}
    others = {row.replaced_by_id for row in held.values() if row.replaced_by_id} - held.keys()
    known = held | (Patient.objects.in_bulk(others) if others else {})
    return {row.id: known[row.replaced_by_id or row.id] for row in held.values()}


def records_of_each(patients: Collection[UUID]) -> dict[UUID, UUID]:
    """Return every record of some people, each with the one that is kept; one query.

    `patients` are the records that are kept.
    """
    rows = Patient.objects.filter(Q(id__in=patients) | Q(replaced_by__in=patients))
    return {row: kept or row for row, kept in rows.values_list("id", "replaced_by")}
