"""Holding patients while something about them is changed, so that nobody loses them meanwhile.

A transfer, a membership that ends and a change of the record come one after the other: the later
one sees what the earlier one did. Whoever lost the patient in between finds nobody.
"""

from collections.abc import Collection
from uuid import UUID

from bedside.audit import Actor
from bedside.clinic.facilities.models import Membership
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.reach import patients_visible_to
from bedside.errors import NotFound
from bedside.locking import hold


def still_in_reach(by: Actor, patients: Collection[UUID]) -> None:
    """Hold patients, and what the actor reaches them by, until the transaction ends.

    Raises NotFound unless all of them are within reach. Bedside itself reaches everybody.
    """
    hold(Patient.objects.filter(id__in=patients))
    if by.role == "system":
        return
    if by.role == "doctor":
        hold(Membership.objects.filter(user=by.user))
    # A statement of its own: what was committed while this one waited is seen only from here on.
    if patients_visible_to(by).filter(id__in=patients).count() < len(patients):
        raise NotFound
