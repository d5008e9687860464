"""The written complaints and the made-up people; test_demo.py looks at the whole sample."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random
from typing import Any
from uuid import UUID

import pytest

from bedside import codes
from bedside.assessment import Age, Opening, Option, Question, advance, begin, load
from bedside.cli.sampledata.answering import Story, answer, stories
from bedside.cli.sampledata.cases import Case, cases
from bedside.cli.sampledata.fill import fill, write_to_nobody
from bedside.cli.sampledata.interviews import Registered
from bedside.cli.sampledata.lives import Life, Place, Planner
from bedside.cli.sampledata.people import ASHA, UNUSUAL, Population
from bedside.cli.sampledata.records import Records
from bedside.clinic.bringing_in import Brought
from bedside.clinic.models import Facility, Patient
from bedside.clinic.patients.ages import age_on
from bedside.errors import Conflict
from bedside.outbox import Job
from tests.clinic.diary import at, book
from tests.people import Person

KNOWLEDGE = load()
STORIES = stories()
TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
CASES = cases()
CLINIC = Facility(id=UUID(int=1), name="Harbour Street", time_zone="Europe/London")
STAFF = [UUID(int=number) for number in range(10, 13)]


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


def test_nobody_is_written_to_about_made_up_appointments(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    book(asha, bello, harbour, at(9, days=3), by=bello)
    write_to_nobody()
    assert set(Job.objects.values_list("state", flat=True)) == {"cancelled"}


def lives_and_records(seed: int, number: int = 120) -> tuple[list[Life], list[Brought]]:
    """Plan the lives of Asha and others, and write them down, on no database."""
    profiles = [ASHA, *Population(seed, TODAY).patients(number)]
    people = [
        Registered(Patient(id=UUID(int=1000 + place), facility=CLINIC), profile)
        for place, profile in enumerate(profiles)
    ]
    random, place = Random(seed), Place(CLINIC, STAFF)
    planner = Planner(random, NOW, CASES)
    asha = planner.told(people[0], Place(CLINIC, STAFF[:1]), cases("asha.toml"))
    lives = [asha, *(planner.life(person, place) for person in people[1:])]
    return lives, Records(random, NOW, people[0].row.id).of(lives, STAFF)


@pytest.mark.parametrize("case", [*CASES, *cases("asha.toml")], ids=lambda case: case.title)
def test_a_case_has_a_code_that_a_diagnosis_may_carry_and_notes_that_can_be_kept(
    case: Case,
) -> None:
    assert codes.coding(case.code).code == case.code
    for number in range(len(case.notes) + 2):
        found = case.measured(number / 10, 70, Random(1))
        text = case.note(number, found)
        assert text.checked() == text
        assert not text.is_empty
        assert "{" not in "".join(section.text for section in text.sections)


def test_the_same_seed_makes_the_same_record() -> None:
    def told(seed: int) -> list[str]:
        return [
            str(one.body) for one in lives_and_records(seed)[1] if "diagnosis" not in str(one.body)
        ]

    first = told(7)
    assert len(first) > 300
    assert first == told(7)
    assert first != told(8)


def test_no_doctor_is_with_two_patients_at_once_and_nobody_works_at_the_weekend() -> None:
    lives, _ = lives_and_records(7, 400)
    visits = [visit for life in lives for course in life.courses for visit in course.visits]
    assert len({(visit.doctor, visit.at) for visit in visits}) == len(visits) > 500
    assert {visit.at.weekday() for visit in visits} == {0, 1, 2, 3, 4}
    assert all(visit.at < NOW for visit in visits)


def test_nobody_was_given_what_they_do_not_stand() -> None:
    _, records = lives_and_records(7, 400)
    said: dict[str, dict[UUID, str]] = {"allergy": {}, "medicine": {}}
    for one in records:
        if getattr(one.row, "KIND", "") in said and one.body:
            told = said[one.row.KIND]  # type: ignore[attr-defined]
            whose = one.row.patient_id  # type: ignore[attr-defined]
            told[whose] = told.get(whose, "") + str(one.body)
    assert len(said["allergy"]) >= 30
    penicillins = {who for who, text in said["medicine"].items() if "cillin" in text}
    allergic = {
        who for who, text in said["allergy"].items() if "Penicillin" in text or "Amox" in text
    }
    assert penicillins
    assert allergic
    assert not penicillins & allergic


def test_alerts_say_what_is_true_of_those_who_have_them() -> None:
    _, records = lives_and_records(7, 300)
    kinds = {"flag": list[Brought](), "medicine": list[Brought]()}
    for one in records:
        kinds.get(getattr(one.row, "KIND", ""), []).append(one)
    assert {one.row.state for one in kinds["flag"]} == {"active", "ended"}  # type: ignore[attr-defined]
    warned, taking = (
        {one.row.patient_id for one in kinds[kind] if said in str(one.body)}  # type: ignore[attr-defined]
        for kind, said in (("flag", "anticoagulant"), ("medicine", "Apixaban"))
    )
    assert warned == taking != set()


def test_asha_has_a_long_history() -> None:
    lives, _ = lives_and_records(7)
    asha = lives[0]
    assert len({course.case.title for course in asha.courses}) >= 6
    assert sum(len(course.visits) for course in asha.courses) >= 12
    assert all(visit.at > asha.joined for course in asha.courses for visit in course.visits)


def test_names_that_do_not_look_like_most_names_can_be_registered() -> None:
    newborn = Population(7, TODAY).newborn()
    for profile in (ASHA, *UNUSUAL, newborn):
        assert profile.checked(TODAY) == profile
    assert age_on(TODAY, newborn.birth_date) == 0
    longest = max(UNUSUAL, key=lambda one: len(one.name))
    assert sum(letter.isalpha() for letter in longest.name) >= 55
