"""A patient's home in the portal: what does not open stays in its place, with whom to tell."""

from datetime import UTC, datetime
from uuid import UUID

from bedside.portal.patient import home
from bedside.schemas.assessments import AssessmentLine
from tests.portal.test_outcome import text_of

NOW = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)


def line(number: int, complaint: str | None) -> AssessmentLine:
    return AssessmentLine(
        id=UUID(int=number),
        state="submitted",
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
    group = home._group("submitted", "Sent", [line(1, "Fever"), line(2, None), line(3, "Cough")])
    text = text_of([group])
    assert text.index("Fever") < text.index("Could not be opened") < text.index("Cough")
    assert f"Tell your clinic; reference {UUID(int=2)}" in text
    assert text.count("Urgent: within 24 hours") == 3
    assert "None" not in text
