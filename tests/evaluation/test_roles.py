"""Whose it is, and whether it is there now: what the simulated patient takes no symptom from."""

from __future__ import annotations

import pytest

from bedside.assessment import Age, Knowledge, Option, Question
from bedside.evaluation.interviews import hold
from bedside.evaluation.patient import SimulatedPatient, age_of
from bedside.evaluation.reader.people import subject
from tests.evaluation.made_up import story


def _there(knowledge: Knowledge, text: str, finding: str) -> bool | None:
    read = SimulatedPatient(knowledge, story(text), "narrative").reads(finding)
    return read and read.there


_STAYS = ("crushing-chest-pain", True)


@pytest.mark.parametrize(
    ("text", "finding", "there"),
    [
        ("I was feverish at first but that has passed. A runny nose.", "fever", False),
        ("On Monday he had a temperature of 39, which has since settled.", "fever", False),
        ("Headache yesterday. It has gone now.", "headache", False),
        ("Fever and vomiting on Friday, both of which have stopped.", "vomiting", False),
        ("A bit of a fever the first evening, none since.", "fever", False),
        ("The cough has not gone.", "cough", True),
        ("The headache has gone but it came back today.", "headache", True),
        ("The pain resolved with rest for a while.", "pain", True),
        ("A cough, and a fever that has gone.", "cough", True),
        ("A cough, and a fever that has gone.", "fever", False),
        ("He had a seizure, which has stopped.", "seizure", True),
        ("Vomiting. He passed urine this morning.", "vomiting", True),
        ("A rash. He had a sore throat 3 months ago.", "sore-throat", False),
        ("A sore throat that started 3 months ago.", "sore-throat", True),
        ("No sore throat and no headache.", "pain", None),
        ("Pressure in my chest uphill. It goes when I stop.", "crushing-chest-pain", False),
        ("Pressure in my chest. It went when I rested, but now it stays.", *_STAYS),
        ("Crushing chest pain for an hour.", *_STAYS),
    ],
)
def test_what_is_over_is_no_longer_there(
    knowledge: Knowledge, text: str, finding: str, there: bool | None
) -> None:
    assert _there(knowledge, text, finding) is there


@pytest.mark.parametrize(
    ("text", "finding", "there"),
    [
        ("I have a cold. I am otherwise fit and well.", "seizure", None),
        ("This fits the picture of a strain.", "seizure", None),
        ("I'm confused because the labels differ.", "confusion", None),
        ("I don’t have a fever.", "fever", False),
        ("BP is high and my head hurts at 32 weeks.", "pregnant", True),
        ("A cough for 32 weeks.", "pregnant", None),
        ("Temp 38.4 since noon.", "fever", True),
        ("Temp 36.8 at noon.", "fever", False),
        ("Temp 37.7 at noon.", "fever", None),
        ("Are you having any numbness? No.", "numbness", None),
        ("Do you think my numbness is bad?", "numbness", True),
        ("My sugars are 420 today.", "high-blood-sugar", True),
        ("Glucose 18 mmol/L.", "high-blood-sugar", True),
        ("Fasting glucose 210.", "high-blood-sugar", None),
        ("She has not urinated for 12 hours.", "little-urine", True),
        ("No urinary symptoms.", "little-urine", None),
        ("Lost weight without trying, vomiting.", "vomiting", True),
        ("Not his usual self, vomiting, pale.", "vomiting", True),
        ("The bruise on my shin is going yellow.", "jaundice", None),
        ("lost weight. family history of diabetes. always thirsty.", "thirst", True),
        ("lost weight. family history of diabetes. always thirsty.", "diabetes", None),
        ("Attends the stroke clinic as a volunteer.", "stroke-signs", None),
        ("I bought tablets for fever at the shop.", "fever", None),
        ("I took tablets for my fever.", "fever", True),
        ("Seek care if confusion, severe vomiting or a rash develops.", "vomiting", None),
        ("Watch for vomiting and fever.", "fever", None),
        ("My calf aches. I am scared it might be a blood clot or a rash.", "rash", None),
        ("Could it be a fever?", "fever", None),
        ("Can amoxicillin cause vomiting?", "vomiting", None),
        ("The leaflet says it may cause vomiting.", "vomiting", None),
        ("I am worried about my rash.", "rash", True),
        ("Is it normal that I keep vomiting?", "vomiting", True),
        ("If I press on it I vomit.", "vomiting", True),
        ("I am 34 weeks pregnant and have not slept.", "pregnant", True),
        ("I am not pregnant.", "pregnant", False),
        ("Chest pain worse with exertion and sometimes associated with cough.", "cough", True),
        ("Chest pain that is worse on breathing in.", "pleuritic-pain", True),
    ],
)
def test_what_is_feared_asked_or_treated_is_not_said(
    knowledge: Knowledge, text: str, finding: str, there: bool | None
) -> None:
    assert _there(knowledge, text, finding) is there


