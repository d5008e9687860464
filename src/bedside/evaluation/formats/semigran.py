"""Vignettes with a triage level (Semigran et al. 2015): one text, ``em``, ``ne`` or ``sc``."""

from __future__ import annotations

from pathlib import Path

from bedside.evaluation.cases import Case, Part, Story, Truth
from bedside.evaluation.formats.files import Row, cases_from, json_lines, told, unwrapped
from bedside.evaluation.reader.sentences import first_sentence

LEVELS = frozenset({"em", "ne", "sc"})


def read(path: Path) -> list[Case]:
    """JSONL with ``case_description``, ``urgency_level`` and ``correct_diagnosis``."""
    return cases_from(json_lines(path), _case)


def _case(number: int, row: Row) -> Case:
    text, level = unwrapped(str(row["case_description"])), str(row["urgency_level"]).strip().lower()
    told(text)
    if level not in LEVELS:
        raise ValueError("urgency_level is em, ne or sc")
    story = Story(first_sentence(text), (Part("said", text),))
    diagnosis = str(row["correct_diagnosis"]).strip()
    return Case(str(row.get("id", number)), story, Truth(diagnosis, level))
