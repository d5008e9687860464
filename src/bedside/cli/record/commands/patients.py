"""The patients: who they are, and what matters now."""

from bedside.cli.record.commands.cells import name_of
from bedside.cli.record.commands.command import Command
from bedside.cli.record.showing import day
from bedside.schemas.patients import Patient, Patients

_PATIENT = {
    "Id": lambda row: row.id,
    "Name": name_of,
    "Born": lambda row: day(row.birth_date),
    "Age": lambda row: row.age_text,
}
PATIENTS: dict[str, Command] = {
    "list": Command(
        "List the patients you care for.", "GET patients", Patients, _PATIENT, paged=True
    )
}
CHART = Command(
    "Show who a patient is and what matters now.",
    "GET patients/{patient}",
    Patient,
    _PATIENT,
    then={
        "allergies": {"state": "active"},
        "problems": {"state": "active"},
        "medicines": {"state": "active"},
        "diagnoses": {},
        "vitals": {"limit": 5},
        "appointments": {"status": "booked"},
    },
)
