"""Synthetic cases with vital signs and a risk tier: routine, urgent or critical."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bedside.evaluation.cases import Case, Part, Story, Truth
from bedside.evaluation.formats.files import Row, cases_from, json_lines, sex_of, told, years

_VITALS = {
    "heart_rate": "vitals.heart-rate",
    "systolic_bp": "vitals.systolic",
    "temperature_c": "vitals.temperature",
    "spo2": "vitals.oxygen-saturation",
    "respiratory_rate": "vitals.respiratory-rate",
}
_TIERS = frozenset({"routine", "urgent", "critical"})


def read(path: Path) -> list[Case]:
    """JSONL with ``id``, ``input`` and ``labels``; the rationale is not read."""
    return cases_from(json_lines(path), _case)


def _case(number: int, row: Row) -> Case:
    given, tier = row["input"], str(row["labels"]["gold_risk_tier"])
    if tier not in _TIERS:
        raise ValueError("gold_risk_tier is routine, urgent or critical")
    who = given.get("demographics") or {}
    complaint, history = _sentence(given["chief_complaint"]), _sentence(given.get("history"))
    told(complaint, history)
    notes = " ".join(_sentence(one) for one in given.get("prior_notes") or ())
    story = Story(
        statement=complaint,
        parts=(Part("said", f"{complaint} {history}".strip()), Part("history", notes)),
        age=years(who.get("age")),
        sex=sex_of(who.get("sex", "")),
        measured=_measured(given.get("vitals") or {}),
    )
    return Case(str(row.get("id", number)), story, Truth(level=tier))


def _measured(vitals: Mapping[str, Any]) -> dict[str, float]:
    """Only what was measured: a vital sign that is missing is unknown."""
    return {
        ours: float(vitals[theirs])
        for theirs, ours in _VITALS.items()
        if vitals.get(theirs) is not None
    }


def _sentence(text: object) -> str:
    said = " ".join(str(text or "").split())
    return said if not said or said.endswith((".", "!", "?")) else f"{said}."
