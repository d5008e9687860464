"""One doctor takes an assessment, may ask the patient back, reviews it, and closes it."""

import pytest

from bedside import documents, intake
from bedside.audit import Event
from bedside.clinic.models import Facility
from bedside.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from bedside.intake import AssessmentView
from bedside.intake.models import Assessment, Enquiry
from tests.intake.talking import COLD, HEART, send
from tests.people import Person, register_doctor

QUESTION = "Is the phlegm <b>green</b>? Since when?"
REPLY = "Yes; since Tuesday.\nAnd I feel worse."


@pytest.fixture
def okafor(harbour: Facility) -> Person:
    """A colleague of Dr Bello's."""
    return register_doctor("Dr Ines Okafor", "okafor@example.org", harbour)


@pytest.fixture
def taken(asha: Person, bello: Person) -> AssessmentView:
    """What Asha sent, taken by Dr Bello."""
    sent = send(COLD, asha.actor)
    return intake.take(sent.id, version=sent.version, by=bello.actor)


def test_who_has_taken_it_is_seen(taken: AssessmentView, bello: Person, okafor: Person) -> None:
    seen = intake.read(taken.id, by=okafor.actor)
    assert (seen.state, seen.claimed_by) == ("in_review", "Dr Amara Bello")
    assert seen.may == {"take_over"}
    assert taken.may == {"release", "ask", "review"}


def test_two_cannot_take_it(taken: AssessmentView, okafor: Person) -> None:
    with pytest.raises(Conflict):
        intake.take(taken.id, version=taken.version, by=okafor.actor)
    for act in (intake.review, intake.release):
        with pytest.raises(Conflict):
            act(taken.id, version=taken.version, by=okafor.actor)
    with pytest.raises(Conflict):
        intake.ask(taken.id, "Why?", version=taken.version, by=okafor.actor)
    assert Assessment.objects.get(id=taken.id).claimed_by_id == taken.claimant_id


def test_the_same_page_twice_takes_it_once(asha: Person, bello: Person, okafor: Person) -> None:
    sent = send(COLD, asha.actor)
    intake.take(sent.id, version=sent.version, by=bello.actor)
    with pytest.raises(Conflict):
        intake.take(sent.id, version=sent.version, by=okafor.actor)


def test_another_takes_over_on_purpose(
    taken: AssessmentView, bello: Person, okafor: Person
) -> None:
    over = intake.take_over(taken.id, version=taken.version, by=okafor.actor)
    assert over.claimant_id == okafor.user
    with pytest.raises(Conflict):
        intake.review(taken.id, version=over.version, by=bello.actor)
    with pytest.raises(Conflict):
        intake.take_over(taken.id, version=over.version, by=okafor.actor)
    assert Event.objects.filter(action="assessment.take_over", outcome="done").count() == 1


def test_it_is_put_back_for_anybody(taken: AssessmentView, bello: Person, okafor: Person) -> None:
    back = intake.release(taken.id, version=taken.version, by=bello.actor)
    assert (back.state, back.claimed_by) == ("submitted", None)
    assert intake.take(back.id, version=back.version, by=okafor.actor).claimant_id == okafor.user


def test_who_took_it_and_put_it_back_is_seen_by_the_clinic(
    taken: AssessmentView, asha: Person, bello: Person, okafor: Person
) -> None:
    intake.release(taken.id, version=taken.version, by=bello.actor)
    seen = intake.read(taken.id, by=okafor.actor)
    assert [(one.event, one.by) for one in seen.steps] == [
        ("submit", None),
        ("take", "Dr Amara Bello"),
        ("release", "Dr Amara Bello"),
    ]
    assert intake.read(taken.id, by=asha.actor).steps == ()


def test_the_reply_returns_it_to_the_same_doctor(
    taken: AssessmentView, asha: Person, bello: Person, okafor: Person
) -> None:
    asked = intake.ask(taken.id, QUESTION, version=taken.version, by=bello.actor)
    assert asked.state == "needs_information"
    seen = intake.read(taken.id, by=asha.actor)
    assert seen.may == {"reply"}
    assert [one.question for one in seen.enquiries] == [QUESTION]
    replied = intake.reply(taken.id, REPLY, version=seen.version, by=asha.actor)
    assert replied.state == "in_review"
    (found,) = intake.read(taken.id, by=bello.actor).enquiries
    assert (found.reply, found.asked_by) == (REPLY, "Dr Amara Bello")
    again = intake.read(taken.id, by=bello.actor)
    assert again.claimant_id == bello.user and "review" in again.may
    assert again.result == taken.result


def test_there_is_one_question_at_a_time(
    taken: AssessmentView, asha: Person, bello: Person
) -> None:
    asked = intake.ask(taken.id, QUESTION, version=taken.version, by=bello.actor)
    with pytest.raises(Conflict):
        intake.ask(taken.id, "And?", version=asked.version, by=bello.actor)
    replied = intake.reply(taken.id, REPLY, version=asked.version, by=asha.actor)
    with pytest.raises(Conflict):
        intake.reply(taken.id, "Also ...", version=replied.version, by=asha.actor)
    more = intake.ask(taken.id, "And?", version=replied.version, by=bello.actor)
    assert [one.question for one in more.enquiries] == [QUESTION, "And?"]


