"""Who can be seen by whom: the one read path to patients, which already knows the actor.

A patient sees themselves, with every record that was merged into theirs, and the holder of a draft
its provisional patient. Doctors and receptionists see the patients with an open care relation to an
active facility that they belong to; what of these patients they may read is said by the verbs of
their role. An administrator sees that patients exist (their ids), never what is sealed. Nobody else
sees anybody.
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
    if by.works_at_a_facility:
        return registered.filter(Exists(care_given_by(by).filter(patient=OuterRef("pk"))))
    return registered if by.role == "administrator" else patients.none()


def care_given_by(staff: Actor) -> QuerySet[CareRelation]:
    """Return the open care relations of the active facilities that somebody works at."""
    return care_now().filter(facility__in=facilities_in_reach(staff))


def care_now() -> QuerySet[CareRelation]:
    """Return the care relations that have begun and not ended."""
    return care_not_ended().filter(since__lte=timezone.now())


def care_not_ended() -> QuerySet[CareRelation]:
    """Return the care relations that have not ended, also those that are still to begin."""
    return CareRelation.objects.filter(Q(until=None) | Q(until__gt=timezone.now()))


def sees_profiles(by: Actor) -> bool:
    """Whether the actor may have the profiles of those in reach opened: who they are."""
    return by.role in {"patient", "anonymous"} or by.works_at_a_facility
