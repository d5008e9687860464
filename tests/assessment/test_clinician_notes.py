"""Notes of many kinds, written for this reader, with what must be understood of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.assessment import Knowledge
from bedside.assessment.words import recognise

NOTES = [
    line.split("|")
    for line in Path(__file__).with_name("clinician_notes.txt").read_text().splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize("line", NOTES, ids=[line[0].strip() for line in NOTES])
def test_a_note_is_understood(knowledge: Knowledge, line: list[str]) -> None:
    text, present, absent, unsure = (*line, "", "", "")[:4]
    heard = recognise(knowledge, text.strip(), "clinician")
    assert set(present.split()) <= set(heard.present)
    assert set(absent.split()) <= set(heard.absent)
    assert set(unsure.split()) <= set(heard.unsure)
