"""From what the rooms below show to what the API says."""

from dataclasses import asdict
from typing import Any

from bedside import clinic, intake
from bedside.api.call import Call
from bedside.intake.views import Data
from bedside.schemas.assessments import Assessment, AssessmentLine
from bedside.schemas.patients import Patient
from bedside.schemas.results import FOR_DOCTORS


def show_assessment(call: Call, view: intake.AssessmentView) -> Assessment:
    """Return an assessment, with its ETag set and the deployment's phone numbers filled in."""
    call.tag(view.version)
    said: dict[str, Any] = {name: getattr(view, name) for name in _AS_THEY_ARE}
    for name in ("step", "result"):
        said[name] = _told(call, getattr(view, name))
    said["may"] = sorted(view.may)
    said["facility"] = view.facility_id
    said["patient"] = show_patient(view.patient) if view.patient else None
    return Assessment.model_validate(said)


_AS_THEY_ARE = frozenset(Assessment.model_fields) - {
    "step",
    "result",
    "may",
    "facility",
    "patient",
}


def _told(call: Call, step: Data | None) -> Data | None:
    """Return a question or result with the phone numbers, and only what this caller should see."""
    if step is None:
        return None
    if step["type"] == "result" and call.by.role != "doctor":
        step = {name: value for name, value in step.items() if name not in FOR_DOCTORS}
    filled: Data = intake.fill(
        step,
        emergency_number=call.options.emergency_number,
        crisis_line=call.options.crisis_line,
    )
    return filled


def show_line(line: intake.AssessmentLine) -> AssessmentLine:
    """Return one line of a list of assessments."""
    return AssessmentLine.model_validate(asdict(line))


def show_patient(view: clinic.PatientView) -> Patient:
    """Return a patient; null details when there are none to see."""
    profile = view.profile
    return Patient.model_validate(
        {
            "id": view.id,
            "state": view.state,
            "facility": view.facility_id,
            "name": profile and profile.name,
            "birth_date": profile and profile.birth_date,
            "age": view.age,
            "age_text": view.age_text,
            "sex": profile and profile.sex,
            "email": profile and profile.email,
            "phone": profile and profile.phone,
            "preferred_name": profile and profile.preferred_name,
            "gender": profile and profile.gender,
            "language": profile and profile.language,
            "needs": list(profile.needs) if profile else None,
            "next_of_kin": _kin(profile),
            "responsible": view.responsible_id,
            "version": view.version,
            "created_at": view.created_at,
        }
    )


def _kin(profile: clinic.Profile | None) -> dict[str, str] | None:
    return asdict(profile.next_of_kin) if profile and profile.next_of_kin else None
