"""Whose assessments can be seen by whom: the one read path, which already knows the actor.

A patient, or the holder of a draft, sees their own; a doctor sees what patients in their reach
have sent. A draft is nobody's business but the patient's, and what was discarded or has expired is
gone for everybody.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from bedside.accounts.acts import Act
from bedside.audit import Actor
from bedside.clinic.models import Patient
from bedside.clinic.patients.reach import care_given_by, patients_visible_to
from bedside.clinic.patients.reading import chain_of
from bedside.clinic.patients.records import records_of
from bedside.errors import NotFound, Unauthenticated
from bedside.intake.lifecycle import DRAFT, SENT
from bedside.intake.models import Assessment

_SEEN_BY = {
    "patient": (DRAFT, *SENT),
    "anonymous": (DRAFT,),
    "doctor": SENT,
}


def assessments_visible_to(by: Actor) -> QuerySet[Assessment]:
    """Return the assessments within the actor's reach; what is not in it is *not found*."""
    rows = Assessment.objects.filter(state__in=_SEEN_BY.get(by.role, ()))
    # The reach of patients_visible_to, without its detour over the patients: this is asked on the
    # way of every answer and every reading.
    if by.role == "doctor":
        return rows.filter(Exists(care_given_by(by).filter(patient=OuterRef("patient"))))
    if by.patient is None:
        return rows.none()
    if by.role == "anonymous":
        return rows.filter(patient=by.patient)
    return rows.filter(patient__in=records_of(by.patient))


def find(assessment: UUID, *, doing: Act) -> Assessment:
    """Return a row within reach, with its patient, and name it in the act. Raises NotFound."""
    doing.on(assessment=assessment)
    rows = assessments_visible_to(doing.by).select_related("patient")
    try:
        row = rows.get(id=assessment)
    except Assessment.DoesNotExist:
        raise NotFound from None
    doing.about(row.patient_id)
    doing.chain = row.facility_id or chain_of(row.patient)
    return row


def own_patient(*, doing: Act) -> Patient:
    """Return the patient the actor is, and name them in the act. Raises Unauthenticated."""
    if doing.by.patient is None:
        raise Unauthenticated
    own = patients_visible_to(doing.by).filter(id=doing.by.patient, replaced_by=None)
    patient = own.first()
    if patient is None:
        raise Unauthenticated
    doing.about(patient.id)
    doing.chain = chain_of(patient)
    return patient
