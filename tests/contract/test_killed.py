"""A process killed in the middle of a write loses nothing that was acknowledged.

Whatever the step: every row opens, the log is whole, at most one blob is an orphan, and doing the
same again succeeds.
"""

import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from bedside import audit, clinic, documents, vault
from bedside.clinic.models import Patient
from bedside.documents.current import store
from bedside.vault.models import DataKey
from tests import databases, people
from tests.contract.dying import STEPS
from tests.people import Person

pytestmark = pytest.mark.usefixtures("live_database")


@pytest.fixture
def asha(live_database: None) -> Person:
    harbour = clinic.create_facility(name="Harbour Street Clinic", by=people.SYSTEM)
    return people.register_patient(people.ASHA, harbour)


def blobs() -> int:
    return len(list(store().older_than(timezone.now() + timedelta(days=1))))


def assert_whole() -> None:
    """Check what must hold after any crash."""
    vault.forget_keys()
    for row in Patient.objects.exclude(blob_id=None):
        assert documents.read(row)["name"] == "Asha Verma"
    assert audit.verify() == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def start(
    program: str, environment: dict[str, str], printed: Path
) -> tuple[subprocess.Popen[bytes], Path]:
    """Start a process that prints into a file."""
    with printed.open("wb") as out:
        command = [sys.executable, "-c", program]
        return subprocess.Popen(command, env=environment, stdout=out), printed


def wait_for_lines(count: int, writer: subprocess.Popen[bytes], printed: Path) -> None:
    """Wait until a process that should be running has printed `count` lines."""
    while printed.read_text().count("\n") < count:
        assert writer.poll() is None
        time.sleep(0.02)


def changes_on_record() -> int:
    return audit.Event.objects.filter(action="patient.change", outcome="done").count()


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_each_step_of_a_write(
    step: str, asha: Person, real_database: dict[str, str]
) -> None:
    before = blobs()
    program = (
        "from tests.contract import dying; "
        f"dying.change_and_die('{asha.patient}', '{asha.user}', 1, '{step}')"
    )
    done = databases.run(program, real_database)
    assert done.returncode == -signal.SIGKILL, done.stderr

    committed = step == "committed"
    row = Patient.objects.get(id=asha.patient)
    assert row.version == (2 if committed else 1)
    assert changes_on_record() == (1 if committed else 0)
    assert blobs() - before == (0 if step == "sealed" else 1)
    assert_whole()

    again = clinic.change_profile(
        asha.patient, {"phone": "07700 900222"}, version=row.version, by=asha.actor
    )
    assert again.profile is not None
    assert again.profile.phone == "07700 900222"
    assert_whole()
    documents.sweep(timezone.now() + timedelta(days=2))
    assert blobs() == 1
    assert_whole()


def test_rewrapping_killed_in_the_middle_goes_on_where_it_was(
    asha: Person, real_database: dict[str, str]
) -> None:
    facility = Patient.objects.get(id=asha.patient).facility_id
    assert facility is not None
    for _ in range(4):
        vault.create_patient_key(uuid4(), under=facility)
    new = vault.rotate("facility", facility)
    moved = DataKey.objects.filter(wrapping_key=new)
    done = databases.run(
        "from tests.contract import dying; dying.rewrap_and_die(batches=2)", real_database
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert moved.count() == 2
    assert_whole()
    assert vault.rewrap_data_keys() == 3
    assert moved.count() == 5
    assert_whole()


@pytest.mark.faults
@pytest.mark.parametrize("rounds", [pytest.param(4, marks=pytest.mark.short), 20])
def test_killed_at_random_moments(
    rounds: int, asha: Person, real_database: dict[str, str], tmp_path: Path
) -> None:
    chance = Random(20)  # seeded, so that the same moments are tried again
    for round_ in range(rounds):
        row = Patient.objects.get(id=asha.patient)
        program = (
            "from tests.contract import dying; "
            f"dying.change_until_killed('{asha.patient}', '{asha.user}', {row.version})"
        )
        writer, printed = start(program, real_database, tmp_path / f"round{round_}")
        wait_for_lines(1, writer, printed)
        time.sleep(chance.uniform(0, 0.3))
        writer.kill()
        writer.wait()
        acknowledged = int(printed.read_text().split("\n")[-2])
        kept = Patient.objects.get(id=asha.patient)
        assert kept.version in (acknowledged, acknowledged + 1)
        assert changes_on_record() == kept.version - 1
        assert_whole()


@pytest.mark.faults
def test_four_processes_write_one_log_and_one_of_them_is_killed(
    real_database: dict[str, str], tmp_path: Path
) -> None:
    program = "from tests.contract import dying; dying.write_events(300)"
    writers = [start(program, real_database, tmp_path / f"writer{n}") for n in range(4)]
    wait_for_lines(50, *writers[0])
    writers[0][0].kill()
    codes = [writer.wait() for writer, _ in writers]
    acknowledged = sum(printed.read_text().count("\n") for _, printed in writers)
    count = audit.Event.objects.filter(action="assessment.read").count()
    assert codes == [-signal.SIGKILL, 0, 0, 0]
    assert count in (acknowledged, acknowledged + 1)
    assert audit.verify() == []
