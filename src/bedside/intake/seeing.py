"""From an assessment to the patient: the encounter that a doctor begins from it, and its note.

An assessment leads to one encounter; asked again, it is the same one. Who is seen at once about
something else gets an encounter of the patient's record.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from bedside import clinic, documents
from bedside.accounts.acts import act, prepared_act
from bedside.assessment import Result
from bedside.audit import Actor
from bedside.clinic.encounters import EncounterView
from bedside.clinic.encounters.models import Encounter, EncounterClass
from bedside.clinic.encounters.reach import find_encounter
from bedside.clinic.encounters.running import begun as encounter_begun
from bedside.clinic.encounters.running import shown
from bedside.clinic.notes import NoteText, NoteView
from bedside.clinic.notes.drafting import begun as note_begun
from bedside.clinic.notes.reading import notes_of_encounter
from bedside.clinic.notes.templates import text_of
from bedside.clinic.patients.reach import care_given_by
from bedside.errors import Conflict
from bedside.intake.conversation import step_of
from bedside.intake.enquiries import enquiries_of
from bedside.intake.may import Seen, may
from bedside.intake.models import Assessment
from bedside.intake.on_record import contradictions, record_of
from bedside.intake.prefilling import soap
from bedside.intake.reach import find
from bedside.intake.recorded import Recorded, filled_at, measured_at, recorded_at
from bedside.intake.showing import answers_in
from bedside.locking import held


def start_encounter(
    assessment: UUID, *, kind: str = EncounterClass.VISIT, by: Actor
) -> EncounterView:
    """Begin an encounter about an assessment, or return the one that was begun before.

    It is at the clinic that the assessment was sent to, if the doctor works there and it still
    cares for the patient. Raises NotFound and Invalid.
    """
    with act("encounter.start", by=by) as doing:
        row = find(assessment, doing=doing)
        now = held(Assessment.objects.all()).get(id=row.id)
        if now.encounter_id:
            return shown(find_encounter(now.encounter_id, doing=doing), by=by)
        encounter = encounter_begun(row.patient, _place(row, by), kind, by=by)
        Assessment.objects.filter(id=row.id).update(encounter=encounter)
        return shown(encounter, by=by)


@dataclass(frozen=True)
class BegunFrom:
    """The assessment that an encounter began from: its version, and what the reader may do now."""

    id: UUID
    version: int
    may: frozenset[str]


@dataclass(frozen=True)
class SeenEncounter:
    """An encounter with what is on its page: its notes, what was recorded at it, and the assessment
    that it began from."""

    encounter: EncounterView
    notes: list[NoteView]
    recorded: Recorded
    begun_from: BegunFrom | None


def read_encounter(encounter: UUID, *, patient: UUID | None = None, by: Actor) -> SeenEncounter:
    """Read an encounter, and open its notes and what was recorded at it.

    Raises NotFound, also for one of another patient.
    """
    with act("encounter.read", by=by) as doing:
        row = find_encounter(encounter, patient=patient, doing=doing)
        written = notes_of_encounter(row, by=by)
        doing.note(count=len(written))
        return SeenEncounter(
            encounter=shown(row, by=by),
            notes=written,
            recorded=recorded_at(row, by=by),
            begun_from=_begun_from(row, by),
        )


def _begun_from(encounter: Encounter, by: Actor) -> BegunFrom | None:
    row = encounter.assessments.order_by("id").first()
    return BegunFrom(row.id, row.version, may(Seen(row, by, timezone.now()))) if row else None


def begin_note_at(
    encounter: UUID, *, patient: UUID | None = None, template: str = "free", by: Actor
) -> NoteView:
    """Begin a note in an encounter with a template, or return the doctor's draft.

    What was measured at the encounter stands in its section Objective already. Raises NotFound,
    Invalid, and Conflict when the encounter is locked, elsewhere or full.
    """
    with prepared_act("note.begin", by=by) as doing:
        row = find_encounter(encounter, patient=patient, doing=doing)
        text = filled_at(row, text_of(template, by=by), by=by)
        return note_begun(row, text, doing=doing)


def begin_note(assessment: UUID, *, by: Actor) -> NoteView:
    """Begin a note in the encounter of an assessment, filled from it, or return the doctor's draft.

    Raises NotFound, Damaged when the assessment does not open, and Conflict without an encounter,
    or when that is locked, elsewhere or full.
    """
    with prepared_act("note.begin", by=by) as doing:
        row = find(assessment, doing=doing)
        if row.encounter_id is None:
            raise Conflict("Begin an encounter first.")
        encounter = find_encounter(row.encounter_id, doing=doing)
        return note_begun(encounter, _words(row, encounter, by), doing=doing)


def _words(row: Assessment, encounter: Encounter, by: Actor) -> NoteText:
    body = documents.read(row)
    result = step_of(body)
    if not isinstance(result, Result):
        raise Conflict("This assessment is not finished.")
    sent_on = _day(row.submitted_at or row.updated_at, clinic.zone_of(row.facility_id))
    against = contradictions(result, answers_in(body), record_of(row.patient_id, by=by))
    return soap(
        body["complaint"],
        result,
        enquiries_of([row]).get(row.id, []),
        against,
        sent_on=sent_on,
        measured=measured_at(encounter, by=by),
    )


def _day(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%B %Y}"


def _place(row: Assessment, by: Actor) -> UUID | None:
    caring = care_given_by(by).filter(patient=row.patient, facility=row.facility_id)
    return row.facility_id if caring.exists() else None
