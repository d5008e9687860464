"""Which facilities can be seen by whom: the one read path, which already knows the actor."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from bedside.audit import Actor
from bedside.clinic.facilities.models import Facility, Membership
from bedside.errors import NotFound


def facilities_in_reach(by: Actor) -> QuerySet[Facility]:
    """Return the active facilities the actor belongs to; an administrator runs them all."""
    if by.role == "administrator":
        return Facility.objects.all()
    if by.role == "doctor":
        return Facility.objects.filter(active=True, id__in=_places(by.user))
    return Facility.objects.none()


def held_facility(facility: UUID) -> Facility:
    """Return any facility, held until the transaction ends; for acts that run it. Raises NotFound.

    Two people who change one facility come one after the other.
    """
    row = Facility.objects.select_for_update().filter(id=facility).first()
    if row is None:
        raise NotFound
    return row


def memberships_now() -> QuerySet[Membership]:
    """Return the memberships that have begun and not ended."""
    now = timezone.now()
    return Membership.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now)


def _places(user: UUID | None) -> QuerySet[Membership, UUID]:
    return memberships_now().filter(user=user).values_list("facility", flat=True)
