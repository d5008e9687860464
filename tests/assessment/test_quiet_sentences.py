"""Everyday English without a complaint: work, travel, sport, food, sayings, appointments.

``quiet_sentences.txt`` must be met with silence; the same words said of a body must still be heard.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.assessment import Knowledge
from bedside.assessment.words import recognise

SENTENCES = Path(__file__).with_name("quiet_sentences.txt")


def _read() -> list[str]:
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [one for one in lines if not one.startswith("#")]


@pytest.mark.parametrize("sentence", _read())
def test_a_sentence_without_a_complaint_says_nothing(knowledge: Knowledge, sentence: str) -> None:
    heard = recognise(knowledge, sentence)
    assert not heard.mentions
    assert not heard.pieces


@pytest.mark.parametrize(
    ("sentence", "finding"),
    [
        ("my period is late", "missed-period"),
        ("I'm late on my period", "missed-period"),
        ("I can't get it up any more", "erection-problem"),
        ("I've been on edge for weeks", "anxiety"),
        ("I haven't been to the toilet for six days", "constipation"),
        ("I cut my hand on a tin", "skin-wound"),
        ("he hanged himself and we cut him down", "strangulation"),
        ("I took too much on purpose", "overdose"),
        ("I threw up some blood", "vomiting-blood"),
        ("he swallowed a hearing aid battery", "swallowed-battery-or-magnet"),
        ("I turned yellow yesterday", "jaundice"),
        ("his face dropped when he woke up", "face-droop"),
        ("I'm going to do it tonight", "in-danger-from-self"),
        ("I am exhausted all the time", "fatigue"),
        ("my friend was stabbed last night", "injury"),
        ("I feel hot and cold", "fever"),
        ("my legs are swollen", "leg-swelling"),
    ],
)
def test_the_same_words_of_a_body_are_heard(
    knowledge: Knowledge, sentence: str, finding: str
) -> None:
    assert finding in recognise(knowledge, sentence).present


def test_enough_of_everyday_life_is_covered() -> None:
    assert len(_read()) >= 120
