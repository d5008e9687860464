"""A conversation becoming an assessment: draft, turns, sending, worklist, review.

The engine decides what to ask and how urgent it is; this room keeps what was said (sealed), knows
who may see it, and moves it through its life.
"""

from bedside.intake.counting import Counts, counts
from bedside.intake.drafts import actor_for_draft, begin_draft, bring_along, claim, expire_drafts
from bedside.intake.engine import Engine, configure
from bedside.intake.enquiring import ask, reply, withdraw
from bedside.intake.follow_ups import (
    FollowUpTimes,
    book_follow_up,
    propose_times,
    wait_for_follow_up,
)
from bedside.intake.interviewing import answer, back, change, discard, start, submit
from bedside.intake.knowledge_review import SignOff, is_signed_off, sign_off, sign_offs
from bedside.intake.listing import glance, next_waiting, worklist
from bedside.intake.reach import assessments_visible_to
from bedside.intake.reading import list_of_patient, list_own, read, read_of_patient, read_to_reply
from bedside.intake.reference import ReferenceData, read_reference_data
from bedside.intake.reviewing import (
    close,
    release,
    reopen,
    review,
    take,
    take_over,
    undo_review,
)
from bedside.intake.seeing import (
    SeenEncounter,
    begin_note,
    begin_note_at,
    read_encounter,
    start_encounter,
)
from bedside.intake.statistics import Figures, Statistics, read_statistics
from bedside.intake.views import (
    AnsweredQuestion,
    AssessmentLine,
    AssessmentView,
    Contradiction,
    Glance,
    WorklistPage,
    WorklistRow,
)

__all__ = [
    "AnsweredQuestion",
    "AssessmentLine",
    "AssessmentView",
    "Contradiction",
    "Counts",
    "Engine",
    "Figures",
    "FollowUpTimes",
    "Glance",
    "ReferenceData",
    "SeenEncounter",
    "SignOff",
    "Statistics",
    "WorklistPage",
    "WorklistRow",
    "actor_for_draft",
    "answer",
    "ask",
    "assessments_visible_to",
    "back",
    "begin_draft",
    "begin_note",
    "begin_note_at",
    "book_follow_up",
    "bring_along",
    "change",
    "claim",
    "close",
    "configure",
    "counts",
    "discard",
    "expire_drafts",
    "glance",
    "is_signed_off",
    "list_of_patient",
    "list_own",
    "next_waiting",
    "propose_times",
    "read",
    "read_encounter",
    "read_of_patient",
    "read_reference_data",
    "read_statistics",
    "read_to_reply",
    "release",
    "reopen",
    "reply",
    "review",
    "sign_off",
    "sign_offs",
    "start",
    "start_encounter",
    "submit",
    "take",
    "take_over",
    "undo_review",
    "wait_for_follow_up",
    "withdraw",
    "worklist",
]
