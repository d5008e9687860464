"""The page of an assessment, for a doctor with eight minutes: what matters first, no noise."""

import pytest

from bedside import clinic, intake
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.problems import ProblemBody
from tests.intake.old_bodies import sent_long_ago
from tests.intake.talking import COLD, HEART, KIDNEY, send
from tests.people import Person
from tests.web.browsing import Page, Visitor


@pytest.fixture
def doctor(bello: Person) -> Visitor:
    """Dr Bello, signed in."""
    return Visitor().signs_in(bello)


def in_order(page: Page, *texts: str) -> bool:
    places = [page.text.index(text) for text in texts]
    return places == sorted(places)


def test_words_and_red_flags_come_before_the_buttons_and_the_facts(
    doctor: Visitor, asha: Person
) -> None:
    sent = send(HEART, asha.actor)
    assert sent.result is not None
    page = doctor.get(f"/worklist/{sent.id}")
    flag = sent.result.red_flags[0].label
    assert in_order(page, "Asha Verma", HEART.text, flag, "Take it", "Why this urgency", "Sent")


def test_what_is_on_record_stands_beside_what_was_said(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    sent = send(COLD, asha.actor)
    page = doctor.get(f"/worklist/{sent.id}")
    assert "Allergies not asked about" in page.text and "Denied, but on record" not in page.text
    allergy = AllergyBody(substance="Amoxicillin", severity="severe")
    clinic.allergies.add(asha.patient, allergy, by=bello.actor)
    clinic.problems.add(asha.patient, ProblemBody(title="Asthma, mild"), by=bello.actor)
    clinic.medicines.add(asha.patient, MedicineBody(as_written="Salbutamol"), by=bello.actor)
    for path in (f"/worklist/{sent.id}", f"/print/assessments/{sent.id}"):
        page = doctor.get(path)
        assert "Allergies: Amoxicillin (severe)" in page.text
        assert "Salbutamol" in page.text
        assert "Asthma: on record Asthma, mild" in page.text
        assert "Allergy to a medicine: on record Amoxicillin (severe)" in page.text
        _, _, denied = page.text.partition("Denied")
        assert "asthma (on record: Asthma, mild)" in denied


def test_taking_it_is_the_main_button_and_then_reviewing_it(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    sent = send(COLD, asha.actor)
    path = f"/worklist/{sent.id}"
    assert main_buttons(doctor.get(path)) == ["/take"]
    doctor.send(path, doctor.get(path).form_to(f"{path}/take"))
    assert main_buttons(doctor.get(path)) == ["/review"]
    doctor.send(path, doctor.get(path).form_to(f"{path}/review"))
    page = doctor.get(path)
    assert main_buttons(page) == []
    assert f'class="button" href="{path}/next"' in doctor.html


def test_an_emergency_is_taken_before_it_is_reviewed(doctor: Visitor, asha: Person) -> None:
    sent = send(HEART, asha.actor)
    path = f"/worklist/{sent.id}"
    page = doctor.get(path)
    assert not any(form.action.endswith("/review") for form in page.forms)
    form = page.form_to(f"{path}/take")
    doctor.post(f"{path}/review", form.fields)
    assert doctor.status == 409 and "Take it first" in doctor.html
    doctor.send(path, form)
    page = doctor.get(path)
    doctor.send(path, page.form_to(f"{path}/review"))
    assert "Marked as reviewed" in doctor.follow().text


def test_the_next_patient_is_the_most_urgent_one(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    cold, kidney, heart = (send(story, asha.actor) for story in (COLD, KIDNEY, HEART))
    page = doctor.get(f"/worklist/{kidney.id}")
    assert "The most urgent one that nobody has taken" in page.text and "Alt+" not in page.text
    doctor.get(f"/worklist/{cold.id}/next")
    assert doctor.location == f"/worklist/{heart.id}"
    intake.take(heart.id, version=heart.version, by=bello.actor)
    doctor.get(f"/worklist/{heart.id}/next")
    assert doctor.location == f"/worklist/{kidney.id}"


def test_sources_and_versions_stand_behind_details(doctor: Visitor, asha: Person) -> None:
    sent = send(HEART, asha.actor)
    doctor.get(f"/worklist/{sent.id}")
    seen = outside_details(doctor.html)
    assert "Source:" in doctor.html and "Source:" not in seen and "https://" not in seen
    assert sent.knowledge_version in doctor.html and sent.knowledge_version not in seen


def test_without_red_flags_and_details_there_is_no_jargon(doctor: Visitor, asha: Person) -> None:
    doctor.get(f"/worklist/{send(COLD, asha.actor).id}")
    for noise in ("None fired", "No details", "simple calculation"):
        assert noise not in doctor.html


def test_none_of_these_says_what_was_asked(doctor: Visitor, asha: Person) -> None:
    page = doctor.get(f"/worklist/{send(COLD, asha.actor).id}")
    _, _, answers = page.text.partition("All answers")
    _, _, first = answers.partition("None of these")
    assert first.strip().startswith("Asked too:")


def test_why_not_higher_is_short_and_in_words(doctor: Visitor, asha: Person, bello: Person) -> None:
    view = intake.read(sent_long_ago("0e8e624", asha).id, by=bello.actor)
    assert view.result is not None
    higher = view.result.explanation.why_not_higher
    doctor.get(f"/worklist/{view.id}")
    assert outside_details(doctor.html).count(": ruled out by ") == 3
    assert f"{len(higher) - 3} more</summary>" in doctor.html
    assert higher[-1].label in doctor.html


def test_what_was_not_happening_at_first_is_no_negative_beside_a_red_flag(
    doctor: Visitor, asha: Person
) -> None:
    page = doctor.get(f"/worklist/{send(COLD, asha.actor).id}")
    _, _, after = page.text.partition("Pertinent negatives")
    negatives, _, at_first = after.partition("Not happening when the interview began")
    assert "chest pain or pressure now" in at_first
    assert "chest pain or pressure now" not in negatives


def test_pages_are_told_apart_without_a_name(doctor: Visitor, asha: Person) -> None:
    """What a browser keeps for weeks is no name and nothing about health."""
    sent = send(COLD, asha.actor)
    titles = [
        doctor.get(path).title
        for path in (f"/worklist/{sent.id}", f"/patients/{asha.patient}/medicines", "/worklist")
    ]
    assert titles[0].startswith("Assessment ") and titles[0].endswith(", A. V. - Bedside")
    assert titles[1:] == ["Medicines, A. V. - Bedside", "Worklist - Bedside"]
    assert "A. V." not in Visitor().signs_in(asha).get("/home").title


def main_buttons(page: Page) -> list[str]:
    """Where the forms lead whose button is a main one, but for those of the frame."""
    plain = [one for one in page.controls if one["tag"] == "button" and not one.get("class")]
    assert len(plain) <= 1
    acts = ("/take", "/review", "/take-over", "/undo-review")
    found = [form.action for form in page.forms if form.action.endswith(acts)]
    return [f"/{action.rsplit('/', 1)[-1]}" for action in found[:1]] if plain else []


def outside_details(html: str) -> str:
    """What a page shows before anything is opened."""
    parts = html.split("<details")
    return parts[0] + "".join(part.partition("</details>")[2] for part in parts[1:])
