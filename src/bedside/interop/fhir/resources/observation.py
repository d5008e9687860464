"""What was measured, and the scores of questionnaires.

A set of measurements is one entry in Bedside and several observations here: each has the entry's
version, so an error marked there is marked in all of them. Scores come with an assessment, and are
for those who treat the patient.
Source of the codes: the vital signs of https://hl7.org/fhir/R4/observation-vitalsigns.html and, for
glucose and the questionnaires, LOINC itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.utils import timezone

from bedside import clinic, intake
from bedside.assessment.report import Score
from bedside.clinic.entries.views import EntryView
from bedside.clinic.vitals import MEASUREMENTS, VitalsBody
from bedside.errors import Invalid, NotFound
from bedside.interop.fhir import writing
from bedside.interop.fhir.asking import Asker, uuid_of
from bedside.interop.fhir.base import (
    Annotation,
    CodeableConcept,
    Coding,
    Extension,
    FhirModel,
    Quantity,
    Reference,
    Resource,
    concept,
    meta,
    refer,
)
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import patient_of, refers, token, when
from bedside.interop.fhir.resources import assessments
from bedside.interop.fhir.resources.common import (
    among_doctors,
    encounter,
    entries,
    meta_of,
    notes,
    practitioner,
)
from bedside.interop.fhir.systems import DATA_ABSENT, LOINC, OBSERVATION_CATEGORY, UCUM, own

VITALS, SCORE = "vitals", "score"
PRESSURE = "blood-pressure"


@dataclass(frozen=True)
class Measured:
    """A measurement in LOINC and UCUM."""

    loinc: str
    display: str
    ucum: str
    category: str = "vital-signs"


MEASURED = {
    "temperature": Measured("8310-5", "Body temperature", "Cel"),
    "pulse": Measured("8867-4", "Heart rate", "/min"),
    "systolic": Measured("8480-6", "Systolic blood pressure", "mm[Hg]"),
    "diastolic": Measured("8462-4", "Diastolic blood pressure", "mm[Hg]"),
    "breathing_rate": Measured("9279-1", "Respiratory rate", "/min"),
    "oxygen_saturation": Measured("2708-6", "Oxygen saturation in Arterial blood", "%"),
    "weight": Measured("29463-7", "Body weight", "kg"),
    "height": Measured("8302-2", "Body height", "cm"),
    "glucose": Measured("15074-8", "Glucose [Moles/volume] in Blood", "mmol/L", "laboratory"),
}
_PANEL = Measured("85354-9", "Blood pressure panel with all children optional", "mm[Hg]")
_OXYGEN_BY_PULSE = Coding(system=LOINC, code="59408-5")
TOTALS = {"phq-9": "44261-6", "gad-7": "70274-6", "audit-c": "75626-2"}
"""The totals that have a code of LOINC."""


class Component(FhirModel):
    """A part of an observation."""

    code: CodeableConcept
    value_quantity: Quantity | None = None
    value_string: str | None = None
    data_absent_reason: CodeableConcept | None = None


class Observation(Resource):
    """Something measured, or a score."""

    resource_type: Literal["Observation"] = "Observation"
    extension: list[Extension] = []
    status: Literal["final", "entered-in-error"]
    category: list[CodeableConcept]
    code: CodeableConcept
    subject: Reference
    encounter: Reference | None = None
    effective_date_time: datetime
    issued: datetime
    performer: list[Reference] = []
    value_quantity: Quantity | None = None
    data_absent_reason: CodeableConcept | None = None
    interpretation: list[CodeableConcept] = []
    note: list[Annotation] = []
    derived_from: list[Reference] = []
    component: list[Component] = []


STATUS: dict[str, Literal["final", "entered-in-error"]] = {
    "final": "final",
    "entered-in-error": "entered-in-error",
}


def vitals_to_fhir(view: EntryView[VitalsBody]) -> Iterator[Observation]:
    """Yield an observation for each measurement of a set; of one that does not open, none."""
    values = view.body.values if view.body else {}
    for name, value in values.items():
        if name == "systolic":
            yield _pressure(view, value, values.get("diastolic"))
        elif name != "diastolic":
            code = [_OXYGEN_BY_PULSE] if name == "oxygen_saturation" else []
            said = _vital(view, name.replace("_", "-"), MEASURED[name], *code)
            yield said.model_copy(update={"value_quantity": _quantity(name, value)})


def _pressure(view: EntryView[VitalsBody], systolic: float, diastolic: float | None) -> Observation:
    parts = [_part("systolic", systolic), _part("diastolic", diastolic)]
    return _vital(view, PRESSURE, _PANEL).model_copy(update={"component": parts})


def _part(name: str, value: float | None) -> Component:
    if value is not None:
        return Component(code=_code(MEASURED[name]), value_quantity=_quantity(name, value))
    absent = concept(None, Coding(system=DATA_ABSENT, code="not-performed"))
    return Component(code=_code(MEASURED[name]), data_absent_reason=absent)


def _vital(
    view: EntryView[VitalsBody], name: str, measured: Measured, *codes: Coding
) -> Observation:
    return Observation(
        id=f"{VITALS}.{view.id}.{name}",
        meta=meta_of(view),
        extension=among_doctors(view),
        status=STATUS[view.state],
        category=[_category(measured.category)],
        code=_code(measured, *codes),
        subject=refer("Patient", view.patient_id),
        encounter=encounter(view.encounter_id),
        effective_date_time=view.told["measured_at"],
        issued=view.recorded_at,
        performer=[one] if (one := practitioner(view.recorded_by)) else [],
        note=notes(view.body.note) if view.body else [],
    )


def _quantity(name: str, value: float) -> Quantity:
    unit = MEASURED[name].ucum
    shown = int(value) if MEASUREMENTS[name].digits == 0 else value
    return Quantity(value=shown, unit=MEASUREMENTS[name].unit, system=UCUM, code=unit)


def _code(measured: Measured, *codes: Coding) -> CodeableConcept:
    first = Coding(system=LOINC, code=measured.loinc, display=measured.display)
    return concept(measured.display, first, *codes)


def _category(code: str) -> CodeableConcept:
    return concept(None, Coding(system=OBSERVATION_CATEGORY, code=code))


def scores_to_fhir(view: intake.AssessmentView, asker: Asker) -> Iterator[Observation]:
    """Yield the scores of a sent assessment, for those who treat the patient."""
    result = assessments.result_of(view, asker)
    if result is None or not assessments.is_sent(view):
        return
    for score in result.scores:
        yield _score(view, score)


def _score(view: intake.AssessmentView, score: Score) -> Observation:
    """A score with items that nobody answered is a lower bound, and says so."""
    total = TOTALS.get(score.id)
    codings = [Coding(system=LOINC, code=total)] if total else []
    return Observation(
        id=f"{SCORE}.{view.id}.{score.id}",
        meta=meta(view.version, view.updated_at),
        status="final",
        category=[_category("survey")],
        code=concept(score.label, *codings, own("score", score.id)),
        subject=refer("Patient", view.patient_id),
        encounter=encounter(view.encounter_id),
        effective_date_time=assessments.sent_at(view),
        issued=assessments.sent_at(view),
        value_quantity=Quantity(
            value=score.total,
            comparator=None if score.complete else ">=",
            unit="{score}",
            system=UCUM,
            code="{score}",
        ),
        interpretation=[concept(score.band)] if score.band else [],
        note=notes(score.note, score.source),
        derived_from=[refer("QuestionnaireResponse", view.id)],
        component=list(_items(score)),
    )


def _items(score: Score) -> Iterator[Component]:
    for item in score.items:
        code = concept(item.label, own("finding", item.id))
        if item.points is None:
            unknown = concept(None, Coding(system=DATA_ABSENT, code="not-asked"))
            yield Component(code=code, data_absent_reason=unknown)
        else:
            points = Quantity(value=item.points, unit="{score}", system=UCUM, code="{score}")
            yield Component(code=code, value_quantity=points)
    for said in score.apart:
        yield Component(code=concept(said.label), value_string=said.value or None)


_KEPT = (
    "status",
    "category",
    "code",
    "subject",
    "encounter",
    "effective_date_time",
    "value_quantity",
    "note",
    "component",
)
_BY_LOINC = {one.loinc: name for name, one in MEASURED.items()}


def create(asker: Asker, body: Mapping[str, Any]) -> Observation:
    """Enter a vital sign, or the two of a blood pressure, as a set of its own.

    Raises Invalid, NotFound and Conflict.
    """
    wanted = writing.parsed(Observation, body, _KEPT, issued=timezone.now(), category=[])
    if wanted.status != "final":
        raise Invalid(fields={"body.status": "What is measured is final."})
    note = writing.alone(wanted.note, "note")
    said = VitalsBody(
        measured_at=wanted.effective_date_time,
        note=note.text if note else "",
        **_values(wanted),
    )
    view = clinic.vitals.add(
        writing.id_of(wanted.subject, "Patient", "subject"),
        said,
        encounter=writing.maybe_id_of(wanted.encounter, "Encounter", "encounter"),
        by=asker.by,
    )
    return next(vitals_to_fhir(view))


def _values(wanted: Observation) -> dict[str, float]:
    """What was measured, in Bedside's units, which are those that FHIR asks for."""
    if writing.code_of(wanted.code, LOINC) == _PANEL.loinc:
        measured = [one for one in wanted.component if one.data_absent_reason is None]
        pairs = [(one.code, one.value_quantity) for one in measured]
    elif wanted.component:
        raise Invalid(fields={"body.component": "Only a blood pressure has parts here."})
    else:
        pairs = [(wanted.code, wanted.value_quantity)]
    return dict(_value(code, quantity) for code, quantity in pairs)