@pytest.mark.parametrize(
    ("text", "finding", "there"),
    [
        ("A cold. My husband coughed up blood last year but is cured.", "coughing-blood", None),
        ("My mother had a stroke and I have a headache.", "headache", True),
        ("I have a cough and my boss has vomited all day.", "vomiting", None),
        ("My dog has diarrhoea. I have a rash.", "diarrhoea", None),
        ("My daughter has belly pain with fever and vomiting.", "vomiting", True),
        ("My husband says I was vomiting.", "vomiting", True),
        ("My husband is vomiting and has a fever.", "fever", True),
        ("My 3 year old has a rash. His sister has a fever.", "fever", None),
    ],
)
def test_what_others_have_is_not_the_patients(
    knowledge: Knowledge, text: str, finding: str, there: bool | None
) -> None:
    assert _there(knowledge, text, finding) is there


def test_a_toddler_is_about_two_where_no_age_is_told() -> None:
    assert age_of(story("My toddler has a cough.")) == Age.years(2)
    assert age_of(story("I have a toddler and a cough.")) is None
    assert age_of(story("My 4 year old has a cough.")) == Age.years(4)


@pytest.mark.parametrize(
    ("text", "speaker", "called"),
    [
        ("I have a cough and my son has one too.", "self", None),
        ("My son is wheezing.", "parent", "son"),
        ("My 4 year old has been sick.", "parent", "year old"),
        ("My husband woke with chest pain.", "carer", "husband"),
        ("My wife says I look pale.", "self", None),
        ("A cough for two days.", "self", None),
    ],
)
def test_who_speaks_of_whom(text: str, speaker: str, called: str | None) -> None:
    assert subject(text) == (speaker, called)


def test_a_tick_that_the_words_do_not_bear_is_taken_away(knowledge: Knowledge) -> None:
    """Own words decide, not the tick of the engine; a loose mention is enough to keep it."""
    told = story("My skin came out in something red and blotchy that spread as a rash would.")
    lines = ("rash", "unconscious-or-hard-to-wake")
    offered = tuple(Option(one, one) for one in lines)
    shown = Question("complaint.chips", "many", "?", "", "complaint", offered, preselected=lines)
    assert SimulatedPatient(knowledge, told, "narrative").answer(shown).value == ["rash"]


def test_a_colour_alone_bears_out_no_line(knowledge: Knowledge) -> None:
    words = "The bruise on my shin is going yellow at the edges."
    patient = SimulatedPatient(knowledge, story(words), "narrative")
    assert not patient._suggests("jaundice")
    assert patient._suggests("bruising")


@pytest.mark.parametrize(
    ("text", "not_there"),
    [
        (
            "Been full of cold since Sunday. I was feverish the first night but that has passed. "
            "Just a streaming nose and sneezing left. No chest pain, not breathless, otherwise fit "
            "and well.",
            ("seizure", "fit-now", "fever"),
        ),
        (
            "Runny nose and sneezing for two days. My husband coughed up blood last year and it "
            "was TB, but he is cured. I have no cough, no fever, feel fine.",
            ("coughing-blood", "cough", "fever", "tuberculosis-contact"),
        ),
    ],
)
def test_a_cold_is_told_as_nothing_worse(
    knowledge: Knowledge, text: str, not_there: tuple[str, ...]
) -> None:
    for finding in not_there:
        assert _there(knowledge, text, finding) is not True, finding
    assert _there(knowledge, text, "sneezing") is True
    held = hold(knowledge, story(text), "full", "narrative", ranking=False)
    assert held.triage in ("self-care", "routine")
    assert not held.flags
