"""A patient is interviewed, changes her mind, and sends the result."""

import json
from dataclasses import replace
from uuid import uuid4

import pytest

from bedside import documents, intake
from bedside.assessment import Opening
from bedside.audit import Actor, Event
from bedside.errors import Conflict, Invalid, NotFound, Stale, Unauthenticated
from bedside.intake.engine import engine
from bedside.intake.models import Assessment
from tests.intake.talking import COLD, HEART, begin, finish, send, turn
from tests.people import Person


def test_she_is_interviewed_until_there_is_a_result(asha: Person) -> None:
    view = finish(COLD, asha.actor)
    assert (view.step.type, view.result.triage) == ("result", "self-care")
    assert view.progress.asked == len(view.answers) > 5
    assert (view.state, view.triage, view.complaint) == ("draft", None, COLD.text)


def test_every_turn_is_kept_as_it_was_shown(asha: Person) -> None:
    first = begin(COLD, asha.actor)
    view = turn(first, COLD, asha.actor)
    assert view.version == first.version + 1
    (answered,) = view.answers
    assert answered.question_id == first.step.id
    assert answered.text == first.step.text
    assert answered.label


def test_reading_it_again_gives_the_same(asha: Person) -> None:
    view = turn(begin(COLD, asha.actor), COLD, asha.actor)
    assert intake.read(view.id, by=asha.actor) == view


def test_going_back_is_as_if_it_was_never_answered_but_on_record(asha: Person) -> None:
    first = begin(COLD, asha.actor)
    second = turn(first, COLD, asha.actor)
    back = intake.back(first.id, version=second.version, by=asha.actor)
    assert (back.step, back.answers) == (first.step, [])
    assert [one.question_id for one in back.corrections] == [first.step.id]
    with pytest.raises(Conflict):
        intake.back(first.id, version=back.version, by=asha.actor)


def test_a_changed_answer_replaces_the_earlier_one(asha: Person) -> None:
    view = finish(COLD, asha.actor)
    duration = next(one for one in view.answers if one.question.kind == "number")
    changed = intake.change(view.id, duration.question_id, 2, version=view.version, by=asha.actor)
    now = {one.question_id: one.answer for one in changed.answers}
    assert now[duration.question_id] == 2
    assert changed.corrections[-1].answer == duration.answer


def test_an_emergency_that_was_a_slip_is_shown_as_corrected(asha: Person) -> None:
    view = finish(HEART, asha.actor)
    assert view.result.triage == "emergency"
    back = intake.back(view.id, version=view.version, by=asha.actor)
    assert back.result is None
    assert back.corrected


def test_an_answer_that_does_not_fit_changes_nothing(asha: Person) -> None:
    view = begin(COLD, asha.actor)
    with pytest.raises(Invalid) as refused:
        intake.answer(view.id, view.step.id, {"$ne": None}, version=view.version, by=asha.actor)
    assert "$ne" not in json.dumps([refused.value.detail, refused.value.fields])
    assert intake.read(view.id, by=asha.actor) == view


def test_another_question_than_the_one_asked_is_refused(asha: Person) -> None:
    view = begin(COLD, asha.actor)
    with pytest.raises(Conflict):
        intake.answer(view.id, "not-this-one", "yes", version=view.version, by=asha.actor)


def test_two_answers_from_one_version_one_wins(asha: Person) -> None:
    view = begin(COLD, asha.actor)
    turn(view, COLD, asha.actor)
    with pytest.raises(Stale):
        turn(view, COLD, asha.actor)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001])
