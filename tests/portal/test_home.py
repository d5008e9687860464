"""A patient's home in the portal: what does not open stays in its place, with whom to tell."""

from datetime import UTC, datetime
from typing import get_args
from uuid import UUID

from bedside.portal import chrome
from bedside.portal.patient import home
from bedside.schemas.assessments import AssessmentLine, State
from tests.portal.test_outcome import links_of, text_of

NOW = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)


def line(number: int, complaint: str | None, state: State = "submitted") -> AssessmentLine:
    return AssessmentLine(
        id=UUID(int=number),
        state=state,
        version=1,
        complaint=complaint,
        triage="urgent",
        when="within-24-hours",
        started_at=NOW,
        updated_at=NOW,
        submitted_at=NOW,
        reviewed_at=None,
        reviewed_by=None,
        readable=complaint is not None,
    )


def test_one_that_does_not_open_hides_no_other_and_says_whom_to_tell() -> None:
    group = home._group(["submitted"], "Sent", [line(1, "Fever"), line(2, None), line(3, "Cough")])
    text = text_of([group])
    assert text.index("Fever") < text.index("Could not be opened") < text.index("Cough")
    assert f"Tell your clinic; reference {UUID(int=2)}" in text
    assert text.count("Urgent: within 24 hours") == 3
    assert "None" not in text


def test_an_assessment_stays_on_the_home_through_its_whole_life() -> None:
    gone = {"discarded", "expired"}
    shown = [state for states, _ in home.GROUPS for state in states]
    assert sorted(shown) == sorted(set(get_args(State)) - gone)


def test_what_the_clinic_asks_leads_to_the_reply() -> None:
    group = home._group(["needs_information"], "Asked", [line(1, "Fever", "needs_information")])
    assert f"/assess/{UUID(int=1)}/reply" in links_of([group])


def test_the_home_leads_to_appointments_and_to_what_was_sent() -> None:
    assert links_of([home.ways()])[:2] == ["/home/appointments", "/home"]


def test_the_number_to_call_is_above_every_screen_of_somebody_who_may_be_ill() -> None:
    assert links_of(chrome.urgent(None, "112")) == ["tel:112"]
