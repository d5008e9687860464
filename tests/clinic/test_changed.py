"""What was changed says when: the one thing that whoever keeps up with a clinic can go by."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F
from django.utils import timezone

from bedside import clinic
from bedside.clinic.appointments.saving import Taken
from bedside.clinic.models import Appointment, AppointmentStep, Encounter, Note, Patient
from tests import moments, people
from tests.clinic.diary import at, book, publish
from tests.clinic.writing import amended, lock, meet, signed

BEFORE = [("clinic", "0020_mails_that_patients_want")]
LONG_AGO = datetime(2020, 3, 2, 9, 15, tzinfo=UTC)


def test_four_nouns_say_when_they_were_changed() -> None:
    assert set(moments.models()) == {Patient, Encounter, Note, Appointment}


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["version", "state", "blob_id"])
def test_the_database_of_the_tests_lets_no_change_be_hidden(
    asha: people.Person, column: str
) -> None:
    change = {"version": "version + 1", "state": "'x'", "blob_id": "NULL"}[column]
    with pytest.raises(IntegrityError, match=moments.HIDDEN), transaction.atomic():
        connection.cursor().execute(f"UPDATE clinic_patient SET {column} = {change}")


@pytest.mark.django_db
def test_each_way_of_writing_rows_says_when(asha: people.Person) -> None:
    rows = Patient.objects.filter(id=asha.patient)
    row = rows.get()

    def moved(write: object) -> bool:
        rows.update(changed_at=LONG_AGO)
        assert callable(write)
        write()
        return rows.get().changed_at > LONG_AGO

    assert moved(row.save)
    assert moved(lambda: row.save(update_fields=["version"]))
    assert moved(lambda: rows.update(version=F("version") + 1))
    assert moved(lambda: Patient.objects.bulk_update([row], ["version"]))
    assert not moved(lambda: row.save(update_fields=["demographics"]))
    assert not moved(lambda: rows.update(demographics=None, demographics_of=None))


@pytest.mark.usefixtures("live_database")
def test_rows_from_before_say_what_they_know() -> None:
    place = clinic.create_facility(name="Harbour Street Clinic", by=people.SYSTEM)
    asha = people.register_patient(people.ASHA, place)
    ravi = people.register_patient(people.RAVI, place)
    bello = people.register_doctor("Dr Amara Bello", "bello@example.org", place)
    publish(bello, place)
    booked = book(asha, bello, place, at(9, days=20), by=bello)
    moved = clinic.appointments.reschedule(
        booked.id, start=at(10, days=20), version=1, by=bello.actor
    )
    view = clinic.read_patient(ravi.patient, by=bello.actor)
    clinic.correct_profile(
        ravi.patient, {"preferred_name": "R"}, version=view.version, by=bello.actor
    )
    shut, still = meet(bello, asha).id, meet(bello, ravi).id
    original = signed(bello, shut)
    added = amended(bello, original.id)
    lock(bello, shut)
    taken_back = signed(bello, still)
    seen = clinic.notes.share(taken_back.id, version=taken_back.version, by=bello.actor)
    clinic.notes.unshare(taken_back.id, version=seen.version, by=bello.actor)

    known = {
        asha.patient: Patient.objects.get(id=asha.patient).created_at,
        shut: Encounter.objects.get(id=shut).locked_at,
        still: Encounter.objects.get(id=still).recorded_at,
        original.id: original.signed_at,
        added.id: added.signed_at,
        moved.id: AppointmentStep.objects.filter(appointment=moved.id).latest("at").at,
    }
    began = timezone.now()
    moments.unguard()
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    MigrationExecutor(connection).migrate(latest)
    says = {
        row.id: row.changed_at
        for model in (Patient, Encounter, Note, Appointment)
        for row in model.objects.all()
    }
    assert {one: says[one] for one in known} == known
    # Who was corrected, and the note that was shown for a while, do not know: they say now.
    assert says[ravi.patient] > began
    assert says[taken_back.id] > began
    # And nobody is in two places at once, as before.
    with pytest.raises(Taken):
        book(ravi, bello, place, at(10, days=20), by=bello)
