"""What stands in records elsewhere, brought in: allergies, medicines, diagnoses, appointments.

Each row names its patient; nothing of a file is written into a record that a doctor could not have
written there by hand.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bedside import audit, clinic, imports, jobs
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.appointments.availability import WeeklyHours
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.models import (
    Allergy,
    Appointment,
    Diagnosis,
    Facility,
    Medicine,
    NoneKnown,
    Patient,
)
from bedside.clinic.problems import ProblemBody
from bedside.errors import Forbidden, Invalid
from bedside.imports import ImportView
from bedside.imports.models import BroughtRow, Import
from bedside.outbox import Job
from tests.clinic.diary import at, book, publish, today
from tests.clinic.doubles import merged
from tests.imports import making
from tests.imports.making import MIA, bring, finish
from tests.people import ASHA, Person, register_patient

pytestmark = pytest.mark.django_db
WHO = "Record number,Name,Birth date,"
ALLERGIES = WHO + "Substance,Reaction,Severity,Since,Until,Despite,Id\n"
MEDICINES = WHO + "Medicine,Dose,Since,Until,Id\n"
DIAGNOSES = WHO + "Code,Since,Until,Certainty,Comment,Id\n"
APPOINTMENTS = WHO + "Date,Time,Minutes,Doctor,Id\n"
ASHA_BY_NAME = f",Asha Verma,{ASHA.birth_date},"


def begin(
    sheet: str, text: str, place: Facility, by: Person, *, order: str = "ymd", decimal: str = ""
) -> ImportView:
    """Bring a file and confirm how its columns were guessed."""
    view = imports.begin(text.encode(), facility=place.id, sheet=sheet, by=by.actor)
    plan = imports.read_import(view.id, by=by.actor).plan
    return imports.confirm_reading(
        view.id,
        fields=plan.fields,
        order=order,
        decimal=decimal,
        version=view.version,
        by=by.actor,
    )


def bad(view: ImportView, by: Person) -> list[tuple[int, str]]:
    preview = imports.read_import(view.id, by=by.actor).preview
    assert preview is not None
    return [(one.row, one.field) for one in preview.problems]


def number_of(who: Person, by: Person) -> str:
    return clinic.read_patient(who.patient, by=by.actor).record_number


def test_allergies_come_into_the_right_records_as_a_doctor_would_write_them(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    clinic.allergies.state_none_known(asha.patient, by=bello.actor)
    rows = f"{number_of(asha, bello)},,,Penicillin,Rash,severe,2019,,,1\n"
    rows += ASHA_BY_NAME + "Latex,,,2001-03,2010,,2\n"
    view = finish(begin("allergies", ALLERGIES + rows, harbour, bello), bello)
    assert (view.state, view.made, view.sheet) == ("done", 2, "allergies")
    page = clinic.allergies.read_all(asha.patient, by=bello.actor)
    assert page.none_known is None and NoneKnown.objects.get().state == "ended"
    said = {one.body.substance: one for one in page.items if one.body}
    penicillin, latex = said["Penicillin"], said["Latex"]
    assert penicillin.body and (penicillin.state, penicillin.body.severity) == ("active", "severe")
    assert latex.body and (latex.state, str(latex.body.since)) == ("ended", "2001-03")
    assert penicillin.recorded_by.name == "Dr Amara Bello"
    whole = clinic.allergies.read(asha.patient, penicillin.id, by=bello.actor)
    assert [one.event for one in whole.history] == ["bring_in"]
    event = audit.Event.objects.get(action="import.make")
    assert event.subjects == [str(asha.patient)] and event.chain == harbour.id
    assert event.details == {"sheet": "allergies", "made": 2, "linked": 0, "known": 0}


def test_the_patient_of_a_row_is_known_by_the_number_they_were_brought_in_with(
    bello: Person, harbour: Facility
) -> None:
    bring(MIA, harbour, bello)
    rows = "Patient number,Medicine,Dose\n17,Ramipril,5 mg\n"
    assert finish(begin("medicines", rows, harbour, bello), bello).made == 1
    assert Medicine.objects.get().patient_id == BroughtRow.objects.get(entry=None).patient_id


def test_a_name_is_read_in_any_order_of_its_words_and_with_its_former_ones(
    bello: Person, harbour: Facility
) -> None:
    bring(MIA, harbour, bello)
    for number, name in enumerate(("Sørensen Mia", "SORENSEN, Mia")):
        rows = f'{ALLERGIES},"{name}",1984-02-29,Latex,,,,,,{number}\n'
        assert finish(begin("allergies", rows, harbour, bello), bello).made == 1


def test_a_row_whose_patient_is_not_certain_is_named_and_stops_the_file(
    asha: Person, ravi: Person, bello: Person, chen: Person, harbour: Facility
) -> None:
    bring("17,Mia Holm,1984-02-29,f,020 7946 0031,\n", harbour, bello)
    number = number_of(asha, bello)
    wrong = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    rows = [
        f"{wrong},,,A,,,,,,1",
        ",Asha Verma,,A,,,,,,2",
        ",,,A,,,,,,3",
        f",Asha Verma,{ASHA.birth_date + timedelta(1)},A,,,,,,4",
        f",Ravi Ostrom,{'1958-11-02'},A,,,,,,5",
        f"{number},Asha Verma,1990-01-01,A,,,,,,6",
        f"{number},Mia Holm,,A,,,,,,7",
        f"{number},Asha,,A,,,,,,8",
    ]
    view = begin("allergies", ALLERGIES + "\n".join(rows), harbour, bello)
    assert bad(view, bello) == [
        (2, "record_number"),
        (3, "record_number"),
        (4, "record_number"),
        (5, "name"),
        (6, "name"),
        (7, "birth_date"),
        (8, "name"),
    ]
    with pytest.raises(imports.NotReady):
        imports.ask(view.id, version=view.version, by=bello.actor)
    assert not Allergy.objects.exists()


def test_two_patients_of_one_name_and_birth_date_are_told_apart_by_their_numbers(
    bello: Person, harbour: Facility
) -> None:
    bring("17,Mia Holm,1984-02-29,f,020 7946 0031,\n", harbour, bello)
    again = "18,Mia Holm,1984-02-29,f,030 901820,\n"
    view = making.begin(again, harbour, bello)
    create = {2: imports.Decision("create")}
    finish(imports.decide(view.id, create, version=view.version, by=bello.actor), bello)
    rows = ALLERGIES + ",Mia Holm,1984-02-29,Latex,,,,,,1\n"
    assert bad(begin("allergies", rows, harbour, bello), bello) == [(2, "name")]


def test_what_a_doctor_could_not_write_by_hand_is_a_bad_row(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    rows = [
        ASHA_BY_NAME + ",,,,,,1",
        ASHA_BY_NAME + f"{'x' * 201},,,,,,2",
        ASHA_BY_NAME + "Latex,,terrible,,,,3",
        ASHA_BY_NAME + "Latex,,,1980,,,4",
        ASHA_BY_NAME + "Latex,,,2090,,,5",
        ASHA_BY_NAME + "Latex,,,2010,2009,,6",
        ASHA_BY_NAME + "Latex,,,sometime,,,7",
    ]
    view = begin("allergies", ALLERGIES + "\n".join(rows), harbour, bello)
    assert bad(view, bello) == [
        (2, "substance"),
        (3, "substance"),
        (4, "severity"),
        (5, "since"),
        (6, "since"),
        (7, "until"),
        (8, "since"),
    ]


def test_a_medicine_meets_the_allergies_on_record_and_needs_a_reason(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    clinic.allergies.add(asha.patient, AllergyBody(substance="Penicillin"), by=bello.actor)
    row = ASHA_BY_NAME + "Amoxicillin,500 mg,,,1"
    view = begin("medicines", f"{MEDICINES}{row}\n", harbour, bello)
    assert bad(view, bello) == [(2, "despite")]
    text = MEDICINES.replace("\n", ",Despite\n") + row + ",Tolerated twice\n"
    assert finish(begin("medicines", text, harbour, bello), bello).made == 1
    (medicine,) = clinic.medicines.read_all(asha.patient, by=bello.actor).items
    assert medicine.told["despite"] == "Tolerated twice"
    past = ASHA_BY_NAME + "Amoxicillin,500 mg,2015,2016,2\n"
    assert finish(begin("medicines", MEDICINES + past, harbour, bello), bello).made == 1


def test_an_allergy_meets_the_medicines_on_record(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    clinic.medicines.add(asha.patient, MedicineBody(as_written="Amoxicillin"), by=bello.actor)
    view = begin("allergies", ALLERGIES + ASHA_BY_NAME + "Penicillin,,,,,,1\n", harbour, bello)
    assert bad(view, bello) == [(2, "despite")]


def test_an_allergy_recorded_after_the_preview_stops_a_medicine(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    row = ASHA_BY_NAME + "Amoxicillin,500 mg,,,1\n"
    view = begin("medicines", MEDICINES + row, harbour, bello)
    asked = imports.ask(view.id, version=view.version, by=bello.actor)
    clinic.allergies.add(asha.patient, AllergyBody(substance="Penicillin"), by=bello.actor)
    assert asked.job and jobs.run_one(asked.job)
    assert Job.objects.get(id=asked.job).state == "dead" and not Medicine.objects.exists()


def test_doses_with_decimal_commas_are_asked_about_and_written_with_a_point(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    text = MEDICINES + ASHA_BY_NAME + '"Ramipril 2,5 mg","1.000 mg",,,1\n'
    view = imports.begin(text.encode(), facility=harbour.id, sheet="medicines", by=bello.actor)
    opened = imports.read_import(view.id, by=bello.actor)
    assert opened.plan.decimal == "comma" and opened.numbers
    assert opened.numbers.fits == {"point": 1, "comma": 2}
    with pytest.raises(Invalid) as error:
        imports.confirm_reading(
            view.id, fields=opened.plan.fields, order="ymd", version=1, by=bello.actor
        )
    assert set(error.value.fields) == {"decimal"}
    wrong = begin("medicines", text, harbour, bello, decimal="point")
    assert bad(wrong, bello) == [(2, "as_written")]
    finish(begin("medicines", text, harbour, bello, decimal="comma"), bello)
    (medicine,) = clinic.medicines.read_all(asha.patient, by=bello.actor).items
    assert medicine.body
    assert (medicine.body.as_written, medicine.body.dose) == ("Ramipril 2.5 mg", "1000 mg")


def test_diagnoses_are_suspected_unless_the_file_says_that_they_are_confirmed(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    rows = [
        ASHA_BY_NAME + "I10,2015,,confirmed,,1",
        ASHA_BY_NAME + "e119,,,,Diet,2",
        ASHA_BY_NAME + "J45.909,2001,2010-05,G,,3",
    ]
    view = finish(begin("diagnoses", DIAGNOSES + "\n".join(rows), harbour, bello), bello)
    assert view.made == 3
    found = clinic.diagnoses.read_all(asha.patient, by=bello.actor).items
    assert {(one.told["code"].code, one.state, one.told["certainty"]) for one in found} == {
        ("I10", "confirmed", "certain"),
        ("E11.9", "suspected", "possible"),
        ("J45.909", "resolved", "certain"),
    }


def test_a_code_that_cannot_be_used_or_is_on_the_list_is_a_bad_row(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    clinic.diagnoses.add(asha.patient, "I10", DiagnosisBody(), by=bello.actor)
    rows = [
        ASHA_BY_NAME + "I10,,,,,1",
        ASHA_BY_NAME + "E11,,,,,2",
        ASHA_BY_NAME + "ZZZ,,,,,3",
        ASHA_BY_NAME + ",,,,,4",
        ASHA_BY_NAME + "E11.9,,,maybe,,5",
        ASHA_BY_NAME + "J45.909,,,,,6",
        ASHA_BY_NAME + "J45909,,,,,7",
    ]
    view = begin("diagnoses", DIAGNOSES + "\n".join(rows), harbour, bello)
    assert bad(view, bello) == [
        (2, "code"),
        (3, "code"),
        (4, "code"),
        (5, "code"),
        (6, "certainty"),
        (8, "code"),
    ]


def appointment(
    hour: int, *, minutes: object = "", doctor: str = "Dr Bello", key: str = "1"
) -> str:
    return ASHA_BY_NAME + f"{at(hour):%Y-%m-%d},{hour:02}:00,{minutes},{doctor},{key}\n"


def test_appointments_are_booked_as_staff_book_them(
    asha: Person, bello: Person, noa: Person, harbour: Facility
) -> None:
    publish(bello, harbour)
    rows = appointment(9) + appointment(11, minutes=40, doctor="Bello", key="2")
    view = finish(begin("appointments", APPOINTMENTS + rows, harbour, noa), noa)
    assert view.made == 2
    first, second = Appointment.objects.order_by("start")
    assert first.start == at(9, place=harbour) and first.end - first.start == timedelta(minutes=20)
    assert second.end - second.start == timedelta(minutes=40)
    assert (first.practitioner_id, first.booked_by_id) == (bello.user, noa.user)
    shown = clinic.appointments.read(first.id, by=asha.actor)
    assert shown.status == "booked"
    kinds = set(Job.objects.filter(kind__startswith="appointment.").values_list("kind", flat=True))
    assert kinds <= {"appointment.reminder"}


def test_the_preview_says_which_doctor_was_understood(
    asha: Person, bello: Person, noa: Person, harbour: Facility
) -> None:
    publish(bello, harbour)
    rows = appointment(9, doctor="BELLO, Dr.") + appointment(10, doctor="Chen", key="2")
    view = begin("appointments", APPOINTMENTS + rows, harbour, noa)
    preview = imports.read_import(view.id, by=noa.actor).preview
    assert preview and [one.cells[-1] for one in preview.judged] == ["Dr Amara Bello"]
    assert bad(view, noa) == [(3, "practitioner")]


def test_a_time_that_is_not_free_is_a_bad_row(
    asha: Person, bello: Person, noa: Person, harbour: Facility
) -> None:
    publish(bello, harbour)
    bring("17,Mia Holm,1984-02-29,f,020 7946 0031,\n", harbour, bello)
    book(asha, bello, harbour, at(9, place=harbour), by=bello)
    mia = f",Mia Holm,1984-02-29,{at(9):%Y-%m-%d},"
    rows = (
        mia + "09:10,,Bello,1\n"
        + mia + "20:00,,Bello,2\n"
        + mia + "12:00,,Bello,3\n"
        + mia + "12:10,,Bello,4\n"
        + mia + "25:00,,Bello,5\n"
        + mia + "14:00,,House,6\n"
        + mia + "15:00,3,Bello,7\n"
        + ",Mia Holm,1984-02-29,2020-01-01,10:00,,Bello,8\n"
    )  # fmt: skip
    view = begin("appointments", APPOINTMENTS + rows, harbour, noa)
    assert bad(view, noa) == [
        (2, "start"),
        (3, "start"),
        (5, "start"),
        (6, "start"),
        (7, "practitioner"),
        (8, "minutes"),
        (9, "start"),
    ]


def test_who_may_bring_in_what_is_who_may_write_it_by_hand(
    asha: Person, bello: Person, noa: Person, dana: Person, harbour: Facility
) -> None:
    for sheet in ("allergies", "medicines", "diagnoses"):
        for who in (noa, dana, asha):
            with pytest.raises(Forbidden):
                imports.begin(b"a,b\n1,2\n", facility=harbour.id, sheet=sheet, by=who.actor)
    for who in (asha, dana):
        with pytest.raises(Forbidden):
            imports.begin(b"a\n", facility=harbour.id, sheet="appointments", by=who.actor)
    assert imports.sheets_for(noa.actor) == ["patients", "appointments"]
    assert imports.sheets_for(bello.actor) == list(imports.SHEETS)
    with pytest.raises(Invalid):
        imports.begin(b"a\n", facility=harbour.id, sheet="notes", by=bello.actor)


def test_the_desk_brings_in_no_reason_of_a_visit(
    asha: Person, bello: Person, noa: Person, harbour: Facility
) -> None:
    text = APPOINTMENTS.replace("\n", ",Reason\n") + appointment(9).replace("\n", ",My knee\n")
    view = imports.begin(text.encode(), facility=harbour.id, sheet="appointments", by=noa.actor)
    plan = imports.read_import(view.id, by=noa.actor).plan
    assert "reason" not in plan.fields.values()
    with pytest.raises(Invalid):
        imports.confirm_reading(
            view.id,
            fields={**plan.fields, len(plan.fields): "reason"},
            order="ymd",
            version=view.version,
            by=noa.actor,
        )
    finish(begin("appointments", text, harbour, bello), bello)
    assert clinic.appointments.read(Appointment.objects.get().id, by=asha.actor).reason == "My knee"


def test_the_same_file_again_writes_nothing(asha: Person, bello: Person, harbour: Facility) -> None:
    text = ALLERGIES + ASHA_BY_NAME + "Latex,,,,,,1\n"
    finish(begin("allergies", text, harbour, bello), bello)
    again = begin("allergies", text, harbour, bello)
    preview = imports.read_import(again.id, by=bello.actor).preview
    assert preview and preview.known == 1
    with pytest.raises(imports.Nothing):
        imports.ask(again.id, version=again.version, by=bello.actor)


@pytest.mark.parametrize(
    ("sheet", "text"),
    [
        ("allergies", ALLERGIES + ASHA_BY_NAME + "Latex,,,,,,1\n"),
        ("medicines", MEDICINES + ASHA_BY_NAME + "Ramipril,5 mg,,,1\n"),
        ("diagnoses", DIAGNOSES + ASHA_BY_NAME + "I10,,,,,1\n"),
    ],
)
def test_undoing_marks_entries_as_errors_and_lets_the_file_come_again(
    sheet: str, text: str, asha: Person, bello: Person, harbour: Facility
) -> None:
    view = finish(begin(sheet, text, harbour, bello), bello)
    undone = imports.undo(view.id, version=view.version, by=bello.actor)
    assert undone.state == "undone" and Patient.objects.count() == 1
    noun = {"allergies": clinic.allergies, "medicines": clinic.medicines}
    list_ = noun.get(sheet, clinic.diagnoses)
    (entry,) = list_.read_all(asha.patient, by=bello.actor).items
    assert entry.state == "entered-in-error" and entry.changed_by.name == "Dr Amara Bello"
    whole = list_.read(asha.patient, entry.id, by=bello.actor)
    assert [one.event for one in whole.history] == ["bring_in", "mark_as_error"]
    assert finish(begin(sheet, text, harbour, bello), bello).made == 1


def test_a_medicine_goes_on_until_its_last_day_is_over(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    """Nobody knows whether "until this year" is over; what may still be taken is compared."""
    now = today()
    until = (f"{now.year}", f"{now:%Y-%m}", f"{now.year - 1}")
    rows = "".join(
        f"{ASHA_BY_NAME}Ramipril {number} mg,,,{said},{number}\n"
        for number, said in enumerate(until, start=1)
    )
    finish(begin("medicines", MEDICINES + rows, harbour, bello), bello)
    page = clinic.medicines.read_all(asha.patient, by=bello.actor)
    said = {one.body.as_written: one.state for one in page.items if one.body}
    assert said == {
        "Ramipril 1 mg": "active",
        "Ramipril 2 mg": "active",
        "Ramipril 3 mg": "ended",
    }


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_the_calendar_is_none_on_which_anybody_comes(
    asha: Person, bello: Person, harbour: Facility, noa: Person, day: str
) -> None:
    """Other programs write it where they mean that there is no end."""
    rows = f"{ASHA_BY_NAME}{day},09:00,,Bello,1\n"
    view = begin("appointments", APPOINTMENTS + rows, harbour, noa)
    assert bad(view, noa) == [(2, "day")]


def test_undoing_cancels_appointments_and_tells_nobody_by_mail(
    asha: Person, bello: Person, noa: Person, harbour: Facility
) -> None:
    publish(bello, harbour)
    view = finish(begin("appointments", APPOINTMENTS + appointment(9), harbour, noa), noa)
    imports.undo(view.id, version=view.version, by=noa.actor)
    row = Appointment.objects.get()
    assert (row.status, row.cancel_reason, row.version) == ("cancelled", "mistake", 2)
    waiting = Job.objects.filter(kind__startswith="appointment.", state="waiting")
    assert not waiting.exists()
    book(asha, bello, harbour, at(9, place=harbour), by=bello)


def test_a_time_that_undoing_frees_is_offered_at_once_to_whoever_waits(
    asha: Person, bello: Person, noa: Person, harbour: Facility
) -> None:
    nine = WeeklyHours(at(9).weekday(), time(9), time(10), 60)
    publish(bello, harbour, nine)
    view = finish(begin("appointments", APPOINTMENTS + appointment(9), harbour, noa), noa)
    ben = register_patient(replace(ASHA, name="Ben Oduya", email="ben@example.org"), harbour)
    day = at(9, place=harbour).date()
    clinic.appointments.join(
        patient=ben.patient, facility=harbour.id, first_day=day, last_day=day, by=ben.actor
    )
    assert not Appointment.objects.filter(patient=ben.patient).exists()
    imports.undo(view.id, version=view.version, by=noa.actor)
    held = Appointment.objects.get(patient=ben.patient)
    assert (held.status, held.start) == ("proposed", at(9, place=harbour))


def test_nothing_is_undone_where_somebody_has_built_on_it(
    asha: Person, bello: Person, noa: Person, harbour: Facility
) -> None:
    publish(bello, harbour)
    rows = ASHA_BY_NAME + "Latex,,,,,,1\n" + ASHA_BY_NAME + "Nickel,,,,,,2\n"
    view = finish(begin("allergies", ALLERGIES + rows, harbour, bello), bello)
    nickel = BroughtRow.objects.get(number=3).entry
    assert nickel
    clinic.allergies.change(asha.patient, nickel, {"reaction": "Rash"}, version=1, by=bello.actor)
    with pytest.raises(imports.WrittenSince) as error:
        imports.undo(view.id, version=view.version, by=bello.actor)
    assert "rows since: 3." in error.value.detail
    assert set(Allergy.objects.values_list("state", flat=True)) == {"active"}

    booked = finish(begin("appointments", APPOINTMENTS + appointment(9), harbour, noa), noa)
    row = Appointment.objects.get()
    clinic.appointments.reschedule(
        row.id, start=at(10, place=harbour), version=row.version, by=bello.actor
    )
    with pytest.raises(imports.WrittenSince):
        imports.undo(booked.id, version=booked.version, by=noa.actor)


def test_a_diagnosis_that_a_problem_is_about_is_not_undone(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    view = finish(
        begin("diagnoses", DIAGNOSES + ASHA_BY_NAME + "I10,,,,,1\n", harbour, bello), bello
    )
    body = ProblemBody(title="Pressure", diagnosis=Diagnosis.objects.get().id)
    clinic.problems.add(asha.patient, body, by=bello.actor)
    with pytest.raises(imports.WrittenSince):
        imports.undo(view.id, version=view.version, by=bello.actor)


def test_patients_with_something_brought_in_later_are_not_erased(
    bello: Person, harbour: Facility
) -> None:
    people = bring(MIA, harbour, bello)
    rows = ALLERGIES + ",Mia Sørensen,1984-02-29,Latex,,,,,,1\n"
    entries = finish(begin("allergies", rows, harbour, bello), bello)
    with pytest.raises(imports.WrittenSince):
        imports.undo(people.id, version=people.version, by=bello.actor)
    assert Patient.objects.count() == 1 and entries.made == 1


def test_whoever_left_the_clinic_after_the_preview_gets_nothing(
    asha: Person, bello: Person, harbour: Facility, millfield: Facility, dana: Person
) -> None:
    view = begin("allergies", ALLERGIES + ASHA_BY_NAME + "Latex,,,,,,1\n", harbour, bello)
    asked = imports.ask(view.id, version=view.version, by=bello.actor)
    clinic.transfer(asha.patient, to=millfield.id, version=1, by=dana.actor)
    assert asked.job and jobs.run_one(asked.job)
    assert Job.objects.get(id=asked.job).state == "dead" and not Allergy.objects.exists()


def test_a_record_that_was_replaced_leads_to_the_one_that_is_kept(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    merged(asha, bello)
    other = Patient.objects.get(replaced_by=asha.patient)
    number = clinic.numbers_of([other])[other.id]
    view = begin("allergies", f"{ALLERGIES}{number},,,Latex,,,,,,1\n", harbour, bello)
    finish(view, bello)
    assert Allergy.objects.get().patient_id == asha.patient


def test_the_preview_shows_whose_row_it_is_and_that_is_on_record(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    view = begin("allergies", ALLERGIES + ASHA_BY_NAME + "Latex,,,,,,1\n", harbour, bello)
    preview = imports.read_import(view.id, by=bello.actor).preview
    assert preview and preview.judged[0].cells[:2] == (
        f"Asha Verma, {number_of(asha, bello)}", "Latex",
    )  # fmt: skip
    event = audit.Event.objects.filter(action="import.read").latest("seq")
    assert event.subjects == [str(asha.patient)]


def test_many_rows_cost_no_query_more_each(
    asha: Person, bello: Person, harbour: Facility, django_assert_max_num_queries: object
) -> None:
    def costs(rows: Sequence[str], most: int) -> None:
        view = begin("medicines", MEDICINES + "\n".join(rows), harbour, bello)
        with django_assert_max_num_queries(most):  # type: ignore[operator]
            assert len(bad(view, bello)) == 0

    costs([ASHA_BY_NAME + f"Ramipril {n} mg,one,,,{n}" for n in range(150)], 60)


def test_nothing_of_it_stands_in_the_clear(asha: Person, bello: Person, harbour: Facility) -> None:
    finish(begin("allergies", ALLERGIES + ASHA_BY_NAME + "Quetzal,,,,,,1\n", harbour, bello), bello)
    told = [*audit.Event.objects.values_list("details", "objects_touched")]
    told += [*Import.objects.values_list(), *BroughtRow.objects.values_list()]
    assert "Quetzal" not in str(told) and "Asha" not in str(told)
