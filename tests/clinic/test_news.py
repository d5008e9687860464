"""What patients are written beside their appointments: that there is news, if they want to know."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from bedside import accounts, audit, intake
from bedside.accounts.models import User
from bedside.clinic import notes
from bedside.clinic.messages import Topic, choose_mails, read_mail_choice, undeliverable_since
from bedside.clinic.models import Correspondence, Facility
from bedside.errors import Forbidden, Invalid, Stale
from bedside.intake.rules import UNDO_LASTS
from bedside.outbox import Job
from tests.clinic.diary import at, book
from tests.clinic.test_merging import AGAIN, merge
from tests.clinic.test_sending import text_of, work
from tests.clinic.writing import meet, signed
from tests.intake.talking import COLD, send
from tests.mail.server import Post, serving
from tests.people import Person, register_patient


@pytest.fixture
def post() -> Iterator[Post]:
    with serving() as post:
        yield post


def after_the_undo() -> None:
    Job.objects.filter(state="waiting").update(ready_at=timezone.now() - timedelta(seconds=1))
    work()


def share(bello: Person, asha: Person) -> notes.NoteView:
    note = signed(bello, meet(bello, asha).id)
    return notes.share(note.id, version=note.version, by=bello.actor)


def take(asha: Person, bello: Person) -> intake.AssessmentView:
    sent = send(COLD, asha.actor)
    return intake.take(sent.id, version=sent.version, by=bello.actor)


def test_a_shared_note_is_told_and_nothing_of_it(post: Post, asha: Person, bello: Person) -> None:
    note = share(bello, asha)
    work()
    (got,) = post.taken
    assert (got["To"], got["Subject"]) == ("asha@example.org", "A note was shared with you")
    text = text_of(got)
    assert "Harbour Street Clinic has shared a note with you." in text
    for link in ("/home/notes", "/account/mails"):
        assert f"https://clinic.test{link}" in text
    for secret in ("Asha", "Bello", str(note.id), str(asha.patient)):
        assert secret not in f"{got['Subject']}{text}"


def test_a_note_that_was_taken_back_is_not_told(post: Post, asha: Person, bello: Person) -> None:
    note = share(bello, asha)
    notes.unshare(note.id, version=note.version, by=bello.actor)
    work()
    assert post.taken == []


def test_a_question_is_told_at_once_and_an_answer_when_it_stands(
    post: Post, asha: Person, bello: Person
) -> None:
    taken = take(asha, bello)
    asked = intake.ask(taken.id, "Since when?", version=taken.version, by=bello.actor)
    work()
    assert [got["Subject"] for got in post.taken] == ["Your doctor asks you something"]
    replied = intake.reply(asked.id, "Monday", version=asked.version, by=asha.actor)
    intake.review(replied.id, version=replied.version, by=bello.actor)
    job = Job.objects.get(kind="assessment.answered")
    assert job.due_at >= timezone.now() + UNDO_LASTS - timedelta(minutes=1)
    after_the_undo()
    assert post.taken[-1]["Subject"] == "Your doctor has answered"
    for got in post.taken:
        for secret in ("Since when", "Monday", COLD.text[:9], str(taken.id), "Asha", "Bello"):
            assert secret not in f"{got['Subject']}{text_of(got)}"


def test_what_was_taken_back_or_answered_is_not_told(
    post: Post, asha: Person, bello: Person
) -> None:
    taken = take(asha, bello)
    asked = intake.ask(taken.id, "Since when?", version=taken.version, by=bello.actor)
    view = intake.withdraw(asked.id, version=asked.version, by=bello.actor)
    view = intake.review(view.id, version=view.version, by=bello.actor)
    intake.undo_review(view.id, version=view.version, by=bello.actor)
    after_the_undo()
    assert post.taken == []


def test_a_closed_one_was_answered_all_the_same(post: Post, asha: Person, bello: Person) -> None:
    view = take(asha, bello)
    view = intake.review(view.id, version=view.version, by=bello.actor)
    intake.close(view.id, version=view.version, by=bello.actor)
    after_the_undo()
    assert len(post.taken) == 1


def test_patients_choose_what_they_are_written_about(
    post: Post, asha: Person, bello: Person, harbour: Facility
) -> None:
    assert read_mail_choice(by=asha.actor).wanted == set(Topic)
    chosen = choose_mails([Topic.ANSWERS], version=1, by=asha.actor)
    assert chosen == read_mail_choice(by=asha.actor)
    assert (chosen.wanted, chosen.version) == ({"answers"}, 2)
    share(bello, asha)
    book(asha, bello, harbour, at(12, days=3), by=bello)
    taken = take(asha, bello)
    intake.ask(taken.id, "Since when?", version=taken.version, by=bello.actor)
    work()
    assert [got["Subject"] for got in post.taken] == ["Your doctor asks you something"]
    told = audit.Event.objects.filter(action="message.send")
    outcomes = sorted(event.details["outcome"] for event in told)
    assert outcomes == ["sent", "unwanted", "unwanted"]


def test_a_choice_is_ones_own_and_made_from_what_was_read(asha: Person, bello: Person) -> None:
    choose_mails([], version=1, by=asha.actor)
    with pytest.raises(Stale):
        choose_mails(["notes"], version=1, by=asha.actor)
    with pytest.raises(Invalid):
        choose_mails(["everything"], version=2, by=asha.actor)
    with pytest.raises(Forbidden):
        read_mail_choice(by=bello.actor)
    event = audit.Event.objects.filter(action="mail_choice.change", outcome="done").get()
    assert event.subjects == [str(asha.patient)]


def test_mails_that_come_back_are_noted_until_one_arrives(
    post: Post, asha: Person, bello: Person
) -> None:
    post.answer = "550 no such user"
    note = share(bello, asha)
    work()
    since = undeliverable_since(asha.patient)
    assert since is not None
    assert read_mail_choice(by=asha.actor).undeliverable_since == since
    again(note, bello)
    assert undeliverable_since(asha.patient) == since
    post.answer = "250 OK"
    again(note, bello)
    assert undeliverable_since(asha.patient) is None
    assert len(post.taken) == 1


def again(note: notes.NoteView, bello: Person) -> None:
    seen = notes.read(note.id, by=bello.actor)
    seen = notes.unshare(note.id, version=seen.version, by=bello.actor)
    notes.share(note.id, version=seen.version, by=bello.actor)
    work()


def test_refused_for_now_it_is_tried_again_and_nobody_is_blamed(
    post: Post, asha: Person, bello: Person
) -> None:
    post.answer = "450 mailbox busy"
    share(bello, asha)
    work()
    assert Job.objects.get(kind="note.shared").state == "failed"
    assert not Correspondence.objects.exists()


def test_who_was_registered_twice_is_written_to_as_the_record_that_is_kept(
    post: Post, asha: Person, bello: Person, dana: Person, harbour: Facility
) -> None:
    twin = register_patient(replace(AGAIN, email="again@example.org"), harbour)
    taken = take(twin, bello)
    note = signed(bello, meet(bello, twin).id)
    book(twin, bello, harbour, at(9), by=bello)
    accounts.disable(twin.user, by=dana.actor)
    merge(asha.patient, twin.patient, bello)
    notes.share(note.id, version=note.version, by=bello.actor)
    intake.ask(taken.id, "Since when?", version=taken.version, by=bello.actor)
    work()
    assert {(got["To"], got["Subject"]) for got in post.taken} == {
        ("asha@example.org", "A note was shared with you"),
        ("asha@example.org", "Your doctor asks you something"),
        ("asha@example.org", "Your appointment is booked"),
    }


def test_who_cannot_sign_in_is_not_sent_to_read(post: Post, asha: Person, bello: Person) -> None:

    User.objects.filter(id=asha.user).update(patient=None)
    share(bello, asha)
    work()
    assert post.taken == []
    event = audit.Event.objects.get(action="message.send")
    assert event.details == {"kind": "note.shared", "outcome": "no_account"}