def test_without_a_complaint_nothing_begins(asha: Person, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        intake.start(text=text, by=asha.actor)
    assert set(refused.value.fields) == {"text"}
    assert not Assessment.objects.exists()


def test_bad_ages_sexes_and_speakers_are_named(asha: Person) -> None:
    with pytest.raises(Invalid) as refused:
        intake.start(text="ow", age_years=-1, sex="robot", speaker="ghost", by=asha.actor)
    assert set(refused.value.fields) == {"age_years", "sex", "speaker"}


def test_age_and_sex_come_from_the_profile(asha: Person) -> None:
    view = intake.start(text=COLD.text, by=asha.actor)
    for _ in range(4):
        assert view.step.id not in {"about.age", "about.sex"}
        view = turn(view, COLD, asha.actor)


def test_somebody_without_a_draft_cannot_start(db: None) -> None:
    with pytest.raises(Unauthenticated):
        intake.start(text="ow", by=Actor.anonymous("192.0.2.1"))


def test_sending_puts_the_urgency_in_the_clear(asha: Person, harbour: object) -> None:
    view = send(HEART, asha.actor)
    row = Assessment.objects.get(id=view.id)
    assert (row.state, row.triage, row.triage_rank) == ("submitted", "emergency", 0)
    assert (row.due_at, row.submitted_at) == (view.submitted_at, view.submitted_at)
    assert row.facility == harbour


def test_what_was_sent_stays_as_it_is(asha: Person) -> None:
    view = send(COLD, asha.actor)
    for attempt in (
        lambda: intake.back(view.id, version=view.version, by=asha.actor),
        lambda: intake.change(
            view.id, view.answers[0].question_id, "no", version=view.version, by=asha.actor
        ),
        lambda: intake.answer(view.id, "complaint", "more", version=view.version, by=asha.actor),
        lambda: intake.submit(view.id, version=view.version, by=asha.actor),
        lambda: intake.discard(view.id, version=view.version, by=asha.actor),
    ):
        with pytest.raises(Conflict) as refused:
            attempt()
        assert not isinstance(refused.value, Stale)
    assert intake.read(view.id, by=asha.actor) == view


def test_an_unfinished_one_cannot_be_sent(asha: Person) -> None:
    view = begin(COLD, asha.actor)
    with pytest.raises(Conflict):
        intake.submit(view.id, version=view.version, by=asha.actor)


def test_a_discarded_draft_is_gone(asha: Person) -> None:
    view = begin(COLD, asha.actor)
    intake.discard(view.id, version=view.version, by=asha.actor)
    with pytest.raises(NotFound):
        intake.read(view.id, by=asha.actor)
    assert intake.list_own(by=asha.actor) == []
    assert Assessment.objects.get(id=view.id).blob_id is None


def test_her_list_has_the_newest_first(asha: Person) -> None:
    sent, draft = send(COLD, asha.actor), begin(HEART, asha.actor)
    lines = intake.list_own(by=asha.actor)
    assert [(line.id, line.state, line.triage) for line in lines] == [
        (draft.id, "draft", None),
        (sent.id, "submitted", "self-care"),
    ]


def test_every_act_is_on_record_about_her(asha: Person) -> None:
    view = send(HEART, asha.actor)
    actions = Event.objects.filter(subjects=[str(asha.patient)], action__startswith="assessment.")
    assert set(actions.values_list("action", flat=True)) == {
        "assessment.start",
        "assessment.answer",
        "assessment.submit",
    }
    sent = actions.get(action="assessment.submit")
    assert sent.details["triage"] == "emergency"
    assert sent.objects_touched["assessment"] == str(view.id)
    assert sent.chain == view.facility_id


def test_from_which_age_people_answer_alone_is_the_operators_choice(asha: Person) -> None:
    usual = engine()
    intake.configure(replace(usual, self_use_age=18))
    try:
        begun = intake.start(text="sore throat", age_years=17, speaker="self", by=asha.actor)
        stored = documents.read(Assessment.objects.get(id=begun.id))
        assert stored["interview"]["opening"]["self_use_age"] == 18
    finally:
        intake.configure(usual)


@pytest.mark.parametrize(("years", "asks"), [(0, True), (1, True), (2, False)])
def test_a_baby_is_not_taken_for_a_newborn_because_of_whole_years(
    asha: Person, years: int, asks: bool
) -> None:
    view = intake.start(text="my son has a cough", age_years=years, speaker="parent", by=asha.actor)
    so = {"about.patient-present": "yes", "about.age": float(years), "life-threats": []}
    while (put := view.step.id) in so:
        view = intake.answer(view.id, put, so[put], version=view.version, by=asha.actor)
    assert (put == "about.age-months") == asks


def _opened(text: str, asha: Person) -> Opening:
    view = intake.start(text=text, by=asha.actor)
    body = documents.read(Assessment.objects.select_related("patient").get(id=view.id))
    return Opening.from_data(body["interview"]["opening"])


def test_what_was_sent_before_counts_for_the_same_complaint_only(asha: Person) -> None:
    send(COLD, asha.actor)
    cold = _opened(COLD.text, asha).previous
    assert cold is not None and cold.complaint
    send(HEART, asha.actor)
    previous = _opened(COLD.text, asha).previous
    assert previous is not None and set(cold.complaint) < set(previous.complaint)
    assert previous.still_counts(previous.complaint[:1])
    assert not previous.still_counts(["headache"])


def test_what_was_sent_before_and_does_not_open_counts_for_any_complaint(asha: Person) -> None:
    sent = Assessment.objects.get(id=send(COLD, asha.actor).id)
    Assessment.objects.filter(id=sent.id).update(blob_id=uuid4())
    previous = _opened("a headache", asha).previous
    assert previous is not None and previous.still_counts(["headache"])
