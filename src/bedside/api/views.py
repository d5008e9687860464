"""From what the rooms below show to what the API says."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bedside import clinic, intake
from bedside.api import cursors
from bedside.api.call import Call
from bedside.assessment import Numbers, Question, Result, filled
from bedside.intake.views import AnsweredQuestion
from bedside.paging import Page
from bedside.schemas.assessments import Assessment, AssessmentLine, Assessments
from bedside.schemas.patients import Patient
from bedside.schemas.results import FOR_DOCTORS


def show_assessment(call: Call, view: intake.AssessmentView) -> Assessment:
    """Return an assessment, with its ETag set and the deployment's phone numbers filled in."""
    call.tag(view.version)
    said: dict[str, Any] = {name: getattr(view, name) for name in _AS_THEY_ARE}
    said["step"] = _told(call, view.step) if view.step else None
    said["result"] = _told(call, view.result) if view.result else None
    for name in _ANSWERS:
        said[name] = _answered(call, getattr(view, name))
    said["notice"] = asdict(filled(view.notice, _numbers(call))) if view.notice else None
    said["progress"] = asdict(view.progress) if view.progress else None
    said["may"] = sorted(view.may)
    said["enquiries"] = [asdict(one) for one in view.enquiries]
    said["steps"] = [asdict(one) | {"unread": one.unread or None} for one in view.steps]
    said["facility"] = view.facility_id
    said["encounter"] = view.encounter_id
    said["patient"] = show_patient(view.patient) if view.patient else None
    if view.against is not None:
        said["against"] = [asdict(one) | {"on_record": [*one.on_record]} for one in view.against]
    return Assessment.model_validate(said)


_ANSWERS = frozenset({"answers", "corrections", "dropped"})
_LISTS = ("enquiries", "steps")
_SHOWN = _ANSWERS | {
    "step",
    "result",
    "progress",
    "notice",
    "may",
    "facility",
    "encounter",
    "patient",
    "against",
    *_LISTS,
}
_AS_THEY_ARE = frozenset(Assessment.model_fields) - _SHOWN


def _told(call: Call, step: Question | Result) -> dict[str, Any]:
    """Return a question or result with the phone numbers, and only what this caller should see."""
    told = filled(step, _numbers(call)).to_data()
    if isinstance(step, Result) and call.by.role != "doctor":
        told |= dict.fromkeys(FOR_DOCTORS)
    return told


def _answered(call: Call, turns: Sequence[AnsweredQuestion]) -> list[dict[str, Any]]:
    asked = [filled(turn.question, _numbers(call)) for turn in turns]
    return [
        {
            "question_id": question.id,
            "text": question.text,
            "answer": turn.answer,
            "label": turn.label,
            "question": question.to_data(),
        }
        for question, turn in zip(asked, turns, strict=True)
    ]


def _numbers(call: Call) -> Numbers:
    return Numbers(call.options.emergency_number, call.options.crisis_line)


def show_lines(call: Call, found: Page[intake.AssessmentLine], listed: str) -> Assessments:
    """Return a page of the list of assessments that `listed` names, and where it goes on."""
    last = (found[-1].started_at, found[-1].id) if found.more else None
    return Assessments(
        items=[AssessmentLine.model_validate(asdict(line)) for line in found],
        next=cursors.write_moment(last, of=listed, by=call.by),
    )


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
            "former_names": list(profile.former_names) if profile else None,
            "record_number": view.record_number,
            "responsible": view.responsible_id,
            "version": view.version,
            "created_at": view.created_at,
            "readable": view.readable,
        }
    )


def _kin(profile: clinic.Profile | None) -> dict[str, str] | None:
    return asdict(profile.next_of_kin) if profile and profile.next_of_kin else None
