"""The doctor's chart of a patient: one act, one look."""

from uuid import UUID

from bedside import accounts
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.chart.gathering import open_lists, open_warnings
from bedside.chart.timeline import page_of
from bedside.chart.views import BannerView, ChartView, SeenAssessment
from bedside.clinic.appointments.listing import of_patient as appointments_of
from bedside.clinic.appointments.showing import show as show_appointments
from bedside.clinic.facilities.clocks import NOWHERE, zone_of_patient
from bedside.clinic.facilities.reach import practising_at
from bedside.clinic.messages import undeliverable_since
from bedside.clinic.notes.reading import of_patient as notes_of
from bedside.clinic.notes.reading import open_all
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.reach import patients_visible_to
from bedside.clinic.patients.reading import chain_of, open_patients
from bedside.clinic.patients.records import kept_record
from bedside.clinic.vitals import series_of
from bedside.errors import NotFound
from bedside.intake.models import Assessment
from bedside.intake.on_record import contradictions, denied_at_first, record_in
from bedside.intake.reach import find
from bedside.intake.reading import latest_sent, open_for, waiting_of

LATEST = 5
"""Notes and appointments that a chart shows."""


def read_chart(patient: UUID, *, by: Actor) -> ChartView:
    """Open a patient's chart for a doctor. Raises NotFound for a patient out of reach."""
    with act("chart.read", by=by) as doing:
        row = find_with_facility(patient, by=by)
        doing.about(row.id)
        doing.chain = chain_of(row)
        return open_chart(row, by=by)


def open_chart(row: Patient, *, by: Actor) -> ChartView:
    """Open a chart inside an act that has found the patient, with their facility."""
    lists = open_lists(row.id, by=by)
    seen = open_patients([row], by=by)[0]
    return ChartView(
        patient=seen,
        mails_come_back_since=undeliverable_since(row.id),
        zone=zone_at(row),
        responsible=responsible_of(row),
        allergies=lists.allergies,
        none_known=lists.none_known,
        flags=lists.flags,
        problems=lists.problems,
        medicines=lists.medicines,
        diagnoses=lists.diagnoses,
        series=series_of(lists.vitals, born=seen.profile.birth_date if seen.profile else None),
        latest=latest_sent(row, by=by),
        waiting=waiting_of(row.id, by=by),
        notes=open_all(notes_of(row.id, by=by, limit=LATEST), by=by),
        appointments=show_appointments(appointments_of(row.id, by=by, limit=LATEST), by=by),
        timeline=page_of(row.id, by=by),
    )


def read_banner(patient: UUID, *, by: Actor) -> BannerView:
    """Open what stands above every page of a patient's record. Raises NotFound out of reach."""
    with act("chart.read", by=by) as doing:
        row = find_with_facility(patient, by=by)
        doing.about(row.id)
        doing.chain = chain_of(row)
        doing.note(part="banner")
        warnings = open_warnings(row.id, by=by)
        return BannerView(
            patient=open_patients([row], by=by)[0],
            zone=zone_at(row),
            responsible=responsible_of(row),
            allergies=warnings.allergies,
            none_known=warnings.none_known,
            flags=warnings.flags,
        )


def read_assessment(assessment: UUID, *, by: Actor) -> SeenAssessment:
    """Open an assessment beside the record of whoever sent it. Raises NotFound.

    One that does not open contradicts nothing, and the record is there all the same.
    """
    with act("assessment.read", by=by) as doing:
        row = find(assessment, doing=doing)
        doing.note(part="record")
        return open_beside_record(row, by=by)


def open_beside_record(row: Assessment, *, by: Actor) -> SeenAssessment:
    """Open an assessment beside the record, inside an act that has found it. Raises NotFound."""
    view = open_for(row, by=by)
    if view.patient is None:
        raise NotFound
    lists = open_lists(row.patient_id, by=by, compared=True)
    listed = (lists.allergies, lists.problems, lists.medicines, lists.diagnoses)
    record = record_in(*(each.every for each in listed))
    return SeenAssessment(
        assessment=view,
        banner=BannerView(
            patient=view.patient,
            zone=zone_of_patient(row.patient_id),
            responsible=responsible_of(row.patient.replaced_by or row.patient),
            allergies=lists.allergies,
            none_known=lists.none_known,
            flags=lists.flags,
        ),
        problems=lists.problems,
        medicines=lists.medicines,
        diagnoses=lists.diagnoses,
        against=contradictions(view.result, view.answers, record),
        denied_at_first=denied_at_first(view.result, view.answers),
    )


def zone_at(row: Patient) -> str:
    """Return the time zone of a patient's clinic, which is loaded with the row."""
    return row.facility.time_zone if row.facility else NOWHERE


def responsible_of(row: Patient) -> str | None:
    """Return the name of the doctor who answers for a patient, if there is one.

    Somebody who works at the patient's clinic no longer, or cannot sign in, answers for nobody, and
    that is said: the next doctor has to know that the question is open.
    """
    if row.responsible_id is None or row.facility_id is None:
        return None
    name = accounts.shown(accounts.names_of({row.responsible_id}).get(row.responsible_id))
    is_here = practising_at(row.facility_id).filter(user=row.responsible_id).exists()
    return name if is_here else f"{name} (no longer here)"


def find_with_facility(patient: UUID, *, by: Actor) -> Patient:
    """Return the row of a patient within reach, with their clinic. Raises NotFound."""
    row = patients_visible_to(by).select_related("facility").filter(id=kept_record(patient)).first()
    if row is None:
        raise NotFound
    return row
