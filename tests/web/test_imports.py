"""Bringing patients in on the pages: without JavaScript, by a doctor who has a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bedside import clinic, jobs
from bedside.clinic.models import Facility, Patient
from bedside.imports.models import Import
from tests.imports.bundles import MIA as MIA_IN_FHIR
from tests.imports.bundles import WHOLE, allergy, bundle, condition, request
from tests.imports.making import HEAD, MIA, OTTO
from tests.people import ASHA, Person
from tests.web.browsing import Page, Visitor

pytestmark = pytest.mark.django_db
ASHA_AGAIN = f"19,Asha Verma,{ASHA.birth_date},female,{ASHA.phone},\n"


@pytest.fixture
def doctor(bello: Person) -> Visitor:
    return Visitor().signs_in(bello)


def choose(doctor: Visitor, text: str | bytes) -> Page:
    """Choose a file on the page and send it."""
    form = doctor.get("/imports").form("facility")
    said = text.encode() if isinstance(text, str) else text
    form.fields["facility"] = [str(Facility.objects.get().id)]
    return doctor.send("/imports", form, file=SimpleUploadedFile("patients.csv", said))


def press(doctor: Visitor, page: Page, verb: str, **values: str) -> Page:
    """Send the form of an import's page that does this."""
    form = next(one for one in page.forms if one.action.endswith(f"/{verb}"))
    return doctor.send(form.action, form, **values)


def test_a_file_is_looked_at_brought_in_and_undone(
    doctor: Visitor, bello: Person, harbour: Facility
) -> None:
    assert "/imports" in doctor.get("/patients/").links
    choose(doctor, HEAD + MIA + OTTO)
    place = doctor.location
    page = doctor.follow()
    assert "The characters are certain." in page.text and "Mia Sørensen; Otto Brandt" in page.text
    assert "3. What would come in" not in page.text
    press(doctor, page, "columns")
    page = doctor.get(place)
    assert "29 February 1984" in page.text and "Bring in 2 new patients" in page.text
    press(doctor, page, "ask")
    assert "Being brought in" in doctor.follow().text and not Patient.objects.exists()
    assert f"/jobs/{Import.objects.get().job}" in doctor.get(place).links
    while jobs.run_next():
        pass
    page = doctor.get(place)
    assert "Brought in. 2 new patients." in page.text and "hx-trigger" not in doctor.html
    assert "Mia Sørensen" in doctor.get("/patients/").text
    press(doctor, page, "undo")
    assert "nobody of this file is a patient any more" in doctor.follow().text
    assert not Patient.objects.exists()
    assert "Undone" in doctor.get("/imports").text


def test_each_bad_row_is_shown_with_its_reason(doctor: Visitor, harbour: Facility) -> None:
    choose(doctor, HEAD + "20,Ann,31 May 1980,f,020 7946 0031,\n" + MIA)
    place = doctor.location
    press(doctor, doctor.follow(), "columns", order="dmy")
    page = doctor.get(place)
    assert "This is no day in the order that was chosen" in page.text
    assert not [one for one in page.forms if one.action.endswith("/ask")]


def test_the_order_of_dates_is_asked_where_nobody_can_know_it(
    doctor: Visitor, harbour: Facility
) -> None:
    choose(doctor, HEAD + "20,Ann,03/04/1980,f,020 7946 0031,\n")
    place, page = doctor.location, doctor.follow()
    assert "year first: 0, day first: 1, month first: 1." in page.text
    page = press(doctor, page, "columns")
    assert doctor.status == 422 and "Say in which order the dates are written" in page.text
    press(doctor, page, "columns", order="dmy")
    assert "3 April 1980" in doctor.get(place).text


