"""Two people, or one who presses twice, at one import at the same moment: one effect."""

import pytest

from bedside import audit, clinic, imports, jobs
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.models import Allergy, Appointment, Facility, Medicine, Patient
from bedside.imports import ImportView
from bedside.imports.files import WAITING
from bedside.imports.models import BroughtRow, Import
from bedside.outbox import Job
from tests.clinic.diary import at, book, publish
from tests.contract.together import at_once, kinds
from tests.imports.making import HEAD, MIA, OTTO, begin, finish
from tests.people import ASHA, Person, register_doctor

pytestmark = pytest.mark.usefixtures("live_database")
ASHA_IS = f"Asha Verma,{ASHA.birth_date}"


def other(sheet: str, text: str, place: Facility, by: Person) -> ImportView:
    """Bring a file and confirm how its columns were guessed."""
    view = imports.begin(text.encode(), facility=place.id, sheet=sheet, by=by.actor)
    plan = imports.read_import(view.id, by=by.actor).plan
    return imports.confirm_reading(
        view.id, fields=plan.fields, order="ymd", version=view.version, by=by.actor
    )


def test_of_two_confirmations_at_once_one_counts(harbour: Facility, bello: Person) -> None:
    view = begin(MIA + OTTO, harbour, bello)
    ask = lambda _: imports.ask(view.id, version=view.version, by=bello.actor)  # noqa: E731
    results = kinds(at_once(6, ask))
    assert results["ImportView"] == 1 and set(results) <= {"ImportView", "Stale", "Settled"}
    assert Job.objects.filter(kind="import.make").count() == 1
    while jobs.run_next():
        pass
    assert Patient.objects.count() == 2
    assert audit.Event.objects.filter(action="import.make", outcome="done").count() == 1


def test_two_files_of_the_same_patients_make_each_once(harbour: Facility, bello: Person) -> None:
    for _ in range(3):
        view = begin(MIA + OTTO, harbour, bello)
        imports.ask(view.id, version=view.version, by=bello.actor)
    at_once(3, lambda _: jobs.run_next())
    while jobs.run_next():
        pass
    assert Patient.objects.count() == BroughtRow.objects.count() == 2
    assert audit.verify() == []


def test_two_files_of_the_same_entries_write_each_once(
    asha: Person, harbour: Facility, bello: Person
) -> None:
    text = f"Name,Birth date,Substance,Id\n{ASHA_IS},Latex,1\n"
    for _ in range(3):
        view = other("allergies", text, harbour, bello)
        imports.ask(view.id, version=view.version, by=bello.actor)
    at_once(3, lambda _: jobs.run_next())
    while jobs.run_next():
        pass
    assert Allergy.objects.count() == 1 and audit.verify() == []


@pytest.mark.parametrize("_", range(3))
def test_a_medicine_of_a_file_and_an_allergy_never_meet_unseen(
    asha: Person, harbour: Facility, bello: Person, _: int
) -> None:
    text = f"Name,Birth date,Medicine,Id\n{ASHA_IS},Amoxicillin,1\n"
    view = other("medicines", text, harbour, bello)
    imports.ask(view.id, version=view.version, by=bello.actor)
    body = AllergyBody(substance="Penicillin")

    def do(n: int) -> object:
        if n:
            return jobs.run_next()
        return clinic.allergies.add(asha.patient, body, by=bello.actor)

    at_once(2, do)
    both = Medicine.objects.exists() and Allergy.objects.exists()
    assert not both and (Medicine.objects.exists() or Allergy.objects.exists())


@pytest.mark.parametrize("_", range(3))
def test_a_time_of_a_file_and_one_at_the_desk_are_booked_once(
    asha: Person, harbour: Facility, bello: Person, _: int
) -> None:
    publish(bello, harbour)
    text = (
        "Name,Birth date,Date,Time,Doctor,Id\n"
        f"{ASHA_IS},{at(9):%Y-%m-%d},09:00,Bello,1\n{ASHA_IS},{at(9):%Y-%m-%d},10:00,Bello,2\n"
    )
    view = other("appointments", text, harbour, bello)
    imports.ask(view.id, version=view.version, by=bello.actor)
    start = at(9, place=harbour)
    at_once(2, lambda n: jobs.run_next() if n else book(asha, bello, harbour, start, by=bello))
    assert Appointment.objects.filter(start=start).count() == 1
    assert Appointment.objects.count() in (1, 2)
    assert audit.verify() == []


def test_undoing_twice_at_once_undoes_once(harbour: Facility, bello: Person) -> None:
    view = finish(begin(MIA, harbour, bello), bello)
    undo = lambda _: imports.undo(view.id, version=view.version, by=bello.actor)  # noqa: E731
    results = kinds(at_once(4, undo))
    assert results["ImportView"] == 1 and set(results) <= {"ImportView", "Stale", "TooLate"}
    assert not Patient.objects.exists()


def test_nobody_has_more_files_waiting_than_they_may_however_fast_they_bring_them(
    harbour: Facility, bello: Person
) -> None:
    again = register_doctor("Dr Noor Sayed", "sayed@example.org", harbour)
    text = (HEAD + MIA).encode()

    def take_in(n: int) -> object:
        by = again if n % 4 == 0 else bello
        return imports.begin(text, facility=harbour.id, by=by.actor)

    results = kinds(at_once(16, take_in))
    assert results == {"ImportView": WAITING + 4, "TooMany": 12 - WAITING}
    assert Import.objects.filter(by=bello.user).count() == WAITING
