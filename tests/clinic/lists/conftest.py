"""One of each kind of list, to be tested alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from bedside import clinic
from bedside.clinic.allergies.acts import ALLERGIES, AllergyBody
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.clinic.diagnoses.acts import DIAGNOSES
from bedside.clinic.entries.lists import Listed
from bedside.clinic.flags import FlagBody
from bedside.clinic.flags.acts import FLAGS
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.medicines.acts import MEDICINES
from bedside.clinic.models import Encounter, Facility
from bedside.clinic.problems import ProblemBody
from bedside.clinic.problems.acts import PROBLEMS
from bedside.clinic.vitals import VitalsBody
from bedside.clinic.vitals.acts import VITALS
from tests.people import Person


@dataclass(frozen=True)
class List:
    """A kind of list with an entry to add and another wording for it."""

    list: Listed[Any]
    add: Callable[..., Any]
    says: str
    change: dict[str, Any]

    @property
    def noun(self) -> str:
        return self.list.kind.noun


def _an_hour_ago() -> Any:
    return timezone.now() - timedelta(hours=1)


def _allergy(patient: Any, **how: Any) -> Any:
    body = AllergyBody(substance="Penicillin", reaction="a rash", severity="moderate")
    return clinic.allergies.add(patient, body, **how)


def _medicine(patient: Any, **how: Any) -> Any:
    return clinic.medicines.add(patient, MedicineBody(as_written="Metformin 500 mg"), **how)


def _problem(patient: Any, **how: Any) -> Any:
    return clinic.problems.add(patient, ProblemBody(title="Trouble sleeping"), **how)


def _flag(patient: Any, **how: Any) -> Any:
    body = FlagBody(title="Falls", category="safety", comment="asks for a hand on the stairs")
    return clinic.flags.add(patient, body, **how)


def _diagnosis(patient: Any, **how: Any) -> Any:
    body = DiagnosisBody(comment="wheezing at night")
    return clinic.diagnoses.add(patient, "J45.909", body, state="confirmed", repeated=True, **how)


def _vitals(patient: Any, **how: Any) -> Any:
    body = VitalsBody(measured_at=_an_hour_ago(), temperature=38.5, note="after a walk")
    return clinic.vitals.add(patient, body, **how)


LASTING = {
    "allergy": List(ALLERGIES, _allergy, "Penicillin", {"severity": "severe"}),
    "medicine": List(MEDICINES, _medicine, "Metformin", {"dose": "twice a day"}),
    "problem": List(PROBLEMS, _problem, "Trouble sleeping", {"title": "Insomnia"}),
    "flag": List(FLAGS, _flag, "Falls", {"category": "clinical"}),
}
CHANGEABLE = {
    **LASTING,
    "diagnosis": List(DIAGNOSES, _diagnosis, "wheezing", {"comment": "since childhood"}),
}
EVERY = {**CHANGEABLE, "vitals": List(VITALS, _vitals, "after a walk", {})}


AMONG_DOCTORS = frozenset({"flag"})
"""The lists that patients do not see in their own pages."""


@pytest.fixture(params=[noun for noun in EVERY if noun not in AMONG_DOCTORS])
def shown(request: pytest.FixtureRequest) -> List:
    """Each kind of list that the patient sees, in turn."""
    return EVERY[request.param]


@pytest.fixture(params=EVERY)
def every(request: pytest.FixtureRequest) -> List:
    """Each kind of list in turn."""
    return EVERY[request.param]


@pytest.fixture(params=CHANGEABLE)
def changeable(request: pytest.FixtureRequest) -> List:
    """Each kind whose entries can be worded anew."""
    return CHANGEABLE[request.param]


@pytest.fixture(params=LASTING)
def lasting(request: pytest.FixtureRequest) -> List:
    """Each kind whose entries begin and end."""
    return LASTING[request.param]


@pytest.fixture
def encounter(asha: Person, bello: Person, harbour: Facility) -> Encounter:
    """An open encounter of Asha with Dr Bello."""
    return Encounter.objects.create(
        patient_id=asha.patient, facility=harbour, practitioner_id=bello.user
    )
