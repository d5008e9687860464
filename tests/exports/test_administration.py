"""What an administrator takes out: the house, and who did what. Never anybody's health or name."""

import csv
import io
import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from bedside import audit, clinic, exports, jobs
from bedside.accounts import User
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.models import Facility
from bedside.clinic.trail import Narrowed
from bedside.documents.volumes import open_volume
from bedside.errors import Forbidden, Invalid, NotFound
from bedside.exports import AdministrationWish, Format, What, WhyTaken
from bedside.outbox import Job
from tests.people import Person

pytestmark = pytest.mark.django_db


def taken(
    what: What, by: Person, form: Format = Format.CSV, narrowed: Narrowed | None = None
) -> str:
    """Ask for a file, let a worker make it, and read it."""
    wish = AdministrationWish(what, WhyTaken.REVIEW, form, "", narrowed or Narrowed())
    job = exports.ask_for_administration(wish, by=by.actor)
    assert jobs.run_one(job)
    return text_of(job)


def text_of(job: UUID) -> str:
    row = Job.objects.get(id=job)
    assert row.state == "done", row.error
    assert row.result is not None
    return b"".join(open_volume(row.result).read()).decode()


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_facilities_staff_and_who_works_where_come_out_whole(
    dana: Person, bello: Person, noa: Person, asha: Person, harbour: Facility, millfield: Facility
) -> None:
    assert {row["name"] for row in table(taken(What.FACILITIES, dana))} == {
        harbour.name, millfield.name,
    }  # fmt: skip
    people = table(taken(What.STAFF, dana))
    assert {row["role"] for row in people} == {"administrator", "doctor", "receptionist"}
    assert bello.email in {row["email"] for row in people}
    assert asha.email not in str(people)
    memberships = table(taken(What.MEMBERSHIPS, dana))
    assert {row["name"] for row in memberships} == {"Dr Amara Bello", "Noa Ward"} or {
        row["accountId"] for row in memberships
    } == {str(bello.user), str(noa.user)}


@pytest.mark.parametrize("form", [Format.CSV, Format.NDJSON])
def test_the_log_comes_out_with_patients_by_number_only(
    form: Format, dana: Person, bello: Person, asha: Person, harbour: Facility
) -> None:
    clinic.allergies.add(asha.patient, AllergyBody(substance="Quetzal"), by=bello.actor)
    number = clinic.read_patient(asha.patient, by=bello.actor).record_number
    text = taken(What.AUDIT, dana, form)
    for secret in ("Asha", "Verma", "Quetzal", str(asha.patient), str(asha.user)):
        assert secret not in text
    assert f"{number} at {harbour.name}" in text
    if form is Format.NDJSON:
        rows = [json.loads(line) for line in text.splitlines()]
        added = next(row for row in rows if row["action"] == "allergy.add")
        assert (added["name"], added["patients"], added["outcome"]) == ("Dr Amara Bello", 1, "done")
        assert len(rows) >= audit.Event.objects.count() - 2


def test_the_log_is_narrowed_as_on_its_page(
    dana: Person, bello: Person, asha: Person, harbour: Facility
) -> None:
    clinic.read_patient(asha.patient, by=bello.actor)
    with pytest.raises(Forbidden):
        clinic.read_patient(asha.patient, by=dana.actor)
    narrowed = Narrowed(action="patient.read", outcome="refused", role="administrator")
    (row,) = table(taken(What.AUDIT, dana, narrowed=narrowed))
    assert (row["action"], row["outcome"]) == ("patient.read", "refused")
    yesterday = timezone.now().date() - timedelta(days=1)
    assert table(taken(What.AUDIT, dana, narrowed=Narrowed(last=yesterday))) == []
    assert table(taken(What.AUDIT, dana, narrowed=Narrowed(user=bello.user)))
    for wrong in (
        Narrowed(action="shoe.polish"),
        Narrowed(first=yesterday, last=yesterday - timedelta(days=1)),
    ):
        with pytest.raises(Invalid):
            taken(What.AUDIT, dana, narrowed=wrong)


def test_asking_and_making_stand_on_record_with_the_reason_and_the_count(
    dana: Person, bello: Person, asha: Person, harbour: Facility
) -> None:
    clinic.read_patient(asha.patient, by=bello.actor)
    taken(What.AUDIT, dana, narrowed=Narrowed(action="patient.read"))
    asked = audit.Event.objects.get(action="administration_file.ask")
    made = audit.Event.objects.get(action="administration_file.make")
    said = {"what": "audit", "why": "review", "format": "csv"}
    assert (asked.details, made.details) == (said, {**said, "count": 1})
    assert made.subjects == [str(asha.patient)]


def test_a_reason_in_words_is_sealed_and_needed_where_no_code_fits(
    dana: Person, harbour: Facility
) -> None:
    with pytest.raises(Invalid) as error:
        exports.ask_for_administration(
            AdministrationWish(What.STAFF, WhyTaken.OTHER), by=dana.actor
        )
    assert set(error.value.fields) == {"words"}
    wish = AdministrationWish(What.STAFF, WhyTaken.OTHER, words="For the Quetzal board")
    exports.ask_for_administration(wish, by=dana.actor)
    told = [*audit.Event.objects.values_list("details"), *Job.objects.values_list()]
    assert "Quetzal" not in str(told)


def test_nobody_else_asks_or_fetches(
    dana: Person, bello: Person, noa: Person, asha: Person, harbour: Facility
) -> None:
    wish = AdministrationWish(What.FACILITIES, WhyTaken.REVIEW)
    for who in (bello, noa, asha):
        with pytest.raises(Forbidden):
            exports.ask_for_administration(wish, by=who.actor)
    job = exports.ask_for_administration(wish, by=dana.actor)
    assert jobs.run_one(job)
    assert jobs.read_file(job, by=dana.actor).file.name == "facilities.csv"
    with pytest.raises(NotFound):
        jobs.read_file(job, by=bello.actor)


def test_whoever_administers_no_more_gets_nothing(
    dana: Person, bello: Person, harbour: Facility
) -> None:
    job = exports.ask_for_administration(
        AdministrationWish(What.AUDIT, WhyTaken.REVIEW), by=dana.actor
    )
    User.objects.filter(id=dana.user).update(state="disabled")
    assert jobs.run_one(job)
    assert Job.objects.get(id=job).state == "dead"


def test_a_name_that_is_a_formula_is_only_text(dana: Person, harbour: Facility) -> None:
    clinic.create_facility(name="=HYPERLINK(1)", by=dana.actor)
    text = taken(What.FACILITIES, dana)
    assert ",'=HYPERLINK(1)," in text
