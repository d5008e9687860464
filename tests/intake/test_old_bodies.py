"""What was sealed by earlier engines opens, for its patient and for the doctor, and can go on."""

import pytest

from bedside import intake
from bedside.assessment import Question, Result
from bedside.intake.conversation import Conversation
from tests.intake.old_bodies import COMMITS, body_of, result_of, sent_long_ago
from tests.people import Person


@pytest.mark.parametrize("commit", COMMITS)
def test_what_was_sent_long_ago_still_opens(commit: str, asha: Person, bello: Person) -> None:
    sent = sent_long_ago(commit, asha)
    for reader in (asha, bello):
        view = intake.read(sent.id, by=reader.actor)
        assert view.result == view.step == Result.from_data(result_of(commit))
        assert view.complaint == body_of(commit)["complaint"]
        assert view.progress.asked == len(view.answers) > 5
        assert all(one.question.text and one.label for one in view.answers)
        assert len(view.corrections) == 1


@pytest.mark.parametrize("commit", COMMITS)
def test_a_draft_of_an_earlier_engine_goes_on(commit: str) -> None:
    talk = Conversation.from_body(body_of(commit))
    assert isinstance(talk.interview.step, Question | Result)
    assert talk.interview.fired[0].id in {one["id"] for one in result_of(commit)["red_flags"]}
    assert [one.note for one in talk.interview.corrected] == [
        one["note"] for one in result_of(commit)["corrected"]
    ]
    assert talk.to_body()["corrections"] == body_of(commit)["corrections"]