def _value(code: CodeableConcept, quantity: Quantity | None) -> tuple[str, float]:
    name = _BY_LOINC.get(writing.code_of(code, LOINC) or "")
    if name is None:
        raise Invalid(fields={"body.code": "This is not one of the measurements that are kept."})
    if quantity is None or quantity.value is None or quantity.comparator:
        raise Invalid(fields={"body.valueQuantity": "Write the number that was measured."})
    if (quantity.system, quantity.code) != (UCUM, MEASURED[name].ucum):
        raise Invalid(fields={"body.valueQuantity": f"Send it in {MEASURED[name].ucum} (UCUM)."})
    return name, quantity.value


def _read(asker: Asker, identifier: str) -> Observation:
    kind, _, rest = identifier.partition(".")
    entry, _, name = rest.partition(".")
    if kind not in (VITALS, SCORE) or not name:
        raise NotFound
    found: Iterator[Observation]
    if kind == VITALS:
        found = vitals_to_fhir(clinic.vitals.read(None, uuid_of(entry), by=asker.by))
    else:
        found = scores_to_fhir(intake.read(uuid_of(entry), by=asker.by), asker)
    for one in found:
        if one.id == identifier:
            return one
    raise NotFound


def _codes(one: Observation) -> list[CodeableConcept]:
    return [one.code, *(part.code for part in one.component)]


OBSERVATION = Kind(
    name="Observation",
    about="Vital signs (LOINC, UCUM) and the scores of questionnaires, of one patient",
    reads="vitals.read",
    read=_read,
    lists=[
        entries(clinic.vitals.read_all, vitals_to_fhir, lambda view: view.told["measured_at"]),
        assessments.rows(scores_to_fhir),
    ],
    params=[
        *patient_of(),
        token("code", "What was measured", lambda one: [one.code]),
        token("combo-code", "What was measured, also as a part", _codes),
        token("category", "Vital sign, laboratory or survey", lambda one: one.category),
        token("status", "final or entered in error", lambda one: [one.status]),
        when("date", "When it was measured", lambda one: [one.effective_date_time]),
        refers("encounter", "Where it was recorded", lambda one: [one.encounter], "Encounter"),
        refers("performer", "Who recorded it", lambda one: one.performer, "Practitioner"),
        refers(
            "derived-from",
            "The interview that a score is of",
            lambda one: one.derived_from,
            "QuestionnaireResponse",
        ),
    ],
    includes=["patient", "subject", "performer"],
    creates="vitals.add",
    create=create,
)
