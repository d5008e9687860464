"""The doctor's pages: the worklist, the chart, the review."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bedside.assessment.scores.questionnaires import PHQ_9
from bedside.audit import Event
from bedside.cli.sampledata.answering import Story
from bedside.clinic.models import Facility
from bedside.intake.models import Assessment
from tests.intake.old_bodies import COMMITS, result_of, sent_long_ago
from tests.intake.talking import COLD, HEART, send
from tests.people import Person, register_doctor
from tests.web.browsing import Visitor

SOME_ID = "018f0000-0000-7000-8000-000000000000"


@pytest.fixture
def doctor(bello: Person) -> Visitor:
    """Dr Bello, signed in."""
    return Visitor().signs_in(bello)


def test_the_most_urgent_stands_first_and_levels_are_words(doctor: Visitor, asha: Person) -> None:
    cold, heart = send(COLD, asha.actor), send(HEART, asha.actor)
    page = doctor.get("/worklist")
    links = [link for link in page.links if link.startswith("/worklist/")]
    assert links == [f"/worklist/{heart.id}", f"/worklist/{cold.id}"]
    assert "Emergency: 1" in page.text and "Urgent: 0" in page.text
    assert "Asha Verma" in page.text and "34 years" in page.text.replace("35", "34")
    assert "0 min" in page.text


def test_a_score_is_shown_with_its_items_to_the_doctor_only(doctor: Visitor, asha: Person) -> None:
    items = {name: options[1] for name, options in PHQ_9.answers.items()}
    low = Story(
        text="I feel so depressed and low",
        ages=(18, 50),
        yes=frozenset({"low-mood"}),
        say={**items, PHQ_9.items[-1]: "not-at-all"},
    )
    view = send(low, asha.actor)
    page = doctor.get(f"/worklist/{view.id}")
    assert "PHQ-9: 8, mild" in page.text
    assert "PHQ-9 item 9: better off dead, or hurting oneself Not at all 0" in page.text
    assert "PHQ" not in Visitor().signs_in(asha).get(f"/assess/{view.id}").text


def test_the_list_has_pages(doctor: Visitor, asha: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bedside.web.views.worklist.PAGE", 1)
    send(COLD, asha.actor), send(HEART, asha.actor)
    page = doctor.get("/worklist")
    onward = next(link for link in page.links if "after=" in link)
    second = doctor.get(f"/worklist{onward}")
    mine = {link for link in page.links + second.links if link.startswith("/worklist/")}
    assert len(mine) == 2
    assert not any("after=" in link for link in second.links)
    for broken in (
        "after=1~x~y",
        "after=%00",
        "facility=x",
        "state=draft",
        "after=" + "9" * 5000,
        f"after=0~0001-01-01T00:00:00%2B23:59~{SOME_ID}",
        f"after=0~9999-12-31T23:59:59-23:59~{SOME_ID}",
    ):
        assert doctor.get(f"/worklist?triage=urgent&{broken}") and doctor.status == 422
    # What the browser remembered of an earlier version is not what somebody asks for now.
    doctor.client.cookies["worklist"] = "state=draft"
    assert doctor.get("/worklist") and doctor.status == 200


@pytest.mark.parametrize("path", ["/patients/", "/home/accesses", "/home/notes"])
def test_a_place_that_no_list_gave_is_refused(asha: Person, bello: Person, path: str) -> None:
    visitor = Visitor().signs_in(bello if path == "/patients/" else asha)
    assert visitor.get(path) and visitor.status == 200
    assert visitor.get(f"{path}?after=zzz") and visitor.status == 422


def test_the_filter_of_the_worklist_goes_with_the_session(doctor: Visitor) -> None:
    page = doctor.get("/worklist?triage=urgent")
    assert "urgent" in doctor.client.cookies["worklist"].value
    doctor.send("/worklist", page.form_to("/sign-out"))
    assert doctor.client.cookies["worklist"].value == ""


def test_the_chart_has_all_that_a_doctor_needs(doctor: Visitor, asha: Person) -> None:
    view = send(HEART, asha.actor)
    page = doctor.get(f"/worklist/{view.id}")
    assert page.headings.count(1) == 1
    for text in (
        "Asha Verma",
        "07700 900017",
        "female",
        HEART.text,
        "Red flags",
        "Source:",
        "Pertinent negatives",
        "Background",
        "not a diagnosis",
        "Symptoms",
        "Emergency",
    ):
        assert text in page.text, text
    assert view.result is not None
    assert view.result.red_flags[0].label in page.text


def test_the_chart_shows_the_past_the_slips_and_why_it_is_not_higher(
    doctor: Visitor, asha: Person
) -> None:
    view = sent_long_ago("0e8e624", asha)
    page = doctor.get(f"/worklist/{view.id}")
    for text in (
        "In the past: asthma",
        "was emergency, corrected",
        "Why not higher",
        "Fever in a baby under 3 months: ruled out by age 67 years",
        "asha@example.org",
        "What would explain the answers",
        "Cough: 3 days ago",
        "NEWS2 (partial: at least): 4",
    ):
        assert text in page.text, text
    paper = doctor.get(f"/print/assessments/{view.id}")
    assert "In the past: asthma" in paper.text and "Why not higher" in paper.text


@pytest.mark.parametrize("commit", COMMITS)
def test_charts_of_earlier_engines_still_open(doctor: Visitor, asha: Person, commit: str) -> None:
    view = sent_long_ago(commit, asha)
    page = doctor.get(f"/worklist/{view.id}")
    assert doctor.status == 200
    for flag in result_of(commit)["red_flags"]:
        assert flag["label"] in page.text and flag["reason"] in page.text
    for one in result_of(commit)["conditions"]:
        assert one["label"] in page.text
    mine = Visitor().signs_in(asha).get(f"/assess/{view.id}/result")
    assert result_of(commit)["patient"]["by_when"] in mine.text
    assert not any(one["label"] in mine.text for one in result_of(commit)["conditions"])


def test_a_review_is_marked_and_can_be_undone_for_ten_minutes(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    path = f"/worklist/{send(COLD, asha.actor).id}"
    here, there = (doctor.get(path).form_to(f"{path}/review") for _ in range(2))
    doctor.send(path, here)
    page = doctor.follow()
    assert "Reviewed by Dr Amara Bello" in page.text
    assert path not in doctor.get("/worklist").links
    assert path in doctor.get("/worklist?state=reviewed").links
    home = Visitor().signs_in(asha).get("/home")
    assert "Reviewed by Dr Amara Bello" in home.text
    doctor.send(path, there)
    assert doctor.status == 409
    doctor.send(path, page.form_to(f"{path}/undo-review"))
    assert path in doctor.get("/worklist?state=open").links


def test_undo_is_not_offered_later_or_to_others(doctor: Visitor, asha: Person) -> None:
    path = f"/worklist/{send(COLD, asha.actor).id}"
    doctor.send(path, doctor.get(path).form_to(f"{path}/review"))
    Assessment.objects.update(reviewed_at=timezone.now() - timedelta(minutes=11))
    page = doctor.get(path)
    assert not any(form.action.endswith("/undo-review") for form in page.forms)
    version = str(Assessment.objects.get().version)
    token = page.form_to("/sign-out").fields["csrfmiddlewaretoken"]
    doctor.post(f"{path}/undo-review", {"version": version, "csrfmiddlewaretoken": token})
    assert doctor.status == 409


def test_undo_is_not_offered_to_a_namesake(
    doctor: Visitor, asha: Person, harbour: Facility
) -> None:
    """Who reviewed it is an account, not a name."""
    path = f"/worklist/{send(COLD, asha.actor).id}"
    doctor.send(path, doctor.get(path).form_to(f"{path}/review"))
    namesake = register_doctor("Dr Amara Bello", "other@example.org", harbour)
    page = Visitor().signs_in(namesake).get(path)
    assert "Reviewed by Dr Amara Bello" in page.text
    assert not any("review" in form.action for form in page.forms)


def test_a_doctor_elsewhere_sees_nothing(chen: Person, asha: Person) -> None:
    view = send(COLD, asha.actor)
    other = Visitor().signs_in(chen)
    assert "Nobody is waiting" in other.get("/worklist").text
    for path in (f"/worklist/{view.id}", f"/print/assessments/{view.id}"):
        other.get(path)
        assert other.status == 404


def test_a_patient_has_no_worklist(asha: Person) -> None:
    patient = Visitor().signs_in(asha)
    for path in ("/worklist", f"/worklist/{send(COLD, asha.actor).id}"):
        patient.get(path)
        assert patient.status == 403


def test_reading_a_chart_is_on_the_record_and_the_patient_sees_it(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    view = send(COLD, asha.actor)
    doctor.get(f"/worklist/{view.id}")
    event = Event.objects.filter(action="assessment.read", actor_user=bello.user).get()
    assert str(asha.patient) in [str(one) for one in event.subjects]
    page = Visitor().signs_in(asha).get("/home/accesses")
    assert "Dr Amara Bello" in page.text and "Read an assessment" in page.text


def test_the_chart_prints_for_the_doctor(doctor: Visitor, asha: Person) -> None:
    view = send(COLD, asha.actor)
    page = doctor.get(f"/print/assessments/{view.id}")
    assert doctor.status == 200 and "Asha Verma" in page.text
