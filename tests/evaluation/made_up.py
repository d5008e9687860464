"""Tiny made-up cases in each format, and outcomes of made-up engines."""

from __future__ import annotations

import json
from pathlib import Path

from bedside.evaluation.cases import Case, Part, Story, Truth
from bedside.evaluation.interviews import Outcome
from bedside.evaluation.running import Evaluated

SEMIGRAN = [
    {
        "urgency_level": "em",
        "correct_diagnosis": "Heart attack",
        "case_description": "A 61-year-old man has had crushing chest pain for 30 minutes. He is "
        "sweating and the pain spreads to his left arm. On examination his blood pressure is "
        "100/60 mmHg.",
    },
    {
        "urgency_level": "sc",
        "correct_diagnosis": "Common cold",
        "case_description": "A 25-year-old woman has had a runny nose and sneezing for 2 days. She "
        "has no fever, no headache and no shortness of breath.",
    },
]
AVEY = (
    "vignette_id,body_system,correct_diagnosis,demographics,chief_complaints,presentation,"
    "absent_findings,physical_history,family_history,social_history\n"
    '7,Respiratory,Common Cold,30 year old Female,"Cough, Runny nose",'
    'She has been coughing for 3 days.,"No fever, No chest pain, No rash except the old one",'
    "Asthma,Her father has diabetes.,-\n"
)
DDXPLUS = (
    "age,top5_diagnoses,sex,diagnosis,features,feature_id\n"
    "40,[],F,Anaphylaxis,\"['E_66', 'E_54_@_V_112']\",E_66\n"
)
CLINICAFLOW = {
    "id": "c1",
    "input": {
        "chief_complaint": "Sore throat",
        "history": "Denies fever",
        "demographics": {"age": 30, "sex": "male"},
        "vitals": {"heart_rate": 80, "spo2": None},
    },
    "labels": {"gold_risk_tier": "routine"},
    "rationale": "secret",
}

TRIAGE = [
    {
        "id": "t1",
        "text": "Crushing chest pain for half an hour, I am sweating.",
        "age": 61,
        "sex": "male",
        "speaker": "self",
        "expected": "emergency",
        "why": "secret",
    },
    {"id": "t2", "text": "Runny nose for 2 days, no fever.", "gold": "self_care", "age": 25},
]


def write(folder: Path, name: str) -> Path:
    """The made-up set of this format, as a file."""
    path = folder / f"{name}.txt"
    lines = {"semigran": SEMIGRAN, "clinicaflow": [CLINICAFLOW], "triage": TRIAGE}.get(name)
    text = {"avey": AVEY, "ddxplus": DDXPLUS}.get(name, "")
    path.write_text("\n".join(json.dumps(one) for one in lines) if lines else text, "utf-8")
    return path


def story(text: str, *, denied: str = "", history: str = "", statement: str = "") -> Story:
    """A case told in a sentence or two."""
    parts = (Part("said", text), Part("denied", denied), Part("history", history))
    return Story(statement or text, parts)


def evaluated(
    triage: str | None, top: tuple[str, ...], truth: Truth, way: str = "full"
) -> Evaluated:
    """A case and what some engine said about it."""
    return Evaluated(Case("1", story("A cough."), truth), {way: Outcome(triage, top, 10, 20, ())})
