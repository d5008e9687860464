"""The acts on an encounter: starting it, changing what it was while it is open, locking it, and
saying that it was begun by mistake.

Locking is for good, and so it waits until nobody has an unsigned draft: a lock would make their
text unreachable for every door. Amendments have drafts of their own, which a lock does not touch.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from bedside import accounts
from bedside.accounts.acts import Act, act, under_way
from bedside.audit import Actor
from bedside.clinic.appointments.models import Appointment
from bedside.clinic.appointments.reach import find as find_appointment
from bedside.clinic.encounters import rules
from bedside.clinic.encounters.models import Encounter, EncounterClass, EncounterState
from bedside.clinic.encounters.reach import encounters_visible_to, find_encounter, locked_row
from bedside.clinic.encounters.standing import Standing
from bedside.clinic.encounters.views import EncounterView, people_of, view
from bedside.clinic.facilities.models import Facility
from bedside.clinic.facilities.reach import practising_at
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.reach import care_given_by
from bedside.clinic.patients.reading import named_patient
from bedside.clinic.patients.rules import must_be_registered
from bedside.clinic.rules import account_of, must_be_current
from bedside.errors import Conflict, Invalid, NotFound
from bedside.locking import held

CHANGEABLE = frozenset({"kind", "started_at"})


def start(
    patient: UUID,
    *,
    facility: UUID | None = None,
    kind: str = EncounterClass.VISIT,
    started_at: datetime | None = None,
    appointment: UUID | None = None,
    by: Actor,
) -> EncounterView:
    """Open an encounter with a patient; without a time it begins now.

    `facility` is one that cares for the patient and where the doctor works; it may be left out
    when there is only one. The encounter of an `appointment` is where that was booked, and begun
    once, at about its time: asked again, it is the same one. Raises NotFound (patient or
    appointment), Invalid, and Conflict for an appointment that is not kept.
    """
    with act("encounter.start", by=by) as doing:
        row = named_patient(patient, doing=doing)
        if appointment is None:
            return shown(begun(row, facility, kind, started_at, by=by), by=by)
        booked = _held(appointment, row, doing)
        present = encounters_visible_to(by).filter(appointment=booked).first()
        if present:
            return shown(find_encounter(present.id, doing=doing), by=by)
        rules.must_be_kept(booked)
        place = booked.facility_id
        return shown(begun(row, place, kind, started_at, appointment=booked, by=by), by=by)


def begun(
    patient: Patient,
    facility: UUID | None,
    kind: str = EncounterClass.VISIT,
    started_at: datetime | None = None,
    *,
    appointment: Appointment | None = None,
    by: Actor,
) -> Encounter:
    """Store a new encounter, inside the act that starts it, which then names it."""
    doing, now = under_way(), timezone.now()
    must_be_registered(patient)
    at = started_at or now
    rules.must_be_good(kind, at, patient=patient.id, appointment=appointment)
    place = _place(patient, facility, by)
    encounter = Encounter(
        patient=patient,
        facility=place,
        practitioner_id=account_of(by),
        appointment=appointment,
        kind=kind,
        started_at=min(at, now),
        recorded_at=now,
    )
    encounter.save(force_insert=True)
    doing.on(encounter=encounter.id)
    doing.chain = place.id
    return encounter


def change(
    encounter: UUID,
    *,
    patient: UUID | None = None,
    kind: str | None = None,
    started_at: datetime | None = None,
    version: int,
    by: Actor,
) -> EncounterView:
    """Say what kind it was, or when. Raises NotFound, Conflict (locked), Stale and Invalid."""
    with act("encounter.change", by=by) as doing:
        row = _to_change(find_encounter(encounter, patient=patient, doing=doing), version, by)
        before = (row.kind, row.started_at)
        row.kind, row.started_at = kind or row.kind, started_at or row.started_at
        if (row.kind, row.started_at) == before:
            return shown(row, by=by)
        rules.must_be_good(
            row.kind, row.started_at, patient=row.patient_id, appointment=row.appointment
        )
        row.version += 1
        row.save(update_fields=[*CHANGEABLE, "version"])
        return shown(row, by=by)


def lock(encounter: UUID, *, patient: UUID | None = None, version: int, by: Actor) -> EncounterView:
    """Close an encounter for good. Raises NotFound, Stale, and Conflict while drafts are unsigned.

    There is no unlocking; what was written can still be amended.
    """
    with act("encounter.lock", by=by) as doing:
        row = _to_change(find_encounter(encounter, patient=patient, doing=doing), version, by)
        _must_have_no_drafts(row)
        row.state = EncounterState.LOCKED
        row.locked_at, row.locked_by_id = timezone.now(), by.user
        row.version += 1
        row.save(update_fields=["state", "locked_at", "locked_by", "version"])
        return shown(row, by=by)


def mark_as_error(
    encounter: UUID, *, patient: UUID | None = None, version: int, by: Actor
) -> EncounterView:
    """Say that an encounter was begun by mistake: nothing was written at it. That is for good.

    The appointment or the assessment that led to it leads to another one then. Raises NotFound,
    Stale, and Conflict for one that is locked or at which something was written.
    """
    with act("encounter.mark_as_error", by=by) as doing:
        row = _to_change(find_encounter(encounter, patient=patient, doing=doing), version, by)
        rules.must_be_empty(row)
        if row.appointment_id:
            doing.on(appointment=row.appointment_id)
        # The room above keeps the assessments; what led here must not lead to a mistake for ever.
        row.assessments.update(encounter=None)
        row.state, row.appointment = EncounterState.ERROR, None
        row.version += 1
        row.save(update_fields=["state", "appointment", "version"])
        return shown(row, by=by)


def places_for(patient: UUID, *, by: Actor) -> list[Facility]:
    """Return where an encounter with a patient can be: the doctor works there and it cares."""
    return list(_places(patient, by))


def shown(row: Encounter, *, by: Actor) -> EncounterView:
    """Return the view of one encounter with its names."""
    return view(row, names=accounts.names_of(people_of([row])), standing=Standing.of(by))


def _held(appointment: UUID, patient: Patient, doing: Act) -> Appointment:
    """Hold an appointment of this patient within reach, so that one encounter comes of it."""
    booked = find_appointment(appointment, doing=doing)
    if booked.patient_id != patient.id:
        raise NotFound
    return held(Appointment.objects.all()).get(id=booked.id)


def _to_change(row: Encounter, version: int, by: Actor) -> Encounter:
    """Hold the row, if this actor may change it as it is now."""
    row = locked_row(row.id)
    rules.must_be_open(row)
    rules.must_answer_for(row, Standing.of(by))
    must_be_current(row, version)
    return row


def _places(patient: UUID, by: Actor) -> QuerySet[Facility]:
    caring = care_given_by(by).filter(patient=patient).values_list("facility")
    return Facility.objects.filter(id__in=caring)


def _place(patient: Patient, facility: UUID | None, by: Actor) -> Facility:
    """Return where an encounter is: where the doctor works and the patient is cared for."""
    places = _places(patient.id, by)
    found = list(places.filter(id=facility) if facility else places[:2])
    if len(found) != 1:
        raise Invalid(fields={"facility": "Choose a clinic of yours that cares for this patient."})
    return found[0]


def _must_have_no_drafts(row: Encounter) -> None:
    """Raise Conflict, saying whose drafts are in the way: only their authors see what they say.

    Somebody who has left, or whose account is closed, can sign nothing any more.
    """
    working = practising_at(row.facility_id).values("user")
    drafts = row.notes.filter(state="draft", amends=None, author__in=working)
    authors = list(drafts.values_list("author", flat=True))
    if not authors:
        return
    names = accounts.names_of(authors)
    whose = " and ".join(sorted(names.get(author) or "a colleague" for author in authors))
    count = "A draft" if len(authors) == 1 else f"{len(authors)} drafts"
    raise Conflict(f"Not signed yet: {count} by {whose}. Sign or discard before locking.")
