"""What a patient chooses to be written about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.messages.kinds import Topic
from bedside.clinic.messages.models import Correspondence
from bedside.clinic.rules import must_be_current
from bedside.errors import Invalid, NotFound
from bedside.locking import held


@dataclass(frozen=True)
class MailChoice:
    """What a patient is written about: codes of `Topic`. `version` goes back into a change.

    `undeliverable_since` is since when mails to them come back, None while they do not.
    """

    wanted: frozenset[str]
    undeliverable_since: datetime | None
    version: int


def read_mail_choice(*, by: Actor) -> MailChoice:
    """Return the patient's own choice. Raises NotFound."""
    with act("mail_choice.read", by=by) as doing:
        patient = _own(by)
        doing.about(patient)
        return _shown(Correspondence.objects.filter(patient=patient).first())


def choose_mails(wanted: Collection[str], *, version: int, by: Actor) -> MailChoice:
    """Be written about these topics and no others. Raises NotFound, Invalid and Stale."""
    with act("mail_choice.change", by=by) as doing:
        patient = _own(by)
        doing.about(patient)
        if not set(wanted) <= set(Topic):
            raise Invalid(fields={"wanted": "There is no such topic."})
        # Whoever is first makes the row; the patient is held, so nobody is first at once.
        Correspondence.objects.get_or_create(patient_id=patient)
        row = held(Correspondence.objects.all()).get(patient=patient)
        must_be_current(row, version)
        row.unwanted = sorted(set(Topic) - set(wanted))
        row.version += 1
        row.save(update_fields=["unwanted", "version"])
        doing.note(wanted=len(set(wanted)))
        return _shown(row)


def undeliverable_since(patient: UUID) -> datetime | None:
    """Return since when mails to a patient come back; for an act that shows how to reach them."""
    rows = Correspondence.objects.filter(patient=patient)
    return rows.values_list("undeliverable_since", flat=True).first()


def _own(by: Actor) -> UUID:
    if by.patient is None:
        raise NotFound
    return by.patient


def _shown(row: Correspondence | None) -> MailChoice:
    if row is None:
        return MailChoice(frozenset(Topic), None, 1)
    wanted = frozenset(Topic) - set(row.unwanted)
    return MailChoice(wanted, row.undeliverable_since, row.version)
