"""A worker that is killed while it takes a clinic out gives no half of it, and no second one."""

import json
import signal

import pytest

from bedside import audit, clinic, exports, jobs
from bedside.audit import Event
from bedside.clinic.models import Facility
from bedside.documents.models import Volume
from bedside.exports import Format
from bedside.outbox import Job
from tests import databases, people
from tests.exports.archives import fetched, wish
from tests.jobs.making import let_the_lease_end
from tests.people import Person

pytestmark = pytest.mark.usefixtures("live_database")
STEPS = ("reading", "sealed", "stored", "in the transaction", "committed")


@pytest.fixture
def harbour(live_database: None) -> Facility:
    return clinic.create_facility(name="Harbour Street Clinic", by=people.SYSTEM)


@pytest.fixture
def bello(harbour: Facility) -> Person:
    return people.register_doctor("Dr Amara Bello", "bello@example.org", harbour)


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_each_step_there_is_one_file_and_one_event(
    step: str, harbour: Facility, bello: Person, real_database: dict[str, str]
) -> None:
    asha = people.register_patient(people.ASHA, harbour)
    job = exports.ask_for_clinic(harbour.id, wish(Format.FHIR), by=bello.actor)
    program = f"from tests.contract import dying; dying.export_and_die('{step}')"
    done = databases.run(program, real_database)
    assert done.returncode == -signal.SIGKILL, done.stderr
    committed = step == "committed"
    assert Job.objects.get(id=job).state == ("done" if committed else "running")

    let_the_lease_end()
    assert jobs.run_one(job) is not committed
    assert Volume.objects.count() == 1
    made = Event.objects.filter(action="clinic_file.make")
    assert [event.subjects for event in made] == [[str(asha.patient)]]
    file = fetched(job, bello, Format.FHIR)
    assert [json.loads(text)["id"] for text in file.files["Patient.ndjson"].splitlines()] == [
        str(asha.patient)
    ]
    assert audit.verify() == []
