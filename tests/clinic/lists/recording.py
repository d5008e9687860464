"""One entry of each list of a patient, for tests of the doors."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from bedside import clinic
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.diagnoses import CONFIRMED, DiagnosisBody
from bedside.clinic.flags import FlagBody
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.problems import ProblemBody
from bedside.clinic.vitals import VitalsBody
from tests.clinic.lists.elsewhere import seen_elsewhere
from tests.people import Person


def record(patient: Person, doctor: Person) -> dict[str, UUID]:
    """Record one of each, by noun: an allergy that is over and so "none known", and the others."""
    whose, by = patient.patient, doctor.actor
    allergy = clinic.allergies.add(whose, AllergyBody(substance="Penicillin"), by=by)
    clinic.allergies.end(whose, allergy.id, version=1, by=by)
    clinic.allergies.state_none_known(whose, by=by)
    medicine = clinic.medicines.add(whose, MedicineBody(as_written="Metformin 500 mg"), by=by)
    problem = clinic.problems.add(whose, ProblemBody(title="Trouble sleeping"), by=by)
    flag = clinic.flags.add(whose, FlagBody(title="Falls", category="safety"), by=by)
    diagnosis = clinic.diagnoses.add(whose, "J45.909", DiagnosisBody(), state=CONFIRMED, by=by)
    measured = timezone.now() - timedelta(hours=1)
    vitals = clinic.vitals.add(whose, VitalsBody(measured_at=measured, temperature=38.5), by=by)
    return {
        "allergy": allergy.id,
        "medicine": medicine.id,
        "problem": problem.id,
        "flag": flag.id,
        "diagnosis": diagnosis.id,
        "vitals": vitals.id,
        "elsewhere": seen_elsewhere(whose, doctor),
    }