def test_whoever_is_a_patient_already_is_decided_about(
    doctor: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    choose(doctor, HEAD + ASHA_AGAIN + MIA)
    place = doctor.location
    press(doctor, doctor.follow(), "columns")
    page = doctor.get(place)
    number = clinic.read_patient(asha.patient, by=bello.actor).record_number
    assert "1 row left to decide." in page.text
    assert f"Is Asha Verma, born 17 April 1991, {number}" in page.text
    press(doctor, page, "decide", **{"row-2": f"link:{asha.patient}"})
    page = doctor.get(place)
    assert "All decided." in page.text and "Bring in 1 new patient" in page.text
    press(doctor, page, "ask")
    while jobs.run_next():
        pass
    assert "1 new patient, 1 who was here already." in doctor.get(place).text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"PK\x03\x04", "Open it and save the sheet as CSV."),
        (b"", "This file is empty"),
        (b"a\0b\0\0\0", "This is not a text file."),
        (b"x" * 700_001, "at most 700 kB"),
        (b'a,b\n"1', "a quotation mark is not closed"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(
    text: bytes, sentence: str, doctor: Visitor, harbour: Facility
) -> None:
    page = choose(doctor, text)
    assert doctor.status == 422 and sentence in page.text
    assert not Import.objects.exists()


def test_a_heading_that_is_code_is_only_words(doctor: Visitor, harbour: Facility) -> None:
    choose(doctor, "<script>alert(1)</script>,Name\n<b>x,y\n")
    doctor.follow()
    assert "<script>alert" not in doctor.html and "&lt;b&gt;x" in doctor.html


def test_other_signs_show_other_names(doctor: Visitor, harbour: Facility) -> None:
    choose(doctor, "Nachname;Vorname\nMüller;Zoë\n".encode("cp1252"))
    place, page = doctor.location, doctor.follow()
    assert "The characters are a guess." in page.text and "Müller" in page.text
    page = press(doctor, page, "reading", charset="utf-8")
    assert doctor.status == 422 and "cannot be read with these characters" in page.text
    press(doctor, page, "reading", charset="latin-1", separator="comma")
    assert "Müller;Zoë" in doctor.get(place).text


def test_another_file_in_the_same_form_is_another_press(doctor: Visitor, harbour: Facility) -> None:
    form = doctor.get("/imports").form("facility")
    form.fields["facility"] = [str(harbour.id)]
    for text in (MIA, OTTO, OTTO):
        file = SimpleUploadedFile("patients.csv", (HEAD + text).encode())
        doctor.send("/imports", form, file=file)
    assert Import.objects.count() == 2


def test_a_file_is_deleted(doctor: Visitor, harbour: Facility) -> None:
    choose(doctor, HEAD + MIA)
    press(doctor, doctor.follow(), "drop")
    assert "The file is deleted." in doctor.follow().text
    assert not Import.objects.exists()


def test_controls_have_labels_and_the_title_names_nobody(
    doctor: Visitor, asha: Person, harbour: Facility
) -> None:
    choose(doctor, HEAD + ASHA_AGAIN)
    place = doctor.location
    press(doctor, doctor.follow(), "columns")
    page = doctor.get(place)
    named = {c["id"] for c in page.controls if c["tag"] == "select"}
    assert named and named <= page.labels_for
    assert "Asha" not in page.title and len(page.ids) == len(set(page.ids))


def test_a_record_is_looked_at_brought_in_and_undone(
    doctor: Visitor, bello: Person, harbour: Facility
) -> None:
    choose(doctor, bundle(*WHOLE, request("Amoxicillin 500 mg")))
    place, page = doctor.location, doctor.follow()
    assert "Mia Ane Sørensen , born 29 February 1984, female, 020 7946 0031" in page.text
    assert "Medicines: 3" in page.text and "Colchicine 0.5 mg, one twice a day" in page.text
    assert "6 May 2019: systolic blood pressure 121 mmHg, diastolic" in page.text
    assert "weight 71.5 kg, height 168 cm" in page.text
    assert "J45.909" in page.text and "Ibuprofen 400 mg (ended)" in page.text
    assert "A medicine against an allergy: Amoxicillin 500 mg and Penicillin" in page.text
    assert "Bedside keeps no bills." in page.text and "LOINC 39156-5" in page.text
    assert "1. How the file is read" not in page.text
    press(doctor, page, "ask")
    while jobs.run_next():
        pass
    page = doctor.get(place)
    assert "Brought in. 1 new patient." in page.text
    mia = Patient.objects.get()
    page_of_lists = doctor.get(f"/patients/{mia.id}/allergies")
    assert "written elsewhere and brought in by Dr Amara Bello" in page_of_lists.text
    press(doctor, page, "undo")
    assert not Patient.objects.exists()


def test_what_is_wrong_with_a_record_is_shown_by_its_path(
    doctor: Visitor, harbour: Facility
) -> None:
    choose(doctor, bundle(condition(onsetDateTime="in spring")))
    page = doctor.follow()
    assert "Bundle.entry[1].resource.onsetDateTime" in page.text
    assert "in spring" not in page.text
    assert not [one for one in page.forms if one.action.endswith("/ask")]


def test_a_record_of_somebody_who_is_here_waits_for_a_decision(
    doctor: Visitor, asha: Person, harbour: Facility
) -> None:
    patient = {
        **MIA_IN_FHIR,
        "name": [{"text": ASHA.name}],
        "birthDate": str(ASHA.birth_date),
        "telecom": [{"system": "phone", "value": ASHA.phone}],
    }
    choose(doctor, bundle(allergy(), patient=patient))
    place, page = doctor.location, doctor.follow()
    assert f"/patients/{asha.patient}" in page.links and "May be a patient already" in page.text
    assert not [one for one in page.forms if one.action.endswith("/ask")]
    press(doctor, page, "decide", **{"row-1": "create"})
    press(doctor, doctor.get(place), "ask")
    while jobs.run_next():
        pass
    assert Patient.objects.count() == 2


def test_the_desk_is_told_that_a_doctor_brings_a_record_in(noa: Person, harbour: Facility) -> None:
    desk = Visitor().signs_in(noa)
    page = choose(desk, bundle(*WHOLE))
    assert desk.status == 422 and "a doctor has to bring it in" in page.text
    assert not Import.objects.exists()
