"""Records that were kept elsewhere: brought in whole or not at all, and on record."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from bedside import clinic
from bedside.audit import Actor
from bedside.audit.models import Event
from bedside.clinic.bringing_in import Brought, bring_in
from bedside.clinic.encounters.models import Encounter
from bedside.clinic.models import Facility
from bedside.clinic.notes.models import Note, NoteState
from bedside.clinic.notes.text import NoteText, Section
from bedside.errors import Forbidden, NotFound
from bedside.ids import new_id
from tests import people

SYSTEM = Actor.system()
LONG_AGO = timezone.now() - timedelta(days=400)
TEXT = NoteText("Old visit", (Section("", "Sprained ankle, better."),))


def past(patient: people.Person, doctor: people.Person, place: Facility) -> list[Brought]:
    """Return an encounter of long ago and its note, which was shared then."""
    encounter = Encounter(
        patient_id=patient.patient,
        facility=place,
        practitioner_id=doctor.user,
        started_at=LONG_AGO,
        recorded_at=LONG_AGO,
    )
    note = Note(
        patient_id=patient.patient,
        encounter=encounter,
        author_id=doctor.user,
        state=NoteState.SIGNED,
        started_at=LONG_AGO,
        signed_at=LONG_AGO,
        shared_at=LONG_AGO,
        shared_by_id=doctor.user,
        document_version=2,
        version=3,
    )
    return [Brought(encounter), Brought(note, TEXT.to_body())]


def test_the_past_keeps_its_times_and_can_be_read_by_whoever_treats_the_patient(
    asha: people.Person, bello: people.Person, harbour: Facility
) -> None:
    brought = past(asha, bello, harbour)
    bring_in(brought, facility=harbour.id, patients=[asha.patient], by=SYSTEM)
    (note,) = clinic.notes.read_of_patient(asha.patient, by=bello.actor).rows
    assert note.text == TEXT
    assert note.signed_at == LONG_AGO
    assert note.version == 3
    assert clinic.notes.read(note.id, by=asha.actor).text == TEXT


def test_it_is_one_event_that_names_the_patients_and_when_it_was_done(
    asha: people.Person, bello: people.Person, harbour: Facility
) -> None:
    before = timezone.now()
    bring_in(past(asha, bello, harbour), facility=harbour.id, patients=[asha.patient], by=SYSTEM)
    event = Event.objects.get(action="record.bring_in")
    assert event.subjects == [str(asha.patient)]
    assert (event.chain, event.outcome) == (harbour.id, "done")
    assert event.at >= before
    assert event.details == {"count": 2}


def test_all_of_it_is_kept_or_nothing(
    asha: people.Person, bello: people.Person, harbour: Facility
) -> None:
    encounter, note = past(asha, bello, harbour)
    assert isinstance(note.row, Note)
    note.row.signed_at = None
    with pytest.raises(IntegrityError):
        bring_in([encounter, note], facility=harbour.id, patients=[asha.patient], by=SYSTEM)
    assert not Encounter.objects.exists()
    assert Event.objects.get(action="record.bring_in").outcome == "failed"


def test_only_whoever_runs_the_command_may(
    asha: people.Person, bello: people.Person, harbour: Facility
) -> None:
    for actor in (bello.actor, asha.actor, replace(SYSTEM, role="administrator")):
        with pytest.raises(Forbidden):
            bring_in(
                past(asha, bello, harbour), facility=harbour.id, patients=[asha.patient], by=actor
            )
    with pytest.raises(NotFound):
        bring_in([], facility=new_id(), patients=[], by=SYSTEM)
    assert not Encounter.objects.exists()
