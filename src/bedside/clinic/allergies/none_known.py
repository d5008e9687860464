"""That no allergy is known: stating it, taking it back, and how an allergy ends it.

An active allergy and the statement that there is none exclude each other. The act holds the patient
before either is brought about (`Act.about`), so that of two people at once one waits for the other.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from bedside import accounts
from bedside.accounts import permissions
from bedside.accounts.acts import act, under_way
from bedside.audit import Actor
from bedside.clinic.allergies.models import Allergy, NoneKnown
from bedside.clinic.encounters.views import Names, Person, person
from bedside.clinic.entries.lifecycle import ACTIVE, ENDED, ERROR
from bedside.clinic.entries.models import Entry
from bedside.clinic.patients.reading import named_patient
from bedside.clinic.patients.records import records_of
from bedside.clinic.rules import account_of, must_be_current
from bedside.errors import Conflict, NotFound

_STATED = "It is stated already that no allergy is known."
_ALLERGIC = "An allergy is on record. End it, or mark it as an error, before you state this."


@dataclass(frozen=True)
class NoneKnownView:
    """The statement that no allergy is known: who made it and when; `may` as of an entry.

    `changed_at` is when it was taken back or ended, if it was.
    """

    id: UUID
    patient_id: UUID
    state: str
    recorded_at: datetime
    recorded_by: Person
    changed_at: datetime
    version: int
    may: frozenset[str]


def read_none_known(statement: UUID, *, by: Actor) -> NoneKnownView:
    """Return the statement by its id. Raises NotFound, also when it does not stand (any more)."""
    with act("allergy.read", by=by) as doing:
        doing.on(none_known=statement)
        row = NoneKnown.objects.filter(id=statement).first()
        if row is None:
            raise NotFound
        whose = named_patient(row.patient_id, doing=doing)
        if not _standing(whose.id).filter(id=statement).exists():
            raise NotFound
        return none_known_view(row, by=by, names=accounts.names_of({row.recorded_by_id}))


def state_none_known(patient: UUID, *, by: Actor) -> NoneKnownView:
    """State that no allergy is known. Raises NotFound, and Conflict while one is on record."""
    with act("allergy.state_none_known", by=by) as doing:
        whose = named_patient(patient, doing=doing)
        if Allergy.objects.filter(patient__in=records_of(whose.id), state=ACTIVE).exists():
            raise Conflict(_ALLERGIC)
        if none_known_of(whose.id):
            raise Conflict(_STATED)
        row = NoneKnown(patient=whose, recorded_by_id=account_of(by))
        doing.on(none_known=row.id)
        _insert(row)
        return none_known_view(row, by=by, names=accounts.names_of({row.recorded_by_id}))


def take_back_none_known(
    patient: UUID, *, statement: UUID | None = None, version: int, by: Actor
) -> NoneKnownView:
    """Say that the statement was entered in error: this one of theirs, or else the latest.

    Raises NotFound and Stale.
    """
    with act("allergy.take_back_none_known", by=by) as doing:
        whose = named_patient(patient, doing=doing)
        row = _latest(whose.id, statement)
        if row is None:
            raise NotFound
        must_be_current(row, version)
        doing.on(none_known=row.id)
        _end(row, ERROR, by)
        return none_known_view(row, by=by, names=accounts.names_of({row.recorded_by_id}))


def not_none_known(row: Entry) -> None:
    """End the statement in the act that makes an allergy active; nothing for one that is not."""
    if row.state != ACTIVE:
        return
    stated = none_known_of(row.patient_id)
    if stated is not None:
        under_way().on(none_known=stated.id)
        _end(stated, ENDED, under_way().by)


def none_known_any_more(patients: Collection[UUID]) -> None:
    """End the statements that stand for any of these people, in the act that makes an allergy of
    each active. `patients` are the records that are kept."""
    kept = Coalesce("patient__replaced_by", "patient")
    theirs = Allergy.objects.annotate(kept=kept).filter(kept=OuterRef("kept"))
    stated = NoneKnown.objects.annotate(kept=kept).filter(kept__in=patients, state=ACTIVE)
    standing = stated.exclude(_contradicted_by(theirs)).values_list("id", flat=True)
    NoneKnown.objects.filter(id__in=list(standing)).update(
        state=ENDED,
        ended_by=under_way().by.user,
        ended_at=timezone.now(),
        version=F("version") + 1,
    )


def none_known_of(patient: UUID) -> NoneKnown | None:
    """Return the statement as it stands for a patient, if there is one; for acts.

    One that another record of the same person contradicts does not stand while the records are one:
    by an allergy that holds, or that held when it was stated.
    """
    return _latest(patient, None)


def _latest(patient: UUID, statement: UUID | None) -> NoneKnown | None:
    """Return this statement of a patient, or without one the latest, if it stands."""
    rows = _standing(patient)
    meant = rows.filter(id=statement) if statement else rows
    return meant.order_by("-recorded_at", "-id").first()


def _standing(patient: UUID) -> QuerySet[NoneKnown]:
    theirs = Allergy.objects.filter(patient__in=records_of(patient))
    stated = NoneKnown.objects.filter(patient__in=records_of(patient), state=ACTIVE)
    return stated.exclude(_contradicted_by(theirs))


def _contradicted_by(allergies: QuerySet[Allergy]) -> Exists:
    """Whether an allergy of the same person holds, or held when a statement was made elsewhere."""
    since = Q(state=ENDED, changed_at__gt=OuterRef("recorded_at"))
    held = since & ~Q(patient=OuterRef("patient"))
    return Exists(allergies.filter(Q(state=ACTIVE) | held))


def none_known_view(row: NoneKnown, *, by: Actor | None, names: Names) -> NoneKnownView:
    """Return the view of a statement."""
    may_take_back = by is not None and permissions.may("allergy.take_back_none_known", by=by)
    return NoneKnownView(
        id=row.id,
        patient_id=row.patient_id,
        state=row.state,
        recorded_at=row.recorded_at,
        recorded_by=person(row.recorded_by_id, names),
        changed_at=row.ended_at or row.recorded_at,
        version=row.version,
        may=frozenset({"take_back"} if may_take_back and row.state == ACTIVE else ()),
    )


def _insert(row: NoneKnown) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_STATED) from error


def _end(row: NoneKnown, state: str, by: Actor) -> None:
    row.state, row.ended_by_id, row.ended_at = state, by.user, timezone.now()
    row.version += 1
    row.save()
