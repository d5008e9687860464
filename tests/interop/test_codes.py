"""No code that is stored about a patient is lost on its way into FHIR: a walk through the models.

Each field with a choice of codes is given one after the other, and what leaves must differ.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db.models import Field
from django.utils import timezone
from starlette.testclient import TestClient

from bedside import clinic
from bedside.clinic import models as tables
from bedside.clinic.allergies import SEVERITIES, TYPES, AllergyBody
from bedside.clinic.diagnoses.lifecycle import LIFECYCLE as OF_A_DIAGNOSIS
from bedside.clinic.entries.lifecycle import LIFECYCLE
from bedside.clinic.flags import CATEGORIES, FlagBody
from bedside.clinic.models import Appointment, Encounter
from bedside.clinic.notes.models import NoteState
from bedside.clinic.patients.profile import LANGUAGES, NEEDS, SEXES
from bedside.clinic.vitals.acts import LIFECYCLE as OF_VITALS
from bedside.intake import lifecycle
from bedside.intake.models import Assessment
from bedside.interop.fhir.resources import appointment, encounter, questionnaire_response
from bedside.interop.fhir.resources.document_reference import DOC_STATUS
from tests.api.conftest import Clinic, bello, day
from tests.interop.record import Record, write

__all__ = ["bello", "day"]

ELSEWHERE = {
    "clinic.Patient.state": "a provisional patient is nobody yet, and in nobody's reach",
    "clinic.Diagnosis.onset_precision": "a date says how much of it is known",
    "clinic.Diagnosis.abated_precision": "a date says how much of it is known",
    "clinic.NoneKnown.state": "a statement that was ended is no statement any more",
    "clinic.ScheduleException.kind": "slots say when somebody can be seen, not why they cannot",
    "clinic.WaitingPlace.state": "who waits for a time is Bedside's own affair",
    "clinic.SearchIndex.state": "how a facility's index stands",
}
"""Choices that leave in another form, or not at all, and why."""


@pytest.fixture(scope="module")
def record(day: Clinic) -> Record:
    return write(day, day.asha, day.bello)


def choices() -> Iterator[str]:
    """Yield every field with a choice of codes in the rooms that FHIR speaks of."""
    for model in (*apps.get_app_config("clinic").get_models(), *_of_intake()):
        for field in model._meta.get_fields():
            if isinstance(field, Field) and field.choices:
                yield f"{model._meta.app_label}.{model.__name__}.{field.name}"


def _of_intake() -> Iterator[Any]:
    return iter(apps.get_app_config("intake").get_models())


SHOWN: dict[str, tuple[str, Callable[[Record], UUID], dict[str, dict[str, Any]]]] = {
    "clinic.Encounter.kind": ("Encounter", lambda r: r.encounter, {}),
    "clinic.Encounter.state": (
        "Encounter",
        lambda r: r.encounter,
        {"locked": {"locked_at": timezone.now()}},
    ),
    "clinic.Appointment.status": (
        "Appointment",
        lambda r: r.appointment,
        {
            "proposed": {"held_until": timezone.now()},
            "cancelled": {"cancel_reason": "other"},
        },
    ),
    "clinic.Appointment.cancel_reason": ("Appointment", lambda r: r.appointment, {}),
    "clinic.Appointment.news": ("Appointment", lambda r: r.appointment, {}),
    "intake.Assessment.state": (
        "RiskAssessment",
        lambda r: r.assessment,
        {code: {"reviewed_at": timezone.now()} for code in ("reviewed", "closed")},
    ),
    "intake.Assessment.triage": ("RiskAssessment", lambda r: r.assessment, {}),
    "intake.Assessment.when_code": ("RiskAssessment", lambda r: r.assessment, {}),
}
OF_SENT_ONES = {"intake.Assessment.state": lifecycle.SENT}
"""What is not sent is not the clinic's to see."""
DRAFTS = {
    "clinic.Note.state": "a draft is its author's alone, and docStatus says so (test_clinical)",
    "intake.Step.unread": "only of one that did not open",
}


def test_every_choice_is_shown_or_has_a_reason_not_to_be() -> None:
    known = {*SHOWN, *ELSEWHERE, *DRAFTS}
    assert set(choices()) - known == set()


