"""What a record holds, in words."""

from collections.abc import Mapping

from bedside.clinic.appointments.wording import STANDING
from bedside.clinic.encounters.models import EncounterClass
from bedside.clinic.entries.lifecycle import ERROR
from bedside.intake.urgency import RANKS
from bedside.intake.wording import LEVELS, WHENS

URGENCIES: Mapping[int, str] = {RANKS[when]: words for when, words in WHENS.items()}
"""How soon somebody should be seen, by the rank of it."""
ENTRIES: Mapping[str, str] = {
    "encounter": "Encounters",
    "elsewhere": "Encounters at other clinics",
    "note": "Notes",
    "assessment": "Assessments",
    "appointment": "Appointments",
    "diagnosis": "Diagnoses",
    "vitals": "Measurements",
}
"""What a timeline holds."""
DIAGNOSES: Mapping[str, str] = {
    "confirmed": "Confirmed",
    "suspected": "Suspected",
    "resolved": "Resolved",
    "refuted": "Ruled out",
    ERROR: "Entered in error",
}
"""How a diagnosis stands, in the order in which a page groups them."""
PARTS: Mapping[str, str] = {
    "about": "About you",
    "life_threats": "Urgent signs",
    "complaint": "What is wrong",
    "symptoms": "Your symptoms",
    "adaptive": "Looking closer",
    "background": "Your background",
    "vitals": "Measurements",
    "questionnaires": "How you have been",
}
FLAGS: Mapping[str, str] = {
    "safety": "Safety",
    "clinical": "Clinical",
    "drug": "Medicines",
    "lab": "Laboratory",
    "diet": "Diet",
    "behavioral": "Behaviour",
    "contact": "Contact",
    "advance-directive": "Advance decision",
    "admin": "Administration",
    "research": "Research",
}
"""What an alert is about, by its category."""
MARKS: Mapping[str, Mapping[str, str]] = {
    "encounter": {**dict(EncounterClass.choices), ERROR: "Entered in error"},
    "elsewhere": {},
    "note": {"note": "", "amendment": "Amendment"},
    "assessment": LEVELS,
    "appointment": STANDING,
    "diagnosis": DIAGNOSES,
    "vitals": {"": "", ERROR: "Entered in error"},
}
"""What stands beside an entry of a timeline, by its kind and its code."""
