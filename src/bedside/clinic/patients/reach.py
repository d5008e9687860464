"""Who can be seen by whom: the one read path to patients, which already knows the actor.

A patient sees themselves, with every record that was merged into theirs, and the holder of a draft
its provisional patient. A doctor sees the
patients with an open care relation to an active facility that the doctor belongs to. An
administrator sees that patients exist (their ids), never what is sealed. Nobody else sees anybody.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from bedside.audit import Actor
from bedside.clinic.facilities.reach import facilities_in_reach
from bedside.clinic.patients.models import CareRelation, Patient, PatientState


def patients_visible_to(by: Actor) -> QuerySet[Patient]:
    """Return the patients within the actor's reach; what is not in it is *not found*."""
    patients = Patient.objects.all()
    if by.role in {"patient", "anonymous"}:
        own = Q(id=by.patient) | Q(replaced_by=by.patient)
        return patients.filter(own) if by.patient else patients.none()
    registered = patients.filter(state=PatientState.REGISTERED)
    if by.role == "doctor":
        return registered.filter(Exists(care_given_by(by).filter(patient=OuterRef("pk"))))
    return registered if by.role == "administrator" else patients.none()


def care_given_by(doctor: Actor) -> QuerySet[CareRelation]:
    """Return the open care relations of the active facilities that a doctor belongs to."""
    return care_now().filter(facility__in=facilities_in_reach(doctor))


def care_now() -> QuerySet[CareRelation]:
    """Return the care relations that have begun and not ended."""
    return care_not_ended().filter(since__lte=timezone.now())


def care_not_ended() -> QuerySet[CareRelation]:
    """Return the care relations that have not ended, also those that are still to begin."""
    return CareRelation.objects.filter(Q(until=None) | Q(until__gt=timezone.now()))


def sees_health_data(by: Actor) -> bool:
    """Whether the actor may have sealed documents opened at all."""
    return by.role in {"patient", "anonymous", "doctor"}
