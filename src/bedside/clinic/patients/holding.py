"""Holding patients while something about them is changed, so that nobody loses them meanwhile.

A transfer, a membership that ends and a change of the record come one after the other: the later
one sees what the earlier one did. Whoever lost the patient in between finds nobody.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connection
from django.db.models import F

from bedside.audit import Actor
from bedside.clinic.facilities.models import Membership
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.reach import patients_visible_to
from bedside.errors import NotFound
from bedside.locking import held, hold


def still_in_reach(by: Actor, patients: Collection[UUID]) -> None:
    """Hold patients, and what the actor reaches them by, until the transaction ends.

    Raises NotFound unless all of them are within reach. Bedside itself reaches everybody.
    """
    _hold(patients)
    if by.role == "system":
        return
    if by.works_at_a_facility:
        hold(Membership.objects.filter(user=by.user))
    # A statement of its own: what was committed while this one waited is seen only from here on.
    if patients_visible_to(by).filter(id__in=patients).count() < len(patients):
        raise NotFound


def _hold(patients: Collection[UUID]) -> None:
    """Hold patients and, of a record that was merged into another one, the one that is kept.

    So whoever changes one of a person's records waits for whoever changes another one. Replaced
    records come first, then the kept ones, each in the order of their ids: two who want the same
    ones take turns.
    """
    if not connection.features.has_select_for_update:
        return
    named = Patient.objects.filter(id__in=patients)
    rows = held(named.order_by(F("replaced_by").asc(nulls_last=True), "pk"))
    kept = {one for one in rows.values_list("replaced_by", flat=True) if one} - set(patients)
    if kept:
        hold(Patient.objects.filter(id__in=kept))
