"""Sentences of many kinds of people: each says what is listed, and no other symptom.

``lay_sentences.txt`` holds teenagers and pensioners, worried parents, several Englishes, text
messages, tricky denials, and chatter that says nothing at all.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.assessment import Knowledge
from bedside.assessment.words import recognise

SENTENCES = Path(__file__).with_name("lay_sentences.txt")


def _read() -> list[tuple[str, tuple[set[str], ...]]]:
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    cases = []
    for line in (one for one in lines if not one.startswith("#")):
        sentence, _, expected = line.partition("=>")
        parts = [set(part.split()) for part in expected.split("|")]
        cases.append((sentence.strip(), tuple((*parts, set(), set())[:3])))
    return cases


@pytest.mark.parametrize(("sentence", "expected"), _read())
def test_a_sentence_says_this_and_no_other_symptom(
    knowledge: Knowledge, sentence: str, expected: tuple[set[str], ...]
) -> None:
    heard = recognise(knowledge, sentence)
    for findings, said in zip((heard.present, heard.absent, heard.unsure), expected, strict=True):
        assert said <= set(findings)
        assert set(findings) & knowledge.symptoms.keys() <= said


def test_many_sentences_are_read() -> None:
    assert len(_read()) >= 150
