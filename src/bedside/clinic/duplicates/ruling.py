"""Saying that two patients are two people, so that nobody is asked again, and taking it back."""

from uuid import UUID

from bedside.accounts.acts import Act, act
from bedside.audit import Actor
from bedside.clinic.duplicates.models import NotTheSame
from bedside.clinic.patients.reading import named_patient
from bedside.errors import Invalid


def rule_out(patient: UUID, other: UUID, *, by: Actor) -> None:
    """Remember that two patients in reach are different people; said twice, it is said once.

    Raises NotFound, and Invalid for one patient and themselves.
    """
    with act("duplicate.rule_out", by=by) as doing:
        low, high = _both(patient, other, doing)
        NotTheSame.objects.get_or_create(one_id=low, other_id=high, defaults={"by_id": by.user})


def reconsider(patient: UUID, other: UUID, *, by: Actor) -> None:
    """Take back that two patients are different people. Raises as `rule_out` does."""
    with act("duplicate.reconsider", by=by) as doing:
        low, high = _both(patient, other, doing)
        NotTheSame.objects.filter(one=low, other=high).delete()


def _both(patient: UUID, other: UUID, doing: Act) -> tuple[UUID, UUID]:
    low, high = sorted(named_patient(one, doing=doing).id for one in (patient, other))
    if low == high:
        raise Invalid("Name another patient.")
    return low, high