def test_a_doctor_goes_on_without_a_reply(
    taken: AssessmentView, asha: Person, bello: Person
) -> None:
    asked = intake.ask(taken.id, QUESTION, version=taken.version, by=bello.actor)
    on = intake.withdraw(taken.id, version=asked.version, by=bello.actor)
    assert on.state == "in_review" and on.enquiries[0].withdrawn_at is not None
    with pytest.raises(Conflict):
        intake.reply(taken.id, REPLY, version=on.version, by=asha.actor)


def test_question_and_reply_are_sealed(taken: AssessmentView, asha: Person, bello: Person) -> None:
    asked = intake.ask(taken.id, QUESTION, version=taken.version, by=bello.actor)
    intake.reply(taken.id, REPLY, version=asked.version, by=asha.actor)
    row = Enquiry.objects.get()
    assert documents.read(row) == {"question": QUESTION, "reply": REPLY}
    for event in Event.objects.all():
        assert "Tuesday" not in str(event.details) and "green" not in str(event.details)


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_nothing_and_too_much_are_refused(
    taken: AssessmentView, asha: Person, bello: Person, text: str
) -> None:
    with pytest.raises(Invalid):
        intake.ask(taken.id, text, version=taken.version, by=bello.actor)
    asked = intake.ask(taken.id, QUESTION, version=taken.version, by=bello.actor)
    with pytest.raises(Invalid):
        intake.reply(taken.id, text, version=asked.version, by=asha.actor)
    assert Assessment.objects.get(id=taken.id).state == "needs_information"


def test_a_reviewed_one_is_closed_and_opened_again(taken: AssessmentView, bello: Person) -> None:
    done = intake.review(taken.id, version=taken.version, by=bello.actor)
    closed = intake.close(taken.id, version=done.version, by=bello.actor)
    assert (closed.state, closed.may) == ("closed", {"reopen"})
    assert intake.reopen(taken.id, version=closed.version, by=bello.actor).state == "reviewed"


def test_who_did_what_and_when_is_kept(taken: AssessmentView, asha: Person, bello: Person) -> None:
    asked = intake.ask(taken.id, QUESTION, version=taken.version, by=bello.actor)
    replied = intake.reply(taken.id, REPLY, version=asked.version, by=asha.actor)
    done = intake.review(taken.id, version=replied.version, by=bello.actor)
    steps = [(one.event, one.by) for one in done.steps]
    name = "Dr Amara Bello"
    assert steps == [
        ("submit", None),
        ("take", name),
        ("ask", name),
        ("reply", None),
        ("review", name),
    ]
    assert [one.at for one in done.steps] == sorted(one.at for one in done.steps)
    assert intake.read(taken.id, by=asha.actor).steps == ()


def test_only_those_concerned(
    taken: AssessmentView, asha: Person, bello: Person, ravi: Person, chen: Person
) -> None:
    with pytest.raises(NotFound):
        intake.take_over(taken.id, version=taken.version, by=chen.actor)
    with pytest.raises(Forbidden):
        intake.take(taken.id, version=taken.version, by=asha.actor)
    with pytest.raises(NotFound):
        intake.reply(taken.id, REPLY, version=taken.version, by=ravi.actor)
    with pytest.raises(Stale):
        intake.release(taken.id, version=taken.version - 1, by=bello.actor)


def test_the_worklist_shows_what_waits_and_what_is_mine(
    taken: AssessmentView, asha: Person, bello: Person, okafor: Person
) -> None:
    urgent = send(HEART, asha.actor)
    for doctor in (bello, okafor):
        assert ids(by=doctor) == [urgent.id, taken.id]
    assert ids(by=bello, mine=True) == [taken.id]
    assert ids(by=okafor, mine=True) == []
    assert ids(by=bello, state="submitted") == [urgent.id]
    assert ids(by=bello, triage="emergency") == [urgent.id]
    with pytest.raises(Invalid):
        ids(by=bello, state="draft")
    with pytest.raises(Invalid):
        ids(by=bello, triage="worst")


def test_the_next_patient_is_one_that_nobody_has_taken(
    taken: AssessmentView, asha: Person, bello: Person, chen: Person
) -> None:
    urgent = send(HEART, asha.actor)
    assert intake.next_waiting(taken.id, by=bello.actor) == urgent.id
    assert intake.next_waiting(urgent.id, by=bello.actor) is None
    with pytest.raises(NotFound):
        intake.next_waiting(urgent.id, by=chen.actor)


def ids(*, by: Person, **chosen: object) -> list[object]:
    return [row.id for row in intake.worklist(by=by.actor, **chosen).rows]  # type: ignore[arg-type]
