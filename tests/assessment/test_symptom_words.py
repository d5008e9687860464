"""Sentences as they are typed, and exactly the symptoms that each one says or denies.

``symptom_words.txt`` holds one sentence a line, so that someone who finds a phrase misread adds
a line and nothing else.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.assessment import Knowledge
from bedside.assessment.words import recognise
from bedside.assessment.words.phrases import spelled_out

SENTENCES = Path(__file__).with_name("symptom_words.txt")
ORDINARY = (
    "I wear pants and a hat",
    "the odd thing is that several people came",
    "HIV test was fine",
    "a severe storm with strong wings",
    "he plays football and she does aerobics",
    "the lad next door has a loud radio",
    "we drove to Perth and back",
    "my name is Sam and I live near the station",
    "please send the letter to my office",
)


def _read() -> list[tuple[str, set[str], set[str]]]:
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    cases = []
    for line in (one for one in lines if not one.startswith("#")):
        sentence, _, expected = line.partition("=>")
        present, _, absent = expected.partition("|")
        cases.append((sentence.strip(), set(present.split()), set(absent.split())))
    return cases


def _heard(knowledge: Knowledge, sentence: str, status: str) -> set[str]:
    mentions = recognise(knowledge, sentence).mentions
    return {
        one.finding
        for one in mentions
        if one.status == status and one.finding in knowledge.symptoms
    }


@pytest.mark.parametrize(("sentence", "present", "absent"), _read())
def test_a_sentence_is_understood(
    knowledge: Knowledge, sentence: str, present: set[str], absent: set[str]
) -> None:
    assert _heard(knowledge, sentence, "present") == present
    assert _heard(knowledge, sentence, "absent") == absent


@pytest.mark.parametrize("sentence", ORDINARY)
def test_ordinary_words_are_no_symptoms(knowledge: Knowledge, sentence: str) -> None:
    assert not _heard(knowledge, sentence, "present")


def test_the_sentences_only_name_symptoms_that_exist(knowledge: Knowledge) -> None:
    named = set().union(*(present | absent for _, present, absent in _read()))
    assert named <= knowledge.symptoms.keys()
    assert len(named) > len(knowledge.symptoms) / 2


def test_every_symptom_can_be_said_in_several_ways(knowledge: Knowledge) -> None:
    for name in knowledge.symptoms:
        said = knowledge.texts.findings[name]
        ways = {way for one in said.words for way in spelled_out(one)} | set(said.idioms)
        assert len(ways) >= 8, name
        assert len(said.watch_for) >= 2, name


def test_no_symptom_denies_its_own_words(knowledge: Knowledge) -> None:
    for name in knowledge.symptoms:
        said = knowledge.texts.findings[name]
        assert not set(said.words) & set(said.not_words), name
        assert not set(said.idioms) & set(said.near), name


def test_follow_ups_stay_few(knowledge: Knowledge) -> None:
    for name, symptom in knowledge.symptoms.items():
        assert 1 <= len(symptom.follow_ups) <= 7, name
        assert symptom.follow_ups[0] in knowledge.findings
