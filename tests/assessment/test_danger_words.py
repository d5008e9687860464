"""Danger signs are heard when somebody tells of them, and never when somebody denies them.

``danger_words.txt``: ``+`` one of these findings is heard as there, ``-`` none of them is.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.assessment import Knowledge
from bedside.assessment.words import recognise

SENTENCES = Path(__file__).with_name("danger_words.txt")


def _read() -> list[tuple[bool, frozenset[str], str]]:
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    cases = []
    for line in (one for one in lines if not one.startswith("#")):
        findings, _, sentence = line.partition(":")
        cases.append((line[0] == "+", frozenset(findings[1:].split("/")), sentence.strip()))
    return cases


@pytest.mark.parametrize(("is_told", "findings", "sentence"), _read())
def test_a_danger_is_heard_only_where_it_is_told(
    knowledge: Knowledge, is_told: bool, findings: frozenset[str], sentence: str
) -> None:
    assert findings <= knowledge.findings.keys()
    assert bool(findings & set(recognise(knowledge, sentence).present)) == is_told


def test_reassurance_and_alarm_are_both_read() -> None:
    told = [is_told for is_told, _, _ in _read()]
    assert min(told.count(True), told.count(False)) >= 90
