"""What a patient sent does not open: a doctor looks after them all the same, and says how."""

import pytest
from django.conf import settings
from starlette.testclient import TestClient

from bedside import accounts, clinic, intake
from bedside.api.app import create_app
from bedside.audit import Event, verify
from bedside.errors import Conflict, Damaged, Invalid, NotFound
from bedside.intake import AssessmentView
from bedside.intake.models import Assessment
from tests import people
from tests.damage.house import ORIGIN, House
from tests.damage.test_lists import house
from tests.damage.ways import WAYS, Kept, damage, document
from tests.intake.talking import COLD, HEART, send
from tests.web.browsing import Visitor

__all__ = ["house"]


def spoilt(house: House, way: str = "bit") -> tuple[AssessmentView, Kept, bytes]:
    """Let Asha send an assessment that comes to harm; it, where it is kept, and what was there."""
    other = Assessment.objects.get(id=send(COLD, house.asha.actor).id)
    sent = send(HEART, house.asha.actor)
    kept = document(Assessment.objects.get(id=sent.id))
    whole = kept.load()
    damage(kept, way, other=document(other))
    return sent, kept, whole


@pytest.mark.parametrize("way", WAYS)
def test_a_doctor_takes_it_reviews_it_unread_and_closes_it(house: House, way: str) -> None:
    doctor = house.bello.actor
    sent, kept, whole = spoilt(house, way)
    seen = intake.read(sent.id, by=doctor)
    assert (seen.readable, seen.complaint, seen.step, seen.result) == (False, None, None, None)
    assert (seen.triage, seen.due_at, seen.may) == ("emergency", sent.due_at, {"take"})
    assert seen.patient and seen.patient.profile and seen.patient.profile.phone
    taken = intake.take(sent.id, version=seen.version, by=doctor)
    assert (taken.state, taken.claimed_by) == ("in_review", "Dr Amara Bello")
    asked = intake.ask(sent.id, "What was it?", version=taken.version, by=doctor)
    on = intake.withdraw(sent.id, version=asked.version, by=doctor)
    for unread in ("", "because"):
        with pytest.raises(Invalid) as refused:
            intake.review(sent.id, version=on.version, by=doctor, unread=unread)
        assert "unread" in refused.value.fields
    assert Assessment.objects.get(id=sent.id).state == "in_review"
    done = intake.review(sent.id, version=on.version, by=doctor, unread="spoken")
    closed = intake.close(sent.id, version=done.version, by=doctor)
    assert (closed.state, closed.readable) == ("closed", False)
    event = Event.objects.get(action="assessment.review", outcome="done")
    assert event.details == {"unread": "spoken"}
    assert Event.objects.filter(action="vault.damaged").count() == 1
    assert not verify()
    kept.store(whole)
    again = intake.read(sent.id, by=doctor)
    assert again.readable and again.complaint == HEART.text
    assert [(one.event, one.unread) for one in again.steps][-2:] == [
        ("review", "spoken"),
        ("close", ""),
    ]


def test_it_is_put_back_and_taken_over(house: House) -> None:
    sent, _, _ = spoilt(house)
    other = people.register_doctor("Dr Ines Okafor", "okafor@example.org", house.facility)
    taken = intake.take(sent.id, version=sent.version, by=house.bello.actor)
    back = intake.release(sent.id, version=taken.version, by=house.bello.actor)
    taken = intake.take(sent.id, version=back.version, by=other.actor)
    over = intake.take_over(sent.id, version=taken.version, by=house.bello.actor)
    done = intake.review(sent.id, version=over.version, by=house.bello.actor, unread="elsewhere")
    undone = intake.undo_review(sent.id, version=done.version, by=house.bello.actor)
    assert (undone.state, undone.claimed_by) == ("in_review", "Dr Amara Bello")


def test_what_can_be_read_is_not_put_aside_unread(house: House) -> None:
    sent = send(COLD, house.asha.actor)
    with pytest.raises(Conflict, match="Read it first"):
        intake.review(sent.id, version=sent.version, by=house.bello.actor, unread="spoken")
    assert Assessment.objects.get().state == "submitted"


