"""Taking records out on the pages: where people look for it, and what it asks of them."""

from bedside import exports, jobs
from bedside.exports import Why
from bedside.outbox import Job
from tests.clinic.writing import meet, signed
from tests.exports.archives import fetched, wish
from tests.intake.talking import COLD, send
from tests.people import Person
from tests.web.browsing import Visitor


def test_a_patient_finds_their_record_on_their_page_and_gets_it(asha: Person) -> None:
    browser = Visitor().signs_in(asha)
    assert "/home/record" in browser.get("/home").links
    assert "/home/record" in browser.get("/jobs").links, "nothing to wait for, nor where to ask"
    form = browser.get("/home/record").form("password")
    browser.send("/home/record", form, password=asha.password)
    assert browser.status == 303
    job = Job.objects.get(kind="record_file.make")
    assert browser.location == f"/jobs/{job.id}" and "A whole record" in browser.follow().text
    assert jobs.run_one(job.id)
    assert "README.txt" in fetched(job.id, asha, exports.Format.JSON).files


def test_the_password_is_asked_again_and_a_wrong_one_makes_nothing(asha: Person) -> None:
    browser = Visitor().signs_in(asha)
    form = browser.get("/home/record").form("password")
    page = browser.send("/home/record", form, password="not this one")
    assert browser.status == 422 and "This is not your present password" in page.text
    assert "not this one" not in browser.html and not Job.objects.exists()


def test_a_doctor_says_what_it_is_for(asha: Person, bello: Person) -> None:
    browser = Visitor().signs_in(bello)
    path = f"/patients/{asha.patient}/file"
    assert path in browser.get(f"/patients/{asha.patient}").links
    page = browser.get(path)
    assert "Asha Verma" in page.text
    page = browser.send(path, page.form("password"), password=bello.password)
    assert browser.status == 422 and "Choose what it is for" in page.text
    browser.send(path, page.form("password"), password=bello.password, why="referral", format="csv")
    assert browser.status == 303
    assert exports.ask_for_record(asha.patient, wish(why=Why.LAW), by=bello.actor)


def test_all_records_of_a_clinic_are_asked_for_from_the_list(asha: Person, bello: Person) -> None:
    browser = Visitor().signs_in(bello)
    assert "/patients/file" in browser.get("/patients/").links
    page = browser.get("/patients/file")
    assert "Moving to another system" in page.text and "The patient asks" not in page.text
    form = page.form("password")
    browser.send("/patients/file", form, password=bello.password, why="moving", format="ndjson")
    job = Job.objects.get(kind="clinic_file.make")
    assert browser.location == f"/jobs/{job.id}" and jobs.run_one(job.id)


def test_papers_are_saved_from_the_pages_where_they_are_read(asha: Person, bello: Person) -> None:
    sent, note = send(COLD, asha.actor), signed(bello, meet(bello, asha).id)
    doctor, patient = Visitor().signs_in(bello), Visitor().signs_in(asha)
    for browser, path, paper in (
        (doctor, f"/patients/{asha.patient}", f"/print/patients/{asha.patient}.pdf"),
        (doctor, f"/worklist/{sent.id}", f"/print/assessments/{sent.id}.pdf"),
        (
            doctor,
            f"/patients/{asha.patient}/encounters/{note.encounter_id}",
            f"/print/notes/{note.id}.pdf",
        ),
        (patient, f"/assess/{sent.id}/result", f"/print/assessments/{sent.id}.pdf"),
    ):
        assert paper in browser.get(path).links, path
        response = browser.client.get(paper, secure=True, headers={"host": "clinic.test"})
        assert response.content.startswith(b"%PDF") and response["Cache-Control"] == "no-store"
        assert response["Content-Disposition"].startswith("attachment;")
