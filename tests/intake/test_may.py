"""What a view offers is what the acts allow: no button that is refused, no act without a button."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any, get_args

import pytest
from django.utils import timezone

from bedside import intake
from bedside.accounts import permissions
from bedside.assessment import Question
from bedside.audit import Actor
from bedside.clinic.models import Facility
from bedside.errors import Conflict, Forbidden, NotFound, Unauthenticated
from bedside.intake.lifecycle import LIFECYCLE
from bedside.intake.models import Assessment, Enquiry
from bedside.intake.views import AssessmentView
from bedside.schemas.assessments import Verb
from tests.intake.talking import COLD, begin, finish, send, turn
from tests.people import Person, register_doctor

Act = Callable[[AssessmentView, Actor], Any]
ACTS: dict[str, Act] = {
    "answer": lambda view, by: intake.answer(
        view.id, asked(view), "not_sure", version=view.version, by=by
    ),
    "back": lambda view, by: intake.back(view.id, version=view.version, by=by),
    "change": lambda view, by: intake.change(
        view.id, answered(view), "not_sure", version=view.version, by=by
    ),
    "submit": lambda view, by: intake.submit(view.id, version=view.version, by=by),
    "discard": lambda view, by: intake.discard(view.id, version=view.version, by=by),
    "review": lambda view, by: intake.review(view.id, version=view.version, by=by),
    "take": lambda view, by: intake.take(view.id, version=view.version, by=by),
    "take_over": lambda view, by: intake.take_over(view.id, version=view.version, by=by),
    "release": lambda view, by: intake.release(view.id, version=view.version, by=by),
    "ask": lambda view, by: intake.ask(view.id, "Why?", version=view.version, by=by),
    "withdraw": lambda view, by: intake.withdraw(view.id, version=view.version, by=by),
    "reply": lambda view, by: intake.reply(view.id, "So.", version=view.version, by=by),
    "close": lambda view, by: intake.close(view.id, version=view.version, by=by),
    "reopen": lambda view, by: intake.reopen(view.id, version=view.version, by=by),
    "undo_review": lambda view, by: intake.undo_review(view.id, version=view.version, by=by),
}


def asked(view: AssessmentView) -> str:
    return view.step.id if isinstance(view.step, Question) else "none"


def answered(view: AssessmentView) -> str:
    return next((one.question_id for one in view.answers), "none")


def allowed(view: AssessmentView, by: Actor) -> Iterator[str]:
    """Try every act, each from the same state, and yield those that are not refused."""
    for verb, act in ACTS.items():
        enquiries = list(Enquiry.objects.filter(assessment=view.id).values_list("id", flat=True))
        before = Assessment.objects.filter(id=view.id).values().get()
        with suppress(Conflict, Forbidden, NotFound, Unauthenticated):
            act(view, by)
            yield verb
        Enquiry.objects.filter(assessment=view.id).exclude(id__in=enquiries).delete()
        Enquiry.objects.filter(id__in=enquiries).update(replied_at=None, withdrawn_at=None)
        Assessment.objects.filter(id=view.id).update(**before)


def offers_what_is_allowed(view: AssessmentView, *, by: Actor) -> frozenset[str]:
    assert view.may == set(allowed(view, by))
    return view.may


def test_each_step_of_a_life_offers_what_its_acts_allow(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    colleague = register_doctor("Dr Noor Aziz", "noor@example.org", harbour).actor
    her, doctor = asha.actor, bello.actor
    view = begin(COLD, her)
    assert offers_what_is_allowed(view, by=her) == {"answer", "discard"}
    view = turn(turn(view, COLD, her), COLD, her)
    assert offers_what_is_allowed(view, by=her) == {"answer", "back", "change", "discard"}
    view = finish(COLD, her)
    assert offers_what_is_allowed(view, by=her) == {"back", "change", "discard", "submit"}
    view = intake.submit(view.id, version=view.version, by=her)
    assert offers_what_is_allowed(view, by=her) == set()
    seen = intake.read(view.id, by=doctor)
    assert offers_what_is_allowed(seen, by=doctor) == {"review", "take"}
    seen = intake.take(view.id, version=view.version, by=doctor)
    assert offers_what_is_allowed(seen, by=doctor) == {"release", "ask", "review"}
    other = intake.read(view.id, by=colleague)
    assert offers_what_is_allowed(other, by=colleague) == {"take_over"}
    asked = intake.ask(view.id, "Why?", version=seen.version, by=doctor)
    assert offers_what_is_allowed(asked, by=doctor) == {"withdraw", "review"}
    assert offers_what_is_allowed(intake.read(view.id, by=her), by=her) == {"reply"}
    seen = intake.review(view.id, version=asked.version, by=doctor)
    assert offers_what_is_allowed(seen, by=doctor) == {"undo_review", "close"}
    other = intake.read(view.id, by=colleague)
    assert offers_what_is_allowed(other, by=colleague) == {"close"}
    assert offers_what_is_allowed(intake.read(view.id, by=her), by=her) == set()
    seen = intake.close(view.id, version=seen.version, by=doctor)
    assert offers_what_is_allowed(seen, by=doctor) == {"reopen"}


def test_a_review_is_taken_back_by_its_reviewer_and_not_by_their_namesake(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    """Two doctors may have one name: who somebody is, is their account."""
    namesake = register_doctor("Dr Amara Bello", "other@example.org", harbour).actor
    sent = send(COLD, asha.actor)
    view = intake.review(sent.id, version=sent.version, by=bello.actor)
    assert view.may == {"undo_review", "close"}
    assert intake.read(sent.id, by=namesake).may == {"close"}


@pytest.mark.parametrize(("minutes", "may"), [(9, {"undo_review", "close"}), (11, {"close"})])
def test_a_review_is_taken_back_within_ten_minutes(
    asha: Person, bello: Person, minutes: int, may: set[str]
) -> None:
    sent = send(COLD, asha.actor)
    intake.review(sent.id, version=sent.version, by=bello.actor)
    Assessment.objects.update(reviewed_at=timezone.now() - timedelta(minutes=minutes))
    assert intake.read(sent.id, by=bello.actor).may == may


def test_without_an_account_a_draft_can_be_told_but_not_sent(harbour: Facility) -> None:
    _, by = intake.begin_draft(address="192.0.2.9")
    assert finish(COLD, by, age=30).may == {"back", "change", "discard"}


def test_the_api_knows_every_verb_that_can_be_offered() -> None:
    events = {event for allowed in LIFECYCLE.values() for event in allowed}
    offered = {event for event in events if f"assessment.{event}" in permissions.ACTIONS}
    assert set(get_args(Verb)) == offered == set(ACTS)
