"""A patient's problem list: reading it, and every change of it."""

from typing import cast

from bedside.clinic.diagnoses.models import Diagnosis
from bedside.clinic.entries.kinds import Kind
from bedside.clinic.entries.lists import Lasting
from bedside.clinic.entries.models import Entry
from bedside.clinic.entries.views import EntryPage, EntryView
from bedside.clinic.patients.records import records_of
from bedside.clinic.problems.body import ProblemBody
from bedside.clinic.problems.models import Problem
from bedside.errors import Invalid

ProblemView = EntryView[ProblemBody]
ProblemPage = EntryPage[ProblemBody]


def _link(row: Problem, body: ProblemBody) -> None:
    row.diagnosis_id = body.diagnosis


def _must_be_the_patients(row: Entry) -> None:
    """Raise Invalid when the diagnosis is not one of the same patient."""
    linked = cast(Problem, row).diagnosis_id
    if (
        linked
        and not Diagnosis.objects.filter(id=linked, patient__in=records_of(row.patient_id)).exists()
    ):
        raise Invalid(fields={"diagnosis": "Choose a diagnosis of this patient."})


PROBLEMS = Lasting(
    Kind(
        "problem",
        Problem,
        ProblemBody,
        for_doctors={"comment": "", "diagnosis": None},
        in_the_clear=_link,
    ),
    inside=_must_be_the_patients,
)

read_all, read, add, change = PROBLEMS.read_all, PROBLEMS.read, PROBLEMS.add, PROBLEMS.change
end, mark_as_error, reinstate = PROBLEMS.end, PROBLEMS.mark_as_error, PROBLEMS.reinstate
of_patient, view = PROBLEMS.of_patient, PROBLEMS.view
