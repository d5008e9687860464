"""The interview: starting, answering, going back, changing an answer, sending, throwing away.

Every write names the version it was based on (If-Match) and gives back the whole assessment with
the next step, so a program needs one request a turn.
"""

from typing import Annotated

from fastapi import APIRouter, Query

from bedside import intake
from bedside.accounts import cookies
from bedside.api import cursors
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.api.views import show_assessment, show_lines
from bedside.schemas.assessments import (
    Assessment,
    Assessments,
    ChangedAnswer,
    GivenAnswer,
    NewAssessment,
)
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize
from bedside.schemas.text import ItemId

router = APIRouter(prefix="/api/assessments", tags=["assessments"], route_class=BedsideRoute)


@router.post("", status_code=201, summary="Start an assessment")
@needs("assessment.start", newcomers=True)
def start_assessment(call: Current, body: NewAssessment) -> Assessment:
    """Begin with the patient's own words.

    Somebody without an account gets a `draft` cookie that lets them, and nobody else, go on for
    seven days; registering or signing in as a patient takes the draft along.
    """
    by = call.by
    if by.role == "anonymous" and by.patient is None:
        token, by = intake.begin_draft(address=call.address)
        call.set_cookie(cookies.DRAFT, token, cookies.DRAFT_SECONDS)
    view = intake.start(
        text=body.text, age_years=body.age_years, sex=body.sex, speaker=body.speaker, by=by
    )
    call.headers["Location"] = f"/api/assessments/{view.id}"
    return show_assessment(call, view)


@router.get("", summary="List own assessments")
@needs("assessment.list")
def list_assessments(
    call: Current,
    limit: Annotated[PageSize, Query()] = 100,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Assessments:
    """Return the caller's own assessments: drafts, sent and reviewed, the newest first."""
    listed = f"assessments/{call.by.patient}"
    after = cursors.read_moment(cursor, of=listed, by=call.by)
    return show_lines(call, intake.list_own(after=after, limit=limit, by=call.by), listed)


@router.get("/{assessment}", summary="Read an assessment")
@needs("assessment.read")
def read_assessment(call: Current, assessment: GivenId) -> Assessment:
    """Return one assessment: one's own, or one that a patient in a doctor's reach has sent."""
    return show_assessment(call, intake.read(assessment, by=call.by))


@router.post("/{assessment}/answers", summary="Answer the question")
@needs("assessment.answer", versioned=True)
def answer_question(call: Current, assessment: GivenId, body: GivenAnswer) -> Assessment:
    """Answer the question that is being asked now; `step` is then the next one, or the result."""
    view = intake.answer(
        assessment, body.question_id, body.answer, version=call.known_version, by=call.by
    )
    return show_assessment(call, view)


@router.post("/{assessment}/back", summary="Take the last answer back")
@needs("assessment.back", versioned=True)
def go_back(call: Current, assessment: GivenId) -> Assessment:
    """Ask the last question again."""
    return show_assessment(call, intake.back(assessment, version=call.known_version, by=call.by))


@router.patch("/{assessment}/answers/{question_id}", summary="Change an earlier answer")
@needs("assessment.change", versioned=True)
def change_answer(
    call: Current, assessment: GivenId, question_id: ItemId, body: ChangedAnswer
) -> Assessment:
    """Replace an earlier answer and replay those after it.

    A red flag may go out by this; the record keeps the earlier answer and says so to the doctor.
    """
    view = intake.change(
        assessment, question_id, body.answer, version=call.known_version, by=call.by
    )
    return show_assessment(call, view)


@router.post("/{assessment}/submit", summary="Send to the clinic")
@needs("assessment.submit", versioned=True)
def submit_assessment(call: Current, assessment: GivenId) -> Assessment:
    """Send a finished assessment to the patient's facility. From then on it stays as it is."""
    return show_assessment(call, intake.submit(assessment, version=call.known_version, by=call.by))


@router.delete("/{assessment}", status_code=204, summary="Throw a draft away")
@needs("assessment.discard", versioned=True)
def discard_assessment(call: Current, assessment: GivenId) -> None:
    """Throw away an assessment that was not sent."""
    intake.discard(assessment, version=call.known_version, by=call.by)
