"""A file that is being brought in when the power goes: all of it is there then, or nothing."""

import signal
from datetime import timedelta

import pytest
from django.utils import timezone

from bedside import audit, clinic, documents, imports, jobs, vault
from bedside.clinic.models import Allergy, Facility, NoneKnown, Patient
from bedside.documents.current import store
from bedside.documents.models import Volume
from bedside.imports import ImportView
from bedside.imports.models import BroughtRow, Import
from bedside.outbox import Job
from tests import databases
from tests.contract.test_killed import blobs
from tests.imports.making import HEAD, MIA, OTTO, begin, finish
from tests.jobs.making import let_the_lease_end
from tests.people import ASHA, Person

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("live_database")]
STEPS = ("begun", "sealed", "stored", "in the transaction", "committed")
ALLERGIES = "Name,Birth date,Substance,Id\n"
ROWS = f"Asha Verma,{ASHA.birth_date},Latex,1\nAsha Verma,{ASHA.birth_date},Nickel,2\n"


def allergies(place: Facility, by: Person) -> ImportView:
    text = (ALLERGIES + ROWS).encode()
    view = imports.begin(text, facility=place.id, sheet="allergies", by=by.actor)
    plan = imports.read_import(view.id, by=by.actor).plan
    return imports.confirm_reading(
        view.id, fields=plan.fields, order="ymd", version=view.version, by=by.actor
    )


def asked(view: ImportView, by: Person) -> None:
    imports.ask(view.id, version=view.version, by=by.actor)


def killed(program: str, environment: dict[str, str]) -> None:
    """Run a step of `dying` to its end, which is not its own."""
    done = databases.run(f"from tests.contract import dying; dying.{program}", environment)
    assert done.returncode == -signal.SIGKILL, done.stderr
    vault.forget_keys()


def finished_by_another_worker(committed: bool) -> None:
    let_the_lease_end()
    assert jobs.run_next() is not committed
    assert Job.objects.get().state == "done" and not jobs.run_next()
    assert Import.objects.get().state == "done" and not Volume.objects.exists()
    assert audit.Event.objects.filter(action="import.make", outcome="done").count() == 1
    assert audit.verify() == []


@pytest.mark.parametrize("step", STEPS)
def test_patients_are_all_there_or_none_and_come_once(
    step: str, harbour: Facility, bello: Person, real_database: dict[str, str]
) -> None:
    asked(begin(MIA + OTTO, harbour, bello), bello)
    killed(f"bring_in_and_die({step!r})", real_database)
    committed = step == "committed"
    there = 2 if committed else 0
    assert Patient.objects.count() == BroughtRow.objects.count() == there
    assert len(clinic.find_patients("mia", by=bello.actor).hits) == (1 if committed else 0)
    finished_by_another_worker(committed)
    assert Patient.objects.count() == BroughtRow.objects.count() == 2
    assert {documents.read(row)["name"] for row in Patient.objects.all()} == {
        "Mia Sørensen", "Otto Brandt",
    }  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_entries_are_all_there_or_none_and_come_once(
    step: str, asha: Person, harbour: Facility, bello: Person, real_database: dict[str, str]
) -> None:
    clinic.allergies.state_none_known(asha.patient, by=bello.actor)
    asked(allergies(harbour, bello), bello)
    killed(f"bring_in_and_die({step!r})", real_database)
    committed = step == "committed"
    assert Allergy.objects.count() == BroughtRow.objects.count() == (2 if committed else 0)
    assert NoneKnown.objects.get().state == ("ended" if committed else "active")
    finished_by_another_worker(committed)
    said = clinic.allergies.read_all(asha.patient, by=bello.actor).items
    assert {one.body and one.body.substance for one in said} == {"Latex", "Nickel"}


@pytest.mark.parametrize("step", ["sealed", "stored", "in the transaction", "committed"])
def test_a_file_that_was_not_taken_in_whole_is_not_there(
    step: str, harbour: Facility, bello: Person, real_database: dict[str, str]
) -> None:
    before = blobs()
    killed(
        f"take_in_and_die('{harbour.id}', '{bello.user}', {HEAD + MIA!r}, {step!r})", real_database
    )
    committed = step == "committed"
    assert Import.objects.count() == Volume.objects.count() == (1 if committed else 0)
    left = {"sealed": 0, "stored": 1, "in the transaction": 1, "committed": 0}[step]
    assert documents.sweep(timezone.now() + timedelta(days=2)) == left
    assert blobs() - before == (1 if committed else 0)
    assert audit.verify() == []


@pytest.mark.parametrize("step", ["in the transaction", "committed"])
def test_patients_are_undone_whole_or_not_at_all(
    step: str, harbour: Facility, bello: Person, real_database: dict[str, str]
) -> None:
    view = finish(begin(MIA + OTTO, harbour, bello), bello)
    killed(f"undo_and_die('{view.id}', '{bello.user}', {view.version}, {step!r})", real_database)
    committed = step == "committed"
    assert Patient.objects.count() == BroughtRow.objects.count() == (0 if committed else 2)
    assert Import.objects.get().state == ("undone" if committed else "done")
    if not committed:
        assert len(clinic.find_patients("mia", by=bello.actor).hits) == 1
        imports.undo(view.id, version=view.version, by=bello.actor)
    assert not Patient.objects.exists() and audit.verify() == []


@pytest.mark.parametrize("step", ["sealed", "stored", "in the transaction", "committed"])
def test_entries_are_undone_whole_or_not_at_all(
    step: str, asha: Person, harbour: Facility, bello: Person, real_database: dict[str, str]
) -> None:
    view = finish(allergies(harbour, bello), bello)
    killed(f"undo_and_die('{view.id}', '{bello.user}', {view.version}, {step!r})", real_database)
    committed = step == "committed"
    state = "entered-in-error" if committed else "active"
    items = clinic.allergies.read_all(asha.patient, by=bello.actor).items
    assert [one.state for one in items] == [state] * 2 and all(one.body for one in items)
    if not committed:
        imports.undo(view.id, version=view.version, by=bello.actor)
    assert set(Allergy.objects.values_list("state", flat=True)) == {"entered-in-error"}
    assert store() and audit.verify() == []
