"""A patient's allergies and intolerances: reading the list, and every change of it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from bedside import accounts
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.allergies.body import AllergyBody
from bedside.clinic.allergies.models import Allergy
from bedside.clinic.allergies.none_known import (
    NoneKnownView,
    none_known_of,
    none_known_view,
    not_none_known,
)
from bedside.clinic.allergy_check import guard
from bedside.clinic.entries import reading
from bedside.clinic.entries.kinds import Kind
from bedside.clinic.entries.lists import Lasting
from bedside.clinic.entries.views import EntryView
from bedside.clinic.pages import Place
from bedside.clinic.patients.reading import named_patient

AllergyView = EntryView[AllergyBody]

ALLERGIES = Lasting(
    Kind("allergy", Allergy, AllergyBody, guard=guard("allergy")), inside=not_none_known
)

read, add, change, end = ALLERGIES.read, ALLERGIES.add, ALLERGIES.change, ALLERGIES.end
mark_as_error, reinstate = ALLERGIES.mark_as_error, ALLERGIES.reinstate
of_patient, view = ALLERGIES.of_patient, ALLERGIES.view


@dataclass(frozen=True)
class AllergyPage:
    """A page of allergies, and the statement that there are none, if it stands."""

    items: list[AllergyView]
    next: Place | None
    none_known: NoneKnownView | None


def read_all(
    patient: UUID,
    *,
    by: Actor,
    states: Collection[str] = (),
    after: Place | None = None,
    limit: int = reading.PAGE,
) -> AllergyPage:
    """Return a page of a patient's allergies, the newest first. Raises NotFound and Invalid."""
    with act("allergy.list", by=by) as doing:
        whose = named_patient(patient, doing=doing)
        page = reading.open_page(
            ALLERGIES.kind, whose, doing=doing, states=states, after=after, limit=limit
        )
        row = none_known_of(whose.id)
        names = accounts.names_of({row.recorded_by_id}) if row else {}
        stated = none_known_view(row, by=by, names=names) if row else None
        return AllergyPage(page.items, page.next, stated)
