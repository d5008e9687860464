"""A conversation becoming an assessment: draft, turns, sending, worklist, review.

The engine decides what to ask and how urgent it is; this room keeps what was said (sealed), knows
who may see it, and moves it through its life.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bedside.intake.drafts import actor_for_draft as actor_for_draft
    from bedside.intake.drafts import begin_draft as begin_draft
    from bedside.intake.drafts import claim as claim
    from bedside.intake.drafts import expire_drafts as expire_drafts
    from bedside.intake.interviewing import answer as answer
    from bedside.intake.interviewing import back as back
    from bedside.intake.interviewing import change as change
    from bedside.intake.interviewing import discard as discard
    from bedside.intake.interviewing import start as start
    from bedside.intake.interviewing import submit as submit
    from bedside.intake.knowledge_review import SignOff as SignOff
    from bedside.intake.knowledge_review import is_signed_off as is_signed_off
    from bedside.intake.knowledge_review import sign_off as sign_off
    from bedside.intake.knowledge_review import sign_offs as sign_offs
    from bedside.intake.listing import worklist as worklist
    from bedside.intake.policy import configure as configure
    from bedside.intake.reach import assessments_visible_to as assessments_visible_to
    from bedside.intake.reading import list_of_patient as list_of_patient
    from bedside.intake.reading import list_own as list_own
    from bedside.intake.reading import read as read
    from bedside.intake.reviewing import review as review
    from bedside.intake.reviewing import undo_review as undo_review
    from bedside.intake.views import AssessmentLine as AssessmentLine
    from bedside.intake.views import AssessmentView as AssessmentView
    from bedside.intake.views import WorklistPage as WorklistPage
    from bedside.intake.wording import fill as fill

_HOMES = {
    "actor_for_draft": "drafts",
    "begin_draft": "drafts",
    "claim": "drafts",
    "expire_drafts": "drafts",
    "answer": "interviewing",
    "back": "interviewing",
    "change": "interviewing",
    "discard": "interviewing",
    "start": "interviewing",
    "submit": "interviewing",
    "SignOff": "knowledge_review",
    "is_signed_off": "knowledge_review",
    "sign_off": "knowledge_review",
    "sign_offs": "knowledge_review",
    "configure": "policy",
    "assessments_visible_to": "reach",
    "list_of_patient": "reading",
    "list_own": "reading",
    "read": "reading",
    "review": "reviewing",
    "undo_review": "reviewing",
    "AssessmentLine": "views",
    "AssessmentView": "views",
    "WorklistPage": "views",
    "fill": "wording",
    "worklist": "listing",
}


def __getattr__(name: str) -> Any:
    # Found on first use: Django must have loaded its apps before a model may be imported.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
