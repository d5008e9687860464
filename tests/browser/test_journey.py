"""The main job end to end, once without JavaScript and once in the chat.

A patient writes what is wrong, is interviewed, and sends it; a doctor signs in, finds it at its
place on the worklist, opens it and marks it reviewed; the audit log shows that they did.
"""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser import answering, visits
from tests.browser.conftest import Open
from tests.browser.product import Account, Product

ORDER = ["ambulance now", "hospital now", "24 hours", "3 days", "2 weeks", "self-care"]


def worklist_rows(doctor: Page) -> list[list[str]]:
    """The cells of every row on the worklist, top to bottom."""
    rows = doctor.get_by_role("table").get_by_role("row").all()[1:]
    return [[c.inner_text() for c in row.locator("th, td").all()] for row in rows]


def rank(urgency: str) -> int:
    return next(n for n, words in enumerate(ORDER) if words in urgency.lower())


def review(doctor: Page, name: str) -> None:
    """Find the patient on the worklist, open the chart, mark it reviewed."""
    doctor.goto("/worklist")
    expect(doctor.get_by_role("table")).to_be_visible()
    rows = worklist_rows(doctor)
    ranks = [rank(row[0]) for row in rows]
    assert ranks == sorted(ranks), "the most urgent come first"
    place = max(n for n, row in enumerate(rows) if row[1].startswith(name))
    assert all(r != ranks[place] for r in ranks[place + 1 :]), "who has waited least comes last"
    doctor.get_by_role("link", name=name, exact=True).last.click()
    expect(doctor.get_by_role("region", name="Patient").get_by_text(name)).to_be_visible()
    expect(doctor.locator("p.words").first).to_have_text(visits.COMPLAINT)
    for part in ("Red flags", "Pertinent negatives", "Possible conditions: not a diagnosis"):
        expect(doctor.get_by_role("heading", name=part)).to_be_visible()
    expect(doctor.get_by_role("link", name="Call +44 7700 900123")).to_be_visible()
    doctor.get_by_role("button", name="Mark as reviewed").click()
    expect(doctor.get_by_role("button", name="Undo the review")).to_be_visible()


def assert_audited(product: Product, assessment: UUID, doctor: str) -> None:
    """The log says who read and reviewed it, and every link of the log holds."""
    for action in ("assessment.read", "assessment.review"):
        events = product.events(action)
        about = [e for e in events if e["objects"].get("assessment") == str(assessment)]
        assert any(e["actor_role"] == "doctor" and e["outcome"] == "done" for e in about), action
    assert product.events("worklist.read"), doctor
    verified = product.verify_audit()
    assert verified.returncode == 0, verified.stderr


@pytest.mark.short
def test_without_javascript_then_a_doctor_reviews_it(
    product: Product, open_browser: Open, bello: Account
) -> None:
    patient = open_browser(javascript=False)
    assessment = visits.begin(patient)
    asked = answering.interview_on_pages(patient, answering.Person())
    assert len(asked) > 5
    patient.goto(f"/assess/{assessment}/check")
    patient.get_by_role("link", name="Register to send it").click()
    visits.register(patient, "Nadia Lindqvist")
    assert patient.url.endswith(f"/assess/{assessment}/check")
    patient.get_by_role("button", name="Send to my clinic").click()
    expect(patient.get_by_text("No clinician has reviewed it yet")).to_be_visible()
    expect(patient.get_by_role("heading", name="What would change this")).to_be_visible()

    doctor = open_browser()
    visits.sign_in(doctor, bello)
    review(doctor, "Nadia Lindqvist")
    assert_audited(product, assessment, bello.email)
    patient.goto("/home")
    expect(patient.get_by_text(re.compile("Reviewed by Dr Amara Bello"))).to_be_visible()


def test_in_the_chat_with_focus_on_every_question(
    product: Product, open_browser: Open, bello: Account
) -> None:
    patient = open_browser()
    patient.goto("/register")
    visits.register(patient, "Mina Osei")
    visits.open_portal(patient)
    patient.get_by_role("link", name="Start a new assessment").click()
    patient.get_by_label("In your own words").fill(visits.COMPLAINT)
    patient.get_by_role("button", name="Start").click()

    def heard(question: str) -> None:
        """Focus is on the new question, and the live region says it."""
        expect(answering.current(patient)).to_be_focused()
        expect(patient.get_by_role("status")).to_contain_text(question)

    asked = answering.interview_in_chat(patient, answering.Person(), after=heard)
    assert len(asked) > 5
    assessment = visits.id_in(patient.url)
    patient.get_by_role("link", name="Check your answers").click()
    expect(patient.get_by_role("heading", name="Check your answers")).to_be_focused()
    expect(patient.locator("blockquote")).to_have_text(visits.COMPLAINT)
    answering.settled(patient)
    patient.get_by_role("button", name="Send to the clinic").click()
    expect(patient.get_by_text("Not reviewed yet")).to_be_visible()
    expect(patient.get_by_role("heading", name="Get help sooner if you notice")).to_be_visible()

    doctor = open_browser()
    visits.sign_in(doctor, bello)
    review(doctor, "Mina Osei")
    assert_audited(product, assessment, bello.email)
    doctor.get_by_role("button", name="Undo the review").click()
    expect(doctor.get_by_role("button", name="Mark as reviewed")).to_be_visible()
    doctor.goto("/worklist")
    expect(doctor.get_by_role("link", name="Mina Osei", exact=True).last).to_be_visible()
