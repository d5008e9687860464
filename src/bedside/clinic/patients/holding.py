"""Holding patients while something about them is changed, so that nobody loses them meanwhile.

A transfer, a membership that ends and a change of the record come one after the other: the later
one sees what the earlier one did. Whoever lost the patient in between finds nobody.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connection
from django.db.models import Q

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
    hold_patients(patients)
    if by.role == "system":
        return
    if by.works_at_a_facility:
        hold(Membership.objects.filter(user=by.user))
    # A statement of its own: what was committed while this one waited is seen only from here on.
    if patients_visible_to(by).filter(id__in=patients).count() < len(patients):
        raise NotFound


def hold_patients(patients: Collection[UUID]) -> None:
    """Hold patients and, of a record that was merged into another one, the one that is kept.

    So whoever changes one of a person's records waits for whoever changes another one. All are held
    in the order of their ids, whoever asks for whichever of them: two who want the same ones take
    turns.
    """
    if not connection.features.has_select_for_update:
        return
    named = Patient.objects.filter(id__in=patients)
    kept = named.exclude(replaced_by=None).values("replaced_by")
    rows = held(Patient.objects.filter(Q(id__in=patients) | Q(id__in=kept)).order_by("pk"))
    found = dict(rows.values_list("pk", "replaced_by"))
    # Merged while this one waited: the merge held both, and is over.
    late = {one for one in found.values() if one} - set(found)
    if late:
        hold(Patient.objects.filter(id__in=late))
