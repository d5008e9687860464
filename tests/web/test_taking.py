"""The doctor's pages of taking, asking back and closing; the patient's page of replying."""

from datetime import timedelta

from django.utils import timezone

from bedside import intake
from bedside.clinic.models import Facility
from bedside.intake.models import Assessment
from tests.intake.talking import COLD, HEART, send
from tests.people import Person
from tests.web.browsing import Visitor


def test_a_doctor_takes_asks_and_the_patient_replies(asha: Person, bello: Person) -> None:
    sent = send(COLD, asha.actor)
    doctor, patient = Visitor().signs_in(bello), Visitor().signs_in(asha)
    path = f"/worklist/{sent.id}"
    doctor.send(f"{path}/take", doctor.get(path).form_to(f"{path}/take"))
    assert "With you" in doctor.get("/worklist").text
    form = doctor.get(f"{path}/ask").form("enquiry")
    doctor.send(f"{path}/ask", form, enquiry="Is the phlegm <b>green</b>?")
    assert doctor.location == path
    assert "Your clinic asks you something" in patient.get("/home").text
    page = patient.get(f"/assess/{sent.id}/reply")
    assert "Is the phlegm <b>green</b>?" in page.text and "<b>green" not in patient.html
    patient.send(f"/assess/{sent.id}/reply", page.form("reply"), reply="Yes, since Tuesday.")
    assert patient.location == f"/assess/{sent.id}/result"
    assert "Yes, since Tuesday." in doctor.get(path).text
    assert "The patient replied" in doctor.get(path).text


def test_reviewing_without_the_reply_says_so_and_can_be_undone_and_asked_again(
    asha: Person, bello: Person
) -> None:
    sent = send(COLD, asha.actor)
    taken = intake.take(sent.id, version=sent.version, by=bello.actor)
    intake.ask(sent.id, "Any fever?", version=taken.version, by=bello.actor)
    doctor, patient = Visitor().signs_in(bello), Visitor().signs_in(asha)
    path = f"/worklist/{sent.id}"
    page = doctor.get(path)
    assert "Mark as reviewed without the reply" in page.text
    doctor.send(f"{path}/review", page.form_to(f"{path}/review"))
    page = doctor.follow()
    assert "went on without a reply" in page.text and "No reply yet" not in page.text
    assert "Your clinic asks you something" not in patient.get("/home").text
    doctor.send(f"{path}/undo-review", page.form_to(f"{path}/undo-review"))
    form = doctor.get(f"{path}/ask").form("enquiry")
    doctor.send(f"{path}/ask", form, enquiry="Since when?")
    assert "Your clinic asks you something" in patient.get("/home").text
    assert "Since when?" in patient.get(f"/assess/{sent.id}/reply").text


def test_an_empty_question_is_named(asha: Person, bello: Person) -> None:
    sent = send(COLD, asha.actor)
    intake.take(sent.id, version=sent.version, by=bello.actor)
    doctor = Visitor().signs_in(bello)
    form = doctor.get(f"/worklist/{sent.id}/ask").form("enquiry")
    page = doctor.send(f"/worklist/{sent.id}/ask", form, enquiry=" ")
    assert doctor.status == 422 and "Write your question" in page.text


def test_who_is_late_sees_who_was_first(asha: Person, bello: Person) -> None:
    sent = send(COLD, asha.actor)
    doctor = Visitor().signs_in(bello)
    path = f"/worklist/{sent.id}"
    form = doctor.get(path).form_to(f"{path}/take")
    intake.take(sent.id, version=sent.version, by=bello.actor)
    page = doctor.send(f"{path}/take", form)
    assert doctor.status == 409 and "how it stands now" in page.text


def test_the_filters_stay_until_they_are_changed(asha: Person, bello: Person) -> None:
    mine, other = send(COLD, asha.actor), send(HEART, asha.actor)
    intake.take(mine.id, version=mine.version, by=bello.actor)
    doctor = Visitor().signs_in(bello)
    assert f"/worklist/{other.id}" in doctor.get("/worklist").links
    doctor.get("/worklist?state=open&mine=1")
    page = doctor.get("/worklist")
    assert f"/worklist/{mine.id}" in page.links and f"/worklist/{other.id}" not in page.links
    assert f"/worklist/{other.id}" in doctor.get("/worklist?state=open").links


def test_a_clinic_chosen_by_somebody_else_does_not_keep_one_from_the_worklist(
    asha: Person, bello: Person, chen: Person, harbour: Facility
) -> None:
    """The desk's browser remembers Harbour Street, where the next doctor does not work."""
    browser = Visitor().signs_in(bello)
    browser.get(f"/worklist?state=reviewed&facility={harbour.id}")
    browser.send("/sign-out", browser.get("/worklist").form_to("/sign-out"))
    browser.signs_in(chen).get("/worklist")
    assert browser.status == 200 and "Reviewed" in browser.html
    browser.get(f"/worklist?facility={harbour.id}")
    assert browser.status == 404


def test_the_next_patient_is_one_step_away(asha: Person, bello: Person) -> None:
    first, second = send(HEART, asha.actor), send(COLD, asha.actor)
    doctor = Visitor().signs_in(bello)
    page = doctor.get(f"/worklist/{first.id}")
    assert f"/worklist/{first.id}/next" in page.links
    doctor.get(f"/worklist/{first.id}/next")
    assert doctor.location == f"/worklist/{second.id}"


def test_who_waits_too_long_is_marked(asha: Person, bello: Person) -> None:
    sent = send(HEART, asha.actor)
    doctor = Visitor().signs_in(bello)
    ahead = timezone.now() + timedelta(hours=1)
    Assessment.objects.filter(id=sent.id).update(due_at=ahead)
    assert "Too long for this urgency" not in doctor.get("/worklist").text
    hour_ago = timezone.now() - timedelta(hours=1)
    Assessment.objects.filter(id=sent.id).update(submitted_at=hour_ago, due_at=hour_ago)
    assert "Too long for this urgency" in doctor.get("/worklist").text