def test_nobody_else_comes_to_see_it(house: House) -> None:
    sent, _, _ = spoilt(house)
    millfield = clinic.create_facility(name="Millfield", city="Town", by=people.SYSTEM)
    elsewhere = people.register_doctor("Dr Lian Chen", "chen@example.org", millfield)
    with pytest.raises(NotFound):
        intake.take(sent.id, version=sent.version, by=elsewhere.actor)
    with pytest.raises(Damaged):
        intake.read(sent.id, by=house.asha.actor)


def test_on_the_page_one_contacts_the_patient_and_says_how(house: House) -> None:
    sent, _, _ = spoilt(house)
    doctor, path = Visitor().signs_in(house.bello), f"/worklist/{sent.id}"
    page = doctor.get(path)
    assert doctor.status == 200 and "Could not be opened" in page.text
    assert str(sent.id) in page.text and "contact them" in page.text
    assert "Asha Verma" in page.text and any(link.startswith("tel:") for link in page.links)
    assert "Emergency" in page.text and HEART.text not in doctor.html
    doctor.send(path, page.form_to(f"{path}/take"))
    page = doctor.follow()
    page = doctor.send(path, page.form_to(f"{path}/review"))
    assert doctor.status == 422 and "Say how the patient is looked after" in page.text
    doctor.send(path, page.form_to(f"{path}/review"), unread="sent-again")
    assert doctor.location == path
    page = doctor.follow()
    assert "Reviewed without being read (the patient has sent it again)" in page.text
    doctor.send(path, page.form_to(f"{path}/close"))
    assert Assessment.objects.get(id=sent.id).state == "closed"
    doctor.get(f"{path}/ask")
    assert doctor.status == 200 and HEART.text not in doctor.html
    page = doctor.get(f"/print/assessments/{sent.id}")
    assert doctor.status == 200 and "Could not be opened" in page.text


def test_a_program_says_it_in_a_body(house: House) -> None:
    sent, _, _ = spoilt(house)
    doctor = house.bello
    signed_in = accounts.sign_in(
        email=doctor.email, password=doctor.password, role=None, address="local"
    )
    api = TestClient(create_app(settings.BEDSIDE), ORIGIN)
    who = {"Authorization": f"Bearer {signed_in.access}"}
    path = f"/api/assessments/{sent.id}"
    found = api.get(path, headers=who)
    assert found.status_code == 200
    assert found.json() | {"readable": False, "step": None, "complaint": None} == found.json()
    taken = api.post(f"{path}/take", headers={**who, "If-Match": found.headers["ETag"]})
    version = {**who, "If-Match": taken.headers["ETag"]}
    refused = api.put(f"{path}/review", headers=version)
    assert refused.status_code == 422 and "unread" in refused.text
    done = api.put(f"{path}/review", headers=version, json={"unread": "spoken"})
    assert (done.status_code, done.json()["state"]) == (200, "reviewed")
    assert done.json()["steps"][-1]["unread"] == "spoken"


def test_the_patient_still_reads_the_question_and_replies(house: House) -> None:
    doctor = house.bello.actor
    for door in ("page", "act"):
        sent, _, _ = spoilt(house)
        taken = intake.take(sent.id, version=sent.version, by=doctor)
        asked = intake.ask(sent.id, "How are you?", version=taken.version, by=doctor)
        if door == "act":
            said = intake.reply(sent.id, "Better", version=asked.version, by=house.asha.actor)
            assert (said.readable, said.enquiries[-1].reply) == (False, "Better")
            continue
        patient = Visitor().signs_in(house.asha)
        path = f"/assess/{sent.id}/reply"
        page = patient.get(path)
        assert "How are you?" in page.text
        patient.send(path, page.form("reply"), reply="Better")
        assert (patient.status, patient.location) == (303, "/home")
        assert "Your reply was sent" in patient.follow().text
    for row in Assessment.objects.filter(enquiries_made=1):
        assert intake.read(row.id, by=doctor).enquiries[-1].reply == "Better"
