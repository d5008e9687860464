"""The doctor's review of an assessment, and taking it back."""

from fastapi import APIRouter

from bedside import intake
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.api.views import show_assessment
from bedside.schemas.assessments import Assessment
from bedside.schemas.identifiers import GivenId

router = APIRouter(
    prefix="/api/assessments/{assessment}/review", tags=["worklist"], route_class=BedsideRoute
)


@router.put("", summary="Mark as reviewed")
@needs("assessment.review", versioned=True)
def review_assessment(call: Current, assessment: GivenId) -> Assessment:
    """Mark a sent assessment as reviewed by the caller; it leaves the worklist."""
    return show_assessment(call, intake.review(assessment, version=call.known_version, by=call.by))


@router.delete("", summary="Take the review back")
@needs("assessment.undo_review", versioned=True)
def undo_review(call: Current, assessment: GivenId) -> Assessment:
    """Put it back on the worklist: the same doctor may, for ten minutes."""
    view = intake.undo_review(assessment, version=call.known_version, by=call.by)
    return show_assessment(call, view)
