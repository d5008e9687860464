"""What is said about a symptom besides its name: that it is over, back, feared, measured, answered.

``kinds_of_mention.txt`` has a line for each way to say so: ``L`` a patient's or ``S`` a clinician's
words, then what must be understood of them, so that whoever finds a way misread adds a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bedside.assessment import Knowledge
from bedside.assessment.words import Heard, recognise

SENTENCES = Path(__file__).with_name("kinds_of_mention.txt")


def _read() -> list[tuple[str, str, str]]:
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    cases = []
    for line in (one for one in lines if one and not one.startswith("#")):
        said, _, expected = line.rpartition(" => ")
        reader, _, text = said.partition(" ")
        cases.append((reader, text.replace("\\n", "\n"), expected))
    return cases


def _faults(heard: Heard, expected: str) -> Iterator[str]:
    """What of ``expected`` is not so: ``+x`` there, ``-x`` denied, ``?x`` doubted, ``~x`` none of
    these (it may be offered), ``x=8`` a value, ``x=`` none."""
    values = {name: str(value) for name, value in heard.details}
    values |= {} if heard.age_days is None else {"age": str(heard.age_days)}
    said = {"+": heard.present, "-": heard.absent, "?": heard.unsure}
    for one in expected.split():
        mark, finding = one[0], one[1:]
        name, is_value, value = one.partition("=")
        if is_value:
            right = values.get(name, "") == value
        elif mark == "~":
            right = not any(finding in names for names in said.values())
        else:
            right = finding in said[mark]
        if not right:
            yield one


@pytest.mark.parametrize(("reader", "text", "expected"), _read())
def test_a_mention_is_taken_as_it_is_meant(
    knowledge: Knowledge, reader: str, text: str, expected: str
) -> None:
    heard = recognise(knowledge, text, "clinician" if reader == "S" else "lay")
    assert not list(_faults(heard, expected)), heard


def test_the_lines_only_name_findings_that_exist(knowledge: Knowledge) -> None:
    named = {one[1:] for _, _, said in _read() for one in said.split() if "=" not in one}
    assert named <= knowledge.findings.keys()
