"""Reading complaints: what is there, what is denied, what was before, and the values given."""

from __future__ import annotations

import pytest

from bedside.assessment import Knowledge
from bedside.assessment.words import Heard, recognise


@pytest.mark.parametrize(
    ("text", "present", "absent"),
    [
        ("A pounding headache, light hurts", {"headache", "light-sensitivity"}, set()),
        ("I can't catch my breath", {"breathlessness"}, set()),
        ("no fever, cough or rash but my head is killing me", {"headache"}, {"fever", "cough"}),
        ("No chest pain, but my heart is racing", {"palpitations"}, {"chest-pain"}),
        ("no fever, headache for two days", {"headache"}, {"fever"}),
        ("denies fever, cough, chest pain", set(), {"fever", "cough", "chest-pain"}),
        ("headache without fever", {"headache"}, {"fever"}),
        ("feverr and headahce since yesterday", {"fever", "headache"}, set()),
        ("I do not have a cough. I do have a fever.", {"fever"}, {"cough"}),
        ("my fever has gone", set(), {"fever"}),
        ("no appetite and losing weight", {"weight-loss"}, set()),
        ("I can't see with one eye", {"vision-loss"}, set()),
        ("I can't see a doctor today but I cough", {"cough"}, set()),
        ("Rash everywhere and itching", {"rash", "itching"}, set()),
        ("头痛", set(), set()),
        ("", set(), set()),
    ],
)  # fmt: skip
def test_what_is_there_and_what_is_denied(
    knowledge: Knowledge, text: str, present: set[str], absent: set[str]
) -> None:
    heard = recognise(knowledge, text)
    assert present <= set(heard.present)
    assert absent <= set(heard.absent)
    assert not set(heard.present) & absent
    assert not set(heard.absent) & present


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("8 out of 10", "confusion"),
        ("my mother had a stroke and chest pain, I only have a cough", "chest-pain"),
        ("I had chest pain last year but now just heartburn", "chest-pain"),
        ("history of headaches as a child. Fever now", "headache"),
        ("I think about my future a lot", "fever"),
        ("I heard a mouse in the kitchen", "palpitations"),
        ("I can't see a doctor this week", "vision-loss"),
    ],
)
def test_nothing_that_is_not_said_of_the_patient_now(
    knowledge: Knowledge, text: str, finding: str
) -> None:
    assert finding not in recognise(knowledge, text).present


@pytest.mark.parametrize(
    ("text", "finding", "value"),
    [
        ("pounding headache for three days, 8 out of 10, light hurts", "headache.duration", 3.0),
        ("pounding headache for three days, 8 out of 10, light hurts", "headache.severity", 8.0),
        ("pounding headache for three days", "headache.character", ("pounding",)),
        ("headache since yesterday", "headache.duration", 1.0),
        ("I have a cough. It's been two weeks.", "cough.duration", 14.0),
        ("cough for a fortnight", "cough.duration", 14.0),
        ("a 3-day history of cough", "cough.duration", 3.0),
        ("headache started 2 hours ago", "headache.duration", 0.083),
        ("the worst headache ever came on suddenly", "headache.onset", "sudden"),
        ("headache, getting worse", "headache.trend", "worse"),
        ("fever of 39.5 C", "fever.temperature", 39.5),
        ("temperature was 103 F", "fever.temperature", 39.4),
        ("T 39.8, unwell", "fever.temperature", 39.8),
        ("my 3 year old has a headache 7/10", "headache.severity", 7.0),
    ],
)
def test_values_that_the_text_already_gives(
    knowledge: Knowledge, text: str, finding: str, value: object
) -> None:
    assert dict(recognise(knowledge, text).details)[finding] == value


def test_a_reading_of_a_thermometer_is_a_fever(knowledge: Knowledge) -> None:
    assert "fever" in recognise(knowledge, "his temp is 39 degrees").present
    assert "fever" not in recognise(knowledge, "his temp is 36.6 degrees C").details


@pytest.mark.parametrize(
    ("text", "speaker", "years", "sex"),
    [
        ("My 3 year old son has a fever", "parent", 3, "male"),
        ("my daughter is vomiting", "parent", None, "female"),
        ("my husband collapsed", "carer", None, "male"),
        ("I'm a 34 year old woman with a cough", "self", 34, "female"),
        ("I am 28 weeks pregnant", "self", None, "female"),
        ("68M with chest pain", None, 68, "male"),
        ("F/25 sore throat", None, 25, "female"),
        ("I caught a cold from my son", "self", None, None),
        ("my mother had breast cancer and I found a lump", "self", None, None),
        ("headache for 3 days", None, None, None),
        ("I'm 8 out of 10 in pain", "self", None, None),
    ],
)
def test_who_it_is_about(
    knowledge: Knowledge, text: str, speaker: str | None, years: int | None, sex: str | None
) -> None:
    heard = recognise(knowledge, text)
    age = None if heard.age_days is None else round(heard.age_days / 365.25)
    assert (heard.speaker, age, heard.sex) == (speaker, years, sex)


@pytest.mark.parametrize(
    ("text", "days"),
    [("my baby is 5 weeks old", 35), ("7 month old girl", 213), ("10 days old", 10)],
)
def test_a_young_age_is_read_in_its_own_unit(knowledge: Knowledge, text: str, days: int) -> None:
    assert recognise(knowledge, text).age_days == days


def test_every_finding_has_the_span_it_came_from(knowledge: Knowledge) -> None:
    text = "Since Monday a cough, and my head is killing me"
    spans = {one.finding: text[one.start : one.end] for one in recognise(knowledge, text).mentions}
    assert spans["cough"] == "cough"
    assert spans["headache"].startswith("head is killing")


def test_what_is_doubted_is_neither_there_nor_not(knowledge: Knowledge) -> None:
    heard = recognise(knowledge, "maybe I have a fever")
    assert heard.unsure == ("fever",)
    assert not heard.present
    assert not heard.absent
    assert Heard.from_data(heard.to_data()) == heard


def test_a_near_match_is_marked_as_one(knowledge: Knowledge) -> None:
    heard = recognise(knowledge, "there is a chest congestion")
    assert "phlegm" in heard.near
    assert "phlegm" not in heard.present
