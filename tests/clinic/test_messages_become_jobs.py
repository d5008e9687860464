"""What waited to be said before there was a worker is not forgotten when one comes."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from bedside import clinic
from bedside.clinic.models import Appointment
from bedside.ids import new_id
from bedside.outbox import Job
from tests import moments, people

BEFORE = [("clinic", "0014_who_is_not_the_same")]
AFTER = [("clinic", "0015_messages_become_jobs")]


def put(appointment: UUID, patient: UUID, **more: object) -> UUID:
    """Put a message down as the version before did."""
    message = MigrationExecutor(connection).loader.project_state(BEFORE).apps.get_model(
        "clinic", "Message"
    )  # fmt: skip
    return message.objects.create(
        id=new_id(), appointment_id=appointment, patient_id=patient, **more
    ).id


@pytest.mark.usefixtures("live_database")
def test_each_message_becomes_the_job_that_says_it() -> None:
    place = clinic.create_facility(name="Harbour Street Clinic", by=people.SYSTEM)
    asha = people.register_patient(people.ASHA, place)
    bello = people.register_doctor("Dr Amara Bello", "bello@example.org", place)
    row = Appointment.objects.create(
        patient_id=asha.patient,
        facility=place,
        practitioner_id=bello.user,
        start=datetime(2030, 5, 6, 9, tzinfo=UTC),
        end=datetime(2030, 5, 6, 10, tzinfo=UTC),
        status="booked",
    )
    moments.unguard()
    MigrationExecutor(connection).migrate(BEFORE)
    due = datetime(2030, 5, 5, 9, tzinfo=UTC)
    reminder = put(row.id, asha.patient, kind="reminder", state="waiting", due_at=due)
    put(row.id, asha.patient, kind="moved", state="sent", due_at=timezone.now())
    put(row.id, asha.patient, kind="offer", state="cancelled", due_at=timezone.now())
    MigrationExecutor(connection).migrate(AFTER)

    states = dict(Job.objects.values_list("key", "state"))
    assert states == {
        f"appointment.reminder:{row.id}": "waiting",
        f"appointment.moved:{row.id}": "done",
        f"appointment.offer:{row.id}": "cancelled",
    }
    kept = Job.objects.get(id=reminder)
    assert (kept.kind, kept.due_at, kept.ready_at) == ("appointment.reminder", due, due)
    assert kept.subject == {"appointment": str(row.id), "patient": str(asha.patient)}

    # It is the same one that the appointment's acts know, as they are now: it goes with it.
    latest = MigrationExecutor(connection)
    latest.migrate(latest.loader.graph.leaf_nodes())
    clinic.appointments.cancel(row.id, reason="other", version=1, by=bello.actor)
    assert Job.objects.get(id=reminder).state == "cancelled"