@pytest.mark.parametrize("name", SHOWN)
def test_no_code_is_lost(day: Clinic, record: Record, bello: TestClient, name: str) -> None:
    kind, find, beside = SHOWN[name]
    label, model_name, field = name.split(".")
    model = apps.get_model(label, model_name)
    rows = model._default_manager.filter(id=find(record))
    before = rows.values().get()
    codes = OF_SENT_ONES.get(name) or [
        code for code, _ in model._meta.get_field(field).choices if code
    ]
    said = {}
    for code in codes:
        more = dict(beside.get(code, {}))
        more |= {"locked_by": day.bello.user} if code == "locked" else {}
        more |= {"reviewed_by": day.bello.user} if "reviewed_at" in more else {}
        if field == "cancel_reason":
            more["status"] = "cancelled"
        rows.update(**{field: code}, **more)
        answer = bello.get(f"/fhir/{kind}/{find(record)}")
        assert answer.status_code == 200, (code, answer.text)
        said[code] = json.dumps(answer.json(), sort_keys=True)
        rows.update(**before)
    assert len(set(said.values())) == len(codes)


@pytest.mark.parametrize(
    ("kind", "noun", "states"),
    [
        ("Condition/diagnosis-", "Diagnosis", OF_A_DIAGNOSIS),
        ("Condition/problem-", "Problem", LIFECYCLE),
        ("AllergyIntolerance/", "Allergy", LIFECYCLE),
        ("MedicationStatement/", "Medicine", LIFECYCLE),
        ("Flag/", "Flag", LIFECYCLE),
        ("Observation/vitals.", "Vitals", OF_VITALS),
    ],
)
def test_no_state_of_a_list_is_lost(
    record: Record, bello: TestClient, kind: str, noun: str, states: Any
) -> None:
    entry = getattr(record, noun.lower())
    rows = getattr(tables, noun).objects.filter(id=entry)
    before = rows.values().get()
    path = f"/fhir/{kind}{entry}{'.pulse' if noun == 'Vitals' else ''}"
    said = set()
    for state in states:
        more = {"certainty": "probable"} if state == "suspected" else {}
        rows.update(state=state, **more)
        said.add(json.dumps(bello.get(path).json(), sort_keys=True))
        rows.update(**before)
    assert len(said) == len(states)


def test_no_code_of_what_was_written_is_lost(day: Clinic, bello: TestClient) -> None:
    whose, by = day.new_patient().patient, day.bello.actor

    def said(kind: str, entry: UUID) -> str:
        found = bello.get(f"/fhir/{kind}/{entry}").json()
        for name in ("id", "meta", "recordedDate", "extension"):
            found.pop(name, None)
        return json.dumps(found, sort_keys=True)

    add = clinic.allergies.add
    severities = {
        said("AllergyIntolerance", add(whose, AllergyBody(substance="X", severity=one), by=by).id)
        for one in SEVERITIES
    }
    types = {
        said("AllergyIntolerance", add(whose, AllergyBody(substance="X", type=one), by=by).id)
        for one in TYPES
    }
    categories = {
        said("Flag", clinic.flags.add(whose, FlagBody(title="X", category=one), by=by).id)
        for one in CATEGORIES
    }
    assert (len(severities), len(types), len(categories)) == (
        len(SEVERITIES),
        len(TYPES),
        len(CATEGORIES),
    )


def test_no_code_of_a_profile_is_lost(day: Clinic, bello: TestClient) -> None:
    whose = day.new_patient().patient
    for field, values in (
        ("sex", SEXES),
        ("language", tuple(LANGUAGES)[:5]),
        ("needs", tuple((one,) for one in NEEDS)),
    ):
        said = set()
        for value in values:
            now = clinic.read_patient(whose, by=day.bello.actor)
            clinic.correct_profile(whose, {field: value}, version=now.version, by=day.bello.actor)
            found = bello.get(f"/fhir/Patient/{whose}").json()
            found.pop("meta")
            said.add(json.dumps(found, sort_keys=True))
        assert len(said) == len(values)


def test_a_draft_of_a_note_is_told_from_a_signed_one() -> None:
    assert set(DOC_STATUS) == set(NoteState.values)
    assert len(set(DOC_STATUS.values())) == len(DOC_STATUS)


def test_the_tables_know_every_state() -> None:
    assert set(appointment.STATUS) == {code for code, _ in _choices(Appointment, "status")}
    assert set(encounter.CLASS) == {code for code, _ in _choices(Encounter, "kind")}
    assert set(questionnaire_response.STATUS) == {code for code, _ in _choices(Assessment, "state")}


def _choices(model: Any, field: str) -> Any:
    return model._meta.get_field(field).choices
