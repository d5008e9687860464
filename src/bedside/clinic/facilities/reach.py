"""Which facilities can be seen by whom: the one read path, which already knows the actor."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from bedside.accounts.acts import Act
from bedside.accounts.models import Role, State
from bedside.audit import Actor
from bedside.clinic.facilities.models import Facility, Membership
from bedside.errors import NotFound
from bedside.locking import held
from bedside.statements import columns, fetch, listed


def facilities_in_reach(by: Actor) -> QuerySet[Facility]:
    """Return the active facilities the actor belongs to; an administrator runs them all."""
    if by.role == "administrator":
        return Facility.objects.all()
    if by.works_at_a_facility:
        return Facility.objects.filter(active=True, id__in=_places(by.user))
    return Facility.objects.none()


def find_facility(facility: UUID, *, doing: Act) -> Facility:
    """Return a facility within the actor's reach, with the act on its chain. Raises NotFound."""
    row = facilities_in_reach(doing.by).filter(id=facility).first()
    if row is None:
        raise NotFound
    doing.chain = row.id
    return row


def held_facility(facility: UUID) -> Facility:
    """Return any facility, held until the transaction ends; for acts that run it. Raises NotFound.

    Two people who change one facility come one after the other.
    """
    row = held(Facility.objects.filter(id=facility)).first()
    if row is None:
        raise NotFound
    return row


def memberships_now() -> QuerySet[Membership]:
    """Return the memberships that have begun and not ended."""
    now = timezone.now()
    return Membership.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now)


def practising_at(facility: UUID) -> QuerySet[Membership]:
    """Return the memberships now of the doctors who can sign in: nobody else treats anybody."""
    doctors = {"user__role": Role.DOCTOR, "user__state": State.ACTIVE}
    return memberships_now().filter(facility=facility, **doctors)


def colleagues_of(doctor: Actor) -> list[tuple[UUID, UUID]]:
    """Return pairs of a facility in a doctor's reach and an account of whoever works there now.

    It is `memberships_now` of `facilities_in_reach`, written out.
    """
    now, (active, user, since, until) = timezone.now(), _ASKED
    return fetch(
        _COLLEAGUES,
        (active, True),
        *((since, now), (until, now)),
        *((user, doctor.user), (since, now), (until, now)),
        wanted=_PAIR,
    )


_PAIR = columns(Membership, "facility", "user")
_ASKED = (
    *columns(Facility, "active"),
    *columns(Membership, "user"),
    *columns(Membership, "since"),
    *columns(Membership, "until"),
)
_NOW = "since <= %s AND (until IS NULL OR until > %s)"
_COLLEAGUES = (
    f"SELECT {listed(_PAIR)} FROM clinic_membership "  # noqa: S608
    "JOIN clinic_facility ON clinic_facility.id = clinic_membership.facility_id "
    f"WHERE clinic_facility.active = %s AND {_NOW} AND clinic_membership.facility_id IN "
    f"(SELECT facility_id FROM clinic_membership WHERE user_id = %s AND {_NOW})"
)


def _places(user: UUID | None) -> QuerySet[Membership, UUID]:
    return memberships_now().filter(user=user).values_list("facility", flat=True)
