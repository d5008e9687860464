"""Reading encounters: one, or a patient's, the latest first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from bedside import accounts
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.encounters.models import Encounter
from bedside.clinic.encounters.reach import encounters_visible_to, find_encounter
from bedside.clinic.encounters.running import shown
from bedside.clinic.encounters.standing import Standing
from bedside.clinic.encounters.views import EncounterView, people_of, view
from bedside.clinic.patients.reading import chain_of, find_patient

LARGEST_PAGE = 100
Place = tuple[datetime, UUID]
"""Where a page ended: when the encounter was, and its id."""


@dataclass(frozen=True)
class EncounterPage:
    """A page of a patient's encounters; `next` is None on the last one."""

    rows: list[EncounterView]
    next: Place | None


def read(encounter: UUID, *, patient: UUID | None = None, by: Actor) -> EncounterView:
    """Read one encounter within reach. Raises NotFound, also for one of another patient."""
    with act("encounter.read", by=by) as doing:
        return shown(find_encounter(encounter, patient=patient, doing=doing), by=by)


def read_of_patient(
    patient: UUID, *, by: Actor, after: Place | None = None, limit: int = 50
) -> EncounterPage:
    """Return a page of a patient's encounters, the latest first. Raises NotFound."""
    with act("encounter.list", by=by) as doing:
        row = find_patient(patient, by=by)
        doing.about(row.id)
        doing.chain = chain_of(row)
        size = min(limit, LARGEST_PAGE)
        found = of_patient(row.id, by=by, limit=size + 1, after=after)
        page = found[:size]
        doing.note(count=len(page))
        last = (page[-1].started_at, page[-1].id) if len(found) > size else None
        return EncounterPage(view_all(page, by=by), last)


def of_patient(
    patient: UUID, *, by: Actor, limit: int = LARGEST_PAGE, after: Place | None = None
) -> list[Encounter]:
    """Return a patient's latest encounters within reach, in one query; for acts that read them."""
    rows = _after(encounters_visible_to(by).filter(patient=patient), after)
    return list(rows.order_by("-started_at", "-id")[:limit])


def view_all(rows: list[Encounter], *, by: Actor) -> list[EncounterView]:
    """Return the views of many encounters, in two queries."""
    names, standing = accounts.names_of(people_of(rows)), Standing.of(by)
    return [view(row, names=names, standing=standing) for row in rows]


def _after(rows: QuerySet[Encounter], after: Place | None) -> QuerySet[Encounter]:
    if after is None:
        return rows
    at, last = after
    return rows.filter(Q(started_at__lt=at) | Q(started_at=at, id__lt=last))
