"""What becomes of an assessment that was sent: taken, asked back about, reviewed, closed."""

from fastapi import APIRouter

from bedside import intake
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.api.views import show_assessment
from bedside.schemas.assessments import Assessment, NewEnquiry, Reply, Unread
from bedside.schemas.identifiers import GivenId

router = APIRouter(
    prefix="/api/assessments/{assessment}", tags=["worklist"], route_class=BedsideRoute
)


@router.put("/review", summary="Mark as reviewed")
@needs("assessment.review", versioned=True)
def review_assessment(call: Current, assessment: GivenId, body: Unread | None = None) -> Assessment:
    """Mark a sent assessment as reviewed by the caller; it leaves the worklist.

    Only one that does not open has a body: how the patient is looked after without it.
    """
    unread = body.unread if body else ""
    view = intake.review(assessment, version=call.known_version, by=call.by, unread=unread)
    return show_assessment(call, view)


@router.delete("/review", summary="Take the review back")
@needs("assessment.undo_review", versioned=True)
def undo_review(call: Current, assessment: GivenId) -> Assessment:
    """Put it back on the worklist: the same doctor may, for ten minutes."""
    view = intake.undo_review(assessment, version=call.known_version, by=call.by)
    return show_assessment(call, view)


@router.post("/take", summary="Take for review")
@needs("assessment.take", versioned=True)
def take_assessment(call: Current, assessment: GivenId) -> Assessment:
    """Take it: of two doctors at once one succeeds, the other gets 409."""
    view = intake.take(assessment, version=call.known_version, by=call.by)
    return show_assessment(call, view)


@router.post("/take-over", summary="Take over")
@needs("assessment.take_over", versioned=True)
def take_over_assessment(call: Current, assessment: GivenId) -> Assessment:
    """Take it from the doctor who has it, on purpose and on record."""
    view = intake.take_over(assessment, version=call.known_version, by=call.by)
    return show_assessment(call, view)


@router.post("/release", summary="Put back")
@needs("assessment.release", versioned=True)
def release_assessment(call: Current, assessment: GivenId) -> Assessment:
    """Put it back for any doctor."""
    view = intake.release(assessment, version=call.known_version, by=call.by)
    return show_assessment(call, view)


@router.post("/ask", summary="Ask the patient back")
@needs("assessment.ask", versioned=True)
def ask_patient(call: Current, assessment: GivenId, body: NewEnquiry) -> Assessment:
    """Ask the patient something; the reply comes back to the same doctor."""
    view = intake.ask(assessment, body.question, version=call.known_version, by=call.by)
    return show_assessment(call, view)


@router.post("/withdraw", summary="Go on without a reply")
@needs("assessment.withdraw", versioned=True)
def withdraw_enquiry(call: Current, assessment: GivenId) -> Assessment:
    """Go on reviewing without waiting for the patient's reply."""
    view = intake.withdraw(assessment, version=call.known_version, by=call.by)
    return show_assessment(call, view)


@router.post("/reply", summary="Reply to the clinic")
@needs("assessment.reply", versioned=True)
def reply_to_clinic(call: Current, assessment: GivenId, body: Reply) -> Assessment:
    """Reply, as the patient, to what the clinic has asked."""
    view = intake.reply(assessment, body.reply, version=call.known_version, by=call.by)
    return show_assessment(call, view)


@router.post("/close", summary="Close")
@needs("assessment.close", versioned=True)
def close_assessment(call: Current, assessment: GivenId) -> Assessment:
    """Nothing more is to be done about a reviewed assessment."""
    view = intake.close(assessment, version=call.known_version, by=call.by)
    return show_assessment(call, view)


@router.post("/reopen", summary="Open again")
@needs("assessment.reopen", versioned=True)
def reopen_assessment(call: Current, assessment: GivenId) -> Assessment:
    """There is something to be done after all."""
    view = intake.reopen(assessment, version=call.known_version, by=call.by)
    return show_assessment(call, view)
