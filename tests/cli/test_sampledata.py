"""The written complaints and the made-up people; test_demo.py looks at the whole sample."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bedside.assessment import Age, Opening, Option, Question, advance, begin, load
from bedside.cli.sampledata.answering import Story, answer, stories
from bedside.cli.sampledata.fill import fill
from bedside.cli.sampledata.people import Population
from bedside.clinic.models import Facility, Patient
from bedside.clinic.patients.ages import age_on
from bedside.errors import Conflict

KNOWLEDGE = load()
STORIES = stories()
TODAY = date(2026, 3, 1)


def result_of(story: Story) -> dict[str, object]:
    """Interview the person in the story."""
    age = Age.years(sum(story.ages) / 2)
    interview = begin(KNOWLEDGE, Opening(text=story.text, age=age, sex=story.sex or "female"))
    while isinstance(interview.step, Question):
        said = answer(interview.step, story)
        interview = advance(KNOWLEDGE, interview, said)
    return interview.step.to_data()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.text[:30])
def test_a_story_speaks_of_findings_that_are_there(story: Story) -> None:
    assert story.yes <= set(KNOWLEDGE.findings)
    for key, said in story.say.items():
        if "." in key:
            options = set(KNOWLEDGE.findings[key].options)
            chosen = set(said) if isinstance(said, list) else {said}
            assert not options or chosen <= options


def test_the_stories_are_varied_and_reach_every_level() -> None:
    assert len({story.text for story in STORIES}) == len(STORIES) >= 40
    levels = Counter(str(result_of(story)["triage"]) for story in STORIES)
    assert all(levels[level] >= 3 for level in ("emergency", "urgent", "routine", "self-care"))


def test_a_story_is_answered_the_same_way_every_time() -> None:
    for story in STORIES[::7]:
        assert result_of(story) == result_of(story)


def asked(name: str, kind: Any, *options: str) -> Question:
    offered = tuple(Option(one, one) for one in options)
    return Question(name, kind, name, "", "symptoms", options=offered)


def test_answers_come_from_the_story_then_from_what_is_plain() -> None:
    story = Story("ow", (18, 90), yes=frozenset({"fever"}), say={"onset": "sudden"})
    onset = asked("headache.onset", "choice", "sudden")
    other = asked("rash.onset", "choice", "days")
    ticks = replace(asked("danger", "many", "fever", "rash", "chills"), preselected=("chills",))
    assert answer(asked("fever", "yes_no"), story) == "yes"
    assert answer(asked("rash", "yes_no"), story) == "no"
    assert answer(onset, story) == "sudden"
    assert answer(other, story) == "not_sure"
    assert answer(ticks, story) == ["fever", "chills"]
    assert answer(asked("vitals.heart-rate", "number"), story) == "not_sure"


def test_the_same_seed_makes_the_same_people() -> None:
    first, again = Population(7, TODAY), Population(7, TODAY)
    assert (first.doctors(4), first.patients(50)) == (again.doctors(4), again.patients(50))
    assert Population(8, TODAY).patients(50) != Population(7, TODAY).patients(50)


def test_the_people_are_plausible_and_reachable_by_nobody() -> None:
    patients = Population(7, TODAY).patients(400)
    assert len({patient.email for patient in patients}) == 400
    for patient in patients:
        assert patient.checked(TODAY) == patient
        assert 16 <= age_on(TODAY, patient.birth_date) <= 90
        assert patient.email.endswith("@example.org")
        assert patient.phone.startswith("07700 900")


def test_made_up_people_never_join_real_ones(harbour: Facility) -> None:
    with pytest.raises(Conflict):
        fill(7, 100)
    assert not Patient.objects.exists()
